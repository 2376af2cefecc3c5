package commission

import "redress/internal/identity"

// acquaintance knows people by how files name them.
type acquaintance struct {
	terms     map[whoever][]Term
	byEmail   map[whoever]identity.ID // the address in place of the commission
	newcomers map[whoever]int
	addressed map[whoever]Term     // the first line that gives a person's address
	moved     map[identity.ID]Term // the same of people known
}

func newAcquaintance(standing []Term) acquaintance {
	a := acquaintance{terms: map[whoever][]Term{}, byEmail: map[whoever]identity.ID{}, newcomers: map[whoever]int{},
		addressed: map[whoever]Term{}, moved: map[identity.ID]Term{}}
	for _, t := range standing {
		a.terms[t.who()] = append(a.terms[t.who()], t)
		a.note(t, t.Person)
	}
	return a
}

// note remembers the address of somebody known.
func (a acquaintance) note(t Term, person identity.ID) {
	if t.Email != "" && person != 0 {
		a.byEmail[t.addressed()] = person
	}
}

// term returns the standing term that a listed one is.
func (a acquaintance) term(t Term) (Term, bool) {
	for _, stands := range a.terms[t.who()] {
		if stands.From == t.From {
			return stands, true
		}
	}
	return Term{}, false
}

// person returns who a listed person is: in the same commission by the name, in
// another one by name and address. Zero is somebody new.
func (a acquaintance) person(t Term) identity.ID {
	if stands, ok := a.term(t); ok {
		return stands.Person
	}
	if stand := a.terms[t.who()]; len(stand) > 0 {
		return stand[0].Person
	}
	if t.Email == "" {
		return 0
	}
	return a.byEmail[t.addressed()]
}

// otherEmail reports whether the file gives one person two addresses, and in which
// line it gave the first: a person has one.
func (a acquaintance) otherEmail(t Term) (int, bool) {
	if t.Email == "" {
		return 0, false
	}
	first, given := a.addressed[t.who()]
	if id := a.person(t); id != 0 {
		if before, ok := a.moved[id]; ok {
			first, given = before, true
		} else {
			a.moved[id] = t
		}
	}
	if !given {
		a.addressed[t.who()] = t
	}
	return first.Line, given && first.Email != t.Email
}
