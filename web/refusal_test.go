package web

import (
	"go/ast"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// refusalsUsed walks all packages and returns the keys of the refusals they make,
// each with the values that every use of it fills in.
func refusalsUsed(t *testing.T) map[string][]string {
	t.Helper()
	used := map[string][]string{}
	var folders []string
	for _, root := range []string{"../internal", "."} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				folders = append(folders, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, folder := range folders {
		files := parsed(t, folder)
		at := map[string]int{"Refuse": 1, "Missing": 2} // where the key stands among the arguments
		// What is wrong with a signature is told in words of its own: signature.TestSentences.
		faults := slices.Contains([]string{"../internal/signature", "../internal/certificate"}, filepath.ToSlash(folder))
		if strings.HasPrefix(folder, "../internal") && !faults {
			for _, file := range files {
				ast.Inspect(file, func(n ast.Node) bool { return wrapper(n, at) })
			}
		}
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool { return refusal(n, at, used) })
		}
	}
	return used
}

// wrapper notes functions that take the key of a refusal as a string named key.
func wrapper(n ast.Node, at map[string]int) bool {
	note := func(name string, typ *ast.FuncType) {
		i := 0
		for _, field := range typ.Params.List {
			for _, param := range field.Names {
				if kind, ok := field.Type.(*ast.Ident); ok && param.Name == "key" && kind.Name == "string" {
					at[name] = i
				}
				i++
			}
		}
	}
	switch d := n.(type) {
	case *ast.FuncDecl:
		note(d.Name.Name, d.Type)
	case *ast.AssignStmt:
		if len(d.Lhs) == 1 && len(d.Rhs) == 1 {
			if f, ok := d.Rhs[0].(*ast.FuncLit); ok {
				if name, ok := d.Lhs[0].(*ast.Ident); ok {
					note(name.Name, f.Type)
				}
			}
		}
	}
	return true
}

// refusal notes the key of one refusal that is made here, with its values.
func refusal(n ast.Node, at map[string]int, used map[string][]string) bool {
	note := func(key string) {
		if !regexp.MustCompile(`^[a-z_]+$`).MatchString(key) {
			return
		}
		names := []string{}
		ast.Inspect(n, func(inner ast.Node) bool {
			if lit, ok := inner.(*ast.CompositeLit); ok {
				for _, e := range lit.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok && stringOf(kv.Key) != "" {
						names = append(names, stringOf(kv.Key))
					}
				}
			}
			return true
		})
		before, seen := used[key]
		if seen {
			names = slices.DeleteFunc(names, func(name string) bool { return !slices.Contains(before, name) })
		}
		used[key] = names
	}
	switch e := n.(type) {
	case *ast.CallExpr:
		name := ""
		switch f := e.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
		}
		if i, ok := at[name]; ok && i < len(e.Args) {
			note(stringOf(e.Args[i]))
		}
	case *ast.CompositeLit:
		for _, elt := range e.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				if name, ok := kv.Key.(*ast.Ident); ok && name.Name == "Key" && isRefusal(e.Type) {
					note(stringOf(kv.Value))
				}
			}
		}
	}
	return true
}

func isRefusal(e ast.Expr) bool {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name == "Refusal"
	case *ast.SelectorExpr:
		return x.Sel.Name == "Refusal"
	}
	return false
}

// TestEveryRefusalHasItsSentence: both ways, and a sentence asks for no value that
// the refusal does not carry.
func TestEveryRefusalHasItsSentence(t *testing.T) {
	used := refusalsUsed(t)
	if len(used) < 50 {
		t.Fatalf("found %d refusals: the search is broken", len(used))
	}
	catalogue := raw(t, Russian)
	for key, values := range used {
		message, ok := catalogue["refusal."+key]
		if !ok {
			t.Errorf("no sentence for the refusal %q: write refusal.%s in both catalogues", key, key)
			continue
		}
		for _, name := range valuesIn(message) {
			if !slices.Contains(values, name) {
				t.Errorf("refusal.%s asks for %s, which not every refusal of that key carries", key, name)
			}
		}
	}
	for key := range catalogue {
		name, ok := strings.CutPrefix(key, "refusal.")
		if _, made := used[name]; ok && !made && name != "form_sent" { // form_sent is the store's, by contract of FormStore
			t.Errorf("nobody refuses with %q: take refusal.%s out of the catalogues", name, name)
		}
	}
}
