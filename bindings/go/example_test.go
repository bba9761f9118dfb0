package textgate_test

import (
	"encoding/json"
	"errors"
	"fmt"

	textgate "github.com/textgate/textgate/bindings/go"
)

func Example() {
	gate, err := textgate.New(textgate.Words("赌球"), textgate.Entry("代开&发票", "category=fraud severity=medium"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer gate.Close()

	v, err := gate.Scan("来賭球，代开各种发票")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(v.Action, v.Score)
	for _, f := range v.Findings {
		fmt.Println(f.Begin, f.End, f.Text, f.Category, f.Severity, f.Rule, f.Tricks)
	}
	// Output:
	// block 0.9
	// 3 9 賭球 custom high words:赌球 variant
	// 12 30 代开各种发票 fraud medium words:代开&发票
}

func ExampleGate_ScanMany() {
	gate, _ := textgate.New(textgate.Words("赌球"))
	defer gate.Close()
	texts := []string{"今天天气很好", "来赌球"}
	verdicts, err := gate.With(textgate.Workers(0)).ScanMany(texts)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, v := range verdicts {
		fmt.Println(texts[i], v.Action)
	}
	// Output:
	// 今天天气很好 pass
	// 来赌球 block
}

func ExampleGate_With() {
	gate, _ := textgate.New(textgate.Words("赌球"))
	defer gate.Close()
	page := gate.With(textgate.HTML())
	redacted, _ := page.Redact("<p>来<b>赌</b>球</p>")
	fmt.Println(redacted)
	// Output: <p>来<b>*</b>*</p>
}

func ExampleGate_Redact() {
	gate, _ := textgate.New(textgate.Entry("加微信", "category=contact"))
	defer gate.Close()
	stars, _ := gate.Redact("请加微信")
	named, _ := gate.Redact("请加微信", textgate.MaskWithCategory())
	fmt.Println(stars, named)
	// Output: 请*** 请[contact]
}

func ExampleVerdict_json() {
	gate, _ := textgate.New(textgate.Words("赌球"))
	defer gate.Close()
	v, _ := gate.Scan("赌球")
	line, _ := json.Marshal(struct {
		ID string `json:"id"`
		*textgate.Verdict
	}{"17", v})
	fmt.Println(string(line))
	// Output: {"id":"17","action":"block","score":0.9,"findings":[{"begin":0,"end":6,"text":"赌球","detector":"words","category":"custom","severity":"high","rule":"words:赌球","match":"exact","tricks":[],"markets":[]}],"categories":{"custom":0.9}}
}

func ExampleError() {
	_, err := textgate.New(textgate.Source("words.txt", "赌球\n开户\tseverity=dreadful\n"))
	var e *textgate.Error
	if errors.As(err, &e) {
		fmt.Println(e.File, e.Line)
	}
	fmt.Println(errors.Is(err, textgate.ErrSyntax))
	// Output:
	// words.txt 2
	// true
}
