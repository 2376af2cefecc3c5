package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// questionView is the page on which a question that is no complaint is put on the agenda,
// or a vote on it is demanded.
type questionView struct {
	sittingView
	form questionForm
}

// questionForm is a question as it was typed.
type questionForm struct{ title, text, kind, about, demandedBy string }

// questionFields are the fields of the form.
var questionFields = []string{"title", "text", "question", "about", "demanded_by"}

// newQuestion handles GET /sittings/:n/question.
func (s *Server) newQuestion(c echo.Context) error {
	v, err := s.sittingOf(c, "agenda")
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, questionPage(questionView{sittingView: v, form: questionForm{kind: string(regulation.OtherQuestion)}}))
}

// proposeQuestion handles POST /sittings/:n/questions.
func (s *Server) proposeQuestion(c echo.Context) error {
	return s.onQuestion(c, func(ctx context.Context, v questionView) error {
		return s.Sittings.Propose(ctx, v.actor, v.sitting().Number, v.form.proposal())
	})
}

// demandVote handles POST /sittings/:n/demands.
func (s *Server) demandVote(c echo.Context) error {
	return s.onQuestion(c, func(ctx context.Context, v questionView) error {
		return s.Sittings.Demand(ctx, v.actor, v.sitting().Number, v.form.proposal())
	})
}

// enterDemand handles POST /sittings/:n/demands/higher.
func (s *Server) enterDemand(c echo.Context) error {
	return s.onQuestion(c, func(ctx context.Context, v questionView) error {
		return s.Sittings.EnterDemand(ctx, v.actor, v.sitting().Number, v.form.proposal(), v.form.demandedBy)
	})
}

// onQuestion puts what was typed on the agenda and leads to it, or back to the form.
func (s *Server) onQuestion(c echo.Context, act func(context.Context, questionView) error) error {
	shown, err := s.sittingOf(c, "agenda")
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	v := questionView{sittingView: shown, form: questionTyped(form)}
	if err := act(c.Request().Context(), v); err != nil {
		found := problems(c.Request().Context(), err)
		if found == nil || found.has(notYourOffice) {
			return err
		}
		v.refused(found, v.fields()...)
		return s.page(c, found.status(), questionPage(v))
	}
	return c.Redirect(http.StatusSeeOther, v.address())
}

func questionTyped(form url.Values) questionForm {
	text := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	return questionForm{title: text("title"), text: text("text"), kind: text("question"), about: text("about"), demandedBy: text("demanded_by")}
}

func (f questionForm) proposal() sitting.Proposal {
	return sitting.Proposal{Title: f.title, Text: f.text, Question: regulation.Question(f.kind), About: identity.ID(whole(f.about))}
}

// withdrawDemand handles POST /sittings/:n/items/:item/withdraw.
func (s *Server) withdrawDemand(c echo.Context) error {
	number, item, err := itemOf(c)
	if err == nil {
		err = s.Sittings.Withdraw(c.Request().Context(), actor(c), number, item)
	}
	return s.agendaAgain(c, err, 0, "", "")
}

// fields are those the visitor meets on the page.
func (v questionView) fields() []string {
	switch {
	case !v.demands():
		return nil
	case v.entersDemand():
		return questionFields
	}
	return questionFields[:len(questionFields)-1]
}

// proposes reports whether the visitor may put a question on the agenda now.
func (v sittingView) proposes() bool { return v.prepares() }

// demands reports whether the visitor may demand a vote at this sitting.
func (v sittingView) demands() bool {
	return !v.sitting().Over() && v.actor.May(identity.DemandVote)
}

// entersDemand reports whether the visitor may enter the demand of somebody from above.
func (v sittingView) entersDemand() bool { return v.demands() && v.actor.May(identity.EnterDemand) }

// kinds are the kinds of questions, each with what it needs and by which rule.
func (v questionView) kinds(ctx context.Context) []Option {
	var options []Option
	for _, q := range sitting.Questions {
		options = append(options, Option{Value: string(q), Label: word(ctx, q), Hint: capital(v.majority(ctx, q))})
	}
	return options
}

