package vectors

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/regulation"
)

// complaintVector is one paper with what the intake makes of it.
type complaintVector struct {
	Schema        string `json:"schema"`
	ID            string `json:"id"`
	Title         string `json:"title"`
	Category      string `json:"category"`
	ContestedKind string `json:"contested_kind"`
	Respondent    struct {
		Code   *string `json:"code"`
		Kind   string  `json:"kind"`
		Number *string `json:"number"`
	} `json:"respondent"`
	TargetPrecinct *int              `json:"target_uik"`
	AddressedTo    string            `json:"addressed_to"`
	Campaign       *string           `json:"campaign"`
	EventAt        *time.Time        `json:"event_at"`
	FiledAt        time.Time         `json:"filed_at"`
	Timezone       string            `json:"timezone"`
	VotingRelation commission.Voting `json:"voting_relation"`
	Channel        complaint.Channel `json:"channel"`
	Complainant    struct {
		Role        complaint.Role `json:"role"`
		DisplayName string         `json:"display_name"`
		Invented    bool           `json:"invented"`
	} `json:"complainant"`
	Text        string              `json:"text"`
	Attachments []string            `json:"attachments"`
	Findings    *complaint.Findings `json:"findings"` // absent: read from the rest, see found
	Expected    *struct {
		Route  complaint.Route   `json:"route"`
		Regime regulation.Regime `json:"regime"`
		Due    *struct {
			Kind  deadline.Kind `json:"kind"`
			DueOn calendar.Date `json:"due_on"`
		} `json:"due"`
		Flags    []string          `json:"flags"`
		IfUpheld *regulation.Basis `json:"majority_if_upheld"`
		Rule     regulation.Clause `json:"rule"`
		Why      string            `json:"why"`
	} `json:"expected_intake"`
}

// contestedKinds translates what a vector says is contested. A mixed one contests a
// decision and what was done or not done beside it.
var contestedKinds = map[string]complaint.Contested{
	"none": {}, "decision": {Decision: true}, "action": {Action: true}, "inaction": {Inaction: true},
	"mixed": {Decision: true, Inaction: true},
	"all":   {Decision: true, Action: true, Inaction: true},
}

// check refuses what is missing in a vector or stands on no list.
func (v complaintVector) check() error {
	_, known := contestedKinds[v.ContestedKind]
	switch {
	case v.Expected == nil:
		return errors.New("expected_intake is missing")
	case !known:
		return fmt.Errorf("the contested_kind %q is not known", v.ContestedKind)
	case v.FiledAt.IsZero():
		return errors.New("filed_at is missing")
	case !slices.Contains(complaint.Roles, v.Complainant.Role) && v.Complainant.Role != complaint.Anonymous:
		return fmt.Errorf("the role %q is not known", v.Complainant.Role)
	case !slices.Contains([]complaint.Channel{complaint.Portal, complaint.BroughtIn, complaint.Post, complaint.EmailLetter}, v.Channel):
		return fmt.Errorf("the channel %q is not known", v.Channel)
	case !v.Expected.Route.Valid():
		return fmt.Errorf("the expected route %q is not known", v.Expected.Route)
	}
	return nil
}

// found is what the secretary would answer about the paper, read from the marks the
// invented papers carry: the category, what stands in square brackets, the kind of
// respondent, and three turns of phrase no machine would have to understand where
// the secretary answers. A vector may give its own findings instead.
func (v complaintVector) found() complaint.Findings {
	if v.Findings != nil {
		return *v.Findings
	}
	f := complaint.Findings{
		Unreadable:    strings.Contains(v.Text, "[текст не поддаётся прочтению"),
		Abuse:         strings.Contains(v.Text, "[оскорбление]"),
		Threat:        strings.Contains(v.Text, "[угроза]"),
		CourtDecision: v.Respondent.Kind == "court",
		InPart:        strings.Contains(v.Text, "в этой части"),
		PersonalData:  slices.ContainsFunc(v.Attachments, func(name string) bool { return strings.Contains(name, "pasport") }),

		NotConsideredBelow: strings.Contains(v.Text, "В участковую комиссию с заявлением не обращалась"),
	}
	switch v.Category {
	case "complaint_refused":
		f.NotConsideredBelow = true
	case "candidate_registration":
		f.Candidacy = true
	case "protocol_discrepancy":
		f.VotingResults = true
	case "observer_removed", "observer_restricted":
		f.ObserverRights = true
	case "ballot_stuffing", "anonymous_crime":
		f.Crime = true
	case "third_party_violation":
		f.Offence, f.AccusedNamed = true, true
	case "repeated":
		f.Answered = 2
	case "parallel_court":
		f.InCourt = true
	}
	return f
}

