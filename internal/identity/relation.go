package identity

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ErrForeign says that the matter is none of the actor's: for them there is no such
// paper.
var ErrForeign = errors.New("not a matter of the one who acts")

// Relation is how somebody stands to the matter an act is about.
type Relation string

// The relations. The commission complained about stands to the complaint as its
// respondent even where the paper lies with it.
const (
	Own          Relation = "own"          // a member of the commission that has the matter
	Higher       Relation = "higher"       // a member of a commission above that one
	Respondent   Relation = "respondent"   // a member of the commission complained about
	Complainant  Relation = "complainant"  // who complained, a member of the commission or whoever shows the code
	Party        Relation = "party"        // invited or told, like a candidate the ruling touches
	Public       Relation = "public"       // nobody of these
	Installation Relation = "installation" // of acts about no matter: the form, signing in, the settings
)

// Relations lists the relations in the order of the table that people read.
var Relations = []Relation{Own, Higher, Respondent, Complainant, Party, Public, Installation}

// Matter is what an act is about, as far as rights depend on it: a complaint, or with
// nothing but its commission a sitting, a paper, a letter.
type Matter struct {
	Commission  CommissionID
	Respondent  CommissionID   // zero of what is no complaint, and while nobody knows it
	Above       []CommissionID // the commissions above the one that has it
	Complainant Name
}

// RelationTo says how the actor stands to the matter. Being complained about comes
// before everything else; a complainant by name only is one in the own
// commission, for elsewhere it would be a namesake.
func (a Actor) RelationTo(m Matter) Relation {
	switch {
	case a.Office == Machine:
		return Own // it carries on what the commission has begun
	case a.Commission == 0:
		return Public
	case a.Commission == m.Respondent:
		return Respondent
	case a.Commission != m.Commission:
		for _, above := range m.Above {
			if a.Commission == above {
				return Higher
			}
		}
		return Public
	case a.Name.Same(m.Complainant):
		return Complainant
	}
	return Own
}

// Same reports whether two full names are written alike; case and ё do not matter. A
// name that nobody gave is nobody's.
func (n Name) Same(other Name) bool {
	return n.Surname != "" && n.Given != "" && alike(n.Surname, other.Surname) && alike(n.Given, other.Given) && alike(n.Patronymic, other.Patronymic)
}

// Plain is the name as it is compared: in lower case, ё as е.
func (n Name) Plain() Name {
	fold := func(s string) string { return strings.Map(plain, strings.TrimSpace(s)) }
	return Name{Surname: fold(n.Surname), Given: fold(n.Given), Patronymic: fold(n.Patronymic)}
}

// alike compares letter by letter and makes no strings: every act asks it.
func alike(a, b string) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	for a != "" && b != "" {
		x, m := utf8.DecodeRuneInString(a)
		y, n := utf8.DecodeRuneInString(b)
		if plain(x) != plain(y) {
			return false
		}
		a, b = a[m:], b[n:]
	}
	return a == b
}

// plain is a letter in lower case, ё as е.
func plain(r rune) rune {
	if r = unicode.ToLower(r); r == 'ё' {
		return 'е'
	}
	return r
}
