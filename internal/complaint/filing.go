package complaint

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"maps"
	"time"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// ErrNoForm says that the browser holds no form in progress, or one that expired.
var ErrNoForm = errors.New("no form in progress")

// FormLife is how long an unsent form is kept after its last answer.
const FormLife = 30 * 24 * time.Hour

// Token is the secret that ties a browser to its form. The browser keeps it in a
// cookie; the store keeps only its Hash.
type Token [32]byte

// NewToken returns a fresh random token.
func NewToken() Token {
	var t Token
	_, _ = rand.Read(t[:]) // never fails: crypto/rand stops the program instead
	return t
}

// Hash returns what the store keeps of a token.
func (t Token) Hash() [32]byte { return sha256.Sum256(t[:]) }

// Form is a complaint being filled in.
type Form struct {
	Answers
	Files     []attachment.Attachment
	ExpiresOn calendar.Date
	Sent      Ref // the number it got; zero until sent
	SentTo    commission.ID
	CodeKept  bool // the complainant said that number and code are saved
}

// FormStore keeps forms in progress. Each method is one transaction.
type FormStore interface {
	// Form returns the form, or ErrNoForm.
	Form(ctx context.Context, hash [32]byte) (Form, error)
	// ChangeForm locks the form, making an empty one if there is none, and stores
	// what change returns. A form that was sent is refused with Refusal "form_sent".
	ChangeForm(ctx context.Context, hash [32]byte, change func(Form, calendar.Date) (Form, error)) error
	// AttachToForm adds a file that the vault already holds.
	AttachToForm(ctx context.Context, hash [32]byte, file attachment.Attachment, limit int) error
	// DetachFromForm forgets the file; the sweep removes its bytes.
	DetachFromForm(ctx context.Context, hash [32]byte, file attachment.ID) error
	// FileComplaint turns the form into a complaint, once: called again for a form
	// already sent it returns the number given then and calls file no more. It gives
	// the number, writes the docket and owes the deadlines in the same transaction.
	FileComplaint(ctx context.Context, hash [32]byte, code CodeHash,
		file func(Form, commission.Moment) (Complaint, error)) (Ref, error)
	// ReceivePaper turns a paper and the files attached under the hash into a complaint of
	// the actor's commission, once, like FileComplaint.
	ReceivePaper(ctx context.Context, by identity.Actor, hash [32]byte, code CodeHash,
		receive func([]attachment.Attachment, commission.Moment) (Complaint, error)) (Ref, error)
	// ChangeTracked makes one act of the complainant on a complaint.
	ChangeTracked(ctx context.Context, id ID, change func(Complaint, commission.Moment) (Complaint, docket.Line, error)) error
	// KeepCode records that the complainant saved number and code.
	KeepCode(ctx context.Context, hash [32]byte) error
	// Tracked returns the complaints with that number, at most one a commission, with
	// the hash of each one's code.
	Tracked(ctx context.Context, ref Ref) ([]Tracked, error)
}

// Tracked is a complaint found by its number, before its code is checked.
type Tracked struct {
	ID   ID
	Hash CodeHash
}

// Filings is the citizens' side: forms in progress, sending, and following up.
type Filings struct {
	store FormStore
	keys  Keys
}

// NewFilings returns the citizens' side over a store and the server's keys.
func NewFilings(store FormStore, keys Keys) *Filings { return &Filings{store: store, keys: keys} }

// Form returns the form of the token, or ErrNoForm.
func (f *Filings) Form(ctx context.Context, token Token) (Form, error) {
	return f.store.Form(ctx, token.Hash())
}

// Answer stores the answer to one question. What put writes into the answers is
// checked first; refused answers change nothing.
func (f *Filings) Answer(ctx context.Context, token Token, q Question, put func(*Answers)) error {
	return f.store.ChangeForm(ctx, token.Hash(), func(form Form, today calendar.Date) (Form, error) {
		put(&form.Answers)
		if err := form.Check(q, today); err != nil {
			return form, err
		}
		answered := maps.Clone(form.Answered)
		if answered == nil {
			answered = make(map[Question]bool)
		}
		answered[q] = true
		form.Answered = answered
		return form, nil
	})
}

// Attach adds a received file to the form; one more than limit is refused.
func (f *Filings) Attach(ctx context.Context, token Token, file attachment.Attachment, limit int) error {
	return f.store.AttachToForm(ctx, token.Hash(), file, limit)
}

// Detach takes a file off the form.
func (f *Filings) Detach(ctx context.Context, token Token, file attachment.ID) error {
	return f.store.DetachFromForm(ctx, token.Hash(), file)
}

// Send files the complaint and returns its number. Sent twice, it is one complaint
// and the same number (P2). agreed is the consent asked for on the last page.
func (f *Filings) Send(ctx context.Context, token Token, agreed bool) (Ref, error) {
	code := f.keys.Hash(f.keys.Code(token[:]))
	return f.store.FileComplaint(ctx, token.Hash(), code, func(form Form, m commission.Moment) (Complaint, error) {
		var consent error
		if !agreed {
			consent = regulation.Missing(regulation.FormOfComplaint, "agree", "consent_missing")
		}
		c, err := File(form.Answers, form.Files, m.Composition.Commission.ID, Portal, m.Day, m.At)
		return c, errors.Join(consent, err)
	})
}

// Code returns the tracking code of the form's complaint: the same each time.
func (f *Filings) Code(token Token) Code { return f.keys.Code(token[:]) }

// KeepCode records that the complainant saved number and code; the receipt does
// not show the code again.
func (f *Filings) KeepCode(ctx context.Context, token Token) error {
	return f.store.KeepCode(ctx, token.Hash())
}

// Track returns the complaint of a number and a code, or ErrNotFound: an unknown
// number and a wrong code look the same and take the same time.
func (f *Filings) Track(ctx context.Context, ref Ref, code Code) (ID, error) {
	candidates, err := f.store.Tracked(ctx, ref)
	if err != nil {
		return 0, err
	}
	found := ID(0)
	for _, c := range append(candidates, Tracked{}) { // at least one comparison, even for no number
		if f.keys.Match(code, c.Hash) && c.ID != 0 {
			found = c.ID
		}
	}
	if found == 0 {
		return 0, ErrNotFound
	}
	return found, nil
}
