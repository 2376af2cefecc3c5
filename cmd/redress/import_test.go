package main

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/regulation"
)

// TestExamplesOfFilesAreGood keeps the files that the documentation shows in step
// with what is read.
func TestExamplesOfFilesAreGood(t *testing.T) {
	tree, err := readFile("../../docs/import/commissions.csv", commission.ReadTree)
	if err != nil {
		t.Fatal(err)
	}
	d, err := tree.Compare(nil, regulation.Izhmorsky(), calendar.Day(2026, 9, 14))
	if err != nil || len(d.Added) != 4 {
		t.Fatalf("%d added, %v", len(d.Added), err)
	}
	members, err := readFile("../../docs/import/members.csv", commission.ReadMembers)
	if err != nil {
		t.Fatal(err)
	}
	m, err := members.Compare(d.Added, nil)
	if err != nil || len(m.Added) != 6 || len(m.Newcomers) != 5 {
		t.Errorf("%d added, %d newcomers, %v", len(m.Added), len(m.Newcomers), err)
	}
	var b strings.Builder
	if err := printed(&b, false, m.Empty(), func(w io.Writer) { showMembers(w, m) }, "6 terms added", m.Unchanged); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "+ 42-T99, Докладов Денис Кириллович, member from 2026-06-01 to 2026-08-31\n") || !strings.Contains(b.String(), "add --apply") {
		t.Error(b.String())
	}
}

func TestFaultsOfAFileAreTold(t *testing.T) {
	file, err := commission.ReadTree(strings.NewReader("code,kind,name,parent_code,number\n43,precinct,N,,7\n44,galactic,N,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = file.Compare(nil, regulation.Izhmorsky(), calendar.Day(2026, 9, 14))
	var b strings.Builder
	err = told(t.Context(), &b, "tree.csv", err)
	if err == nil || err.Error() != "nothing was changed: faults in the file: 2" {
		t.Errorf("%v", err)
	}
	for _, want := range []string{"tree.csv:2: parent_code: A precinct commission needs", "[R-003: Regulation of the commission, clause\u00a01.9]\n",
		"tree.csv:3: kind: There is no such level. It must be one of: precinct, territorial"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q lacks %q", b.String(), want)
		}
	}
	if _, err := readFile("no such file", commission.ReadTree); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}
