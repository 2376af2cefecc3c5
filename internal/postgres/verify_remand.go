package postgres

import (
	"context"
	"fmt"
	"slices"
	"time"

	"redress/internal/attachment"
	"redress/internal/docket"
	"redress/internal/remand"
)

// controlSaid is what the docket of a complaint says of one control.
type controlSaid struct {
	Standing, Until string
	Reports         []string // their digests
}

// takeControl notes what an entry says of a control.
func (s *said) takeControl(chain docket.Chain, control, standing, until, report string) {
	if control == "" {
		return
	}
	if s.controls[chain] == nil {
		s.controls[chain] = map[string]controlSaid{}
	}
	was := s.controls[chain][control]
	was.Standing, was.Until = standing, until
	if report != "" {
		was.Reports = append(was.Reports, report)
	}
	s.controls[chain][control] = was
}

// compareControls compares every control with what was written down of it: how it stands,
// to which day, and each report with its files. A control of before the table has no
// beginning in the docket.
func (db *DB) compareControls(ctx context.Context, s *said) ([]docket.Fault, error) {
	reports, err := db.reportDigests(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.pool.Query(ctx, `SELECT id, complaint_id, kind, state, until::text, carried FROM remands`)
	if err != nil {
		return nil, fmt.Errorf("reading controls: %w", err)
	}
	defer rows.Close()
	var faults []docket.Fault
	for rows.Next() {
		var id, subject int64
		var kind, state, until string
		var carried bool
		if err := rows.Scan(&id, &subject, &kind, &state, &until, &carried); err != nil {
			return nil, fmt.Errorf("reading a control: %w", err)
		}
		chain := docket.ComplaintChain(subject)
		wrote, ok := s.controls[chain][kind]
		delete(s.controls[chain], kind)
		if !ok && carried && state == string(remand.Open) && len(reports[id]) == 0 {
			continue
		}
		if wrote.Standing != state || wrote.Until != until {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: "the control (" + kind + ") does not stand as written down"})
		}
		if !slices.Equal(wrote.Reports, reports[id]) {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: "the reports to the control (" + kind + ") are not those that came"})
		}
	}
	for chain, left := range s.controls {
		for kind := range left {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: "the control (" + kind + ") is gone"})
		}
	}
	return faults, rows.Err()
}

// reportDigests computes the digest of every report anew, by the control it belongs to.
func (db *DB) reportDigests(ctx context.Context) (map[int64][]string, error) {
	rows, err := db.pool.Query(ctx, `SELECT p.remand_id, p.on_paper, p.arrived_on, p.text, p.number, p.decided_on,
			array(SELECT f.sha256 FROM remand_files f WHERE f.report_id = p.id ORDER BY f.id)
		FROM remand_reports p ORDER BY p.remand_id, p.id`)
	if err != nil {
		return nil, fmt.Errorf("reading reports: %w", err)
	}
	defer rows.Close()
	all := map[int64][]string{}
	for rows.Next() {
		var id int64
		var p remand.Report
		var arrived, decided *time.Time
		var files [][]byte
		if err := rows.Scan(&id, &p.OnPaper, &arrived, &p.Text, &p.Number, &decided, &files); err != nil {
			return nil, fmt.Errorf("reading a report: %w", err)
		}
		p.ArrivedOn, p.DecidedOn = dayOf(arrived), dayOf(decided)
		for _, digest := range files {
			var f attachment.Attachment
			copy(f.SHA256[:], digest)
			p.Files = append(p.Files, f)
		}
		all[id] = append(all[id], p.Digest())
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading reports: %w", err)
	}
	return all, nil
}
