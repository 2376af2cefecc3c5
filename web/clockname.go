package web

import (
	"context"

	"redress/internal/complaint"
	"redress/internal/deadline"
)

// clockName says what is due by a clock: of a paper that needs no ruling the same term
// is that of its letter.
func clockName(ctx context.Context, ruled bool, clock deadline.Clock) string {
	switch clock { //nolint:exhaustive // the rest are what they are whatever the paper
	case deadline.OrdinaryReply, deadline.OrdinaryReplyExtended, deadline.CampaignReply, deadline.CampaignAdditionalCheck:
		if !ruled {
			return t(ctx, "clock.letter")
		}
	}
	return word(ctx, clock)
}

// ruled reports whether the complaint is one that a ruling answers, as far as anybody
// has said yet.
func ruled(c complaint.Complaint) bool { return c.Route == "" || c.Route.Ruled() }
