package textgate

// #include "bridge.h"
import "C"

import (
	"runtime"
	"sync"
	"sync/atomic"
	"weak"
)

// A core is what a gate and its views share: the gate of C and its sessions, a session for each scan under way. Sessions that
// rest wait in a pool, from which the garbage collector may take them; Close frees all that rest, and those in use are freed
// when they are given back. Each keeps a reference to the gate of C, so that it does not matter which goes first.
type core struct {
	resting sync.Pool // *session
	closed  atomic.Bool
	alive   *registry

	mu      sync.Mutex
	gate    *C.tg_gate // nil when closed
	cleanup runtime.Cleanup
}

// A registry knows all sessions without keeping them.
type registry struct {
	mu       sync.Mutex
	sessions map[weak.Pointer[session]]struct{}
}

// A session is one scan's working memory.
type session struct {
	c       *C.tgo_session
	state   atomic.Uint32
	cleanup runtime.Cleanup
	texts   []byte     // of a batch, packed
	ends    []C.size_t // where each of them ends
}

const (
	resting uint32 = iota
	inUse
	freed
)

// newCore takes over the reference to the gate.
func newCore(gate *C.tg_gate) *core {
	c := &core{gate: gate, alive: &registry{sessions: map[weak.Pointer[session]]struct{}{}}}
	c.cleanup = runtime.AddCleanup(c, func(gate *C.tg_gate) { C.tg_gate_unref(gate) }, gate)
	return c
}

// take gives a session for the caller alone, to be returned by give.
func (c *core) take() (*session, error) {
	if c == nil || c.closed.Load() {
		return nil, ErrClosed
	}
	if s, ok := c.resting.Get().(*session); ok && s.claim() {
		return s, nil
	}
	if s := c.alive.claim(); s != nil {
		return s, nil
	}
	return c.newSession()
}

func (c *core) newSession() (*session, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.gate == nil {
		return nil, ErrClosed
	}
	s := &session{}
	if status := C.tgo_session_new(c.gate, &s.c); status != C.TG_OK {
		return nil, failed(status, nil)
	}
	s.state.Store(inUse)
	c.alive.add(s)
	return s, nil
}

func (c *core) give(s *session) {
	s.state.Store(resting)
	if c.closed.Load() {
		s.free()
		return
	}
	c.resting.Put(s)
}

func (c *core) close() {
	c.mu.Lock()
	gate := c.gate
	c.gate = nil
	c.mu.Unlock()
	if gate == nil {
		return
	}
	c.closed.Store(true) // from here on give frees what it gets
	c.cleanup.Stop()
	for _, s := range c.alive.all() {
		s.free()
	}
	C.tg_gate_unref(gate)
	runtime.KeepAlive(c)
}

func (s *session) claim() bool { return s.state.CompareAndSwap(resting, inUse) }

// free frees a session that rests, once.
func (s *session) free() {
	if s.state.CompareAndSwap(resting, freed) {
		s.cleanup.Stop()
		C.tgo_session_free(s.c)
		s.c = nil
	}
	runtime.KeepAlive(s)
}

type lost struct {
	c    *C.tgo_session
	from *registry
	key  weak.Pointer[session]
}

// add has the memory of C freed when the garbage collector takes the session.
func (r *registry) add(s *session) {
	key := weak.Make(s)
	s.cleanup = runtime.AddCleanup(s, func(l lost) {
		C.tgo_session_free(l.c)
		l.from.mu.Lock()
		delete(l.from.sessions, l.key)
		l.from.mu.Unlock()
	}, lost{s.c, r, key})
	r.mu.Lock()
	r.sessions[key] = struct{}{}
	r.mu.Unlock()
}

// claim gives a resting session that the pool did not, because it is another processor's or was forgotten. The pool may then
// have it twice, which does no harm.
func (r *registry) claim() *session {
	r.mu.Lock()
	defer r.mu.Unlock()
	for key := range r.sessions {
		if s := key.Value(); s != nil && s.claim() {
			return s
		}
	}
	return nil
}

func (r *registry) all() []*session {
	r.mu.Lock()
	defer r.mu.Unlock()
	var sessions []*session
	for key := range r.sessions {
		if s := key.Value(); s != nil {
			sessions = append(sessions, s)
		}
	}
	return sessions
}
