package ruling

import (
	"slices"
	"strings"

	"redress/internal/regulation"
)

// Section is a part of a draft whose paragraphs are spoken of one by one.
type Section string

// The sections. The operative part is read and commented on, never written: it follows
// from the selection.
const (
	FactsSection     Section = "facts"
	ReasonsSection   Section = "reasons"
	DemandsSection   Section = "demands"
	LawSection       Section = "law"
	OperativeSection Section = "operative"
)

// Sections lists the sections in the order of the paper.
var Sections = []Section{FactsSection, ReasonsSection, DemandsSection, LawSection, OperativeSection}

// Paragraph is one paragraph of a version of a draft.
type Paragraph struct {
	Section Section
	Number  int // within its section, from 1
	Text    string
}

// ParagraphsOf returns the paragraphs of a text: its lines that say anything.
func ParagraphsOf(text string) []string {
	var paragraphs []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			paragraphs = append(paragraphs, line)
		}
	}
	return paragraphs
}

// Paragraphs returns the paragraphs of a draft in the order of the paper. A demand with
// its answer is one, and so is a clause of the operative part.
func (d Draft) Paragraphs(about Subject, p regulation.Profile) []Paragraph {
	var all []Paragraph
	for _, section := range Sections {
		for i, text := range d.paragraphsIn(section, about, p) {
			all = append(all, Paragraph{Section: section, Number: i + 1, Text: text})
		}
	}
	return all
}

func (d Draft) paragraphsIn(section Section, about Subject, p regulation.Profile) []string {
	switch section {
	case FactsSection:
		return ParagraphsOf(d.Facts)
	case ReasonsSection:
		return ParagraphsOf(d.Reasons)
	case LawSection:
		return ParagraphsOf(d.Law)
	case OperativeSection:
		return d.Operative(about, p)
	case DemandsSection:
	}
	var demands []string
	for _, demand := range d.Demands {
		demands = append(demands, demand.said())
	}
	return demands
}

// said is a demand with its answer as one paragraph.
func (d Demand) said() string {
	return strings.Join(append([]string{strings.TrimSpace(d.Text)}, ParagraphsOf(d.Answer)...), "\n")
}

// At returns the paragraph with that number in a section.
func At(paragraphs []Paragraph, section Section, number int) (Paragraph, bool) {
	i := slices.IndexFunc(paragraphs, func(p Paragraph) bool { return p.Section == section && p.Number == number })
	if i < 0 {
		return Paragraph{}, false
	}
	return paragraphs[i], true
}
