package document

import (
	"context"
	"errors"
	"strings"
	"time"

	"redress/internal/commission"
	"redress/internal/grammar"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Correction is what a commission wrote down of a name: its six forms, by whom and when.
// The latest of a name holds; those before it are kept. Papers printed before it stay.
type Correction struct {
	ID     int64 // zero until stored
	Forms  grammar.Forms
	By     identity.ID
	ByName identity.Name
	At     time.Time
}

// FormField names the field of a form in which the case is written.
func FormField(c grammar.Case) string { return "form_" + c.String() }

// checked is the correction as it is about to be kept; a refusal for each form that is
// missing, cannot be a name, or has not as many words as the nominative.
func (c Correction) checked() (Correction, error) {
	var faults []error
	for _, which := range grammar.Cases {
		form := strings.Join(strings.Fields(c.Forms[which]), " ")
		c.Forms[which] = form
		refuse := func(key string) {
			faults = append(faults, regulation.Missing(regulation.SerialNumbers, FormField(which), key))
		}
		switch {
		case form == "":
			refuse("form_missing")
		case !grammar.Readable(form):
			refuse("form_unreadable")
		case c.Forms[grammar.Nominative] != "" && len(strings.Fields(form)) != len(strings.Fields(c.Forms[grammar.Nominative])):
			refuse("form_words")
		}
	}
	return c, errors.Join(faults...)
}

// NameStore keeps the dictionary of a commission.
type NameStore interface {
	// KeepForms stores the forms of a name at the present instant.
	KeepForms(ctx context.Context, own commission.ID, c Correction) error
}

// Names is the dictionary of names that commissions keep.
type Names struct{ store NameStore }

// NewNames returns the dictionary over a store.
func NewNames(store NameStore) *Names { return &Names{store: store} }

// Correct keeps how a name declines, for every paper of the commission from now on.
func (n *Names) Correct(ctx context.Context, by identity.Actor, forms grammar.Forms) error {
	if err := by.MustAbout(identity.ReadLetter, identity.Matter{Commission: by.Commission}, regulation.SerialNumbers); err != nil {
		return err
	}
	c, err := Correction{Forms: forms, By: by.ID}.checked()
	if err != nil {
		return err
	}
	return n.store.KeepForms(ctx, by.Commission, c)
}
