//go:build textgate_static

package textgate

// The installed static library, named as a file since -ltextgate prefers the shared one; what it needs is linked as
// pkg-config tells, and the shared textgate among it is left out because nothing asks for it any more.

// #cgo pkg-config: --static textgate
// #cgo LDFLAGS: -l:libtextgate.a -Wl,--as-needed
import "C"
