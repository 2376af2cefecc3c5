package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/regulation"
)

// bringing is a form with one file that is read into memory and not kept.
type bringing struct {
	field  string              // of the file
	limit  int64               // bytes of it
	also   []string            // short fields beside it
	heavy  *regulation.Refusal // of a file above the limit
	absent *regulation.Refusal // when no file was chosen
}

// read takes the form in. What is wrong with the file is a refusal at its field, and what
// was typed beside it is returned all the same.
func (b bringing) read(c echo.Context) (url.Values, []byte, error) {
	typed := url.Values{}
	body := &steady{control: http.NewResponseController(c.Response()), began: time.Now(), body: http.MaxBytesReader(c.Response(), c.Request().Body, b.limit+uploadSlack)}
	c.Request().Body = io.NopCloser(body)
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return typed, nil, echo.ErrUnsupportedMediaType
	}
	var file []byte
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if n > len(b.also) {
			return typed, nil, echo.ErrBadRequest
		}
		if err == nil {
			err = b.take(part, typed, &file)
		}
		switch {
		case tooHeavy(err), tooHeavy(body.err), int64(len(file)) > b.limit:
			return typed, nil, b.heavy
		case err != nil:
			return typed, nil, echo.ErrBadRequest
		}
	}
	if len(file) == 0 {
		return typed, nil, b.absent
	}
	return typed, file, nil
}

func (b bringing) take(part *multipart.Part, typed url.Values, file *[]byte) error {
	name := part.FormName()
	if name == b.field {
		var err error
		*file, err = io.ReadAll(part)
		return err
	}
	value, err := io.ReadAll(io.LimitReader(part, paperFieldBytes))
	if slices.Contains(b.also, name) {
		typed.Set(name, string(value))
	}
	return err
}
