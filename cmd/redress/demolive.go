package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// demoFresh are the complaints that came lately, with the hours before now: those
// under way, those that letters answer, and the queue at the intake. The first is
// overdue by now.
var demoFresh = map[string]int{"C-11": 200, "C-01": 56, "C-05": 53, "C-09": 50, "C-26": 47, "C-10": 44, "C-31": 31, "C-08": 29, "C-06": 26,
	"C-18": 23, "C-22": 22, "C-25": 21, "C-20": 20, "C-21": 19, "C-12": 7, "C-19": 5, "C-28": 3, "C-29": 1}

// arrival returns when a fixture's complaint comes in.
func (d *demo) arrival(f fixture) time.Time {
	if hours, fresh := demoFresh[f.ID]; fresh {
		return d.now.Add(-time.Duration(hours) * time.Hour)
	}
	return d.at(f.FiledAt)
}

func byArrival(d *demo, all []fixture) []fixture {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b fixture) int { return d.arrival(a).Compare(d.arrival(b)) })
	return sorted
}

// demoCase is how far a fixture's complaint goes.
type demoCase struct {
	id         string
	rapporteur string // login
	selection  ruling.Selection
	until      complaint.State
	against    int // members present who vote against; the rest are for
}

// demoSitting is a sitting of the demonstration with what it decides, at an instant
// of the fixtures in the commission's zone, or some hours before now.
type demoSitting struct {
	at      string
	urgent  string
	ago     time.Duration
	cases   []demoCase
	deputy  bool // presides, for the chair is away
	debated bool // with speeches
}

// demoParts are what mixed drafts annul of a decision; the rest of it stands.
var demoParts = map[string]string{"C-17": "пункта 2 о порядке доступа членов комиссии к документам", "C-31": "пункта 3, запрещающего наблюдателям вести записи"}

func dismiss() ruling.Selection { return ruling.Selection{Outcome: regulation.Dismiss} }

func merits(text string) ruling.Selection {
	return ruling.Selection{Outcome: regulation.DecideOnMerits, Merits: text}
}

func oblige(action string, until calendar.Date) ruling.Selection {
	return ruling.Selection{Outcome: regulation.Remand, Duty: ruling.DoAct, Action: action, Until: until}
}

func again(until calendar.Date) ruling.Selection {
	return ruling.Selection{Outcome: regulation.Remand, Duty: ruling.Reconsider, Until: until}
}

// judge upholds the complaint against every act: decisions are annulled in full, of a
// mixed complaint in part.
func judge(s ruling.Selection, c complaint.Complaint, part string) ruling.Selection {
	s.Findings = ruling.FindingsOf(c)
	for i, f := range s.Findings {
		switch {
		case s.Outcome == regulation.Dismiss || s.Outcome == "":
		case f.Kind != ruling.Decision:
			s.Findings[i].Verdict = ruling.FindUnlawful
		case len(s.Findings) > 1:
			s.Findings[i].Verdict, s.Findings[i].Part = ruling.AnnulInPart, part
		default:
			s.Findings[i].Verdict = ruling.AnnulInFull
		}
	}
	return s
}

// answer is the demands of a complaint answered, one more where the draft is mixed.
func answer(s ruling.Selection, c complaint.Complaint) []ruling.Demand {
	said := "Требование обоснованно и удовлетворяется: нарушение подтверждено материалами жалобы."
	if s.Outcome == regulation.Dismiss {
		said = "Требование не удовлетворяется: нарушение не подтвердилось."
	}
	demands := ruling.DemandsOf(c)
	if len(s.Findings) > 1 {
		demands = append(demands, ruling.Demand{Text: "Признать незаконным бездействие комиссии"})
	}
	for i := range demands {
		demands[i].Answer = said
	}
	return demands
}

