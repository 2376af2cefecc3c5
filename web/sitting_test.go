package web

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// filled seats the members that make the harness's commission able to decide: nine
// of nine seats.
func filled(t *testing.T) *harness {
	t.Helper()
	h := newHarness(t)
	for i, name := range []string{"Кворумов Константин Витальевич", "Голосова Галина Олеговна", "Протоколова Прасковья Романовна", "Нормин Никита Михайлович"} {
		h.seat(h.own, "member"+strconv.Itoa(i+3), name, identity.Member)
	}
	return h
}

// registered files and registers a complaint about what is contested, with a rapporteur.
func (h *harness) registered(contested complaint.Contested) complaint.Ref {
	h.t.Helper()
	ref := h.file(func(a *complaint.Answers) {
		a.Contested = contested
		if contested.Decision {
			a.DecisionOn, a.DecisionNumber = harnessDay, "7/24"
		}
	})
	in := complaint.Intake{Contested: contested, Respondent: h.precincts[0], Title: "Отказ включить в список избирателей",
		Category: "voter_lists", Article: "67-ФЗ, ст. 17", Rapporteur: h.people["member"]}
	for _, name := range complaint.CheckNames {
		in.Checks = append(in.Checks, complaint.Check{Name: name, Answer: complaint.CheckYes})
	}
	must(h.t, h.Desk.Register(h.t.Context(), h.secretary, ref, in))
	return ref
}

var harnessDay = commission.MomentAt(harnessNow, commission.Composition{Commission: office}, nil).Day.AddDays(-2)

// draftText is a draft's parts as a form, the demand of the complaint answered.
func draftText(more ...string) url.Values {
	form := url.Values{"base": {"0"}, "facts": {"Заявитель приходил три дня подряд."}, "reasons": {"Довод обоснован."}, "law": {"67-ФЗ, статья 17"},
		"demand_1_asked": {"1"}, "demand_1_answer": {"Требование проверено."}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return form
}

// afterFirst is the same form typed on top of the first version: the forms of ways are shared
// by tests that run side by side, and stay as they are.
func afterFirst(form url.Values) url.Values {
	next := maps.Clone(form)
	next.Set("base", "1")
	return next
}

// ways are the three outcomes as they are typed.
var ways = []struct {
	name      string
	contested complaint.Contested
	form      url.Values
	outcome   regulation.Outcome
	majority  string // on the page of the draft
	sum       string // of six for and two against, one abstaining
	operative string
}{
	{"7.3: dismissed", complaint.Contested{Inaction: true}, draftText("outcome", "dismiss"), regulation.Dismiss,
		"Для принятия нужно больше половины присутствующих.", "Нужно большинство присутствующих (9): не менее 5.", "без удовлетворения"},
	{"7.3: annulled and decided", complaint.Contested{Decision: true},
		draftText("outcome", "decide_on_merits", "act_1_kind", "decision", "act_1_about", "от 8 сентября № 7/24", "act_1_verdict", "full", "merits", "Включить заявителя в список избирателей"), regulation.DecideOnMerits,
		"Для принятия нужно 5 голосов из 9.", "Нужно большинство от установленного числа (9): не менее 5.", "Включить заявителя в список избирателей."},
	{"7.3: obliged", complaint.Contested{Action: true},
		draftText("outcome", "remand", "duty", "act", "action", "работать по графику", "until_day", "14", "until_month", "9", "until_year", "2026"), regulation.Remand,
		"Для принятия нужно больше половины присутствующих.", "Нужно большинство присутствующих (9): не менее 5.", "работать по графику в срок до 14 сентября 2026 года"},
}

// TestTheWayToASignedRuling takes a complaint through every page, once for each outcome.
func TestTheWayToASignedRuling(t *testing.T) {
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			h := filled(t)
			ref := h.registered(way.contested)
			writer, chair, secretary := h.signIn("member"), h.signIn("chair"), h.signIn("secretary")

			draft := "/complaints/" + ref.String() + "/draft"
			sees(t, writer.get(draft), 200, "Сохранить версию", "Опишите, что установила комиссия")
			goes(t, writer.post(draft, way.form), draft)
			sees(t, writer.get(draft), 200, way.majority, way.operative, "Исход и текст совпадают", "версия 1")
			goes(t, writer.post(draft+"/complete", afterFirst(way.form)), draft)
			if d := h.draft(ref); d.Version != 1 {
				t.Errorf("completing saved version %d although nothing was typed", d.Version)
			}
			sees(t, secretary.get(draft), 200, "Проект готов к заседанию.", "Вернуть проект в работу")

			n := h.convened(chair)
			at := "/sittings/" + strconv.Itoa(n)
			sees(t, secretary.get(at), 200, "Готовы к рассмотрению", ref.String(), "Внести в повестку")
			goes(t, secretary.post(at+"/items", url.Values{"complaint": {ref.String()}}), at)
			item := h.item(n)
			sees(t, secretary.get(at), 200, "Повестка: 1 вопрос", "Не приглашены: заявитель")
			h.invites(t, secretary, n)
			goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
			sees(t, secretary.get(at+"/attendance"), 200, "Присутствуют 9 из 9. Кворум: нужно 5 — есть.")
			h.comes(n)
			goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
			h.adopts(t, n)
			sees(t, secretary.get(at+"/conduct"), 200, "Открыть голосование", "Вопрос 1. Доклад и прения")
			goes(t, secretary.post(h.itemAt(n, "vote"), nil), at+"/conduct#now")
			sees(t, secretary.get(at+"/conduct"), 200, "Записать голоса")
			goes(t, secretary.post(h.itemAt(n, "votes"), h.votes(n, 2)), at+"/conduct#now")
			sees(t, secretary.get(at+"/conduct"), 200, "Как голосует председательствующий, Уставов У. В.?")
			sees(t, writer.get(at+"/conduct"), 200, "Вы видите ход и результаты")
			w := secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"abstain"}})
			goes(t, w, fmt.Sprintf("%s/conduct?result=%d#now", at, item.ID))
			page := shown(secretary.get(at + "/conduct?result=" + strconv.FormatInt(int64(item.ID), 10)))
			contains(t, page, "Решение принято", "За 6, против 2, воздержались 1. "+way.sum, "Решение № 1.", `role="img"`)
			if want := document.Arithmetic(*h.item(n).Result); !strings.Contains(page, want) {
				t.Errorf("the page does not say the sum of the minutes, %q", want)
			}
			goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")

			h.minutes(t, n, secretary)
			h.signed(t, ref, n, chair, secretary)
			if c := h.complaint(ref); c.Outcome != way.outcome || c.State != complaint.Signed {
				t.Errorf("the complaint is %s with outcome %s", c.State, c.Outcome)
			}
			h.handedOver(t, ref, secretary)
		})
	}
}

