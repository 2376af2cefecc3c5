package web

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// profileStart is the hour of the sittings of this test, in a campaign.
var profileStart = time.Date(2026, 9, 11, 5, 0, 0, 0, time.UTC)

// worksBy is a commission of nine seats with some members, by a regulation, in a campaign.
func worksBy(p regulation.Profile, at time.Time, members int, campaigns ...commission.Campaign) commission.Moment {
	c := commission.Composition{Commission: commission.Commission{ID: 5, Established: 9, Profile: p}}
	for i := 1; i <= members; i++ {
		m := commission.Member{Person: identity.ID(i), Office: identity.Member, From: calendar.Day(2026, 1, 1), Name: identity.Name{Surname: fmt.Sprintf("Член%d", i), Given: "А"}}
		switch i {
		case 1:
			m.Office = identity.Chair
		case 2:
			m.Office = identity.Secretary
		}
		c.Members = append(c.Members, m)
	}
	return commission.MomentAt(at, c, campaigns)
}

var profileChair = identity.Actor{ID: 1, Office: identity.Chair, Commission: 5}

// convenedBy convenes a sitting some days ahead and says what came of it.
func convenedBy(p regulation.Profile, days int, change func(*sitting.Call), campaigns ...commission.Campaign) string {
	call := sitting.Call{StartsAt: profileStart, Place: "зал"}
	if change != nil {
		change(&call)
	}
	m := worksBy(p, profileStart.AddDate(0, 0, -days), 9, campaigns...)
	s, _, err := sitting.Convene(profileChair, call, 1, m)
	_, missed := s.Shortfall(p, m.Day)
	return fmt.Sprint(len(missed) > 0, s.Video, s.Urgent, refusedKeys(err))
}

func refusedKeys(err error) []string {
	found, _ := refusalsIn(err)
	var keys []string
	for _, r := range found {
		keys = append(keys, r.Key)
	}
	if err != nil && keys == nil {
		keys = append(keys, err.Error())
	}
	return keys
}

func dueBy(clock deadline.Clock, at time.Time, campaign *commission.Campaign) func(regulation.Profile) string {
	return func(p regulation.Profile) string {
		d, err := deadline.Compute(clock, deadline.Facts{At: at, Zone: time.UTC, Campaign: campaign}, p, calendar.Russia())
		return fmt.Sprint(d.DueOn, err)
	}
}

func countedBy(question regulation.Question, t sitting.Tally) func(regulation.Profile) string {
	t.Established, t.Appointed, t.WorkStarted, t.Presiding = 9, 9, true, sitting.For
	return func(p regulation.Profile) string {
		r, err := sitting.Count(p, question, t)
		return fmt.Sprint(r.Fate, r.Needed, err)
	}
}

// routedBy routes a voter's paper about an inaction of a precinct of 14 August.
func routedBy(change func(*complaint.Paper)) func(regulation.Profile) string {
	return func(p regulation.Profile) string {
		paper := complaint.Paper{Own: 5, Above: 1, Respondent: 9, Higher: 5, ReceivedOn: calendar.Day(2026, 9, 3), HappenedOn: calendar.Day(2026, 8, 14),
			Channel: complaint.Portal, Contested: complaint.Contested{Inaction: true}, Role: complaint.Voter, Named: true, Reachable: true,
			Campaigns: []commission.Campaign{elections}}
		change(&paper)
		r := paper.Route(p)
		return fmt.Sprint(r.Route, r.WindowEnds, r.Flags)
	}
}

// elected keeps the commission that Setup lets through.
type elected struct{ commission.SetupStore }

func (elected) SetUpCommission(context.Context, commission.Commission, docket.Line) (commission.ID, error) {
	return 1, nil
}

func establishedBy(seats int) func(regulation.Profile) string {
	return func(p regulation.Profile) string {
		_, err := commission.NewSetup(elected{}).Add(context.Background(), identity.Actor{Office: identity.Administrator},
			commission.Commission{Code: "42-1", Kind: commission.Territorial, Name: "Комиссия", Established: seats, Profile: p})
		return fmt.Sprint(refusedKeys(err))
	}
}

