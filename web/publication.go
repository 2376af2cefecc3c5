package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/publication"
	"redress/internal/regulation"
	"redress/internal/signature"
)

// publicationRecords reads what is public, and what is still to be published.
type publicationRecords interface {
	Decision(ctx context.Context, code string, key publication.Key) (publication.Publication, error)
	Decisions(ctx context.Context, f publication.Filter, after publication.After, limit int) ([]publication.Line, error)
	// LatestDecisions are those published last, and WithdrawnDecisions those withdrawn last.
	LatestDecisions(ctx context.Context, f publication.Filter, limit int) ([]publication.Line, error)
	WithdrawnDecisions(ctx context.Context, f publication.Filter, limit int) ([]publication.Line, error)
	Excerpts(ctx context.Context, words string, ids []publication.ID) (map[publication.ID][]publication.Stretch, error)
	DecisionChoices(ctx context.Context, limit int) (publication.Choices, error)
	DecisionTies(ctx context.Context, id publication.ID) (publication.Ties, error)
	AwaitingPublication(ctx context.Context, own commission.ID, limit int) ([]publication.Awaiting, error)
}

// publicationView is what is left out of a ruling before the public reads it.
type publicationView struct {
	complaintFrameData
	Facts   publication.Facts
	Edition publication.Edition
	Typed   publicationForm
}

// publicationForm is what was typed into the forms of the page.
type publicationForm struct{ Phrase, Ground, Kept, Reason, Recall string }

// open reports whether the copy can still be changed and approved.
func (v publicationView) open() bool {
	s := v.Complaint.State
	return (s == complaint.Signed || s == complaint.Delivered) && v.Facts.Ruling.ToPublish() && v.Complaint.PublishedAt.IsZero()
}

// term is the day the ruling is to be published by, where the regulation names a term.
func (v publicationView) term() (deadline.Deadline, bool) {
	for _, r := range v.Running {
		if r.Clock == deadline.RulingPublication {
			return r.Deadline, true
		}
	}
	return deadline.Deadline{}, false
}

// grounds are the grounds to choose from.
func grounds(ctx context.Context) []Option {
	options := []Option{{Label: t(ctx, "publication.choose_ground")}}
	for _, g := range publication.Grounds {
		options = append(options, Option{Value: string(g), Label: word(ctx, g)})
	}
	return options
}

// removed are the proposals that can be taken away.
func (v publicationView) removed(ctx context.Context) []Option {
	options := []Option{{Label: t(ctx, "publication.choose_phrase")}}
	for _, e := range v.Edition.Entries {
		if e.Proposed && e.Kept == "" {
			options = append(options, Option{Value: e.Phrase, Label: e.Phrase})
		}
	}
	return options
}

// showPublication handles GET /complaints/:no/publication.
func (s *Server) showPublication(c echo.Context) error {
	return s.publicationPage(c, http.StatusOK, publicationForm{}, nil)
}

func (s *Server) publicationPage(c echo.Context, status int, typed publicationForm, wrong Problems) error {
	ctx := c.Request().Context()
	found, err := s.complaintAt(c)
	if err != nil {
		return err
	}
	v := publicationView{Typed: typed}
	if v.Facts, err = s.Public.Facts(ctx, actor(c), found.Ref); err != nil {
		return err
	}
	if v.complaintFrameData, err = s.complaintFrameOf(ctx, found); err != nil {
		return err
	}
	v.Wrong = wrong
	if v.open() {
		if v.Edition, err = v.Facts.Edition(); err != nil {
			return err
		}
	}
	return s.page(c, status, publicationPage(v))
}

// publish handles POST /complaints/:no/publication: the copy that was shown is approved.
func (s *Server) publish(c echo.Context) error {
	return s.changePublication(c, publicationForm{}, "", func(ctx context.Context, by identity.Actor, ref complaint.Ref) error {
		shown, err := signature.ParseDigest(c.FormValue("shown"))
		if err != nil {
			return regulation.Refuse(regulation.Publication, "publication_changed", nil)
		}
		return s.Public.Approve(ctx, by, ref, shown)
	})
}

