// Package publication makes the public copy of a ruling: its text without personal
// data, made of the model of the paper and never of its file, approved by the secretary
// and kept as the register of decisions shows it.
//
// What is left out is proposed by the program, which errs towards leaving out too much,
// and settled by a person. The copy is a paper of its own: nothing in it leads back to
// the original, not even a digest, from which a name could be guessed.
package publication

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
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/signature"
)

// ErrNotFound says there is no such decision for the public. Absent, not published and
// not signed look the same.
var ErrNotFound = errors.New("decision not found")

// ID is a publication's number in the store.
type ID int64

// Key is the stable name of a decision within its commission, "2026-37": the year and
// the serial, for the numbers that people use begin anew with each year.
type Key struct{ Year, Serial int }

// String returns the key as it stands in an address.
func (k Key) String() string { return strconv.Itoa(k.Year) + "-" + strconv.Itoa(k.Serial) }

// ParseKey reads what String wrote, and nothing else: a decision has one address.
func ParseKey(s string) (Key, error) {
	year, serial, _ := strings.Cut(s, "-")
	y, err1 := strconv.Atoi(year)
	n, err2 := strconv.Atoi(serial)
	k := Key{y, n}
	if err1 != nil || err2 != nil || k.String() != s || y < 2000 || y > 9999 || n < 1 || n > 99_999_999 {
		return Key{}, ErrNotFound
	}
	return k, nil
}

// Kept is a proposed removal that was taken away, and why.
type Kept struct {
	Phrase string `json:"phrase"`
	Reason string `json:"reason"`
}

// Selection is what the secretary changed about the proposals so far.
type Selection struct {
	Added []Removal
	Kept  []Kept
}

// Limits of what may be typed, and of how much.
const (
	maxPhrase    = 200
	maxSelection = 300
)

// Publication is one public copy, as it is kept.
type Publication struct {
	ID         ID
	Commission commission.ID
	Code       string // of the commission, for the address
	Issuer     string // name of the commission
	Key        Key
	Number     string // of the ruling, as its paper has it
	AdoptedOn  calendar.Date
	Outcome    regulation.Outcome
	Subject    string // title to the text, redacted like all of it
	Article    string // of the law, "67-ФЗ, ст. 75"; empty where the register of complaints names none
	Level      Level  // of the elections the complaint was about
	Edition    int    // how often the ruling was published, this time included
	At         time.Time
	Paper      document.Paper
	PDF        document.File
	Withdrawn  time.Time // zero while it stands
	Reason     string    // why it was withdrawn
}

// Facts are what a publication is made of, read at one moment.
type Facts struct {
	Complaint  complaint.Complaint
	Ruling     ruling.Ruling
	Paper      document.Paper // of the ruling, as it was printed and signed
	Own        commission.Commission
	Respondent commission.Commission
	Organiser  commission.Kind // of the commission that organises the elections; empty outside a campaign
	Officials  []identity.Name // members of both commissions
	Selection  Selection
	Last       Publication // the newest publication of the ruling; the zero one for none
	Moment     commission.Moment
}

// Known is who the text of the ruling is searched for.
func (f Facts) Known() Known {
	c := f.Complaint.Complainant
	k := Known{Complainant: c.Name, Email: c.Email, Phone: c.Phone, Address: c.Address,
		Others: []string{c.Representative, f.Complaint.Accused.Name}, Officials: slices.Clone(f.Officials)}
	for _, who := range []commission.Signatory{f.Ruling.Presiding, f.Ruling.Secretary} {
		k.Officials = append(k.Officials, who.Name)
	}
	for _, each := range []commission.Commission{f.Own, f.Respondent} {
		if each.Name == "" {
			continue
		}
		k.Official = append(k.Official, each.Name, each.InSentence(), each.Genitive(), each.Accusative(), each.ShortName, each.ParentName, each.Address, each.Phone, each.Email)
	}
	return k
}

// Entry is a line of the list of removals.
type Entry struct {
	Removal
	Proposed bool
	Kept     string // why a proposal was taken away; empty while it is removed
	Times    int    // how often it stands in the text
}

// Edition is a public copy before it is approved.
type Edition struct {
	Entries []Entry
	Paper   document.Paper
	Left    []Place          // where the complainant can still be known
	Digest  signature.Digest // of the copy: what the secretary was shown
}

// footer stands at the foot of each page of a public copy.
const footer = "Для размещения на сайте. Персональные данные исключены."