func drawn(page templ.Component) string {
	var b strings.Builder
	if err := page.Render(speaking(Russian), &b); err != nil {
		return err.Error()
	}
	return b.String()
}

func operative(p regulation.Profile) string {
	return strings.Join(ruling.Selection{Outcome: regulation.Dismiss}.Operative(ruling.Subject{}, p), " ")
}

func spokenBy(p regulation.Profile) string {
	m := worksBy(p, profileStart, 9)
	return drawn(conductAside(conductView{sittingView: sittingView{tab: "conduct", moment: m, sheet: document.MinutesSheet{Commission: m.Composition.Commission}}}))
}

func keptBy(record complaint.Record) func(regulation.Profile) string {
	next := commission.Campaign{ID: 2, StartsOn: calendar.Day(2027, 6, 18)}
	return func(p regulation.Profile) string {
		return complaint.Keep(record, calendar.Day(2026, 9, 14), false, []commission.Campaign{next}, p).Until.String()
	}
}

// profileBehaviour is what each value of a regulation changes: how it is changed, and
// what then comes out otherwise.
var profileBehaviour = map[string]struct {
	change func(*regulation.Profile)
	see    func(regulation.Profile) string
}{
	"Name": {func(p *regulation.Profile) { p.Name = "Другой регламент" }, func(p regulation.Profile) string {
		return drawn(regulationLink(commission.Commission{ID: 5, Profile: p}))
	}},
	"EstablishedMin":    {func(p *regulation.Profile) { p.EstablishedMin = 7 }, establishedBy(6)},
	"EstablishedMax":    {func(p *regulation.Profile) { p.EstablishedMax = 9 }, establishedBy(10)},
	"FormationFraction": {func(p *regulation.Profile) { p.FormationFraction = regulation.Fraction{Num: 8, Den: 9} }, openedBy},
	"ConveneFraction": {func(p *regulation.Profile) { p.ConveneFraction = regulation.Fraction{Num: 1, Den: 2} }, func(p regulation.Profile) string {
		return conveneView{moment: worksBy(p, profileStart, 9)}.convenedBy(speaking(Russian))
	}},
	"NoticeDays": {func(p *regulation.Profile) { p.NoticeDays = 5 }, func(p regulation.Profile) string { return convenedBy(p, 3, nil) }},
	"NoticeDaysCampaign": {func(p *regulation.Profile) { n := 1; p.NoticeDaysCampaign = &n }, func(p regulation.Profile) string {
		return convenedBy(p, 1, nil, elections)
	}},
	"NoticeUrgentAllowed": {func(p *regulation.Profile) { p.NoticeUrgentAllowed = false }, func(p regulation.Profile) string {
		return convenedBy(p, 0, func(c *sitting.Call) { c.Urgent, c.UrgentReason = true, "голосование завтра" }, elections)
	}},
	"AbsenceNoticeDays":  {func(p *regulation.Profile) { p.AbsenceNoticeDays = 2 }, dueBy(deadline.AbsenceNotice, profileStart, nil)},
	"ReportMinutes":      {func(p *regulation.Profile) { p.ReportMinutes = 17 }, spokenBy},
	"CoReportMinutes":    {func(p *regulation.Profile) { p.CoReportMinutes = 17 }, spokenBy},
	"DebateMinutes":      {func(p *regulation.Profile) { p.DebateMinutes = 17 }, spokenBy},
	"SpeechesPerItem":    {func(p *regulation.Profile) { p.SpeechesPerItem = 7 }, spokenBy},
	"MinutesWorkingDays": {func(p *regulation.Profile) { p.MinutesWorkingDays = 2 }, dueBy(deadline.MinutesText, profileStart, nil)},
	"DeliveryWorkingDays": {func(p *regulation.Profile) { p.DeliveryWorkingDays = 7 }, func(p regulation.Profile) string {
		return dueBy(deadline.RulingDelivery, profileStart, nil)(p) + operative(p)
	}},
	"DissentForwardDays": {func(p *regulation.Profile) { p.DissentForwardDays = 1 }, dueBy(deadline.DissentForwarding, profileStart, nil)},
	"UnlawfulAct": {func(p *regulation.Profile) { p.UnlawfulAct = regulation.OfSeats },
		countedBy(regulation.UnlawfulInactionDecide, sitting.Tally{Present: 5, For: 4, Against: 1})},
	"CastingVote": {func(p *regulation.Profile) { p.CastingVote = false },
		countedBy(regulation.DismissComplaint, sitting.Tally{Present: 6, For: 3, Against: 3})},
	"CastingVoteWithAbstentions": {func(p *regulation.Profile) { p.CastingVoteWithAbstentions = false },
		countedBy(regulation.DismissComplaint, sitting.Tally{Present: 8, For: 3, Against: 3, Abstained: 2})},
	"Videoconference": {func(p *regulation.Profile) { p.Videoconference = false }, func(p regulation.Profile) string {
		return convenedBy(p, 5, func(c *sitting.Call) { c.Video = true })
	}},
	"Recusal": {func(p *regulation.Profile) { p.Recusal = true }, func(p regulation.Profile) string {
		s := sitting.Sitting{Commission: profileChair.Commission, State: sitting.Open, Presiding: commission.Signatory{Member: commission.Member{Person: 1}}, OpenedAt: profileStart, Items: []sitting.Item{{ID: 1}}}
		_, _, err := s.Report(profileChair, 1, sitting.Said{Interest: "Член3: брат кандидата"}, worksBy(p, profileStart, 9))
		return fmt.Sprint(refusedKeys(err))
	}},
	"CampaignRegisterDays": {func(p *regulation.Profile) { p.CampaignRegisterDays = 1 }, dueBy(deadline.CampaignRegistration, profileStart, &elections)},
	"OrdinaryEnd": {func(p *regulation.Profile) { p.OrdinaryEnd = regulation.NextDay },
		dueBy(deadline.OrdinaryReply, time.Date(2026, 4, 16, 5, 0, 0, 0, time.UTC), nil)}, // the thirtieth day is a Saturday
	"CountBefore": {func(p *regulation.Profile) { p.CountBefore = regulation.FullDays }, dueBy(deadline.SittingNotice, profileStart, nil)},
	"CountDecreedAsWork": {func(p *regulation.Profile) { p.CountDecreedAsWork = false },
		dueBy(deadline.MinutesText, time.Date(2020, 4, 27, 5, 0, 0, 0, time.UTC), nil)},
	"RegistrationWindowDays": {func(p *regulation.Profile) { p.RegistrationWindowDays = 30 }, routedBy(func(p *complaint.Paper) {
		p.Candidacy, p.Contested, p.DecidedOn = true, complaint.Contested{Decision: true}, calendar.Day(2026, 8, 14)
	})},
	"OtherWindowCampaign": {func(p *regulation.Profile) { n := 15; p.OtherWindowCampaign = &n }, routedBy(func(*complaint.Paper) {})},
	"OtherWindowAfter": {func(p *regulation.Profile) { n := 30; p.OtherWindowAfter = &n }, routedBy(func(p *complaint.Paper) {
		p.ReceivedOn = elections.EndsOn.AddDays(5)
	})},
	"CampaignChannels": {func(p *regulation.Profile) { p.CampaignChannels = regulation.SiteOnly }, routedBy(func(p *complaint.Paper) {
		p.Channel = complaint.EmailLetter
	})},
	"OrdinaryChannels": {func(p *regulation.Profile) { p.OrdinaryChannels = regulation.NoElectronic }, routedBy(func(p *complaint.Paper) {
		p.Campaigns = nil
	})},
	"ActName": {func(p *regulation.Profile) { p.ActName = regulation.Resolution }, operative},
	"NumberFormat": {func(p *regulation.Profile) { p.NumberFormat = "{session}/{n}" }, func(p regulation.Profile) string {
		return ruling.Format(p.NumberFormat, 7, 3, 1)
	}},
	"WorkingGroup": {func(p *regulation.Profile) { p.WorkingGroup = regulation.ByChair }, func(p regulation.Profile) string {
		return drawn(workingGroup(p))
	}},
	"PublishOnSite":       {func(p *regulation.Profile) { p.PublishOnSite = false }, operative},
	"PublishWorkingDays":  {func(p *regulation.Profile) { n := 5; p.PublishWorkingDays = &n }, operative},
	"ComplaintsKeptYears": {func(p *regulation.Profile) { p.ComplaintsKeptYears = 3 }, keptBy(complaint.ComplaintRecord)},
	"PapersKeptYears":     {func(p *regulation.Profile) { p.PapersKeptYears = 9 }, keptBy(complaint.RulingRecord)},
	"TimeZone": {func(p *regulation.Profile) { p.TimeZone = "Europe/Moscow" }, func(p regulation.Profile) string {
		return calendar.On(time.Date(2026, 9, 14, 18, 0, 0, 0, time.UTC), p.Zone()).String()
	}},
}