// minutes writes and prints the minutes.
func (h *harness) minutes(t *testing.T, n int, secretary *browser) {
	t.Helper()
	at := "/sittings/" + strconv.Itoa(n) + "/minutes"
	sees(t, secretary.get(at), 200, "Сформировать протокол", "Докладчик изложил обстоятельства", "5 рабочих дней")
	id := strconv.FormatInt(int64(h.item(n).ID), 10)
	before := h.rows()
	w := secretary.post(at+"/print", url.Values{"heard_" + id: {" "}, "spoke_" + id: {""}})
	sees(t, w, 422, "Заполните «Слушали» по вопросу 1", "Регламент комиссии, пункт 4.7")
	h.unchanged(t, before)
	goes(t, secretary.post(at+"/print", url.Values{"heard_" + id: {"Доложила материалы."}, "spoke_" + id: {"Заявитель поддержал."}}), at+"#paper")
	sees(t, secretary.get(at), 200, "Скачать PDF", "ждём подпись", "Доложила материалы.")
}

// signed signs the ruling and the minutes, with a wrong password and twice.
func (h *harness) signed(t *testing.T, ref complaint.Ref, n int, chair, secretary *browser) {
	t.Helper()
	queue := chair.get("/sign")
	sees(t, queue, 200, "Решение № 1", "Протокол № "+strconv.Itoa(n), ref.String(), "Просмотреть и подписать", "Кворум: присутствовали 9 из 9")
	if strings.Contains(shown(queue), "Не сошлось") {
		t.Error("a check of an honest ruling fails")
	}
	r, err := h.db.RulingOf(t.Context(), h.complaint(ref).ID)
	must(t, err)
	paper, err := h.db.PaperOfRuling(t.Context(), r.ID)
	must(t, err)
	at := string(signAddress(paper))
	page := chair.get(at)
	sees(t, page, 200, "Подписать решение", "Вы подписываете как «Председатель».", "Прочитать документ целиком", "Настоящее решение может быть обжаловано")
	digest := regexp.MustCompile(`name="digest" value="([0-9a-f]{64})"`).FindStringSubmatch(page.Body.String())[1]

	before := h.rows()
	sees(t, chair.post(at, url.Values{"digest": {digest}, "password": {"не тот"}}), 422, "Пароль не подошёл", "Ошибка:")
	sees(t, chair.post(at, url.Values{"digest": {strings.Repeat("0", 64)}, "password": {harnessPassword}}), 422, "Документ изменился", "пункт 4.7")
	sees(t, chair.post(at, url.Values{"password": {harnessPassword}}), 422, "Документ изменился")
	sees(t, h.signIn("member").post(at, url.Values{"digest": {digest}, "password": {harnessPassword}}), 422, "Вашей подписи он не ждёт", "пункт 4.7")
	sees(t, h.signIn("secretary98").get(at), 404)
	sees(t, h.signIn("secretary98").post(at, url.Values{"digest": {digest}, "password": {harnessPassword}}), 404)
	sees(t, h.signIn("secretary98").get(string(paperAddress(paper, "pdf"))), 404)
	h.unchanged(t, before)

	right := url.Values{"digest": {digest}, "password": {harnessPassword}}
	goes(t, chair.post(at, right), at)
	sees(t, chair.get(at), 200, "Ваша подпись поставлена.", "Ждём вторую подпись, её ставит Реестрова Р. Е.")
	before = h.rows()
	sees(t, chair.post(at, right), 422, "Вашей подписи он не ждёт", "пункт 4.7")
	h.unchanged(t, before)
	goes(t, secretary.post(at, right), at)
	sees(t, secretary.get(at), 200, "обе подписи на месте", "Заявителю: отправим по e-mail сами")
	before = h.rows()
	sees(t, secretary.post(at, right), 422, "Документ уже подписан", "пункт 4.7")
	h.unchanged(t, before)

	pdf := chair.get(string(paperAddress(paper, "pdf")))
	if pdf.Code != 200 || pdf.Header().Get("Content-Disposition") != "attachment; filename=reshenie-"+ref.String()+".pdf" || !strings.HasPrefix(pdf.Body.String(), "%PDF-") {
		t.Errorf("the file: %d %v", pdf.Code, pdf.Header())
	}
	if docx := chair.get(string(paperAddress(paper, "docx"))); docx.Code != 200 || !strings.HasPrefix(docx.Body.String(), "PK") {
		t.Errorf("the second file: %d", docx.Code)
	}
	sees(t, chair.get("/papers/"+strconv.FormatInt(int64(paper.ID), 10)+".exe"), 404)

	draft := "/complaints/" + ref.String() + "/draft"
	before = h.rows()
	sees(t, h.signIn("member").post(draft, draftText("base", "1", "outcome", "dismiss", "facts", "Иначе.")), 422, "Сейчас это сделать нельзя", "пункт 7.1")
	sees(t, h.signIn("member").post(draft+"/reopen", nil), 422, "Сейчас это сделать нельзя")
	h.unchanged(t, before)
	sees(t, h.signIn("member").get(draft), 200, "Принято решение № 1.")
}

