package web

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/deadline"
	"redress/internal/regulation"
)

// regulationRecords reads what the pages of a commission's regulation show.
type regulationRecords interface {
	Regulation(ctx context.Context, own commission.ID) ([]commission.Adopted, error)
	Concerned(ctx context.Context, own commission.ID, since time.Time) (open, begun int, err error)
}

// The rules of adopting a regulation, which no rule of the table stands for.
var (
	adoptedBy = regulation.Source{Act: regulation.OwnRegulation, Article: "9.1"}
	inForceBy = regulation.Source{Act: regulation.OwnRegulation, Article: "9.3"}
)

// regulationGroups are the values of a profile in the order of the form.
var regulationGroups = []struct {
	name   string
	fields []string
}{
	{"formation", []string{"established_min", "established_max", "formation", "convene"}},
	{"notice", []string{"notice_days", "notice_days_campaign", "notice_urgent", "absence_days", "count_before"}},
	{"speeches", []string{"report_minutes", "co_report_minutes", "debate_minutes", "speeches", "videoconference"}},
	{"majorities", []string{"unlawful_act", "casting_vote", "casting_abstentions", "recusal"}},
	{"terms", []string{"register_days", "registration_window", "other_window_campaign", "other_window_after", "minutes_days", "delivery_days", "dissent_days", "ordinary_end", "decreed_work"}},
	{"channels", []string{"campaign_channels", "ordinary_channels"}},
	{"papers", []string{"act_name", "number_format", "working_group", "publish", "publish_days"}},
	{"retention", []string{"complaints_kept", "papers_kept"}},
	{"zone", []string{"time_zone"}},
}

// regulationChoices are the values that are chosen from a list.
var regulationChoices = map[string][]string{
	"count_before":  {string(regulation.Difference), string(regulation.FullDays)},
	"unlawful_act":  {string(regulation.OfPresent), string(regulation.OfSeats)},
	"ordinary_end":  {string(regulation.ExactDay), string(regulation.PreviousDay), string(regulation.NextDay)},
	"act_name":      {string(regulation.Decision), string(regulation.Resolution)},
	"working_group": {string(regulation.ByCommission), string(regulation.ByChair)},

	"campaign_channels": {string(regulation.SiteAndEmail), string(regulation.SiteOnly), string(regulation.NoElectronic)},
	"ordinary_channels": {string(regulation.SiteOnly), string(regulation.NoElectronic)},
}

// regulationSilences are the values that a regulation may say nothing about.
var regulationSilences = []string{"notice_days_campaign", "other_window_campaign", "other_window_after", "publish_days"}

// regulationForm is a new version of a regulation as it is typed, value by value.
type regulationForm struct {
	Values          map[string]string
	Decision, Base  string
	DecisionOn, Day DateBoxes
}

// regulationFormOf fills the form with the latest version.
func regulationFormOf(latest commission.Version) regulationForm {
	f := regulationForm{Values: map[string]string{}, Base: strconv.Itoa(latest.Number)}
	for _, v := range latest.Profile.Values() {
		switch is := v.Is.(type) {
		case nil:
		case bool:
			if is {
				f.Values[v.Field] = "1"
			}
		default:
			f.Values[v.Field] = fmt.Sprint(is)
		}
	}
	return f
}

func regulationTyped(form url.Values) regulationForm {
	v := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	f := regulationForm{Values: map[string]string{}, Decision: v("decision"), Base: v("base"), DecisionOn: boxesIn(form, "decision_on"), Day: boxesIn(form, "in_force")}
	for _, value := range (regulation.Profile{}).Values() {
		f.Values[value.Field] = v(value.Field)
	}
	return f
}

// names are the fields of the form with what was typed, for the page between the form
// and the act.
func (f regulationForm) names() []Option {
	all := []Option{{Value: "base", Label: f.Base}, {Value: "decision", Label: f.Decision},
		{Value: "decision_on_day", Label: f.DecisionOn.Day}, {Value: "decision_on_month", Label: f.DecisionOn.Month}, {Value: "decision_on_year", Label: f.DecisionOn.Year},
		{Value: "in_force_day", Label: f.Day.Day}, {Value: "in_force_month", Label: f.Day.Month}, {Value: "in_force_year", Label: f.Day.Year}}
	for _, name := range slices.Sorted(maps.Keys(f.Values)) {
		all = append(all, Option{Value: name, Label: f.Values[name]})
	}
	return all
}

