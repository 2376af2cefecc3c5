package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// petitionRecords reads the demands of members that a sitting be held.
type petitionRecords interface {
	Petition(ctx context.Context, own commission.ID, id sitting.PetitionID) (sitting.Petition, error)
	Petitions(ctx context.Context, own commission.ID, before sitting.PetitionID, limit int) ([]sitting.Petition, error)
	// PetitionsOpen returns those on which a sitting is owed, then those that wait for signatures.
	PetitionsOpen(ctx context.Context, own commission.ID, limit int) ([]sitting.Petition, error)
}

// petitionsListed is how many petitions a page of the list holds.
const petitionsListed = 30

// petitionsView is the list of petitions.
type petitionsView struct {
	petitions []sitting.Petition
	moment    commission.Moment
	next      templ.SafeURL
}

// listPetitions handles GET /petitions.
func (s *Server) listPetitions(c echo.Context) error {
	m, err := s.ownMoment(c)
	if err != nil {
		return err
	}
	v := petitionsView{moment: m}
	before := sitting.PetitionID(whole(c.QueryParam("before")))
	if v.petitions, err = s.Records.Petitions(c.Request().Context(), actor(c).Commission, before, petitionsListed+1); err != nil {
		return err
	}
	if len(v.petitions) > petitionsListed {
		v.petitions = v.petitions[:petitionsListed]
		last := petitionValue(v.petitions[petitionsListed-1])
		v.next = templ.SafeURL("/petitions?" + url.Values{"before": {last}}.Encode())
	}
	return s.page(c, http.StatusOK, petitionsPage(v))
}

// petitionForm is a petition as it was typed.
type petitionForm struct {
	reason    string
	questions [sitting.PetitionQuestions]questionForm
}

// newPetitionView is the page on which a petition is begun.
type newPetitionView struct {
	form     petitionForm
	moment   commission.Moment
	problems Problems
}

// newPetition handles GET /petitions/new.
func (s *Server) newPetition(c echo.Context) error {
	m, err := s.ownMoment(c)
	if err != nil {
		return err
	}
	v := newPetitionView{moment: m}
	for i := range v.form.questions {
		v.form.questions[i].kind = string(regulation.OtherQuestion)
	}
	return s.page(c, http.StatusOK, newPetitionPage(v))
}

// beginPetition handles POST /petitions/new.
func (s *Server) beginPetition(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	m, err := s.ownMoment(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	v := newPetitionView{moment: m, form: petitionTyped(form)}
	id, err := s.Sittings.Petition(ctx, actor(c), v.form.reason, v.form.proposals())
	if err != nil {
		if v.problems = problems(ctx, err); v.problems == nil || v.problems.has(notYourOffice) {
			return err
		}
		return s.page(c, v.problems.status(), newPetitionPage(v))
	}
	return c.Redirect(http.StatusSeeOther, string(petitionHref(id)))
}

func petitionTyped(form url.Values) petitionForm {
	f := petitionForm{reason: strings.TrimSpace(form.Get("reason"))}
	for i := range f.questions {
		text := func(name string) string { return strings.TrimSpace(form.Get(numberedField(name, i))) }
		f.questions[i] = questionForm{title: text("title"), text: text("text"), kind: text("question")}
	}
	return f
}

// proposals are the questions of the form: the first, and those after it up to the last one begun.
func (f petitionForm) proposals() []sitting.Proposal {
	last := 0
	for i, q := range f.questions {
		if q.title != "" || q.text != "" {
			last = i
		}
	}
	var all []sitting.Proposal
	for _, q := range f.questions[:last+1] {
		all = append(all, q.proposal())
	}
	return all
}

// numberedField names a field of one of the questions, "title_2".
func numberedField(name string, i int) string { return name + "_" + strconv.Itoa(i+1) }

// needed says how many signatures make a sitting obligatory.
func (v newPetitionView) needed(ctx context.Context) string {
	c := v.moment.Composition.Commission
	return tn(ctx, "convened.by", c.Profile.ConveneFraction.Of(c.Established), "Part", c.Profile.ConveneFraction.String())
}

func petitionKinds(ctx context.Context) []Option {
	var options []Option
	for _, q := range sitting.PetitionKinds {
		options = append(options, Option{Value: string(q), Label: word(ctx, q)})
	}
	return options
}

// petitionView is one petition.
type petitionView struct {
	sitting.Petition
	moment   commission.Moment
	actor    identity.Actor
	problems Problems
}

// showPetition handles GET /petitions/:petition.
func (s *Server) showPetition(c echo.Context) error {
	v, err := s.petitionOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, petitionPage(v))
}

func (s *Server) petitionOf(c echo.Context) (petitionView, error) {
	v := petitionView{actor: actor(c)}
	var err error
	if v.moment, err = s.ownMoment(c); err != nil {
		return v, err
	}
	v.Petition, err = s.Records.Petition(c.Request().Context(), v.actor.Commission, sitting.PetitionID(whole(c.Param("petition"))))
	return v, err
}

// signPetition handles POST /petitions/:petition/sign.
func (s *Server) signPetition(c echo.Context) error { return s.onPetition(c, s.Sittings.SignPetition) }

