package document

import (
	"fmt"

	"redress/internal/grammar"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// agendaLine is an item on the list of the agenda.
func (s MinutesSheet) agendaLine(item sitting.Item) string {
	if item.General() {
		return stop(item.Title) + " " + s.broughtBy(item)
	}
	return fmt.Sprintf("О жалобе № %s. %s Докладчик – %s", item.Ref, stop(item.Title), stop(s.Names[item.Rapporteur].Short()))
}

// broughtBy says who brought a question that is no complaint, or demanded a vote on it.
func (s MinutesSheet) broughtBy(item sitting.Item) string {
	switch m := item.Matter; {
	case m.Demander != 0:
		return "Голосования потребовал член комиссии " + stop(s.Names[m.Demander].Short())
	case m.DemandedBy != "":
		return "Голосования потребовал член вышестоящей комиссии " + stop(oneLine(m.DemandedBy))
	case m.Petition != 0:
		return "Внесён требованием членов комиссии о созыве заседания"
	}
	return "Докладчик – " + stop(s.Names[item.Rapporteur].Short())
}

// heard begins the section of an item: its heading and what was heard on it.
func (s MinutesSheet) heard(item sitting.Item) Body {
	if item.General() {
		return Body{
			Heading{Level: 2, Text: glue(fmt.Sprintf("%d. %s", item.Ordinal, item.Title))},
			P(Bold("СЛУШАЛИ: "), Text(glue(s.broughtBy(item)+" "+stop(oneLine(item.Heard))))),
		}
	}
	return Body{
		Heading{Level: 2, Text: glue(fmt.Sprintf("%d. О жалобе № %s. %s", item.Ordinal, item.Ref, item.Title))},
		P(Bold("СЛУШАЛИ: "), Text(glue(s.reported(item)+" "+stop(oneLine(item.Heard))))),
	}
}

// reported says who was heard on a complaint.
func (s MinutesSheet) reported(item sitting.Item) string {
	name := s.Names[item.Rapporteur]
	if whom, ok := s.Dictionary.short(name, grammar.Accusative); ok {
		return fmt.Sprintf("%s о жалобе № %s.", whom, item.Ref)
	}
	return fmt.Sprintf("о жалобе № %s (докладчик – %s).", item.Ref, name.Short())
}

// question is РЕШИЛИ of an item without a complaint: the motions to postpone it first,
// then the decision in full with its votes. It is a decision of the minutes and has no
// number of its own.
func (s MinutesSheet) question(item sitting.Item) Body {
	if item.Secret() {
		return s.election(item)
	}
	body := Body{P(Bold("РЕШИЛИ:"))}
	for _, p := range item.Polls {
		put := "На голосование поставлено предложение отложить рассмотрение вопроса."
		if p.Motion == sitting.OnDraft { // broken off
			put = "На голосование поставлен проект протокольного решения."
		}
		body = append(append(body, P(Text(put))), s.brokenOff(p)...)
		if p.Result != nil {
			body = append(body, s.open(*p.Result, p.Hands),
				Paragraph{Runs: []Run{Bold(glue(carried(p, 0)))}, KeepWithNext: true}, s.votes(p.Votes))
		}
	}
	if item.Result != nil {
		body = append(body, Paragraph{Runs: []Run{Text("На голосование поставлен проект протокольного решения:")}, KeepWithNext: true})
		body = append(body, paragraphs(item.Matter.Text)...)
		return append(body, s.open(*item.Result, item.Hands),
			Paragraph{Runs: []Run{Bold(questionFate(item))}, KeepWithNext: true}, s.votes(item.Votes))
	}
	return append(body, P(Bold(questionFate(item))))
}

// questionFate says what became of a question that is no complaint.
func questionFate(item sitting.Item) string {
	switch item.State {
	case sitting.Adopted:
		return "Решение принято."
	case sitting.Rejected:
		return "Решение не принято."
	case sitting.Withdrawn:
		return "Требование о голосовании отозвано тем, кто его заявил, голосование не проводилось."
	case sitting.Postponed, sitting.Pending, sitting.Voting, sitting.Returned:
	}
	if item.Elects() && item.Rounds() != nil {
		return "Никто не избран, рассмотрение вопроса отложено."
	}
	if _, voted := item.Settling(); voted {
		return "Рассмотрение вопроса отложено."
	}
	return "Голосование не проводилось, рассмотрение вопроса отложено."
}

// dissentOn says which decision a dissenting opinion is about.
func (s MinutesSheet) dissentOn(item sitting.Item) string {
	if item.General() {
		return fmt.Sprintf("К вопросу %d повестки дня (%s), о принятии протокольного решения.", item.Ordinal, ruling.Unstopped(item.Title))
	}
	_, ofAct := ruling.ActWord(s.Commission.Profile.ActName)
	return fmt.Sprintf("К вопросу %d повестки дня (жалоба № %s), о принятии %s № %s.", item.Ordinal, item.Ref, ofAct, s.Rulings[item.ID])
}
