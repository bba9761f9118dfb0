package textgate

// #include "bridge.h"
import "C"

import (
	"errors"
	"strconv"
	"strings"
)

// A Status says what kind of failure an [Error] is. It is an error itself, for errors.Is:
//
//	if errors.Is(err, textgate.ErrSyntax) { ... }
type Status int

const (
	ErrNoMemory        Status = C.TG_NO_MEMORY        // out of memory
	ErrInvalidArgument Status = C.TG_INVALID_ARGUMENT // invalid argument
	ErrIO              Status = C.TG_IO               // input or output failed
	ErrSyntax          Status = C.TG_SYNTAX           // ill-formed source
	ErrCorrupt         Status = C.TG_CORRUPT          // not a pack, or a damaged one
	ErrIncompatible    Status = C.TG_INCOMPATIBLE     // made for another version
	ErrLimit           Status = C.TG_LIMIT            // a limit was exceeded
	ErrBusy            Status = C.TG_BUSY             // in use by another thread
	ErrStopped         Status = C.TG_STOPPED          // stopped by the callback
	ErrNotFound        Status = C.TG_NOT_FOUND        // not found
	ErrInternal        Status = C.TG_INTERNAL         // a library that textgate uses failed
)

// ErrClosed is what a gate or a pack gives after Close.
var ErrClosed = errors.New("textgate: closed")

// Error gives what the library says of the status, such as "out of memory".
func (s Status) Error() string { return "textgate: " + statusText(s) }

// String gives the name of the status, such as "NO_MEMORY".
func (s Status) String() string { return C.GoString(C.tg_status_name(C.tg_status(s))) }

func statusText(s Status) string { return C.GoString(C.tg_status_text(C.tg_status(s))) }

// An Error is a failure of the library: of what kind, and for a dictionary or a policy where.
type Error struct {
	Status  Status
	File    string // "" when there is none
	Line    int    // from 1; 0: no position
	Column  int    // from 1, in characters; 0: the whole line
	Message string // one line without a full stop
}

// Error gives "textgate: file:line:column: message", as far as known.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("textgate: ")
	if e.File != "" {
		b.WriteString(e.File)
		for _, n := range []int{e.Line, e.Column} {
			if n > 0 {
				b.WriteByte(':')
				b.WriteString(strconv.Itoa(n))
			}
		}
		b.WriteString(": ")
	}
	b.WriteString(e.Message)
	return b.String()
}

// Unwrap gives the status.
func (e *Error) Unwrap() error { return e.Status }

// failed makes an error of a status and, where the function has one, of the details.
func failed(status C.tg_status, details *C.tg_error) error {
	e := &Error{Status: Status(status)}
	if details != nil {
		e.File = C.GoString(&details.file[0])
		e.Line = int(details.line)
		e.Column = int(details.column)
		e.Message = C.GoString(&details.message[0])
	}
	if e.Message == "" {
		e.Message = statusText(e.Status)
	}
	return e
}

func invalid(message string) error { return &Error{Status: ErrInvalidArgument, Message: message} }

// cString copies a string for C, which ends strings with NUL. The caller frees it.
func cString(what, s string) (*C.char, error) {
	if strings.IndexByte(s, 0) >= 0 {
		return nil, invalid(what + " contains a NUL")
	}
	return C.CString(s), nil
}
