package textgate

import (
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"
)

func TestScanTellsWhereAndWhy(t *testing.T) {
	gate := newGate(t, Entry("赌球", "category=gambling severity=medium market=CN,TW id=bet note=\"a bet\""), Entry("代开&发票", "category=fraud"),
		Markets("TW", "cn"))
	v := scan(t, gate, "來賭球，代開<b>發票")
	if v.Action != Block || v.Score != .9 || len(v.Findings) != 2 || v.Truncated || v.Incomplete != nil {
		t.Fatalf("%+v", v)
	}
	want := Finding{Begin: 3, End: 9, Text: "賭球", Detector: DetectorWords, Category: "gambling", Severity: Medium, Action: Review,
		Rule: "words:bet", Match: MatchFold, Tricks: TrickVariant, Markets: []string{"CN", "TW"}, Note: "a bet"}
	if !reflect.DeepEqual(v.Findings[0], want) {
		t.Errorf("%+v", v.Findings[0])
	}
	if f := v.Findings[1]; !reflect.DeepEqual(f.Parts, []Range{{12, 18}, {21, 27}}) || f.Rule != "words:代开&发票" {
		t.Errorf("%+v", f)
	}
	if !reflect.DeepEqual(v.Categories, Categories{{"fraud", .9}, {"gambling", .6}}) || v.Categories.Score("gambling") != .6 ||
		v.Categories.Score("spam") != 0 {
		t.Errorf("%+v", v.Categories)
	}
}

func TestCleanTextGivesTheZeroVerdict(t *testing.T) {
	gate := newGate(t, Words("赌球"), Detectors(DetectorWords))
	for _, text := range []string{"", "今天", "\x00", "\xff\xe4", strings.Repeat("a", 1<<20)} {
		if v := scan(t, gate, text); !reflect.DeepEqual(*v, Verdict{}) {
			t.Errorf("%q: %+v", text, v)
		}
	}
	if v, err := gate.ScanBytes(nil); err != nil || v.Action != Pass {
		t.Error(v, err)
	}
}

func TestShippedDictionaries(t *testing.T) {
	options := shipped()
	if options == nil {
		t.Skip("not in a source tree after make")
	}
	if v := scan(t, newGate(t, options...), "专业代开发票，加微信"); v.Action == Pass || len(v.Findings) == 0 {
		t.Errorf("%+v", v)
	}
}

func TestViewsScanInTheirOwnWay(t *testing.T) {
	gate := newGate(t, Source("d.txt", "赌球网\n赌球\n开户\tlang=zh\n"))
	if n := len(scan(t, gate, "赌球网").Findings); n != 2 {
		t.Errorf("%d findings", n)
	}
	if n := len(scan(t, gate.With(Longest()), "赌球网").Findings); n != 1 {
		t.Errorf("%d longest findings", n)
	}
	page := gate.With(HTML())
	if v := scan(t, page, "赌<i>球"); len(v.Findings) != 1 || v.Findings[0].Text != "赌<i>球" || !v.Findings[0].Tricks.Has(TrickMarkup) {
		t.Errorf("%+v", v)
	}
	if v := scan(t, page.With(Plain()), "赌<i>球"); v.Action != Pass {
		t.Errorf("%+v", v)
	}
	for tag, findings := range map[string]int{"": 1, "zh-Hant": 1, "en": 0} {
		if n := len(scan(t, gate.With(Language(tag)), "开户").Findings); n != findings {
			t.Errorf("language %q: %d findings", tag, n)
		}
	}
	if n := len(scan(t, gate, "赌球网").Findings); n != 2 {
		t.Errorf("the gate itself has changed: %d findings", n)
	}
}

func TestVerdictsOutliveTheTextAndTheGate(t *testing.T) {
	gate := newGate(t, Words("赌球"))
	text := []byte("来赌球")
	v, err := gate.ScanBytes(text)
	if err != nil {
		t.Fatal(err)
	}
	clear(text)
	gate.Close()
	if f := v.Findings[0]; f.Text != "赌球" || f.Rule != "words:赌球" || f.Category != "custom" {
		t.Errorf("%+v", f)
	}
}

