package sitting

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Dissent is the dissenting opinion of a member who disagrees with a decision.
type Dissent struct {
	Member  identity.ID
	Text    string
	At      time.Time // it was handed in
	ToldAt  time.Time // the higher commission was told; zero while it was not
	ToldHow string
}

// Dissent returns the member's opinion on the item.
func (i Item) Dissent(member identity.ID) (Dissent, bool) {
	for _, d := range i.Dissents {
		if d.Member == member {
			return d, true
		}
	}
	return Dissent{}, false
}

// Untold returns the opinions that the higher commission was not told of yet.
func (i Item) Untold() []Dissent {
	return slices.DeleteFunc(slices.Clone(i.Dissents), func(d Dissent) bool { return !d.ToldAt.IsZero() })
}

// TakesDissent refuses an opinion where there is no decision to disagree with, after the
// first signature on the minutes, and from whoever was no member at the sitting. How
// they voted, and whether they came, the text does not ask.
func (s Sitting) TakesDissent(by identity.Actor, id ItemID) error {
	_, err := s.dissenting(by, id)
	return err
}

func (s Sitting) dissenting(by identity.Actor, id ItemID) (Item, error) {
	if err := must(by, identity.GiveDissent, s.Commission, regulation.DissentForward); err != nil {
		return Item{}, err
	}
	item, ok := s.Item(id)
	switch {
	case !ok:
		return Item{}, ErrNotFound
	case item.State != Adopted || item.Matter.Agenda:
		return item, regulation.Refuse(regulation.DissentForward, "dissent_no_decision", nil)
	case s.MinutesSigned:
		return item, regulation.Refuse(regulation.DissentForward, "dissent_minutes_signed", nil)
	case !slices.ContainsFunc(s.Attendance, func(a Attendance) bool { return a.Member.Person == by.ID }):
		return item, regulation.Refuse(regulation.VotingMembers, "not_a_member", nil)
	}
	return item, nil
}

// HandIn takes a member's dissenting opinion on a decision, once. The docket keeps the
// digest of the text, which nobody edits afterwards.
func (s Sitting) HandIn(by identity.Actor, id ItemID, text string, at time.Time) (Sitting, docket.Line, error) {
	item, err := s.dissenting(by, id)
	if err != nil {
		return s, docket.Line{}, err
	}
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	if _, given := item.Dissent(by.ID); given {
		return s, docket.Line{}, regulation.Refuse(regulation.DissentForward, "dissent_given", nil)
	}
	if text == "" {
		return s, docket.Line{}, regulation.Missing(regulation.DissentForward, "dissent", "dissent_missing")
	}
	if err := regulation.Legible(regulation.DissentForward, "dissent", text, MaxSpeech); err != nil {
		return s, docket.Line{}, err
	}
	item.Dissents = append(slices.Clone(item.Dissents), Dissent{Member: by.ID, Text: text, At: at})
	return s.with(item), docket.Line{Act: complaint.DissentAct, By: by, Clause: regulation.DissentForward,
		Facts: item.about(docket.Facts{"text": digestOf(text)})}, nil
}

// TakeBack withdraws the member's own opinion, until the first signature on the minutes.
func (s Sitting) TakeBack(by identity.Actor, id ItemID) (Sitting, docket.Line, error) {
	item, err := s.dissenting(by, id)
	if err != nil {
		return s, docket.Line{}, err
	}
	given, ok := item.Dissent(by.ID)
	if !ok {
		return s, docket.Line{}, regulation.Refuse(regulation.DissentForward, "dissent_none", nil)
	}
	item.Dissents = slices.DeleteFunc(slices.Clone(item.Dissents), func(d Dissent) bool { return d.Member == by.ID })
	return s.with(item), docket.Line{Act: complaint.DissentWithdrawnAct, By: by, Clause: regulation.DissentForward,
		Facts: item.about(docket.Facts{"text": digestOf(given.Text)})}, nil
}

// Told is how and when the higher commission was told of dissenting opinions.
type Told struct {
	How string
	At  time.Time
}

// Tell records that the chair told the higher commission of the opinions on an item it
// did not know yet. It was after they were handed in, and not in days to come.
func (s Sitting) Tell(by identity.Actor, id ItemID, told Told, m commission.Moment) (Sitting, docket.Line, error) {
	if err := must(by, identity.TellDissent, s.Commission, regulation.DissentForward); err != nil {
		return s, docket.Line{}, err
	}
	item, ok := s.Item(id)
	if !ok {
		return s, docket.Line{}, ErrNotFound
	}
	untold := item.Untold()
	told.How = strings.TrimSpace(told.How)
	switch {
	case len(untold) == 0:
		return s, docket.Line{}, regulation.Refuse(regulation.DissentForward, "dissent_all_told", nil)
	case told.How == "":
		return s, docket.Line{}, regulation.Missing(regulation.DissentForward, "how", "dissent_how_missing")
	case told.At.After(m.At):
		return s, docket.Line{}, regulation.Missing(regulation.DissentForward, "told", "dissent_told_ahead")
	}
	for _, d := range untold {
		if told.At.Before(d.At.Truncate(time.Minute)) { // people write hours and minutes
			return s, docket.Line{}, regulation.Missing(regulation.DissentForward, "told", "dissent_told_before")
		}
	}
	if err := regulation.Legible(regulation.DissentForward, "how", told.How, complaint.MaxLine); err != nil {
		return s, docket.Line{}, err
	}
	item.Dissents = slices.Clone(item.Dissents)
	var members []int64
	for i, d := range item.Dissents {
		if d.ToldAt.IsZero() {
			item.Dissents[i].ToldAt, item.Dissents[i].ToldHow = told.At, told.How
			members = append(members, int64(d.Member))
		}
	}
	return s.with(item), docket.Line{Act: complaint.DissentToldAct, By: by, Clause: regulation.DissentForward, Facts: item.about(docket.Facts{
		"members": members, "how": told.How, "told": told.At.UTC().Format(time.RFC3339)})}, nil
}

// digestOf is the SHA-256 of a text, for the docket.
func digestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// DissentLine is a line of a list of dissenting opinions.
type DissentLine struct {
	ID         int64
	Commission string // that made the decision
	Ref        complaint.Ref
	Title      string
	Ruling     string // its number
	Sitting    int
	Item       ItemID
	Name       identity.Name // of the member
	Dissent
	WithdrawnAt time.Time // zero while it stands

	DueOn  calendar.Date // the higher commission must be told by then
	AtOnce bool          // or at once
}
