package complaint

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
)

var acting = identity.Actor{ID: 2, Office: identity.Deputy, Commission: own, ActsAsChair: true}

// owed returns a complaint that waits for the letter of a route.
func owed(route Route) Complaint {
	c := in(LetterDue)
	c.Route, c.RouteClause, c.Regime = route, route.clause(), regulation.OrdinaryRegime
	c.RespondentText = "Отдел полиции № 9"
	return c
}

// contesting returns the paper as one that contests an action of its respondent.
func contesting(c Complaint) Complaint {
	c.Contested = Contested{Action: true}
	return c
}

func TestEndingByALetter(t *testing.T) {
	reply := Letter{Kind: Reply, Text: "Проверено по документам участка.", Conclusions: "График вывешен."}
	police := Letter{Kind: Cover, Body: "Управление МВД", Address: "пгт Примерный, ул. Мирная, 1", Apart: true}
	for _, row := range []struct {
		name   string
		by     identity.Actor
		c      Complaint
		l      Letter
		to     commission.Commission
		state  State
		fields string // of the refusals; "-" for one without a field
	}{
		{"R-033: the chair replies", chair, owed(HandleAsAppeal), reply, commission.Commission{}, Answered, ""},
		{"R-007: the acting chair replies", acting, owed(HandleAsAppeal), reply, commission.Commission{}, Answered, ""},
		{"R-034: the secretary signs no reply", secretary, owed(HandleAsAppeal), reply, commission.Commission{}, "", "-"},
		{"R-034: nor does a member", member, owed(HandleAsAppeal), reply, commission.Commission{}, "", "-"},
		{"R-088: a reply says something to every question", chair, owed(HandleAsAppeal), Letter{Kind: Reply}, commission.Commission{}, "", "text conclusions"},
		{"R-037: a reply does not end a complaint that needs a ruling", chair, owed(AcceptForReview), reply, commission.Commission{}, "", "-"},
		{"R-037: a reply does not end what is to be forwarded", chair, owed(ForwardUp), reply, commission.Commission{}, "", "-"},
		{"R-056: too late, with the reasons", chair, owed(FiledTooLate), Letter{Kind: LateReply}, commission.Commission{}, Answered, ""},
		{"R-026: the channels are pointed to", chair, owed(PointToElectronicChannels), Letter{Kind: EmailPointer}, commission.Commission{}, Answered, ""},
		{"R-046: unreadable", chair, owed(TellUnreadable), Letter{Kind: UnreadableTold}, commission.Commission{}, Answered, ""},
		{"R-047: unclear", chair, owed(TellUnreadable), Letter{Kind: UnclearTold}, commission.Commission{}, Answered, ""},
		{"R-049: abuse", chair, owed(TellAbuse), Letter{Kind: AbuseTold}, commission.Commission{}, Answered, ""},
		{"R-038: stopped, naming the earlier answers", chair, owed(StopCorrespondence), Letter{Kind: Stopped, Text: "№ 7 от 01.03.2026"}, commission.Commission{}, Answered, ""},
		{"R-038: stopped, naming none", chair, owed(StopCorrespondence), Letter{Kind: Stopped}, commission.Commission{}, "", "text"},
		{"R-048: a court's decision goes back", chair, owed(ReturnCourtDecision), Letter{Kind: ReturnedOfCourt}, commission.Commission{}, Returned, ""},
		{"R-024: to the commission above", chair, owed(ForwardUp), Letter{Kind: Cover, To: 90}, commission.Commission{ID: 90}, Forwarded, ""},
		{"R-045, R-091: to the police", chair, owed(FileAnonymousReportCrime), police, commission.Commission{}, Forwarded, ""},
		{"R-022: not to the respondent", chair, owed(ForwardUp), Letter{Kind: Cover, To: 8}, commission.Commission{ID: 8}, "", "to"},
		{"R-022: nor below it", chair, owed(ForwardUp), Letter{Kind: Cover, To: 80}, commission.Commission{ID: 80, Parent: 8}, "", "to"},
		{"R-001: nor to whoever decides nothing about it", chair, contesting(owed(ForwardCompetent)), Letter{Kind: Cover, To: 91}, commission.Commission{ID: 91, Parent: 90}, "", "to"},
		{"R-022: nor two levels below it", chair, contesting(owed(ForwardUp)), Letter{Kind: Cover, To: 81}, commission.Commission{ID: 81, Parent: 80}, "", "to"},
		{"R-001: nor to the police, who decide nothing about it", chair, contesting(owed(ForwardCompetent)), police, commission.Commission{}, "", "to"},
		{"R-001: to the one directly above it", chair, contesting(owed(ForwardCompetent)), Letter{Kind: Cover, To: 7}, commission.Commission{ID: 7, Parent: 90}, Forwarded, ""},
		{"R-024: or above us, who passes it on", chair, contesting(owed(ForwardUp)), Letter{Kind: Cover, To: 90}, commission.Commission{ID: 90}, Forwarded, ""},
		{"R-043: nor to ourselves", chair, owed(ForwardUp), Letter{Kind: Cover, To: own}, commission.Commission{ID: own}, "", "to"},
		{"R-043: nor nowhere", chair, owed(ForwardUp), Letter{Kind: Cover}, commission.Commission{}, "", "to"},
		{"R-022: nor to the body named in it", chair, owed(ForwardCompetent), Letter{Kind: Cover, Body: "отдел полиции №9", Address: "пгт Примерный", Apart: true}, commission.Commission{}, "", "body"},
		{"R-022: a body outside only after a look", chair, owed(ForwardCompetent), Letter{Kind: Cover, Body: "Прокуратура", Address: "пгт Примерный"}, commission.Commission{}, "", "apart"},
		{"R-043: a body needs an address", chair, owed(ForwardCompetent), Letter{Kind: Cover, Body: "Прокуратура", Apart: true}, commission.Commission{}, "", "address"},
		{"R-039: what can go up is not returned", chair, owed(ForwardUp), Letter{Kind: ReturnedUnsent}, commission.Commission{}, "", "-"},
		{"a notice goes with its cover only", chair, owed(ForwardUp), Letter{Kind: Notice}, commission.Commission{}, "", "kind"},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := moment()
			m.Composition.Commission.Parent = 90
			if row.fields == "body" {
				row.c.RespondentText = "Отдел полиции № 9"
			}
			next, line, err := row.c.Send(row.by, row.l, row.to, commission.Commission{ID: 8, Name: "УИК", Parent: 7}, calendar.Date{}, m)
			if row.fields != "" {
				got := fieldsOf(err)
				if err == nil || strings.Trim(row.fields, "-") != strings.Join(got, " ") {
					t.Fatalf("Send() = %v, refuses %q, want %q", err, got, row.fields)
				}
				return
			}
			if err != nil || next.State != row.state || !next.ClosedAt.Equal(noon) || next.Ending.Letter != row.l.Kind || line.Facts["letter"] != string(row.l.Kind) {
				t.Errorf("Send() = %s %+v, %+v, %v", next.State, next.Ending, line, err)
			}
			if next.Ending.To != row.l.To || next.Ending.Body != row.l.Body {
				t.Errorf("forwarded to %+v", next.Ending)
			}
		})
	}
}

