package textgate

import (
	"errors"
	"os"
	"testing"
)

// shippedPack is the pack of a source tree after `make`; New finds only one that was installed.
const shippedPack = "../../build/share/textgate/default.pack"

// shipped gives the options of a gate with the shipped dictionaries.
func shipped() []Option {
	if _, err := os.Stat(shippedPack); err != nil {
		return nil
	}
	return []Option{Dictionary(shippedPack)}
}

func newGate(t *testing.T, options ...Option) *Gate {
	t.Helper()
	gate, err := New(options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { gate.Close() })
	return gate
}

func scan(t *testing.T, gate *Gate, text string) *Verdict {
	t.Helper()
	v, err := gate.Scan(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func wantError(t *testing.T, err error, status Status) *Error {
	t.Helper()
	var e *Error
	if !errors.Is(err, status) || !errors.As(err, &e) {
		t.Fatalf("the error is %v, not one of %v", err, status)
	}
	return e
}
