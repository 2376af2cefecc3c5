package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// regimeView is the page on which the chair changes the regime of a complaint: first the
// form, then what it would change, to be confirmed.
type regimeView struct {
	complaintFrameData
	Chosen, Reason string             // as typed
	Foreseen       bool               // what would change is shown
	Moved          []deadline.Redated // with Foreseen
}

// showRegime handles GET /complaints/:no/regime.
func (s *Server) showRegime(c echo.Context) error {
	f, err := s.framed(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, regimePage(regimeView{complaintFrameData: f}))
}

// previewRegime handles POST /complaints/:no/regime: it shows which terms would move,
// and changes nothing.
func (s *Server) previewRegime(c echo.Context) error {
	v, change, err := s.regimeTyped(c)
	if err != nil {
		return err
	}
	change.Seen = v.Complaint.Version
	next, _, err := v.Complaint.ChangeRegime(actor(c), change, v.Moment)
	if err == nil {
		v.Foreseen = true
		v.Moved, err = deadline.Redating(v.Complaint, next, v.Moment)
	}
	return s.regimeAnswer(c, v, err)
}

// changeRegime handles POST /complaints/:no/regime/change.
func (s *Server) changeRegime(c echo.Context) error {
	v, change, err := s.regimeTyped(c)
	if err != nil {
		return err
	}
	change.Seen = int(whole(c.FormValue("seen")))
	if err := s.Desk.ChangeRegime(c.Request().Context(), actor(c), v.Complaint.Ref, change); err != nil {
		return s.regimeAnswer(c, v, err)
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+v.Complaint.Ref.String()+"?saved="+string(complaint.ChangingRegime))
}

// regimeTyped reads the form with the complaint it is about.
func (s *Server) regimeTyped(c echo.Context) (regimeView, complaint.RegimeChange, error) {
	f, err := s.framed(c)
	if err != nil {
		return regimeView{}, complaint.RegimeChange{}, err
	}
	form, err := c.FormParams()
	if err != nil {
		return regimeView{}, complaint.RegimeChange{}, err
	}
	v := regimeView{complaintFrameData: f, Chosen: form.Get("regime"), Reason: oneLine(form, "reason")}
	return v, complaint.RegimeChange{To: regimeOf(v.Chosen), Campaign: campaignOf(v.Chosen), Reason: v.Reason}, nil
}

// regimeAnswer shows the form with what is wrong with it, or what the change would do.
func (s *Server) regimeAnswer(c echo.Context, v regimeView, err error) error {
	status := http.StatusOK
	if err != nil {
		if v.Wrong = problems(c.Request().Context(), err); v.Wrong == nil || v.Wrong.has(notYourOffice) {
			return err
		}
		status = v.Wrong.status()
	}
	return s.page(c, status, regimePage(v))
}

// The choices name the ordinary regime, or that of a campaign by its number.
func regimeOf(choice string) regulation.Regime {
	if strings.HasPrefix(choice, "campaign_") {
		return regulation.CampaignRegime
	}
	return regulation.Regime(choice)
}

func campaignOf(choice string) commission.CampaignID {
	number, _ := strings.CutPrefix(choice, "campaign_")
	return commission.CampaignID(whole(number))
}

func regimeChoice(r regulation.Regime, id commission.CampaignID) string {
	if r == regulation.CampaignRegime {
		return "campaign_" + strconv.FormatInt(int64(id), 10)
	}
	return string(r)
}

// regimeOptions are the regimes the complaint is not under.
func (v regimeView) regimeOptions(ctx context.Context) []Option {
	var options []Option
	now := regimeChoice(v.Complaint.Regime, v.Complaint.Campaign)
	add := func(r regulation.Regime, id commission.CampaignID) {
		if choice := regimeChoice(r, id); choice != now {
			options = append(options, Option{Value: choice, Label: v.regimeWords(ctx, r, id)})
		}
	}
	add(regulation.OrdinaryRegime, 0)
	for _, k := range v.Moment.Campaigns {
		add(regulation.CampaignRegime, k.ID)
	}
	return options
}

// regimeWords names a regime, that of a campaign with its title.
func (f complaintFrameData) regimeWords(ctx context.Context, r regulation.Regime, id commission.CampaignID) string {
	for _, k := range f.Moment.Campaigns {
		if r == regulation.CampaignRegime && k.ID == id {
			return t(ctx, "regime_change.of_campaign", "Title", glued(k.Title))
		}
	}
	return word(ctx, r)
}

// regimeChangeable reports whether the visitor may change the regime of the complaint.
func (f complaintFrameData) regimeChangeable(ctx context.Context) bool {
	return (f.Complaint.State.Rules() || f.Complaint.State == complaint.LetterDue) && visitOf(ctx).actor.MayAbout(identity.ChangeRegime, f.Complaint.Matter())
}

// regimeChanged says what an entry of the docket records of a changed regime.
func (f complaintFrameData) regimeChanged(ctx context.Context, facts map[string]any) string {
	named := func(regime, campaign string) string {
		r, _ := facts[regime].(string)
		id, _ := facts[campaign].(float64)
		return f.regimeWords(ctx, regulation.Regime(r), commission.CampaignID(id))
	}
	moved := redated(ctx, map[string]any{"clocks": facts["clocks"], "was": facts["dates_were"], "now": facts["dates_are"]})
	if moved == "" {
		moved = t(ctx, "regime_change.nothing_moves")
	}
	return t(ctx, "docket."+string(complaint.ChangingRegime), "Was", named("was", "was_campaign"), "Now", named("regime", "campaign"), "Reason", facts["reason"], "Moved", moved)
}
