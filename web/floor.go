package web

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/identity"
	"redress/internal/sitting"
)

// goesOn reports whether the sitting is in no break.
func (v sittingView) goesOn() bool {
	_, broken := v.sitting().Break()
	return !broken
}

// speaks reports whether the visitor is a member who takes part now.
func (v sittingView) speaks() bool {
	return v.sitting().State == sitting.Open && !v.sitting().Adjourned() && slices.ContainsFunc(v.sitting().Present(), func(a sitting.Attendance) bool {
		return a.Member.Person == v.actor.ID
	})
}

// ownRequest returns the number of the visitor's request for the floor that waits.
func (v sittingView) ownRequest(item sitting.Item) (int, bool) {
	i := slices.IndexFunc(item.Speeches, func(p sitting.Speech) bool {
		return p.Member == v.actor.ID && p.EndedAt.IsZero()
	})
	return i + 1, i >= 0
}

// takesBack reports whether the visitor can take back what a speaker asked for or proposed.
func (v sittingView) takesBack(who sitting.Speaker, entered identity.ID) bool {
	return who.Member == v.actor.ID || entered != 0 && v.conducts()
}

// speakerName names a member, or somebody who attends as they are written down.
func (v sittingView) speakerName(ctx context.Context, w sitting.Speaker) string {
	if w.Member == 0 {
		return w.Name + ", " + word(ctx, w.Status)
	}
	for _, a := range v.sitting().Attendance {
		if a.Member.Person == w.Member {
			return a.Member.Name.Short()
		}
	}
	return v.name(w.Member)
}

// speakers are those who can be given the floor, the rapporteur first.
func (v sittingView) speakers(ctx context.Context, item sitting.Item) []Option {
	options := []Option{{Label: t(ctx, "floor.choose")}}
	for _, a := range v.sitting().Present() {
		option := Option{Value: "m" + fmtID(a.Member.Person), Label: a.Member.Name.Short()}
		if a.Member.Person == item.Rapporteur {
			option.Label += t(ctx, "conduct.and_rapporteur")
			options = slices.Insert(options, 1, option)
			continue
		}
		options = append(options, option)
	}
	for _, a := range v.sitting().Attendees {
		options = append(options, Option{Value: "a" + strconv.FormatInt(a.ID, 10), Label: a.Name + ", " + word(ctx, a.Status)})
	}
	return options
}

func fmtID[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }

// speakerIn reads who was chosen; what is no choice is nobody.
func speakerIn(value string) sitting.Speaker {
	if id, ok := strings.CutPrefix(value, "m"); ok {
		return sitting.Speaker{Member: identity.ID(whole(id))}
	}
	id, _ := strings.CutPrefix(value, "a")
	return sitting.Speaker{Attendee: whole(id)}
}

// kinds are the kinds of speeches with their times.
func (v sittingView) kinds(ctx context.Context) []Option {
	minutes := map[sitting.SpeechKind]int{sitting.MainReport: v.profile().ReportMinutes, sitting.CoReport: v.profile().CoReportMinutes, sitting.InDebate: v.profile().DebateMinutes}
	var options []Option
	for _, kind := range sitting.SpeechKinds {
		options = append(options, Option{Value: string(kind), Label: t(ctx, "floor.kind_minutes", "Kind", capital(word(ctx, kind)), "Minutes", minutes[kind])})
	}
	return options
}

// kindNext is the kind of speech that an item lacks next.
func kindNext(item sitting.Item) string {
	if slices.ContainsFunc(item.Speeches, func(p sitting.Speech) bool { return p.Kind == sitting.MainReport }) {
		return string(sitting.InDebate)
	}
	return string(sitting.MainReport)
}

// timeLeft says how much time a speech has, or by how much it is exceeded.
func timeLeft(ctx context.Context, p sitting.Speech, at time.Time) string {
	left := p.Left(at).Truncate(time.Second)
	if left < 0 {
		return exceededBy(ctx, fmt.Sprintf("%d:%02d", int(-left/time.Minute), int(-left%time.Minute/time.Second)))
	}
	return leftOf(ctx, minutesSeconds(ctx, left))
}

