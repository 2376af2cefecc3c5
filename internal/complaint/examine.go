package complaint

import (
	"slices"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/regulation"
)

// Case is another complaint of the same commission that may have to do with a paper.
type Case struct {
	ID             ID
	Ref            Ref
	FiledAt        time.Time
	State          State
	Outcome        regulation.Outcome // empty while nothing was decided
	Title          string
	SamePerson     bool // the name is the same, and so is where the answer goes
	Namesake       bool // the name is alike; the answer goes elsewhere, or nobody knows where
	SameRespondent bool
	SameDay        bool // about something of the same day
	InCourt        bool // it stands because a court has the matter
}

// Merits reports whether the commission answered the complaint on the merits. One sent
// back to the lower commission was not.
func (k Case) Merits() bool { return k.Outcome.Valid() && k.Outcome != regulation.Remand }

// related is how much speaks for the case belonging with the paper.
func (k Case) related() int {
	n := 0
	for weight, speaks := range []bool{k.SameDay, k.SameRespondent, k.Namesake, k.SamePerson} {
		if speaks {
			n += 1 << weight
		}
	}
	return n
}

// Circumstances are a paper with what the records of the commission hold around it.
type Circumstances struct {
	Paper
	RespondentName string
	HigherName     string        // of the commission directly above the respondent
	RespondentText string        // what the paper says where the commission was not found
	DissolvedOn    calendar.Date // the first day without the respondent, zero while it exists
	Assurance      Assurance
	Earlier        Earlier // what the complainant says about courts and commissions
	Cases          []Case
}

// Finding is what the machine answers to one of the six checks, under which rule and
// why. The secretary may answer otherwise.
type Finding struct {
	Check  CheckName
	Answer CheckAnswer
	Clause regulation.Clause
	Reason Reason
}

// examiners answer the six checks, in their order.
var examiners = []func(Circumstances, regulation.Profile) Finding{
	examineLevel, examineRespondent, examineWindow, examineEarlier, examineIdentity, examineRepeat,
}

// Examine answers the six checks as far as the data go.
func Examine(c Circumstances, profile regulation.Profile) []Finding {
	findings := make([]Finding, len(examiners))
	for i, examine := range examiners {
		findings[i] = examine(c, profile)
		findings[i].Check = CheckNames[i]
	}
	return findings
}

// AnsweredBefore returns how often the commission answered the same person on the same
// respondent on the merits: a suggestion for what the secretary finds out.
func (c Circumstances) AnsweredBefore() int {
	n := 0
	for _, k := range c.Cases {
		if k.SamePerson && k.SameRespondent && k.Merits() {
			n++
		}
	}
	return n
}

// Closest returns at most n cases, those first that have the most in common with the
// paper, the newest before the older.
func (c Circumstances) Closest(n int) []Case {
	cases := slices.Clone(c.Cases)
	slices.SortStableFunc(cases, func(a, b Case) int {
		if d := b.related() - a.related(); d != 0 {
			return d
		}
		return b.FiledAt.Compare(a.FiledAt)
	})
	return cases[:min(n, len(cases))]
}

// first returns the number of the closest case that is asked for.
func (c Circumstances) first(which func(Case) bool) (string, bool) {
	for _, k := range c.Closest(len(c.Cases)) {
		if which(k) {
			return k.Ref.String(), true
		}
	}
	return "", false
}

func found(answer CheckAnswer, clause regulation.Clause, why string, values regulation.Values) Finding {
	return Finding{Answer: answer, Clause: clause, Reason: Reason{Key: why, Values: values}}
}

// examineLevel: only the commission directly above the respondent decides.
func examineLevel(c Circumstances, _ regulation.Profile) Finding {
	switch {
	case c.CourtDecision:
		return found(CheckNo, regulation.CourtReturn, "level_court", nil)
	case c.Respondent == 0:
		return found(CheckUnclear, regulation.DirectSuperior, "level_no_respondent", nil)
	case c.Respondent == c.Own:
		return found(CheckNo, regulation.NotOwnJudge, "level_self", nil)
	case c.Higher == c.Own:
		return found(CheckYes, regulation.DirectSuperior, "level_ours", nil)
	case c.Higher == 0:
		return found(CheckUnclear, regulation.DirectSuperior, "level_none_above", nil)
	}
	return found(CheckNo, regulation.DirectlyHigherOnly, "level_other", regulation.Values{"Higher": c.HigherName})
}

// examineRespondent: a commission is named, and it exists.
func examineRespondent(c Circumstances, _ regulation.Profile) Finding {
	switch {
	case c.Unreadable:
		return found(CheckUnclear, regulation.UnreadableNotice, "respondent_unreadable", nil)
	case c.Respondent != 0 && !c.DissolvedOn.IsZero() && !c.ReceivedOn.Before(c.DissolvedOn):
		return found(CheckUnclear, regulation.FormOfComplaint, "respondent_dissolved", regulation.Values{"Name": c.RespondentName, "Day": c.DissolvedOn})
	case c.Respondent != 0:
		return found(CheckYes, regulation.FormOfComplaint, "respondent_known", regulation.Values{"Name": c.RespondentName})
	case c.RespondentText != "":
		return found(CheckUnclear, regulation.FormOfComplaint, "respondent_typed", regulation.Values{"Text": c.RespondentText})
	}
	return found(CheckNo, regulation.FormOfComplaint, "respondent_none", nil)
}

