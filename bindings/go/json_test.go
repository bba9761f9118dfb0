package textgate

import (
	"encoding/json"
	"os"
	"os/exec"
	"reflect"
	"testing"
)

func TestVerdictAsJSON(t *testing.T) {
	gate := newGate(t, Entry("赌球", "category=gambling severity=medium market=CN note=\"a bet\""), Entry("代开&发票", "category=fraud"),
		Markets("CN"))
	v := scan(t, gate, "來賭球，代開發票")
	got, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"action":"block","score":0.9,"findings":[` +
		`{"begin":3,"end":9,"text":"賭球","detector":"words","category":"gambling","severity":"medium","rule":"words:赌球",` +
		`"match":"fold","tricks":["variant"],"markets":["CN"],"note":"a bet"},` +
		`{"begin":12,"end":24,"text":"代開發票","detector":"words","category":"fraud","severity":"high","rule":"words:代开\u0026发票",` +
		`"match":"fold","tricks":["variant"],"markets":[],"parts":[[12,18],[18,24]]}],` +
		`"categories":{"fraud":0.9,"gambling":0.6}}`
	if string(got) != want {
		t.Errorf("%s\nnot\n%s", got, want)
	}
	var back Verdict
	if err := json.Unmarshal(got, &back); err != nil {
		t.Fatal(err)
	}
	for i := range back.Findings { // JSON has no action of a finding, and [] for no markets
		back.Findings[i].Action = v.Findings[i].Action
		if len(back.Findings[i].Markets) == 0 {
			back.Findings[i].Markets = nil
		}
	}
	if !reflect.DeepEqual(back, *v) {
		t.Errorf("%+v came back as %+v", v, back)
	}
}

func TestJSONOfACleanTextAndWithAnID(t *testing.T) {
	got, err := json.Marshal(struct {
		ID string `json:"id"`
		Verdict
	}{ID: "7"})
	if want := `{"id":"7","action":"pass","score":0,"findings":[]}`; err != nil || string(got) != want {
		t.Errorf("%s, %v", got, err)
	}
}

func TestJSONRefusesOtherWords(t *testing.T) {
	for _, data := range []string{`{"action":"destroy"}`, `{"findings":[{"severity":"dreadful"}]}`, `{"findings":[{"tricks":["magic"]}]}`,
		`{"findings":[{"tricks":"case"}]}`, `{"findings":[{"match":"?"}]}`, `{"findings":[{"detector":""}]}`, `{"categories":[]}`,
		`{"categories":{"a":"b"}}`, `{"findings":[{"parts":[1]}]}`} {
		var v Verdict
		if err := json.Unmarshal([]byte(data), &v); err == nil {
			t.Errorf("%s gives %+v", data, v)
		}
	}
}

func TestIllFormedTextInJSON(t *testing.T) {
	for text, want := range map[string]string{
		"a":                            "a",
		"\xff":                         "\ufffd",
		"\xe4\xbd":                     "\ufffd",
		"\xe4\xbdx\xbd\xbd":            "\ufffdx\ufffd\ufffd",
		"\xed\xa0\x80":                 "\ufffd\ufffd\ufffd",
		"\xf0\x9f\x98":                 "\ufffd",
		"\xf4\x90\x80\x80":             "\ufffd\ufffd\ufffd\ufffd",
		"\xe0\x80\xf0\x8f\xc2":         "\ufffd\ufffd\ufffd\ufffd\ufffd",
		"\xc3\xa9\xf0\x9f\x98\x80\xc0": "é😀\ufffd",
	} {
		if got := toValid(text); got != want {
			t.Errorf("%q gives %q, not %q", text, got, want)
		}
	}
}

// The command prints the same of the same text.
func TestJSONIsThatOfTheCommand(t *testing.T) {
	const command = "../../build/bin/textgate"
	if _, err := os.Stat(command); err != nil {
		t.Skip("not in a source tree after make")
	}
	dictionary := write(t, "d.txt", "赌球\tmarket=CN,TW note=\"<&>\"\n开户&微信\tcategory=a.b severity=low\n/a+b/\tseverity=medium\n/(x+x+)+[yz]/\n")
	gate := newGate(t, Dictionary(dictionary), Markets("TW"))
	for _, text := range []string{"", "今天", "来赌\xe4\xbd球，开\u200b户微信 AAb", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx赌\x00球\"\\"} {
		out, _ := exec.Command(command, "scan", "--no-default", "-d", dictionary, "--market", "TW", "--format", "json", "--fail-on",
			"never", write(t, "text", text)).Output()
		var theirs, ours map[string]any
		if err := json.Unmarshal(out, &theirs); err != nil {
			t.Fatalf("%q: %v", out, err)
		}
		delete(theirs, "id")
		data, err := json.Marshal(scan(t, gate, text))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &ours); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(theirs, ours) {
			t.Errorf("%q: the command prints\n%s, not\n%s", text, out, data)
		}
	}
}