// handedOver brings the letters to the parties by hand.
func (h *harness) handedOver(t *testing.T, ref complaint.Ref, secretary *browser) {
	t.Helper()
	letters, err := h.db.LettersOf(t.Context(), h.complaint(ref).ID)
	must(t, err)
	sees(t, secretary.get("/deliver"), 200, "Новосёлов Никита Никитич", "Решение № 1", "до 16 сен", "Почтовый сервер не настроен.")
	before := h.rows()
	at := "/deliver/" + strconv.FormatInt(int64(letters[0].ID), 10)
	entered := func(words string) url.Values {
		return url.Values{"token": {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}, "how": {"otherwise"}, "proof": {words}}
	}
	sees(t, secretary.sends(at, entered(" "), nil), 422, "Напишите, чем подтверждается вручение", "пункт 6.5")
	sees(t, h.signIn("secretary98").sends(at, entered("вручено"), nil), 404)
	sees(t, h.signIn("chair").sends(at, entered("вручено"), nil), 403)
	h.unchanged(t, before)
	for _, l := range letters {
		goes(t, secretary.sends("/deliver/"+strconv.FormatInt(int64(l.ID), 10), entered("под подпись 12 сентября"), nil), "/deliver#done")
	}
	sees(t, secretary.get("/deliver"), 200, "Всё доставлено", "под подпись 12 сентября")
	before = h.rows()
	sees(t, secretary.sends(at, entered("ещё раз"), nil), 422, "Это письмо уже доставлено")
	h.unchanged(t, before)
	if c := h.complaint(ref); c.State != complaint.Delivered {
		t.Errorf("the complaint is %s, want delivered", c.State)
	}
}

