package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/publication"
	"redress/internal/remand"
	"redress/internal/sitting"
)

// deskRows is how many things to do a desk shows.
const deskRows = 15

// desk is what the first page of the staff shows.
type desk struct {
	complaintList
	Moment  commission.Moment
	Burden  deadline.Burden
	Next    sitting.Sitting // the zero one if none is planned
	Letters []notice.Letter // not delivered yet
	Ready   []deadline.Due  // drafts ready for a sitting
	Papers  []document.Printed
	Publish []publication.Awaiting // rulings that are to be published

	AtOnce     []deadline.Due        // what is due at once, the longest waiting first
	Calls      []notice.Call         // deadlines that were moved
	Refreshing bool                  // the page loads itself anew
	Owed       []deadline.OfficeDue  // by the commission itself
	Dissents   []sitting.DissentLine // that the higher commission must be told of
	Below      []sitting.DissentLine // that commissions below have told of lately

	Awaited  []deadline.AwaitedAnswer // answers to requests and referrals, the one due first first
	ToSign   []complaint.Complaint    // with a request or a referral that waits for the chair
	ToRework []complaint.ToRework     // drafts that sittings gave back

	Control   remand.Burden   // what stands under control, of the chair and the secretary alone
	Arrived   []notice.Letter // papers from above that nobody has said to have
	Watched   []remand.Line   // the first of what we watch
	Ordered   []remand.Line   // the first of what we were ordered to do
	Retracted []deadline.Due  // what complainants took back

	Petitions []sitting.Petition // that a sitting is owed on, or that wait for signatures
}

// showDesk handles GET /desk: the first page of each office.
func (s *Server) showDesk(c echo.Context) error {
	by := actor(c)
	if by.Office == identity.Administrator {
		wanted, err := s.calendarWanted(c.Request().Context())
		if err != nil {
			return err
		}
		return s.page(c, http.StatusOK, administratorDesk(wanted))
	}
	m, err := s.ownMoment(c)
	if err != nil {
		return err
	}
	d := desk{Moment: m, complaintList: complaintList{At: m.At}}
	if d.Owed, err = deadline.Offices(m); err != nil {
		return err
	}
	ctx := c.Request().Context()
	d.Next, err = s.Records.NextSitting(ctx, by.Commission)
	if err != nil && !errors.Is(err, sitting.ErrNotFound) {
		return err
	}
	if d.Burden, err = s.Records.Burden(ctx, by.Commission, m.Day); err != nil {
		return err
	}
	if d.Papers, err = s.Records.PapersAwaiting(ctx, by.Commission, by.ID, deskRows); err != nil {
		return err
	}
	if d, err = s.withAlarm(c, d); err != nil {
		return err
	}
	if d, err = s.withInquiries(c, d); err != nil {
		return err
	}
	if d.ToRework, err = s.toRework(ctx, by); err != nil {
		return err
	}
	if d, err = s.withControl(c, d); err != nil {
		return err
	}
	if d, err = s.withArrived(c, d); err != nil {
		return err
	}
	if d.Petitions, err = s.Records.PetitionsOpen(ctx, by.Commission, deskRows); err != nil {
		return err
	}
	switch {
	case by.May(identity.SeeChairDesk):
		return s.dashboard(c, d)
	case by.Office == identity.Secretary || by.ActsAsSecretary:
		return s.secretaryDesk(c, d)
	}
	if d.Lines, err = s.Records.Due(ctx, by.Commission, deadline.Filter{Rapporteur: by.ID, Groups: m.Composition.GroupsOf(m.Day, by.ID)}, deadline.Cursor{}, deskRows); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, memberDesk(d))
}

func (s *Server) secretaryDesk(c echo.Context, d desk) error {
	ctx, own := c.Request().Context(), actor(c).Commission
	var err error
	if d.Lines, err = s.Records.Due(ctx, own, deadline.Filter{AboutUs: true}, deadline.Cursor{}, deskRows); err != nil {
		return err
	}
	if d.Letters, err = s.Records.LettersOpen(ctx, own, listRows); err != nil {
		return err
	}
	if d.Ready, err = s.Records.Due(ctx, own, deadline.Filter{States: []complaint.State{complaint.Ready}}, deadline.Cursor{}, deskRows); err != nil {
		return err
	}
	if d.Retracted, err = s.Records.Due(ctx, own, deadline.Filter{Retracted: true}, deadline.Cursor{}, deskRows); err != nil {
		return err
	}
	if d.Publish, err = s.Records.AwaitingPublication(ctx, own, deskRows); err != nil {
		return err
	}
	return s.page(c, http.StatusOK, secretaryDesk(d))
}

// heading is the day and the hour, as people say them.
func (d desk) heading(ctx context.Context) string {
	return t(ctx, "desk.now", "Day", day(ctx, d.Moment.Day), "Weekday", t(ctx, "weekday."+strconv.Itoa(int(d.Moment.Day.Weekday()))),
		"Time", clock(d.Moment.At, visitOf(ctx).zone()))
}

