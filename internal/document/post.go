package document

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/regulation"
	"redress/internal/signature"
)

// LetterFacts are what a letter follows from, read at one moment.
type LetterFacts struct {
	Complaint  complaint.Complaint
	Respondent commission.Commission // the zero one while unknown
	To         commission.Commission // the zero one for none
	WorksHere  bool                  // To works with this program: the complaint goes on there
	Due        calendar.Date         // the day the ruling is due by; zero where none is
	LetterDue  calendar.Date         // the day the letter is due by
	Dictionary Dictionary
	Wordings   WordingsInForce // of the commission on the day
	Moment     commission.Moment
}

// Post is an act done by letters: the papers with whom they go to, and what follows.
type Post struct {
	Complaint complaint.Complaint
	Line      docket.Line
	Papers    []Posted
	Passed    *complaint.Complaint // as it begins at the commission it was forwarded to
}

// Posted is one signed letter on its way.
type Posted struct {
	Printed Printed
	Paper   Paper
	Record  signature.Record
	Letters []notice.Letter
}

// Digest is the digest of what all letters say: what the signer was shown.
func (p Post) Digest() signature.Digest {
	var said strings.Builder
	for _, each := range p.Papers {
		said.WriteString(each.Paper.Plain())
	}
	return sha256.Sum256([]byte(said.String()))
}

// PostStore keeps letters with the act they do.
type PostStore interface {
	// LetterFacts reads what a letter to the commission, zero for none, follows from;
	// complaint.ErrNotFound if the commission has no such complaint.
	LetterFacts(ctx context.Context, own commission.ID, ref complaint.Ref, to commission.ID) (LetterFacts, error)
	// PostLetters locks the complaint and stores what post returns in one transaction:
	// the step, the papers with their signatures, the letters owed, and the complaint
	// that goes on elsewhere.
	PostLetters(ctx context.Context, own commission.ID, ref complaint.Ref, to commission.ID, post func(LetterFacts) (Post, error)) error
	// PapersOf returns the letters of a complaint, the earliest first.
	PapersOf(ctx context.Context, id complaint.ID) ([]Printed, error)
}

// Compose does the act of a letter on the complaint as it stands and returns what it
// would lead to, unprinted: the chair signs, and of R-055 the secretary.
func Compose(by identity.Actor, l complaint.Letter, f LetterFacts) (Post, error) {
	m := f.Moment
	next, line, err := f.Complaint.Send(by, l, f.To, f.Respondent, f.Due, m)
	if err != nil {
		return Post{}, err
	}
	role, who, ok := whoSigns(by, l.Kind, m)
	if !ok {
		return Post{}, regulation.Refuse(regulation.SerialNumbers, "not_signatory", nil)
	}
	out := Post{Complaint: next, Line: line}
	sheet := LetterSheet{Complaint: f.Complaint, Letter: l, Commission: m.Composition.Commission, Respondent: f.Respondent, To: f.To,
		Signatory: who, Executor: f.executor(), Dictionary: f.Dictionary, Due: f.Due, FirstDue: f.Due, Day: m.Day, At: m.At}
	if l.Kind.Inquires() {
		sheet.Inquiry, _ = next.Inquiry(l.Inquiry)
		running, err := deadline.Following(next, m, m.Days)
		if err != nil {
			return Post{}, fmt.Errorf("computing the term of an answer: %w", err)
		}
		for _, r := range running {
			if r.Inquiry == l.Inquiry {
				sheet.Term = r.Deadline
			}
		}
	}
	if l.Kind.MovesTerm() {
		running, err := deadline.Following(next, m, m.Days)
		if err != nil {
			return Post{}, fmt.Errorf("computing the moved term: %w", err)
		}
		sheet.Due = deadline.AnswerDue(running)
	}
	kinds := []complaint.LetterKind{l.Kind}
	if l.Kind == complaint.Cover && reachable(f.Complaint.Complainant) {
		kinds = append(kinds, complaint.Notice)
	}
	if l.Kind == complaint.Cover && f.WorksHere {
		passed := f.Complaint.Passing(f.To.ID, m.At)
		out.Passed = &passed
	}
	for _, kind := range kinds {
		sheet.Letter.Kind, sheet.Wording = kind, f.Wordings[WordingKind(kind)]
		paper, err := sheet.Paper()
		if err != nil {
			return Post{}, err
		}
		record := signature.Record{Role: role, Signer: by.ID, Name: who.Name, Title: who.Title, Ground: who.Ground, At: m.At, Means: signature.Password}
		printed := Printed{Commission: f.Complaint.Commission, Kind: LetterKind, Letter: kind, Complaint: f.Complaint.ID, Ref: f.Complaint.Ref,
			Number: paper.Number, Wording: sheet.Wording.Number, MadeAt: m.At}
		out.Papers = append(out.Papers, Posted{Printed: printed, Paper: paper, Record: record, Letters: addressees(kind, l, f, out.Passed != nil)})
	}
	return out, nil
}