// adoption reads the form. What is no number or no date is refused; a number that
// cannot be read counts as it was, so that it is not refused twice.
func (f regulationForm) adoption(latest regulation.Profile) (commission.Adoption, error) {
	var faults []error
	number := func(field string, was int) int {
		n, err := strconv.Atoi(f.Values[field])
		if err != nil {
			faults = append(faults, regulation.Missing("", field, "number_wrong"))
			return was
		}
		return n
	}
	is := func(field string) bool { return f.Values[field] == "1" }
	part := func(field string) regulation.Fraction {
		num, den, _ := strings.Cut(f.Values[field], "/")
		n, _ := strconv.Atoi(strings.TrimSpace(num)) // what is no number is no part, which the profile refuses
		d, _ := strconv.Atoi(strings.TrimSpace(den))
		return regulation.Fraction{Num: n, Den: d}
	}
	p := regulation.Profile{
		Name:           f.Values["regulation_name"],
		EstablishedMin: number("established_min", latest.EstablishedMin), EstablishedMax: number("established_max", latest.EstablishedMax),
		FormationFraction: part("formation"), ConveneFraction: part("convene"),
		NoticeDays: number("notice_days", latest.NoticeDays), NoticeUrgentAllowed: is("notice_urgent"), AbsenceNoticeDays: number("absence_days", latest.AbsenceNoticeDays),
		ReportMinutes: number("report_minutes", latest.ReportMinutes), CoReportMinutes: number("co_report_minutes", latest.CoReportMinutes),
		DebateMinutes: number("debate_minutes", latest.DebateMinutes), SpeechesPerItem: number("speeches", latest.SpeechesPerItem),
		MinutesWorkingDays: number("minutes_days", latest.MinutesWorkingDays), DeliveryWorkingDays: number("delivery_days", latest.DeliveryWorkingDays),
		DissentForwardDays: number("dissent_days", latest.DissentForwardDays),
		UnlawfulAct:        regulation.Basis(f.Values["unlawful_act"]), CastingVote: is("casting_vote"), CastingVoteWithAbstentions: is("casting_abstentions"),
		Videoconference: is("videoconference"), Recusal: is("recusal"),
		CampaignRegisterDays: number("register_days", latest.CampaignRegisterDays), OrdinaryEnd: regulation.EndOnNonworking(f.Values["ordinary_end"]),
		CountBefore: regulation.CountBeforeMode(f.Values["count_before"]), CountDecreedAsWork: is("decreed_work"),
		RegistrationWindowDays: number("registration_window", latest.RegistrationWindowDays),
		CampaignChannels:       regulation.Electronic(f.Values["campaign_channels"]), OrdinaryChannels: regulation.Electronic(f.Values["ordinary_channels"]),
		ComplaintsKeptYears: number("complaints_kept", latest.ComplaintsKeptYears), PapersKeptYears: number("papers_kept", latest.PapersKeptYears),
		ActName: regulation.ActName(f.Values["act_name"]), NumberFormat: f.Values["number_format"],
		WorkingGroup: regulation.GroupMaker(f.Values["working_group"]), PublishOnSite: is("publish"), TimeZone: f.Values["time_zone"],
	}
	silent := map[string]**int{"notice_days_campaign": &p.NoticeDaysCampaign, "other_window_campaign": &p.OtherWindowCampaign,
		"other_window_after": &p.OtherWindowAfter, "publish_days": &p.PublishWorkingDays}
	for _, field := range regulationSilences {
		if f.Values[field] != "" {
			n := number(field, 1)
			*silent[field] = &n
		}
	}
	decided, err1 := f.DecisionOn.Date("decision_on")
	from, err2 := f.Day.Date("in_force")
	base, _ := strconv.Atoi(f.Base) // no number is no version, which the act refuses
	if faults = append(faults, err1, err2); errors.Join(faults...) != nil {
		faults = append(faults, p.Validate())
	}
	return commission.Adoption{Base: base, Profile: p, Decision: f.Decision, DecisionOn: decided, From: from}, errors.Join(faults...)
}

// regulationView is a commission's regulation with the form of its next version.
type regulationView struct {
	moment   commission.Moment
	versions []commission.Adopted // the latest first
	form     regulationForm
	adopted  bool // the latest was adopted just now
	problems Problems
}

func (v regulationView) address() string {
	return commissionSettings(v.moment.Composition.Commission.ID) + "/regulation"
}

// inForce reports whether the version is the one of today.
func (v regulationView) inForce(a commission.Adopted) bool {
	return (a.From.IsZero() || !a.From.After(v.moment.Day)) &&
		!slices.ContainsFunc(v.versions, func(b commission.Adopted) bool { return b.Number > a.Number && !b.From.After(v.moment.Day) })
}

// changes lists what a version changed in the one before it.
func (v regulationView) changes(i int) []regulation.Change {
	if i+1 >= len(v.versions) {
		return nil
	}
	return regulation.Changes(v.versions[i+1].Profile, v.versions[i].Profile)
}

// value returns the value of the latest version with its rule.
func (v regulationView) value(field string) regulation.Value {
	values := v.moment.Composition.Latest().Profile.Values()
	return values[slices.IndexFunc(values, func(each regulation.Value) bool { return each.Field == field })]
}

// field puts one value of the form on the page.
func (v regulationView) field(ctx context.Context, name string) Field {
	f := Field{Name: name, Label: t(ctx, "regulation_field."+name), Hint: source(ctx, v.value(name).Clause), Value: v.form.Values[name],
		Complete: "off", Problem: v.problems.For(name)}
	if known(ctx, "regulation_hint."+name) {
		f.Hint = t(ctx, "regulation_hint."+name) + " " + f.Hint
	}
	return f
}

