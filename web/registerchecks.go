package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

// casesShown is how many other complaints a check lists.
const casesShown = 5

// linkedShown is how many linked complaints a page lists.
const linkedShown = 20

// personFinds is something only a person can find out about a paper, beside the check
// it belongs to.
type personFinds struct {
	name   string
	check  complaint.CheckName
	clause regulation.Clause
	in     func(*complaint.Findings) *bool
}

// ownResultsFixed is asked only while the campaign does not say it.
const ownResultsFixed = "own_results_fixed"

// personsFindings are the boxes to tick, in the order of the screen. How often a question
// was answered is a number and has a field of its own; the additional check stands below.
var personsFindings = []personFinds{
	{"court_decision", complaint.CheckLevel, regulation.CourtReturn, func(f *complaint.Findings) *bool { return &f.CourtDecision }},
	{"not_considered_below", complaint.CheckLevel, regulation.NotConsideredBelow, func(f *complaint.Findings) *bool { return &f.NotConsideredBelow }},
	{"crime", complaint.CheckLevel, regulation.LawEnforcement, func(f *complaint.Findings) *bool { return &f.Crime }},
	{"offence", complaint.CheckLevel, regulation.LawEnforcement, func(f *complaint.Findings) *bool { return &f.Offence }},
	{"accused_named", complaint.CheckLevel, "R-055", func(f *complaint.Findings) *bool { return &f.AccusedNamed }},
	{"unreadable", complaint.CheckRespondent, regulation.UnreadableNotice, func(f *complaint.Findings) *bool { return &f.Unreadable }},
	{"unclear", complaint.CheckRespondent, regulation.UnclearNotice, func(f *complaint.Findings) *bool { return &f.Unclear }},
	{"candidacy", complaint.CheckWindow, regulation.RegistrationWindow, func(f *complaint.Findings) *bool { return &f.Candidacy }},
	{"voting_results", complaint.CheckWindow, regulation.ResultsFixed, func(f *complaint.Findings) *bool { return &f.VotingResults }},
	{ownResultsFixed, complaint.CheckWindow, regulation.ResultsFixed, func(f *complaint.Findings) *bool { return &f.OwnResultsFixed }},
	{"in_part", complaint.CheckWindow, regulation.AnnulmentReserved, func(f *complaint.Findings) *bool { return &f.InPart }},
	{"observer_rights", complaint.CheckWindow, regulation.Immediately, func(f *complaint.Findings) *bool { return &f.ObserverRights }},
	{"in_court", complaint.CheckEarlier, regulation.CourtCase, func(f *complaint.Findings) *bool { return &f.InCourt }},
	{"abuse", complaint.CheckIdentity, regulation.AbuseOfRight, func(f *complaint.Findings) *bool { return &f.Abuse }},
	{"threat", complaint.CheckIdentity, regulation.AbuseOfRight, func(f *complaint.Findings) *bool { return &f.Threat }},
	{"personal_data", complaint.CheckIdentity, regulation.Confidentiality, func(f *complaint.Findings) *bool { return &f.PersonalData }},
	{"new_arguments", complaint.CheckRepeat, regulation.StopCorrespondence, func(f *complaint.Findings) *bool { return &f.NewArguments }},
}

// examined is what the screen knows for the six checks.
type examined struct {
	Circumstances complaint.Circumstances
	Machine       []complaint.Finding
	LinkTyped     string // the number of another complaint, as typed
	Linked        []string
}

// findingsTyped reads what the secretary found out.
func findingsTyped(form url.Values) complaint.Findings {
	var f complaint.Findings
	for _, each := range personsFindings {
		*each.in(&f) = form.Has("finding_" + each.name)
	}
	f.Answered = int(min(max(whole(form.Get("finding_answered")), 0), 99))
	return f
}

