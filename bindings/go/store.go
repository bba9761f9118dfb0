package textgate

// #include "bridge.h"
import "C"

import (
	"runtime"
	"sync"
	"time"
	"unsafe"
)

// A Kinship says how a text is like a remembered one.
type Kinship uint8

const (
	Same     Kinship = C.TG_KINSHIP_SAME     // byte for byte
	Folded   Kinship = C.TG_KINSHIP_FOLDED   // the same as far as texts are compared
	Near     Kinship = C.TG_KINSHIP_NEAR     // similarity at or above the threshold
	Contains Kinship = C.TG_KINSHIP_CONTAINS // it has the remembered text in it
	Part     Kinship = C.TG_KINSHIP_PART     // it is part of the remembered text
)

// String gives the word, such as "near".
func (k Kinship) String() string { return C.GoString(C.tg_kinship_word(C.tg_kinship(k))) }

// A Repeat is a remembered text that a text is like.
type Repeat struct {
	ID         string
	Time       time.Time // when it was remembered
	Number     uint64    // its own, in the order of remembering
	Group      uint64    // number of the first text of its cluster
	Kinship    Kinship
	Similarity float64 // of Contains and Part the share of the smaller text
	Error      float64 // standard error of the similarity: 0 where it is exact
	Begin, End int     // of Contains: where in the text, in bytes; else all of it
}

// StoreOptions say how texts are compared and how many are kept; zero values stand for the defaults.
type StoreOptions struct {
	Threshold   float64   // from which similarity on texts are near duplicates: 0.5 to 1, 0 for [DefaultThreshold]
	Normalise   Normalise // what does not count
	Containment bool      // find remembered texts inside others, and parts of them
	AsMade      bool      // of a store that is there: go by what it was made with
	ReadOnly    bool
	Keep        int           // bytes of a text that are kept to be compared exactly
	Batch       int           // texts that are remembered before they are written by themselves
	MaxAge      time.Duration // after which a text is forgotten, in whole seconds; 0: never
	MaxTexts    uint64        // the oldest are forgotten when there are more; 0: no limit
	MaxBytes    uint64        // that the file may take
}

// StoreStats tell how much there is in a store.
type StoreStats struct {
	Texts, Waiting, Runs, Keys, Bytes, MaxBytes uint64
}

// A Store remembers texts and finds those that a text is like, in memory or in a folder, which one process writes while any
// number read. Any number of goroutines may use it.
type Store struct {
	mu      sync.RWMutex // held for writing to close
	store   *C.tg_store  // nil when closed
	cleanup runtime.Cleanup
}

func (o *StoreOptions) fill(c *C.tg_store_options) {
	C.tgo_store_options(c)
	if o == nil {
		c.as_made = true
		return
	}
	if o.Threshold != 0 {
		c.threshold = C.double(o.Threshold)
	}
	c.normalise = C.uint32_t(o.Normalise)
	c.containment, c.as_made, c.read_only = C.bool(o.Containment), C.bool(o.AsMade), C.bool(o.ReadOnly)
	if o.Keep != 0 {
		c.keep = C.uint32_t(o.Keep)
	}
	if o.Batch != 0 {
		c.batch = C.uint32_t(o.Batch)
	}
	c.max_age, c.max_texts = C.uint64_t(o.MaxAge/time.Second), C.uint64_t(o.MaxTexts)
	if o.MaxBytes != 0 {
		c.max_bytes = C.uint64_t(o.MaxBytes)
	}
}

// OpenStore opens the store in a folder, which is made if need be, or with an empty path makes one in memory. Options may be
// nil: the defaults, or what a store that is there was made with.
func OpenStore(path string, options *StoreOptions) (*Store, error) {
	var name *C.char
	if path != "" {
		copied, err := cString("a path", path)
		if err != nil {
			return nil, err
		}
		defer C.free(unsafe.Pointer(copied))
		name = copied
	}
	var wanted C.tg_store_options
	var store *C.tg_store
	var details C.tg_error
	options.fill(&wanted)
	if status := C.tg_store_open(name, &wanted, nil, &store, &details); status != C.TG_OK {
		return nil, failed(status, &details)
	}
	s := &Store{store: store}
	s.cleanup = runtime.AddCleanup(s, func(store *C.tg_store) { C.tg_store_close(store, nil) }, store)
	return s, nil
}

// Close commits and closes. It may be called more than once.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.store == nil {
		return nil
	}
	s.cleanup.Stop()
	var details C.tg_error
	status := C.tg_store_close(s.store, &details)
	s.store = nil
	if status != C.TG_OK {
		return failed(status, &details)
	}
	return nil
}

