package deadline

import (
	"testing"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

// TestFollowingInquiries: the term of each answer, by the regime of the complaint and
// the day the letter arrived.
func TestFollowingInquiries(t *testing.T) {
	day := func(d int) calendar.Date { return calendar.Day(2026, 9, d) }
	request := func(d int) complaint.Inquiry {
		return complaint.Inquiry{Kind: complaint.Request, SentAt: at(day(d))}
	}
	referral := func(a complaint.Authority) complaint.Inquiry {
		return complaint.Inquiry{Kind: complaint.Referral, Authority: a, SentAt: at(day(7))}
	}
	with := func(i complaint.Inquiry, change func(*complaint.Inquiry)) complaint.Inquiry {
		change(&i)
		return i
	}
	for _, row := range []struct {
		name   string
		regime regulation.Regime
		i      complaint.Inquiry
		clock  Clock
		due    calendar.Date
		kind   Kind
		stands Standing // at noon of 30 September
	}{
		{"R-090: five days in a campaign", campaign, request(7), CampaignInformationRequest, day(12), ByDate, Missed},
		{"R-090: from the day it arrived", campaign, with(request(7), func(i *complaint.Inquiry) { i.ReachedOn = day(9) }), CampaignInformationRequest, day(14), ByDate, Missed},
		{"R-090: the eve of voting", campaign, request(14), CampaignInformationRequest, day(17), ByDate, Missed},
		{"R-090: at once on voting day", campaign, request(20), CampaignInformationRequest, day(20), Immediate, Missed},
		{"R-090: fifteen days outside", ordinary, request(17), OrdinaryInformationRequest, calendar.Day(2026, 10, 2), ByDate, Runs},
		{"R-090: answered in time, entered later", campaign, with(request(7), func(i *complaint.Inquiry) {
			i.Answer = complaint.Answer{On: day(12), At: at(day(14))}
		}), CampaignInformationRequest, day(12), ByDate, Met},
		{"R-090: answered late", campaign, with(request(7), func(i *complaint.Inquiry) {
			i.Answer = complaint.Answer{On: day(13), At: at(day(13))}
		}), CampaignInformationRequest, day(12), ByDate, MetLate},
		{"R-090: never answered", campaign, with(request(7), func(i *complaint.Inquiry) {
			i.Answer = complaint.Answer{Silent: true, At: at(day(20))}
		}), CampaignInformationRequest, day(12), ByDate, Cancelled},
		{"R-091: the police in a campaign", campaign, referral(complaint.Police), LawEnforcementResponse, day(12), ByDate, Missed},
		{"R-091: after a check", campaign, with(referral(complaint.Prosecutor), func(i *complaint.Inquiry) { i.Checking = true }), LawEnforcementCheck, day(17), ByDate, Missed},
		{"R-091: no term outside", ordinary, referral(complaint.Investigators), "", calendar.Date{}, "", ""},
		{"R-091: nor for a court", campaign, referral(complaint.LawCourt), "", calendar.Date{}, "", ""},
		{"R-055: nor to explain", campaign, complaint.Inquiry{Kind: complaint.Explanation, SentAt: at(day(7))}, "", calendar.Date{}, "", ""},
		{"R-090: nothing runs before the signature", campaign, complaint.Inquiry{Kind: complaint.Request}, "", calendar.Date{}, "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.i.Number = 1
			c := complaint.Complaint{FiledAt: at(day(1)), RegisteredAt: at(day(1)), Regime: row.regime, Inquiries: []complaint.Inquiry{row.i}}
			if row.regime == campaign {
				c.Campaign = autumn().ID
			}
			m := momentWith(*autumn())
			all, err := Following(c, m, calendar.Russia())
			if err != nil {
				t.Fatal(err)
			}
			last := all[len(all)-1]
			if row.clock == "" {
				if last.Inquiry != 0 {
					t.Errorf("runs %+v", last)
				}
				return
			}
			if last.Inquiry != 1 || last.Clock != row.clock || last.DueOn != row.due || last.Kind != row.kind {
				t.Errorf("%s of %d, %s %s, want %s, %s %s", last.Clock, last.Inquiry, last.Kind, last.DueOn, row.clock, row.kind, row.due)
			}
			if got := last.Standing(m.At, m.Composition.Commission.Profile.Zone()); got != row.stands {
				t.Errorf("stands %s, want %s", got, row.stands)
			}
			if d, ok := Pressing(all); ok && d.Inquiry != 0 {
				t.Error("what others owe presses on the complaint")
			}
			if Asked(all)[1] != row.due {
				t.Errorf("Asked() = %v", Asked(all))
			}
		})
	}
}

// TestRedateTellsInquiriesApart: two answers run on one clock, each with its own day.
func TestRedateTellsInquiriesApart(t *testing.T) {
	answer := func(inquiry, day int) Running {
		return Running{Deadline: Deadline{Clock: CampaignInformationRequest, Kind: ByDate, Inquiry: inquiry, DueOn: calendar.Day(2026, 9, day)}}
	}
	met := answer(1, 12)
	met.MetAt = at(calendar.Day(2026, 9, 10))
	kept, moved := Redate([]Running{met, answer(2, 14), answer(3, 19)}, []Running{answer(1, 17), answer(2, 14), answer(3, 17)})
	if len(kept) != 3 || kept[0].DueOn != met.DueOn || len(moved) != 1 || moved[0].Was.DueOn != calendar.Day(2026, 9, 19) || moved[0].Now.DueOn != calendar.Day(2026, 9, 17) {
		t.Errorf("Redate() keeps %+v, moves %+v", kept, moved)
	}
}
