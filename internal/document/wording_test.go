package document

import (
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/remand"
	"redress/internal/sitting"
)

// refusals are the refusals joined in an error.
func refusals(err error) []*regulation.Refusal {
	if err == nil {
		return nil
	}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*regulation.Refusal
		for _, each := range many.Unwrap() {
			all = append(all, refusals(each)...)
		}
		return all
	}
	var r *regulation.Refusal
	if errors.As(err, &r) {
		return []*regulation.Refusal{r}
	}
	return []*regulation.Refusal{{Key: err.Error()}}
}

// filled are the places of a paper of the kind, as the samples of the tests fill them.
func filled(t testing.TB, kind WordingKind) values {
	t.Helper()
	if kind.Sheet() == "" {
		return letterSheet(kind.letter()).values()
	}
	m := printing(own)
	item := sitting.Item{Ordinal: 1, Ref: complaint.Ref{Year: 2026, Number: 7}, Title: "Отказ", Dissents: []sitting.Dissent{{Text: "Не согласна.", At: m.At}}}
	sheet := MinutesSheet{Commission: own, Sitting: sitting.Sitting{Number: 2, StartsAt: m.At, Place: "зал", Items: []sitting.Item{item}}}
	return map[WordingKind]values{"notice": sheet.noticeValues(Table{}, m), "invitation": sheet.invitationValues(item, m), "dissent_cover": sheet.dissentValues(item, m),
		"remand_order": Case{Remand: remand.Remand{Task: "пересчитать"}}.remandValues(m)}[kind]
}

// TestBuiltInWordings: each kind has a text that holds all it must, and each place of each
// kind is known to the letters, so that nothing is promised that nobody fills in.
func TestBuiltInWordings(t *testing.T) {
	for _, kind := range WordingKinds() {
		t.Run(string(kind), func(t *testing.T) {
			if _, err := ReadWording(kind, kind.BuiltIn()); err != nil {
				t.Fatalf("the built-in text is refused: %v", refusals(err)[0])
			}
			demanded, seen := 0, map[string]bool{}
			for _, f := range kind.Fields() {
				if seen[f.Name] || f.Word == "" {
					t.Errorf("%q is listed twice, or has no word", f.Name)
				}
				seen[f.Name] = true
				if f.Rule != "" {
					demanded++
				}
				if again, ok := kind.Field("  " + strings.ToUpper(f.Name)); !ok || again.Name != f.Name {
					t.Errorf("%q is not found", f.Name)
				}
			}
			if demanded == 0 || len(kind.clause().Sources()) == 0 {
				t.Error("no rule demands anything of it")
			}
			full := filled(t, kind)
			for _, f := range kind.Fields() {
				if v := full[f.Name]; !f.Empty && (v.empty() || f.Block != (v.body != nil)) {
					t.Errorf("%q is filled with %+v", f.Name, v)
				}
			}
		})
	}
	table, err := os.ReadFile("../../docs/papers.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range WordingKinds() {
		if !strings.Contains(string(table), "`"+string(kind)+"`") {
			t.Errorf("docs/papers.md does not say who builds %s", kind)
		}
	}
	if WordingKind("minutes").Known() || WordingKind("minutes").Fields() != nil || WordingKind("../letter").BuiltIn() != "" {
		t.Error("there is a kind that is none")
	}
}