// openedBy opens a sitting of a commission with seven of nine members.
func openedBy(p regulation.Profile) string {
	m := worksBy(p, profileStart, 7)
	s, _, err := sitting.Convene(profileChair, sitting.Call{StartsAt: profileStart, Place: "зал"}, 1, m)
	for i := range s.Attendance {
		s.Attendance[i].Mode = sitting.InHall
	}
	if err == nil {
		_, _, err = s.Open(profileChair, m)
	}
	return fmt.Sprint(refusedKeys(err))
}

// TestEveryValueOfARegulationChangesSomething: no field of a profile is stored and read
// by nothing. A new field fails until the table says what it changes.
func TestEveryValueOfARegulationChangesSomething(t *testing.T) {
	fields := reflect.TypeFor[regulation.Profile]()
	for i := range fields.NumField() {
		name := fields.Field(i).Name
		b, ok := profileBehaviour[name]
		if !ok {
			t.Errorf("%s: the table does not say what it changes", name)
			continue
		}
		before, after := regulation.Izhmorsky(), regulation.Izhmorsky()
		b.change(&after)
		if changed := regulation.Changes(before, after); len(changed) != 1 || reflect.DeepEqual(reflect.ValueOf(before).Field(i).Interface(), reflect.ValueOf(after).Field(i).Interface()) {
			t.Errorf("%s: the row changes %v", name, changed)
		}
		if err := after.Validate(); err != nil {
			t.Errorf("%s is changed to what no regulation may set: %v", name, errors.Unwrap(err))
		}
		if was, is := b.see(before), b.see(after); was == is {
			t.Errorf("%s changes nothing: %.300q", name, is)
		}
	}
	if len(profileBehaviour) != fields.NumField() {
		t.Errorf("the table has %d rows of %d fields", len(profileBehaviour), fields.NumField())
	}
}

