package deadline

import (
	"encoding/json"
	"reflect"
	"testing"

	"redress/internal/calendar"
	"redress/internal/regulation"
)

func TestExplanation(t *testing.T) {
	compute := func(clock Clock, f Facts) Deadline {
		t.Helper()
		d, err := Compute(clock, f, regulation.Izhmorsky(), calendar.Russia())
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var back Deadline
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if !back.Working.Event.At.Equal(d.Working.Event.At) {
			t.Errorf("the instant was read back as %s", back.Working.Event.At)
		}
		back.Working.Event.At = d.Working.Event.At
		if !reflect.DeepEqual(back, d) {
			t.Errorf("read back as %+v, want %+v", back, d)
		}
		return d
	}

	w := compute(CampaignReply, local(calendar.Day(2026, 9, 13), autumn())).Working
	if w.Event.On != calendar.Day(2026, 9, 13) || w.Event.Zone != "Asia/Novokuznetsk" || w.Campaign != "Autumn" ||
		w.Period != regulation.ToAnswerInCampaign || w.TermEndsOn != calendar.Day(2026, 9, 18) || w.Eve != calendar.Day(2026, 9, 17) {
		t.Errorf("R-051: the cap is explained as %+v", w)
	}
	w = compute(CampaignReply, local(calendar.Day(2026, 9, 19), autumn())).Working
	if w.Voting == nil || *w.Voting != (VotingDay{Number: 2, Of: 3}) {
		t.Errorf("R-052: the second voting day is explained as %+v", w.Voting)
	}
	w = compute(CampaignReply, local(calendar.Day(2026, 9, 21), autumn())).Working
	if w.Voting == nil || *w.Voting != (VotingDay{Of: 3, After: true}) {
		t.Errorf("R-052: the day after voting is explained as %+v", w.Voting)
	}
	w = compute(CampaignAdditionalCheck, local(calendar.Day(2026, 9, 14), autumn())).Working
	if w.PassesVoting != calendar.Day(2026, 9, 18) {
		t.Errorf("R-053: the voting day passed is %q", w.PassesVoting)
	}
	w = compute(MinutesText, local(calendar.Day(2026, 3, 2), nil)).Working
	if len(w.Days) != 8 || w.Days[4].Status.Kind != calendar.Weekend || w.Days[5].Status.Name == "" ||
		w.Days[6].Status.Kind != calendar.MovedDayOff || w.Days[7].Number != 5 {
		t.Errorf("R-083: the days are explained as %+v", w.Days)
	}
	w = compute(OrdinaryReply, local(calendar.Day(2026, 3, 2), nil, Stay{calendar.Day(2026, 3, 12), calendar.Day(2026, 3, 22)})).Working
	if w.StoodDays != 10 || len(w.Stays) != 1 || w.TermEndsOn != calendar.Day(2026, 4, 1) {
		t.Errorf("R-059: the stay is explained as %+v", w)
	}
	d := compute(OrdinaryReply, local(calendar.Day(2026, 12, 10), nil))
	if d.DueOn != calendar.Day(2027, 1, 9) || !d.WorkBy.IsZero() || d.Working.MissingYear != 2027 {
		t.Errorf("R-112: a calendar term needs no table, yet came out as %+v", d)
	}
}
