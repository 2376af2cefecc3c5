package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/attachment"
	"redress/internal/document"
	"redress/internal/regulation"
	"redress/internal/signature"
)

// What the checks of files may cost that anybody brings: bytes of one check and of all
// together, how many are looked at at a time, how long one waits for its turn, and how many
// papers a signature alone is held against.
const (
	verifiedBytes = 20 << 20
	examinedBytes = 128 << 20
	examinedOnce  = 2
	examinedWait  = 10 * time.Second
	sealTries     = 5
)

// addressBytes is the most that is read of a number: some bring the whole address.
const addressBytes = 500

// The fields of files.
const (
	verifyFile = "verify_file"
	verifySeal = "verify_sig"
)

// exams bounds what checks of files cost.
type exams struct {
	held   atomic.Int64 // bytes of files in memory
	places chan struct{}
}

func newExams() *exams { return &exams{places: make(chan struct{}, examinedOnce)} }

// errBusy says that too many files are being checked.
var errBusy = &regulation.Refusal{Key: "verify_busy"}

// release gives back the bytes of a file that is done with.
func (e *exams) release(n int) { e.held.Add(-int64(n)) }

// turn waits for a place among those whose files are looked at; done leaves it.
func (e *exams) turn(ctx context.Context) (done func(), err error) {
	wait := time.NewTimer(examinedWait)
	defer wait.Stop()
	select {
	case e.places <- struct{}{}:
		return func() { <-e.places }, nil
	case <-wait.C:
		return nil, errBusy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// fileHeld takes a file into memory as it comes, as long as there is room for it.
type fileHeld struct {
	exams *exams
	raw   []byte
}

func (h *fileHeld) Write(p []byte) (int, error) {
	if h.exams.held.Add(int64(len(p))) > examinedBytes {
		h.exams.release(len(p))
		return 0, errBusy
	}
	h.raw = append(h.raw, p...)
	return len(p), nil
}

// verifyTyped reads the form. What of its files is in memory stands in the view, whatever
// goes wrong.
func (s *Server) verifyTyped(c echo.Context) (verifyView, error) {
	v := verifyView{}
	body := &steady{control: http.NewResponseController(c.Response()), began: time.Now(), body: http.MaxBytesReader(c.Response(), c.Request().Body, verifiedBytes+uploadSlack)}
	c.Request().Body = io.NopCloser(body)
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return v, echo.ErrUnsupportedMediaType
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			v.sort()
			return v, nil
		}
		if err == nil {
			err = s.takeVerified(&v, part)
		}
		switch {
		case errors.Is(err, errBusy):
			return v, errBusy
		case err != nil && (tooHeavy(err) || tooHeavy(body.err)):
			return v, &regulation.Refusal{Field: verifyFile, Key: "verify_too_large", Values: regulation.Values{"limit_mb": verifiedBytes >> 20}}
		case err != nil:
			return v, echo.ErrBadRequest
		}
	}
}

// takeVerified reads one part of the form.
func (s *Server) takeVerified(v *verifyView, part *multipart.Part) error {
	into := map[string]*[]byte{verifyFile: &v.paper, verifySeal: &v.seal}[part.FormName()]
	switch {
	case part.FormName() == "number":
		raw, err := io.ReadAll(io.LimitReader(part, addressBytes))
		v.number = paperNumber(string(raw))
		return err
	case into == nil || *into != nil:
		return nil
	}
	file := fileHeld{exams: s.exams}
	_, err := io.Copy(&file, part)
	*into = file.raw
	return err
}

// sort puts a signature that was brought in the place of the paper where it belongs.
func (v *verifyView) sort() {
	isPaper := func(raw []byte) bool { return signature.IsPDF(raw) || bytes.HasPrefix(raw, []byte("PK\x03\x04")) }
	if len(v.paper) > 0 && !isPaper(v.paper) && (len(v.seal) == 0 || isPaper(v.seal)) {
		v.paper, v.seal = v.seal, v.paper
	}
}

// examined looks at the files: which paper of the commission they are, and how their
// electronic signatures stand by the authorities trusted here, as received now or, of those
// that are kept with the paper, when they were.
func (s *Server) examined(ctx context.Context, v *verifyView) error {
	done, err := s.exams.turn(ctx)
	if err != nil {
		return err
	}
	defer done()
	now, err := s.Records.Now(ctx)
	if err != nil {
		return err
	}
	if v.brought() {
		if err := s.knownPaper(ctx, v); err != nil {
			return err
		}
	}
	policy, err := s.Trust.Policy(ctx, v.receivedAt(now))
	if err != nil {
		return err
	}
	var report signature.Report
	switch {
	case v.brought() && len(v.seal) > 0:
		report, err = signature.Verify(v.seal, bytes.NewReader(v.paper), policy)
	case len(v.seal) > 0:
		report, err = s.sealAlone(ctx, v, policy, now)
	case signature.IsPDF(v.paper):
		report = signature.VerifyPDF(v.paper, policy)
		if unsigned(report) {
			return nil
		}
	default:
		return nil
	}
	v.report = &report
	return err
}

