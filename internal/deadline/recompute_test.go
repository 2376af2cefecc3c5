package deadline

import (
	"slices"
	"testing"

	"redress/internal/calendar"
)

// TestRedate: what was met stays as it was met, and of everything else the old date and
// the new one are told, of a clock that stops the old one alone.
func TestRedate(t *testing.T) {
	first, second := calendar.Day(2026, 9, 17), calendar.Day(2026, 9, 19)
	owed := func(c Clock, on calendar.Date) Running {
		return Running{Deadline: Deadline{Clock: c, Kind: ByDate, DueOn: on}}
	}
	met := func(c Clock, on calendar.Date) Running {
		r := owed(c, on)
		r.MetAt = at(on)
		return r
	}
	for _, row := range []struct {
		name     string
		was, now []Running
		kept     []Running
		moved    []Redated
	}{
		{"nothing changed", []Running{owed(CampaignReply, first)}, []Running{owed(CampaignReply, first)}, []Running{owed(CampaignReply, first)}, nil},
		{"R-051: another day", []Running{owed(CampaignReply, first)}, []Running{owed(CampaignReply, second)}, []Running{owed(CampaignReply, second)},
			[]Redated{{owed(CampaignReply, first).Deadline, owed(CampaignReply, second).Deadline}}},
		{"met on its day", []Running{met(CampaignRegistration, first)}, []Running{met(CampaignRegistration, second)}, []Running{met(CampaignRegistration, first)}, nil},
		{"met, and would not run any more", []Running{met(AccusedNotice, first)}, nil, []Running{met(AccusedNotice, first)}, nil},
		{"owed, and runs no more", []Running{owed(OrdinaryRegistration, first)}, []Running{owed(CampaignRegistration, first)}, []Running{owed(CampaignRegistration, first)},
			[]Redated{{Was: owed(OrdinaryRegistration, first).Deadline}, {Now: owed(CampaignRegistration, first).Deadline}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			same := func(a, b Running) bool {
				return a.Clock == b.Clock && a.DueOn == b.DueOn && a.Kind == b.Kind && a.MetAt.Equal(b.MetAt)
			}
			kept, moved := Redate(row.was, row.now)
			if !slices.EqualFunc(kept, row.kept, same) {
				t.Errorf("kept %+v, want %+v", kept, row.kept)
			}
			if !slices.EqualFunc(moved, row.moved, func(a, b Redated) bool {
				return same(Running{Deadline: a.Was}, Running{Deadline: b.Was}) && same(Running{Deadline: a.Now}, Running{Deadline: b.Now})
			}) {
				t.Errorf("moved %+v, want %+v", moved, row.moved)
			}
		})
	}
}
