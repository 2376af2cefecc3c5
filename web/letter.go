package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/signature"
)

// letterView is the page on which a paper leaves without a ruling: the letter as it
// will be sent, what is still needed for it, and the other routes.
type letterView struct {
	complaintFrameData
	Letter  complaint.Letter // as filled in so far; its kind is empty when no letter is owed
	Control DateBoxes        // of sending down
	Kinds   []complaint.LetterKind
	Bodies  []Option // the commissions it may be forwarded to
	Search  string
	Post    *document.Post // the letters as they would be sent now; nil while something is missing
	Routes  []Option
	Route   complaint.Route // chosen in the form that takes the paper off its route
	Reason  string
	named   namedInPaper
}

// showLetter handles GET /complaints/:no/letter.
func (s *Server) showLetter(c echo.Context) error {
	v, err := s.letterOf(c, complaint.Letter{Kind: complaint.LetterKind(c.QueryParam("kind"))})
	if err != nil {
		return err
	}
	v.Letter.To = v.recommended()
	if err := s.compose(c, &v); err != nil {
		wrong := problems(c.Request().Context(), err)
		if wrong == nil {
			return err
		}
		if wrong.has("wording_broken") || wrong.has("wording_hole") { // what else is missing is not asked for before anything was filled in
			v.Wrong = wrong
		}
	}
	return s.page(c, http.StatusOK, letterPage(v))
}

// sendLetter handles POST /complaints/:no/letter: looks at the letter, or signs it and
// so does what it says.
func (s *Server) sendLetter(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	typed, control, wrong := letterTyped(c.Request().Context(), form)
	v, err := s.letterOf(c, typed)
	if err != nil {
		return err
	}
	v.Control, v.Search = control, strings.TrimSpace(legible(form.Get("q")))
	ctx := c.Request().Context()
	if err := s.bodies(ctx, &v); err != nil {
		return err
	}
	if form.Get("look") == "body" { // looks for the commission
		return s.page(c, http.StatusOK, letterPage(v))
	}
	if wrong == nil {
		err = s.compose(c, &v)
		if err == nil && !form.Has("look") {
			err = s.signed(ctx, actor(c), v.Complaint.Ref, v.Letter, form)
		}
		if err == nil && !form.Has("look") {
			return c.Redirect(http.StatusSeeOther, "/complaints/"+v.Complaint.Ref.String()+"?saved="+string(v.Letter.Kind))
		}
		if err != nil {
			if wrong = problems(ctx, err); wrong == nil || wrong.has(notYourOffice) {
				return err
			}
		}
	}
	v.Wrong = wrong
	status := http.StatusOK
	if len(wrong) > 0 {
		status = wrong.status()
	}
	return s.page(c, status, letterPage(v))
}

// signed gives the letters the visitor was shown to be signed.
func (s *Server) signed(ctx context.Context, by identity.Actor, ref complaint.Ref, l complaint.Letter, form url.Values) error {
	shown, err := signature.ParseDigest(form.Get("digest"))
	if err != nil {
		return regulation.Refuse(regulation.SerialNumbers, "letter_changed", nil) // whoever sends no digest was shown none
	}
	return s.Postage.Sign(ctx, by, ref, l, shown, form.Get("password"))
}

// letterTyped reads the form as it was typed.
func letterTyped(ctx context.Context, form url.Values) (complaint.Letter, DateBoxes, Problems) {
	field := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	l := complaint.Letter{Kind: complaint.LetterKind(form.Get("kind")), Text: field("text"), Conclusions: field("conclusions"),
		To: commission.ID(whole(form.Get("to"))), Body: field("body"), Address: field("address"), Email: field("email"), Apart: form.Has("apart")}
	boxes := boxesIn(form, "control_on")
	on, err := boxes.Date("control_on")
	l.ControlOn = on
	if err != nil {
		return l, boxes, problems(ctx, err)
	}
	return l, boxes, nil
}

// letterOf reads the page of a letter of one kind, of the first one owed if none is named.
func (s *Server) letterOf(c echo.Context, l complaint.Letter) (letterView, error) {
	f, err := s.framed(c)
	if err != nil {
		return letterView{}, err
	}
	v := letterView{complaintFrameData: f, Letter: l}
	by := actor(c)
	if by.May(identity.SignLetter) {
		v.Kinds = f.Complaint.Owed(f.Moment)
		if (f.Complaint.State == complaint.Registered || f.Complaint.State == complaint.InReview) && f.Complaint.SentDown.At.IsZero() {
			v.Kinds = append(v.Kinds, complaint.DownCover)
		}
	}
	if by.May(identity.TellAccused) && v.mayTell() {
		v.Kinds = append(v.Kinds, complaint.AccusedNotice)
	}
	if !slices.Contains(v.Kinds, l.Kind) {
		v.Letter.Kind = ""
		if first := slices.IndexFunc(v.Kinds, func(k complaint.LetterKind) bool { return k != complaint.DownCover && v.urgent(k) }); first >= 0 {
			v.Letter.Kind = v.Kinds[first]
		}
	}
	if err := s.bodies(c.Request().Context(), &v); err != nil {
		return v, err
	}
	s.otherRoutes(c, &v)
	v.named, err = s.namedIn(c, f)
	return v, err
}

// mayTell reports whether somebody may still be told by R-055.
func (v letterView) mayTell() bool {
	c := v.Complaint
	return c.Regime == regulation.CampaignRegime && c.Accused.At.IsZero() && c.State != complaint.Filed && c.State.Open() && c.State != complaint.Suspended
}

