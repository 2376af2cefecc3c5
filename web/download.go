package web

import (
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"redress/internal/attachment"
)

// sendFileAs streams a file to be saved, never to be shown by the browser itself. What
// turns out damaged on the way is cut short of its length, so that nobody takes half
// a file for the whole.
func (s *Server) sendFileAs(c echo.Context, content io.Reader, name, mediaType string, bytes int64) error {
	ctx := c.Request().Context()
	h := c.Response().Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": attachment.CleanName(name)}))
	h.Set("Content-Length", strconv.FormatInt(bytes, 10))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "no-store")
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	if _, err := io.Copy(c.Response(), content); err != nil && ctx.Err() == nil {
		s.Log.ErrorContext(ctx, "sending a file", "reference", visitOf(ctx).reference, "error", scrubbed(err))
	}
	return nil
}
