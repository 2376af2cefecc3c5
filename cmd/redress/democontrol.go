package main

import (
	"context"
	"fmt"
	"time"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/remand"
)

// demoSilent is the fixture whose polling station does nothing of what it was ordered:
// its term is over.
const demoSilent = "C-07"

// obey lets the polling stations report, the day after a sitting, what they did of what
// they were ordered to do, and the chair find it done.
func (d *demo) obey(ctx context.Context, chair, secretary identity.Actor, sat time.Time, cases []demoCase) error {
	next := sat.Add(26 * time.Hour)
	for i, c := range cases {
		if c.selection.Outcome != regulation.Remand || c.until != complaint.Delivered || c.id == demoSilent {
			continue
		}
		found, err := d.db.Complaint(ctx, secretary.Commission, d.refs[c.id])
		if err != nil {
			return err
		}
		controls, err := d.db.RemandsOf(ctx, found.ID)
		if err != nil {
			return err
		}
		if err := d.db.DemoClock(ctx, next); err != nil {
			return err
		}
		for _, r := range controls {
			day := calendar.On(next, regulation.Izhmorsky().Zone())
			err := d.remands.Report(ctx, secretary, r.ID, complaint.NewToken(), remand.Report{ArrivedOn: day, DecidedOn: day, Number: fmt.Sprintf("%d/%d", i+4, day.Day()),
				Text: "Решение исполнено: вопрос рассмотрен на заседании участковой комиссии, нарушение устранено."})
			if err != nil {
				return fmt.Errorf("reporting on %s: %w", c.id, err)
			}
			if err := d.remands.Check(ctx, chair, r.ID, remand.Done, "Исполнение подтверждено решением участковой комиссии."); err != nil {
				return fmt.Errorf("checking %s: %w", c.id, err)
			}
		}
	}
	return nil
}
