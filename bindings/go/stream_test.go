package textgate

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestAStreamFindsWhatAScanFinds(t *testing.T) {
	gate := newGate(t, Words("百家乐", "赌球&开户"), Entry("poker", "severity=low note=x"), Detectors(DetectorWords))
	text := strings.Repeat("没事来玩百\u200b家乐。Poker, 赌球快来开户。", 3000)
	want := scan(t, gate, text)
	for _, size := range []int{7, 1000, 1 << 20} {
		stream, err := gate.NewStream()
		if err != nil {
			t.Fatal(err)
		}
		var seen Findings
		for at := 0; at < len(text); at += size {
			found, err := stream.Feed([]byte(text[at:min(at+size, len(text))]))
			if err != nil {
				t.Fatal(err)
			}
			seen = append(seen, found...)
		}
		end, err := stream.Finish()
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, end.Findings...)
		if end.Action != want.Action || end.Score != want.Score || end.Count != len(want.Findings) {
			t.Errorf("pieces of %d: %+v", size, end)
		}
		for i := range seen {
			seen[i].Text = text[seen[i].Begin:seen[i].End]
		}
		if !reflect.DeepEqual(seen, want.Findings) {
			t.Errorf("pieces of %d: %d findings, not %d", size, len(seen), len(want.Findings))
		}
		stream.Close()
	}
}

func TestAStreamIsUsedAgainUntilItIsClosed(t *testing.T) {
	gate := newGate(t, Words("百家乐"))
	stream, err := gate.NewStream()
	if err != nil {
		t.Fatal(err)
	}
	gate.Close()
	for text, count := range map[string]int{"来玩百家": 0, "乐百家乐": 1} {
		if _, err := stream.Feed([]byte(text)); err != nil {
			t.Fatal(err)
		}
		end, err := stream.Finish()
		if err != nil || end.Count != count {
			t.Errorf("%s: %+v, %v", text, end, err)
		}
	}
	stream.Close()
	stream.Close()
	_, fed := stream.Feed(nil)
	_, finished := stream.Finish()
	if _, err := gate.NewStream(); !errors.Is(err, ErrClosed) || !errors.Is(fed, ErrClosed) || !errors.Is(finished, ErrClosed) {
		t.Error(err, fed, finished)
	}
}

func TestStreamsThatAreLostAreFreed(t *testing.T) {
	gate := newGate(t, Words("百家乐"))
	wantFlat(t, func() {
		for i := range 200 {
			stream, err := gate.NewStream()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := stream.Feed([]byte("来玩百家乐")); err != nil {
				t.Fatal(err)
			}
			if i%2 == 0 {
				stream.Close()
			}
		}
	})
}