func TestScanManyGivesWhatScanGives(t *testing.T) {
	gate := newGate(t, Words("赌球", "开户&微信"), Entry("/a+b/", "severity=low"))
	base := []string{"", "来赌球", "今天", "开户加微信", "xaab", "赌\u200b球", "\xff赌球\xe4"}
	var texts []string
	for i := range 3 * pieceTexts {
		texts = append(texts, base[i*i%len(base)])
	}
	long := strings.Repeat("长", pieceBytes/5)
	texts = append(texts, long+"赌球", "", "赌球"+long, long+long+"赌球", "赌球", long)
	var want []*Verdict
	for _, text := range texts {
		want = append(want, scan(t, gate, text))
	}
	for _, workers := range []int{1, 0, 3, 100} {
		verdicts, err := gate.With(Workers(workers)).ScanMany(texts)
		if err != nil || len(verdicts) != len(texts) {
			t.Fatal(len(verdicts), err)
		}
		for i := range texts {
			if !reflect.DeepEqual(*want[i], verdicts[i]) {
				t.Fatalf("%d workers, text %d: %+v, not %+v", workers, i, verdicts[i], want[i])
			}
		}
	}
	again, err := gate.AppendMany([]Verdict{{Action: Review}}, texts[:100])
	if err != nil || len(again) != 101 || again[0].Action != Review || !reflect.DeepEqual(again[100], *want[99]) {
		t.Error(len(again), err)
	}
	if again, err = gate.AppendMany(again[:0], []string{"", "赌球"}); err != nil || len(again) != 2 || again[0].Action != Pass || again[1].Action != Block {
		t.Error(again, err)
	}
	if verdicts, err := gate.ScanMany(nil); err != nil || len(verdicts) != 0 {
		t.Error(verdicts, err)
	}
}

func TestIsCleanIsWhatThePolicyLetsPass(t *testing.T) {
	gate := newGate(t, Entry("赌球", "severity=low"), Words("开户"))
	for text, clean := range map[string]bool{"": true, "赌球": true, "开户": false, "赌球开户": false} {
		if got, err := gate.IsClean(text); err != nil || got != clean {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}

func TestPolicies(t *testing.T) {
	gate := newGate(t, Words("赌球"), PolicySource("custom * * review"))
	if v := scan(t, gate, "赌球"); v.Action != Review || v.Findings[0].Action != Review {
		t.Errorf("%+v", v)
	}
	_, err := New(Words("赌球"), PolicySource("# a comment\ncustom high CN destroy\n"))
	if e := wantError(t, err, ErrSyntax); e.Line != 2 || e.File != "policy" {
		t.Errorf("%+v", e)
	}
}

func TestSettings(t *testing.T) {
	gate := newGate(t, Words("赌球"), Setting("max-findings", 2))
	if v := scan(t, gate, "赌球赌球赌球"); len(v.Findings) != 2 || !v.Truncated {
		t.Errorf("%+v", v)
	}
	gate = newGate(t, Words("赌球", "/开户/"), Detectors(DetectorPatterns))
	if v := scan(t, gate, "赌球开户"); len(v.Findings) != 1 || v.Findings[0].Detector != DetectorPatterns {
		t.Errorf("%+v", v)
	}
	_, err := New(Setting("match-limit", 1))
	wantError(t, err, ErrInvalidArgument)
	_, err = New(Setting("no-such-thing", 1))
	wantError(t, err, ErrNotFound)
	_, err = New(Detectors(200))
	wantError(t, err, ErrInvalidArgument)
	if all := Settings(); len(all) == 0 || all[0].Name != "match-limit" || all[0].Meaning == "" || all[0].Greatest == 0 {
		t.Errorf("%+v", all)
	}
}

func TestPatternsThatReachALimitAreToldOf(t *testing.T) {
	gate := newGate(t, Words("/(x+x+)+[yz]/"), Setting("match-limit", 100))
	v := scan(t, gate, strings.Repeat("x", 64))
	if v.Action != Review || len(v.Incomplete) != 1 || v.Incomplete[0] != "words:/(x+x+)+[yz]/" {
		t.Errorf("%+v", v)
	}
	if clean, err := gate.IsClean(strings.Repeat("x", 64)); err != nil || clean {
		t.Error(clean, err)
	}
}

func TestRedact(t *testing.T) {
	gate := newGate(t, Entry("赌球", "category=gambling"), Entry("开户", "severity=low"))
	for _, c := range []struct {
		want    string
		options []RedactOption
	}{
		{"来**，开户", nil},
		{"来*球，开户", []RedactOption{Keep(1)}},
		{"来##，开户", []RedactOption{Mask("#")}},
		{"来，开户", []RedactOption{Mask("")}},
		{"来[gambling]，开户", []RedactOption{MaskWithCategory()}},
		{"来**，**", []RedactOption{RedactFrom(Pass)}},
	} {
		if got, err := gate.Redact("来赌球，开户", c.options...); err != nil || got != c.want {
			t.Errorf("%q, %v, not %q", got, err, c.want)
		}
	}
	v, redacted, err := gate.With(HTML()).ScanAndRedact("<p>赌<b>球</b>")
	if err != nil || redacted != "<p>*<b>*</b>" || len(v.Findings) != 1 || v.Findings[0].Text != "赌<b>球" {
		t.Errorf("%+v, %q, %v", v, redacted, err)
	}
	if got, err := gate.Redact(""); got != "" || err != nil {
		t.Error(got, err)
	}
	for _, option := range []RedactOption{Keep(-1), Mask("a\x00"), Mask("\xff"), RedactFrom(9)} {
		_, err := gate.Redact("赌球", option)
		wantError(t, err, ErrInvalidArgument)
	}
}

func TestErrorsTellFileLineAndColumn(t *testing.T) {
	_, err := New(Source("bad.txt", "好\n坏\tseverity=dreadful\n"))
	e := wantError(t, err, ErrSyntax)
	if e.File != "bad.txt" || e.Line != 2 || e.Column == 0 || !strings.HasPrefix(err.Error(), "textgate: bad.txt:2:") {
		t.Errorf("%+v", e)
	}
	var status Status
	if !errors.As(err, &status) || status != ErrSyntax || status.String() != "SYNTAX" || errors.Is(err, ErrIO) {
		t.Errorf("%v", status)
	}
	_, err = New(Dictionary("no/such/file.txt"))
	wantError(t, err, ErrIO)
	_, err = New(Policy("no/such/policy"))
	wantError(t, err, ErrIO)
	_, err = New(Words("/(/"))
	wantError(t, err, ErrSyntax)
}

func TestMisuse(t *testing.T) {
	for _, option := range []Option{Markets("China"), Markets("CN\x00"), Dictionary("a\x00b"), Entry("赌球", "a\x00"), Source("\x00", ""),
		Policy("\x00")} {
		_, err := New(Words(), option)
		wantError(t, err, ErrInvalidArgument)
	}
	gate := newGate(t, Words("赌球"))
	for _, tag := range []string{strings.Repeat("z", 1000), "z\x00h"} {
		_, err := gate.With(Language(tag)).Scan("赌球")
		wantError(t, err, ErrInvalidArgument)
		_, err = gate.With(Language(tag)).ScanMany([]string{"赌球"})
		wantError(t, err, ErrInvalidArgument)
	}
	if v := scan(t, gate, "赌球"); v.Action != Block {
		t.Errorf("%+v", v)
	}
}

func TestAClosedGateGivesErrClosed(t *testing.T) {
	gate := newGate(t, Words("赌球"))
	scan(t, gate, "赌球")
	view := gate.With(HTML())
	for range 2 {
		if err := gate.Close(); err != nil {
			t.Error(err)
		}
	}
	var zero Gate
	for _, g := range []*Gate{gate, view, &zero} {
		_, scanned := g.Scan("a")
		_, scannedBytes := g.ScanBytes([]byte("a"))
		_, many := g.ScanMany([]string{"a"})
		_, clean := g.IsClean("a")
		_, redacted := g.Redact("a")
		_, _, both := g.ScanAndRedact("a")
		for _, err := range []error{scanned, scannedBytes, many, clean, redacted, both} {
			if !errors.Is(err, ErrClosed) {
				t.Error(err)
			}
		}
	}
	if err := zero.Close(); err != nil {
		t.Error(err)
	}
}

func TestGoroutineStorm(t *testing.T) {
	pack, err := CompilePack(write(t, "words.txt", "赌球\n开户&微信\n/a+b/\n"))
	if err != nil {
		t.Fatal(err)
	}
	defer pack.Close()
	gate := newGate(t, Packs(pack))
	html := gate.With(HTML(), Language("zh"))
	var wait sync.WaitGroup
	for i := range 64 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for range 100 {
				storm(t, gate, html, pack, i)
			}
		}()
	}
	wait.Wait()
}

