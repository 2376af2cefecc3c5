package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"redress/internal/complaint"
	"redress/internal/regulation"
)

// root is the folder of the repository, seen from this package.
var root = filepath.Join("..", "..")

func TestPagesAreWhatIsWrittenNow(t *testing.T) {
	pages, err := pagesOf(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		kept, err := os.ReadFile(filepath.Join(root, "docs", p.name))
		if err != nil || string(kept) != p.text {
			t.Errorf("docs/%s is not what the code says now (%v): run make docs", p.name, err)
		}
	}
	again, err := pagesOf(root)
	if err != nil {
		t.Fatal(err)
	}
	for i := range pages {
		if pages[i] != again[i] {
			t.Errorf("docs/%s is written differently the second time", pages[i].name)
		}
	}
}

func TestCatalogueHasTheWords(t *testing.T) {
	w, err := english(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range complaint.States {
		if w["state."+string(state)] == "" {
			t.Errorf("the catalogue has no words for the state %s", state)
		}
	}
	if got := w.of("state", "no_such_state"); got != "no such state" {
		t.Errorf("of() = %q, want plain words", got)
	}
	if _, err := english(t.TempDir()); err == nil {
		t.Error("english() read a catalogue where there is none")
	}
}

func TestDrawingIsWellFormedAndNamesEveryState(t *testing.T) {
	w, err := english(root)
	if err != nil {
		t.Fatal(err)
	}
	drawing := statesDrawing(w)
	in := xml.NewDecoder(strings.NewReader(drawing))
	for {
		if _, err := in.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	for _, state := range complaint.States {
		if !strings.Contains(drawing, ">"+string(state)+"</text>") {
			t.Errorf("the state %s is not drawn", state)
		}
	}
	moves := make(map[complaint.Act]bool)
	moves[complaint.Filing] = true
	for _, m := range complaint.Moves() {
		moves[m.Act] = moves[m.Act] || slices.ContainsFunc(m.From, func(from complaint.State) bool { return m.To != "" && m.To != from })
	}
	page := statesPage(w)
	for _, act := range append([]complaint.Act{complaint.Filing}, complaint.Acts...) {
		if drawn := strings.Contains(drawing, ">"+w.of("act", string(act))+"</text>"); drawn != moves[act] {
			t.Errorf("the act %s is drawn: %v, and moves a complaint: %v", act, drawn, moves[act])
		}
		if !strings.Contains(page, "`"+string(act)+"`") {
			t.Errorf("the act %s is not on the page", act)
		}
	}
}

// TestAnomaliesOfTheCastingVote: at eight present three to three with the
// presiding member for is adopted, four to two is not.
func TestAnomaliesOfTheCastingVote(t *testing.T) {
	p := regulation.Izhmorsky()
	found, err := anomalies(p, 8)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, a := range found {
		said = append(said, votesOf(a.adopted)+" "+votesOf(a.more))
	}
	if got, want := strings.Join(said, ", "), "1–1–6 2–0–6, 1–1–6 2–1–5, 2–2–4 3–1–4, 2–2–4 3–2–3, 3–3–2 4–2–2, 3–3–2 4–3–1"; got != want {
		t.Errorf("R-076: anomalies(8) = %s, want %s", got, want)
	}
	for _, without := range []func(*regulation.Profile){
		func(p *regulation.Profile) { p.CastingVoteWithAbstentions = false },
		func(p *regulation.Profile) { p.CastingVote = false },
	} {
		strict := p
		without(&strict)
		for present := 1; present <= strict.EstablishedMax; present++ {
			if found, err := anomalies(strict, present); err != nil || len(found) != 0 {
				t.Errorf("R-076: anomalies(%d) = %v, %v, want none", present, found, err)
			}
		}
	}
}
