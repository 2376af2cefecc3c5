package web

import (
	"context"

	"redress/internal/regulation"
)

// Tell returns the sentence of a refusal and where its rule stands, for a program
// that has no page to show it on. The place is empty if no rule refuses.
func Tell(ctx context.Context, lang Lang, r *regulation.Refusal) (text, source string) {
	ctx = context.WithValue(ctx, visitKey{}, &visit{server: &Server{}, lang: lang})
	return sentence(ctx, r), sources(ctx, r.Clause)
}
