package remand

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

// ReportID is the number of a report in the store.
type ReportID int64

// Verdict is what the higher commission found of a report.
type Verdict string

// The verdicts; only the first ends the control.
const (
	Done      Verdict = "done"
	NotDone   Verdict = "not_done"
	Otherwise Verdict = "otherwise" // decided, but otherwise than it was bound to
)

// Verdicts lists all verdicts.
var Verdicts = []Verdict{Done, NotDone, Otherwise}

// Report is what the lower commission says it has done, with the decision it took.
type Report struct {
	ID        ReportID
	At        time.Time
	By        identity.ID
	Office    identity.Office
	OnPaper   bool          // it came on paper, and the secretary of the higher commission entered it
	ArrivedOn calendar.Date // of a paper
	Text      string
	Number    string        // of the new decision
	DecidedOn calendar.Date // its day
	Files     []attachment.Attachment

	Verdict   Verdict // empty until it was checked
	Reason    string  // the note of the check
	CheckedAt time.Time
	CheckedBy identity.ID
}

// arrived is the instant the report met the term: of a paper, the end of the day it came.
func (p Report) arrived(zone *time.Location) time.Time {
	if end := p.ArrivedOn.End(zone); p.OnPaper && end.Before(p.At) {
		return end
	}
	return p.At
}

// Digest returns the SHA-256 of what a report says in hexadecimal, for the docket.
func (p Report) Digest() string {
	raw, err := json.Marshal([]any{p.OnPaper, p.ArrivedOn, p.Text, p.Number, p.DecidedOn, digestOf(p.Files)})
	if err != nil {
		return "" // texts and dates always marshal
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// Report takes in what the lower commission reports: from its chair or secretary, or on
// paper, entered by the secretary of the higher one. A matter to be decided anew needs
// the decision with its number and day.
func (r Remand) Report(by identity.Actor, p Report, files []attachment.Attachment, m commission.Moment) (Remand, docket.Line, error) {
	if err := r.May(by, identity.ReportRemand); err != nil {
		return r, docket.Line{}, err
	}
	if err := r.standing(Open); err != nil {
		return r, docket.Line{}, err
	}
	p.At, p.By, p.Office, p.OnPaper, p.Files = m.At, by.ID, by.Office, !r.Ordered(by), files
	p.Text, p.Number = strings.TrimSpace(p.Text), strings.TrimSpace(p.Number)
	if !p.OnPaper {
		p.ArrivedOn = calendar.Date{}
	}
	if err := r.checkReport(p, m); err != nil {
		return r, docket.Line{}, err
	}
	r.State, r.Reports = Received, append(slices.Clone(r.Reports), p)
	return r, r.line(ReportedAct, by, docket.Facts{"report": p.Digest(), "on_paper": p.OnPaper}), nil
}

func (r Remand) checkReport(p Report, m commission.Moment) error {
	clause, since := r.Kind.clause(), calendar.On(r.Since, r.zone())
	_, err := told(clause, "text", p.Text, "remand_report_missing")
	faults := []error{err, regulation.Legible(clause, "number", p.Number, complaint.MaxLine)}
	decided := !p.DecidedOn.IsZero()
	if decided && p.Number == "" || r.Duty == ruling.Reconsider && p.Number == "" {
		faults = append(faults, regulation.Missing(clause, "number", "new_decision_number_missing"))
	}
	switch {
	case !decided && (p.Number != "" || r.Duty == ruling.Reconsider):
		faults = append(faults, regulation.Missing(clause, "decided_on", "new_decision_day_missing"))
	case decided && p.DecidedOn.After(m.Day):
		faults = append(faults, regulation.Missing(clause, "decided_on", "date_in_future"))
	case decided && p.DecidedOn.Before(since) && p.DecidedOn.Before(r.ruledOn()):
		faults = append(faults, &regulation.Refusal{Clause: clause, Field: "decided_on", Key: "decided_before_order", Values: regulation.Values{"Day": r.ruledOn()}})
	}
	switch {
	case !p.OnPaper:
	case p.ArrivedOn.IsZero():
		faults = append(faults, regulation.Missing(clause, "arrived_on", "arrived_missing"))
	case p.ArrivedOn.After(m.Day):
		faults = append(faults, regulation.Missing(clause, "arrived_on", "date_in_future"))
	case p.ArrivedOn.Before(r.ruledOn()):
		faults = append(faults, &regulation.Refusal{Clause: clause, Field: "arrived_on", Key: "decided_before_order", Values: regulation.Values{"Day": r.ruledOn()}})
	}
	return errors.Join(faults...)
}

// ruledOn is the first day on which anything could be done about it.
func (r Remand) ruledOn() calendar.Date {
	if !r.RuledOn.IsZero() {
		return r.RuledOn
	}
	return calendar.On(r.Since, r.zone())
}

// Check is what the higher commission finds of the report: done, and the control ends;
// or not done or decided otherwise, and it stays open with the reason. The control of a
// complaint that was sent down may end without a report, as the commission decides the
// complaint in any case.
func (r Remand) Check(by identity.Actor, verdict Verdict, reason string, m commission.Moment) (Remand, docket.Line, error) {
	if err := r.May(by, identity.CheckRemand); err != nil {
		return r, docket.Line{}, err
	}
	closing := r.Kind == SentDown && r.State == Open && verdict == Done
	if !closing {
		if err := r.standing(Received); err != nil {
			return r, docket.Line{}, err
		}
	}
	var faults []error
	if !slices.Contains(Verdicts, verdict) {
		faults = append(faults, regulation.Missing(r.Kind.clause(), "verdict", "choose_one"))
	}
	reason, err := told(r.Kind.clause(), "reason", reason, "remand_note_missing")
	if err := errors.Join(append(faults, err)...); err != nil {
		return r, docket.Line{}, err
	}
	if closing {
		r.Note = reason
	} else {
		r.Reports = slices.Clone(r.Reports)
		last := &r.Reports[len(r.Reports)-1]
		last.Verdict, last.Reason, last.CheckedAt, last.CheckedBy = verdict, reason, m.At, by.ID
	}
	r.State = Open
	if verdict == Done {
		r.State, r.ClosedAt = Accepted, m.At
	}
	return r, r.line(CheckedAct, by, docket.Facts{"verdict": string(verdict), "reason": reason}), nil
}

// told refuses a text that nobody wrote, or that is too long to be kept.
func told(clause regulation.Clause, field, text, key string) (string, error) {
	if text = strings.TrimSpace(text); text == "" {
		return "", regulation.Missing(clause, field, key)
	}
	return text, regulation.Legible(clause, field, text, complaint.MaxText)
}
