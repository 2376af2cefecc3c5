package web

import (
	"context"
	"strings"

	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

// parts are the parts of the version shown that need different majorities.
func (v draftView) parts() []ruling.Part { return v.shown.Parts(v.about, v.profile()) }

// partsDiffer says in one sentence what the parts of the draft need: "отмена решения
// требует 8 голосов из 14, признание бездействия незаконным – большинства присутствующих".
func (v draftView) partsDiffer(ctx context.Context, parts []ruling.Part) string {
	var said []string
	for i, p := range parts {
		key := "draft_parts.of_present"
		if p.Majority.Basis == regulation.OfSeats {
			key = "draft_parts.of_seats"
		}
		said = append(said, t(ctx, key, "What", partName(ctx, i), "Clauses", clauseWords(ctx, p.Clauses),
			"Needed", neededOf(v.profile(), p.Question, v.seats(), v.seats()).Needed, "Established", v.seats()))
	}
	return t(ctx, "draft_parts.differ", "Parts", strings.Join(said, "; "))
}

// namesOf lists people by their short names.
func (v draftView) namesOf(people []identity.ID) string {
	var names []string
	for _, id := range people {
		names = append(names, v.Names[id].Short())
	}
	return strings.Join(names, ", ")
}
