package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"redress/internal/complaint"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// moved is another day as it is typed.
func (h *harness) moved(dayOfMonth, reason string) url.Values {
	form := h.call()
	form.Set("starts_at_day", dayOfMonth)
	form.Set("reason", reason)
	return form
}

// TestASittingIsMoved: members are told anew, parties invited anew, the agenda stays, and
// every page says the same day.
func TestASittingIsMoved(t *testing.T) {
	h := filled(t)
	h.hasMail("member")
	n, ref := h.scheduled(t, ways[0].form, ways[0].contested)
	chair, secretary := h.signIn("chair"), h.signIn("secretary")
	at := "/sittings/" + strconv.Itoa(n)
	h.invites(t, secretary, n)
	sees(t, chair.get(at), 200, "Изменить заседание")
	if w := secretary.get(at); strings.Contains(shown(w), "Изменить заседание") {
		t.Error("R-064: the secretary is offered to move the sitting")
	}
	sees(t, chair.get(at+"/change"), 200, "Перенести заседание", "Отменить видеосвязь")
	sees(t, secretary.get(at+"/change"), 403)
	letters := h.owedLetters()
	before := h.rows()
	sees(t, chair.post(at+"/move", h.moved("14", "")), 422, "Укажите, почему заседание переносится")
	sees(t, chair.post(at+"/move", h.moved("", "ремонт")), 422, "дат")
	sees(t, chair.post(at+"/move", h.moved("13", "ремонт")), 422, "День, время и место прежние")
	w := chair.post(at+"/move", h.moved("30", "ремонт"))
	sees(t, w, 422, "К новому дню истечёт срок", "Переношу, зная")
	sees(t, secretary.post(at+"/move", h.moved("14", "ремонт")), 403)
	sees(t, h.signIn("chair98").post(at+"/move", h.moved("14", "ремонт")), 404)
	h.unchanged(t, before)

	form := h.moved("14", "ремонт в зале")
	form.Set("place", "школа № 3")
	form.Set("away", "1")
	h.at(time.Date(2026, 9, 10, 6, 0, 0, 0, time.UTC))
	goes(t, chair.post(at+"/move", form), at)
	sees(t, chair.get(at), 200, "Заседание 14 сентября", "Перенесено 10 сентября 2026, 13:00. Было назначено: 13 сентября 2026, 11:00", "ремонт в зале", "(выездное)", "Не приглашены: заявитель", ref.String())
	sees(t, chair.get(h.itemAt(n, "invitations")), 200, "на прежний день, не учитывается")
	sees(t, secretary.get(at+"/notices"), 200, "не позднее 12 сентября 2026", "письмо отправляется")
	if owed := h.owedLetters(); owed != letters+1 {
		t.Errorf("R-063: %d letters are owed after the move, want %d", owed, letters+1)
	}
	watched := h.visitor().get("/sittings/watch/42-T01/" + strconv.Itoa(n))
	if watched.Code == 404 { // of a commission with another code
		list := h.visitor().get("/sittings")
		watched = list
	}
	sees(t, watched, 200, "14 сентября")
	if strings.Contains(shown(watched), "ремонт в зале") {
		t.Error("R-067: everybody reads why the sitting was moved")
	}
	sees(t, secretary.get("/desk"), 200, "14 сентября")
	sees(t, h.signIn("member").get("/desk"), 200, "14 сентября", "Буду в зале")

	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	letter, ok := s.Mailing(h.people["member"])
	if !ok || letter.Summons != 1 {
		t.Fatalf("R-063: no letter about the new day: %+v", letter)
	}
	must(t, h.Letters.Tell(t.Context(), letter.ID, false))
	old := slices.IndexFunc(s.Notices, func(n sitting.Notice) bool {
		return n.Member == h.people["member"] && n.Summons == 0 && n.ToldAt.IsZero()
	})
	must(t, h.Letters.Tell(t.Context(), s.Notices[old].ID, false)) // of the old day: left alone
	if again, err := h.db.Sitting(t.Context(), h.own, n); err != nil || !again.Notices[old].ToldAt.IsZero() {
		t.Errorf("R-063: a letter about the old day was sent: %v", err)
	}

	goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	h.adopts(t, n)
	sees(t, secretary.post(h.itemAt(n, "vote"), nil), 422, "не отмечено приглашение сторон")
	h.invites(t, secretary, n)
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), at+"/conduct#now")
	sees(t, chair.get(at+"/change"), 200, "Изменить можно только назначенное заседание")
	sees(t, chair.post(at+"/move", h.moved("15", "поздно")), 422, "уже открыто")
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket: %+v, %v", v.Faults, err)
	}
}

