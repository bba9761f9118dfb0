package textgate

// #include "bridge.h"
//
// #cgo noescape tgo_scan
// #cgo nocallback tgo_scan
// #cgo noescape tgo_is_clean
// #cgo nocallback tgo_is_clean
import "C"

import (
	"runtime"
	"unsafe"
)

// Version gives the version of the C library that is running, such as "0.1.0".
func Version() string { return C.GoString(C.tg_version()) }

// A Gate is compiled rules and policy: immutable, for any number of goroutines.
type Gate struct {
	core *core
	view view
}

// A view is how a gate scans.
type view struct {
	flags    C.uint32_t
	workers  int
	language string
}

// New makes a gate of what the options tell. Where they name no rules it has the shipped dictionaries. Close it when it is no
// longer needed.
func New(options ...Option) (*Gate, error) {
	s, err := newSetup()
	if err != nil {
		return nil, err
	}
	defer s.free()
	for _, option := range options {
		if err := option(s); err != nil {
			return nil, err
		}
	}
	if err := s.finish(); err != nil {
		return nil, err
	}
	var gate *C.tg_gate
	var details C.tg_error
	if status := C.tg_gate_new(s.options, &gate, &details); status != C.TG_OK {
		return nil, failed(status, &details)
	}
	return &Gate{core: newCore(gate)}, nil
}

// Close frees the gate's memory, when scans under way have ended; scans that begin later give [ErrClosed]. It closes the
// gates that With made of it too. Verdicts stay valid. A gate that is not closed is freed by the garbage collector. Close
// always returns nil and may be called more than once.
func (g *Gate) Close() error {
	if g.core != nil {
		g.core.close()
	}
	return nil
}

// Scan says what is in a text, where, and what to do with it. A clean text whose verdict stays in the function that asked for
// it costs no allocation.
func (g *Gate) Scan(text string) (*Verdict, error) {
	return g.scan(text, new(Verdict)) // inlined into the caller, where the verdict need not escape
}

// ScanBytes is Scan for bytes, which are only read while it runs.
func (g *Gate) ScanBytes(text []byte) (*Verdict, error) { return g.scanBytes(text, new(Verdict)) }

func (g *Gate) scan(text string, v *Verdict) (*Verdict, error) {
	s, err := g.core.take()
	if err != nil {
		return nil, err
	}
	if err := g.view.scan(s, text); err != nil {
		g.core.give(s)
		return nil, err
	}
	if s.c.found.verdicts.count != 0 {
		decode(&s.c.found, unsafe.Slice(v, 1), []string{text})
	}
	g.core.give(s)
	return v, nil
}

func (g *Gate) scanBytes(text []byte, v *Verdict) (*Verdict, error) {
	s, err := g.core.take()
	if err != nil {
		return nil, err
	}
	if err := g.view.scan(s, unsafe.String(unsafe.SliceData(text), len(text))); err != nil {
		g.core.give(s)
		return nil, err
	}
	if s.c.found.verdicts.count != 0 {
		decode(&s.c.found, unsafe.Slice(v, 1), nil)
		for i := range v.Findings {
			f := &v.Findings[i]
			f.Text = string(text[f.Begin:f.End])
		}
	}
	g.core.give(s)
	return v, nil
}

// IsClean reports whether the policy lets the text pass, which takes less work than a scan.
func (g *Gate) IsClean(text string) (bool, error) {
	s, err := g.core.take()
	if err != nil {
		return false, err
	}
	answer := C.tgo_is_clean(s.c, g.view.flags, bytesOf(g.view.language), C.size_t(len(g.view.language)), bytesOf(text),
		C.size_t(len(text)))
	runtime.KeepAlive(text)
	g.core.give(s)
	if answer < 0 {
		return false, failed(C.tg_status(answer), nil)
	}
	return answer == 1, nil
}

func (v *view) scan(s *session, text string) error {
	status := C.tgo_scan(s.c, v.flags, bytesOf(v.language), C.size_t(len(v.language)), bytesOf(text), C.size_t(len(text)))
	runtime.KeepAlive(text)
	if status != C.TG_OK {
		return failed(status, nil)
	}
	return nil
}

// bytesOf gives C the bytes of a string, for a call.
func bytesOf(s string) *C.char { return (*C.char)(unsafe.Pointer(unsafe.StringData(s))) }
