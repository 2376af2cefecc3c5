package ruling

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// ErrStale says that somebody saved a newer version of the draft meanwhile.
var ErrStale = errors.New("the draft has a newer version")

// Store keeps drafts and rulings. Each method is one transaction.
type Store interface {
	// ChangeDraft locks the complaint and hands it with its latest draft, the zero
	// Draft if there is none. A Draft with a new version is saved as such.
	ChangeDraft(ctx context.Context, own commission.ID, ref complaint.Ref,
		change func(complaint.Complaint, Draft, commission.Moment) (complaint.Complaint, Draft, docket.Line, error)) error
	// ScheduleComplaint locks the sitting and the complaint and saves both.
	ScheduleComplaint(ctx context.Context, own commission.ID, number int, ref complaint.Ref,
		change func(sitting.Sitting, complaint.Complaint, Draft, commission.Moment) (sitting.Sitting, complaint.Complaint, [2]docket.Line, error)) error
	// OpenVote locks the sitting and the complaint of the item and saves the sitting.
	OpenVote(ctx context.Context, own commission.ID, number int, item sitting.ItemID,
		open func(Conclusion) (sitting.Sitting, docket.Line, error)) error
	// ConcludeVote locks the sitting and the complaint of the item. The serial is the
	// next number of a ruling, taken only if a ruling comes back; then the paper is owed.
	ConcludeVote(ctx context.Context, own commission.ID, number int, item sitting.ItemID,
		conclude func(Conclusion) (Concluded, error)) error
	AppealStore
	CommentStore
}

// Conclusion is what a vote on an item is opened and concluded on. Of a question that is
// no complaint there is no complaint and no draft.
type Conclusion struct {
	Sitting   sitting.Sitting
	Complaint complaint.Complaint
	Draft     Draft
	About     Subject
	Serial    int
	Moment    commission.Moment
}

// Concluded is what the last vote leads to.
type Concluded struct {
	Sitting   sitting.Sitting
	Complaint complaint.Complaint
	Ruling    *Ruling        // nil unless the draft was adopted
	Draft     *Draft         // the next version, when an amendment was woven in
	Lines     [2]docket.Line // of the sitting, of the complaint or of the office; none while the item has no fate yet

	Composition *commission.Composition // after an officer was elected or released; else nil
}

// Service is how drafts are written and rulings adopted.
type Service struct{ store Store }

// NewService returns the service over a store.
func NewService(store Store) *Service { return &Service{store: store} }

// Save stores the next version of the draft. base is the version the writer
// started from; ErrStale if there is a newer one.
func (s *Service) Save(ctx context.Context, by identity.Actor, ref complaint.Ref, base int, text Draft) error {
	return s.store.ChangeDraft(ctx, by.Commission, ref,
		func(c complaint.Complaint, latest Draft, m commission.Moment) (complaint.Complaint, Draft, docket.Line, error) {
			if base != latest.Version {
				return c, latest, docket.Line{}, ErrStale
			}
			if err := text.Check(); err != nil {
				return c, latest, docket.Line{}, err
			}
			next := text.Prepared(c)
			next.Complaint, next.Version, next.Author, next.SavedAt = c.ID, latest.Version+1, by.ID, m.At
			moved, line, err := c.Draft(by, next.Version, next.Digest(), m)
			return moved, next, line, err
		})
}

// Complete declares the latest version ready for a sitting, if it has every part.
func (s *Service) Complete(ctx context.Context, by identity.Actor, ref complaint.Ref) error {
	return s.store.ChangeDraft(ctx, by.Commission, ref,
		func(c complaint.Complaint, latest Draft, m commission.Moment) (complaint.Complaint, Draft, docket.Line, error) {
			if err := errors.Join(latest.Complete(c, m.Day), latest.BeforeResults(c, m)); err != nil {
				return c, latest, docket.Line{}, err
			}
			moved, line, err := c.Complete(by, latest.Version, m)
			return moved, latest, line, err
		})
}

// Reopen takes a ready draft back for changes.
func (s *Service) Reopen(ctx context.Context, by identity.Actor, ref complaint.Ref) error {
	return s.store.ChangeDraft(ctx, by.Commission, ref,
		func(c complaint.Complaint, latest Draft, m commission.Moment) (complaint.Complaint, Draft, docket.Line, error) {
			moved, line, err := c.Reopen(by, m)
			return moved, latest, line, err
		})
}

