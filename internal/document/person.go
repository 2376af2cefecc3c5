package document

import (
	"strings"

	"redress/internal/grammar"
	"redress/internal/identity"
)

// Dictionary holds what a commission corrected: the six forms of a full name, by its
// nominative. It is asked before the rules of grammar.
type Dictionary map[string]grammar.Forms

// Forms are the six forms of a full name, and whether papers print them: what nobody is
// sure of they say in the nominative.
func (d Dictionary) Forms(n identity.Name) (grammar.Forms, bool) {
	said := d.declined(n)
	return said.All(), said.Sure && n.Surname != ""
}

// declined is a name in all cases, as the commission wrote it down or as grammar has it.
func (d Dictionary) declined(n identity.Name) grammar.Declined {
	forms, ok := d[n.Full()]
	if !ok {
		return grammar.Decline(grammar.Name(n), "")
	}
	var out grammar.Declined
	surname := len(strings.Fields(n.Surname))
	given := surname + len(strings.Fields(n.Given))
	for _, c := range grammar.Cases {
		words := strings.Fields(forms.In(c)) // as many as the nominative has
		out.Surname[c], out.Given[c], out.Patronymic[c] = strings.Join(words[:surname], " "), strings.Join(words[surname:given], " "), strings.Join(words[given:], " ")
	}
	out.Gender, out.Sure = grammar.Decline(grammar.Name(n), "").Gender, true
	return out
}

// full is the full name in the case, "Ивановой Анны Петровны"; false where nobody can be
// sure of it, and the paper has to say the name in the nominative.
func (d Dictionary) full(n identity.Name, c grammar.Case) (string, bool) {
	said := d.declined(n)
	return said.Full(c), said.Sure && n.Surname != ""
}

// addressed is a name as it stands where a paper says to whom it goes: in the dative, or in
// the nominative where nobody is sure of it.
func (d Dictionary) addressed(n identity.Name) string {
	if said, sure := d.full(n, grammar.Dative); sure {
		return said
	}
	return n.Full()
}

// short is the surname in the case with the initials, "Ивановой А. П.".
func (d Dictionary) short(n identity.Name, c grammar.Case) (string, bool) {
	said := d.declined(n)
	return said.Short(c), said.Sure && n.Surname != ""
}

// gendered picks the word for a man or a woman; either where the name does not tell.
func gendered(n identity.Name, he, she, either string) string {
	switch grammar.Decline(grammar.Name(n), "").Gender {
	case grammar.Masculine:
		return he
	case grammar.Feminine:
		return she
	case grammar.Neuter:
	}
	return either
}
