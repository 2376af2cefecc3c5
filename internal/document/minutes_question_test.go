package document

import (
	"strings"
	"testing"
	"time"

	"redress/internal/regulation"
	"redress/internal/sitting"
)

// TestMinutesOfQuestions: what is no complaint stands in the minutes in full with its
// votes, by whom it was demanded, and takes no number of a ruling.
func TestMinutesOfQuestions(t *testing.T) {
	sheet := minutesSheet(t)
	held := sheet.Sitting.Items[0]
	carried := sitting.Item{ID: 11, Rapporteur: 2, Title: "О приобретении шкафа", Question: regulation.Financing, State: sitting.Adopted, Heard: "Доложил секретарь",
		Matter: sitting.Matter{Text: "Приобрести шкаф.\nПоручить секретарю."}, Votes: held.Votes, Result: held.Result,
		Dissents: []sitting.Dissent{{Member: 4, Text: "Шкаф не нужен.", At: sheet.Sitting.ClosedAt.Add(time.Hour)}}}
	rejected := carried
	other := sheet.Sitting.Items[1]
	rejected.Votes, rejected.Result, rejected.Question = other.Votes, other.Result, regulation.OtherQuestion
	rejected.State, rejected.Dissents, rejected.Matter.Demander = sitting.Rejected, nil, 4
	postponed := sitting.Item{ID: 13, Rapporteur: 2, Title: "О регламенте", Question: regulation.AmendRegulation, State: sitting.Postponed, Heard: "Изложено",
		Matter: sitting.Matter{Text: "Изменить.", DemandedBy: "Верхов В. О."}}
	motion := postponed
	motion.Polls = []sitting.Poll{{Motion: sitting.ToPostpone, Question: regulation.Postpone, Votes: held.Votes, Result: held.Result, ClosedAt: sheet.Sitting.ClosedAt}}
	withdrawn := postponed
	withdrawn.State, withdrawn.Matter = sitting.Withdrawn, sitting.Matter{Text: "Изменить.", Demander: 4}
	sheet.Sitting.Items = []sitting.Item{carried, rejected, postponed, motion, withdrawn}
	for i := range sheet.Sitting.Items {
		sheet.Sitting.Items[i].Ordinal = i + 1
	}
	text := sheet.Paper().Plain()
	golden(t, "minutes-questions.txt", []byte(text))
	wellWritten(t, text)
	inOrder(t, text, "ПОВЕСТКА ДНЯ", "Докладчик", "член комиссии Абрамов", "член вышестоящей комиссии Верхов", "Приобрести шкаф.", "Поручить секретарю.",
		"Решение принято.", "ОСОБОЕ МНЕНИЕ", "Решение не принято.", "Голосование не проводилось", "Предложение принято.", "Рассмотрение вопроса отложено.",
		"отозвано", "о\u00a0принятии протокольного решения", "Шкаф не нужен.")
	for _, never := range []string{"жалоб", "№ 0", "0-0000", "Приложение: решение"} {
		if strings.Contains(text, never) {
			t.Errorf("the minutes of questions speak of %q", never)
		}
	}
}
