package remand

import (
	"errors"
	"strings"
	"testing"
	"time"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

const (
	higher commission.ID = 5
	lower  commission.ID = 8
	apart  commission.ID = 9
)

var (
	signed = calendar.Day(2026, 9, 13)
	until  = calendar.Day(2026, 9, 20)
)

// on is the moment of the higher commission at noon of a day.
func on(day calendar.Date) commission.Moment {
	c := commission.Commission{ID: higher, Profile: regulation.Izhmorsky()}
	return commission.MomentAt(day.Start(c.Profile.Zone()).Add(12*time.Hour), commission.Composition{Commission: c}, nil)
}

func of(who commission.ID, office identity.Office) identity.Actor {
	return identity.Actor{ID: 1, Name: identity.Name{Surname: "Членова", Given: "Анна"}, Commission: who, Office: office}
}

// ordered is a matter that a ruling sent back to the lower commission.
func ordered(duty ruling.Duty) Remand {
	c := complaint.Complaint{ID: 3, Commission: higher, Answers: complaint.Answers{Respondent: lower}, SignedAt: on(signed).At, Outcome: regulation.Remand, Regime: regulation.CampaignRegime}
	r, _ := Order(c, ruling.Ruling{Draft: ruling.Draft{Selection: ruling.Selection{Outcome: regulation.Remand, Duty: duty, Action: "выдать копию", Until: until}}})
	r.Zone = "Asia/Novokuznetsk"
	return r
}

// decided is a report of a new decision.
func decided() Report {
	return Report{Text: "Вопрос рассмотрен повторно, жалоба признана обоснованной.", Number: "7/21", DecidedOn: calendar.Day(2026, 9, 16)}
}

func keys(err error) string {
	var all []string
	var walk func(error)
	walk = func(err error) {
		var r *regulation.Refusal
		if many, ok := err.(interface{ Unwrap() []error }); ok {
			for _, each := range many.Unwrap() {
				walk(each)
			}
		} else if errors.As(err, &r) {
			all = append(all, r.Field+":"+r.Key)
		} else if err != nil {
			all = append(all, err.Error())
		}
	}
	walk(err)
	return strings.Join(all, " ")
}

// TestOrder: only a signed ruling of the third outcome comes under control, to the day it
// sets; what was sent down, to the control date.
func TestOrder(t *testing.T) {
	c := complaint.Complaint{ID: 3, Commission: higher, Answers: complaint.Answers{Respondent: lower}, SignedAt: on(signed).At}
	for _, outcome := range regulation.Outcomes {
		_, ok := Order(c, ruling.Ruling{Draft: ruling.Draft{Selection: ruling.Selection{Outcome: outcome, Until: until}}})
		if ok != (outcome == regulation.Remand) {
			t.Errorf("R-095: %s comes under control: %v", outcome, ok)
		}
	}
	c.SignedAt = time.Time{}
	if _, ok := Order(c, ruling.Ruling{Draft: ruling.Draft{Selection: ruling.Selection{Outcome: regulation.Remand}}}); ok {
		t.Error("R-095: a ruling that nobody signed comes under control")
	}
	if d := ordered(ruling.DoAct).Deadline(); d.Clock != deadline.RemandTerm || d.DueOn != until || d.Clause != regulation.RemandTerm {
		t.Errorf("R-095: the clock is %+v", d)
	}
	c.SentDown = complaint.SentDown{At: on(signed).At, Finding: "график", ControlOn: until}
	if r := SendDown(c); r.Deadline().Clock != deadline.SentDownControl || r.Until != until || r.Task != "график" || r.Began(identity.Actor{}).Clause != regulation.NotConsideredBelow {
		t.Errorf("R-036: under control is %+v", r)
	}
}

func TestReport(t *testing.T) {
	paper := decided()
	paper.ArrivedOn = calendar.Day(2026, 9, 17)
	with := func(p Report, change func(*Report)) Report { change(&p); return p }
	sentDown := ordered(ruling.Reconsider)
	sentDown.Kind, sentDown.Duty = SentDown, ""
	for _, row := range []struct {
		name   string
		remand Remand
		by     identity.Actor
		report Report
		want   string
	}{
		{"R-095: the chair of the lower commission reports", ordered(ruling.Reconsider), of(lower, identity.Chair), decided(), ""},
		{"R-095: its secretary does", ordered(ruling.Reconsider), of(lower, identity.Secretary), decided(), ""},
		{"a member of it does not", ordered(ruling.Reconsider), of(lower, identity.Member), decided(), ":not_your_office"},
		{"a paper is entered by the secretary above", ordered(ruling.Reconsider), of(higher, identity.Secretary), paper, ""},
		{"not by the chair above", ordered(ruling.Reconsider), of(higher, identity.Chair), paper, ":not_your_office"},
		{"to others it is not there", ordered(ruling.Reconsider), of(apart, identity.Secretary), paper, ErrNotFound.Error()},
		{"a paper came on a day", ordered(ruling.Reconsider), of(higher, identity.Secretary), decided(), "arrived_on:arrived_missing"},
		{"not tomorrow", ordered(ruling.Reconsider), of(higher, identity.Secretary), with(paper, func(p *Report) { p.ArrivedOn = calendar.Day(2026, 9, 19) }), "arrived_on:date_in_future"},
		{"not before it was ordered", ordered(ruling.Reconsider), of(higher, identity.Secretary), with(paper, func(p *Report) { p.ArrivedOn = calendar.Day(2026, 9, 12) }), "arrived_on:decided_before_order"},
		{"R-095: a new decision has a number and a day", ordered(ruling.Reconsider), of(lower, identity.Chair), Report{Text: "Рассмотрено."}, "number:new_decision_number_missing decided_on:new_decision_day_missing"},
		{"R-095: an act needs none", ordered(ruling.DoAct), of(lower, identity.Chair), Report{Text: "Копия выдана."}, ""},
		{"a day without a number", ordered(ruling.DoAct), of(lower, identity.Chair), with(decided(), func(p *Report) { p.Number = "" }), "number:new_decision_number_missing"},
		{"the decision of before is none", ordered(ruling.Reconsider), of(lower, identity.Chair), with(decided(), func(p *Report) { p.DecidedOn = calendar.Day(2026, 9, 12) }), "decided_on:decided_before_order"},
		{"nothing is said", ordered(ruling.DoAct), of(lower, identity.Chair), Report{Text: " "}, "text:remand_report_missing"},
		{"R-036: what was sent down needs no number", sentDown, of(lower, identity.Chair), Report{Text: "Довод рассмотрен."}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			next, line, err := row.remand.Report(row.by, row.report, []attachment.Attachment{{Name: "решение.pdf"}}, on(calendar.Day(2026, 9, 18)))
			if got := keys(err); got != row.want {
				t.Fatalf("Report() = %q, want %q", got, row.want)
			}
			if err != nil {
				return
			}
			last, ok := next.Last()
			if !ok || next.State != Received || last.OnPaper != (row.by.Commission == higher) || len(last.Files) != 1 || line.Facts["report"] != last.Digest() {
				t.Errorf("the report is %+v, the line %+v", next, line)
			}
			if _, _, err := next.Report(row.by, row.report, nil, on(calendar.Day(2026, 9, 18))); keys(err) != ":remand_not_now" {
				t.Errorf("reported twice: %v", err)
			}
		})
	}
}

