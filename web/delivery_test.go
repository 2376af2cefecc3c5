package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/notice"
)

// pdfSlip, textSlip and photoSlip are slips as they are uploaded.
const (
	pdfSlip   = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
	photoSlip = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)

// sixOClock is the evening of the day on which signedRuling is signed.
var sixOClock = time.Date(2026, 9, 12, 11, 0, 0, 0, time.UTC)

// owed are the letters of a ruling just signed: to the complainant and to the commission.
func (h *harness) owed(ref complaint.Ref) (complainant, respondent notice.Letter) {
	h.t.Helper()
	letters, err := h.db.LettersOf(h.t.Context(), h.complaint(ref).ID)
	must(h.t, err)
	if len(letters) < 2 || letters[0].Addressee != notice.Complainant || letters[1].Addressee != notice.Respondent {
		h.t.Fatalf("R-086: owed are %+v", letters)
	}
	return letters[0], letters[1]
}

func (h *harness) letter(id notice.ID) notice.Letter {
	h.t.Helper()
	l, err := h.db.Letter(h.t.Context(), h.own, id)
	must(h.t, err)
	return l
}

// TestGivenIntoHands: to whom, when, with the signed slip, which the commission
// alone can open.
func TestGivenIntoHands(t *testing.T) {
	h := newHarness(t)
	ref := h.signedRuling() // on 12 September at 14:00
	h.at(sixOClock)
	first, second := h.owed(ref)
	at, secretary := string(letterHref(first.ID)), h.signIn("secretary")
	sees(t, secretary.get(at), 200, "Новосёлов Никита Никитич", "Решение № 1", "Вручено под подпись", "Другой способ или адрес", "Ярлык и расписка")
	soundly(t, h, secretary.get(at).Body.String())
	if strings.Contains(shown(secretary.get(at)), "Почтовый идентификатор") {
		t.Error("a letter by e-mail is offered to the post")
	}
	before := h.rows()
	given := func(hour string) url.Values {
		return dateValues(url.Values{"how": {"given"}, "given_time": {hour}, "taker": {"Петров П. П., доверенность № 3"}}, "given", calendar.Day(2026, 9, 12))
	}
	sees(t, secretary.answers(at, at, given("13:59"), nil), 422, "Документ тогда ещё не был подписан", "Петров П. П.")
	sees(t, secretary.answers(at, at, given("18:30"), nil), 422, "Это время ещё не наступило")
	sees(t, secretary.answers(at, at, given("полдень"), nil), 422, "Во сколько")
	sees(t, secretary.answers(at, at, url.Values{"how": {"given"}, "given_time": {"16:00"}, "given_day": {"31"}, "given_month": {"2"}, "given_year": {"2026"}}, nil), 422, "Когда вручено")
	sees(t, secretary.answers(at, at, given("16:00"), map[string]string{"расписка.txt": "расписка\n"}), 422, "не скан и не фото", "расписка.txt")
	sees(t, secretary.answers(at, at, given("16:00"), map[string]string{"расписка.pdf": "это не PDF\n"}), 422)
	sees(t, secretary.answers(at, at, url.Values{"how": {"thrown"}, "proof": {"x"}}, nil), 422)
	h.unchanged(t, before)
	w := secretary.answers(at, at, given("25:00"), map[string]string{"расписка.pdf": pdfSlip})
	sees(t, w, 422, "расписка.pdf") // what was uploaded is kept
	token := shownToken.FindStringSubmatch(w.Body.String())
	form := given("16:00")
	form.Set("token", token[1])
	goes(t, secretary.sends(at, form, nil), "/deliver#done")
	l := h.letter(first.ID)
	if l.State != notice.HandedOver || len(l.Marks) != 1 || len(l.Marks[0].Files) != 1 || l.Marks[0].Taker != "Петров П. П., доверенность № 3" || !l.Marks[0].When.Equal(sixOClock.Add(-2*time.Hour)) || l.Marks[0].By != h.people["secretary"] {
		t.Fatalf("R-086: %+v", l)
	}
	const proof = "вручено 12.09.2026 в 16:00 под подпись: Петров П. П., доверенность № 3"
	sees(t, secretary.get("/deliver"), 200, proof, "Отметки")
	sees(t, secretary.get(at), 200, proof, "расписка.pdf", "Реестрова Р. Е.")
	slip := string(slipHref(l, l.Marks[0].Files[0].ID))
	for login, status := range map[string]int{"secretary": 200, "member": 200, "secretary98": 404, "admin": 403} {
		if w := h.signIn(login).get(slip); w.Code != status || status == 200 && w.Body.String() != pdfSlip {
			t.Errorf("R-028: %s opens the slip: %d", login, w.Code)
		}
	}
	sees(t, h.visitor().get(slip), 303)
	sees(t, secretary.get(strings.Replace(slip, "/letters/"+fmtID(first.ID), "/letters/"+fmtID(second.ID), 1)), 404)
	sees(t, h.signIn("member").get("/complaints/"+ref.String()+"/letters"), 200, proof, "расписка.pdf")
	sees(t, h.signIn("member").get(at), 403)
	sees(t, h.signIn("secretary98").get(at), 404)
	sees(t, secretary.get("/complaints/"+ref.String()+"/history"), 200, "Письмо вручено: заявителю")
	// A commission has no hands: somebody by name takes it.
	other := string(letterHref(second.ID))
	nobody := given("16:00")
	nobody.Del("taker")
	sees(t, secretary.answers(other, other, nobody, nil), 422, "Напишите, кто получил документ")
	goes(t, secretary.answers(other, other, given("16:00"), map[string]string{"фото.png": photoSlip}), "/deliver#done")
	if c := h.complaint(ref); c.State != complaint.Delivered {
		t.Errorf("R-086: the last letter is given, and the complaint is %s", c.State)
	}
	unnamed, err := h.db.Unnamed(t.Context(), []attachment.Key{l.Marks[0].Files[0].Key})
	if err != nil || len(unnamed) != 0 {
		t.Errorf("the slip would be swept away: %v, %v", unnamed, err)
	}
	for _, statement := range []string{`UPDATE letter_marks SET text = 'x'`, `DELETE FROM letter_marks`, `UPDATE letter_files SET name = 'x'`, `DELETE FROM letter_files`} {
		if _, err := h.db.Pool().Exec(t.Context(), statement); err == nil {
			t.Errorf("%s went through", statement)
		}
	}
	h.whole(t)
}

