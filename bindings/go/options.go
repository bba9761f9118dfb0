package textgate

// #include "bridge.h"
import "C"

import (
	"fmt"
	"runtime"
	"strings"
	"unsafe"
)

// An Option says what a gate is made of; see [New].
type Option func(*setup) error

// A setup collects what the options tell.
type setup struct {
	options  *C.tg_options
	sources  *C.tg_builder // of Source, or nil
	hasRules bool
	markets  []string
}

func newSetup() (*setup, error) {
	s := &setup{options: C.tg_options_new(nil)}
	if s.options == nil {
		return nil, failed(C.TG_NO_MEMORY, nil)
	}
	return s, nil
}

func (s *setup) free() {
	C.tg_options_free(s.options)
	C.tg_builder_free(s.sources)
}

// finish does what is left when all options are known.
func (s *setup) finish() error {
	if s.sources != nil {
		pack, err := compile(s.sources)
		if err != nil {
			return err
		}
		defer C.tg_pack_unref(pack)
		if status := C.tg_options_add_pack(s.options, pack); status != C.TG_OK {
			return failed(status, nil)
		}
	}
	if !s.hasRules {
		if err := Default()(s); err != nil {
			return err
		}
	}
	markets, err := cString("a market", strings.Join(s.markets, ","))
	if err != nil {
		return err
	}
	defer C.free(unsafe.Pointer(markets))
	var details C.tg_error
	return s.check(C.tg_options_set_markets(s.options, markets, &details), &details)
}

func (s *setup) check(status C.tg_status, details *C.tg_error) error {
	if status != C.TG_OK {
		return failed(status, details)
	}
	return nil
}

// Default adds the shipped dictionaries, which New without rules of its own has anyway: a pack found beside the C library
// (../share/textgate/default.pack) or where that was installed.
func Default() Option {
	return func(s *setup) error {
		s.hasRules = true
		var details C.tg_error
		return s.check(C.tg_options_add_default(s.options, &details), &details)
	}
}

// Dictionary adds rules from files: a path is a dictionary source, a compiled pack, or a folder of them.
func Dictionary(paths ...string) Option {
	return func(s *setup) error {
		s.hasRules = true
		for _, path := range paths {
			name, err := cString("a path", path)
			if err != nil {
				return err
			}
			var details C.tg_error
			status := C.tg_options_add_path(s.options, name, &details)
			C.free(unsafe.Pointer(name))
			if status != C.TG_OK {
				return failed(status, &details)
			}
		}
		return nil
	}
}

// Source adds the text of a dictionary source, such as one that was embedded. The name, without its ending, is the
// dictionary's unless the source sets %name, and stands for the file in errors.
func Source(name, source string) Option {
	return func(s *setup) error {
		s.hasRules = true
		if s.sources == nil {
			s.sources = C.tg_builder_new(nil)
		}
		if s.sources == nil {
			return failed(C.TG_NO_MEMORY, nil)
		}
		file, err := cString("a name", name)
		if err != nil {
			return err
		}
		defer C.free(unsafe.Pointer(file))
		var details C.tg_error
		return s.check(C.tg_builder_add_memory(s.sources, file, bytesOf(source), C.size_t(len(source)), &details), &details)
	}
}

// Packs adds compiled packs, which gates share.
func Packs(packs ...*Pack) Option {
	return func(s *setup) error {
		s.hasRules = true
		for _, p := range packs {
			pack, err := p.ref()
			if err != nil {
				return err
			}
			status := C.tg_options_add_pack(s.options, pack)
			C.tg_pack_unref(pack)
			if status != C.TG_OK {
				return failed(status, nil)
			}
		}
		return nil
	}
}

// Words adds entries as they would stand in a dictionary source, without attributes: category "custom", severity high.
func Words(words ...string) Option {
	return func(s *setup) error {
		for _, word := range words {
			if err := s.add(word, nil); err != nil {
				return err
			}
		}
		s.hasRules = true
		return nil
	}
}

