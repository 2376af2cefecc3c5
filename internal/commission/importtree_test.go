package commission

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"redress/internal/calendar"
	"redress/internal/regulation"
)

// told returns the faults as "line key", in their order.
func told(err error) []string {
	var faults *Faults
	if !errors.As(err, &faults) {
		if err != nil {
			return []string{err.Error()}
		}
		return nil
	}
	list := []string{}
	for _, f := range faults.Told {
		list = append(list, fmt.Sprintf("%d %s", f.Line, f.Why.Key))
	}
	return list
}

// compareTree reads a file and compares it with a tree.
func compareTree(file string, standing ...Entry) (TreeDiff, error) {
	f, err := ReadTree(strings.NewReader(file))
	if err != nil {
		return TreeDiff{}, err
	}
	return f.Compare(standing, regulation.Izhmorsky(), autumn)
}

const treeHead = "code,kind,name,parent_code,number\n"

// branch is a region with a territorial commission and a precinct.
func branch() []Entry {
	profile := regulation.Izhmorsky()
	return []Entry{
		{Commission: Commission{ID: 1, Code: "42", Kind: Regional, Name: "Область", Profile: profile}},
		{Commission: Commission{ID: 2, Code: "42-T1", Kind: Territorial, Name: "Округ", Number: "1", Profile: profile, Established: 9}, ParentCode: "42"},
		{Commission: Commission{ID: 3, Code: "42-0012", Kind: Precinct, Name: "Участок", Number: "12", Profile: profile}, ParentCode: "42-T1", Linked: first},
	}
}

func TestTreeFileIsRefused(t *testing.T) {
	for _, row := range []struct {
		name, file string
		want       []string
	}{
		{"no file at all", "", []string{"1 file_without_rows"}},
		{"a header and nothing else", treeHead, []string{"1 file_without_rows"}},
		{"a column is missing", "code,kind,name,number\nx,central,N,\n", []string{"1 column_missing"}},
		{"a column is misspelt", "code,kind,name,parent_code,number,phnoe\nx,central,N,,,\n", []string{"1 column_unknown"}},
		{"a column stands twice", "code,kind,name,parent_code,number,code\nx,central,N,,,\n", []string{"1 column_twice"}},
		{"not UTF-8", treeHead + "x,central,\xd6\xc8\xca,,\ny,central,\xd6,,\n", []string{"2 file_not_unicode"}},
		{"a value too few", treeHead + "x,central,N,\n", []string{"2 row_width"}},
		{"a value too many", treeHead + "x,central,N,,,1\n", []string{"2 row_width"}},
		{"a quotation mark inside", treeHead + "x,central,N \"n\",,\n43,regional,N,x,\n", []string{"2 row_unreadable", "3 parent_not_found"}},
		{"no code", treeHead + " ,central,N,,\n", []string{"2 column_empty"}},
		{"no name", treeHead + "x,central, ,,\n", []string{"2 column_empty"}},
		{"a name too long", treeHead + "x,central," + strings.Repeat("ж", 301) + ",,\n", []string{"2 text_too_long"}},
		{"a name with a bell", treeHead + "x,central,N\x07,,\n", []string{"2 text_unreadable"}},
		{"R-001: no such level", treeHead + "x,galactic,N,,\n", []string{"2 kind_unknown"}},
		{"the number is no number", treeHead + "43,territorial,N,42,12а\n", []string{"2 column_not_number"}},
		{"the number is negative", treeHead + "43,territorial,N,42,-1\n", []string{"2 column_not_number"}},
		{"the number is beyond counting", treeHead + "43,territorial,N,42,99999999999999999999\n", []string{"2 column_not_number"}},
		{"a precinct without a number", treeHead + "43,precinct,N,42-T1,\n", []string{"2 column_empty"}},
		{"voters are no number", "code,kind,name,parent_code,number,registered_voters\n43,territorial,N,42,1,много\n", []string{"2 column_not_number"}},
		{"no such day", "code,kind,name,parent_code,number,dissolved_on\n43,territorial,N,42,1,2026-02-30\n", []string{"2 column_not_day"}},
		{"a code twice", treeHead + "43,regional,N,,\n44,regional,N,,\n43,regional,N,,\n", []string{"4 code_twice"}},
		{"R-001: nobody known above", treeHead + "43,territorial,N,44,\n", []string{"2 parent_not_found"}},
		{"R-003: a precinct below nobody", treeHead + "43,precinct,N,,7\n", []string{"2 precinct_without_parent"}},
		{"R-001: a precinct above a precinct", treeHead + "43,precinct,N,42-0012,7\n", []string{"2 level_not_above"}},
		{"R-001: a precinct above a territorial commission", treeHead + "43,territorial,N,42-0012,7\n", []string{"2 level_not_above"}},
		{"R-001: a territorial commission above a territorial one", treeHead + "43,territorial,N,42-T1,7\n", []string{"2 level_not_above"}},
		{"R-001: somebody above the central commission", treeHead + "1,central,N,42,\n", []string{"2 level_not_above"}},
		{"R-001: what stands below would be below a precinct", treeHead + "42-T1,precinct,Округ,42,1\n", []string{"2 level_not_above"}},
		{"R-001: above itself", treeHead + "43,territorial,N,43,7\n", []string{"2 parents_in_circle"}},
		{"R-002: above each other", treeHead + "43,district,N,44,7\n44,territorial,N,43,7\n45,precinct,N,43,1\n", []string{"2 parents_in_circle"}},
		{"R-004: fewer than the regulation allows", "code,kind,name,parent_code,number,established\n43,territorial,N,42,1,4\n44,territorial,N,42,1,15\n45,territorial,N,42,1,14\n",
			[]string{"2 established_out_of_range", "3 established_out_of_range"}},
		{"below one that is dissolved", "code,kind,name,parent_code,number,dissolved_on\n43,territorial,N,42,1,01.09.2026\n44,precinct,N,43,1,\n45,precinct,N,43,2,2026-09-01\n",
			[]string{"3 parent_dissolved"}},
		{"what stands below one dissolved", "code,kind,name,parent_code,number,dissolved_on\n42-T1,territorial,N,42,1,01.09.2026\n", []string{"2 parent_dissolved"}},
		{"all at once", treeHead + "43,galactic,N,,\n,precinct,N,42-T1,1\n44,precinct,N,45,х\n",
			[]string{"2 kind_unknown", "3 column_empty", "4 column_not_number", "4 parent_not_found"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if _, err := compareTree(row.file, branch()...); !slices.Equal(told(err), row.want) {
				t.Errorf("told %q, want %q", told(err), row.want)
			}
		})
	}
}

