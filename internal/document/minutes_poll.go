package document

import (
	"fmt"
	"strconv"
	"strings"

	"redress/internal/grammar"
	"redress/internal/identity"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// polls is РЕШИЛИ of an item on which the commission voted more than once: on each part
// of its draft, on postponing it, on returning it for rework, every vote with its
// arithmetic and by name.
func (s MinutesSheet) polls(item sitting.Item) Body {
	_, ofAct := ruling.ActWord(s.Commission.Profile.ActName)
	body := Body{P(Bold("РЕШИЛИ:"))}
	n := 0
	for _, p := range item.Polls {
		put := ""
		switch p.Motion {
		case sitting.OnPart:
			n++
			put = fmt.Sprintf("На голосование поставлена часть %d из %d проекта %s (%s):", n, p.Of, ofAct, numbered(p.Clauses))
		case sitting.ToPostpone:
			put = "На голосование поставлено предложение отложить рассмотрение вопроса."
		case sitting.ToReturn:
			put = "На голосование поставлено предложение вернуть проект " + ofAct + " на доработку " + s.toWhom(p.Members) + ". Что доработать: " + stop(oneLine(p.Reason))
		case sitting.ToVoteSecretly, sitting.ToElectCounting, sitting.ToApproveBallot:
			put = s.secretPut(p)
		case sitting.OnAmendment:
			body = append(body, s.amendmentPut(item, p)...)
		case sitting.OnDraft: // broken off
			put = "На голосование поставлен проект " + ofAct + "."
		case sitting.OnAgenda:
		}
		if p.Broken != "" && p.Motion == sitting.OnPart {
			put = fmt.Sprintf("На голосование поставлена часть %d из %d проекта %s (%s).", n, p.Of, ofAct, numbered(p.Clauses))
			n--
		}
		if put != "" {
			body = append(body, Paragraph{Runs: []Run{Text(glue(put))}, KeepWithNext: true})
		}
		if p.Broken != "" {
			body = append(body, s.brokenOff(p)...)
			continue
		}
		for _, clause := range p.Clauses {
			if text := ruling.ClausesOf(s.Operative[item.ID], []int{clause}); text != nil {
				body = append(body, Numbered{Number: strconv.Itoa(clause) + ".", Runs: []Run{Text(glue(text[0]))}})
			}
		}
		if p.Result == nil {
			return append(body, s.void(item))
		}
		body = append(body, s.open(*p.Result, p.Hands),
			Paragraph{Runs: []Run{Bold(glue(carried(p, n)))}, KeepWithNext: true}, s.votes(p.Votes))
	}
	body = append(body, s.unvoted(item)...)
	if item.Result != nil && item.Result.Tally.Secret {
		body = append(body, s.secretResult(item)...)
	}
	if len(item.Votes) > 0 { // a motion failed first
		if item.Result == nil {
			return append(body, s.void(item))
		}
		body = append(body, Paragraph{Runs: []Run{Text("На голосование поставлен проект " + ofAct + ":")}, KeepWithNext: true})
		body = append(append(body, s.clauses(item)...), s.open(*item.Result, item.Hands), s.votes(item.Votes))
	}
	return append(body, P(Bold(glue(s.fate(item)))))
}

// void says that a vote ended without a result.
func (s MinutesSheet) void(item sitting.Item) Paragraph {
	said := []rune(s.undecided(item))
	return P(Text(glue(strings.ToUpper(string(said[:1])) + string(said[1:]))))
}

// carried says what became of one vote.
func carried(p sitting.Poll, part int) string {
	not := " не"
	if p.Carried() {
		not = ""
	}
	switch p.Motion {
	case sitting.OnPart:
		return fmt.Sprintf("Часть %d%s принята.", part, not)
	case sitting.ToElectCounting:
		return fmt.Sprintf("Счётная комиссия%s избрана, текст и количество бюллетеней%s утверждены.", not, not)
	case sitting.ToApproveBallot:
		return fmt.Sprintf("Результаты тайного голосования%s утверждены.", not)
	case sitting.OnAgenda:
		return fmt.Sprintf("Повестка дня%s утверждена.", not)
	case sitting.OnAmendment:
		return fmt.Sprintf("Поправка %d%s принята.", p.Amendment, not)
	case sitting.OnDraft, sitting.ToPostpone, sitting.ToReturn, sitting.ToVoteSecretly:
	}
	return "Предложение" + not + " принято."
}

// fate says what became of an item after all its votes. Nothing moves its term.
func (s MinutesSheet) fate(item sitting.Item) string {
	const stands = " Срок рассмотрения жалобы не изменяется."
	act, ofAct := ruling.ActWord(s.Commission.Profile.ActName)
	settling, voted := item.Settling()
	switch {
	case item.State == sitting.Adopted, item.State == sitting.Rejected:
		return s.verdict(item)
	case item.State == sitting.Postponed:
		said := "Рассмотрение вопроса отложено." + stands
		if !item.Missed.IsZero() {
			said += " Последний день срока – " + grammar.Date(item.Missed) + ": срок нарушается."
		}
		return said
	case voted:
		return "Проект " + ofAct + " возвращён на доработку " + s.toWhom(settling.Members) + "." + stands
	case item.Divided():
		return "Приняты не все части проекта, " + act + " не принято: о том, что оспорено в непринятой части, комиссия не решила. " +
			"Проект возвращён докладчику на доработку." + stands
	}
	return "Проект возвращён докладчику." + stands
}

// toWhom names the members who are to rework a draft; nobody named, its authors.
func (s MinutesSheet) toWhom(members []identity.ID) string {
	if len(members) == 0 {
		return "его авторам"
	}
	return "членам комиссии (" + s.shortNames(members) + ")"
}

// clauses are the operative part of the draft of an item.
func (s MinutesSheet) clauses(item sitting.Item) Body {
	var body Body
	for i, clause := range s.Operative[item.ID] {
		body = append(body, Numbered{Number: strconv.Itoa(i+1) + ".", Runs: []Run{Text(glue(clause))}})
	}
	return body
}

// numbered names clauses by their numbers, "пункты 1, 3–5".
func numbered(clauses []int) string {
	word := "пункты "
	if len(clauses) == 1 {
		word = "пункт "
	}
	return word + Ranges(clauses)
}

// Ranges writes ascending numbers shortly, "1, 3–5".
func Ranges(numbers []int) string {
	var out []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		switch j - i {
		case 0:
			out = append(out, strconv.Itoa(numbers[i]))
		case 1:
			out = append(out, strconv.Itoa(numbers[i]), strconv.Itoa(numbers[j]))
		default:
			out = append(out, strconv.Itoa(numbers[i])+"–"+strconv.Itoa(numbers[j]))
		}
		i = j + 1
	}
	return strings.Join(out, ", ")
}
