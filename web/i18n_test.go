package web

import (
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// speaking returns a context of a visitor with that language.
func speaking(lang Lang) context.Context {
	v := *visitOf(context.Background())
	v.lang, v.office = lang, office
	return v.with(context.Background())
}

// raw reads a catalogue, all its files, as it is written.
func raw(t *testing.T, lang Lang) map[string]any {
	t.Helper()
	names, err := fs.Glob(locales, "locales/"+string(lang)+".*json")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]any{}
	for _, name := range names {
		b, err := locales.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &all); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, line := range strings.Split(string(b), "\n") {
			if key, _, ok := strings.Cut(strings.TrimPrefix(line, ` "`), `":`); ok && strings.HasPrefix(line, ` "`) && strings.Count(string(b), "\n \""+key+`":`) > 1 {
				t.Errorf("%s has %q twice", name, key)
			}
		}
	}
	return all
}

// TestCataloguesSayTheSame: the same keys, the same values inside, every plural form.
func TestCataloguesSayTheSame(t *testing.T) {
	ru, en := raw(t, Russian), raw(t, English)
	forms := map[Lang][]string{Russian: {"one", "few", "many", "other"}, English: {"one", "other"}}
	for key := range maps.Keys(ru) {
		if _, ok := en[key]; !ok {
			t.Errorf("en.json lacks %q", key)
			continue
		}
		if a, b := valuesIn(ru[key]), valuesIn(en[key]); !slices.Equal(a, b) {
			t.Errorf("%q is filled with %v in Russian, %v in English", key, a, b)
		}
		for lang, all := range map[Lang]map[string]any{Russian: ru, English: en} {
			if plural, ok := all[key].(map[string]any); ok && !slices.Equal(slices.Sorted(maps.Keys(plural)), slices.Sorted(slices.Values(forms[lang]))) {
				t.Errorf("%s.json %q has the forms %v, want %v", lang, key, slices.Sorted(maps.Keys(plural)), forms[lang])
			}
		}
	}
	for key := range en {
		if _, ok := ru[key]; !ok {
			t.Errorf("ru.json lacks %q", key)
		}
	}
}

var valueName = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

// valuesIn lists the values a message is filled with.
func valuesIn(message any) []string {
	found := map[string]bool{}
	for _, m := range valueName.FindAllStringSubmatch(fmt.Sprint(message), -1) {
		found[m[1]] = true
	}
	return slices.Sorted(maps.Keys(found))
}

var (
	calls    = regexp.MustCompile(`\btn?\(\w+, "([\w.\-/]+)"(\+)?`) // t(ctx, "key" and t(ctx, "group."+
	literals = regexp.MustCompile(`"([a-z_]+\.[\w.\-/]*)"(\+)?`)    // keys kept as data, and groups
)

// TestKeysAndPagesAgree: every key a page names is in the catalogue, and every key
// of the catalogue is named somewhere. A key put together of a group and a value,
// "state."+s, stands for the whole group. Refusals have a test of their own.
func TestKeysAndPagesAgree(t *testing.T) {
	known := raw(t, Russian)
	groups := map[string]bool{}
	for key := range known {
		group, _, _ := strings.Cut(key, ".")
		groups[group] = true
	}
	used, prefixes := map[string]bool{}, map[string]bool{"refusal.": true}
	for _, name := range sourcesOf(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range calls.FindAllStringSubmatch(string(text), -1) {
			if _, ok := known[m[1]]; !ok && m[2] == "" {
				t.Errorf("%s says %q, which is not in the catalogues", name, m[1])
			}
		}
		for _, m := range literals.FindAllStringSubmatch(string(text), -1) {
			group, rest, _ := strings.Cut(m[1], ".")
			_, ok := known[m[1]]
			switch {
			case !groups[group]:
			case rest == "" || m[2] == "+":
				prefixes[m[1]] = true
			case !ok:
				t.Errorf("%s names %q, which is not in the catalogues", name, m[1])
			default:
				used[m[1]] = true
			}
		}
	}
	for key := range known {
		named := used[key]
		for prefix := range prefixes {
			named = named || strings.HasPrefix(key, prefix)
		}
		if !named {
			t.Errorf("nobody says %q: take it out of the catalogues", key)
		}
	}
}

