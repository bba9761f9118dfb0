package textgate

// #include "bridge.h"
import "C"

import (
	"runtime"
	"unsafe"
)

// A Stream is a text that comes in pieces, such as a file or an upload, in memory that does not grow with it. Words and patterns
// are looked for, in plain text. Its findings have their place in the whole text, and no Text. A stream is one goroutine's at
// a time.
type Stream struct {
	c       *C.tgo_stream
	cleanup runtime.Cleanup
}

// A Summary is what a text that came in pieces comes to.
type Summary struct {
	Action   Action
	Score    float64  // 0..1
	Count    int      // of all findings
	Findings Findings // those that became certain at the end
}

// NewStream gives a stream of the gate's rules. It may be used after the gate is closed.
func (g *Gate) NewStream() (*Stream, error) {
	if g.core == nil {
		return nil, ErrClosed
	}
	g.core.mu.Lock()
	defer g.core.mu.Unlock()
	if g.core.gate == nil {
		return nil, ErrClosed
	}
	s := &Stream{}
	if status := C.tgo_stream_new(g.core.gate, &s.c); status != C.TG_OK {
		return nil, failed(status, nil)
	}
	s.cleanup = runtime.AddCleanup(s, func(c *C.tgo_stream) { C.tgo_stream_free(c) }, s.c)
	return s, nil
}

// Feed takes the next piece, cut anywhere, and gives the findings that became certain. After an error the text begins anew.
func (s *Stream) Feed(piece []byte) (Findings, error) {
	if s.c == nil {
		return nil, ErrClosed
	}
	status := C.tgo_stream_feed(s.c, (*C.char)(unsafe.Pointer(unsafe.SliceData(piece))), C.size_t(len(piece)))
	runtime.KeepAlive(piece)
	return s.take(status)
}

// Finish says that the text has ended. The stream is ready for the next one.
func (s *Stream) Finish() (Summary, error) {
	if s.c == nil {
		return Summary{}, ErrClosed
	}
	var summary C.tg_summary
	findings, err := s.take(C.tgo_stream_finish(s.c, &summary))
	if err != nil {
		return Summary{}, err
	}
	return Summary{Action(summary.action), rounded(summary.score), int(summary.finding_count), findings}, nil
}

func (s *Stream) take(status C.tg_status) (Findings, error) {
	defer runtime.KeepAlive(s)
	if status != C.TG_OK {
		return nil, failed(status, nil)
	}
	return decodeFindings(&s.c.found), nil
}

// Close frees the stream's memory, which the garbage collector else does. It always gives nil and may be called more than once.
func (s *Stream) Close() error {
	if s.c != nil {
		s.cleanup.Stop()
		C.tgo_stream_free(s.c)
		s.c = nil
	}
	return nil
}
