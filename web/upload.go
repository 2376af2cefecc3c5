package web

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/attachment"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

// Caps of an upload beside the limits of attachments.
const (
	uploadSlack = 1 << 20 // bytes of everything that is no file: heads of parts, fields
	spareParts  = 20      // parts beyond the most files: fields, and files refused by name
	fieldBytes  = 100     // of a field beside the files; all of them are words of ours
)

// An upload may take uploadGrace, and a second more for every slowestUpload bytes
// that have come: a slow telephone passes, a connection kept open by a trickle does not.
const (
	uploadGrace   = time.Minute
	slowestUpload = 8 << 10
)

// steady reads the body of an upload. It moves the deadline of the connection along
// with what has come, and remembers what the body itself failed with.
type steady struct {
	body    io.Reader
	control *http.ResponseController
	began   time.Time
	n       int64
	err     error
}

func (r *steady) Read(p []byte) (int, error) {
	// A connection without deadlines, as in a test, is read without one.
	_ = r.control.SetReadDeadline(r.began.Add(uploadGrace + time.Duration(r.n/slowestUpload)*time.Second))
	n, err := r.body.Read(p)
	r.n += int64(n)
	if err != nil && err != io.EOF { // a body ends with the bare io.EOF
		r.err = err
	}
	return n, err
}

// uploaded is what one request brought.
type uploaded struct {
	taken    int // files kept
	problems Problems
	fields   map[string]string
}

// uploadFiles handles POST /file/files: it takes the files in one after another, as
// they come. One that is refused is refused by its name, and the others are kept.
func (s *Server) uploadFiles(c echo.Context) error {
	ctx := c.Request().Context()
	limits := s.Intake.Limits
	body := &steady{control: http.NewResponseController(c.Response()), began: time.Now(),
		body: http.MaxBytesReader(c.Response(), c.Request().Body, limits.TotalBytes+uploadSlack)}
	c.Request().Body = io.NopCloser(body)
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return echo.ErrUnsupportedMediaType
	}
	token, form, begun, err := s.formOf(c)
	if err != nil {
		return err
	}
	if !begun {
		token = complaint.NewToken()
	}
	up := uploaded{fields: map[string]string{}}
	front := visitOf(ctx).office
	if err := s.unhurried(c, "upload", s.UploadsPerHour, &regulation.Refusal{Field: attachment.Field, Key: "too_many_uploads",
		Values: regulation.Values{"Address": front.Address, "Phone": front.Phone}}); err != nil {
		if !up.refuse(ctx, err) {
			return err
		}
		_, _ = io.Copy(io.Discard, body) // who sends the files waits for an answer; what breaks off needs none
		return s.afterUpload(c, token, up)
	}
	if err := s.takeParts(ctx, parts, token, form, &up); err != nil {
		if !tooHeavy(err) && !tooHeavy(body.err) {
			if body.err != nil || errors.Is(err, io.ErrUnexpectedEOF) {
				return echo.ErrBadRequest // the upload broke off; hardly anybody waits for an answer
			}
			return err
		}
		up.refuse(ctx, &regulation.Refusal{Field: attachment.Field, Key: "files_too_large",
			Values: regulation.Values{"limit_mb": limits.TotalBytes >> 20}})
	}
	if begun || up.taken > 0 {
		s.setForm(c, token)
	}
	return s.afterUpload(c, token, up)
}

// formHeld reports whether there is a form of the token now.
func (s *Server) formHeld(ctx context.Context, token complaint.Token) (complaint.Form, bool) {
	form, err := s.Filings.Form(ctx, token)
	return form, err == nil
}

func tooHeavy(err error) bool {
	var heavy *http.MaxBytesError
	return errors.As(err, &heavy)
}

// refuse notes a refusal for the page.
func (u *uploaded) refuse(ctx context.Context, err error) bool {
	found := problems(ctx, err)
	u.problems = append(u.problems, found...)
	return found != nil
}