// TestASittingIsCalledOff: its complaints are ready again, demands stand on the next
// agenda, and it is nowhere awaited any more.
func TestASittingIsCalledOff(t *testing.T) {
	h := filled(t)
	n, ref := h.scheduled(t, ways[0].form, ways[0].contested)
	chair, member := h.signIn("chair"), h.signIn("member")
	at := "/sittings/" + strconv.Itoa(n)
	must(t, h.Sittings.Demand(t.Context(), h.actor("member"), n, sitting.Proposal{Title: "О графике приёма", Text: "Утвердить график.", Question: regulation.OtherQuestion}))
	before := h.rows()
	sees(t, chair.post(at+"/cancel", nil), 422, "Укажите, почему заседание отменяется")
	sees(t, member.post(at+"/cancel", url.Values{"cancel_reason": {"нет помещения"}}), 403)
	h.unchanged(t, before)
	token, err := h.Sittings.OpenFeed(t.Context(), h.actor("member"))
	must(t, err)
	feed := "/calendar/" + token + ".ics"
	if w := h.visitor().get(feed); !strings.Contains(w.Body.String(), "DTSTART:20260913") || strings.Contains(w.Body.String(), "CANCELLED") {
		t.Errorf("R-063: the calendar before: %s", w.Body.String())
	}
	goes(t, chair.post(at+"/cancel", url.Values{"cancel_reason": {"нет помещения"}}), at)
	if w := h.visitor().get(feed); !strings.Contains(w.Body.String(), "STATUS:CANCELLED") {
		t.Errorf("R-063: the calendar keeps a sitting that was called off: %s", w.Body.String())
	}
	sees(t, chair.get(at), 200, "Заседание 13 сентября отменено", "нет помещения")
	sees(t, chair.get(at+"/notices"), 200, "извещены об отмене")
	for _, tab := range []string{"/conduct", "/attendance", "/minutes", "/hall"} {
		sees(t, chair.get(at+tab), 200, "отменено")
	}
	sees(t, chair.get("/sittings/manage"), 200, "отменено")
	sees(t, h.visitor().get("/sittings"), 200, "отменено")
	_, err = h.db.Pool().Exec(t.Context(), `UPDATE sitting_changes SET reason = 'иная'`)
	if err == nil {
		t.Error("R-064: why a sitting was called off can be rewritten")
	}
	if c := h.complaint(ref); c.State != complaint.Ready {
		t.Errorf("R-081: the complaint is %s, want ready", c.State)
	}
	if _, err := h.db.SittingOf(t.Context(), h.complaint(ref).ID); err == nil {
		t.Error("the complaint is still on the agenda of the sitting called off")
	}
	if next, err := h.db.NextSitting(t.Context(), h.own); err == nil {
		t.Errorf("sitting %d is next, though called off", next.Number)
	}
	sees(t, chair.post(at+"/attendance", h.everybody(n, 9)), 422, "Заседание отменено")

	next := h.convened(chair)
	s, err := h.db.Sitting(t.Context(), h.own, next)
	must(t, err)
	if len(s.Items) != 1 || s.Items[0].Title != "О графике приёма" || s.Items[0].Matter.Demander != h.people["member"] || s.Items[0].Matter.From == 0 {
		t.Fatalf("R-011: the agenda of the next sitting is %+v", s.Items)
	}
	sees(t, chair.post("/sittings/"+strconv.Itoa(next)+"/items/"+strconv.FormatInt(int64(s.Items[0].ID), 10)+"/remove", nil), 422)
	third := h.convened(chair) // planned already when the second is called off
	must(t, h.Sittings.CallOff(t.Context(), h.chair, next, "нет помещения"))
	if s, err = h.db.Sitting(t.Context(), h.own, third); err != nil || len(s.Items) != 1 {
		t.Errorf("R-011: the demand does not stand on the agenda that is planned: %+v, %v", s.Items, err)
	}
	goes(t, h.signIn("secretary").post("/sittings/"+strconv.Itoa(third)+"/items", url.Values{"complaint": {ref.String()}}), "/sittings/"+strconv.Itoa(third))
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket: %+v, %v", v.Faults, err)
	}
}

// TestAPetitionedSittingIsNotCalledOff: the chair cannot dismiss the petition.
func TestAPetitionedSittingIsNotCalledOff(t *testing.T) {
	h := filled(t)
	p := h.petition("deputy")
	for _, login := range []string{"member2", "member"} {
		must(t, h.Sittings.SignPetition(t.Context(), h.actor(login), p))
	}
	chair := h.signIn("chair")
	form := h.call()
	form.Set("petition", strconv.FormatInt(int64(p), 10))
	w := chair.post("/sittings/new", form)
	at := w.Header().Get("Location")
	goes(t, w, at)
	sees(t, chair.get(at+"/change"), 200, "можно перенести на другой день")
	sees(t, chair.post(at+"/cancel", url.Values{"cancel_reason": {"не хочу"}}), 422, "отменить его нельзя")
	goes(t, chair.post(at+"/move", h.moved("14", "ремонт")), at)
	sees(t, chair.get(at), 200, "О графике приёма", "14 сентября")
}

