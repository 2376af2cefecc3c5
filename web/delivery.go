package web

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/attachment"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/notice"
)

// deliveryView is the page of one letter: where it goes, what was done with it and what
// became of it, and what the secretary enters next.
type deliveryView struct {
	deliverView
	letter notice.Letter
	names  memberNames
	token  complaint.Token
	files  []attachment.Attachment // held under the token
	limits attachment.Limits
	typed  url.Values
	given  DateBoxes
	posted DateBoxes
	served DateBoxes
}

// deliveryAt reads the letter of an address; it is its own commission's alone.
func (s *Server) deliveryAt(c echo.Context) (deliveryView, error) {
	ctx, own := c.Request().Context(), actor(c).Commission
	v := deliveryView{deliverView: deliverView{folder: s.Folder, papers: map[int64]*document.Printed{}}, token: complaint.NewToken(), limits: s.Intake.Limits, typed: url.Values{}}
	id, err := strconv.ParseInt(c.Param("letter"), 10, 64)
	if err != nil {
		return v, notice.ErrNotFound
	}
	if v.letter, err = s.Records.Letter(ctx, own, notice.ID(id)); err != nil {
		return v, err
	}
	if v.moment, err = s.ownMoment(c); err != nil {
		return v, err
	}
	v.names = namesIn(v.moment.Composition)
	v.given, v.posted, v.served = boxesOf(v.moment.Day), boxesOf(v.moment.Day), boxesOf(v.moment.Day)
	v.typed.Set("given_time", v.moment.At.In(v.moment.Composition.Commission.Profile.Zone()).Format("15:04"))
	v.typed.Set("way", string(v.letter.Way))
	v.typed.Set("address", v.letter.Address)
	return v, s.letterPaper(ctx, &v.deliverView, v.letter)
}

// showDelivery handles GET /deliver/:letter.
func (s *Server) showDelivery(c echo.Context) error {
	v, err := s.deliveryAt(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, deliveryPage(v))
}

// handOver handles POST /deliver/:letter: a letter was given, posted or brought otherwise.
// Scans are taken in as they come; a slip in a field costs no upload.
func (s *Server) handOver(c echo.Context) error {
	v, done, err := s.slips(c)
	if err != nil || done {
		return err
	}
	ctx, by := c.Request().Context(), actor(c)
	mark, faults := v.markTyped()
	if faults != nil || len(v.problems) > 0 { // all that is wrong at once, and nothing is entered
		checked := mark
		if faults != nil {
			checked.When, checked.On = v.moment.At, v.moment.Day
		}
		_, _, refused := v.letter.HandOver(by, checked, v.files, v.moment)
		return s.refuseDelivery(c, v, errors.Join(faults, refused))
	}
	if err := s.Letters.Mark(ctx, by, v.letter.ID, v.token, mark); err != nil {
		return s.refuseDelivery(c, v, err)
	}
	return c.Redirect(http.StatusSeeOther, "/deliver#done")
}

// serveLetter handles POST /deliver/:letter/served: the post gave it to the addressee.
func (s *Server) serveLetter(c echo.Context) error {
	v, done, err := s.slips(c)
	if err != nil || done {
		return err
	}
	on, fault := v.served.Date("served")
	text := oneLine(v.typed, "served_text")
	if fault != nil || len(v.problems) > 0 {
		if fault != nil {
			on = v.moment.Day
		}
		_, _, refused := v.letter.Serve(actor(c), on, text, v.files, v.moment)
		return s.refuseDelivery(c, v, errors.Join(fault, refused))
	}
	if err := s.Letters.Serve(c.Request().Context(), actor(c), v.letter.ID, v.token, on, text); err != nil {
		return s.refuseDelivery(c, v, err)
	}
	return c.Redirect(http.StatusSeeOther, v.address("#marks"))
}

// slips reads a form of the page that may bring scans; done says that the page was shown
// again because a file was taken off it.
func (s *Server) slips(c echo.Context) (v deliveryView, done bool, err error) {
	if v, err = s.deliveryAt(c); err != nil {
		return v, false, err
	}
	body, err := s.paperBody(c)
	if err != nil {
		return v, false, err
	}
	ctx := c.Request().Context()
	v.token, v.problems = body.token, body.problems
	for name := range body.values {
		v.typed.Set(name, body.values.Get(name))
	}
	for name, boxes := range map[string]*DateBoxes{"given": &v.given, "posted": &v.posted, "served": &v.served} {
		if v.typed.Has(name + "_day") {
			*boxes = boxesIn(v.typed, name)
		}
	}
	if held, ok := s.formHeld(ctx, body.token); ok {
		v.files = held.Files
	}
	if !body.values.Has("detach") {
		return v, false, nil
	}
	file := attachment.ID(whole(body.values.Get("detach")))
	if err := s.Filings.Detach(ctx, v.token, file); err != nil {
		return v, false, err
	}
	v.files = slices.DeleteFunc(v.files, func(a attachment.Attachment) bool { return a.ID == file })
	return v, true, s.page(c, http.StatusOK, deliveryPage(v))
}

// markTyped reads what was typed of a delivery.
func (v deliveryView) markTyped() (notice.Mark, error) {
	k := notice.Mark{Kind: notice.MarkKind(v.typed.Get("how")), Taker: oneLine(v.typed, "taker"), Track: oneLine(v.typed, "track")}
	var err error
	switch k.Kind {
	case notice.Given:
		k.Text = oneLine(v.typed, "given_text")
		k.When, err = instantOf("given", v.given, v.typed.Get("given_time"), v.moment.Composition.Commission.Profile.Zone())
	case notice.Posted:
		k.Text = oneLine(v.typed, "posted_text")
		k.On, err = v.posted.Date("posted")
	case notice.Otherwise, notice.Mailed, notice.Received, notice.Served, notice.Returned, notice.Redirected:
		k.Text = oneLine(v.typed, "proof")
	}
	return k, err
}

