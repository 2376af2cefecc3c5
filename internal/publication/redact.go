package publication

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"redress/internal/document"
)

// Ground is why something is left out of the public copy: a closed list, each with the
// mark that stands in its place.
type Ground string

// The grounds.
const (
	Person   Ground = "person"   // who a private person is
	Address  Ground = "address"  // where somebody lives
	Contact  Ground = "contact"  // telephone, e-mail
	Birth    Ground = "birth"    // date of birth
	Identity Ground = "identity" // number of a paper or of a person in a register
	Private  Ground = "private"  // anything else of somebody's private life
)

// Grounds lists the grounds in the order of the form.
var Grounds = []Ground{Person, Address, Contact, Birth, Identity, Private}

// marks stand in the text for what is left out. A paper is written in Russian.
var marks = map[Ground]string{
	Person: "[персональные данные]", Address: "[адрес]", Contact: "[контактные данные]",
	Birth: "[дата рождения]", Identity: "[номер документа]", Private: "[сведения о частной жизни]",
}

// Valid reports whether the ground is on the list.
func (g Ground) Valid() bool { return marks[g] != "" }

// Mark is what stands in the text for something left out on the ground.
func (g Ground) Mark() string { return marks[g] }

// Piece is a stretch of the text of a public copy: words, or a mark.
type Piece struct {
	Text string
	Cut  bool
}

// Pieces parts a text at the marks, for whoever draws them apart.
func Pieces(text string) []Piece {
	var all []Piece
	for text != "" {
		at, mark := len(text), ""
		for _, m := range marks {
			if i := strings.Index(text, m); i >= 0 && i < at {
				at, mark = i, m
			}
		}
		if at > 0 {
			all = append(all, Piece{Text: text[:at]})
		}
		if mark != "" {
			all = append(all, Piece{mark, true})
		}
		text = text[at+len(mark):]
	}
	return all
}

// Removal is a phrase that is left out wherever it stands, whatever its case, with the
// words it stands in.
type Removal struct {
	Ground Ground `json:"ground"`
	Phrase string `json:"phrase"`
}

// Place is a place in the text of a paper, for a person to find it.
type Place struct {
	Paragraph int    // from 1; zero is the head of the paper
	Excerpt   string // what stands about it
}

// rewrite returns the paper with every text changed that is not the commission's own
// head or signature. Marks of signatures and of copies are of the original and go, and so
// does its code: with it the original could be made anew from guessed names, and known by
// its digest.
func rewrite(p document.Paper, change func(paragraph int, runs []document.Run) []document.Run) (document.Paper, error) {
	text := func(paragraph int, s string) string {
		var b strings.Builder
		for _, r := range change(paragraph, []document.Run{{Text: s}}) {
			b.WriteString(r.Text)
		}
		return b.String()
	}
	p.Title, p.Subject, p.Footer = text(0, p.Title), text(0, p.Subject), text(0, p.Footer)
	p.Marks, p.Copy, p.Code = nil, nil, ""
	p.Issuer, p.Signatures = slices.Clone(p.Issuer), slices.Clone(p.Signatures)
	body := make(document.Body, len(p.Body))
	for i, block := range p.Body {
		n := i + 1
		switch b := block.(type) {
		case document.Paragraph:
			b.Runs = change(n, b.Runs)
			body[i] = b
		case document.Heading:
			b.Text = text(n, b.Text)
			body[i] = b
		case document.Numbered:
			b.Runs = change(n, b.Runs)
			body[i] = b
		case document.Quote:
			b.Runs = change(n, b.Runs)
			body[i] = b
		case document.Table:
			b.Columns, b.Rows = slices.Clone(b.Columns), slices.Clone(b.Rows)
			for c := range b.Columns {
				b.Columns[c].Head = text(n, b.Columns[c].Head)
			}
			for r, row := range b.Rows {
				b.Rows[r] = slices.Clone(row)
				for c, cell := range row {
					b.Rows[r][c] = change(n, cell)
				}
			}
			body[i] = b
		default:
			return document.Paper{}, fmt.Errorf("block %d of the text is of a kind that nobody can redact: %T", n, block)
		}
	}
	p.Body = body
	return p, nil
}

// walk shows every text that rewrite could change.
func walk(p document.Paper, look func(paragraph int, l line)) error {
	_, err := rewrite(p, func(paragraph int, runs []document.Run) []document.Run {
		look(paragraph, newLine(textOf(runs)))
		return runs
	})
	return err
}

