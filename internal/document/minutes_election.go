package document

import (
	"fmt"
	"strings"

	"redress/internal/grammar"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// election is the section of an item that the commission decides by secret ballot without
// a draft: who was put forward and who declined, then РЕШИЛИ with each round as it was
// held, its counts alone, and who was elected, or whether the officer was
// released.
func (s MinutesSheet) election(item sitting.Item) Body {
	var body Body
	rounds := map[int]sitting.Round{}
	for _, r := range item.Rounds() {
		rounds[r.Poll] = r
	}
	if item.Elects() {
		body = append(body, s.nominated(item, 1))
	}
	body = append(body, P(Bold("РЕШИЛИ:")))
	for n, p := range item.Polls {
		put := "На голосование поставлено предложение отложить рассмотрение вопроса."
		if p.Counting != nil {
			put = s.secretPut(p)
		}
		body = append(append(body, P(Text(glue(put)))), s.brokenOff(p)...)
		if p.Result == nil {
			continue
		}
		body = append(body, s.open(*p.Result, p.Hands), Paragraph{Runs: []Run{Bold(glue(carried(p, 0)))}, KeepWithNext: true}, s.votes(p.Votes))
		if r, held := rounds[n]; held && r.Next.Elected == 0 {
			body = append(body, P(Text(glue(s.nobodyElected(r)))))
			if r.Next.Cycle > r.Cycle {
				body = append(body, s.nominated(item, r.Next.Cycle))
			}
		}
	}
	if item.Result == nil {
		return append(body, P(Bold(questionFate(item))))
	}
	if e := item.Election(); e.Elected != 0 {
		return append(body, P(Bold(glue(fmt.Sprintf("Решение принято: на должность %s %s %s. За – %s, нужно не менее %d (более половины от установленного числа членов комиссии, %d).",
			sitting.OfficeWords(item.Matter.Office), gendered(s.Names[e.Elected], "избран", "избрана", "избран(а)"), s.Names[e.Elected].Full(), grammar.Vote.Counted(item.Result.Tally.For, grammar.Nominative), item.Result.Needed, item.Result.Tally.Established)))))
	}
	body = append(body, Paragraph{Runs: []Run{Text("Тайным голосованием решался вопрос:")}, KeepWithNext: true})
	body = append(body, paragraphs(item.Matter.Text)...)
	sum := "Голосование тайное, решающего голоса при нём нет. " + Arithmetic(*item.Result)
	return append(body, P(Text(glue(sum))), P(Bold(questionFate(item))))
}

// nominated says who was put forward by whom, and who declined.
func (s MinutesSheet) nominated(item sitting.Item, cycle int) Paragraph {
	var said, declined []string
	for _, n := range item.Nominees {
		if n.Cycle != cycle {
			continue
		}
		said = append(said, fmt.Sprintf("%s (%s %s)", s.Names[n.Member].Full(), gendered(s.Names[n.By], "предложил", "предложила", "предложил(а)"), s.Names[n.By].Short()))
		if !n.DeclinedAt.IsZero() {
			declined = append(declined, s.Names[n.Member].Short())
		}
	}
	text := "Кандидатуры не выдвинуты."
	if said != nil {
		text = "Выдвинуты кандидатуры: " + strings.Join(said, "; ") + "."
	}
	if declined != nil {
		text += " Самоотвод взяли: " + strings.Join(declined, ", ") + "; он принят без голосования."
	}
	return P(Text(glue(text)))
}

// nobodyElected says what follows a round that elected nobody (Reg. 2.2).
func (s MinutesSheet) nobodyElected(r sitting.Round) string {
	said := fmt.Sprintf("По итогам тура %d никто не набрал более половины голосов от установленного числа членов комиссии. ", r.Number)
	if r.Next.Round == 2 {
		return said + "Во второй тур проходят: " + s.fullNames(r.Next.Candidates) + "."
	}
	return said + "Выборы повторяются, начиная с выдвижения."
}

func (s MinutesSheet) fullNames(members []identity.ID) string {
	names := make([]string, len(members))
	for i, id := range members {
		names[i] = s.Names[id].Full()
	}
	return strings.Join(names, ", ")
}

// candidatesGiven writes how many ballots were given for whom.
func (s MinutesSheet) candidatesGiven(p sitting.Protocol) string {
	said := make([]string, len(p.Given))
	for i, g := range p.Given {
		said[i] = fmt.Sprintf("%s – %d", s.Names[g.Candidate].Short(), g.Votes)
	}
	return "голосов за кандидатов: " + strings.Join(said, ", ")
}
