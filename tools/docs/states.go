package main

import (
	"fmt"
	"strings"

	"redress/internal/complaint"
	"redress/internal/identity"
)

// statesPage writes the states of a complaint and the acts between them.
func statesPage(w words) string {
	var b strings.Builder
	b.WriteString(note)
	b.WriteString(`# The states of a complaint

![The states of a complaint and the acts between them](states.svg)

Yellow: the commission owes a ruling. White: decided, and not yet with the parties. Green: a lawful end. The acts that leave a complaint where it is are in the table alone.

The table of ` + "`internal/complaint`" + `. What is not in it is not allowed: ` + "`complaint.TestEveryStateAndAct`" + ` tries every act in every state. From each state some row of acts leads to a
lawful end, and none ends without an adopted ruling (` + "`TestEveryStateLeadsToALawfulEnd`, `TestNothingEndsWithoutARuling`" + `).

| state | in words | the commission owes a ruling |
|---|---|:---:|
`)
	for _, state := range complaint.States {
		owes := ""
		if state.Open() {
			owes = "●"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", state, w.of("state", string(state)), owes)
	}
	b.WriteString("\n| act | in words | from | to | rule |\n|---|---|---|---|---|\n")
	fmt.Fprintf(&b, "| `%s` | %s | | `%s` | %s |\n", complaint.Filing, w.of("act", string(complaint.Filing)), complaint.Filed, filingClause())
	for _, m := range complaint.Moves() {
		var from []string
		for _, state := range m.From {
			from = append(from, "`"+string(state)+"`")
		}
		to := "as it was"
		if m.To != "" {
			to = "`" + string(m.To) + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", m.Act, w.of("act", string(m.Act)), strings.Join(from, ", "), to, m.Clause)
	}
	return b.String()
}

// filingClause is the rule that the first line of a docket cites; filing has no state
// to come from and so no line in the table.
func filingClause() string {
	return complaint.Complaint{}.FilingLine(identity.Nobody, "").Clause.String()
}
