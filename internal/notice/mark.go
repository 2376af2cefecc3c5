package notice

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/identity"
)

// MarkID is a mark's number in the store.
type MarkID int64

// MarkKind is what a mark says of a letter.
type MarkKind string

// The marks of a letter on its way, as the delivery sheet has them. None is ever struck:
// what turns out otherwise is said by the next one.
const (
	Mailed     MarkKind = "mailed"     // the mail server took it
	Given      MarkKind = "given"      // into somebody's hands
	Posted     MarkKind = "posted"     // handed in at the post office
	Otherwise  MarkKind = "otherwise"  // delivered in a way that the text tells
	Received   MarkKind = "received"   // the lower commission took it note of in this program
	Served     MarkKind = "served"     // the post gave it to the addressee
	Returned   MarkKind = "returned"   // it came back
	Redirected MarkKind = "redirected" // it goes another way or to another address
)

// MarkKinds lists the marks.
var MarkKinds = []MarkKind{Mailed, Given, Posted, Otherwise, Received, Served, Returned, Redirected}

// Mark is one thing that was done with a letter, or became of it, with its proof.
type Mark struct {
	ID      MarkID
	Kind    MarkKind
	Way     complaint.ReplyBy // by which the letter went until then
	Address string
	At      time.Time   // when it was entered
	By      identity.ID // zero: by the program
	When    time.Time   // of what was given into hands: day and hour
	On      calendar.Date
	Taker   string // who took it; empty: the addressee in person
	Track   string // the number of a posted item, without spaces
	Text    string // what else proves it, or why it came back or goes another way
	Files   []attachment.Attachment
}

// Digest returns the SHA-256 of what a mark says in hexadecimal, for the docket, which
// names nobody.
func (k Mark) Digest() string {
	files := make([]string, len(k.Files))
	for i, f := range k.Files {
		files[i] = f.SHA256.String()
	}
	raw, err := json.Marshal([]any{k.Kind, k.Way, k.Address, k.When, k.On, k.Taker, k.Track, k.Text, files})
	if err != nil {
		return "" // texts and dates always marshal
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// Happened is the day of what a mark says, where the commission sits.
func (k Mark) Happened(zone *time.Location) calendar.Date {
	switch {
	case !k.When.IsZero():
		return calendar.On(k.When, zone)
	case !k.On.IsZero():
		return k.On
	}
	return calendar.On(k.At, zone)
}

// Proof says in the commission's language what proves the delivery, for the delivery
// sheet; empty where a mark proves none.
func (k Mark) Proof(zone *time.Location) string {
	said := ""
	switch k.Kind {
	case Given:
		said = "вручено " + k.When.In(zone).Format("02.01.2006 в 15:04") + " лично адресату под подпись"
		if k.Taker != "" {
			said = "вручено " + k.When.In(zone).Format("02.01.2006 в 15:04") + " под подпись: " + k.Taker
		}
	case Posted:
		said = "сдано на почту " + printedDay(k.On)
		if k.Track != "" {
			said += ", почтовый идентификатор " + k.Track
		}
	case Served:
		said = "почта вручила адресату " + printedDay(k.On)
	case Received, Otherwise:
		return k.Text
	case Mailed, Returned, Redirected:
		return ""
	}
	if k.Text != "" {
		said += "; " + k.Text
	}
	return said
}

func printedDay(d calendar.Date) string {
	return time.Date(d.Year(), d.Month(), d.Day(), 12, 0, 0, 0, time.UTC).Format("02.01.2006")
}

// marked adds a mark to what is known of the letter, and leaves l as it was.
func (l Letter) marked(k Mark, by identity.Actor, at time.Time) (Letter, Mark) {
	k.ID, k.Way, k.Address, k.At, k.By = 0, l.Way, l.Address, at, by.ID
	l.Marks = append(slices.Clone(l.Marks), k)
	return l, k
}

// LastMark returns the latest mark of the letter, false if it has none.
func (l Letter) LastMark() (Mark, bool) {
	if len(l.Marks) == 0 {
		return Mark{}, false
	}
	return l.Marks[len(l.Marks)-1], true
}

// last reports whether the latest mark is one of the kinds.
func (l Letter) last(kinds ...MarkKind) bool {
	k, ok := l.LastMark()
	return ok && slices.Contains(kinds, k.Kind)
}

// MayReturn reports whether the letter left and can still come back: what was given into
// hands, or what the post has served, cannot.
func (l Letter) MayReturn() bool { return l.State.Done() && l.last(Mailed, Posted, Otherwise) }

// MayBeServed reports whether the post may still say that it gave the letter to the
// addressee.
func (l Letter) MayBeServed() bool { return l.State.Done() && l.last(Posted) }

// CameBack reports whether the letter came back and has not gone out again.
func (l Letter) CameBack() bool {
	for _, k := range slices.Backward(l.Marks) {
		switch k.Kind {
		case Returned:
			return true
		case Mailed, Given, Posted, Otherwise, Received, Served:
			return false
		case Redirected:
		}
	}
	return false
}

// FirstSent returns the day on which the letter first left the commission; false while it
// never did. Handing it to the post is what the term asks for, so that a letter
// that came back met its term all the same.
func (l Letter) FirstSent(zone *time.Location) (calendar.Date, bool) {
	for _, k := range l.Marks {
		switch k.Kind {
		case Mailed, Given, Posted, Otherwise, Received:
			return k.Happened(zone), true
		case Served, Returned, Redirected:
		}
	}
	return calendar.Date{}, false
}
