package commission

import (
	"cmp"
	"io"
	"net/mail"
	"slices"
	"strings"

	"redress/internal/calendar"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// SeatID is a number of a seat in this installation.
type SeatID int64

// Term is one person's time in one office of one commission, as a file lists it, or
// as it stands.
type Term struct {
	Seat   SeatID      // zero for one that a file adds
	Person identity.ID // zero for a newcomer
	Code   string      // of the commission
	Name   identity.Name
	Office identity.Office
	From   calendar.Date
	Until  calendar.Date // the last day included, zero while it lasts
	Email  string
	Line   int // in the file, zero for one that stands

	Newcomer int // which of MembersDiff.Newcomers the person is, from 1; zero for somebody known
}

// Newcomer is somebody a file names first.
type Newcomer struct {
	Name  identity.Name
	Email string
}

// whoever is a person as files name people: within a commission by the name, however
// it is spelled (identity.Name.Plain).
type whoever struct {
	code string
	name identity.Name
}

func (t Term) who() whoever { return whoever{t.Code, t.Name.Plain()} }

// addressed is a person by the address in place of the commission.
func (t Term) addressed() whoever { return whoever{t.Email, t.Name.Plain()} }

// overlaps reports whether two terms have a day in common.
func (t Term) overlaps(other Term) bool {
	return on(t.From, other.From, other.Until) || on(other.From, t.From, t.Until)
}

// impossible reports whether the term has no first day, or ends before it.
func (t Term) impossible() bool {
	return t.From.IsZero() || !t.Until.IsZero() && t.Until.Before(t.From)
}

// MembersFile is what a file of members says.
type MembersFile struct {
	Digest [32]byte
	terms  []Term
	faults *faults
}

// memberColumns are the columns of a file of members; all are needed.
var memberColumns = []string{"commission_code", "surname", "given", "patronymic", "office", "held_from", "held_until", "email"}

// ReadMembers reads a file of members. Faults of rows are told by Compare, together
// with the rest.
func ReadMembers(r io.Reader) (MembersFile, error) {
	s, err := openSheet(r, memberColumns, nil)
	if err != nil {
		return MembersFile{}, err
	}
	file := MembersFile{faults: s.faults}
	for {
		r, more, err := s.next()
		if err != nil {
			return MembersFile{}, err
		}
		if !more {
			break
		}
		file.terms = append(file.terms, s.term(r))
	}
	if len(file.terms) == 0 && len(s.all) == 0 {
		s.fault(1, "", "", "file_without_rows", nil)
	}
	file.Digest = s.digest()
	return file, nil
}

// term reads one term.
func (s *sheet) term(r row) Term {
	part := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	t := Term{Line: r.line, Code: s.must(r, "commission_code"), Office: identity.Office(r.values["office"]),
		Name: identity.Name{Surname: part(s.must(r, "surname")), Given: part(s.must(r, "given")), Patronymic: part(s.text(r, "patronymic"))},
		From: s.date(r, "held_from", regulation.VotingMembers), Until: s.date(r, "held_until", regulation.VotingMembers), Email: s.text(r, "email")}
	if !t.Office.Voting() {
		offices := []string{string(identity.Chair), string(identity.Deputy), string(identity.Secretary), string(identity.Member)}
		s.fault(r.line, regulation.VotingMembers, "office", "office_unknown", regulation.Values{"Offices": strings.Join(offices, ", ")})
	}
	if r.values["held_from"] == "" {
		s.fault(r.line, regulation.VotingMembers, "held_from", "column_empty", regulation.Values{"Column": "held_from"})
	}
	if !t.Until.IsZero() && t.Until.Before(t.From) {
		s.fault(r.line, regulation.VotingMembers, "held_until", "ends_before_start", nil)
	}
	if t.Email != "" {
		if address, err := mail.ParseAddress(t.Email); err != nil || address.Address != t.Email {
			s.fault(r.line, "", "email", "email_wrong", nil)
		}
	}
	return t
}

// TermChange is one term that a file changes.
type TermChange struct {
	Old, New Term
	Columns  []ColumnChange
}

// MembersDiff is what taking a file of members in changes. Members the file leaves
// out stay as they are.
type MembersDiff struct {
	Added     []Term
	Changed   []TermChange
	Newcomers []Newcomer
	Unchanged int
	Absent    []Term // stand in commissions that the file names, and are not in it
}

// Empty reports whether there is nothing to change.
func (d MembersDiff) Empty() bool { return len(d.Added) == 0 && len(d.Changed) == 0 }

// Compare checks the file against the commissions and the terms as they stand and
// returns what it changes. A term is the same if commission, name and first day are.
func (f MembersFile) Compare(tree []Entry, standing []Term) (MembersDiff, error) {
	all := &faults{all: slices.Clone(f.faults.all)}
	commissions := make(map[string]Entry, len(tree))
	for _, e := range tree {
		commissions[e.Code] = e
	}
	known := newAcquaintance(standing)
	for _, t := range f.terms {
		known.note(t, known.person(t)) // so that an address the file changes names the same person
	}
	var d MembersDiff
	named := map[string]bool{}
	after := map[string][]Term{} // by commission, as they will stand
	listed := map[SeatID]bool{}
	for _, t := range f.terms {
		if _, ok := commissions[t.Code]; !ok && t.Code != "" {
			all.fault(t.Line, regulation.VotingMembers, "commission_code", "commission_not_found", regulation.Values{"Code": t.Code})
		}
		named[t.Code] = true
		if first, differs := known.otherEmail(t); differs {
			all.fault(t.Line, "", "email", "email_differs", regulation.Values{"First": first})
		}
		old, stood := known.term(t)
		t.Seat, t.Person = old.Seat, known.person(t)
		switch {
		case stood && listed[old.Seat]:
			t.Seat = 0 // the same twice; told as overlapping
		case !stood:
			if t.Person == 0 {
				t.Newcomer = d.newcomer(known, t)
			}
			d.Added = append(d.Added, t)
		case !d.change(old, &t):
			d.Unchanged++
		}
		listed[t.Seat] = true
		after[t.Code] = append(after[t.Code], t)
	}
	for _, t := range standing {
		if named[t.Code] && !listed[t.Seat] {
			d.Absent = append(d.Absent, t)
			after[t.Code] = append(after[t.Code], t)
		}
	}
	for code, terms := range after {
		own := commissions[code]
		checkTerms(all, own.establishedOn, own.numberDays(), terms)
	}
	return d, all.err()
}

// newcomer returns which newcomer somebody not known is, counting a new one if none.
func (d *MembersDiff) newcomer(known acquaintance, t Term) int {
	same := []whoever{t.who()}
	if t.Email != "" {
		same = append(same, t.addressed())
	}
	n := 0
	for _, w := range same {
		n = cmp.Or(n, known.newcomers[w])
	}
	if n == 0 {
		d.Newcomers = append(d.Newcomers, Newcomer{Name: t.Name})
		n = len(d.Newcomers)
	}
	for _, w := range same {
		known.newcomers[w] = n
	}
	d.Newcomers[n-1].Email = cmp.Or(d.Newcomers[n-1].Email, t.Email)
	return n
}

// change notes what differs between a term as it stands and as the file has it, and
// reports whether anything does. An empty address says nothing of the one that is kept.
func (d *MembersDiff) change(old Term, t *Term) bool {
	if t.Email == "" {
		t.Email = old.Email
	}
	change := TermChange{Old: old, New: *t}
	for _, c := range []ColumnChange{{"office", string(old.Office), string(t.Office)}, {"held_until", old.Until.String(), t.Until.String()}, {"email", old.Email, t.Email}} {
		if c.Old != c.New {
			change.Columns = append(change.Columns, c)
		}
	}
	if change.Columns != nil {
		d.Changed = append(d.Changed, change)
	}
	return change.Columns != nil
}

// checkTerms checks the terms of one commission against each other and against its
// established number, which changes on the days given. What stands already and does
// not meet a line of the file is not told.
func checkTerms(all *faults, established func(calendar.Date) int, changes []calendar.Date, terms []Term) {
	slices.SortStableFunc(terms, func(a, b Term) int { return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Line, b.Line)) })
	for i, t := range terms {
		if t.impossible() {
			continue // told already
		}
		for _, before := range terms[:i] {
			if line := max(t.Line, before.Line); line > 0 && !before.impossible() && before.overlaps(t) {
				checkPair(all, line, before, t)
			}
		}
		checkSeats(all, established(t.From), t.From, terms)
	}
	for _, day := range changes {
		checkSeats(all, established(day), day, terms)
	}
}

