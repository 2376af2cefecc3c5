package publication

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/regulation"
)

// MaxWords is how many letters a search in the register may have.
const MaxWords = 200

// CheckWords refuses a search that is too long.
func CheckWords(words string) error {
	if utf8.RuneCountInString(words) > MaxWords {
		return &regulation.Refusal{Field: "q", Key: "search_too_long", Values: regulation.Values{"Max": MaxWords}}
	}
	return nil
}

// NothingToFind refuses words none of which can be looked for: there are only signs, words
// that stand in every text, or words to be absent.
func NothingToFind() error { return regulation.Missing("", "q", "search_nothing") }

// Filter chooses decisions of the register. The zero Filter chooses all.
type Filter struct {
	Code    string // of the commission
	Outcome regulation.Outcome
	Year    int
	Number  string // of the decision, as people write it
	Article string // as ArticleOf returns it
	Level   Level
	Words   string // in the text of the public copy, as people type them into a search
}

// After is the last line of a page of the register: the next page begins after it.
type After struct {
	On calendar.Date
	ID ID
}

// Line is a decision as the register lists it, without its text.
type Line struct {
	Publication
	Fate   Fate
	FateAt time.Time // since when; zero without one
}

// Stretch is a part of what stands in a text about the words that were looked for.
type Stretch struct {
	Text  string
	Found bool // it is what was looked for
}

// Issuer is a commission that has published something.
type Issuer struct{ Code, Name string }

// Choices are what the register can be narrowed to.
type Choices struct {
	Issuers  []Issuer
	Articles []string
	First    int // the year of the earliest decision; zero while there is none
}

var quotes = strings.NewReplacer("«", `"`, "»", `"`, "„", `"`, "“", `"`, "”", `"`, "\u2011", "-", "\u00a0", " ")

// Sought is what people typed into a search in the signs that a search knows: any quotation
// marks about words in this order, and "или" between words of which one is enough.
func Sought(words string) string {
	parts := strings.Split(quotes.Replace(words), `"`)
	for i := 0; i < len(parts); i += 2 { // the others stand in quotation marks
		parts[i] = either.ReplaceAllString(parts[i], "$1 or ")
	}
	return strings.Join(parts, `"`)
}

var either = regexp.MustCompile(`(?i)(^|\s)или(?:\s|$)`)

// Level is what elections a complaint was about, by the commission that organises them.
type Level string

// The levels.
const (
	Federal  Level = "federal"
	Regional Level = "regional"
	Local    Level = "local"
	NoLevel  Level = "none" // outside a campaign
)

// Levels lists the levels in the order of the form.
var Levels = []Level{Federal, Regional, Local, NoLevel}

// LevelOf returns the level of the elections that a commission of the kind organises; no
// kind organises none.
func LevelOf(organiser commission.Kind) Level {
	switch organiser {
	case commission.Central:
		return Federal
	case commission.Regional:
		return Regional
	case commission.Precinct, commission.Territorial, commission.District:
		return Local
	}
	return NoLevel
}

// Fate is what became of a decision after it was made.
type Fate string

// The fates. A decision nobody complained about has none.
const (
	Appealed   Fate = "appealed"   // and not decided yet
	Confirmed  Fate = "confirmed"  // every complaint about it was dismissed
	Overturned Fate = "overturned" // it does not stand as it was made
)

// Tie is another public decision on the same matter: the one complained about, or the one
// on a complaint about this one.
type Tie struct {
	Code      string // of the commission
	Issuer    string
	Key       Key // zero while the public cannot read it
	Number    string
	AdoptedOn calendar.Date
	Outcome   regulation.Outcome // empty while it is not decided
}

// Ties are what stands around a decision: how it was voted for, who of the members holds
// otherwise, what it is about and what became of it.
type Ties struct {
	For, Against, Abstained int
	Dissenters              []string // who gave a dissenting opinion; it lies with the minutes
	Fate                    Fate
	Earlier                 []Tie
	Later                   []Tie
}

var (
	lawNumber     = regexp.MustCompile(`(?i)(\d{1,4})[-–\x{2011}](ФЗ|ОЗ|КЗ|РЗ|ЗО)`)
	articleNumber = regexp.MustCompile(`(?i)(?:^|[^\p{L}])ст(?:\.|атья|атьи|атье|атьёй|атьей)?\s*(\d{1,4}(?:\.\d{1,3}){0,2})`)
)

// ArticleOf returns the law and the article of what the secretary typed, "67-ФЗ, ст. 75" of
// "ст. 75, п. 6, 67-фз", so that one article is one choice of the register; empty where it
// names no article of a numbered law. Whatever else was typed stays out.
func ArticleOf(typed string) string {
	law, article := lawNumber.FindStringSubmatch(typed), articleNumber.FindStringSubmatch(typed)
	if law == nil || article == nil {
		return ""
	}
	return law[1] + "-" + strings.ToUpper(law[2]) + ", ст. " + article[1]
}

// CompareArticles orders articles by law and then by their numbers, not by their digits.
func CompareArticles(a, b string) int {
	if c := cmp.Compare(articlePlace(a), articlePlace(b)); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

// articlePlace puts law and article into one number.
func articlePlace(article string) int {
	law, rest, _ := strings.Cut(article, "-")
	_, number, _ := strings.Cut(rest, "ст. ")
	number, _, _ = strings.Cut(number, ".")
	l, _ := strconv.Atoi(law)
	n, _ := strconv.Atoi(number)
	return l*10_000 + n
}
