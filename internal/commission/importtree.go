package commission

import (
	"cmp"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"redress/internal/calendar"
	"redress/internal/regulation"
)

// Entry is one commission of the tree as a file lists it, or as it stands.
type Entry struct {
	Commission
	ParentCode string        // code of the directly higher commission, empty for none
	Linked     calendar.Date // since when that one, or none, stands above; zero if since before it was recorded
	Line       int           // in the file, zero for one that stands
	Numbers    []Number      // established numbers as they stand, the earliest first
	Seated     int           // the most members on any day from today on
}

// establishedOn returns the established number of a day, zero where none is known.
func (e Entry) establishedOn(day calendar.Date) int {
	if len(e.Numbers) == 0 {
		return e.Established
	}
	return establishedOn(e.Numbers, day)
}

// numberDays returns the days on which the established number changes.
func (e Entry) numberDays() []calendar.Date {
	var days []calendar.Date
	for _, n := range e.Numbers {
		if !n.From.IsZero() {
			days = append(days, n.From)
		}
	}
	return days
}

// treeColumns are the columns of a file of commissions as text, by which a file is
// compared with what stands. A column the file lacks is left as it is.
var treeColumns = []struct {
	name string
	of   func(Entry) string
	keep func(to *Entry, from Entry)
}{
	{"kind", func(e Entry) string { return string(e.Kind) }, func(to *Entry, from Entry) { to.Kind = from.Kind }},
	{"name", func(e Entry) string { return e.Name }, func(to *Entry, from Entry) { to.Name = from.Name }},
	{"parent_code", func(e Entry) string { return e.ParentCode }, func(to *Entry, from Entry) { to.ParentCode = from.ParentCode }},
	{"number", func(e Entry) string { return e.Number }, func(to *Entry, from Entry) { to.Number = from.Number }},
	{"short_name", func(e Entry) string { return e.ShortName }, func(to *Entry, from Entry) { to.ShortName = from.ShortName }},
	{"established", func(e Entry) string { return numeral(e.Established) }, func(to *Entry, from Entry) { to.Established = from.Established }},
	{"address", func(e Entry) string { return e.Address }, func(to *Entry, from Entry) { to.Address = from.Address }},
	{"place", func(e Entry) string { return e.Place }, func(to *Entry, from Entry) { to.Place = from.Place }},
	{"phone", func(e Entry) string { return e.Phone }, func(to *Entry, from Entry) { to.Phone = from.Phone }},
	{"hours", func(e Entry) string { return e.Hours }, func(to *Entry, from Entry) { to.Hours = from.Hours }},
	{"email", func(e Entry) string { return e.Email }, func(to *Entry, from Entry) { to.Email = from.Email }},
	{"dissolved_on", func(e Entry) string { return e.DissolvedOn.String() }, func(to *Entry, from Entry) { to.DissolvedOn = from.DissolvedOn }},
}