// secretaryTiles are the four counters of the secretary, each a way to its list.
func (d desk) secretaryTiles(ctx context.Context) []Tile {
	letters := templ.SafeURL("/deliver")
	if !visitOf(ctx).server.serves["/deliver"] {
		letters = listQuery{State: complaint.Signed}.href()
	}
	return []Tile{
		{Count: d.Burden.Unregistered, Name: t(ctx, "tile.unregistered"), Href: "/intake"},
		{Count: d.Burden.Today, Name: t(ctx, "tile.due_today"), Href: listQuery{Due: dueToday}.href(), State: deadline.Today},
		{Count: d.Burden.Over, Name: t(ctx, "tile.over"), Href: listQuery{Due: dueOver}.href(), State: deadline.Over},
		{Count: d.Burden.ToSend, Name: t(ctx, "tile.to_send"), Href: letters},
	}
}

// failed are the letters that came back.
func (d desk) failed() []notice.Letter {
	return slices.DeleteFunc(slices.Clone(d.Letters), func(l notice.Letter) bool { return l.State != notice.Failed })
}

// who names the one whose turn it is on a complaint of the list.
func (d desk) who(ctx context.Context, line deadline.Due) string {
	officer := func(office identity.Office) string {
		if m, ok := d.Moment.Composition.Officer(d.Moment.Day, office); ok {
			return m.Name.Short()
		}
		return word(ctx, office)
	}
	switch line.State {
	case complaint.InReview:
		return together(line.Rapporteur)
	case complaint.Decided, complaint.LetterDue:
		if presiding, ok := d.Moment.Composition.Presiding(d.Moment.Day); ok {
			return presiding.Name.Short()
		}
	case complaint.Filed, complaint.Registered, complaint.Ready, complaint.Scheduled, complaint.Signed, complaint.Delivered,
		complaint.Suspended, complaint.Terminated, complaint.Forwarded, complaint.Returned, complaint.Answered, complaint.Shelved:
	}
	return officer(identity.Secretary)
}

// doHref is where the next thing is done to a complaint of a list.
func doHref(ctx context.Context, line deadline.Due) templ.SafeURL {
	if line.Clock == deadline.DissentForwarding {
		return lineHref(line) + "/deadlines"
	}
	if line.Clock == deadline.RulingPublication && line.State == complaint.Delivered && visitOf(ctx).actor.May(identity.PublishRuling) {
		return lineHref(line) + "/publication"
	}
	switch line.State {
	case complaint.Filed:
		if visitOf(ctx).actor.May(identity.RegisterPaper) {
			return lineHref(line) + "/register"
		}
	case complaint.InReview:
		if tabShown(ctx, "/draft") {
			return lineHref(line) + "/draft"
		}
	case complaint.Decided:
		if offered(ctx, "/sign") {
			return "/sign"
		}
	case complaint.Signed:
		if offered(ctx, "/deliver") && visitOf(ctx).actor.May(identity.DeliverPaper) {
			return "/deliver"
		}
	case complaint.Suspended:
		if visitOf(ctx).actor.May(identity.MoveTerm) {
			return lineHref(line) + "/term"
		}
	case complaint.LetterDue:
		if visitOf(ctx).actor.May(identity.SignLetter) {
			return lineHref(line) + "/letter"
		}
	case complaint.Registered, complaint.Ready, complaint.Scheduled, complaint.Delivered, complaint.Terminated,
		complaint.Forwarded, complaint.Returned, complaint.Answered, complaint.Shelved:
	}
	return lineHref(line)
}

// toDoWord is what is to be done to a complaint of a list.
func toDoWord(ctx context.Context, line deadline.Due) string {
	if line.Clock == deadline.DissentForwarding {
		return t(ctx, "dissent.todo")
	}
	if line.Clock == deadline.RulingPublication && line.State == complaint.Delivered {
		return t(ctx, "publication.to_do")
	}
	return t(ctx, "todo."+string(line.State))
}

// about says in one line what a complaint of a list is about.
func about(line deadline.Due) string {
	if line.Respondent == "" {
		return glued(line.Title)
	}
	return glued(line.Title + ", " + line.Respondent)
}

// together keeps a short name on one line.
func together(name string) string { return strings.ReplaceAll(name, " ", nbsp) }

// offered reports whether a page that a desk leads to is served.
func offered(ctx context.Context, path string) bool { return visitOf(ctx).server.serves[path] }

// waitingPaper says which paper waits for a signature.
func waitingPaper(ctx context.Context, p document.Printed) string {
	if p.Kind == document.RulingKind {
		return t(ctx, "paper_name.ruling", "Number", p.Number, "Ref", p.Ref.String())
	}
	return t(ctx, "paper_name.minutes", "Number", p.Number)
}