// sittings returns the past sittings of the demonstration, the earliest first.
func (d *demo) past() []demoSitting {
	on := func(month time.Month, day int) calendar.Date { return d.day(calendar.Day(2026, month, day)) }
	done := complaint.Delivered
	return []demoSitting{
		{at: "2026-03-20T11:00", cases: []demoCase{{"C-27", "member2", oblige("предоставить члену комиссии документы для ознакомления", on(3, 27)), done, 1}}},
		{at: "2026-05-08T11:00", cases: []demoCase{{"C-23", "member", dismiss(), done, 0}}},
		{at: "2026-06-05T11:00", cases: []demoCase{{"C-24", "member3", dismiss(), done, 2}}},
		{at: "2026-08-24T17:00", cases: []demoCase{{"C-17", "member2", again(on(8, 31)), done, 1}}},
		{at: "2026-08-29T11:00", cases: []demoCase{{"C-15", "member", merits("обеспечить члену комиссии доступ к документам"), done, 0}}, deputy: true},
		{at: "2026-09-12T11:00", cases: []demoCase{
			{"C-14", "member", oblige("работать по утверждённому графику", on(9, 14)), done, 1},
			{"C-13", "member2", merits("включить заявителя в список избирателей избирательного участка № 9001"), done, 1}}, debated: true},
		{at: "2026-09-17T23:00", urgent: "жалоба подана накануне голосования", cases: []demoCase{{"C-16", "member5", dismiss(), done, 2}}},
		{at: "2026-09-18T15:00", urgent: "день голосования", cases: []demoCase{{"C-03", "member", merits("допустить наблюдателя в помещение для голосования"), done, 0}}},
		{at: "2026-09-19T20:00", urgent: "день голосования", cases: []demoCase{
			{"C-02", "member2", merits("допустить наблюдателя к участию в работе комиссии"), done, 0},
			{"C-04", "member3", dismiss(), done, 3}, {"C-07", "member", oblige("хранить сейф-пакеты в помещении для голосования", on(9, 20)), done, 0}}},
		{urgent: "жалобы о копиях протоколов не терпят отлагательства", ago: 20 * time.Hour, cases: []demoCase{
			{"C-01", "member", oblige("выдать заявителю заверенную копию протокола", d.today().AddDays(5)), complaint.Signed, 0},
			{"C-05", "member2", oblige("заполнить увеличенную форму протокола", d.today().AddDays(5)), complaint.Decided, 1}}, debated: true},
	}
}

// today returns today's date in the commission's zone.
func (d *demo) today() calendar.Date { return calendar.On(d.now, regulation.Izhmorsky().Zone()) }

// demoEvent is something that happened at an instant.
type demoEvent struct {
	at time.Time
	do func(context.Context) error
}

// live lets everything happen in its order: the sittings, and what happened beside them.
func (d *demo) live(ctx context.Context) error {
	events := d.beside()
	for _, s := range d.past() {
		starts, err := d.starts(s)
		if err != nil {
			return err
		}
		events = append(events, demoEvent{starts.Add(-30 * time.Minute), func(ctx context.Context) error { return d.hold(ctx, s, starts) }})
	}
	slices.SortStableFunc(events, func(a, b demoEvent) int { return a.at.Compare(b.at) })
	for _, e := range append(events, demoEvent{d.now.Add(-2 * time.Hour), d.present}) {
		if err := d.db.DemoClock(ctx, e.at); err != nil {
			return err
		}
		if err := e.do(ctx); err != nil {
			return err
		}
	}
	return nil
}

// starts returns when a sitting of the demonstration starts.
func (d *demo) starts(s demoSitting) (time.Time, error) {
	if s.at == "" {
		return d.now.Add(-s.ago), nil
	}
	return d.local(s.at)
}

// local returns an instant of the fixtures written in the commission's time, moved.
func (d *demo) local(text string) (time.Time, error) {
	at, err := time.ParseInLocation("2006-01-02T15:04", text, regulation.Izhmorsky().Zone())
	if err != nil {
		return at, fmt.Errorf("reading an instant of the demonstration: %w", err)
	}
	return d.at(at), nil
}

// present leaves complaints at every step before a decision.
func (d *demo) present(ctx context.Context) error {
	for _, c := range []demoCase{
		{"C-26", "member", again(d.today().AddDays(9)), complaint.InReview, 0},
		{"C-10", "member2", merits("провести повторный подсчёт голосов"), complaint.Scheduled, 0},
		{"C-09", "member4", merits("передать материалы в правоохранительные органы"), complaint.Ready, 0},
		{"C-31", "member5", merits("выдать заявителю копию акта"), complaint.InReview, 0},
		{"C-08", "member3", dismiss(), complaint.InReview, 0},
		{"C-06", "", ruling.Selection{}, complaint.Registered, 0},
	} {
		if err := d.prepare(ctx, c); err != nil {
			return err
		}
	}
	suit := complaint.Suit{Court: "Примерный районный суд", Number: "2а-117/2026", AcceptedOn: d.today().AddDays(-1)}
	if err := d.post(ctx, "C-26", complaint.Letter{Kind: complaint.SuspensionTold, Suit: suit, Same: true}); err != nil {
		return err
	}
	item, err := d.schedule(ctx, d.next, "C-10")
	if err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{func(ctx context.Context) error { return d.amend(ctx, item) }, d.answered, d.discuss} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) actor(login string, office identity.Office) identity.Actor {
	name := ""
	for _, m := range demoCommissions[0].members {
		if m.login == login {
			name = m.name
		}
	}
	return identity.Actor{ID: d.people[login], Name: identity.ParseName(name), Commission: d.commissions["42-T99"], Office: office}
}

