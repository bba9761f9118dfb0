package textgate

// A Verdict says what to do with a text, and why. The zero Verdict is that of a clean text.
type Verdict struct {
	Action     Action     `json:"action"`
	Score      float64    `json:"score"`                // 0..1: under .5 passes, under .8 is held, from .8 blocks, with the default policy
	Findings   Findings   `json:"findings"`             // ordered by Begin, then longest first
	Categories Categories `json:"categories,omitempty"` // best score first
	Languages  Languages  `json:"languages,omitempty"`  // the greatest share first; none: not asked for, or it cannot be told
	Spam       *Spam      `json:"spam,omitempty"`       // nil: not asked for, or nothing to say
	Flood      *Flood     `json:"flood,omitempty"`      // nil for a text of which nothing else is to be said
	Emotion    *Emotion   `json:"emotion,omitempty"`    // nil: not asked for, or nothing to say
	Truncated  bool       `json:"truncated,omitempty"`  // there were more findings than the setting max-findings keeps
	Incomplete []string   `json:"incomplete,omitempty"` // rules of patterns that reached a limit, so that not all was checked
}

// Languages are those of a text.
type Languages []LanguageShare

// A LanguageShare is one language of a text, and how much of the text is in it.
type LanguageShare struct {
	Code  string  `json:"code"`  // ISO 639-1 where there is one, else 639-3
	Share float64 `json:"share"` // 0..1: of a text in one language, how sure that is
	Tag   string  `json:"tag"`   // BCP 47: the code, and for Chinese also the script: zh-Hans, zh-Hant, zh-Latn (pinyin)
}

// Spam says how much a text looks like spam, and why.
type Spam struct {
	Score   float64 `json:"score"` // 0..1: the share of such texts that are spam
	Signals Signals `json:"signals"`
}

// Flood says how meaningless or repetitive a text is.
type Flood struct {
	Score float64 `json:"score"` // 0..1; from .6 on a finding says so
}

// Emotion says what a text feels.
type Emotion struct {
	Label    string             `json:"label"`           // joy, anger, sadness, fear, disgust, surprise or neutral
	Polarity float64            `json:"polarity"`        // -1..1: bad to good
	Scores   map[string]float64 `json:"scores"`          // of the feelings that count; what they leave of 1 is neutral
	Mixed    bool               `json:"mixed,omitempty"` // words and faces are at odds: kind words with a hostile face, or the reverse
}

// Findings is what was seen. In JSON it is always an array.
type Findings []Finding

// A Finding is one thing seen. Its strings stay valid after the gate is closed; Text shares the memory of the text that was
// scanned.
type Finding struct {
	Begin    int      `json:"begin"` // half-open, in bytes of the text as passed in
	End      int      `json:"end"`
	Text     string   `json:"text"` // these bytes; in JSON with U+FFFD for what is no UTF-8
	Detector Detector `json:"detector"`
	Category string   `json:"category"`
	Severity Severity `json:"severity"`
	Rule     string   `json:"rule"` // "dictionary:entry", or "dictionary:id" where the entry has one; or "invisible:zero-width" and the like
	Match    Match    `json:"match"`
	Tricks   Tricks   `json:"tricks"`
	Markets  []string `json:"markets"`          // those asked for that the entry names
	Note     string   `json:"note,omitempty"`   // of the entry, or what a detector has to say; or ""
	Advice   string   `json:"advice,omitempty"` // of the entry: what to write instead; or ""
	Source   string   `json:"source,omitempty"` // of the entry: the law, custom or reference behind it; or ""
	Parts    []Range  `json:"parts,omitempty"`  // of a combination: the ranges of its words, in order
	Action   Action   `json:"-"`                // what the policy says of it
}

// A Range is half-open, in bytes of the text as passed in. In JSON it is an array of the two.
type Range struct {
	Begin, End int
}

// Categories has the best score of each category seen, best first. In JSON it is an object.
type Categories []CategoryScore

// A CategoryScore is the best score of a category.
type CategoryScore struct {
	Category string
	Score    float64 // 0..1
}

// Score gives the score of a category, 0 if it was not seen.
func (c Categories) Score(category string) float64 {
	for i := range c {
		if c[i].Category == category {
			return c[i].Score
		}
	}
	return 0
}
