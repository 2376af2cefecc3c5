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

// settingsRecords is what an administrator's pages read.
type settingsRecords interface {
	Directory(ctx context.Context, after commission.ID, limit int) ([]commission.Commission, error)
	Campaigns(ctx context.Context, limit int) ([]commission.Campaign, error)
	regulationRecords
	Campaign(ctx context.Context, id commission.CampaignID) (commission.Campaign, error)
	// Results returns when commissions fixed their results in a campaign.
	Results(ctx context.Context, id commission.CampaignID) ([]commission.Results, error)
	// Overrides returns which commissions stand below others in a campaign only.
	Overrides(ctx context.Context, id commission.CampaignID, limit int) ([]commission.Override, error)
	// ForeseeCampaign returns which deadlines other days of a campaign would move.
	ForeseeCampaign(ctx context.Context, changed commission.Campaign, shown int) (deadline.Preview, error)
	// ProductionCalendar returns the calendar in force, and when its loaded years were loaded.
	ProductionCalendar(ctx context.Context) (calendar.Production, map[int]time.Time, error)
	Now(ctx context.Context) (time.Time, error)
}

// directoryPage is how many commissions stand on one page of the directory.
const directoryPage = 50

// settings handles GET /settings: commissions and campaigns.
func (s *Server) settings(c echo.Context) error {
	ctx := c.Request().Context()
	after, _ := strconv.ParseInt(c.QueryParam("after"), 10, 64) // anything else is the first page
	list, err := s.Records.Directory(ctx, commission.ID(after), directoryPage+1)
	if err != nil {
		return err
	}
	campaigns, err := s.Records.Campaigns(ctx, directoryPage)
	if err != nil {
		return err
	}
	next := ""
	if len(list) > directoryPage {
		list = list[:directoryPage]
		next = "/settings?after=" + strconv.FormatInt(int64(list[len(list)-1].ID), 10)
	}
	wanted, err := s.calendarWanted(ctx)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, settingsPage(list, campaigns, next, wanted))
}

// commissionForm is a commission as an administrator types it.
type commissionForm struct {
	Code, Kind, Name, ShortName, Number, Parent, Established string
	Address, Place, Phone, Hours, Email, Zone                string
}

func commissionFormOf(form url.Values) commissionForm {
	v := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	return commissionForm{Code: v("code"), Kind: v("kind"), Name: v("name"), ShortName: v("short_name"), Number: v("number"), Parent: v("parent"),
		Established: v("established"), Address: v("address"), Place: v("place"), Phone: v("phone"), Hours: v("hours"), Email: v("email"), Zone: v("time_zone")}
}

// commission reads the form; what is no number or names no commission is refused.
func (f commissionForm) commission(ctx context.Context, records Records) (commission.Commission, error) {
	c := commission.Commission{Code: f.Code, Kind: commission.Kind(f.Kind), Name: f.Name, ShortName: f.ShortName, Number: f.Number,
		Address: f.Address, Place: f.Place, Phone: f.Phone, Hours: f.Hours, Email: f.Email, Profile: regulation.Izhmorsky()}
	var faults []error
	if f.Established != "" {
		n, err := strconv.Atoi(f.Established)
		if err != nil || n < 0 {
			faults = append(faults, regulation.Missing(regulation.EstablishedNumber, "established", "number_wrong"))
		}
		c.Established = n
	}
	if f.Parent != "" {
		found, err := records.CommissionByCode(ctx, f.Parent)
		if err != nil {
			faults = append(faults, regulation.Missing(regulation.DirectSuperior, "parent", "parent_unknown"))
		}
		c.Parent = found.ID
	}
	c.Profile.TimeZone = f.Zone
	if !c.Profile.ZoneKnown() {
		faults = append(faults, regulation.Missing(regulation.CountingDays, "time_zone", "zone_unknown"))
	}
	return c, errors.Join(faults...)
}

// newCommission handles GET /settings/commissions/new.
func (s *Server) newCommission(c echo.Context) error {
	return s.page(c, http.StatusOK, newCommissionPage(commissionForm{Kind: string(commission.Territorial), Zone: regulation.Izhmorsky().TimeZone}, nil))
}

// addCommission handles POST /settings/commissions/new.
func (s *Server) addCommission(c echo.Context) error {
	ctx := c.Request().Context()
	params, err := c.FormParams()
	if err != nil {
		return err
	}
	form := commissionFormOf(params)
	entered, err := form.commission(ctx, s.Records)
	var id commission.ID
	if err == nil {
		id, err = s.Setup.Add(ctx, actor(c), entered)
	}
	if err != nil {
		found := problems(ctx, err)
		if found == nil {
			return err
		}
		return s.page(c, found.status(), newCommissionPage(form, found))
	}
	return c.Redirect(http.StatusSeeOther, commissionSettings(id))
}