// Schedule puts a ready complaint on the agenda of a planned sitting. The question
// and so the majority follow from the draft.
func (s *Service) Schedule(ctx context.Context, by identity.Actor, number int, ref complaint.Ref) error {
	return s.store.ScheduleComplaint(ctx, by.Commission, number, ref,
		func(meeting sitting.Sitting, c complaint.Complaint, d Draft, m commission.Moment) (sitting.Sitting, complaint.Complaint, [2]docket.Line, error) {
			fail := func(err error) (sitting.Sitting, complaint.Complaint, [2]docket.Line, error) {
				return meeting, c, [2]docket.Line{}, err
			}
			moved, second, err := c.Schedule(by, int64(meeting.ID))
			if err != nil {
				return fail(err)
			}
			// The term of a remand must still run on the day of the sitting.
			if err := errors.Join(d.Complete(c, meeting.Day(m)), d.BeforeResults(c, m)); err != nil {
				return fail(err)
			}
			question, err := d.Question()
			if err != nil {
				return fail(err)
			}
			next, _, first, err := meeting.Add(by, moved, d.Version, question)
			if err != nil {
				return fail(err)
			}
			return next, moved, [2]docket.Line{first, second}, nil
		})
}

// OpenVote puts a question that is no complaint to the vote, or the draft of an item: complete that day,
// not against results fixed since, with the operative part that follows from
// its selection. The docket keeps the digest of that text.
func (s *Service) OpenVote(ctx context.Context, by identity.Actor, number int, item sitting.ItemID) error {
	return s.store.OpenVote(ctx, by.Commission, number, item, func(in Conclusion) (sitting.Sitting, docket.Line, error) {
		if in.general(item) {
			return in.Sitting.OpenQuestion(by, item)
		}
		next, line, err := in.Sitting.OpenVote(by, item, in.text())
		return in.votable(next, line, err)
	})
}

// general reports whether the item is a question that is no complaint.
func (in Conclusion) general(id sitting.ItemID) bool {
	item, ok := in.Sitting.Item(id)
	return ok && item.General()
}

// text is the digest of the operative part that the draft gives.
func (in Conclusion) text() string {
	return TextDigest(in.Draft.Operative(in.About, in.Sitting.Profile(in.Moment.Composition)))
}

// votable lets a vote on the draft be opened only if the draft may be voted on that day.
func (in Conclusion) votable(next sitting.Sitting, line docket.Line, err error) (sitting.Sitting, docket.Line, error) {
	if err == nil {
		err = errors.Join(in.Draft.Complete(in.Complaint, in.Moment.Day), in.Draft.BeforeResults(in.Complaint, in.Moment))
	}
	if err != nil {
		return in.Sitting, docket.Line{}, err
	}
	return next, line, nil
}

// Conclude records the presiding member's vote, the last one, and what follows: a
// ruling with its number if the draft carries, whole or in all its parts; else the
// complaint goes where the vote sends it, see fate. Results fixed while the vote was open
// forbid the adoption: the vote is void and the item returned.
func (s *Service) Conclude(ctx context.Context, by identity.Actor, number int, item sitting.ItemID, choice sitting.Choice) error {
	return s.store.ConcludeVote(ctx, by.Commission, number, item, func(in Conclusion) (Concluded, error) {
		next, result, line, err := in.Sitting.CastPresiding(by, item, choice, in.Moment)
		if err != nil {
			return Concluded{}, err
		}
		out := Concluded{Sitting: next, Complaint: in.Complaint, Lines: [2]docket.Line{line}}
		if in.general(item) {
			return in.filled(by, item, out)
		}
		if late := in.Draft.BeforeResults(in.Complaint, in.Moment); late != nil && result.Fate == sitting.Carried && in.onDraft(item, next) {
			if out.Sitting, out.Lines[0], err = in.Sitting.VoidVote(by, item, in.Moment.At); err != nil {
				return Concluded{}, err
			}
			out.Complaint, out.Lines[1], err = in.Complaint.SendBack(by, complaint.Rework{Cause: complaint.DraftVoid, Sitting: next.Number})
			return out, err
		}
		settled, _ := next.Item(item)
		if settled.State != sitting.Adopted {
			if out.Complaint, out.Lines[1], err = in.fate(by, settled); err != nil {
				return Concluded{}, err
			}
			return in.woven(by, item, out)
		}
		adopted, err := Adopt(in.Draft, in.About, next, settled, in.Serial, in.Moment)
		if err != nil {
			return Concluded{}, err
		}
		out.Ruling = &adopted
		out.Complaint, out.Lines[1], err = in.Complaint.Adopt(by, adopted.Outcome(), adopted.Number, in.Moment.At)
		return out, err
	})
}

// Digest returns the SHA-256 of the draft's text and selection in hexadecimal, for
// the docket.
func (d Draft) Digest() string {
	return digest([]any{d.Facts, d.Reasons, d.Demands, d.Law, d.Selection})
}

func digest(value any) string {
	raw, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprintf("unreadable: %T", err) // strings, numbers and dates always marshal
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// MajorityOf says what a draft needs to be adopted, for the page where it is
// written; it refuses while the selection is not complete enough to know.
func (s Selection) MajorityOf(p regulation.Profile) (regulation.Question, regulation.Majority, error) {
	question, err := s.Question()
	if err != nil {
		return "", regulation.Majority{}, err
	}
	majority, err := p.MajorityFor(question)
	return question, majority, err
}
