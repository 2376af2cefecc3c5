package sitting

import (
	"errors"
	"net/mail"
	"slices"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Parties are those whom a question on a complaint is never considered without inviting:
// its author, and whose acts are contested.
var Parties = []Status{Complainant, Respondent}

// Invitees lists whom an invitation to an item may go to, in the order of the screen.
var Invitees = []Status{Complainant, Respondent, Representative, Candidate, CandidateProxy, Party, Initiative, LowerMember, Invited}

// Ways lists the ways that can be chosen, in the order of the screen.
var Ways = []Way{ByEmail, ByPhone, ByPost, InPerson, OnPage}

// Reach is how far an invitation has come.
type Reach string

// The states of an invitation.
const (
	Owed      Reach = "owed" // waits for the mail server
	OnItsWay  Reach = "sent"
	Delivered Reach = "delivered"
	Failed    Reach = "failed" // delivery was attempted
)

// Invitation is the record that somebody was invited to an item. It is added,
// never overwritten: a second attempt is another record.
type Invitation struct {
	ID     int64 // zero until stored
	Whom   Status
	Name   string // of whoever is not one of the Parties
	Way    Way
	Email  string // of one by e-mail
	State  Reach
	SentAt time.Time // zero while it is owed
	DoneAt time.Time // when it was delivered, or the attempt failed
	Note   string    // what is known of it: who took the call, why it failed
	By     identity.ID
	At     time.Time // it was written down

	Summons  int  // to which day it invites, see Sitting.Summons
	Outdated bool // the sitting was moved to another day since
	// Why it was struck, by whom and when: it was recorded by mistake.
	Struck   string
	StruckBy identity.ID
	StruckAt time.Time
}

// Holds reports whether the invitation is one to the sitting as it is held.
func (i Invitation) Holds() bool { return !i.Outdated && i.Struck == "" }

// Tried reports whether the invitation was delivered or its delivery attempted. A letter
// in the post is neither until its fate is known, and one that does not hold counts for
// nothing.
func (i Invitation) Tried() bool {
	return i.Holds() && (i.State == Delivered || i.State == Failed || i.State == OnItsWay && i.Way != ByPost)
}

// Uninvited returns the parties of whom no record says that an invitation was delivered
// or its delivery attempted.
func (i Item) Uninvited() []Status {
	if i.General() {
		return nil
	}
	var missing []Status
	for _, party := range Parties {
		if !slices.ContainsFunc(i.Invitations, func(in Invitation) bool { return in.Whom == party && in.Tried() }) {
			missing = append(missing, party)
		}
	}
	return missing
}

// Admissible refuses to have an item heard or put to the vote before the parties were
// invited. Whether they come stops nothing.
func (i Item) Admissible() error {
	if len(i.Uninvited()) > 0 {
		return regulation.Refuse(regulation.PartiesInvited, "parties_not_invited", regulation.Values{"Number": i.Ref.String()})
	}
	return nil
}

// Invite records that somebody was invited to an item on a complaint, or has the
// invitation sent by e-mail. It may be done until the item's vote is opened.
func (s Sitting) Invite(by identity.Actor, id ItemID, in Invitation, at time.Time) (Sitting, docket.Line, error) {
	if err := must(by, identity.PrepareSitting, s.Commission, regulation.PartiesInvited); err != nil {
		return s, docket.Line{}, err
	}
	item, ok := s.Item(id)
	switch {
	case !ok:
		return s, docket.Line{}, ErrNotFound
	case item.General():
		return s, docket.Line{}, regulation.Refuse(regulation.PartiesInvited, "no_parties", nil)
	case item.State != Pending || s.Over():
		return s, docket.Line{}, regulation.Refuse(regulation.PartiesInvited, "invitation_too_late", nil)
	}
	in = in.made(by, at)
	in.Summons = s.Summons()
	if err := in.check(at); err != nil {
		return s, docket.Line{}, err
	}
	item.Invitations = append(slices.Clone(item.Invitations), in)
	return s.with(item), docket.Line{Act: "invitation", By: by, Clause: regulation.PartiesInvited, Facts: s.invited(in, item)}, nil
}

// made is the invitation as it is about to be kept: what follows from its way is not
// for anybody to type.
func (i Invitation) made(by identity.Actor, at time.Time) Invitation {
	i.ID, i.By, i.At, i.DoneAt = 0, by.ID, at, time.Time{}
	i.Outdated, i.Struck, i.StruckBy, i.StruckAt = false, "", 0, time.Time{}
	i.Name, i.Email, i.Note = strings.TrimSpace(i.Name), strings.TrimSpace(i.Email), strings.TrimSpace(i.Note)
	if slices.Contains(Parties, i.Whom) {
		i.Name = "" // stands in the complaint
	}
	if i.Way != ByEmail {
		i.Email = ""
	}
	switch i.Way {
	case ByEmail:
		i.State, i.SentAt = Owed, time.Time{}
	case OnPage:
		i.State, i.SentAt = OnItsWay, at
	case ByPost, ByPhone, InPerson, OnPaper, OnDesk, AtHand, Noted:
		if i.State == Delivered || i.State == Failed {
			i.DoneAt = i.SentAt
		}
	}
	return i
}

func (i Invitation) check(at time.Time) error {
	var faults []error
	missing := func(field, key string) {
		faults = append(faults, regulation.Missing(regulation.PartiesInvited, field, key))
	}
	if !slices.Contains(Invitees, i.Whom) {
		missing("whom", "choose_one")
	} else if i.Name == "" && !slices.Contains(Parties, i.Whom) {
		missing("name", "invitee_missing")
	}
	switch i.Way {
	case ByEmail:
		if a, err := mail.ParseAddress(i.Email); err != nil || a.Address != i.Email {
			missing("email", "invitation_email_wrong")
		}
	case OnPage:
		if i.Whom != Complainant {
			missing("way", "invitation_page_of_others")
		}
	case ByPost, ByPhone, InPerson:
		possible := i.State == Delivered || i.State == Failed || i.State == OnItsWay && i.Way == ByPost
		if !possible {
			missing("reach", "choose_one")
		}
		if i.SentAt.IsZero() {
			missing("sent", "date_missing")
		} else if i.SentAt.After(at) {
			missing("sent", "invitation_ahead")
		}
	case OnPaper, OnDesk, AtHand, Noted:
		missing("way", "choose_one")
	default:
		missing("way", "choose_one")
	}
	if i.State == Failed && i.Note == "" {
		missing("note", "invitation_why_failed")
	}
	return errors.Join(append(faults, regulation.Legible(regulation.PartiesInvited, "name", i.Name, complaint.MaxLine),
		regulation.Legible(regulation.PartiesInvited, "email", i.Email, complaint.MaxLine),
		regulation.Legible(regulation.PartiesInvited, "note", i.Note, complaint.MaxLine))...)
}

// facts are what the docket says of an invitation: no name and no address.
func (i Invitation) facts(item Item) docket.Facts {
	facts := docket.Facts{"complaint": item.Ref.String(), "whom": string(i.Whom), "way": string(i.Way), "state": string(i.State)}
	if !i.SentAt.IsZero() {
		facts["sent"] = i.SentAt.UTC().Format(time.RFC3339)
	}
	return facts
}

// Delivery is what became of an invitation that was on its way.
type Delivery struct {
	State Reach // Delivered or Failed
	On    calendar.Date
	Note  string
}

// Settle records what became of an invitation that was on its way, once and until
// somebody has signed the minutes, which say it.
func (s Sitting) Settle(by identity.Actor, id ItemID, invitation int64, d Delivery, at time.Time, zone *time.Location) (Sitting, docket.Line, error) {
	if err := must(by, identity.PrepareSitting, s.Commission, regulation.PartiesInvited); err != nil {
		return s, docket.Line{}, err
	}
	item, n := s.invitation(invitation)
	if n < 0 || item.ID != id {
		return s, docket.Line{}, ErrNotFound
	}
	in, today := item.Invitations[n], calendar.On(at, zone)
	d.Note = strings.TrimSpace(d.Note)
	var faults []error
	missing := func(field, key string) {
		faults = append(faults, regulation.Missing(regulation.PartiesInvited, field, key))
	}
	switch {
	case s.MinutesSigned:
		return s, docket.Line{}, regulation.Refuse(regulation.SerialNumbers, "minutes_signed", nil)
	case in.State != OnItsWay || in.Struck != "":
		return s, docket.Line{}, regulation.Refuse(regulation.PartiesInvited, "invitation_settled", nil)
	case d.State != Delivered && d.State != Failed:
		missing("reach", "choose_one")
	case d.State == Failed && d.Note == "":
		missing("note", "invitation_why_failed")
	}
	switch {
	case d.On.IsZero():
		missing("on", "date_missing")
	case d.On.After(today):
		missing("on", "invitation_ahead")
	case d.On.Before(calendar.On(in.SentAt, zone)):
		missing("on", "invitation_before_sent")
	}
	if err := errors.Join(append(faults, regulation.Legible(regulation.PartiesInvited, "note", d.Note, complaint.MaxLine))...); err != nil {
		return s, docket.Line{}, err
	}
	in.State, in.DoneAt = d.State, d.On.Start(zone)
	if d.Note != "" {
		in.Note = d.Note
	}
	line := docket.Line{Act: "invitation_settled", By: by, Clause: regulation.PartiesInvited, Facts: s.invited(in, item)}
	line.Facts["on"] = d.On.String()
	return s.withInvitation(item, n, in), line, nil
}

// invitedAnew invites again, to another day, those who were to an item without a fate: by
// e-mail and on their page, as before. The others somebody has to reach. What they were
// invited to before the opening holds no more.
func (s Sitting) invitedAnew(by identity.Actor, at time.Time) Sitting {
	for _, item := range s.Items {
		if item.General() || item.State.Settled() {
			continue
		}
		held := slices.Clone(item.Invitations)
		for n, in := range item.Invitations {
			held[n].Outdated = s.Superseded(in.Summons)
			again := in.Struck == "" && (in.Way == ByEmail || in.Way == OnPage) && !slices.ContainsFunc(item.Invitations[n+1:], in.replaces)
			if !again || in.Outdated {
				continue
			}
			next := Invitation{Whom: in.Whom, Name: in.Name, Way: in.Way, Email: in.Email}.made(by, at)
			next.Summons = s.Summons()
			held = append(held, next)
		}
		item.Invitations = held
		s = s.with(item)
	}
	return s
}

// replaces reports whether an invitation is a later one of the same person by the same way.
func (i Invitation) replaces(later Invitation) bool {
	return later.Whom == i.Whom && later.Name == i.Name && later.Way == i.Way && later.Struck == ""
}

// Uncalled returns the parties of an item without a fate whom nobody has told yet of the
// day to which the sitting was adjourned. It holds nothing back: they were invited.
func (s Sitting) Uncalled(item Item) []Status {
	if !s.Adjourned() || item.General() || item.State.Settled() {
		return nil
	}
	var missing []Status
	for _, party := range Parties {
		if !slices.ContainsFunc(item.Invitations, func(in Invitation) bool { return in.Whom == party && in.Tried() && in.Summons == s.Summons() }) {
			missing = append(missing, party)
		}
	}
	return missing
}

// StrikeInvitation strikes one that was recorded by mistake, with the reason: it stays on
// record and counts for nothing. It may be done until somebody has signed the minutes.
func (s Sitting) StrikeInvitation(by identity.Actor, id ItemID, invitation int64, reason string, at time.Time) (Sitting, docket.Line, error) {
	if err := must(by, identity.PrepareSitting, s.Commission, regulation.PartiesInvited); err != nil {
		return s, docket.Line{}, err
	}
	item, n := s.invitation(invitation)
	if n < 0 || item.ID != id {
		return s, docket.Line{}, ErrNotFound
	}
	in := item.Invitations[n]
	reason = strings.TrimSpace(reason)
	switch {
	case s.MinutesSigned:
		return s, docket.Line{}, regulation.Refuse(regulation.SerialNumbers, "minutes_signed", nil)
	case item.State == Voting:
		return s, docket.Line{}, regulation.Refuse(regulation.FatesOfDraft, "another_vote_open", regulation.Values{"Ordinal": item.Ordinal})
	case in.Struck != "":
		return s, docket.Line{}, regulation.Refuse(regulation.PartiesInvited, "invitation_struck", nil)
	case in.State == Owed:
		return s, docket.Line{}, regulation.Refuse(regulation.PartiesInvited, "invitation_on_its_way", nil)
	case reason == "":
		return s, docket.Line{}, regulation.Missing(regulation.PartiesInvited, "struck", "strike_reason_missing")
	}
	if err := regulation.Legible(regulation.PartiesInvited, "struck", reason, complaint.MaxLine); err != nil {
		return s, docket.Line{}, err
	}
	in.Struck, in.StruckBy, in.StruckAt = reason, by.ID, at
	line := docket.Line{Act: "invitation_struck", By: by, Clause: regulation.PartiesInvited, Facts: in.facts(item)}
	return s.withInvitation(item, n, in), line, nil
}

// Mailed records that the mail server took an invitation, or that it never will: the
// attempt was made.
func (s Sitting) Mailed(invitation int64, taken bool, at time.Time) (Sitting, docket.Line, error) {
	item, n := s.invitation(invitation)
	if n < 0 || item.Invitations[n].State != Owed {
		return s, docket.Line{}, ErrNotFound
	}
	in := item.Invitations[n]
	in.State, in.SentAt = OnItsWay, at
	if !taken {
		in.State, in.DoneAt = Failed, at
	}
	return s.withInvitation(item, n, in), docket.Line{Act: "invitation_mailed", By: identity.Itself, Clause: regulation.PartiesInvited, Facts: s.invited(in, item)}, nil
}

// invitation returns the item that has the invitation and its place there, below zero for none.
func (s Sitting) invitation(id int64) (Item, int) {
	for _, item := range s.Items {
		if n := slices.IndexFunc(item.Invitations, func(in Invitation) bool { return id != 0 && in.ID == id }); n >= 0 {
			return item, n
		}
	}
	return Item{}, -1
}

func (s Sitting) withInvitation(item Item, n int, in Invitation) Sitting {
	item.Invitations = slices.Clone(item.Invitations)
	item.Invitations[n] = in
	return s.with(item)
}
