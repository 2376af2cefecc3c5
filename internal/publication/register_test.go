package publication

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"redress/internal/commission"
	"redress/internal/regulation"
)

func TestArticleOf(t *testing.T) {
	for typed, want := range map[string]string{
		"67-ФЗ, ст. 75, п. 6": "67-ФЗ, ст. 75",
		"ст.75 67-фз":         "67-ФЗ, ст. 75",
		"Статья 75 Федерального закона № 67‑ФЗ": "67-ФЗ, ст. 75",
		"пункт 4 статьи 75 закона № 67–ФЗ":      "67-ФЗ, ст. 75",
		"20-ФЗ ст. 30.1":         "20-ФЗ, ст. 30.1",
		"103-оз, ст. 4 (Иванов)": "103-ОЗ, ст. 4",
		"67-ФЗ, лист 75":         "",
		"67-ФЗ":                  "",
		"ст. 75":                 "",
		"Иванов Иван":            "",
		"":                       "",
	} {
		if got := ArticleOf(typed); got != want {
			t.Errorf("ArticleOf(%q) = %q, want %q", typed, got, want)
		}
		if again := ArticleOf(want); again != want {
			t.Errorf("ArticleOf(%q) = %q: the choice of the register does not stay itself", want, again)
		}
	}
	articles := []string{"67-ФЗ, ст. 75", "20-ФЗ, ст. 9", "67-ФЗ, ст. 9", "67-ФЗ, ст. 30.2", "67-ФЗ, ст. 30.1"}
	slices.SortFunc(articles, CompareArticles)
	if want := []string{"20-ФЗ, ст. 9", "67-ФЗ, ст. 9", "67-ФЗ, ст. 30.1", "67-ФЗ, ст. 30.2", "67-ФЗ, ст. 75"}; !slices.Equal(articles, want) {
		t.Errorf("articles in the order %v, want %v", articles, want)
	}
}

func TestLevelOf(t *testing.T) {
	for kind, want := range map[commission.Kind]Level{commission.Central: Federal, commission.Regional: Regional, commission.District: Local,
		commission.Territorial: Local, commission.Precinct: Local, "": NoLevel} {
		if got := LevelOf(kind); got != want {
			t.Errorf("LevelOf(%q) = %q, want %q", kind, got, want)
		}
	}
}

func TestCheckWords(t *testing.T) {
	if err := CheckWords(strings.Repeat("я", MaxWords)); err != nil {
		t.Errorf("CheckWords() of as many letters as may be = %v", err)
	}
	var r *regulation.Refusal
	if err := CheckWords(strings.Repeat("я", MaxWords+1)); !errors.As(err, &r) || r.Key != "search_too_long" || r.Field != "q" {
		t.Errorf("CheckWords() of one more = %v", err)
	}
}

func TestSought(t *testing.T) {
	for typed, want := range map[string]string{
		"дверь или окно":             "дверь or  окно",
		"дверь ИЛИ «окно или дверь»": `дверь or  "окно или дверь"`,
		"„в этом порядке“ -лишнее":   `"в этом порядке" -лишнее`,
		"67\u2011ФЗ, наиличший":      "67-ФЗ, наиличший",
		`"без конца или`:             `"без конца или`,
		"или":                        " or ",
		"":                           "",
	} {
		if got := strings.Join(strings.Fields(Sought(typed)), " "); got != strings.Join(strings.Fields(want), " ") {
			t.Errorf("Sought(%q) = %q, want %q", typed, got, want)
		}
	}
}

// TestThePublicCopyBearsNoCodeOfTheOriginal: with the code the signed file could be made
// anew from guessed names, and known by the digest that anybody is told.
func TestThePublicCopyBearsNoCodeOfTheOriginal(t *testing.T) {
	f := facts("Без имён.")
	f.Paper.Code = "https://complaints.example/verify/abcdefghijklmnop"
	e, err := f.Edition()
	if err != nil || e.Paper.Code != "" {
		t.Errorf("R-087: the copy bears %q, %v", e.Paper.Code, err)
	}
	f.Complaint.Article, f.Organiser = "ст. 75, 67-фз", commission.Regional
	e, _ = f.Edition()
	if made, err := f.Approve(secretary, e.Digest); err != nil || made.Publication.Article != "67-ФЗ, ст. 75" || made.Publication.Level != Regional {
		t.Errorf("R-087: published under %q, %q, %v", made.Publication.Article, made.Publication.Level, err)
	}
}

// FuzzArticleOf: whatever was typed, the choice of the register is short, names no more than
// a law and an article, and stays itself.
func FuzzArticleOf(f *testing.F) {
	for _, seed := range []string{"67-ФЗ, ст. 75, п. 6", "статьи 20 и 75 закона № 67-ФЗ", "\xff67-ФЗст.7", "ст. 1.2.3.4.5.6.7.8.9 99999-фз", "Иванов И. И."} {
		f.Add(seed)
	}
	shape := regexp.MustCompile(`^\d{1,4}-(ФЗ|ОЗ|КЗ|РЗ|ЗО), ст\. \d{1,4}(\.\d{1,3}){0,2}$`)
	f.Fuzz(func(t *testing.T, typed string) {
		article := ArticleOf(typed)
		if article != "" && !shape.MatchString(article) || ArticleOf(article) != article {
			t.Errorf("ArticleOf(%q) = %q", typed, article)
		}
		if strings.Contains(Sought(typed), "«") {
			t.Errorf("Sought(%q) = %q", typed, Sought(typed))
		}
	})
}