// Entry adds one entry with attributes as they would stand in a dictionary source: "category=gambling severity=medium".
func Entry(pattern, attributes string) Option {
	return func(s *setup) error {
		s.hasRules = true
		if attributes == "" {
			return s.add(pattern, nil)
		}
		text, err := cString("an attribute", attributes)
		if err != nil {
			return err
		}
		defer C.free(unsafe.Pointer(text))
		return s.add(pattern, text)
	}
}

func (s *setup) add(pattern string, attributes *C.char) error {
	var details C.tg_error
	status := C.tg_options_add_word(s.options, bytesOf(pattern), C.size_t(len(pattern)), attributes, &details)
	return s.check(status, &details)
}

// Markets are where the text will be published (ISO 3166-1 alpha-2): entries that name markets matter only there.
func Markets(codes ...string) Option {
	return func(s *setup) error {
		s.markets = append(s.markets, codes...)
		return nil
	}
}

// Key is that of the hashed lists among the packs, which CompileHashed made: 16 bytes or more.
func Key(key []byte) Option {
	return func(s *setup) error {
		secret := string(key)
		status := C.tg_options_set_key(s.options, unsafe.Pointer(bytesOf(secret)), C.size_t(len(secret)))
		runtime.KeepAlive(secret)
		return s.check(status, nil)
	}
}

// Policy reads what to do about findings from a file.
func Policy(path string) Option {
	return func(s *setup) error {
		name, err := cString("a path", path)
		if err != nil {
			return err
		}
		defer C.free(unsafe.Pointer(name))
		var policy *C.tg_policy
		var details C.tg_error
		return s.setPolicy(C.tg_policy_open(name, nil, &policy, &details), policy, &details)
	}
}

// PolicySource is the text of a policy, lines of
//
//	category severity market action
func PolicySource(source string) Option {
	return func(s *setup) error {
		name := C.CString("policy")
		defer C.free(unsafe.Pointer(name))
		var policy *C.tg_policy
		var details C.tg_error
		status := C.tg_policy_load(name, bytesOf(source), C.size_t(len(source)), nil, &policy, &details)
		return s.setPolicy(status, policy, &details)
	}
}

func (s *setup) setPolicy(status C.tg_status, policy *C.tg_policy, details *C.tg_error) error {
	if status != C.TG_OK {
		return failed(status, details)
	}
	status = C.tg_options_set_policy(s.options, policy)
	C.tg_policy_unref(policy)
	return s.check(status, nil)
}

// Detectors lets only these detectors work, instead of all.
func Detectors(detectors ...Detector) Option {
	return func(s *setup) error {
		var set C.uint64_t
		for _, d := range detectors {
			if int(d) >= len(detectorWords) {
				return invalid(fmt.Sprintf("there is no detector %d", d))
			}
			set |= 1 << d
		}
		return s.check(C.tg_options_set(s.options, C.TG_SETTING_DETECTORS, set), nil)
	}
}

// Setting sets a number by its name; see [Settings].
func Setting(name string, value uint64) Option {
	return func(s *setup) error {
		for i, info := range Settings() {
			if info.Name != name {
				continue
			}
			if value < info.Least || value > info.Greatest {
				return invalid(fmt.Sprintf("%s must lie in %d to %d, not %d", name, info.Least, info.Greatest, value))
			}
			return s.check(C.tg_options_set(s.options, C.tg_setting(i), C.uint64_t(value)), nil)
		}
		return &Error{Status: ErrNotFound, Message: fmt.Sprintf("no setting is called %q", name)}
	}
}

// A SettingInfo tells of a number that a gate can be given.
type SettingInfo struct {
	Name, Meaning             string
	Standard, Least, Greatest uint64
}

// Settings tells of all settings that the C library has.
func Settings() []SettingInfo {
	var all []SettingInfo
	for {
		row := C.tg_setting_get_info(C.tg_setting(len(all)))
		if row == nil {
			return all
		}
		all = append(all, SettingInfo{
			Name: C.GoString(row.word), Meaning: C.GoString(row.meaning),
			Standard: uint64(row.standard), Least: uint64(row.least), Greatest: uint64(row.greatest),
		})
	}
}