func TestFiftyFaultsAreTold(t *testing.T) {
	_, err := compareTree(treeHead + strings.Repeat("x,galactic,N,,\n", 60))
	var faults *Faults
	if !errors.As(err, &faults) || len(faults.Told) != FaultsTold || faults.Count != 119 {
		t.Errorf("%v", err)
	}
}

func TestTreeFileIsCompared(t *testing.T) {
	d, err := compareTree("\ufeffCode; kind;name;parent_code;number;phone\r\n"+
		"42;regional;Область;;;\r\n;;;;;\r\n42-0012;precinct;«Участок»;42;0012;8 900\r\n42-13;precinct;\"Участок \"\"Заря\"\"; новый\";42-T1;13;;;\r\n", branch()...)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Added) != 1 || d.Added[0].Name != `Участок "Заря"; новый` || d.Added[0].ParentCode != "42-T1" || d.Added[0].Line != 5 {
		t.Errorf("added %+v", d.Added)
	}
	want := []ColumnChange{{"name", "Участок", "«Участок»"}, {"parent_code", "42-T1", "42"}, {"phone", "", "8 900"}}
	if len(d.Changed) != 1 || !slices.Equal(d.Changed[0].Columns, want) || !d.Changed[0].Moved() || d.Changed[0].New.ID != 3 {
		t.Errorf("changed %+v", d.Changed)
	}
	if d.Unchanged != 1 || len(d.Absent) != 1 || d.Absent[0].Code != "42-T1" {
		t.Errorf("unchanged %d, absent %+v", d.Unchanged, d.Absent)
	}
	if d, err := compareTree(treeHead+"42-T1,territorial,Округ,42,1\n", branch()...); err != nil || !d.Empty() {
		t.Errorf("a column that the file lacks is changed: %+v, %v", d, err)
	}
}

