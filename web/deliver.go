package web

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"redress/internal/commission"
	"redress/internal/deadline"
	"redress/internal/document"
	"redress/internal/notice"
	"redress/internal/regulation"
)

// How many letters the page of delivery shows: those owed, and the latest done.
const (
	lettersOwed = 50
	lettersDone = 10
)

// deliverView is the letters a commission owes and the latest it is done with.
type deliverView struct {
	open, done []notice.Letter
	papers     map[int64]*document.Printed // nil where the paper is not found
	moment     commission.Moment
	folder     string
	problems   Problems
}

// deliver handles GET /deliver.
func (s *Server) deliver(c echo.Context) error {
	v, err := s.deliverOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, deliverPage(v))
}

func (s *Server) deliverOf(c echo.Context) (deliverView, error) {
	ctx, own := c.Request().Context(), actor(c).Commission
	v := deliverView{folder: s.Folder, papers: map[int64]*document.Printed{}}
	var err error
	if v.moment, err = s.ownMoment(c); err != nil {
		return v, err
	}
	if v.open, err = s.Records.LettersOpen(ctx, own, lettersOwed); err != nil {
		return v, err
	}
	// What failed waits for a person and comes first; the rest stays by its day.
	slices.SortStableFunc(v.open, func(a, b notice.Letter) int { return failedFirst(a) - failedFirst(b) })
	if v.done, err = s.Records.LettersDone(ctx, own, lettersDone); err != nil {
		return v, err
	}
	for _, l := range slices.Concat(v.open, v.done) {
		if err := s.letterPaper(ctx, &v, l); err != nil {
			return v, err
		}
	}
	return v, nil
}

// letterPaper finds the paper a letter carries, once for all its addressees.
func (s *Server) letterPaper(ctx context.Context, v *deliverView, l notice.Letter) error {
	if _, known := v.papers[l.Paper]; known {
		return nil
	}
	p, err := s.Records.Paper(ctx, l.Commission, document.PaperID(l.Paper))
	if errors.Is(err, document.ErrNotFound) {
		v.papers[l.Paper] = nil
		return nil
	}
	v.papers[l.Paper] = &p
	return err
}

func failedFirst(l notice.Letter) int {
	if l.State == notice.Failed {
		return 0
	}
	return 1
}

// due puts the day a letter must be delivered by into a chip.
func (v deliverView) due(ctx context.Context, l notice.Letter) Due {
	d := deadline.Deadline{Clock: deadline.RulingDelivery, Kind: deadline.ByDate, DueOn: l.DueOn, Clause: regulation.DeliveryInThree}
	if l.About != "" { // by its route, whose rule stands with the complaint
		d.Clock, d.Clause = "", ""
	}
	return dueOf(ctx, d, v.moment.At, v.moment.Composition.Commission.Profile.Zone())
}

// failed counts the letters that e-mail could not deliver.
func (v deliverView) failed() int {
	n := 0
	for _, l := range v.open {
		if l.State == notice.Failed {
			n++
		}
	}
	return n
}
