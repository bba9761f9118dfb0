package textgate

// #include "bridge.h"
import "C"

import (
	"iter"
	"runtime"
	"sync"
	"unsafe"
)

// A Pack is one compiled rule file: immutable, for any number of goroutines and gates, which keep what they need of it after
// it is closed.
type Pack struct {
	mu      sync.Mutex
	pack    *C.tg_pack // nil when closed
	cleanup runtime.Cleanup
}

// newPack takes over the reference.
func newPack(pack *C.tg_pack) *Pack {
	p := &Pack{pack: pack}
	p.cleanup = runtime.AddCleanup(p, func(pack *C.tg_pack) { C.tg_pack_unref(pack) }, pack)
	return p
}

// ref gives a reference, which the caller releases.
func (p *Pack) ref() (*C.tg_pack, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pack == nil {
		return nil, ErrClosed
	}
	return C.tg_pack_ref(p.pack), nil
}

// Close lets go of the pack. It always returns nil and may be called more than once.
func (p *Pack) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pack != nil {
		p.cleanup.Stop()
		C.tg_pack_unref(p.pack)
		p.pack = nil
	}
	return nil
}

// OpenPack maps the pack at a path.
func OpenPack(path string) (*Pack, error) {
	name, err := cString("a path", path)
	if err != nil {
		return nil, err
	}
	defer C.free(unsafe.Pointer(name))
	var pack *C.tg_pack
	var details C.tg_error
	if status := C.tg_pack_open(name, nil, &pack, &details); status != C.TG_OK {
		return nil, failed(status, &details)
	}
	return newPack(pack), nil
}

// LoadPack takes a pack from memory, such as one that was embedded; it is copied.
func LoadPack(data []byte) (*Pack, error) {
	var pack *C.tg_pack
	var details C.tg_error
	status := C.tg_pack_load(unsafe.Pointer(unsafe.SliceData(data)), C.size_t(len(data)), nil, &pack, &details)
	if status != C.TG_OK {
		return nil, failed(status, &details)
	}
	return newPack(pack), nil
}

// Save writes the pack to a path, which is replaced whole or not at all.
func (p *Pack) Save(path string) error {
	pack, err := p.ref()
	if err != nil {
		return err
	}
	defer C.tg_pack_unref(pack)
	name, err := cString("a path", path)
	if err != nil {
		return err
	}
	defer C.free(unsafe.Pointer(name))
	var details C.tg_error
	if status := C.tg_pack_save(pack, name, &details); status != C.TG_OK {
		return failed(status, &details)
	}
	return nil
}

// Bytes gives a copy of the pack's bytes, as a file has them.
func (p *Pack) Bytes() ([]byte, error) {
	pack, err := p.ref()
	if err != nil {
		return nil, err
	}
	defer C.tg_pack_unref(pack)
	var length C.size_t
	data := C.tg_pack_data(pack, &length)
	return append([]byte(nil), unsafe.Slice((*byte)(data), int(length))...), nil
}

// A PackInfo tells what is in a pack.
type PackInfo struct {
	Bytes          int // of the whole pack
	AutomatonBytes int // of the automaton alone
	States         int // of the automaton
	Symbols        int // distinct folded characters that entries use
	Entries        int // words, combinations, patterns and allowed texts
	Words          int
	Combinations   int
	Patterns       int
	Allowed        int
	Dictionaries   int
	Format         int    // version of the pack format
	Unicode        string // version of Unicode that its folding follows
}

// Info tells what is in the pack.
func (p *Pack) Info() (PackInfo, error) {
	pack, err := p.ref()
	if err != nil {
		return PackInfo{}, err
	}
	defer C.tg_pack_unref(pack)
	var i C.tg_pack_info
	C.tg_pack_get_info(pack, &i)
	return PackInfo{
		Bytes: int(i.bytes), AutomatonBytes: int(i.automaton_bytes), States: int(i.states), Symbols: int(i.symbols),
		Entries: int(i.entries), Words: int(i.words), Combinations: int(i.combinations), Patterns: int(i.patterns),
		Allowed: int(i.allowed), Dictionaries: int(i.dictionaries), Format: int(i.format),
		Unicode: C.GoString(i.unicode),
	}, nil
}

// A PackEntry is one entry of a pack.
type PackEntry struct {
	Pattern    string // as it stood in the source
	Dictionary string // %name, or the file's name without its ending
	Version    string // %version, or ""
	Category   string
	Severity   Severity
	Languages  string  // "zh,en", or ""
	Markets    string  // "CN,TW", or ""
	Note       string  // or ""
	ID         string  // or ""
	Allowed    bool    // a text that is allowed
	Advice     string  // what to write instead, or ""
	Source     string  // the law, custom or reference behind it, or ""
	Weight     float64 // -8..8; 0 where nothing is said
}

// Entries gives the entries in the order of the sources; none of a closed pack.
func (p *Pack) Entries() iter.Seq[PackEntry] {
	return func(yield func(PackEntry) bool) {
		pack, err := p.ref()
		if err != nil {
			return
		}
		defer C.tg_pack_unref(pack)
		var e C.tg_entry
		for i := C.size_t(0); C.tg_pack_get_entry(pack, i, &e) == C.TG_OK; i++ {
			entry := PackEntry{
				Pattern: C.GoString(e.pattern), Dictionary: C.GoString(e.dictionary), Version: C.GoString(e.version),
				Category: C.GoString(e.category), Severity: Severity(e.severity), Languages: C.GoString(e.languages),
				Markets: C.GoString(e.markets), Note: C.GoString(e.note), ID: C.GoString(e.id), Allowed: bool(e.allowed),
				Advice: C.GoString(e.advice), Source: C.GoString(e.source), Weight: float64(e.weight),
			}
			if !yield(entry) {
				return
			}
		}
	}
}