// TestCheck: done ends the control, as of the day the report came; anything else leaves it
// open with the reason.
func TestCheck(t *testing.T) {
	reported, _, err := ordered(ruling.Reconsider).Report(of(lower, identity.Chair), decided(), nil, on(calendar.Day(2026, 9, 18)))
	if err != nil {
		t.Fatal(err)
	}
	m := on(calendar.Day(2026, 9, 22))
	for _, verdict := range Verdicts {
		next, line, err := reported.Check(of(higher, identity.Secretary), verdict, "проверено", m)
		if err != nil {
			t.Fatal(err)
		}
		last, _ := next.Last()
		if done := verdict == Done; done != (next.State == Accepted) || done == next.State.Watched() || last.Verdict != verdict || line.Facts["standing"] != string(next.State) {
			t.Errorf("R-095: %s leaves it %s, %+v", verdict, next.State, line)
		}
		if d := next.Deadline(); verdict == Done && (d.MetAt != last.At || d.DaysLate(calendar.On(d.MetAt, next.zone())) != 0) {
			t.Errorf("R-095: checked late, but met at %s", d.MetAt)
		}
		if verdict != Done && !next.MayTakeOver(calendar.Day(2026, 9, 19)) {
			t.Errorf("R-096: %s, and it may not be taken over", verdict)
		}
	}
	for _, row := range []struct {
		name    string
		remand  Remand
		by      identity.Actor
		verdict Verdict
		reason  string
		want    string
	}{
		{"R-022: who was ordered checks nothing", reported, of(lower, identity.Chair), Done, "да", ":own_judge"},
		{"a member does not", reported, of(higher, identity.Member), Done, "да", ":not_your_office"},
		{"with a note", reported, of(higher, identity.Chair), NotDone, " ", "reason:remand_note_missing"},
		{"one of three", reported, of(higher, identity.Chair), "maybe", "да", "verdict:choose_one"},
		{"R-095: nothing has come", ordered(ruling.DoAct), of(higher, identity.Chair), Done, "да", ":remand_not_now"},
	} {
		if _, _, err := row.remand.Check(row.by, row.verdict, row.reason, m); keys(err) != row.want {
			t.Errorf("%s: %q, want %q", row.name, keys(err), row.want)
		}
	}
	down := ordered(ruling.DoAct)
	down.Kind = SentDown
	if next, _, err := down.Check(of(higher, identity.Chair), Done, "сообщили по телефону", m); err != nil || next.State != Accepted || next.Note == "" {
		t.Errorf("R-036: closed without a report: %s, %v", next.State, err)
	}
}

