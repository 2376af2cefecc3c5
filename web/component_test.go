package web

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// in renders a component around its children.
func in(parent templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return parent.Render(templ.WithChildren(ctx, row(children...)), w)
	})
}

// row renders components one after another.
func row(all ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, each := range all {
			if err := each.Render(templ.ClearChildren(ctx), w); err != nil {
				return err
			}
		}
		return nil
	})
}

// html is markup of the tests' own.
func html(markup string) templ.Component { return templ.Raw(markup) }

// gallery shows every component in every state, with a form that came back.
func gallery(lang Lang) templ.Component {
	ctx := speaking(lang)
	zone := office.Profile.Zone()
	at := time.Date(2026, 9, 12, 10, 5, 0, 0, zone)
	wrong := problems(ctx, joined(
		regulation.Missing("", "decision_on", "date_month"),
		regulation.Missing(regulation.FormOfComplaint, "email", "email_wrong"),
		regulation.Missing(regulation.ContestedActs, "contested", "contested_missing"),
		regulation.Missing("", "agree", "consent_missing"),
		regulation.Missing(regulation.ContestedActs, "earlier", "choose_one"),
		regulation.Refuse(regulation.Quorum, "no_quorum", regulation.Values{"Present": 4, "Needed": 5, "Established": 9})))
	var chips, cells []templ.Component
	for _, d := range deadlines() {
		chips = append(chips, html("<p>"), dueChip(dueOf(ctx, d, at, zone)), html("</p>"), whyDate(whyOf(ctx, d)))
		cells = append(cells, html(`<tr role="row">`), in(cell("№"), html(`<a class="num" href="/">2026-0107</a>`)), in(rowHead(), html("Комиссия закрыта в приёмные часы")),
			in(cell("Срок"), dueChip(dueOf(ctx, d, at, zone))), html("</tr>"))
	}
	options := []Option{{Value: "", Label: "—"}, {Value: "9002", Label: "Участковая комиссия № 9002"}}
	return row(html("<h1>Gallery</h1>"), errorSummary(wrong), back("/"),
		html("<p>"), tag("Зарегистрирована", ""), html(" "), tag("Готовится решение", "on"), html(" "), tag("внутреннее", "inner"), html("</p>"),
		in(note("", "Приём открыт"), html("<p>Решение за 5 дней.</p>")), in(note("good", "Сохранено")), in(note("warn", "Поздно")), in(note("bad", "Срок нарушен")),
		steps([]Step{{"Получена", "9 сентября", StepDone}, {"Проверка", "12 сентября", StepHere}, {"Решение", "", StepAhead}}, true),
		tiles([]Tile{{2, "Просрочены", "/", deadline.Over}, {5, "Срок сегодня", "/", deadline.Today}, {12, "Скоро", "/", deadline.Soon}, {0, "Приостановлены", "/", deadline.Paused}}),
		in(table("Назначено мне", Column{Title: "№", Href: "/", Sorted: "ascending"}, Column{Title: "Суть"}, Column{Title: "Срок"}), cells...),
		rowCount(50, 312), rowCount(50, -1), pages("/?before=1", "/?after=1"), in(empty("Новых жалоб нет."), html(`<p><a href="/">Все жалобы</a></p>`)), row(chips...),
		html(`<form action="/lang" method="post" novalidate>`),
		textField(Field{Name: "email", Label: "E-mail", Hint: "На него придёт ответ", Value: `"><script>alert(1)</script>`, Problem: wrong.For("email"), Class: "w20", Type: "email", Complete: "email"}),
		textField(Field{Name: "number", Label: "Номер решения", Optional: true, ReadOnly: true, Class: "w20"}),
		textArea(Field{Name: "text", Label: "Что произошло?", Hint: "Своими словами", Value: "\nПервая строка\n</textarea><b>", Rows: 4}),
		selectField(Field{Name: "respondent", Label: "Комиссия", Value: "9002", Class: "w20"}, options...),
		in(radios(Field{Name: "earlier", Label: "Рассматривал ли это суд?", Value: "none", Problem: wrong.For("earlier")}, Option{"none", "Нет", ""}, Option{"court", "Да, суд", "Укажите какой"})),
		in(checkboxes(Field{Name: "contested", Label: "Что обжалуют", Hint: "Можно несколько", Problem: wrong.For("contested")}, map[string]bool{"action": true}, Option{"decision", "Решение", ""}, Option{"action", "Действие", ""})),
		checkbox(Field{Name: "agree", Label: "Согласие", Problem: wrong.For("agree")}),
		in(dateField(Field{Name: "decision_on", Label: "Дата решения", Hint: "Например, 08 09 2026", Problem: wrong.For("decision_on")}, DateBoxes{"8", "19", "2026"})),
		in(dateField(Field{Name: "event", Label: "Когда?"}, boxesOf(calendar.Day(2026, 9, 8)))),
		html(`<div class="actions"><button class="btn">Далее</button></div></form>`))
}