// paper returns the vector as a paper.
func (v complaintVector) paper(world *World, zone *time.Location) (complaint.Paper, error) {
	p := complaint.Paper{ReceivedOn: calendar.On(v.FiledAt, zone), Channel: v.Channel, Contested: contestedKinds[v.ContestedKind],
		Role: v.Complainant.Role, Named: v.Complainant.DisplayName != "", Reachable: v.Complainant.DisplayName != "", Findings: v.found()}
	if v.EventAt != nil {
		p.HappenedOn = calendar.On(*v.EventAt, zone)
	}
	if p.Contested.Decision {
		p.DecidedOn = p.HappenedOn
	}
	var err error
	if p.Own, err = world.commission(v.AddressedTo); err != nil {
		return p, err
	}
	p.Above = world.above[p.Own]
	if v.Respondent.Code != nil {
		if p.Respondent, err = world.commission(*v.Respondent.Code); err != nil {
			return p, err
		}
		p.Higher = world.above[p.Respondent]
	}
	if v.Campaign != nil {
		c, err := world.campaign(*v.Campaign)
		if err != nil {
			return p, err
		}
		p.Campaigns = append(p.Campaigns, c)
	}
	return p, nil
}

func checkComplaint(raw []byte, world *World, r *Result) error {
	var v complaintVector
	if err := strictly(raw, &v); err != nil {
		return err
	}
	if err := v.check(); err != nil {
		return err
	}
	want := v.Expected
	r.Rule = want.Rule
	zone, err := zoneOf(v.Timezone)
	if err != nil {
		return err
	}
	paper, err := v.paper(world, zone)
	if err != nil {
		return err
	}
	got := paper.Route(world.Profile)
	differ(r, "route", want.Route, got.Route)
	differ(r, "regime", want.Regime, got.Regime)
	differ(r, "rule", want.Rule, got.Clause)
	differ(r, "majority_if_upheld", orZero(want.IfUpheld), got.IfUpheld)
	differ(r, "flags", sorted(want.Flags), sorted(flags(got)))
	if v.VotingRelation != "" {
		differ(r, "voting_relation", v.VotingRelation, got.Voting)
	}
	return v.due(paper, got, world.Profile, zone, r)
}

// due compares the day. A paper of a vector is registered the day it came in.
func (v complaintVector) due(paper complaint.Paper, route complaint.Routing, profile regulation.Profile, zone *time.Location, r *Result) error {
	var expected, computed string
	if due := v.Expected.Due; due != nil {
		expected = string(due.Kind) + " " + due.DueOn.String()
	}
	if clocks := deadline.Routed(route); len(clocks) > 0 {
		facts := deadline.Facts{At: v.FiledAt, Zone: zone}
		_, facts.Campaign = deadline.RegimeOn(paper.ReceivedOn, paper.Campaigns)
		d, err := deadline.Compute(clocks[0], facts, profile, calendar.Russia())
		if err != nil {
			return fmt.Errorf("it cannot be computed: %w", err)
		}
		computed = string(d.Kind) + " " + d.DueOn.String()
	}
	differ(r, "due", expected, computed)
	return nil
}

// flags writes the flags as vectors do, the open window with its last day.
func flags(r complaint.Routing) []string {
	words := make([]string, len(r.Flags))
	for i, f := range r.Flags {
		words[i] = string(f)
		if f == complaint.FlagWindowOpen {
			words[i] += "_until_" + r.WindowEnds.String()
		}
	}
	return words
}

// sorted writes flags in one order: they are a set.
func sorted(flags []string) string {
	return strings.Join(slices.Sorted(slices.Values(flags)), ", ")
}