// Edition makes the public copy as the proposals and the secretary's selection have it.
func (f Facts) Edition() (Edition, error) {
	k := f.Known()
	proposed, err := Propose(f.Paper, k)
	if err != nil {
		return Edition{}, err
	}
	var e Edition
	var removals []Removal
	for _, r := range proposed {
		entry := Entry{Removal: r, Proposed: true, Kept: f.Selection.reason(r.Phrase)}
		e.Entries = append(e.Entries, entry)
		if entry.Kept == "" {
			removals = append(removals, r)
		}
	}
	for _, r := range f.Selection.Added {
		e.Entries = append(e.Entries, Entry{Removal: r})
		removals = append(removals, r)
	}
	source := f.Paper
	source.Footer = footer
	copied, times, err := Redact(source, removals, k.Official)
	if err != nil {
		return Edition{}, err
	}
	for i, n := 0, 0; i < len(e.Entries); i++ {
		if e.Entries[i].Kept == "" {
			e.Entries[i].Times, n = times[n], n+1
		}
	}
	if e.Left, err = Remains(copied, k); err != nil {
		return Edition{}, err
	}
	e.Paper = copied
	digest, err := copied.Digest()
	e.Digest = digest
	return e, err
}

// reason is why a proposal was taken away, empty if it was not.
func (s Selection) reason(phrase string) string {
	for _, k := range s.Kept {
		if folded(k.Phrase) == folded(phrase) {
			return k.Reason
		}
	}
	return ""
}

// may refuses whom the table does not let publish, and what is not to be published: a
// ruling that is not signed, that is public already, or whose own text does not order it.
func (f Facts) may(by identity.Actor) error {
	if _, _, err := f.Complaint.Publish(by, nil, f.Moment); err != nil {
		return err
	}
	if !f.Ruling.ToPublish() {
		return regulation.Refuse(regulation.Publication, "not_for_publication", nil)
	}
	return nil
}

// Add leaves a phrase out that the secretary typed.
func (f Facts) Add(by identity.Actor, r Removal) (Selection, error) {
	if err := f.may(by); err != nil {
		return f.Selection, err
	}
	r.Phrase = strings.Join(strings.Fields(r.Phrase), " ")
	faults := []error{regulation.Legible(regulation.Publication, "phrase", r.Phrase, maxPhrase)}
	switch {
	case count(r.Phrase) < 2:
		faults = append(faults, regulation.Missing(regulation.Publication, "phrase", "phrase_missing"))
	case !f.Stands(r.Phrase):
		faults = append(faults, regulation.Missing(regulation.Publication, "phrase", "phrase_not_found"))
	}
	if !r.Ground.Valid() {
		faults = append(faults, regulation.Missing(regulation.Confidentiality, "ground", "choose_one"))
	}
	if len(f.Selection.Added) >= maxSelection {
		faults = append(faults, regulation.Missing(regulation.Publication, "phrase", "removals_too_many"))
	}
	if err := errors.Join(faults...); err != nil {
		return f.Selection, err
	}
	next := f.Selection
	next.Added = slices.DeleteFunc(slices.Clone(next.Added), func(a Removal) bool { return folded(a.Phrase) == folded(r.Phrase) })
	next.Added = append(next.Added, r)
	next.Kept = slices.DeleteFunc(slices.Clone(next.Kept), func(k Kept) bool { return folded(k.Phrase) == folded(r.Phrase) })
	return next, nil
}

// Stands reports whether a phrase stands in the text of the ruling where it could be
// left out.
func (f Facts) Stands(phrase string) bool {
	_, times, err := Redact(f.Paper, []Removal{{Person, phrase}}, f.Known().Official)
	return err == nil && times[0] > 0
}

// Keep takes a removal away: a proposed one with the reason, one that was typed without.
func (f Facts) Keep(by identity.Actor, k Kept) (Selection, error) {
	if err := f.may(by); err != nil {
		return f.Selection, err
	}
	next := f.Selection
	typed := func(a Removal) bool { return folded(a.Phrase) == folded(k.Phrase) }
	if slices.ContainsFunc(next.Added, typed) {
		next.Added = slices.DeleteFunc(slices.Clone(next.Added), typed)
		return next, nil
	}
	k.Reason = strings.TrimSpace(k.Reason)
	if folded(k.Phrase) == "" {
		return f.Selection, regulation.Missing(regulation.Confidentiality, "kept", "choose_one")
	}
	if k.Reason == "" {
		return f.Selection, regulation.Missing(regulation.Confidentiality, "reason", "keep_reason_missing")
	}
	if err := errors.Join(regulation.Legible(regulation.Confidentiality, "reason", k.Reason, complaint.MaxLine),
		regulation.Legible(regulation.Confidentiality, "reason", k.Phrase, complaint.MaxText)); err != nil {
		return f.Selection, err
	}
	next.Kept = slices.DeleteFunc(slices.Clone(next.Kept), func(o Kept) bool { return folded(o.Phrase) == folded(k.Phrase) })
	if len(next.Kept) < maxSelection {
		next.Kept = append(next.Kept, k)
	}
	return next, nil
}

