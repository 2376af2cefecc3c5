package document

import (
	"errors"
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/regulation"
	"redress/internal/remand"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// printing is the commission of the sample papers on the day after its sitting.
func printing(own commission.Commission) commission.Moment {
	day := calendar.Day(2026, time.September, 20)
	member := func(id identity.ID, office identity.Office, surname string) commission.Member {
		return commission.Member{Person: id, Name: identity.Name{Surname: surname, Given: "Анна", Patronymic: "Ильинична"}, Office: office, From: day.AddDays(-100)}
	}
	return commission.Moment{At: time.Date(2026, 9, 20, 3, 4, 0, 0, time.UTC), Day: day, Composition: commission.Composition{Commission: own, Members: []commission.Member{
		member(1, identity.Chair, "Уставова"), member(2, identity.Deputy, "Порядкова"), member(3, identity.Secretary, "Реестрова"), member(4, identity.Member, "Голосова")}}}
}

func refusedAs(err error) string {
	var r *regulation.Refusal
	switch {
	case err == nil:
		return ""
	case errors.As(err, &r):
		return r.Key
	}
	return err.Error()
}

// TestSheetsOfASitting: each bears what the paper must hold (documents.md, 5).
func TestSheetsOfASitting(t *testing.T) {
	sheet := minutesSheet(t)
	own := sheet.Sitting.Commission
	sheet.Commission.ParentName = "Избирательная комиссия Примерной области"
	sheet.Sitting.Items[0].Invitations = []sitting.Invitation{
		{ID: 7, Whom: sitting.Complainant, Way: sitting.ByPost, State: sitting.OnItsWay, SentAt: sheet.Sitting.StartsAt},
		{ID: 8, Whom: sitting.Respondent, Way: sitting.ByPost, State: sitting.OnItsWay, Struck: "ошибка"}}
	sheet.Sitting.Items[0].Dissents = []sitting.Dissent{{Member: sheet.Sitting.Attendance[1].Member.Person, Text: "Не согласна.", At: sheet.Sitting.ClosedAt}}
	first := sheet.Sitting.Items[0]
	about := Case{Complaint: complaint.Complaint{Commission: own, Ref: first.Ref}}
	about.Complaint.Complainant = complaint.Complainant{Name: identity.ParseName("Избирателев Пётр Ильич"), Address: "ул. Почтовая, 5"}
	secretary := identity.Actor{ID: 3, Office: identity.Secretary, Commission: own}
	told := sheet.Sitting.Attendance[0].Member
	for _, row := range []struct {
		name  string
		by    identity.Actor
		order Order
		want  string
		to    string
		holds []string
	}{
		{"R-011: the agenda", secretary, Order{Kind: AgendaKind}, "", "", []string{"ПОВЕСТКА ДНЯ", "Место:", "1.", glue(first.Title), "Докладчик", "Для принятия нужно большинство", "Секретарь"}},
		{"R-063: a notice to all", secretary, Order{Kind: NoticeKind}, "", "", []string{"ИЗВЕЩЕНИЕ", "Членам комиссии", "Проект повестки дня", "О невозможности участвовать", "Подпись", told.Name.Full()}},
		{"R-063: a notice to one", secretary, Order{Kind: NoticeKind, Member: told.Person}, "", told.Name.Full(), []string{"Члену комиссии", "Соколовой Марии Петровне"}},
		{"R-063: a notice to nobody of them", secretary, Order{Kind: NoticeKind, Member: 999}, "not_a_member", "", nil},
		{"R-066: an invitation", secretary, Order{Kind: InvitationKind, Item: first.ID, Whom: 7}, "", "Избирателев Пётр Ильич",
			[]string{"ПРИГЛАШЕНИЕ", "Избирателеву Петру Ильичу", "ул.", "Почтовая, 5", "дать объяснения и представить доказательства", "без Вас"}},
		{"R-066: one that was struck", secretary, Order{Kind: InvitationKind, Item: first.ID, Whom: 8}, "sheet_no_invitation", "", nil},
		{"R-082: dissenting opinions", secretary, Order{Kind: DissentKind, Item: first.ID}, "", "Избирательная комиссия Примерной области",
			[]string{"пунктом 17 статьи 28", "Особое мнение", "Не согласна.", "Уставова", "Председатель"}},
		{"R-082: none", secretary, Order{Kind: DissentKind, Item: sheet.Sitting.Items[1].ID}, "sheet_no_dissent", "", nil},
		{"R-010: by a member", identity.Actor{ID: 4, Office: identity.Member, Commission: own}, Order{Kind: AgendaKind}, "not_your_office", "", nil},
		{"R-010: of another commission", identity.Actor{ID: 4, Office: identity.Chair, Commission: own + 1}, Order{Kind: AgendaKind}, sitting.ErrNotFound.Error(), "", nil},
		{"something else", secretary, Order{Kind: CopyKind}, "sheet_unknown", "", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			paper, to, err := sheet.Sheet(row.by, row.order, about, printing(sheet.Commission))
			if got := refusedAs(err); got != row.want {
				t.Fatalf("Sheet() = %v, want %q", err, row.want)
			}
			if err != nil {
				return
			}
			wellWritten(t, paper.Plain())
			golden(t, "sheet-"+string(paper.Kind)+strings.Repeat("-one", min(int(row.order.Member), 1))+".txt", []byte(paper.Plain()))
			if to != row.to || paper.Kind != row.order.Kind || paper.Date != "20.09.2026" || len(paper.Signatures) != 1 {
				t.Errorf("Sheet() to %q, want %q: %+v", to, row.to, paper)
			}
			for _, part := range row.holds {
				if !strings.Contains(strings.ReplaceAll(paper.Plain(), "\u00a0", " "), strings.ReplaceAll(part, "\u00a0", " ")) {
					t.Errorf("the paper lacks %q:\n%s", part, paper.Plain())
				}
			}
		})
	}
}

