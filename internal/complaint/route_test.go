package complaint

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// The commissions of the tests: the region, ours under it, a neighbour, and a
// precinct of each.
const (
	region commission.ID = iota + 1
	ours
	neighbour
	precinct
	foreign
)

var autumn = commission.Campaign{ID: 7, StartsOn: calendar.Day(2026, 6, 18), EndsOn: calendar.Day(2026, 11, 20),
	VotingDays: []calendar.Date{calendar.Day(2026, 9, 18), calendar.Day(2026, 9, 19), calendar.Day(2026, 9, 20)}}

// outside and inside are a paper about an inaction of our precinct, without and in a campaign.
var (
	outside = Paper{Own: ours, Above: region, Respondent: precinct, Higher: ours, ReceivedOn: calendar.Day(2026, 3, 3),
		Channel: Portal, Contested: Contested{Inaction: true}, Role: Voter, Named: true, Reachable: true}
	inside = func() Paper {
		p := outside
		p.Campaigns, p.ReceivedOn = []commission.Campaign{autumn}, calendar.Day(2026, 9, 3)
		return p
	}()
)

func TestRoute(t *testing.T) {
	on := func(day int) func(*Paper) { return func(p *Paper) { p.ReceivedOn = calendar.Day(2026, 9, day) } }
	for _, row := range []struct {
		name   string
		from   Paper
		change func(*Paper)
		route  Route
		clause regulation.Clause
		flags  []Flag
	}{
		{"R-041: our precinct, outside a campaign", outside, nil, AcceptForReview, "R-041", nil},
		{"R-050: in a campaign", inside, nil, AcceptForReview, "R-050", nil},
		{"R-050: the fifth day is the eve", inside, on(12), AcceptForReview, "R-050", nil},
		{"R-051: the fifth day is a voting day", inside, on(13), AcceptForReview, "R-051", nil},
		{"R-051: on the eve", inside, on(17), AcceptForReview, "R-051", []Flag{FlagSameDay}},
		{"R-052: on a voting day", inside, on(18), AcceptAtOnce, "R-052", []Flag{FlagVotingPeriod}},
		{"R-052: on the day after", inside, on(21), AcceptAtOnce, "R-052", []Flag{FlagVotingPeriod}},
		{"R-054: later", inside, on(22), AcceptForReview, "R-054", nil},
		{"R-053: an additional check, on a voting day too", inside, func(p *Paper) {
			p.ReceivedOn, p.AdditionalCheck = calendar.Day(2026, 9, 18), true
		}, AcceptForReview, "R-053", []Flag{FlagVotingPeriod}},

		{"R-026: e-mail outside a campaign", outside, func(p *Paper) { p.Channel = EmailLetter }, PointToElectronicChannels, "R-026", []Flag{FlagEmail}},
		{"R-026: e-mail before 30 March 2025", outside, func(p *Paper) {
			p.Channel, p.ReceivedOn = EmailLetter, calendar.Day(2025, 3, 29)
		}, AcceptForReview, "R-041", nil},
		{"R-026: e-mail in a campaign", inside, func(p *Paper) { p.Channel = EmailLetter }, AcceptForReview, "R-050", nil},

		{"R-044: no surname", outside, func(p *Paper) { p.Named = false }, FileAnonymous, "R-044", []Flag{FlagAnonymous}},
		{"R-044: no address", inside, func(p *Paper) { p.Reachable = false }, FileAnonymous, "R-044", []Flag{FlagAnonymous}},
		{"R-044: unreadable, and nobody to tell", outside, func(p *Paper) {
			p.Role, p.Unreadable = Anonymous, true
		}, FileAnonymous, "R-044", []Flag{FlagAnonymous}},
		{"R-045: anonymous about a crime", outside, func(p *Paper) {
			p.Named, p.Crime = false, true
		}, FileAnonymousReportCrime, "R-045", []Flag{FlagAnonymous, FlagCrime}},
		{"R-046: unreadable", outside, func(p *Paper) { p.Unreadable = true }, TellUnreadable, "R-046", []Flag{FlagUnreadable}},
		{"R-047: unclear", outside, func(p *Paper) { p.Unclear = true }, TellUnreadable, "R-047", []Flag{FlagUnclear}},
		{"R-048: about a court's decision", inside, func(p *Paper) { p.CourtDecision = true }, ReturnCourtDecision, "R-048", []Flag{FlagCourtDecision}},
		{"R-049: a threat", outside, func(p *Paper) { p.Threat = true }, TellAbuse, "R-049", []Flag{FlagThreat}},
		{"R-038: answered twice, nothing new", outside, func(p *Paper) { p.Answered = 2 }, StopCorrespondence, "R-038", []Flag{FlagRepeated}},
		{"R-038: answered once", outside, func(p *Paper) { p.Answered = 1 }, AcceptForReview, "R-041", nil},
		{"R-038: new arguments", outside, func(p *Paper) { p.Answered, p.NewArguments = 5, true }, AcceptForReview, "R-041", nil},

		{"R-022: about ourselves", outside, func(p *Paper) { p.Respondent, p.Higher = ours, region }, ForwardUp, "R-022", []Flag{FlagAboutOneself}},
		{"R-022: about ourselves, with insults we must not judge", outside, func(p *Paper) {
			p.Respondent, p.Higher, p.Abuse, p.Answered = ours, region, true, 9
		}, ForwardUp, "R-022", []Flag{FlagAboutOneself}},
		{"R-039: about ourselves, and nobody is above", outside, func(p *Paper) {
			p.Above, p.Respondent, p.Higher = 0, ours, 0
		}, ForwardUp, "R-039", []Flag{FlagAboutOneself, FlagNowhereToSend}},
		{"R-025: a question about our own work", outside, func(p *Paper) {
			p.Contested, p.Respondent, p.Higher = Contested{}, ours, region
		}, HandleAsAppeal, "R-025", nil},
		{"R-024: about a neighbour, which the region is above", outside, func(p *Paper) {
			p.Respondent, p.Higher = neighbour, region
		}, ForwardUp, "R-024", []Flag{FlagWrongCommission}},
		{"R-043: about a neighbour's precinct", outside, func(p *Paper) {
			p.Respondent, p.Higher = foreign, neighbour
		}, ForwardCompetent, "R-043", []Flag{FlagWrongCommission}},
		{"R-024: the same in a campaign, at once", inside, func(p *Paper) {
			p.Respondent, p.Higher = foreign, neighbour
		}, ForwardCompetent, "R-024", []Flag{FlagWrongCommission}},
		{"R-043: an appeal that is the neighbour's", outside, func(p *Paper) {
			p.Contested, p.Respondent, p.Higher = Contested{}, foreign, neighbour
		}, ForwardCompetent, "R-043", []Flag{FlagWrongCommission}},

		{"R-033: about no commission", inside, func(p *Paper) {
			p.Contested, p.Respondent, p.Higher = Contested{}, 0, 0
		}, HandleAsAppeal, "R-033", nil},
		{"R-055: about an association", inside, func(p *Paper) {
			p.Contested, p.Respondent, p.Higher, p.AccusedNamed = Contested{}, 0, 0, true
		}, HandleAsAppeal, "R-033", []Flag{FlagTellAccused}},
		{"R-055: no campaign, no duty to tell", outside, func(p *Paper) {
			p.Contested, p.Respondent, p.Higher, p.AccusedNamed = Contested{}, 0, 0, true
		}, HandleAsAppeal, "R-033", nil},
		{"R-025: contests nothing", outside, func(p *Paper) { p.Contested = Contested{} }, HandleAsAppeal, "R-025", nil},
		{"R-021: a role outside the list", outside, func(p *Paper) { p.Role = OtherRole }, HandleAsAppeal, "R-021", []Flag{FlagRoleNotListed}},
		{"R-021: admitted", outside, func(p *Paper) { p.Role, p.RoleAdmitted = OtherRole, true }, AcceptForReview, "R-041", nil},
		{"R-023: the respondent is not known", outside, func(p *Paper) { p.Respondent, p.Higher = 0, 0 }, AcceptForReview, "R-041", []Flag{FlagRespondentUnknown}},

		{"R-058: a court has it", inside, func(p *Paper) { p.InCourt = true }, SuspendForCourt, "R-058", []Flag{FlagInCourt}},
		{"R-058: only of a complaint", inside, func(p *Paper) { p.InCourt, p.Contested = true, Contested{} }, HandleAsAppeal, "R-025", nil},

		{"R-056: the tenth day", inside, func(p *Paper) {
			p.Candidacy, p.Contested, p.DecidedOn = true, Contested{Decision: true}, calendar.Day(2026, 8, 24)
		}, AcceptForReview, "R-050", []Flag{FlagWindowOpen}},
		{"R-056: the eleventh day", inside, func(p *Paper) {
			p.Candidacy, p.Contested, p.DecidedOn = true, Contested{Decision: true}, calendar.Day(2026, 8, 23)
		}, FiledTooLate, "R-056", []Flag{FlagLate}},
		{"R-056: late about ourselves: those above find it", inside, func(p *Paper) {
			p.Candidacy, p.Contested, p.DecidedOn = true, Contested{Decision: true}, calendar.Day(2026, 8, 1)
			p.Respondent, p.Higher = ours, region
		}, ForwardUp, "R-022", []Flag{FlagLate, FlagAboutOneself}},
		{"R-056: of a day nobody knows", inside, func(p *Paper) {
			p.Candidacy, p.Contested = true, Contested{Decision: true}
		}, AcceptForReview, "R-050", []Flag{FlagWindowUnknown}},
		{"R-056: an inaction has no window", inside, func(p *Paper) {
			p.Candidacy, p.DecidedOn = true, calendar.Day(2026, 7, 1)
		}, AcceptForReview, "R-050", nil},

		{"R-036: not considered below", inside, func(p *Paper) { p.NotConsideredBelow = true }, AcceptForReview, "R-036",
			[]Flag{FlagNotConsidered, FlagSendDownAllowed}},
		{"R-036: no room before voting", inside, func(p *Paper) {
			p.NotConsideredBelow, p.ReceivedOn = true, calendar.Day(2026, 9, 15)
		}, AcceptForReview, "R-051", []Flag{FlagNotConsidered}},
		{"R-057: voting results", inside, func(p *Paper) {
			p.VotingResults, p.Contested = true, Contested{Decision: true}
		}, AcceptForReview, "R-050", []Flag{FlagVotingResults, FlagCheckResults}},
		{"R-057: after our own results", inside, func(p *Paper) {
			p.VotingResults, p.OwnResultsFixed, p.Contested = true, true, Contested{Decision: true}
		}, AcceptForReview, "R-050", []Flag{FlagVotingResults, FlagResultsFixed}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := row.from
			if row.change != nil {
				row.change(&p)
			}
			got := p.Route(regulation.Izhmorsky())
			if got.Route != row.route || got.Clause != row.clause || !slices.Equal(got.Flags, row.flags) {
				t.Errorf("Route() = %s by %s with %v, want %s by %s with %v", got.Route, got.Clause, got.Flags, row.route, row.clause, row.flags)
			}
			if got.Reason.Key == "" || len(got.Clause.Sources()) == 0 {
				t.Errorf("the reason is %v, the clause %s", got.Reason, got.Clause)
			}
		})
	}
}

