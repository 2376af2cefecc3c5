package main

import (
	"fmt"
	"slices"
	"strings"

	"redress/internal/identity"
)

// relations are the columns of the table of rights with their heads.
var relations = map[identity.Relation]string{
	identity.Own: "own commission", identity.Higher: "higher commission", identity.Respondent: "respondent commission", identity.Complainant: "complainant",
	identity.Party: "party", identity.Public: "public", identity.Installation: "no matter",
}

// crowds are the groups of offices that have one word.
var crowds = []struct {
	offices []identity.Office
	word    string
}{
	{[]identity.Office{identity.Citizen, identity.Chair, identity.Deputy, identity.Secretary, identity.Member, identity.Administrator}, "everybody"},
	{[]identity.Office{identity.Chair, identity.Deputy, identity.Secretary, identity.Member}, "voting members"},
}

// permissionsPage writes the table of who may do what.
func permissionsPage(w words) string {
	var b strings.Builder
	b.WriteString(note)
	b.WriteString(`# Who may do what

The table of ` + "`internal/identity`" + `: an act, an office, and how whoever holds it stands to the matter. Every route of the web pages names one of these acts, and the act itself asks the
same table again, with the complaint, the sitting or the letter in hand. What is not in the table is not allowed.

Offices are those held on the day; whoever [acts as chair](regulation.md) (R-007) has the chair's rights beside the own ones. Some acts ask for more than the table: a draft is edited by
its rapporteur and the secretary, a sitting is run, written up and signed by the member who presides there and the one who keeps its minutes.

How somebody stands to a matter:

- **own commission**: a member of the commission that has it. To everybody else somebody else's complaint, sitting, paper or letter is "not found";
- **higher commission**: a member of a commission above that one. It reads nothing of a lower one yet (R-010 says it may);
- **respondent commission**: a member of the commission complained about. That comes before everything else, also where the paper lies with it: its secretary takes it in and passes it
  on; no list, desk or agenda shows it to anybody else, nobody there is its rapporteur, and no act decides it (R-022). The ruling reaches the commission as a letter;
- **complainant**: whoever has the number and the code, on the pages for following a complaint. And a member of the own commission who filed it, known by the full name (R-012): who neither
  reports on it, drafts, names the rapporteur nor moves its term, but sits, votes and signs, for no rule of recusal exists (R-016);
- **party**: invited or told, like a candidate whom the ruling touches. Parties get letters and do not sign in;
- **public**: nobody of these;
- **no matter**: the act is about no complaint and no sitting: the form, signing in, the settings.

`)
	head, line := "| act | in words |", "|---|---|"
	for _, r := range identity.Relations {
		head, line = head+" "+relations[r]+" |", line+"---|"
	}
	b.WriteString(head + "\n" + line + "\n")
	for _, act := range identity.Acts() {
		fmt.Fprintf(&b, "| `%s` | %s |", act, w.of("right", string(act)))
		for _, r := range identity.Relations {
			b.WriteString(" " + w.allowed(act, r) + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// allowed names the offices that may do the act, standing so to the matter.
func (w words) allowed(act identity.Act, r identity.Relation) string {
	var may []identity.Office
	for _, office := range append([]identity.Office{identity.Citizen, identity.Operator, identity.Machine}, identity.Offices...) {
		if identity.Allows(act, office, r) {
			may = append(may, office)
		}
	}
	var said []string
	for _, crowd := range crowds {
		if !slices.ContainsFunc(crowd.offices, func(o identity.Office) bool { return !slices.Contains(may, o) }) {
			said = append(said, crowd.word)
			may = slices.DeleteFunc(may, func(o identity.Office) bool { return slices.Contains(crowd.offices, o) })
		}
	}
	for _, office := range may {
		said = append(said, strings.TrimSuffix(w.of("office", string(office)), " of the commission"))
	}
	return strings.Join(said, ", ")
}
