package sitting

import (
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

// debated returns an item that can be spoken on now: the sitting is open, and neither
// this nor another item is being voted on.
func (s Sitting) debated(id ItemID) (Item, error) {
	item, ok := s.Item(id)
	other, voting := s.Voting()
	switch {
	case !ok:
		return Item{}, ErrNotFound
	case s.State != Open:
		return Item{}, regulation.Refuse(regulation.SpeechLimits, "sitting_not_open", nil)
	case s.Adjourned():
		return Item{}, s.goingOn()
	case voting:
		return Item{}, regulation.Refuse(regulation.SpeechLimits, "another_vote_open", regulation.Values{"Ordinal": other.Ordinal})
	case !s.AgendaAdopted():
		return Item{}, regulation.Refuse(regulation.VoteDemand, "agenda_not_adopted", nil)
	case item.State != Pending:
		return Item{}, regulation.Refuse(regulation.SpeechLimits, "item_settled", nil)
	}
	return item, item.Admissible()
}

// speaker returns the person as written down for this sitting: a member who is present,
// or somebody on the list of those who attend.
func (s Sitting) speaker(who Speaker) (Speaker, error) {
	if who.Member != 0 {
		for _, a := range s.Attendance {
			switch {
			case a.Member.Person != who.Member:
			case !a.Mode.Present():
				return who, regulation.Missing(regulation.SpeechLimits, "speaker", "speaker_absent")
			default:
				return Speaker{Member: who.Member}, nil
			}
		}
		return who, regulation.Missing(regulation.SpeechLimits, "speaker", "not_a_member")
	}
	for _, a := range s.Attendees {
		if a.ID == who.Attendee && a.ID != 0 {
			return Speaker{Attendee: a.ID, Name: a.Name, Status: a.Status, Whose: a.Whose}, nil
		}
	}
	return who, regulation.Missing(regulation.SpeechLimits, "speaker", "speaker_missing")
}

// AskFloor is how a member asks for the floor in the debate on an item.
func (s Sitting) AskFloor(by identity.Actor, id ItemID, m commission.Moment) (Sitting, docket.Line, error) {
	if err := must(by, identity.Speak, s.Commission, regulation.SpeechLimits); err != nil {
		return s, docket.Line{}, err
	}
	return s.ask(by, id, Speech{Speaker: Speaker{Member: by.ID}, Kind: InDebate, AskedAt: m.At}, nil, m)
}

// EnterSpeaker writes down whoever asks for the floor otherwise, for a report too. over is
// how the sitting decided that the person speaks more often than the regulation gives;
// nil if it need not.
func (s Sitting) EnterSpeaker(by identity.Actor, id ItemID, who Speaker, kind SpeechKind, over *Show, m commission.Moment) (Sitting, docket.Line, error) {
	if err := s.conducting(by); err != nil {
		return s, docket.Line{}, err
	}
	if _, err := s.debated(id); err != nil {
		return s, docket.Line{}, err
	}
	if !slices.Contains(SpeechKinds, kind) {
		return s, docket.Line{}, regulation.Missing(regulation.SpeechLimits, "kind", "choose_one")
	}
	return s.ask(by, id, Speech{Speaker: who, Kind: kind, Entered: by.ID, AskedAt: m.At}, over, m)
}

func (s Sitting) ask(by identity.Actor, id ItemID, p Speech, over *Show, m commission.Moment) (Sitting, docket.Line, error) {
	item, err := s.debated(id)
	if err != nil {
		return s, docket.Line{}, err
	}
	if p.Speaker, err = s.speaker(p.Speaker); err != nil {
		return s, docket.Line{}, err
	}
	facts := p.facts(item.about(docket.Facts{"speech": len(item.Speeches) + 1, "kind": string(p.Kind)}))
	s.stating(facts, "who", p.Name, string(p.Status), p.Whose)
	switch err := item.mayAsk(p, s.Profile(m.Composition)); {
	case err != nil && (over == nil || !err.byDecision):
		return s, docket.Line{}, err.refusal
	case err != nil:
		if err := errors.Join(s.goingOn(), s.shown(*over, m)); err != nil {
			return s, docket.Line{}, err
		}
		p.Grants = []Grant{{Show: *over, At: m.At}}
		over.facts(facts)
	}
	item.Speeches = append(slices.Clone(item.Speeches), p)
	return s.with(item), docket.Line{Act: "floor_asked", By: by, Clause: regulation.SpeechLimits, Facts: facts}, nil
}

// limited is why somebody may not ask for the floor, and whether the sitting can allow it
// all the same.
type limited struct {
	refusal    error
	byDecision bool
}

// mayAsk counts the person's speeches on the item. In the debate each speaks at most twice;
// a report or a co-report is given once and is no speech in the debate. Whose floor was
// withdrawn does not speak on the item again, whatever anybody decides.
func (i Item) mayAsk(p Speech, profile regulation.Profile) *limited {
	held := 0
	for _, other := range i.Speeches {
		if !other.is(p.Speaker) {
			continue
		}
		switch state := other.State(); {
		case state == Silenced:
			return &limited{refusal: regulation.Refuse(regulation.SpeechLimits, "floor_was_withdrawn", nil)}
		case state == Asked, other.goesOn():
			return &limited{refusal: regulation.Refuse(regulation.SpeechLimits, "floor_asked_already", nil)}
		case other.Held() && (other.Kind == InDebate) == (p.Kind == InDebate):
			held++
		}
	}
	switch {
	case p.Kind == InDebate && held >= profile.SpeechesPerItem:
		return &limited{regulation.Refuse(regulation.SpeechLimits, "speeches_used", regulation.Values{"Times": profile.SpeechesPerItem}), true}
	case p.Kind != InDebate && held > 0:
		return &limited{regulation.Refuse(regulation.SpeechLimits, "reported_already", nil), true}
	}
	return nil
}

// speech returns a speech of an item by its number, for an act on it.
func (s Sitting) speech(id ItemID, n int) (Item, Speech, error) {
	item, ok := s.Item(id)
	if !ok || n < 1 || n > len(item.Speeches) {
		return Item{}, Speech{}, ErrNotFound
	}
	return item, item.Speeches[n-1], nil
}

// spoken puts a changed speech back and writes the act down.
func (s Sitting) spoken(by identity.Actor, item Item, n int, p Speech, act string, facts docket.Facts) (Sitting, docket.Line, error) {
	item.Speeches = slices.Clone(item.Speeches)
	item.Speeches[n-1] = p
	facts["speech"] = n
	return s.with(item), docket.Line{Act: act, By: by, Clause: regulation.SpeechLimits, Facts: p.facts(item.about(facts))}, nil
}

// TakeBackRequest takes back one's own request for the floor, or one written down for
// somebody else, before the floor is given.
func (s Sitting) TakeBackRequest(by identity.Actor, id ItemID, n int, at time.Time) (Sitting, docket.Line, error) {
	if err := must(by, identity.Speak, s.Commission, regulation.SpeechLimits); err != nil {
		return s, docket.Line{}, err
	}
	item, p, err := s.speech(id, n)
	switch {
	case err != nil:
		return s, docket.Line{}, err
	case p.Member != by.ID && (p.Entered == 0 || !s.Conducts(by)):
		return s, docket.Line{}, regulation.Refuse(regulation.SpeechLimits, "request_not_yours", nil)
	case p.State() != Asked || s.State != Open:
		return s, docket.Line{}, regulation.Refuse(regulation.SpeechLimits, "floor_not_asked", nil)
	}
	p.EndedAt = at
	return s.spoken(by, item, n, p, "floor_request_taken_back", docket.Facts{})
}

// GiveFloor gives the floor, from which the time runs: to nobody else while somebody has
// it, and to members in the order in which they asked; to those who attend at any time
// . Nobody speaks in a break, without a quorum or without who presides.
func (s Sitting) GiveFloor(by identity.Actor, id ItemID, n int, m commission.Moment) (Sitting, docket.Line, error) {
	item, p, err := s.floor(by, id, n)
	if err != nil {
		return s, docket.Line{}, err
	}
	if p.State() != Asked {
		return s, docket.Line{}, regulation.Refuse(regulation.SpeechLimits, "floor_not_asked", nil)
	}
	if _, _, _, taken := s.Floor(); taken {
		return s, docket.Line{}, regulation.Refuse(regulation.SpeechLimits, "floor_taken", nil)
	}
	for _, earlier := range item.Speeches[:n-1] {
		if _, err := s.speaker(earlier.Speaker); err == nil && earlier.State() == Asked && earlier.Kind == p.Kind && earlier.Member != 0 && p.Member != 0 {
			return s, docket.Line{}, regulation.Refuse(regulation.SpeechLimits, "not_the_turn", nil)
		}
	}
	p.Minutes = p.Kind.minutes(s.Profile(m.Composition))
	p.Stretches = []Stretch{{From: m.At}}
	return s.spoken(by, item, n, p, "floor_given", docket.Facts{"minutes": p.Minutes})
}

// floor returns a speech of somebody who is there, to be spoken now.
func (s Sitting) floor(by identity.Actor, id ItemID, n int) (Item, Speech, error) {
	if err := s.conducting(by); err != nil {
		return Item{}, Speech{}, err
	}
	item, p, err := s.speech(id, n)
	if err == nil {
		_, err = s.debated(id)
	}
	if err == nil {
		err = s.goingOn()
	}
	if err == nil {
		err = s.able()
	}
	if err == nil {
		_, err = s.speaker(p.Speaker)
	}
	return item, p, err
}

// PauseSpeech stops the time of a speech.
func (s Sitting) PauseSpeech(by identity.Actor, id ItemID, n int, at time.Time) (Sitting, docket.Line, error) {
	item, p, err := s.held(by, id, n)
	if err != nil {
		return s, docket.Line{}, err
	}
	if p.State() != Speaking {
		return s, docket.Line{}, regulation.Refuse(regulation.SpeechLimits, "speech_not_running", nil)
	}
	return s.spoken(by, item, n, p.stopped(at), "speech_paused", docket.Facts{})
}

// ResumeSpeech lets the time of a paused speech run on.
func (s Sitting) ResumeSpeech(by identity.Actor, id ItemID, n int, at time.Time) (Sitting, docket.Line, error) {
	item, p, err := s.floor(by, id, n)
	if err != nil {
		return s, docket.Line{}, err
	}
	if p.State() != Paused {
		return s, docket.Line{}, regulation.Refuse(regulation.SpeechLimits, "speech_not_paused", nil)
	}
	p.Stretches = append(slices.Clone(p.Stretches), Stretch{From: at})
	return s.spoken(by, item, n, p, "speech_resumed", docket.Facts{})
}

// EndSpeech ends a speech; its time stands.
func (s Sitting) EndSpeech(by identity.Actor, id ItemID, n int, at time.Time) (Sitting, docket.Line, error) {
	item, p, err := s.held(by, id, n)
	if err != nil {
		return s, docket.Line{}, err
	}
	p = p.ended(at)
	return s.spoken(by, item, n, p, "speech_ended", docket.Facts{"seconds": int(p.Used(at) / time.Second)})
}

// WithdrawFloor takes the floor from whoever abuses it. There is no second speech of
// theirs on the item.
func (s Sitting) WithdrawFloor(by identity.Actor, id ItemID, n int, reason string, at time.Time) (Sitting, docket.Line, error) {
	item, p, err := s.held(by, id, n)
	if err != nil {
		return s, docket.Line{}, err
	}
	if reason = oneLine(reason); reason == "" {
		return s, docket.Line{}, regulation.Missing(regulation.SpeechLimits, "abuse", "abuse_missing")
	}
	if err := regulation.Legible(regulation.SpeechLimits, "abuse", reason, complaint.MaxLine); err != nil {
		return s, docket.Line{}, err
	}
	p = p.ended(at)
	p.Abuse = reason
	return s.spoken(by, item, n, p, "floor_withdrawn", docket.Facts{"reason": digestOf(reason), "seconds": int(p.Used(at) / time.Second)})
}

// maxMinutes is the most that one decision of the sitting adds to a speech.
const maxMinutes = 120

// AddMinutes gives a speech that goes on more time, by the sitting's decision alone.
func (s Sitting) AddMinutes(by identity.Actor, id ItemID, n, minutes int, show Show, m commission.Moment) (Sitting, docket.Line, error) {
	item, p, err := s.held(by, id, n)
	if err != nil {
		return s, docket.Line{}, err
	}
	if minutes < 1 || minutes > maxMinutes {
		return s, docket.Line{}, regulation.Missing(regulation.SpeechLimits, "minutes", "minutes_out_of_range")
	}
	if err := errors.Join(s.goingOn(), s.shown(show, m)); err != nil {
		return s, docket.Line{}, err
	}
	p.Grants = append(slices.Clone(p.Grants), Grant{Minutes: minutes, Show: show, At: m.At})
	facts := docket.Facts{"minutes": minutes}
	show.facts(facts)
	return s.spoken(by, item, n, p, "speech_extended", facts)
}

// Summarise keeps a line about a speech for the minutes, until they are signed.
func (s Sitting) Summarise(by identity.Actor, id ItemID, n int, text string) (Sitting, docket.Line, error) {
	if err := s.conducting(by); err != nil {
		return s, docket.Line{}, err
	}
	item, p, err := s.speech(id, n)
	switch {
	case err != nil:
		return s, docket.Line{}, err
	case s.MinutesSigned:
		return s, docket.Line{}, regulation.Refuse(regulation.SerialNumbers, "minutes_signed", nil)
	case !p.Held():
		return s, docket.Line{}, regulation.Refuse(regulation.MinutesParts, "nothing_said", nil)
	}
	text = oneLine(text)
	if err := regulation.Legible(regulation.MinutesParts, "summary", text, complaint.MaxLine); err != nil {
		return s, docket.Line{}, err
	}
	p.Summary = text
	next, line, err := s.spoken(by, item, n, p, "speech_summary", docket.Facts{"text": digestOf(text)})
	line.Clause = regulation.MinutesParts
	return next, line, err
}

// held returns a speech that goes on.
func (s Sitting) held(by identity.Actor, id ItemID, n int) (Item, Speech, error) {
	if err := s.conducting(by); err != nil {
		return Item{}, Speech{}, err
	}
	item, p, err := s.speech(id, n)
	if err == nil && !p.goesOn() {
		err = regulation.Refuse(regulation.SpeechLimits, "floor_not_given", nil)
	}
	return item, p, err
}

// stopped is the speech with its time stopped.
func (p Speech) stopped(at time.Time) Speech {
	if p.State() == Speaking {
		p.Stretches = slices.Clone(p.Stretches)
		p.Stretches[len(p.Stretches)-1].Until = at
	}
	return p
}

func (p Speech) ended(at time.Time) Speech {
	p = p.stopped(at)
	p.EndedAt = at
	return p
}

// changingFloor returns the sitting with the speech that goes on changed, if there is one.
// Its version stays: that is part of another act.
func (s Sitting) changingFloor(change func(Speech) Speech) Sitting {
	item, p, n, ok := s.Floor()
	if !ok {
		return s
	}
	item.Speeches = slices.Clone(item.Speeches)
	item.Speeches[n-1] = change(p)
	version := s.Version
	s = s.with(item)
	s.Version = version
	return s
}

// silentWithout ends the speech of a member who has left or lost the link.
func (s Sitting) silentWithout(member identity.ID, at time.Time) Sitting {
	return s.changingFloor(func(p Speech) Speech {
		if p.Member == member && !s.present(member) {
			return p.ended(at)
		}
		return p
	})
}

// heardOf reports whether somebody who attends was given the floor or proposed something:
// the minutes name them then.
func (s Sitting) heardOf(attendee int64) bool {
	return slices.ContainsFunc(s.Items, func(i Item) bool {
		return slices.ContainsFunc(i.Speeches, func(p Speech) bool { return p.Attendee == attendee }) ||
			slices.ContainsFunc(i.Suggestions, func(g Suggestion) bool { return g.Attendee == attendee })
	})
}

// unspoken refuses a vote while somebody has the floor.
func (s Sitting) unspoken() error {
	if item, _, _, ok := s.Floor(); ok {
		return regulation.Refuse(regulation.SpeechLimits, "somebody_speaks", regulation.Values{"Ordinal": item.Ordinal})
	}
	return nil
}

// oneLine is a text without breaks of lines.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
