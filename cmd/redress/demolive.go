package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/pdf"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/signature"
	"redress/internal/sitting"
)

// demoFresh are the complaints that came lately, with the hours before now: those
// under way, and papers that this version cannot route yet, which so show as a queue
// at the intake and not as months of delay.
var demoFresh = map[string]int{"C-01": 56, "C-05": 53, "C-09": 50, "C-26": 47, "C-10": 44, "C-08": 29, "C-06": 26,
	"C-18": 23, "C-28": 21, "C-12": 7, "C-19": 6, "C-20": 5, "C-21": 4, "C-22": 3, "C-25": 2, "C-29": 1}

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
	at     string
	urgent string
	ago    time.Duration
	cases  []demoCase
}

// demoPart is what a mixed draft annuls of a decision; the rest of it stands.
const demoPart = "пункта 2 о порядке доступа членов комиссии к документам"

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
func judge(s ruling.Selection, c complaint.Complaint) ruling.Selection {
	s.Findings = ruling.FindingsOf(c)
	for i, f := range s.Findings {
		switch {
		case s.Outcome == regulation.Dismiss || s.Outcome == "":
		case f.Kind != ruling.Decision:
			s.Findings[i].Verdict = ruling.FindUnlawful
		case len(s.Findings) > 1:
			s.Findings[i].Verdict, s.Findings[i].Part = ruling.AnnulInPart, demoPart
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
		{"2026-03-20T11:00", "", 0, []demoCase{{"C-27", "member2", oblige("предоставить члену комиссии документы для ознакомления", on(3, 27)), done, 1}}},
		{"2026-05-08T11:00", "", 0, []demoCase{{"C-23", "member", dismiss(), done, 0}}},
		{"2026-06-05T11:00", "", 0, []demoCase{{"C-24", "member3", dismiss(), done, 2}}},
		{"2026-08-24T17:00", "", 0, []demoCase{{"C-17", "member2", again(on(8, 31)), done, 1}}},
		{"2026-08-29T11:00", "", 0, []demoCase{{"C-15", "member", merits("обеспечить члену комиссии доступ к документам"), done, 1}}},
		{"2026-09-08T18:00", "", 0, []demoCase{{"C-30", "member4", oblige("исправить фамилию в списке избирателей", on(9, 12)), done, 0}}},
		{"2026-09-12T11:00", "", 0, []demoCase{
			{"C-14", "member", oblige("работать по утверждённому графику", on(9, 14)), done, 1},
			{"C-13", "member2", merits("включить заявителя в список избирателей избирательного участка № 9001"), done, 1}}},
		{"2026-09-17T23:00", "жалоба подана накануне голосования", 0, []demoCase{{"C-16", "member5", dismiss(), done, 2}}},
		{"2026-09-18T15:00", "день голосования", 0, []demoCase{{"C-03", "member", merits("допустить наблюдателя в помещение для голосования"), done, 0}}},
		{"2026-09-19T20:00", "день голосования", 0, []demoCase{
			{"C-02", "member2", merits("допустить наблюдателя к участию в работе комиссии"), done, 0},
			{"C-04", "member3", dismiss(), done, 3}, {"C-07", "member", oblige("хранить сейф-пакеты в помещении для голосования", on(9, 20)), done, 0}}},
		{"2026-09-21T12:00", "день после голосования", 0, []demoCase{{"C-11", "member6", dismiss(), done, 1}}},
		{"", "жалобы о копиях протоколов не терпят отлагательства", 20 * time.Hour, []demoCase{
			{"C-01", "member", oblige("выдать заявителю заверенную копию протокола", d.local().AddDays(5)), complaint.Signed, 0},
			{"C-05", "member2", oblige("заполнить увеличенную форму протокола", d.local().AddDays(5)), complaint.Decided, 1}}},
	}
}

// local returns today's date in the commission's zone.
func (d *demo) local() calendar.Date { return calendar.On(d.now, regulation.Izhmorsky().Zone()) }

// live takes the complaints through their steps.
func (d *demo) live(ctx context.Context) error {
	for _, s := range d.past() {
		if err := d.hold(ctx, s); err != nil {
			return err
		}
	}
	if err := d.db.DemoClock(ctx, d.now.Add(-2*time.Hour)); err != nil {
		return err
	}
	return d.present(ctx)
}

// present leaves complaints at every step before a decision.
func (d *demo) present(ctx context.Context) error {
	chair := d.actor("chair", identity.Chair)
	for _, c := range []demoCase{
		{"C-26", "member", again(d.local().AddDays(9)), complaint.InReview, 0},
		{"C-10", "member2", merits("провести повторный подсчёт голосов"), complaint.Scheduled, 0},
		{"C-09", "member4", merits("передать материалы в правоохранительные органы"), complaint.Ready, 0},
		{"C-08", "member3", dismiss(), complaint.InReview, 0},
		{"C-06", "", ruling.Selection{}, complaint.Registered, 0},
	} {
		if err := d.prepare(ctx, c); err != nil {
			return err
		}
	}
	suit := complaint.Suit{Court: "Примерный районный суд", Number: "2а-117/2026", AcceptedOn: d.local().AddDays(-1)}
	if err := d.desk.Suspend(ctx, chair, d.refs["C-26"], suit, true); err != nil {
		return fmt.Errorf("suspending C-26: %w", err)
	}
	next := d.now.AddDate(0, 0, 3).In(regulation.Izhmorsky().Zone())
	starts := time.Date(next.Year(), next.Month(), next.Day(), 11, 0, 0, 0, next.Location())
	number, err := d.sittings.Convene(ctx, chair, sitting.Call{StartsAt: starts, Place: "Образцовая улица, 1, зал 2", Video: true})
	if err != nil {
		return fmt.Errorf("convening the next sitting: %w", err)
	}
	return d.schedule(ctx, number, "C-10")
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
	secretary := d.actor("secretary", identity.Secretary)
	fixtures, err := demoFixtures()
	if err != nil {
		return err
	}
	f := fixtures[slices.IndexFunc(fixtures, func(f fixture) bool { return f.ID == c.id })]
	in := complaint.Intake{Contested: f.contested(), Respondent: d.commissions[f.Respondent.Code], Title: f.Title,
		Category: f.Category, Article: "67-ФЗ, ст. 75, п. 6", Rapporteur: d.people[c.rapporteur]}
	for _, name := range complaint.CheckNames {
		in.Checks = append(in.Checks, complaint.Check{Name: name, Answer: complaint.CheckYes})
	}
	ref := d.refs[c.id]
	if err := d.desk.Register(ctx, secretary, ref, in); err != nil {
		return fmt.Errorf("registering %s: %w", c.id, err)
	}
	if c.until == complaint.Registered {
		return nil
	}
	writer := d.actor(c.rapporteur, identity.Member)
	found, err := d.db.Complaint(ctx, writer.Commission, ref)
	if err != nil {
		return err
	}
	draft := ruling.Draft{
		Facts:     "Заявитель сообщает: " + f.Text + "\nКомиссия истребовала объяснения и документы участковой комиссии и сопоставила их с материалами жалобы.",
		Reasons:   "Довод жалобы проверен. Объяснения участковой комиссии и представленные документы оценены в совокупности.",
		Law:       "Федеральный закон от 12.06.2002 № 67-ФЗ, статьи 20, 75; Регламент комиссии, пункты 6.2, 7.3",
		Selection: judge(c.selection, found),
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

func (d *demo) schedule(ctx context.Context, number int, id string) error {
	secretary := d.actor("secretary", identity.Secretary)
	if err := d.rulings.Schedule(ctx, secretary, number, d.refs[id]); err != nil {
		return fmt.Errorf("scheduling %s: %w", id, err)
	}
	s, err := d.db.Sitting(ctx, secretary.Commission, number)
	if err != nil {
		return err
	}
	return d.sittings.Invite(ctx, secretary, number, s.Items[len(s.Items)-1].ID, "заявитель по электронной почте, комиссия телефонограммой")
}

// hold takes the cases of one sitting from registration to where each ends.
func (d *demo) hold(ctx context.Context, s demoSitting) error {
	zone := regulation.Izhmorsky().Zone()
	starts := d.now.Add(-s.ago)
	if s.at != "" {
		local, err := time.ParseInLocation("2006-01-02T15:04", s.at, zone)
		if err != nil {
			return fmt.Errorf("reading the time of a sitting: %w", err)
		}
		starts = d.at(local)
	}
	notice := 49 * time.Hour
	if s.urgent != "" {
		notice = time.Hour
	}
	if err := d.db.DemoClock(ctx, starts.Add(-notice)); err != nil {
		return err
	}
	chair, secretary := d.actor("chair", identity.Chair), d.actor("secretary", identity.Secretary)
	number, err := d.sittings.Convene(ctx, chair, sitting.Call{StartsAt: starts, Place: "Образцовая улица, 1, зал 2", Video: true,
		Urgent: s.urgent != "", UrgentReason: s.urgent})
	if err != nil {
		return fmt.Errorf("convening the sitting of %s: %w", s.at, err)
	}
	if err := d.db.DemoClock(ctx, starts.Add(-30*time.Minute)); err != nil {
		return err
	}
	for _, c := range s.cases {
		if err := d.prepare(ctx, c); err != nil {
			return err
		}
		if err := d.schedule(ctx, number, c.id); err != nil {
			return err
		}
	}
	if err := d.attend(ctx, secretary, number); err != nil {
		return err
	}
	if err := d.db.DemoClock(ctx, starts.Add(4*time.Minute)); err != nil {
		return err
	}
	if err := d.sittings.Open(ctx, secretary, number); err != nil {
		return fmt.Errorf("opening the sitting of %s: %w", s.at, err)
	}
	for i, c := range s.cases {
		if err := d.db.DemoClock(ctx, starts.Add(time.Duration(20*(i+1))*time.Minute)); err != nil {
			return err
		}
		if err := d.vote(ctx, secretary, number, i, c); err != nil {
			return fmt.Errorf("voting on %s: %w", c.id, err)
		}
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

// attend records nine present, one of them on video, and five absent.
func (d *demo) attend(ctx context.Context, secretary identity.Actor, number int) error {
	reasons := []string{"отпуск", "болезнь", "командировка", "не сообщила", "работа"}
	for i, m := range demoCommissions[0].members {
		mode, reason := sitting.InHall, ""
		switch m.login {
		case "":
			mode, reason = sitting.Absent, reasons[i-9]
		case "member4":
			mode = sitting.OnVideo
		}
		if err := d.mark(ctx, secretary, number, d.names[m.name], mode, reason); err != nil {
			return fmt.Errorf("recording attendance: %w", err)
		}
	}
	return nil
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

// papers prints the rulings and minutes, signs and delivers as far as each case goes.
func (d *demo) papers(ctx context.Context, chair, secretary identity.Actor, number int, cases []demoCase) error {
	for _, c := range cases {
		found, err := d.db.Complaint(ctx, secretary.Commission, d.refs[c.id])
		if err != nil {
			return err
		}
		r, err := d.db.RulingOf(ctx, found.ID)
		if err != nil {
			return fmt.Errorf("finding the ruling on %s: %w", c.id, err)
		}
		paper, err := d.press.Ruling(ctx, r.ID)
		if err != nil {
			return err
		}
		if c.until == complaint.Decided {
			continue
		}
		if err := d.sign(ctx, paper, chair, secretary); err != nil {
			return fmt.Errorf("signing the ruling on %s: %w", c.id, err)
		}
		if c.until == complaint.Signed {
			continue
		}
		letters, err := d.db.LettersOf(ctx, found.ID)
		if err != nil {
			return err
		}
		for _, l := range letters {
			if err := d.letters.HandOver(ctx, secretary, l.ID, "вручено на заседании под подпись"); err != nil {
				return fmt.Errorf("delivering the ruling on %s: %w", c.id, err)
			}
		}
		if c.id == demoUnpublished {
			continue
		}
		if err := d.publish(ctx, secretary, found.Ref); err != nil {
			return fmt.Errorf("publishing the ruling on %s: %w", c.id, err)
		}
	}
	minutes, err := d.press.Minutes(ctx, secretary, number, false)
	if err != nil {
		return fmt.Errorf("printing the minutes of sitting %d: %w", number, err)
	}
	if slices.ContainsFunc(cases, func(c demoCase) bool { return c.until == complaint.Decided }) {
		return nil // the last sitting's minutes still wait for their signatures
	}
	return d.sign(ctx, minutes, chair, secretary)
}

// sign puts both signatures on a paper, through the act itself: the passwords of
// the demonstration are not asked for again.
func (d *demo) sign(ctx context.Context, paper document.Printed, signers ...identity.Actor) error {
	for _, by := range signers {
		err := d.db.SignPaper(ctx, by.Commission, paper.ID,
			func(p document.Printed, c *complaint.Complaint, respondent commission.Commission, m commission.Moment) (document.Signed, error) {
				return p.Sign(by, signature.Digest(paper.PDF.SHA256), c, respondent, m.At)
			})
		if err != nil {
			return err
		}
	}
	return nil
}

// demoAttachment makes a small real file of the kind its name promises.
func demoAttachment(name string) io.Reader {
	var file bytes.Buffer
	picture := image.NewGray(image.Rect(0, 0, 320, 200))
	for i := range picture.Pix {
		picture.Pix[i] = color.Gray{Y: uint8(i % 251)}.Y // #nosec G115 -- below 251
	}
	var err error
	switch strings.ToLower(filepath.Ext(name)) {
	case ".jpg", ".jpeg":
		err = jpeg.Encode(&file, picture, nil)
	case ".png":
		err = png.Encode(&file, picture)
	case ".pdf":
		err = pdf.Render(&file, document.Paper{Title: name, ActName: "ПРИЛОЖЕНИЕ", Body: document.Body{document.P(document.Text("Вымышленный документ к жалобе: " + name))}})
	case ".mp4", ".mov":
		file.WriteString("\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41\x00\x00\x00\x08free")
	default:
		file.WriteString("Вымышленное приложение к жалобе: " + name + "\n")
	}
	if err != nil {
		return strings.NewReader("") // an empty file is refused by name
	}
	return &file
}
