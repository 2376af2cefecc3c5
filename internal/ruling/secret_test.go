package ruling

import (
	"testing"
	"time"

	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// TestSecretBallotMovesTheComplaint: the approved figures decide, not the open vote that
// approves them; results fixed meanwhile void only a ballot that would annul.
func TestSecretBallotMovesTheComplaint(t *testing.T) {
	fixed := time.Date(2026, 9, 12, 4, 59, 0, 0, time.UTC)
	for _, row := range []struct {
		name     string
		votesFor int
		approve  sitting.Choice
		fixed    time.Time
		state    complaint.State
		cause    complaint.ReworkCause
		item     sitting.ItemState
	}{
		{"R-078: three of five seats", 3, sitting.For, time.Time{}, complaint.Decided, "", sitting.Adopted},
		{"R-080: two of five seats", 2, sitting.For, time.Time{}, complaint.InReview, complaint.DraftRejected, sitting.Rejected},
		{"R-078: not approved", 3, sitting.Against, time.Time{}, complaint.Scheduled, "", sitting.Pending},
		{"R-057: results fixed meanwhile", 3, sitting.For, fixed, complaint.InReview, complaint.DraftVoid, sitting.Returned},
		{"R-057: results fixed meanwhile, and not carried", 2, sitting.For, fixed, complaint.InReview, complaint.DraftRejected, sitting.Rejected},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := inVote(deskIn(complaint.Scheduled))
			onResults(d)
			d.meeting.Items[0].State, d.meeting.Items[0].Votes, d.meeting.Items[0].Text = sitting.Pending, nil, ""
			service := NewService(d)
			voted := func(err error, choice sitting.Choice) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
				votes := map[identity.ID]sitting.Choice{2: choice, 3: choice, 4: choice}
				if d.meeting, _, err = d.meeting.CastVotes(chair, 1, votes, today.Start(time.UTC)); err != nil {
					t.Fatal(err)
				}
				if err := service.Conclude(t.Context(), chair, 14, 1, choice); err != nil {
					t.Fatal(err)
				}
			}
			voted(service.OpenSecrecy(t.Context(), chair, 14, 1), sitting.For)
			voted(service.OpenCounting(t.Context(), chair, 14, 1, sitting.Counting{Members: []identity.ID{2, 3}, Chair: 2}), sitting.For)
			if counting, ok := d.meeting.Items[0].Balloting(); !ok || counting.Ballots != 4 || counting.Text == "" {
				t.Fatalf("R-078: the ballot is %+v", counting)
			}
			protocol := sitting.Protocol{Issued: 4, Found: 4, For: row.votesFor, Against: 4 - row.votesFor, Signed: []identity.ID{2, 3}}
			err := service.EnterProtocol(t.Context(), chair, 14, 1, protocol)
			d.fixed = row.fixed
			voted(err, row.approve)
			if d.c.State != row.state || d.c.Rework.Cause != row.cause || d.meeting.Items[0].State != row.item || (d.ruling != nil) != (row.state == complaint.Decided) {
				t.Errorf("the complaint is %s (%s), the item %+v, the ruling %+v", d.c.State, d.c.Rework.Cause, d.meeting.Items[0], d.ruling)
			}
			if len(d.meeting.Items[0].Votes) != 0 {
				t.Errorf("R-078: votes by member: %v", d.meeting.Items[0].Votes)
			}
		})
	}
}
