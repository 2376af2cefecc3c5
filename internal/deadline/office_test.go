package deadline

import (
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
)

func TestOffices(t *testing.T) {
	released, formed := calendar.Day(2026, 9, 1), calendar.Day(2026, 9, 2)
	paper := commission.Decision{Number: "1", On: formed}
	c := commission.Composition{Commission: commission.Commission{Profile: regulation.Izhmorsky()}}
	c.Members = []commission.Member{{Person: 3, Office: identity.Secretary, From: calendar.Day(2026, 3, 1), Until: released, Released: paper}}
	at := time.Date(2026, 9, 8, 5, 0, 0, 0, time.UTC)
	due, err := Offices(commission.MomentAt(at, c, nil))
	if err != nil || len(due) != 1 || due[0].Clock != OfficerElection || due[0].Office != identity.Secretary || due[0].DueOn != calendar.Day(2026, 9, 8) {
		t.Errorf("R-008: %+v, %v; want the secretary by 2026-09-08", due, err)
	}
	if chip := due[0].Chip(at, c.Commission.Profile.Zone()); chip.State != Today {
		t.Errorf("R-008: on the seventh day it is %s", chip.State)
	}
	c.Members = nil
	c.Formed = []commission.Convocation{{Number: 2, From: calendar.Day(2026, 9, 5), Formed: paper}}
	due, err = Offices(commission.MomentAt(at, c, nil))
	if err != nil || len(due) != 1 || due[0].Clock != FirstSitting || due[0].DueOn != calendar.Day(2026, 9, 17) {
		t.Errorf("R-060: %+v, %v; want the first sitting by 2026-09-17", due, err)
	}
	c.Formed[0].FirstSitting = at
	if due, err = Offices(commission.MomentAt(at, c, nil)); err != nil || len(due) != 0 {
		t.Errorf("R-060: after the first sitting %+v, %v", due, err)
	}
}
