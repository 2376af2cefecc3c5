package web

import (
	"bytes"
	"cmp"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/signature"
	"redress/internal/sitting"
)

// sent files a complaint in a browser and returns its number and code.
func (b *browser) sent() (number string, code complaint.Code) {
	b.h.t.Helper()
	b.fill()
	b.post("/file/check", url.Values{"agree": {"1"}})
	token, _ := b.h.tokenOf(b.h.echo.NewContext(b.request(http.MethodGet, "/"), nil))
	form, err := b.h.Filings.Form(b.h.t.Context(), token)
	must(b.h.t, err)
	return form.Sent.String(), b.h.Filings.Code(token)
}

// open opens a complaint by number and code.
func (b *browser) open(number, code string) *httptest.ResponseRecorder {
	return b.post("/track", url.Values{"number": {number}, "code": {code}})
}

func TestTrackByNumberAndCode(t *testing.T) {
	h := newHarness(t)
	number, code := h.visitor().sent()
	b := h.visitor()
	leads(t, b.get("/track/complaint"), "/track")
	sound(t, h.Server, b.get("/track").Body.String())
	leads(t, b.open(" № "+number+" ", strings.Join(code.Groups(), " - ")), "/track/complaint")
	w := b.get("/track/complaint")
	says(t, w, http.StatusOK, "Жалоба получена", number, "на бездействие", "10 сентября 2026, четверг", "Реестрова Р. Е.", "Личность пока не подтверждена",
		"Почему такая дата?", "Дальше: секретарь зарегистрирует жалобу")
	sound(t, h.Server, w.Body.String())
	leads(t, b.post("/track/leave", nil), "/track")
	leads(t, b.get("/track/complaint"), "/track")
}

// TestWrongCodeAndUnknownNumberLookAlike: the page is the same but for what was typed.
func TestWrongCodeAndUnknownNumberLookAlike(t *testing.T) {
	h := newHarness(t)
	number, code := h.visitor().sent()
	page := func(number, code string) string {
		w := h.visitor().open(number, code)
		says(t, w, http.StatusUnprocessableEntity, "Номер и код не подошли друг к другу")
		return strings.NewReplacer(number, "N", code, "C").Replace(w.Body.String())
	}
	wrong := "1" + string(code)[1:]
	if wrong == string(code) {
		wrong = "2" + string(code)[1:]
	}
	if page(number, wrong) != page("2026-0999", string(code)) {
		t.Error("a wrong code and an unknown number get different pages")
	}
}

func TestNumberAndCodeThatCannotBe(t *testing.T) {
	h := newHarness(t)
	says(t, h.visitor().open("жалоба", "12345"), http.StatusUnprocessableEntity, `href="#number"`, `href="#code"`, "Проверьте номер", "В коде 20 цифр", `value="жалоба"`)
	says(t, h.visitor().open("", ""), http.StatusUnprocessableEntity, `href="#number"`, `href="#code"`)
	says(t, h.visitor().open("2026-\x00\xff", "\x00"), http.StatusUnprocessableEntity, `href="#number"`)
}

func TestTrackingIsThrottled(t *testing.T) {
	h := newHarness(t)
	number, code := h.visitor().sent()
	wrong := strings.Repeat("0", 20)
	for range tracksOfNumber {
		says(t, h.visitor().open(number, wrong), http.StatusUnprocessableEntity)
	}
	says(t, h.visitor().open(number, string(code)), http.StatusTooManyRequests, "Слишком много попыток")
	h.at(harnessNow.Add(trackWindow + time.Minute))
	leads(t, h.visitor().open(number, string(code)), "/track/complaint")
	for i := range tracksFromNetwork {
		h.visitor().open(complaint.Ref{Year: 2025, Number: i + 1}.String(), wrong)
	}
	says(t, h.visitor().open("2025-0999", wrong), http.StatusTooManyRequests, "Слишком много попыток")
}

func TestPass(t *testing.T) {
	h := newHarness(t)
	now := time.Date(2026, 9, 10, 12, 0, 0, 0, time.UTC)
	pass := h.passFor(7, now.Add(trackLasts))
	if id, ok := h.passed(pass, now); !ok || id != 7 {
		t.Errorf("passed() = %d, %v", id, ok)
	}
	if _, ok := h.passed(pass, now.Add(trackLasts)); ok {
		t.Error("a pass outlives its time")
	}
	for i := range pass {
		forged := []byte(pass)
		forged[i] ^= 1
		if _, ok := h.passed(string(forged), now); ok && string(forged) != pass {
			t.Errorf("a pass forged at %d is taken", i)
		}
	}
	for _, none := range []string{"", "AAAA", pass + "AAAA", pass[:20]} {
		if _, ok := h.passed(none, now); ok {
			t.Errorf("pass %q is taken", none)
		}
	}
}

