package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/identity"
)

// overrideView is what the page of a campaign's own links shows.
type overrideView struct {
	Campaign                         commission.Campaign
	List                             []commission.Override
	Lower, Territory, Higher, Reason string
	From, Until, Last                DateBoxes
	Chosen                           map[string]bool // links ticked
}

// overridesShown is how many links of a campaign the page lists.
const overridesShown = 500

func overrideSettings(id commission.CampaignID) string { return campaignSettings(id) + "/links" }

func (s *Server) overrideView(c echo.Context) (overrideView, error) {
	ctx := c.Request().Context()
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return overrideView{}, echo.ErrNotFound
	}
	v := overrideView{Chosen: map[string]bool{}}
	if v.Campaign, err = s.Records.Campaign(ctx, commission.CampaignID(id)); err != nil {
		return v, err
	}
	v.List, err = s.Records.Overrides(ctx, v.Campaign.ID, overridesShown)
	return v, err
}

// showOverrides handles GET /settings/campaigns/:id/links.
func (s *Server) showOverrides(c echo.Context) error {
	v, err := s.overrideView(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, overridePage(v, nil))
}

// override handles POST /settings/campaigns/:id/links: it puts commissions below
// another one.
func (s *Server) override(c echo.Context) error {
	v, err := s.overrideView(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	text := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	v.Lower, v.Territory, v.Higher, v.Reason = text("lower"), text("territory"), text("higher"), text("reason")
	v.From, v.Until = boxesIn(form, "link_from"), boxesIn(form, "link_until")
	return s.changeOverrides(c, v, func(ctx context.Context, by identity.Actor) error {
		from, err1 := v.From.Date("link_from")
		until, err2 := v.Until.Date("link_until")
		if err := first(err1, err2); err != nil {
			return err
		}
		return s.Setup.Override(ctx, by, v.Campaign.ID, commission.Overriding{Lower: v.Lower, Territory: v.Territory, Higher: v.Higher, From: from, Until: until, Reason: v.Reason})
	})
}

// endOverrides handles POST /settings/campaigns/:id/links/end.
func (s *Server) endOverrides(c echo.Context) error {
	v, err := s.overrideView(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	v.Last = boxesIn(form, "link_last")
	end := commission.OverrideEnd{Revoke: form.Get("do") == "revoke"}
	for _, o := range v.List {
		if name := overrideTick(o); form.Has(name) {
			end.Links, v.Chosen[name] = append(end.Links, o.ID), true
		}
	}
	return s.changeOverrides(c, v, func(ctx context.Context, by identity.Actor) (err error) {
		if end.Last, err = v.Last.Date("link_last"); err != nil {
			return err
		}
		return s.Setup.EndOverride(ctx, by, v.Campaign.ID, end)
	})
}

func (s *Server) changeOverrides(c echo.Context, v overrideView, act func(context.Context, identity.Actor) error) error {
	ctx := c.Request().Context()
	err := act(ctx, actor(c))
	if err == nil {
		return c.Redirect(http.StatusSeeOther, overrideSettings(v.Campaign.ID))
	}
	found := problems(ctx, err)
	if found == nil {
		return err
	}
	return s.page(c, found.status(), overridePage(v, found))
}

// overrideTick is the name of the box of a link.
func overrideTick(o commission.Override) string { return "link_" + strconv.FormatInt(int64(o.ID), 10) }

// overrideOptions are the links to choose from.
func (v overrideView) options(ctx context.Context) []Option {
	var options []Option
	for _, o := range v.List {
		options = append(options, Option{Value: overrideTick(o),
			Label: t(ctx, "override.line", "Lower", o.LowerCode, "LowerName", glued(o.LowerName), "Higher", o.HigherCode),
			Hint:  dayRange(ctx, o.From, o.Until) + ". " + o.Reason})
	}
	return options
}