// unsignPetition handles POST /petitions/:petition/unsign.
func (s *Server) unsignPetition(c echo.Context) error {
	return s.onPetition(c, s.Sittings.UnsignPetition)
}

func (s *Server) onPetition(c echo.Context, act func(context.Context, identity.Actor, sitting.PetitionID) error) error {
	v, err := s.petitionOf(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := act(ctx, v.actor, v.ID); err != nil {
		if v.problems = problems(ctx, err); v.problems == nil || v.problems.has(notYourOffice) {
			return err
		}
		return s.page(c, v.problems.status(), petitionPage(v))
	}
	return c.Redirect(http.StatusSeeOther, string(petitionHref(v.ID)))
}

func (v petitionView) zone() *time.Location { return v.moment.Composition.Commission.Profile.Zone() }

// signs reports whether the visitor can sign now, unsigns whether they can withdraw.
func (v petitionView) signs() bool {
	_, _, err := v.Sign(v.actor, v.moment)
	return err == nil
}

func (v petitionView) unsigns() bool {
	_, _, err := v.Unsign(v.actor, v.moment)
	return err == nil
}

// supportSum says how many of the signatures needed there are, with the sum.
func supportSum(ctx context.Context, p sitting.Petition, m commission.Moment) string {
	have, needed := p.Count(m)
	established := p.Established
	if !p.Reached() {
		established = m.Composition.Commission.Established
	}
	return t(ctx, "petition.counted", "Have", have, "Needed", needed, "Established", established,
		"Part", m.Composition.ProfileAt(m.At).ConveneFraction.String())
}

// petitionStanding says what has become of a petition.
func petitionStanding(ctx context.Context, p sitting.Petition, m commission.Moment) string {
	switch {
	case p.Sitting != 0:
		return t(ctx, "petition.answered", "Number", p.Sitting)
	case p.Reached():
		return t(ctx, "petition.owed") + " " + owedFor(ctx, p, m)
	case p.Lapsed():
		return t(ctx, "petition.lapsed")
	}
	return t(ctx, "petition.collecting")
}

// owedFor is how long a sitting has been owed on a petition: the text sets no term for it.
func owedFor(ctx context.Context, p sitting.Petition, m commission.Moment) string {
	since := calendar.On(p.ReachedAt, m.Composition.Commission.Profile.Zone())
	return tn(ctx, "petition.waits", m.Day.Sub(since))
}

func petitionHref(id sitting.PetitionID) templ.SafeURL {
	return templ.SafeURL("/petitions/" + strconv.FormatInt(int64(id), 10))
}

func petitionValue(p sitting.Petition) string { return strconv.FormatInt(int64(p.ID), 10) }

// petitionName tells a petition from others: by whom and when it was begun.
func petitionName(ctx context.Context, p sitting.Petition, m commission.Moment) string {
	return t(ctx, "petition.name", "Name", p.Signatures[0].Name.Short(), "Day", dayYear(ctx, calendar.On(p.MadeAt, m.Composition.Commission.Profile.Zone())))
}

// owedPetitions are those on which a sitting is owed.
func (d desk) owedPetitions() []sitting.Petition {
	return slices.DeleteFunc(slices.Clone(d.Petitions), func(p sitting.Petition) bool { return !p.Owed() })
}

// openPetitions are those that the visitor may still sign or withdraw from.
func (d desk) openPetitions() []sitting.Petition {
	return slices.DeleteFunc(slices.Clone(d.Petitions), sitting.Petition.Reached)
}

// conveneOf reads what the page of convening shows.
func (s *Server) conveneOf(c echo.Context) (conveneView, error) {
	m, err := s.ownMoment(c)
	if err != nil {
		return conveneView{}, err
	}
	v := conveneView{moment: m}
	if v.first, err = firstSitting(m); err != nil {
		return v, err
	}
	open, err := s.Records.PetitionsOpen(c.Request().Context(), actor(c).Commission, petitionsListed)
	v.petitions = slices.DeleteFunc(open, func(p sitting.Petition) bool { return !p.Owed() })
	return v, err
}

// grounds are the petitions that the sitting may answer.
func (v conveneView) grounds(ctx context.Context) []Option {
	var options []Option
	for _, p := range v.petitions {
		options = append(options, Option{Value: petitionValue(p), Label: petitionName(ctx, p, v.moment) + ". " + owedFor(ctx, p, v.moment)})
	}
	return append(options, Option{Value: "", Label: t(ctx, "petition.unasked")})
}

// firstSitting is by when the commission holds its first sitting, if it has not yet.
func firstSitting(m commission.Moment) ([]deadline.OfficeDue, error) {
	all, err := deadline.Offices(m)
	return slices.DeleteFunc(all, func(d deadline.OfficeDue) bool { return d.Clock != deadline.FirstSitting }), err
}

// firstSittingLate warns that the first sitting is planned for a day after its term.
func (v agendaView) firstSittingLate(ctx context.Context) []string {
	for _, d := range v.first {
		if v.sitting().State == sitting.Planned && v.day().After(d.DueOn) {
			return []string{t(ctx, "convene.first_late", "Day", dayYear(ctx, d.DueOn), "Source", source(ctx, regulation.FirstSitting))}
		}
	}
	return nil
}
