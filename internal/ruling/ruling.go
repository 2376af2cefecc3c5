package ruling

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// ID is a ruling's number in the store; people use Number.
type ID int64

// Ruling is an adopted ruling with everything its paper is made of. Nothing in it
// changes after adoption.
type Ruling struct {
	ID         ID
	Complaint  complaint.ID
	Commission commission.ID
	Sitting    sitting.ID
	Item       sitting.ItemID
	Serial     int    // without gaps within commission and year (R-085, P6)
	Number     string // the serial in the commission's format
	AdoptedAt  time.Time
	AdoptedOn  calendar.Date
	Draft      Draft // the version that was voted on
	Operative  []string
	Voted      string         // digest of the operative part that was put to the vote
	OpenedAt   time.Time      // of the sitting, whose regulation the ruling is written by
	Result     sitting.Result // of the part that needed most, where it was voted on by parts
	Parts      []sitting.Poll // the votes on its parts, if it was
	Presiding  commission.Signatory
	Secretary  commission.Signatory
}

// Outcome returns which of the three outcomes the ruling has.
func (r Ruling) Outcome() regulation.Outcome { return r.Draft.Outcome }

// ToPublish reports whether the ruling orders its own publication.
func (r Ruling) ToPublish() bool {
	return slices.ContainsFunc(r.Operative, func(clause string) bool { return strings.HasPrefix(clause, publishing) })
}

// Adopt makes the ruling of a draft that the vote carried. A vote that did not
// carry makes no ruling: a rejected draft is not an outcome.
func Adopt(d Draft, about Subject, s sitting.Sitting, item sitting.Item, serial int, m commission.Moment) (Ruling, error) {
	if item.Result == nil || item.Result.Fate != sitting.Carried {
		return Ruling{}, regulation.Refuse(regulation.RejectedDraft, "draft_not_carried", nil)
	}
	question, err := d.Question()
	if err != nil {
		return Ruling{}, err
	}
	own, profile := m.Composition.Commission, s.Profile(m.Composition)
	operative := d.Operative(about, profile)
	if d.Version != item.Draft || question != item.Question || TextDigest(operative) != item.Text {
		return Ruling{}, regulation.Refuse(regulation.FatesOfDraft, "draft_changed_since", nil)
	}
	parts := item.Parts()
	if len(parts) > 0 && !d.allCarried(parts, about, profile) {
		return Ruling{}, regulation.Refuse(regulation.MixedRuling, "draft_changed_since", nil)
	}
	return Ruling{
		Complaint: d.Complaint, Commission: own.ID, Sitting: s.ID, Item: item.ID,
		Serial: serial, Number: Format(profile.NumberFormat, serial, s.Number, own.Convocation),
		AdoptedAt: m.At, AdoptedOn: m.Day, Draft: d, Operative: operative, Voted: item.Text, OpenedAt: s.OpenedAt,
		Result: *item.Result, Parts: parts, Presiding: s.Presiding, Secretary: s.Secretary,
	}, nil
}

// TextDigest returns the SHA-256 of an operative part in hexadecimal: what was put to
// the vote, what was adopted and what is printed are one text.
func TextDigest(operative []string) string { return digest(operative) }

// AsVoted reports whether the ruling's operative part is the text that was put to the
// vote, whole or by parts, and the one its selection gives under the regulation of the
// sitting.
func (r Ruling) AsVoted(about Subject, c commission.Composition) bool {
	profile := c.ProfileAt(r.OpenedAt)
	written := r.Draft.Operative(about, profile)
	if len(r.Parts) > 0 && !r.Draft.allCarried(r.Parts, about, profile) {
		return false
	}
	return slices.Equal(written, r.Operative) && (r.Voted == "" || r.Voted == TextDigest(r.Operative))
}

// Format writes a number in the commission's format: {n} is the serial,
// {session} the number of the sitting, {convocation} that of the composition.
func Format(format string, serial, sitting, convocation int) string {
	return strings.NewReplacer("{n}", strconv.Itoa(serial), "{session}", strconv.Itoa(sitting),
		"{convocation}", strconv.Itoa(convocation)).Replace(format)
}
