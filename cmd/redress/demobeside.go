package main

import (
	"context"
	"fmt"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/docx"
	"redress/internal/identity"
	"redress/internal/pdf"
)

// beside returns what happens beside the sittings: duties laid, a commission put below
// another, papers that a letter answers, cases in court.
func (d *demo) beside() []demoEvent {
	ago := func(hours float64) time.Time { return d.now.Add(-time.Duration(hours * float64(time.Hour))) }
	on := func(month time.Month, day, hour int) time.Time {
		return d.at(time.Date(2026, month, day, hour-7, 0, 0, 0, time.UTC)) // the commission is seven hours ahead
	}
	return []demoEvent{
		{on(7, 1, 10), d.override},
		{on(8, 24, 9), d.layDuties},
		{on(9, 3, 11), func(ctx context.Context) error {
			until := d.day(calendar.Day(2026, 9, 12))
			return d.prepare(ctx, demoCase{"C-30", "member4", oblige("исправить фамилию в списке избирателей", until), complaint.InReview, 0})
		}},
		{on(9, 4, 16), func(ctx context.Context) error {
			suit := complaint.Suit{Court: "Примерный районный суд", Number: "2а-98/2026", AcceptedOn: d.day(calendar.Day(2026, 9, 4))}
			return d.post(ctx, "C-30", complaint.Letter{Kind: complaint.SuspensionTold, Suit: suit, Same: true})
		}},
		{on(9, 11, 10), func(ctx context.Context) error {
			judgment := complaint.Judgment{InForceOn: d.day(calendar.Day(2026, 9, 10)), Merits: true}
			return d.post(ctx, "C-30", complaint.Letter{Kind: complaint.TerminationTold, Judgment: judgment})
		}},
		{ago(199), func(ctx context.Context) error {
			return d.prepare(ctx, demoCase{"C-11", "member6", merits("обеспечить удаление плаката"), complaint.InReview, 0})
		}},
		{ago(50), d.coming},
		{ago(30), d.petition},
		{ago(24), func(ctx context.Context) error {
			return d.desk.Hold(ctx, d.actor("chair", identity.Chair), d.refs["C-16"], "Примерный районный суд рассматривает дело № 2а-121/2026 о том же заседании")
		}},
		{ago(22), d.sends("C-18", complaint.Letter{Kind: complaint.Cover}, "42")},
		{ago(21), d.sends("C-22", complaint.Letter{Kind: complaint.UnreadableTold}, "")},
		{ago(20), d.sends("C-25", complaint.Letter{Kind: complaint.ReturnedOfCourt}, "")},
		{ago(19), d.notes("C-20")}, // ends there: nobody to answer
		{ago(18), d.notes("C-21")},
		{ago(6), d.notes("C-12")},
		{ago(2.5), d.sends("C-28", complaint.Letter{Kind: complaint.Cover}, "42-T98")},
	}
}

// demoIntake is what the secretary found about a paper, where not everything is as a
// complaint should be.
var demoIntake = map[string]struct {
	findings complaint.Findings
	checks   map[complaint.CheckName]complaint.CheckAnswer
	linked   []string // earlier complaints on the same matter
}{
	"C-12": {findings: complaint.Findings{AccusedNamed: true, Offence: true}, checks: doubts(complaint.CheckUnclear, complaint.CheckLevel, complaint.CheckRespondent)},
	"C-18": {checks: doubts(complaint.CheckNo, complaint.CheckLevel)},
	"C-20": {checks: doubts(complaint.CheckNo, complaint.CheckIdentity)},
	"C-21": {findings: complaint.Findings{Crime: true}, checks: doubts(complaint.CheckNo, complaint.CheckIdentity, complaint.CheckRespondent)},
	"C-22": {findings: complaint.Findings{Unreadable: true}, checks: doubts(complaint.CheckUnclear, complaint.CheckLevel, complaint.CheckRespondent, complaint.CheckWindow)},
	"C-25": {findings: complaint.Findings{CourtDecision: true}, checks: doubts(complaint.CheckNo, complaint.CheckLevel, complaint.CheckEarlier)},
	"C-28": {checks: doubts(complaint.CheckNo, complaint.CheckLevel)},
	"C-31": {linked: []string{"C-03", "C-02"}},
}

// doubts answers some checks otherwise than by yes.
func doubts(answer complaint.CheckAnswer, names ...complaint.CheckName) map[complaint.CheckName]complaint.CheckAnswer {
	answers := make(map[complaint.CheckName]complaint.CheckAnswer, len(names))
	for _, name := range names {
		answers[name] = answer
	}
	return answers
}

