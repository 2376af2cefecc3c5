package sitting

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// PetitionID is a petition's number in the store.
type PetitionID int64

// PetitionQuestions is the most questions that one petition names.
const PetitionQuestions = 3

// PetitionKinds lists the kinds of questions a petition may name: those of Questions that
// are about nobody in particular.
var PetitionKinds = slices.DeleteFunc(slices.Clone(Questions), func(q regulation.Question) bool { return q == regulation.CourtClaimOnMember })

// Petition is a demand of members that a sitting be held, with the questions they want
// decided there. Once a part of the established number has signed, the chair must convene
// one: there is no act that dismisses it.
type Petition struct {
	ID          PetitionID
	Commission  commission.ID
	By          identity.ID // who began it, and signed first
	Reason      string
	Questions   []Proposal
	MadeAt      time.Time
	Signatures  []Support // in the order they were given
	ReachedAt   time.Time // zero while members still sign
	Needed      int       // signatures on the day it was reached
	Established int       // of that day
	Sitting     int       // number of the sitting convened on it; zero while none is
}

// Support is a member's signature under a petition.
type Support struct {
	Member      identity.ID
	Name        identity.Name
	At          time.Time
	WithdrawnAt time.Time // zero while it stands
}

// Reached reports whether enough members have signed.
func (p Petition) Reached() bool { return !p.ReachedAt.IsZero() }

// Owed reports whether the chair must convene a sitting on it.
func (p Petition) Owed() bool { return p.Reached() && p.Sitting == 0 }

// Lapsed reports whether everybody has withdrawn their signature.
func (p Petition) Lapsed() bool { return !p.Reached() && p.standing() == 0 }

// Signed reports whether the member's signature stands.
func (p Petition) Signed(member identity.ID) bool {
	return slices.ContainsFunc(p.Signatures, func(s Support) bool { return s.Member == member && s.WithdrawnAt.IsZero() })
}

func (p Petition) standing() int {
	n := 0
	for _, s := range p.Signatures {
		if s.WithdrawnAt.IsZero() {
			n++
		}
	}
	return n
}

// Count returns how many signatures count and how many are needed: of those who sit
// today, against the established number; once reached, those of that day.
func (p Petition) Count(m commission.Moment) (have, needed int) {
	if p.Reached() {
		return p.standing(), p.Needed
	}
	for _, s := range p.Signatures {
		if _, sits := m.Composition.Member(m.Day, s.Member); sits && s.WithdrawnAt.IsZero() {
			have++
		}
	}
	return have, m.Composition.ProfileAt(m.At).ConveneFraction.Of(m.Composition.EstablishedOn(m.Day))
}

// Petitioned begins a petition. Who begins it signs it.
func Petitioned(by identity.Actor, reason string, questions []Proposal, m commission.Moment) (Petition, docket.Line, error) {
	p := Petition{Commission: m.Composition.Commission.ID, By: by.ID, Reason: strings.TrimSpace(reason), MadeAt: m.At}
	if err := p.signs(by, m); err != nil {
		return p, docket.Line{}, err
	}
	var faults []error
	if p.Reason == "" {
		faults = append(faults, regulation.Missing(regulation.Convening, "reason", "petition_reason_missing"))
	}
	faults = append(faults, regulation.Legible(regulation.Convening, "reason", p.Reason, MaxSpeech))
	if len(questions) == 0 || len(questions) > PetitionQuestions {
		faults = append(faults, &regulation.Refusal{Clause: regulation.Convening, Key: "petition_questions", Values: regulation.Values{"Most": PetitionQuestions}})
	}
	for i, q := range questions {
		q = q.trimmed()
		faults = append(faults, numbered(i+1, q.check(m)))
		p.Questions = append(p.Questions, q)
	}
	if err := errors.Join(faults...); err != nil {
		return p, docket.Line{}, err
	}
	texts := make([]string, len(p.Questions))
	for i, q := range p.Questions {
		texts[i] = TextDigest(q.Title, q.Text)
	}
	p = p.signed(by, m)
	line := p.line("petition", by)
	line.Facts["texts"], line.Facts["reason"] = texts, digestOf(p.Reason)
	return p, line, nil
}

// numbered tells the fields of one question of a form from those of the others: "title_2".
func numbered(i int, err error) error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return err
	}
	for _, each := range joined.Unwrap() {
		var r *regulation.Refusal
		if errors.As(each, &r) {
			r.Field += "_" + strconv.Itoa(i)
		}
	}
	return err
}

// signs refuses the signature of whoever has no deciding vote in the commission today.
func (p Petition) signs(by identity.Actor, m commission.Moment) error {
	if err := must(by, identity.DemandSitting, p.Commission, regulation.Convening); err != nil {
		return err
	}
	if _, ok := m.Composition.Member(m.Day, by.ID); !ok {
		return regulation.Refuse(regulation.VotingMembers, "not_a_member", nil)
	}
	return nil
}