// TestOtherWindows: what else happened in a campaign can be contested for as long as
// the regulation says, in the campaign and once it is over.
func TestOtherWindows(t *testing.T) {
	days := func(n int) *int { return &n }
	silent, set, only := regulation.Izhmorsky(), regulation.Izhmorsky(), regulation.Izhmorsky()
	set.OtherWindowCampaign, set.OtherWindowAfter = days(15), days(30)
	only.OtherWindowCampaign = days(15)
	happened := calendar.Day(2026, 9, 3)
	for _, row := range []struct {
		name     string
		profile  regulation.Profile
		happened calendar.Date
		received calendar.Date
		change   func(*Paper)
		late     bool
		until    calendar.Date
	}{
		{"a regulation that says nothing", silent, happened, happened.AddDays(70), nil, false, calendar.Date{}},
		{"the last day in a campaign", set, happened, happened.AddDays(15), nil, false, happened.AddDays(15)},
		{"the day after", set, happened, happened.AddDays(16), nil, true, happened.AddDays(15)},
		{"the campaign is over: the longer window", set, autumn.EndsOn, autumn.EndsOn.AddDays(30), nil, false, autumn.EndsOn.AddDays(30)},
		{"and a day after it", set, autumn.EndsOn, autumn.EndsOn.AddDays(31), nil, true, autumn.EndsOn.AddDays(30)},
		{"over, and the regulation is silent about that", only, autumn.EndsOn, autumn.EndsOn.AddDays(31), nil, false, calendar.Date{}},
		{"outside campaigns there is no window", set, autumn.StartsOn.AddDays(-1), happened, nil, false, calendar.Date{}},
		{"of a day nobody knows", set, calendar.Date{}, happened, nil, false, calendar.Date{}},
		{"nothing is contested", set, happened, happened.AddDays(60), func(p *Paper) { p.Contested = Contested{} }, false, calendar.Date{}},
		{"registration has the window of the law", set, happened, happened.AddDays(12), func(p *Paper) {
			p.Candidacy, p.Contested, p.DecidedOn = true, Contested{Decision: true}, happened
		}, true, happened.AddDays(10)},
	} {
		t.Run("R-056: "+row.name, func(t *testing.T) {
			p := inside
			p.HappenedOn, p.ReceivedOn = row.happened, row.received
			if row.change != nil {
				row.change(&p)
			}
			got := p.Route(row.profile)
			if (got.Route == FiledTooLate) != row.late || got.WindowEnds != row.until || got.Has(FlagLate) != row.late {
				t.Errorf("Route() = %s until %s with %v, want late %v until %s", got.Route, got.WindowEnds, got.Flags, row.late, row.until)
			}
		})
	}
}

