package document

import (
	"redress/internal/deadline"
	"redress/internal/grammar"
)

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
