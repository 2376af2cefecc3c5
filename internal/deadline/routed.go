package deadline

import (
	"redress/internal/complaint"
	"redress/internal/regulation"
)

// Routed names the clocks that a paper runs on by its route: first the one the whole
// matter is measured by, then what else must be done. A paper without an answer has
// none.
//
// In a campaign every answer, transfer and notice is within the five days and what
// voting makes of them; what 59-FZ gives seven days
// for is its affair alone. Forwarding in a campaign is "at once"
// beside the term that runs against the whole matter.
func Routed(r complaint.Routing) []Clock {
	answer := Answering(r.Regime, Grounds{AdditionalCheck: r.AdditionalCheck})
	var clocks []Clock
	switch r.Route {
	case complaint.AcceptAtOnce, complaint.AcceptForReview, complaint.HandleAsAppeal, complaint.SuspendForCourt,
		complaint.FiledTooLate, complaint.TellAbuse, complaint.StopCorrespondence:
		clocks = []Clock{answer}
	case complaint.ForwardUp, complaint.ForwardCompetent:
		clocks = []Clock{answer, CampaignForward}
		switch {
		case r.Regime == ordinary && r.Has(complaint.FlagNowhereToSend):
			clocks = []Clock{OrdinaryReturn}
		case r.Regime == ordinary:
			clocks = []Clock{OrdinaryForward}
		}
	case complaint.FileAnonymousReportCrime:
		clocks = []Clock{within(r.Regime, OrdinaryForward)}
	case complaint.ReturnCourtDecision:
		clocks = []Clock{within(r.Regime, CourtDecisionReturn)}
	case complaint.TellUnreadable:
		clocks = []Clock{within(r.Regime, UnreadableNotice)}
		if r.Clause == regulation.UnclearNotice {
			clocks = []Clock{within(r.Regime, UnclearNotice)}
		}
	case complaint.FileAnonymous, complaint.PointToElectronicChannels:
	}
	if r.Has(complaint.FlagTellAccused) {
		clocks = append(clocks, AccusedNotice)
	}
	return clocks
}

// within returns the clock of the ordinary regime, and in a campaign the five days.
func within(r regulation.Regime, c Clock) Clock {
	if r == campaign {
		return CampaignReply
	}
	return c
}
