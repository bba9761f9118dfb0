// Command bench is the Go side of the bindings' benchmark: bench PACK MESSAGES CLEAN. See bench/bindings/README.md, which has
// the protocol.
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"

	textgate "github.com/textgate/textgate/bindings/go"
)

const calls = 200_000

func processor() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// A side is what the tests are about.
type side struct {
	gate     *textgate.Gate
	texts    []string
	clean    string
	verdicts []textgate.Verdict
}

func check[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func (s *side) scan() (found int) {
	for _, text := range s.texts {
		found += len(check(s.gate.Scan(text)).Findings)
	}
	return found
}

func (s *side) scanClean() (found int) {
	for range calls {
		v, err := s.gate.Scan(s.clean)
		if err != nil {
			log.Fatal(err)
		}
		found += len(v.Findings)
	}
	return found
}

func (s *side) many(gate *textgate.Gate) (found int) {
	return sum(check(gate.ScanMany(s.texts)))
}

func (s *side) appendMany() (found int) {
	s.verdicts = check(s.gate.AppendMany(s.verdicts[:0], s.texts))
	return sum(s.verdicts)
}

func sum(verdicts []textgate.Verdict) (found int) {
	for i := range verdicts {
		found += len(verdicts[i].Findings)
	}
	return found
}

func main() {
	if len(os.Args) != 4 {
		log.Fatal("bench PACK MESSAGES CLEAN")
	}
	gate := check(textgate.New(textgate.Dictionary(os.Args[1]), textgate.Detectors(textgate.DetectorWords)))
	s := &side{gate: gate, clean: os.Args[3]}
	for _, line := range strings.Split(string(check(os.ReadFile(os.Args[2]))), "\n") {
		if line != "" {
			s.texts = append(s.texts, line)
		}
	}
	tests := map[string]func() int{
		"scan": s.scan, "scan-clean": s.scanClean, "append-many": s.appendMany,
		"scan-many":   func() int { return s.many(gate) },
		"scan-many-2": func() int { return s.many(gate.With(textgate.Workers(2))) },
	}
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		run, texts := tests[input.Text()], len(s.texts)
		if input.Text() == "scan-clean" {
			texts = calls
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		begun, used := time.Now(), processor()
		found := run()
		used, wall := processor()-used, time.Since(begun)
		runtime.ReadMemStats(&after)
		fmt.Println(float64(used.Nanoseconds())/float64(texts), float64(wall.Nanoseconds())/float64(texts), found,
			float64(after.Mallocs-before.Mallocs)/float64(texts))
	}
}
