package certificate

import (
	"bytes"
	"slices"
	"time"
)

// Purpose is what a certificate is asked to be good for.
type Purpose string

// The purposes, by their object identifiers where one is needed in the certificate.
const (
	Signing      Purpose = ""
	Timestamping Purpose = "1.3.6.1.5.5.7.3.8"
	Responding   Purpose = "1.3.6.1.5.5.7.3.9"
)

// Bounds on the search for a chain: a bundle of look-alike certificates costs no more.
const (
	maxDepth  = 8
	maxChecks = 48
)

// Store is what a chain may be made of: the roots that are trusted and other
// certificates that are at hand.
type Store struct {
	Roots, Others []*Certificate
	Effort        *Effort
}

// search is one walk from a certificate to a root.
type search struct {
	Store
	at     time.Time // zero: whatever the time
	checks int
	worst  *Fault
}

// Chain finds the way from the certificate to a trusted root, all of it valid at the
// given time (RFC 5280, section 6, without policies and name constraints: who demands
// those by a critical extension is refused).
func (c *Certificate) Chain(store Store, at time.Time, purpose Purpose) ([]*Certificate, *Fault) {
	if f := c.goodFor(purpose); f != nil {
		return nil, f
	}
	timely := search{Store: store, at: at}
	if chain := timely.from([]*Certificate{c}); chain != nil {
		return chain, nil
	}
	ever := search{Store: store}
	for _, link := range ever.from([]*Certificate{c}) {
		if f := link.validAt(at); f != nil {
			return nil, f
		}
	}
	if ever.worst == nil {
		return nil, fault("issuer_unknown", "issuer", c.Issuer.Person())
	}
	return nil, ever.worst
}

func (s *search) from(path []*Certificate) []*Certificate {
	last := path[len(path)-1]
	if !s.at.IsZero() && last.validAt(s.at) != nil {
		return nil
	}
	if contains(s.Roots, last) {
		return path
	}
	if len(path) == maxDepth {
		return nil
	}
	for _, issuer := range slices.Concat(s.Roots, s.Others) {
		if !bytes.Equal(issuer.RawSubject, last.RawIssuer) || contains(path, issuer) {
			continue
		}
		if s.checks++; s.checks > maxChecks || !s.Effort.spend() {
			s.worst = fault("chain_tangled")
			return nil
		}
		if f := issuer.mayIssue(below(path)); f != nil {
			s.worst = f
			continue
		}
		if f := last.signedBy(issuer); f != nil {
			if s.worst = f; f.Key == "signature_wrong" {
				s.worst = fault("issuer_false", "issuer", last.Issuer.Person())
			}
			continue
		}
		if chain := s.from(append(slices.Clone(path), issuer)); chain != nil {
			return chain
		}
	}
	return nil
}

// below counts the authorities between, without those that issued themselves
// (RFC 5280, 4.2.1.9).
func below(path []*Certificate) int {
	n := 0
	for _, c := range path[1:] {
		if !bytes.Equal(c.RawSubject, c.RawIssuer) {
			n++
		}
	}
	return n
}

func contains(all []*Certificate, c *Certificate) bool {
	return slices.ContainsFunc(all, func(one *Certificate) bool { return bytes.Equal(one.Raw, c.Raw) })
}

// validAt holds the certificate's own dates against the time.
func (c *Certificate) validAt(at time.Time) *Fault {
	switch {
	case at.Before(c.NotBefore):
		return fault("not_yet_valid", "owner", c.Subject.Person(), "from", moment(c.NotBefore), "at", moment(at))
	case at.After(c.NotAfter):
		return fault("expired", "owner", c.Subject.Person(), "until", moment(c.NotAfter), "at", moment(at))
	}
	return nil
}

func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// mayIssue says whether the certificate is an authority with so many others below it.
func (c *Certificate) mayIssue(below int) *Fault {
	switch {
	case c.unknown != "":
		return fault("extension_unknown", "extension", c.unknown)
	case !c.authority, c.keyUsage >= 0 && c.keyUsage&usageCertSign == 0:
		return fault("not_authority", "issuer", c.Subject.Person())
	case c.pathLength >= 0 && below > c.pathLength:
		return fault("path_too_long", "issuer", c.Subject.Person())
	}
	return nil
}

// goodFor says whether the certificate may be used for the purpose (RFC 5280, 4.2.1.3
// and 4.2.1.12; RFC 3161, 2.3; RFC 6960, 4.2.2.2).
func (c *Certificate) goodFor(purpose Purpose) *Fault {
	named := slices.Contains(c.purposes, string(purpose))
	switch {
	case c.unknown != "":
		return fault("extension_unknown", "extension", c.unknown)
	case c.keyUsage >= 0 && c.keyUsage&(usageSignature|usageCommitment) == 0,
		purpose == Timestamping && (!named || !c.purposeFixed || len(c.purposes) != 1),
		purpose == Responding && !named:
		return fault("purpose_wrong", "owner", c.Subject.Person())
	}
	return nil
}
