package notice

import (
	"errors"
	"slices"
	"strings"
	"time"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// The acts of delivery as the docket has them.
const (
	HandedOverAct = "letter_handed_over"
	ServedAct     = "letter_served"
	ReturnedAct   = "letter_returned"
	RedirectedAct = "letter_redirected"
)

// slipTypes are what a signed slip may be kept as: a scan or a photograph.
var slipTypes = []string{"application/pdf", "image/jpeg", "image/png"}

// HandOver records that a person gave the letter into somebody's hands, posted it, or
// brought it there otherwise, with the proof. What it says happened no earlier than the
// paper was signed, and has happened already.
func (l Letter) HandOver(by identity.Actor, k Mark, files []attachment.Attachment, m commission.Moment) (Letter, docket.Line, error) {
	if err := l.may(by); err != nil {
		return l, docket.Line{}, err
	}
	if l.State.Done() {
		return l, docket.Line{}, refuse("letter_done")
	}
	k, err := l.read(k, files, m)
	if err != nil {
		return l, docket.Line{}, err
	}
	next, k := l.marked(k, by, m.At)
	zone := m.Composition.Commission.Profile.Zone()
	next.State, next.Proof, next.DoneAt, next.Trouble = HandedOver, k.Proof(zone), m.At, ""
	return next, next.markLine(HandedOverAct, by, k), nil
}

// read checks what was entered of a delivery and drops what its kind has no use for.
func (l Letter) read(k Mark, files []attachment.Attachment, m commission.Moment) (Mark, error) {
	own := m.Composition.Commission.Profile.Zone()
	k.Text, k.Taker, k.Files = strings.TrimSpace(k.Text), strings.TrimSpace(k.Taker), files
	var faults []error
	switch k.Kind {
	case Given:
		k.On, k.Track = calendar.Date{}, ""
		faults = append(faults, l.taken(k.Taker), l.happened("given", k.When, m.At), slips(files), legible("given_text", k.Text))
	case Posted:
		k.When, k.Taker = time.Time{}, ""
		if l.Way != complaint.ByPost {
			return k, refuse("letter_not_by_post")
		}
		faults = append(faults, l.happenedOn("posted", k.On, own, m.Day), slips(files), legible("posted_text", k.Text))
		var wrong error
		switch typed := strings.TrimSpace(k.Track); {
		case typed != "":
			k.Track, wrong = TrackNumber(typed)
		case k.Text == "":
			wrong = regulation.Missing(regulation.DeliveryInThree, "track", "track_missing")
		}
		faults = append(faults, wrong)
	case Otherwise:
		k = Mark{Kind: Otherwise, Text: k.Text, Files: files}
		if k.Text == "" {
			faults = append(faults, regulation.Missing(regulation.DeliveryInThree, "proof", "proof_missing"))
		}
		faults = append(faults, slips(files), legible("proof", k.Text))
	case Mailed, Received, Served, Returned, Redirected:
		return k, refuse("mark_unknown")
	default:
		return k, refuse("mark_unknown")
	}
	return k, errors.Join(faults...)
}

// taken refuses a letter to a body that nobody by name took: a body has no hands.
func (l Letter) taken(taker string) error {
	if taker == "" && slices.Contains([]Addressee{Respondent, Competent, Asked}, l.Addressee) {
		return regulation.Missing(regulation.DeliveryInThree, "taker", "taker_missing")
	}
	return legible("taker", taker)
}

// Serve records what the post said later: that it gave the letter to the addressee.
func (l Letter) Serve(by identity.Actor, on calendar.Date, text string, files []attachment.Attachment, m commission.Moment) (Letter, docket.Line, error) {
	if err := l.may(by); err != nil {
		return l, docket.Line{}, err
	}
	if !l.MayBeServed() {
		return l, docket.Line{}, refuse("letter_not_posted")
	}
	text = strings.TrimSpace(text)
	zone := m.Composition.Commission.Profile.Zone()
	posted, _ := l.LastMark()
	faults := []error{l.happenedOn("served", on, zone, m.Day), legible("served_text", text), slips(files)}
	if !on.IsZero() && on.Before(posted.On) {
		faults = append(faults, &regulation.Refusal{Clause: regulation.DeliveryInThree, Field: "served", Key: "served_before_posted", Values: regulation.Values{"Day": posted.On}})
	}
	if err := errors.Join(faults...); err != nil {
		return l, docket.Line{}, err
	}
	next, k := l.marked(Mark{Kind: Served, On: on, Text: text, Files: files}, by, m.At)
	next.Proof = posted.Proof(zone) + "; " + k.Proof(zone)
	return next, next.markLine(ServedAct, by, k), nil
}

// Return records that a letter which had left came back, and why: it is work again. That
// it left in time stays on record.
func (l Letter) Return(by identity.Actor, reason string, at time.Time) (Letter, docket.Line, error) {
	if err := l.may(by); err != nil {
		return l, docket.Line{}, err
	}
	if !l.MayReturn() {
		return l, docket.Line{}, refuse("letter_not_away")
	}
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return l, docket.Line{}, regulation.Missing(regulation.DeliveryInThree, "back", "back_reason_missing")
	}
	if err := legible("back", reason); err != nil {
		return l, docket.Line{}, err
	}
	next, k := l.marked(Mark{Kind: Returned, Text: reason}, by, at)
	next.State, next.DoneAt, next.Proof = Failed, time.Time{}, ""
	return next, next.markLine(ReturnedAct, by, k), nil
}

