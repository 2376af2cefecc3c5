package document

import (
	"strings"
	"testing"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/regulation"
)

// letterSheet is a letter about a paper of 9 September, signed on the 12th.
func letterSheet(kind complaint.LetterKind) LetterSheet {
	c := sheetOf("dismiss").Complaint
	c.RegisterYear, c.State, c.Route, c.Respondent, c.Regime = 2026, complaint.LetterDue, complaint.HandleAsAppeal, station.ID, regulation.CampaignRegime
	c.Complainant.Role, c.DecisionOn = complaint.Voter, calendar.Day(2026, 8, 20)
	c.Text = "Меня не включили в список.\nПрошу разобраться."
	c.Attachments = []attachment.Attachment{{Name: "otkaz.pdf"}, {Name: "spisok.jpg"}}
	s := LetterSheet{Complaint: c, Commission: own, Respondent: station, Day: calendar.Day(2026, 9, 12), At: adopted, Due: calendar.Day(2026, 9, 14),
		Signatory: signatory(1, identity.Chair, "Председатель", ""),
		Letter: complaint.Letter{Kind: kind, Text: "Список проверен 10 сентября 2026 г.\nПо статье 17 гражданин включается в список по месту жительства.",
			Conclusions: "Гражданин включён в список.\nСведения об отказе не подтвердились."}}
	if kind == complaint.Cover || kind == complaint.Notice {
		s.Complaint.Route, s.Complaint.RouteClause, s.Complaint.Respondent, s.Respondent = complaint.ForwardUp, regulation.NotOwnJudge, own.ID, own
		s.To = commission.Commission{ID: 90, Name: "Избирательная комиссия Примерной области", Address: "г. Примерск, ул. Главная, 1"}
	}
	if kind == complaint.AccusedNotice {
		s.Signatory = signatory(3, identity.Secretary, "Секретарь", "")
		s.Letter = complaint.Letter{Kind: kind, Body: "Кандидат Образцов О. О.", Email: "kandidat@primer.example", Text: "Агитация в день тишины."}
	}
	if kind.Inquires() {
		s.Inquiry, s.Term = inquirySheet(kind)
	}
	if kind.MovesTerm() {
		suit := complaint.Suit{Court: "Примерный районный суд", Number: "2а-7/2026", AcceptedOn: calendar.Day(2026, 9, 10)}
		s.FirstDue, s.Due = s.Due, calendar.Day(2026, 9, 19)
		s.Letter = complaint.Letter{Kind: kind, Text: "Запрошены сведения в паспортном столе", Suit: suit, Judgment: complaint.Judgment{InForceOn: calendar.Day(2026, 9, 11)}}
		if kind == complaint.ResumptionTold || kind == complaint.TerminationTold {
			s.Complaint.State, s.Complaint.Stays = complaint.Suspended, []complaint.Stay{{Suit: suit}}
		}
	}
	if kind == complaint.DownCover {
		s.Letter.Text, s.Letter.ControlOn = "довод о графике участковая комиссия не рассматривала", calendar.Day(2026, 9, 13)
	}
	return s
}