// sourcesOf lists the hand-written files of the package.
func sourcesOf(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"*.templ", "*.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range found {
			if !strings.HasSuffix(name, "_test.go") && !strings.HasSuffix(name, "_templ.go") {
				names = append(names, name)
			}
		}
	}
	return names
}

// TestEveryWordOfTheDomain: each value of each list has its words.
func TestEveryWordOfTheDomain(t *testing.T) {
	var values []any
	values = append(values, list(complaint.States)...)
	values = append(values, complaint.Filing)
	values = append(values, list(complaint.Acts)...)
	values = append(values, list(complaint.Roles)...)
	values = append(values, complaint.Anonymous, complaint.EarlierNone, complaint.EarlierCommission, complaint.EarlierCourt, complaint.EarlierUnknown,
		complaint.AskAnnul, complaint.AskUnlawful, complaint.AskOblige, complaint.AskOther, complaint.ByEmail, complaint.ByPost, complaint.InPerson,
		complaint.Portal, complaint.BroughtIn, complaint.Post, complaint.EmailLetter, complaint.Unconfirmed, complaint.Seen,
		complaint.CheckYes, complaint.CheckNo, complaint.CheckUnclear)
	values = append(values, list(complaint.CheckNames)...)
	values = append(values, list(commission.Kinds)...)
	values = append(values, list(identity.Offices)...)
	values = append(values, identity.Citizen, identity.Machine)
	values = append(values, list(identity.Acts())...)
	values = append(values, list(regulation.Outcomes)...)
	values = append(values, regulation.OfSeats, regulation.OfPresent, regulation.CampaignRegime, regulation.OrdinaryRegime,
		ruling.AnnulInFull, ruling.AnnulInPart, ruling.FindUnlawful, ruling.LeaveStanding, ruling.Reconsider, ruling.DoAct, sitting.Planned, sitting.Open, sitting.Closed,
		sitting.InHall, sitting.OnVideo, sitting.Absent, sitting.Pending, sitting.Voting, sitting.Adopted, sitting.Rejected, sitting.Postponed, sitting.Returned,
		sitting.Carried, sitting.Defeated, sitting.NoQuorum, notice.Owed, notice.Sent, notice.Failed, notice.HandedOver, notice.Complainant, notice.Respondent)
	values = append(values, list(sitting.Choices)...)
	values = append(values, list(sitting.ByHand)...)
	values = append(values, sitting.ByEmail, sitting.OnDesk, sitting.InTime, sitting.Late, sitting.Waiting, sitting.Missed)
	values = append(values, list(sitting.SpeechKinds)...)
	values = append(values, sitting.Asked, sitting.Speaking, sitting.Paused, sitting.Spoken, sitting.Silenced, sitting.TakenBack)
	for _, lang := range []Lang{Russian, English} {
		for _, value := range values {
			if got := wordOf(speaking(lang), value); strings.ContainsAny(got, "._") && !strings.HasSuffix(got, ".") {
				t.Errorf("word(%s, %T %v) = %q", lang, value, value, got)
			}
		}
		for _, name := range constants(t, "../internal/regulation", "Question") {
			if got := word(speaking(lang), regulation.Question(name)); strings.Contains(got, "question.") {
				t.Errorf("no words for question %s", name)
			}
		}
		for _, name := range constants(t, "../internal/deadline", "Clock") {
			for _, group := range []string{"clock.", "clock_from."} {
				if !known(speaking(lang), group+name) {
					t.Errorf("no words for %s%s", group, deadline.Clock(name))
				}
			}
		}
		for _, name := range constants(t, "../internal/regulation", "Clause") {
			if got := sources(speaking(lang), regulation.Clause(name)); got == "" || strings.Contains(got, "source") {
				t.Errorf("sources(%s) = %q", name, got)
			}
		}
	}
}

