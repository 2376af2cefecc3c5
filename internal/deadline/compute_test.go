package deadline

import (
	"errors"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/regulation"
)

var novokuznetsk = mustZone("Asia/Novokuznetsk")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// autumn is a campaign with three voting days, 18 to 20 September 2026.
func autumn() *commission.Campaign {
	return &commission.Campaign{
		ID: 1, Title: "Autumn", StartsOn: calendar.Day(2026, 6, 18), EndsOn: calendar.Day(2026, 11, 20),
		VotingDays: []calendar.Date{calendar.Day(2026, 9, 18), calendar.Day(2026, 9, 19), calendar.Day(2026, 9, 20)},
	}
}

// at is noon of a day in the commission's zone.
func at(day calendar.Date) time.Time { return day.Start(novokuznetsk).Add(12 * time.Hour) }

func local(day calendar.Date, campaign *commission.Campaign, stays ...Stay) Facts {
	return Facts{At: at(day), Zone: novokuznetsk, Campaign: campaign, Stays: stays}
}

// komi changes a profile into that of another commission.
func komi(p *regulation.Profile) { *p = regulation.Komi() }

func TestComputeByProfile(t *testing.T) {
	one := 1
	for _, row := range []struct {
		name    string
		clock   Clock
		facts   Facts
		profile func(*regulation.Profile)
		kind    Kind
		due     calendar.Date
		clause  regulation.Clause
	}{
		{"R-110: a term that ends on a holiday stays there", OrdinaryReply, local(calendar.Day(2026, 4, 9), nil),
			nil, ByDate, calendar.Day(2026, 5, 9), regulation.ThirtyDays},
		{"R-110: previous: back to the last working day", OrdinaryReply, local(calendar.Day(2026, 4, 9), nil),
			func(p *regulation.Profile) { p.OrdinaryEnd = regulation.PreviousDay }, ByDate, calendar.Day(2026, 5, 8), regulation.ThirtyDays},
		{"R-110: previous, but no working day is left: it stays", OrdinaryRegistration, local(calendar.Day(2025, 12, 31), nil),
			func(p *regulation.Profile) { p.OrdinaryEnd = regulation.PreviousDay }, ByDate, calendar.Day(2026, 1, 3), regulation.RegisterInThree},
		{"R-110: next: on to the first working day", OrdinaryReply, local(calendar.Day(2026, 4, 9), nil),
			func(p *regulation.Profile) { p.OrdinaryEnd = regulation.NextDay }, ByDate, calendar.Day(2026, 5, 12), regulation.ThirtyDays},
		{"R-110: next does not touch a campaign term", CampaignReply, local(calendar.Day(2026, 7, 6), autumn()),
			func(p *regulation.Profile) { p.OrdinaryEnd = regulation.NextDay }, ByDate, calendar.Day(2026, 7, 11), regulation.FiveDays},
		{"R-110: next does not touch a term of either regime", OfficerElection, local(calendar.Day(2026, 5, 4), nil),
			func(p *regulation.Profile) { p.OrdinaryEnd = regulation.NextDay }, ByDate, calendar.Day(2026, 5, 11), regulation.OfficerElection},

		{"R-050: in a campaign a paper is registered the same day", CampaignRegistration, local(calendar.Day(2026, 7, 6), autumn()),
			nil, ByDate, calendar.Day(2026, 7, 6), regulation.FiveDays},
		{"R-050: unless the regulation gives a day", CampaignRegistration, local(calendar.Day(2026, 7, 6), autumn()),
			func(p *regulation.Profile) { p.CampaignRegisterDays = 1 }, ByDate, calendar.Day(2026, 7, 7), regulation.FiveDays},
		{"R-052: on a voting day it is registered at once", CampaignRegistration, local(calendar.Day(2026, 9, 19), autumn()),
			func(p *regulation.Profile) { p.CampaignRegisterDays = 1 }, Immediate, calendar.Day(2026, 9, 19), regulation.Immediately},

		{"R-116: two days before by difference", SittingNotice, local(calendar.Day(2026, 5, 15), nil),
			nil, ByDate, calendar.Day(2026, 5, 13), regulation.MembersNotice},
		{"R-116: with two full days between", SittingNotice, local(calendar.Day(2026, 5, 15), nil),
			func(p *regulation.Profile) { p.CountBefore = regulation.FullDays }, ByDate, calendar.Day(2026, 5, 12), regulation.MembersNotice},
		{"R-063: three days where the regulation says three", SittingNotice, local(calendar.Day(2026, 5, 15), nil),
			func(p *regulation.Profile) { p.NoticeDays = 3 }, ByDate, calendar.Day(2026, 5, 12), regulation.MembersNotice},
		{"R-063: in a campaign the usual term, if no other is set", SittingNotice, local(calendar.Day(2026, 8, 14), autumn()),
			nil, ByDate, calendar.Day(2026, 8, 12), regulation.MembersNotice},
		{"R-063: one day in a campaign where it is set", SittingNotice, local(calendar.Day(2026, 8, 14), autumn()),
			func(p *regulation.Profile) { p.NoticeDaysCampaign = &one }, ByDate, calendar.Day(2026, 8, 13), regulation.MembersNotice},
		{"R-063: the campaign term does not reach outside", SittingNotice, local(calendar.Day(2026, 5, 15), nil),
			func(p *regulation.Profile) { p.NoticeDaysCampaign = &one }, ByDate, calendar.Day(2026, 5, 13), regulation.MembersNotice},
		{"R-063: Komi, three days", SittingNotice, local(calendar.Day(2026, 5, 15), nil),
			komi, ByDate, calendar.Day(2026, 5, 12), regulation.MembersNotice},
		{"R-063: Komi in a campaign, one day", SittingNotice, local(calendar.Day(2026, 8, 14), autumn()),
			komi, ByDate, calendar.Day(2026, 8, 13), regulation.MembersNotice},
		{"R-014: absence told two days before", AbsenceNotice, local(calendar.Day(2026, 5, 15), nil),
			func(p *regulation.Profile) { p.AbsenceNoticeDays = 2 }, ByDate, calendar.Day(2026, 5, 13), regulation.AbsenceNotice},

		{"R-083: minutes in three working days", MinutesText, local(calendar.Day(2026, 3, 2), nil),
			func(p *regulation.Profile) { p.MinutesWorkingDays = 3 }, ByDate, calendar.Day(2026, 3, 5), regulation.MinutesText},
		{"R-086: delivery in five working days", RulingDelivery, local(calendar.Day(2026, 3, 2), autumn()),
			func(p *regulation.Profile) { p.DeliveryWorkingDays = 5 }, ByDate, calendar.Day(2026, 3, 10), regulation.DeliveryInThree},
		{"R-111: decreed days count as working", MinutesText, local(calendar.Day(2020, 3, 27), nil),
			nil, ByDate, calendar.Day(2020, 4, 3), regulation.MinutesText},
		{"R-111: decreed days do not count", MinutesText, local(calendar.Day(2020, 4, 27), nil),
			func(p *regulation.Profile) { p.CountDecreedAsWork = false }, ByDate, calendar.Day(2020, 5, 18), regulation.MinutesText},

		{"R-056: ten days of the decision", FilingRegistrationDecision, local(calendar.Day(2026, 7, 30), autumn()),
			nil, ByDate, calendar.Day(2026, 8, 9), regulation.RegistrationWindow},
		{"R-056: fifteen days in another region", FilingRegistrationDecision, local(calendar.Day(2026, 7, 30), autumn()),
			func(p *regulation.Profile) { p.RegistrationWindowDays = 15 }, ByDate, calendar.Day(2026, 8, 14), regulation.RegistrationWindow},
		{"R-082: dissent is told in three days", DissentForwarding, local(calendar.Day(2026, 8, 3), autumn()),
			nil, ByDate, calendar.Day(2026, 8, 6), regulation.DissentForward},
		{"R-082: of a voting day, at once", DissentForwarding, local(calendar.Day(2026, 9, 20), autumn()),
			nil, Immediate, calendar.Day(2026, 9, 20), regulation.DissentForward},

		{"R-022: in a campaign a paper is passed on at once", CampaignForward, local(calendar.Day(2026, 7, 6), autumn()),
			nil, Immediate, calendar.Day(2026, 7, 6), regulation.NotOwnJudge},
		{"R-055: the accused is told at once", AccusedNotice, local(calendar.Day(2026, 7, 6), autumn()),
			nil, Immediate, calendar.Day(2026, 7, 6), regulation.AccusedTold},
		{"R-039: returned in seven days", OrdinaryReturn, local(calendar.Day(2026, 3, 2), nil),
			nil, ByDate, calendar.Day(2026, 3, 9), regulation.ReturnUnsent},
		{"R-090: outside a campaign information comes in fifteen days", OrdinaryInformationRequest, local(calendar.Day(2026, 3, 2), nil),
			nil, ByDate, calendar.Day(2026, 3, 17), regulation.InformationRequest},
		{"R-091: ten days for the police to check", LawEnforcementCheck, local(calendar.Day(2026, 7, 6), autumn()),
			nil, ByDate, calendar.Day(2026, 7, 16), regulation.LawEnforcement},
		{"R-101: three months to the court", CourtElectionResults, local(calendar.Day(2026, 9, 25), nil),
			nil, ByDate, calendar.Day(2026, 12, 25), regulation.CourtWindows},
	} {
		t.Run(row.name, func(t *testing.T) {
			profile := regulation.Izhmorsky()
			if row.profile != nil {
				row.profile(&profile)
			}
			got, err := Compute(row.clock, row.facts, profile, calendar.Russia())
			if err != nil {
				t.Fatal(err)
			}
			if got.Kind != row.kind || got.DueOn != row.due || got.Clause != row.clause {
				t.Errorf("Compute() = %s %s by %s, want %s %s by %s",
					got.Kind, got.DueOn, got.Clause, row.kind, row.due, row.clause)
			}
		})
	}
}

