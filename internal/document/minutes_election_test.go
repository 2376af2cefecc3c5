package document

import (
	"strings"
	"testing"
	"time"

	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// TestMinutesOfAnElection: who was put forward and declined, every round with the counts of
// the ballots alone, what followed it, and who was elected.
func TestMinutesOfAnElection(t *testing.T) {
	sheet := minutesSheet(t)
	open := sheet.Sitting.Items[0]
	poll := func(motion sitting.Motion, c sitting.Counting, p *sitting.Protocol) sitting.Poll {
		return sitting.Poll{Motion: motion, Question: regulation.OtherQuestion, Counting: &c, Protocol: p, Votes: open.Votes, Result: open.Result, ClosedAt: sheet.Sitting.ClosedAt}
	}
	counting := func(candidates ...identity.ID) sitting.Counting {
		return sitting.Counting{Members: []identity.ID{5, 6}, Chair: 5, Ballots: 8, Text: "Бюллетень для тайного голосования.", Candidates: candidates}
	}
	ballot := func(invalid int, given ...sitting.Given) *sitting.Protocol {
		p := sitting.Protocol{Issued: 8, Found: 8, Invalid: invalid, Signed: []identity.ID{5, 6}, Given: given}
		return &p
	}
	at := sheet.Sitting.OpenedAt
	item := sitting.Item{ID: 21, Ordinal: 1, Rapporteur: 1, Title: "Об избрании секретаря комиссии", Question: regulation.ElectOfficer, Heard: "Доложил председатель",
		State:  sitting.Adopted,
		Matter: sitting.Matter{Office: identity.Secretary, Text: "Избрать тайным голосованием секретаря комиссии."},
		Nominees: []sitting.Nominee{{Member: 2, By: 1, Cycle: 1, At: at}, {Member: 3, By: 4, Cycle: 1, At: at}, {Member: 4, By: 3, Cycle: 1, At: at},
			{Member: 7, By: 2, Cycle: 1, At: at, DeclinedAt: at.Add(time.Minute)}},
		Polls: []sitting.Poll{
			poll(sitting.ToElectCounting, counting(2, 3, 4), nil),
			poll(sitting.ToApproveBallot, counting(2, 3, 4), ballot(1, sitting.Given{Candidate: 2, Votes: 1}, sitting.Given{Candidate: 3, Votes: 4}, sitting.Given{Candidate: 4, Votes: 2})),
			poll(sitting.ToElectCounting, counting(3, 4), nil),
			poll(sitting.ToApproveBallot, counting(3, 4), ballot(0, sitting.Given{Candidate: 3, Votes: 8}, sitting.Given{Candidate: 4})),
		},
		Result: &sitting.Result{Fate: sitting.Carried, Question: regulation.ElectOfficer, Needed: 8, Majority: regulation.Majority{Basis: regulation.OfSeats, Clause: regulation.ReservedMatters},
			Tally: sitting.Tally{Established: 14, Present: 8, For: 8, Secret: true}}}
	again := item
	again.Ordinal, again.ID, again.Result, again.State = 2, 22, nil, sitting.Postponed
	again.Polls = append(again.Polls[:3:3], poll(sitting.ToApproveBallot, counting(3, 4), ballot(1, sitting.Given{Candidate: 3, Votes: 4}, sitting.Given{Candidate: 4, Votes: 3})))
	release := sitting.Item{ID: 23, Ordinal: 3, Rapporteur: 1, Title: "Об освобождении от должности секретаря комиссии", Question: regulation.ReleaseOfficer, Heard: "Доложил председатель",
		State: sitting.Rejected, Matter: sitting.Matter{Office: identity.Secretary, About: 3, Text: "Освободить от должности секретаря комиссии: " + sheet.Names[3].Full() + "."},
		Polls: []sitting.Poll{poll(sitting.ToElectCounting, counting(), nil), poll(sitting.ToApproveBallot, counting(), &sitting.Protocol{Issued: 8, Found: 8, For: 7, Against: 1, Signed: []identity.ID{5, 6}})},
		Result: &sitting.Result{Fate: sitting.Defeated, Question: regulation.ReleaseOfficer, Needed: 8, Majority: regulation.Majority{Basis: regulation.OfSeats, Clause: regulation.ReservedMatters},
			Tally: sitting.Tally{Established: 14, Present: 8, For: 7, Against: 1, Secret: true}}}
	sheet.Sitting.Items = []sitting.Item{item, again, release}
	text := sheet.Paper().Plain()
	golden(t, "minutes-election.txt", []byte(text))
	wellWritten(t, text)
	inOrder(t, text, "Выдвинуты кандидатуры", "Самоотвод взяли", "РЕШИЛИ", "Счётная комиссия избрана", "– 1", "– 4", "– 2", "Результаты тайного голосования утверждены",
		"тура 1 никто не набрал", "Во второй тур проходят", "Решение принято: на должность секретаря комиссии", "За\u00a0– 8\u00a0голосов",
		"Выборы повторяются, начиная с\u00a0выдвижения", "Кандидатуры не выдвинуты", "Никто не избран", "Освободить от должности", "Решение не принято")
	if strings.Contains(text, "%!") {
		t.Error("a broken phrase")
	}
	facts := sheet.Facts()
	sheet.Sitting.Items[0].Nominees[3].DeclinedAt = time.Time{}
	if sheet.Facts()[1][VoteFact] == facts[1][VoteFact] {
		t.Error("R-084: minutes do not differ when a nominee did not decline")
	}
}