func leftOf(ctx context.Context, length string) string { return t(ctx, "floor.left", "Time", length) }

func exceededBy(ctx context.Context, clock string) string {
	return t(ctx, "floor.over", "Clock", clock)
}

// minutesSeconds writes a length of time, "2 мин 10 с".
func minutesSeconds(ctx context.Context, d time.Duration) string {
	return minutesSecondsOf(ctx, strconv.Itoa(int(d/time.Minute)), strconv.Itoa(int(d%time.Minute/time.Second)))
}

func minutesSecondsOf(ctx context.Context, minutes, seconds string) string {
	return t(ctx, "floor.time", "Minutes", minutes, "Seconds", seconds)
}

// secondsLeft is the time a speech has, below zero once it is exceeded.
func (v sittingView) secondsLeft(p sitting.Speech) string {
	return strconv.Itoa(int(p.Left(v.moment.At) / time.Second))
}

// speechSaid says where a speech stands, in the list of speakers.
func (v sittingView) speechSaid(ctx context.Context, p sitting.Speech) string {
	switch p.State() {
	case sitting.Asked, sitting.TakenBack, sitting.Speaking, sitting.Paused:
		return word(ctx, p.State())
	case sitting.Silenced:
		return t(ctx, "floor.silenced", "Time", minutesSeconds(ctx, p.Used(v.moment.At)), "Reason", p.Abuse)
	case sitting.Spoken:
	}
	said := t(ctx, "floor.spoke", "Time", minutesSeconds(ctx, p.Used(v.moment.At)))
	if over := p.Used(v.moment.At) - p.Allowed(); over >= time.Second {
		said += ", " + t(ctx, "floor.exceeded", "Time", minutesSeconds(ctx, over))
	}
	return said
}

// debated says who has spoken on an item, or that the report is written down; nothing
// where neither is.
func (v sittingView) debated(ctx context.Context, item sitting.Item) string {
	var spoke []string
	for _, p := range item.Speeches {
		if p.Held() {
			spoke = append(spoke, v.speakerName(ctx, p.Speaker)+", "+word(ctx, p.Kind))
		}
	}
	if len(spoke) > 0 {
		return strings.Join(spoke, "; ") + "."
	}
	if item.Heard != "" || item.Spoke != "" {
		return t(ctx, "conduct.recorded")
	}
	return ""
}

// grantSaid says what the sitting allowed beyond the limits.
func grantSaid(ctx context.Context, g sitting.Grant) string {
	if g.Minutes > 0 {
		return t(ctx, "floor.granted_minutes", "Minutes", g.Minutes, "For", g.Show.For, "Against", g.Show.Against, "Abstained", g.Show.Abstained)
	}
	return t(ctx, "floor.granted_speech", "For", g.Show.For, "Against", g.Show.Against, "Abstained", g.Show.Abstained)
}

func (v sittingView) speechAddress(item sitting.ItemID, n int, act string) templ.SafeURL {
	return v.itemAddress(item, "floor/"+strconv.Itoa(n)+"/"+act)
}

func (v sittingView) suggestionAddress(item sitting.ItemID, n int) templ.SafeURL {
	return v.itemAddress(item, "suggestions/"+strconv.Itoa(n)+"/withdraw")
}

// summaryField is the name of the line about a speech.
func summaryField(item sitting.ItemID, n int) string {
	return "speech_" + strconv.FormatInt(int64(item), 10) + "_" + strconv.Itoa(n)
}

// summariesTyped keeps the lines about the speeches on an item that the form changes.
func (s *Server) summariesTyped(ctx context.Context, by identity.Actor, number int, item sitting.Item, form url.Values) error {
	for i, p := range item.Speeches {
		field := summaryField(item.ID, i+1)
		if !form.Has(field) || !p.Held() || strings.Join(strings.Fields(form.Get(field)), " ") == p.Summary {
			continue
		}
		if err := s.Sittings.Summarise(ctx, by, number, item.ID, i+1, form.Get(field)); err != nil {
			return pointed(err, "summary", field)
		}
	}
	return nil
}

