package complaint

import (
	"errors"
	"slices"
	"testing"

	"redress/internal/regulation"
)

// outsider is a paper of somebody outside the list.
func outsider() Complaint {
	c := filed()
	c.Complainant.Role = OtherRole
	return c
}

// TestOnlyTheChairAdmits: somebody outside the list is heard as the author of an appeal
// until the chair's note stands.
func TestOnlyTheChairAdmits(t *testing.T) {
	register := func(c Complaint, route Route) error {
		in := intake()
		in.Route, in.RouteReason, in.Findings.RoleAdmitted = route, "иначе", true
		_, _, err := c.Register(secretary, in, own, 118, moment())
		return err
	}
	key := func(err error) string {
		var refusal *regulation.Refusal
		if errors.As(err, &refusal) {
			return refusal.Key
		}
		return ""
	}
	c := outsider()
	for _, route := range []Route{"", AcceptForReview, AcceptAtOnce, SuspendForCourt} {
		if err := register(c, route); key(err) != "admission_needed" || clauseOf(err) != regulation.Complainants {
			t.Errorf("R-021: registered as %q without the note: %v", route, err)
		}
	}
	if err := register(c, HandleAsAppeal); err != nil {
		t.Errorf("R-021: registered as an appeal: %v", err)
	}
	if routes := c.Choices(c.Routing(intake(), own, moment())); routes[0] != HandleAsAppeal || slices.ContainsFunc(routes, Route.Ruled) {
		t.Errorf("R-021: the secretary may choose among %v", routes)
	}
	asked, _, err := c.AskAdmission(secretary, moment())
	if err != nil || !asked.Admission.Waits() || asked.Admission.AskedBy != secretary.ID {
		t.Fatalf("R-021: asked: %+v, %v", asked.Admission, err)
	}
	if err := register(asked, AcceptForReview); key(err) != "admission_needed" {
		t.Errorf("R-021: registered before the answer: %v", err)
	}
	if _, _, err := asked.AskAdmission(secretary, moment()); key(err) != "admission_asked" {
		t.Errorf("asked twice: %v", err)
	}
	if _, _, err := asked.Admit(secretary, true, "можно", moment()); key(err) != "not_your_office" {
		t.Errorf("R-021: the secretary admits: %v", err)
	}
	if _, _, err := asked.Admit(chair, true, " ", moment()); key(err) != "admission_note_missing" {
		t.Errorf("R-021: admitted without reasons: %v", err)
	}
	refused, line, err := asked.Admit(chair, false, "прав не касается", moment())
	if err != nil || refused.Admission.Waits() || !refused.Unadmitted() || line.Act != string(Refusing) {
		t.Fatalf("R-021: refused: %+v, %v", refused.Admission, err)
	}
	if err := register(refused, AcceptForReview); key(err) != "admission_needed" {
		t.Errorf("R-021: registered against the chair's note: %v", err)
	}
	admitted, line, err := refused.Admit(chair, true, " от инициативной группы ", moment())
	if err != nil || admitted.Unadmitted() || line.Act != string(Admitting) || line.Facts["note"] != "от инициативной группы" || admitted.Admission.AskedBy != secretary.ID {
		t.Fatalf("R-021: admitted: %+v, %v, %v", admitted.Admission, line, err)
	}
	next, _, err := admitted.Register(secretary, intake(), own, 118, moment())
	if err != nil || next.State != Registered || !next.Findings.RoleAdmitted {
		t.Errorf("R-021: registered after the note: %s, %v", next.State, err)
	}
	if _, _, err := admitted.AskAdmission(secretary, moment()); key(err) != "admission_answered" {
		t.Errorf("asked after the answer: %v", err)
	}
	if _, _, err := filed().Admit(chair, true, "избиратель", moment()); key(err) != "admission_not_needed" {
		t.Errorf("R-021: a voter is admitted: %v", err)
	}
	noting := outsider()
	noting.State, noting.Route, noting.Contested, noting.Respondent = LetterDue, HandleAsAppeal, Contested{Decision: true}, 8
	if next, _, err := noting.Reroute(chair, AcceptForReview, "от инициативной группы", own, moment()); err != nil || next.State != Registered {
		t.Errorf("R-021: the chair takes an appeal for a complaint with a reason: %v", err)
	}
}