// addRemoval handles POST /complaints/:no/publication/add.
func (s *Server) addRemoval(c echo.Context) error {
	typed := publicationForm{Phrase: c.FormValue("phrase"), Ground: c.FormValue("ground")}
	return s.changePublication(c, typed, "#removals", func(ctx context.Context, by identity.Actor, ref complaint.Ref) error {
		return s.Public.Add(ctx, by, ref, publication.Removal{Ground: publication.Ground(typed.Ground), Phrase: typed.Phrase})
	})
}

// keepPhrase handles POST /complaints/:no/publication/keep: something stays in the text.
func (s *Server) keepPhrase(c echo.Context) error {
	typed := publicationForm{Kept: c.FormValue("kept"), Reason: c.FormValue("reason")}
	return s.changePublication(c, typed, "#removals", func(ctx context.Context, by identity.Actor, ref complaint.Ref) error {
		return s.Public.Keep(ctx, by, ref, publication.Kept{Phrase: typed.Kept, Reason: typed.Reason})
	})
}

// restoreRemoval handles POST /complaints/:no/publication/restore.
func (s *Server) restoreRemoval(c echo.Context) error {
	return s.changePublication(c, publicationForm{}, "#removals", func(ctx context.Context, by identity.Actor, ref complaint.Ref) error {
		return s.Public.Restore(ctx, by, ref, c.FormValue("restored"))
	})
}

// withdrawPublication handles POST /complaints/:no/publication/withdraw.
func (s *Server) withdrawPublication(c echo.Context) error {
	typed := publicationForm{Recall: strings.TrimSpace(c.FormValue("recall_reason"))}
	return s.changePublication(c, typed, "", func(ctx context.Context, by identity.Actor, ref complaint.Ref) error {
		return s.Public.Withdraw(ctx, by, ref, typed.Recall)
	})
}

// changePublication makes one change and leads back to the page, or shows what is wrong
// with it beside what was typed.
func (s *Server) changePublication(c echo.Context, typed publicationForm, place string,
	change func(context.Context, identity.Actor, complaint.Ref) error) error {
	found, err := s.complaintAt(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := change(ctx, actor(c), found.Ref); err != nil {
		if wrong := problems(ctx, err); wrong != nil && !wrong.has(notYourOffice) {
			return s.publicationPage(c, wrong.status(), typed, wrong)
		}
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+found.Ref.String()+"/publication"+place)
}

// decisionHref is the public address of a decision: the commission's code and the year
// with the serial number, nothing of anybody.
func decisionHref(p publication.Publication) templ.SafeURL {
	return decisionAddress(p.Code, p.Key.String())
}

func decisionAddress(commission, key string) templ.SafeURL {
	return templ.SafeURL("/decisions/" + url.PathEscape(commission) + "/" + key)
}

// publishes reports whether the visitor can publish the ruling on the complaint.
func (f complaintFrameData) publishes(ctx context.Context) bool {
	s := f.Complaint.State
	return (s == complaint.Signed || s == complaint.Delivered) && visitOf(ctx).actor.May(identity.PublishRuling)
}

// unpublished reports whether the ruling, which reached the parties, is still owed to
// the public.
func (f complaintFrameData) unpublished() bool {
	c := f.Complaint
	return c.State == complaint.Delivered && c.PublishedAt.IsZero() && f.Moment.Composition.ProfileAt(c.DecidedAt).PublishOnSite
}

// publicationDue is the day a ruling is to be published by, where there is one.
func publicationDue(a publication.Awaiting) (deadline.Deadline, bool) {
	if a.DueOn == (calendar.Date{}) {
		return deadline.Deadline{}, false
	}
	return deadline.Deadline{Clock: deadline.RulingPublication, Kind: deadline.ByDate, DueOn: a.DueOn, Clause: regulation.Publication}, true
}

func publicationHref(a publication.Awaiting) templ.SafeURL {
	return templ.SafeURL("/complaints/" + a.Ref.String() + "/publication")
}