// TestLetterPapers: each letter names its paper and the article, and tells the citizen
// what to do next.
func TestLetterPapers(t *testing.T) {
	says := map[complaint.LetterKind][]string{
		complaint.Reply:           {"Выводы по поставленным вопросам", "1. Гражданин включён", "2. Сведения", "пунктом 4 статьи 20", "обжаловано в избирательную комиссию Примерной области", "статьёй 240"},
		complaint.LateReply:       {"принятое 20 августа 2026", "пунктом 2 статьи 78", "десяти дней", "Срок истёк 30 августа 2026", "не рассматривается", "статьёй 240"},
		complaint.EmailPointer:    {"статьями 4 и 7", "идентификацию гражданина", "Вы можете подать обращение", "пл. Советов"},
		complaint.UnreadableTold:  {"не поддаётся прочтению", "частью 4 статьи 11", "Вы вправе направить обращение вновь"},
		complaint.UnclearTold:     {"не позволяет определить суть", "частью 4.1 статьи 11", "Вы вправе обратиться вновь"},
		complaint.AbuseTold:       {"частью 3 статьи 11", "недопустимости злоупотребления", "Вы вправе обратиться"},
		complaint.Stopped:         {"неоднократно", "Список проверен", "частью 5 статьи 11", "Вы вправе обратиться вновь", "статьёй 240"},
		complaint.Cover:           {"Избирательная комиссия Примерной области", "Частью 6 статьи 8", "файлы заявителя, 2 шт.: otkaz.pdf, spisok.jpg", "Иванова Анна Петровна", "Меня не включили в список"},
		complaint.Notice:          {"Ивановой Анне Петровне", "направлено в избирательную комиссию Примерной области", "Частью 6 статьи 8", "Ответ Вам даст", "статьёй 240"},
		complaint.ReturnedUnsent:  {"Частью 6 статьи 8", "частью 7 той же статьи", "в суд", "статьёй 240"},
		complaint.ReturnedOfCourt: {"частью 2 статьи 11", "обжалуется в вышестоящий суд"},
		complaint.DownCover:       {"участка № 9001", "не были предметом рассмотрения", "довод о графике", "не позднее 13 сентября 2026", "не изменяется: не позднее 14 сентября 2026", "Меня не включили"},
		complaint.RequestLetter: {"Участковая избирательная комиссия", "пункта 7.5 регламента", "График приёма", "Цель запроса: проверить", "пунктом 19 статьи 20", "не позднее 17 сентября 2026",
			"решение по ней принимает комиссия"},
		complaint.ReferralLetter:  {"Отдел полиции", "пункта 7.4 регламента", "по решению комиссии от 11 сентября 2026", "№ 12/40", "Сообщают о подкупе", "пунктом 5 статьи 20", "не позднее 17 сентября 2026", "1. объяснение", "Меня не включили"},
		complaint.ExtensionTold:   {"О продлении срока", "Первоначальный срок рассмотрения – до 14 сентября 2026", "требуют дополнительной проверки", "пунктом 4 статьи 20", "до 19 сентября 2026", "Причина: запрошены сведения", "обжаловано"},
		complaint.SuspensionTold:  {"дело № 2а-7/2026", "10 сентября 2026", "Примерный районный суд", "пунктом 9 статьи 75", "приостановлено", "не течёт", "обжаловано"},
		complaint.ResumptionTold:  {"дела № 2а-7/2026", "11 сентября 2026", "не решён", "возобновлено", "до 19 сентября 2026"},
		complaint.TerminationTold: {"дела № 2а-7/2026", "решён судом по существу", "пунктом 9 статьи 75", "прекращено", "обжаловано"},
		complaint.AccusedNotice:   {"Кандидат Образцов", "Агитация в день тишины", "пунктом 4 статьи 20", "Вы вправе дать объяснения", "Секретарь"},
	}
	if len(says) != len(complaint.LetterKinds) {
		t.Fatalf("%d kinds are tried of %d", len(says), len(complaint.LetterKinds))
	}
	for _, kind := range complaint.LetterKinds {
		t.Run(string(kind), func(t *testing.T) {
			paper := written(t, letterSheet(kind))
			text := paper.Plain()
			golden(t, "letter-"+string(kind)+".txt", []byte(text))
			wellWritten(t, text)
			inOrder(t, strings.ReplaceAll(text, "\u00a0", " "), append([]string{"12.09.2026\t№ " + number(kind), "вх. № 118/2026) от 09.09.2026"}, says[kind]...)...)
			if kind == complaint.AccusedNotice && (strings.Contains(text, "Иванова") || strings.Contains(text, "Меня не включили")) {
				t.Error("R-028: the accused is told who complains")
			}
		})
	}
}

// written is the paper of a letter.
func written(t *testing.T, s LetterSheet) Paper {
	t.Helper()
	paper, err := s.Paper()
	if err != nil {
		t.Fatal(err)
	}
	return paper
}