// adopt takes a registered complaint through draft, sitting and vote.
func (h *harness) adopt(ref complaint.Ref) {
	h.t.Helper()
	ctx := h.t.Context()
	for login, name := range map[string]string{"kvorumov": "Кворумов Константин Витальевич", "golosova": "Голосова Галина Олеговна"} {
		h.seat(h.own, login, name, identity.Member) // two thirds of the established number
	}
	h.schedule(ref, 1)
	called, err := h.db.Sitting(ctx, h.own, 1)
	must(h.t, err)
	for _, a := range called.Attendance {
		must(h.t, h.Sittings.Attend(ctx, h.secretary, 1, a.Member.Person, sitting.InHall, ""))
	}
	h.at(harnessNow.Add(50 * time.Hour))
	must(h.t, h.Sittings.Open(ctx, h.secretary, 1))
	s, err := h.db.Sitting(ctx, h.own, 1)
	must(h.t, err)
	choices := map[identity.ID]sitting.Choice{}
	present := s.Present()
	for _, a := range present[:len(present)-1] {
		choices[a.Member.Person] = sitting.For
	}
	choices[present[0].Member.Person] = sitting.Against
	for _, item := range []sitting.ItemID{s.Agenda.ID, s.Items[0].ID} {
		must(h.t, h.Rulings.OpenVote(ctx, h.secretary, 1, item))
		must(h.t, h.Sittings.CastVotes(ctx, h.secretary, 1, item, choices))
		must(h.t, h.Rulings.Conclude(ctx, h.secretary, 1, item, sitting.For))
	}
}

// schedule drafts a ruling and puts it on the agenda of a sitting in two days.
func (h *harness) schedule(ref complaint.Ref, number int) {
	h.t.Helper()
	ctx, writer := h.t.Context(), h.actor("member")
	draft := ruling.Draft{Facts: cmp.Or(h.facts, "Дверь закрыта.\nОбъявления нет."), Reasons: "График утверждён и не соблюдался.", Law: "67-ФЗ, статья 27",
		Selection: ruling.Selection{Outcome: regulation.Remand, Duty: ruling.DoAct, Action: "работать по графику", Until: calendar.Day(2026, 9, 20)}}
	draft.Demands = ruling.DemandsOf(h.complaint(ref))
	draft.Demands[0].Answer = "Требование обоснованно."
	must(h.t, h.Rulings.Save(ctx, writer, ref, 0, draft))
	must(h.t, h.Rulings.Complete(ctx, writer, ref))
	_, err := h.Sittings.Convene(ctx, h.chair, sitting.Call{StartsAt: harnessNow.Add(49 * time.Hour), Place: "Образцовая улица, 1, зал 2", Video: true})
	must(h.t, err)
	must(h.t, h.Rulings.Schedule(ctx, h.secretary, number, ref))
	s, err := h.db.Sitting(ctx, h.own, number)
	must(h.t, err)
	for _, party := range sitting.Parties {
		must(h.t, h.Sittings.Invite(ctx, h.secretary, number, s.Items[0].ID,
			sitting.Invitation{Whom: party, Way: sitting.ByPhone, State: sitting.Delivered, SentAt: s.StartsAt.Add(-49 * time.Hour)}))
	}
}

// sign has the ruling printed and signed twice, as the page of a signer does.
func (h *harness) sign(ref complaint.Ref) document.Printed {
	h.t.Helper()
	ctx := h.t.Context()
	r, err := h.db.RulingOf(ctx, h.complaint(ref).ID)
	must(h.t, err)
	paper, err := h.Press.Ruling(ctx, r.ID)
	must(h.t, err)
	for _, by := range []identity.Actor{h.chair, h.secretary} {
		must(h.t, h.db.SignPaper(ctx, h.own, paper.ID,
			func(p document.Printed, c *complaint.Complaint, respondent commission.Commission, m commission.Moment) (document.Signed, error) {
				return p.Sign(by, signature.Digest(paper.PDF.SHA256), document.ByPassword, c, respondent, m.At)
			}))
	}
	return paper
}

// follower is a browser that follows a complaint.
func (h *harness) follower(ref complaint.Ref) *browser {
	b := h.visitor()
	b.cookies = append(b.cookies, &http.Cookie{Name: "__Host-redress_track", Value: h.passFor(h.complaint(ref).ID, time.Now().Add(time.Hour)), Secure: true, HttpOnly: true})
	return b
}

// looks reads the complainant's page; there is no paper before it is signed.
func (b *browser) looks(t *testing.T, ref complaint.Ref, wants ...string) {
	t.Helper()
	w := b.get("/track/complaint")
	says(t, w, http.StatusOK, wants...)
	sound(t, b.h.Server, w.Body.String())
	for _, paper := range []string{"ruling.pdf", "ruling.docx"} {
		if w := b.get("/track/complaint/" + paper); b.h.complaint(ref).State != complaint.Signed && w.Code != http.StatusNotFound {
			t.Errorf("%s before it is signed: status %d", paper, w.Code)
		}
	}
}

