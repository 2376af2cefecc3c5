package pdf

import (
	"unicode"

	"redress/internal/document"
)

// style is how a stretch of text is set.
type style struct {
	face     faceID
	size     float64
	tracking float64  // extra room after every character
	tag      *element // what the text is part of; nil for what is not in the text
}

// itemKind is what an item does when lines are broken.
type itemKind int

const (
	box     itemKind = iota // text that is never broken
	glue                    // a space: wider or narrower as the line needs
	penalty                 // a place where a line may end without a space
	stop                    // a place where a line must end
)

// item is one step of a paragraph on its way into lines: boxes of text, glue
// between them, places where a break is allowed.
type item struct {
	kind    itemKind
	text    string // a penalty's text is drawn only where the line breaks
	style   style
	width   float64
	stretch float64 // glue: how far it grows before the line looks loose
	shrink  float64 // glue: how far it may give way, never more
	fixed   bool    // glue: no line may break here
	cost    float64 // how little a break here is wanted
}

// Parts of the width of a space by which it may grow and give way.
const (
	spaceStretch = 0.5
	spaceShrink  = 0.2
)

// setter measures text for one paper and remembers which characters it used.
type setter struct {
	subsets [faceCount]*subset
}

func newSetter() (*setter, error) {
	var s setter
	for id := range s.subsets {
		f, err := faces[id]()
		if err != nil {
			return nil, err
		}
		s.subsets[id] = newSubset(f)
	}
	return &s, nil
}

// width returns the room a text takes in one line.
func (s *setter) width(text string, st style) float64 {
	var w float64
	n := 0
	for _, r := range text {
		w += s.subsets[st.face].width(r)
		n++
	}
	return w*st.size + float64(n)*st.tracking
}

// items takes runs apart into what lines are made of.
func (s *setter) items(runs []document.Run, base style) []item {
	var p itemizer
	p.setter = s
	for _, run := range runs {
		st := base
		if run.Bold {
			st.face |= bold
		}
		if run.Italic {
			st.face |= italic
		}
		p.add([]rune(document.Printable(run.Text)), st)
	}
	return p.items
}

type itemizer struct {
	*setter
	items []item
}

func (p *itemizer) add(text []rune, st style) {
	from, start := 0, 0 // of what is not yet an item, and of the word it stands in
	word := func(to int) {
		if to > from {
			p.box(string(text[from:to]), st)
		}
		from = to + 1
	}
	for i, r := range text {
		switch r {
		case '\n':
			word(i)
			start = i + 1
			p.items = append(p.items, item{kind: stop, text: " ", style: st})
		case ' ':
			word(i)
			held := bondOf(text[start:i], text[i+1:])
			if dashFollows(text[i+1:]) {
				held = strong
			}
			p.space(" ", st, held)
			start = i + 1
		case '\u00a0', '\u202f', '\u2007':
			word(i)
			p.space(string(r), st, strong)
			start = i + 1
		case '\u00ad', '\u200b':
			word(i)
			p.may(string(r), st)
		case '-', '\u2010':
			if i+1 < len(text) && i > 0 && unicode.IsLetter(text[i-1]) && unicode.IsLetter(text[i+1]) {
				word(i + 1)
				p.items = append(p.items, item{kind: penalty, style: st})
				from = i + 1
			}
		}
	}
	word(len(text))
}

func (p *itemizer) box(text string, st style) {
	p.items = append(p.items, item{kind: box, text: text, style: st, width: p.width(text, st)})
}

// space adds a space; several in a row count as one.
func (p *itemizer) space(text string, st style, held bond) {
	fixed, cost := held == strong, 0.0
	if held == weak {
		cost = looseCost
	}
	if n := len(p.items); n > 0 && p.items[n-1].kind == glue && p.items[n-1].text == text {
		p.items[n-1].fixed = p.items[n-1].fixed || fixed
		return
	}
	w := p.width(text, st)
	p.items = append(p.items, item{kind: glue, text: text, style: st, width: w, stretch: w * spaceStretch, shrink: w * spaceShrink, fixed: fixed, cost: cost})
}

// may allows a break, at a soft hyphen with a hyphen at the end of the line.
func (p *itemizer) may(mark string, st style) {
	it := item{kind: penalty, style: st}
	if mark == "\u00ad" {
		it.text, it.width = mark, p.width(mark, st)
	}
	p.items = append(p.items, it)
}

// dashFollows reports whether a dash between words comes next: in Russian it
// ends a line and never begins one.
func dashFollows(text []rune) bool {
	return len(text) > 1 && (text[0] == '–' || text[0] == '—') && text[1] == ' '
}
