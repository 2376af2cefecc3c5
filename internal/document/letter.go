package document

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/grammar"
	"redress/internal/regulation"
)

// LetterSheet is everything a letter of the commission is made of.
type LetterSheet struct {
	Complaint  complaint.Complaint
	Letter     complaint.Letter // as it was filled in
	Commission commission.Commission
	Respondent commission.Commission // the zero one while unknown
	To         commission.Commission // where the paper is forwarded; the zero one for a body outside
	Signatory  commission.Signatory
	Due        calendar.Date     // the day the ruling is due by, as the letter moves it; zero where none is
	Inquiry    complaint.Inquiry // the request or referral it carries
	Term       deadline.Deadline // of the answer to that; the zero one where it has none
	Dictionary Dictionary
	Day        calendar.Date // of the letter
	At         time.Time
}

// Paper builds the letter: the commission, date and number, to whom, about which
// paper, the text with the article it stands on, what the citizen can do next, and one
// signature line.
func (s LetterSheet) Paper() Paper {
	c, own := s.Complaint, s.Commission
	registered := fmt.Sprintf("%d/%d", c.RegisterNumber, c.RegisterYear)
	number := registered
	if s.Letter.Kind.Inquires() { // a complaint has one reply and many of these
		number += "-" + strconv.Itoa(s.Inquiry.Number)
	}
	subject := s.subject()
	answering := "На обращение № "
	if !s.Letter.Kind.ToComplainant() {
		answering = "По обращению № "
	}
	body := Body{
		Paragraph{Runs: []Run{Text(glue(answering + c.Ref.String() + " (вх. № " + registered + ") от " + digits(c.ReceivedOn(own.Profile.Zone()))))}, NoIndent: true, Align: Left},
		Paragraph{Runs: []Run{Text(s.addressee())}, NoIndent: true, Align: Right, SpaceBefore: 12},
		Paragraph{Runs: []Run{Bold(glue(subject))}, NoIndent: true, Align: Left, SpaceBefore: 12, KeepWithNext: true},
	}
	body = append(body, s.text()...)
	return Paper{Kind: LetterKind, Title: fmt.Sprintf("Письмо по обращению № %s. %s", c.Ref, subject), Issuer: issuer(own), Address: headAddress(own),
		Date: digits(s.Day), Number: number, Body: body, Made: s.At,
		Signatures: []SignatureLine{{Office: s.Signatory.Title, Name: initialsFirst(s.Signatory.Name)}}}
}

// subject is the title to the text.
func (s LetterSheet) subject() string {
	switch s.Letter.Kind {
	case complaint.Reply:
		return "Ответ на обращение"
	case complaint.LateReply:
		return "О пропуске срока подачи жалобы"
	case complaint.EmailPointer:
		return "О порядке подачи обращения в электронной форме"
	case complaint.UnreadableTold, complaint.UnclearTold:
		return "Об оставлении обращения без ответа по существу"
	case complaint.AbuseTold:
		return "О недопустимости злоупотребления правом на обращение"
	case complaint.Stopped:
		return "О прекращении переписки"
	case complaint.Cover:
		return "О направлении обращения по принадлежности"
	case complaint.Notice:
		return "О переадресации обращения"
	case complaint.ReturnedUnsent, complaint.ReturnedOfCourt:
		return "О возвращении обращения"
	case complaint.DownCover:
		return "О рассмотрении обстоятельств, указанных в жалобе"
	case complaint.AccusedNotice:
		return "Извещение о поступившем обращении"
	case complaint.RequestLetter:
		return "Запрос о представлении сведений"
	case complaint.ReferralLetter:
		return "О направлении материалов"
	case complaint.ExtensionTold:
		return "О продлении срока рассмотрения"
	case complaint.SuspensionTold:
		return "О приостановлении рассмотрения"
	case complaint.ResumptionTold:
		return "О возобновлении рассмотрения"
	case complaint.TerminationTold:
		return "О прекращении рассмотрения"
	}
	return ""
}

// addressee stands at the right of the sheet: a person in the dative, or in the nominative
// where nobody is sure of it; a body in the nominative (ГОСТ Р 7.0.97, requisite 15).
func (s LetterSheet) addressee() string {
	who := s.Complaint.Complainant
	switch kind := s.Letter.Kind; {
	case kind == complaint.Cover && s.To.ID != 0:
		return lines(s.To.Name, s.To.Address)
	case kind == complaint.Cover:
		return lines(s.Letter.Body, s.Letter.Address)
	case kind == complaint.DownCover:
		return lines(s.Respondent.Name, s.Respondent.Address)
	case kind == complaint.AccusedNotice:
		return lines(s.Letter.Body, s.Letter.Address, s.Letter.Email)
	case kind.Inquires():
		return lines(s.Inquiry.Body, s.Inquiry.Address, s.Inquiry.Email)
	}
	to, ok := s.Dictionary.full(who.Name, grammar.Dative)
	if !ok {
		to = who.Name.Full()
	}
	if who.ReplyBy == complaint.ByEmail {
		return lines(to, who.Email)
	}
	return lines(to, who.Address)
}