// number is that of the letter: of requests and referrals there may be many.
func number(kind complaint.LetterKind) string {
	if kind.Inquires() {
		return "118/2026-1"
	}
	return "118/2026"
}

// inquirySheet is a request to the respondent, or a referral that a sitting decided,
// both of 12 September and in a campaign.
func inquirySheet(kind complaint.LetterKind) (complaint.Inquiry, deadline.Deadline) {
	if kind == complaint.ReferralLetter {
		return complaint.Inquiry{Number: 1, Kind: complaint.Referral, Authority: complaint.Police, Body: "Отдел полиции по Примерному округу", Address: "пгт Примерный, ул. Мирная, 1",
				Text: "Сообщают о подкупе избирателей.", Materials: "объяснение секретаря, 1 л.", Enclose: true, DecisionNumber: "12/40", DecisionOn: calendar.Day(2026, 9, 11)},
			deadline.Deadline{Clock: deadline.LawEnforcementResponse, Kind: deadline.ByDate, DueOn: calendar.Day(2026, 9, 17)}
	}
	return complaint.Inquiry{Number: 1, Kind: complaint.Request, To: station.ID, Body: station.Name, Address: station.Address, Text: "График приёма.\nЖурнал приёма за август.", Why: "проверить часы приёма"},
		deadline.Deadline{Clock: deadline.CampaignInformationRequest, Kind: deadline.ByDate, DueOn: calendar.Day(2026, 9, 17)}
}

// TestInquiryTerms: each regime says its own rule and day.
func TestInquiryTerms(t *testing.T) {
	for _, row := range []struct {
		name string
		kind complaint.LetterKind
		i    func(*complaint.Inquiry)
		term deadline.Deadline
		says []string
		not  string
	}{
		{"R-090: outside a campaign", complaint.RequestLetter, nil, deadline.Deadline{Clock: deadline.OrdinaryInformationRequest, DueOn: calendar.Day(2026, 9, 27), Working: deadline.Explanation{Period: regulation.ToInform}},
			[]string{"частью 2 статьи 10", "в течение пятнадцати дней", "27 сентября 2026"}, "пятидневный"},
		{"R-090: at once", complaint.RequestLetter, nil, deadline.Deadline{Clock: deadline.CampaignInformationRequest, Kind: deadline.Immediate, DueOn: calendar.Day(2026, 9, 12)}, []string{"Просим ответить немедленно"}, "ожидается"},
		{"R-035: somebody else than the respondent", complaint.RequestLetter, func(i *complaint.Inquiry) { i.To = 0 }, deadline.Deadline{Clock: deadline.CampaignInformationRequest, DueOn: calendar.Day(2026, 9, 17)}, nil, "для решения не направляется"},
		{"R-091: with a check", complaint.ReferralLetter, nil, deadline.Deadline{Clock: deadline.LawEnforcementCheck, DueOn: calendar.Day(2026, 9, 22)}, []string{"дополнительную проверку", "десятидневный", "22 сентября 2026"}, "пятидневный"},
		{"R-091: to a court", complaint.ReferralLetter, func(i *complaint.Inquiry) { i.Authority = complaint.LawCourt }, deadline.Deadline{}, []string{"Просим рассмотреть материалы"}, "срок"},
		{"R-091: outside a campaign, by the chair", complaint.ReferralLetter, func(i *complaint.Inquiry) { i.DecisionNumber = "" }, deadline.Deadline{}, []string{"Просим провести проверку"}, "решению комиссии"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := letterSheet(row.kind)
			s.Term = row.term
			if row.i != nil {
				row.i(&s.Inquiry)
			}
			paper := written(t, s)
			text := strings.ReplaceAll(paper.Plain(), "\u00a0", " ")
			wellWritten(t, paper.Plain())
			inOrder(t, text, row.says...)
			if strings.Contains(text, row.not) {
				t.Errorf("says %q", row.not)
			}
		})
	}
}

