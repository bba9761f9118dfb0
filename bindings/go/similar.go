package textgate

// #include "bridge.h"
import "C"

import (
	"runtime"
	"unsafe"
)

// Normalise is a set of what does not count when texts are compared.
type Normalise uint32

const (
	NormaliseDigits   Normalise = C.TG_NORMALISE_DIGITS   // a number is like any other
	NormaliseLinks    Normalise = C.TG_NORMALISE_LINKS    // an address of the web or of mail is like any other
	NormaliseMentions Normalise = C.TG_NORMALISE_MENTIONS // "@name" is like any other
	NormaliseSigns    Normalise = C.TG_NORMALISE_SIGNS    // blanks, punctuation, symbols and emoji are left out
)

// DefaultThreshold is the similarity from which on texts are near duplicates, unless another is given.
const DefaultThreshold = 0.8

// textOf lends a text's bytes to C for one call.
func textOf(text string) (*C.char, C.size_t) {
	return (*C.char)(unsafe.Pointer(unsafe.StringData(text))), C.size_t(len(text))
}

// A Fingerprint is what is kept of a text to find it again: a plain value, for a database of one's own. Only those of the same
// normalisation can be compared.
type Fingerprint struct{ value C.tg_fingerprint }

func withPrinter(normalise Normalise, use func(*C.tg_fingerprinter) C.tg_status) error {
	var printer *C.tg_fingerprinter
	status := C.tg_fingerprinter_new(C.uint32_t(normalise), nil, &printer)
	if status == C.TG_OK {
		status = use(printer)
		C.tg_fingerprinter_free(printer)
	}
	if status != C.TG_OK {
		return failed(status, nil)
	}
	return nil
}

// NewFingerprint makes the fingerprint of a text.
func NewFingerprint(text string, normalise Normalise) (Fingerprint, error) {
	var f Fingerprint
	err := withPrinter(normalise, func(printer *C.tg_fingerprinter) C.tg_status {
		bytes, length := textOf(text)
		return C.tg_fingerprint_make(printer, bytes, length, &f.value)
	})
	return f, err
}

// Bytes gives the fingerprint as it is stored, in this machine's byte order.
func (f Fingerprint) Bytes() []byte {
	return C.GoBytes(unsafe.Pointer(&f.value), C.int(unsafe.Sizeof(f.value)))
}

// FingerprintOf takes what Bytes gave.
func FingerprintOf(data []byte) (Fingerprint, error) {
	var f Fingerprint
	if len(data) != int(unsafe.Sizeof(f.value)) {
		return f, invalid("no fingerprint has this length")
	}
	copy(unsafe.Slice((*byte)(unsafe.Pointer(&f.value)), len(data)), data)
	return f, nil
}

// Keys are those under which to file the fingerprint: texts at least as similar as the threshold have one in common, nearly
// always.
func (f Fingerprint) Keys(threshold float64) []uint32 {
	var keys [C.TG_FINGERPRINT_KEYS]C.uint32_t
	count := C.tg_fingerprint_get_keys(&f.value, C.double(threshold), &keys[0])
	out := make([]uint32, count)
	for i := range out {
		out[i] = uint32(keys[i])
	}
	return out
}

// Similarity gives the similarity of the texts and its standard error.
func (f Fingerprint) Similarity(other Fingerprint) (similarity, standardError float64, err error) {
	var value, deviation C.double
	if status := C.tg_fingerprint_compare(&f.value, &other.value, &value, &deviation); status != C.TG_OK {
		return 0, 0, failed(status, nil)
	}
	return float64(value), float64(deviation), nil
}

// Similarity gives the similarity of two texts, exact: the share that they have in common of the runs of three characters of
// either, once folded.
func Similarity(a, b string, normalise Normalise) (float64, error) {
	var value C.double
	err := withPrinter(normalise, func(printer *C.tg_fingerprinter) C.tg_status {
		first, firstLength := textOf(a)
		second, secondLength := textOf(b)
		return C.tg_similarity(printer, first, firstLength, second, secondLength, &value)
	})
	return float64(value), err
}

// A ClusterMember tells which cluster a text is in.
type ClusterMember struct {
	Cluster    int // number of the cluster's first text
	Of         int // of the text that it is most like; its own if it is alone or the first
	Similarity float64
}

// Cluster finds clusters of texts that are alike at or above a threshold (0: [DefaultThreshold]), with so many threads.
func Cluster(texts []string, threshold float64, normalise Normalise, threads int) ([]ClusterMember, error) {
	if threshold == 0 {
		threshold = DefaultThreshold
	}
	var packed []byte
	ends := make([]C.size_t, len(texts)+1)
	for i, text := range texts {
		packed = append(packed, text...)
		ends[i+1] = C.size_t(len(packed))
	}
	members := make([]C.tg_cluster_member, len(texts)+1)
	var details C.tg_error
	var pin runtime.Pinner
	defer pin.Unpin()
	data := unsafe.SliceData(packed)
	if data != nil {
		pin.Pin(data)
	}
	pin.Pin(&ends[0])
	status := C.tgo_cluster((*C.char)(unsafe.Pointer(data)), &ends[0], C.size_t(len(texts)), C.double(threshold),
		C.uint32_t(normalise), C.uint(max(threads, 1)), &members[0], &details)
	if status != C.TG_OK {
		return nil, failed(status, &details)
	}
	out := make([]ClusterMember, len(texts))
	for i := range out {
		out[i] = ClusterMember{int(members[i].cluster), int(members[i].of), float64(members[i].similarity)}
	}
	return out, nil
}