func storm(t *testing.T, gate, html *Gate, pack *Pack, i int) {
	if v, err := gate.Scan("赌<b>球aab"); err != nil || len(v.Findings) != 1 {
		t.Errorf("%+v, %v", v, err)
	}
	if v, err := html.Scan("赌<b>球aab"); err != nil || len(v.Findings) != 2 {
		t.Errorf("%+v, %v", v, err)
	}
	if vs, err := gate.ScanMany([]string{"赌球", "", "开户微信"}); err != nil || len(vs[0].Findings)+len(vs[2].Findings) != 2 {
		t.Errorf("%+v, %v", vs, err)
	}
	if s, err := html.Redact("赌<b>球"); err != nil || s != "*<b>*" {
		t.Errorf("%q, %v", s, err)
	}
	if i%8 == 0 {
		own, err := New(Packs(pack))
		if err != nil {
			t.Error(err)
			return
		}
		if clean, err := own.IsClean("赌球"); err != nil || clean {
			t.Error(clean, err)
		}
		if i%16 == 0 { // the others are left to the garbage collector
			own.Close()
		}
	}
}

func TestCloseWhileOthersScan(t *testing.T) {
	pack, err := CompilePack(write(t, "words.txt", "赌球\n"))
	if err != nil {
		t.Fatal(err)
	}
	defer pack.Close()
	for range 50 {
		gate := newGate(t, Packs(pack))
		var wait sync.WaitGroup
		for range 8 {
			wait.Add(1)
			go func() {
				defer wait.Done()
				for {
					v, err := gate.Scan("来赌球")
					if errors.Is(err, ErrClosed) {
						return
					}
					if err != nil || len(v.Findings) != 1 {
						t.Errorf("%+v, %v", v, err)
						return
					}
				}
			}()
		}
		gate.Close()
		wait.Wait()
		for _, s := range gate.core.alive.all() {
			if s.state.Load() != freed {
				t.Error("a session outlived its gate")
			}
		}
	}
}
