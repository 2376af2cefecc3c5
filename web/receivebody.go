package web

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/attachment"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

// Caps of the fields of a paper: one holds the longest text twice over, so that what is
// too long comes back to the one who typed it.
const (
	paperFieldBytes = 128 << 10
	paperFields     = 60
)

// paperBody is what one sending of the page for papers brought.
type paperBody struct {
	uploaded
	token  complaint.Token
	form   complaint.Form          // what was held under the token before
	held   []attachment.Attachment // with what came now
	values url.Values
}

// paperBody reads the form piece by piece; files go to the vault and under the token.
func (s *Server) paperBody(c echo.Context) (paperBody, error) {
	limits := s.Intake.Limits
	brought := &steady{control: http.NewResponseController(c.Response()), began: time.Now(),
		body: http.MaxBytesReader(c.Response(), c.Request().Body, limits.TotalBytes+uploadSlack)}
	c.Request().Body = io.NopCloser(brought)
	b := paperBody{values: url.Values{}}
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return b, echo.ErrUnsupportedMediaType
	}
	ctx := c.Request().Context()
	if err := s.takePaper(ctx, parts, &b); err != nil {
		switch {
		case b.values.Has("token") && (tooHeavy(err) || tooHeavy(brought.err)):
			b.refuse(ctx, &regulation.Refusal{Field: attachment.Field, Key: "files_too_large", Values: regulation.Values{"limit_mb": limits.TotalBytes >> 20}})
		case brought.err != nil || errors.Is(err, io.ErrUnexpectedEOF):
			return b, echo.ErrBadRequest
		default:
			return b, err
		}
	}
	if !b.values.Has("token") {
		return b, echo.ErrBadRequest
	}
	return b, nil
}

// takePaper reads the parts. The token comes first: files are named under it.
func (s *Server) takePaper(ctx context.Context, parts *multipart.Reader, b *paperBody) error {
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if err == io.EOF { //nolint:errorlint // NextPart ends with the bare io.EOF
			return nil
		}
		switch {
		case err != nil && tooHeavy(err):
			return err
		case err != nil, n >= s.Intake.Limits.Files+paperFields:
			return echo.ErrBadRequest
		case part.FileName() == "":
			err = s.takeField(ctx, part, b)
		case part.FormName() != attachment.Field || !b.values.Has("token"):
			return echo.ErrBadRequest
		default:
			err = s.takeScan(ctx, part, b)
		}
		if err != nil || b.form.Sent != (complaint.Ref{}) {
			return err
		}
	}
}

// takeField reads a part that is no file.
func (s *Server) takeField(ctx context.Context, part *multipart.Part, b *paperBody) error {
	name := part.FormName()
	value, err := io.ReadAll(io.LimitReader(part, paperFieldBytes+1))
	if err != nil {
		return err
	}
	if name == attachment.Field { // no file was chosen
		return nil
	}
	if len(value) > paperFieldBytes || len(name) > fieldBytes || b.values.Has(name) {
		return echo.ErrBadRequest
	}
	b.values.Set(name, string(value))
	if name != "token" {
		return nil
	}
	var ok bool
	if b.token, ok = tokenIn(string(value)); !ok {
		return echo.ErrBadRequest
	}
	b.form, err = s.Filings.Form(ctx, b.token)
	if errors.Is(err, complaint.ErrNoForm) {
		err = nil
	}
	b.held = b.form.Files
	return err
}

// takeScan takes one file in, or notes why it is refused.
func (s *Server) takeScan(ctx context.Context, part *multipart.Part, b *paperBody) error {
	if len(b.held) >= s.Intake.Limits.Files {
		if !b.full() {
			b.refuse(ctx, s.Intake.Limits.Together(append(b.held, attachment.Attachment{})))
		}
		return nil
	}
	file, err := s.takeFile(ctx, part, b.token, b.held)
	if err != nil {
		if !b.refuse(ctx, err) {
			return err
		}
		return nil
	}
	b.held = append(b.held, file)
	return nil
}