// TestChannels: which electronic papers are appeals, the regulation says for each
// regime; what is brought or posted always is one.
func TestChannels(t *testing.T) {
	for _, row := range []struct {
		name    string
		paper   Paper
		channel Channel
		ways    regulation.Electronic
		why     string // empty: it is an appeal
	}{
		{"e-mail in a campaign", inside, EmailLetter, regulation.SiteAndEmail, ""},
		{"e-mail in a campaign, where it is not taken", inside, EmailLetter, regulation.SiteOnly, "email_not_taken"},
		{"e-mail outside a campaign", outside, EmailLetter, regulation.SiteOnly, "email_outside_campaign"},
		{"the site", outside, Portal, regulation.SiteOnly, ""},
		{"the site, where nothing electronic is taken", outside, Portal, regulation.NoElectronic, "site_not_taken"},
		{"the site in a campaign, where nothing electronic is taken", inside, Portal, regulation.NoElectronic, "site_not_taken"},
		{"brought, where nothing electronic is taken", outside, BroughtIn, regulation.NoElectronic, ""},
		{"posted, where nothing electronic is taken", inside, Post, regulation.NoElectronic, ""},
	} {
		t.Run("R-026: "+row.name, func(t *testing.T) {
			profile := regulation.Izhmorsky()
			profile.CampaignChannels, profile.OrdinaryChannels = row.ways, row.ways
			row.paper.Channel = row.channel
			got := row.paper.Route(profile)
			if (got.Route == PointToElectronicChannels) != (row.why != "") || row.why != "" && got.Reason.Key != row.why {
				t.Errorf("Route() = %s because of %s, want %q", got.Route, got.Reason.Key, row.why)
			}
		})
	}
}

