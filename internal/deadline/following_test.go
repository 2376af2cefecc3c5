package deadline

import (
	"slices"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

// momentWith is a moment of a commission in Novokuznetsk that knows the campaigns.
func momentWith(campaigns ...commission.Campaign) commission.Moment {
	own := commission.Commission{ID: 5, Profile: regulation.Izhmorsky()}
	return commission.MomentAt(at(calendar.Day(2026, 9, 30)), commission.Composition{Commission: own}, campaigns)
}

func TestFollowing(t *testing.T) {
	received, registered := calendar.Day(2026, 9, 7), calendar.Day(2026, 9, 8)
	decided, closed := at(calendar.Day(2026, 9, 11)), at(calendar.Day(2026, 9, 15))
	type owed struct {
		clock Clock
		due   calendar.Date
		met   bool
	}
	day := func(d int) calendar.Date { return calendar.Day(2026, 9, d) }
	ordinaryOne := complaint.Complaint{FiledAt: at(received), RegisteredAt: at(registered), Regime: ordinary}
	campaignOne := complaint.Complaint{FiledAt: at(received), RegisteredAt: at(registered), Regime: campaign, Campaign: 1}
	checked := campaignOne
	checked.AdditionalCheck = true
	ruled := campaignOne
	ruled.DecidedAt = decided
	delivered := ruled
	delivered.ClosedAt = closed
	for _, row := range []struct {
		name      string
		c         complaint.Complaint
		campaigns []commission.Campaign
		want      []owed
	}{
		{"R-040: received outside a campaign, the answer is not dated yet", complaint.Complaint{FiledAt: at(received)}, nil,
			[]owed{{OrdinaryRegistration, day(10), false}}},
		{"R-041: registered, thirty days from then", ordinaryOne, nil,
			[]owed{{OrdinaryRegistration, day(10), true}, {OrdinaryReply, calendar.Day(2026, 10, 8), false}}},
		{"R-050: received in a campaign, five days from receipt", complaint.Complaint{FiledAt: at(received)}, []commission.Campaign{*autumn()},
			[]owed{{CampaignRegistration, day(7), false}, {CampaignReply, day(12), false}}},
		{"R-053: additional check", checked, []commission.Campaign{*autumn()},
			[]owed{{CampaignRegistration, day(7), true}, {CampaignAdditionalCheck, day(17), false}}},
		{"R-086: decided, three working days to bring it to people", ruled, []commission.Campaign{*autumn()},
			[]owed{{CampaignRegistration, day(7), true}, {CampaignReply, day(12), true}, {RulingDelivery, day(16), false}}},
		{"R-086: delivered, nothing is owed", delivered, []commission.Campaign{*autumn()},
			[]owed{{CampaignRegistration, day(7), true}, {CampaignReply, day(12), true}, {RulingDelivery, day(16), true}}},
		{"R-031: a campaign entered after registration changes nothing", ordinaryOne, []commission.Campaign{*autumn()},
			[]owed{{OrdinaryRegistration, day(10), true}, {OrdinaryReply, calendar.Day(2026, 10, 8), false}}},
		{"R-031: nor does one that starts later and holds the day too", campaignOne,
			[]commission.Campaign{{ID: 2, StartsOn: day(1), EndsOn: day(30), VotingDays: []calendar.Date{day(9)}}, *autumn()},
			[]owed{{CampaignRegistration, day(7), true}, {CampaignReply, day(12), false}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			all, err := Following(row.c, momentWith(row.campaigns...), calendar.Russia())
			if err != nil {
				t.Fatal(err)
			}
			var got []owed
			for _, r := range all {
				got = append(got, owed{r.Clock, r.DueOn, !r.MetAt.IsZero()})
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("Following() = %v, want %v", got, row.want)
			}
		})
	}
}

// TestFollowingKeepsTheVersion: a regulation with other terms in force from a day on
// counts what begins on that day or later, and moves nothing that runs already.
func TestFollowingKeepsTheVersion(t *testing.T) {
	day := func(d int) calendar.Date { return calendar.Day(2026, 9, d) }
	later := regulation.Izhmorsky()
	later.CampaignRegisterDays, later.DeliveryWorkingDays, later.OrdinaryEnd = 2, 5, regulation.NextDay
	c := complaint.Complaint{FiledAt: at(day(7)), RegisteredAt: at(day(8)), Regime: campaign, Campaign: 1, DecidedAt: at(day(11))}
	ordinaryOne := complaint.Complaint{FiledAt: at(day(3)), RegisteredAt: at(day(4)), Regime: ordinary} // thirty days end on Sunday, 4 October
	for _, row := range []struct {
		name string
		c    complaint.Complaint
		from calendar.Date
		want []calendar.Date
	}{
		{"L: in force before all of it", c, day(1), []calendar.Date{day(9), day(12), day(18)}},
		{"L: in force on the day of receipt", c, day(7), []calendar.Date{day(9), day(12), day(18)}},
		{"L: the day after receipt, before adoption", c, day(8), []calendar.Date{day(7), day(12), day(18)}},
		{"L: on the day of adoption", c, day(11), []calendar.Date{day(7), day(12), day(18)}},
		{"L: the day after adoption nothing moves", c, day(12), []calendar.Date{day(7), day(12), day(16)}},
		{"R-110: a term moved off Sunday", ordinaryOne, day(4), []calendar.Date{day(6), calendar.Day(2026, 10, 5)}},
		{"R-110: not one that runs already", ordinaryOne, day(5), []calendar.Date{day(6), calendar.Day(2026, 10, 4)}},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := momentWith(*autumn())
			m.Composition.Versions = []commission.Version{{Number: 1, Profile: regulation.Izhmorsky()}, {Number: 2, From: row.from, Profile: later}}
			all, err := Following(row.c, m, calendar.Russia())
			if err != nil {
				t.Fatal(err)
			}
			var got []calendar.Date
			for _, r := range all {
				got = append(got, r.DueOn)
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("Following() = %v, want %v", got, row.want)
			}
		})
	}
}