// examineWindow: only a decision on registering a candidate or a list must be contested
// by a day.
func examineWindow(c Circumstances, profile regulation.Profile) Finding {
	var r Routing
	late := r.window(c.Paper, profile)
	switch {
	case !c.Contested.Known():
		return found(CheckUnclear, regulation.RegistrationWindow, "window_nothing_contested", nil)
	case !c.Contested.Decision:
		return found(CheckYes, regulation.RegistrationWindow, "window_no_decision", nil)
	case !c.Candidacy:
		return found(CheckYes, regulation.RegistrationWindow, "window_other_decision", nil)
	case r.Has(FlagWindowUnknown):
		return found(CheckUnclear, regulation.RegistrationWindow, "window_unknown_day", nil)
	}
	values := regulation.Values{"Decided": c.DecidedOn, "Until": r.WindowEnds, "Received": c.ReceivedOn}
	if late {
		return found(CheckNo, regulation.RegistrationWindow, "window_missed", values)
	}
	return found(CheckYes, regulation.RegistrationWindow, "window_kept", values)
}

// examineEarlier: nobody decided on the matter before and no court has it.
func examineEarlier(c Circumstances, _ regulation.Profile) Finding {
	same := func(k Case) bool { return k.SamePerson && k.SameRespondent }
	if c.InCourt {
		return found(CheckNo, regulation.CourtCase, "earlier_in_court", nil)
	}
	if number, ok := c.first(func(k Case) bool { return same(k) && k.InCourt }); ok {
		return found(CheckNo, regulation.CourtCase, "earlier_court_case", regulation.Values{"Number": number})
	}
	if number, ok := c.first(func(k Case) bool { return same(k) && k.Merits() }); ok {
		return found(CheckNo, regulation.StopCorrespondence, "earlier_decided", regulation.Values{"Number": number})
	}
	switch c.Earlier {
	case EarlierCourt:
		return found(CheckNo, regulation.CourtCase, "earlier_said_court", nil)
	case EarlierCommission:
		return found(CheckNo, regulation.NotConsideredBelow, "earlier_said_commission", nil)
	case EarlierNone, EarlierUnknown:
	}
	if number, ok := c.first(same); ok {
		return found(CheckUnclear, regulation.StopCorrespondence, "earlier_open", regulation.Values{"Number": number})
	}
	if c.Earlier == EarlierNone {
		return found(CheckYes, regulation.CourtCase, "earlier_none", nil)
	}
	return found(CheckUnclear, regulation.CourtCase, "earlier_not_said", nil)
}

// examineIdentity: there is somebody to answer, who may complain and who
// wrote by a way that counts.
func examineIdentity(c Circumstances, _ regulation.Profile) Finding {
	_, campaign := commission.Current(c.Campaigns, c.ReceivedOn)
	electronic := !campaign && !c.ReceivedOn.Before(electronicSince)
	switch {
	case !c.Named || c.Role == Anonymous:
		return found(CheckNo, regulation.AnonymousPaper, "identity_no_name", nil)
	case !c.Reachable:
		return found(CheckNo, regulation.AnonymousPaper, "identity_no_address", nil)
	case electronic && c.Channel == EmailLetter:
		return found(CheckNo, regulation.ElectronicAppeals, "identity_email", nil)
	case c.Role == OtherRole && !c.RoleAdmitted:
		return found(CheckNo, regulation.Complainants, "identity_role", nil)
	case electronic && c.Channel == Portal && c.Assurance != Seen:
		return found(CheckUnclear, regulation.ElectronicAppeals, "identity_unconfirmed", nil)
	case c.Role == "":
		return found(CheckUnclear, regulation.Complainants, "identity_role_unknown", nil)
	case c.Assurance == Seen:
		return found(CheckYes, regulation.FormOfComplaint, "identity_seen", nil)
	}
	return found(CheckYes, regulation.FormOfComplaint, "identity_enough", nil)
}

// examineRepeat: the paper neither repeats a question answered already nor
// belongs with another complaint.
func examineRepeat(c Circumstances, _ regulation.Profile) Finding {
	if c.Answered >= several && !c.NewArguments {
		return found(CheckNo, regulation.StopCorrespondence, "repeat_answered", regulation.Values{"Times": c.Answered})
	}
	for _, each := range []struct {
		key   string
		which func(Case) bool
	}{
		{"repeat_same_person", func(k Case) bool { return k.SamePerson && k.SameRespondent }},
		{"repeat_namesake", func(k Case) bool { return k.Namesake && k.SameRespondent }},
		{"repeat_same_day", func(k Case) bool { return k.SameRespondent && k.SameDay }},
	} {
		if number, ok := c.first(each.which); ok {
			return found(CheckUnclear, regulation.StopCorrespondence, each.key, regulation.Values{"Number": number})
		}
	}
	return found(CheckYes, regulation.StopCorrespondence, "repeat_none", nil)
}
