package document

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"redress/internal/calendar"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// Fact is a kind of thing that minutes state and that is stored elsewhere.
type Fact string

// The facts of minutes: of the introduction, then of each item.
const (
	SittingFact    Fact = "sitting"    // when and where, who presided, who kept the minutes
	AttendanceFact Fact = "attendance" // of members and of others
	AgendaFact     Fact = "agenda"     // which items, in which order
	SpeechFact     Fact = "speeches"   // what was heard and said, who declared an interest
	InvitedFact    Fact = "invited"
	VoteFact       Fact = "votes" // every vote with its result, and the fate of the item
	RulingFact     Fact = "ruling"
	DissentFact    Fact = "dissents"
)

// Facts are the digests of what minutes state, by the number of the item, zero for the
// introduction. They are kept with the printed paper: the words of a template may change,
// what it states may not.
type Facts map[int]map[Fact]string

// Discrepancy is something that printed minutes state otherwise than it is stored.
type Discrepancy struct {
	Ordinal int // of the item; zero: the introduction
	Fact    Fact
}

// Facts are what the minutes state as it is stored now.
func (s MinutesSheet) Facts() Facts {
	m := s.Sitting
	var present, agenda []string
	for _, a := range m.Attendance {
		present = append(present, digest(a.Member.Person, a.Mode, a.Reason, a.At.UnixMicro()))
		for _, p := range s.Moves[time.Time{}][a.Member.Person] {
			present = append(present, digest(p.Mode, p.Reason, p.At.UnixMicro()))
		}
	}
	for _, a := range m.Attendees {
		present = append(present, digest(a.Name, a.Status, a.Whose))
	}
	facts := Facts{}
	for _, item := range m.Items {
		agenda = append(agenda, item.Ref.String()+" "+item.Title)
		facts[item.Ordinal] = make(map[Fact]string)
		facts[item.Ordinal][SpeechFact] = digest(item.Heard, item.Spoke, item.Interest, debateFacts(item))
		facts[item.Ordinal][InvitedFact] = digest(invitedFacts(item))
		facts[item.Ordinal][VoteFact] = digest(item.State, item.Missed.String(), votedFacts(item.Votes, item.Hands, item.Result), polledFacts(item), amendmentFacts(item))
		facts[item.Ordinal][RulingFact] = digest(s.Rulings[item.ID], s.Operative[item.ID], item.Matter.Text)
		facts[item.Ordinal][DissentFact] = digest(dissentFacts(item))
	}
	facts[0] = make(map[Fact]string)
	facts[0][SittingFact] = digest(m.OpenedAt.UnixMicro(), m.ClosedAt.UnixMicro(), m.Place, m.Video, m.Urgent, m.UrgentReason, m.Established,
		m.Presiding.Person, m.Presiding.Title, m.Secretary.Person, m.Secretary.Title, dutyFacts(m.Presided), dutyFacts(m.Kept), s.breakFacts(), s.shortfall())
	if changed := changeFacts(m); changed != nil { // minutes printed before know of none
		facts[0][SittingFact] = digest(facts[0][SittingFact], changed)
	}
	facts[0][AttendanceFact] = digest(present)
	if m.Agenda != nil {
		agenda = append(agenda, polledFacts(*m.Agenda)...)
	}
	facts[0][AgendaFact] = digest(agenda)
	return facts
}

// shortfall names who was told of the sitting late, and who was not told.
func (s MinutesSheet) shortfall() []string {
	late, missed := s.Sitting.Shortfall(s.Commission.Profile, calendar.On(s.Sitting.StartsAt, s.Commission.Profile.Zone()))
	return []string{shortNamesOf(late), shortNamesOf(missed)}
}

func dutyFacts(duties []sitting.Duty) []string {
	var all []string
	for _, d := range duties {
		all = append(all, digest(d.Person, d.Title, d.Since.UnixMicro()))
	}
	return all
}

// changeFacts are from which days the sitting was moved and that it is held elsewhere.
func changeFacts(m sitting.Sitting) []string {
	var all []string
	if m.Away {
		all = append(all, "away")
	}
	for _, c := range m.Changes {
		if c.Kind == sitting.Rescheduled {
			all = append(all, digest(c.Was.StartsAt.UnixMicro(), c.Was.Place, c.At.UnixMicro(), c.Reason))
		}
	}
	return all
}

func (s MinutesSheet) breakFacts() []string {
	var all []string
	for _, b := range s.Sitting.Breaks {
		took := make([]string, len(b.Took))
		for i, p := range b.Took {
			took[i] = digest(p.Member, p.Mode, p.Reason, p.At.UnixMicro())
			for _, move := range s.earlier(b, p.Member) {
				took[i] += digest(move.Mode, move.Reason, move.At.UnixMicro())
			}
		}
		all = append(all, digest(b.From.UnixMicro(), b.Expected.UnixMicro(), b.Place, b.Reason, b.Until.UnixMicro(), took))
	}
	return all
}

