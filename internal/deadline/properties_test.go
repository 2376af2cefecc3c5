package deadline

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/regulation"
)

var clocks = Clocks()

// drawn is one arbitrary computation: any clock, day, hour, zone, campaign and stay.
type drawn struct {
	clock   Clock
	facts   Facts
	profile regulation.Profile
}

var zones = []*time.Location{novokuznetsk, mustZone("Europe/Kaliningrad"), mustZone("Asia/Vladivostok"), mustZone("Europe/Berlin"), mustZone("America/Havana"), mustZone("Asia/Kamchatka"), time.UTC}

func draw(t *rapid.T) drawn {
	d := drawn{clock: rapid.SampledFrom(clocks).Draw(t, "clock"), profile: regulation.Izhmorsky()}
	d.profile.OrdinaryEnd = rapid.SampledFrom([]regulation.EndOnNonworking{regulation.ExactDay, regulation.PreviousDay, regulation.NextDay}).Draw(t, "end")
	d.profile.CountBefore = rapid.SampledFrom([]regulation.CountBeforeMode{regulation.Difference, regulation.FullDays}).Draw(t, "before")
	d.profile.CountDecreedAsWork = rapid.Bool().Draw(t, "decreed")
	d.profile.CampaignRegisterDays = rapid.IntRange(0, 5).Draw(t, "register")
	zone := rapid.SampledFrom(zones).Draw(t, "zone")
	event := calendar.Day(2018, 7, 1).AddDays(rapid.IntRange(0, 2900).Draw(t, "event"))
	second := time.Duration(rapid.IntRange(0, int(event.End(zone).Sub(event.Start(zone))/time.Second)).Draw(t, "second")) * time.Second
	d.facts = Facts{At: event.Start(zone).Add(second).UTC(), Zone: zone}
	if d.clock.Regime() == regulation.CampaignRegime || d.clock.Regime() == "" && rapid.Bool().Draw(t, "campaign") {
		first := event.AddDays(rapid.IntRange(-20, 20).Draw(t, "voting"))
		c := &commission.Campaign{ID: 1, StartsOn: event.AddDays(-40), EndsOn: event.AddDays(40)}
		for i := range rapid.IntRange(0, 3).Draw(t, "voting days") {
			c.VotingDays = append(c.VotingDays, first.AddDays(i))
		}
		d.facts.Campaign = c
	}
	if rapid.Bool().Draw(t, "stay") {
		from := event.AddDays(rapid.IntRange(0, 20).Draw(t, "from"))
		d.facts.Stays = []Stay{{from, from.AddDays(rapid.IntRange(0, 30).Draw(t, "stood"))}}
	}
	return d
}

func (d drawn) compute(t *rapid.T, days calendar.Production) Deadline {
	got, err := Compute(d.clock, d.facts, d.profile, days)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestDeadlineNeverFallsBeforeItsEvent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		got, event := d.compute(t, calendar.Russia()), calendar.On(d.facts.At, d.facts.Zone)
		if rules[d.clock].ahead {
			if got.DueOn.After(event) {
				t.Fatalf("%s is due on %s, after the sitting on %s", d.clock, got.DueOn, event)
			}
			return
		}
		if got.DueOn.Before(event) {
			t.Fatalf("%s is due on %s, before its event on %s", d.clock, got.DueOn, event)
		}
		if !got.WorkBy.IsZero() && (got.WorkBy.Before(event) || got.WorkBy.After(got.DueOn)) {
			t.Fatalf("work by %s, event %s, due %s", got.WorkBy, event, got.DueOn)
		}
	})
}

func TestCapOnlyShortens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		if d.facts.Campaign == nil {
			d.clock, d.facts.Campaign = CampaignReply, autumn()
		}
		capped := d.compute(t, calendar.Russia())
		without := *d.facts.Campaign
		without.VotingDays = nil
		d.facts.Campaign = &without
		if free := d.compute(t, calendar.Russia()); capped.DueOn.After(free.DueOn) {
			t.Fatalf("%s is due on %s with voting days and on %s without", d.clock, capped.DueOn, free.DueOn)
		}
	})
}

func TestStayOnlyMovesOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		d.profile.OrdinaryEnd = regulation.ExactDay
		stood := d.compute(t, calendar.Russia())
		d.facts.Stays = nil
		if ran := d.compute(t, calendar.Russia()); stood.DueOn.Before(ran.DueOn) {
			t.Fatalf("%s is due on %s after a stay and on %s without", d.clock, stood.DueOn, ran.DueOn)
		}
	})
}

func TestHolidaysNeverMakeAWorkingDayTermEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		d.clock = rapid.SampledFrom([]Clock{MinutesText, RulingDelivery}).Draw(t, "working-day clock")
		before, days := d.compute(t, calendar.Russia()), calendar.Russia()
		for range rapid.IntRange(1, 5).Draw(t, "holidays") {
			holiday := before.Working.Event.On.AddDays(rapid.IntRange(0, 20).Draw(t, "holiday"))
			year, ok := days.Year(holiday.Year())
			if !ok || slices.Contains(year.WorkingWeekends, holiday) { // no day is worked and off at once
				continue
			}
			year.Holidays[holiday] = "one more"
			var err error
			if days, err = days.With(year); err != nil {
				t.Fatal(err)
			}
		}
		if after := d.compute(t, days); after.DueOn.Before(before.DueOn) {
			t.Fatalf("%s moved from %s to %s", d.clock, before.DueOn, after.DueOn)
		}
	})
}

func TestHourAndZoneNeverShiftTheDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		got, event := d.compute(t, calendar.Russia()), calendar.On(d.facts.At, d.facts.Zone)
		for _, zone := range zones {
			for _, at := range []time.Time{event.Start(zone), event.End(zone)} {
				d.facts.At, d.facts.Zone = at, zone
				if other := d.compute(t, calendar.Russia()); other.DueOn != got.DueOn || other.WorkBy != got.WorkBy {
					t.Fatalf("%s from %s in %s is due on %s, not %s", d.clock, at, zone, other.DueOn, got.DueOn)
				}
			}
		}
	})
}

// TestEveryDayOfAWorkingTermIsCountedOrSkipped: between the event and the last day no
// day is left out, none stands twice, and each that was skipped says why.
func TestEveryDayOfAWorkingTermIsCountedOrSkipped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		d.clock = rapid.SampledFrom([]Clock{MinutesText, RulingDelivery}).Draw(t, "working-day clock")
		v := Running{Deadline: d.compute(t, calendar.Russia())}.Value(d.facts.At, d.facts.Zone)
		if v.Counting == AtOnce {
			return
		}
		if days := v.DueOn.Sub(v.Trigger.On); v.Counting != WorkingDays || days != v.Term+len(v.Skipped) {
			t.Fatalf("%s: %d days from %s to %s, %d counted and %d skipped", d.clock, days, v.Trigger.On, v.DueOn, v.Term, len(v.Skipped))
		}
		last := v.Trigger.On
		for _, s := range v.Skipped {
			if !s.On.After(last) || s.Status.Working(d.profile.CountDecreedAsWork) {
				t.Fatalf("%s was skipped after %s as %s", s.On, last, s.Status.Kind)
			}
			last = s.On
		}
	})
}

// TestStandingFollowsTheDays: what runs is in time, what is missed is not, and from one
// day to the next nothing that was missed runs again.
func TestStandingFollowsTheDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		r := Running{Deadline: d.compute(t, calendar.Russia())}
		missed := false
		for n := -3; n <= 3; n++ {
			day := r.DueOn.AddDays(n)
			for _, at := range []time.Time{day.Start(d.facts.Zone), day.End(d.facts.Zone)} {
				standing := r.Standing(at, d.facts.Zone)
				if !r.Paused && (standing == Missed) != (n > 0) || missed && standing != Missed {
					t.Fatalf("%s, due on %s, is %s at %s", d.clock, r.DueOn, standing, at.In(d.facts.Zone))
				}
				missed = standing == Missed && !r.Paused
			}
		}
	})
}
