package main

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"redress/internal/regulation"
)

// rules is the project's own list of the numbers of the rule table.
func rules(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "rules.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(raw))
}

func TestEveryRuleHasOneRow(t *testing.T) {
	wanted := rules(t)
	var rows []string
	for _, c := range Coverages() {
		if !slices.Contains(wanted, c.Rule.String()) {
			t.Errorf("the row %s is of no rule of the rule table", c.Rule)
		}
		if slices.Contains(rows, c.Rule.String()) {
			t.Errorf("%s has two rows", c.Rule)
		}
		rows = append(rows, c.Rule.String())
		if fault := c.fault(); fault != "" {
			t.Errorf("the row %s %s", c.Rule, fault)
		}
	}
	for _, rule := range wanted {
		if !slices.Contains(rows, rule) {
			t.Errorf("%s has no row: say in tools/docs how far it is kept, then run make docs", rule)
		}
	}
	if !slices.IsSorted(rows) {
		t.Error("the rows are not in the order of the rules")
	}
	shown := 0
	for _, chapter := range chapters {
		shown += len(chapter.rules)
	}
	if shown != len(rows) {
		t.Errorf("the page shows %d rows of %d", shown, len(rows))
	}
}

// TestRulesAreThoseOfTheRuleTable compares the list with the rule table, where that
// folder is.
func TestRulesAreThoseOfTheRuleTable(t *testing.T) {
	raw, err := os.ReadFile("../../../shared/domain/regulation.md")
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	var table []string
	for _, row := range regexp.MustCompile(`(?m)^\| (R-\d{3}) \|`).FindAllStringSubmatch(string(raw), -1) {
		table = append(table, row[1])
	}
	if own := rules(t); !slices.Equal(own, table) {
		t.Errorf("testdata/rules.txt lists %d rules, the rule table %d:\n%v\n%v", len(own), len(table), own, table)
	}
}

func TestRowsThatAreNoAnswer(t *testing.T) {
	whole := Coverage{Rule: regulation.Quorum, Says: "Quorum.", Status: Enforced, Where: []string{"sitting.Count"}, Tests: []string{"sitting.TestOpen"}}
	if fault := whole.fault(); fault != "" {
		t.Errorf("a whole row %s", fault)
	}
	for name, spoil := range map[string]func(*Coverage){
		"nothing said":             func(c *Coverage) { c.Says = "" },
		"a long passage":           func(c *Coverage) { c.Says = strings.Repeat("a", 161) },
		"two sources":              func(c *Coverage) { c.Source = "Reg. 4.2" },
		"no source":                func(c *Coverage) { c.Rule = "R-012" },
		"no status":                func(c *Coverage) { c.Status = "" },
		"enforced nowhere":         func(c *Coverage) { c.Where = nil },
		"enforced untested":        func(c *Coverage) { c.Tests = nil },
		"supported by no page":     func(c *Coverage) { c.Status = Supported },
		"left to people, no why":   func(c *Coverage) { c.Status = ToPeople },
		"not yet, no part":         func(c *Coverage) { c.Status, c.Why = NotYet, "nothing" },
		"a part without a reason":  func(c *Coverage) { c.Part = 3 },
		"a part of no road at all": func(c *Coverage) { c.Why, c.Part = "nothing", 10 },
	} {
		c := whole
		if spoil(&c); c.fault() == "" {
			t.Errorf("%s: the row passes", name)
		}
	}
}

// folder is where a package lies that a row names.
func folder(name string) string {
	switch name {
	case "web":
		return filepath.Join(root, "web")
	case "redress":
		return filepath.Join(root, "cmd", "redress")
	case "docs":
		return "."
	}
	return filepath.Join(root, "internal", name)
}

// functions lists what a package declares, "Count", "Sitting.Open": in its tests, or
// outside them.
func functions(t *testing.T, name string, tests bool) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder(name), "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") != tests {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				names = append(names, receiver(f)+f.Name.Name)
			}
		}
	}
	return names
}

// receiver returns "Sitting." for a method of Sitting or of *Sitting.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	kind := f.Recv.List[0].Type
	if star, ok := kind.(*ast.StarExpr); ok {
		kind = star.X
	}
	if name, ok := kind.(*ast.Ident); ok {
		return name.Name + "."
	}
	return ""
}