// Restore leaves a proposed phrase out again that was taken away.
func (f Facts) Restore(by identity.Actor, phrase string) (Selection, error) {
	if err := f.may(by); err != nil {
		return f.Selection, err
	}
	if f.Selection.reason(phrase) == "" {
		return f.Selection, regulation.Missing(regulation.Publication, "phrase", "phrase_not_found")
	}
	next := f.Selection
	next.Kept = slices.DeleteFunc(slices.Clone(next.Kept), func(k Kept) bool { return folded(k.Phrase) == folded(phrase) })
	return next, nil
}

// Made is a publication with what follows for the complaint.
type Made struct {
	Publication Publication
	Removals    []Entry
	Complaint   complaint.Complaint
	Line        docket.Line
}

// Approve publishes the copy that the secretary was shown. It is refused while the
// complainant can be known by it, and the refusal says where. The line of the docket
// counts what was left out by its ground and says none of it.
func (f Facts) Approve(by identity.Actor, shown signature.Digest) (Made, error) {
	if err := f.may(by); err != nil {
		return Made{}, err
	}
	e, err := f.Edition()
	if err != nil {
		return Made{}, err
	}
	if e.Digest != shown {
		return Made{}, regulation.Refuse(regulation.Publication, "publication_changed", nil)
	}
	if err := e.leaves(); err != nil {
		return Made{}, err
	}
	facts := docket.Facts{"number": f.Ruling.Number, "copy": e.Digest.String(), "edition": f.Last.Edition + 1, "template": document.Template}
	removed, kept := map[string]int{}, 0
	for _, entry := range e.Entries {
		if entry.Kept != "" {
			kept++
			continue
		}
		removed[string(entry.Ground)] += entry.Times
	}
	facts["removed"], facts["kept"] = removed, kept
	next, line, err := f.Complaint.Publish(by, facts, f.Moment)
	if err != nil {
		return Made{}, err
	}
	r := f.Ruling
	return Made{Complaint: next, Line: line, Removals: e.Entries, Publication: Publication{Commission: f.Own.ID, Code: f.Own.Code, Issuer: f.Own.Name,
		Key: Key{r.AdoptedOn.Year(), r.Serial}, Number: r.Number, AdoptedOn: r.AdoptedOn, Outcome: r.Outcome(), Subject: e.Paper.Subject,
		Article: ArticleOf(f.Complaint.Article), Level: LevelOf(f.Organiser), Edition: f.Last.Edition + 1, At: f.Moment.At, Paper: e.Paper}}, nil
}

// mostPlaces is how many places a refusal names.
const mostPlaces = 5

// leaves refuses a copy by which the complainant can be known, place by place.
func (e Edition) leaves() error {
	var faults []error
	for _, place := range e.Left[:min(len(e.Left), mostPlaces)] {
		left := regulation.Refuse(regulation.Confidentiality, "publication_left", regulation.Values{"Paragraph": place.Paragraph, "Excerpt": place.Excerpt})
		if place.Paragraph == 0 {
			left = regulation.Refuse(regulation.Confidentiality, "publication_left_in_head", regulation.Values{"Excerpt": place.Excerpt})
		}
		left.Field = "phrase"
		faults = append(faults, left)
	}
	return errors.Join(faults...)
}

// Withdraw takes the publication off the register, with the reason: nobody reads its
// text any more. The ruling is owed to the public again.
func (f Facts) Withdraw(by identity.Actor, reason string) (Made, error) {
	reason = strings.TrimSpace(reason)
	next, line, err := f.Complaint.Recall(by, reason)
	if err != nil {
		return Made{}, err
	}
	line.Facts["edition"] = f.Last.Edition
	p := f.Last
	p.Withdrawn, p.Reason = f.Moment.At, reason
	return Made{Publication: p, Complaint: next, Line: line}, nil
}
