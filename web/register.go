package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// categories are what complaints are about, in the order of the register screen:
// before voting, in voting, after it, and what needs a look of its own.
var categories = []string{
	"voter_list_refusal", "voter_list_error", "voter_list_access", "office_hours", "documents_access", "member_rights", "session_notice",
	"quorum_dissent", "complaint_refused", "candidate_registration", "observer_removed", "observer_restricted", "home_voting", "ballot_storage",
	"ballot_stuffing", "campaigning_voting_day", "counting_procedure", "protocol_copy", "protocol_discrepancy", "third_party_violation",
	"wrong_commission", "repeated", "parallel_court", "court_decision", "anonymous", "anonymous_crime", "unreadable", "abusive", "email_not_appeal",
}

// categoryWord names a category of complaints.
func categoryWord(ctx context.Context, category string) string {
	if !slices.Contains(categories, category) {
		return t(ctx, "category.none")
	}
	return t(ctx, "category."+category)
}

// categoryOptions are the categories to choose from.
func categoryOptions(ctx context.Context) []Option {
	options := []Option{{Value: "", Label: t(ctx, "category.none")}}
	for _, category := range categories {
		options = append(options, Option{Value: category, Label: categoryWord(ctx, category)})
	}
	return options
}

// registerScreen is everything the registration screen shows.
type registerScreen struct {
	complaintFrameData
	Intake      complaint.Intake // as filled in so far
	Respondents []Option
	Rapporteurs []Option
	Search      string               // what commission was searched for
	Many        bool                 // more commissions below than a list can hold
	Clocks      []deadline.Running   // as they would run if it were registered now
	Checked     []deadline.Running   // the same with an additional check, in a campaign
	Campaign    *commission.Campaign // whose regime applies; nil in the ordinary one
	Waiting     int                  // how many wait in the queue
	Routing     complaint.Routing    // what the rules say is to be done with the paper
	Standing    string               // what is special about the respondent: dissolved, or below another commission in this campaign
	Examined    examined             // the six checks as the machine answers them
}

// listedCommissions is how many commissions a list holds; beyond it one searches.
const listedCommissions = 60

// showRegister handles GET /complaints/:no/register.
func (s *Server) showRegister(c echo.Context) error {
	found, err := s.complaintAt(c)
	if err != nil {
		return err
	}
	if found.State != complaint.Filed {
		return c.Redirect(http.StatusSeeOther, "/complaints/"+found.Ref.String())
	}
	in := complaint.Intake{Contested: found.Contested, Respondent: found.Respondent, Title: found.Substance(), Findings: found.Findings}
	if strings.TrimSpace(found.Text) == "" {
		in.Title = "" // of a paper without text the secretary says what it is about
	}
	return s.registerPage(c, http.StatusOK, found, in, nil)
}

// register handles POST /complaints/:no/register.
func (s *Server) register(c echo.Context) error {
	found, err := s.complaintAt(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	in := intakeTyped(form)
	if _, err := s.Records.Commission(ctx, in.Respondent); errors.Is(err, commission.ErrNotFound) {
		in.Respondent = 0 // what is not in the list was not chosen
	} else if err != nil {
		return err
	}
	if form.Has("look") && form.Get("route") == form.Get("recommended") {
		in.Route = "" // nobody chose: what the rules say now may be something else
	}
	if form.Has("look") { // looks for the commission, or counts the terms anew; nothing is registered
		return s.registerPage(c, http.StatusOK, found, in, nil)
	}
	linked, err := s.links(ctx, found, form)
	if err == nil {
		in.Linked = linked
		in.Checks, err = s.checksOf(ctx, found, in, form)
	}
	if err == nil {
		err = s.Desk.Register(ctx, actor(c), found.Ref, in)
	}
	if err != nil {
		wrong := problems(ctx, err)
		if wrong == nil || wrong.has(notYourOffice) || wrong.has("act_not_now") {
			return err
		}
		return s.registerPage(c, wrong.status(), found, in, wrong)
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+found.Ref.String()+"?saved=registration")
}

// intakeTyped reads the form as it was typed.
func intakeTyped(form url.Values) complaint.Intake {
	in := complaint.Intake{
		Contested:  complaint.Contested{Decision: form.Has("contested_decision"), Action: form.Has("contested_action"), Inaction: form.Has("contested_inaction")},
		Respondent: commission.ID(whole(form.Get("respondent"))), Title: strings.TrimSpace(form.Get("title")),
		Article: strings.TrimSpace(form.Get("article")), AdditionalCheck: form.Has("additional"), CheckReason: strings.TrimSpace(form.Get("additional_reason")),
		Rapporteur: identity.ID(whole(form.Get("rapporteur"))), Namesake: form.Has("namesake"), RouteReason: strings.TrimSpace(form.Get("route_reason")),
		Findings: findingsTyped(form),
	}
	if route := complaint.Route(form.Get("route")); route.Valid() {
		in.Route = route
	}
	if category := form.Get("category"); slices.Contains(categories, category) {
		in.Category = category
	}
	for _, name := range complaint.CheckNames {
		in.Checks = append(in.Checks, complaint.Check{Name: name, Answer: complaint.CheckAnswer(form.Get("check_" + string(name))),
			Note: strings.TrimSpace(form.Get("note_" + string(name)))})
	}
	return in
}

// registerPage shows the registration screen with what is filled in so far.
func (s *Server) registerPage(c echo.Context, status int, found complaint.Complaint, in complaint.Intake, wrong Problems) error {
	ctx := c.Request().Context()
	screen := registerScreen{Intake: in, Search: strings.TrimSpace(legible(c.FormValue("q")))}
	var err error
	if screen.complaintFrameData, err = s.complaintFrameOf(ctx, found); err != nil {
		return err
	}
	screen.Wrong = wrong
	if err := s.respondents(ctx, &screen); err != nil {
		return err
	}
	load, err := s.Records.Workload(ctx, found.Commission)
	if err != nil {
		return err
	}
	about := found
	if about.Respondent == about.Commission { // the secretary has yet to find out whose act it is
		about.Respondent = 0
	}
	screen.Rapporteurs = append([]Option{{Value: "0", Label: t(ctx, "register.later")}}, rapporteurs(ctx, about, screen.Moment, load)...)
	burden, err := s.Records.Burden(ctx, found.Commission, screen.Moment.Day)
	if err != nil {
		return err
	}
	screen.Waiting = burden.Unregistered
	if err := s.examine(ctx, &screen, typedForm(c)); err != nil {
		return err
	}
	if err := s.recommend(ctx, &screen); err != nil {
		return err
	}
	if err := s.previewClocks(ctx, &screen); err != nil {
		return err
	}
	return s.page(c, status, registerForm(screen))
}

// respondents lists the commissions below the own one to choose from, and the one
// chosen already. Of many only those found by the number or name searched for.
func (s *Server) respondents(ctx context.Context, screen *registerScreen) error {
	own := screen.Complaint.Commission
	list, err := s.Records.Below(ctx, own, listedCommissions+1)
	if err != nil {
		return err
	}
	if screen.Many = len(list) > listedCommissions; screen.Many {
		list = nil
		if screen.Search != "" {
			found, err := s.Records.FindCommissions(ctx, screen.Search, listedCommissions)
			if err != nil {
				return err
			}
			list = found // who decides on each of them the screen says when it is chosen
		}
	}
	chosen := screen.Intake.Respondent
	if chosen != 0 && !slices.ContainsFunc(list, func(each commission.Commission) bool { return each.ID == chosen }) {
		each, err := s.Records.Commission(ctx, chosen)
		if err != nil {
			return err
		}
		list = append([]commission.Commission{each}, list...)
	}
	if chosen != own { // a complaint about ourselves comes to us as well, to be passed on
		list = append(list, screen.Moment.Composition.Commission)
	}
	screen.Respondents = []Option{{Value: "0", Label: t(ctx, "register.choose_respondent")}}
	for _, each := range list {
		name := each.ShortName
		if name == "" {
			name = each.Name
		}
		screen.Respondents = append(screen.Respondents, Option{Value: strconv.FormatInt(int64(each.ID), 10), Label: glued(name)})
	}
	return nil
}

// previewClocks finds the terms as they would run if the complaint were registered now.
func (s *Server) previewClocks(ctx context.Context, screen *registerScreen) error {
	as := screen.Complaint
	as.RegisteredAt, as.AdditionalCheck = screen.Moment.At, screen.Intake.AdditionalCheck
	if route := screen.chosenRoute(); !route.Ruled() { // a letter has terms of its own
		as.State, as.Route = complaint.LetterDue, route
		if route == screen.Routing.Route {
			as.RouteClause = screen.Routing.Clause
		}
	}
	running, err := deadline.Following(as, screen.Moment, screen.Moment.Days)
	if err != nil {
		return err
	}
	screen.Clocks = running[1:] // without the registration itself
	if campaign, in := commission.Current(screen.Moment.Campaigns, screen.receivedOn(ctx)); in {
		screen.Campaign = &campaign
		if !as.AdditionalCheck && as.State == complaint.Filed {
			as.AdditionalCheck = true
			if running, err = deadline.Following(as, screen.Moment, screen.Moment.Days); err != nil {
				return err
			}
			screen.Checked = running[1:]
		}
	}
	return nil
}

// recommend finds the route of the paper as it is described so far.
func (s *Server) recommend(ctx context.Context, screen *registerScreen) error {
	respondent := commission.Commission{}
	if id := screen.Intake.Respondent; id != 0 {
		var err error
		if respondent, err = s.Records.Commission(ctx, id); err != nil {
			return err
		}
	}
	above, err := s.Records.Superior(ctx, respondent.ID)
	if err != nil {
		return err
	}
	screen.Standing = standing(ctx, respondent, above)
	screen.Routing = screen.Complaint.Routing(screen.Intake, above.ID, screen.Moment)
	return nil
}

// standing says of a respondent that it was dissolved, or who stands above it in this
// campaign and why; empty for any other.
func standing(ctx context.Context, respondent commission.Commission, above commission.Superior) string {
	var said []string
	if !respondent.DissolvedOn.IsZero() {
		said = append(said, t(ctx, "file.dissolved", "Day", dayYear(ctx, respondent.DissolvedOn)))
	}
	if above.Campaign != "" {
		said = append(said, t(ctx, "register.above", "Commission", glued(above.Name)), overridden(ctx, above))
	}
	return strings.Join(said, " ")
}

// routeWhy says why the paper takes its route.
func (s registerScreen) routeWhy(ctx context.Context) string {
	var values []any
	for name, value := range s.Routing.Reason.Values {
		if d, ok := value.(calendar.Date); ok {
			value = dayYear(ctx, d)
		}
		values = append(values, name, value)
	}
	return t(ctx, "route_why."+s.Routing.Reason.Key, values...)
}

// tick is a box to tick.
type tick struct {
	Name, Label string
	On          bool
}

// contestedTicks are what can be contested, ticked as filled in so far.
func (s registerScreen) contestedTicks(ctx context.Context) []tick {
	c := s.Intake.Contested
	return []tick{{"contested_decision", t(ctx, "contested.decision"), c.Decision}, {"contested_action", t(ctx, "contested.action"), c.Action},
		{"contested_inaction", t(ctx, "contested.inaction"), c.Inaction}}
}

// regimeWords says which regime applies and why.
func (s registerScreen) regimeWords(ctx context.Context) string {
	if s.Campaign == nil {
		return t(ctx, "register.regime_ordinary", "Day", dayYear(ctx, s.receivedOn(ctx)))
	}
	return t(ctx, "register.regime_campaign", "First", dayYear(ctx, s.Campaign.StartsOn), "Last", dayYear(ctx, s.Campaign.EndsOn), "Day", day(ctx, s.receivedOn(ctx)))
}

// regimeSource says where it stands that the day of receipt settles the regime.
func regimeSource(ctx context.Context) string { return source(ctx, regulation.RegimeOfReceipt) }

// checkField is the field of a check.
func checkField(check complaint.Check) string { return "check_" + string(check.Name) }