func TestNamedFunctionsAndTestsExist(t *testing.T) {
	known := map[string][]string{}
	check := func(rule regulation.Clause, name string, tests bool) {
		pkg, rest, ok := strings.Cut(name, ".")
		key := pkg + strconv.FormatBool(tests)
		if _, read := known[key]; !read {
			known[key] = functions(t, pkg, tests)
		}
		if !ok || !slices.Contains(known[key], rest) || tests != strings.HasPrefix(rest, "Test") {
			t.Errorf("%s names %s, which is not there", rule, name)
		}
	}
	for _, c := range Coverages() {
		for _, name := range c.Where {
			check(c.Rule, name, false)
		}
		for _, name := range c.Tests {
			check(c.Rule, name, true)
		}
	}
}

// cites reports whether a test, or the vectors it runs, names the rule.
func cites(t *testing.T, name string, rule regulation.Clause) bool {
	t.Helper()
	pkg, function, _ := strings.Cut(name, ".")
	pattern := "*_test.go"
	if strings.HasSuffix(function, "Vectors") {
		pattern = filepath.Join("testdata", "*.json")
	}
	files, err := filepath.Glob(filepath.Join(folder(pkg), pattern))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw)
		if strings.HasSuffix(path, ".go") {
			text = body(t, path, text, function)
		}
		if strings.Contains(text, rule.String()) {
			return true
		}
	}
	return false
}

// body returns the text of one function with its comment, empty if it is not there.
func body(t *testing.T, path, text, function string) string {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == function {
			start := f.Pos()
			if f.Doc != nil {
				start = f.Doc.Pos()
			}
			return text[set.Position(start).Offset:set.Position(f.End()).Offset]
		}
	}
	return ""
}

// TestEnforcedRulesAreCited: of the tests a row names, one at least says which rule it
// is about, so that a row cannot lean on tests of something else.
func TestEnforcedRulesAreCited(t *testing.T) {
	for _, c := range Coverages() {
		if c.Status == Enforced && !slices.ContainsFunc(c.Tests, func(name string) bool { return cites(t, name, c.Rule) }) {
			t.Errorf("none of the tests %v cites %s", c.Tests, c.Rule)
		}
	}
}

// TestRulesOfSittingsPointToTheirTests: each rule from the first sitting to the signed
// minutes names a test that is there and says which rule it is about.
func TestRulesOfSittingsPointToTheirTests(t *testing.T) {
	const first, last = "R-060", "R-085"
	found := 0
	for _, c := range Coverages() {
		if rule := c.Rule.String(); rule < first || rule > last {
			continue
		}
		found++
		if !slices.ContainsFunc(c.Tests, func(name string) bool { return cites(t, name, c.Rule) }) {
			t.Errorf("none of the tests %v of %s, which is %s, says that it is about it", c.Tests, c.Rule, c.Status)
		}
	}
	if found != 26 {
		t.Errorf("%d rules from %s to %s have a row, want 26", found, first, last)
	}
}

// pagesServed reads the addresses of pages out of the list of routes.
func pagesServed(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, "web", "routes.go"), nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var served []string
	ast.Inspect(file, func(n ast.Node) bool {
		row, ok := n.(*ast.CompositeLit)
		if !ok || len(row.Elts) < 2 {
			return true
		}
		method, named := row.Elts[0].(*ast.Ident)
		path, written := row.Elts[1].(*ast.BasicLit)
		if named && written && method.Name == "get" && path.Kind == token.STRING {
			address, err := strconv.Unquote(path.Value)
			if err != nil {
				t.Fatal(err)
			}
			served = append(served, address)
		}
		return true
	})
	return served
}

func TestNamedPagesAreServed(t *testing.T) {
	served := pagesServed(t)
	if len(served) < 30 {
		t.Fatalf("found %d pages in the list of routes, want more", len(served))
	}
	for _, c := range Coverages() {
		for _, page := range c.Pages {
			if !slices.Contains(served, page) {
				t.Errorf("%s names the page %s, which is not served", c.Rule, page)
			}
		}
	}
}