// TestVideoIsDecidedLater: after the convening, taken back, told to the members.
func TestVideoIsDecidedLater(t *testing.T) {
	h := filled(t)
	h.hasMail("member")
	chair, member := h.signIn("chair"), h.signIn("member")
	form := h.call()
	form.Del("video")
	w := chair.post("/sittings/new", form)
	at := w.Header().Get("Location")
	goes(t, w, at)
	sees(t, member.post(at+"/answer", url.Values{"answer": {"video"}}), 422)
	letters := h.owedLetters()
	sees(t, member.post(at+"/video", url.Values{"video": {"1"}}), 403)
	h.at(time.Date(2026, 9, 10, 6, 0, 0, 0, time.UTC))
	goes(t, chair.post(at+"/video", url.Values{"video": {"1"}}), at)
	sees(t, chair.post(at+"/video", url.Values{"video": {"1"}}), 422, "уже решено")
	if owed := h.owedLetters(); owed != letters+1 {
		t.Errorf("R-068: %d letters are owed after the decision, want %d", owed, letters+1)
	}
	sees(t, chair.get(at), 200, "председатель решил: можно участвовать по видеосвязи")
	goes(t, member.post(at+"/answer", url.Values{"answer": {"video"}}), at+"/attendance")
	goes(t, chair.post(at+"/video", url.Values{"video": {"0"}}), at)
	n, _ := strconv.Atoi(strings.TrimPrefix(at, "/sittings/"))
	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	for _, a := range s.Attendance {
		if a.Said == sitting.OnVideo {
			t.Error("R-068: somebody still means to come by video")
		}
	}
}

// TestTheContinuationIsTold: who was not there is told of the other day and says whether
// they come; the calendar has both days.
func TestTheContinuationIsTold(t *testing.T) {
	h := filled(t)
	h.hasMail("member2")
	n, _ := h.scheduled(t, ways[0].form, ways[0].contested)
	secretary := h.signIn("secretary")
	at := "/sittings/" + strconv.Itoa(n)
	h.invites(t, secretary, n)
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 6)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	letters := h.owedLetters()
	goes(t, secretary.post(at+"/adjourn", url.Values{"adjourn_day_day": {"15"}, "adjourn_day_month": {"9"}, "adjourn_day_year": {"2026"}, "adjourn_time": {"10:00"},
		"adjourn_place": {"школа № 3"}, "adjourn_reason": {"отключён свет"}, "adjourn_knowing": {"1"}}), at+"/conduct#now")
	if owed := h.owedLetters(); owed != letters+1 {
		t.Errorf("R-063: %d letters are owed after the adjournment, want %d", owed, letters+1)
	}
	sees(t, secretary.get(at+"/notices"), 200, "Продолжение: 15 сентября, 10:00, школа № 3", "объявлено на заседании", "нет адреса почты: известите сами")
	sees(t, secretary.get(at), 200, "О дне продолжения не извещены: заявитель")
	member := h.signIn("member")
	sees(t, member.get("/desk"), 200, "Буду в зале")
	goes(t, member.post(at+"/answer", url.Values{"answer": {"absent"}, "reason": {"командировка"}}), at+"/attendance")
	sees(t, secretary.get(at+"/notices"), 200, "Не сможет прийти", "командировка")
	goes(t, secretary.post(at+"/notices/send", nil), at+"/notices")
	sees(t, h.visitor().get("/sittings"), 200, "15 сентября")
	token, err := h.Sittings.OpenFeed(t.Context(), h.actor("member"))
	must(t, err)
	if w := h.visitor().get("/calendar/" + token + ".ics"); !strings.Contains(w.Body.String(), "-day-2@") || !strings.Contains(w.Body.String(), "DTSTART:20260915T030000Z") {
		t.Errorf("R-063: the calendar has no second day: %s", w.Body.String())
	}
	sees(t, secretary.post(at+"/notices/summon", nil), 422, "уже в списке")
	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	if letter, ok := s.Mailing(h.people["member2"]); !ok || letter.Summons != 1 {
		t.Errorf("R-063: %+v", letter)
	} else {
		must(t, h.Letters.Tell(t.Context(), letter.ID, false))
	}
}

// TestAnInvitationIsStruck: what was recorded by mistake stays on the page and counts for
// nothing.
func TestAnInvitationIsStruck(t *testing.T) {
	h := filled(t)
	n, _ := h.scheduled(t, ways[0].form, ways[0].contested)
	secretary := h.signIn("secretary")
	h.invites(t, secretary, n)
	page := h.itemAt(n, "invitations")
	id := strconv.FormatInt(h.item(n).Invitations[0].ID, 10)
	sees(t, secretary.post(page+"/"+id+"/strike", nil), 422, "Укажите, в чём ошибка")
	sees(t, h.signIn("member").post(page+"/"+id+"/strike", url.Values{"struck_" + id: {"не тому"}}), 403)
	goes(t, secretary.post(page+"/"+id+"/strike", url.Values{"struck_" + id: {"звонили не тому"}}), page)
	sees(t, secretary.get(page), 200, "записано ошибочно, не учитывается:", "звонили не тому", "Не приглашены: заявитель")
	sees(t, secretary.post(page+"/"+id+"/strike", url.Values{"struck_" + id: {"ещё раз"}}), 422, "вычеркнуто")
}