// TestFollowingInTheZoneOfTheDay: half past eight in the evening in Moscow is the next
// day in Novokuznetsk; which of the two it was is what the regulation of the day says.
func TestFollowingInTheZoneOfTheDay(t *testing.T) {
	c := complaint.Complaint{FiledAt: time.Date(2026, 9, 7, 17, 30, 0, 0, time.UTC)}
	m := momentWith()
	for from, want := range map[calendar.Date]calendar.Date{calendar.Day(2026, 9, 7): calendar.Day(2026, 9, 10), calendar.Day(2026, 9, 9): calendar.Day(2026, 9, 11)} {
		m.Composition.Versions = []commission.Version{{Number: 1, Profile: regulation.Izhmorsky()}, {Number: 2, From: from, Profile: regulation.Komi()}}
		all, err := Following(c, m, calendar.Russia())
		if err != nil || len(all) != 1 || all[0].DueOn != want {
			t.Errorf("R-110: in force from %s: Following() = %v, %v, want %s", from, all, err, want)
		}
	}
}

func TestFollowingWithoutACalendar(t *testing.T) {
	c := complaint.Complaint{FiledAt: at(calendar.Day(2051, 9, 7)), RegisteredAt: at(calendar.Day(2051, 9, 7)), Regime: ordinary,
		DecidedAt: at(calendar.Day(2051, 9, 8))}
	if _, err := Following(c, momentWith(), calendar.Russia()); err == nil {
		t.Error("R-112: Following() guessed the working days of 2051")
	}
}

