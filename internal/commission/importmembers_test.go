package commission

import (
	"slices"
	"strings"
	"testing"

	"redress/internal/identity"
)

const membersHead = "commission_code,surname,given,patronymic,office,held_from,held_until,email\n"

// seated are a chair who was a member before, and a deputy, of the branch's
// territorial commission; its established number is three.
func seated() ([]Entry, []Term) {
	tree := branch()
	tree[1].Established = 3
	chair := identity.Name{Surname: "Уставова", Given: "Ульяна", Patronymic: "Устиновна"}
	return tree, []Term{
		{Seat: 1, Person: 11, Code: "42-T1", Name: chair, Office: identity.Member, From: first, Until: autumn, Email: "u@primer.example"},
		{Seat: 2, Person: 11, Code: "42-T1", Name: chair, Office: identity.Chair, From: autumn.AddDays(1), Email: "u@primer.example"},
		{Seat: 3, Person: 12, Code: "42-T1", Name: identity.Name{Surname: "Порядков", Given: "Павел"}, Office: identity.Deputy, From: first},
	}
}

func compareMembers(file string) (MembersDiff, error) {
	f, err := ReadMembers(strings.NewReader(file))
	if err != nil {
		return MembersDiff{}, err
	}
	return f.Compare(seated())
}

func TestMembersFileIsRefused(t *testing.T) {
	for _, row := range []struct {
		name, rows string
		want       []string
	}{
		{"nobody", "", []string{"1 file_without_rows"}},
		{"no surname", "42-T1,,Иван,,member,2026-10-01,,\n", []string{"2 column_empty"}},
		{"no given name", "42-T1,Иванов,,,member,2026-10-01,,\n", []string{"2 column_empty"}},
		{"R-005: no such commission", "42-T9,Иванов,Иван,,member,2026-10-01,,\n", []string{"2 commission_not_found"}},
		{"R-005: no such office", "42-T1,Иванов,Иван,,boss,2026-10-01,,\n", []string{"2 office_unknown"}},
		{"R-005: an administrator is no member", "42-T1,Иванов,Иван,,administrator,2026-10-01,,\n", []string{"2 office_unknown"}},
		{"R-005: no first day", "42-T1,Иванов,Иван,,member,,,\n", []string{"2 column_empty"}},
		{"R-005: no such day", "42-T1,Иванов,Иван,,member,31.06.2026,,\n", []string{"2 column_not_day"}},
		{"R-005: a day before there were commissions", "42-T1,Иванов,Иван,,member,0202-06-01,,\n", []string{"2 column_not_day"}},
		{"R-005: ends before it begins", "42-T1,Иванов,Иван,,member,2026-10-01,2026-09-30,\n", []string{"2 ends_before_start"}},
		{"no such address", "42-T1,Иванов,Иван,,member,2026-10-01,,Иван <i@x>\n", []string{"2 email_wrong"}},
		{"two addresses of one person", "42-T1,Иванов,Иван,,member,2026-10-01,2026-10-02,a@x.example\n42-T1,Иванов,Иван,,member,2026-10-03,,b@x.example\n",
			[]string{"3 email_differs"}},
		{"R-006: a second chair", "42-T1,Иванов,Иван,,chair,2026-10-01,,\n", []string{"2 office_held"}},
		{"R-006: a second deputy for one day", "42-T1,Иванов,Иван,,deputy,2026-03-01,2026-03-01,\n", []string{"2 office_held"}},
		{"R-006: two new secretaries", "42-T1,Иванов,Иван,,secretary,2026-02-01,2026-02-10,\n42-T1,Петров,Пётр,,secretary,2026-02-10,2026-02-11,\n", []string{"3 office_held"}},
		{"R-006: the chair's term is opened again", "42-T1,Иванов,Иван,,chair,2026-03-01,2026-09-14,\n42-T1,Уставова,Ульяна,Устиновна,chair,2026-09-15,,\n", nil},
		{"R-005: a person on two seats", "42-T1,Порядков,Павел,,member,2026-10-01,,\n", []string{"2 term_overlaps"}},
		{"R-005: a person on two seats, in capitals", "42-T1,ПОРЯДКОВ,Павел,,member,2026-10-01,,\n", []string{"2 term_overlaps"}},
		{"R-005: a person twice in a file, with ё and with е", "42-T1,Семёнов,Пётр,,member,2024-10-01,2024-10-05,\n42-T1,Семенов,Петр,,secretary,2024-10-01,2024-10-05,\n", []string{"3 term_overlaps"}},
		{"R-005: the earlier term is opened again", "42-T1,Уставова,Ульяна,Устиновна,member,2026-03-01,,\n", []string{"2 term_overlaps"}},
		{"R-005: the same row twice", strings.Repeat("42-T1,Порядков,Павел,,deputy,2026-03-01,,\n", 2), []string{"3 term_overlaps"}},
		{"R-004: one more than established", "42-T1,А,А,,member,2026-10-01,,\n42-T1,Б,Б,,member,2026-10-01,,\n", []string{"3 more_than_established"}},
		{"R-004: one comes the day after another went", "42-T1,А,А,,member,2026-10-01,2026-10-05,\n42-T1,Б,Б,,member,2026-10-06,,\n", nil},
		{"R-004: a precinct whose number is not known", "42-0012,А,А,,member,2026-10-01,,\n42-0012,Б,Б,,chair,2026-10-01,,\n", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			if _, err := compareMembers(membersHead + row.rows); !slices.Equal(told(err), row.want) {
				t.Errorf("told %q, want %q", told(err), row.want)
			}
		})
	}
}

