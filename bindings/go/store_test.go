package textgate

import (
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const (
	advert = "本店专业代开各类发票，真实可查，欢迎来电咨询，电话一三八零零"
	shown  = "本店專業代開各類發票，真實可查，歡迎來電咨詢，電話一三八零零"
	varied = "本店专业代开各类发票，真实可查，欢迎来电咨询，电话一三九一一"
	other  = "今天天气不错，适合出去走走，晚上可能有雨，记得带伞"
)

func lookUp(t *testing.T, s *Store, text string) []Repeat {
	t.Helper()
	found, err := s.LookUp(text, 5)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestStore(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "seen")
	for _, path := range []string{"", folder} {
		s, err := OpenStore(path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(s.Remember("a", advert), s.Remember("b", other)); err != nil {
			t.Fatal(err)
		}
		found := lookUp(t, s, varied)
		if len(found) != 1 || found[0].ID != "a" || found[0].Kinship != Near || found[0].Similarity < 0.8 ||
			found[0].Error != 0 || found[0].End != len(varied) {
			t.Errorf("%+v", found)
		}
		if found := lookUp(t, s, shown); found[0].Kinship != Folded || found[0].Kinship.String() != "folded" {
			t.Errorf("%+v", found)
		}
		if found, group, err := s.LookUpAndRemember("c", varied, 1); err != nil || group != 0 || found[0].ID != "a" {
			t.Error(found, group, err)
		}
		if err := s.Forget("a"); err != nil {
			t.Error(err)
		}
		if err := s.Forget("a"); !errors.Is(err, ErrNotFound) {
			t.Error(err)
		}
		if err := errors.Join(s.Commit(), s.Compact()); err != nil {
			t.Error(err)
		}
		if stats, err := s.Stats(); err != nil || stats.Texts != 2 || stats.Runs != 1 {
			t.Error(stats, err)
		}
		if err := errors.Join(s.Close(), s.Close()); err != nil {
			t.Error(err)
		}
		if _, err := s.LookUp(other, 1); !errors.Is(err, ErrClosed) {
			t.Error(err)
		}
	}
	s, err := OpenStore(folder, &StoreOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if found := lookUp(t, s, other); len(found) != 1 || found[0].ID != "b" || found[0].Kinship != Same {
		t.Errorf("%+v", found)
	}
	if err := s.Remember("d", "x"); !errors.Is(err, ErrInvalidArgument) {
		t.Error(err)
	}
}

func TestStoreRefuses(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "seen")
	s, err := OpenStore(folder, &StoreOptions{Threshold: 0.7})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := OpenStore(folder, &StoreOptions{Threshold: 0.9}); !errors.Is(err, ErrIncompatible) {
		t.Error(err)
	}
	if _, err := OpenStore(folder, &StoreOptions{Threshold: 3}); !errors.Is(err, ErrInvalidArgument) {
		t.Error(err)
	}
	s, err = OpenStore("", &StoreOptions{Containment: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, id := range []string{"", "a\x00b", strings.Repeat("x", 256)} {
		if err := s.Remember(id, "x"); !errors.Is(err, ErrInvalidArgument) {
			t.Error(err)
		}
	}
	if err := s.Remember("a", advert); err != nil {
		t.Fatal(err)
	}
	text := other + "。" + advert + "。" + strings.Repeat("其他", 20)
	if found := lookUp(t, s, text); found[0].Kinship != Contains || text[found[0].Begin:found[0].End] != advert {
		t.Errorf("%+v", found)
	}
}

func TestGoroutinesShareAStore(t *testing.T) {
	s, err := OpenStore("", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	text := func(i int) string {
		var b strings.Builder
		for k := range 30 {
			b.WriteRune(rune(0x4E00 + (i*31+k*k*17)%5000))
		}
		return fmt.Sprint(i*7919, b.String())
	}
	var wait sync.WaitGroup
	for part := range 4 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := part; i < 200; i += 4 {
				if _, _, err := s.LookUpAndRemember(fmt.Sprint(i), text(i), 1); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	wait.Wait()
	for i := range 200 {
		if found := lookUp(t, s, text(i)); len(found) == 0 || found[0].ID != fmt.Sprint(i) {
			t.Errorf("%d: %+v", i, found)
		}
	}
}

func TestFingerprints(t *testing.T) {
	a, err := NewFingerprint(advert, 0)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := NewFingerprint(varied, 0)
	similarity, deviation, err := a.Similarity(b)
	exact, err2 := Similarity(advert, varied, 0)
	if err := errors.Join(err, err2); err != nil || math.Abs(similarity-exact) > 4*deviation+0.01 {
		t.Error(similarity, deviation, exact, err)
	}
	common := 0
	for _, x := range a.Keys(DefaultThreshold) {
		for _, y := range b.Keys(DefaultThreshold) {
			if x == y {
				common++
			}
		}
	}
	if common == 0 {
		t.Error("no key in common")
	}
	again, err := FingerprintOf(a.Bytes())
	if err != nil || again != a || len(a.Bytes()) != 272 {
		t.Error("bytes", err)
	}
	if _, err := FingerprintOf(nil); !errors.Is(err, ErrInvalidArgument) {
		t.Error(err)
	}
	c, _ := NewFingerprint(advert, NormaliseDigits)
	if _, _, err := a.Similarity(c); !errors.Is(err, ErrIncompatible) {
		t.Error(err)
	}
	if one, err := Similarity("红包 100", "红包 2000", NormaliseDigits); one != 1 || err != nil {
		t.Error(one, err)
	}
	s, _ := OpenStore("", nil)
	defer s.Close()
	if err := s.RememberFingerprint("a", a); err != nil {
		t.Error(err)
	}
	if found, err := s.LookUpFingerprint(b, 1); err != nil || len(found) != 1 {
		t.Error(found, err)
	}
}

func TestCluster(t *testing.T) {
	members, err := Cluster([]string{advert, other, varied, "", shown}, 0, 0, 2)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{0, 1, 0, 3, 0} {
		if members[i].Cluster != want {
			t.Errorf("%d: %+v", i, members[i])
		}
	}
	if members[4].Of != 0 || members[4].Similarity != 1 {
		t.Errorf("%+v", members[4])
	}
	if none, err := Cluster(nil, 0, 0, 1); len(none) != 0 || err != nil {
		t.Error(none, err)
	}
	if _, err := Cluster([]string{"a"}, 3, 0, 1); !errors.Is(err, ErrInvalidArgument) {
		t.Error(err)
	}
}