func TestPressing(t *testing.T) {
	day := func(d int) calendar.Date { return calendar.Day(2026, 9, d) }
	running := func(clock Clock, kind Kind, due calendar.Date, met bool) Running {
		r := Running{Deadline: Deadline{Clock: clock, Kind: kind, DueOn: due}}
		if met {
			r.MetAt = time.Unix(1, 0)
		}
		return r
	}
	for _, row := range []struct {
		name string
		all  []Running
		want Clock
	}{
		{"R-110: the earlier of two", []Running{running(CampaignReply, ByDate, day(12), false), running(CampaignRegistration, ByDate, day(7), false)}, CampaignRegistration},
		{"R-110: what was met does not press", []Running{running(CampaignReply, ByDate, day(12), false), running(CampaignRegistration, ByDate, day(7), true)}, CampaignReply},
		{"R-052: at once comes before any day", []Running{running(CampaignRegistration, ByDate, day(7), false), running(CampaignReply, Immediate, day(20), false)}, CampaignReply},
		{"R-086: all met", []Running{running(CampaignReply, ByDate, day(12), true)}, ""},
		{"R-110: nothing", nil, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got, ok := Pressing(row.all); got.Clock != row.want || ok != (row.want != "") {
				t.Errorf("Pressing() = %q, %v, want %q", got.Clock, ok, row.want)
			}
		})
	}
	earlier, later := Deadline{DueOn: day(7)}, Deadline{DueOn: day(8)}
	if earlier.SortKey("2026-0002") >= later.SortKey("2026-0001") || earlier.SortKey("2026-0001") >= earlier.SortKey("2026-0002") {
		t.Error("R-110: SortKey() does not sort by day and then by number")
	}
}

// TestFollowingALetter: what ends without a ruling has terms of its own, from its
// registration, in a campaign from its receipt.
func TestFollowingALetter(t *testing.T) {
	received, registered := calendar.Day(2026, 9, 7), calendar.Day(2026, 9, 8)
	day := func(d int) calendar.Date { return calendar.Day(2026, 9, d) }
	type dues []struct {
		clock Clock
		on    calendar.Date
	}
	month := calendar.Day(2026, 10, 8)
	for _, row := range []struct {
		name   string
		route  complaint.Route
		clause regulation.Clause
		in     regulation.Regime
		change func(*complaint.Complaint)
		want   dues
	}{
		{"R-033: an appeal, thirty days", complaint.HandleAsAppeal, "R-025", ordinary, nil, dues{{OrdinaryReply, month}}},
		{"R-033: in a campaign, five", complaint.HandleAsAppeal, "R-025", campaign, nil, dues{{CampaignReply, day(12)}}},
		{"R-042: an extended one", complaint.HandleAsAppeal, "R-025", ordinary, func(c *complaint.Complaint) { c.Extended = true }, dues{{OrdinaryReplyExtended, calendar.Day(2026, 11, 7)}}},
		{"R-043: forwarded, seven days", complaint.ForwardUp, "R-022", ordinary, nil, dues{{OrdinaryForward, day(15)}}},
		{"R-022: in a campaign at once", complaint.ForwardUp, "R-022", campaign, nil, dues{{CampaignReply, day(12)}, {CampaignForward, day(7)}}},
		{"R-039: returned, seven days", complaint.ForwardUp, "R-039", ordinary, nil, dues{{OrdinaryReturn, day(15)}}},
		{"R-046: unreadable, seven days", complaint.TellUnreadable, "R-046", ordinary, nil, dues{{UnreadableNotice, day(15)}}},
		{"R-047: unclear, seven days", complaint.TellUnreadable, "R-047", ordinary, nil, dues{{UnclearNotice, day(15)}}},
		{"R-048: a court's decision, seven days", complaint.ReturnCourtDecision, "R-048", ordinary, nil, dues{{CourtDecisionReturn, day(15)}}},
		{"R-038: inside the thirty days", complaint.StopCorrespondence, "R-038", ordinary, nil, dues{{OrdinaryReply, month}}},
		{"R-049: inside the campaign term", complaint.TellAbuse, "R-049", campaign, nil, dues{{CampaignReply, day(12)}}},
		{"R-026: no term by law, not forgotten", complaint.PointToElectronicChannels, "R-026", ordinary, nil, dues{{OrdinaryReply, month}}},
		{"R-044: nothing is owed on what is filed", complaint.FileAnonymous, "R-044", ordinary, func(c *complaint.Complaint) { c.State = complaint.Shelved }, nil},
		{"R-055: the accused at once", complaint.HandleAsAppeal, "R-025", campaign, func(c *complaint.Complaint) { c.Findings.AccusedNamed = true },
			dues{{CampaignReply, day(12)}, {AccusedNotice, day(7)}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := complaint.Complaint{State: complaint.LetterDue, FiledAt: at(received), RegisteredAt: at(registered), Regime: row.in, Route: row.route, RouteClause: row.clause}
			var campaigns []commission.Campaign
			if row.in == campaign {
				c.Campaign, campaigns = 1, []commission.Campaign{*autumn()}
			}
			if row.change != nil {
				row.change(&c)
			}
			for _, closed := range []bool{false, true} {
				if closed {
					c.State, c.ClosedAt = complaint.Answered, at(day(11))
					if row.route == complaint.FileAnonymous {
						c.State = complaint.Shelved
					}
				}
				running, err := Following(c, momentWith(campaigns...), calendar.Production{})
				if err != nil || len(running) != len(row.want)+1 {
					t.Fatalf("%+v, %v", running, err)
				}
				for i, r := range running[1:] {
					if r.Clock != row.want[i].clock || r.DueOn != row.want[i].on || r.MetAt.IsZero() == closed {
						t.Errorf("%s: due %s met %v, want %+v", r.Clock, r.DueOn, r.MetAt, row.want[i])
					}
				}
			}
		})
	}
}

