package sitting

import (
	"errors"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// must refuses an act on a sitting of a commission that the table of rights does not
// let the actor do. Of somebody else's sitting there is nothing to say: ErrNotFound.
func must(by identity.Actor, act identity.Act, own commission.ID, clause regulation.Clause) error {
	err := by.MustAbout(act, identity.Matter{Commission: own}, clause)
	if errors.Is(err, identity.ErrForeign) {
		return ErrNotFound
	}
	return err
}

// Call is what the chair decides to convene a sitting.
type Call struct {
	StartsAt     time.Time
	Place        string
	Away         bool // not where the commission sits
	Video        bool
	Urgent       bool
	UrgentReason string
	Secretary    identity.ID // of the sitting; zero is the secretary of the commission
	Petition     PetitionID  // that the sitting answers; zero for none
}

// Convene makes a planned sitting. The chair, or who acts as chair, convenes
// . A sitting sooner than the notice term may be called urgent with a
// reason, which the regulation allows in a campaign only; without that every
// member who is told late is marked, see Shortfall.
func Convene(by identity.Actor, call Call, number int, m commission.Moment) (Sitting, docket.Line, error) {
	if err := must(by, identity.ConveneSitting, m.Composition.Commission.ID, regulation.Convening); err != nil {
		return Sitting{}, docket.Line{}, err
	}
	if call.StartsAt.IsZero() { // no day to look for officers on
		return Sitting{}, docket.Line{}, regulation.Missing(regulation.Convening, "starts_at", "sitting_in_past")
	}
	profile := m.Composition.ProfileAt(call.StartsAt)
	day := calendar.On(call.StartsAt, profile.Zone())
	secretary, err := secretaryOf(call, day, m.Composition)
	if err := errors.Join(err, call.check(m, profile)); err != nil {
		return Sitting{}, docket.Line{}, err
	}
	presiding, ok := m.Composition.Presiding(day)
	if !ok {
		return Sitting{}, docket.Line{}, regulation.Refuse(regulation.ActingChair, "nobody_presides", nil)
	}
	if presiding.Person == secretary.Person { // the secretary acts as chair: another member keeps the minutes
		return Sitting{}, docket.Line{}, regulation.Missing(regulation.SittingSecretary, "secretary", "sitting_secretary_missing")
	}
	s := Sitting{
		Commission: m.Composition.Commission.ID, Number: number, State: Planned, Version: 1,
		StartsAt: call.StartsAt, Place: strings.TrimSpace(call.Place), Away: call.Away, Video: call.Video,
		Urgent: call.Urgent, UrgentReason: strings.TrimSpace(call.UrgentReason), TellBy: call.tellBy(m, profile, day),
		Presiding: presiding, Secretary: secretary, Established: m.Composition.EstablishedOn(day),
	}
	for _, member := range m.Composition.On(day) {
		s.Attendance = append(s.Attendance, Attendance{Member: member})
	}
	s.Notices = s.letters(m.At)
	if _, ok := m.Composition.Member(day, by.ID); ok {
		s = s.known(by.ID, m.At)
	}
	line := docket.Line{Act: "convening", By: by, Clause: regulation.Convening, Facts: docket.Facts{
		"number": number, "starts_at": call.StartsAt.UTC().Format(time.RFC3339), "urgent": call.Urgent,
		"presiding": int64(presiding.Person), "secretary": int64(secretary.Person), "established": s.Established}}
	s.convened(line.Facts)
	return s, line, nil
}

func (c Call) check(m commission.Moment, profile regulation.Profile) error {
	var faults []error
	if c.StartsAt.Before(m.At.Add(-time.Minute)) {
		return regulation.Missing(regulation.Convening, "starts_at", "sitting_in_past")
	}
	if strings.TrimSpace(c.Place) == "" {
		faults = append(faults, regulation.Missing(regulation.MembersNotice, "place", "place_missing"))
	}
	if c.Video && !profile.Videoconference {
		faults = append(faults, regulation.Missing(regulation.Videoconference, "video", "video_not_allowed"))
	}
	_, campaign := commission.Current(m.Campaigns, m.Day)
	if c.Urgent && (!campaign || !profile.NoticeUrgentAllowed) {
		faults = append(faults, regulation.Missing(regulation.UrgentSitting, "urgent", "urgent_only_in_campaign"))
	}
	if c.Urgent && strings.TrimSpace(c.UrgentReason) == "" {
		faults = append(faults, regulation.Missing(regulation.UrgentSitting, "urgent_reason", "urgent_reason_missing"))
	}
	faults = append(faults, regulation.Legible(regulation.MembersNotice, "place", c.Place, complaint.MaxLine),
		regulation.Legible(regulation.UrgentSitting, "urgent_reason", c.UrgentReason, complaint.MaxLine))
	return errors.Join(faults...)
}

func secretaryOf(call Call, day calendar.Date, c commission.Composition) (commission.Signatory, error) {
	if call.Secretary == 0 {
		if m, ok := c.Officer(day, identity.Secretary); ok {
			return commission.Signatory{Member: m, Title: "Секретарь"}, nil
		}
		if m, _, ok := c.ActingFor(identity.Secretary, day); ok {
			return commission.Signatory{Member: m, Title: "Секретарь заседания"}, nil
		}
		return commission.Signatory{}, regulation.Missing(regulation.SittingSecretary, "secretary", "sitting_secretary_missing")
	}
	m, ok := c.Member(day, call.Secretary)
	switch {
	case !ok:
		return commission.Signatory{}, regulation.Missing(regulation.SittingSecretary, "secretary", "sitting_secretary_missing")
	case m.Office == identity.Secretary:
		return commission.Signatory{Member: m, Title: "Секретарь"}, nil
	}
	return commission.Signatory{Member: m, Title: "Секретарь заседания"}, nil
}

// Add puts a ready complaint on the agenda with the draft that will be voted on
// and the question that follows from it.
func (s Sitting) Add(by identity.Actor, c complaint.Complaint, draft int, q regulation.Question) (Sitting, Item, docket.Line, error) {
	if err := s.preparing(by); err != nil {
		return s, Item{}, docket.Line{}, err
	}
	item := Item{Ordinal: len(s.Items) + 1, Complaint: c.ID, Ref: c.Ref, Title: c.Substance(),
		Rapporteur: c.Rapporteur, Draft: draft, Question: q, State: Pending}
	s.Items = append(s.Items[:len(s.Items):len(s.Items)], item)
	s.Version++
	return s, item, docket.Line{Act: "item_added", By: by, Clause: regulation.ReasonedDecision, Facts: item.brought(s, docket.Facts{
		"complaint": c.Ref.String(), "draft": draft, "question": string(q), "ordinal": item.Ordinal})}, nil
}

// Remove takes an item off the agenda and numbers the rest anew.
func (s Sitting) Remove(by identity.Actor, id ItemID) (Sitting, Item, docket.Line, error) {
	if err := s.preparing(by); err != nil {
		return s, Item{}, docket.Line{}, err
	}
	removed, ok := s.Item(id)
	if !ok || removed.Matter.Agenda {
		return s, Item{}, docket.Line{}, ErrNotFound
	}
	if removed.Matter.Demanded() {
		return s, Item{}, docket.Line{}, regulation.Refuse(regulation.VoteDemand, "demanded_stays", nil)
	}
	var kept []Item
	for _, item := range s.Items {
		if item.ID != id {
			item.Ordinal = len(kept) + 1
			kept = append(kept, item)
		}
	}
	s.Items = kept
	s.Version++
	return s, removed, docket.Line{Act: "item_removed", By: by, Clause: regulation.ReasonedDecision,
		Facts: removed.about(docket.Facts{})}, nil
}

func (s Sitting) preparing(by identity.Actor) error {
	if err := must(by, identity.PrepareSitting, s.Commission, regulation.Convening); err != nil {
		return err
	}
	if !s.AgendaChangeable() {
		return regulation.Refuse(regulation.Convening, "agenda_is_fixed", nil)
	}
	return nil
}
