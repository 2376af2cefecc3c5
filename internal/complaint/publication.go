package complaint

import (
	"strings"
	"time"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// MayPublish refuses whom the table does not let publish the ruling on the complaint.
func (c Complaint) MayPublish(by identity.Actor) error {
	return c.must(by, identity.PublishRuling, regulation.Publication)
}

// Publish records that the public can read the signed ruling, without personal data
// . facts say what was published and count what was left out.
func (c Complaint) Publish(by identity.Actor, facts docket.Facts, m commission.Moment) (Complaint, docket.Line, error) {
	if err := c.MayPublish(by); err != nil {
		return c, docket.Line{}, err
	}
	next, line, err := c.take(Publishing, by, facts)
	switch {
	case err != nil:
		return c, docket.Line{}, err
	case !c.PublishedAt.IsZero():
		return c, docket.Line{}, regulation.Refuse(regulation.Publication, "published_already", nil)
	}
	next.PublishedAt = m.At
	return next, line, nil
}

// Recall records that the published ruling was withdrawn, with the reason: it has to be
// published anew.
func (c Complaint) Recall(by identity.Actor, reason string) (Complaint, docket.Line, error) {
	if err := c.MayPublish(by); err != nil {
		return c, docket.Line{}, err
	}
	reason = strings.TrimSpace(reason)
	next, line, err := c.take(Recalling, by, docket.Facts{"reason": reason})
	switch {
	case err != nil:
		return c, docket.Line{}, err
	case c.PublishedAt.IsZero():
		return c, docket.Line{}, regulation.Refuse(regulation.Publication, "not_published", nil)
	case reason == "":
		return c, docket.Line{}, regulation.Missing(regulation.Publication, "recall_reason", "recall_reason_missing")
	}
	if err := regulation.Legible(regulation.Publication, "recall_reason", reason, MaxLine); err != nil {
		return c, docket.Line{}, err
	}
	next.PublishedAt = time.Time{}
	return next, line, nil
}