// TestSheetsOfAComplaint: certified copies are made of signed papers alone, by chair,
// deputy or secretary; what was sent stands on the delivery sheet; the
// order goes to the commission that was ordered something.
func TestSheetsOfAComplaint(t *testing.T) {
	sheet := minutesSheet(t)
	own := sheet.Commission
	at := time.Date(2026, 9, 19, 3, 0, 0, 0, time.UTC)
	ref := complaint.Ref{Year: 2026, Number: 7}
	whole := Case{
		Complaint:  complaint.Complaint{Commission: own.ID, Ref: ref},
		Respondent: commission.Commission{Name: "Участковая избирательная комиссия № 901", Address: "ул. Школьная, 1"},
		Ruling:     ruling.Ruling{Number: "12", AdoptedOn: calendar.Day(2026, time.September, 18)},
		Papers:     []Printed{{ID: 5, Kind: RulingKind, Number: "12"}},
		Letters: []notice.Letter{{ID: 1, Paper: 5, Name: "Избирателев Пётр Ильич", Addressee: notice.Complainant, Way: complaint.ByPost, Address: "ул. Почтовая, 5", State: notice.HandedOver, DoneAt: at, Proof: "квитанция 17"},
			{ID: 2, Paper: 5, Name: "УИК № 901", Addressee: notice.Respondent, Way: complaint.ByEmail, Address: "uik@example.org", State: notice.Owed, DueOn: calendar.Day(2026, time.September, 23)},
			{ID: 3, Paper: 5, Name: "Администрация округа", Addressee: notice.Executor, Way: complaint.ByPost, Address: "ул. Главная, 9", State: notice.Failed, DueOn: calendar.Day(2026, time.September, 23), Marks: []notice.Mark{
				{Kind: notice.Mailed, Way: complaint.ByEmail, Address: "adm@example.org", At: at},
				{Kind: notice.Returned, Way: complaint.ByEmail, Address: "adm@example.org", At: at, Text: "код 5.1.1"},
				{Kind: notice.Redirected, Way: complaint.ByEmail, Address: "adm@example.org", At: at, Text: "ящик закрыт"},
				{Kind: notice.Posted, Way: complaint.ByPost, Address: "ул. Главная, 9", At: at, On: calendar.Day(2026, time.September, 18), Track: "65099105200009"},
				{Kind: notice.Served, Way: complaint.ByPost, Address: "ул. Главная, 9", At: at, On: calendar.Day(2026, time.September, 19)},
				{Kind: notice.Given, At: at, When: at, Taker: "секретарь приёмной Петрова П. П."},
				{Kind: notice.Otherwise, At: at, Text: "нарочным"}}},
			{ID: 4, Paper: 5, Name: "Кандидат Сидоров", Addressee: notice.Interested, Way: complaint.InPerson, Address: "+7 000", State: notice.Owed}},
		Remand: remand.Remand{Kind: remand.ByRuling, Task: "повторно подсчитать голоса", Until: calendar.Day(2026, time.September, 25)},
	}
	passed := whole // about the commission itself, and forwarded
	passed.Complaint.Respondent = own.ID
	taken := whole
	taken.TakenBy = identity.Name{Surname: "Реестрова", Given: "Анна", Patronymic: "Ильинична"}
	taken.Complaint.TakenBy, taken.Complaint.Sheets, taken.Complaint.Channel, taken.Complaint.FiledAt, taken.Complaint.RegisteredAt = 3, 3, complaint.BroughtIn, at, at
	taken.Complaint.RegisterNumber, taken.Complaint.RegisterYear, taken.Complaint.Complainant.Name = 18, 2026, identity.ParseName("Избирателев Пётр Ильич")
	original := Paper{Kind: RulingKind, Title: "Решение № 12", ActName: "РЕШЕНИЕ", Body: Body{P(Text("Текст решения."))}}
	officer := func(id identity.ID, office identity.Office) identity.Actor {
		return identity.Actor{ID: id, Office: office, Commission: own.ID}
	}
	for _, row := range []struct {
		name     string
		by       identity.Actor
		c        Case
		order    Order
		original Paper
		want     string
		holds    []string
	}{
		{"R-010: a copy, the secretary", officer(3, identity.Secretary), whole, Order{Kind: CopyKind, Paper: 5}, original, "", []string{"РЕШЕНИЕ", "Текст решения.", "Верно", "Секретарь", "А. И. Реестрова", "20.09.2026, 10:04"}},
		{"R-010: a copy, the deputy, for a court", officer(2, identity.Deputy), whole, Order{Kind: CopyKind, Paper: 5, For: "районный суд"}, original, "", []string{"Заместитель председателя", "Копия выдана: районный суд. Подлинник находится: " + own.Name}},
		{"R-022: of what was passed on, about the commission itself", officer(3, identity.Secretary), passed, Order{Kind: LabelKind, Letter: 2}, Paper{}, "", []string{"Расписка в получении"}},
		{"R-010: a copy of nothing", officer(3, identity.Secretary), whole, Order{Kind: CopyKind}, Paper{}, "sheet_no_original", nil},
		{"R-010: by a member", officer(4, identity.Member), whole, Order{Kind: CopyKind, Paper: 5}, original, "not_your_office", nil},
		{"R-086: the delivery sheet", officer(3, identity.Secretary), whole, Order{Kind: DeliveryKind}, Paper{}, "",
			[]string{"ЛИСТ ВРУЧЕНИЯ", "Избирателев", "квитанция 17", "19.09.2026, 10:00", "Решение № 12", "ещё не отправлено, срок 23.09.2026",
				"исполнитель", "19.09.2026, 10:00: принято почтовым сервером для adm@example.org", "вернулось (код 5.1.1)", "направлено иначе, чем по электронной почте (ящик закрыт)",
				"сдано на почту 18.09.2026, почтовый идентификатор 65099105200009", "почта вручила адресату 19.09.2026", "вручено 19.09.2026 в 10:00 под подпись: секретарь приёмной Петрова П. П.",
				"19.09.2026, 10:00: нарочным", "не доставлено, срок 23.09.2026", "заинтересованное лицо"}},
		{"R-086: the label and the slip of what is posted", officer(3, identity.Secretary), whole, Order{Kind: LabelKind, Letter: 3}, Paper{}, "",
			[]string{"Адресный ярлык", own.Name, "Администрация округа", "ул. Главная, 9", "Уведомление о вручении", "Решение № 12, по жалобе № 2026-0007", "Подпись получателя"}},
		{"R-086: the slip of what is given", officer(3, identity.Secretary), whole, Order{Kind: LabelKind, Letter: 4}, Paper{}, "", []string{"Расписка в получении", "Кандидат Сидоров", "Расписка хранится с делом."}},
		{"R-086: a slip of what was delivered", officer(3, identity.Secretary), whole, Order{Kind: LabelKind, Letter: 1}, Paper{}, "sheet_no_letter", nil},
		{"R-086: a slip of another complaint's letter", officer(3, identity.Secretary), whole, Order{Kind: LabelKind, Letter: 9}, Paper{}, "sheet_no_letter", nil},
		{"R-086: a slip of nothing", officer(3, identity.Secretary), whole, Order{Kind: LabelKind}, Paper{}, "sheet_no_letter", nil},
		{"R-086: nothing was sent", officer(3, identity.Secretary), Case{Complaint: whole.Complaint}, Order{Kind: DeliveryKind}, Paper{}, "sheet_no_letters", nil},
		{"R-095: the order", officer(1, identity.Chair), whole, Order{Kind: RemandKind}, Paper{}, "",
			[]string{"Участковая избирательная комиссия № 901", "решение № 12 от 18.09.2026", "повторно подсчитать голоса", "25 сентября 2026", "Сообщение об исполнении", "Председатель"}},
		{"R-095: nothing was ordered", officer(1, identity.Chair), Case{Complaint: whole.Complaint}, Order{Kind: RemandKind}, Paper{}, "sheet_no_remand", nil},
		{"R-027: a receipt", officer(3, identity.Secretary), taken, Order{Kind: ReceiptKind}, Paper{}, "",
			[]string{"РАСПИСКА", "№ 2026-0007", "18/2026 от 19.09.2026", "19 сентября 2026 года, 10:00", "лично", "Избирателев Пётр Ильич", "Листов\t3", "секретарь комиссии Реестрова", "Секретарь\tА. И. Реестрова"}},
		{"R-027: of what came online", officer(3, identity.Secretary), whole, Order{Kind: ReceiptKind}, Paper{}, "sheet_no_receipt", nil},
		{"something else", officer(1, identity.Chair), whole, Order{Kind: AgendaKind}, Paper{}, "sheet_unknown", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			paper, err := row.c.Sheet(row.by, row.order, row.original, printing(own))
			if got := refusedAs(err); got != row.want {
				t.Fatalf("Sheet() = %v, want %q", err, row.want)
			}
			if row.name == "R-095: the order" {
				golden(t, "sheet-remand_order.txt", []byte(paper.Plain()))
			}
			for _, part := range row.holds {
				if !strings.Contains(strings.ReplaceAll(paper.Plain(), "\u00a0", " "), part) {
					t.Errorf("the paper lacks %q:\n%s", part, paper.Plain())
				}
			}
		})
	}
	if original.Copy != nil || original.Kind != RulingKind {
		t.Error("R-010: the original was changed by its copy")
	}
}
