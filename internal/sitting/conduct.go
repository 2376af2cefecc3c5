package sitting

import (
	"errors"
	"slices"
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

// conducting refuses everybody but the presiding member and the secretary of the
// sitting: they run it and they will sign for it.
func (s Sitting) conducting(by identity.Actor) error { return s.run(by, identity.ConductSitting) }

// MinutesBy refuses to have the minutes written or printed by anybody else than those
// who will sign them: the presiding member and the secretary of the sitting.
func (s Sitting) MinutesBy(by identity.Actor) error { return s.run(by, identity.WriteMinutes) }

func (s Sitting) run(by identity.Actor, act identity.Act) error {
	own := by.MayAbout(act, identity.Matter{Commission: s.Commission})
	if own && s.State == Cancelled {
		return regulation.Refuse(regulation.Convening, "sitting_cancelled", nil)
	}
	if own && (by.ID == s.Presiding.Person || by.ID == s.Secretary.Person) {
		return nil
	}
	return regulation.Refuse(regulation.SerialNumbers, "not_conducting", nil)
}

// Conducts reports whether the actor may run this sitting.
func (s Sitting) Conducts(by identity.Actor) bool { return s.conducting(by) == nil }

// Quorum returns whether those present now may decide.
func (s Sitting) Quorum() Quorum { return QuorumOf(s.Established, len(s.Present())) }

// Attend records how a member takes part, from now on. While a vote is open nobody joins
// it: the count would be of other people than voted. Whoever has no vote in it yet may
// leave, see leaves.
func (s Sitting) Attend(by identity.Actor, member identity.ID, mode Mode, reason string, at time.Time) (Sitting, docket.Line, error) {
	if err := s.conducting(by); err != nil {
		return s, docket.Line{}, err
	}
	return s.marked(by, member, mode, reason, at)
}

// marked records how a member takes part, whoever says so.
func (s Sitting) marked(by identity.Actor, member identity.ID, mode Mode, reason string, at time.Time) (Sitting, docket.Line, error) {
	switch {
	case s.State == Closed:
		return s, docket.Line{}, regulation.Refuse(regulation.Quorum, "sitting_closed", nil)
	case mode != InHall && mode != OnVideo && mode != Absent:
		return s, docket.Line{}, regulation.Missing(regulation.Quorum, "mode", "choose_one")
	case mode == OnVideo && !s.Video:
		return s, docket.Line{}, regulation.Refuse(regulation.Videoconference, "video_not_decided", nil)
	}
	if item, voting := s.Voting(); voting {
		if err := s.leaves(item.Current(), member, mode); err != nil {
			return s, docket.Line{}, err
		}
	}
	if s.balloting() {
		return s, docket.Line{}, regulation.Refuse(regulation.SecretBallot, "attendance_during_ballot", nil)
	}
	if err := regulation.Legible(regulation.AbsenceNotice, "reason", reason, complaint.MaxLine); err != nil {
		return s, docket.Line{}, err
	}
	attendance := make([]Attendance, len(s.Attendance))
	copy(attendance, s.Attendance)
	for i, a := range attendance {
		if a.Member.Person == member {
			attendance[i] = a.marked(mode, strings.TrimSpace(reason), at)
			s.Attendance = attendance
			s.Version++
			return s.silentWithout(member, at), docket.Line{Act: "attendance", By: by, Clause: regulation.Quorum, Facts: s.attended(attendance[i], a.Mode)}, nil
		}
	}
	return s, docket.Line{}, regulation.Refuse(regulation.VotingMembers, "not_a_member", nil)
}

// Open opens the sitting, not before the day the members were told. The
// commission must be formed by two thirds,
// more than half of the established number present, and the presiding
// member among them.
func (s Sitting) Open(by identity.Actor, m commission.Moment) (Sitting, docket.Line, error) {
	if err := s.conducting(by); err != nil {
		return s, docket.Line{}, err
	}
	if s.State != Planned {
		return s, docket.Line{}, regulation.Refuse(regulation.Quorum, "sitting_already_opened", nil)
	}
	own := m.Composition.Commission
	if day := calendar.On(s.StartsAt, own.Profile.Zone()); m.Day.Before(day) {
		return s, docket.Line{}, regulation.Refuse(regulation.MembersNotice, "sitting_before_its_day", regulation.Values{"Day": day})
	}
	s.Established = own.Established
	formed := m.Composition.ProfileAt(m.At).FormationFraction
	if appointed := m.Composition.Appointed(m.Day); !formed.Met(appointed, own.Established) {
		return s, docket.Line{}, regulation.Refuse(regulation.Formation, "not_formed", regulation.Values{
			"Appointed": appointed, "Needed": formed.Of(own.Established), "Established": own.Established})
	}
	opened, err := s.presidedOn(m)
	if err == nil {
		err = opened.able()
	}
	if err != nil {
		return s, docket.Line{}, err
	}
	s = opened
	s.State, s.OpenedAt = Open, m.At
	s.Agenda = s.agenda()
	s = s.presidedSince(m.At)
	s.Version++
	facts := docket.Facts{"present": len(s.Present()), "established": s.Established, "needed": s.Quorum().Needed}
	s.onDuty(facts)
	return s, docket.Line{Act: "opening", By: by, Clause: regulation.Quorum, Facts: facts}, nil
}

// presidedOn returns the sitting under who presides on the day it opens: between
// convening and opening an acting chair may have begun or ended. Whoever is
// counted as present must still sit that day, and the presiding member does
// not keep the minutes.
func (s Sitting) presidedOn(m commission.Moment) (Sitting, error) {
	if err := s.seated(m); err != nil {
		return s, err
	}
	presiding, ok := m.Composition.Presiding(m.Day)
	switch {
	case !ok:
		return s, regulation.Refuse(regulation.ActingChair, "nobody_presides", nil)
	case presiding.Person == s.Secretary.Person:
		return s, regulation.Refuse(regulation.SittingSecretary, "sitting_secretary_missing", nil)
	}
	s.Presiding = presiding
	return s, nil
}

// seated refuses to count as present who no longer sits that day.
func (s Sitting) seated(m commission.Moment) error {
	for _, a := range s.Present() {
		if _, ok := m.Composition.Member(m.Day, a.Member.Person); !ok {
			return regulation.Refuse(regulation.VotingMembers, "not_a_member", nil)
		}
	}
	return nil
}

// able refuses while there is no quorum or nobody presides.
func (s Sitting) able() error {
	if q := s.Quorum(); !q.Met() {
		return regulation.Refuse(regulation.Quorum, "no_quorum", regulation.Values{
			"Present": q.Present, "Established": q.Established, "Needed": q.Needed})
	}
	for _, a := range s.Present() {
		if a.Member.Person == s.Presiding.Person {
			return nil
		}
	}
	return regulation.Refuse(regulation.ActingChair, "presiding_absent", nil)
}

// OpenVote puts the draft of an item to the vote as a whole: the sitting is open with a
// quorum, the parties were invited, no other vote is open, and none of its parts
// was voted on. text is the digest of the operative part the members vote on.
func (s Sitting) OpenVote(by identity.Actor, id ItemID, text string) (Sitting, docket.Line, error) {
	item, err := s.puttable(by, id)
	if err != nil {
		return s, docket.Line{}, err
	}
	if err := item.amended(); err != nil {
		return s, docket.Line{}, err
	}
	if len(item.Parts()) > 0 {
		return s, docket.Line{}, regulation.Refuse(regulation.MixedRuling, "parts_begun", nil)
	}
	if item.Secret() {
		return s, docket.Line{}, regulation.Refuse(regulation.SecretBallot, "secrecy_decided", nil)
	}
	item.State, item.Votes, item.Hands, item.Text = Voting, nil, nil, text
	return s.with(item), docket.Line{Act: "vote_opened", By: by, Clause: regulation.FatesOfDraft, Facts: docket.Facts{
		"complaint": item.Ref.String(), "draft": item.Draft, "question": string(item.Question), "present": len(s.Present()), "text": text}}, nil
}

// VoidVote ends a vote that can no longer lead to a ruling and returns the item: while
// it was open the commission fixed its own results. It has no result.
func (s Sitting) VoidVote(by identity.Actor, id ItemID, at time.Time) (Sitting, docket.Line, error) {
	item, err := s.voting(by, id)
	if err != nil {
		return s, docket.Line{}, err
	}
	p := item.Current()
	p.ClosedAt = at
	item = item.withCurrent(p).lapse(func(Amendment) bool { return true })
	item.State, item.SettledAt = Returned, at
	return s.with(item), docket.Line{Act: "vote_void", By: by, Clause: regulation.ResultsFixed, Facts: item.pollFacts(p)}, nil
}

// CastVotes records the votes of members other than the presiding one, by raised hands
// and by name: each must be present, nobody votes twice, and a vote once recorded may be
// put right until the presiding member has voted. What a member gave personally nobody
// records otherwise.
func (s Sitting) CastVotes(by identity.Actor, id ItemID, choices map[identity.ID]Choice, at time.Time) (Sitting, docket.Line, error) {
	item, err := s.voting(by, id)
	if err != nil {
		return s, docket.Line{}, err
	}
	if _, done := item.Choice(s.Presiding.Person); done {
		return s, docket.Line{}, regulation.Refuse(regulation.PresidingLast, "presiding_has_voted", nil)
	}
	if _, early := choices[s.Presiding.Person]; early {
		return s, docket.Line{}, regulation.Refuse(regulation.PresidingLast, "presiding_votes_last", nil)
	}
	cast, p := 0, item.Current()
	votes := p.Personal()
	for _, a := range s.Present() {
		choice, ok := choices[a.Member.Person]
		if !ok {
			continue
		}
		if !choice.Valid() {
			return s, docket.Line{}, regulation.Missing(regulation.VotingMembers, "votes", "choose_one")
		}
		cast++
		if own, personally := p.personal(a.Member.Person); !personally {
			votes = append(votes, Vote{Member: a.Member.Person, Choice: choice, At: at})
		} else if own.Choice != choice {
			return s, docket.Line{}, regulation.Refuse(regulation.VotingMembers, "personal_vote_stands", regulation.Values{"Name": a.Member.Name.Short()})
		}
	}
	p.Votes, p.Hands = votes, nil
	if cast != len(choices) {
		return s, docket.Line{}, regulation.Refuse(regulation.VotingMembers, "vote_of_absent", nil)
	}
	item = item.withCurrent(p)
	return s.with(item), docket.Line{Act: "votes_cast", By: by, Clause: regulation.VotingMembers, Facts: item.voteFacts(p)}, nil
}

// CastPresiding records the presiding member's vote, the last one, and
// closes the vote: the count is made of what is recorded, not of what anybody says.
func (s Sitting) CastPresiding(by identity.Actor, id ItemID, choice Choice, m commission.Moment) (Sitting, Result, docket.Line, error) {
	item, err := s.voting(by, id)
	if err != nil {
		return s, Result{}, docket.Line{}, err
	}
	if !choice.Valid() {
		return s, Result{}, docket.Line{}, regulation.Missing(regulation.PresidingLast, "presiding", "choose_one")
	}
	present, p := s.Present(), item.Current()
	if waiting := len(s.Waiting(item)); waiting > 0 {
		return s, Result{}, docket.Line{}, regulation.Refuse(regulation.PresidingLast, "others_vote_first", regulation.Values{"Waiting": waiting})
	}
	if err := s.able(); err != nil {
		return s, Result{}, docket.Line{}, err
	}
	p.Votes = append(p.Votes[:len(p.Votes):len(p.Votes)], Vote{Member: s.Presiding.Person, Choice: choice, At: m.At, Personal: by.ID == s.Presiding.Person})
	tally := p.tally()
	tally.Established, tally.Present, tally.Presiding = s.Established, len(present), choice
	tally.Appointed, tally.WorkStarted = m.Composition.Appointed(m.Day), true
	result, err := Count(s.Profile(m.Composition), p.Question, tally)
	if err != nil {
		return s, Result{}, docket.Line{}, err
	}
	p.Result = &result
	facts := item.voteFacts(p)
	facts["fate"], facts["basis"], facts["needed"], facts["casting"] = string(result.Fate), string(result.Majority.Basis), result.Needed, result.Casting
	facts["for"], facts["against"], facts["abstained"], facts["not_voting"] = tally.For, tally.Against, tally.Abstained, tally.NotVoting
	facts["present"], facts["established"] = tally.Present, tally.Established
	if item, err = s.balloted(item, p, m); err != nil {
		return s, Result{}, docket.Line{}, err
	}
	if p.Motion == ToApproveBallot && item.Result != nil {
		facts["ballot_fate"], facts["ballot_basis"], facts["ballot_needed"] = string(item.Result.Fate), string(item.Result.Majority.Basis), item.Result.Needed
	}
	item = item.settle(p, m)
	if e := item.Election(); e.Elected != 0 {
		facts["elected"] = int64(e.Elected)
	}
	if !item.Missed.IsZero() {
		facts["missed"] = []string{item.Missed.String()}
	}
	return s.with(item), result, docket.Line{Act: "vote_closed", By: by, Clause: result.Majority.Clause, Facts: facts}, nil
}

func (s Sitting) voting(by identity.Actor, id ItemID) (Item, error) {
	if err := s.conducting(by); err != nil {
		return Item{}, err
	}
	return s.underVote(id)
}

// underVote is the item whose vote is open.
func (s Sitting) underVote(id ItemID) (Item, error) {
	item, ok := s.Item(id)
	switch {
	case !ok:
		return Item{}, ErrNotFound
	case item.State != Voting:
		return Item{}, regulation.Refuse(regulation.FatesOfDraft, "vote_not_open", nil)
	}
	return item, nil
}

// voteFacts are what the docket says of a vote with who voted how, who of them personally,
// and the hands that were counted without names.
func (i Item) voteFacts(p Poll) docket.Facts {
	facts, votes := i.pollFacts(p), make(map[string]string, len(p.Votes))
	var personal []int64
	for _, v := range p.Votes {
		votes[strconv.FormatInt(int64(v.Member), 10)] = string(v.Choice)
		if v.Personal {
			personal = append(personal, int64(v.Member))
		}
	}
	facts["votes"] = votes
	if personal != nil {
		slices.Sort(personal)
		facts["personal"] = personal
	}
	if p.Hands != nil {
		facts["hands"] = p.Hands.Counts()
	}
	return facts
}

// Late returns the items without a vote whose term does not outlast the day: to end
// the sitting without deciding them is to miss it.
func (s Sitting) Late(day calendar.Date) []Item {
	var late []Item
	for _, item := range s.Items {
		if !item.State.Settled() && item.Misses(day) {
			late = append(late, item)
		}
	}
	return late
}

// Misses reports whether the item, postponed that day, is decided too late.
func (i Item) Misses(day calendar.Date) bool { return !i.Due.IsZero() && !day.Before(i.Due) }

// Close ends the sitting. Items without a vote are postponed: their terms run on
// and those whose term ends by then are postponed only if the one who closes
// says so knowing it. An open vote must be finished first, and what a member demanded a
// vote on must have its fate.
func (s Sitting) Close(by identity.Actor, m commission.Moment, knowing bool) (Sitting, docket.Line, error) {
	if err := s.conducting(by); err != nil {
		return s, docket.Line{}, err
	}
	if s.State != Open {
		return s, docket.Line{}, regulation.Refuse(regulation.Quorum, "sitting_not_open", nil)
	}
	if err := s.stillVoting(); err != nil {
		return s, docket.Line{}, err
	}
	if err := s.passesOver(); err != nil {
		return s, docket.Line{}, err
	}
	facts := docket.Facts{"items": len(s.Items)}
	if late := refsOf(s.Late(m.Day)); late != nil {
		if !knowing {
			return s, docket.Line{}, &regulation.Refusal{Clause: regulation.TermStands, Field: "knowing", Key: "closing_misses_terms",
				Values: regulation.Values{"Numbers": strings.Join(late, ", ")}}
		}
		facts["late"], facts["missed"] = late, missing(s.Late(m.Day))
	}
	for _, item := range s.Items {
		if item.State == Pending {
			item.State, item.SettledAt = Postponed, m.At
			item = item.lapse(func(Amendment) bool { return true })
			if item.Misses(m.Day) {
				item.Missed = item.Due
			}
			s = s.with(item)
		}
	}
	if !s.Adjourned() {
		s = s.broken(m.At)
	}
	s = s.changingFloor(func(p Speech) Speech { return p.ended(m.At) })
	s.State, s.ClosedAt = Closed, m.At
	s.Version++
	return s, docket.Line{Act: "closing", By: by, Clause: regulation.MinutesText, Facts: facts}, nil
}

func refsOf(items []Item) []string {
	var refs []string
	for _, item := range items {
		refs = append(refs, item.Ref.String())
	}
	return refs
}

// MaxSpeech is the most letters that a part of an item's minutes may hold.
const MaxSpeech = 40_000

// Said is what the minutes say of an item besides the vote.
type Said struct {
	Heard, Spoke string
	Interest     string // who declared a personal interest; changes neither quorum nor votes
}

// Report keeps what was heard and said on an item, for the minutes. Once
// somebody has signed the minutes they say what they say: what is to be put
// right then is a new record. An interest is declared where the regulation provides
// for it, and it changes nobody's right to vote. While the sitting goes on
// nothing is heard on a complaint whose parties were not invited.
func (s Sitting) Report(by identity.Actor, id ItemID, said Said, m commission.Moment) (Sitting, docket.Line, error) {
	if err := s.conducting(by); err != nil {
		return s, docket.Line{}, err
	}
	item, ok := s.Item(id)
	if !ok || item.Matter.Agenda {
		return s, docket.Line{}, ErrNotFound
	}
	if s.State == Open && item.State == Pending {
		if err := item.Admissible(); err != nil {
			return s, docket.Line{}, err
		}
	}
	said.Heard, said.Spoke, said.Interest = strings.TrimSpace(said.Heard), strings.TrimSpace(said.Spoke), strings.TrimSpace(said.Interest)
	switch {
	case s.MinutesSigned:
		return s, docket.Line{}, regulation.Refuse(regulation.SerialNumbers, "minutes_signed", nil)
	case said.Interest != item.Interest && !s.Profile(m.Composition).Recusal:
		return s, docket.Line{}, regulation.Missing(regulation.NoRecusal, "interest", "interest_not_provided")
	}
	if err := errors.Join(regulation.Legible(regulation.MinutesParts, "heard", said.Heard, MaxSpeech),
		regulation.Legible(regulation.MinutesParts, "spoke", said.Spoke, MaxSpeech),
		regulation.Legible(regulation.NoRecusal, "interest", said.Interest, complaint.MaxLine)); err != nil {
		return s, docket.Line{}, err
	}
	item.Heard, item.Spoke, item.Interest = said.Heard, said.Spoke, said.Interest
	line := docket.Line{Act: "minutes_text", By: by, Clause: regulation.MinutesParts, Facts: item.about(docket.Facts{})}
	heardOn(line.Facts, said)
	if said.Interest != "" {
		line.Facts["interest"] = said.Interest
	}
	return s.with(item), line, nil
}
