package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"redress/internal/docket"
	"redress/internal/sitting"
)

// takeChange notes what the docket says of a change of a convened sitting, and what held
// after it.
func (s *said) takeChange(e docket.Entry) {
	var facts struct {
		StartsAt string `json:"starts_at"`
		Video    bool
	}
	kinds := map[string]sitting.ChangeKind{"sitting_moved": sitting.Rescheduled, "video_decided": sitting.VideoDecided, "sitting_cancelled": sitting.CalledOff}
	kind, ok := kinds[e.Act]
	if !ok || json.Unmarshal(e.Payload, &facts) != nil {
		return
	}
	s.changes[e.Chain] = append(s.changes[e.Chain], changeSaid(kind, facts.StartsAt, facts.Video))
}

func changeSaid(kind sitting.ChangeKind, startsAt string, video bool) string {
	switch kind {
	case sitting.Rescheduled:
		return string(kind) + " " + startsAt
	case sitting.VideoDecided:
		return string(kind) + " " + strconv.FormatBool(video)
	case sitting.CalledOff:
	}
	return string(kind)
}

// compareChanges compares how every sitting was moved, called off or held by video after
// all with what the docket says of it.
func (db *DB) compareChanges(ctx context.Context, s *said) ([]docket.Fault, error) {
	rows, err := db.pool.Query(ctx, `SELECT h.sitting_id, h.kind, coalesce(lead(h.was_starts_at) OVER later, s.starts_at), coalesce(lead(h.was_video) OVER later, s.video)
		FROM sitting_changes h JOIN sittings s ON s.id = h.sitting_id WINDOW later AS (PARTITION BY h.sitting_id ORDER BY h.ordinal) ORDER BY h.sitting_id, h.ordinal`)
	if err != nil {
		return nil, fmt.Errorf("reading the changes of sittings: %w", err)
	}
	defer rows.Close()
	stored := make(map[docket.Chain][]string)
	for rows.Next() {
		var id int64
		var kind sitting.ChangeKind
		var startsAt time.Time
		var video bool
		if err := rows.Scan(&id, &kind, &startsAt, &video); err != nil {
			return nil, fmt.Errorf("reading a change of a sitting: %w", err)
		}
		chain := docket.SittingChain(id)
		stored[chain] = append(stored[chain], changeSaid(kind, startsAt.UTC().Format(time.RFC3339), video))
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading the changes of sittings: %w", err)
	}
	for chain := range s.changes {
		if _, ok := stored[chain]; !ok {
			stored[chain] = nil
		}
	}
	var faults []docket.Fault
	for chain, changes := range stored {
		if !slices.Equal(changes, s.changes[chain]) {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: "the changes of the sitting are not those decided"})
		}
	}
	return faults, nil
}
