package textgate

// #include "bridge.h"
//
// #cgo noescape tgo_redact
// #cgo nocallback tgo_redact
import "C"

import (
	"runtime"
	"unsafe"
)

// A RedactOption says how to redact.
type RedactOption func(*redaction)

type redaction struct {
	mask         string
	hasMask      bool
	withCategory bool
	keep         int
	threshold    Action
	key          []byte
}

// Mask is written for each character of a finding, instead of "*". It may be empty.
func Mask(mask string) RedactOption { return func(r *redaction) { r.mask, r.hasMask = mask, true } }

// MaskWithCategory writes "[category]" for each finding.
func MaskWithCategory() RedactOption { return func(r *redaction) { r.withCategory = true } }

// Keep leaves so many characters at the end of a finding as they are.
func Keep(characters int) RedactOption { return func(r *redaction) { r.keep = characters } }

// Pseudonym writes "[category#token]" for each finding, the same for the same text and key, which has 16 bytes or more.
func Pseudonym(key []byte) RedactOption { return func(r *redaction) { r.key = key } }

// RedactFrom redacts findings that the policy treats at least so: Review unless set; Pass redacts them all.
func RedactFrom(action Action) RedactOption { return func(r *redaction) { r.threshold = action } }

func redactionOf(options []RedactOption) redaction {
	if len(options) == 0 {
		return redaction{threshold: Review}
	}
	r := redaction{threshold: Review} // on the heap, since it cannot be known what an option does with it
	for _, option := range options {
		option(&r)
	}
	return r
}

// Redact gives the text with its findings masked: those that Scan finds, of overlapping ones the leftmost longest first. HTML
// stays well formed.
func (g *Gate) Redact(text string, options ...RedactOption) (string, error) {
	return g.redact(text, options, nil)
}

// ScanAndRedact does both in one pass. The verdict is that of the text before.
func (g *Gate) ScanAndRedact(text string, options ...RedactOption) (*Verdict, string, error) {
	v := new(Verdict)
	redacted, err := g.redact(text, options, v)
	if err != nil {
		return nil, "", err
	}
	return v, redacted, nil
}

func (g *Gate) redact(text string, options []RedactOption, v *Verdict) (string, error) {
	r := redactionOf(options)
	if r.keep < 0 {
		return "", invalid("fewer than no characters to keep")
	}
	s, err := g.core.take()
	if err != nil {
		return "", err
	}
	defer g.core.give(s)
	var mask *C.char
	if r.hasMask {
		mask = bytesOf(r.mask + "\x00") // never nil
	}
	status := C.tgo_redact(s.c, g.view.flags, bytesOf(g.view.language), C.size_t(len(g.view.language)), bytesOf(text),
		C.size_t(len(text)), mask, C.size_t(len(r.mask)), C.bool(r.withCategory), C.size_t(r.keep),
		C.tg_action(r.threshold), bytesOf(string(r.key)), C.size_t(len(r.key)), C.bool(v != nil))
	runtime.KeepAlive(text)
	if status != C.TG_OK {
		return "", failed(status, nil)
	}
	if v != nil {
		decode(&s.c.found, unsafe.Slice(v, 1), []string{text})
	}
	redacted := unsafe.Slice((*byte)(unsafe.Pointer(s.c.redacted)), int(s.c.redacted_length))
	if string(redacted) == text {
		return text, nil
	}
	return string(redacted), nil
}