func TestIfUpheld(t *testing.T) {
	strict := regulation.Izhmorsky()
	strict.UnlawfulAct = regulation.OfSeats
	for _, row := range []struct {
		name      string
		contested Contested
		inPart    bool
		profile   regulation.Profile
		want      regulation.Basis
	}{
		{"R-072: a decision", Contested{Decision: true}, false, regulation.Izhmorsky(), regulation.OfSeats},
		{"R-072: a part of it", Contested{Decision: true}, true, regulation.Izhmorsky(), regulation.OfSeats},
		{"R-074: mixed", Contested{Decision: true, Inaction: true}, false, regulation.Izhmorsky(), regulation.OfSeats},
		{"R-073: an action", Contested{Action: true}, false, regulation.Izhmorsky(), regulation.OfPresent},
		{"R-073: an inaction", Contested{Inaction: true}, false, regulation.Izhmorsky(), regulation.OfPresent},
		{"R-073: an inaction, by another regulation", Contested{Inaction: true}, false, strict, regulation.OfSeats},
		{"R-033: nothing", Contested{}, false, regulation.Izhmorsky(), ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := outside
			p.Contested, p.InPart = row.contested, row.inPart
			if got := p.Route(row.profile).IfUpheld; got != row.want {
				t.Errorf("IfUpheld = %q, want %q", got, row.want)
			}
		})
	}
}