// TestWordingIsRefused: what is wrong is named with its line and its rule.
func TestWordingIsRefused(t *testing.T) {
	const kind = WordingKind(complaint.SuspensionTold)
	whole := kind.BuiltIn()
	for _, row := range []struct {
		name string
		text string
		want string
		line int
		of   string
	}{
		{"as it is built in", whole, "", 0, ""},
		{"nothing", " \n\t\n", "wording_empty", 0, ""},
		{"too long", strings.Repeat("о", MaxWording+1), "text_too_long", 0, ""},
		{"no text at all", whole + "\n\xff", "text_unreadable", 0, ""},
		{"marks nobody sees", "Раз.\nДва\u202e.\n" + whole, "wording_unprintable", 2, ""},
		{"an unknown place", whole + "\n\nВаш {секретарь}.", "wording_unknown", 6, "секретарь"},
		{"a place of another kind", whole + "\n{выводы}", "wording_unknown", 5, "выводы"},
		{"a long unknown place", whole + "\n{" + strings.Repeat("я", 300) + "}", "wording_unknown", 5, strings.Repeat("я", maxFieldName) + "…"},
		{"no name", whole + "\n{ }", "wording_unknown", 5, ""},
		{"a brace without its other one", "Дело {номер дела\n" + whole, "wording_brace", 1, ""},
		{"a closing brace alone", whole + "\nДело номер дела}", "wording_brace", 5, ""},
		{"a brace inside braces", whole + "\n{номер {суд}}", "wording_brace", 5, ""},
		{"a bracket without its other one", whole + "\nДело [{телефон комиссии}", "wording_bracket", 5, ""},
		{"a closing bracket alone", whole + "\nДело]", "wording_bracket", 5, ""},
		{"a bracket inside brackets", whole + "\n[а [{телефон комиссии}]]", "wording_bracket", 5, ""},
		{"brackets that nothing empties", whole + "\n[Суд: {суд}]", "wording_idle", 5, ""},
		{"R-058: without the number of the case", strings.Replace(whole, "{номер дела}", "", 1), "wording_missing", 1, "номер дела"},
		{"R-100: without the way of appeal", strings.Replace(whole, "{куда обжаловать}", "", 1), "wording_missing", 4, "куда обжаловать"},
		{"R-101: what may vanish with another place", strings.Replace(whole, "{сроки обращения в суд}", "[{сроки обращения в суд} {телефон комиссии}]", 1), "wording_fragile", 4, "сроки обращения в суд"},
		{"what may be empty, outside brackets", whole + "\nТелефон: {телефон комиссии}", "wording_optional", 5, "телефон комиссии"},
		{"a place once more", whole + "\nСуд: {суд}, {СУД}.", "", 0, ""},
		{"too many places", whole + strings.Repeat("\n{суд}", maxWordingFields), "wording_many_fields", 0, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := ReadWording(kind, row.text)
			all := refusals(err)
			if row.want == "" {
				if err != nil {
					t.Fatalf("refused: %v", all[0])
				}
				return
			}
			if len(all) != 1 || all[0].Key != row.want || all[0].Field != WordingForm {
				t.Fatalf("ReadWording() = %v, want one %s", err, row.want)
			}
			if line, _ := all[0].Values["Line"].(int); line != row.line {
				t.Errorf("line %d, want %d", line, row.line)
			}
			if of, _ := all[0].Values["Name"].(string); of != row.of {
				t.Errorf("names %q, want %q", of, row.of)
			}
		})
	}
	const reply = WordingKind(complaint.Reply)
	for name, row := range map[string]struct{ from, to, want string }{
		"paragraphs stand alone":     {"{текст ответа}", "Ответ: {текст ответа}", "wording_apart"},
		"paragraphs stand once":      {"{выводы}", "{выводы}\n{выводы}", "wording_twice"},
		"R-088: conclusions are due": {"{выводы}", "", "wording_missing"},
	} {
		if _, err := ReadWording(reply, strings.Replace(reply.BuiltIn(), row.from, row.to, 1)); len(refusals(err)) != 1 || refusals(err)[0].Key != row.want {
			t.Errorf("%s: %v, want %s", name, err, row.want)
		}
	}
	if _, err := ReadWording(kind, strings.Repeat("{\n", 900)); len(refusals(err)) != maxWordingFaults {
		t.Errorf("%d faults are told", len(refusals(err)))
	}
	// a letter that goes to somebody else has no place for who complains.
	for _, told := range []complaint.LetterKind{complaint.AccusedNotice, complaint.RequestLetter, complaint.Cover, complaint.ReferralLetter} {
		if _, ok := WordingKind(told).Field("заявитель"); ok {
			t.Errorf("%s may name the complainant", told)
		}
	}
}

