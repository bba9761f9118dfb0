package textgate

import (
	"os"
	"strings"
	"testing"
)

const cleanText = "今天天气很好，我们去公园" // 36 bytes

func benchGate(b *testing.B) *Gate {
	b.Helper()
	gate, err := New(shipped()...)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { gate.Close() })
	return gate
}

func BenchmarkScanClean(b *testing.B) {
	gate := benchGate(b)
	b.ReportAllocs()
	for b.Loop() {
		v, err := gate.Scan(cleanText)
		if err != nil || v.Action != Pass {
			b.Fatal(err)
		}
	}
}

func BenchmarkScanBytesClean(b *testing.B) {
	gate := benchGate(b)
	text := []byte(cleanText)
	b.ReportAllocs()
	for b.Loop() {
		v, err := gate.ScanBytes(text)
		if err != nil || v.Action != Pass {
			b.Fatal(err)
		}
	}
}

func BenchmarkScanCleanParallel(b *testing.B) {
	gate := benchGate(b)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if v, err := gate.Scan(cleanText); err != nil || v.Action != Pass {
				b.Error(err)
			}
		}
	})
}

func BenchmarkScanFlagged(b *testing.B) {
	gate := benchGate(b)
	b.ReportAllocs()
	for b.Loop() {
		v, err := gate.Scan("代开发票，加微信")
		if err != nil || v.Action == Pass {
			b.Fatal(err)
		}
	}
}

func BenchmarkIsClean(b *testing.B) {
	gate := benchGate(b)
	b.ReportAllocs()
	for b.Loop() {
		if clean, err := gate.IsClean(cleanText); err != nil || !clean {
			b.Fatal(clean, err)
		}
	}
}

func BenchmarkRedactClean(b *testing.B) {
	gate := benchGate(b)
	b.ReportAllocs()
	for b.Loop() {
		if text, err := gate.Redact(cleanText); err != nil || text != cleanText {
			b.Fatal(text, err)
		}
	}
}

func BenchmarkScanManyClean(b *testing.B) {
	benchMany(b, benchGate(b), slicesRepeat(cleanText, 10000))
}

// BenchmarkMessages scans the lines of the file that TEXTGATE_MESSAGES names with the dictionary that TEXTGATE_LEXICON does
// (else the shipped one), one at a time and packed.
func BenchmarkMessages(b *testing.B) {
	data, err := os.ReadFile(os.Getenv("TEXTGATE_MESSAGES"))
	if err != nil {
		b.Skip("TEXTGATE_MESSAGES names no file")
	}
	texts := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	gate := benchGate(b)
	if lexicon := os.Getenv("TEXTGATE_LEXICON"); lexicon != "" {
		if gate, err = New(Dictionary(lexicon)); err != nil {
			b.Fatal(err)
		}
		defer gate.Close()
	}
	b.Run("Scan", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, text := range texts {
				if _, err := gate.Scan(text); err != nil {
					b.Fatal(err)
				}
			}
		}
		perText(b, len(texts))
	})
	b.Run("ScanMany", func(b *testing.B) { benchMany(b, gate, texts) })
	b.Run("AppendMany", func(b *testing.B) {
		b.ReportAllocs()
		var verdicts []Verdict
		for b.Loop() {
			if verdicts, err = gate.AppendMany(verdicts[:0], texts); err != nil {
				b.Fatal(err)
			}
		}
		perText(b, len(texts))
	})
	b.Run("ScanManyParallel", func(b *testing.B) { benchMany(b, gate.With(Workers(0)), texts) })
}

func benchMany(b *testing.B, gate *Gate, texts []string) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := gate.ScanMany(texts); err != nil {
			b.Fatal(err)
		}
	}
	perText(b, len(texts))
}

func perText(b *testing.B, texts int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(texts), "ns/text")
}

func slicesRepeat(text string, n int) []string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = text
	}
	return texts
}
