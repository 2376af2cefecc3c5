package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// campaignForm is a campaign as it is typed.
type campaignForm struct {
	Code, Title, Organiser    string
	Starts, Ends, FirstVoting DateBoxes
	VotingDays                string
}

// newCampaign handles GET /settings/campaigns/new.
func (s *Server) newCampaign(c echo.Context) error {
	return s.page(c, http.StatusOK, newCampaignPage(campaignForm{VotingDays: "1"}, nil))
}

// addCampaign handles POST /settings/campaigns/new.
func (s *Server) addCampaign(c echo.Context) error {
	ctx := c.Request().Context()
	params, err := c.FormParams()
	if err != nil {
		return err
	}
	form := campaignFormOf(params)
	if err := s.announce(ctx, actor(c), form); err != nil {
		found := problems(ctx, err)
		if found == nil {
			return err
		}
		return s.page(c, found.status(), newCampaignPage(form, found))
	}
	return c.Redirect(http.StatusSeeOther, "/settings")
}

func campaignFormOf(form url.Values) campaignForm {
	v := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	return campaignForm{Code: v("code"), Title: v("title"), Organiser: v("organiser"), Starts: boxesIn(form, "starts_on"), Ends: boxesIn(form, "ends_on"),
		FirstVoting: boxesIn(form, "voting_days"), VotingDays: v("count")}
}

// campaignFilled returns the form of a campaign as it is.
func campaignFilled(c commission.Campaign) campaignForm {
	return campaignForm{Code: c.Code, Title: c.Title, Starts: boxesOf(c.StartsOn), Ends: boxesOf(c.EndsOn), FirstVoting: boxesOf(c.VotingDays[0]),
		VotingDays: strconv.Itoa(len(c.VotingDays))}
}

// campaign reads the title and the days; what is no date is refused.
func (f campaignForm) campaign() (commission.Campaign, error) {
	starts, err1 := f.Starts.Date("starts_on")
	ends, err2 := f.Ends.Date("ends_on")
	first, err3 := f.FirstVoting.Date("voting_days")
	c := commission.Campaign{Code: f.Code, Title: f.Title, StartsOn: starts, EndsOn: ends}
	count, _ := strconv.Atoi(f.VotingDays) // anything else makes no voting day, which the campaign refuses
	for i := range min(max(count, 0), 4) {
		c.VotingDays = append(c.VotingDays, first.AddDays(i))
	}
	return c, errors.Join(err1, err2, err3)
}

func (s *Server) announce(ctx context.Context, by identity.Actor, f campaignForm) error {
	c, err := f.campaign()
	organiser, unknown := s.Records.CommissionByCode(ctx, f.Organiser)
	if unknown != nil {
		err = errors.Join(err, regulation.Missing(regulation.DirectSuperior, "organiser", "parent_unknown"))
	}
	if err != nil {
		return err
	}
	c.Organiser = organiser.ID
	return s.Setup.Announce(ctx, by, c)
}

// campaignView is what the page of one campaign shows.
type campaignView struct {
	Campaign commission.Campaign
	Form     campaignForm
	Preview  *deadline.Preview // of the form; nil while nothing was asked
	Results  []commission.Results
	Fixed    resultsForm
	Saved    bool
}

// resultsForm is when a commission fixed its results, as it is typed.
type resultsForm struct {
	Commission, Time string
	On               DateBoxes
}

// previewRows is how many moved deadlines a preview lists.
const previewRows = 50

func (s *Server) campaignView(c echo.Context) (campaignView, error) {
	ctx := c.Request().Context()
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return campaignView{}, echo.ErrNotFound
	}
	v := campaignView{Saved: c.QueryParam("note") == "saved"}
	if v.Campaign, err = s.Records.Campaign(ctx, commission.CampaignID(id)); err != nil {
		return v, err
	}
	v.Form = campaignFilled(v.Campaign)
	organiser, err := s.Records.Commission(ctx, v.Campaign.Organiser)
	if err != nil {
		return v, err
	}
	v.Fixed.Commission, v.Form.Organiser = organiser.Code, organiser.Name
	v.Results, err = s.Records.Results(ctx, v.Campaign.ID)
	return v, err
}

func campaignSettings(id commission.CampaignID) string {
	return "/settings/campaigns/" + strconv.FormatInt(int64(id), 10)
}

// showCampaign handles GET /settings/campaigns/:id.
func (s *Server) showCampaign(c echo.Context) error {
	v, err := s.campaignView(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, campaignPage(v, nil))
}

