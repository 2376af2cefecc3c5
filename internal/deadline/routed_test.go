package deadline

import (
	"slices"
	"testing"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

// TestRouteCitesTheRuleOfItsDate: package complaint names the rule an accepted paper
// is due by, this package finds the day; on every day of the year they agree.
func TestRouteCitesTheRuleOfItsDate(t *testing.T) {
	profile := regulation.Izhmorsky()
	autumn := commission.Campaign{ID: 1, StartsOn: calendar.Day(2026, 6, 18), EndsOn: calendar.Day(2026, 9, 21),
		VotingDays: []calendar.Date{calendar.Day(2026, 9, 18), calendar.Day(2026, 9, 19), calendar.Day(2026, 9, 20)}}
	for _, campaigns := range [][]commission.Campaign{{autumn}, nil} {
		for day := calendar.Day(2026, 1, 1); day.Year() == 2026; day = day.AddDays(1) {
			for _, check := range []bool{false, true} {
				p := complaint.Paper{Own: 2, Above: 1, Respondent: 3, Higher: 2, Campaigns: campaigns, ReceivedOn: day, Channel: complaint.Portal,
					Contested: complaint.Contested{Action: true}, Role: complaint.Voter, Named: true, Reachable: true,
					Findings: complaint.Findings{AdditionalCheck: check}}
				route := p.Route(profile)
				clocks := Routed(route)
				_, campaign := RegimeOn(day, campaigns)
				due, err := Compute(clocks[0], Facts{At: day.Start(profile.Zone()), Zone: profile.Zone(), Campaign: campaign}, profile, calendar.Russia())
				if err != nil {
					t.Fatal(err)
				}
				if due.Clause != route.Clause || (due.Kind == Immediate) != (route.Route == complaint.AcceptAtOnce) {
					t.Errorf("%s, check %v: %s by %s, due %s by %s", day, check, route.Route, route.Clause, due.Kind, due.Clause)
				}
			}
		}
	}
}

func TestRouted(t *testing.T) {
	for _, row := range []struct {
		name    string
		routing complaint.Routing
		want    []Clock
	}{
		{"R-041: accepted", complaint.Routing{Route: complaint.AcceptForReview, Regime: ordinary}, []Clock{OrdinaryReply}},
		{"R-053: with an additional check", complaint.Routing{Route: complaint.AcceptForReview, Regime: campaign, AdditionalCheck: true}, []Clock{CampaignAdditionalCheck}},
		{"R-055: those accused are told at once", complaint.Routing{Route: complaint.HandleAsAppeal, Regime: campaign,
			Flags: []complaint.Flag{complaint.FlagTellAccused}}, []Clock{CampaignReply, AccusedNotice}},
		{"R-022: forwarded in a campaign", complaint.Routing{Route: complaint.ForwardUp, Regime: campaign}, []Clock{CampaignReply, CampaignForward}},
		{"R-043: forwarded outside one", complaint.Routing{Route: complaint.ForwardCompetent, Regime: ordinary}, []Clock{OrdinaryForward}},
		{"R-039: returned unsent", complaint.Routing{Route: complaint.ForwardUp, Regime: ordinary,
			Flags: []complaint.Flag{complaint.FlagNowhereToSend}}, []Clock{OrdinaryReturn}},
		{"R-046: unreadable", complaint.Routing{Route: complaint.TellUnreadable, Regime: ordinary, Clause: regulation.UnreadableNotice}, []Clock{UnreadableNotice}},
		{"R-047: unclear", complaint.Routing{Route: complaint.TellUnreadable, Regime: ordinary, Clause: regulation.UnclearNotice}, []Clock{UnclearNotice}},
		{"R-048: a court's decision in a campaign", complaint.Routing{Route: complaint.ReturnCourtDecision, Regime: campaign}, []Clock{CampaignReply}},
		{"R-045: a crime reported by nobody", complaint.Routing{Route: complaint.FileAnonymousReportCrime, Regime: ordinary}, []Clock{OrdinaryForward}},
		{"R-044: anonymous", complaint.Routing{Route: complaint.FileAnonymous, Regime: ordinary}, nil},
		{"R-026: e-mail", complaint.Routing{Route: complaint.PointToElectronicChannels, Regime: ordinary}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := Routed(row.routing); !slices.Equal(got, row.want) {
				t.Errorf("Routed() = %v, want %v", got, row.want)
			}
		})
	}
	silent := []complaint.Route{complaint.FileAnonymous, complaint.PointToElectronicChannels}
	for _, route := range complaint.Routes {
		for _, regime := range []regulation.Regime{ordinary, campaign} {
			clocks := Routed(complaint.Routing{Route: route, Regime: regime})
			if (len(clocks) == 0) != slices.Contains(silent, route) {
				t.Errorf("%s in the %s regime runs on %v", route, regime, clocks)
			}
			for _, c := range clocks {
				if c.Regime() != regime {
					t.Errorf("%s of the %s regime runs on %s", route, regime, c)
				}
			}
		}
	}
}