func commissionSettings(id commission.ID) string {
	return "/settings/commissions/" + strconv.FormatInt(int64(id), 10)
}

// memberForm is a new member as it is typed.
type memberForm struct {
	Surname, Given, Patronymic, Office, Login string
	From, Until                               DateBoxes
	Paper                                     decisionForm
}

// commissionSetup is what the page of one commission shows.
type commissionSetup struct {
	Moment     commission.Moment
	Member     memberForm
	Acting     actingForm
	End        dutiesEndForm
	Owed       []deadline.OfficeDue
	Invitation string // the link that was just made, shown once
}

func (s *Server) commissionSetup(c echo.Context) (commissionSetup, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return commissionSetup{}, echo.ErrNotFound
	}
	m, err := s.Records.Moment(c.Request().Context(), commission.ID(id))
	if err != nil {
		return commissionSetup{}, echo.ErrNotFound
	}
	owed, err := deadline.Offices(m)
	return commissionSetup{Moment: m, Owed: owed, Member: memberForm{Office: string(identity.Member), From: boxesOf(m.Day)},
		Acting: actingForm{From: boxesOf(m.Day), Basis: string(commission.ByDecision)}, End: dutiesEndForm{Last: boxesOf(m.Day)}}, err
}

// showCommission handles GET /settings/commissions/:id.
func (s *Server) showCommission(c echo.Context) error {
	setup, err := s.commissionSetup(c)
	if err != nil {
		return err
	}
	if setup.Invitation, err = s.signIns.once(c, "invitation"); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, commissionPage(setup, nil))
}

// appoint handles POST /settings/commissions/:id/members.
func (s *Server) appoint(c echo.Context) error {
	return s.change(c, func(ctx context.Context, by identity.Actor, setup *commissionSetup, form url.Values) error {
		v := func(name string) string { return strings.TrimSpace(form.Get(name)) }
		setup.Member = memberForm{v("surname"), v("given"), v("patronymic"), v("office"), v("login"), boxesIn(form, "from"), boxesIn(form, "until"), paperIn(form, "decision")}
		from, err1 := setup.Member.From.Date("from")
		until, err2 := setup.Member.Until.Date("until")
		paper, err3 := setup.Member.Paper.read("decision")
		if err := first(err1, err2, err3); err != nil {
			return err
		}
		token, err := s.Setup.Appoint(ctx, by, commission.Appointment{Commission: setup.own(), Decision: paper,
			Name:   identity.Name{Surname: setup.Member.Surname, Given: setup.Member.Given, Patronymic: setup.Member.Patronymic},
			Office: identity.Office(setup.Member.Office), From: from, Until: until, Login: setup.Member.Login})
		if token != "" {
			setup.Invitation = s.BaseURL + "/invitation/" + token
		}
		return err
	})
}

// reinvite handles POST /settings/commissions/:id/members/:person/invite.
func (s *Server) reinvite(c echo.Context) error {
	return s.change(c, func(ctx context.Context, by identity.Actor, setup *commissionSetup, _ url.Values) error {
		person, err := strconv.ParseInt(c.Param("person"), 10, 64)
		if err != nil {
			return echo.ErrNotFound
		}
		token, err := s.Setup.Reinvite(ctx, by, setup.Moment.Composition.Commission.ID, identity.ID(person))
		if err != nil {
			return err
		}
		setup.Invitation = s.BaseURL + "/invitation/" + token
		return nil
	})
}

// change makes one act on a commission and comes back to its page.
func (s *Server) change(c echo.Context, act func(context.Context, identity.Actor, *commissionSetup, url.Values) error) error {
	ctx := c.Request().Context()
	setup, err := s.commissionSetup(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	if err := act(ctx, actor(c), &setup, form); err != nil {
		found := problems(ctx, err)
		if found == nil {
			return err
		}
		return s.page(c, found.status(), commissionPage(setup, found))
	}
	if setup.Invitation != "" {
		if err := s.signIns.keepOnce(c, "invitation", setup.Invitation); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, commissionSettings(setup.Moment.Composition.Commission.ID))
}

func kindOptions(ctx context.Context) []Option {
	var options []Option
	for _, kind := range commission.Kinds {
		options = append(options, Option{Value: string(kind), Label: word(ctx, kind)})
	}
	return options
}

func officeOptions(ctx context.Context) []Option {
	var options []Option
	for _, office := range identity.Offices {
		if office.Voting() {
			options = append(options, Option{Value: string(office), Label: word(ctx, office)})
		}
	}
	return options
}

func memberOptions(m commission.Moment) []Option {
	var options []Option
	for _, member := range m.Composition.On(m.Day) {
		if member.Office != identity.Chair {
			options = append(options, Option{Value: strconv.FormatInt(int64(member.Person), 10), Label: member.Name.Full()})
		}
	}
	return options
}
