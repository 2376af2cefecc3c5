package main

import (
	"context"
	"fmt"
	"slices"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/signature"
)

// papers prints the rulings and minutes, signs and delivers as far as each case goes.
func (d *demo) papers(ctx context.Context, chair, secretary identity.Actor, number int, cases []demoCase) error {
	for _, c := range cases {
		found, err := d.db.Complaint(ctx, secretary.Commission, d.refs[c.id])
		if err != nil {
			return err
		}
		r, err := d.db.RulingOf(ctx, found.ID)
		if err != nil {
			return fmt.Errorf("finding the ruling on %s: %w", c.id, err)
		}
		paper, err := d.press.Ruling(ctx, r.ID)
		if err != nil {
			return err
		}
		if c.until == complaint.Decided {
			continue
		}
		if err := d.sign(ctx, paper, chair, secretary); err != nil {
			return fmt.Errorf("signing the ruling on %s: %w", c.id, err)
		}
		if c.until == complaint.Signed {
			continue
		}
		letters, err := d.db.LettersOf(ctx, found.ID)
		if err != nil {
			return err
		}
		for _, l := range letters {
			if err := d.letters.HandOver(ctx, secretary, l.ID, "вручено на заседании под подпись"); err != nil {
				return fmt.Errorf("delivering the ruling on %s: %w", c.id, err)
			}
		}
		if c.id == demoUnpublished {
			continue
		}
		if err := d.publish(ctx, secretary, found.Ref); err != nil {
			return fmt.Errorf("publishing the ruling on %s: %w", c.id, err)
		}
	}
	minutes, err := d.press.Minutes(ctx, secretary, number, false)
	if err != nil {
		return fmt.Errorf("printing the minutes of sitting %d: %w", number, err)
	}
	if slices.ContainsFunc(cases, func(c demoCase) bool { return c.until == complaint.Decided }) {
		return nil // the last sitting's minutes still wait for their signatures
	}
	return d.sign(ctx, minutes, chair, secretary)
}

// sign puts both signatures on a paper, through the act itself: the passwords of
// the demonstration are not asked for again.
func (d *demo) sign(ctx context.Context, paper document.Printed, signers ...identity.Actor) error {
	for _, by := range signers {
		err := d.db.SignPaper(ctx, by.Commission, paper.ID,
			func(p document.Printed, c *complaint.Complaint, respondent commission.Commission, m commission.Moment) (document.Signed, error) {
				return p.Sign(by, signature.Digest(paper.PDF.SHA256), document.ByPassword, c, respondent, m.At)
			})
		if err != nil {
			return err
		}
	}
	return nil
}