// TestPostedServedAndBack: posting meets the term; what the post brings back is
// work again, at the top, and goes another way.
func TestPostedServedAndBack(t *testing.T) {
	h := newHarness(t)
	ref := h.signedRuling() // on 12 September at 14:00
	h.at(sixOClock)
	first, second := h.owed(ref)
	at, secretary := string(letterHref(first.ID)), h.signIn("secretary")
	before := h.rows()
	sees(t, secretary.post(at+"/redirect", url.Values{"way": {"post"}, "address": {" "}}), 422, "Укажите почтовый адрес", "Напишите, почему письмо идёт иначе")
	sees(t, secretary.post(at+"/redirect", url.Values{"way": {"email"}, "address": {"нигде"}, "redirect_reason": {"просил"}}), 422, "Проверьте e-mail", "нигде", "просил")
	sees(t, secretary.post(at+"/redirect", url.Values{"way": {"email"}, "address": {first.Address}, "redirect_reason": {"просил"}}), 422, "Письмо и так идёт")
	sees(t, secretary.post(at+"/back", url.Values{"back": {"x"}}), 422, "Вернуться может только отправленное письмо")
	sees(t, secretary.answers(at, at, dateValues(url.Values{"how": {"posted"}, "track": {"65099105200009"}}, "posted", calendar.Day(2026, 9, 12)), nil), 422, "нет почтового адреса")
	for _, login := range []string{"chair", "secretary98"} {
		want := map[string]int{"chair": 403, "secretary98": 404}[login]
		b := h.signIn(login)
		for _, path := range []string{"/back", "/redirect", "/served"} {
			sees(t, b.sends(at+path, url.Values{"token": {"x"}}, nil), want)
		}
	}
	h.unchanged(t, before)
	goes(t, secretary.post(at+"/redirect", url.Values{"way": {"post"}, "address": {"650991, г. Примерск, ул. Мира, 1"}, "redirect_reason": {"просил по телефону"}}), at+"#marks")
	sees(t, secretary.get(at), 200, "Почтовый идентификатор", "просил по телефону", first.Address, "650991, г. Примерск")
	posted := func(track, text string) url.Values {
		return dateValues(url.Values{"how": {"posted"}, "track": {track}, "posted_text": {text}}, "posted", calendar.Day(2026, 9, 12))
	}
	sees(t, secretary.answers(at, at, posted("65099105200008", ""), nil), 422, "контрольная цифра не сходится", "65099105200008")
	sees(t, secretary.answers(at, at, posted("650", ""), nil), 422, "14 цифр с чека")
	sees(t, secretary.answers(at, at, posted("", ""), nil), 422, "Если номера нет")
	goes(t, secretary.post("/complaints/"+ref.String()+"/papers", url.Values{"kind": {"label"}, "sheet_letter": {fmtID(first.ID)}}), "/complaints/"+ref.String()+"/documents#printed")
	sees(t, secretary.get("/complaints/"+ref.String()+"/documents"), 200, "Ярлык и расписка", "Новосёлов Никита Никитич")
	sheets, err := h.db.SheetsOfComplaint(t.Context(), h.complaint(ref).ID, 5)
	must(t, err)
	if len(sheets) != 1 || sheets[0].Kind != document.LabelKind {
		t.Fatalf("printed %+v", sheets)
	}
	if w := secretary.get(string(sheetAddress(sheets[0], "pdf"))); w.Code != 200 || !strings.HasPrefix(w.Body.String(), "%PDF") {
		t.Errorf("the label: %d", w.Code)
	}
	w := secretary.answers(at, at, posted("650991", ""), map[string]string{"чек.pdf": pdfSlip})
	sees(t, w, 422, "чек.pdf")
	soundly(t, h, w.Body.String())
	form := posted("650991 05 20000 9", "")
	form.Set("token", shownToken.FindStringSubmatch(w.Body.String())[1])
	goes(t, secretary.sends(at, form, nil), "/deliver#done")
	sees(t, secretary.get(at), 200, "чек.pdf", "сдано на почту")
	must(t, h.Letters.HandOver(t.Context(), h.secretary, second.ID, "нарочным"))
	if c := h.complaint(ref); c.State != complaint.Delivered {
		t.Fatalf("R-086: posted in time, and the complaint is %s", c.State)
	}
	sees(t, secretary.post("/complaints/"+ref.String()+"/papers", url.Values{"kind": {"label"}, "sheet_letter": {fmtID(first.ID)}}), 422, "ещё не доставлено")

	h.at(harnessNow.Add(4 * 24 * time.Hour))
	sees(t, secretary.get(at), 200, "Почта вручила письмо", "Письмо вернулось")
	sees(t, secretary.post(at+"/back", url.Values{"back": {" "}}), 422, "Напишите, почему письмо вернулось")
	goes(t, secretary.post(at+"/back", url.Values{"back": {"истёк срок хранения"}}), at+"#marks")
	w = secretary.get("/deliver")
	sees(t, w, 200, "Вернулось", "истёк срок хранения", "Срок соблюдён: отправлено 12", "Не доставлено 1 письмо")
	sees(t, h.signIn("secretary").get("/desk"), 200, ref.String())
	if c := h.complaint(ref); c.State != complaint.Delivered {
		t.Errorf("R-086: that it left in time stays, and the complaint is %s", c.State)
	}
	goes(t, secretary.post(at+"/redirect", url.Values{"way": {"email"}, "address": {"nikita.new@primer.example"}, "redirect_reason": {"сообщил новый адрес"}}), at+"#marks")
	l := h.letter(first.ID)
	if l.State != notice.Owed || l.Round != 2 || l.Way != complaint.ByEmail {
		t.Fatalf("R-086: %+v", l)
	}
	var jobs int
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM river_job WHERE kind = 'send_letter' AND args ->> 'letter' = $1`, fmtID(first.ID)).Scan(&jobs))
	if jobs != 2 {
		t.Errorf("R-086: %d jobs send the letter, want the first and that of the new address", jobs)
	}
	must(t, h.Letters.Deliver(t.Context(), first.ID, false))
	if l = h.letter(first.ID); l.State != notice.Sent || !strings.HasPrefix(l.MessageID, "<letter-"+fmtID(first.ID)+"-2-") {
		t.Errorf("R-086: sent as %q, %s", l.MessageID, l.State)
	}
	sees(t, secretary.get("/complaints/"+ref.String()+"/history"), 200, "Письмо сдано на почту: заявителю", "Письмо вернулось: заявителю", "Письмо направлено иначе: заявителю")
	goes(t, secretary.post("/complaints/"+ref.String()+"/papers", url.Values{"kind": {"delivery_sheet"}}), "/complaints/"+ref.String()+"/documents#printed")
	// A report of the mail server brings it back once more; a second one changes nothing.
	changed, err := h.Letters.Bounced(t.Context(), notice.Bounce{MessageID: l.MessageID, Failed: true, Status: "5.1.1"})
	if l = h.letter(first.ID); err != nil || !changed || l.State != notice.Failed || !l.CameBack() {
		t.Errorf("R-086: Bounced() = %v, %v: %+v", changed, err, l)
	}
	if changed, err = h.Letters.Bounced(t.Context(), notice.Bounce{MessageID: l.MessageID, Failed: true}); changed || err != nil {
		t.Errorf("R-086: reported twice: %v, %v", changed, err)
	}
	sees(t, secretary.get("/deliver"), 200, "почтовый сервер вернул письмо, код 5.1.1")
	h.whole(t)
}

// TestServedByThePost: with the form that came back.
func TestServedByThePost(t *testing.T) {
	h := newHarness(t)
	ref := h.signedRuling() // on 12 September at 14:00
	h.at(sixOClock)
	first, _ := h.owed(ref)
	must(t, h.Letters.Redirect(t.Context(), h.secretary, first.ID, complaint.ByPost, "ул. Мира, 1", "просил"))
	at, secretary := string(letterHref(first.ID)), h.signIn("secretary")
	goes(t, secretary.answers(at, at, dateValues(url.Values{"how": {"posted"}, "posted_text": {"простое письмо"}}, "posted", calendar.Day(2026, 9, 12)), nil), "/deliver#done")
	h.at(harnessNow.Add(3 * 24 * time.Hour))
	served := func(day int) url.Values { return dateValues(url.Values{}, "served", calendar.Day(2026, 9, day)) }
	sees(t, secretary.answers(at, at+"/served", served(11), nil), 422, "Документ тогда ещё не был подписан")
	sees(t, secretary.answers(at, at+"/served", served(14), nil), 422, "не позже сегодняшней")
	sees(t, secretary.answers(at, at+"/served", url.Values{"served_day": {""}}, nil), 422, "Когда вручено")
	w := secretary.answers(at, at+"/served", url.Values{"served_day": {""}}, map[string]string{"uved.png": photoSlip})
	sees(t, w, 422, "uved.png")
	form := served(12)
	form.Set("token", shownToken.FindStringSubmatch(w.Body.String())[1])
	goes(t, secretary.sends(at+"/served", form, nil), at+"#marks")
	sees(t, secretary.get(at), 200, "сдано на почту 12.09.2026; простое письмо; почта вручила адресату 12.09.2026", "uved.png")
	sees(t, secretary.post(at+"/back", url.Values{"back": {"x"}}), 422, "Вернуться может только отправленное письмо")
	h.whole(t)
}

// TestOneMoreAddressee: executors and people whom a ruling concerns.
func TestOneMoreAddressee(t *testing.T) {
	h := newHarness(t)
	plain := h.register("member")
	secretary := h.signIn("secretary")
	if strings.Contains(shown(secretary.get("/complaints/"+plain.String()+"/letters")), "Ещё один адресат") {
		t.Error("R-086: nothing is signed, and an addressee can be added")
	}
	ref := h.signedRuling()
	at := "/complaints/" + ref.String() + "/letters"
	first, _ := h.owed(ref)
	page := secretary.get(at)
	sees(t, page, 200, "Ещё один адресат", "Решение № 1")
	soundly(t, h, page.Body.String())
	paper := fmtInt(first.Paper)
	add := func(name, way, address string) url.Values {
		return url.Values{"paper": {paper}, "addressee": {"executor"}, "name": {name}, "way": {way}, "address": {address}}
	}
	before := h.rows()
	sees(t, secretary.post(at, add("", "post", "")), 422, "Укажите, кому направляется документ", "Укажите почтовый адрес")
	sees(t, secretary.post(at, add("Новосёлов Никита  Никитич", "in_person", "")), 422, "уже направлен")
	sees(t, secretary.post(at, url.Values{"paper": {"999"}, "name": {"x"}}), 422, "Документ")
	sees(t, secretary.post("/complaints/"+plain.String()+"/letters", add("Администрация", "post", "ул. Главная, 9")), 404)
	sees(t, h.signIn("chair").post(at, add("Администрация", "post", "ул. Главная, 9")), 403)
	sees(t, h.signIn("secretary98").post(at, add("Администрация", "post", "ул. Главная, 9")), 404)
	h.unchanged(t, before)
	goes(t, secretary.post(at, add("Администрация Примерного округа", "email", "adm@primer.example")), at)
	goes(t, secretary.post(at, add("Кандидат Сидоров С. С.", "in_person", "")), at)
	sees(t, secretary.get(at), 200, "Администрация Примерного округа", "исполнителю", "до 16 сен")
	letters, err := h.db.LettersOf(t.Context(), h.complaint(ref).ID)
	must(t, err)
	if len(letters) != 4 || letters[2].DueOn != first.DueOn || letters[2].Addressee != notice.Executor {
		t.Fatalf("R-086: %+v", letters)
	}
	must(t, h.Letters.Deliver(t.Context(), letters[2].ID, false))
	for _, l := range letters[:2] {
		must(t, h.Letters.HandOver(t.Context(), h.secretary, l.ID, "под подпись"))
	}
	if c := h.complaint(ref); c.State != complaint.Signed {
		t.Errorf("R-086: an addressee waits, and the complaint is %s", c.State)
	}
	must(t, h.Letters.HandOver(t.Context(), h.secretary, letters[3].ID, "под подпись"))
	if c := h.complaint(ref); c.State != complaint.Delivered {
		t.Errorf("R-086: everybody has it, and the complaint is %s", c.State)
	}
	goes(t, secretary.post(at, add("Прокуратура", "post", "ул. Главная, 11")), at) // later than the rest
	sees(t, secretary.get("/deliver"), 200, "Прокуратура")
	sees(t, secretary.get("/complaints/"+ref.String()+"/history"), 200, "Добавлен адресат: исполнителю")
	h.whole(t)
}
