package complaint

import (
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/regulation"
)

// around is an ordinary paper of a campaign with nothing else in the register.
func around() Circumstances {
	return Circumstances{Paper: inside, RespondentName: "УИК № 9001", HigherName: "ТИК", Assurance: Unconfirmed, Earlier: EarlierNone}
}

func TestExamine(t *testing.T) {
	same := Case{ID: 1, Ref: Ref{2026, 3}, FiledAt: noon, State: InReview, SamePerson: true, SameRespondent: true}
	decided := same
	decided.State, decided.Outcome = Delivered, regulation.Dismiss
	remanded := decided
	remanded.Outcome = regulation.Remand
	inCourt := same
	inCourt.State, inCourt.InCourt = Suspended, true
	with := func(cases ...Case) func(*Circumstances) { return func(c *Circumstances) { c.Cases = cases } }
	decision := func(on calendar.Date) func(*Circumstances) {
		return func(c *Circumstances) { c.Contested, c.Candidacy, c.DecidedOn = Contested{Decision: true}, true, on }
	}
	for _, row := range []struct {
		name   string
		change func(*Circumstances)
		check  CheckName
		answer CheckAnswer
		key    string
		clause regulation.Clause
	}{
		{"R-001: directly below", nil, CheckLevel, CheckYes, "level_ours", "R-001"},
		{"R-022: about ourselves", func(c *Circumstances) { c.Respondent, c.Higher = ours, region }, CheckLevel, CheckNo, "level_self", "R-022"},
		{"R-024: below another", func(c *Circumstances) { c.Respondent, c.Higher = foreign, neighbour }, CheckLevel, CheckNo, "level_other", "R-024"},
		{"R-001: nobody known above", func(c *Circumstances) { c.Respondent, c.Higher = foreign, 0 }, CheckLevel, CheckUnclear, "level_none_above", "R-001"},
		{"R-001: no commission", func(c *Circumstances) { c.Respondent, c.Higher = 0, 0 }, CheckLevel, CheckUnclear, "level_no_respondent", "R-001"},
		{"R-048: a court's decision", func(c *Circumstances) { c.CourtDecision = true }, CheckLevel, CheckNo, "level_court", "R-048"},

		{"R-023: known", nil, CheckRespondent, CheckYes, "respondent_known", "R-023"},
		{"R-023: dissolved the day before", func(c *Circumstances) { c.DissolvedOn = c.ReceivedOn.AddDays(-1) }, CheckRespondent, CheckUnclear, "respondent_dissolved", "R-023"},
		{"R-023: dissolved only later", func(c *Circumstances) { c.DissolvedOn = c.ReceivedOn.AddDays(1) }, CheckRespondent, CheckYes, "respondent_known", "R-023"},
		{"R-023: named and not found", func(c *Circumstances) { c.Respondent, c.RespondentText = 0, "участок у школы" }, CheckRespondent, CheckUnclear, "respondent_typed", "R-023"},
		{"R-023: not named", func(c *Circumstances) { c.Respondent = 0 }, CheckRespondent, CheckNo, "respondent_none", "R-023"},
		{"R-046: unreadable", func(c *Circumstances) { c.Unreadable = true }, CheckRespondent, CheckUnclear, "respondent_unreadable", "R-046"},

		{"R-056: no decision", nil, CheckWindow, CheckYes, "window_no_decision", "R-056"},
		{"R-056: another decision", func(c *Circumstances) { c.Contested = Contested{Decision: true} }, CheckWindow, CheckYes, "window_other_decision", "R-056"},
		{"R-056: nothing contested", func(c *Circumstances) { c.Contested = Contested{} }, CheckWindow, CheckUnclear, "window_nothing_contested", "R-056"},
		{"R-056: the day not known", decision(calendar.Date{}), CheckWindow, CheckUnclear, "window_unknown_day", "R-056"},
		{"R-056: on the tenth day", decision(inside.ReceivedOn.AddDays(-10)), CheckWindow, CheckYes, "window_kept", "R-056"},
		{"R-056: on the eleventh day", decision(inside.ReceivedOn.AddDays(-11)), CheckWindow, CheckNo, "window_missed", "R-056"},

		{"R-058: nothing before", nil, CheckEarlier, CheckYes, "earlier_none", "R-058"},
		{"R-058: nobody said", func(c *Circumstances) { c.Earlier = "" }, CheckEarlier, CheckUnclear, "earlier_not_said", "R-058"},
		{"R-058: the secretary knows of a case", func(c *Circumstances) { c.InCourt = true }, CheckEarlier, CheckNo, "earlier_in_court", "R-058"},
		{"R-058: an earlier one stands for a court", with(inCourt), CheckEarlier, CheckNo, "earlier_court_case", "R-058"},
		{"R-038: decided before", with(decided), CheckEarlier, CheckNo, "earlier_decided", "R-038"},
		{"R-038: sent back is not decided", with(remanded), CheckEarlier, CheckUnclear, "earlier_open", "R-038"},
		{"R-038: another one open", with(same), CheckEarlier, CheckUnclear, "earlier_open", "R-038"},
		{"R-058: a court, says the complainant", func(c *Circumstances) { c.Earlier = EarlierCourt }, CheckEarlier, CheckNo, "earlier_said_court", "R-058"},
		{"R-036: a commission, says the complainant", func(c *Circumstances) { c.Earlier = EarlierCommission }, CheckEarlier, CheckNo, "earlier_said_commission", "R-036"},
		{"R-038: of another person", with(Case{Ref: Ref{2026, 4}, SameRespondent: true, Outcome: regulation.Dismiss}), CheckEarlier, CheckYes, "earlier_none", "R-058"},

		{"R-023: name and address", nil, CheckIdentity, CheckYes, "identity_enough", "R-023"},
		{"R-023: a document shown", func(c *Circumstances) { c.Assurance = Seen }, CheckIdentity, CheckYes, "identity_seen", "R-023"},
		{"R-044: no name", func(c *Circumstances) { c.Named = false }, CheckIdentity, CheckNo, "identity_no_name", "R-044"},
		{"R-044: no address", func(c *Circumstances) { c.Reachable = false }, CheckIdentity, CheckNo, "identity_no_address", "R-044"},
		{"R-021: outside the list", func(c *Circumstances) { c.Role = OtherRole }, CheckIdentity, CheckNo, "identity_role", "R-021"},
		{"R-021: admitted by the chair", func(c *Circumstances) { c.Role, c.RoleAdmitted = OtherRole, true }, CheckIdentity, CheckYes, "identity_enough", "R-023"},
		{"R-021: the role not said", func(c *Circumstances) { c.Role = "" }, CheckIdentity, CheckUnclear, "identity_role_unknown", "R-021"},
		{"R-026: e-mail in a campaign", func(c *Circumstances) { c.Channel = EmailLetter }, CheckIdentity, CheckYes, "identity_enough", "R-023"},
		{"R-026: e-mail outside a campaign", func(c *Circumstances) { c.Paper = outside; c.Channel = EmailLetter }, CheckIdentity, CheckNo, "identity_email", "R-026"},
		{"R-026: the site outside a campaign", func(c *Circumstances) { c.Paper = outside }, CheckIdentity, CheckUnclear, "identity_unconfirmed", "R-026"},
		{"R-026: post outside a campaign", func(c *Circumstances) { c.Paper = outside; c.Channel = Post }, CheckIdentity, CheckYes, "identity_enough", "R-023"},

		{"R-038: nothing alike", nil, CheckRepeat, CheckYes, "repeat_none", "R-038"},
		{"R-038: the same person on the same commission", with(same), CheckRepeat, CheckUnclear, "repeat_same_person", "R-038"},
		{"R-038: answered twice", func(c *Circumstances) { c.Answered = 2 }, CheckRepeat, CheckNo, "repeat_answered", "R-038"},
		{"R-038: answered twice, new arguments", func(c *Circumstances) { c.Answered, c.NewArguments = 2, true }, CheckRepeat, CheckYes, "repeat_none", "R-038"},
		{"R-038: a like name", with(Case{Namesake: true, SameRespondent: true}), CheckRepeat, CheckUnclear, "repeat_namesake", "R-038"},
		{"R-038: a like name about others", with(Case{Namesake: true}), CheckRepeat, CheckYes, "repeat_none", "R-038"},
		{"R-038: the same day", with(Case{SameDay: true, SameRespondent: true}), CheckRepeat, CheckUnclear, "repeat_same_day", "R-038"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := around()
			if row.change != nil {
				row.change(&c)
			}
			all := Examine(c, regulation.Izhmorsky())
			if len(all) != len(CheckNames) {
				t.Fatalf("%d answers", len(all))
			}
			for i, f := range all {
				if f.Check != CheckNames[i] || !f.Answer.Valid() || f.Clause == "" || f.Reason.Key == "" {
					t.Errorf("answer %d is %+v", i, f)
				}
				if f.Check == row.check && (f.Answer != row.answer || f.Reason.Key != row.key || f.Clause != row.clause) {
					t.Errorf("%s = %s, %s, %s; want %s, %s, %s", f.Check, f.Answer, f.Reason.Key, f.Clause, row.answer, row.key, row.clause)
				}
			}
		})
	}
}

