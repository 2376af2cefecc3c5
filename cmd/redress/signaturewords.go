package main

import (
	"fmt"
	"strings"
	"time"

	"redress/internal/signature"
)

// words tell a report to a person: who signed, what held and what did not, and last
// the answer.
func (v *verifySignature) words(r *signature.Report) string {
	var b strings.Builder
	tellChecks(&b, r.Checks)
	for i := range r.Signers {
		tellSigner(&b, &r.Signers[i])
	}
	if len(v.Trust) == 0 {
		fmt.Fprintln(&b, "\nNo authority is trusted yet: name one with --trust.")
	}
	if r.Valid() {
		fmt.Fprintln(&b, "\nVALID. This is a technical check, not a qualified validation.")
	} else {
		fmt.Fprintln(&b, "\nNOT VALID.")
	}
	return b.String()
}

func tellSigner(b *strings.Builder, s *signature.Signer) {
	head := "Signature by " + s.Owner.Person()
	switch {
	case s.DocumentTime:
		head = "Time stamp of the paper by " + s.Owner.Person()
	case s.Serial == "":
		head = "Signature by somebody unknown"
	}
	fmt.Fprintf(b, "\n%s\n", head)
	row := func(name, value string) {
		if value != "" {
			fmt.Fprintf(b, "  %-13s %s\n", name, value)
		}
	}
	row("position", s.Owner.Title)
	row("organisation", s.Owner.Organisation)
	row("SNILS", s.Owner.SNILS)
	row("INN", s.Owner.INN)
	row("INN of org.", s.Owner.OrganisationINN)
	row("OGRN", s.Owner.OGRN)
	if s.Serial != "" {
		row("certificate", fmt.Sprintf("%s, issued by %s, in force %s to %s", s.Serial, s.Issuer, day(s.From), day(s.Until)))
	}
	form := "CMS, not CAdES-BES"
	if s.CAdES {
		form = "CAdES-BES"
	}
	if s.PAdES {
		form = "PAdES"
	}
	if s.Algorithm != "" {
		row("made with", s.Algorithm+"; "+form)
	}
	if !s.At.IsZero() {
		by := "the time of receipt"
		if s.AtBy == signature.ByTimestamp {
			by = "by a time stamp"
		}
		row("held against", s.At.UTC().Format(time.DateTime)+" UTC, "+by)
	}
	if !s.Claimed.IsZero() {
		row("claims", s.Claimed.UTC().Format(time.DateTime)+" UTC, which nobody proves")
	}
	tellChecks(b, s.Checks)
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

func tellChecks(b *strings.Builder, checks []signature.Check) {
	for _, c := range checks {
		mark := "  ok     "
		switch {
		case !c.OK:
			mark = "  FAILED "
		case c.Why != "":
			mark = "  note   "
		}
		fmt.Fprintln(b, mark+c.Words())
	}
}
