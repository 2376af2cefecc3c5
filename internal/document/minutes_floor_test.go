package document

import (
	"testing"
	"time"

	"redress/internal/identity"
	"redress/internal/sitting"
)

// TestMinutesOfTheDebate: who spoke and on what, what the commission allowed beyond the
// limits, from whom the floor was withdrawn, what was proposed; breaks, the
// day the sitting went on, who presided and kept the minutes from when.
func TestMinutesOfTheDebate(t *testing.T) {
	sheet := minutesSheet(t)
	m := &sheet.Sitting
	guest := sitting.Speaker{Attendee: 1, Name: "Новосёлов Н. Н.", Status: sitting.Complainant}
	m.Attendees = []sitting.Attendee{{ID: 1, Name: guest.Name, Status: guest.Status, At: m.OpenedAt.Add(-time.Minute)}}
	held := []sitting.Stretch{{From: m.OpenedAt, Until: m.OpenedAt.Add(4 * time.Minute)}}
	item := &m.Items[0]
	item.Spoke = "Вопросов к докладчику не было"
	item.Speeches = []sitting.Speech{
		{Speaker: sitting.Speaker{Member: 2}, Kind: sitting.MainReport, Stretches: held, EndedAt: held[0].Until, Summary: "предложил отменить решение",
			Grants: []sitting.Grant{{Minutes: 5, Show: sitting.Show{For: 7, Against: 1}}}},
		{Speaker: sitting.Speaker{Member: 3}, Kind: sitting.InDebate, EndedAt: m.OpenedAt},
		{Speaker: guest, Kind: sitting.InDebate, Stretches: held, EndedAt: held[0].Until, Abuse: "оскорбления членов комиссии"},
		{Speaker: sitting.Speaker{Member: 4}, Kind: sitting.InDebate, Stretches: held, EndedAt: held[0].Until, Grants: []sitting.Grant{{Show: sitting.Show{For: 8}}}},
	}
	item.Suggestions = []sitting.Suggestion{{Speaker: sitting.Speaker{Member: 4}, Text: "Заслушать свидетеля"}, {Speaker: guest, Text: "Отложить вопрос.", WithdrawnAt: m.ClosedAt}}
	again := m.ClosedAt.AddDate(0, 0, 1)
	m.Breaks = []sitting.Break{{From: m.OpenedAt.Add(10 * time.Minute), Until: m.OpenedAt.Add(25 * time.Minute)},
		{From: m.OpenedAt.Add(40 * time.Minute), Expected: again, Until: again.Add(5 * time.Minute), Place: "зал 3", Reason: "отключён свет",
			Took: []sitting.Presence{{Member: 1, Mode: sitting.InHall, At: m.OpenedAt}, {Member: 9, Mode: sitting.Absent, Reason: "болезнь", At: m.OpenedAt}}}}
	m.ClosedAt = again.Add(time.Hour)
	m.Presided = []sitting.Duty{{Signatory: signatory(2, "", "Председательствующий", "решение комиссии на заседании № 14"), Since: m.OpenedAt}, {Signatory: m.Presiding, Since: again}}
	m.Kept = []sitting.Duty{{Signatory: m.Secretary, Since: m.OpenedAt}}
	text := sheet.Paper().Plain()
	golden(t, "minutes-debate.txt", []byte(text))
	wellWritten(t, text)
	inOrder(t, text, "Объявлялись перерывы", "заседание прервано до", "зал 3", "Председательствовали", "Присутствие членов комиссии до перерыва", "ВЫСТУПИЛИ",
		"предоставлено дополнительно 5\u00a0мин", "Лишён слова: оскорбления членов комиссии.", "сверх установленного числа", "Вопросов к", "ПРЕДЛОЖЕНИЯ", "Снято автором.", "РЕШИЛИ")
}

// TestComingsOfADayThatWasAdjourned: who came and left before the sitting was adjourned stands
// in the minutes as of its last day, and is compared before they are signed.
func TestComingsOfADayThatWasAdjourned(t *testing.T) {
	sheet := minutesSheet(t)
	m := &sheet.Sitting
	from := m.OpenedAt.Add(2 * time.Hour)
	m.Breaks = []sitting.Break{{From: from, Expected: from.Add(24 * time.Hour), Place: "зал 3", Reason: "ночь", Until: from.Add(24 * time.Hour),
		Took: []sitting.Presence{{Member: 2, Mode: sitting.InHall, At: m.OpenedAt.Add(time.Hour)}}}}
	before := sheet.Facts()[0][SittingFact]
	moves := []sitting.Presence{{Member: 2, Mode: sitting.InHall, At: m.OpenedAt.Add(-time.Minute)}, {Member: 2, Mode: sitting.Absent, At: m.OpenedAt.Add(30 * time.Minute)},
		{Member: 2, Mode: sitting.InHall, At: m.OpenedAt.Add(time.Hour)}}
	sheet.Moves = map[time.Time]map[identity.ID][]sitting.Presence{from: {2: moves}}
	inOrder(t, sheet.Paper().Plain(), "Присутствие членов комиссии до перерыва", "присутствует; с 17:30 отсутствует; с 18:00 присутствует")
	if sheet.Facts()[0][SittingFact] == before {
		t.Error("R-085: minutes do not differ when somebody left for a while on the first day")
	}
}