func TestReturnWhereNobodyIsAbove(t *testing.T) {
	c := owed(ForwardUp)
	c.Respondent = own
	m := moment()
	next, line, err := c.Send(chair, Letter{Kind: ReturnedUnsent}, commission.Commission{}, commission.Commission{}, calendar.Date{}, m)
	if err != nil || next.State != Returned || line.Clause == "" {
		t.Errorf("R-039: %s, %v", next.State, err)
	}
	if got := c.Owed(m); !slices.Equal(got, []LetterKind{ReturnedUnsent}) {
		t.Errorf("R-039: owed %v", got)
	}
}

// TestRegisterForALetter: what needs no ruling is registered all the same, and
// needs neither a respondent nor a contested act to be known.
func TestRegisterForALetter(t *testing.T) {
	for _, row := range []struct {
		name   string
		paper  func(*Complaint)
		intake func(*Intake)
		state  State
		route  Route
		fields string
	}{
		{"R-025: contests nothing", nil, func(in *Intake) { in.Contested, in.Route = Contested{}, HandleAsAppeal }, LetterDue, HandleAsAppeal, ""},
		{"R-022: about ourselves, passed on", nil, func(in *Intake) { in.Respondent, in.Route = own, ForwardUp }, LetterDue, ForwardUp, ""},
		{"R-022: about ourselves, for a ruling", nil, func(in *Intake) { in.Respondent, in.RouteReason = own, "сами разберёмся" }, "", "", "respondent"},
		{"R-022: about ourselves, answered on the merits", nil, func(in *Intake) {
			in.Respondent, in.Route, in.RouteReason = own, HandleAsAppeal, "сами ответим"
		}, "", "", "respondent"},
		{"R-046: the respondent need not be known", nil, func(in *Intake) {
			in.Respondent, in.Contested, in.Route, in.Findings = 0, Contested{}, TellUnreadable, Findings{Unreadable: true}
		}, LetterDue, TellUnreadable, ""},
		{"R-025: a complaint as an appeal, without a reason", nil, func(in *Intake) { in.Route = HandleAsAppeal }, "", "", "route_reason"},
		{"R-025: with one", nil, func(in *Intake) { in.Route, in.RouteReason = HandleAsAppeal, "не просит отменить" }, LetterDue, HandleAsAppeal, ""},
		{"R-025: its author contests something, the secretary nothing", func(c *Complaint) { c.Contested = Contested{Action: true} }, func(in *Intake) {
			in.Contested, in.Route = Contested{}, HandleAsAppeal
		}, "", "", "route_reason"},
		{"R-025: and says why", func(c *Complaint) { c.Contested = Contested{Action: true} }, func(in *Intake) {
			in.Contested, in.Route, in.RouteReason = Contested{}, HandleAsAppeal, "просит разъяснить порядок"
		}, LetterDue, HandleAsAppeal, ""},
		{"R-022: its author complains about us, the secretary about another", func(c *Complaint) { c.Contested, c.Respondent = Contested{Action: true}, own }, func(in *Intake) {
			in.Contested = Contested{Action: true}
		}, "", "", "route_reason"},
		{"R-022: its author complains about us, the secretary about nobody", func(c *Complaint) { c.Contested, c.Respondent = Contested{Action: true}, own }, func(in *Intake) {
			in.Contested, in.Respondent, in.Route = Contested{}, 0, HandleAsAppeal
		}, "", "", "route_reason"},
		{"R-044: somebody with a name is not filed away", nil, func(in *Intake) { in.Route, in.RouteReason = FileAnonymous, "надоел" }, "", "", "route"},
		{"R-026: a paper of the portal is no e-mail", nil, func(in *Intake) {
			in.Route, in.RouteReason = PointToElectronicChannels, "пусть подаст иначе"
		}, "", "", "route"},
		{"R-056: nobody finds it late but the rules", nil, func(in *Intake) { in.Route, in.RouteReason = FiledTooLate, "поздно" }, "", "", "route"},
		{"R-044: an anonymous paper ends at once", func(c *Complaint) { c.Complainant = Complainant{Role: Anonymous} }, func(in *Intake) { in.Route = FileAnonymous }, Shelved, FileAnonymous, ""},
		{"R-045: unless it reports a crime", func(c *Complaint) { c.Complainant = Complainant{Role: Anonymous} }, func(in *Intake) {
			in.Route, in.Findings = FileAnonymousReportCrime, Findings{Crime: true}
		}, LetterDue, FileAnonymousReportCrime, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, in := filed(), intake()
			if row.paper != nil {
				row.paper(&c)
			}
			row.intake(&in)
			in.Rapporteur = 4
			higher := own
			if in.Respondent == own { // nobody is above the commission of these tests
				higher = 0
			}
			next, lines, err := c.Register(secretary, in, higher, 118, moment())
			if row.fields != "" {
				if got := strings.Join(fieldsOf(err), " "); got != row.fields {
					t.Fatalf("Register() = %v, refuses %q, want %q", err, got, row.fields)
				}
				return
			}
			if err != nil || next.State != row.state || next.Route != row.route || next.RegisterNumber != 118 || next.Rapporteur != 0 {
				t.Fatalf("Register() = %s on %s, %v", next.State, next.Route, err)
			}
			if next.RouteReason != in.RouteReason {
				t.Errorf("the reason kept is %q, want %q", next.RouteReason, in.RouteReason)
			}
			if next.ClosedAt.IsZero() == (row.state == Shelved) || lines[0].Facts["register_number"] != 118 {
				t.Errorf("closed %v, %+v", next.ClosedAt, lines)
			}
		})
	}
}

