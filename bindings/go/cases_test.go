package textgate

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
)

// A testCase is one of test/cases, which the C library, the command and the other bindings run too.
type testCase struct {
	Name         string
	Dictionary   *string
	DictHex      *string `json:"dictionary_hex"`
	Words        []string
	Detectors    []Detector
	Text         string
	TextHex      *string `json:"text_hex"`
	Markets      any
	Language     string
	HTML         bool
	Policy       *string
	Overlap      string
	Action       string
	Findings     []map[string]any
	Redacted     *string
	RedactedHex  *string `json:"redacted_hex"`
	Mask         *string
	Keep         int
	WithCategory bool   `json:"with_category"`
	RedactFrom   string `json:"redact_from"`
	Models       bool
	Shipped      bool
	Found        []map[string]any
	Languages    []string
	Spam         struct {
		Least   float64
		Most    *float64
		Signals Signals
	}
	Emotion *wantedEmotion
	Error   *struct {
		Line, Column *int
		Message      string
	}
}

// caseFields are what a case may have; one with another field fails, so that none is passed over.
var caseFields = map[string]bool{"name": true, "dictionary": true, "dictionary_hex": true, "words": true, "text": true, "text_hex": true,
	"markets": true, "language": true, "html": true, "policy": true, "detectors": true, "overlap": true, "action": true, "findings": true,
	"redacted": true, "redacted_hex": true, "mask": true, "keep": true, "with_category": true, "redact_from": true, "error": true, "models": true, "shipped": true, "found": true, "spam": true, "emotion": true, "languages": true}

// A wantedEmotion is what a case says of the emotion.
type wantedEmotion struct {
	Label       string
	Least, Most *float64
	Mixed       bool
}

// checkEmotion looks at what the case says of the emotion; where it says null, nothing is looked at.
func checkEmotion(t *testing.T, want *wantedEmotion, got *Emotion) {
	if want == nil {
		return
	}
	if got == nil {
		t.Fatal("there is no emotion")
	}
	if want.Label != "" && want.Label != got.Label || want.Mixed != got.Mixed ||
		want.Least != nil && got.Polarity < *want.Least || want.Most != nil && got.Polarity > *want.Most {
		t.Errorf("the emotion is %v", *got)
	}
}

func TestCases(t *testing.T) {
	files, _ := filepath.Glob("../../test/cases/*.json")
	if len(files) == 0 {
		t.Skip("test/cases is not there")
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var cases []testCase
		var fields []map[string]any
		if err := errors.Join(json.Unmarshal(data, &cases), json.Unmarshal(data, &fields)); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for i, c := range cases {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".json")+"/"+c.Name, func(t *testing.T) {
				t.Parallel()
				for field := range fields[i] {
					if !caseFields[field] && !strings.HasPrefix(field, "_") {
						t.Errorf("this test knows no field %q", field)
					}
				}
				c.run(t)
			})
		}
	}
}

