package publication

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"redress/internal/grammar"
	"redress/internal/identity"
)

// Known is who and what the text is searched for beside what its own signs show.
type Known struct {
	Complainant identity.Name
	Email       string
	Phone       string
	Address     string
	Others      []string        // what else the complaint says of people, as typed
	Officials   []identity.Name // of the two commissions: they stay
	Official    []string        // names and addresses of the two commissions: they stay
}

// token is a word of a line, or an initial with its full stop.
type token struct {
	from, to int
	word     string
	initial  bool
	name     bool // a patronymic, a given name, an initial
}

var words = regexp.MustCompile(`\p{L}+(?:[-'’]\p{L}+)*`)

func (l line) tokens() []token {
	var all []token
	for _, at := range words.FindAllStringIndex(l.said, -1) {
		t := token{from: at[0], to: at[1], word: l.said[at[0]:at[1]]}
		if utf8.RuneCountInString(t.word) == 1 && capital(t.word) && strings.HasPrefix(l.said[t.to:], ".") {
			t.to, t.initial = t.to+1, true
		}
		t.name = t.initial || patronymic(t.word) || given(t.word)
		all = append(all, t)
	}
	return all
}

// linked reports whether two words stand beside each other like the parts of a name.
func (l line) linked(a, b token) bool {
	between := l.said[a.to:b.from]
	return between == " " || between == "" && a.initial
}

// people is whom a text is searched for: those who are always removed, those who stay,
// and the surnames that the text itself has shown to be of private persons.
type people struct {
	mine      []stem
	declined  []string // the words of the complainant's surname as grammar declines it, folded
	officials []officer
	learnt    []stem
}

// officer is somebody who acts in office: the surname, and the letter the given name begins with.
type officer struct {
	surname []stem
	first   rune
}

func newPeople(k Known) people {
	p := people{mine: stems(k.Complainant.Surname)}
	for _, gender := range []grammar.Gender{grammar.Masculine, grammar.Feminine} {
		for _, form := range grammar.Decline(grammar.Name(k.Complainant), gender).Surname {
			p.declined = append(p.declined, strings.Fields(folded(form))...)
		}
	}
	for _, o := range k.Officials {
		p.officials = append(p.officials, officer{stems(o.Surname), firstLetter(o.Given)})
	}
	for _, said := range k.Others {
		l := newLine(said)
		for _, found := range p.named(l) {
			p.learn(l, found)
		}
	}
	return p
}

// mineIs reports whether a word is a form of the complainant's surname.
func (p people) mineIs(word string) bool {
	if capital(word) && slices.Contains(p.declined, folded(word)) {
		return true
	}
	return slices.ContainsFunc(parts(word), func(w string) bool {
		return slices.ContainsFunc(p.mine, func(s stem) bool { return s.of(w) })
	})
}

func (p people) learntIs(word string) bool {
	return capital(word) && slices.ContainsFunc(parts(word), func(w string) bool {
		return slices.ContainsFunc(p.learnt, func(s stem) bool { return s.of(w) })
	})
}

// parts are the words of a double surname, and the whole.
func parts(word string) []string { return append(strings.Split(word, "-"), word) }

// official reports whether the name of a span is that of somebody who acts in office: the
// surname is theirs, and no given name or initial says otherwise.
func (p people) official(ts []token) bool {
	for _, o := range p.officials {
		surname, other, seen := false, false, false
		for _, t := range ts {
			switch {
			case slices.ContainsFunc(o.surname, func(s stem) bool { return s.of(t.word) }):
				surname = true
			case t.name && !seen:
				seen, other = true, firstLetter(t.word) != o.first
			}
		}
		if surname && !other {
			return true
		}
	}
	return false
}

func firstLetter(word string) rune {
	r, _ := utf8.DecodeRuneInString(folded(word))
	return r
}

// roles are the words after which a name is likely to stand without initials.
var roles = regexp.MustCompile(`^(?:граждан(?:ин|к)\p{L}{0,2}|гр|избирател[ьяюе]\p{L}?|наблюдател[ьяюе]\p{L}?|кандидат\p{L}{0,2}|заявител\p{L}{1,2}|свидетел\p{L}{1,2}|представител\p{L}{1,2}|житель\p{L}{0,2}|жител\p{L}{1,2}|доверител\p{L}{1,2})$`)