func TestReroute(t *testing.T) {
	complained := in(InReview)
	complained.Contested, complained.Route, complained.RouteClause = Contested{Action: true}, AcceptForReview, regulation.ThirtyDays
	asAppeal := complained
	asAppeal.State, asAppeal.Route = LetterDue, HandleAsAppeal
	unknown := asAppeal
	unknown.Contested = Contested{}
	for _, row := range []struct {
		name   string
		by     identity.Actor
		c      Complaint
		to     Route
		reason string
		state  State
		fields string
	}{
		{"R-025: a complaint is an appeal", chair, complained, HandleAsAppeal, " не просит отменить ", LetterDue, ""},
		{"R-025: the reason is said", chair, complained, HandleAsAppeal, " ", "", "route_reason"},
		{"R-025: the secretary does not", secretary, complained, HandleAsAppeal, "не просит отменить", "", "-"},
		{"R-025: an appeal is a complaint after all", chair, asAppeal, AcceptForReview, "просит отменить", Registered, ""},
		{"R-020: with something contested", chair, unknown, AcceptForReview, "просит отменить", "", "contested"},
		{"the same route", chair, asAppeal, HandleAsAppeal, "не просит отменить", "", "route"},
		{"R-037: not into the files, with a name on it", chair, complained, FileAnonymous, "надоел", "", "route"},
	} {
		t.Run(row.name, func(t *testing.T) {
			next, line, err := row.c.Reroute(row.by, row.to, row.reason, own, moment())
			if row.fields != "" {
				if got := strings.Join(fieldsOf(err), " "); err == nil || got != strings.Trim(row.fields, "-") {
					t.Fatalf("Reroute() = %v, refuses %q, want %q", err, got, row.fields)
				}
				return
			}
			if err != nil || next.State != row.state || next.Route != row.to || next.RouteReason != strings.TrimSpace(row.reason) || line.Facts["route_reason"] != next.RouteReason {
				t.Errorf("Reroute() = %s on %s because %q, %v", next.State, next.Route, next.RouteReason, err)
			}
			if next.Regime != row.c.Regime || !next.RegisteredAt.Equal(row.c.RegisteredAt) {
				t.Error("R-031: the regime or the day of registration moved")
			}
		})
	}
}