// TestRouteHolds: whatever the facts, the route is on the list and gives its rule and
// reason, nothing about oneself or others' precincts is ever decided or kept, and no
// forwarded paper goes to the commission it complains about.
func TestRouteHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPaper(t)
		got := p.Route(regulation.Izhmorsky())
		if !got.Route.Valid() || len(got.Clause.Sources()) == 0 || got.Reason.Key == "" {
			t.Fatalf("Route() = %+v", got)
		}
		if got.Route.Ruled() && p.Respondent != 0 && p.Higher != p.Own {
			t.Fatalf("R-001: %s although the commission is not directly above the respondent", got.Route)
		}
		if got.Route.Ruled() && !p.Contested.Known() {
			t.Fatalf("R-025: %s although nothing is contested", got.Route)
		}
		if got.Route.Forwarded() && (got.To == p.Respondent && got.To != 0 || got.To == p.Own) {
			t.Fatalf("R-022: forwarded to %d", got.To)
		}
		if (got.IfUpheld != "") != got.Route.Ruled() {
			t.Fatalf("%s with the majority %q", got.Route, got.IfUpheld)
		}
		sorted := slices.Sorted(slices.Values(got.Flags))
		if len(slices.Compact(sorted)) != len(got.Flags) {
			t.Fatalf("a flag stands twice: %v", got.Flags)
		}
	})
}

func drawPaper(t *rapid.T) Paper {
	flip := func(name string) bool { return rapid.IntRange(0, 5).Draw(t, name) == 0 }
	above := map[commission.ID]commission.ID{ours: region, neighbour: region, precinct: ours, foreign: neighbour}
	respondent := rapid.SampledFrom([]commission.ID{0, region, ours, neighbour, precinct, foreign}).Draw(t, "respondent")
	p := Paper{Own: ours, Above: region, Respondent: respondent, Higher: above[respondent],
		ReceivedOn: calendar.Day(2026, 9, 1).AddDays(rapid.IntRange(-200, 100).Draw(t, "day")),
		Channel:    rapid.SampledFrom([]Channel{Portal, BroughtIn, Post, EmailLetter}).Draw(t, "channel"),
		Contested:  Contested{Decision: flip("decision"), Action: flip("action"), Inaction: !flip("inaction")},
		Role:       rapid.SampledFrom(append(slices.Clone(Roles), Anonymous)).Draw(t, "role"), Named: !flip("nameless"), Reachable: !flip("no address"),
		Findings: Findings{Unreadable: flip("unreadable"), Unclear: flip("unclear"), CourtDecision: flip("court decision"), Abuse: flip("abuse"),
			Threat: flip("threat"), Answered: rapid.IntRange(0, 3).Draw(t, "answered"), NewArguments: flip("new"), InCourt: flip("in court"),
			NotConsideredBelow: flip("not below"), InPart: flip("part"), Candidacy: flip("candidacy"), VotingResults: flip("results"),
			OwnResultsFixed: flip("fixed"), AdditionalCheck: flip("check"), RoleAdmitted: flip("admitted"), ObserverRights: flip("observer"),
			Crime: flip("crime"), Offence: flip("offence"), AccusedNamed: flip("accused"), PersonalData: flip("personal")}}
	if flip("no campaign") {
		return p
	}
	p.Campaigns = []commission.Campaign{autumn}
	p.DecidedOn = p.ReceivedOn.AddDays(-rapid.IntRange(0, 20).Draw(t, "decided"))
	return p
}

func TestPaperOfComplaint(t *testing.T) {
	c := Complaint{Commission: ours, FiledAt: autumn.VotingDays[0].Start(regulation.Izhmorsky().Zone()), Channel: Portal,
		Answers: Answers{Contested: Contested{Decision: true}, Respondent: precinct, EventOn: calendar.Day(2026, 9, 17),
			Complainant: Complainant{Name: identity.Name{Surname: "Примеров"}, Role: Observer, ReplyBy: ByEmail, Email: "p@primer.example"}}}
	own := commission.Commission{ID: ours, Parent: region, Profile: regulation.Izhmorsky()}
	m := commission.MomentAt(c.FiledAt, commission.Composition{Commission: own}, []commission.Campaign{autumn})
	p := c.Paper(Findings{Crime: true}, ours, m)
	if !p.Named || !p.Reachable || p.Above != region || p.DecidedOn != c.EventOn || !p.Crime {
		t.Errorf("Paper() = %+v", p)
	}
	if got := p.Route(own.Profile); got.Route != AcceptAtOnce || got.Campaign != autumn.ID || got.IfUpheld != regulation.OfSeats {
		t.Errorf("R-052: Route() = %+v", got)
	}
	c.Complainant = Complainant{Name: identity.Name{Surname: "Примеров"}, ReplyBy: ByPost}
	if got := c.Paper(Findings{}, ours, m).Route(own.Profile); got.Route != FileAnonymous {
		t.Errorf("R-044: without an address Route() = %s", got.Route)
	}
}