// TestAPaperArrives: the term is met on the day the paper came, whenever it was entered.
func TestAPaperArrives(t *testing.T) {
	p := decided()
	p.ArrivedOn = until
	r, _, err := ordered(ruling.Reconsider).Report(of(higher, identity.Secretary), p, nil, on(until.AddDays(3)))
	if err != nil {
		t.Fatal(err)
	}
	if r, _, err = r.Check(of(higher, identity.Chair), Done, "исполнено", on(until.AddDays(4))); err != nil {
		t.Fatal(err)
	}
	if d := r.Deadline(); d.Standing(on(until.AddDays(5)).At, r.zone()) != deadline.Met {
		t.Errorf("R-095: a paper of the last day is %s", d.Standing(on(until.AddDays(5)).At, r.zone()))
	}
}

// TestTakeOver: the chair, once the term has passed in silence; never of what was sent
// down, for that lies with the commission already.
func TestTakeOver(t *testing.T) {
	c := complaint.Complaint{ID: 3, Commission: higher, State: complaint.Delivered, Answers: complaint.Answers{Respondent: lower, Text: "жалоба"}}
	down := ordered(ruling.DoAct)
	down.Kind = SentDown
	for _, row := range []struct {
		name   string
		remand Remand
		by     identity.Actor
		day    calendar.Date
		reason string
		want   string
	}{
		{"R-096: the day after the term", ordered(ruling.Reconsider), of(higher, identity.Chair), until.AddDays(1), "не решено", ""},
		{"not on its last day", ordered(ruling.Reconsider), of(higher, identity.Chair), until, "не решено", ":take_over_early"},
		{"the secretary does not", ordered(ruling.Reconsider), of(higher, identity.Secretary), until.AddDays(1), "не решено", ":not_your_office"},
		{"with a reason", ordered(ruling.Reconsider), of(higher, identity.Chair), until.AddDays(1), "", "take_over_reason:take_over_reason_missing"},
		{"R-036: what was sent down is here", down, of(higher, identity.Chair), until.AddDays(1), "не решено", ":take_over_early"},
	} {
		t.Run(row.name, func(t *testing.T) {
			next, anew, line, err := row.remand.TakeOver(row.by, c, row.reason, on(row.day))
			if got := keys(err); got != row.want {
				t.Fatalf("TakeOver() = %q, want %q", got, row.want)
			}
			if err != nil {
				return
			}
			if next.State != TakenOver || !next.Deadline().Cancelled || line.Clause != regulation.TakenOver {
				t.Errorf("R-096: the control is %+v", next)
			}
			if anew.State != complaint.Filed || anew.Commission != higher || anew.Channel != complaint.TakenOver || anew.Text != c.Text || len(anew.Linked) != 1 {
				t.Errorf("R-096: the complaint begins as %+v", anew)
			}
		})
	}
}

// TestEveryStateAndAct: what is closed stays closed, and nothing but a report moves a
// control that waits for one.
func TestEveryStateAndAct(t *testing.T) {
	m := on(until.AddDays(1))
	for _, state := range States {
		r := ordered(ruling.DoAct)
		r.State = state
		if state == Received {
			r.Reports = []Report{{At: m.At}}
		}
		_, _, reported := r.Report(of(lower, identity.Chair), Report{Text: "сделано"}, nil, m)
		_, _, checked := r.Check(of(higher, identity.Chair), NotDone, "нет", m)
		_, _, _, taken := r.TakeOver(of(higher, identity.Chair), complaint.Complaint{}, "нет", m)
		for act, row := range map[string]struct {
			err  error
			from State
		}{"report": {reported, Open}, "check": {checked, Received}, "take over": {taken, Open}} {
			if (row.err == nil) != (state == row.from) {
				t.Errorf("%s in state %s: %v", act, state, row.err)
			}
		}
	}
}
