package document

import (
	"strconv"
	"strings"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/grammar"
	"redress/internal/regulation"
)

// values are what the places of a wording of the letter's kind are filled with.
func (s LetterSheet) values() values {
	all := values{}
	c, own := s.Complaint, s.Commission
	all.set("номер обращения", c.Ref.String())
	all.set("дата поступления", s.receivedOn())
	all.ofCommission(own, s.Day)
	all.set("нижестоящая комиссия в родительном", s.Respondent.Genitive())
	all.set("что обжалуется", contested(c.Contested))
	if kind := s.Letter.Kind; kind.ToComplainant() {
		s.personValues(all)
		s.appealValues(all)
	}
	s.lawValues(all)
	s.answerValues(all)
	s.forwardValues(all)
	s.inquiryValues(all)
	s.termValues(all)
	return all
}

// ofCommission sets what every paper that is worded may say of the commission.
func (v values) ofCommission(own commission.Commission, day calendar.Date) {
	v.set("дата письма", grammar.Date(day))
	v.set("комиссия", own.Name)
	v.set("комиссия в родительном", own.Genitive())
	v.set("адрес комиссии", oneLine(own.Address))
	v.set("телефон комиссии", oneLine(own.Phone))
	v.set("почта комиссии", oneLine(own.Email))
}

// personValues say who complains, in the cases of a sentence. A name that nobody is sure how
// to decline stays in the nominative beside a word that is declined: «заявителю (Ли Пётр)».
func (s LetterSheet) personValues(all values) {
	name := s.Complaint.Complainant.Name
	full := name.Full()
	if full == "" {
		return
	}
	all.set("заявитель", full)
	for place, as := range map[string]struct {
		in   grammar.Case
		word string
	}{"заявитель в родительном": {grammar.Genitive, "заявителя"}, "заявитель в дательном": {grammar.Dative, "заявителю"}} {
		said, sure := s.Dictionary.full(name, as.in)
		if !sure {
			said = as.word + " (" + full + ")"
		}
		all.set(place, said)
	}
	if dear := gendered(name, "Уважаемый", "Уважаемая", ""); dear != "" && name.Given != "" {
		all.set("приветствие", dear+" "+strings.TrimSpace(name.Given+" "+name.Patronymic)+"!")
	}
}

// appealValues say what can be done against the letter.
func (s LetterSheet) appealValues(all values) {
	higher := "непосредственно вышестоящую избирательную комиссию"
	if s.Commission.ParentName != "" {
		higher = commission.Commission{Name: s.Commission.ParentName}.Accusative()
	}
	all.set("куда обжаловать", "в "+higher+" или в суд")
	all.set("сроки обращения в суд", courts)
}

// lawValues are the rule a letter stands on, as it follows «в соответствии с» or «на основании».
func (s LetterSheet) lawValues(all values) {
	by := func(part, law string) { all.set("норма в творительном", part+" "+law) }
	of := func(rule string) { all.set("норма в родительном", rule) }
	switch s.Letter.Kind {
	case complaint.EmailPointer:
		by("статьями 4 и 7", law59of)
	case complaint.UnreadableTold:
		by("частью 4 статьи 11", law59of)
	case complaint.UnclearTold:
		by("частью 4.1 статьи 11", law59of)
	case complaint.AbuseTold:
		by("частью 3 статьи 11", law59of)
	case complaint.Stopped:
		by("частью 5 статьи 11", law59of)
	case complaint.ReturnedUnsent:
		by("частью 6 статьи 8", law59of)
	case complaint.ReturnedOfCourt:
		by("частью 2 статьи 11", law59of)
	case complaint.LateReply:
		by("пунктом 2 статьи 78", law67)
	case complaint.AccusedNotice:
		by("пунктом 4 статьи 20", law67)
	case complaint.SuspensionTold, complaint.TerminationTold:
		by("пунктом 9 статьи 75", law67)
	case complaint.DownCover:
		of("пункта 6 статьи 75 " + law67 + " и пункта 7.3 регламента комиссии")
	case complaint.RequestLetter:
		of("пункта 7.5 регламента комиссии")
	case complaint.ReferralLetter:
		of("пункта 7.4 регламента комиссии")
	case complaint.Reply, complaint.Cover, complaint.Notice, complaint.ExtensionTold, complaint.ResumptionTold: // their ground is a place of its own
	}
}

