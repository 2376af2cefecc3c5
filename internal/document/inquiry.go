package document

import (
	"strconv"
	"strings"

	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/grammar"
	"redress/internal/regulation"
)

// request asks for information: over which complaint, what and why, by when under which
// rule, and where the answer goes. It names no complainant, and to the
// commission complained about it says that it still is not for it to decide.
func (s LetterSheet) request() Body {
	i, c := s.Inquiry, s.Complaint
	about := "обращение № " + c.Ref.String()
	if c.Contested.Known() && s.Respondent.ID != 0 {
		about = "жалоба № " + c.Ref.String() + " на " + contested(c.Contested) + " " + s.Respondent.Genitive()
	}
	body := s.says("В комиссии находится на рассмотрении "+about+".", "На основании пункта 7.5 регламента комиссии просим представить:")
	body = append(body, paragraphs(i.Text)...)
	body = append(body, s.says("Цель запроса: "+stop(inSentence(oneLine(i.Why))), s.informedBy(), "Ответ просим направить "+stop(s.whereTo()))...)
	if i.To != 0 && i.To == s.Respondent.ID {
		body = append(body, s.says("Жалоба для решения не направляется: решение по ней принимает комиссия, подписавшая запрос (пункт 6 статьи 75 "+law67+").")...)
	}
	return body
}

// informedBy says by when information is owed. The day the letter arrives on is not
// known to it: the rule is said, and the day that follows if it arrives the same day.
func (s LetterSheet) informedBy() string {
	if s.Term.Clock == deadline.OrdinaryInformationRequest {
		return "В соответствии с частью 2 статьи 10 " + law59of + " сведения представляются в течение " + grammar.Day.Count(s.Term.Working.Period.N, grammar.Genitive) +
			" со дня получения запроса. Если запрос получен сегодня, ответ ожидается не позднее " + grammar.Date(s.Term.DueOn) + "."
	}
	return "В соответствии с пунктом 19 статьи 20 " + law67 + s.campaignTerm("сведения представляются", "запрос получен")
}

// campaignTerm is the scheme of five days, the eve of voting and at once.
func (s LetterSheet) campaignTerm(what, when string) string {
	said := " " + what + " в пятидневный срок, а если " + when + " за пять и менее дней до дня голосования, – не позднее дня, предшествующего дню голосования, в день голосования и в день, следующий за ним, – немедленно."
	if s.Term.Kind == deadline.Immediate {
		return said + " Просим ответить немедленно."
	}
	return said + " Если " + when + " сегодня, ответ ожидается не позднее " + grammar.Date(s.Term.DueOn) + "."
}

// whereTo is where answers go.
func (s LetterSheet) whereTo() string {
	where := "в комиссию по адресу: " + oneLine(s.Commission.Address)
	if s.Commission.Email != "" {
		where = "в комиссию по электронной почте " + s.Commission.Email + " или по адресу: " + oneLine(s.Commission.Address)
	}
	return where
}

// referral sends materials to the police, a prosecutor, investigators or a court: the
// facts and norms, the decision it was decided by, what goes with it, what is asked for
// and by when.
func (s LetterSheet) referral() Body {
	i, c := s.Inquiry, s.Complaint
	said := []string{"На основании пункта 7.4 регламента комиссии направляем материалы по обращению № " + c.Ref.String() + ", поступившему " + s.receivedOn() + "."}
	if i.DecisionNumber != "" {
		said = append(said, "Материалы направляются по решению комиссии от "+grammar.Date(i.DecisionOn)+" № "+stop(oneLine(strings.TrimPrefix(i.DecisionNumber, "№"))))
	}
	if s.Complaint.RouteClause == regulation.AnonymousCrime {
		said = append(said, s.ground())
	}
	body := append(s.says(said...), paragraphs(i.Text)...)
	switch {
	case i.Authority == complaint.LawCourt:
		body = append(body, s.says("Просим рассмотреть материалы и сообщить комиссии о принятом решении "+stop(s.whereTo()))...)
	case s.Term.Clock == deadline.LawEnforcementCheck:
		body = append(body, s.says("Просим провести дополнительную проверку изложенных фактов и принять меры.",
			"В соответствии с пунктом 5 статьи 20 "+law67+" меры по фактам, требующим дополнительной проверки, принимаются не позднее чем в десятидневный срок. Если материалы получены сегодня, ответ ожидается не позднее "+
				grammar.Date(s.Term.DueOn)+". О результатах просим сообщить незамедлительно "+stop(s.whereTo()))...)
	case s.Term.Clock == deadline.LawEnforcementResponse:
		body = append(body, s.says("Просим принять меры по изложенным фактам.", "В соответствии с пунктом 5 статьи 20 "+law67+s.campaignTerm("меры принимаются", "материалы получены"),
			"О результатах просим сообщить незамедлительно "+stop(s.whereTo()))...)
	default:
		body = append(body, s.says("Просим провести проверку изложенных фактов и сообщить комиссии о её результатах "+stop(s.whereTo()))...)
	}
	n := 0
	for _, line := range strings.Split(i.Materials, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			if n++; n == 1 {
				body = append(body, s.says("Направляемые материалы:")...)
			}
			body = append(body, Numbered{Number: strconv.Itoa(n) + ".", Runs: []Run{Text(glue(line))}})
		}
	}
	if i.Enclose || c.EndsPaper(i.Kind) {
		body = append(body, s.enclosed()...)
	}
	return body
}
