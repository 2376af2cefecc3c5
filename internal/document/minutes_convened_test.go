package document

import (
	"strings"
	"testing"

	"redress/internal/calendar"
	"redress/internal/sitting"
)

// TestMinutesOfAMovedSitting say from when it was moved and why, and that it was held
// elsewhere; minutes printed before differ then.
func TestMinutesOfAMovedSitting(t *testing.T) {
	sheet := minutesSheet(t)
	printed := sheet.Printed()
	m := &sheet.Sitting
	m.Away = true
	m.Changes = []sitting.Change{{Kind: sitting.Rescheduled, Reason: "ремонт в зале", At: m.StartsAt.AddDate(0, 0, -3), Was: sitting.Appointment{StartsAt: m.StartsAt.AddDate(0, 0, -1), Place: "зал 2"}},
		{Kind: sitting.VideoDecided}}
	said := strings.ReplaceAll(sheet.Paper().Plain(), "\u00a0", " ")
	for _, want := range []string{"выездное заседание", "Заседание было назначено на ", "место: зал 2; перенесено ", "ремонт в зале"} {
		if !strings.Contains(said, want) {
			t.Errorf("R-084: the minutes do not say %q", want)
		}
	}
	if sheet.Signable(printed) == nil {
		t.Error("R-085: minutes that do not say that the sitting was moved are signed")
	}
	m.Items[0].Invitations = []sitting.Invitation{{Whom: sitting.Complainant, Way: sitting.ByPhone, State: sitting.Delivered, Outdated: true},
		{Whom: sitting.Complainant, Way: sitting.InPerson, State: sitting.Delivered, Struck: "ошибка"}}
	if said := sheet.Paper().Plain(); strings.Contains(said, "Стороны приглашены (заявитель") {
		t.Error("R-066: the minutes name invitations that do not count")
	}
}

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
