//go:build !textgate_static && !textgate_tree

package textgate

// The installed shared library.

// #cgo pkg-config: textgate
import "C"
