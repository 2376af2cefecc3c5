package sitting

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Questions lists the kinds of questions that are put to the vote without a complaint, in
// the order of the screen. Elections and releases of officers have acts of their own, see
// ProposeElection, and registrations and results the papers of their own procedures: they
// are not among them.
var Questions = []regulation.Question{regulation.OtherQuestion, regulation.Financing, regulation.CourtClaimOnMember,
	regulation.ReferralToPolice, regulation.AmendRegulation}

// Matter is what an item without a complaint is about. What the commission adopts on it
// is a decision of the minutes (протокольное решение): it stands there in full with its
// votes, makes no paper of its own and takes no number of a ruling.
type Matter struct {
	Text       string          // the decision proposed, as it is put to the vote
	About      identity.ID     // the member a court is to be asked about, or who is released from an office
	Demander   identity.ID     // the member who demanded the vote
	DemandedBy string          // or the name of the member of the directly higher commission who did
	Agenda     bool            // it is the agenda itself: see Sitting.Agenda
	Office     identity.Office // that is filled or vacated by it; empty for other questions
	OwnRequest bool            // the officer asked to be released: the vote is open (Reg. 2.7)
	Petition   PetitionID      // or the members whose petition the sitting answers
	From       ItemID          // the same question of a sitting that was called off
}

// Demanded reports whether somebody has demanded that the question be put to the vote.
func (m Matter) Demanded() bool { return m.Demander != 0 || m.DemandedBy != "" || m.Petition != 0 }

// General reports whether the item is a question of the commission's own, not a complaint.
func (i Item) General() bool { return i.Complaint == 0 }

// about puts into the facts of a docket line what the item is: the complaint, or its
// number on the agenda.
func (i Item) about(facts docket.Facts) docket.Facts {
	if i.General() {
		facts["item"] = i.Ordinal
	} else {
		facts["complaint"] = i.Ref.String()
	}
	return facts
}

// hasDraft refuses what is only done to the draft of a ruling.
func (i Item) hasDraft() error {
	if i.General() {
		return regulation.Refuse(regulation.FatesOfDraft, "question_has_no_draft", nil)
	}
	return nil
}

// TextDigest is the SHA-256 of the question and of the decision proposed on it, for the docket.
func TextDigest(title, text string) string { return digestOf(title + "\n" + text) }

// Proposal is a question as it is put on the agenda.
type Proposal struct {
	Title    string
	Text     string // of the decision proposed
	Question regulation.Question
	About    identity.ID // with CourtClaimOnMember only
}

// Propose puts a question that is no complaint on the agenda of a planned sitting. Its
// kind alone gives the majority.
func (s Sitting) Propose(by identity.Actor, p Proposal, m commission.Moment) (Sitting, docket.Line, error) {
	if err := s.preparing(by); err != nil {
		return s, docket.Line{}, err
	}
	return s.propose(by, p, Matter{}, "item_added", regulation.Convening, m)
}

// Demand puts a question on the agenda because a member demands a vote on it: until the
// sitting is closed, and nobody takes it off.
func (s Sitting) Demand(by identity.Actor, p Proposal, m commission.Moment) (Sitting, docket.Line, error) {
	if err := s.demanding(by, identity.DemandVote); err != nil {
		return s, docket.Line{}, err
	}
	if _, ok := m.Composition.Member(m.Day, by.ID); !ok {
		return s, docket.Line{}, regulation.Refuse(regulation.VotingMembers, "not_a_member", nil)
	}
	return s.propose(by, p, Matter{Demander: by.ID}, "vote_demanded", regulation.VoteDemand, m)
}

// EnterDemand is the same on the demand of a member of the directly higher commission,
// whom the secretary names.
func (s Sitting) EnterDemand(by identity.Actor, p Proposal, name string, m commission.Moment) (Sitting, docket.Line, error) {
	if err := s.demanding(by, identity.EnterDemand); err != nil {
		return s, docket.Line{}, err
	}
	name = strings.TrimSpace(name)
	err := regulation.Legible(regulation.VoteDemand, "demanded_by", name, complaint.MaxLine)
	if name == "" {
		err = regulation.Missing(regulation.VoteDemand, "demanded_by", "demander_missing")
	}
	if err != nil {
		return s, docket.Line{}, errors.Join(p.trimmed().check(m), err)
	}
	return s.propose(by, p, Matter{DemandedBy: name}, "vote_demanded", regulation.VoteDemand, m)
}

// demanding refuses a demand by whoever may not make it, and once the sitting is closed.
func (s Sitting) demanding(by identity.Actor, act identity.Act) error {
	if err := must(by, act, s.Commission, regulation.VoteDemand); err != nil {
		return err
	}
	switch s.State {
	case Closed:
		return regulation.Refuse(regulation.VoteDemand, "sitting_closed", nil)
	case Cancelled:
		return regulation.Refuse(regulation.Convening, "sitting_cancelled", nil)
	case Planned, Open:
	}
	return nil
}

func (s Sitting) propose(by identity.Actor, p Proposal, matter Matter, act string, clause regulation.Clause, m commission.Moment) (Sitting, docket.Line, error) {
	p = p.trimmed()
	if err := p.check(m); err != nil {
		return s, docket.Line{}, err
	}
	matter.Text, matter.About = p.Text, p.About
	item := Item{Ordinal: len(s.Items) + 1, Title: p.Title, Rapporteur: by.ID, Question: p.Question, Matter: matter, State: Pending}
	s.Items = append(s.Items[:len(s.Items):len(s.Items)], item)
	s.Version++
	facts := item.brought(s, item.about(docket.Facts{"question": string(p.Question), "text": TextDigest(p.Title, p.Text)}))
	if matter.About != 0 {
		facts["member"] = int64(matter.About)
	}
	if matter.DemandedBy != "" {
		facts["from_above"] = true
	}
	return s, docket.Line{Act: act, By: by, Clause: clause, Facts: facts}, nil
}