func TestComputeRefuses(t *testing.T) {
	profile, days := regulation.Izhmorsky(), calendar.Russia()
	var refusal *regulation.Refusal
	_, err := Compute(CampaignReply, local(calendar.Day(2026, 5, 4), nil), profile, days)
	if !errors.As(err, &refusal) || refusal.Clause != regulation.RegimeOfReceipt {
		t.Errorf("R-030: a campaign clock outside a campaign: %v", err)
	}
	_, err = Compute(OrdinaryReply, local(calendar.Day(2026, 7, 6), autumn()), profile, days)
	if !errors.As(err, &refusal) || refusal.Clause != regulation.RegimeOfReceipt {
		t.Errorf("R-030: an ordinary clock in a campaign: %v", err)
	}
	var missing *calendar.MissingYearError
	_, err = Compute(MinutesText, local(calendar.Day(2026, 12, 29), nil), profile, days)
	if !errors.As(err, &missing) || missing.Year != 2027 {
		t.Errorf("R-112: a working-day term into a year without a table: %v", err)
	}
	profile.OrdinaryEnd = regulation.NextDay
	_, err = Compute(OrdinaryReply, local(calendar.Day(2026, 12, 10), nil), profile, days)
	if !errors.As(err, &missing) || missing.Year != 2027 {
		t.Errorf("R-112: an end that must be moved in a year without a table: %v", err)
	}
	if _, err = Compute("tea", local(calendar.Day(2026, 5, 4), nil), profile, days); err == nil {
		t.Error("an unknown clock was computed")
	}
	if _, err = Compute(OrdinaryReply, Facts{At: at(calendar.Day(2026, 5, 4))}, profile, days); err == nil {
		t.Error("R-110: a date was computed without a zone")
	}
}
