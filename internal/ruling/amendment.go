package ruling

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// AmendmentKind says what an amendment does.
type AmendmentKind string

// The kinds of amendments. The operative part is amended by another selection and in no
// other way.
const (
	ReplaceParagraph AmendmentKind = "replace"
	AddParagraph     AmendmentKind = "add" // after the paragraph named
	StrikeParagraph  AmendmentKind = "strike"
	ChooseAnew       AmendmentKind = "choose"
)

// AmendmentKinds lists the kinds that a paragraph is amended by.
var AmendmentKinds = []AmendmentKind{ReplaceParagraph, AddParagraph, StrikeParagraph}

// Amendment is a change of a version of a draft that a member proposes.
type Amendment struct {
	Kind      AmendmentKind
	Version   int
	Section   Section    `json:",omitempty"`
	Paragraph int        `json:",omitempty"`
	Quote     string     `json:",omitempty"` // that paragraph as it stood
	Text      string     `json:",omitempty"` // what takes its place, or follows it
	From      string     `json:",omitempty"` // digest of the selection that is changed
	Selection *Selection `json:",omitempty"`
	Operative []string   `json:",omitempty"` // what follows from the selection proposed
}

// AmendmentOf reads the content of an amendment.
func AmendmentOf(a sitting.Amendment) (Amendment, error) {
	var content Amendment
	if err := json.Unmarshal([]byte(a.Content), &content); err != nil {
		return content, fmt.Errorf("reading amendment %d: %w", a.Number, err)
	}
	return content, nil
}

// digestOfSelection is the SHA-256 of what the drafter chose, in hexadecimal.
func (d Draft) digestOfSelection() string { return digest(d.Selection) }

// Weave returns the draft with the amendment woven in and all else as it was; a refusal
// if what it is to change is no longer there.
func (a Amendment) Weave(d Draft, about Subject, p regulation.Profile) (Draft, error) {
	gone := regulation.Refuse(regulation.FatesOfDraft, "amendment_lapsed", nil)
	if a.Kind == ChooseAnew {
		if a.Selection == nil || d.digestOfSelection() != a.From {
			return d, gone
		}
		d.Selection = *a.Selection
		return d, nil
	}
	at, ok := Thread{Remark: Comment{Version: -1, Section: a.Section, Paragraph: a.Paragraph, Quote: a.Quote}}.On(d.Version, d.Paragraphs(about, p))
	if !ok {
		return d, gone
	}
	switch a.Section {
	case FactsSection:
		d.Facts = a.in(d.Facts, at.Number)
	case ReasonsSection:
		d.Reasons = a.in(d.Reasons, at.Number)
	case LawSection:
		d.Law = a.in(d.Law, at.Number)
	case DemandsSection: // an answer is never struck out: every demand has one
		if a.Kind != ReplaceParagraph {
			return d, gone
		}
		d.Demands = slices.Clone(d.Demands)
		d.Demands[at.Number-1].Answer = a.Text
	case OperativeSection:
		return d, regulation.Refuse(regulation.ThreeOutcomes, "operative_not_typed", nil)
	}
	return d, nil
}

// in changes one paragraph of a text; every other line stays as it is.
func (a Amendment) in(text string, number int) string {
	lines := strings.Split(text, "\n")
	n := 0
	for i, line := range lines {
		if strings.TrimSpace(line) != "" {
			n++
		}
		if n < number {
			continue
		}
		switch a.Kind {
		case ReplaceParagraph:
			lines[i] = a.Text
		case AddParagraph:
			lines = slices.Insert(lines, i+1, a.Text)
		case StrikeParagraph:
			lines = slices.Delete(lines, i, i+1)
		case ChooseAnew:
		}
		return strings.Join(lines, "\n")
	}
	return text
}

