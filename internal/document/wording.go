package document

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"redress/internal/regulation"
)

// Wording is the text of one kind of letter as a commission words it: a paragraph on each
// line, with named places in braces, «Срок – до {срок решения}.», which are filled in for
// each letter. What stands in square brackets is left out where a place in it stays empty.
type Wording struct {
	Kind  WordingKind
	lines []wordingLine
}

// wordingLine is one paragraph of a wording, under its number in the text.
type wordingLine struct {
	number int
	parts  []wordingPart
}

// wordingPart is a stretch of a line, in square brackets or not.
type wordingPart struct {
	bracketed bool
	pieces    []wordingPiece
}

// wordingPiece is text, or a place that is filled in.
type wordingPiece struct {
	text  string
	field string // empty: the piece is text
}

// Bounds of a wording: no letter is longer, and nothing grows without end when it is filled in.
const (
	MaxWording       = 20_000
	maxWordingFields = 100
	maxWordingFaults = 20
	maxFieldName     = 60
)

// WordingForm is the field of a form in which the text of a wording is written.
const WordingForm = "wording"

// NormalWording is a text as it is kept: line feeds end its lines, and nothing trails.
func NormalWording(typed string) string {
	return strings.TrimRightFunc(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ", "\u2028", "\n", "\u2029", "\n").Replace(typed), unicode.IsSpace)
}

// ReadWording reads a wording, or refuses it: each place that is unknown, missing, or
// stands where it cannot, and each brace without its other one, with the line.
func ReadWording(kind WordingKind, typed string) (Wording, error) {
	if !kind.Known() {
		return Wording{}, ErrNotFound
	}
	w, err := readWording(kind, typed)
	if err != nil {
		return Wording{}, err
	}
	return w, w.holds()
}

// readWording reads a wording without asking whether it holds everything it must.
func readWording(kind WordingKind, typed string) (Wording, error) {
	w := Wording{Kind: kind}
	typed = NormalWording(typed)
	if strings.TrimSpace(typed) == "" {
		return w, regulation.Missing(kind.clause(), WordingForm, "wording_empty")
	}
	if err := regulation.Legible(kind.clause(), WordingForm, typed, MaxWording); err != nil {
		return w, err
	}
	var faults []error
	filled := 0
	for i, text := range strings.Split(typed, "\n") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		line, err := kind.readLine(i+1, text)
		if err == nil {
			err = kind.placed(line)
		}
		if err != nil {
			if faults = append(faults, err); len(faults) == maxWordingFaults {
				break
			}
			continue
		}
		filled += len(line.fields())
		w.lines = append(w.lines, line)
	}
	if filled > maxWordingFields {
		faults = append(faults, &regulation.Refusal{Clause: kind.clause(), Field: WordingForm, Key: "wording_many_fields", Values: regulation.Values{"Limit": maxWordingFields}})
	}
	return w, errors.Join(faults...)
}

// at says of a refusal that it is about the text of a wording of the kind.
func (k WordingKind) at(r *regulation.Refusal) *regulation.Refusal {
	r.Field = WordingForm
	if r.Clause == "" {
		r.Clause = k.clause()
	}
	return r
}

// cutName keeps a name short enough for a sentence.
func cutName(name string) string {
	if runes := []rune(name); len(runes) > maxFieldName {
		return string(runes[:maxFieldName]) + "…"
	}
	return name
}

// fieldName is a name as it is looked up: small letters, one blank between words.
func fieldName(typed string) string {
	return strings.ReplaceAll(strings.ToLower(oneLine(typed)), "ё", "е")
}

// readLine takes a line apart.
func (k WordingKind) readLine(number int, text string) (wordingLine, error) {
	line := wordingLine{number: number}
	if Printable(text) != text {
		return line, k.at(regulation.Refuse("", "wording_unprintable", regulation.Values{"Line": number}))
	}
	part := wordingPart{}
	end := func() {
		if len(part.pieces) > 0 {
			line.parts = append(line.parts, part)
		}
	}
	for text != "" {
		at := strings.IndexAny(text, "{}[]")
		if at < 0 {
			at = len(text)
		}
		if at > 0 {
			part.pieces = append(part.pieces, wordingPiece{text: text[:at]})
		}
		if text = text[at:]; text == "" {
			break
		}
		sign := text[0]
		text = text[1:]
		switch sign {
		case '{':
			name, rest, closed := strings.Cut(text, "}")
			if !closed || strings.ContainsAny(name, "{[]") {
				return line, k.at(regulation.Refuse("", "wording_brace", regulation.Values{"Line": number}))
			}
			f, known := k.Field(name)
			if !known {
				return line, k.at(regulation.Refuse("", "wording_unknown", regulation.Values{"Line": number, "Name": cutName(oneLine(name))}))
			}
			part.pieces = append(part.pieces, wordingPiece{field: f.Name})
			text = rest
		case '}':
			return line, k.at(regulation.Refuse("", "wording_brace", regulation.Values{"Line": number}))
		case '[', ']':
			if part.bracketed == (sign == '[') {
				return line, k.at(regulation.Refuse("", "wording_bracket", regulation.Values{"Line": number}))
			}
			end()
			part = wordingPart{bracketed: sign == '['}
		}
	}
	if part.bracketed {
		return line, k.at(regulation.Refuse("", "wording_bracket", regulation.Values{"Line": number}))
	}
	end()
	return line, nil
}

// fields are the names of the places of a line, in its order.
func (l wordingLine) fields() []string {
	var names []string
	for _, part := range l.parts {
		names = append(names, part.fields()...)
	}
	return names
}

