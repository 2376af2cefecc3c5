package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/regulation"
)

// unhurried counts what one network sends of a kind and refuses it above the limit of
// an hour, with what to do instead: a complaint that is brought or posted is always
// accepted. What was typed stays in the form. Staff who enter papers are not
// counted.
func (s *Server) unhurried(c echo.Context, kind string, limit int, refusal *regulation.Refusal) error {
	ctx := c.Request().Context()
	if limit <= 0 || visitOf(ctx).signedIn() {
		return nil
	}
	err := s.Gate.Throttle(ctx, kind+"/network/"+networkOf(c.RealIP()), limit, time.Hour)
	if found, only := refusalsIn(err); only && len(found) > 0 {
		return refusal
	}
	return err
}
