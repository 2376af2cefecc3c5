package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// groupsView is the page of the working groups, with the forms that make and end one.
type groupsView struct {
	Moment  commission.Moment
	Form    groupForm
	Chosen  map[string]bool // members ticked
	Ending  string          // the group to end
	Last    DateBoxes
	Wrong   Problems
	mayForm bool
}

// groupForm is a working group as it is typed.
type groupForm struct {
	Name, Head, Involved string
	Ground               decisionForm
	From, Until          DateBoxes
}

// showGroups handles GET /groups.
func (s *Server) showGroups(c echo.Context) error {
	return s.groupsPage(c, http.StatusOK, groupsView{})
}

func (s *Server) groupsPage(c echo.Context, status int, v groupsView) error {
	var err error
	if v.Moment, err = s.ownMoment(c); err != nil {
		return err
	}
	v.mayForm = v.maker() != regulation.ByChair || actor(c).Capacity() == identity.Chair
	return s.page(c, status, groupsPage(v))
}

// formGroup handles POST /groups.
func (s *Server) formGroup(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	v := groupsView{Chosen: map[string]bool{}, Form: groupForm{Name: oneLine(form, "group_name"), Head: form.Get("head"), Involved: typedText(form, "involved"),
		Ground: paperIn(form, "ground"), From: boxesIn(form, "group_from"), Until: boxesIn(form, "group_until")}}
	g := commission.Group{Name: v.Form.Name, Head: identity.ID(whole(v.Form.Head)), Involved: involvedTyped(v.Form.Involved)}
	for name := range form {
		if id, ok := strings.CutPrefix(name, "member_"); ok && whole(id) > 0 {
			g.Members, v.Chosen[name] = append(g.Members, identity.ID(whole(id))), true
		}
	}
	slices.Sort(g.Members)
	return s.changeGroups(c, v, func(ctx context.Context, by identity.Actor) error {
		var err1, err2, err3 error
		g.From, err1 = v.Form.From.Date("group_from")
		g.Until, err2 = v.Form.Until.Date("group_until")
		g.Ground, err3 = v.Form.Ground.read("ground")
		if err := first(err1, err2, err3); err != nil {
			return err
		}
		return s.Setup.FormGroup(ctx, by, g)
	})
}

// endGroup handles POST /groups/end.
func (s *Server) endGroup(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	v := groupsView{Ending: form.Get("ending"), Last: boxesIn(form, "group_last")}
	return s.changeGroups(c, v, func(ctx context.Context, by identity.Actor) error {
		last, err := v.Last.Date("group_last")
		if err != nil {
			return err
		}
		return s.Setup.EndGroup(ctx, by, commission.GroupEnd{Group: commission.GroupID(whole(v.Ending)), Last: last})
	})
}

func (s *Server) changeGroups(c echo.Context, v groupsView, act func(context.Context, identity.Actor) error) error {
	ctx := c.Request().Context()
	err := act(ctx, actor(c))
	if err == nil {
		return c.Redirect(http.StatusSeeOther, "/groups")
	}
	if v.Wrong = problems(ctx, err); v.Wrong == nil || v.Wrong.has(notYourOffice) {
		return err
	}
	return s.groupsPage(c, v.Wrong.status(), v)
}

// involvedTyped reads who is involved, one in a line: the name, a comma, who it is.
func involvedTyped(text string) []commission.Involved {
	var all []commission.Involved
	for _, line := range paragraphs(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		name, status, _ := strings.Cut(line, ",")
		all = append(all, commission.Involved{Name: identity.ParseName(name), Status: status})
	}
	return all
}

// maker is who makes a group by the regulation of the commission.
func (v groupsView) maker() regulation.GroupMaker {
	return v.Moment.Composition.Commission.Profile.WorkingGroup
}

func (v groupsView) names() memberNames { return namesIn(v.Moment.Composition) }

// standing are the groups that stand or are to come, past those that have ended, the
// latest first.
func (v groupsView) standing() []commission.Group {
	return slices.DeleteFunc(slices.Clone(v.Moment.Composition.Groups), v.over)
}

func (v groupsView) past() []commission.Group {
	list := slices.DeleteFunc(slices.Clone(v.Moment.Composition.Groups), func(g commission.Group) bool { return !v.over(g) })
	slices.Reverse(list)
	return list
}