func TestLinkBeginsAfterTheOneItReplaces(t *testing.T) {
	f, err := ReadTree(strings.NewReader(treeHead + "42-0012,precinct,Участок,42,12\n"))
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[calendar.Date][]string{first.AddDays(-1): {"2 link_before_link"}, first: nil, autumn: nil} {
		if _, err := f.Compare(branch(), regulation.Izhmorsky(), day); !slices.Equal(told(err), want) {
			t.Errorf("since %s: %q, want %q", day, told(err), want)
		}
	}
}

func TestDirectlyHigher(t *testing.T) {
	links := []Link{
		{Lower: 3, Higher: 2, Until: first.AddDays(-1)},
		{Lower: 3, Higher: 1, From: first},
		{Lower: 3, Higher: 7, From: autumn, Until: autumn.AddDays(9), Campaign: 5},
		{Lower: 4, Higher: 2},
	}
	for _, row := range []struct {
		name     string
		lower    ID
		day      calendar.Date
		campaign CampaignID
		want     ID
	}{
		{"R-003: the last day of the earlier link", 3, first.AddDays(-1), 0, 2},
		{"R-003: the first day of the later link", 3, first, 0, 1},
		{"R-002: in the campaign the district commission stands between", 3, autumn, 5, 7},
		{"R-002: its last day", 3, autumn.AddDays(9), 5, 7},
		{"R-002: after it the standing link holds", 3, autumn.AddDays(10), 5, 1},
		{"R-002: in another campaign the standing link holds", 3, autumn, 6, 1},
		{"R-001: outside of campaigns the standing link holds", 3, autumn, 0, 1},
		{"R-001: nobody stands above the highest", 1, autumn, 5, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := DirectlyHigher(links, row.lower, row.day, row.campaign); got != row.want {
				t.Errorf("DirectlyHigher() = %d, want %d", got, row.want)
			}
		})
	}
}

func TestRealTreeIsRead(t *testing.T) {
	raw, err := os.Open("../../../shared/domain/fixtures/commissions-kuzbass.csv")
	if err != nil {
		t.Skip("the tree of a whole region is not here")
	}
	defer raw.Close()
	f, err := ReadTree(raw)
	if err != nil {
		t.Fatal(err)
	}
	d, err := f.Compare(nil, regulation.Izhmorsky(), autumn)
	if err != nil || len(d.Added) != 1624 {
		t.Errorf("%d added, %v", len(d.Added), err)
	}
}

// toldByLine reports whether a file is refused as it must be: with a fault at least, no
// more of them told than a page holds, each with the line it stands in.
func toldByLine(err error, text string) bool {
	var faults *Faults
	if !errors.As(err, &faults) || len(faults.Told) == 0 || faults.Count < len(faults.Told) || len(faults.Told) > FaultsTold {
		return false
	}
	return !slices.ContainsFunc(faults.Told, func(f Fault) bool { return f.Line < 1 || f.Line > strings.Count(text, "\n")+1 || f.Why == nil })
}

func FuzzReadTree(f *testing.F) {
	f.Add(treeHead + "42,regional,Область,,\n43,precinct,N,42,7\n")
	f.Add("\ufeffcode;kind;name;parent_code;number;established;dissolved_on\r\n42;regional;\"О\"\"\";;;5;01.09.2026\r\n")
	f.Add(treeHead + "43,district,N,44,7\n44,territorial,N,43,7\n")
	f.Add(treeHead + "x,central,\"N\n\n,,\n")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := compareTree(text, branch()...)
		if err != nil {
			if !toldByLine(err, text) {
				t.Fatalf("%T %v", err, err)
			}
			return
		}
		// What was taken in once is not changed a second time.
		tree := map[string]Entry{}
		for _, e := range branch() {
			tree[e.Code] = e
		}
		for _, e := range d.Added {
			tree[e.Code] = e
		}
		for _, c := range d.Changed {
			tree[c.New.Code] = c.New
		}
		var standing []Entry
		for _, e := range tree {
			standing = append(standing, e)
		}
		if again, err := compareTree(text, standing...); err != nil || !again.Empty() {
			t.Fatalf("the second time: %+v, %v", again, err)
		}
	})
}