// returnLetter handles POST /deliver/:letter/back.
func (s *Server) returnLetter(c echo.Context) error {
	return s.changeDelivery(c, func(ctx context.Context, by identity.Actor, v deliveryView) error {
		return s.Letters.Return(ctx, by, v.letter.ID, oneLine(v.typed, "back"))
	})
}

// redirectLetter handles POST /deliver/:letter/redirect.
func (s *Server) redirectLetter(c echo.Context) error {
	return s.changeDelivery(c, func(ctx context.Context, by identity.Actor, v deliveryView) error {
		return s.Letters.Redirect(ctx, by, v.letter.ID, complaint.ReplyBy(v.typed.Get("way")), oneLine(v.typed, "address"), oneLine(v.typed, "redirect_reason"))
	})
}

// changeDelivery makes one act of the page that brings no file.
func (s *Server) changeDelivery(c echo.Context, act func(context.Context, identity.Actor, deliveryView) error) error {
	v, err := s.deliveryAt(c)
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	for name := range form {
		v.typed.Set(name, legible(form.Get(name)))
	}
	if err := act(c.Request().Context(), actor(c), v); err != nil {
		return s.refuseDelivery(c, v, err)
	}
	return c.Redirect(http.StatusSeeOther, v.address("#marks"))
}

// refuseDelivery shows the page again with what is wrong and everything typed.
func (s *Server) refuseDelivery(c echo.Context, v deliveryView, err error) error {
	found := problems(c.Request().Context(), err)
	if err != nil && (found == nil || found.has(notYourOffice)) {
		return err
	}
	v.problems = append(v.problems, found...)
	return s.page(c, v.problems.status(), deliveryPage(v))
}

// slipFile handles GET /complaints/:no/letters/:letter/files/:id: a scan of a slip, for the
// commission alone.
func (s *Server) slipFile(c echo.Context) error {
	found, err := s.complaintAt(c)
	if err != nil {
		return err
	}
	letter, err := s.Records.Letter(c.Request().Context(), actor(c).Commission, notice.ID(whole(c.Param("letter"))))
	if err != nil {
		return err
	}
	id := attachment.ID(whole(c.Param("id")))
	for _, k := range letter.Marks {
		for _, file := range k.Files {
			if file.ID == id && letter.Complaint == found.ID {
				return s.sendFile(c, file)
			}
		}
	}
	return notice.ErrNotFound
}

// letterHref is the page of a letter.
func letterHref(id notice.ID) templ.SafeURL {
	return templ.SafeURL("/deliver/" + strconv.FormatInt(int64(id), 10))
}

// slipHref is where a scan of a slip is saved from.
func slipHref(l notice.Letter, id attachment.ID) templ.SafeURL {
	return templ.SafeURL("/complaints/" + l.Ref.String() + "/letters/" + fmtID(l.ID) + "/files/" + strconv.FormatInt(int64(id), 10))
}

// address is the page of the letter, and a place on it.
func (v deliveryView) address(place string) string { return string(letterHref(v.letter.ID)) + place }

// secret is the token as the page carries it.
func (v deliveryView) secret() string { return base64.RawURLEncoding.EncodeToString(v.token[:]) }

// refusedFiles are the files that were not taken.
func (v deliveryView) refusedFiles() Problems { return (asked{problems: v.problems}).refusedFiles() }

// sends reports whether a form of the page is the one that was sent, or else the one that
// is likeliest: what was uploaded, and what is wrong with it, is shown there.
func (v deliveryView) sends(how notice.MarkKind) bool {
	if sent := notice.MarkKind(v.typed.Get("how")); sent != "" {
		return sent == how
	}
	switch {
	case v.letter.State.Done():
		return how == notice.Served
	case v.letter.Way == complaint.ByPost:
		return how == notice.Posted
	}
	return how == notice.Given
}

// slipID is the id of the field for scans in a form of the page.
func (v deliveryView) slipID(how notice.MarkKind) string {
	if v.sends(how) {
		return attachment.Field
	}
	return attachment.Field + "-" + string(how)
}

// letterStands says how a letter stands: of what a person delivered, how.
func letterStands(ctx context.Context, l notice.Letter) string {
	if k, ok := l.LastMark(); ok && l.State == notice.HandedOver {
		return uncapital(word(ctx, k.Kind))
	}
	if l.CameBack() && l.State == notice.Failed {
		return t(ctx, "delivery.came_back")
	}
	return word(ctx, l.State)
}

// field returns a field of a form with what was typed and its problem.
func (v deliveryView) field(f Field) Field {
	if f.Value == "" {
		f.Value = v.typed.Get(f.Name)
	}
	f.Problem = v.problems.For(f.Name)
	return f
}

// letterWays are the ways a letter can go.
func letterWays(ctx context.Context) []Option {
	var options []Option
	for _, way := range []complaint.ReplyBy{complaint.ByEmail, complaint.ByPost, complaint.InPerson} {
		options = append(options, Option{Value: string(way), Label: word(ctx, way)})
	}
	return options
}

// who entered a mark; empty for the program.
func (v deliveryView) who(k notice.Mark) string { return v.names[k.By].Short() }

// termKept says that a letter which came back had left in time, empty if it did not.
func (v deliverView) termKept(ctx context.Context, l notice.Letter) string {
	first, left := l.FirstSent(v.moment.Composition.Commission.Profile.Zone())
	if !l.CameBack() || !left || first.After(l.DueOn) {
		return ""
	}
	return t(ctx, "delivery.term_kept", "Day", day(ctx, first))
}
