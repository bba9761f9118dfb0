package textgate

// #include "bridge.h"
import "C"

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"unsafe"
)

// Compile compiles dictionary sources, or folders of them, to a pack at `out`, which is replaced whole or not at all.
func Compile(out string, sources ...string) error {
	pack, err := CompilePack(sources...)
	if err != nil {
		return err
	}
	defer pack.Close()
	return pack.Save(out)
}

// CompilePack compiles dictionary sources, or folders of them, to a pack in memory.
func CompilePack(sources ...string) (*Pack, error) {
	if len(sources) == 0 {
		return nil, invalid("no sources to compile")
	}
	builder := C.tg_builder_new(nil)
	if builder == nil {
		return nil, failed(C.TG_NO_MEMORY, nil)
	}
	defer C.tg_builder_free(builder)
	for _, source := range sources {
		if err := addSource(builder, source); err != nil {
			return nil, err
		}
	}
	pack, err := compile(builder)
	if err != nil {
		return nil, err
	}
	return newPack(pack), nil
}

// CompileHashed compiles private lists to a pack that has keyed hashes of their words and nothing else of them; a gate finds them
// with the same Key. The key has 16 bytes or more.
func CompileHashed(key []byte, sources ...string) (*Pack, error) {
	builder := C.tg_builder_new(nil)
	if builder == nil {
		return nil, failed(C.TG_NO_MEMORY, nil)
	}
	defer C.tg_builder_free(builder)
	for _, source := range sources {
		if err := addSource(builder, source); err != nil {
			return nil, err
		}
	}
	var pack *C.tg_pack
	var details C.tg_error
	secret := string(key)
	status := C.tg_builder_compile_hashed(builder, unsafe.Pointer(bytesOf(secret)), C.size_t(len(secret)), &pack, &details)
	runtime.KeepAlive(secret)
	if status != C.TG_OK {
		return nil, failed(status, &details)
	}
	return newPack(pack), nil
}

func compile(builder *C.tg_builder) (*C.tg_pack, error) {
	var pack *C.tg_pack
	var details C.tg_error
	if status := C.tg_builder_compile(builder, &pack, &details); status != C.TG_OK {
		return nil, failed(status, &details)
	}
	return pack, nil
}

func addSource(builder *C.tg_builder, path string) error {
	name, err := cString("a path", path)
	if err != nil {
		return err
	}
	defer C.free(unsafe.Pointer(name))
	var details C.tg_error
	var status C.tg_status
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		status = C.tg_builder_add_folder(builder, name, &details)
	} else {
		status = C.tg_builder_add_file(builder, name, &details)
	}
	if status != C.TG_OK {
		return failed(status, &details)
	}
	return nil
}

// A Diagnostic is what is wrong or risky in a dictionary.
type Diagnostic struct {
	IsError bool // else a warning
	File    string
	Line    int // from 1
	Column  int // from 1, in characters; 0: the whole line
	Message string
}

// String gives "file:line:column: warning: message", as far as known.
func (d Diagnostic) String() string {
	at, kind := d.File, "warning"
	for _, n := range []int{d.Line, d.Column} {
		if n > 0 {
			at += fmt.Sprint(":", n)
		}
	}
	if d.IsError {
		kind = "error"
	}
	return at + ": " + kind + ": " + d.Message
}

// Lint tells what is wrong or risky in dictionary sources, or folders of them: errors, duplicates, entries that can never
// match. What it finds is no error; one that is says that a source could not be read.
func Lint(paths ...string) ([]Diagnostic, error) { return LintAgainst("", paths...) }

// LintAgainst also tells which entries would flag a sample of clean text.
func LintAgainst(clean string, paths ...string) ([]Diagnostic, error) {
	builder := C.tg_builder_new(nil)
	if builder == nil {
		return nil, failed(C.TG_NO_MEMORY, nil)
	}
	defer C.tg_builder_free(builder)
	for _, path := range paths {
		if err := addSource(builder, path); err != nil && !errors.Is(err, ErrSyntax) {
			return nil, err
		}
	}
	status := C.tg_builder_lint(builder, bytesOf(clean), C.size_t(len(clean)))
	runtime.KeepAlive(clean)
	if status != C.TG_OK {
		return nil, failed(status, nil)
	}
	diagnostics := make([]Diagnostic, int(C.tg_builder_diagnostic_count(builder)))
	for i := range diagnostics {
		d := C.tg_builder_diagnostic(builder, C.size_t(i))
		diagnostics[i] = Diagnostic{bool(d.is_error), C.GoString(d.file), int(d.line), int(d.column), C.GoString(d.message)}
	}
	return diagnostics, nil
}