// with calls C on the open store.
func (s *Store) with(call func(*C.tg_store, *C.tg_error) C.tg_status) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.store == nil {
		return ErrClosed
	}
	var details C.tg_error
	if status := call(s.store, &details); status != C.TG_OK {
		return failed(status, &details)
	}
	return nil
}

// withID is with for calls that take an id.
func (s *Store) withID(id string, call func(*C.tg_store, *C.char, *C.tg_error) C.tg_status) error {
	name, err := cString("an id", id)
	if err != nil {
		return err
	}
	defer C.free(unsafe.Pointer(name))
	return s.with(func(store *C.tg_store, details *C.tg_error) C.tg_status { return call(store, name, details) })
}

func repeats(found []C.tg_repeat) []Repeat {
	var out []Repeat
	for i := range found {
		r := &found[i]
		out = append(out, Repeat{C.GoString(&r.id[0]), time.Unix(int64(r.time), 0), uint64(r.number), uint64(r.group),
			Kinship(r.kinship), float64(r.similarity), float64(r.error), int(r.begin), int(r.end)})
	}
	return out
}

// LookUp gives the remembered texts that a text is like, the most similar first, at most `limit` of them.
func (s *Store) LookUp(text string, limit int) ([]Repeat, error) {
	found := make([]C.tg_repeat, max(limit, 1))
	var count C.size_t
	err := s.with(func(store *C.tg_store, details *C.tg_error) C.tg_status {
		bytes, length := textOf(text)
		return C.tg_store_look_up(store, bytes, length, &found[0], C.size_t(len(found)), &count)
	})
	return repeats(found[:count]), err
}

// LookUpAndRemember looks a text up and remembers it, which is quicker than one after the other, and tells the group that it
// was given: the number of the first text of its cluster. The same text under the same id is not remembered again.
func (s *Store) LookUpAndRemember(id, text string, limit int) (found []Repeat, group uint64, err error) {
	items := make([]C.tg_repeat, max(limit, 1))
	var count C.size_t
	var number C.uint64_t
	err = s.withID(id, func(store *C.tg_store, name *C.char, details *C.tg_error) C.tg_status {
		bytes, length := textOf(text)
		return C.tg_store_look_up_and_remember(store, name, bytes, length, &items[0], C.size_t(len(items)), &count, &number,
			details)
	})
	return repeats(items[:count]), uint64(number), err
}

// Remember remembers a text under an id, which others may have too. Commit and Close write it.
func (s *Store) Remember(id, text string) error {
	return s.withID(id, func(store *C.tg_store, name *C.char, details *C.tg_error) C.tg_status {
		bytes, length := textOf(text)
		return C.tg_store_remember(store, name, bytes, length, details)
	})
}

// LookUpFingerprint is LookUp for a fingerprint of the store's normalisation.
func (s *Store) LookUpFingerprint(f Fingerprint, limit int) ([]Repeat, error) {
	found := make([]C.tg_repeat, max(limit, 1))
	var count C.size_t
	err := s.with(func(store *C.tg_store, details *C.tg_error) C.tg_status {
		return C.tg_store_look_up_fingerprint(store, &f.value, &found[0], C.size_t(len(found)), &count)
	})
	return repeats(found[:count]), err
}

// RememberFingerprint is Remember for a fingerprint.
func (s *Store) RememberFingerprint(id string, f Fingerprint) error {
	return s.withID(id, func(store *C.tg_store, name *C.char, details *C.tg_error) C.tg_status {
		return C.tg_store_remember_fingerprint(store, name, &f.value, details)
	})
}

// Forget forgets all texts of an id, and commits; ErrNotFound if there is none.
func (s *Store) Forget(id string) error {
	return s.withID(id, func(store *C.tg_store, name *C.char, details *C.tg_error) C.tg_status {
		return C.tg_store_forget(store, name, details)
	})
}

// Commit writes what was remembered to the disk: then it cannot be lost.
func (s *Store) Commit() error {
	return s.with(func(store *C.tg_store, details *C.tg_error) C.tg_status { return C.tg_store_commit(store, details) })
}

// Compact drops what was forgotten from the index.
func (s *Store) Compact() error {
	return s.with(func(store *C.tg_store, details *C.tg_error) C.tg_status { return C.tg_store_compact(store, details) })
}

// Stats tells how much there is.
func (s *Store) Stats() (StoreStats, error) {
	var c C.tg_store_stats
	err := s.with(func(store *C.tg_store, details *C.tg_error) C.tg_status { return C.tg_store_get_stats(store, &c) })
	return StoreStats{uint64(c.texts), uint64(c.waiting), uint64(c.runs), uint64(c.keys), uint64(c.bytes),
		uint64(c.max_bytes)}, err
}
