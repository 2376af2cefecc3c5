package signature

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"redress/internal/certificate"
)

// Policy is what a signature is held against.
type Policy struct {
	Roots    []*certificate.Certificate // the authorities that are trusted
	Others   []*certificate.Certificate // certificates that came apart
	Evidence certificate.Evidence       // what was taken back
	Tokens   [][]byte                   // time stamps kept apart, of RFC 3161
	At       time.Time                  // when the paper came in

	effort *certificate.Effort // that is left for the report
}

// maxEffort is how many signatures of authorities are checked for one report: sixteen
// signers with time stamps, each with its chain and lists, need half of it.
const maxEffort = 400

// content gives the signed bytes from their beginning, each time it is asked.
type content func() (io.Reader, error)

// Verify checks a CMS signature, in DER, BER, PEM or base64, over a paper that lies
// beside it. Without a paper the signature must hold it inside. An error is a failure
// to read the paper; whatever is wrong with the signature stands in the report.
func Verify(raw []byte, paper io.ReadSeeker, p Policy) (Report, error) {
	der, encoding, f := unwrap(raw)
	if f != nil {
		return refused(f), nil
	}
	box, f := readContainer(der)
	if f != nil {
		r := refused(f)
		r.Encoding = encoding
		return r, nil
	}
	p.effort = certificate.NewEffort(maxEffort)
	e := examination{box: box, policy: p, purpose: certificate.Signing, whole: raw}
	if paper != nil {
		e.content = func() (io.Reader, error) {
			_, err := paper.Seek(0, io.SeekStart)
			return paper, err
		}
	}
	r := Report{Encoding: encoding, Checks: []Check{{Name: CheckForm, OK: true}}}
	if r.Signers = e.signers(); e.err != nil {
		return Report{}, e.err
	}
	r.sayTwice()
	return r, nil
}

// examination holds the signers of one container against a policy.
type examination struct {
	box     *container
	policy  Policy
	purpose certificate.Purpose
	content content // nil: inside
	whole   []byte  // the signature as it came, which a time stamp may cover
	digests map[string][]byte
	proved  time.Time // by a time stamp of the whole document; zero: none
	err     error     // the paper could not be read
}

func (e *examination) signers() []Signer {
	all := make([]Signer, len(e.box.signers))
	for i := range all {
		all[i] = e.signer(&e.box.signers[i])
	}
	return all
}

// signer puts all questions to one signer; a later one is left out where an earlier
// answer leaves nothing to ask.
func (e *examination) signer(info *signerInfo) Signer {
	s := Signer{Checks: []Check{}}
	s.Claimed, _ = info.claimed()
	_, hasType := info.about.one(idContentType)
	_, hasDigest := info.about.one(idMessageDigest)
	_, hasCertificate := info.about.one(idSigningCertV2)
	s.CAdES = hasType && hasDigest && hasCertificate

	c, bound := e.certificateOf(info)
	if c == nil {
		s.take(CheckCertificate, fault("certificate_absent", "serial", number(info)))
	} else {
		s.describe(c)
		s.pass(CheckCertificate)
	}
	digest, f := certificate.ReadDigest(info.digest)
	var algorithm certificate.Algorithm
	if f == nil {
		algorithm, f = certificate.ReadAlgorithm(info.algorithm, digest)
	}
	if !s.take(CheckAlgorithm, f) {
		return s
	}
	s.Algorithm = algorithm.String()
	over, f := e.hashed(info, digest)
	s.take(CheckContent, f)
	if c == nil {
		return s
	}
	if over != nil {
		s.take(CheckSignature, c.Verify(algorithm, over, info.signature))
	}
	e.binding(&s, info, bound)
	e.standing(&s, info, c)
	return s
}

func number(info *signerInfo) string {
	if info.serial == nil {
		return fmt.Sprintf("%X", info.keyID)
	}
	return fmt.Sprintf("%X", info.serial)
}

func (s *Signer) describe(c *certificate.Certificate) {
	s.certificate = c
	s.Owner, s.Issuer, s.Serial, s.Key = c.Subject, c.Issuer.Person(), c.Number(), c.Key()
	s.From, s.Until = c.NotBefore, c.NotAfter
}

// certificateOf finds the certificate the signer names, among those inside and those
// apart. Where several bear the same issuer and number, the one that the signature
// itself is bound to goes first; bound is false when it names another.
func (e *examination) certificateOf(info *signerInfo) (found *certificate.Certificate, bound bool) {
	for _, all := range [][]*certificate.Certificate{e.box.certificates, e.policy.Others} {
		for _, c := range all {
			if info.serial != nil && !c.Named(info.rawIssuer, info.serial) ||
				info.serial == nil && !c.Identified(info.keyID) {
				continue
			}
			if boundTo(info, c) {
				return c, true
			}
			if found == nil {
				found = c
			}
		}
	}
	return found, false
}

