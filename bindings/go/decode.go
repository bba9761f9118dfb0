package textgate

// #include "bridge.h"
import "C"

import (
	"math"
	"strings"
	"unsafe"
)

// itemsOf is an array of C, in C's memory.
func itemsOf[T any](a *C.tgo_array) []T {
	if a.count == 0 {
		return nil
	}
	return unsafe.Slice((*T)(a.items), int(a.count))
}

// A cursor hands out what stands in an array one after another.
type cursor[T any] struct{ rest []T }

func (c *cursor[T]) take(n int) []T {
	if n == 0 {
		return nil
	}
	taken := c.rest[:n:n]
	c.rest = c.rest[n:]
	return taken
}

// A decoder copies what the last call of a session found into memory of Go: one piece for all strings, one for all findings
// and so on, each shared by the verdicts of the call.
type decoder struct {
	rows       cursor[C.tgo_finding]
	rowParts   cursor[C.tg_range]
	scores     cursor[C.tgo_category]
	lengths    cursor[C.uint32_t]
	spoken     cursor[C.tgo_language]
	strings    string
	findings   cursor[Finding]
	parts      cursor[Range]
	categories cursor[CategoryScore]
	incomplete cursor[string]
	languages  cursor[LanguageShare]
}

// decode fills the verdicts of texts in which something was seen; the others are left as they are. Without texts it leaves
// Finding.Text empty.
func decode(c *C.tgo_found, verdicts []Verdict, texts []string) {
	if c.verdicts.count == 0 {
		return
	}
	d := newDecoder(c)
	rows := itemsOf[C.tgo_verdict](&c.verdicts)
	for i := range rows {
		text := ""
		if texts != nil {
			text = texts[rows[i].text]
		}
		d.verdict(&verdicts[rows[i].text], &rows[i], text)
	}
}

// decodeFindings gives the findings that are of no verdict.
func decodeFindings(c *C.tgo_found) Findings {
	if c.findings.count == 0 {
		return nil
	}
	d := newDecoder(c)
	findings := d.findings.rest
	for i := range findings {
		d.finding(&findings[i], &d.rows.rest[i], "")
	}
	return findings
}

func newDecoder(c *C.tgo_found) decoder {
	return decoder{
		rows:       cursor[C.tgo_finding]{itemsOf[C.tgo_finding](&c.findings)},
		rowParts:   cursor[C.tg_range]{itemsOf[C.tg_range](&c.parts)},
		scores:     cursor[C.tgo_category]{itemsOf[C.tgo_category](&c.categories)},
		lengths:    cursor[C.uint32_t]{itemsOf[C.uint32_t](&c.incomplete)},
		spoken:     cursor[C.tgo_language]{itemsOf[C.tgo_language](&c.languages)},
		strings:    string(itemsOf[byte](&c.strings)),
		findings:   cursor[Finding]{make([]Finding, int(c.findings.count))},
		parts:      cursor[Range]{make([]Range, int(c.parts.count))},
		categories: cursor[CategoryScore]{make([]CategoryScore, int(c.categories.count))},
		incomplete: cursor[string]{make([]string, int(c.incomplete.count))},
		languages:  cursor[LanguageShare]{make([]LanguageShare, int(c.languages.count))},
	}
}

func (d *decoder) string(length C.uint32_t) string {
	if length == 0 {
		return "" // no pointer, which the garbage collector would follow
	}
	s := d.strings[:length]
	d.strings = d.strings[length:]
	return s
}

func (d *decoder) verdict(v *Verdict, row *C.tgo_verdict, text string) {
	v.Action = Action(row.action)
	v.Score = rounded(row.score)
	if row.flood > 0 {
		v.Flood = &Flood{rounded(row.flood)}
	}
	v.Truncated = bool(row.truncated)
	if row.spam >= 0 {
		v.Spam = &Spam{rounded(row.spam), Signals(row.signals)}
	}
	if row.emotion.label != nil {
		v.Emotion = emotionOf(&row.emotion)
	}
	v.Findings = d.findings.take(int(row.finding_count))
	from := d.rows.take(int(row.finding_count))
	for i := range from {
		d.finding(&v.Findings[i], &from[i], text)
	}
	v.Categories = d.categories.take(int(row.category_count))
	for i, s := range d.scores.take(int(row.category_count)) {
		v.Categories[i] = CategoryScore{d.string(s.name_length), rounded(s.score)}
	}
	v.Incomplete = d.incomplete.take(int(row.incomplete_count))
	for i, length := range d.lengths.take(int(row.incomplete_count)) {
		v.Incomplete[i] = d.string(length)
	}
	v.Languages = d.languages.take(int(row.language_count))
	for i, l := range d.spoken.take(int(row.language_count)) {
		code := d.string(l.code_length)
		v.Languages[i] = LanguageShare{code, rounded(l.share), d.string(l.tag_length)}
	}
}

// emotionOf gives an emotion as the command prints it: without scores that hardly count.
func emotionOf(e *C.tg_emotion) *Emotion {
	out := &Emotion{Label: C.GoString(e.label), Polarity: rounded(e.polarity), Scores: map[string]float64{}, Mixed: bool(e.mixed)}
	for i, score := range e.scores {
		if score >= .05 {
			out.Scores[C.GoString(C.tg_feeling_word(C.tg_feeling(i)))] = rounded(score)
		}
	}
	return out
}

func (d *decoder) finding(f *Finding, row *C.tgo_finding, text string) {
	f.Begin, f.End = int(row.begin), int(row.end)
	if text != "" {
		f.Text = text[f.Begin:f.End]
	}
	f.Detector = Detector(row.detector)
	f.Severity = Severity(row.severity)
	f.Action = Action(row.action)
	f.Match = Match(row.match)
	f.Tricks = Tricks(row.tricks)
	f.Category = d.string(row.category_length)
	f.Rule = d.string(row.rule_length)
	f.Note = d.string(row.note_length)
	if markets := d.string(row.markets_length); markets != "" {
		f.Markets = strings.Split(markets, ",")
	}
	f.Advice = d.string(row.advice_length)
	f.Source = d.string(row.source_length)
	f.Parts = d.parts.take(int(row.part_count))
	for i, p := range d.rowParts.take(int(row.part_count)) {
		f.Parts[i] = Range{int(p.begin), int(p.end)}
	}
}

// rounded gives a score to the four decimals that the command prints.
func rounded(score C.double) float64 { return math.Round(float64(score)*1e4) / 1e4 }