// checked fills in what the amendment is about, as the draft stands, and refuses one that
// changes nothing or leaves a draft that could not be voted on.
func (a Amendment) checked(in Conclusion) (Amendment, error) {
	profile := in.Sitting.Profile(in.Moment.Composition)
	a.Version, a.Text = in.Draft.Version, strings.TrimSpace(strings.ReplaceAll(a.Text, "\r\n", "\n"))
	switch a.Kind {
	case ChooseAnew:
		if a.Selection == nil {
			return a, regulation.Missing(regulation.ThreeOutcomes, "outcome", "outcome_missing")
		}
		chosen := a.Selection.settled()
		a = Amendment{Kind: a.Kind, Version: a.Version, From: in.Draft.digestOfSelection(), Selection: &chosen, Operative: chosen.Operative(in.About, profile)}
	case ReplaceParagraph, AddParagraph, StrikeParagraph:
		read, ok := At(in.Draft.Paragraphs(in.About, profile), a.Section, a.Paragraph)
		if !ok {
			return a, ErrNotFound
		}
		a = Amendment{Kind: a.Kind, Version: a.Version, Section: a.Section, Paragraph: a.Paragraph, Quote: read.Text, Text: a.Text}
		if a.Kind == StrikeParagraph {
			a.Text = ""
		} else if a.Text == "" {
			return a, regulation.Missing(regulation.FatesOfDraft, "amendment_text", "amendment_text_missing")
		}
		if err := regulation.Legible(regulation.FatesOfDraft, "amendment_text", a.Text, MaxPart); err != nil {
			return a, err
		}
	default:
		return a, regulation.Missing(regulation.FatesOfDraft, "amendment_kind", "choose_one")
	}
	woven, err := a.Weave(in.Draft, in.About, profile)
	if err != nil {
		return a, err
	}
	if woven.Digest() == in.Draft.Digest() {
		return a, regulation.Missing(regulation.FatesOfDraft, "amendment_text", "amendment_changes_nothing")
	}
	return a, woven.Complete(in.Complaint, in.Moment.Day)
}

// Amend proposes an amendment to the draft of an item.
func (s *Service) Amend(ctx context.Context, by identity.Actor, number int, item sitting.ItemID, a Amendment) error {
	return s.store.OpenVote(ctx, by.Commission, number, item, func(in Conclusion) (sitting.Sitting, docket.Line, error) {
		fail := func(err error) (sitting.Sitting, docket.Line, error) { return in.Sitting, docket.Line{}, err }
		if _, _, err := in.Sitting.ProposeAmendment(by, item, "", in.Moment); err != nil {
			return fail(err)
		}
		a, err := a.checked(in)
		if err != nil {
			return fail(err)
		}
		content, err := json.Marshal(a)
		if err != nil {
			return fail(fmt.Errorf("writing an amendment: %w", err))
		}
		return in.Sitting.ProposeAmendment(by, item, string(content), in.Moment)
	})
}

// OpenAmendment puts the next amendment to the vote, if what it changes is still there.
func (s *Service) OpenAmendment(ctx context.Context, by identity.Actor, number int, item sitting.ItemID) error {
	return s.store.OpenVote(ctx, by.Commission, number, item, func(in Conclusion) (sitting.Sitting, docket.Line, error) {
		return in.Sitting.OpenAmendment(by, item)
	})
}

// woven weaves the amendment that was just accepted into the next version of the draft,
// which is put to the vote from now on; its question is computed anew, and
// amendments to what is gone lapse. Nothing else of the draft changes.
func (in Conclusion) woven(by identity.Actor, id sitting.ItemID, out Concluded) (Concluded, error) {
	before, _ := in.Sitting.Item(id)
	item, _ := out.Sitting.Item(id)
	put := before.Current() // an amendment that was accepted before is not woven in once more
	accepted, _ := item.Amendment(put.Amendment)
	if put.Motion != sitting.OnAmendment || accepted.State != sitting.Accepted {
		return out, nil
	}
	a, err := AmendmentOf(accepted)
	if err != nil {
		return Concluded{}, err
	}
	profile := in.Sitting.Profile(in.Moment.Composition)
	next, err := a.Weave(in.Draft, in.About, profile)
	if err != nil {
		return Concluded{}, err
	}
	next.Version, next.Author, next.SavedAt = in.Draft.Version+1, accepted.Author, in.Moment.At
	question, err := next.Question()
	if err != nil {
		return Concluded{}, err
	}
	gone := func(other sitting.Amendment) bool {
		content, err := AmendmentOf(other)
		if err == nil {
			_, err = content.Weave(next, in.About, profile)
		}
		return err != nil
	}
	out.Sitting, out.Draft = out.Sitting.Weave(id, accepted.Number, next.Version, question, gone), &next
	out.Lines[0].Facts["woven"] = next.Version
	if lapsed := lapsedSince(item, out.Sitting, id); lapsed != nil {
		out.Lines[0].Facts["lapsed"] = lapsed
	}
	out.Complaint, out.Lines[1], err = in.Complaint.Amend(by, next.Version, next.Digest(), accepted.Number, int64(in.Sitting.ID))
	return out, err
}

// lapsedSince are the numbers of the amendments that lapsed with an act on the item.
func lapsedSince(before sitting.Item, after sitting.Sitting, id sitting.ItemID) []int {
	item, _ := after.Item(id)
	var numbers []int
	for _, a := range item.Amendments {
		if was, ok := before.Amendment(a.Number); ok && was.State == sitting.Proposed && a.State == sitting.Lapsed {
			numbers = append(numbers, a.Number)
		}
	}
	return numbers
}