func lines(all ...string) string {
	var held []string
	for _, each := range all {
		if each = oneLine(each); each != "" {
			held = append(held, glue(each))
		}
	}
	return strings.Join(held, "\n")
}

// Laws as letters name them, in the genitive.
const law59of = "Федерального закона от 2 мая 2006 года № 59-ФЗ «О порядке рассмотрения обращений граждан Российской Федерации»"

// text is what the letter says, by its kind.
func (s LetterSheet) text() Body {
	switch s.Letter.Kind {
	case complaint.Reply:
		return s.reply()
	case complaint.LateReply:
		return s.tooLate()
	case complaint.EmailPointer:
		return s.pointer()
	case complaint.UnreadableTold:
		return s.says(s.yours()+" рассмотрено. Его текст не поддаётся прочтению.",
			"В соответствии с частью 4 статьи 11 "+law59of+" ответ на обращение не даётся, и оно не подлежит направлению на рассмотрение в другой орган.",
			"Вы вправе направить обращение вновь, изложив его разборчиво: на бумаге, через сайт комиссии или на личном приёме.")
	case complaint.UnclearTold:
		return s.says(s.yours()+" рассмотрено. Его текст не позволяет определить суть предложения, заявления или жалобы.",
			"В соответствии с частью 4.1 статьи 11 "+law59of+" ответ на обращение не даётся, и оно не подлежит направлению на рассмотрение в другой орган.",
			"Вы вправе обратиться вновь и указать, решение, действие или бездействие какой комиссии Вы обжалуете, когда и где это произошло и о чём Вы просите.")
	case complaint.AbuseTold:
		return s.says(s.yours()+" содержит нецензурные либо оскорбительные выражения или угрозы.",
			"В соответствии с частью 3 статьи 11 "+law59of+" обращение оставлено без ответа по существу поставленных в нём вопросов. Сообщаем о недопустимости злоупотребления правом на обращение.",
			"Вы вправе обратиться по тому же вопросу вновь, изложив его без таких выражений.")
	case complaint.Stopped:
		body := s.says(s.yours() + " рассмотрено. На поставленный в нём вопрос Вам неоднократно давались письменные ответы по существу:")
		body = append(body, paragraphs(s.Letter.Text)...)
		return append(body, s.says("Новых доводов или обстоятельств в обращении не приводится. В соответствии с частью 5 статьи 11 "+law59of+
			" принято решение о безосновательности очередного обращения и прекращении переписки по данному вопросу.",
			"Если появятся новые доводы или обстоятельства, Вы вправе обратиться вновь.", s.appeal("Решение о прекращении переписки"))...)
	case complaint.Cover:
		return s.cover()
	case complaint.Notice:
		return s.notice()
	case complaint.ReturnedUnsent:
		return s.says(s.yours()+" содержит жалобу на "+contested(s.Complaint.Contested)+" "+s.Commission.Genitive()+".",
			"Частью 6 статьи 8 "+law59of+" запрещено направлять жалобу на рассмотрение органу, решение или действие (бездействие) которого обжалуется. Комиссии, которая непосредственно выше, нет.",
			"В соответствии с частью 7 той же статьи жалоба возвращается с разъяснением права обжаловать соответствующие решение или действие (бездействие) в суд.", courts)
	case complaint.ReturnedOfCourt:
		return s.says(s.yours()+" содержит несогласие с судебным решением.",
			"В соответствии с частью 2 статьи 11 "+law59of+" обращение, в котором обжалуется судебное решение, возвращается. Избирательные комиссии судебные решения не пересматривают.",
			"Судебное решение обжалуется в вышестоящий суд через суд, который его принял. Срок и порядок указаны в самом решении; по делам о защите избирательных прав сроки установлены статьёй 298 Кодекса административного судопроизводства Российской Федерации. Проверьте их с юристом.")
	case complaint.DownCover:
		return s.down()
	case complaint.AccusedNotice:
		return s.accused()
	case complaint.RequestLetter:
		return s.request()
	case complaint.ReferralLetter:
		return s.referral()
	case complaint.ExtensionTold:
		return s.extended()
	case complaint.SuspensionTold:
		return s.suspended()
	case complaint.ResumptionTold:
		return s.resumed()
	case complaint.TerminationTold:
		return s.terminated()
	}
	return nil
}

// says makes a paragraph of each sentence.
func (s LetterSheet) says(sentences ...string) Body {
	var body Body
	for _, each := range sentences {
		body = append(body, P(Text(glue(each))))
	}
	return body
}

// yours begins a letter to the complainant.
func (s LetterSheet) yours() string {
	return "Ваше обращение № " + s.Complaint.Ref.String() + ", поступившее " + s.receivedOn() + ","
}

func (s LetterSheet) receivedOn() string {
	return grammar.Date(s.Complaint.ReceivedOn(s.Commission.Profile.Zone()))
}

func (s LetterSheet) reply() Body {
	body := s.says(s.yours() + " рассмотрено. Сообщаем следующее.")
	body = append(body, paragraphs(s.Letter.Text)...)
	body = append(body, s.says("Выводы по поставленным вопросам:")...)
	n := 0
	for _, line := range strings.Split(s.Letter.Conclusions, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			n++
			body = append(body, Numbered{Number: strconv.Itoa(n) + ".", Runs: []Run{Text(glue(line))}})
		}
	}
	ground := "Ответ дан в соответствии со статьями 10 и 12 " + law59of + "."
	if s.Complaint.Regime == regulation.CampaignRegime {
		ground = "Ответ дан в соответствии с пунктом 4 статьи 20 " + law67 + " и пунктом 7.2 регламента комиссии."
	}
	if s.Complaint.RouteReason != "" {
		ground += " Обращение рассмотрено без решения комиссии, потому что " + inSentence(stop(s.Complaint.RouteReason))
	}
	return append(body, s.says(ground, s.appeal("Содержание ответа"))...)
}

func (s LetterSheet) tooLate() Body {
	c := s.Complaint
	decided := c.DecisionOn
	if decided.IsZero() {
		decided = c.EventOn
	}
	term := s.Commission.Profile.ToFileOnRegistration().N
	body := s.says(s.yours()+" содержит жалобу на решение "+s.Respondent.Genitive()+", принятое "+grammar.Date(decided)+".",
		fmt.Sprintf("В соответствии с пунктом 2 статьи 78 %s жалоба на решение о регистрации, об отказе в регистрации кандидата (списка кандидатов), о заверении или об отказе в заверении списка подаётся в течение %s со дня принятия решения. Указанный срок восстановлению не подлежит.", law67, grammar.Day.Count(term, grammar.Genitive)),
		"Срок истёк "+grammar.Date(decided.AddDays(term))+", поэтому жалоба по существу не рассматривается.")
	body = append(body, paragraphs(s.Letter.Text)...)
	return append(body, s.says(s.appeal("Оставление жалобы без рассмотрения"))...)
}

func (s LetterSheet) pointer() Body {
	return s.says(s.yours()+" направлено по электронной почте вне периода избирательной кампании.",
		"В соответствии со статьями 4 и 7 "+law59of+" с 30 марта 2025 года обращение в форме электронного документа подаётся через Единый портал государственных и муниципальных услуг, "+
			"иную информационную систему или официальный сайт, которые обеспечивают идентификацию гражданина. Письмо, направленное по электронной почте, обращением не является и рассмотрению не подлежит.",
		"Вы можете подать обращение: через портал государственных услуг; через сайт комиссии; письменно или на личном приёме по адресу: "+stop(s.Commission.Address))
}

// ground says why the paper goes to somebody else.
func (s LetterSheet) ground() string {
	about := "решение, действие (бездействие) избирательной комиссии"
	if s.Respondent.ID != 0 {
		about = contested(s.Complaint.Contested) + " " + s.Respondent.Genitive()
	}
	switch clause := s.Complaint.RouteClause; {
	case clause == regulation.NotOwnJudge || s.Respondent.ID != 0 && s.Respondent.ID == s.Commission.ID:
		return "Предмет жалобы – " + about + ". Частью 6 статьи 8 " + law59of + " запрещено рассматривать жалобу органу, решение или действие (бездействие) которого обжалуется."
	case clause == regulation.AnonymousCrime:
		return "Обращение не содержит фамилии гражданина или адреса, но содержит сведения о противоправном деянии и в соответствии с частью 1 статьи 11 " + law59of + " направляется в государственный орган в соответствии с его компетенцией."
	case clause == regulation.DirectlyHigherOnly && s.Respondent.ID != 0:
		return "Предмет жалобы – " + about + ". В соответствии с пунктом 6 статьи 75 " + law67 + " жалоба подаётся в непосредственно вышестоящую комиссию."
	}
	return "Вопросы, поставленные в обращении, не относятся к компетенции комиссии; обращение направляется в соответствии с частью 3 статьи 8 " + law59of + "."
}

func (s LetterSheet) cover() Body {
	c := s.Complaint
	body := s.says("Направляем для рассмотрения обращение № "+c.Ref.String()+", поступившее в комиссию "+s.receivedOn()+".", s.ground())
	if c.Route != complaint.FileAnonymousReportCrime {
		body = append(body, s.says("О результатах рассмотрения просим сообщить заявителю. О направлении обращения заявитель уведомлён.")...)
	}
	return append(body, s.enclosed()...)
}

// enclosed is the list of what goes with the letter, and the paper itself word for word.
func (s LetterSheet) enclosed() Body {
	c := s.Complaint
	list := "Приложение: текст обращения, в составе настоящего письма"
	if n := len(c.Attachments); n > 0 {
		names := make([]string, n)
		for i, a := range c.Attachments {
			names[i] = a.Name
		}
		list += fmt.Sprintf("; файлы заявителя, %d шт.: %s", n, strings.Join(names, ", "))
	}
	body := s.says(stop(list))
	who := c.Complainant
	name := who.Name.Full()
	if name == "" {
		name = "не назван"
	}
	body = append(body, Heading{Level: 2, Text: "Текст обращения"},
		P(Text(glue("Заявитель: "+name+". Куда ответить: "+stop(reach(who))))))
	for _, line := range strings.Split(c.Text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			body = append(body, Quote{Runs: []Run{Text(line)}})
		}
	}
	if c.AskText != "" {
		body = append(body, Quote{Runs: []Run{Text(c.AskText)}})
	}
	return body
}

// reach is where the complainant wants the answer.
func reach(who complaint.Complainant) string {
	for _, each := range []string{who.Email, who.Address, who.Phone} {
		if each = oneLine(each); each != "" {
			return each
		}
	}
	return "адрес не указан"
}

func (s LetterSheet) notice() Body {
	where, address := s.Letter.Body, s.Letter.Address
	to := "направлено по принадлежности: " + oneLine(where)
	if s.To.ID != 0 {
		to, address = "направлено в "+s.To.Accusative(), s.To.Address
	}
	if address = oneLine(address); address != "" {
		to += " (" + address + ")"
	}
	said := []string{s.yours() + " " + grammar.Date(s.Day) + " " + to + ".", s.ground(), "Ответ Вам даст тот, кому обращение направлено."}
	if s.Complaint.RouteReason != "" {
		said = append(said, "Пояснение: "+stop(s.Complaint.RouteReason))
	}
	return s.says(append(said, s.appeal("Направление обращения в другой орган"))...)
}

func (s LetterSheet) down() Body {
	body := s.says("В комиссию "+s.receivedOn()+" поступила жалоба № "+s.Complaint.Ref.String()+" на "+contested(s.Complaint.Contested)+" "+s.Respondent.Genitive()+".",
		"Комиссия установила, что обстоятельства, изложенные в жалобе, не были предметом рассмотрения нижестоящей комиссии: "+stop(oneLine(s.Letter.Text)),
		"На основании пункта 6 статьи 75 "+law67+" и пункта 7.3 регламента комиссии направляем жалобу для рассмотрения этих обстоятельств. О результатах с приложением документов сообщите не позднее "+
			grammar.Date(s.Letter.ControlOn)+".",
		"Решение по жалобе принимает направившая её комиссия. Срок этого решения не изменяется: не позднее "+grammar.Date(s.Due)+".")
	return append(body, s.enclosed()...)
}

// accused names neither the complainant nor the number of papers: what the one told
// may answer is what is said.
func (s LetterSheet) accused() Body {
	body := s.says("В комиссию поступило обращение, в котором указано на нарушение закона с Вашей стороны:")
	body = append(body, paragraphs(s.Letter.Text)...)
	where := "по адресу: " + s.Commission.Address
	if s.Commission.Email != "" {
		where = "по электронной почте " + s.Commission.Email + " или " + where
	}
	said := "В соответствии с пунктом 4 статьи 20 " + law67 + " комиссия незамедлительно извещает Вас об этом. Вы вправе дать объяснения по существу обращения " + stop(where)
	if !s.Due.IsZero() {
		said += " Обращение рассматривается не позднее " + grammar.Date(s.Due) + ", поэтому просим дать объяснения до этого дня."
	}
	return append(body, s.says(said)...)
}

// courts are the windows in which a court is open.
const courts = "В суд можно обратиться в сроки, установленные статьёй 240 Кодекса административного судопроизводства Российской Федерации: по общему правилу – в течение трёх месяцев со дня, когда Вам стало известно о нарушении; " +
	"об оспаривании решения о регистрации, об отказе в регистрации или об итогах голосования – в течение десяти дней со дня принятия решения. Проверьте срок с юристом."

// appeal says what can be done against the letter.
func (s LetterSheet) appeal(what string) string {
	higher := "непосредственно вышестоящую избирательную комиссию"
	if s.Commission.ParentName != "" {
		higher = commission.Commission{Name: s.Commission.ParentName}.Accusative()
	}
	return what + " может быть обжаловано в " + higher + " или в суд. " + courts
}
