package complaint

import (
	"time"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Passing returns the complaint as it begins at another commission that works with
// this program too: the same answers and files, received there at this instant. What
// the registering commission found stays behind, except whose act it is.
func (c Complaint) Passing(to commission.ID, at time.Time) Complaint {
	return Complaint{Commission: to, State: Filed, Version: 1, FiledAt: at, Channel: Passed, Assurance: c.Assurance,
		Answers: c.Answers, Attachments: c.Attachments}
}

// Anew returns the complaint as it comes before the commission that ruled on it once more,
// because the commission below did not decide the merits.
func (c Complaint) Anew(at time.Time) Complaint {
	next := c.Passing(c.Commission, at)
	next.Channel, next.Linked = TakenOver, []ID{c.ID}
	return next
}

// PassedLine is the first line of the docket of a complaint that was forwarded or
// taken over: filing, by the commission that had it, under the number it had there.
func (c Complaint) PassedLine(by identity.Actor, from Complaint, commitment string) docket.Line {
	line := c.FilingLine(by, commitment)
	line.Clause = regulation.ForwardInSeven
	if c.Channel == TakenOver {
		line.Clause = regulation.TakenOver
	}
	line.Facts["from_commission"], line.Facts["from_number"] = int64(from.Commission), from.Ref.String()
	return line
}

// PassedOn records under which number the complaint goes on.
func (c Complaint) PassedOn(as Ref, line docket.Line) (Complaint, docket.Line) {
	c.Ending.As = as
	line.Facts["as"] = as.String()
	return c, line
}