// receivedAt is when the signatures of the files came in: those kept with a paper that was
// found, when they were taken; of any other, now. A certificate may run out since.
func (v *verifyView) receivedAt(now time.Time) time.Time {
	at, digest := now, attachment.Digest(sha256.Sum256(v.paper))
	for _, p := range v.found {
		for _, s := range p.Signatures {
			if len(v.seal) > 0 && bytes.Equal(s.Raw, v.seal) || len(v.seal) == 0 && s.Inside.Key != "" && s.Inside.SHA256 == digest {
				at = s.At
			}
		}
	}
	return at
}

// unsigned reports whether there was nothing in a PDF to check.
func unsigned(r signature.Report) bool {
	return slices.ContainsFunc(r.Checks, func(c signature.Check) bool { return c.Why == "pdf_unsigned" })
}

// stateOf finds the papers whose file was brought, or is the beginning of it: a signed PDF
// begins with the paper as it was printed. Without any, the state is the file as it is.
func (s *Server) stateOf(ctx context.Context, raw []byte) ([]document.Checked, signature.Revision, error) {
	whole := signature.Revision{End: len(raw), Digest: sha256.Sum256(raw)}
	found, err := s.Records.CheckFile(ctx, attachment.Digest(whole.Digest))
	if err != nil || len(found) > 0 || !signature.IsPDF(raw) {
		return found, whole, err
	}
	states := signature.Revisions(raw)
	digests := make([]attachment.Digest, len(states))
	for i, state := range states {
		digests[i] = attachment.Digest(state.Digest)
	}
	if found, err = s.Records.CheckFile(ctx, digests...); err != nil || len(found) == 0 {
		return nil, whole, err
	}
	for i, state := range states {
		if found, err = s.Records.CheckFile(ctx, digests[i]); err != nil || len(found) > 0 {
			return found, state, err
		}
	}
	return nil, whole, nil
}

// sealAlone checks a signature without its paper: over the papers with the number that was
// typed, or over the one whose digest it states itself.
func (s *Server) sealAlone(ctx context.Context, v *verifyView, p signature.Policy, now time.Time) (signature.Report, error) {
	report, err := signature.Verify(v.seal, nil, p)
	if err != nil {
		return report, err
	}
	digest, stated := signature.Stated(v.seal)
	if stated && v.number == "" {
		if v.found, err = s.Records.CheckFile(ctx, attachment.Digest(digest)); err != nil {
			return report, err
		}
		if p, err = s.Trust.Policy(ctx, v.receivedAt(now)); err != nil {
			return report, err
		}
	}
	if !lacksPaper(report) {
		return report, nil
	}
	for i, paper := range v.found[:min(len(v.found), sealTries)] {
		if v.number == "" && attachment.Digest(digest) != paper.PDF {
			continue // it is of another file of that paper, which is not at hand
		}
		raw, err := s.keptPDF(ctx, paper.Kept)
		if errors.Is(err, attachment.ErrAbsent) {
			continue
		}
		if err != nil {
			return report, err
		}
		over, err := signature.Verify(v.seal, bytes.NewReader(raw), p)
		if err != nil {
			return report, err
		}
		if fits(over) {
			v.found = v.found[i : i+1]
			return over, nil
		}
		report = over
	}
	return report, nil
}

// keptPDF reads a paper that the commission printed.
func (s *Server) keptPDF(ctx context.Context, f document.File) ([]byte, error) {
	content, err := s.Press.Open(ctx, f)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	return io.ReadAll(content)
}

// lacksPaper reports whether a signature could not be checked for want of its paper; fits
// whether it is of the paper that it was held against.
func lacksPaper(r signature.Report) bool { return toldOf(r, "content_missing") }

func fits(r signature.Report) bool {
	return !toldOf(r, "content_changed") && !toldOf(r, "signature_wrong")
}

func toldOf(r signature.Report, why string) bool {
	return slices.ContainsFunc(r.Signers, func(s signature.Signer) bool {
		return slices.ContainsFunc(s.Checks, func(c signature.Check) bool { return c.Why == why })
	})
}