func TestTrackedFromRegistrationToTheSitting(t *testing.T) {
	h := newHarness(t)
	ref := h.register("member")
	b := h.follower(ref)
	b.looks(t, ref, "Жалоба зарегистрирована № 1", "Решение должно быть принято до 15 сентября 2026, вторник", "до 24:00 (Кемерово)", "67‑ФЗ, статья 20, пункт 4")
	h.schedule(ref, 1)
	b.looks(t, ref, "Назначено заседание", "12 сентября 2026, суббота, 13:00", "Образцовая улица, 1, зал 2", "Вы вправе прийти и выступить", "видеосвязи")
	must(t, h.Sittings.Reschedule(t.Context(), h.chair, 1, sitting.Call{StartsAt: harnessNow.Add(73 * time.Hour), Place: "школа № 3", Away: true}, "ремонт", true))
	b.looks(t, ref, "Назначено заседание", "13 сентября 2026", "школа № 3", "выездное", "Заседание перенесено на этот день")
}

func TestTrackedFromTheSittingToDelivery(t *testing.T) {
	h := newHarness(t)
	ref := h.register("member")
	b := h.follower(ref)
	h.adopt(ref)
	b.looks(t, ref, "Решение принято", "Комиссия обязана исправить нарушение", "Решение № 1 от 12 сентября 2026", "Голоса: 6 за, 1 против", "ещё не подписано", "Как обжаловать", "Избирательная комиссия Примерной области")
	paper := h.sign(ref)
	b.looks(t, ref, "Скачать решение в PDF", "Решение подписано", "работать по графику", "График утверждён и не соблюдался", "до 16 сентября 2026, среда")
	for _, face := range []struct {
		path, kind, starts string
		size               int64
	}{{"ruling.pdf", "application/pdf", "%PDF", paper.PDF.Size}, {"ruling.docx", docxType, "PK", paper.DOCX.Size}} {
		w := b.get("/track/complaint/" + face.path)
		header := w.Header()
		if w.Code != http.StatusOK || !bytes.HasPrefix(w.Body.Bytes(), []byte(face.starts)) || int64(w.Body.Len()) != face.size {
			t.Errorf("%s: status %d, %d bytes, want %d", face.path, w.Code, w.Body.Len(), face.size)
		}
		if header.Get("Content-Type") != face.kind || !strings.HasPrefix(header.Get("Content-Disposition"), "attachment; filename*=utf-8''") ||
			header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(header.Get("Content-Security-Policy"), "sandbox") || header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s is sent with %v", face.path, header)
		}
		leads(t, h.visitor().get("/track/complaint/"+face.path), "/track")
	}
	letters, err := h.db.LettersOf(t.Context(), h.complaint(ref).ID)
	must(t, err)
	for _, l := range letters {
		must(t, h.Letters.HandOver(t.Context(), h.secretary, l.ID, "под подпись"))
	}
	says(t, b.get("/track/complaint"), http.StatusOK, "Решение принято и отправлено", "Решение доведено до сторон")
}

func TestMissedTermsAreSaid(t *testing.T) {
	h := newHarness(t)
	filed, registered := h.file(nil), h.register("")
	h.at(harnessNow.AddDate(0, 0, 3))
	says(t, h.follower(filed).get("/track/complaint"), http.StatusOK, "Срок нарушен", "должен был зарегистрировать жалобу: 10 сентября 2026, четверг", "Куда обратиться", "Суд")
	h.at(harnessNow.AddDate(0, 0, 5))
	says(t, h.follower(registered).get("/track/complaint"), http.StatusOK, "Жалоба зарегистрирована", "сегодня до 24:00")
	h.at(harnessNow.AddDate(0, 0, 6))
	says(t, h.follower(registered).get("/track/complaint"), http.StatusOK, "Срок нарушен", "Решение должно было быть принято: 15 сентября 2026, вторник", "просрочено на 1 день")
}

func TestOwnFilesAreGivenBack(t *testing.T) {
	h := newHarness(t)
	mine, other := h.file(nil, "график.txt"), h.file(nil, "чужой.txt")
	b := h.follower(mine)
	says(t, b.get("/track/complaint"), http.StatusOK, "график.txt")
	address := "/track/files/" + fmtInt(int64(h.complaint(mine).Attachments[0].ID))
	w := b.get(address)
	says(t, w, http.StatusOK, "График на двери участка № 9002 сорван.")
	if got := w.Header().Get("Content-Disposition"); !strings.HasPrefix(got, "attachment") {
		t.Errorf("Content-Disposition: %s", got)
	}
	for _, address := range []string{"/track/files/" + fmtInt(int64(h.complaint(other).Attachments[0].ID)), "/track/files/0", "/track/files/x"} {
		if w := b.get(address); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", address, w.Code)
		}
	}
	leads(t, h.visitor().get(address), "/track")
}