// Sign adds a member's signature, one for each. With the last one needed the chair must
// convene a sitting, and no signature is withdrawn any more.
func (p Petition) Sign(by identity.Actor, m commission.Moment) (Petition, docket.Line, error) {
	if err := p.signs(by, m); err != nil {
		return p, docket.Line{}, err
	}
	switch {
	case p.Reached():
		return p, docket.Line{}, regulation.Refuse(regulation.Convening, "petition_reached", nil)
	case p.Lapsed():
		return p, docket.Line{}, regulation.Refuse(regulation.Convening, "petition_lapsed", nil)
	case p.Signed(by.ID):
		return p, docket.Line{}, regulation.Refuse(regulation.Convening, "petition_signed", nil)
	}
	p = p.signed(by, m)
	return p, p.line("petition_signed", by), nil
}

// signed is the petition with one more signature, reached if that is the last one needed.
func (p Petition) signed(by identity.Actor, m commission.Moment) Petition {
	p.Signatures = append(slices.Clone(p.Signatures), Support{Member: by.ID, Name: by.Name, At: m.At})
	if have, needed := p.Count(m); have >= needed {
		p.ReachedAt, p.Needed, p.Established = m.At, needed, m.Composition.EstablishedOn(m.Day)
	}
	return p
}

// Unsign withdraws a member's own signature, until enough have signed.
func (p Petition) Unsign(by identity.Actor, m commission.Moment) (Petition, docket.Line, error) {
	if err := must(by, identity.DemandSitting, p.Commission, regulation.Convening); err != nil {
		return p, docket.Line{}, err
	}
	switch {
	case p.Reached():
		return p, docket.Line{}, regulation.Refuse(regulation.Convening, "petition_reached", nil)
	case !p.Signed(by.ID):
		return p, docket.Line{}, regulation.Refuse(regulation.Convening, "petition_not_signed", nil)
	}
	p.Signatures = slices.Clone(p.Signatures)
	for i := range p.Signatures {
		if s := &p.Signatures[i]; s.Member == by.ID && s.WithdrawnAt.IsZero() {
			s.WithdrawnAt = m.At
		}
	}
	return p, p.line("petition_unsigned", by), nil
}

func (p Petition) line(act string, by identity.Actor) docket.Line {
	facts := docket.Facts{"signatures": p.standing(), "reached": p.Reached()}
	if p.Reached() {
		facts["needed"], facts["established"] = p.Needed, p.Established
	}
	return docket.Line{Act: act, By: by, Clause: regulation.Convening, Facts: facts}
}

// Convene makes the planned sitting that the petition demands, with its questions on the
// agenda: nobody takes them off. The lines are those of the sitting and of the petition.
func (p Petition) Convene(by identity.Actor, call Call, number int, m commission.Moment) (Sitting, [2]docket.Line, error) {
	var none [2]docket.Line
	s, line, err := Convene(by, call, number, m)
	switch {
	case err != nil:
		return s, none, err
	case p.ID == 0:
		return s, [2]docket.Line{line}, nil
	case p.Commission != s.Commission:
		return s, none, ErrNotFound
	case !p.Reached():
		return s, none, regulation.Missing(regulation.Convening, "petition", "petition_not_reached")
	case p.Sitting != 0:
		return s, none, &regulation.Refusal{Clause: regulation.Convening, Field: "petition", Key: "petition_answered", Values: regulation.Values{"Number": p.Sitting}}
	}
	s.Petition = p.ID
	for i, q := range p.Questions {
		s.Items = append(s.Items, Item{Ordinal: i + 1, Title: q.Title, Rapporteur: p.By, Question: q.Question, State: Pending,
			Matter: Matter{Text: q.Text, Petition: p.ID}})
	}
	line.Facts["petition"], line.Facts["questions"] = int64(p.ID), questionsOf(s.Items)
	p.Sitting = number
	answered := p.line("petition_answered", by)
	answered.Facts["sitting"] = number
	return s, [2]docket.Line{line, answered}, nil
}

// PetitionStore keeps petitions; each method that changes is one transaction with its
// docket line.
type PetitionStore interface {
	// AddPetition stores what the closure begins and returns its number.
	AddPetition(ctx context.Context, own commission.ID, begin func(commission.Moment) (Petition, docket.Line, error)) (PetitionID, error)
	// ChangePetition makes one step. ErrNotFound if the commission has no such petition.
	ChangePetition(ctx context.Context, own commission.ID, id PetitionID,
		change func(Petition, commission.Moment) (Petition, docket.Line, error)) error
}

// Petition begins a petition and returns its number.
func (s *Service) Petition(ctx context.Context, by identity.Actor, reason string, questions []Proposal) (PetitionID, error) {
	return s.store.AddPetition(ctx, by.Commission, func(m commission.Moment) (Petition, docket.Line, error) {
		return Petitioned(by, reason, questions, m)
	})
}

// SignPetition adds the member's signature.
func (s *Service) SignPetition(ctx context.Context, by identity.Actor, id PetitionID) error {
	return s.store.ChangePetition(ctx, by.Commission, id, func(p Petition, m commission.Moment) (Petition, docket.Line, error) {
		return p.Sign(by, m)
	})
}

// UnsignPetition withdraws it.
func (s *Service) UnsignPetition(ctx context.Context, by identity.Actor, id PetitionID) error {
	return s.store.ChangePetition(ctx, by.Commission, id, func(p Petition, m commission.Moment) (Petition, docket.Line, error) {
		return p.Unsign(by, m)
	})
}