func TestSendDown(t *testing.T) {
	letter := Letter{Kind: DownCover, Text: "Довод о графике участок не рассматривал.", ControlOn: today.AddDays(2)}
	due := today.AddDays(4)
	for _, row := range []struct {
		name   string
		by     identity.Actor
		change func(*Complaint, *Letter)
		fields string
	}{
		{"R-036: with a finding and a control date", chair, func(*Complaint, *Letter) {}, ""},
		{"R-036: by the chair alone", secretary, func(*Complaint, *Letter) {}, "-"},
		{"R-035: not without the finding", chair, func(_ *Complaint, l *Letter) { l.Text = " " }, "text"},
		{"R-036: the control date is before the due date", chair, func(_ *Complaint, l *Letter) { l.ControlOn = due }, "control_on"},
		{"R-036: and after today", chair, func(_ *Complaint, l *Letter) { l.ControlOn = today }, "control_on"},
		{"R-036: and named", chair, func(_ *Complaint, l *Letter) { l.ControlOn = calendar.Date{} }, "control_on"},
		{"R-036: once", chair, func(c *Complaint, _ *Letter) { c.SentDown.At = noon }, "-"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, l := in(InReview), letter
			row.change(&c, &l)
			next, line, err := c.Send(row.by, l, commission.Commission{}, commission.Commission{ID: 8}, due, moment())
			if row.fields != "" {
				if got := strings.Join(fieldsOf(err), " "); err == nil || got != strings.Trim(row.fields, "-") {
					t.Fatalf("Send() = %v, refuses %q, want %q", err, got, row.fields)
				}
				return
			}
			if err != nil || next.State != InReview || next.SentDown.Finding != letter.Text || next.SentDown.ControlOn != letter.ControlOn || line.Clause != regulation.NotConsideredBelow {
				t.Errorf("Send() = %s, %+v, %v", next.State, next.SentDown, err)
			}
			if next.Respondent != c.Respondent || next.Commission != c.Commission {
				t.Error("R-035: the complaint went away")
			}
		})
	}
}

