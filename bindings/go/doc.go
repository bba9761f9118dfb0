// Package textgate decides what may be published: it finds words, combinations and patterns of dictionaries in a text,
// however they are disguised, and says whether to pass, review or block it.
//
//	gate, err := textgate.New()              // the shipped dictionaries
//	if err != nil { ... }
//	defer gate.Close()
//	v, err := gate.Scan("...")               // v.Action, v.Score, v.Findings[i].Begin/End/Category/Rule/Text
//	vs, err := gate.ScanMany(texts)          // the fast way for many texts
//
// A [Gate] is immutable and may be used by any number of goroutines. Text is UTF-8; ill-formed text is scanned, never
// refused, and offsets are half-open byte ranges of the text as it was passed in.
//
// The package is a thin layer over the C library textgate, whose header textgate.h is the reference. README.md tells how
// it is linked: by pkg-config, or with the build tag textgate_static against the static library.
package textgate
