package web

import (
	"context"
	"errors"
	"net/url"
	"strconv"

	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// unknown is the choice of whoever does not know.
const unknown = "unknown"

// chosenIn returns what was chosen where the answer itself does not say it: nothing
// chosen and "I do not know" are stored alike.
func chosenIn(a complaint.Answers, q complaint.Question) string {
	switch {
	case q == complaint.AboutContested && a.Contested.Decision:
		return "decision"
	case q == complaint.AboutContested && a.Contested.Action:
		return "action"
	case q == complaint.AboutContested && a.Contested.Inaction:
		return "inaction"
	case q == complaint.AboutCommission && a.Respondent != 0:
		return strconv.FormatInt(int64(a.Respondent), 10)
	case a.Answered[q]:
		return unknown
	}
	return ""
}

// read reads the answer to the question out of a form. What it returns writes the
// answer down; the faults are those that only the form can have.
func (a *asked) read(form url.Values) (put func(*complaint.Answers), faults error) {
	switch a.question {
	case complaint.AboutContested:
		return a.readContested(form)
	case complaint.AboutCommission:
		return a.readRespondent(form)
	case complaint.AboutWhen:
		return a.readWhen(form)
	case complaint.AboutEarlier:
		earlier, note := complaint.Earlier(form.Get("earlier")), oneLine(form, "earlier_note")
		return func(to *complaint.Answers) { to.Earlier, to.EarlierNote = earlier, note }, nil
	case complaint.AboutWhat:
		text := manyLines(form, "text")
		return func(to *complaint.Answers) { to.Text = text }, nil
	case complaint.AboutAsk:
		ask, text := complaint.Ask(form.Get("ask")), oneLine(form, "ask_text")
		return func(to *complaint.Answers) { to.Ask, to.AskText = ask, text }, nil
	case complaint.AboutComplainant:
		who := complaint.Complainant{
			Name: identity.Name{Surname: oneLine(form, "surname"), Given: oneLine(form, "given"), Patronymic: oneLine(form, "patronymic")},
			Role: complaint.Role(form.Get("role")), ReplyBy: complaint.ReplyBy(form.Get("reply_by")),
			Email: oneLine(form, "email"), Address: oneLine(form, "address"), Phone: oneLine(form, "phone"),
			Representative: oneLine(form, "representative"),
		}
		return func(to *complaint.Answers) { to.Complainant = who }, nil
	case complaint.AboutFiles, complaint.AboutAll: // files and the sending have addresses of their own
	}
	return func(*complaint.Answers) {}, nil
}

func (a *asked) readContested(form url.Values) (func(*complaint.Answers), error) {
	a.radio = form.Get("contested")
	kinds := map[string]complaint.Contested{"decision": {Decision: true}, "action": {Action: true}, "inaction": {Inaction: true}, unknown: {}}
	contested, ok := kinds[a.radio]
	if !ok {
		return func(*complaint.Answers) {}, regulation.Missing("", "contested", "choose_one")
	}
	return func(to *complaint.Answers) { to.Contested = contested }, nil
}

// readRespondent takes a commission only from those the page offered.
func (a *asked) readRespondent(form url.Values) (func(*complaint.Answers), error) {
	a.radio = form.Get("respondent")
	text := oneLine(form, "respondent_text")
	if a.radio == unknown {
		return func(to *complaint.Answers) { to.Respondent, to.RespondentText = 0, text }, nil
	}
	for _, c := range a.search.found {
		if strconv.FormatInt(int64(c.ID), 10) == a.radio {
			return func(to *complaint.Answers) { to.Respondent, to.RespondentText = c.ID, text }, nil
		}
	}
	return func(to *complaint.Answers) { to.RespondentText = text }, regulation.Missing("", "respondent", "choose_one")
}

func (a *asked) readWhen(form url.Values) (func(*complaint.Answers), error) {
	a.event, a.decision = boxesIn(form, "event"), boxesIn(form, "decision_on")
	switch form.Get("day") {
	case "today":
		a.event = boxesOf(a.today)
	case "yesterday":
		a.event = boxesOf(a.today.AddDays(-1))
	}
	event, wrong := a.event.Date("event")
	decision, alsoWrong := a.decision.Date("decision_on")
	number := oneLine(form, "decision_number")
	return func(to *complaint.Answers) {
		to.EventOn, to.DecisionOn, to.DecisionNumber = event, decision, number
	}, errors.Join(wrong, alsoWrong)
}

// letters counts what was written, as the limit counts it.
func letters(ctx context.Context, text string) string {
	n := len([]rune(text))
	if left := complaint.MaxText - n; n > 0 && left >= 0 {
		return t(ctx, "file.text_left", "Written", number(ctx, n), "Left", number(ctx, left))
	}
	return t(ctx, "file.text_limit", "Limit", number(ctx, complaint.MaxText))
}
