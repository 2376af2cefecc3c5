package complaint

import (
	"testing"

	"redress/internal/identity"
)

// TestSendBack: the draft goes back with what is to be reworked and by whom; those named
// may write until it is ready, and nobody else gains the right.
func TestSendBack(t *testing.T) {
	r := Rework{Cause: DraftReturned, Members: []identity.ID{other.ID}, Reason: "ответить на довод", Sitting: 14}
	back, line, err := in(Scheduled).SendBack(chair, r)
	if err != nil || back.State != InReview || !back.Rework.Owed() || line.Facts["reason"] != r.Reason || line.Facts["cause"] != "returned" {
		t.Fatalf("R-079: SendBack() = %+v, %v, %v", back.Rework, line.Facts, err)
	}
	for _, row := range []struct {
		name string
		by   identity.Actor
		may  bool
	}{
		{"the rapporteur", member, true}, {"who was named", other, true}, {"the chair", chair, false},
		{"who was named, elsewhere", identity.Actor{ID: other.ID, Office: identity.Member, Commission: own + 1}, false},
		{"an administrator of that number", identity.Actor{ID: other.ID, Office: identity.Administrator}, false},
	} {
		if got := back.Edits(row.by, moment()); got != row.may {
			t.Errorf("R-079: %s edits: %v, want %v", row.name, got, row.may)
		}
	}
	ready, _, err := back.Complete(other, 3, moment())
	if err != nil || ready.Rework.Owed() || ready.Edits(other, moment()) {
		t.Errorf("R-079: once ready the draft is still to be reworked: %+v, %v", ready.Rework, err)
	}
	if rejected, _, err := in(Scheduled).Reject(chair, 140, 14); err != nil || rejected.Rework.Cause != DraftRejected || rejected.Rework.Sitting != 14 {
		t.Errorf("R-080: after a rejection %+v, %v", rejected.Rework, err)
	}
	void, line, err := in(Scheduled).SendBack(chair, Rework{Cause: DraftVoid})
	if _, named := line.Facts["members"]; err != nil || named || void.State != InReview {
		t.Errorf("R-057: SendBack() of a void vote = %v, %v", line.Facts, err)
	}
}