// named are the names of persons in a line: a patronymic or a given name with what
// stands beside it, initials with their surname, a name after a role, and every form
// of a surname that is known.
func (p people) named(l line) []span {
	ts := l.tokens()
	var all []span
	for i, t := range ts {
		from, to := i, i
		switch {
		case t.initial:
			from, to = l.byInitials(ts, i)
		case p.mineIs(t.word), p.learntIs(t.word):
		case patronymic(t.word):
			from, to = l.byPatronymic(ts, i)
		case given(t.word):
			from, to = l.byGiven(ts, i)
		case capital(t.word) && i > 0 && roles.MatchString(folded(ts[i-1].word)) && strings.Trim(l.said[ts[i-1].to:t.from], " .-:") == "" &&
			!slices.ContainsFunc(ownWords, func(w string) bool { return strings.HasPrefix(folded(t.word), w) }):
			for to+1 < len(ts) && to < i+2 && capital(ts[to+1].word) && l.linked(ts[to], ts[to+1]) {
				to++
			}
		default:
			continue
		}
		for from > 0 && ts[from-1].name && l.linked(ts[from-1], ts[from]) { // what belongs to the name on both sides
			from--
		}
		for to+1 < len(ts) && ts[to+1].name && l.linked(ts[to], ts[to+1]) {
			to++
		}
		if t.initial && from == to {
			continue // a letter with a full stop alone names nobody
		}
		name := ts[from : to+1]
		if p.official(name) && !slices.ContainsFunc(name, func(t token) bool { return p.mineIs(t.word) }) {
			continue
		}
		all = append(all, span{ts[from].from, ts[to].to, Person})
	}
	return joined(all)
}

// byInitials takes in the surname of initials: the word before them, or the one after.
// At the beginning of a sentence the word before may be any, and both go.
func (l line) byInitials(ts []token, i int) (from, to int) {
	from, to = i, i
	for to+1 < len(ts) && ts[to+1].initial && l.linked(ts[to], ts[to+1]) {
		to++
	}
	for from > 0 && ts[from-1].initial && l.linked(ts[from-1], ts[from]) {
		from--
	}
	first, last := from, to
	if first > 0 && capital(ts[first-1].word) && l.linked(ts[first-1], ts[first]) {
		from--
	}
	if last+1 < len(ts) && capital(ts[last+1].word) && l.linked(ts[last], ts[last+1]) && (from == first || l.opens(ts[from])) {
		to++
	}
	return from, to
}

// byPatronymic takes in given name and surname, whichever of them comes first.
func (l line) byPatronymic(ts []token, i int) (from, to int) {
	from, to = i, i
	back := func() bool { return from > 0 && capital(ts[from-1].word) && l.linked(ts[from-1], ts[from]) }
	if back() {
		from--
	}
	after := to+1 < len(ts) && capital(ts[to+1].word) && l.linked(ts[to], ts[to+1])
	if after {
		to++
	}
	if back() && (!after || !l.opens(ts[from-1])) {
		from--
	}
	return from, to
}

// byGiven takes in the surname of a given name: the word after it, else the one before.
func (l line) byGiven(ts []token, i int) (from, to int) {
	if i+1 < len(ts) && capital(ts[i+1].word) && l.linked(ts[i], ts[i+1]) {
		return i, i + 1
	}
	if i > 0 && capital(ts[i-1].word) && l.linked(ts[i-1], ts[i]) && !l.opens(ts[i-1]) {
		return i - 1, i
	}
	return i, i
}

// opens reports whether a word opens a sentence, where any has its capital.
func (l line) opens(t token) bool {
	before := strings.TrimRight(l.said[:t.from], " «\"(")
	return before == "" || strings.ContainsAny(before[len(before)-1:], ".!?")
}

// learn remembers the surname of a name that was found, to know it where it stands alone.
func (p *people) learn(l line, found span) {
	for _, t := range newLine(l.said[found.from:found.to]).tokens() {
		if t.name || utf8.RuneCountInString(t.word) < 3 || !capital(t.word) {
			continue
		}
		for _, s := range stems(t.word) {
			if utf8.RuneCountInString(string(s)) >= 3 && !slices.Contains(p.learnt, s) {
				p.learnt = append(p.learnt, s)
			}
		}
	}
}

// joined puts spans that touch or overlap together, in the order of the text.
func joined(all []span) []span {
	slices.SortFunc(all, func(a, b span) int {
		if a.from != b.from {
			return a.from - b.from
		}
		return b.to - a.to
	})
	var out []span
	for _, s := range all {
		if n := len(out); n > 0 && s.from < out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}