func (p Proposal) trimmed() Proposal {
	p.Title, p.Text = strings.TrimSpace(p.Title), strings.TrimSpace(strings.ReplaceAll(p.Text, "\r\n", "\n"))
	if p.Question != regulation.CourtClaimOnMember {
		p.About = 0
	}
	return p
}

func (p Proposal) check(m commission.Moment) error {
	var faults []error
	if p.Title == "" {
		faults = append(faults, regulation.Missing(regulation.ReservedMatters, "title", "question_title_missing"))
	}
	if !slices.Contains(Questions, p.Question) {
		faults = append(faults, regulation.Missing(regulation.ReservedMatters, "question", "choose_one"))
	}
	if p.Question == regulation.CourtClaimOnMember {
		if _, ok := m.Composition.Member(m.Day, p.About); !ok {
			faults = append(faults, regulation.Missing(regulation.InactiveMember, "about", "claim_member_missing"))
		}
	}
	if p.Text == "" {
		faults = append(faults, regulation.Missing(regulation.ReservedMatters, "text", "question_text_missing"))
	}
	return errors.Join(append(faults, regulation.Legible(regulation.ReservedMatters, "title", p.Title, complaint.MaxLine),
		regulation.Legible(regulation.ReservedMatters, "text", p.Text, MaxSpeech))...)
}

// Withdraw takes back one's own demand before the vote. The item stays on the agenda with
// that fate. A demand from the higher commission nobody here can take back.
func (s Sitting) Withdraw(by identity.Actor, id ItemID, at time.Time) (Sitting, docket.Line, error) {
	if err := must(by, identity.DemandVote, s.Commission, regulation.VoteDemand); err != nil {
		return s, docket.Line{}, err
	}
	item, ok := s.Item(id)
	switch {
	case !ok:
		return s, docket.Line{}, ErrNotFound
	case item.Matter.Demander != by.ID:
		return s, docket.Line{}, regulation.Refuse(regulation.VoteDemand, "demand_not_yours", nil)
	case item.State != Pending || s.Over() || len(item.Polls) > 0:
		return s, docket.Line{}, regulation.Refuse(regulation.VoteDemand, "demand_voted", nil)
	}
	item.State, item.SettledAt = Withdrawn, at
	return s.with(item), docket.Line{Act: "demand_withdrawn", By: by, Clause: regulation.VoteDemand, Facts: item.about(docket.Facts{})}, nil
}

// Withdraws reports whether the actor can take back the demand of a vote on the item.
func (s Sitting) Withdraws(by identity.Actor, id ItemID) bool {
	_, _, err := s.Withdraw(by, id, time.Time{})
	return err == nil
}

// OpenQuestion puts a question that is no complaint to the vote: the decision proposed on
// it, whose digest the docket keeps; or the agenda.
func (s Sitting) OpenQuestion(by identity.Actor, id ItemID) (Sitting, docket.Line, error) {
	item, err := s.puttable(by, id)
	switch {
	case err != nil:
		return s, docket.Line{}, err
	case item.Matter.Agenda:
		return s.openAgenda(by, item)
	case !item.General():
		return s, docket.Line{}, ErrNotFound
	case item.Secret():
		return s, docket.Line{}, regulation.Refuse(regulation.SecretBallot, "secret_by_law", nil)
	}
	item.State, item.Votes, item.Hands, item.Text = Voting, nil, nil, TextDigest(item.Title, item.Matter.Text)
	facts := item.about(docket.Facts{"question": string(item.Question), "present": len(s.Present()), "text": item.Text})
	return s.with(item), docket.Line{Act: "vote_opened", By: by, Clause: regulation.ReservedMatters, Facts: facts}, nil
}

// passesOver refuses to end a sitting that can still vote while a question that somebody
// demanded a vote on has no fate. Once the quorum is lost or the agenda was voted
// down nothing can be voted on, and it is postponed like the others.
func (s Sitting) passesOver() error {
	possible := s.able() == nil && !s.agendaFell()
	for _, item := range s.Items {
		if possible && item.State == Pending && item.Matter.Demanded() {
			return regulation.Refuse(regulation.VoteDemand, "demanded_without_vote", regulation.Values{"Ordinal": item.Ordinal})
		}
	}
	return nil
}

// Propose puts a question that is no complaint on the agenda.
func (s *Service) Propose(ctx context.Context, by identity.Actor, number int, p Proposal) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Propose(by, p, m)
	})
}

// Demand is how a member demands a vote on a question.
func (s *Service) Demand(ctx context.Context, by identity.Actor, number int, p Proposal) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Demand(by, p, m)
	})
}

// EnterDemand records the demand of a member of the directly higher commission.
func (s *Service) EnterDemand(ctx context.Context, by identity.Actor, number int, p Proposal, name string) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.EnterDemand(by, p, name, m)
	})
}

// Withdraw takes back one's own demand.
func (s *Service) Withdraw(ctx context.Context, by identity.Actor, number int, item ItemID) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Withdraw(by, item, m.At)
	})
}
