package textgate

// #include "bridge.h"
//
// #cgo noescape tgo_scan_many
// #cgo nocallback tgo_scan_many
import "C"

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"
)

// A batch goes to C in pieces of at most so many texts and bytes, which the processor's cache holds with what is found in them.
const (
	pieceTexts = 512
	pieceBytes = 64 << 10
)

// ScanMany scans texts and gives the verdict of each: the fast way, since a call to C takes many texts. On an error there are
// no verdicts. Verdicts of texts next to each other share memory, which is freed with the last of them. With [Workers] it
// uses several goroutines.
func (g *Gate) ScanMany(texts []string) ([]Verdict, error) { return g.AppendMany(nil, texts) }

// AppendMany is ScanMany that appends to verdicts, so that a slice of them can be used again: verdicts[:0]. On an error it
// gives the slice as it was.
func (g *Gate) AppendMany(verdicts []Verdict, texts []string) ([]Verdict, error) {
	grown := grow(verdicts, len(texts))
	added := grown[len(verdicts):]
	workers := g.view.workers
	if workers < 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, (len(texts)+pieceTexts-1)/pieceTexts)
	if err := g.scanParallel(texts, added, workers); err != nil {
		return verdicts, err
	}
	return grown, nil
}

// grow gives the slice with n more clear verdicts.
func grow(verdicts []Verdict, n int) []Verdict {
	if len(verdicts) == 0 && cap(verdicts) < n {
		return make([]Verdict, n) // cleared once
	}
	grown := slices.Grow(verdicts, n)[:len(verdicts)+n]
	clear(grown[len(verdicts):])
	return grown
}

// scanParallel has workers claim runs of texts until there are none. A single one is the caller.
func (g *Gate) scanParallel(texts []string, verdicts []Verdict, workers int) error {
	if workers <= 1 {
		return g.scanRun(texts, verdicts, 0)
	}
	var wait sync.WaitGroup
	var next atomic.Int64
	errs := make([]error, workers)
	for i := range errs {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for errs[i] == nil {
				from := int(next.Add(pieceTexts)) - pieceTexts
				if from >= len(texts) {
					return
				}
				to := min(from+pieceTexts, len(texts))
				errs[i] = g.scanRun(texts[from:to], verdicts[from:to], from)
			}
		}()
	}
	wait.Wait()
	return errors.Join(errs...)
}

// scanRun scans texts of which the first is number `first`, piece by piece.
func (g *Gate) scanRun(texts []string, verdicts []Verdict, first int) error {
	s, err := g.core.take()
	if err != nil {
		return err
	}
	defer g.core.give(s)
	for at := 0; at < len(texts); {
		n := s.pack(texts[at:])
		if err := g.view.scanPacked(s, texts[at:at+n], verdicts[at:at+n], first+at); err != nil {
			return err
		}
		at += n
	}
	return nil
}

// pack lays the first texts out one after another and tells how many. One that fills a piece alone is not copied.
func (s *session) pack(texts []string) int {
	s.texts, s.ends = s.texts[:0], s.ends[:0]
	for i, text := range texts {
		if i == pieceTexts || (i > 0 && len(s.texts)+len(text) > pieceBytes) {
			return i
		}
		if i == 0 && len(text) >= pieceBytes {
			s.ends = append(s.ends, C.size_t(len(text)))
			return 1
		}
		s.texts = append(s.texts, text...)
		s.ends = append(s.ends, C.size_t(len(s.texts)))
	}
	return len(texts)
}

// scanPacked scans the texts that pack laid out, of which the first is number `first`.
func (v *view) scanPacked(s *session, texts []string, verdicts []Verdict, first int) error {
	packed := (*C.char)(unsafe.Pointer(unsafe.SliceData(s.texts)))
	if len(s.texts) == 0 {
		packed = bytesOf(texts[0])
	}
	status := C.tgo_scan_many(s.c, v.flags, bytesOf(v.language), C.size_t(len(v.language)), packed,
		unsafe.SliceData(s.ends), C.size_t(len(s.ends)))
	runtime.KeepAlive(texts)
	if status != C.TG_OK {
		return fmt.Errorf("text %d: %w", first+int(s.c.failed), failed(status, nil))
	}
	decode(&s.c.found, verdicts, texts)
	return nil
}