// numeral writes a number; zero is empty.
func numeral(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// TreeFile is what a file of commissions says.
type TreeFile struct {
	Digest  [32]byte
	entries []Entry
	columns []string
	faults  *faults
}

// ReadTree reads a file of commissions: code, kind, name, parent_code, number and
// whatever else of treeColumns it has. Registered voters are checked and not kept: no
// rule asks for them. Faults of rows are told by Compare, together with the rest.
func ReadTree(r io.Reader) (TreeFile, error) {
	needed := []string{"code", "kind", "name", "parent_code", "number"}
	known := []string{"registered_voters"}
	for _, c := range treeColumns {
		known = append(known, c.name)
	}
	s, err := openSheet(r, needed, known)
	if err != nil {
		return TreeFile{}, err
	}
	file := TreeFile{columns: s.columns, faults: s.faults}
	for {
		r, more, err := s.next()
		if err != nil {
			return TreeFile{}, err
		}
		if !more {
			break
		}
		file.entries = append(file.entries, s.entry(r))
	}
	if len(file.entries) == 0 && len(s.all) == 0 {
		s.fault(1, "", "", "file_without_rows", nil)
	}
	file.Digest = s.digest()
	return file, nil
}

// entry reads one commission.
func (s *sheet) entry(r row) Entry {
	e := Entry{Line: r.line, ParentCode: s.text(r, "parent_code"), Commission: Commission{
		Code: s.must(r, "code"), Kind: Kind(r.values["kind"]), Name: s.must(r, "name"), ShortName: s.text(r, "short_name"),
		Number:      numeral(s.whole(r, "number", "")), // 0012 is the same polling station as 12
		Established: s.whole(r, "established", regulation.EstablishedNumber), Address: s.text(r, "address"), Place: s.text(r, "place"),
		Phone: s.text(r, "phone"), Hours: s.text(r, "hours"), Email: s.text(r, "email"),
		DissolvedOn: s.date(r, "dissolved_on", "")}}
	s.whole(r, "registered_voters", "")
	if !slices.Contains(Kinds, e.Kind) {
		s.fault(r.line, regulation.DirectSuperior, "kind", "kind_unknown", regulation.Values{"Kinds": kindNames()})
	}
	if e.Kind == Precinct && strings.Trim(r.values["number"], "0") == "" {
		s.fault(r.line, "", "number", "column_empty", regulation.Values{"Column": "number"})
	}
	return e
}

func kindNames() string {
	var names []string
	for _, k := range Kinds {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}

// TreeChange is one commission that a file changes.
type TreeChange struct {
	Old, New Entry
	Columns  []ColumnChange
}

// ColumnChange is one value that a file changes.
type ColumnChange struct{ Column, Old, New string }

// Moved reports whether another commission is directly higher than before.
func (c TreeChange) Moved() bool { return c.Old.ParentCode != c.New.ParentCode }

// TreeDiff is what taking a file in changes. Commissions that the file leaves out
// stay as they are: a file may be of one district.
type TreeDiff struct {
	Since     calendar.Date // from when new links of commissions that stood before hold
	Added     []Entry
	Changed   []TreeChange
	Unchanged int
	Absent    []Entry // exist, and are not in the file
}

// Empty reports whether there is nothing to change.
func (d TreeDiff) Empty() bool { return len(d.Added) == 0 && len(d.Changed) == 0 }

// Compare checks the file against the tree as it stands and returns what it changes.
// New commissions get the profile; a link that changes holds since the day given.
func (f TreeFile) Compare(standing []Entry, profile regulation.Profile, since calendar.Date) (TreeDiff, error) {
	check := treeCheck{faults: &faults{all: slices.Clone(f.faults.all)}, tree: make(map[string]Entry, len(standing)+len(f.entries))}
	before := make(map[string]Entry, len(standing))
	for _, e := range standing {
		before[e.Code], check.tree[e.Code] = e, e
	}
	d := TreeDiff{Since: since}
	listed := make(map[string]int, len(f.entries))
	for _, e := range f.entries {
		if e.Code == "" {
			continue // told already
		}
		if first, twice := listed[e.Code]; twice {
			check.fault(e.Line, "", "code", "code_twice", regulation.Values{"Code": e.Code, "First": first})
			continue
		}
		listed[e.Code] = e.Line
		old, stood := before[e.Code]
		if !stood {
			e.Profile, e.Convocation = profile, 1
			d.Added = append(d.Added, e)
		} else if e = f.over(old, e); !d.change(old, e, f.columns) {
			d.Unchanged++
		} else if old.ParentCode != e.ParentCode && !old.Linked.IsZero() && since.Before(old.Linked) {
			check.fault(e.Line, regulation.OwnTerritory, "parent_code", "link_before_link", regulation.Values{"From": old.Linked.String()})
		}
		if days := old.numberDays(); old.Established != e.Established && len(days) > 0 && since.Before(days[len(days)-1]) {
			check.fault(e.Line, regulation.EstablishedNumber, "established", "number_before_number", regulation.Values{"Day": days[len(days)-1]})
		}
		check.tree[e.Code] = e
	}
	for _, e := range standing {
		if listed[e.Code] == 0 && e.DissolvedOn.IsZero() {
			d.Absent = append(d.Absent, e)
		}
	}
	check.run()
	return d, check.err()
}

// over returns the standing commission with what the file says of it.
func (f TreeFile) over(standing, listed Entry) Entry {
	standing.Line = listed.Line
	for _, c := range treeColumns {
		if slices.Contains(f.columns, c.name) {
			c.keep(&standing, listed)
		}
	}
	return standing
}

// change notes what differs between a commission as it stands and as it will, and
// reports whether anything does.
func (d *TreeDiff) change(old, e Entry, columns []string) bool {
	change := TreeChange{Old: old, New: e}
	for _, c := range treeColumns {
		if was, is := c.of(old), c.of(e); was != is && slices.Contains(columns, c.name) {
			change.Columns = append(change.Columns, ColumnChange{c.name, was, is})
		}
	}
	if change.Columns != nil {
		d.Changed = append(d.Changed, change)
	}
	return change.Columns != nil
}

// treeCheck checks a tree as it would stand with a file taken in.
type treeCheck struct {
	*faults
	tree map[string]Entry
}

func (c treeCheck) run() {
	inOrder := slices.SortedFunc(maps.Values(c.tree), func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Code, b.Code))
	})
	told := map[string]bool{} // commissions in a circle that was told
	for _, e := range inOrder {
		higher, known := c.tree[e.ParentCode]
		line := cmp.Or(e.Line, higher.Line) // what stands below a line is that line's fault
		if line == 0 {
			continue // both stand, and stay
		}
		if e.Line > 0 {
			c.checkNumber(e)
			c.checkCircle(e.Code, told)
		}
		switch {
		case e.ParentCode == "" && e.Kind == Precinct:
			c.fault(line, regulation.OwnTerritory, "parent_code", "precinct_without_parent", nil)
		case e.ParentCode == "":
		case !known:
			c.fault(line, regulation.DirectSuperior, "parent_code", "parent_not_found", regulation.Values{"Code": e.ParentCode})
		case slices.Contains(Kinds, e.Kind) && slices.Contains(Kinds, higher.Kind) && e.Code != higher.Code:
			c.because(line, e.Kind.CheckBelow(higher.Kind, "parent_code"))
		}
		if known && e.DissolvedOn.IsZero() && !higher.DissolvedOn.IsZero() {
			c.fault(line, regulation.DirectSuperior, "parent_code", "parent_dissolved", regulation.Values{"Code": e.Code, "Higher": e.ParentCode})
		}
	}
}