// examine answers the six checks from the records. What the secretary left as the machine
// had answered follows what the machine answers now.
func (s *Server) examine(ctx context.Context, screen *registerScreen, form url.Values) error {
	c := screen.Complaint
	respondent := commission.Commission{}
	if id := screen.Intake.Respondent; id != 0 {
		var err error
		if respondent, err = s.Records.Commission(ctx, id); err != nil {
			return err
		}
	}
	above, err := s.Records.Superior(ctx, respondent.ID)
	if err != nil {
		return err
	}
	cases, err := s.Records.Cases(ctx, c, respondent.ID)
	if err != nil {
		return err
	}
	c.Contested, c.Respondent = screen.Intake.Contested, respondent.ID
	screen.Intake.Findings.RoleAdmitted = c.Admission.Granted // the chair's to say
	around := complaint.Circumstances{Paper: c.Paper(screen.Intake.Sought(), above.ID, screen.Moment), RespondentName: respondent.Name,
		HigherName: above.Name, RespondentText: c.RespondentText, DissolvedOn: respondent.DissolvedOn, Assurance: c.Assurance,
		Earlier: c.Earlier, Cases: cases}
	if form == nil && around.Answered == 0 { // a first look: what the records suggest is filled in
		around.Answered = around.AnsweredBefore()
		screen.Intake.Findings.Answered = around.Answered
	}
	screen.Examined = examined{Circumstances: around, Machine: complaint.Examine(around, screen.Moment.Composition.ProfileAt(c.FiledAt)),
		LinkTyped: oneLine(form, "link_number"), Linked: form["link"]}
	screen.Intake.Checks = answeredChecks(screen.Intake.Checks, screen.Examined.Machine, form)
	return nil
}

// checksOf are the checks as they go into the register: what was typed, with what the
// machine answers beside.
func (s *Server) checksOf(ctx context.Context, found complaint.Complaint, in complaint.Intake, form url.Values) ([]complaint.Check, error) {
	screen := registerScreen{Intake: in}
	screen.Complaint = found
	var err error
	if screen.Moment, err = s.Records.Moment(ctx, found.Commission); err != nil {
		return nil, err
	}
	err = s.examine(ctx, &screen, form)
	return screen.Intake.Checks, err
}

// typedForm returns what was sent, nil for a first look.
func typedForm(c echo.Context) url.Values {
	if c.Request().Method != http.MethodPost {
		return nil
	}
	return c.Request().PostForm
}

// answeredChecks puts the machine's answers beside the secretary's.
func answeredChecks(typed []complaint.Check, machine []complaint.Finding, form url.Values) []complaint.Check {
	checks := make([]complaint.Check, len(machine))
	for i, found := range machine {
		checks[i] = complaint.Check{Name: found.Check, Answer: found.Answer, Machine: found.Answer}
		at := slices.IndexFunc(typed, func(c complaint.Check) bool { return c.Name == found.Check })
		if at < 0 {
			continue
		}
		checks[i].Note = typed[at].Note
		if shown := form.Get("machine_" + string(found.Check)); shown == "" || shown != string(typed[at].Answer) {
			checks[i].Answer = typed[at].Answer
		}
	}
	return checks
}

// links finds the complaints ticked and the one typed by its number among the
// commission's own; what is none is refused beside the field.
func (s *Server) links(ctx context.Context, own complaint.Complaint, form url.Values) ([]complaint.ID, error) {
	numbers := slices.Clone(form["link"])
	if typed := oneLine(form, "link_number"); typed != "" {
		numbers = append(numbers, typed)
	}
	var ids []complaint.ID
	var faults []error
	for _, number := range numbers[:min(len(numbers), 2*casesShown)] {
		ref, err := complaint.ParseRef(number)
		if err == nil {
			var other complaint.Complaint
			if other, err = s.Records.Complaint(ctx, own.Commission, ref); err == nil && other.ID != own.ID {
				if !slices.Contains(ids, other.ID) {
					ids = append(ids, other.ID)
				}
				continue
			}
		}
		if err != nil && !errors.Is(err, complaint.ErrNotFound) {
			return nil, err
		}
		faults = append(faults, regulation.Missing(regulation.StopCorrespondence, "link_number", "link_not_found"))
	}
	return ids, errors.Join(faults...)
}

