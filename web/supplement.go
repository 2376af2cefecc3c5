package web

import (
	"context"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// minutesRecords reads what belongs to minutes that were signed.
type minutesRecords interface {
	// EarlierMinutes returns the editions that were signed by one and withdrawn.
	EarlierMinutes(ctx context.Context, id sitting.ID) ([]document.Printed, error)
	Supplements(ctx context.Context, id sitting.ID) ([]document.SupplementPrinted, error)
}

// supplementView is the supplements to the minutes of a sitting: those made, and one more.
type supplementView struct {
	minutesView
	typed document.Supplement // after a refusal
}

// showSupplements handles GET /sittings/:n/minutes/supplements.
func (s *Server) showSupplements(c echo.Context) error {
	v, err := s.minutesOf(c)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, supplementPage(supplementView{minutesView: v}))
}

// addSupplement handles POST /sittings/:n/minutes/supplements.
func (s *Server) addSupplement(c echo.Context) error {
	v := supplementView{}
	var err error
	if v.minutesView, err = s.minutesOf(c); err != nil {
		return err
	}
	about, err := strconv.Atoi(c.FormValue("supplement_about"))
	if err != nil {
		about = -1
	}
	v.typed = document.Supplement{Ordinal: about, Reason: c.FormValue("supplement_reason"), Text: c.FormValue("supplement_text")}
	if _, err = s.Press.Supplement(c.Request().Context(), v.actor, v.sitting().Number, v.typed); err == nil {
		return c.Redirect(http.StatusSeeOther, string(v.tabAddress("minutes/supplements")))
	}
	found := problems(c.Request().Context(), err)
	if found == nil {
		return err
	}
	v.refused(found, "supplement_about", "supplement_reason", "supplement_text")
	return s.page(c, found.status(), supplementPage(v))
}

// withdrawPaper handles POST /sittings/:n/minutes/withdraw: of the minutes, or of the
// supplement that the form names.
func (s *Server) withdrawPaper(c echo.Context) error {
	v, err := s.minutesOf(c)
	if err != nil {
		return err
	}
	paper, back := document.Printed{}, "minutes"
	if v.paper != nil {
		paper = *v.paper
	}
	for _, a := range v.supplements {
		if c.FormValue("paper") == strconv.FormatInt(int64(a.Paper.ID), 10) {
			paper, back = a.Paper, "minutes/supplements"
		}
	}
	if err = s.Press.Withdraw(c.Request().Context(), v.actor, paper.ID, c.FormValue("withdraw_reason")); err == nil {
		return c.Redirect(http.StatusSeeOther, string(v.tabAddress(back)))
	}
	found := problems(c.Request().Context(), err)
	if found == nil {
		return err
	}
	v.refused(found, "withdraw_reason")
	v.withdrawing, v.reason = paper.ID, c.FormValue("withdraw_reason")
	if back != "minutes" {
		return s.page(c, found.status(), supplementPage(supplementView{minutesView: v}))
	}
	return s.page(c, found.status(), minutesPage(v))
}

// withdraws reports whether the visitor can withdraw the paper now.
func (v minutesView) withdraws(p document.Printed) bool {
	return p.Withdraws(v.actor, v.sitting(), len(v.sheet.Differs(p)) > 0) == nil
}

// reasonTyped is the reason that was refused, of this paper.
func (v minutesView) reasonTyped(p document.Printed) (string, Problem) {
	if v.withdrawing != p.ID {
		return "", Problem{}
	}
	return v.reason, v.problems.For("withdraw_reason")
}

// adds reports whether the visitor can make a supplement now.
func (v supplementView) adds() bool {
	return v.paper != nil && v.sheet.Supplements(v.actor, *v.paper) == nil
}

// about are the parts of the minutes that a supplement can be about.
func (v supplementView) about(ctx context.Context) []Option {
	options := []Option{{Value: "", Label: t(ctx, "supplement.choose")}, {Value: "0", Label: t(ctx, "minutes_differ.introduction")}}
	for _, item := range v.sitting().Items {
		options = append(options, Option{Value: strconv.Itoa(item.Ordinal), Label: v.section(ctx, item)})
	}
	return options
}

func (v supplementView) aboutTyped() string {
	if v.typed.Reason == "" && v.typed.Text == "" || v.typed.Ordinal < 0 {
		return ""
	}
	return strconv.Itoa(v.typed.Ordinal)
}

// part says which part of the minutes a supplement is about.
func (v minutesView) part(ctx context.Context, ordinal int) string {
	for _, item := range v.sitting().Items {
		if item.Ordinal == ordinal {
			return v.section(ctx, item)
		}
	}
	return t(ctx, "minutes_differ.introduction")
}

// supplementing reports whether a link to the supplements is of use: some are there, or the
// minutes can have them.
func (v minutesView) supplementing() bool {
	return len(v.supplements) > 0 || v.paper != nil && v.paper.Whole() && v.actor.May(identity.WriteMinutes)
}

// supplementState says where a supplement stands.
func supplementState(ctx context.Context, p document.Printed) string {
	switch {
	case p.Withdrawn != nil:
		return t(ctx, "supplement.withdrawn")
	case p.Whole():
		return t(ctx, "supplement.whole")
	}
	return t(ctx, "supplement.unsigned")
}
