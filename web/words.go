package web

import (
	"context"
	"fmt"
	"strings"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/publication"
	"redress/internal/regulation"
	"redress/internal/remand"
	"redress/internal/ruling"
	"redress/internal/sitting"
	"redress/internal/trust"
)

// worded are the lists of the domain that have words.
type worded interface {
	complaint.State | complaint.Act | complaint.Role | complaint.Earlier | complaint.Ask |
		complaint.ReplyBy | complaint.Channel | complaint.Assurance | complaint.CheckName | complaint.CheckAnswer |
		complaint.Contested | identity.Office | identity.Act | regulation.Outcome | regulation.Question |
		regulation.Basis | regulation.Regime | ruling.Verdict | ruling.Duty | sitting.State |
		sitting.Mode | sitting.ItemState | sitting.Choice | sitting.Fate | notice.State |
		notice.Addressee | deadline.Clock | deadline.Standing | commission.Kind | complaint.Route | sitting.Status | sitting.Way | sitting.Timeliness | sitting.SpeechKind | sitting.SpeechState |
		complaint.InquiryKind | complaint.InquiryState | complaint.Authority | remand.State | remand.Verdict | publication.Ground | publication.Level | publication.Fate | trust.Standing | sitting.Reach | document.Fact | document.Kind | notice.MarkKind
}

// word returns the catalogue's words for a value of one of the domain's lists: a
// state, an act, an office, an outcome. It is the one door to them for all pages.
func word[T worded](ctx context.Context, value T) string { return wordOf(ctx, value) }

func wordOf(ctx context.Context, value any) string {
	switch v := value.(type) {
	case complaint.InquiryKind:
		return t(ctx, "inquiry_kind."+string(v))
	case complaint.InquiryState:
		return t(ctx, "inquiry_state."+string(v))
	case complaint.Authority:
		return t(ctx, "authority."+string(v))
	case trust.Standing:
		return t(ctx, "trust_standing."+string(v))
	case publication.Ground:
		return t(ctx, "removal_ground."+string(v))
	case publication.Level:
		return t(ctx, "election_level."+string(v))
	case publication.Fate:
		return t(ctx, "decision_fate."+string(v))
	case complaint.Route:
		return t(ctx, "route."+string(v))
	case document.Kind:
		return t(ctx, "sheet_kind."+string(v))
	case document.Fact:
		return t(ctx, "minutes_fact."+string(v))
	case sitting.Way:
		return t(ctx, "way."+string(v))
	case sitting.Timeliness:
		return t(ctx, "notice_term."+string(v))
	case sitting.Reach:
		return t(ctx, "invitation_reach."+string(v))
	case sitting.Status:
		return t(ctx, "attendee_status."+string(v))
	case sitting.SpeechKind:
		return t(ctx, "speech_kind."+string(v))
	case sitting.SpeechState:
		return t(ctx, "speech_state."+string(v))
	case commission.Kind:
		return t(ctx, "kind."+string(v))
	case complaint.State:
		return t(ctx, "state."+string(v))
	case complaint.Act:
		return t(ctx, "act."+string(v))
	case complaint.Role:
		return t(ctx, "role."+string(v))
	case complaint.Earlier:
		return t(ctx, "earlier."+string(v))
	case complaint.Ask:
		return t(ctx, "ask."+string(v))
	case complaint.ReplyBy:
		return t(ctx, "reply_by."+string(v))
	case complaint.Channel:
		return t(ctx, "channel."+string(v))
	case complaint.Assurance:
		return t(ctx, "assurance."+string(v))
	case complaint.CheckName:
		return t(ctx, "check."+string(v))
	case complaint.CheckAnswer:
		return t(ctx, "check_answer."+string(v))
	case complaint.Contested:
		return contestedWord(ctx, v)
	case identity.Office:
		return t(ctx, "office."+string(v))
	case identity.Act:
		return t(ctx, "right."+string(v))
	case regulation.Outcome:
		return t(ctx, "outcome."+string(v))
	case regulation.Question:
		return t(ctx, "question."+string(v))
	case regulation.Basis:
		return t(ctx, "basis."+string(v))
	case regulation.Regime:
		return t(ctx, "regime."+string(v))
	case ruling.Verdict:
		return t(ctx, "verdict."+string(v))
	case ruling.Duty:
		return t(ctx, "duty."+string(v))
	case sitting.State:
		return t(ctx, "sitting."+string(v))
	case sitting.Mode:
		return t(ctx, "mode."+string(v))
	case sitting.ItemState:
		return t(ctx, "item."+string(v))
	case sitting.Choice:
		return t(ctx, "choice."+string(v))
	case sitting.Fate:
		return t(ctx, "fate."+string(v))
	case notice.State:
		return t(ctx, "letter."+string(v))
	case notice.MarkKind:
		return t(ctx, "letter_mark."+string(v))
	case notice.Addressee:
		return t(ctx, "addressee."+string(v))
	case remand.State:
		return t(ctx, "remand_state."+string(v))
	case remand.Verdict:
		return t(ctx, "remand_verdict."+string(v))
	case deadline.Standing:
		return t(ctx, "standing."+string(v))
	case deadline.Clock:
		return t(ctx, "clock."+string(v))
	}
	return fmt.Sprint(value)
}

// contestedWord names all that is contested, "решение, действие".
func contestedWord(ctx context.Context, c complaint.Contested) string {
	var kinds []string
	for _, kind := range []struct {
		is  bool
		key string
	}{{c.Decision, "contested.decision"}, {c.Action, "contested.action"}, {c.Inaction, "contested.inaction"}} {
		if kind.is {
			kinds = append(kinds, t(ctx, kind.key))
		}
	}
	if kinds == nil {
		return t(ctx, "contested.unknown")
	}
	return strings.Join(kinds, ", ")
}

// outcomeWord is the outcome of a ruling in words: a remand says what the commission
// below is obliged to.
func outcomeWord(ctx context.Context, outcome regulation.Outcome, duty ruling.Duty) string {
	if outcome == regulation.Remand && duty == ruling.DoAct {
		return t(ctx, "outcome_remand.act")
	}
	return word(ctx, outcome)
}

// source says where a rule stands, in its most telling place: «Федеральный закон
// № 67-ФЗ, статья 20, пункт 4». It is empty for no rule.
func source(ctx context.Context, c regulation.Clause) string {
	places := c.Sources()
	if len(places) == 0 {
		return ""
	}
	return place(ctx, places[0])
}

// sources says every place a rule stands in.
func sources(ctx context.Context, c regulation.Clause) string {
	var all []string
	for _, p := range c.Sources() {
		all = append(all, place(ctx, p))
	}
	return strings.Join(all, "; ")
}

func place(ctx context.Context, s regulation.Source) string {
	key := "source." + string(s.Act)
	switch {
	case s.Article == "":
	case s.Point == "":
		key = "source_article." + string(s.Act)
	default:
		key = "source_point." + string(s.Act)
	}
	return t(ctx, key, "Article", s.Article, "Point", s.Point)
}
