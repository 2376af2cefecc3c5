package web

import (
	"context"
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

// What one check may find, and how many one network may make in an hour.
const (
	verifiedListed = 20
	checksPerHour  = 120
)

// verifyView is a check of a paper: what was asked, and what is known.
type verifyView struct {
	number   string
	asked    bool
	paper    []byte            // a file that was brought; nil for none
	seal     []byte            // a signature that lies apart from its paper; nil for none
	digest   attachment.Digest // of the paper, or of the state in which the commission issued it
	added    bool              // signatures were added to that state
	altered  bool              // and something else
	found    []document.Checked
	report   *signature.Report // of electronic signatures; nil where there are none
	problems Problems
}

// brought reports whether a paper was brought, and not only its number or a signature.
func (v verifyView) brought() bool { return len(v.paper) > 0 }

// showVerify handles GET /verify, and GET /verify/:code, to which the code on a paper leads.
func (s *Server) showVerify(c echo.Context) error {
	v := verifyView{number: nameable(c.Param("code"))}
	if v.number == "" {
		v.number = paperNumber(c.QueryParam("number"))
	}
	if v.number == "" {
		return s.page(c, http.StatusOK, verifyPage(v))
	}
	return s.checked(c, v)
}

// paperNumber is the number or the code that was typed, also where it is the whole address that
// the code on a paper opens.
func paperNumber(typed string) string {
	if _, code, is := strings.Cut(typed, document.CheckPath); is {
		typed, _, _ = strings.Cut(code, "?")
	}
	return nameable(typed)
}

// verify handles POST /verify: a number, a file, a signature, or several of them. Nothing of
// a file is kept.
func (s *Server) verify(c echo.Context) error {
	v, err := s.verifyTyped(c)
	defer func() { s.exams.release(len(v.paper) + len(v.seal)) }()
	if err == nil && !v.brought() && len(v.seal) == 0 && v.number == "" {
		err = regulation.Missing("", "number", "verify_nothing")
	}
	if err == nil {
		err = s.checked(c, v)
	}
	if found, only := refusalsIn(err); only && len(found) > 0 {
		v.problems = problems(c.Request().Context(), err)
		return s.page(c, v.problems.status(), verifyPage(v))
	}
	return err
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
	}
	if err == nil && (v.brought() || len(v.seal) > 0) {
		err = s.examined(ctx, &v)
	}
	if err != nil {
		return err
	}
	return s.leaflet(c, verifyPage(v))
}

// knownPaper finds the paper that was brought by its digest, or by that of a state with which
// it begins, and says which of those with the number is meant: a public copy among them.
func (s *Server) knownPaper(ctx context.Context, v *verifyView) error {
	known, state, err := s.stateOf(ctx, v.paper)
	if err != nil {
		return err
	}
	v.digest = attachment.Digest(state.Digest)
	if v.added = len(known) > 0 && state.End < len(v.paper); v.added {
		v.altered = signature.OnlySigned(v.paper, state.End) != nil
	}
	if v.number == "" || len(known) == 1 && slices.ContainsFunc(v.found, func(p document.Checked) bool { return p.PDF == known[0].PDF }) {
		v.found = known
	}
	return nil
}

// verdict is the answer in one sentence, and whether it is a good one.
func (v verifyView) verdict(ctx context.Context, p document.Checked) (said string, good bool) {
	switch {
	case v.brought() && (v.altered || !p.Is(v.digest)):
		return t(ctx, "verify.changed"), false
	case p.Withdrawn:
		return t(ctx, "verify.withdrawn"), false
	case !p.Whole:
		return t(ctx, "verify.unsigned"), false
	case p.PublicCopy:
		return t(ctx, "verify.public_copy"), true
	case v.added:
		return t(ctx, "verify.unchanged_signed"), true
	case v.brought():
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
