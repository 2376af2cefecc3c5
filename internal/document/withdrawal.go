package document

import (
	"context"
	"fmt"
	"strings"
	"time"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// Withdrawal is why and when a paper of a sitting was withdrawn before it bore both
// signatures. The paper stays on file with the signature it bears.
type Withdrawal struct {
	By     identity.ID
	Name   identity.Name // of who withdrew it
	Reason string
	At     time.Time
}

// edition says which edition of the minutes this is, and what became of those before it.
func (s MinutesSheet) edition(zone *time.Location) Body {
	if len(s.Earlier) == 0 {
		return nil
	}
	last := s.Earlier[len(s.Earlier)-1]
	return Body{P(Text(glue(fmt.Sprintf("Редакция %d. Подпись под редакцией %d отозвана %s: %s Прежняя редакция хранится вместе с протоколом.",
		len(s.Earlier)+1, len(s.Earlier), dayAndClock(last.At, zone), stop(oneLine(last.Reason))))))}
}

// Withdraws refuses to withdraw a paper that bears both signatures, which stays as it is,
// and minutes that bear none, which are simply printed anew. Who signed takes back the own
// signature; the other of the two does it once the minutes state something otherwise than it
// is stored, for then what was signed no longer is so.
func (p Printed) Withdraws(by identity.Actor, s sitting.Sitting, differs bool) error {
	if err := s.MinutesBy(by); err != nil {
		return err
	}
	_, awaited := p.Awaits(by.ID)
	switch {
	case p.Kind != MinutesKind && p.Kind != SupplementKind, p.Withdrawn != nil:
		return ErrNotFound
	case p.Whole():
		return regulation.Refuse(regulation.SerialNumbers, "withdraw_whole", nil)
	case p.Kind == MinutesKind && len(p.Signatures) == 0:
		return regulation.Refuse(regulation.SerialNumbers, "withdraw_unsigned", nil)
	case len(p.Signatures) > 0 && awaited && !differs:
		return regulation.Refuse(regulation.SerialNumbers, "withdraw_not_yours", nil)
	}
	return nil
}

// Withdraw withdraws a paper that does not bear both signatures, with the reason.
func (p Printed) Withdraw(by identity.Actor, s sitting.Sitting, differs bool, reason string, at time.Time) (Withdrawal, docket.Line, error) {
	if err := p.Withdraws(by, s, differs); err != nil {
		return Withdrawal{}, docket.Line{}, err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return Withdrawal{}, docket.Line{}, regulation.Missing(regulation.SerialNumbers, "withdraw_reason", "withdraw_reason_missing")
	}
	if err := regulation.Legible(regulation.SerialNumbers, "withdraw_reason", reason, complaint.MaxLine); err != nil {
		return Withdrawal{}, docket.Line{}, err
	}
	roles := []string{}
	for _, signed := range p.Signatures {
		roles = append(roles, string(signed.Role))
	}
	facts := docket.Facts{"paper": string(p.Kind), "number": p.Number, "edition": p.Edition, "sha256": p.PDF.SHA256.String(), "signed": roles,
		"differs": differs, "reason": s.Committed(reason)}
	return Withdrawal{By: by.ID, Reason: reason, At: at}, docket.Line{Act: "paper_withdrawn", By: by, Clause: regulation.SerialNumbers, Facts: facts}, nil
}

// Withdraw withdraws the printed minutes of a sitting, or a supplement to them, so that they
// are printed and signed anew.
func (p *Press) Withdraw(ctx context.Context, by identity.Actor, id PaperID, reason string) error {
	paper, err := p.store.Paper(ctx, by.Commission, id)
	if err != nil {
		return err
	}
	sheet, err := p.store.MinutesSheet(ctx, by.Commission, paper.SittingNo)
	if err != nil {
		return err
	}
	differs := len(sheet.Differs(paper)) > 0
	return p.store.WithdrawPaper(ctx, by.Commission, id, func(paper Printed, m commission.Moment) (Withdrawal, docket.Line, error) {
		return paper.Withdraw(by, sheet.Sitting, differs, reason, m.At)
	})
}