// boundTo says whether signing-certificate-v2 (RFC 5035, section 3) names the
// certificate: the first one of the list has its hash.
func boundTo(info *signerInfo, c *certificate.Certificate) bool {
	value, ok := info.about.one(idSigningCertV2)
	var body, list, id, hash, named cryptobyte.String
	if !ok || !value.ReadASN1(&body, asn1.SEQUENCE) || !body.ReadASN1(&list, asn1.SEQUENCE) || !list.ReadASN1(&id, asn1.SEQUENCE) {
		return false
	}
	digest := certificate.SHA256
	if id.PeekASN1Tag(asn1.SEQUENCE) {
		var f *Fault
		if !id.ReadASN1Element(&named, asn1.SEQUENCE) {
			return false
		}
		if digest, f = certificate.ReadDigest(named); f != nil {
			return false
		}
	}
	if !id.ReadASN1(&hash, asn1.OCTET_STRING) {
		return false
	}
	h := digest.New()
	h.Write(c.Raw)
	return bytes.Equal(h.Sum(nil), hash)
}

func (e *examination) binding(s *Signer, info *signerInfo, bound bool) {
	_, present := info.about[idSigningCertV2]
	switch {
	case bound:
		s.pass(CheckBinding)
	case present:
		s.take(CheckBinding, fault("certificate_swapped"))
	default:
		s.reserve(CheckBinding, fault("not_bound"))
	}
}

// hashed returns the digest that the signature value has to fit: of the signed
// attributes once they are found to speak of this paper, else of the paper itself.
func (e *examination) hashed(info *signerInfo, digest certificate.Digest) ([]byte, *Fault) {
	paper, f := e.digest(digest)
	if f != nil {
		return nil, f
	}
	if info.signed == nil {
		// Without signed attributes only plain data may be signed (RFC 5652, 5.3).
		if e.box.contentType != idData {
			return nil, fault("attributes_wrong")
		}
		return paper, nil
	}
	h := digest.New()
	h.Write(info.signed)
	over := h.Sum(nil)
	kind, okKind := info.about.one(idContentType)
	stated, okStated := info.about.one(idMessageDigest)
	var id string
	var sum cryptobyte.String
	if !okKind || !okStated || !readID(&kind, &id) || id != e.box.contentType || !stated.ReadASN1(&sum, asn1.OCTET_STRING) {
		return over, fault("attributes_wrong")
	}
	if !bytes.Equal(sum, paper) {
		return over, fault("content_changed")
	}
	return over, nil
}

// digest hashes the paper, once for each algorithm.
func (e *examination) digest(d certificate.Digest) ([]byte, *Fault) {
	switch {
	case e.content != nil && e.box.attached:
		return nil, fault("content_inside")
	case e.content == nil && !e.box.attached:
		return nil, fault("content_missing")
	}
	if sum, done := e.digests[string(d)]; done {
		return sum, nil
	}
	h := d.New()
	if e.content == nil {
		h.Write(e.box.content)
	} else {
		from, err := e.content()
		if err == nil {
			_, err = io.Copy(h, from)
		}
		if err != nil {
			e.err = fmt.Errorf("reading the signed paper: %w", err)
			return nil, fault("content_missing")
		}
	}
	if e.digests == nil {
		e.digests = map[string][]byte{}
	}
	e.digests[string(d)] = h.Sum(nil)
	return e.digests[string(d)], nil
}

// standing holds the certificate against the trusted time: of a verified time stamp,
// else of receipt; the time the signer claims counts for nothing.
func (e *examination) standing(s *Signer, info *signerInfo, c *certificate.Certificate) {
	s.At, s.AtBy = e.policy.At, ByReceipt
	if e.purpose == certificate.Signing {
		e.stamped(s, info)
	}
	store := certificate.Store{Roots: e.policy.Roots, Others: append(e.box.certificates[:len(e.box.certificates):len(e.box.certificates)], e.policy.Others...),
		Effort: e.policy.effort}
	chain, f := c.Chain(store, s.At, e.purpose)
	if !s.take(CheckChain, f) {
		return
	}
	evidence := e.policy.Evidence
	evidence.Effort = e.policy.effort
	evidence.Lists = append(evidence.Lists[:len(evidence.Lists):len(evidence.Lists)], e.box.lists...)
	known, f := evidence.Standing(chain, s.At)
	if f == nil && !known {
		s.reserve(CheckRevocation, fault("revocation_unknown"))
		return
	}
	s.take(CheckRevocation, f)
}