// TestWordingIsFilled: optional stretches, capital letters, one full stop.
func TestWordingIsFilled(t *testing.T) {
	for _, row := range []struct{ name, text, want string }{
		{"a stretch that is empty goes", "Дело {номер дела}[, тел. {телефон комиссии}].", "Дело 7."},
		{"a line that is empty goes", "[Тел. {телефон комиссии}]\nДело {номер дела}.", "Дело 7."},
		{"a stretch in the middle leaves one blank", "Дело [тел. {телефон комиссии}] {номер дела}.", "Дело 7."},
		{"a stretch that is filled stays", "Дело {номер дела}[, {почта комиссии}].", "Дело 7, a@b.example."},
		{"one full stop", "Суд: {суд}. Далее.", "Суд: суд г. Далее."},
		{"dots stay", "Суд: {суд}... Далее", "Суд: суд г.... Далее"},
		{"a sentence begins with a capital", "{норма в творительном} решено. {норма в творительном} велено.", "Пунктом 9 решено. Пунктом 9 велено."},
		{"a shortened word ends no sentence", "См. {норма в творительном}", "См. пунктом 9"},
		{"an address keeps its letters", "[{почта комиссии}]", "a@b.example"},
		{"what is filled in is not read again", "[{комиссия в родительном} {заявитель}]", "{суд} [x]"},
	} {
		w, err := readWording(WordingKind(complaint.SuspensionTold), row.text)
		if err != nil {
			t.Fatalf("%s: %v", row.name, refusals(err)[0].Key)
		}
		all := values{}
		for name, text := range map[string]string{"номер дела": "7", "суд": "суд г.", "норма в творительном": "пунктом 9", "почта комиссии": "a@b.example", "комиссия в родительном": "{суд}", "заявитель": "[x]"} {
			all.set(name, text)
		}
		body, err := w.body(all)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.ReplaceAll(Paper{Body: body}.Plain(), "\u00a0", " ")
		if got != row.want+"\n" {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

// TestLetterInOwnWords: a letter is written by the wording of its commission, and one that
// cannot be is not written at all.
func TestLetterInOwnWords(t *testing.T) {
	sheet := letterSheet(complaint.TerminationTold)
	sheet.Wording = WordingVersion{Number: 3, Text: "[{приветствие}]\n[Сообщаем {заявитель в дательном}: ]" + strings.Replace(WordingKind(complaint.TerminationTold).BuiltIn(), "Ваше", "ваше", 1)}
	inOrder(t, strings.ReplaceAll(written(t, sheet).Plain(), "\u00a0", " "), "Уважаемая Анна Петровна!", "Сообщаем Ивановой Анне Петровне: ваше обращение", "прекращено")
	sheet.Complaint.Complainant.Name = identity.ParseName("Кравец Пётр Ильич")
	inOrder(t, strings.ReplaceAll(written(t, sheet).Plain(), "\u00a0", " "), "Сообщаем заявителю (Кравец Пётр Ильич): ваше")
	sheet.Wording.Text += "\n{поле прежней программы}"
	if _, err := sheet.Paper(); refusedAs(err) != "wording_broken" {
		t.Errorf("a broken wording reached a paper: %v", err)
	}
	sheet.Wording.Text, sheet.Complaint.Stays = "", nil
	if _, err := sheet.Paper(); refusedAs(err) != "wording_hole" {
		t.Errorf("a paper with a hole: %v", err)
	}
}

// TestWordingEditions: a version follows the last one, says why, and never begins in the past.
func TestWordingEditions(t *testing.T) {
	const kind = WordingKind(complaint.UnreadableTold)
	m := printing(own)
	by := identity.Actor{ID: 3, Office: identity.Secretary, Commission: own.ID}
	changed := strings.Replace(kind.BuiltIn(), "рассмотрено", "изучено", 1)
	last := WordingVersion{Kind: kind, Number: 2, From: m.Day.AddDays(3), Text: changed}
	for _, row := range []struct {
		name string
		last WordingVersion
		e    WordingEdition
		want string
	}{
		{"the first", WordingVersion{}, WordingEdition{Text: changed, Ground: "решение № 5", From: m.Day}, ""},
		{"back to the built-in text", last, WordingEdition{Base: 2, BuiltIn: true, Ground: "решение № 6", From: m.Day.AddDays(3)}, ""},
		{"back to what holds", WordingVersion{}, WordingEdition{BuiltIn: true, Ground: "решение № 6", From: m.Day}, "wording_built_in_already"},
		{"the same", last, WordingEdition{Base: 2, Text: changed + "\r\n", Ground: "решение № 6", From: m.Day.AddDays(3)}, "wording_same"},
		{"kept meanwhile", last, WordingEdition{Base: 1, Text: changed, Ground: "решение № 6", From: m.Day}, "wording_kept_meanwhile"},
		{"without a ground", WordingVersion{}, WordingEdition{Text: changed, From: m.Day}, "wording_ground_missing"},
		{"in the past", WordingVersion{}, WordingEdition{Text: changed, Ground: "решение № 5", From: m.Day.AddDays(-1)}, "wording_from_past"},
		{"no day", WordingVersion{}, WordingEdition{Text: changed, Ground: "решение № 5"}, "wording_from_past"},
		{"before the last one", last, WordingEdition{Base: 2, Text: kind.BuiltIn(), Ground: "решение № 6", From: m.Day}, "wording_from_before_last"},
	} {
		v, line, err := row.e.next(by, kind, row.last, m)
		if got := refusedAs(err); got != row.want {
			t.Errorf("%s: %v, want %q", row.name, err, row.want)
		}
		if err == nil && (v.Number != row.last.Number+1 || v.By != by.ID || line.Facts["version"] != v.Number || line.Facts["built_in"] != row.e.BuiltIn) {
			t.Errorf("%s: %+v, %+v", row.name, v, line)
		}
	}
	if (Printed{}).Template() != Template || (Printed{Wording: 3}).Template() != Template+"+w3" {
		t.Error("the template of a letter does not name its wording")
	}
	// Letters that no face of the paper has are named with their line.
	w := NewWordings(nil, func(_ io.Writer, p Paper) error {
		if strings.Contains(p.Plain(), "漢") {
			return &MissingGlyphs{Letters: []rune{'漢'}}
		}
		return nil
	})
	if err := w.check(kind, changed+"\n\nИ 漢."); refusedAs(err) != "wording_letters" || refusals(err)[0].Values["Line"] != 5 {
		t.Errorf("letters that cannot be printed: %v", err)
	}
	if err := w.check(kind, changed); err != nil {
		t.Errorf("a text that can be printed: %v", err)
	}
	for _, actor := range []identity.Actor{{ID: 4, Office: identity.Member, Commission: own.ID}, {ID: 9, Office: identity.Administrator}} {
		if err := w.Keep(t.Context(), actor, kind, WordingEdition{}); refusedAs(err) != "not_your_office" {
			t.Errorf("%s words letters: %v", actor.Office, err)
		}
	}
}

// FuzzWording: no text makes reading or filling in fail otherwise than by a refusal, and
// what is read holds every place that a rule demands.
func FuzzWording(f *testing.F) {
	for _, kind := range WordingKinds() {
		f.Add(string(kind), kind.BuiltIn())
	}
	f.Add("minutes", "Протокол.")
	for _, text := range []string{"{", "}", "[", "]", "[{", "{}]", "[{суд}]", "{суд}.{суд}", "\xff", "\r\r\n{суд", strings.Repeat("[", 99), "[{приветствие}][{заявитель}]"} {
		f.Add(string(complaint.SuspensionTold), text)
	}
	sheets := map[WordingKind]values{}
	for _, kind := range WordingKinds() {
		sheets[kind] = filled(f, kind)
	}
	f.Fuzz(func(t *testing.T, kind, text string) {
		k := WordingKind(kind)
		w, err := ReadWording(k, text)
		if !k.Known() {
			if !errors.Is(err, ErrNotFound) {
				t.Fatalf("%q is read as a wording of nothing: %v", text, err)
			}
			return
		}
		if err != nil {
			for _, r := range refusals(err) {
				if r.Key == "" || strings.Contains(r.Key, " ") {
					t.Fatalf("refused with %q", r.Key)
				}
			}
			return
		}
		body, err := w.body(sheets[k])
		if err != nil && refusedAs(err) != "wording_hole" {
			t.Fatal(err)
		}
		for _, field := range k.Fields() {
			stands := slices.ContainsFunc(w.lines, func(l wordingLine) bool { return slices.Contains(l.fields(), field.Name) })
			if field.Rule != "" && !stands {
				t.Errorf("%q is missing", field.Name)
			}
		}
		_ = Paper{Body: body, Date: calendar.Day(2026, 9, 12).String()}.Plain()
	})
}

// BenchmarkLetter reads the longest built-in text and fills it in.
func BenchmarkLetter(b *testing.B) {
	sheet := letterSheet(complaint.Reply)
	for b.Loop() {
		if _, err := sheet.Paper(); err != nil {
			b.Fatal(err)
		}
	}
}