func TestMembersFileIsCompared(t *testing.T) {
	d, err := compareMembers(membersHead +
		"42-T1,Порядков,Павел,,deputy,01.03.2026,2026-09-30,p@primer.example\n" + // ends, and has an address now
		"42-T1,Уставова,Ульяна,Устиновна,chair,2026-09-15,,\n" + // says nothing of the address
		"42-T1,Иванов,Иван,Иванович,deputy,2026-10-01,2026-10-31,i@primer.example\n" +
		"42-T1,Иванов,Иван,Иванович,member,2026-11-01,,\n" + // the same newcomer by the commission
		"42-0012,Иванов,Иван,Иванович,member,2026-11-01,,i@primer.example\n" + // and by the address
		"42-0012,Порядков,Павел,,member,2020-01-01,2020-12-31,p@primer.example\n" + // known by the address this file gives
		"42-0012,Уставова,Ульяна,Устиновна,member,2020-01-01,,\n") // a namesake, for all we know
	if err != nil {
		t.Fatal(err)
	}
	want := []ColumnChange{{"held_until", "", "2026-09-30"}, {"email", "", "p@primer.example"}}
	if len(d.Changed) != 1 || d.Changed[0].New.Seat != 3 || !slices.Equal(d.Changed[0].Columns, want) {
		t.Errorf("changed %+v", d.Changed)
	}
	var who [][2]int
	for _, a := range d.Added {
		who = append(who, [2]int{int(a.Person), a.Newcomer})
	}
	if !slices.Equal(who, [][2]int{{0, 1}, {0, 1}, {0, 1}, {12, 0}, {0, 2}}) || len(d.Newcomers) != 2 || d.Newcomers[0].Email != "i@primer.example" {
		t.Errorf("added %v, newcomers %+v", who, d.Newcomers)
	}
	if d.Unchanged != 1 || len(d.Absent) != 1 || d.Absent[0].Seat != 1 {
		t.Errorf("unchanged %d, absent %+v", d.Unchanged, d.Absent)
	}
}

func FuzzReadMembers(f *testing.F) {
	f.Add(membersHead + "42-T1,Порядков,Павел,,deputy,01.03.2026,2026-09-30,p@primer.example\n")
	f.Add(strings.ReplaceAll(membersHead, ",", ";") + "42-T1;А;А;;member;2026-10-01;;\n")
	f.Add(membersHead + "42-T1,Уставова,Ульяна,Устиновна,member,2026-03-01,,\n42-T9,,,,,,,\n")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := compareMembers(text)
		if err != nil && !toldByLine(err, text) {
			t.Fatalf("%T %v", err, err)
		}
		for _, a := range d.Added {
			if err == nil && (a.Person == 0) == (a.Newcomer == 0) {
				t.Fatalf("nobody, or two: %+v", a)
			}
		}
	})
}