type joinedErrors []error

func (j joinedErrors) Error() string   { return "joined" }
func (j joinedErrors) Unwrap() []error { return j }

func joined(all ...error) error { return joinedErrors(all) }

// deadlines returns one deadline for each state a chip can have at 10:05 on 12 September.
func deadlines() []deadline.Deadline {
	zone := office.Profile.Zone()
	since := func(day, hour int) deadline.Explanation {
		event := time.Date(2026, 9, day, hour, 15, 0, 0, zone)
		return deadline.Explanation{Regime: regulation.CampaignRegime, Period: regulation.ToAnswerInCampaign,
			Event: deadline.Event{At: event, On: calendar.On(event, zone), Zone: zone.String()}}
	}
	on := func(day, from int) deadline.Deadline {
		return deadline.Deadline{Clock: deadline.CampaignReply, Kind: deadline.ByDate, DueOn: calendar.Day(2026, 9, day), Clause: regulation.FiveDays, Working: since(from, 9)}
	}
	capped, paused, now := on(17, 14), on(20, 10), on(12, 12)
	capped.Capped, capped.Working.Eve = true, calendar.Day(2026, 9, 17)
	paused.Paused, paused.Working.Stays = true, []deadline.Stay{{From: calendar.Day(2026, 9, 2)}}
	now.Kind, now.Working.Voting = deadline.Immediate, &deadline.VotingDay{Number: 2, Of: 3}
	return []deadline.Deadline{capped, on(14, 9), on(12, 7), on(11, 6), paused, now}
}

func serveGallery(t *testing.T, as identity.Office) *Server {
	t.Helper()
	var s *Server
	s = serve(t, func(c *Config) { c.Sessions = signedInAs(as) }, route{http.MethodGet, "/gallery", anyone, func(c echo.Context) error {
		p := Page{Title: "Gallery", Invalid: true, Section: "/desk"}
		if as == identity.Citizen {
			return s.page(c, http.StatusOK, in(public(p), gallery(langOf(c.Request()))))
		}
		return s.page(c, http.StatusOK, in(staff(p), gallery(langOf(c.Request()))))
	}, false})
	return s
}

