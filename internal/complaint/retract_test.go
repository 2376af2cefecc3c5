package complaint

import (
	"errors"
	"strings"
	"testing"

	"redress/internal/regulation"
)

func refusalKey(err error) string {
	var refusal *regulation.Refusal
	if errors.As(err, &refusal) {
		return refusal.Key
	}
	return ""
}

// TestRetract: a complaint is taken back until it is decided or answered, and stays where
// it is.
func TestRetract(t *testing.T) {
	for _, state := range States {
		c := in(state)
		next, line, err := c.Retract(" передумал ", moment())
		if (err == nil) != state.Open() {
			t.Errorf("R-029: taken back from %s: %v", state, err)
		}
		if err != nil {
			if refusalKey(err) != "retracted_too_late" || clauseOf(err) != regulation.ComplainantsRights {
				t.Errorf("R-029: taken back from %s: %v", state, err)
			}
			continue
		}
		if next.State != state || !next.Retracted() || next.Retraction.Reason != "передумал" || next.Version != c.Version+1 || !next.Retraction.At.Equal(noon) {
			t.Errorf("R-029: taken back from %s: %+v", state, next.Retraction)
		}
		if line.Act != RetractingAct || line.By.ID != 0 || line.Facts["reasoned"] != true || len(line.Facts) != 1 {
			t.Errorf("R-028: recorded as %v", line)
		}
		if _, _, err := next.Retract("", moment()); refusalKey(err) != "retracted_already" {
			t.Errorf("R-029: taken back twice: %v", err)
		}
	}
	if _, _, err := in(Filed).Retract(strings.Repeat("х", MaxLine+1), moment()); refusalKey(err) != "text_too_long" {
		t.Errorf("a long reason: %v", err)
	}
}

// TestCloseRetracted: a note ends only what is answered by a letter and was taken back; a
// ruling is owed all the same.
func TestCloseRetracted(t *testing.T) {
	back, _, err := in(LetterDue).Retract("", moment())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := in(LetterDue).CloseRetracted(secretary, "записка", moment()); refusalKey(err) != "not_retracted" {
		t.Errorf("R-029: closed though nobody took it back: %v", err)
	}
	if _, _, err := back.CloseRetracted(secretary, " ", moment()); refusalKey(err) != "close_note_missing" {
		t.Errorf("R-029: closed without a note: %v", err)
	}
	if _, _, err := back.CloseRetracted(member, "записка", moment()); refusalKey(err) != "not_your_office" {
		t.Errorf("R-029: closed by a member: %v", err)
	}
	taken := back
	taken.Route, taken.Recommended = HandleAsAppeal, AcceptForReview
	if _, _, err := taken.CloseRetracted(secretary, "отозвано", moment()); refusalKey(err) != "retracted_but_ruled" {
		t.Errorf("R-029: a complaint ends that a person took for an appeal: %v", err)
	}
	next, line, err := back.CloseRetracted(chair, " отозвано ", moment())
	if err != nil || next.State != Shelved || !next.ClosedAt.Equal(noon) || next.Retraction.Note != "отозвано" || line.Facts["note"] != "отозвано" {
		t.Errorf("R-029: closed: %s, %+v, %v", next.State, next.Retraction, err)
	}
	ruled, _, err := in(InReview).Retract("", moment())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := ruled.CloseRetracted(chair, "отозвано", moment()); refusalKey(err) != "act_not_now" {
		t.Errorf("R-029: a complaint ends without a ruling: %v", err)
	}
	if _, _, err := ruled.Draft(member, 2, "ab", moment()); err != nil {
		t.Errorf("R-029: a complaint taken back is decided all the same: %v", err)
	}
}