// textOr gives the bytes of a field that may stand in hexadecimal digits instead.
func textOr(t *testing.T, text, digits *string) *string {
	t.Helper()
	if digits == nil {
		return text
	}
	raw, err := hex.DecodeString(strings.ReplaceAll(*digits, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	s := string(raw)
	return &s
}

func (c *testCase) options() []Option {
	options := []Option{Words(c.Words...)} // no rules but those of the case
	if c.Dictionary != nil {
		options = append(options, Source("case.txt", *c.Dictionary))
	}
	if c.Models {
		options = append(options, Dictionary("../../dicts/models/shipped.model"), Dictionary("../../dicts/models/language.model"))
	}
	switch markets := c.Markets.(type) {
	case string:
		options = append(options, Markets(markets))
	case []any:
		for _, m := range markets {
			options = append(options, Markets(m.(string)))
		}
	}
	if c.Detectors != nil {
		options = append(options, Detectors(c.Detectors...))
	}
	if c.Policy != nil {
		options = append(options, PolicySource(*c.Policy))
	}
	return options
}

// shippedGate has the shipped dictionaries for their words and patterns, which is what such cases are about.
var shippedGate = sync.OnceValues(func() (*Gate, error) {
	return New(Dictionary(shippedPack), Detectors(DetectorWords, DetectorPatterns))
})

func (c *testCase) gate() (*Gate, error) {
	if c.Shipped {
		return shippedGate()
	}
	return New(c.options()...)
}

func (c *testCase) run(t *testing.T) {
	c.Dictionary = textOr(t, c.Dictionary, c.DictHex)
	c.Redacted = textOr(t, c.Redacted, c.RedactedHex)
	gate, err := c.gate()
	if c.Error != nil {
		c.checkError(t, err)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if !c.Shipped {
		defer gate.Close()
	}
	gate = gate.With(Language(c.Language))
	if c.HTML {
		gate = gate.With(HTML())
	}
	if c.Overlap == "longest" {
		gate = gate.With(Longest())
	}
	text := *textOr(t, &c.Text, c.TextHex)
	v := scan(t, gate, text)
	c.checkVerdict(t, v)
	c.checkOtherWays(t, gate, text, v)
	if c.Redacted != nil {
		c.checkRedacted(t, gate, text)
	}
}

func (c *testCase) checkError(t *testing.T, err error) {
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("the error is %v", err)
	}
	if c.Error.Line != nil && *c.Error.Line != e.Line || c.Error.Column != nil && *c.Error.Column != e.Column {
		t.Errorf("the error is at %d:%d: %v", e.Line, e.Column, err)
	}
	if !strings.Contains(e.Message, c.Error.Message) {
		t.Errorf("the message is %q", e.Message)
	}
}

func (c *testCase) checkVerdict(t *testing.T, v *Verdict) {
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Action   string
		Findings []map[string]any
	}
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	spam := Spam{}
	if v.Spam != nil {
		spam = *v.Spam
	}
	if spam.Score < c.Spam.Least || c.Spam.Most != nil && spam.Score > *c.Spam.Most || !spam.Signals.Has(c.Spam.Signals) {
		t.Errorf("spam is %v", spam)
	}
	checkEmotion(t, c.Emotion, v.Emotion)
	if c.Languages != nil {
		codes := []string{}
		for _, l := range v.Languages {
			codes = append(codes, l.Code)
		}
		if !slices.Equal(codes, c.Languages) {
			t.Errorf("the languages are %v, not %v", codes, c.Languages)
		}
	}
	if c.Action != "" && got.Action != c.Action {
		t.Errorf("the action is %s, not %s", got.Action, c.Action)
	}
	for _, want := range c.Found {
		if !slices.ContainsFunc(got.Findings, func(has map[string]any) bool { return isSuch(has, want) }) {
			t.Errorf("%v is not found: %s", want, data)
		}
	}
	if c.Findings == nil {
		return
	}
	if len(got.Findings) != len(c.Findings) {
		t.Fatalf("%d findings, not %d: %s", len(got.Findings), len(c.Findings), data)
	}
	for i, want := range c.Findings {
		got.Findings[i]["action"] = v.Findings[i].Action.String()
		for field, value := range want {
			has := got.Findings[i][field]
			if field == "tricks" {
				sortWords(has)
				sortWords(value)
			}
			if !same(has, value) {
				t.Errorf("finding %d: %s is %v, not %v", i, field, has, value)
			}
		}
	}
}

// isSuch tells whether a finding is all that is wanted.
func isSuch(has, want map[string]any) bool {
	for field, value := range want {
		if !same(has[field], value) {
			return false
		}
	}
	return true
}

// sortWords puts a set in order, since none counts.
func sortWords(set any) {
	words := set.([]any)
	sort.Slice(words, func(i, j int) bool { return words[i].(string) < words[j].(string) })
}

func same(has, want any) bool {
	if has == nil { // left out of the JSON because it is empty
		return want == nil || reflect.ValueOf(want).IsZero() || fmt.Sprint(want) == "[]"
	}
	return reflect.DeepEqual(has, want)
}

// checkOtherWays asks for the same in every other way.
func (c *testCase) checkOtherWays(t *testing.T, gate *Gate, text string, v *Verdict) {
	fromBytes, err := gate.ScanBytes([]byte(text))
	if err != nil || !reflect.DeepEqual(v, fromBytes) {
		t.Errorf("ScanBytes gives %+v, %v, Scan %+v", fromBytes, err, v)
	}
	many, err := gate.ScanMany([]string{"", text, "", text})
	if err != nil || !reflect.DeepEqual(*v, many[1]) || !reflect.DeepEqual(*v, many[3]) {
		t.Errorf("ScanMany gives %+v, %v, Scan %+v", many, err, v)
	}
	if clean, err := gate.IsClean(text); err != nil || clean != (v.Action == Pass) {
		t.Errorf("IsClean gives %v, %v, but the action is %v", clean, err, v.Action)
	}
}

func (c *testCase) checkRedacted(t *testing.T, gate *Gate, text string) {
	options := []RedactOption{Keep(c.Keep)}
	if c.Mask != nil {
		options = append(options, Mask(*c.Mask))
	}
	if c.WithCategory {
		options = append(options, MaskWithCategory())
	}
	if c.RedactFrom != "" {
		var from Action
		if err := from.UnmarshalText([]byte(c.RedactFrom)); err != nil {
			t.Fatal(err)
		}
		options = append(options, RedactFrom(from))
	}
	redacted, err := gate.Redact(text, options...)
	if err != nil || redacted != *c.Redacted {
		t.Errorf("redacted to %q, %v, not %q", redacted, err, *c.Redacted)
	}
}