// changeCampaign handles POST /settings/campaigns/:id: first it shows which deadlines
// would move, and what was shown is then adopted.
func (s *Server) changeCampaign(c echo.Context) error {
	ctx := c.Request().Context()
	v, err := s.campaignView(c)
	if err != nil {
		return err
	}
	params, err := c.FormParams()
	if err != nil {
		return err
	}
	form := campaignFormOf(params)
	form.Code, form.Organiser = v.Form.Code, v.Form.Organiser
	v.Form = form
	to, err := form.campaign()
	if err == nil {
		to.ID = v.Campaign.ID
		if params.Get("do") == "adopt" {
			if err = s.Setup.Change(ctx, actor(c), to); err == nil {
				return c.Redirect(http.StatusSeeOther, campaignSettings(to.ID)+"?note=saved")
			}
		} else if to, _, err = v.Campaign.Changed(actor(c), to); err == nil {
			var foreseen deadline.Preview
			foreseen, err = s.Records.ForeseeCampaign(ctx, to, previewRows)
			v.Preview = &foreseen
		}
	}
	return s.campaignAgain(c, v, err)
}

// fixResults handles POST /settings/campaigns/:id/results.
func (s *Server) fixResults(c echo.Context) error {
	ctx := c.Request().Context()
	v, err := s.campaignView(c)
	if err != nil {
		return err
	}
	params, err := c.FormParams()
	if err != nil {
		return err
	}
	v.Fixed = resultsForm{Commission: strings.TrimSpace(params.Get("commission")), Time: strings.TrimSpace(params.Get("fixed_time")), On: boxesIn(params, "fixed")}
	own, at, err := s.resultsFixed(ctx, v.Fixed)
	if err == nil {
		if err = s.Setup.FixResults(ctx, actor(c), v.Campaign.ID, own, at); err == nil {
			return c.Redirect(http.StatusSeeOther, campaignSettings(v.Campaign.ID)+"?note=saved")
		}
	}
	return s.campaignAgain(c, v, err)
}

// resultsFixed reads whose results were fixed and when, by the clock of that commission.
func (s *Server) resultsFixed(ctx context.Context, f resultsForm) (commission.ID, time.Time, error) {
	var faults []error
	own, err := s.Records.CommissionByCode(ctx, f.Commission)
	if err != nil {
		faults = append(faults, regulation.Missing(regulation.ResultsFixed, "commission", "parent_unknown"))
	}
	on, err := f.On.Date("fixed")
	if err != nil {
		faults = append(faults, err)
	} else if on.IsZero() {
		faults = append(faults, regulation.Missing(regulation.ResultsFixed, "fixed", "date_missing"))
	}
	clock, err := time.Parse("15:04", f.Time)
	if err != nil {
		faults = append(faults, regulation.Missing(regulation.ResultsFixed, "fixed_time", "time_wrong"))
	}
	if err := errors.Join(faults...); err != nil {
		return 0, time.Time{}, err
	}
	return own.ID, time.Date(on.Year(), on.Month(), on.Day(), clock.Hour(), clock.Minute(), 0, 0, own.Profile.Zone()), nil
}

// campaignAgain shows the page of a campaign once more, with what is wrong or foreseen.
func (s *Server) campaignAgain(c echo.Context, v campaignView, cause error) error {
	if cause == nil {
		return s.page(c, http.StatusOK, campaignPage(v, nil))
	}
	found := problems(c.Request().Context(), cause)
	if found == nil {
		return cause
	}
	return s.page(c, found.status(), campaignPage(v, found))
}

// foreseenCount says of how many complaints the dates would move.
func foreseenCount(ctx context.Context, p deadline.Preview) string {
	switch {
	case p.Complaints == 0:
		return t(ctx, "campaign.moves_none")
	case p.More:
		return tn(ctx, "campaign.moves_more", p.Complaints)
	}
	return tn(ctx, "campaign.moves", p.Complaints)
}

// dueDate writes the date of a deadline that a change moves.
func dueDate(ctx context.Context, d deadline.Deadline) string {
	return dated(ctx, d.Kind, d.DueOn)
}

// dated writes a date of a deadline, "17 сентября 2026", or that it is due at once.
func dated(ctx context.Context, kind deadline.Kind, on calendar.Date) string {
	switch {
	case on.IsZero():
		return t(ctx, "campaign.no_term")
	case kind == deadline.Immediate:
		return t(ctx, "campaign.at_once", "Day", dayYear(ctx, on))
	}
	return dayYear(ctx, on)
}
