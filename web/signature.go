package web

import (
	"context"
	"slices"
	"time"

	"redress/internal/calendar"
	"redress/internal/signature"
)

// faultMoment is how the times stand that a fault of a signature names.
const faultMoment = "2006-01-02 15:04:05 UTC"

// checkSentence says in words what a check of a signature found.
func checkSentence(ctx context.Context, c signature.Check) string {
	if c.Why == "" {
		return t(ctx, "signature_holds."+c.Name)
	}
	var values []any
	for name, value := range c.Values {
		if at, err := time.Parse(faultMoment, value); err == nil {
			value = moment(ctx, at, visitOf(ctx).zone())
		}
		if name != "why" {
			values = append(values, name, value)
		}
	}
	if why := c.Values["why"]; why != "" { // a fault of the time stamp, with the same values
		values = append(values, "why", t(ctx, "signature."+why, values...))
	}
	return t(ctx, "signature."+c.Why, values...)
}

// signatureVerdict is a report in one sentence, and whether it is a good one: of what
// failed the first counts, since what comes after rests on it.
func signatureVerdict(ctx context.Context, r signature.Report) (said string, good bool) {
	checks := slices.Clone(r.Checks)
	persons := 0
	for _, s := range r.Signers {
		checks = append(checks, s.Checks...)
		if !s.DocumentTime {
			persons++
		}
	}
	for _, c := range checks {
		if !c.OK {
			return t(ctx, "signature_verdict."+c.Name), false
		}
	}
	switch persons {
	case 0:
		return t(ctx, "signature_verdict.unsigned"), false
	case 1:
		return t(ctx, "signature_verdict.valid"), true
	}
	return t(ctx, "signature_verdict.all_valid"), true
}

// checkIcon marks a check: held, held with a reservation, failed.
func checkIcon(c signature.Check) Icon {
	switch {
	case !c.OK:
		return iconCross
	case c.Why != "":
		return iconAlert
	}
	return iconDone
}

// telling are the checks of the whole that say more than that the file could be read.
func telling(checks []signature.Check) []signature.Check {
	return slices.DeleteFunc(slices.Clone(checks), func(c signature.Check) bool { return c.OK && c.Why == "" })
}

// signerHeading names a signature by its owner.
func signerHeading(ctx context.Context, s signature.Signer) string {
	switch name := s.Owner.Person(); {
	case s.Serial == "":
		return t(ctx, "signature_report.nobody")
	case s.DocumentTime:
		return t(ctx, "signature_report.stamp", "Name", name)
	default:
		return t(ctx, "signature_report.of", "Name", name)
	}
}

// signerRows are what is known of a signature. The numbers by which the state knows a
// person stay out: the page may be anybody's.
func signerRows(ctx context.Context, s signature.Signer) []labelled {
	var rows []labelled
	row := func(label, text string) {
		if text != "" {
			rows = append(rows, labelled{label, text})
		}
	}
	zone := visitOf(ctx).zone()
	row(t(ctx, "signature_report.position"), s.Owner.Title)
	row(t(ctx, "signature_report.organisation"), s.Owner.Organisation)
	if s.Serial != "" {
		row(t(ctx, "signature_report.certificate"), s.Serial)
		row(t(ctx, "signature_report.issuer"), s.Issuer)
		row(t(ctx, "signature_report.term"), t(ctx, "signature_report.from_until", "From", dayYear(ctx, calendar.On(s.From, zone)), "Until", dayYear(ctx, calendar.On(s.Until, zone))))
	}
	if !s.At.IsZero() {
		if at := moment(ctx, s.At, zone); s.AtBy == signature.ByTimestamp {
			row(t(ctx, "signature_report.at"), t(ctx, "signature_report.at_timestamp", "Moment", at))
		} else {
			row(t(ctx, "signature_report.at"), t(ctx, "signature_report.at_receipt", "Moment", at))
		}
	}
	if !s.Claimed.IsZero() {
		row(t(ctx, "signature_report.claimed"), t(ctx, "signature_report.claimed_text", "Moment", moment(ctx, s.Claimed, zone)))
	}
	return rows
}