// adoptionView is what an adoption would change, before it is made.
type adoptionView struct {
	regulationView
	adoption    commission.Adoption
	changes     []regulation.Change
	open, begun int
	moves       deadline.Preview
}

// backdated reports whether the version would be in force already.
func (v adoptionView) backdated() bool { return !v.adoption.From.After(v.moment.Day) }

func (s *Server) regulationOf(c echo.Context) (regulationView, error) {
	setup, err := s.commissionSetup(c)
	if err != nil {
		return regulationView{}, err
	}
	v := regulationView{moment: setup.Moment, form: regulationFormOf(setup.Moment.Composition.Latest())}
	v.versions, err = s.Records.Regulation(c.Request().Context(), setup.Moment.Composition.Commission.ID)
	return v, err
}

// showRegulation handles GET /settings/commissions/:id/regulation.
func (s *Server) showRegulation(c echo.Context) error {
	v, err := s.regulationOf(c)
	if err != nil {
		return err
	}
	v.adopted = c.QueryParam("note") == "adopted"
	return s.page(c, http.StatusOK, regulationPage(v))
}

// previewRegulation handles POST /settings/commissions/:id/regulation: what would
// change. It changes nothing.
func (s *Server) previewRegulation(c echo.Context) error {
	v, a, err := s.regulationTypedIn(c)
	if err != nil {
		return s.regulationAgain(c, v, err)
	}
	if c.FormValue("edit") != "" {
		return s.page(c, http.StatusOK, regulationPage(v))
	}
	if err := a.Check(v.moment); err != nil {
		return s.regulationAgain(c, v, err)
	}
	preview := adoptionView{regulationView: v, adoption: a, changes: a.Changes(v.moment.Composition)}
	since := a.From.Start(a.Profile.Zone())
	preview.open, preview.begun, err = s.Records.Concerned(c.Request().Context(), v.moment.Composition.Commission.ID, since)
	if err != nil {
		return err
	}
	if preview.backdated() {
		next := commission.Version{Number: v.moment.Composition.Latest().Number + 1, From: a.From, Profile: a.Profile}
		preview.moves, err = s.Records.ForeseeRegulation(c.Request().Context(), v.moment.Composition.Commission.ID, next, previewRows)
		if err != nil {
			return err
		}
	}
	return s.page(c, http.StatusOK, adoptionPage(preview))
}

// adoptRegulation handles POST /settings/commissions/:id/regulation/adopt.
func (s *Server) adoptRegulation(c echo.Context) error {
	v, a, err := s.regulationTypedIn(c)
	if err == nil {
		err = s.Setup.Adopt(c.Request().Context(), actor(c), v.moment.Composition.Commission.ID, a)
	}
	if err != nil {
		return s.regulationAgain(c, v, err)
	}
	return c.Redirect(http.StatusSeeOther, v.address()+"?note=adopted")
}

// regulationTypedIn reads the page and the form that was sent.
func (s *Server) regulationTypedIn(c echo.Context) (regulationView, commission.Adoption, error) {
	v, err := s.regulationOf(c)
	if err != nil {
		return v, commission.Adoption{}, err
	}
	form, err := c.FormParams()
	if err != nil {
		return v, commission.Adoption{}, err
	}
	v.form = regulationTyped(form)
	a, err := v.form.adoption(v.moment.Composition.Latest().Profile)
	return v, a, err
}

// regulationAgain shows the form once more with everything typed and what is wrong. It
// is now made against the latest version, which it shows.
func (s *Server) regulationAgain(c echo.Context, v regulationView, cause error) error {
	if v.problems = problems(c.Request().Context(), cause); v.problems == nil {
		return cause
	}
	v.form.Base = strconv.Itoa(v.moment.Composition.Latest().Number)
	return s.page(c, v.problems.status(), regulationPage(v))
}

// numeric makes the field one for a number; narrow one for a short text.
func numeric(f Field, optional bool) Field {
	f.Class, f.Mode, f.Optional = "w4", "numeric", optional
	return f
}

func narrow(f Field) Field {
	f.Class = "w4"
	return f
}

// regulationOptions lists what a value may be, in words.
func regulationOptions(ctx context.Context, field string) []Option {
	options := make([]Option, 0, len(regulationChoices[field]))
	for _, value := range regulationChoices[field] {
		options = append(options, Option{Value: value, Label: t(ctx, "regulation_choice."+value)})
	}
	return options
}

// regulationValue writes a value of a profile for people.
func regulationValue(ctx context.Context, field string, value any) string {
	switch is := value.(type) {
	case nil:
		return t(ctx, "regulation.silent")
	case bool:
		if is {
			return t(ctx, "regulation.yes")
		}
		return t(ctx, "regulation.no")
	}
	if regulationChoices[field] != nil {
		return t(ctx, "regulation_choice."+fmt.Sprint(value))
	}
	return fmt.Sprint(value)
}

// inForceFrom says from when a version is in force.
func inForceFrom(ctx context.Context, from calendar.Date) string {
	if from.IsZero() {
		return t(ctx, "regulation.from_start")
	}
	return dayYear(ctx, from)
}
