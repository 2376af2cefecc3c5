package web

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/attachment"
	"redress/internal/document"
	"redress/internal/regulation"
	"redress/internal/signature"
)

// What one check may bring, find, and how many one network may make in an hour.
const (
	verifiedBytes  = 20 << 20
	verifiedListed = 20
	checksPerHour  = 120
)

// verifyView is a check of a paper: what was asked, and what is known.
type verifyView struct {
	number   string
	asked    bool
	brought  bool              // a file was
	digest   attachment.Digest // of it
	found    []document.Checked
	problems Problems
}

// showVerify handles GET /verify, and GET /verify/:code, to which the code on a paper leads.
func (s *Server) showVerify(c echo.Context) error {
	v := verifyView{number: nameable(c.Param("code"))}
	if v.number == "" {
		v.number = nameable(c.QueryParam("number"))
	}
	if v.number == "" {
		return s.page(c, http.StatusOK, verifyPage(v))
	}
	return s.checked(c, v)
}

// verify handles POST /verify: a number, a file, or both. Of the file its digest is taken
// as it comes, and nothing is kept.
func (s *Server) verify(c echo.Context) error {
	v, err := verifyTyped(c)
	if found, only := refusalsIn(err); only && len(found) > 0 {
		v.problems = problems(c.Request().Context(), err)
		return s.page(c, v.problems.status(), verifyPage(v))
	}
	if err != nil {
		return err
	}
	if !v.brought && v.number == "" {
		v.problems = problems(c.Request().Context(), regulation.Missing("", "number", "verify_nothing"))
		return s.page(c, v.problems.status(), verifyPage(v))
	}
	return s.checked(c, v)
}

// verifyTyped reads the form.
func verifyTyped(c echo.Context) (verifyView, error) {
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
			return v, nil
		}
		if err == nil {
			err = v.take(part)
		}
		switch {
		case err != nil && (tooHeavy(err) || tooHeavy(body.err)):
			return v, &regulation.Refusal{Field: "verify_file", Key: "verify_too_large", Values: regulation.Values{"limit_mb": verifiedBytes >> 20}}
		case err != nil:
			return v, echo.ErrBadRequest
		}
	}
}

// take reads one part of the form.
func (v *verifyView) take(part *multipart.Part) error {
	switch part.FormName() {
	case "number":
		raw, err := io.ReadAll(io.LimitReader(part, fieldBytes))
		v.number = nameable(string(raw))
		return err
	case "verify_file":
		sum := sha256.New()
		n, err := io.Copy(sum, part)
		if err != nil || n == 0 {
			return err
		}
		v.brought = true
		copy(v.digest[:], sum.Sum(nil))
	}
	return nil
}

// checked looks the paper up and says what is known.
func (s *Server) checked(c echo.Context, v verifyView) error {
	ctx := c.Request().Context()
	err := s.unhurried(c, "verify", checksPerHour, regulation.Refuse("", tooManyAttempts, regulation.Values{"Minutes": int(time.Hour / time.Minute)}))
	if err != nil {
		return err
	}
	v.asked = true
	switch code := document.ParseCode(v.number); {
	case code != "":
		v.found, err = s.Records.CheckCode(ctx, code)
	case v.number != "":
		v.found, err = s.Records.CheckNumber(ctx, strings.TrimLeft(v.number, "№\u00a0 "), verifiedListed)
	default:
		v.found, err = s.Records.CheckFile(ctx, v.digest)
	}
	if err != nil {
		return err
	}
	if v.brought && len(v.found) > 1 { // the file says which of them is meant
		if i := slices.IndexFunc(v.found, func(p document.Checked) bool { return p.Is(v.digest) }); i >= 0 {
			v.found = v.found[i : i+1]
		}
	}
	if v.brought && len(v.found) == 1 && !v.found[0].Is(v.digest) { // it may be the public copy of that paper
		copied, err := s.Records.CheckFile(ctx, v.digest)
		if err != nil {
			return err
		}
		if len(copied) == 1 && copied[0].PDF == v.found[0].PDF {
			v.found = copied
		}
	}
	return s.leaflet(c, verifyPage(v))
}

// verdict is the answer in one sentence, and whether it is a good one.
func (v verifyView) verdict(ctx context.Context, p document.Checked) (said string, good bool) {
	switch {
	case v.brought && !p.Is(v.digest):
		return t(ctx, "verify.changed"), false
	case p.Withdrawn:
		return t(ctx, "verify.withdrawn"), false
	case !p.Whole:
		return t(ctx, "verify.unsigned"), false
	case p.PublicCopy:
		return t(ctx, "verify.public_copy"), true
	case v.brought:
		return t(ctx, "verify.unchanged"), true
	}
	return t(ctx, "verify.issued"), true
}

// name says what the paper is.
func (v verifyView) name(ctx context.Context, p document.Checked) string {
	name := word(ctx, p.Kind)
	if p.Number != "" {
		name += " № " + p.Number
	}
	return name
}

// means says by what a paper was signed.
func (v verifyView) means(ctx context.Context, r signature.Record) string {
	return t(ctx, "signature_means."+string(r.Means))
}

// stands says whether a ruling stands as it was made.
func (v verifyView) stands(ctx context.Context, p document.Checked) string {
	if a, annulled := p.Annulled(); annulled {
		return t(ctx, "verify.annulled", "Commission", glued(a.Commission))
	}
	if len(p.Appeals) > 0 {
		return t(ctx, "verify.appealed")
	}
	return t(ctx, "verify.stands")
}
