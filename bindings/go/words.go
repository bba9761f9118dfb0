package textgate

// #include "bridge.h"
import "C"

import (
	"encoding/json"
	"strconv"
	"strings"
)

// An Action is what to do with a text, mildest first.
type Action uint8

const (
	Pass   Action = C.TG_ACTION_PASS
	Review Action = C.TG_ACTION_REVIEW
	Block  Action = C.TG_ACTION_BLOCK
)

// A Severity is that of a finding, least first.
type Severity uint8

const (
	Low      Severity = C.TG_SEVERITY_LOW
	Medium   Severity = C.TG_SEVERITY_MEDIUM
	High     Severity = C.TG_SEVERITY_HIGH
	Critical Severity = C.TG_SEVERITY_CRITICAL
)

// A Detector is who finds.
type Detector uint8

const (
	DetectorWords     Detector = C.TG_DETECTOR_WORDS
	DetectorPatterns  Detector = C.TG_DETECTOR_PATTERNS
	DetectorInvisible Detector = C.TG_DETECTOR_INVISIBLE // what a text hides, whatever the dictionaries
	DetectorFlood     Detector = C.TG_DETECTOR_FLOOD     // texts that say nothing
	DetectorPrivacy   Detector = C.TG_DETECTOR_PRIVACY   // what tells who somebody is, or how to reach or act as him
	DetectorSpam      Detector = C.TG_DETECTOR_SPAM      // advertising, fraud and the like; of the text as a whole, as the next two
	DetectorAbuse     Detector = C.TG_DETECTOR_ABUSE     // insult and hate
	DetectorModels    Detector = C.TG_DETECTOR_MODELS    // tasks of one's own
	DetectorDuplicate Detector = C.TG_DETECTOR_DUPLICATE // a text that is like a remembered one, where there is a store
	DetectorLanguage  Detector = C.TG_DETECTOR_LANGUAGE  // finds nothing; Verdict.Languages is its answer
	DetectorCulture   Detector = C.TG_DETECTOR_CULTURE   // what does not fit the markets that are asked for
	DetectorEmotion   Detector = C.TG_DETECTOR_EMOTION   // what a text feels; it finds nothing
)

// A Match says how closely a finding's text agrees with its rule, closest first.
type Match uint8

const (
	MatchExact Match = C.TG_MATCH_EXACT // as the entry is written
	MatchFold  Match = C.TG_MATCH_FOLD  // the same once folded: case, width, variants, invisible characters
	MatchLoose Match = C.TG_MATCH_LOOSE // the same once disguises are undone
	MatchSound Match = C.TG_MATCH_SOUND // Chinese characters stand for others of their sound, or pinyin does
)

// Tricks is a set of ways in which a finding's text was disguised.
type Tricks uint32

const (
	TrickCase      Tricks = C.TG_TRICK_CASE      // another letter case than the rule's
	TrickWidth     Tricks = C.TG_TRICK_WIDTH     // full-width or half-width forms
	TrickVariant   Tricks = C.TG_TRICK_VARIANT   // traditional, compatibility or otherwise variant characters; numerals
	TrickInvisible Tricks = C.TG_TRICK_INVISIBLE // zero-width and other characters that do not show
	TrickMarkup    Tricks = C.TG_TRICK_MARKUP    // tags, character references, percent-encoding inside the word
	TrickLookalike Tricks = C.TG_TRICK_LOOKALIKE // letters of other scripts or styles that look the same
	TrickLeet      Tricks = C.TG_TRICK_LEET      // digits and signs in place of letters
	TrickMask      Tricks = C.TG_TRICK_MASK      // signs that hide letters: f**k
	TrickNoise     Tricks = C.TG_TRICK_NOISE     // blanks, signs or emoji between the characters
	TrickStretch   Tricks = C.TG_TRICK_STRETCH   // characters repeated
	TrickMarks     Tricks = C.TG_TRICK_MARKS     // combining marks on the characters
	TrickBidi      Tricks = C.TG_TRICK_BIDI      // bidirectional overrides: bytes in another order than seen
	TrickSplit     Tricks = C.TG_TRICK_SPLIT     // a Chinese character taken apart: 贝者
	TrickShape     Tricks = C.TG_TRICK_SHAPE     // a Chinese character of similar shape
	TrickSound     Tricks = C.TG_TRICK_SOUND     // a Chinese character of the same sound
	TrickPinyin    Tricks = C.TG_TRICK_PINYIN    // pinyin, or its initials
	TrickEmoji     Tricks = C.TG_TRICK_EMOJI     // emoji and other signs that stand for characters
	TrickSwap      Tricks = C.TG_TRICK_SWAP      // neighbouring characters exchanged
)

// Signals are why a text looks like spam.
type Signals uint32

const (
	SignalWording     Signals = C.TG_SIGNAL_WORDING      // the model thinks so
	SignalKeyword     Signals = C.TG_SIGNAL_KEYWORD      // words of the trade, which a dictionary has
	SignalContact     Signals = C.TG_SIGNAL_CONTACT      // a long number, an address, a way to get in touch
	SignalDisguise    Signals = C.TG_SIGNAL_DISGUISE     // words or numbers in disguise, hidden characters
	SignalLink        Signals = C.TG_SIGNAL_LINK         // a link
	SignalPrice       Signals = C.TG_SIGNAL_PRICE        // amounts, discounts
	SignalDigits      Signals = C.TG_SIGNAL_DIGITS       // a fifth of the characters and more
	SignalMixedScript Signals = C.TG_SIGNAL_MIXED_SCRIPT // scripts mixed within a word
	SignalShouting    Signals = C.TG_SIGNAL_SHOUTING     // capitals, exclamation marks
	SignalTags        Signals = C.TG_SIGNAL_TAGS         // hash-tags and mentions in number
)