// TestConveneKeepsWhatWasTyped: every error beside its field, with its clause.
func TestConveneKeepsWhatWasTyped(t *testing.T) {
	h := filled(t)
	chair := h.signIn("chair")
	before := h.rows()
	for _, row := range []struct {
		name      string
		change    []string
		sentences []string
	}{
		{"no date", []string{"starts_at_day", "", "starts_at_month", "", "starts_at_year", ""}, []string{"Укажите дату, например"}},
		{"no such day", []string{"starts_at_day", "31", "starts_at_month", "9"}, []string{"Такого дня в этом месяце нет"}},
		{"no time", []string{"starts_time", "полдень"}, []string{"Укажите время начала, например 11:00"}},
		{"4.5: in the past", []string{"starts_at_day", "9"}, []string{"Укажите время заседания позже текущего", "пункт 4.5"}},
		{"4.5: no place", []string{"place", ""}, []string{"Напишите, где пройдёт заседание", "пункт 4.5"}},
		{"4.5: urgent without a reason", []string{"urgent", "1"}, []string{"Напишите, почему заседание срочное", "пункт 4.5"}},
		{"4.7: the presiding member keeps no minutes", []string{"secretary", strconv.FormatInt(int64(h.people["chair"]), 10)}, []string{"Выберите секретаря заседания", "пункт 4.7"}},
		{"4.7: a stranger", []string{"secretary", strconv.FormatInt(int64(h.people["secretary98"]), 10)}, []string{"Выберите секретаря заседания"}},
	} {
		form := h.call()
		form.Set("urgent_reason", "")
		for i := 0; i+1 < len(row.change); i += 2 {
			form.Set(row.change[i], row.change[i+1])
		}
		w := chair.post("/sittings/new", form)
		sees(t, w, 422, append(row.sentences, "Исправьте ошибки", "Ошибка: Созвать заседание", `value="`+form.Get("place")+`"`)...)
	}
	h.unchanged(t, before)
	sees(t, chair.get("/sittings/manage"), 200, "Заседаний не назначено", "Созвать заседание")
	n := h.convened(chair)
	sees(t, chair.get("/sittings/manage"), 200, "Заседание № "+strconv.Itoa(n), "13 сентября 2026, воскресенье, 11:00")
	form := h.call()
	form.Set("starts_at_day", "11")
	w := chair.post("/sittings/new", form)
	sees(t, chair.get(w.Header().Get("Location")), 200, "Срок прошёл, а не извещены:", "войдёт в протокол")
}

// TestArithmeticIsThatOfTheMinutes: the page and the paper say the same sum.
func TestArithmeticIsThatOfTheMinutes(t *testing.T) {
	profile := regulation.Izhmorsky()
	for _, row := range []struct {
		name  string
		q     regulation.Question
		tally sitting.Tally
	}{
		{"6.2: of the established number", regulation.AnnulFullDecide, sitting.Tally{Established: 14, Present: 9, For: 8, Against: 1}},
		{"6.2: of those present", regulation.DismissComplaint, sitting.Tally{Established: 14, Present: 9, For: 4, Against: 3, Abstained: 1, NotVoting: 1}},
		{"6.2: a tie with the chair for", regulation.UnlawfulActionOblige, sitting.Tally{Established: 14, Present: 8, For: 4, Against: 4, Presiding: sitting.For}},
		{"6.2: a tie with the chair against", regulation.UnlawfulActionOblige, sitting.Tally{Established: 14, Present: 8, For: 4, Against: 4, Presiding: sitting.Against}},
	} {
		row.tally.WorkStarted = true
		r, err := sitting.Count(profile, row.q, row.tally)
		must(t, err)
		got := strings.ReplaceAll(arithmetic(speaking(Russian), r), nbsp, " ")
		if want := strings.ReplaceAll(document.Arithmetic(r), nbsp, " "); got != want {
			t.Errorf("%s: the page says %q, the paper %q", row.name, got, want)
		}
		if english := arithmetic(speaking(English), r); strings.Contains(english, "sum.") {
			t.Errorf("%s: %q", row.name, english)
		}
		d := drawingOf(speaking(Russian), r)
		if len(d.Seats) != 14 {
			t.Errorf("%s: %d seats drawn", row.name, len(d.Seats))
		}
	}
}