func list[E any](values []E) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}

// constants lists the values of the string constants of one type in a package.
func constants(t *testing.T, folder, typeName string) []string {
	t.Helper()
	var values []string
	for _, file := range parsed(t, folder) {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if name, ok := spec.Type.(*ast.Ident); ok && name.Name == typeName {
				for _, v := range spec.Values {
					values = append(values, stringOf(v))
				}
			}
			return true
		})
	}
	if len(values) == 0 {
		t.Fatalf("no constants of type %s in %s", typeName, folder)
	}
	return values
}

// parsed returns the Go files of one folder without its tests.
func parsed(t *testing.T, folder string) []*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

func stringOf(e ast.Expr) string {
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		return strings.Trim(lit.Value, `"`)
	}
	return ""
}

func TestPlurals(t *testing.T) {
	ctx := speaking(Russian)
	for n, want := range map[int]string{1: "остался 1\u00a0день", 2: "осталось 2\u00a0дня", 5: "осталось 5\u00a0дней", 11: "осталось 11\u00a0дней", 21: "остался 21\u00a0день", 104: "осталось 104\u00a0дня"} {
		if got := tn(ctx, "due.left", n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if got := tn(speaking(English), "due.left", 1); got != "1\u00a0day left" {
		t.Error(got)
	}
}

func TestGlued(t *testing.T) {
	for text, want := range map[string]string{"и в УИК № 9002": "и\u00a0в\u00a0УИК №\u00a09002", "Кампания — это": "Кампания\u00a0— это", "No. 7": "No.\u00a07",
		"": "", "абв  г": "абв  г", "(в городе) «о том»": "(в\u00a0городе) «о\u00a0том»", "слово": "слово", "В конце в": "В\u00a0конце в", "а — б": "а\u00a0— б",
		"67-ФЗ, 2026-0016": "67\u2011ФЗ, 2026\u20110016", "кто-то": "кто-то"} {
		if got := glued(text); got != want {
			t.Errorf("glued(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestPeoplesWordsStayWords(t *testing.T) {
	ctx := speaking(Russian)
	p := problems(ctx, &regulation.Refusal{Key: "file_empty", Values: regulation.Values{"name": "<b>{{.Act}}</b>.pdf"}})
	if want := "Файл «<b>{{.Act}}</b>.pdf» пустой. Выберите его ещё раз."; p[0].Text != want {
		t.Errorf("%q, want %q", p[0].Text, want)
	}
}

func BenchmarkSentence(b *testing.B) {
	ctx := speaking(Russian)
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			t(ctx, "start.title")
		}
	})
	b.Run("value", func(b *testing.B) {
		for b.Loop() {
			t(ctx, "due.until", "Day", "14 авг")
		}
	})
	b.Run("glued", func(b *testing.B) {
		for b.Loop() {
			glued("УИК № 9002 в Новоилецке — школа № 7")
		}
	})
	b.Run("plural", func(b *testing.B) {
		for b.Loop() {
			tn(ctx, "due.left", 3)
		}
	})
}

func TestBlanksHoldOnlyNames(t *testing.T) {
	for _, text := range []string{"{{Day}}", "{{.}}", "{{.Day", "{{if .Day}}x{{end}}"} {
		if _, err := blanksOf(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
	b, err := blanksOf("до {{.Day}}, {{.N}} и {{.None}}.")
	if err != nil {
		t.Fatal(err)
	}
	if got := b.fill([]any{"N", 7, "Day", "{{.N}}"}); got != "до {{.N}}, 7 и <no value>." {
		t.Error(got)
	}
}
