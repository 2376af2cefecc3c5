package document

import (
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// The world of these papers is invented: a territorial commission of fourteen seats
// and a polling station that would not put a voter on its list.
var (
	adopted = time.Date(2026, 9, 12, 10, 42, 0, 0, time.UTC) // 17:42 in Novokuznetsk
	own     = commission.Commission{ID: 5, Name: "Территориальная избирательная комиссия Примерного муниципального округа",
		ParentName: "Избирательная комиссия Примерной области", Established: 14, Address: "650000, Примерная область, г. Примерск, пл. Советов, 1",
		Phone: "(000) 000-00-00", Place: "г. Примерск", Profile: regulation.Izhmorsky()}
	station = commission.Commission{ID: 8, Name: "Участковая избирательная комиссия избирательного участка № 9001"}
	people  = []string{"Соколова Мария Петровна", "Гордеев Павел Ильич", "Ветрова Ирина Андреевна", "Абрамов Степан Олегович",
		"Лыткина Ольга Фёдоровна", "Щербак Юрий Эдуардович", "Жданов Виктор Викторович", "Полякова Елена Сергеевна", "Цой Анна Андреевна"}
)

func signatory(person identity.ID, office identity.Office, title, ground string) commission.Signatory {
	return commission.Signatory{Member: commission.Member{Person: person, Name: identity.ParseName(people[person-1]), Office: office}, Title: title, Ground: ground}
}

// outcomes are the three, each on a complaint of another kind.
func outcomes() map[string]ruling.Selection {
	return map[string]ruling.Selection{
		"dismiss": {Outcome: regulation.Dismiss},
		"decide": {Outcome: regulation.DecideOnMerits, Findings: []ruling.Finding{{Kind: ruling.Decision, Verdict: ruling.AnnulInFull}},
			Merits: "включить Иванову Анну Петровну в список избирателей избирательного участка № 9001"},
		"remand": {Outcome: regulation.Remand, Duty: ruling.DoAct, Findings: []ruling.Finding{{Kind: ruling.Decision, Verdict: ruling.AnnulInPart, Part: "пункта 2"},
			{Kind: ruling.Action, Verdict: ruling.LeaveStanding}, {Kind: ruling.Inaction, Verdict: ruling.FindUnlawful}},
			Action: "Выдать заявителю заверенную копию решения.", Until: calendar.Day(2026, 9, 14)},
	}
}

func sheetOf(outcome string) RulingSheet {
	c := complaint.Complaint{ID: 42, Commission: own.ID, Ref: complaint.Ref{Year: 2026, Number: 110}, State: complaint.Decided,
		FiledAt: time.Date(2026, 9, 9, 7, 5, 0, 0, time.UTC), RegisterNumber: 118, Regime: regulation.CampaignRegime,
		Title: "Отказ включить в список избирателей"}
	c.Contested = complaint.Contested{Decision: true}
	c.Complainant = complaint.Complainant{Name: identity.ParseName("Иванова Анна Петровна"), ReplyBy: complaint.ByPost, Address: "г. Примерск"}
	about := ruling.Subject{Ref: c.Ref, Title: c.Title, Respondent: station}
	c.DecisionNumber, c.DecisionOn, c.Ask = "№ 12/3", calendar.Day(2026, 9, 8), complaint.AskAnnul
	s := RulingSheet{Complaint: c, Commission: own, Respondent: station, SittingNo: 14, Invitations: []sitting.Invitation{{Way: sitting.Noted, Note: "телефонограммой 10 сентября 2026 г."}},
		Term: deadline.Deadline{Kind: deadline.ByDate, DueOn: calendar.Day(2026, 9, 14)}, Campaign: "выборы депутатов Совета Примерного округа"}
	presiding := signatory(1, identity.Chair, "Председатель", "")
	switch outcome {
	case "dismiss": // outside a campaign, about an action and an inaction
		s.Complaint.Regime, s.Campaign = regulation.OrdinaryRegime, ""
		s.Complaint.Contested = complaint.Contested{Action: true, Inaction: true}
		s.Term.DueOn = calendar.Day(2026, 10, 9)
	case "remand": // on everything at once, under an acting chair, on a voting day
		s.Complaint.Contested = complaint.Contested{Decision: true, Action: true, Inaction: true}
		s.Term.Kind = deadline.Immediate
		presiding = signatory(2, identity.Deputy, "И.о. председателя", "распоряжение № 3")
	}
	draft := ruling.Draft{Complaint: c.ID, Version: 2, Law: "67-ФЗ, статья 17, пункты 5 и 16; статья 75, пункты 6 и 7; Регламент комиссии, пункты 6.2 и 7.3.",
		Facts:   "1. Заявитель указывает, что 8 сентября 2026 г. ей отказали во включении в список избирателей.\n2. Участковая комиссия объяснила, что паспорт предъявлен не был.",
		Reasons: "3. Паспорт предъявлен, что подтверждено двумя членами участковой комиссии. Довод об обратном отклоняется.", Selection: outcomes()[outcome]}
	draft = draft.Prepared(s.Complaint)
	for i, f := range draft.Findings {
		draft.Findings[i].About = ruling.AboutOf(s.Complaint, f.Kind)
	}
	draft.Demands[0].Answer = "Довод проверен. Паспорт предъявлен, отказ не основан на законе."
	if outcome == "remand" {
		draft.Demands = append(draft.Demands, ruling.Demand{Text: "выдать копию решения", Answer: "Копия не выдана, это требование обоснованно."})
	}
	profile := own.Profile
	s.Ruling = ruling.Ruling{ID: 9, Complaint: c.ID, Commission: own.ID, Sitting: 14, Serial: 31, Number: "14/31", AdoptedAt: adopted,
		AdoptedOn: calendar.Day(2026, 9, 12), Draft: draft, Operative: draft.Operative(about, profile),
		Presiding: presiding, Secretary: signatory(3, identity.Secretary, "Секретарь", "")}
	return s
}

func TestRulingPapers(t *testing.T) {
	for outcome := range outcomes() {
		t.Run("R-070: "+outcome, func(t *testing.T) {
			paper := sheetOf(outcome).Paper()
			text := paper.Plain()
			golden(t, "ruling-"+outcome+".txt", []byte(text))
			wellWritten(t, text)
			inOrder(t, text, "РЕШЕНИЕ", "12.09.2026\t№\u00a014/31", "О\u00a0жалобе №\u00a02026-0110", "поступила жалоба", "приглашены", "установила:",
				"Правовые основания", "решила:", "\n1. ", "Направить настоящее решение", "обжаловано в\u00a0избирательную комиссию Примерной области", "Ветрова")
		})
	}
}

// TestPapersByKomi: what a commission calls its acts stands wherever a paper names
// its own act, and nowhere is the other word left.
func TestPapersByKomi(t *testing.T) {
	for outcome := range outcomes() {
		sheet := sheetOf(outcome)
		sheet.Commission.Profile, sheet.Ruling.Operative = regulation.Komi(), nil // the operative part is package ruling's
		text := sheet.Paper().Plain()
		inOrder(t, text, "ПОСТАНОВЛЕНИЕ", "Правовые основания постановления", "постановляет:", "Настоящее постановление может быть")
		if strings.Contains(text, "астоящее решение") || strings.Contains(text, "РЕШЕНИЕ") {
			t.Errorf("R-085: %s is called a decision somewhere:\n%s", outcome, text)
		}
	}
	minutes := minutesSheet(t)
	minutes.Commission.Profile = regulation.Komi()
	inOrder(t, minutes.Paper().Plain(), "поставлен проект постановления", "Принято постановление №", "Проект постановления не принят", "Приложение: постановление комиссии")
}

// minutesSheet has three items: a ruling adopted by the majority of the established
// number, a draft rejected by the casting vote, a complaint without a vote.
func minutesSheet(t *testing.T) MinutesSheet {
	t.Helper()
	s := MinutesSheet{Commission: own, Rulings: map[sitting.ItemID]string{1: "14/31"}, Operative: map[sitting.ItemID][]string{},
		Names: map[identity.ID]identity.Name{}}
	m := sitting.Sitting{ID: 14, Commission: own.ID, Number: 14, State: sitting.Closed, StartsAt: adopted, Place: "каб. 1, пл. Советов, 1", Video: true,
		Urgent: true, UrgentReason: "голосование начинается 18 сентября 2026 г.", Established: 14,
		OpenedAt: adopted.Add(-42 * time.Minute), ClosedAt: adopted.Add(time.Hour),
		Presiding: signatory(1, identity.Chair, "Председатель", ""), Secretary: signatory(3, identity.Secretary, "Секретарь", "")}
	for i, name := range people {
		id := identity.ID(i + 1)
		s.Names[id] = identity.ParseName(name)
		a := sitting.Attendance{Member: commission.Member{Person: id, Name: s.Names[id]}, Mode: sitting.InHall, At: m.OpenedAt}
		switch id {
		case 5:
			a.Mode = sitting.OnVideo
		case 8:
			a.At = m.OpenedAt.Add(7 * time.Minute)
		case 9:
			a.Mode, a.Reason = sitting.Absent, "болезнь"
		}
		m.Attendance = append(m.Attendance, a)
	}
	profile := own.Profile
	for i, row := range []struct {
		title    string
		question regulation.Question
		votes    string // of members 2 to 8, then the presiding one
		state    sitting.ItemState
	}{
		{"Отказ включить в список избирателей", regulation.AnnulFullDecide, "fffffff" + "f", sitting.Adopted},
		{"Удаление наблюдателя", regulation.DismissComplaint, "fffaaaf" + "a", sitting.Rejected},
		{"Кто отвечает за график работы?", regulation.DismissComplaint, "", sitting.Postponed},
	} {
		item := sitting.Item{ID: sitting.ItemID(i + 1), Ordinal: i + 1, Complaint: complaint.ID(i + 1), Ref: complaint.Ref{Year: 2026, Number: 110 + i}, Title: row.title, Rapporteur: 2,
			Draft: 1, Question: row.question, Invitations: []sitting.Invitation{{Way: sitting.Noted, Note: "телефонограммой 10 сентября 2026 г."}}, State: row.state, Heard: "Доложил материалы жалобы и проект решения"}
		tally := sitting.Tally{Established: 14, Appointed: 14, WorkStarted: true, Present: len(row.votes)}
		for v, letter := range row.votes {
			vote := sitting.Vote{Member: identity.ID(v + 2), Choice: sitting.For}
			if v == len(row.votes)-1 {
				vote.Member = 1
			}
			if letter == 'a' {
				vote.Choice = sitting.Against
				tally.Against++
			} else {
				tally.For++
			}
			item.Votes, tally.Presiding = append(item.Votes, vote), vote.Choice
		}
		if row.votes != "" {
			item.Spoke = "Щербак Ю. Э.: заявитель права."
			result, err := sitting.Count(profile, row.question, tally)
			if err != nil {
				t.Fatal(err)
			}
			item.Result = &result
		}
		s.Operative[item.ID] = []string{"Оставить жалобу №\u00a0" + item.Ref.String() + " без удовлетворения."}
		m.Items = append(m.Items, item)
	}
	s.Operative[1] = sheetOf("decide").Ruling.Operative
	s.Sitting = m
	return s
}

func TestMinutesPaper(t *testing.T) {
	sheet := minutesSheet(t)
	if err := sheet.Complete(); err != nil {
		t.Errorf("R-084: Complete() = %v", err)
	}
	text := sheet.Paper().Plain()
	golden(t, "minutes-sitting.txt", []byte(text))
	wellWritten(t, text)
	inOrder(t, text, "ПРОТОКОЛ", "Заседание открыто в\u00a017:00, закрыто в\u00a018:42", "Установленное число", "ПОВЕСТКА ДНЯ", "СЛУШАЛИ", "ВЫСТУПИЛИ", "РЕШИЛИ",
		"Нужно большинство от установленного числа (14): не менее 8.", "Принято решение №\u00a014/31", "СЛУШАЛИ", "Решающий голос председательствующего: Против.",
		"Проект решения не принят", "голосование не проводилось", "Приложение: решение комиссии №\u00a014/31.", "Соколова")
}

func TestMinutesOfAThinningSitting(t *testing.T) {
	sheet := minutesSheet(t)
	for i := range 3 {
		a := &sheet.Sitting.Attendance[i+3]
		a.Mode, a.At = sitting.Absent, sheet.Sitting.OpenedAt.Add(time.Hour)
	}
	text := sheet.Paper().Plain()
	if strings.Contains(text, "Кворум имеется") || !strings.Contains(text, "к\u00a0его закрытию присутствуют 5") || !strings.Contains(text, "отсутствует (отмечено в 18:00)") {
		t.Errorf("R-062: minutes of a sitting that lost its quorum say:\n%s", text)
	}
	sheet.Sitting.Items[2].Heard = ""
	if err := sheet.Complete(); err == nil {
		t.Error("R-084: minutes with an empty section are complete")
	}
	sheet.Sitting.State = sitting.Open
	if err := sheet.Complete(); err == nil {
		t.Error("R-083: minutes of an open sitting are complete")
	}
}

// TestMinutesSayWhoLeftAndCameBack: whoever voted was there at that time, and the minutes
// do not say otherwise.
func TestMinutesSayWhoLeftAndCameBack(t *testing.T) {
	sheet := minutesSheet(t)
	opened := sheet.Sitting.OpenedAt
	moved := func(mode sitting.Mode, after time.Duration) sitting.Presence {
		return sitting.Presence{Mode: mode, At: opened.Add(after)}
	}
	for i, row := range []struct {
		moves []sitting.Presence
		want  string
	}{
		{[]sitting.Presence{moved(sitting.OnVideo, -time.Minute), moved(sitting.Absent, time.Hour), moved(sitting.OnVideo, 2*time.Hour)},
			"присутствует по видеоконференцсвязи; с 18:00 отсутствует; с 19:00 присутствует по видеоконференцсвязи"},
		{[]sitting.Presence{moved(sitting.InHall, time.Hour), moved(sitting.Absent, 2*time.Hour)}, "с 18:00 присутствует; с 19:00 отсутствует"},
		{[]sitting.Presence{moved(sitting.InHall, time.Hour)}, "присутствует с 18:00"},
		{[]sitting.Presence{moved(sitting.Absent, -time.Minute), moved(sitting.InHall, -time.Second)}, "присутствует"},
		{nil, "присутствует"},
	} {
		a := sitting.Attendance{Member: sheet.Sitting.Attendance[i].Member, Mode: sitting.InHall, At: opened}
		if len(row.moves) > 0 {
			a.Mode, a.At = row.moves[len(row.moves)-1].Mode, row.moves[len(row.moves)-1].At
		}
		if got := presences(a, row.moves, sheet.begun(), sheet.Commission.Profile.Zone()); got != row.want {
			t.Errorf("R-062: %+v: %q, want %q", row.moves, got, row.want)
		}
	}
}

// wellWritten looks for slips that no paper may have.
func wellWritten(t *testing.T, text string) {
	t.Helper()
	for _, slip := range []string{"..", " .", "  ", " ,", ",,", ";.", "?.", "№ ", "№№", "%!", "Председатель.", "\n\n", "map["} {
		if at := strings.Index(text, slip); at >= 0 {
			t.Errorf("the paper holds %q: …%s", slip, text[max(0, at-60):min(len(text), at+20)])
		}
	}
}

func inOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		_, rest, ok := strings.Cut(text, part)
		if !ok {
			t.Fatalf("the paper lacks %q, or it stands too early", part)
		}
		text = rest
	}
}