// pointed points refusals of one field at the field of the form that was meant.
func pointed(err error, field, meant string) error {
	found, only := refusalsIn(err)
	if !only {
		return err
	}
	all := make([]error, 0, len(found))
	for _, r := range found {
		one := *r
		if one.Field == field {
			one.Field = meant
		}
		all = append(all, &one)
	}
	return errors.Join(all...)
}

// showTyped reads a show of hands. An empty box is nobody, what is no number is refused.
func showTyped(form url.Values, prefix string) sitting.Show {
	count := func(name string) int {
		typed := strings.TrimSpace(form.Get(prefix + "_" + name))
		if typed == "" {
			return 0
		}
		n, err := strconv.Atoi(typed)
		if err != nil {
			return -1
		}
		return n
	}
	return sitting.Show{For: count("for"), Against: count("against"), Abstained: count("abstained")}
}

// onPage leaves out the fields of forms that are not on the page: somebody else went on in
// the script meanwhile.
func (v conductView) onPage(fields []string) []string {
	step, item := v.here()
	on, _, _, speech := v.sitting().Floor()
	_, decided, change := v.presidesNext()
	runs := v.conducts() && !v.sitting().Adjourned()
	shown := map[string]bool{"keeper": len(v.keepers()) > 0, "chair_for": change && decided && v.takesChair(),
		"adjourn_knowing": v.interrupts() && len(v.lateIfAdjourned()) > 0, "suggestion": step == stepReport && (runs || v.speaks())}
	for _, field := range []string{"speaker", "kind", "over_for", "proposer"} {
		shown[field] = step == stepReport && runs
	}
	for _, field := range []string{"minutes", "more_for", "abuse"} {
		shown[field] = step == stepReport && v.conducts() && speech && on.ID == item.ID
	}
	for _, field := range []string{"break_end", "adjourn_day", "adjourn_time", "adjourn_place", "adjourn_reason"} {
		shown[field] = v.interrupts()
	}
	return slices.DeleteFunc(slices.Clone(fields), func(field string) bool {
		here, mine := shown[field]
		return mine && !here
	})
}

// onItem makes a handler of an act on the debate of an item; fields are those of its form.
func (s *Server) onItem(act func(c echo.Context, by identity.Actor, number int, item sitting.ItemID) error, fields ...string) echo.HandlerFunc {
	return func(c echo.Context) error {
		number, item, err := itemOf(c)
		if err != nil {
			return err
		}
		return s.conductAgain(c, act(c, actor(c), number, item), nil, fields...)
	}
}

// onSpeech makes a handler of an act on one speech, or on one proposal.
func (s *Server) onSpeech(act func(c echo.Context, by identity.Actor, number int, item sitting.ItemID, n int) error, fields ...string) echo.HandlerFunc {
	return s.onItem(func(c echo.Context, by identity.Actor, number int, item sitting.ItemID) error {
		return act(c, by, number, item, int(whole(c.Param("speech"))))
	}, fields...)
}

// plainSpeech is an act on a speech that asks nothing more.
func (s *Server) plainSpeech(act func(context.Context, identity.Actor, int, sitting.ItemID, int) error) echo.HandlerFunc {
	return s.onSpeech(func(c echo.Context, by identity.Actor, number int, item sitting.ItemID, n int) error {
		return act(c.Request().Context(), by, number, item, n)
	})
}

// askFloor handles POST /sittings/:n/items/:item/floor: a member asks on their own screen.
func (s *Server) askFloor(c echo.Context) error {
	return s.onItem(func(c echo.Context, by identity.Actor, number int, item sitting.ItemID) error {
		return pointed(s.Sittings.AskFloor(c.Request().Context(), by, number, item), "speaker", "")
	})(c)
}