// Redirect sends a letter that has not been delivered another way or to another address,
// for a reason. By e-mail it goes out at once by itself.
func (l Letter) Redirect(by identity.Actor, way complaint.ReplyBy, address, reason string, at time.Time) (Letter, docket.Line, error) {
	if err := l.may(by); err != nil {
		return l, docket.Line{}, err
	}
	if l.State.Done() {
		return l, docket.Line{}, refuse("letter_done")
	}
	address, reason = oneLine(address), strings.TrimSpace(reason)
	faults := []error{reachable(way, address), legible("redirect_reason", reason)}
	if reason == "" {
		faults = append(faults, regulation.Missing(regulation.DeliveryInThree, "redirect_reason", "redirect_reason_missing"))
	}
	again := l.State == Failed && way == complaint.ByEmail // a mailbox that was full may be tried once more
	if way == l.Way && address == l.Address && !again {
		faults = append(faults, regulation.Missing(regulation.DeliveryInThree, "address", "redirect_same"))
	}
	if err := errors.Join(faults...); err != nil {
		return l, docket.Line{}, err
	}
	next, k := l.marked(Mark{Kind: Redirected, Text: reason}, by, at)
	next.Way, next.Address, next.State, next.Trouble, next.Tries, next.MessageID = way, address, Owed, "", 0, ""
	next.Round++
	return next, next.markLine(RedirectedAct, by, k), nil
}

// reachable refuses an address that the way does not lead to.
func reachable(way complaint.ReplyBy, address string) error {
	switch way {
	case complaint.ByEmail:
		if !complaint.ValidEmail(address) {
			return regulation.Missing(regulation.DeliveryInThree, "address", "email_wrong")
		}
	case complaint.ByPost:
		if address == "" {
			return regulation.Missing(regulation.DeliveryInThree, "address", "post_address_missing")
		}
	case complaint.InPerson: // a telephone to call, or nothing
	default:
		return regulation.Missing(regulation.DeliveryInThree, "way", "choose_one")
	}
	return legible("address", address)
}

// may refuses whoever does not deliver the commission's papers.
func (l Letter) may(by identity.Actor) error {
	err := by.MustAbout(identity.DeliverPaper, identity.Matter{Commission: l.Commission}, regulation.DeliveryInThree)
	if errors.Is(err, identity.ErrForeign) {
		return ErrNotFound
	}
	return err
}

// happened refuses an instant that was not, or was before the paper was signed; the
// minute of the signature counts, as nobody enters seconds.
func (l Letter) happened(field string, at, now time.Time) error {
	switch {
	case at.IsZero():
		return regulation.Missing(regulation.DeliveryInThree, field, "date_missing")
	case at.After(now):
		return regulation.Missing(regulation.DeliveryInThree, field, "given_in_future")
	case at.Before(l.SignedAt.Truncate(time.Minute)):
		return &regulation.Refusal{Clause: regulation.DeliveryInThree, Field: field, Key: "given_before_signed"}
	}
	return nil
}

// happenedOn is happened of a day.
func (l Letter) happenedOn(field string, on calendar.Date, zone *time.Location, today calendar.Date) error {
	switch {
	case on.IsZero():
		return regulation.Missing(regulation.DeliveryInThree, field, "date_missing")
	case on.After(today):
		return regulation.Missing(regulation.DeliveryInThree, field, "date_in_future")
	case on.Before(calendar.On(l.SignedAt, zone)):
		return &regulation.Refusal{Clause: regulation.DeliveryInThree, Field: field, Key: "given_before_signed"}
	}
	return nil
}

// slips refuses files that are no scan and no photograph.
func slips(files []attachment.Attachment) error {
	for _, f := range files {
		if !slices.Contains(slipTypes, f.MediaType) {
			return &regulation.Refusal{Clause: regulation.DeliveryInThree, Field: attachment.Field, Key: "slip_type", Values: regulation.Values{"name": f.Name}}
		}
	}
	return nil
}

func legible(field, text string) error {
	return regulation.Legible(regulation.DeliveryInThree, field, text, complaint.MaxLine)
}

func refuse(key string) error {
	return regulation.Refuse(regulation.DeliveryInThree, key, nil)
}

// oneLine is an address as it was typed, without the ends of lines.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// markLine is the line of the docket: the digest of the mark, and no name.
func (l Letter) markLine(act string, by identity.Actor, k Mark) docket.Line {
	line := l.line(act, by)
	line.Facts["mark"], line.Facts["digest"] = string(k.Kind), k.Digest()
	return line
}