// prepare registers, assigns and drafts, as far as the case goes.
func (d *demo) prepare(ctx context.Context, c demoCase) error {
	f, err := demoFixture(c.id)
	if err != nil {
		return err
	}
	if err := d.register(ctx, f, d.people[c.rapporteur]); err != nil {
		return err
	}
	if c.until == complaint.Registered {
		return nil
	}
	ref, writer := d.refs[c.id], d.actor(c.rapporteur, identity.Member)
	found, err := d.db.Complaint(ctx, writer.Commission, ref)
	if err != nil {
		return err
	}
	draft := ruling.Draft{
		Facts:     "Заявитель сообщает: " + f.Text + "\nКомиссия истребовала объяснения и документы участковой комиссии и сопоставила их с материалами жалобы.",
		Reasons:   "Довод жалобы проверен. Объяснения участковой комиссии и представленные документы оценены в совокупности.",
		Law:       "Федеральный закон от 12.06.2002 № 67-ФЗ, статьи 20, 75; Регламент комиссии, пункты 6.2, 7.3",
		Selection: judge(c.selection, found, demoParts[c.id]),
	}
	draft.Demands = answer(draft.Selection, found)
	if err := d.rulings.Save(ctx, writer, ref, 0, draft); err != nil {
		return fmt.Errorf("drafting %s: %w", c.id, err)
	}
	if c.until == complaint.InReview {
		return nil
	}
	if err := d.rulings.Complete(ctx, writer, ref); err != nil {
		return fmt.Errorf("completing %s: %w", c.id, err)
	}
	return nil
}

// schedule puts a complaint on an agenda and invites its parties; it returns the item.
func (d *demo) schedule(ctx context.Context, number int, id string) (sitting.ItemID, error) {
	secretary := d.actor("secretary", identity.Secretary)
	if err := d.rulings.Schedule(ctx, secretary, number, d.refs[id]); err != nil {
		return 0, fmt.Errorf("scheduling %s: %w", id, err)
	}
	s, err := d.db.Sitting(ctx, secretary.Commission, number)
	if err != nil {
		return 0, err
	}
	item := s.Items[len(s.Items)-1].ID
	if err := d.sittings.Invite(ctx, secretary, number, item, sitting.Invitation{Whom: sitting.Complainant, Way: sitting.OnPage}); err != nil {
		return 0, fmt.Errorf("inviting the complainant of %s: %w", id, err)
	}
	m, err := d.db.Moment(ctx, secretary.Commission)
	if err != nil {
		return 0, err
	}
	return item, d.sittings.Invite(ctx, secretary, number, item, sitting.Invitation{Whom: sitting.Respondent, Way: sitting.ByPhone, State: sitting.Delivered, SentAt: m.At,
		Note: "телефонограмму принял дежурный"})
}

