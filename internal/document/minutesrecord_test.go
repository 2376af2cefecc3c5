package document

import (
	"strings"
	"testing"
	"time"

	"redress/internal/sitting"
)

// TestMinutesWithTheRecordAroundTheSitting: who attended with which status (R-067,
// R-084), who told an absence late, who disagrees with the decision and why.
func TestMinutesWithTheRecordAroundTheSitting(t *testing.T) {
	sheet := minutesSheet(t)
	m := &sheet.Sitting
	absent := &m.Attendance[8]
	absent.ToldAt = m.StartsAt.Add(-2 * time.Hour)
	m.Attendees = []sitting.Attendee{
		{ID: 1, Name: "Зимина А. К.", Status: sitting.Media, Whose: "газета «Пример»", At: m.OpenedAt.Add(20 * time.Minute)},
		{ID: 2, Name: "Новосёлов Н. Н.", Status: sitting.Complainant, At: m.OpenedAt.Add(-time.Minute)},
	}
	m.Items[0].Dissents = []sitting.Dissent{{Member: 4, Text: "Довод о сроке не рассмотрен.\n\nПрошу приложить.", At: m.ClosedAt.Add(time.Hour)}}
	text := sheet.Paper().Plain()
	golden(t, "minutes-record.txt", []byte(text))
	wellWritten(t, text)
	inOrder(t, text, "позднее установленного срока", "Присутствие приглашённых и иных лиц", "представитель средства массовой информации, газета «Пример»", "заявитель",
		"ПОВЕСТКА ДНЯ", "Принято решение №\u00a014/31", "ОСОБОЕ МНЕНИЕ: Абрамов", "прилагается", "Приложение: решение комиссии", "Приложение. Особое мнение", "Довод о\u00a0сроке", "Прошу приложить.", "Соколова")
	if strings.Contains(minutesText(t), "ОСОБОЕ МНЕНИЕ") {
		t.Error("R-082: minutes without an opinion speak of one")
	}
}

func minutesText(t *testing.T) string {
	t.Helper()
	return minutesSheet(t).Paper().Plain()
}