func (v groupsView) over(g commission.Group) bool {
	return !g.Until.IsZero() && g.Until.Before(v.Moment.Day)
}

// endingOptions are the groups that can be ended.
func (v groupsView) endingOptions() []Option {
	var options []Option
	for _, g := range v.standing() {
		options = append(options, Option{Value: strconv.FormatInt(int64(g.ID), 10), Label: g.Name})
	}
	return options
}

// groupHeads are the members one of whom heads the group, groupMembers those to tick.
func groupHeads(ctx context.Context, m commission.Moment) []Option {
	options := []Option{{Value: "0", Label: t(ctx, "assign.choose")}}
	for _, each := range m.Composition.On(m.Day) {
		options = append(options, Option{Value: strconv.FormatInt(int64(each.Person), 10), Label: each.Name.Full()})
	}
	return options
}

func groupMembers(ctx context.Context, m commission.Moment) []Option {
	var options []Option
	for _, each := range m.Composition.On(m.Day) {
		options = append(options, Option{Value: "member_" + strconv.FormatInt(int64(each.Person), 10), Label: each.Name.Full(), Hint: word(ctx, each.Office)})
	}
	return options
}

// groupPeople names the members of a group beside its head.
func groupPeople(names memberNames, g commission.Group) string {
	var all []string
	for _, person := range g.Members {
		if person != g.Head {
			all = append(all, names[person].Short())
		}
	}
	return strings.Join(all, ", ")
}

// giveToGroup handles POST /complaints/:no/group.
func (s *Server) giveToGroup(c echo.Context) error {
	found, err := s.complaintAt(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	ctx, group := c.Request().Context(), commission.GroupID(whole(form.Get("group")))
	if err := s.Desk.GiveToGroup(ctx, actor(c), found.Ref, group, form.Get("namesakes") == "1"); err != nil {
		if wrong := problems(ctx, err); wrong != nil && !wrong.has(notYourOffice) {
			return s.complaintPage(c, wrong.status(), 0, wrong)
		}
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+found.Ref.String()+"?saved=giving_to_group")
}

// group returns the working group that prepares the complaint.
func (f complaintFrameData) group() (commission.Group, bool) {
	return f.Moment.Composition.Group(f.Complaint.Group)
}

// groupField asks which working group prepares the complaint; what was sent with an
// error stays chosen.
func (f complaintFrameData) groupField(ctx context.Context) Field {
	chosen := strconv.FormatInt(int64(f.Complaint.Group), 10)
	if f.GroupTyped != "" {
		chosen = f.GroupTyped
	}
	return Field{Name: "group", Label: t(ctx, "group.which"), Value: chosen, Problem: f.Wrong.For("group")}
}

// groupOptions are the groups of the day, and none.
func (f complaintFrameData) groupOptions(ctx context.Context) []Option {
	options := []Option{{Value: "0", Label: t(ctx, "group.none")}}
	for _, g := range f.Moment.Composition.GroupsOn(f.Moment.Day) {
		options = append(options, Option{Value: strconv.FormatInt(int64(g.ID), 10), Label: g.Name})
	}
	return options
}

// givable reports whether the visitor may give the complaint to a group that there is.
func (f complaintFrameData) givable(ctx context.Context) bool {
	return mayAssign(ctx, f.Complaint) && (f.Complaint.Group != 0 || len(f.Moment.Composition.GroupsOn(f.Moment.Day)) > 0)
}

// happenedToGroup says that a complaint was given to a group, or taken back.
func (f complaintFrameData) happenedToGroup(ctx context.Context, id any) string {
	n, _ := id.(float64)
	g, ok := f.Moment.Composition.Group(commission.GroupID(n))
	if !ok {
		return t(ctx, "group.taken_back")
	}
	return t(ctx, "docket."+string(complaint.Grouping), "Name", g.Name)
}

func groupTerm(ctx context.Context, g commission.Group) string { return termDays(ctx, g.From, g.Until) }

// groundWords names the paper a group stands on: a decision, or the chair's order.
func groundWords(ctx context.Context, g commission.Group) string {
	return t(ctx, "group_ground."+string(g.Maker), "Number", g.Ground.Number, "Day", dayYear(ctx, g.Ground.On))
}

// involvedWords is somebody from outside with who it is.
func involvedWords(i commission.Involved) string { return i.Name.Full() + ", " + i.Status }
