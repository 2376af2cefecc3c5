package document

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// WordingVersion is how a commission words one kind of letter from a day on. Versions are
// numbered without gaps and never changed; a letter keeps the number of the one it was
// written by, and stays as it is.
type WordingVersion struct {
	Kind   WordingKind
	Number int           // zero: the commission never worded the kind, the built-in text holds
	From   calendar.Date // the first day on which letters are written by it
	Text   string        // empty: back to the built-in text
	Ground string        // why, for example the decision it was adopted by
	By     identity.ID
	ByName identity.Name
	At     time.Time
}

// Says is the text that letters are written by.
func (v WordingVersion) Says(kind WordingKind) string {
	if v.Text == "" {
		return kind.BuiltIn()
	}
	return v.Text
}

// body is the text of a paper of the kind, filled in. A text kept by an earlier program may
// know places that this one does not: such a paper waits until the text is mended.
func (v WordingVersion) body(kind WordingKind, all values) (Body, error) {
	wording, err := ReadWording(kind, v.Says(kind))
	if err != nil {
		return nil, regulation.Refuse(kind.clause(), "wording_broken", nil)
	}
	return wording.body(all)
}

// WordingsInForce are the versions by which letters are written on a day. Kinds that a
// commission never worded are not among them.
type WordingsInForce map[WordingKind]WordingVersion

// body is the text of a sheet of the kind, filled in.
func (w WordingsInForce) body(kind Kind, all values) (Body, error) {
	return w[WordingKind(kind)].body(WordingKind(kind), all)
}

// WordingEdition is a version as somebody is about to keep it.
type WordingEdition struct {
	Base    int // the version that was looked at: another may have been kept meanwhile
	Text    string
	BuiltIn bool // back to the built-in text
	Ground  string
	From    calendar.Date
}

// next is the version that follows the last one kept, with its line of the docket.
func (e WordingEdition) next(by identity.Actor, kind WordingKind, last WordingVersion, m commission.Moment) (WordingVersion, docket.Line, error) {
	clause := kind.clause()
	var faults []error
	refuse := func(key, field string) { faults = append(faults, regulation.Missing(clause, field, key)) }
	text := NormalWording(e.Text)
	if e.BuiltIn {
		text = ""
	}
	ground := strings.TrimSpace(e.Ground)
	switch {
	case e.Base != last.Number:
		return WordingVersion{}, docket.Line{}, regulation.Refuse(clause, "wording_kept_meanwhile", nil)
	case text == last.Text && e.BuiltIn:
		return WordingVersion{}, docket.Line{}, regulation.Refuse(clause, "wording_built_in_already", nil)
	case text == NormalWording(last.Says(kind)):
		refuse("wording_same", WordingForm)
	}
	if ground == "" {
		refuse("wording_ground_missing", "wording_ground")
	}
	switch {
	case e.From.IsZero() || e.From.Before(m.Day):
		refuse("wording_from_past", "wording_from")
	case e.From.Before(last.From):
		refuse("wording_from_before_last", "wording_from")
	}
	if err := errors.Join(append(faults, regulation.Legible(clause, "wording_ground", ground, complaint.MaxLine))...); err != nil {
		return WordingVersion{}, docket.Line{}, err
	}
	v := WordingVersion{Kind: kind, Number: last.Number + 1, From: e.From, Text: text, Ground: ground, By: by.ID, At: m.At}
	digest := sha256.Sum256([]byte(v.Says(kind)))
	return v, docket.Line{Act: "wording", By: by, Clause: clause, Facts: docket.Facts{"commission": int64(by.Commission), "kind": string(kind), "version": v.Number,
		"from": v.From.String(), "built_in": text == "", "text": hex.EncodeToString(digest[:])}}, nil
}

// WordingStore keeps how commissions word their letters.
type WordingStore interface {
	// KeepWording locks the wordings of a commission and stores the version that keep makes
	// of the last one, the zero version for none.
	KeepWording(ctx context.Context, own commission.ID, kind WordingKind,
		keep func(last WordingVersion, m commission.Moment) (WordingVersion, docket.Line, error)) error
	// LetterFacts reads what a letter on a complaint follows from, see PostStore.
	LetterFacts(ctx context.Context, own commission.ID, ref complaint.Ref, to commission.ID) (LetterFacts, error)
}

// Wordings is how letters are worded: the texts are checked, tried on a complaint, and kept.
type Wordings struct {
	store WordingStore
	draw  Render
}

// NewWordings returns the wordings over a store; draw is what papers are drawn by, which
// knows the letters that it has.
func NewWordings(store WordingStore, draw Render) *Wordings {
	return &Wordings{store: store, draw: draw}
}

// Keep checks the text and keeps it as the next version, for the letters from a day on.
func (w *Wordings) Keep(ctx context.Context, by identity.Actor, kind WordingKind, e WordingEdition) error {
	if err := mayWord(by, kind); err != nil {
		return err
	}
	var fault error
	if !e.BuiltIn {
		fault = w.check(kind, e.Text)
	}
	return w.store.KeepWording(ctx, by.Commission, kind, func(last WordingVersion, m commission.Moment) (WordingVersion, docket.Line, error) {
		v, line, err := e.next(by, kind, last, m)
		return v, line, errors.Join(fault, err)
	})
}

// mayWord refuses whoever may not word the letters of the commission.
func mayWord(by identity.Actor, kind WordingKind) error {
	if err := by.MustAbout(identity.EditWording, identity.Matter{Commission: by.Commission}, kind.clause()); err != nil {
		return err
	}
	if !kind.Known() {
		return ErrNotFound
	}
	return nil
}

// check refuses a text that is no wording, and letters that no paper can be printed with.
func (w *Wordings) check(kind WordingKind, text string) error {
	if _, err := ReadWording(kind, text); err != nil {
		return err
	}
	var missing *MissingGlyphs
	var page Paper
	for _, line := range strings.Split(NormalWording(text), "\n") {
		page.Body = append(page.Body, P(Text(line)))
	}
	if err := w.draw(io.Discard, page); !errors.As(err, &missing) {
		return err
	}
	var faults []error
	for i, line := range strings.Split(NormalWording(text), "\n") {
		var here MissingGlyphs
		for _, r := range missing.Letters {
			if strings.ContainsRune(line, r) {
				here.Letters = append(here.Letters, r)
			}
		}
		if len(here.Letters) > 0 && len(faults) < maxWordingFaults {
			faults = append(faults, &regulation.Refusal{Clause: kind.clause(), Field: WordingForm, Key: "wording_letters", Values: regulation.Values{"Line": i + 1, "Letters": here.Names()}})
		}
	}
	return errors.Join(faults...)
}

// Template is the version of the builders that a paper was made with, and of the wording if
// the commission had its own: "2+w3".
func (p Printed) Template() string { return templateOf(p.Wording) }

// Template is that of a sheet, likewise.
func (s Sheet) Template() string { return templateOf(s.Wording) }

func templateOf(wording int) string {
	if wording == 0 {
		return Template
	}
	return Template + "+w" + strconv.Itoa(wording)
}