func TestTellAccused(t *testing.T) {
	letter := Letter{Kind: AccusedNotice, Body: "Кандидат Примеров П. П.", Email: "k@primer.example", Text: "Агитация в день тишины."}
	for _, row := range []struct {
		name   string
		by     identity.Actor
		change func(*Complaint, *Letter)
		fields string
	}{
		{"R-055: by the secretary", secretary, func(*Complaint, *Letter) {}, ""},
		{"R-055: not by a member", member, func(*Complaint, *Letter) {}, "-"},
		{"R-055: in a campaign only", secretary, func(c *Complaint, _ *Letter) { c.Regime = regulation.OrdinaryRegime }, "-"},
		{"R-055: who", secretary, func(_ *Complaint, l *Letter) { l.Body = "" }, "body"},
		{"R-055: what", secretary, func(_ *Complaint, l *Letter) { l.Text = "" }, "text"},
		{"R-055: where", secretary, func(_ *Complaint, l *Letter) { l.Email = "" }, "address"},
		{"R-055: where indeed", secretary, func(_ *Complaint, l *Letter) { l.Email = "k@" }, "email"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, l := in(Registered), letter
			c.Regime, c.Findings.AccusedNamed = regulation.CampaignRegime, true
			row.change(&c, &l)
			next, _, err := c.Send(row.by, l, commission.Commission{}, commission.Commission{}, calendar.Date{}, moment())
			if row.fields != "" {
				if got := strings.Join(fieldsOf(err), " "); err == nil || got != strings.Trim(row.fields, "-") {
					t.Fatalf("Send() = %v, refuses %q, want %q", err, got, row.fields)
				}
				return
			}
			if err != nil || !c.TellsAccused() || next.TellsAccused() || next.Accused.Name != letter.Body || next.State != Registered {
				t.Errorf("Send() = %+v, %v", next.Accused, err)
			}
		})
	}
	c := in(Registered)
	c.Regime = regulation.CampaignRegime
	if _, _, err := c.NobodyToTell(secretary, "никто не назван", moment()); err == nil {
		t.Error("R-055: noted though nobody is accused")
	}
	c.Findings.AccusedNamed = true
	if _, _, err := c.NobodyToTell(secretary, " ", moment()); strings.Join(fieldsOf(err), " ") != "reason" {
		t.Errorf("R-055: without a reason = %v", err)
	}
	if next, _, err := c.NobodyToTell(secretary, "назван без вины", moment()); err != nil || next.TellsAccused() {
		t.Errorf("R-055: %v", err)
	}
}

// TestEveryRouteHasItsEnd: each route that needs no ruling is ended by one letter at
// least, or by filing an anonymous paper; none that needs one is.
func TestEveryRouteHasItsEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := owed(rapid.SampledFrom(Routes).Draw(t, "route"))
		c.Respondent = rapid.SampledFrom([]commission.ID{0, own, 8}).Draw(t, "respondent")
		m := moment()
		m.Composition.Commission.Parent = rapid.SampledFrom([]commission.ID{0, 90}).Draw(t, "parent")
		kinds := c.Owed(m)
		switch {
		case c.Route.Ruled() || c.Route == FileAnonymous:
			if len(kinds) != 0 {
				t.Fatalf("R-037: %s is ended by %v", c.Route, kinds)
			}
			return
		case len(kinds) == 0:
			t.Fatalf("R-037: %s has no end", c.Route)
		}
		for _, kind := range kinds {
			l := Letter{Kind: kind, Text: "Проверено.", Conclusions: "Нарушения нет."}
			if kind == Cover {
				l.To = 91
			}
			next, line, err := c.Send(chair, l, commission.Commission{ID: l.To}, commission.Commission{ID: c.Respondent}, calendar.Date{}, m)
			if err != nil || !next.State.WithoutRuling() || next.State.Open() || line.Clause == "" {
				t.Fatalf("%s by %s: %s, %v", c.Route, kind, next.State, err)
			}
		}
	})
}
