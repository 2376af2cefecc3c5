package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/keyring"
	"redress/internal/regulation"
)

// decisionForm is a decision as it is typed.
type decisionForm struct {
	Number string
	On     DateBoxes
}

func paperIn(form url.Values, field string) decisionForm {
	return decisionForm{strings.TrimSpace(form.Get(field)), boxesIn(form, field+"_on")}
}

// read returns the decision; what is no date is refused.
func (f decisionForm) read(field string) (commission.Decision, error) {
	on, err := f.On.Date(field + "_on")
	return commission.Decision{Number: f.Number, On: on}, err
}

// actingForm lays duties, dutiesEndForm ends them, as they are typed.
type actingForm struct {
	Duties, Person, Basis, Note string
	Paper                       decisionForm
	From, Until                 DateBoxes
}

type dutiesEndForm struct {
	Acting string
	Last   DateBoxes
}

// memberView is what the page of one member shows.
type memberView struct {
	commissionSetup
	Held    commission.Member // the term of today, or the next one
	Last    DateBoxes
	Release decisionForm
	Office  string
	From    DateBoxes
	Paper   decisionForm // of the transfer
	Numbers keyring.Numbers
	Known   keyring.Known
}

// numberView is what the page of the established number shows.
type numberView struct {
	commissionSetup
	Established string
	From        DateBoxes
	Paper       decisionForm
}

// formationView is what the page of a commission's end and new beginning shows.
type formationView struct {
	commissionSetup
	Open        []deadline.Due // complaints not closed yet
	Superior    commission.Superior
	From        DateBoxes
	Paper       decisionForm
	Established string
}

// settle makes one act on a commission and comes back to its page, or to the form
// with what was typed.
func (s *Server) settle(c echo.Context, own commission.ID, act func(context.Context, identity.Actor) error, again func(Problems) templ.Component) error {
	ctx := c.Request().Context()
	err := act(ctx, actor(c))
	if err == nil {
		return c.Redirect(http.StatusSeeOther, commissionSettings(own))
	}
	found := problems(ctx, err)
	if found == nil {
		return err
	}
	return s.page(c, found.status(), again(found))
}

func (s *Server) memberView(c echo.Context) (memberView, error) {
	setup, err := s.commissionSetup(c)
	if err != nil {
		return memberView{}, err
	}
	person, _ := strconv.ParseInt(c.Param("person"), 10, 64) // anything else is nobody
	v := memberView{commissionSetup: setup, Last: boxesOf(setup.Moment.Day), From: boxesOf(setup.Moment.Day)}
	found := false
	for _, m := range setup.Moment.Composition.Members {
		ended := !m.Until.IsZero() && m.Until.Before(setup.Moment.Day)
		if m.Person == identity.ID(person) && !ended && (!found || m.From.Before(v.Held.From)) {
			v.Held, found = m, true
		}
	}
	if !found {
		return v, echo.ErrNotFound
	}
	v.Office = string(v.Held.Office)
	v.Known, err = s.Keys.Noted(c.Request().Context(), v.Held.Person)
	v.Numbers.OGRN = v.Known.OGRN
	return v, err
}

// noteNumbers handles POST /settings/commissions/:id/members/:person/numbers: what the
// certificate of the member has to say beside the name.
func (s *Server) noteNumbers(c echo.Context) error {
	v, err := s.memberView(c)
	if err != nil {
		return err
	}
	v.Numbers = keyring.Numbers{SNILS: c.FormValue("snils"), INN: c.FormValue("inn"), OGRN: c.FormValue("ogrn")}
	return s.settle(c, v.own(), func(ctx context.Context, by identity.Actor) error {
		return s.Keys.Note(ctx, by, v.Held.Person, v.Numbers)
	}, func(wrong Problems) templ.Component { return memberPage(v, wrong) })
}

// showMember handles GET /settings/commissions/:id/members/:person.
func (s *Server) showMember(c echo.Context) error {
	v, err := s.memberView(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, memberPage(v, nil))
}

