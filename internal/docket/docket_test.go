package docket

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"redress/internal/identity"
	"redress/internal/regulation"
)

// chainOf writes n acts one after another, an hour apart.
func chainOf(t interface{ Fatal(...any) }, n int) []Entry {
	var entries []Entry
	var head Head
	at := time.Date(2026, 9, 9, 8, 30, 0, 0, time.UTC)
	for i := range n {
		e, err := Append(ComplaintChain(7), head, Line{
			Act: "registration", By: identity.Actor{ID: identity.ID(i), Office: identity.Secretary},
			Clause: regulation.DutyToAccept, Facts: Facts{"number": i, "state": "registered"},
		}, at.Add(time.Duration(i)*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
		head = e.Head()
	}
	return entries
}

func faults(entries []Entry, remembered Head) []Fault {
	w := Walk{Chain: ComplaintChain(7)}
	for _, e := range entries {
		w.Next(e)
	}
	return w.Close(remembered)
}

func TestAnUntouchedChainHasNoFaults(t *testing.T) {
	entries := chainOf(t, 5)
	if got := faults(entries, entries[4].Head()); len(got) != 0 {
		t.Errorf("faults = %v, want none", got)
	}
	if got := faults(nil, Head{}); len(got) != 0 {
		t.Errorf("faults of an empty chain = %v, want none", got)
	}
}

func TestAnyTamperingIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := chainOf(t, rapid.IntRange(2, 8).Draw(t, "length"))
		remembered := entries[len(entries)-1].Head()
		i := rapid.IntRange(0, len(entries)-1).Draw(t, "entry")
		switch rapid.SampledFrom([]string{"payload", "at", "actor", "act", "clause", "rehash", "drop", "swap", "double"}).Draw(t, "tampering") {
		case "payload":
			entries[i].Payload = []byte(`{"number":99}`)
		case "at":
			entries[i].At = entries[i].At.Add(time.Microsecond)
		case "actor":
			entries[i].Actor++
		case "act":
			entries[i].Act = "return"
		case "clause":
			entries[i].Clause = regulation.Quorum
		case "rehash": // an editor who recomputes the hash of the entry itself
			entries[i].Payload = []byte(`{"number":99}`)
			entries[i].Hash = entries[i].Sum()
		case "drop":
			entries = append(entries[:i:i], entries[i+1:]...)
		case "swap":
			j := (i + 1) % len(entries)
			entries[i], entries[j] = entries[j], entries[i]
		case "double":
			entries = append(entries[:i+1:i+1], entries[i:]...)
		}
		if got := faults(entries, remembered); len(got) == 0 {
			t.Fatal("the tampering was not found")
		}
	})
}

func TestARewrittenChainDiffersFromTheRememberedHead(t *testing.T) {
	remembered := chainOf(t, 4)[3].Head()
	rewritten := chainOf(t, 3)
	last, err := Append(ComplaintChain(7), rewritten[2].Head(), Line{Act: "return"}, rewritten[2].At)
	if err != nil {
		t.Fatal(err)
	}
	if got := faults(append(rewritten, last), remembered); len(got) == 0 {
		t.Error("a chain recomputed from one entry on was not found")
	}
}
