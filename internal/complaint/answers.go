package complaint

import (
	"errors"
	"net/mail"
	"slices"
	"strings"
	"unicode"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/regulation"
)

// Question is one page of the filing form.
type Question string

// The questions in their order; the values are the last part of the page's address.
const (
	AboutContested   Question = "contested"
	AboutCommission  Question = "commission"
	AboutWhen        Question = "when"
	AboutEarlier     Question = "earlier"
	AboutWhat        Question = "what"
	AboutAsk         Question = "ask"
	AboutFiles       Question = "files"
	AboutComplainant Question = "who"
	AboutAll         Question = "check"
)

// Questions lists the questions in their order.
var Questions = []Question{AboutContested, AboutCommission, AboutWhen, AboutEarlier,
	AboutWhat, AboutAsk, AboutFiles, AboutComplainant, AboutAll}

// Limits of what may be typed, in letters. Over-long text is refused, never cut.
const (
	MaxText  = 10_000
	MaxLine  = 300
	MinWords = 3
)

// Answers is what the complainant answered, exactly as typed. The zero Answers is
// an empty form.
type Answers struct {
	Answered map[Question]bool // questions already sent once with "Далее"

	Contested Contested

	Respondent     commission.ID // zero if unknown
	RespondentText string        // what was typed when the commission was not found

	EventOn        calendar.Date
	Place          string `json:",omitempty"` // where it happened, as a paper says it
	DecisionNumber string
	DecisionOn     calendar.Date // zero if there is no decision or it is not known

	Earlier     Earlier
	EarlierNote string

	Text string

	Ask     Ask
	AskText string

	Complainant Complainant
}

// Check refuses what is missing or wrong in the answers to one question; today is
// the date in the commission's zone. All faults come at once, each with its field.
func (a Answers) Check(q Question, today calendar.Date) error {
	switch q {
	case AboutContested, AboutFiles:
		return nil
	case AboutCommission:
		return long(a.RespondentText, "respondent_text", MaxLine)
	case AboutWhen:
		return a.checkWhen(today)
	case AboutEarlier:
		return a.checkEarlier()
	case AboutWhat:
		if len(strings.Fields(a.Text)) < MinWords {
			return missing("text", "text_missing")
		}
		return long(a.Text, "text", MaxText)
	case AboutAsk:
		return a.checkAsk()
	case AboutComplainant:
		return a.Complainant.check()
	case AboutAll:
		var all []error
		for _, each := range Questions[:len(Questions)-1] {
			all = append(all, a.Check(each, today))
		}
		return errors.Join(all...)
	}
	return regulation.Missing("", string(q), "unknown_question_page")
}

// Next returns the first question that still has to be answered; AboutAll when
// everything is there. Questions that may be left empty count once they were sent.
func (a Answers) Next(today calendar.Date) Question {
	for _, q := range Questions[:len(Questions)-1] {
		if !a.Answered[q] || a.Check(q, today) != nil {
			return q
		}
	}
	return AboutAll
}

func (a Answers) checkWhen(today calendar.Date) error {
	var faults []error
	switch {
	case a.EventOn.IsZero():
		faults = append(faults, missing("event", "date_missing"))
	case a.EventOn.After(today):
		faults = append(faults, missing("event", "date_in_future"))
	}
	if !a.DecisionOn.IsZero() && a.DecisionOn.After(today) {
		faults = append(faults, missing("decision_on", "decision_date_in_future"))
	}
	return errors.Join(append(faults, long(a.DecisionNumber, "decision_number", MaxLine))...)
}

func (a Answers) checkEarlier() error {
	var fault error
	switch a.Earlier {
	case EarlierCourt, EarlierCommission:
		fault = blank(a.EarlierNote, "earlier_note", "earlier_note_missing")
	case EarlierNone, EarlierUnknown:
	default:
		fault = missing("earlier", "choose_one")
	}
	return errors.Join(fault, long(a.EarlierNote, "earlier_note", MaxLine))
}

func (a Answers) checkAsk() error {
	var fault error
	switch a.Ask {
	case AskOther:
		fault = blank(a.AskText, "ask_text", "ask_text_missing")
	case AskAnnul, AskUnlawful, AskOblige:
	default:
		fault = missing("ask", "choose_one")
	}
	return errors.Join(fault, long(a.AskText, "ask_text", MaxLine))
}

// check asks for what an answer cannot go without: a surname and a place to send
// it. The form asks; a paper without them is still registered.
func (p Complainant) check() error {
	faults := []error{
		blank(p.Name.Surname, "surname", "surname_missing"), long(p.Name.Surname, "surname", MaxLine),
		blank(p.Name.Given, "given", "given_missing"), long(p.Name.Given, "given", MaxLine),
		long(p.Name.Patronymic, "patronymic", MaxLine), long(p.Phone, "phone", MaxLine),
		long(p.Representative, "representative", MaxLine), long(p.Address, "address", MaxLine), long(p.Email, "email", MaxLine),
	}
	if !slices.Contains(Roles, p.Role) {
		faults = append(faults, missing("role", "choose_one"))
	}
	switch p.ReplyBy {
	case ByEmail:
		if !ValidEmail(p.Email) {
			faults = append(faults, missing("email", "email_wrong"))
		}
	case ByPost:
		faults = append(faults, blank(p.Address, "address", "address_missing"))
	case InPerson:
	default:
		faults = append(faults, missing("reply_by", "choose_one"))
	}
	return errors.Join(faults...)
}

// ValidEmail reports whether s is one plain address that a letter can be sent to.
func ValidEmail(s string) bool {
	unseen := func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar } // line ends, marks that turn the writing
	if len(s) > 254 || strings.ContainsFunc(s, unseen) {
		return false
	}
	parsed, err := mail.ParseAddress(s)
	host := s[strings.LastIndex(s, "@")+1:]
	return err == nil && parsed.Address == s && strings.Contains(host, ".") && !strings.HasPrefix(host, "[") // a machine's number is no address
}

func missing(field, key string) error {
	return regulation.Missing(regulation.FormOfComplaint, field, key)
}

func blank(s, field, key string) error {
	if strings.TrimSpace(s) == "" {
		return missing(field, key)
	}
	return nil
}

func long(s, field string, limit int) error {
	return regulation.Legible(regulation.FormOfComplaint, field, s, limit)
}