// earlier are the changes of how a member took part on a day, but the last one.
func (s MinutesSheet) earlier(b sitting.Break, member identity.ID) []sitting.Presence {
	moves := s.Moves[b.From][member]
	return moves[:max(len(moves)-1, 0)]
}

// debateFacts are who spoke and what was proposed, in their order.
func debateFacts(item sitting.Item) []string {
	var all []string
	for _, p := range item.Speeches {
		all = append(all, digest(p.Member, p.Attendee, p.Name, p.Kind, p.State(), p.Abuse, p.Summary, len(p.Grants)))
	}
	for _, g := range item.Suggestions {
		all = append(all, digest(g.Member, g.Attendee, g.Name, g.Text, g.WithdrawnAt.UnixMicro()))
	}
	return all
}

func amendmentFacts(item sitting.Item) []string {
	var all []string
	for _, a := range item.Amendments {
		all = append(all, digest(a.Number, a.Author, a.Content, a.State, a.Version))
	}
	return all
}

func invitedFacts(item sitting.Item) []string {
	var all []string
	for _, in := range item.Invitations {
		if !in.Holds() {
			continue // not printed
		}
		all = append(all, digest(in.Whom, in.Name, in.Way, in.State, in.Note, in.SentAt.UnixMicro(), in.DoneAt.UnixMicro()))
	}
	return all
}

// votedFacts are a vote and its sum. What they are made of is named here one by one: a
// field that a later version knows does not make minutes of an earlier one differ.
func votedFacts(votes []sitting.Vote, hands *sitting.Hands, r *sitting.Result) []string {
	var all []string
	if hands != nil {
		all = append(all, digest(hands.For, hands.Against, hands.Abstained, hands.NotVoting))
	}
	for _, v := range votes {
		all = append(all, digest(v.Member, v.Choice))
	}
	if r != nil {
		t := r.Tally
		all = append(all, digest(r.Fate, r.Needed, r.Casting, r.Majority.Basis, t.Established, t.Present, t.For, t.Against, t.Abstained, t.NotVoting, t.Secret))
	}
	return all
}

func polledFacts(item sitting.Item) []string {
	var all []string
	for _, p := range item.Polls {
		all = append(all, digest(p.Motion, p.Question, p.Clauses, p.Members, p.Reason, p.Amendment, p.Broken, votedFacts(p.Votes, p.Hands, p.Result)))
		if c := p.Counting; c != nil {
			all = append(all, digest(c.Members, c.Chair, c.Ballots, c.Text))
			if c.Candidates != nil {
				all = append(all, digest(c.Candidates))
			}
		}
		if b := p.Protocol; b != nil {
			all = append(all, digest(b.Issued, b.Found, b.For, b.Against, b.Abstained, b.Invalid, b.Signed))
			if b.Given != nil {
				all = append(all, digest(b.Given))
			}
		}
	}
	for _, n := range item.Nominees {
		all = append(all, digest(n.Member, n.By, n.Cycle, n.DeclinedAt.UnixMicro()))
	}
	return all
}

// dissentFacts are the opinions as they were handed in; that the higher commission was
// told of them the minutes do not say.
func dissentFacts(item sitting.Item) []string {
	var all []string
	for _, d := range item.Dissents {
		all = append(all, digest(d.Member, d.Text, d.At.UnixMicro()))
	}
	return all
}

// digest is the SHA-256 of values.
func digest(values ...any) string {
	raw, err := json.Marshal(values)
	if err != nil {
		panic(err) // plain values of the domain
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// Differs returns what printed minutes state otherwise than it is stored now, in the
// order of the minutes. Minutes printed before facts were kept state what they state.
func (s MinutesSheet) Differs(printed Printed) []Discrepancy {
	if printed.Kind != MinutesKind || printed.Facts == nil {
		return nil
	}
	var found []Discrepancy
	now := s.Facts()
	for ordinal, facts := range now {
		for fact, value := range facts {
			if printed.Facts[ordinal][fact] != value {
				found = append(found, Discrepancy{ordinal, fact})
			}
		}
	}
	for ordinal := range printed.Facts {
		if _, still := now[ordinal]; !still {
			found = append(found, Discrepancy{ordinal, AgendaFact})
		}
	}
	order := []Fact{SittingFact, AttendanceFact, AgendaFact, SpeechFact, InvitedFact, VoteFact, RulingFact, DissentFact}
	slices.SortFunc(found, func(a, b Discrepancy) int {
		if a.Ordinal != b.Ordinal {
			return a.Ordinal - b.Ordinal
		}
		return slices.Index(order, a.Fact) - slices.Index(order, b.Fact)
	})
	return found
}

// Signable refuses a signature under minutes with an empty section, and under printed
// ones that state something otherwise than it is stored.
func (s MinutesSheet) Signable(printed Printed) error {
	if err := s.Complete(); err != nil {
		return err
	}
	switch {
	case len(s.Differs(printed)) == 0:
	case len(printed.Signatures) > 0:
		return regulation.Refuse(regulation.SerialNumbers, "minutes_differ_signed", nil)
	default:
		return regulation.Refuse(regulation.SerialNumbers, "minutes_differ", nil)
	}
	return nil
}