func (p wordingPart) fields() []string {
	var names []string
	for _, piece := range p.pieces {
		if piece.field != "" {
			names = append(names, piece.field)
		}
	}
	return names
}

// placed refuses a line whose places cannot stand as they do: what may stay empty stands in
// square brackets, and paragraphs of their own stand alone.
func (k WordingKind) placed(line wordingLine) error {
	for _, part := range line.parts {
		idle := part.bracketed
		for _, name := range part.fields() {
			f, _ := k.Field(name)
			idle = idle && !f.Empty
			switch {
			case f.Block && (len(line.parts) > 1 || len(part.pieces) > 1):
				return k.at(regulation.Refuse("", "wording_apart", regulation.Values{"Line": line.number, "Name": name}))
			case f.Empty && !part.bracketed:
				return k.at(regulation.Refuse("", "wording_optional", regulation.Values{"Line": line.number, "Name": name}))
			}
		}
		if idle {
			return k.at(regulation.Refuse("", "wording_idle", regulation.Values{"Line": line.number}))
		}
	}
	return nil
}

// holds refuses a wording without a place that a rule demands, or with one that would be
// left out together with another; and paragraphs that are put twice.
func (w Wording) holds() error {
	stands, firm := map[string]int{}, map[string]bool{} // by the line of the first place
	var faults []error
	for _, line := range w.lines {
		for _, part := range line.parts {
			names := part.fields()
			for i, name := range names {
				f, _ := w.Kind.Field(name)
				if stands[name] != 0 && f.Block {
					faults = append(faults, w.Kind.at(regulation.Refuse("", "wording_twice", regulation.Values{"Line": line.number, "Name": name})))
				}
				if stands[name] == 0 {
					stands[name] = line.number
				}
				others := slices.Delete(slices.Clone(names), i, i+1)
				taken := slices.ContainsFunc(others, func(other string) bool {
					g, _ := w.Kind.Field(other)
					return g.Empty && other != name
				})
				firm[name] = firm[name] || !part.bracketed || f.Empty && !taken
			}
		}
	}
	for _, f := range w.Kind.Fields() {
		switch {
		case f.Rule == "" || firm[f.Name]:
		case stands[f.Name] != 0:
			faults = append(faults, w.Kind.at(regulation.Refuse(f.Rule, "wording_fragile", regulation.Values{"Line": stands[f.Name], "Name": f.Name})))
		default:
			faults = append(faults, w.Kind.at(regulation.Refuse(f.Rule, "wording_missing", regulation.Values{"Line": w.Kind.standsBuiltIn(f.Name), "Name": f.Name})))
		}
	}
	return errors.Join(faults...)
}

// value is what a place is filled with: text, or paragraphs of its own.
type value struct {
	text string
	body Body
}

func (v value) empty() bool { return v.text == "" && len(v.body) == 0 }

// values are what the places of a letter are filled with, by their names.
type values map[string]value

// set gives a place its text.
func (v values) set(name, text string) { v[name] = value{text: strings.TrimSpace(text)} }

// body fills the places of a wording. A place that may not stay empty and does is refused:
// no letter goes out with a hole in it.
func (w Wording) body(all values) (Body, error) {
	var body Body
	for _, line := range w.lines {
		var said composer
		for _, part := range line.parts {
			names := part.fields()
			if part.bracketed && slices.ContainsFunc(names, func(name string) bool { return all[name].empty() }) {
				continue
			}
			for _, piece := range part.pieces {
				v := all[piece.field]
				switch {
				case piece.field == "":
					said.text(piece.text)
				case v.empty():
					return nil, &regulation.Refusal{Clause: w.Kind.clause(), Key: "wording_hole", Values: regulation.Values{"Line": line.number, "Name": piece.field}}
				case v.body != nil:
					body = append(body, v.body...)
				default:
					said.fill(v.text)
				}
			}
		}
		if text := strings.TrimSpace(said.String()); text != "" {
			body = append(body, P(Text(glue(text))))
		}
	}
	return body, nil
}

// composer puts a paragraph together as a person would: what begins a sentence begins with
// a capital letter, and what ends with a full stop gets no second one.
type composer struct {
	strings.Builder
	stopped bool
}

func (c *composer) text(s string) {
	if c.stopped && strings.HasPrefix(s, ".") && !strings.HasPrefix(s, "..") {
		s = s[1:]
	}
	if strings.HasSuffix(c.String(), " ") {
		s = strings.TrimLeft(s, " ") // what stood between was left out
	}
	c.stopped = false
	c.WriteString(s)
}

func (c *composer) fill(s string) {
	if first, size := utf8.DecodeRuneInString(s); unicode.Is(unicode.Cyrillic, first) && c.begins() {
		s = string(unicode.ToUpper(first)) + s[size:]
	}
	c.WriteString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	c.stopped = strings.ContainsRune(".!?…", last)
}

// begins reports whether a sentence begins here: at the start, or after a full stop that
// ends more than a shortened word like «ст.».
func (c *composer) begins() bool {
	before := strings.TrimRightFunc(c.String(), unicode.IsSpace)
	if before == "" {
		return true
	}
	last, size := utf8.DecodeLastRuneInString(before)
	if last != '.' || len(before) == c.Len() {
		return strings.ContainsRune("!?…", last)
	}
	before = before[:len(before)-size]
	word := before[strings.LastIndexFunc(before, func(r rune) bool { return !unicode.IsLetter(r) })+1:]
	return word == "" || utf8.RuneCountInString(word) > 3
}
