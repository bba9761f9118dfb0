package textgate

import (
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"
)

// resident gives the kibibytes that the process holds, when what can be freed is.
func resident(t *testing.T) int {
	t.Helper()
	for range 3 { // what cleanups free goes in the collection after
		runtime.GC()
		time.Sleep(10 * time.Millisecond)
	}
	debug.FreeOSMemory()
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("no /proc/self/statm")
	}
	pages, err := strconv.Atoi(strings.Fields(string(data))[1])
	if err != nil {
		t.Fatal(err)
	}
	return pages * os.Getpagesize() >> 10
}

// inOneArena runs the test again in a process whose malloc has one arena and gives back what is free, since how much arenas of
// many threads keep for later goes up and down by tens of MiB. True: this is that process.
func inOneArena(t *testing.T) bool {
	t.Helper()
	if os.Getenv("MALLOC_ARENA_MAX") == "1" {
		return true
	}
	again := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	again.Env = append(os.Environ(), "MALLOC_ARENA_MAX=1", "MALLOC_TRIM_THRESHOLD_=65536")
	if out, err := again.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	return false
}

func wantFlat(t *testing.T, round func()) {
	t.Helper()
	if !inOneArena(t) {
		return
	}
	round()
	before := resident(t)
	round()
	if after := resident(t); after > before+16<<10 {
		t.Errorf("memory grew from %d to %d KiB", before, after)
	}
}

func TestMemoryStaysFlatOverManyScans(t *testing.T) {
	gate := newGate(t, Words("赌球", "开户&微信", "/a+b/"))
	texts := []string{"今天天气", "来赌球", "开户微信aab"}
	scans := 200_000
	if raceEnabled {
		scans = 20_000
	}
	wantFlat(t, func() {
		for i := range scans {
			if _, err := gate.Scan(texts[i%3]); err != nil {
				t.Fatal(err)
			}
		}
		for range 1000 {
			if _, err := gate.ScanMany(texts); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestMemoryStaysFlatOverManyGates(t *testing.T) {
	pack, err := CompilePack(write(t, "d.txt", "赌球\n/a+b/\n"))
	if err != nil {
		t.Fatal(err)
	}
	defer pack.Close()
	wantFlat(t, func() {
		for i := range 2000 {
			gate, err := New(Packs(pack), Markets("CN"), PolicySource("* low * block"))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := gate.Scan("赌球"); err != nil {
				t.Fatal(err)
			}
			if i%10 != 0 { // the others are left to the garbage collector, which does not know how much C has
				gate.Close()
			}
			if i%100 == 0 {
				runtime.GC() // the pool forgets
				runtime.GC()
			}
			if _, err := New(Packs(pack), PolicySource("nonsense")); err == nil {
				t.Fatal("no error")
			}
		}
	})
}

func TestMemoryOfPacksIsFreed(t *testing.T) {
	source := write(t, "d.txt", "赌球\n")
	wantFlat(t, func() {
		for i := range 20 {
			pack, err := CompilePack(source)
			if err != nil {
				t.Fatal(err)
			}
			if i%2 == 0 {
				pack.Close()
			}
		}
	})
}

func TestACleanTextCostsNoAllocation(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector has the pool forget")
	}
	gate := newGate(t, Words("赌球"))
	texts, verdicts := []string{"今天天气", "", "很好"}, make([]Verdict, 3)
	text, html := []byte("今天天气"), gate.With(HTML(), Language("zh"))
	for name, call := range map[string]func(){
		"Scan":       func() { _, _ = gate.Scan("今天天气") },
		"ScanBytes":  func() { _, _ = gate.ScanBytes(text) },
		"IsClean":    func() { _, _ = gate.IsClean("今天天气") },
		"Redact":     func() { _, _ = gate.Redact("今天天气") },
		"AppendMany": func() { verdicts, _ = gate.AppendMany(verdicts[:0], texts) },
		"With":       func() { _, _ = html.Scan("今天天气") },
	} {
		if n := testing.AllocsPerRun(1000, call); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}
