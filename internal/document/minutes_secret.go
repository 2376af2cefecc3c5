package document

import (
	"fmt"
	"strings"

	"redress/internal/identity"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// secretPut says what of a secret ballot was put to an open vote: to hold it, the counting
// commission and the ballot, the protocol with its figures. Of the ballot itself minutes
// hold counts alone.
func (s MinutesSheet) secretPut(p sitting.Poll) string {
	_, ofAct := ruling.ActWord(s.Commission.Profile.ActName)
	switch {
	case p.Protocol != nil:
		return "Протокол счётной комиссии о результатах тайного голосования: " + s.figures(*p.Counting, *p.Protocol) +
			" Протокол подписали все члены счётной комиссии (" + s.shortNames(p.Protocol.Signed) + "). На голосование поставлено утверждение результатов тайного голосования."
	case p.Counting != nil:
		return fmt.Sprintf("На голосование поставлены состав счётной комиссии (%s; председатель – %s), количество бюллетеней – %d и текст бюллетеня: «%s»",
			s.shortNames(p.Counting.Members), s.Names[p.Counting.Chair].Short(), p.Counting.Ballots, p.Counting.Text)
	}
	return "На голосование поставлено предложение голосовать по проекту " + ofAct + " тайно."
}

// figures writes what a counting commission found.
func (s MinutesSheet) figures(c sitting.Counting, p sitting.Protocol) string {
	votes := fmt.Sprintf("«за» – %d, «против» – %d", p.For, p.Against)
	if len(p.Given) > 0 {
		votes = s.candidatesGiven(p)
	}
	if len(p.Given) == 1 {
		votes += fmt.Sprintf(", «против» – %d", p.Against)
	}
	if c.Abstain {
		votes += fmt.Sprintf(", «воздержался» – %d", p.Abstained)
	}
	return fmt.Sprintf("выдано бюллетеней – %d, найдено в ящике – %d, %s, недействительных – %d.", p.Issued, p.Found, votes, p.Invalid)
}

// secretResult is the draft that was voted on secretly, with the sum of the approved figures.
func (s MinutesSheet) secretResult(item sitting.Item) Body {
	_, ofAct := ruling.ActWord(s.Commission.Profile.ActName)
	body := Body{Paragraph{Runs: []Run{Text("Тайным голосованием решался вопрос о проекте " + ofAct + ":")}, KeepWithNext: true}}
	body = append(body, s.clauses(item)...)
	sum := "Голосование тайное, решающего голоса при нём нет. " + Arithmetic(*item.Result)
	if item.Result.Tally.NotVoting > 0 {
		sum += " Не голосовавшими считаются присутствующие, чьих действительных бюллетеней в ящике нет."
	}
	return append(body, P(Text(glue(sum))))
}

func (s MinutesSheet) shortNames(members []identity.ID) string {
	var names []string
	for _, id := range members {
		names = append(names, s.Names[id].Short())
	}
	return strings.Join(names, ", ")
}