// finding is what the machine answers to a check.
func (e examined) finding(name complaint.CheckName) complaint.Finding {
	i := slices.IndexFunc(e.Machine, func(f complaint.Finding) bool { return f.Check == name })
	if i < 0 {
		return complaint.Finding{}
	}
	return e.Machine[i]
}

// reason says why the machine answers a check as it does.
func (e examined) reason(ctx context.Context, name complaint.CheckName) string {
	found := e.finding(name)
	var values []any
	for name, value := range found.Reason.Values {
		switch v := value.(type) {
		case calendar.Date:
			value = dayYear(ctx, v)
		case string:
			value = glued(v)
		}
		values = append(values, name, value)
	}
	return t(ctx, "examined."+found.Reason.Key, values...)
}

// cases are the other complaints listed under a check: of the same person, and those
// that may be about the same matter.
func (e examined) cases(name complaint.CheckName) []complaint.Case {
	if name != complaint.CheckEarlier && name != complaint.CheckRepeat {
		return nil
	}
	around := e.Circumstances
	around.Cases = slices.DeleteFunc(slices.Clone(around.Cases), func(k complaint.Case) bool {
		return k.SamePerson != (name == complaint.CheckEarlier) || !k.SamePerson && !k.SameRespondent
	})
	return around.Closest(casesShown)
}

// caseWhy says what another complaint has in common with the paper.
func caseWhy(ctx context.Context, k complaint.Case) string {
	var why []string
	for _, each := range []struct {
		yes bool
		key string
	}{{k.SamePerson, "case_why.person"}, {k.Namesake, "case_why.namesake"}, {k.SameRespondent, "case_why.respondent"}, {k.SameDay, "case_why.day"}} {
		if each.yes {
			why = append(why, t(ctx, each.key))
		}
	}
	return strings.Join(why, ", ")
}

// caseState says how another complaint stands, or how it ended.
func caseState(ctx context.Context, k complaint.Case) string {
	if k.Outcome.Valid() {
		return word(ctx, k.Outcome)
	}
	return word(ctx, k.State)
}

// findingsOf are the boxes to tick beside a check.
func (s registerScreen) findingsOf(ctx context.Context, name complaint.CheckName) []tick {
	var ticks []tick
	found := s.Intake.Findings
	for _, each := range personsFindings {
		if each.check == name && (each.name != ownResultsFixed || s.resultsFixed().IsZero()) {
			ticks = append(ticks, tick{"finding_" + each.name, t(ctx, "finding."+each.name) + " (" + string(each.clause) + ")", *each.in(&found)})
		}
	}
	return ticks
}

// foundAny reports whether anything beside a check is ticked, so that it is shown.
func (s registerScreen) foundAny(ctx context.Context, name complaint.CheckName) bool {
	return slices.ContainsFunc(s.findingsOf(ctx, name), func(each tick) bool { return each.On }) ||
		name == complaint.CheckRepeat && s.Intake.Findings.Answered > 0
}

// resultsFixed is when the commission fixed its own results, as the campaign says.
func (s registerScreen) resultsFixed() time.Time { return s.Complaint.ResultsFixed(s.Moment) }

// answered is the field of how often the question was answered on the merits.
func (s registerScreen) answered(ctx context.Context) Field {
	value := ""
	if n := s.Intake.Findings.Answered; n > 0 {
		value = strconv.Itoa(n)
	}
	return Field{Name: "finding_answered", Label: t(ctx, "finding.answered"), Value: value, Mode: "numeric", Class: "w2", Complete: "off"}
}

// caseHref is the address of another complaint.
func caseHref(k complaint.Case) templ.SafeURL { return templ.SafeURL("/complaints/" + k.Ref.String()) }

// dayIn is an instant's day in the visitor's zone.
func dayIn(ctx context.Context, at time.Time) calendar.Date {
	return calendar.On(at, visitOf(ctx).zone())
}
