package main

import (
	"fmt"
	"strings"

	"redress/internal/regulation"
	"redress/internal/sitting"
)

// chapters are the parts of the rule table with their rules.
var chapters = []struct {
	title string
	rules []Coverage
}{
	{"Commissions, officers, members", commissions},
	{"Who may complain, about what, in which form", complainants},
	{"The regime, and what happens to the paper", routes},
	{"Terms of the ordinary regime (59-FZ)", ordinaryTerms},
	{"Terms of the campaign regime (67-FZ)", campaignTerms},
	{"The sitting", sittings},
	{"Votes, outcomes, minutes, delivery", votes},
	{"Means of inquiry", inquiry},
	{"After the ruling", afterwards},
	{"Counting time", countingDays},
}

// regulationPage writes how far each rule is kept.
func regulationPage() (string, error) {
	var b strings.Builder
	b.WriteString(note)
	b.WriteString(`# The regulation and the program

How far the program keeps each rule of the rule table. A test fails while a rule has no row, or while a row names a function, a test or a page that is not there.

- **enforced**: the program does it, or refuses what breaks it. Of a term: the date is computed, explained and watched, and nobody can type another.
- **supported**: a page helps people to keep it, and they could still break it.
- **left to people**: there is nothing for a program to do.
- **not yet**: a later part of the road brings it. What is there already is named beside it.

A rule that is kept in part has the status of what is there; the last column says what is missing, and the part of the road that brings it.

`)
	b.WriteString(summary())
	for _, chapter := range chapters {
		fmt.Fprintf(&b, "\n## %s\n\n| rule | what it says | stands in | status | kept by | why, or what is missing |\n|---|---|---|---|---|---|\n", chapter.title)
		for _, c := range chapter.rules {
			fmt.Fprintf(&b, "| %s |\n", strings.Join([]string{c.Rule.String(), c.Says, c.source(), "**" + string(c.Status) + "**", c.kept(), c.missing()}, " | "))
		}
	}
	edges, err := anomaliesSection(regulation.Izhmorsky())
	if err != nil {
		return "", err
	}
	b.WriteString(edges)
	return b.String(), nil
}

// summary counts the answers.
func summary() string {
	count, partly := make(map[Status]int), make(map[Status]int)
	for _, c := range Coverages() {
		count[c.Status]++
		if c.Part != 0 {
			partly[c.Status]++
		}
	}
	var b strings.Builder
	b.WriteString("| status | rules | of them with something still missing |\n|---|---:|---:|\n")
	for _, s := range Statuses {
		fmt.Fprintf(&b, "| %s | %d | %d |\n", s, count[s], partly[s])
	}
	fmt.Fprintf(&b, "| all | %d | |\n", len(Coverages()))
	return b.String()
}

// anomaly is an edge of the literal reading of the casting vote: a tally that is
// adopted, and the same with one vote more for, which is not.
type anomaly struct{ adopted, more sitting.Tally }

// anomalies finds the edges among so many present, the presiding member voting for:
// two for each equality, first one of those against votes for, then one who abstained.
// The equality with the most abstentions comes first.
func anomalies(p regulation.Profile, present int) ([]anomaly, error) {
	fate := func(t sitting.Tally) (sitting.Result, error) { return sitting.Count(p, regulation.DismissComplaint, t) }
	var found []anomaly
	for each := 1; 2*each <= present; each++ {
		t := sitting.Tally{Established: present, Appointed: present, WorkStarted: true, Present: present,
			For: each, Against: each, Abstained: present - 2*each, Presiding: sitting.For}
		before, err := fate(t)
		if err != nil {
			return nil, err
		}
		if before.Fate != sitting.Carried {
			continue
		}
		persuaded, joined := t, t
		persuaded.For, persuaded.Against = t.For+1, t.Against-1
		joined.For, joined.Abstained = t.For+1, t.Abstained-1
		for _, more := range []sitting.Tally{persuaded, joined} {
			if more.Abstained < 0 {
				continue // nobody abstained
			}
			after, err := fate(more)
			if err != nil {
				return nil, err
			}
			if after.Fate != sitting.Carried {
				found = append(found, anomaly{t, more})
			}
		}
	}
	return found, nil
}

// votesOf writes a tally as people say it, "3–3–2": for, against, abstained.
func votesOf(t sitting.Tally) string {
	return fmt.Sprintf("%d–%d–%d", t.For, t.Against, t.Abstained)
}

// anomaliesSection lists the edges under a profile, and what governs them.
func anomaliesSection(p regulation.Profile) (string, error) {
	var b strings.Builder
	b.WriteString(`
## Edges of the literal reading

### The casting vote (R-076)

Clause 6.2 lets the presiding member decide "at an equality of votes" and does not say that nobody may have abstained. Read literally, a draft can be adopted at an
equality, and the same draft with one vote more for it is not: then nothing is equal, and the votes for are not more than half of those present (R-073). Votes are
written for–against–abstained, the presiding member votes for, and who did not vote counts like one who abstained. Of each number present, the equality with the
fewest abstentions and the one with the most, where only the presiding member is for. Counted by ` + "`sitting.Count`" + `:

| present | adopted by the casting vote | not adopted: one of those against votes for | not adopted: one who abstained votes for | adopted at the far end |
|---:|---|---|---|---|
`)
	strict := p
	strict.CastingVoteWithAbstentions = false
	withoutEdges := true
	for present := p.EstablishedMin/2 + 1; present <= p.EstablishedMax; present++ {
		found, err := anomalies(p, present)
		if err != nil {
			return "", err
		}
		if n := len(found); n > 0 {
			closest, farthest := found[n-2], found[0]
			fmt.Fprintf(&b, "| %d | %s | %s | %s | %s |\n", present, votesOf(closest.adopted), votesOf(closest.more), votesOf(found[n-1].more), votesOf(farthest.adopted))
		}
		none, err := anomalies(strict, present)
		if err != nil {
			return "", err
		}
		withoutEdges = withoutEdges && len(none) == 0
	}
	fmt.Fprintf(&b, "\nThe profile value `CastingVoteWithAbstentions` governs this. It is %v in the profile of the model regulation, which reads the clause literally; ",
		p.CastingVoteWithAbstentions)
	if withoutEdges {
		b.WriteString("where a\ncommission sets it to false, the casting vote exists only when everybody present voted for or against, and none of these lines is left. ")
	}
	b.WriteString("`CastingVote` = false takes\nthe casting vote away altogether. Which reading is right is a question for lawyers.\n")
	b.WriteString(`
### Dissenting opinions around voting (R-082)

An opinion handed in on the eve of voting is told to the higher commission within 3 days, one handed in on a voting day at once: so the later of two is due first.
No other term of one regime is due earlier for coming later (` + "`deadline.TestLaterReceiptIsNeverDueEarlier`" + `).
`)
	return b.String(), nil
}
