package complaint

import (
	"strings"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// chosen is the route the secretary takes. Whoever names none registers the paper for
// a ruling; of the routes that lead to one the rules themselves find the right one.
func (in Intake) chosen(recommended Route) Route {
	switch {
	case (in.Route == "" || in.Route.Ruled()) && recommended.Ruled():
		return recommended
	case in.Route == "":
		return AcceptForReview
	}
	return in.Route
}

// Choices are the routes a person may take a paper on: the recommended one first, then
// a ruling, unless the chair has still to admit the complainant to one, then the
// letters. Without an answer is filed only what has nobody to
// answer, and what the rules alone can find is no choice.
func (c Complaint) Choices(routing Routing) []Route {
	all := []Route{routing.Route}
	for _, route := range Routes {
		if route == routing.Route || route.Ruled() && (route != AcceptForReview || routing.Route.Ruled() || c.State == Filed && c.Unadmitted()) {
			continue
		}
		if c.mayTake(route, routing, "-") == nil {
			all = append(all, route)
		}
	}
	return all
}

// mayTake refuses a route that is not open to the paper, and one that nobody gave a
// reason for though the rules lead elsewhere.
func (c Complaint) mayTake(route Route, routing Routing, reason string) error {
	switch {
	case route == routing.Route:
		return nil
	case !route.Valid():
		return regulation.Missing(routing.Clause, "route", "choose_one")
	case (route == FileAnonymous || route == FileAnonymousReportCrime) && routing.Route != FileAnonymous && routing.Route != FileAnonymousReportCrime:
		return regulation.Missing(regulation.AnonymousPaper, "route", "not_anonymous")
	case route == PointToElectronicChannels, route == FiledTooLate:
		return regulation.Missing(route.clause(), "route", "route_not_found")
	case strings.TrimSpace(reason) == "":
		return regulation.Missing(routing.Clause, "route_reason", "route_reason_missing")
	}
	return nil
}

// readOtherwise reports whether the secretary reads the paper otherwise than its author
// wrote it: as contesting nothing, so that no ruling is owed, or as not about
// ourselves, so that we may answer. That is said with a reason.
func (c Complaint) readOtherwise(in Intake, route Route) bool {
	if !c.Contested.Known() {
		return false
	}
	return route == HandleAsAppeal && !in.Contested.Known() || c.Respondent == c.Commission && in.Respondent != c.Commission && route.onMerits()
}

// onRoute puts the paper on a route, and into the line of the docket what the rules
// recommended, what was chosen, and why.
func (c Complaint) onRoute(route Route, routing Routing, reason string, line *docket.Line) Complaint {
	c.Route, c.Recommended, c.RouteClause, c.RouteReason = route, "", routing.Clause, ""
	if route != routing.Route {
		c.Recommended, c.RouteClause, c.RouteReason = routing.Route, route.clause(), strings.TrimSpace(reason)
		line.Facts["chosen"], line.Facts["route_reason"] = string(route), c.RouteReason
	}
	return c
}

// Reroute takes the paper off its route before a ruling is put on an agenda: a
// complaint becomes an appeal, or is forwarded, or what was taken for an appeal is
// decided after all. The chair says why, and the complainant reads it. Higher
// is the commission directly above the respondent. The regime stays, and so does the
// day the terms are counted from.
func (c Complaint) Reroute(by identity.Actor, route Route, reason string, higher commission.ID, m commission.Moment) (Complaint, docket.Line, error) {
	if err := c.must(by, identity.Reroute, regulation.AppealNotComplaint); err != nil {
		return c, docket.Line{}, err
	}
	act := Rerouting
	if route.Ruled() {
		act, route = Readmission, AcceptForReview
	}
	next, line, err := c.take(act, by, docket.Facts{"route": string(c.Route)})
	if err != nil {
		return c, docket.Line{}, err
	}
	in := Intake{Contested: c.Contested, Respondent: c.Respondent, Category: c.Category, AdditionalCheck: c.AdditionalCheck, Findings: c.Findings}
	routing := c.Routing(in, higher, m)
	switch {
	case route == c.Route:
		return c, docket.Line{}, regulation.Missing(regulation.AppealNotComplaint, "route", "route_same")
	case strings.TrimSpace(reason) == "":
		return c, docket.Line{}, regulation.Missing(regulation.AppealNotComplaint, "route_reason", "reroute_reason_missing")
	}
	if err := long(reason, "route_reason", MaxLine); err != nil {
		return c, docket.Line{}, err
	}
	if err := in.checkFor(route, c.Commission, higher); err != nil {
		return c, docket.Line{}, err
	}
	if err := c.mayTake(route, routing, reason); err != nil {
		return c, docket.Line{}, err
	}
	next = next.onRoute(route, routing, reason, &line)
	next.RouteReason = strings.TrimSpace(reason)
	line.Facts["chosen"], line.Facts["route_reason"] = string(route), next.RouteReason
	return next, line, nil
}