// answerValues are those of letters that answer, return or leave without an answer.
func (s LetterSheet) answerValues(all values) {
	c := s.Complaint
	said := value{body: paragraphs(s.Letter.Text)}
	all["текст ответа"], all["пояснение"], all["прежние ответы"], all["что сообщено"] = said, said, said, said
	all["выводы"] = value{body: clauses(s.Letter.Conclusions)}
	ground := "в соответствии со статьями 10 и 12 " + law59of
	if c.Regime == regulation.CampaignRegime {
		ground = "в соответствии с пунктом 4 статьи 20 " + law67 + " и пунктом 7.2 регламента комиссии"
	}
	all.set("основание ответа", ground)
	all.set("почему без решения", inSentence(c.RouteReason))
	decided := c.DecisionOn
	if decided.IsZero() {
		decided = c.EventOn
	}
	term := s.Commission.Profile.ToFileOnRegistration().N
	all.set("дата обжалуемого решения", grammar.Date(decided))
	all.set("срок подачи", grammar.Day.Count(term, grammar.Genitive))
	if !decided.IsZero() {
		all.set("последний день срока", grammar.Date(decided.AddDays(term)))
	}
	all.set("как обжаловать судебное решение", "Судебное решение обжалуется в вышестоящий суд через суд, который его принял. Срок и порядок указаны в самом решении; "+
		"по делам о защите избирательных прав сроки установлены статьёй 298 Кодекса административного судопроизводства Российской Федерации. Проверьте их с юристом.")
}

// clauses makes a numbered clause of each line of text.
func clauses(text string) Body {
	var body Body
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			body = append(body, Numbered{Number: strconv.Itoa(len(body)+1) + ".", Runs: []Run{Text(glue(line))}})
		}
	}
	return body
}

// forwardValues are those of letters by which a paper goes on, or down, and of what the
// accused is told, which names neither the complainant nor the paper.
func (s LetterSheet) forwardValues(all values) {
	kind, own := s.Letter.Kind, s.Commission
	if kind != complaint.ReferralLetter || s.Complaint.RouteClause == regulation.AnonymousCrime {
		all.set("основание направления", s.ground())
	}
	if s.Complaint.Route != complaint.FileAnonymousReportCrime {
		all.set("кому сообщить", "заявителю")
	}
	if kind != complaint.ReferralLetter || s.Inquiry.Enclose || s.Complaint.EndsPaper(s.Inquiry.Kind) {
		all["приложение и текст обращения"] = value{body: s.enclosed()}
	}
	where, address := "направлено по принадлежности: "+oneLine(s.Letter.Body), s.Letter.Address
	if s.To.ID != 0 {
		where, address = "направлено в "+s.To.Accusative(), s.To.Address
	}
	if address = oneLine(address); address != "" {
		where += " (" + address + ")"
	}
	all.set("куда направлено", where)
	all.set("пояснение к направлению", s.Complaint.RouteReason)
	all.set("что установлено", oneLine(s.Letter.Text))
	all.set("срок сообщения", grammar.Date(s.Letter.ControlOn))
	all.set("срок решения", grammar.Date(s.Due))
	explain := "по адресу: " + own.Address
	if own.Email != "" {
		explain = "по электронной почте " + own.Email + " или " + explain
	}
	all.set("куда дать объяснения", explain)
}