// The words are the library's: read once, so that one newer than this package brings its own.
var (
	actionWords   = wordsOf(func(i int) *C.char { return C.tg_action_word(C.tg_action(i)) })
	severityWords = wordsOf(func(i int) *C.char { return C.tg_severity_word(C.tg_severity(i)) })
	detectorWords = wordsOf(func(i int) *C.char { return C.tg_detector_word(C.tg_detector(i)) })
	matchWords    = wordsOf(func(i int) *C.char { return C.tg_match_word(C.tg_match(i)) })
	trickWords    = wordsOf(func(i int) *C.char { return C.tg_trick_word(C.tg_trick(1 << i)) })
	signalWords   = wordsOf(func(i int) *C.char { return C.tg_signal_word(C.tg_signal(1 << i)) })
)

func wordsOf(word func(int) *C.char) []string {
	var words []string
	for i := range 32 {
		w := C.GoString(word(i))
		if w == "?" {
			break
		}
		words = append(words, w)
	}
	return words
}

func wordAt(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return "?"
}

func parseWord(kind string, words []string, word []byte) (int, error) {
	for i, w := range words {
		if w == string(word) {
			return i, nil
		}
	}
	return 0, &Error{Status: ErrNotFound, Message: "no " + kind + " is called " + strconv.Quote(string(word))}
}

// String gives the word: "pass", "review" or "block".
func (a Action) String() string { return wordAt(actionWords, int(a)) }

// MarshalText gives the word, so that JSON has it too.
func (a Action) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText takes the word.
func (a *Action) UnmarshalText(word []byte) error {
	i, err := parseWord("action", actionWords, word)
	*a = Action(i)
	return err
}

// String gives the word: "low", "medium", "high" or "critical".
func (s Severity) String() string { return wordAt(severityWords, int(s)) }

// MarshalText gives the word, so that JSON has it too.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText takes the word.
func (s *Severity) UnmarshalText(word []byte) error {
	i, err := parseWord("severity", severityWords, word)
	*s = Severity(i)
	return err
}

// String gives the word, such as "words".
func (d Detector) String() string { return wordAt(detectorWords, int(d)) }

// MarshalText gives the word, so that JSON has it too.
func (d Detector) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText takes the word.
func (d *Detector) UnmarshalText(word []byte) error {
	i, err := parseWord("detector", detectorWords, word)
	*d = Detector(i)
	return err
}

// String gives the word, such as "exact" or "fold".
func (m Match) String() string { return wordAt(matchWords, int(m)) }

// MarshalText gives the word, so that JSON has it too.
func (m Match) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText takes the word.
func (m *Match) UnmarshalText(word []byte) error {
	i, err := parseWord("match", matchWords, word)
	*m = Match(i)
	return err
}

// Has reports whether all of the tricks are in the set.
func (t Tricks) Has(tricks Tricks) bool { return t&tricks == tricks }

// Words gives the words of the set, such as ["case" "width"].
func (t Tricks) Words() []string {
	words := []string{}
	for i := 0; t>>i != 0; i++ {
		if t>>i&1 != 0 {
			words = append(words, wordAt(trickWords, i))
		}
	}
	return words
}

// String gives the words separated by commas.
func (t Tricks) String() string { return strings.Join(t.Words(), ",") }

// MarshalJSON gives an array of the words.
func (t Tricks) MarshalJSON() ([]byte, error) { return json.Marshal(t.Words()) }

// UnmarshalJSON takes an array of words.
func (t *Tricks) UnmarshalJSON(data []byte) error {
	var words []string
	if err := json.Unmarshal(data, &words); err != nil {
		return err
	}
	*t = 0
	for _, w := range words {
		i, err := parseWord("trick", trickWords, []byte(w))
		if err != nil {
			return err
		}
		*t |= 1 << i
	}
	return nil
}

// Has reports whether all of the signals are in the set.
func (s Signals) Has(signals Signals) bool { return s&signals == signals }

// Words gives the words of the set, such as ["contact" "link"].
func (s Signals) Words() []string {
	words := []string{}
	for i := 0; s>>i != 0; i++ {
		if s>>i&1 != 0 {
			words = append(words, wordAt(signalWords, i))
		}
	}
	return words
}

// String gives the words separated by commas.
func (s Signals) String() string { return strings.Join(s.Words(), ",") }

// MarshalJSON gives an array of the words.
func (s Signals) MarshalJSON() ([]byte, error) { return json.Marshal(s.Words()) }

// UnmarshalJSON takes an array of words.
func (s *Signals) UnmarshalJSON(data []byte) error {
	var words []string
	if err := json.Unmarshal(data, &words); err != nil {
		return err
	}
	*s = 0
	for _, w := range words {
		i, err := parseWord("signal", signalWords, []byte(w))
		if err != nil {
			return err
		}
		*s |= 1 << i
	}
	return nil
}
