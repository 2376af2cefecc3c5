package complaint

import (
	"testing"
	"time"

	"redress/internal/identity"
	"redress/internal/regulation"
)

// TestDissents: an opinion on the ruling owes a telling, one that nobody was told of owes
// none once it is withdrawn, and no step of the complaint follows from it.
func TestDissents(t *testing.T) {
	for _, state := range []State{Decided, Signed, Delivered} {
		c := in(state)
		c.DecidedAt = noon
		given, _, err := c.Dissent(member, noon)
		if err != nil || given.State != state || len(given.Dissents) != 1 || len(c.Dissents) != 0 {
			t.Fatalf("R-082: Dissent() from %s = %+v, %v", state, given.Dissents, err)
		}
		both, _, err := given.Dissent(secretary, noon.Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		told, line, err := both.TellDissents(chair, "письмом", noon.Add(2*time.Hour))
		if err != nil || told.Dissents[0].Told.IsZero() || told.Dissents[1].Told.IsZero() || !both.Dissents[0].Told.IsZero() {
			t.Errorf("R-082: TellDissents() = %+v, %v", told.Dissents, err)
		}
		if line.Facts["how"] != "письмом" {
			t.Errorf("R-082: told as %+v", line)
		}
		if back, _, err := given.WithdrawDissent(member); err != nil || len(back.Dissents) != 0 {
			t.Errorf("R-082: WithdrawDissent() = %+v, %v", back.Dissents, err)
		}
		if back, _, err := told.WithdrawDissent(member); err != nil || len(back.Dissents) != 2 {
			t.Errorf("R-082: WithdrawDissent() of one told = %+v, %v, want that it was told kept", back.Dissents, err)
		}
		if _, _, err := both.TellDissents(secretary, "письмом", noon); clauseOf(err) != regulation.DissentForward {
			t.Errorf("R-082: TellDissents() by the secretary = %v", err)
		}
		stranger := identity.Actor{ID: 44, Office: identity.Member, Commission: own + 1}
		if _, _, err := c.Dissent(stranger, noon); err == nil {
			t.Error("R-082: an opinion of another commission's member")
		}
	}
	if _, _, err := in(Scheduled).Dissent(member, noon); clauseOf(err) != regulation.DissentForward {
		t.Errorf("R-082: Dissent() before the ruling = %v", err)
	}
}