// inquiryValues are those of a request or a referral.
func (s LetterSheet) inquiryValues(all values) {
	if !s.Letter.Kind.Inquires() {
		return
	}
	i, c := s.Inquiry, s.Complaint
	about := "обращение № " + c.Ref.String()
	if c.Contested.Known() && s.Respondent.ID != 0 {
		about = "жалоба № " + c.Ref.String() + " на " + contested(c.Contested) + " " + s.Respondent.Genitive()
	}
	all.set("о чём запрос", about)
	all["перечень сведений"], all["факты и нормы"] = value{body: paragraphs(i.Text)}, value{body: paragraphs(i.Text)}
	all.set("цель запроса", inSentence(oneLine(i.Why)))
	all.set("срок ответа", s.informedBy())
	all.set("куда ответить", s.whereTo())
	if i.To != 0 && i.To == s.Respondent.ID {
		all.set("кто принимает решение", "Жалоба для решения не направляется: решение по ней принимает комиссия, подписавшая запрос (пункт 6 статьи 75 "+law67+").")
	}
	if i.DecisionNumber != "" {
		all.set("дата решения о направлении", grammar.Date(i.DecisionOn))
		all.set("номер решения о направлении", oneLine(strings.TrimPrefix(i.DecisionNumber, "№")))
	}
	all["о чём просим"] = value{body: s.referralAsks()}
	if list := clauses(i.Materials); list != nil {
		all["перечень материалов"] = value{body: append(s.says("Направляемые материалы:"), list...)}
	}
}

// referralAsks is what whoever gets the materials is asked for, and by when.
func (s LetterSheet) referralAsks() Body {
	where := stop(s.whereTo())
	switch {
	case s.Inquiry.Authority == complaint.LawCourt:
		return s.says("Просим рассмотреть материалы и сообщить комиссии о принятом решении " + where)
	case s.Term.Clock == deadline.LawEnforcementCheck:
		return s.says("Просим провести дополнительную проверку изложенных фактов и принять меры.",
			"В соответствии с пунктом 5 статьи 20 "+law67+" меры по фактам, требующим дополнительной проверки, принимаются не позднее чем в десятидневный срок. Если материалы получены сегодня, ответ ожидается не позднее "+
				grammar.Date(s.Term.DueOn)+". О результатах просим сообщить незамедлительно "+where)
	case s.Term.Clock == deadline.LawEnforcementResponse:
		return s.says("Просим принять меры по изложенным фактам.", "В соответствии с пунктом 5 статьи 20 "+law67+s.campaignTerm("меры принимаются", "материалы получены"),
			"О результатах просим сообщить незамедлительно "+where)
	}
	return s.says("Просим провести проверку изложенных фактов и сообщить комиссии о её результатах " + where)
}

// termValues are those of letters about the term and about a case in court.
func (s LetterSheet) termValues(all values) {
	until := grammar.Date(s.Due) + " включительно"
	ground := "В соответствии с частью 2 статьи 12 " + law59of + " срок его рассмотрения продлён на 30 дней, до " + until + "."
	if s.Complaint.Regime == regulation.CampaignRegime {
		ground = "Факты, изложенные в обращении, требуют дополнительной проверки. В соответствии с пунктом 4 статьи 20 " + law67 +
			" решение по обращению будет принято не позднее чем в десятидневный срок со дня его поступления: до " + until + "."
	}
	all.set("первоначальный срок", grammar.Date(s.FirstDue))
	all.set("основание и новый срок", ground)
	all.set("причина", inSentence(oneLine(s.Letter.Text)))
	suit := s.Letter.Suit
	if kind := s.Letter.Kind; kind == complaint.ResumptionTold || kind == complaint.TerminationTold {
		stay, _ := s.Complaint.Suspended()
		suit = stay.Suit
	}
	all.set("номер дела", oneLine(suit.Number))
	all.set("суд", oneLine(suit.Court))
	all.set("дата принятия дела", grammar.Date(suit.AcceptedOn))
	all.set("дата вступления в силу", grammar.Date(s.Letter.Judgment.InForceOn))
	all.set("срок рассмотрения", grammar.Date(s.Due))
}
