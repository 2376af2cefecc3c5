package document

import (
	"testing"
	"time"

	"redress/internal/sitting"
)

// TestInvitationsInWords: each way and each fate in the words of the minutes; the ruling
// has the same without names and without what is known of people.
func TestInvitationsInWords(t *testing.T) {
	on := time.Date(2026, 9, 10, 5, 0, 0, 0, time.UTC)
	of := func(whom sitting.Status, way sitting.Way, state sitting.Reach, note string) sitting.Invitation {
		return sitting.Invitation{Whom: whom, Way: way, State: state, SentAt: on, DoneAt: on.AddDate(0, 0, 1), Note: note}
	}
	proxy := of(sitting.CandidateProxy, sitting.ByPhone, sitting.Delivered, "")
	proxy.Name = "Иванов И. И."
	for _, row := range []struct {
		name             string
		in               []sitting.Invitation
		minutes, decided string
	}{
		{"R-066: nobody", nil, "", ""},
		{"R-066: both", []sitting.Invitation{of(sitting.Complainant, sitting.ByEmail, sitting.OnItsWay, ""), of(sitting.Respondent, sitting.ByPost, sitting.Delivered, "")},
			"Стороны приглашены (заявитель – по электронной почте 10.09.2026; сторона, действия которой обжалуются – письмом 10.09.2026, вручено 11.09.2026).", "="},
		{"R-066: an attempt that failed", []sitting.Invitation{of(sitting.Complainant, sitting.ByPhone, sitting.Failed, "номер не отвечает")},
			"Стороны приглашены (заявитель – по телефону 10.09.2026, не доставлено: номер не отвечает).", "Стороны приглашены (заявитель – по телефону 10.09.2026, не доставлено)."},
		{"R-066: somebody besides them", []sitting.Invitation{proxy}, "Стороны приглашены (представитель кандидата Иванов И. И. – по телефону 10.09.2026).",
			"Стороны приглашены (представитель кандидата – по телефону 10.09.2026)."},
		{"R-066: an e-mail that has not gone", []sitting.Invitation{of(sitting.Complainant, sitting.ByEmail, sitting.Owed, "")}, "", ""},
		{"R-066: one line for both", []sitting.Invitation{of(sitting.Complainant, sitting.Noted, sitting.OnItsWay, "телефонограммой."), of(sitting.Respondent, sitting.Noted, sitting.OnItsWay, "телефонограммой.")},
			"Стороны приглашены (телефонограммой).", "="},
	} {
		if row.decided == "=" {
			row.decided = row.minutes
		}
		if got := partiesInvited(row.in, true, time.UTC); got != row.minutes {
			t.Errorf("%s: the minutes say %q, want %q", row.name, got, row.minutes)
		}
		if got := partiesInvited(row.in, false, time.UTC); got != row.decided {
			t.Errorf("%s: the ruling says %q, want %q", row.name, got, row.decided)
		}
	}
}