// hold takes the cases of one sitting from registration to where each ends.
func (d *demo) hold(ctx context.Context, s demoSitting, starts time.Time) error {
	notice := 49 * time.Hour
	if s.urgent != "" {
		notice = time.Hour
	}
	if err := d.db.DemoClock(ctx, starts.Add(-notice)); err != nil {
		return err
	}
	chair, secretary := d.actor("chair", identity.Chair), d.actor("secretary", identity.Secretary)
	if s.deputy {
		chair = d.actor("deputy", identity.Deputy)
		chair.ActsAsChair = true
	}
	number, err := d.sittings.Convene(ctx, chair, sitting.Call{StartsAt: starts, Place: "Образцовая улица, 1, зал 2", Video: true,
		Urgent: s.urgent != "", UrgentReason: s.urgent})
	if err != nil {
		return fmt.Errorf("convening the sitting of %s: %w", s.at, err)
	}
	if err := d.mailed(ctx, secretary.Commission, number); err != nil {
		return fmt.Errorf("telling of the sitting of %s: %w", s.at, err)
	}
	if err := d.db.DemoClock(ctx, starts.Add(-30*time.Minute)); err != nil {
		return err
	}
	for _, c := range s.cases {
		if err := d.prepare(ctx, c); err != nil {
			return err
		}
		if _, err := d.schedule(ctx, number, c.id); err != nil {
			return err
		}
	}
	if err := d.attend(ctx, secretary, number, s.deputy); err != nil {
		return err
	}
	if err := d.db.DemoClock(ctx, starts.Add(4*time.Minute)); err != nil {
		return err
	}
	if err := d.sittings.Open(ctx, secretary, number); err != nil {
		return fmt.Errorf("opening the sitting of %s: %w", s.at, err)
	}
	if err := d.adoptAgenda(ctx, secretary, number); err != nil {
		return fmt.Errorf("adopting the agenda of the sitting of %s: %w", s.at, err)
	}
	held, err := d.db.Sitting(ctx, secretary.Commission, number)
	if err != nil {
		return err
	}
	for i, c := range s.cases {
		at := starts.Add(time.Duration(20*(i+1)) * time.Minute)
		if s.debated {
			if err := d.debate(ctx, secretary, number, held.Items[i], at.Add(-12*time.Minute)); err != nil {
				return err
			}
		}
		if err := d.db.DemoClock(ctx, at); err != nil {
			return err
		}
		if err := d.vote(ctx, secretary, number, i, c); err != nil {
			return fmt.Errorf("voting on %s: %w", c.id, err)
		}
	}
	if err := d.question(ctx, secretary, number, s); err != nil {
		return err
	}
	if err := d.db.DemoClock(ctx, starts.Add(time.Duration(20*len(s.cases)+25)*time.Minute)); err != nil {
		return err
	}
	if err := d.record(ctx, chair, secretary, number, s); err != nil {
		return err
	}
	if err := d.sittings.Close(ctx, secretary, number, false); err != nil {
		return err
	}
	if err := d.papers(ctx, chair, secretary, number, s.cases); err != nil {
		return err
	}
	return d.obey(ctx, chair, secretary, starts, s.cases)
}

// attend records nine present, one of them on video, and five absent; or the chair too.
func (d *demo) attend(ctx context.Context, secretary identity.Actor, number int, deputy bool) error {
	reasons := []string{"отпуск", "болезнь", "командировка", "не сообщила", "работа"}
	for i, m := range demoCommissions[0].members {
		mode, reason := sitting.InHall, ""
		switch {
		case m.login == "":
			mode, reason = sitting.Absent, reasons[i-9]
		case deputy && m.office == identity.Chair:
			mode, reason = sitting.Absent, "отпуск"
		case m.login == "member4":
			mode = sitting.OnVideo
		}
		if err := d.mark(ctx, secretary, number, d.names[m.name], mode, reason); err != nil {
			return fmt.Errorf("recording attendance: %w", err)
		}
	}
	return nil
}

// adoptAgenda has everybody present vote for the agenda.
func (d *demo) adoptAgenda(ctx context.Context, secretary identity.Actor, number int) error {
	s, err := d.db.Sitting(ctx, secretary.Commission, number)
	if err != nil || s.Agenda == nil {
		return err
	}
	if err := d.rulings.OpenVote(ctx, secretary, number, s.Agenda.ID); err != nil {
		return err
	}
	if err := d.sittings.CountHands(ctx, secretary, number, s.Agenda.ID, sitting.Hands{For: s.ToCount(*s.Agenda)}); err != nil {
		return err
	}
	return d.rulings.Conclude(ctx, secretary, number, s.Agenda.ID, sitting.For)
}

func (d *demo) vote(ctx context.Context, secretary identity.Actor, number, ordinal int, c demoCase) error {
	s, err := d.db.Sitting(ctx, secretary.Commission, number)
	if err != nil {
		return err
	}
	item := s.Items[ordinal]
	if err := d.rulings.OpenVote(ctx, secretary, number, item.ID); err != nil {
		return err
	}
	choices := map[identity.ID]sitting.Choice{}
	present := s.Present()
	for i, a := range present[:len(present)-1] {
		choices[a.Member.Person] = sitting.For
		if i < c.against {
			choices[a.Member.Person] = sitting.Against
		}
	}
	if err := d.sittings.CastVotes(ctx, secretary, number, item.ID, choices); err != nil {
		return err
	}
	if err := d.rulings.Conclude(ctx, secretary, number, item.ID, sitting.For); err != nil {
		return err
	}
	return d.sittings.Report(ctx, secretary, number, item.ID, sitting.Said{Heard: "доложил материалы жалобы и проект решения",
		Spoke: "заявитель поддержал жалобу; представитель участковой комиссии дал объяснения"})
}