// urgent reports whether the letter is owed, and not only possible.
func (v letterView) urgent(k complaint.LetterKind) bool {
	return k != complaint.AccusedNotice || v.Complaint.TellsAccused() || len(v.Kinds) == 1
}

// compose writes the letters as they would be sent now.
func (s *Server) compose(c echo.Context, v *letterView) error {
	if v.Letter.Kind == "" {
		return regulation.Refuse(regulation.ReasonedDecision, "letter_not_owed", nil)
	}
	post, err := s.Postage.Compose(c.Request().Context(), actor(c), v.Complaint.Ref, v.Letter)
	if err != nil {
		return err
	}
	v.Post = &post
	return nil
}

// recommended is the commission the rules name: directly above the respondent, or above
// our own if the complaint is about us.
func (v letterView) recommended() commission.ID {
	if v.Letter.Kind != complaint.Cover || v.Complaint.Route == complaint.FileAnonymousReportCrime {
		return 0
	}
	to := v.Respondent.Parent
	if v.Respondent.ID == v.Complaint.Commission || v.Respondent.ID == 0 && v.Complaint.Route == complaint.ForwardUp {
		to = v.Moment.Composition.Commission.Parent
	}
	if to == v.Complaint.Commission {
		return 0
	}
	return to
}

// bodies lists the commissions a paper may be forwarded to: the one the rules name, the
// one chosen, and those found.
func (s *Server) bodies(ctx context.Context, v *letterView) error {
	if v.Letter.Kind != complaint.Cover {
		return nil
	}
	v.Bodies = []Option{{Value: "0", Label: t(ctx, "letter_form.outside")}}
	listed := map[commission.ID]bool{0: true, v.Complaint.Commission: true, v.Complaint.Respondent: true}
	add := func(each commission.Commission) {
		if !listed[each.ID] {
			listed[each.ID] = true
			v.Bodies = append(v.Bodies, Option{Value: strconv.FormatInt(int64(each.ID), 10), Label: glued(cmp.Or(each.ShortName, each.Name))})
		}
	}
	for _, id := range []commission.ID{v.recommended(), v.Letter.To, v.Moment.Composition.Commission.Parent} {
		if listed[id] {
			continue
		}
		each, err := s.Records.Commission(ctx, id)
		if err != nil {
			return err
		}
		add(each)
	}
	if v.Search == "" {
		return nil
	}
	found, err := s.Records.FindCommissions(ctx, v.Search, listedCommissions)
	for _, each := range found {
		add(each)
	}
	return err
}

// otherRoutes lists the routes the chair may take the paper on instead.
func (s *Server) otherRoutes(c echo.Context, v *letterView) {
	if !actor(c).May(identity.Reroute) || !v.reroutable() {
		return
	}
	in := complaint.Intake{Contested: v.Complaint.Contested, Respondent: v.Complaint.Respondent, Category: v.Complaint.Category}
	routing := v.Complaint.Routing(in, v.Respondent.Parent, v.Moment)
	for _, route := range v.Complaint.Choices(routing) {
		if route != v.Complaint.Route && (!route.Ruled() || v.Complaint.State == complaint.LetterDue) {
			v.Routes = append(v.Routes, Option{Value: string(route), Label: word(c.Request().Context(), route)})
		}
	}
}

func (v letterView) reroutable() bool {
	state := v.Complaint.State
	return state == complaint.Registered || state == complaint.InReview || state == complaint.LetterDue
}

// reroute handles POST /complaints/:no/reroute.
func (s *Server) reroute(c echo.Context) error {
	route, reason := complaint.Route(c.FormValue("route")), strings.TrimSpace(c.FormValue("route_reason"))
	return s.leaves(c, "rerouting", func(ctx context.Context, by identity.Actor, ref complaint.Ref) error {
		return s.Desk.Reroute(ctx, by, ref, route, reason)
	})
}

// shelve handles POST /complaints/:no/shelve.
func (s *Server) shelve(c echo.Context) error {
	return s.leaves(c, "shelving", s.Desk.Shelve)
}

// nobodyToTell handles POST /complaints/:no/nobody-accused.
func (s *Server) nobodyToTell(c echo.Context) error {
	return s.leaves(c, "nobody_accused", func(ctx context.Context, by identity.Actor, ref complaint.Ref) error {
		return s.Desk.NobodyToTell(ctx, by, ref, c.FormValue("reason"))
	})
}

// leaves makes one act of the page that needs no letter.
func (s *Server) leaves(c echo.Context, what string, act func(context.Context, identity.Actor, complaint.Ref) error) error {
	found, err := s.complaintAt(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := act(ctx, actor(c), found.Ref); err != nil {
		wrong := problems(ctx, err)
		if wrong == nil || wrong.has(notYourOffice) {
			return err
		}
		v, err := s.letterOf(c, complaint.Letter{})
		if err != nil {
			return err
		}
		v.Letter.To = v.recommended()
		v.Wrong, v.Route, v.Reason = wrong, complaint.Route(c.FormValue("route")), strings.TrimSpace(c.FormValue("route_reason")+c.FormValue("reason"))
		return s.page(c, wrong.status(), letterPage(v))
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+found.Ref.String()+"?saved="+what)
}

// written are the lines of a letter for the preview, one paragraph each.
func written(p document.Posted) []string {
	return strings.Split(strings.TrimSpace(p.Paper.Plain()), "\n")
}

// needsText reports whether anything is typed for the letter.
func (v letterView) needsText() bool {
	return slices.Contains([]complaint.LetterKind{complaint.Reply, complaint.LateReply, complaint.Stopped, complaint.Cover, complaint.DownCover, complaint.AccusedNotice}, v.Letter.Kind)
}
