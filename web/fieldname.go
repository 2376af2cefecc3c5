package web

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"redress/internal/complaint"
)

// names are the labels of the fields of a page, by the id of the field. Only a form
// knows what its fields are called, and the summary of errors stands before it: a page
// with a summary is therefore rendered twice, see Server.page.
type names struct {
	labels map[string]string
	asked  bool // the page has a summary of errors
}

// called remembers what a field is called on this page.
func called(ctx context.Context, field, label string) {
	if label == "" {
		return
	}
	n := &visitOf(ctx).names
	if n.labels == nil {
		n.labels = make(map[string]string)
	}
	n.labels[field] = label
}

// nameInSummary is the most letters the name of a field has in the summary: some are a
// demand in the complainant's words.
const nameInSummary = 90

// inSummary is a problem as a line of the summary: the name of its field, and the
// sentence, which goes on after a colon. Without a name the page has no such field.
func inSummary(ctx context.Context, p Problem) (name, sentence string) {
	n := &visitOf(ctx).names
	n.asked = true
	name = strings.TrimRight(complaint.Shorten(n.labels[p.Field], nameInSummary), " :.")
	switch {
	case name == "":
		return "", p.Text
	case strings.ContainsAny(name[len(name)-1:], "?!"):
		return name, p.Text
	}
	return name + ":", uncapital(p.Text)
}

// uncapital begins a sentence with a small letter, unless it begins with an
// abbreviation or with something that is no word.
func uncapital(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	if second, _ := utf8.DecodeRuneInString(sentence[size:]); !unicode.IsUpper(first) || unicode.IsUpper(second) {
		return sentence
	}
	return string(unicode.ToLower(first)) + sentence[size:]
}
