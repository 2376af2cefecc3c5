package main

import (
	"context"
	"fmt"
	"time"

	"redress/internal/identity"
	"redress/internal/sitting"
)

// record adds what surrounds the votes of the demonstration's sittings: a journalist in
// the hall, and where two or more were against, the deputy's dissenting opinion. The
// chair told the region of it; the last sitting's is still to be told.
func (d *demo) record(ctx context.Context, chair, secretary identity.Actor, number int, s demoSitting) error {
	if err := d.sittings.Admit(ctx, secretary, number, sitting.Attendee{Name: "Строкина С. С.", Status: sitting.Media, Whose: "газета «Примерный вестник»"}); err != nil {
		return fmt.Errorf("writing down who attends: %w", err)
	}
	held, err := d.db.Sitting(ctx, secretary.Commission, number)
	if err != nil {
		return err
	}
	for i, c := range s.cases {
		item := held.Items[i]
		if item.State != sitting.Adopted || c.against < 2 && s.ago == 0 || c.against == 0 {
			continue
		}
		err := d.sittings.HandIn(ctx, d.actor("deputy", identity.Deputy), number, item.ID,
			"Не согласна с решением: довод заявителя о сроке остался без оценки, материалы об этом комиссия не запрашивала.\n\nПрошу приложить особое мнение к протоколу.")
		if err != nil {
			return fmt.Errorf("handing in an opinion on %s: %w", c.id, err)
		}
		if s.ago != 0 {
			continue
		}
		m, err := d.db.Moment(ctx, chair.Commission)
		if err != nil {
			return err
		}
		if err := d.sittings.Tell(ctx, chair, number, item.ID, sitting.Told{How: "письмом с приложением особого мнения, по электронной почте", At: m.At}); err != nil {
			return fmt.Errorf("telling of an opinion on %s: %w", c.id, err)
		}
	}
	return nil
}

// mark records how a member takes part: who told the absence did so the day before, but
// for one who was held up by work that very day.
func (d *demo) mark(ctx context.Context, secretary identity.Actor, number int, member identity.ID, mode sitting.Mode, reason string) error {
	if mode != sitting.Absent || reason == "не сообщила" {
		return d.sittings.Attend(ctx, secretary, number, member, mode, reason)
	}
	m, err := d.db.Moment(ctx, secretary.Commission)
	if err != nil {
		return err
	}
	told := m.At.Add(-36 * time.Hour)
	if reason == "работа" {
		told = m.At.Add(-20 * time.Minute)
	}
	return d.sittings.Excuse(ctx, secretary, number, member, reason, told)
}