// TestLetterDue: telling the accused at once is a letter of its own and does not
// make the reply late; forwarding at once is the letter itself.
func TestLetterDue(t *testing.T) {
	day := func(d int) calendar.Date { return calendar.Day(2026, 9, d) }
	for _, row := range []struct {
		route complaint.Route
		want  calendar.Date
	}{{complaint.HandleAsAppeal, day(12)}, {complaint.ForwardUp, day(7)}} {
		c := complaint.Complaint{State: complaint.LetterDue, FiledAt: at(day(7)), RegisteredAt: at(day(8)), Regime: campaign, Campaign: 1, Route: row.route}
		c.Findings.AccusedNamed = true
		running, err := Following(c, momentWith(*autumn()), calendar.Production{})
		if err != nil {
			t.Fatal(err)
		}
		if got := LetterDue(running); got != row.want {
			t.Errorf("%s is due on %s, want %s", row.route, got, row.want)
		}
	}
	if got := LetterDue(nil); !got.IsZero() {
		t.Errorf("nothing is due on %s", got)
	}
}

// A regulation that names a term to publish runs a clock from adoption; withdrawn, the
// ruling is owed to the public again. One that names none runs no clock.
func TestFollowingPublication(t *testing.T) {
	ruled := complaint.Complaint{FiledAt: at(calendar.Day(2026, 9, 7)), RegisteredAt: at(calendar.Day(2026, 9, 8)), Regime: ordinary,
		DecidedAt: at(calendar.Day(2026, 9, 11)), ClosedAt: at(calendar.Day(2026, 9, 15))}
	of := func(profile regulation.Profile, published time.Time) (Running, bool) {
		t.Helper()
		c := ruled
		c.PublishedAt = published
		own := commission.Commission{ID: 5, Profile: profile}
		m := commission.MomentAt(at(calendar.Day(2026, 9, 30)), commission.Composition{Commission: own}, nil)
		all, err := Following(c, m, calendar.Russia())
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(all, func(r Running) bool { return r.Clock == RulingPublication })
		if i < 0 {
			return Running{}, false
		}
		return all[i], true
	}
	if _, runs := of(regulation.Izhmorsky(), time.Time{}); runs {
		t.Error("R-087: a clock runs without a term")
	}
	five := regulation.Izhmorsky()
	days := 5
	five.PublishWorkingDays = &days
	got, runs := of(five, time.Time{})
	if !runs || got.DueOn != calendar.Day(2026, 9, 18) || !got.MetAt.IsZero() || got.Clause != regulation.Publication {
		t.Errorf("R-087: five working days from Friday the 11th: %+v, %v", got, runs)
	}
	if got, _ := of(five, at(calendar.Day(2026, 9, 16))); got.MetAt.IsZero() {
		t.Error("R-087: published, and still owed")
	}
	five.PublishOnSite = false
	if _, runs := of(five, time.Time{}); runs {
		t.Error("R-087: a clock runs where nothing is published")
	}
}
