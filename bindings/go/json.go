package textgate

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"
)

// MarshalJSON gives an array, also of no findings.
func (f Findings) MarshalJSON() ([]byte, error) {
	if f == nil {
		return []byte("[]"), nil
	}
	return json.Marshal([]Finding(f))
}

// MarshalJSON gives the form that the command prints.
func (f Finding) MarshalJSON() ([]byte, error) {
	type plain Finding
	p := plain(f)
	p.Text = toValid(p.Text)
	if p.Markets == nil {
		p.Markets = []string{}
	}
	return json.Marshal(p)
}

// MarshalJSON gives [begin, end].
func (r Range) MarshalJSON() ([]byte, error) { return json.Marshal([2]int{r.Begin, r.End}) }

// UnmarshalJSON takes [begin, end].
func (r *Range) UnmarshalJSON(data []byte) error {
	var pair [2]int
	err := json.Unmarshal(data, &pair)
	r.Begin, r.End = pair[0], pair[1]
	return err
}

// MarshalJSON leaves out a tag that says no more than the code.
func (l LanguageShare) MarshalJSON() ([]byte, error) {
	type plain struct {
		Code  string  `json:"code"`
		Share float64 `json:"share"`
		Tag   string  `json:"tag,omitempty"`
	}
	p := plain(l)
	if p.Tag == p.Code {
		p.Tag = ""
	}
	return json.Marshal(p)
}

// MarshalJSON gives an object, in the order of the scores.
func (c Categories) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i := range c {
		name, err := json.Marshal(c[i].Category)
		if err != nil {
			return nil, err
		}
		score, err := json.Marshal(c[i].Score)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, name...), ':'), score...)
	}
	return append(out, '}'), nil
}

// UnmarshalJSON takes an object and keeps its order.
func (c *Categories) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		return errors.Join(err, errors.New("textgate: the categories of a verdict are an object"))
	}
	*c = nil
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		row := CategoryScore{Category: name.(string)}
		if err := d.Decode(&row.Score); err != nil {
			return err
		}
		*c = append(*c, row)
	}
	return nil
}

// toValid writes U+FFFD for each ill-formed sequence, the longest beginning of a character counting as one: as the library
// does, and strings.ToValidUTF8 and encoding/json do not.
func toValid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			n = illFormed(s[i:])
		}
		b.WriteRune(r)
		i += n
	}
	return b.String()
}

// illFormed gives the length of the ill-formed sequence that s begins with.
func illFormed(s string) int {
	lead, least, greatest, want := s[0], byte(0x80), byte(0xBF), 1
	switch {
	case lead >= 0xC2 && lead <= 0xDF:
		want = 2
	case lead >= 0xE0 && lead <= 0xEF:
		want = 3
	case lead >= 0xF0 && lead <= 0xF4:
		want = 4
	}
	switch lead {
	case 0xE0:
		least = 0xA0
	case 0xED:
		greatest = 0x9F
	case 0xF0:
		least = 0x90
	case 0xF4:
		greatest = 0x8F
	}
	n := 1
	for n < want && n < len(s) && s[n] >= least && s[n] <= greatest {
		least, greatest = 0x80, 0xBF
		n++
	}
	return n
}