// register enters a fixture into the register, with what the secretary found.
func (d *demo) register(ctx context.Context, f fixture, rapporteur identity.ID) error {
	secretary, found := d.actor("secretary", identity.Secretary), demoIntake[f.ID]
	in := complaint.Intake{Contested: f.contested(), Respondent: d.commissions[f.Respondent.Code], Title: f.Title,
		Category: f.Category, Article: "67-ФЗ, ст. 75, п. 6", Rapporteur: rapporteur, Findings: found.findings}
	for _, name := range complaint.CheckNames {
		answer := complaint.CheckYes
		if doubted, ok := found.checks[name]; ok {
			answer = doubted
		}
		in.Checks = append(in.Checks, complaint.Check{Name: name, Answer: answer})
	}
	recommended, err := d.recommended(ctx, d.refs[f.ID], in)
	if err != nil {
		return err
	}
	in.Route = recommended
	for _, id := range found.linked {
		other, err := d.db.Complaint(ctx, secretary.Commission, d.refs[id])
		if err != nil {
			return err
		}
		in.Linked = append(in.Linked, other.ID)
	}
	if err := d.desk.Register(ctx, secretary, d.refs[f.ID], in); err != nil {
		return fmt.Errorf("registering %s: %w", f.ID, err)
	}
	return nil
}

// recommended returns the route the rules lead to, which the demonstration always takes.
func (d *demo) recommended(ctx context.Context, ref complaint.Ref, in complaint.Intake) (complaint.Route, error) {
	c, err := d.db.Complaint(ctx, d.commissions["42-T99"], ref)
	if err != nil {
		return "", err
	}
	m, err := d.db.Moment(ctx, c.Commission)
	if err != nil {
		return "", err
	}
	above, err := d.db.Superior(ctx, in.Respondent)
	if err != nil {
		return "", err
	}
	return c.Routing(in, above.ID, m).Route, nil
}

// notes registers a paper that needs no ruling.
func (d *demo) notes(id string) func(context.Context) error {
	return func(ctx context.Context) error {
		f, err := demoFixture(id)
		if err != nil {
			return err
		}
		return d.register(ctx, f, 0)
	}
}

// trusting confirms every password: those of the demonstration are not asked for again.
type trusting struct{}

func (trusting) Confirm(context.Context, identity.ID, string) error { return nil }

// sends registers a paper and ends it by a letter that the chair signs, to the
// commission with the code or to its author.
func (d *demo) sends(id string, l complaint.Letter, to string) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := d.notes(id)(ctx); err != nil {
			return err
		}
		l.To = d.commissions[to]
		return d.post(ctx, id, l)
	}
}

// post has the chair sign a letter, and so do what it says.
func (d *demo) post(ctx context.Context, id string, l complaint.Letter) error {
	chair := d.actor("chair", identity.Chair)
	postage := document.NewPostage(d.db, document.NewPress(d.db, d.vault, pdf.Render, docx.Render, trusting{}, d.codes, document.Signing{}))
	post, err := postage.Compose(ctx, chair, d.refs[id], l)
	if err == nil {
		err = postage.Sign(ctx, chair, d.refs[id], l, post.Digest(), "")
	}
	if err != nil {
		return fmt.Errorf("sending the letter on %s: %w", id, err)
	}
	return nil
}

// administrator is who enters what was decided elsewhere.
func (d *demo) administrator() identity.Actor {
	return identity.Actor{ID: d.people[demoAdministrator], Name: demoAdministratorName, Office: identity.Administrator}
}

// layDuties has the deputy act as chair for a week.
func (d *demo) layDuties(ctx context.Context) error {
	err := d.setup.LayDuties(ctx, d.administrator(), d.commissions["42-T99"], commission.Acting{Office: identity.Chair, Person: d.people["deputy"],
		From: d.day(calendar.Day(2026, 8, 26)), Until: d.day(calendar.Day(2026, 9, 2)), Basis: commission.ByOrder,
		Paper: commission.Decision{Number: "4-р", On: d.day(calendar.Day(2026, 8, 24))}, Note: "согласовано с Избиркомом Примерной области"})
	if err != nil {
		return fmt.Errorf("laying the chair's duties on the deputy: %w", err)
	}
	return nil
}

// override puts a precinct below the district commission in the campaign.
func (d *demo) override(ctx context.Context) error {
	err := d.setup.Override(ctx, d.administrator(), d.campaigns["K1"], commission.Overriding{Lower: "42-9012", Higher: "42-T99-O3",
		Reason: "решение ТИК Примерного округа № 118/402 о передаче полномочий по округу № 3"})
	if err != nil {
		return fmt.Errorf("putting a precinct below the district commission: %w", err)
	}
	return nil
}