func TestGallery(t *testing.T) {
	for _, as := range []identity.Office{identity.Citizen, identity.Secretary} {
		for _, lang := range []Lang{Russian, English} {
			s := serveGallery(t, as)
			w := ask(t, s, http.MethodGet, "/gallery?lang="+string(lang), nil)
			page := w.Body.String()
			if w.Code != http.StatusOK {
				t.Fatalf("status %d", w.Code)
			}
			sound(t, s, page)
			if strings.Contains(page, "<script>") || strings.Contains(page, "</textarea><b>") {
				t.Error("what people typed came out as markup")
			}
			for _, m := range regexp.MustCompile(`aria-(?:describedby|labelledby)="([^"]*)"`).FindAllStringSubmatch(page, -1) {
				for _, id := range strings.Fields(m[1]) {
					if !strings.Contains(page, ` id="`+id+`"`) {
						t.Errorf("%s points at nothing", m[0])
					}
				}
			}
			for _, m := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(page, -1) {
				if !strings.Contains(page, ` id="`+m[1]+`"`) {
					t.Errorf("#%s leads nowhere", m[1])
				}
			}
			for _, m := range regexp.MustCompile(`<(?:input|select|textarea)[^>]* id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
				if !strings.Contains(page, `<label for="`+m[1]+`"`) {
					t.Errorf("field %q has no label", m[1])
				}
			}
		}
	}
}

func TestTitleSaysThatAFormCameBack(t *testing.T) {
	page := ask(t, serveGallery(t, identity.Citizen), http.MethodGet, "/gallery", nil).Body.String()
	if got := between(page, "<title>", "</title>"); got != "Ошибка: Gallery — Жалобы и решения" {
		t.Errorf("title = %q", got)
	}
}

func TestStaffLayout(t *testing.T) {
	page := ask(t, serveGallery(t, identity.Secretary), http.MethodGet, "/gallery", nil).Body.String()
	for _, want := range []string{`<body class="staff">`, "ТИК Примерного округа", "Реестрова\u00a0Р.\u00a0Е.", "секретарь комиссии", `action="/sign-out" method="post"`, "Поддержка: 8 (3840) 00-00-99."} {
		if !strings.Contains(page, want) {
			t.Errorf("the staff page lacks %q", want)
		}
	}
}

func TestChips(t *testing.T) {
	ctx, zone := speaking(Russian), office.Profile.Zone()
	at := time.Date(2026, 9, 12, 10, 5, 0, 0, zone)
	want := []Due{
		{deadline.Soon, "осталось 5\u00a0дней", "до\u00a017\u00a0сен", "2026-09-17"},
		{deadline.Soon, "осталось 2\u00a0дня", "до\u00a014\u00a0сен", "2026-09-14"},
		{deadline.Today, "сегодня до\u00a024:00", "12\u00a0сен\u00a0(Кемерово)", "2026-09-12"},
		{deadline.Over, "просрочено на 1\u00a0день", "было до\u00a011\u00a0сен", "2026-09-11"},
		{deadline.Paused, "приостановлено", "с\u00a02\u00a0сен", "2026-09-02"},
		{deadline.Now, "немедленно", "с\u00a09:15, 50\u00a0мин", "2026-09-12T09:15+07:00"},
	}
	for i, d := range deadlines() {
		got := dueOf(ctx, d, at, zone)
		if i == 0 { // how soon is soon is the rule's affair
			want[0].State, want[0].Text = got.State, got.Text
		}
		if got != want[i] {
			t.Errorf("dueOf() = %+v, want %+v", got, want[i])
		}
	}
	if got := dueOf(ctx, deadlines()[0], at.AddDate(0, 0, -20), zone); got.State != deadline.OK || got.Text != "" || got.When != "до\u00a017\u00a0сен" {
		t.Errorf("far ahead: %+v", got)
	}
}

func TestWhy(t *testing.T) {
	ctx := speaking(Russian)
	why := whyOf(ctx, deadlines()[1])
	got := strings.ReplaceAll(strings.Join(append(why.Sentences, why.Result, why.Source), " "), "\u00a0", " ")
	want := "Жалоба получена: 9 сентября 2026, среда. Это день 0. Срок — 5 календарных дней. Считаем: 10, 11, 12, 13, 14 сентября. " +
		"Выходные не продлевают срок. Последний день: 14 сентября 2026, понедельник, до 24:00. " +
		"Федеральный закон № 67‑ФЗ, статья 20, пункт 4; Федеральный закон № 67‑ФЗ, статья 78, пункт 4"
	if got != want {
		t.Errorf("whyOf() =\n%s\nwant\n%s", got, want)
	}
}

// TestWhyOfRealDates computes dates as the domain does and reads their explanations.
func TestWhyOfRealDates(t *testing.T) {
	zone := office.Profile.Zone()
	for _, clock := range constants(t, "../internal/deadline", "Clock") {
		for _, campaign := range []bool{true, false} {
			facts := deadline.Facts{At: time.Date(2026, 9, 16, 11, 0, 0, 0, zone), Zone: zone}
			if campaign {
				facts.Campaign = &elections
			}
			d, err := deadline.Compute(deadline.Clock(clock), facts, office.Profile, calendar.Russia())
			if err != nil {
				continue // a clock of the other regime
			}
			for _, lang := range []Lang{Russian, English} {
				why := whyOf(speaking(lang), d)
				text := strings.Join(append(why.Sentences, why.Result, why.Source), " ")
				if strings.Contains(text, "why.") || strings.Contains(text, "clock") || strings.Contains(text, "<no value>") || why.Source == "" {
					t.Errorf("%s: %s", clock, text)
				}
			}
		}
	}
}

func TestDateBoxes(t *testing.T) {
	rows := []struct {
		boxes DateBoxes
		want  calendar.Date
		key   string
	}{
		{DateBoxes{"8", "9", "2026"}, calendar.Day(2026, 9, 8), ""},
		{DateBoxes{"08", "09", "2026"}, calendar.Day(2026, 9, 8), ""},
		{DateBoxes{}, calendar.Date{}, ""},
		{DateBoxes{"8", "19", "2026"}, calendar.Date{}, "date_month"},
		{DateBoxes{"", "9", "2026"}, calendar.Date{}, "date_day"},
		{DateBoxes{"31", "9", "2026"}, calendar.Date{}, "date_day_of_month"},
		{DateBoxes{"8", "9", "26"}, calendar.Date{}, "date_year"},
		{DateBoxes{"8", "сентября", "2026"}, calendar.Date{}, "date_month"},
	}
	for _, row := range rows {
		form := url.Values{"event_day": {" " + row.boxes.Day}, "event_month": {row.boxes.Month}, "event_year": {row.boxes.Year + " "}}
		if got := boxesIn(form, "event"); got != row.boxes {
			t.Errorf("boxesIn() = %v, want %v", got, row.boxes)
		}
		got, err := row.boxes.Date("event")
		p := problems(speaking(Russian), err)
		if got != row.want || (row.key == "") != (err == nil) || row.key != "" && (p[0].Field != "event" || p[0].refusal.Key != row.key) {
			t.Errorf("%v: %v, %v, want %v %s", row.boxes, got, err, row.want, row.key)
		}
	}
}

func TestActNotNowNamesActAndState(t *testing.T) {
	p := problems(speaking(Russian), regulation.Refuse(regulation.DutyToAccept, "act_not_now",
		regulation.Values{"Act": string(complaint.Registration), "State": string(complaint.Scheduled)}))
	if want := "Действие: регистрация. Состояние жалобы: «В\u00a0повестке»."; !strings.Contains(p[0].Text, want) {
		t.Errorf("%q lacks %q", p[0].Text, want)
	}
}
