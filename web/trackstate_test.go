package web

import (
	"testing"

	"redress/internal/complaint"
)

// TestEveryStateHasItsWords: of each state and step that a complainant is shown there
// is a word in both languages.
func TestEveryStateHasItsWords(t *testing.T) {
	for _, lang := range []Lang{Russian, English} {
		ctx := (&visit{server: &Server{}, lang: lang}).with(t.Context())
		for _, act := range shownActs {
			if key := "track.act_" + string(act); !known(ctx, key) {
				t.Errorf("%s: no %s", lang, key)
			}
		}
		for _, state := range complaint.States {
			f := followed{complaint: complaint.Complaint{State: state}}
			if state.Open() && !known(ctx, "track.next_"+f.standing()) {
				t.Errorf("%s: no track.next_%s", lang, f.standing())
			}
		}
	}
}
