package web

import (
	"context"

	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/regulation"
)

// start handles GET /.
func (s *Server) start(c echo.Context) error {
	campaign, in, err := s.Campaign(c.Request().Context())
	if err != nil {
		return err
	}
	if !in {
		return s.leaflet(c, startPage(nil))
	}
	return s.leaflet(c, startPage(&campaign))
}

// help handles GET /help.
func (s *Server) help(c echo.Context) error { return s.leaflet(c, helpPage()) }

// privacy handles GET /privacy.
func (s *Server) privacy(c echo.Context) error { return s.leaflet(c, privacyPage()) }

// accessibility handles GET /accessibility.
func (s *Server) accessibility(c echo.Context) error { return s.leaflet(c, accessibilityPage()) }

// votingDays writes the voting days of a campaign, "18–20 сентября 2026".
func votingDays(ctx context.Context, c commission.Campaign) string {
	return dayRange(ctx, c.VotingDays[0], c.VotingDays[len(c.VotingDays)-1])
}

// terms are the periods the start page promises, as the regulation has them.
type terms struct{ register, answer, deliver int }

func termsOf(profile regulation.Profile, campaign bool) terms {
	if campaign {
		return terms{profile.ToRegisterInCampaign().N, regulation.ToAnswerInCampaign.N, profile.ToDeliver().N}
	}
	return terms{regulation.ToRegister.N, regulation.ToAnswer.N, profile.ToDeliver().N}
}
