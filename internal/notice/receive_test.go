package notice

import (
	"errors"
	"strings"
	"testing"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
)

// TestReceive: the commission complained about says that it has the paper, and
// nobody else says it for it.
func TestReceive(t *testing.T) {
	below := identity.Actor{ID: 21, Office: identity.Secretary, Commission: 8}
	owed := ToRespondent(signed(), commission.Commission{Name: "УИК", Email: "uik@example.org"})
	owed.Against = 8
	mailed, _ := owed.Accepted("<1@example.org>", noon)
	back, _, err := mailed.Return(secretary, "вернулось", noon)
	if err != nil {
		t.Fatal(err)
	}
	posted := owed
	posted.Way = complaint.ByPost
	posted, _, err = posted.HandOver(secretary, Mark{Kind: Posted, On: calendar.Day(2026, 9, 12), Text: "реестр № 4"}, nil, present())
	if err != nil {
		t.Fatal(err)
	}
	received, _, err := owed.Receive(below, present())
	if err != nil {
		t.Fatal(err)
	}
	toComplainant := ToComplainant(signed())
	toComplainant.Against = 8
	for _, row := range []struct {
		name  string
		by    identity.Actor
		l     Letter
		state State
		proof string
		key   string
		err   error
	}{
		{"before anything was sent", below, owed, HandedOver, "получено в системе Redress: секретарь, 12.09.2026 в 12:00", "", nil},
		{"what the mail took", below, mailed, Sent, "получено в системе Redress: секретарь, 12.09.2026 в 12:00", "", nil},
		{"what the mail brought back", below, back, HandedOver, "получено в системе Redress: секретарь, 12.09.2026 в 12:00", "", nil},
		{"what was posted", below, posted, HandedOver, "сдано на почту 12.09.2026; реестр № 4; получено в системе Redress: секретарь, 12.09.2026 в 12:00", "", nil},
		{"by its chair", identity.Actor{ID: 20, Office: identity.Chair, Commission: 8}, owed, HandedOver, "получено в системе Redress: председатель, 12.09.2026 в 12:00", "", nil},
		{"by a deputy who acts", identity.Actor{ID: 22, Office: identity.Deputy, Commission: 8, ActsAsChair: true}, owed, HandedOver, "получено в системе Redress: исполняющий обязанности, 12.09.2026 в 12:00", "", nil},
		{"twice", below, received, "", "", "letter_received", nil},
		{"by a member", identity.Actor{ID: 23, Office: identity.Member, Commission: 8}, owed, "", "", "not_your_office", nil},
		{"by another commission", identity.Actor{ID: 24, Office: identity.Secretary, Commission: 9}, owed, "", "", "", ErrNotFound},
		{"by the sender", secretary, owed, "", "", "not_your_office", nil},
		{"the complainant's letter", below, toComplainant, "", "", "", ErrNotFound},
	} {
		t.Run(row.name, func(t *testing.T) {
			next, line, err := row.l.Receive(row.by, present())
			if keyOf(err) != row.key || row.err != nil && !errors.Is(err, row.err) {
				t.Fatalf("Receive() = %v, want %q, %v", err, row.key, row.err)
			}
			if err != nil {
				return
			}
			if next.State != row.state || next.Proof != row.proof || next.DoneAt.IsZero() || next.MayBeReceived() || next.MayReturn() || next.CameBack() || line.Act != ReceivedAct {
				t.Errorf("Receive() = %+v", next)
			}
			if strings.Contains(line.Facts["digest"].(string), "@") {
				t.Error("R-028: the docket names somebody")
			}
		})
	}
}