// majority says what a question needs, with the rule it follows from.
func (v sittingView) majority(ctx context.Context, q regulation.Question) string {
	s := v.sitting()
	return need(ctx, v.profile(), q, s.Established, len(s.Present())) + ". " +
		source(ctx, neededOf(v.profile(), q, s.Established, s.Established).Majority.Clause) + "."
}

// members are whom a court can be asked about.
func (v questionView) members(ctx context.Context) []Option {
	options := []Option{{Value: "", Label: t(ctx, "questions.nobody")}}
	for _, m := range v.moment.Composition.On(v.moment.Day) {
		options = append(options, Option{Value: strconv.FormatInt(int64(m.Person), 10), Label: m.Name.Full()})
	}
	return options
}

// seesRecords reports whether the visitor may open the members' record.
func (v sittingView) seesRecords() bool { return v.actor.May(identity.SeeReports) }

// broughtBy says who brought a question, or demanded a vote on it.
func (v sittingView) broughtBy(ctx context.Context, item sitting.Item) string {
	switch m := item.Matter; {
	case m.Demander != 0:
		return t(ctx, "questions.demanded", "Name", v.name(m.Demander), "Source", source(ctx, regulation.VoteDemand))
	case m.DemandedBy != "":
		return t(ctx, "questions.demanded_above", "Name", m.DemandedBy, "Source", source(ctx, regulation.VoteDemand))
	case m.Petition != 0:
		return t(ctx, "petition.brought", "Source", source(ctx, regulation.Convening))
	}
	return t(ctx, "questions.brought", "Name", v.name(item.Rapporteur))
}

// itemName names an item beside others: its complaint, or its number on the agenda.
func itemName(ctx context.Context, item sitting.Item) string {
	if item.General() {
		return t(ctx, "questions.item", "Ordinal", item.Ordinal)
	}
	return item.Ref.String()
}

// dissentAbout names the item of a line of the list of dissenting opinions.
func dissentAbout(ctx context.Context, line sitting.DissentLine) string {
	if line.Ref.Number == 0 {
		return t(ctx, "questions.of_sitting", "Number", line.Sitting)
	}
	return line.Ref.String()
}

// dissentDecision names the decision of such a line; one of the minutes has no number.
func dissentDecision(ctx context.Context, line sitting.DissentLine) string {
	if line.Ref.Number == 0 {
		return t(ctx, "questions.in_minutes")
	}
	return t(ctx, "dissent.line", "Ruling", line.Ruling, "Number", line.Ref.String())
}

// questionSettled says in one line what became of a question that is no complaint.
func (v conductView) questionSettled(ctx context.Context, item sitting.Item) string {
	if item.Elects() && item.State == sitting.Adopted {
		return v.electedSaid(ctx, item)
	}
	var said []string
	for _, p := range polls(item) {
		said = append(said, pollLine(ctx, p))
	}
	if item.Result != nil {
		said = append(said, arithmetic(ctx, *item.Result))
	}
	return strings.Join(append(said, v.questionFate(ctx, item)), " ")
}

// questionFate is the same without the sums.
func (v conductView) questionFate(ctx context.Context, item sitting.Item) string {
	at := clock(item.SettledAt, v.zone())
	switch item.State {
	case sitting.Adopted:
		if item.Elects() {
			return v.electedSaid(ctx, item)
		}
		return t(ctx, "questions.adopted_at", "Time", at)
	case sitting.Rejected:
		return t(ctx, "questions.rejected_at", "Time", at)
	case sitting.Withdrawn:
		return t(ctx, "questions.withdrawn_at", "Time", at)
	case sitting.Postponed, sitting.Returned:
		return t(ctx, "questions.postponed")
	case sitting.Pending, sitting.Voting:
	}
	return t(ctx, "votes.goes_on")
}