// TestAnsweredBefore: only rulings on the merits about the same commission count.
func TestAnsweredBefore(t *testing.T) {
	c := around()
	c.Cases = []Case{
		{SamePerson: true, SameRespondent: true, Outcome: regulation.Dismiss}, {SamePerson: true, SameRespondent: true, Outcome: regulation.DecideOnMerits},
		{SamePerson: true, SameRespondent: true, Outcome: regulation.Remand}, {SamePerson: true, SameRespondent: true},
		{SamePerson: true, Outcome: regulation.Dismiss}, {Namesake: true, SameRespondent: true, Outcome: regulation.Dismiss},
	}
	if n := c.AnsweredBefore(); n != 2 {
		t.Errorf("AnsweredBefore() = %d, want 2", n)
	}
}

func TestClosest(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 9, day, 5, 0, 0, 0, time.UTC) }
	c := Circumstances{Cases: []Case{
		{Ref: Ref{2026, 1}, FiledAt: at(1), SameRespondent: true, SameDay: true}, {Ref: Ref{2026, 2}, FiledAt: at(2), SamePerson: true},
		{Ref: Ref{2026, 3}, FiledAt: at(3), SamePerson: true, SameRespondent: true}, {Ref: Ref{2026, 4}, FiledAt: at(4), SamePerson: true, SameRespondent: true},
		{Ref: Ref{2026, 5}, FiledAt: at(5), Namesake: true, SameRespondent: true},
	}}
	var order []string
	for _, k := range c.Closest(4) {
		order = append(order, k.Ref.String())
	}
	if got := strings.Join(order, " "); got != "2026-0004 2026-0003 2026-0002 2026-0005" {
		t.Errorf("Closest(4) = %s", got)
	}
}