// executor is who prepared the letter: the rapporteur, or the secretary where there is none.
func (f LetterFacts) executor() identity.Name {
	m := f.Moment
	if rapporteur, ok := m.Composition.Member(m.Day, f.Complaint.Rapporteur); ok {
		return rapporteur.Name
	}
	secretary, _ := m.Composition.Officer(m.Day, identity.Secretary)
	return secretary.Name
}

// whoSigns is who signs a letter of the kind on the day, if that is the actor.
func whoSigns(by identity.Actor, kind complaint.LetterKind, m commission.Moment) (signature.Role, commission.Signatory, bool) {
	if kind == complaint.AccusedNotice {
		who, ok := m.Composition.Officer(m.Day, identity.Secretary)
		return signature.Secretary, commission.Signatory{Member: who, Title: "Секретарь"}, ok && who.Person == by.ID
	}
	who, ok := m.Composition.Presiding(m.Day)
	return signature.Presiding, who, ok && who.Person == by.ID
}

// addressees are the letters by which a paper goes out. Whoever gave no address gets
// none: there is nobody to answer.
func addressees(kind complaint.LetterKind, l complaint.Letter, f LetterFacts, passed bool) []notice.Letter {
	c := f.Complaint
	var owed notice.Letter
	switch {
	case kind == complaint.Cover:
		owed = notice.ToCompetent(c, f.To, l.Body, l.Address)
		if passed {
			owed = owed.PassedOn(f.Moment.At)
		}
	case kind == complaint.DownCover:
		owed = notice.ToRespondent(c, f.Respondent)
		if len(c.Attachments) > 0 { // the files go with the paper
			owed.Way, owed.Address = complaint.ByPost, f.Respondent.Address
		}
	case kind == complaint.AccusedNotice:
		owed = notice.ToAccused(c, l.Body, l.Email, l.Address)
	case kind.Inquires():
		i, _ := c.Inquiry(l.Inquiry)
		owed = notice.ToAsked(c, i)
	case !reachable(c.Complainant):
		return nil
	default:
		owed = notice.ToComplainant(c)
	}
	owed.About, owed.DueOn = kind, f.LetterDue
	if owed.DueOn.IsZero() || kind == complaint.DownCover || kind == complaint.AccusedNotice || kind.Inquires() || kind.MovesTerm() {
		owed.DueOn = f.Moment.Day
	}
	return []notice.Letter{owed}
}

// reachable reports whether an answer can be given by the way the complainant chose.
func reachable(who complaint.Complainant) bool {
	switch who.ReplyBy {
	case complaint.ByEmail:
		return who.Email != ""
	case complaint.ByPost:
		return who.Address != ""
	case complaint.InPerson:
		return who.Role != complaint.Anonymous
	}
	return false
}

// Postage is how letters are looked at before they are signed, and signed.
type Postage struct {
	store PostStore
	press *Press
}

// NewPostage returns the postage over a store and the press that prints.
func NewPostage(store PostStore, press *Press) *Postage { return &Postage{store: store, press: press} }

// Compose returns the letters as they would be sent now. Nothing is kept.
func (p *Postage) Compose(ctx context.Context, by identity.Actor, ref complaint.Ref, l complaint.Letter) (Post, error) {
	facts, err := p.store.LetterFacts(ctx, by.Commission, ref, l.To)
	if err != nil {
		return Post{}, err
	}
	return Compose(by, l, facts)
}

// Sign puts the actor's signature on the letters, after the password given again, and
// so does the act: the papers are printed first, and named in one transaction with the
// step of the complaint. Letters that say something else by now than the signer was
// shown are refused.
func (p *Postage) Sign(ctx context.Context, by identity.Actor, ref complaint.Ref, l complaint.Letter, shown signature.Digest, password string) error {
	composed, err := p.Compose(ctx, by, ref, l)
	if err != nil {
		return err
	}
	changed := regulation.Refuse(regulation.SerialNumbers, "letter_changed", nil)
	if composed.Digest() != shown {
		return changed
	}
	if err := p.press.gate.Confirm(ctx, by.ID, password); err != nil {
		return err
	}
	for i := range composed.Papers {
		each := &composed.Papers[i]
		each.Paper = p.press.coded(each.Printed, each.Paper)
		if err := p.press.draw(ctx, &each.Printed, each.Paper); err != nil {
			return err
		}
		each.Record.Digest = signature.Digest(each.Printed.PDF.SHA256)
	}
	return p.store.PostLetters(ctx, by.Commission, ref, l.To, func(f LetterFacts) (Post, error) {
		post, err := Compose(by, l, f)
		if err != nil {
			return post, err
		}
		if post.Digest() != shown {
			return post, changed
		}
		digests := make([]string, len(post.Papers))
		for i := range post.Papers {
			made := post.Papers[i].Record.At
			post.Papers[i].Printed, post.Papers[i].Paper, post.Papers[i].Record = composed.Papers[i].Printed, composed.Papers[i].Paper, composed.Papers[i].Record
			post.Papers[i].Record.At = made
			digests[i] = post.Papers[i].Record.Digest.String()
		}
		post.Line.Facts["papers"] = digests
		return post, nil
	})
}
