package document

import (
	"strings"
	"testing"

	"redress/internal/calendar"
	"redress/internal/sitting"
)

// TestMinutesNameWhoWasToldLate: those told late and those not told stand in the
// introduction by name, of an urgent sitting nobody; a sitting that members
// demanded says so.
func TestMinutesNameWhoWasToldLate(t *testing.T) {
	sheet := minutesSheet(t)
	m := &sheet.Sitting
	zone := sheet.Commission.Profile.Zone()
	m.TellBy = calendar.On(m.StartsAt, zone).AddDays(-2)
	m.Notices = nil
	for i, a := range m.Attendance {
		told := m.StartsAt.AddDate(0, 0, -2)
		switch i {
		case 1:
			told = m.StartsAt.AddDate(0, 0, -1)
		case 2:
			continue
		}
		m.Notices = append(m.Notices, sitting.Notice{ID: int64(i + 1), Member: a.Member.Person, Way: sitting.ByPhone, ToldAt: told})
	}
	text := unglued(sheet.Paper().Plain())
	wellWritten(t, sheet.Paper().Plain())
	for _, says := range []string{"О заседании извещены позднее срока, установленного регламентом: " + unglued(m.Attendance[1].Member.Name.Short()),
		"О заседании не извещены: " + unglued(m.Attendance[2].Member.Name.Short())} {
		if !strings.Contains(text, says) {
			t.Errorf("R-063: the minutes do not say %q", says)
		}
	}
	m.TellBy, m.Urgent, m.UrgentReason, m.Petition = calendar.Date{}, true, "голосование завтра", 3
	text = sheet.Paper().Plain()
	if strings.Contains(text, "извещены") {
		t.Error("R-065: the minutes of an urgent sitting speak of a notice term")
	}
	inOrder(t, text, "по требованию членов комиссии", "созвано срочно: голосование завтра")
}

func unglued(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }
