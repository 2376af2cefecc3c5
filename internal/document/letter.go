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
	"redress/internal/identity"
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
	FirstDue   calendar.Date     // that day as it was before
	Executor   identity.Name     // who prepared the letter, for questions (ГОСТ Р 7.0.97, requisite 25)
	Inquiry    complaint.Inquiry // the request or referral it carries
	Term       deadline.Deadline // of the answer to that; the zero one where it has none
	Dictionary Dictionary
	Wording    WordingVersion // that the letter is written by; the zero one is the built-in text
	Day        calendar.Date  // of the letter
	At         time.Time
}

// Paper builds the letter: the commission, date and number, to whom, about which
// paper, the text with the article it stands on, what the citizen can do next, and one
// signature line. A wording that cannot be filled in is refused: no paper comes of it.
func (s LetterSheet) Paper() (Paper, error) {
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
	text, err := s.Wording.body(WordingKind(s.Letter.Kind), s.values())
	if err != nil {
		return Paper{}, err
	}
	body = append(body, text...)
	return Paper{Kind: LetterKind, Title: fmt.Sprintf("Письмо по обращению № %s. %s", c.Ref, subject), Issuer: issuer(own), Address: headAddress(own),
		Date: digits(s.Day), Number: number, Body: body, Made: s.At, Footer: s.executed(),
		Signatures: []SignatureLine{{Office: s.Signatory.Title, Name: initialsFirst(s.Signatory.Name)}}}, nil
}

// executed is the mark of who prepared the letter, at the foot of the sheet.
func (s LetterSheet) executed() string {
	if s.Executor.Surname == "" {
		return ""
	}
	said := "Исполнитель: " + initialsFirst(s.Executor)
	if phone := oneLine(s.Commission.Phone); phone != "" {
		said += ", тел. " + phone
	}
	return glue(said)
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
	to := s.Dictionary.addressed(who.Name)
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

// says makes a paragraph of each sentence.
func (s LetterSheet) says(sentences ...string) Body {
	var body Body
	for _, each := range sentences {
		body = append(body, P(Text(glue(each))))
	}
	return body
}

func (s LetterSheet) receivedOn() string {
	return grammar.Date(s.Complaint.ReceivedOn(s.Commission.Profile.Zone()))
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

// courts are the windows in which a court is open.
const courts = "В суд можно обратиться в сроки, установленные статьёй 240 Кодекса административного судопроизводства Российской Федерации: по общему правилу – в течение трёх месяцев со дня, когда Вам стало известно о нарушении; " +
	"об оспаривании решения о регистрации, об отказе в регистрации или об итогах голосования – в течение десяти дней со дня принятия решения. Проверьте срок с юристом."
