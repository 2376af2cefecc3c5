package document

import (
	"fmt"

	"redress/internal/sitting"
)

// open says that a vote was an open one and writes its sum; of hands that were counted
// without names how many there were, for the table below it is of the others alone.
func (s MinutesSheet) open(r sitting.Result, h *sitting.Hands) Paragraph {
	said := "Голосование открытое. " + Arithmetic(r)
	if h != nil {
		said += " " + raised(*h)
	}
	return P(Text(glue(said)))
}

func raised(h sitting.Hands) string {
	said := fmt.Sprintf("Поднятые руки подсчитаны без записи имён (%d): за %d, против %d, воздержались %d", h.Sum(), h.For, h.Against, h.Abstained)
	if h.NotVoting > 0 {
		said += fmt.Sprintf(", не голосовали %d", h.NotVoting)
	}
	return said + ". Остальные голоса – по именам."
}

// brokenOff says that a vote was broken off and why, with the votes that were given in it:
// they decide nothing.
func (s MinutesSheet) brokenOff(p sitting.Poll) Body {
	if p.Broken == "" {
		return nil
	}
	body := Body{P(Bold(glue("Голосование прервано и итога не имеет. ")), Text(glue("Причина: "+stop(oneLine(p.Broken)))))}
	if p.Hands != nil {
		body = append(body, P(Text(glue(raised(*p.Hands)))))
	}
	if len(p.Votes) > 0 {
		body = append(body, s.votes(p.Votes))
	}
	return body
}

// agenda is every vote on the agenda, before the first question.
func (s MinutesSheet) agenda() Body {
	if s.Sitting.Agenda == nil {
		return nil
	}
	var body Body
	for _, p := range s.Sitting.Agenda.Polls {
		body = append(body, Paragraph{Runs: []Run{Text(glue(fmt.Sprintf("На голосование поставлена повестка дня, вопросов в ней: %d.", p.Of)))}, KeepWithNext: true, SpaceBefore: 6})
		body = append(body, s.brokenOff(p)...)
		if p.Result != nil {
			body = append(body, s.open(*p.Result, p.Hands), Paragraph{Runs: []Run{Bold(carried(p, 0))}, KeepWithNext: true}, s.votes(p.Votes))
		}
	}
	if !s.Sitting.AgendaAdopted() {
		body = append(body, P(Bold("Повестка дня не утверждена, вопросы на голосование не ставились.")))
	}
	return body
}