// release handles POST /settings/commissions/:id/members/:person/release.
func (s *Server) release(c echo.Context) error {
	v, err := s.memberView(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	v.Last, v.Release = boxesIn(form, "last"), paperIn(form, "release")
	return s.settle(c, v.own(), func(ctx context.Context, by identity.Actor) error {
		last, err1 := v.Last.Date("last")
		paper, err2 := v.Release.read("release")
		if err := first(err1, err2); err != nil {
			return err
		}
		return s.Setup.Release(ctx, by, v.own(), commission.Release{Person: v.Held.Person, Last: last, Decision: paper})
	}, func(wrong Problems) templ.Component { return memberPage(v, wrong) })
}

// transfer handles POST /settings/commissions/:id/members/:person/transfer.
func (s *Server) transfer(c echo.Context) error {
	v, err := s.memberView(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	v.Office, v.From, v.Paper = form.Get("office"), boxesIn(form, "transfer_from"), paperIn(form, "transfer")
	return s.settle(c, v.own(), func(ctx context.Context, by identity.Actor) error {
		from, err1 := v.From.Date("transfer_from")
		paper, err2 := v.Paper.read("transfer")
		if err := first(err1, err2); err != nil {
			return err
		}
		return s.Setup.Transfer(ctx, by, v.own(), commission.Transfer{Person: v.Held.Person, Office: identity.Office(v.Office), From: from, Decision: paper})
	}, func(wrong Problems) templ.Component { return memberPage(v, wrong) })
}

// showNumber handles GET /settings/commissions/:id/number.
func (s *Server) showNumber(c echo.Context) error {
	setup, err := s.commissionSetup(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, numberPage(numberView{commissionSetup: setup, From: boxesOf(setup.Moment.Day)}, nil))
}

// establish handles POST /settings/commissions/:id/number.
func (s *Server) establish(c echo.Context) error {
	setup, err := s.commissionSetup(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	v := numberView{commissionSetup: setup, Established: strings.TrimSpace(form.Get("established")), From: boxesIn(form, "from"), Paper: paperIn(form, "decision")}
	return s.settle(c, v.own(), func(ctx context.Context, by identity.Actor) error {
		n, err1 := seatsTyped(v.Established)
		from, err2 := v.From.Date("from")
		paper, err3 := v.Paper.read("decision")
		if err := first(err1, err2, err3); err != nil {
			return err
		}
		return s.Setup.Establish(ctx, by, v.own(), commission.Number{Established: n, From: from, Decision: paper})
	}, func(wrong Problems) templ.Component { return numberPage(v, wrong) })
}

// seatsTyped reads an established number.
func seatsTyped(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, regulation.Missing(regulation.EstablishedNumber, "established", "number_wrong")
	}
	return n, nil
}

// openShown is how many open complaints of a dissolved commission are listed.
const openShown = 50

func (s *Server) formationView(c echo.Context) (formationView, error) {
	setup, err := s.commissionSetup(c)
	if err != nil {
		return formationView{}, err
	}
	ctx := c.Request().Context()
	v := formationView{commissionSetup: setup, From: boxesOf(setup.Moment.Day)}
	if n := setup.Moment.Composition.Commission.Established; n > 0 {
		v.Established = strconv.Itoa(n)
	}
	if v.Superior, err = s.Records.Superior(ctx, v.own()); err != nil {
		return v, err
	}
	v.Open, err = s.Records.Due(ctx, v.own(), deadline.Filter{}, deadline.Cursor{}, openShown)
	return v, err
}

// showFormation handles GET /settings/commissions/:id/formation.
func (s *Server) showFormation(c echo.Context) error {
	v, err := s.formationView(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, formationPage(v, nil))
}

// dissolve handles POST /settings/commissions/:id/dissolve.
func (s *Server) dissolve(c echo.Context) error {
	return s.changeFormation(c, "dissolved_from", "dissolution", func(ctx context.Context, by identity.Actor, v formationView, from calendar.Date, paper commission.Decision) error {
		return s.Setup.Dissolve(ctx, by, v.own(), commission.Dissolution{From: from, Decision: paper})
	})
}

// form handles POST /settings/commissions/:id/form: a dissolved commission is formed anew.
func (s *Server) form(c echo.Context) error {
	return s.changeFormation(c, "formed_from", "formation", func(ctx context.Context, by identity.Actor, v formationView, from calendar.Date, paper commission.Decision) error {
		n, err := seatsTyped(v.Established)
		if err != nil {
			return err
		}
		return s.Setup.Form(ctx, by, v.own(), commission.Formation{From: from, Decision: paper, Established: n})
	})
}

func (s *Server) changeFormation(c echo.Context, day, paper string,
	act func(context.Context, identity.Actor, formationView, calendar.Date, commission.Decision) error) error {
	v, err := s.formationView(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	v.From, v.Paper, v.Established = boxesIn(form, day), paperIn(form, paper), strings.TrimSpace(form.Get("established"))
	return s.settle(c, v.own(), func(ctx context.Context, by identity.Actor) error {
		from, err1 := v.From.Date(day)
		decision, err2 := v.Paper.read(paper)
		if err := first(err1, err2); err != nil {
			return err
		}
		return act(ctx, by, v, from, decision)
	}, func(wrong Problems) templ.Component { return formationPage(v, wrong) })
}

// layDuties handles POST /settings/commissions/:id/acting.
func (s *Server) layDuties(c echo.Context) error {
	setup, err := s.commissionSetup(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	v := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	setup.Acting = actingForm{Duties: v("duties"), Person: v("person"), Basis: v("basis"), Note: v("note"), Paper: paperIn(form, "paper"),
		From: boxesIn(form, "acting_from"), Until: boxesIn(form, "acting_until")}
	return s.settle(c, setup.own(), func(ctx context.Context, by identity.Actor) error {
		person, _ := strconv.ParseInt(setup.Acting.Person, 10, 64) // nobody is refused by the act
		from, err1 := setup.Acting.From.Date("acting_from")
		until, err2 := setup.Acting.Until.Date("acting_until")
		paper, err3 := setup.Acting.Paper.read("paper")
		if err := first(err1, err2, err3); err != nil {
			return err
		}
		return s.Setup.LayDuties(ctx, by, setup.own(), commission.Acting{Office: identity.Office(setup.Acting.Duties), Person: identity.ID(person), From: from, Until: until,
			Basis: commission.Basis(setup.Acting.Basis), Paper: paper, Note: setup.Acting.Note})
	}, func(wrong Problems) templ.Component { return commissionPage(setup, wrong) })
}

// endDuties handles POST /settings/commissions/:id/acting/end.
func (s *Server) endDuties(c echo.Context) error {
	setup, err := s.commissionSetup(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	setup.End = dutiesEndForm{form.Get("acting"), boxesIn(form, "duties_last")}
	return s.settle(c, setup.own(), func(ctx context.Context, by identity.Actor) error {
		last, err := setup.End.Last.Date("duties_last")
		if err != nil {
			return err
		}
		acting, _ := strconv.ParseInt(setup.End.Acting, 10, 64) // anything else is not found
		return s.Setup.EndDuties(ctx, by, setup.own(), commission.DutiesEnd{Acting: commission.ActingID(acting), Last: last})
	}, func(wrong Problems) templ.Component { return commissionPage(setup, wrong) })
}

// here is the address of the member's page.
func (v memberView) here() string {
	return commissionSettings(v.own()) + "/members/" + strconv.FormatInt(int64(v.Held.Person), 10)
}

// first returns the first error there is.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
