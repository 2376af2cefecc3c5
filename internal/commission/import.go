package commission

import (
	"bufio"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"redress/internal/calendar"
	"redress/internal/regulation"
)

// Fault is one line of a file that cannot be taken in, and why. Lines are counted as
// an editor counts them; the header is line 1.
type Fault struct {
	Line int
	Why  *regulation.Refusal
}

// FaultsTold is how many faults of a file are told at once.
const FaultsTold = 50

// Faults is what is wrong with a file, of which nothing is taken in.
type Faults struct {
	Told  []Fault // in the order of the lines
	Count int     // of all, told or not
}

// Error returns the faults for a log or a test, never for a person.
func (f *Faults) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d faults in the file", f.Count)
	for _, each := range f.Told {
		fmt.Fprintf(&b, "; line %d: %v", each.Line, each.Why)
	}
	return b.String()
}

// faults collects what is wrong with a file.
type faults struct{ all []Fault }

func (f *faults) fault(line int, clause regulation.Clause, field, key string, values regulation.Values) {
	f.because(line, &regulation.Refusal{Clause: clause, Field: field, Key: key, Values: values})
}

// because notes a refusal, if the error is one.
func (f *faults) because(line int, err error) {
	var why *regulation.Refusal
	if errors.As(err, &why) {
		f.all = append(f.all, Fault{line, why})
	}
}

// err returns the first faults by line, nil if there are none.
func (f *faults) err() error {
	if len(f.all) == 0 {
		return nil
	}
	told := slices.Clone(f.all)
	slices.SortStableFunc(told, func(a, b Fault) int { return a.Line - b.Line })
	return &Faults{Told: told[:min(len(told), FaultsTold)], Count: len(told)}
}

// sheet is a file of values with commas or semicolons between, as spreadsheet
// programs write them, read row by row.
type sheet struct {
	*faults
	rows    *csv.Reader
	columns []string
	hash    hash.Hash
}

// row is one row of a sheet by the names of its columns.
type row struct {
	line   int
	values map[string]string
}

// openSheet reads the header. The columns needed must be there, others than those
// known must not: a misspelt column would be left out in silence.
func openSheet(r io.Reader, needed, known []string) (*sheet, error) {
	s := &sheet{faults: &faults{}, hash: sha256.New()}
	buffered := bufio.NewReader(io.TeeReader(r, s.hash))
	if mark, _ := buffered.Peek(3); string(mark) == "\ufeff" {
		_, _ = buffered.Discard(len(mark)) // they are there
	}
	start, _ := buffered.Peek(1024) // a shorter file is no fault
	header, _, _ := strings.Cut(string(start), "\n")
	s.rows = csv.NewReader(buffered)
	s.rows.FieldsPerRecord = -1
	if strings.Count(header, ";") > strings.Count(header, ",") {
		s.rows.Comma = ';'
	}
	names, err := s.rows.Read()
	var unreadable *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		s.fault(1, "", "", "file_without_rows", nil)
	case errors.As(err, &unreadable):
		s.fault(1, "", "", "row_unreadable", nil)
	case err != nil:
		return nil, fmt.Errorf("reading the file: %w", err)
	case !utf8.ValidString(strings.Join(names, "")):
		s.fault(1, "", "", "file_not_unicode", nil)
	default:
		s.checkHeader(names, needed, known)
	}
	if err := s.err(); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *sheet) checkHeader(names, needed, known []string) {
	for _, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		switch {
		case slices.Contains(s.columns, name) && name != "":
			s.fault(1, "", name, "column_twice", regulation.Values{"Column": name})
		case !slices.Contains(needed, name) && !slices.Contains(known, name) && name != "":
			s.fault(1, "", name, "column_unknown", regulation.Values{"Column": name})
		}
		s.columns = append(s.columns, name)
	}
	for _, name := range needed {
		if !slices.Contains(s.columns, name) {
			s.fault(1, "", name, "column_missing", regulation.Values{"Column": name})
		}
	}
}

// next returns the next row that can be read, and false at the end. Rows that cannot
// be read are noted and left out; an empty row means nothing.
func (s *sheet) next() (row, bool, error) {
	for {
		values, err := s.rows.Read()
		var unreadable *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return row{}, false, nil
		case errors.As(err, &unreadable):
			s.fault(unreadable.StartLine, "", "", "row_unreadable", nil)
			continue
		case err != nil:
			return row{}, false, fmt.Errorf("reading the file: %w", err)
		}
		line, _ := s.rows.FieldPos(0)
		last := len(values) // spreadsheet programs put empty values at the end
		for last > 0 && strings.TrimSpace(values[last-1]) == "" {
			last--
		}
		switch {
		case last == 0:
			continue
		case !utf8.ValidString(strings.Join(values, "")):
			s.fault(line, "", "", "file_not_unicode", nil)
			return row{}, false, nil // so will the rest be
		case len(values) < len(s.columns) || last > len(s.columns):
			s.fault(line, "", "", "row_width", regulation.Values{"Want": len(s.columns), "Found": len(values)})
			continue
		}
		r := row{line: line, values: make(map[string]string, len(s.columns))}
		for i, name := range s.columns {
			r.values[name] = strings.TrimSpace(values[i])
		}
		return r, true, nil
	}
}

// text returns a value that people will read, and notes what no store can hold.
func (s *sheet) text(r row, column string) string {
	text := r.values[column]
	if strings.ContainsFunc(text, unicode.IsControl) {
		s.fault(r.line, "", column, "text_unreadable", nil)
		return ""
	}
	s.because(r.line, short(text, column))
	return text
}

// must is text that may not be empty.
func (s *sheet) must(r row, column string) string {
	text := s.text(r, column)
	if r.values[column] == "" {
		s.fault(r.line, "", column, "column_empty", regulation.Values{"Column": column})
	}
	return text
}

// whole returns a whole number that is not negative, zero for an empty value, and
// notes what is neither.
func (s *sheet) whole(r row, column string, clause regulation.Clause) int {
	n := 0
	for _, digit := range r.values[column] {
		if digit < '0' || digit > '9' || n > 99_999_999 {
			s.fault(r.line, clause, column, "column_not_number", regulation.Values{"Column": column})
			return 0
		}
		n = 10*n + int(digit-'0')
	}
	return n
}

// date returns a day written as 2026-09-14 or as 14.09.2026, zero for an empty value,
// and notes what is no day.
func (s *sheet) date(r row, column string, clause regulation.Clause) calendar.Date {
	text := r.values[column]
	if text == "" {
		return calendar.Date{}
	}
	if parts := strings.Split(text, "."); len(parts) == 3 {
		text = parts[2] + "-" + parts[1] + "-" + parts[0]
	}
	day, err := calendar.Parse(text)
	if err != nil || day.Year() < earliestYear || day.Year() > latestYear {
		s.fault(r.line, clause, column, "column_not_day", regulation.Values{"Column": column})
		return calendar.Date{}
	}
	return day
}

// Days outside these years are slips of the pen: the commissions of this law did not
// exist before, and nobody is appointed for so long.
const (
	earliestYear = 1993
	latestYear   = 2100
)

// digest returns the SHA-256 of the file that was read to its end.
func (s *sheet) digest() [32]byte { return [32]byte(s.hash.Sum(nil)) }
