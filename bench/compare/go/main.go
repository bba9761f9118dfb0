// Runner of the Go peer, petar-dambovaliev/aho-corasick. ../README.md has the protocol.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	ahocorasick "github.com/petar-dambovaliev/aho-corasick"
)

// mostWordsOfDFA is where the automaton with a row of 256 states a state no longer fits: 5,000 words take 100 MB.
const mostWordsOfDFA = 5000

func fail(what string, why any) {
	fmt.Fprintf(os.Stderr, "%s: %v\n", what, why)
	os.Exit(2)
}

func unsupported(why string) {
	fmt.Printf("{\"unsupported\":%q}\n", why)
}

// seconds is the processor time of the process.
func seconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		fail("getrusage", err)
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) * 1e-9
}

// statusBytes is a figure of /proc/self/status in bytes.
func statusBytes(key string) int {
	status, _ := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(status), "\n") {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == key {
			kib, _ := strconv.Atoi(fields[1])
			return kib * 1024
		}
	}
	return 0
}

func read(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		fail(path, err)
	}
	return string(text)
}

func linesOf(text string) []string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

type engine struct {
	automaton ahocorasick.AhoCorasick
	longest   bool
}

func build(words []string, caseless, longest bool) engine {
	options := ahocorasick.Opts{AsciiCaseInsensitive: caseless, DFA: len(words) <= mostWordsOfDFA}
	if longest {
		options.MatchKind = ahocorasick.LeftMostLongestMatch
	} else {
		options.MatchKind = ahocorasick.StandardMatch
	}
	builder := ahocorasick.NewAhoCorasickBuilder(options)
	return engine{builder.Build(words), longest}
}

func (e *engine) scan(texts []string) (matches, ends int) {
	for _, text := range texts {
		var iter ahocorasick.Iter
		if e.longest {
			iter = e.automaton.Iter(text)
		} else {
			iter = e.automaton.IterOverlapping(text)
		}
		for match := iter.Next(); match != nil; match = iter.Next() {
			matches++
			ends += match.End()
		}
	}
	return matches, ends
}

// round is passes over the texts, shared by the threads in equal numbers.
func (e *engine) round(texts []string, threads, repeat int) {
	matches, ends := make([]int, threads), make([]int, threads)
	cpu, wall := seconds(), time.Now()
	var group sync.WaitGroup
	for i := 0; i < threads; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			mine := texts[len(texts)*i/threads : len(texts)*(i+1)/threads]
			for k := 0; k < repeat; k++ {
				matches[i], ends[i] = e.scan(mine)
			}
		}()
	}
	group.Wait()
	taken, lasted := (seconds()-cpu)/float64(repeat), time.Since(wall).Seconds()/float64(repeat)
	for i := 1; i < threads; i++ {
		matches[0] += matches[i]
		ends[0] += ends[i]
	}
	fmt.Printf("{\"seconds\":%.9f,\"wall\":%.9f,\"texts\":%d,\"matches\":%d,\"ends\":%d,\"peak_bytes\":%d}\n",
		taken, lasted, len(texts), matches[0], ends[0], statusBytes("VmHWM:"))
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if strings.HasSuffix(module.Path, "/aho-corasick") {
			return module.Version
		}
	}
	return ""
}

func heap() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

func main() {
	if len(os.Args) != 4 {
		fail("usage", "runner exact|caseless|fold all|longest WORDS")
	}
	if os.Args[1] == "fold" {
		unsupported("does not fold")
		return
	}
	words := linesOf(read(os.Args[3]))
	live, before := heap(), statusBytes("VmRSS:")
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
	begun := seconds()
	e := build(words, os.Args[1] == "caseless", os.Args[2] == "longest")
	built := seconds() - begun
	peak := statusBytes("VmHWM:")
	fmt.Printf("{\"name\":\"go\",\"version\":%q,\"words\":%d,\"build_seconds\":%.6f,\"build_peak_bytes\":%d,"+
		"\"automaton_bytes\":%d}\n", version(), len(words), built, max(0, peak-before), heap()-live)
	var last string
	var texts []string
	for input := bufio.NewScanner(os.Stdin); input.Scan(); {
		request := strings.SplitN(input.Text(), " ", 5)
		if len(request) != 5 || request[0] != "round" {
			fail(input.Text(), "not a request of the protocol")
		}
		if request[1] == "packed" {
			unsupported("has no call for many texts")
			continue
		}
		if key := request[1] + request[4]; key != last {
			last = key
			if text := read(request[4]); request[1] == "whole" {
				texts = []string{text}
			} else {
				texts = linesOf(text)
			}
		}
		threads, _ := strconv.Atoi(request[2])
		repeat, _ := strconv.Atoi(request[3])
		if threads < 1 || repeat < 1 {
			fail(input.Text(), "not a number")
		}
		e.round(texts, threads, repeat)
	}
	runtime.KeepAlive(words)
}