// enterSpeaker handles POST /sittings/:n/items/:item/floor/enter.
func (s *Server) enterSpeaker(c echo.Context) error {
	return s.onItem(func(c echo.Context, by identity.Actor, number int, item sitting.ItemID) error {
		form, err := c.FormParams()
		if err != nil {
			return err
		}
		var over *sitting.Show
		if form.Get("over") == "1" {
			hands := showTyped(form, "over")
			over = &hands
		}
		err = s.Sittings.EnterSpeaker(c.Request().Context(), by, number, item, speakerIn(form.Get("speaker")), sitting.SpeechKind(form.Get("kind")), over)
		return pointed(err, "show_for", "over_for")
	}, "speaker", "kind", "over_for")(c)
}

// takeBackFloor handles POST /sittings/:n/items/:item/floor/:speech/take-back.
func (s *Server) takeBackFloor(c echo.Context) error {
	return s.plainSpeech(s.Sittings.TakeBackRequest)(c)
}

// giveFloor handles POST /sittings/:n/items/:item/floor/:speech/give.
func (s *Server) giveFloor(c echo.Context) error { return s.plainSpeech(s.Sittings.GiveFloor)(c) }

// pauseSpeech handles POST /sittings/:n/items/:item/floor/:speech/pause.
func (s *Server) pauseSpeech(c echo.Context) error { return s.plainSpeech(s.Sittings.PauseSpeech)(c) }

// resumeSpeech handles POST /sittings/:n/items/:item/floor/:speech/resume.
func (s *Server) resumeSpeech(c echo.Context) error {
	return s.plainSpeech(s.Sittings.ResumeSpeech)(c)
}

// endSpeech handles POST /sittings/:n/items/:item/floor/:speech/end.
func (s *Server) endSpeech(c echo.Context) error { return s.plainSpeech(s.Sittings.EndSpeech)(c) }

// withdrawFloor handles POST /sittings/:n/items/:item/floor/:speech/withdraw.
func (s *Server) withdrawFloor(c echo.Context) error {
	return s.onSpeech(func(c echo.Context, by identity.Actor, number int, item sitting.ItemID, n int) error {
		return s.Sittings.WithdrawFloor(c.Request().Context(), by, number, item, n, c.FormValue("abuse"))
	}, "abuse")(c)
}

// addMinutes handles POST /sittings/:n/items/:item/floor/:speech/more.
func (s *Server) addMinutes(c echo.Context) error {
	return s.onSpeech(func(c echo.Context, by identity.Actor, number int, item sitting.ItemID, n int) error {
		form, err := c.FormParams()
		if err != nil {
			return err
		}
		return pointed(s.Sittings.AddMinutes(c.Request().Context(), by, number, item, n, int(whole(form.Get("minutes"))), showTyped(form, "more")), "show_for", "more_for")
	}, "minutes", "more_for")(c)
}

// suggest handles POST /sittings/:n/items/:item/suggestions: a member's own proposal.
func (s *Server) suggest(c echo.Context) error {
	return s.onItem(func(c echo.Context, by identity.Actor, number int, item sitting.ItemID) error {
		return pointed(s.Sittings.Suggest(c.Request().Context(), by, number, item, c.FormValue("suggestion")), "speaker", "")
	}, "suggestion")(c)
}

// enterSuggestion handles POST /sittings/:n/items/:item/suggestions/enter: what was
// proposed aloud.
func (s *Server) enterSuggestion(c echo.Context) error {
	return s.onItem(func(c echo.Context, by identity.Actor, number int, item sitting.ItemID) error {
		err := s.Sittings.EnterSuggestion(c.Request().Context(), by, number, item, speakerIn(c.FormValue("proposer")), c.FormValue("suggestion"))
		return pointed(err, "speaker", "proposer")
	}, "suggestion", "proposer")(c)
}

// withdrawSuggestion handles POST /sittings/:n/items/:item/suggestions/:speech/withdraw.
func (s *Server) withdrawSuggestion(c echo.Context) error {
	return s.plainSpeech(s.Sittings.WithdrawSuggestion)(c)
}

// speechOf names the speaker for those who do not see the line a button stands in.
func (v sittingView) speechOf(ctx context.Context, p sitting.Speech) string {
	return ": " + v.speakerName(ctx, p.Speaker)
}