// facts are what a letter of a complaint with a route follows from, on 12 September.
func facts(route complaint.Route) LetterFacts {
	c := letterSheet(complaint.Reply).Complaint
	c.Route, c.Regime = route, regulation.OrdinaryRegime
	composition := commission.Composition{Commission: own, Members: []commission.Member{
		{Person: 1, Name: identity.ParseName(people[0]), Office: identity.Chair, From: calendar.Day(2026, 1, 1)},
		{Person: 2, Name: identity.ParseName(people[1]), Office: identity.Deputy, From: calendar.Day(2026, 1, 1)},
		{Person: 3, Name: identity.ParseName(people[2]), Office: identity.Secretary, From: calendar.Day(2026, 1, 1)}}}
	composition.Commission.Parent = 90
	return LetterFacts{Complaint: c, Respondent: station, LetterDue: calendar.Day(2026, 9, 16), Moment: commission.MomentAt(adopted, composition, nil)}
}

func TestCompose(t *testing.T) {
	chair := identity.Actor{ID: 1, Office: identity.Chair, Commission: own.ID}
	reply := complaint.Letter{Kind: complaint.Reply, Text: "Проверено.", Conclusions: "Нарушения нет."}
	post, err := Compose(chair, reply, facts(complaint.HandleAsAppeal))
	if err != nil || len(post.Papers) != 1 || post.Complaint.State != complaint.Answered || post.Passed != nil {
		t.Fatalf("R-033: %+v, %v", post, err)
	}
	letters := post.Papers[0].Letters
	if len(letters) != 1 || letters[0].Addressee != notice.Complainant || letters[0].DueOn != calendar.Day(2026, 9, 16) || letters[0].About != complaint.Reply {
		t.Errorf("R-033: letters %+v", letters)
	}
	if r := post.Papers[0].Record; r.Signer != 1 || r.Title != "Председатель" {
		t.Errorf("signed by %+v", r)
	}
	other := facts(complaint.HandleAsAppeal)
	other.Moment.Composition.Acting = []commission.Acting{{Person: 2, From: calendar.Day(2026, 9, 1), Ground: "распоряжение № 3"}}
	if _, err := Compose(chair, reply, other); err == nil {
		t.Error("R-007: the chair signs while another acts")
	}
	deputy := identity.Actor{ID: 2, Office: identity.Deputy, Commission: own.ID, ActsAsChair: true}
	post, err = Compose(deputy, reply, other)
	if err != nil || !strings.Contains(post.Papers[0].Paper.Plain(), "И.о. председателя") || post.Papers[0].Record.Ground != "распоряжение № 3" {
		t.Errorf("R-007: %v", err)
	}
	up := facts(complaint.ForwardUp)
	up.To, up.WorksHere = commission.Commission{ID: 90, Name: "Избирательная комиссия Примерной области"}, true
	post, err = Compose(chair, complaint.Letter{Kind: complaint.Cover, To: 90}, up)
	if err != nil || len(post.Papers) != 2 || post.Passed == nil || post.Passed.Commission != 90 || post.Passed.State != complaint.Filed || post.Passed.Channel != complaint.Passed {
		t.Fatalf("R-043: %+v, %v", post, err)
	}
	if cover := post.Papers[0].Letters[0]; cover.State != notice.HandedOver || post.Papers[1].Letters[0].State != notice.Owed {
		t.Errorf("R-043: the cover is %s", cover.State)
	}
	crime := facts(complaint.FileAnonymousReportCrime)
	crime.Complaint.Complainant = complaint.Complainant{Role: complaint.Anonymous}
	post, err = Compose(chair, complaint.Letter{Kind: complaint.Cover, Body: "Отдел полиции", Address: "г. Примерск", Apart: true}, crime)
	if err != nil || len(post.Papers) != 1 || post.Papers[0].Letters[0].Way != complaint.ByPost {
		t.Errorf("R-044, R-045: nobody is there to be told: %+v, %v", post, err)
	}
	if post.Digest() == (Post{}).Digest() {
		t.Error("every post has the same digest")
	}
}