func textOf(runs []document.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// Redact returns the paper with the removals done, and how often each was found. What
// is official stays. The text is taken out of the paper itself: nothing is covered.
func Redact(p document.Paper, removals []Removal, official []string) (document.Paper, []int, error) {
	order := make([]int, len(removals))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(removals[b].Phrase), len(removals[a].Phrase)) })
	times := make([]int, len(removals))
	out, err := rewrite(p, func(_ int, runs []document.Run) []document.Run {
		l := newLine(textOf(runs))
		shields := l.shielded(official)
		var found []span
		for _, i := range order {
			for _, s := range l.occurrences(removals[i].Phrase, removals[i].Ground) {
				if s.inside(shields) {
					continue
				}
				times[i]++
				found = append(found, s)
			}
		}
		return l.cut(runs, l.merged(found))
	})
	return out, times, err
}

// merged puts overlapping spans together under the ground of the longest, and those of
// one ground that only a space parts: one mark stands for a name of three words.
func (l line) merged(found []span) []span {
	slices.SortStableFunc(found, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var out []span
	for _, s := range found {
		if n := len(out) - 1; n >= 0 {
			last := &out[n]
			if s.from < last.to {
				if s.to-s.from > last.to-last.from {
					last.ground = s.ground
				}
				last.to = max(last.to, s.to)
				continue
			}
			if s.ground == last.ground && strings.TrimSpace(l.said[last.to:s.from]) == "" {
				last.to = s.to
				continue
			}
		}
		out = append(out, s)
	}
	return out
}

// cut takes spans of the line out of the runs it was made of, each with its mark in the
// type of the run it begins in.
func (l line) cut(runs []document.Run, spans []span) []document.Run {
	if len(spans) == 0 {
		return slices.Clone(runs)
	}
	out := make([]document.Run, 0, len(runs))
	at := 0
	for _, r := range runs {
		end, from := at+len(r.Text), at
		var b strings.Builder
		for _, s := range spans {
			first, last := l.from[s.from], l.end(s.to)
			if last <= from || first >= end {
				continue
			}
			if first >= at {
				b.WriteString(l.text[from:first])
				b.WriteString(s.ground.Mark() + l.stop(s))
			}
			from = min(last, end)
		}
		b.WriteString(l.text[from:end])
		r.Text = b.String()
		out, at = append(out, r), end
	}
	return out
}

// stop gives a sentence its full stop back that was the one of an initial: "Заявитель –
// Примерова А. П. Суть жалобы".
func (l line) stop(s span) string {
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(l.said[s.to:], " «"))
	if strings.HasSuffix(l.said[:s.to], ".") && strings.HasPrefix(l.said[s.to:], " ") && unicode.IsUpper(next) {
		return "."
	}
	return ""
}

// end is where in text the byte of said before this one ends: marks that are left out of
// said stay with what follows.
func (l line) end(to int) int {
	last := l.from[to-1]
	_, n := utf8.DecodeRuneInString(l.text[last:])
	return last + n
}

// Propose finds what is likely to be personal data, in the order of the text, each
// phrase once. It is on the safe side: what is none the secretary takes away.
func Propose(p document.Paper, k Known) ([]Removal, error) {
	who := newPeople(k)
	if err := walk(p, func(_ int, l line) { // surnames are learnt first: they may stand alone before they stand in full
		shields := l.shielded(k.Official)
		for _, s := range who.named(l) {
			if !s.inside(shields) {
				who.learn(l, s)
			}
		}
	}); err != nil {
		return nil, err
	}
	var all []Removal
	err := walk(p, func(_ int, l line) {
		shields := l.shielded(k.Official)
		found := slices.Concat(who.named(l), l.data(), l.contacts(k))
		slices.SortStableFunc(found, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
		for i, s := range found {
			if s.inside(found[:i]) { // the longest of those that begin here comes first
				continue
			}
			phrase := l.phrase(s)
			if s.inside(shields) || phrase == "" || slices.ContainsFunc(all, func(r Removal) bool { return folded(r.Phrase) == folded(phrase) }) {
				continue
			}
			all = append(all, Removal{s.ground, phrase})
		}
	})
	return all, err
}

// Remains are the places where the complainant can still be known: the surname in any
// form, the e-mail address, the telephone number.
func Remains(p document.Paper, k Known) ([]Place, error) {
	who := people{mine: stems(k.Complainant.Surname)}
	var left []Place
	err := walk(p, func(paragraph int, l line) {
		shields := l.shielded(k.Official)
		var found []span
		for _, t := range l.tokens() {
			if who.mineIs(t.word) {
				found = append(found, span{t.from, t.to, Person})
			}
		}
		found = append(found, l.occurrences(k.Email, Contact)...)
		found = append(found, l.phone(k.Phone)...)
		for _, s := range joined(found) {
			if !s.inside(shields) {
				left = append(left, Place{paragraph, l.around(s)})
			}
		}
	})
	return left, err
}