// takeParts reads the parts of a form with files.
func (s *Server) takeParts(ctx context.Context, parts *multipart.Reader, token complaint.Token, form complaint.Form, up *uploaded) error {
	held := form.Files
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if err == io.EOF { //nolint:errorlint // NextPart ends with the bare io.EOF
			return nil
		}
		if err != nil {
			if tooHeavy(err) {
				return err
			}
			return echo.ErrBadRequest
		}
		if n >= s.Intake.Limits.Files+spareParts {
			return echo.ErrBadRequest
		}
		if part.FileName() == "" {
			if err := up.field(part); err != nil {
				return err
			}
			continue
		}
		if part.FormName() != attachment.Field {
			return echo.ErrBadRequest
		}
		if len(held) >= s.Intake.Limits.Files {
			if !up.full() {
				up.refuse(ctx, s.Intake.Limits.Together(append(held, attachment.Attachment{})))
			}
			continue
		}
		file, err := s.takeFile(ctx, part, token, held)
		if err == nil {
			held = append(held, file)
			up.taken++
		} else if !up.refuse(ctx, err) {
			return err
		}
	}
}

// full reports whether the person was told already that there are too many files.
func (u *uploaded) full() bool { return u.problems.has("file_too_many") }

// field reads a part that is no file: a word of ours, and each only once.
func (u *uploaded) field(part *multipart.Part) error {
	name := part.FormName()
	if _, twice := u.fields[name]; twice {
		return echo.ErrBadRequest
	}
	value, err := io.ReadAll(io.LimitReader(part, fieldBytes+1))
	if err != nil {
		return err
	}
	if name == attachment.Field { // no file was chosen
		return nil
	}
	if len(value) > fieldBytes || len(name) > fieldBytes {
		return echo.ErrBadRequest
	}
	u.fields[name] = string(value)
	return nil
}

// takeFile puts one file into the vault and then names it in the form.
func (s *Server) takeFile(ctx context.Context, part *multipart.Part, token complaint.Token, held []attachment.Attachment) (attachment.Attachment, error) {
	file, err := s.Intake.Receive(ctx, part.FileName(), part)
	if err != nil {
		return file, err
	}
	if err := s.Intake.Limits.Together(append(held, file)); err != nil {
		return file, err
	}
	return file, s.Filings.Attach(ctx, token, file, s.Intake.Limits.Files)
}

// afterUpload shows the files with what was refused, or goes on.
func (s *Server) afterUpload(c echo.Context, token complaint.Token, up uploaded) error {
	ctx := c.Request().Context()
	changing := up.fields["back"] == string(complaint.AboutAll)
	if len(up.problems) > 0 {
		a, err := s.askedOf(c, complaint.AboutFiles)
		if err != nil {
			return err
		}
		if form, held := s.formHeld(ctx, token); held {
			a.form, a.begun = form, true
		}
		a.problems, a.changing = plain(up.problems), changing
		return s.page(c, a.status(), filePage(a))
	}
	if up.fields["next"] == "" {
		return c.Redirect(http.StatusSeeOther, filesAddress(changing))
	}
	if up.taken == 0 { // a file taken has answered the question already
		if err := s.Filings.Answer(ctx, token, complaint.AboutFiles, func(*complaint.Answers) {}); err != nil {
			return err
		}
		s.setForm(c, token)
	}
	return s.onward(c, token, changing)
}

// filesAddress is the page of the files, for whoever goes on there.
func filesAddress(changing bool) string {
	if changing {
		return "/file/files?back=check"
	}
	return "/file/files"
}

// detachFile handles POST /file/files/:id/delete.
func (s *Server) detachFile(c echo.Context) error {
	form, err := typed(c)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return echo.ErrNotFound
	}
	if token, ok := s.tokenOf(c); ok {
		if err := s.Filings.Detach(c.Request().Context(), token, attachment.ID(id)); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, filesAddress(form.Get("back") == string(complaint.AboutAll)))
}