// checkCircle tells of a circle on the way up, once, at the first of its lines.
func (c treeCheck) checkCircle(code string, told map[string]bool) {
	way := circle(code, func(code string) (string, bool) {
		up, ok := c.tree[c.tree[code].ParentCode]
		return up.Code, ok
	})
	if len(way) == 0 || told[way[0]] {
		return
	}
	first := 0
	for i, code := range way {
		told[code] = true
		if line := c.tree[code].Line; line > 0 && (c.tree[way[first]].Line == 0 || line < c.tree[way[first]].Line) {
			first = i
		}
	}
	way = append(slices.Concat(way[first:], way[:first]), way[first])
	c.fault(c.tree[way[0]].Line, regulation.DirectSuperior, "parent_code", "parents_in_circle", regulation.Values{"Way": strings.Join(way, " → ")})
}

// checkNumber checks the established number: a territorial commission's by
// its regulation, others' by what can be meant at all; and that the members appointed
// have seats.
func (c treeCheck) checkNumber(e Entry) {
	if e.Established == 0 {
		return
	}
	c.because(e.Line, checkEstablished(e.Kind, e.Profile, e.Established))
	if e.Established < e.Seated {
		c.fault(e.Line, regulation.EstablishedNumber, "established", "number_below_members", regulation.Values{"Established": e.Established, "Members": e.Seated})
	}
}
