package main

import (
	"fmt"
	"strings"

	"redress/internal/identity"
)

// permissionsPage writes the table of who may do what.
func permissionsPage(w words) string {
	offices := append([]identity.Office{identity.Citizen}, identity.Offices...)
	var b strings.Builder
	b.WriteString(note)
	b.WriteString(`# Who may do what

The table of ` + "`internal/identity`" + `. Every route of the web pages names one of these acts, and the act itself asks the same table again. Offices are those held on the day; whoever
[acts as chair](regulation.md) (R-007) has the chair's column beside the own one. Some acts ask for more than the office: a draft is edited by its rapporteur and the
secretary, a sitting is run, written up and signed by the member who presides there and the one who keeps its minutes.

`)
	head, line := "| act |", "|---|"
	for _, office := range offices {
		head, line = head+" "+w.of("office", string(office))+" |", line+":---:|"
	}
	b.WriteString(head + " in words |\n" + line + "---|\n")
	for _, act := range identity.Acts() {
		fmt.Fprintf(&b, "| `%s` |", act)
		for _, office := range offices {
			mark := ""
			if (identity.Actor{Office: office}).May(act) {
				mark = "●"
			}
			fmt.Fprintf(&b, " %s |", mark)
		}
		fmt.Fprintf(&b, " %s |\n", w.of("right", string(act)))
	}
	return b.String()
}
