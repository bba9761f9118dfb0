package textgate

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

const dictionary = "%category gambling\n%version 7\n赌球\tseverity=low lang=zh market=CN id=bet note=n\n开户&微信\n/a+b/\n!赌球新闻\n"

func TestCompileAndOpen(t *testing.T) {
	source := write(t, "zh.txt", dictionary)
	out := filepath.Join(t.TempDir(), "zh.pack")
	for _, path := range []string{source, filepath.Dir(source)} {
		if err := Compile(out, path); err != nil {
			t.Fatal(err)
		}
		pack, err := OpenPack(out)
		if err != nil {
			t.Fatal(err)
		}
		defer pack.Close()
		checkPack(t, pack)
	}
	if v := scan(t, newGate(t, Dictionary(out)), "aab"); len(v.Findings) != 1 || v.Findings[0].Rule != "zh:/a+b/" {
		t.Errorf("%+v", v)
	}
}

func checkPack(t *testing.T, pack *Pack) {
	t.Helper()
	info, err := pack.Info()
	if err != nil || info.Entries != 4 || info.Words != 1 || info.Combinations != 1 || info.Patterns != 1 || info.Allowed != 1 ||
		info.Bytes == 0 || info.Unicode == "" {
		t.Errorf("%+v, %v", info, err)
	}
	entries := slices.Collect(pack.Entries())
	want := PackEntry{Pattern: "赌球", Dictionary: "zh", Version: "7", Category: "gambling", Severity: Low, Languages: "zh",
		Markets: "CN", Note: "n", ID: "bet"}
	allowed := slices.IndexFunc(entries, func(e PackEntry) bool { return e.Allowed })
	if len(entries) != 4 || !slices.Contains(entries, want) || allowed < 0 || entries[allowed].Pattern != "赌球新闻" {
		t.Errorf("%+v", entries)
	}
	for range pack.Entries() {
		break
	}
}

func TestGatesShareAPackThatIsClosed(t *testing.T) {
	pack, err := CompilePack(write(t, "zh.txt", dictionary))
	if err != nil {
		t.Fatal(err)
	}
	data, err := pack.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := LoadPack(data)
	if err != nil {
		t.Fatal(err)
	}
	checkPack(t, loaded)
	china, elsewhere := newGate(t, Packs(pack), Markets("CN")), newGate(t, Packs(pack, loaded), Markets("US"))
	pack.Close()
	pack.Close()
	loaded.Close()
	if a, b := scan(t, china, "赌球"), scan(t, elsewhere, "赌球"); len(a.Findings) != 1 || len(b.Findings) != 0 {
		t.Errorf("%+v, %+v", a, b)
	}
	_, bytes := pack.Bytes()
	_, info := pack.Info()
	_, gate := New(Packs(pack))
	for _, err := range []error{bytes, info, gate, pack.Save("x")} {
		if !errors.Is(err, ErrClosed) {
			t.Error(err)
		}
	}
	if n := len(slices.Collect(pack.Entries())); n != 0 {
		t.Errorf("%d entries", n)
	}
}

func TestPackErrors(t *testing.T) {
	_, err := OpenPack("no/such.pack")
	wantError(t, err, ErrIO)
	_, err = OpenPack("a\x00b")
	wantError(t, err, ErrInvalidArgument)
	for _, data := range []string{"", "textgate", strings.Repeat("x", 5000)} {
		_, err = LoadPack([]byte(data))
		wantError(t, err, ErrCorrupt)
	}
	wantError(t, Compile("x.pack"), ErrInvalidArgument)
	wantError(t, Compile("x.pack", "no/such.txt"), ErrIO)
	wantError(t, Compile("no/such/x.pack", write(t, "d.txt", "词\n")), ErrIO)
	bad := write(t, "bad.txt", "词\n\n词\tseverity=5\n")
	if e := wantError(t, Compile("x.pack", bad), ErrSyntax); e.File != bad || e.Line != 3 {
		t.Errorf("%+v", e)
	}
}

func TestLintTellsAll(t *testing.T) {
	bad := write(t, "bad.txt", "词\tseverity=5\n字\tcolour=red\n")
	risky := write(t, "risky.txt", "赌球\n天\n赌球\n")
	found, err := LintAgainst("今天天气", bad, risky)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, d := range found {
		lines = append(lines, strings.ReplaceAll(strings.ReplaceAll(d.String(), filepath.Dir(bad)+"/", ""), filepath.Dir(risky)+"/", ""))
	}
	all := strings.Join(lines, "\n")
	for _, want := range []string{"bad.txt:1:", "bad.txt:2:", ": error: ", "risky.txt:2:", "risky.txt:3:", ": warning: "} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q among\n%s", want, all)
		}
	}
	if found, err := Lint(write(t, "good.txt", "赌球网站\n")); err != nil || len(found) != 0 {
		t.Error(found, err)
	}
	_, err = Lint("no/such.txt")
	wantError(t, err, ErrIO)
}
