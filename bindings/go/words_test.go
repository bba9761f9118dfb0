package textgate

import (
	"testing"
)

func TestWords(t *testing.T) {
	for word, value := range map[string]interface{ String() string }{
		"pass": Pass, "review": Review, "block": Block, "low": Low, "medium": Medium, "high": High, "critical": Critical,
		"words": DetectorWords, "patterns": DetectorPatterns, "exact": MatchExact, "fold": MatchFold, "loose": MatchLoose,
		"case": TrickCase, "width": TrickWidth, "variant": TrickVariant, "invisible": TrickInvisible, "markup": TrickMarkup,
		"lookalike": TrickLookalike, "leet": TrickLeet, "mask": TrickMask, "noise": TrickNoise, "stretch": TrickStretch,
		"marks": TrickMarks, "bidi": TrickBidi, "split": TrickSplit, "shape": TrickShape, "pinyin": TrickPinyin,
		"emoji": TrickEmoji, "swap": TrickSwap,
		"case,markup": TrickCase | TrickMarkup, "": Tricks(0),
	} {
		if value.String() != word {
			t.Errorf("%#v is called %q", value, value)
		}
	}
	if DetectorInvisible.String() != "invisible" || MatchSound.String() != "sound" || TrickSound.String() != "sound" {
		t.Error("words that two kinds share")
	}
	for _, value := range []interface{ String() string }{Action(9), Severity(9), Detector(99), Match(99), Tricks(1 << 31)} {
		if value.String() != "?" {
			t.Errorf("%#v is called %q", value, value)
		}
	}
	if !(TrickCase | TrickWidth).Has(TrickWidth) || TrickCase.Has(TrickCase|TrickWidth) {
		t.Error("Has")
	}
	if Pass >= Review || Review >= Block || Low >= Critical {
		t.Error("order")
	}
}