// checkSeats checks that no more members sit on a day than seats are established
// . It tells the last line of those who would sit then and begin on the day, or
// of all if the number changes on it.
func checkSeats(all *faults, established int, day calendar.Date, terms []Term) {
	sitting, last := 0, 0
	for _, t := range terms {
		if !t.impossible() && on(day, t.From, t.Until) {
			sitting, last = sitting+1, max(last, t.Line)
		}
	}
	why := &regulation.Refusal{Clause: regulation.EstablishedNumber, Field: "held_from", Key: "more_than_established",
		Values: regulation.Values{"Established": established, "Day": day, "Members": sitting}}
	told := func(f Fault) bool { return f.Line == last && f.Why.Key == why.Key }
	if established > 0 && sitting > established && last > 0 && !slices.ContainsFunc(all.all, told) {
		all.because(last, why)
	}
}

// same reports whether two terms are one person's: by number where both are known, by
// the name among those a file names.
func (t Term) same(other Term) bool {
	if t.Person != 0 && other.Person != 0 {
		return t.Person == other.Person
	}
	return t.Name.Plain() == other.Name.Plain()
}

// checkPair checks two terms that have a day in common: nobody sits twice,
// and there is one chair, one deputy and one secretary.
func checkPair(all *faults, line int, before, t Term) {
	switch {
	case before.same(t):
		all.fault(line, regulation.VotingMembers, "held_from", "term_overlaps", regulation.Values{"Name": t.Name.Full(), "Day": t.From})
	case before.Office == t.Office && t.Office.Voting() && t.Office != identity.Member:
		all.fault(line, regulation.OfficerPosts, "office", "office_held",
			regulation.Values{"Name": t.Name.Short(), "Other": before.Name.Short(), "Office": string(t.Office), "Day": t.From})
	}
}