// FuzzRegulationForm reads the form of a regulation as anybody may send it: what it
// takes is a profile that may be in force, and shown again it is the same.
func FuzzRegulationForm(f *testing.F) {
	for _, v := range regulation.Komi().Values() {
		f.Add(v.Field, "2/3")
		f.Add(v.Field, "-1")
	}
	f.Add("formation", "1/0")
	f.Add("notice_days", "99999999999999999999")
	f.Fuzz(func(t *testing.T, field, value string) {
		form := newVersion(regulation.Komi(), harnessDay, harnessDay)
		form.Set(field, value)
		a, err := regulationTyped(form).adoption(regulation.Izhmorsky())
		if err == nil {
			err = a.Profile.Validate() // as the act does
		}
		if err != nil {
			if refusals, only := refusalsIn(err); !only || len(refusals) == 0 {
				t.Errorf("%s = %q is a fault: %v", field, value, err)
			}
			return
		}
		again, err := regulationTyped(newVersion(a.Profile, harnessDay, harnessDay)).adoption(regulation.Izhmorsky())
		if err != nil || regulation.Changes(a.Profile, again.Profile) != nil {
			t.Errorf("%s = %q shown again is %v, %v", field, value, regulation.Changes(a.Profile, again.Profile), err)
		}
	})
}
