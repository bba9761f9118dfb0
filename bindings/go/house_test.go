package textgate

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// notBound are the functions of the header that the package does without, and why.
var notBound = map[string]string{
	"tg_action_from_word":      "the words are read once with tg_action_word",
	"tg_severity_from_word":    "the words are read once with tg_severity_word",
	"tg_detector_from_word":    "the words are read once with tg_detector_word",
	"tg_error_format":          "Error.Error puts together its own fields, which a caller may have filled",
	"tg_builder_add_word":      "tg_options_add_word does it",
	"tg_builder_entry_count":   "Pack.Info counts the entries",
	"tg_train":                 "learning and judging models is the command's work: textgate train, textgate evaluate",
	"tg_evaluation_free":       "see tg_train",
	"tg_model_new":             "see tg_train",
	"tg_model_free":            "see tg_train",
	"tg_model_task":            "see tg_train",
	"tg_model_label_count":     "see tg_train",
	"tg_model_label":           "see tg_train",
	"tg_model_score":           "see tg_train",
	"tg_model_evaluate":        "see tg_train",
	"tg_pack_task":             "see tg_train",
	"tg_detect_language":       "Verdict.Languages has them; where each stands is the command's work: textgate detect-language --spans",
	"tg_gate_ref":              "a session's scanner keeps the reference",
	"tg_policy_ref":            "a policy lives only while its gate is made",
	"tg_holder_new":            "an atomic.Pointer[Gate] is Go's holder; see README.md",
	"tg_holder_free":           "see tg_holder_new",
	"tg_holder_set":            "see tg_holder_new",
	"tg_holder_get":            "see tg_holder_new",
	"tg_scanner_new_following": "see tg_holder_new",
	"tg_scan_each":             "a call from C to Go costs more than a finding; Scan hands over all of them at once",
	"tg_verdict_json":          "json.Marshal gives the same form",
	"tg_overlay_new":           "see tg_holder_new",
	"tg_overlay_free":          "see tg_holder_new",
	"tg_overlay_add":           "see tg_holder_new",
	"tg_overlay_remove":        "see tg_holder_new",
	"tg_overlay_publish":       "see tg_holder_new",
	"tg_overlay_compile":       "see tg_holder_new",
	"tg_builder_add_pack":      "Dictionary takes packs",
	"tg_batch_new":             "ScanMany has goroutines, see Workers",
	"tg_batch_free":            "see tg_batch_new",
	"tg_batch_scan":            "see tg_batch_new",
	"tg_normalise_from_word":   "normalisations are constants",
	"tg_normalise_word":        "normalisations are constants",
	"tg_store_set_time":        "for tests and replays; MaxAge goes by the system's time",
	"tg_scanner_set_store":     "Store.LookUp tells the same beside a scan",
	"tg_scanner_remember":      "see tg_scanner_set_store",
	"tg_verdict_emotion_span":  "what shows a feeling is the command's work: textgate scan, setting emotion-spans",
	"tg_layer_word":            "see tg_verdict_emotion_span",
	"tg_verdict_duplicate":     "see tg_scanner_set_store",
}

const header = "../../include/textgate.h"

func readHeader(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(header)
	if err != nil {
		t.Skip("not in a source tree")
	}
	return string(text)
}

// source gives the package's code without comments and tests.
func source(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, pattern := range []string{"*.go", "*.c", "*.h"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(text)
		}
	}
	return regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*`).ReplaceAllString(all.String(), "")
}

func TestEveryFunctionIsBoundOrExplained(t *testing.T) {
	code := source(t)
	names := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^TG_API [^(]*?\b(tg_\w+)\(`).FindAllStringSubmatch(readHeader(t), -1) {
		names[m[1]] = true
	}
	if len(names) < 50 {
		t.Fatalf("%d functions found in %s", len(names), header)
	}
	for name := range names {
		bound := regexp.MustCompile(`\b` + name + `\(`).MatchString(code)
		if why := notBound[name]; bound == (why != "") {
			t.Errorf("%s: bound %v, explained %q: bind it, or tell in house_test.go why not", name, bound, why)
		}
	}
	for name := range notBound {
		if !names[name] {
			t.Errorf("%s is explained but is no function of the header", name)
		}
	}
}

// The lists of the header whose enumerators are constants of Go too.
func TestEveryEnumeratorHasAConstant(t *testing.T) {
	code, text := source(t), strings.ReplaceAll(readHeader(t), "\\\n", " ")
	for list, prefix := range map[string]string{"STATUS": "TG_", "ACTION": "TG_ACTION_", "SEVERITY": "TG_SEVERITY_",
		"DETECTOR": "TG_DETECTOR_", "MATCH": "TG_MATCH_", "TRICK": "TG_TRICK_", "SIGNAL": "TG_SIGNAL_"} {
		line := regexp.MustCompile(`(?m)^#define TG_` + list + `_LIST\(X\).*$`).FindString(text)
		rows := regexp.MustCompile(`\bX\((\w+),`).FindAllStringSubmatch(line, -1)
		if len(rows) == 0 {
			t.Errorf("TG_%s_LIST is not in %s", list, header)
		}
		for _, row := range rows {
			if name := "C." + prefix + row[1]; !regexp.MustCompile(regexp.QuoteMeta(name) + `\b`).MatchString(code) {
				t.Errorf("no constant has the value %s: add one to words.go or errors.go", name)
			}
		}
	}
}
