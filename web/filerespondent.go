package web

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

// respondents are commissions to choose from.
type respondents struct {
	text     string // what was searched for
	searched bool
	found    []commission.Commission // the one chosen before comes first
	more     bool                    // there are others that fit
	office   commission.ID
	problems Problems
}

// respondentsShown is how many commissions one search offers.
const respondentsShown = 8

// findRespondents looks for commissions by number or name.
func (s *Server) findRespondents(ctx context.Context, chosen commission.ID, text string, searched bool) (respondents, error) {
	r := respondents{text: strings.TrimSpace(text), searched: searched, office: s.Office().ID}
	if err := regulation.Legible("", "q", r.text, complaint.MaxLine); err != nil {
		r.problems = plain(problems(ctx, err))
		r.text = legible(complaint.Shorten(legible(r.text), complaint.MaxLine))
		return r, nil
	}
	if r.text != "" {
		found, err := s.Records.FindCommissions(ctx, r.text, respondentsShown+1)
		if err != nil {
			return r, err
		}
		r.more = len(found) > respondentsShown
		r.found = found[:min(len(found), respondentsShown)]
	}
	if chosen != 0 && !slices.ContainsFunc(r.found, func(c commission.Commission) bool { return c.ID == chosen }) {
		c, err := s.Records.Commission(ctx, chosen)
		if err != nil {
			return r, err
		}
		r.found = slices.Insert(r.found, 0, c)
	}
	for i, c := range r.found {
		above, err := s.Records.Superior(ctx, c.ID)
		if err != nil {
			return r, err
		}
		r.found[i].Parent, r.found[i].ParentName = above.ID, above.Name
	}
	return r, nil
}

// options are the commissions as choices, each with who would decide.
func (r respondents) options(ctx context.Context) []Option {
	options := make([]Option, 0, len(r.found)+1)
	for _, c := range r.found {
		o := Option{Value: strconv.FormatInt(int64(c.ID), 10), Label: glued(c.Name)}
		switch {
		case c.ID == r.office && c.ParentName != "":
			o.Hint = t(ctx, "file.not_own_judge", "Commission", glued(c.ParentName))
		case c.ParentName != "":
			o.Hint = t(ctx, "file.decides", "Commission", glued(c.ParentName))
		}
		if !c.DissolvedOn.IsZero() {
			o.Hint = strings.TrimSpace(t(ctx, "file.dissolved", "Day", dayYear(ctx, c.DissolvedOn)) + " " + o.Hint)
		}
		options = append(options, o)
	}
	return append(options, Option{Value: unknown, Label: t(ctx, "file.unknown_commission"), Hint: t(ctx, "file.unknown_commission_hint")})
}

// deciding is who is going to decide on a complaint, and who takes it in.
type deciding struct {
	respondent commission.Commission
	by         string // empty while nobody knows
	takenBy    commission.Commission
	own        bool // the complaint is about the office itself
	above      commission.Superior
}

// decidingOn says who decides on a complaint about a commission: the one directly
// above it, never itself. One that does not work in this installation
// gets the paper through the office.
func (s *Server) decidingOn(ctx context.Context, respondent commission.ID) (deciding, error) {
	d := deciding{takenBy: s.Office(), own: respondent == s.Office().ID}
	if respondent == 0 {
		return d, nil
	}
	var err error
	if d.respondent, err = s.Records.Commission(ctx, respondent); err != nil {
		return d, err
	}
	if d.above, err = s.Records.Superior(ctx, respondent); err != nil || d.above.ID == 0 {
		return d, err
	}
	d.respondent.Parent, d.respondent.ParentName, d.by = d.above.ID, d.above.Name, d.above.Name
	m, err := s.Records.Moment(ctx, d.respondent.Parent)
	if err == nil && m.Composition.Appointed(m.Day) > 0 {
		d.takenBy = m.Composition.Commission
	}
	return d, err
}

// forwarded reports whether another commission takes the complaint in and passes it on.
func (d deciding) forwarded() bool { return d.by != "" && d.takenBy.ID != d.respondent.Parent }

// overridden says that a commission stands above another in a campaign only, and why
// empty where it always does.
func overridden(ctx context.Context, above commission.Superior) string {
	switch {
	case above.Campaign == "":
		return ""
	case above.Reason == "":
		return t(ctx, "override.explained", "Campaign", glued(above.Campaign))
	}
	return t(ctx, "override.explained_why", "Campaign", glued(above.Campaign), "Reason", above.Reason)
}
