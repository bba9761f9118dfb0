package textgate

// #include "bridge.h"
import "C"

// A ScanOption says how to scan; see [Gate.With].
type ScanOption func(*view)

// With gives a gate of the same rules that scans in another way. It costs next to nothing and shares the memory of g; closing
// one of them closes both.
//
//	page := gate.With(textgate.HTML(), textgate.Language("zh"))
func (g *Gate) With(options ...ScanOption) *Gate {
	derived := *g
	for _, option := range options {
		option(&derived.view)
	}
	return &derived
}

// HTML: the texts are HTML, of which what a reader sees is scanned. Offsets are those of the source.
func HTML() ScanOption { return func(v *view) { v.flags |= C.TGO_HTML } }

// Plain: the texts are plain, as they are unless HTML was asked for.
func Plain() ScanOption { return func(v *view) { v.flags &^= C.TGO_HTML } }

// Language is that of the texts (BCP 47, such as "zh" or "zh-Hant"), so that entries for another one rest; "" is unknown, and
// all entries work.
func Language(tag string) ScanOption { return func(v *view) { v.language = tag } }

// Longest has only the leftmost and of those the longest of findings that overlap reported, instead of all.
func Longest() ScanOption { return func(v *view) { v.flags |= C.TGO_LONGEST } }

// Workers is the number of goroutines that ScanMany uses: 1 unless set, and with 0 or less one for each processor.
func Workers(n int) ScanOption {
	return func(v *view) {
		v.workers = n
		if n <= 0 {
			v.workers = -1
		}
	}
}
