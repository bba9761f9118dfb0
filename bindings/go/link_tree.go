//go:build textgate_tree && !textgate_static

package textgate

// The static library of a source tree after `make`, without an installation: for the package's own tests.

// #cgo CFLAGS: -I${SRCDIR}/../../include
// #cgo LDFLAGS: ${SRCDIR}/../../build/lib/libtextgate.a
// #cgo pkg-config: libpcre2-8 icu-i18n icu-uc jansson libxxhash libsodium lmdb
// #cgo LDFLAGS: -pthread -lm -ldl
import "C"
