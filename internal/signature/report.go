package signature

import (
	"strings"
	"time"

	"redress/internal/certificate"
)

// Fault is why something is not accepted, as the key of a sentence.
type Fault = certificate.Fault

func fault(key string, pairs ...string) *Fault {
	f := &Fault{Key: key, Values: certificate.Values{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Values[pairs[i]] = pairs[i+1]
	}
	return f
}

// The names of the checks, in the order in which they are made.
const (
	CheckForm        = "form"        // the signature can be read
	CheckPaper       = "paper"       // the PDF is whole, and as it was signed
	CheckCertificate = "certificate" // the signer's certificate is at hand
	CheckAlgorithm   = "algorithm"   // digest and signature are made in an accepted way
	CheckContent     = "content"     // what was signed is what lies before us
	CheckSignature   = "signature"   // the value is the key's
	CheckBinding     = "binding"     // the signature itself names that certificate
	CheckTime        = "time"        // which time the rest is held against
	CheckChain       = "chain"       // issued by a trusted authority, in force then
	CheckRevocation  = "revocation"  // not taken back by then
	CheckPerson      = "person"      // each signature by a person of its own
)

// Check is one question that was put to a signature. Why is the key of a sentence:
// of the failure, or of a reservation when OK.
type Check struct {
	Name   string             `json:"name"`
	OK     bool               `json:"ok"`
	Why    string             `json:"why,omitempty"`
	Values certificate.Values `json:"values,omitempty"`
}

// The sources of the time that a certificate is held against.
const (
	ByTimestamp = "timestamp" // a verified token of RFC 3161
	ByReceipt   = "receipt"   // when the paper came in
)

// Signer is one signature of a report: by whom, by what, when, and what held.
type Signer struct {
	Owner        certificate.Name `json:"owner"`
	Issuer       string           `json:"issuer,omitempty"`
	Serial       string           `json:"serial,omitempty"`
	From         time.Time        `json:"from,omitzero"`
	Until        time.Time        `json:"until,omitzero"`
	Key          string           `json:"key,omitempty"`
	Algorithm    string           `json:"algorithm,omitempty"`
	CAdES        bool             `json:"cades_bes"`        // CAdES-BES in form (ETSI EN 319 122-1)
	PAdES        bool             `json:"pades,omitempty"`  // a CAdES signature in a PDF (ETSI EN 319 142-1)
	Claimed      time.Time        `json:"claimed,omitzero"` // written down by the signer, proved by nobody
	At           time.Time        `json:"at,omitzero"`      // the time the certificate was held against
	AtBy         string           `json:"at_by,omitempty"`
	DocumentTime bool             `json:"document_timestamp,omitempty"` // a PDF time stamp, no person's signature
	Checks       []Check          `json:"checks"`

	certificate *certificate.Certificate
	container   []byte // of a PDF
}

// Valid reports whether every check held.
func (s *Signer) Valid() bool { return held(s.Checks) }

// Certificate is the signer's certificate; nil when it is not at hand.
func (s *Signer) Certificate() *certificate.Certificate { return s.certificate }

// Container is the CMS container of a signature in a PDF; nil of one apart from its paper.
func (s *Signer) Container() []byte { return s.container }

// Named is the signer's certificate as a record names it.
func (s *Signer) Named() Certificate {
	return Certificate{Serial: s.Serial, Issuer: s.Issuer, Owner: s.Owner, NotBefore: s.From, NotAfter: s.Until}
}

func (s *Signer) pass(name string) { s.Checks = append(s.Checks, Check{Name: name, OK: true}) }

// take adds a check: failed with a fault, passed without.
func (s *Signer) take(name string, f *Fault) bool {
	if f == nil {
		s.pass(name)
		return true
	}
	s.Checks = append(s.Checks, Check{Name: name, Why: f.Key, Values: f.Values})
	return false
}

// reserve adds a check that passed with a reservation.
func (s *Signer) reserve(name string, f *Fault) {
	s.Checks = append(s.Checks, Check{Name: name, OK: true, Why: f.Key, Values: f.Values})
}

func held(checks []Check) bool {
	for _, c := range checks {
		if !c.OK {
			return false
		}
	}
	return true
}

// Report is what a technical check of a signature found. It is no qualified
// validation: whether the authority is accredited is not asked.
type Report struct {
	Encoding Encoding `json:"encoding,omitempty"`
	Checks   []Check  `json:"checks,omitempty"` // of the whole
	Signers  []Signer `json:"signers"`
}

// Valid reports whether there is a person's signature and everything held.
func (r *Report) Valid() bool {
	persons := 0
	for i := range r.Signers {
		if !r.Signers[i].Valid() {
			return false
		}
		if !r.Signers[i].DocumentTime {
			persons++
		}
	}
	return persons > 0 && held(r.Checks)
}

// NotAccepted is that a signature was checked and does not hold.
type NotAccepted struct{ Report Report }

// Error says what did not hold, in English.
func (n *NotAccepted) Error() string {
	said := []string{"the signature is not accepted:"}
	for _, c := range n.Report.Failed() {
		said = append(said, c.Words())
	}
	return strings.Join(said, " ")
}

// Failed returns the checks that did not hold.
func (r *Report) Failed() []Check {
	var failed []Check
	for _, c := range r.Checks {
		if !c.OK {
			failed = append(failed, c)
		}
	}
	for i := range r.Signers {
		for _, c := range r.Signers[i].Checks {
			if !c.OK {
				failed = append(failed, c)
			}
		}
	}
	return failed
}

// refused is the report on what could not be read at all.
func refused(f *Fault) Report {
	return Report{Checks: []Check{{Name: CheckForm, Why: f.Key, Values: f.Values}}, Signers: []Signer{}}
}

// sayTwice adds the reservation that one person signed more than once: each signature
// may be right, yet two by one person are not those of two officers.
func (r *Report) sayTwice() {
	seen := map[string]bool{}
	for i := range r.Signers {
		s := &r.Signers[i]
		if s.certificate == nil || s.DocumentTime {
			continue
		}
		person := s.Owner.SNILS
		if person == "" {
			person = string(s.certificate.RawSubject)
		}
		if seen[person] {
			r.Checks = append(r.Checks, Check{Name: CheckPerson, OK: true, Why: "signed_twice", Values: certificate.Values{"owner": s.Owner.Person()}})
			return
		}
		seen[person] = true
	}
}
