package web

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/notice"
	"redress/internal/sitting"
)

// TestPartiesAreInvitedOneByOne: each party has a record of its own, what is in the post
// counts once its fate is known, and until then nothing is heard or put to the vote.
func TestPartiesAreInvitedOneByOne(t *testing.T) {
	h := filled(t)
	n, ref := h.scheduled(t, ways[0].form, ways[0].contested)
	secretary, member := h.signIn("secretary"), h.signIn("member")
	page := h.itemAt(n, "invitations")
	sees(t, secretary.get(page), 200, "Не приглашены: заявитель, ", "Никого ещё не пригласили.", "Записать приглашение")
	if w := member.get(page); w.Code != 200 || strings.Contains(shown(w), "Записать приглашение") {
		t.Errorf("R-066: a member is shown the form: %d", w.Code)
	}

	before := h.rows()
	for _, row := range []struct {
		name string
		form url.Values
		says string
	}{
		{"no day", url.Values{"whom": {"complainant"}, "way": {"phone"}, "reach": {"delivered"}, "sent_time": {"10:00"}}, "дат"},
		{"no e-mail", url.Values{"whom": {"candidate"}, "name": {"Иванов"}, "way": {"email"}}, "Укажите адрес электронной почты"},
		{"no name", url.Values{"whom": {"candidate"}, "way": {"email"}, "email": {"i@example.ru"}}, "кого именно пригласили"},
		{"the page of others", url.Values{"whom": {"respondent"}, "way": {"tracking"}}, "видит только заявитель"},
	} {
		sees(t, secretary.post(h.itemAt(n, "invite"), row.form), 422, row.says)
	}
	h.unchanged(t, before)

	goes(t, secretary.post(h.itemAt(n, "invite"), url.Values{"whom": {"complainant"}, "way": {"tracking"}}), page)
	posted := h.rang(sitting.Respondent)
	posted.Set("way", "post")
	posted.Set("reach", "sent")
	goes(t, secretary.post(h.itemAt(n, "invite"), posted), page)
	sees(t, secretary.get(page), 200, "На странице жалобы", "в пути, о вручении ещё не известно", "Не приглашены: ")

	goes(t, secretary.post("/sittings/"+strconv.Itoa(n)+"/attendance", h.everybody(n, 9)), "/sittings/"+strconv.Itoa(n)+"/attendance")
	h.comes(n)
	goes(t, secretary.post("/sittings/"+strconv.Itoa(n)+"/open", nil), "/sittings/"+strconv.Itoa(n)+"/conduct#now")
	h.adopts(t, n)
	id := fmtInt(int64(h.item(n).ID))
	sees(t, secretary.post(h.itemAt(n, "report"), url.Values{"heard_" + id: {"Доложила."}}), 422, "не отмечено приглашение сторон")
	sees(t, secretary.post(h.itemAt(n, "vote"), nil), 422, "не отмечено приглашение сторон")

	letter := h.item(n).Invitations[1]
	settle := page + "/" + fmtInt(letter.ID)
	field := func(name string) string { return settling(name, letter) }
	sees(t, secretary.post(settle, url.Values{field("reach"): {"failed"}, field("on_day"): {"11"}}), 422, "дат")
	on := url.Values{field("reach"): {"failed"}, field("on") + "_day": {"11"}, field("on") + "_month": {"9"}, field("on") + "_year": {"2026"}}
	sees(t, secretary.post(settle, on), 422, "почему приглашение не доставлено")
	on.Set(field("note"), "адресат выбыл")
	if w := member.post(settle, on); w.Code != 403 {
		t.Errorf("R-066: a member records a delivery: %d", w.Code)
	}
	goes(t, secretary.post(settle, on), page)
	sees(t, secretary.post(settle, on), 422, "это будет новая запись")
	sees(t, secretary.get(page), 200, "не доставлено", "адресат выбыл")
	goes(t, secretary.post(h.itemAt(n, "report"), url.Values{"heard_" + id: {"Доложила."}}), "/sittings/"+strconv.Itoa(n)+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), "/sittings/"+strconv.Itoa(n)+"/conduct#now")
	sees(t, secretary.get("/complaints/"+ref.String()+"/sitting"), 200, "на странице жалобы")
}

// TestAnInvitationByEmail goes out with the number of the complaint and nobody's name; a
// complaint that was taken off the agenda invites nobody.
func TestAnInvitationByEmail(t *testing.T) {
	h := newHarness(t)
	n, ref := h.scheduled(t, ways[0].form, ways[0].contested)
	secretary := h.signIn("secretary")
	goes(t, secretary.post(h.itemAt(n, "invite"), url.Values{"whom": {"representative"}, "name": {"Иванов Пётр"}, "way": {"email"}, "email": {"ivanov@example.ru"}}), h.itemAt(n, "invitations"))
	in := h.item(n).Invitations[0]
	if in.State != sitting.Owed {
		t.Fatalf("R-066: %+v", in)
	}
	found, from, err := h.db.Invitation(t.Context(), in.ID)
	must(t, err)
	message := notice.Message{From: from, Invited: &found}
	for _, private := range []string{"Иванов", "ivanov", h.complaint(ref).Complainant.Name.Surname} {
		if private != "" && strings.Contains(message.Subject()+message.Text(), private) {
			t.Errorf("R-066: the e-mail says %q", private)
		}
	}
	if !strings.HasPrefix(message.Subject(), ref.String()) || !strings.Contains(message.Text(), "13.09.2026 в 11:00") || !strings.Contains(message.Text(), "рассмотрят без вас") {
		t.Errorf("R-066: %q: %q", message.Subject(), message.Text())
	}
	goes(t, secretary.post(h.itemAt(n, "remove"), nil), "/sittings/"+strconv.Itoa(n))
	if _, _, err := h.db.Invitation(t.Context(), in.ID); err == nil {
		t.Error("R-066: a complaint taken off the agenda still invites")
	}
	goes(t, secretary.post("/sittings/"+strconv.Itoa(n)+"/items", url.Values{"complaint": {ref.String()}}), "/sittings/"+strconv.Itoa(n))
	if got := h.item(n).Invitations; len(got) != 1 || got[0].Whom != sitting.Representative {
		t.Errorf("R-066: put on the agenda again it has the invitations %+v", got)
	}
}

// TestAgendaIsArranged: up and down by buttons, anywhere by a number, with the time each
// item takes; what is refused stays as it was typed.
func TestAgendaIsArranged(t *testing.T) {
	h := newHarness(t)
	n, ref := h.scheduled(t, ways[0].form, ways[0].contested)
	chair, secretary, at := h.signIn("chair"), h.signIn("secretary"), "/sittings/"+strconv.Itoa(n)
	for _, title := range []string{"О графике", "О смете"} {
		goes(t, secretary.post(at+"/questions", url.Values{"title": {title}, "text": {"Утвердить."}, "question": {"other"}}), at)
	}
	order := func() string {
		s, err := h.db.Sitting(t.Context(), h.own, n)
		must(t, err)
		var said []string
		for i, item := range s.Items {
			if item.Ordinal != i+1 {
				t.Errorf("R-064: the item at %d has the number %d", i+1, item.Ordinal)
			}
			said = append(said, fmtInt(int64(item.ID)))
		}
		return strings.Join(said, " ")
	}
	first := strings.Fields(order())[0]
	item := at + "/items/" + first + "/"
	sees(t, secretary.get(at), 200, "Выше", "Ниже", "Примерно 21 минута", "Примерно 10 минут", "На все вопросы нужно примерно 41 мин.")
	goes(t, secretary.post(item+"move", url.Values{"to": {"2"}}), at+"#item-"+first)
	if got := order(); got != "2 1 3" {
		t.Errorf("R-064: after down: %s", got)
	}
	goes(t, chair.post(item+"move", url.Values{"place_" + first: {"3"}}), at+"#item-"+first)
	if got := order(); got != "2 3 1" {
		t.Errorf("R-064: after the number: %s", got)
	}
	sees(t, secretary.post(item+"move", url.Values{"place_" + first: {"9"}}), 422, "на место от 1 до 3", `value="9"`)
	sees(t, secretary.post(item+"plan", url.Values{"minutes_" + first: {"час"}}), 422, "числом от 0 до 480", `value="час"`)
	goes(t, secretary.post(item+"plan", url.Values{"minutes_" + first: {"45"}}), at+"#item-"+first)
	sees(t, secretary.get(at), 200, "Примерно 45 минут", "примерно 1 ч 5 мин")
	if w := h.signIn("member").post(item+"move", url.Values{"to": {"1"}}); w.Code != 403 {
		t.Errorf("R-064: a member arranged the agenda: %d", w.Code)
	}
	goes(t, secretary.post(at+"/items/2/remove", nil), at)
	if got := order(); got != "3 1" || ref.Number == 0 {
		t.Errorf("R-064: after one was taken off: %s", got)
	}
}

// TestWhatKeepsAComplaintFromTheAgenda: each reason in words; an answer that may still
// come is one that people may go past.
func TestWhatKeepsAComplaintFromTheAgenda(t *testing.T) {
	h := newHarness(t)
	elsewhere, on := h.scheduled(t, ways[0].form, ways[0].contested)
	registered := func() complaint.Ref { return h.registered(ways[0].contested) }
	writer := h.signIn("member")
	drafted := registered()
	draft := "/complaints/" + drafted.String() + "/draft"
	goes(t, writer.post(draft, ways[0].form), draft)
	untold, asked, blank := registered(), registered(), registered()
	for _, ref := range []complaint.Ref{untold, asked} {
		at := "/complaints/" + ref.String() + "/draft"
		goes(t, writer.post(at, ways[0].form), at)
		goes(t, writer.post(at+"/complete", nil), at)
	}
	exec := func(query string, values ...any) {
		_, err := h.db.Pool().Exec(t.Context(), query, values...)
		must(t, err)
	}
	exec(`UPDATE complaints SET findings = jsonb_set(findings, '{accused_named}', 'true') WHERE id = $1`, int64(h.complaint(untold).ID))
	exec(`INSERT INTO deadlines (commission_id, complaint_id, clock, inquiry, kind, due_on, clause, value) VALUES ($1, $2, 'campaign_information_request', 1, 'by_date', $3, 'R-090', '{}')`,
		int64(h.own), int64(h.complaint(asked).ID), calendar.Day(2026, 9, 20).String())
	secretary := h.signIn("secretary")
	n := h.convened(h.signIn("chair"))
	page := shown(secretary.get("/sittings/" + strconv.Itoa(n)))
	contains(t, page, fmt.Sprintf("Стоит в повестке заседания № %d", elsewhere), "Проект ещё пишет", "версия 1", "Проекта решения нет", "Не истёк срок ответа на запрос: до 20 сентября",
		"Внести, не дожидаясь ответа")
	for _, ref := range []complaint.Ref{on, drafted, untold, asked, blank} {
		contains(t, page, ref.String())
	}
	if c := h.complaint(untold); c.TellsAccused() {
		contains(t, page, "Нет извещения")
		sees(t, secretary.post("/sittings/"+strconv.Itoa(n)+"/items", url.Values{"complaint": {untold.String()}}), 422, "Сначала известите")
	} else {
		t.Error("R-055: nobody is to be told in this campaign: the test sees nothing")
	}
	goes(t, secretary.post("/sittings/"+strconv.Itoa(n)+"/items", url.Values{"complaint": {asked.String()}}), "/sittings/"+strconv.Itoa(n))
}

// TestTrackedInvitation: the complainant reads the invitation on the page of the complaint.
func TestTrackedInvitation(t *testing.T) {
	f := followed{complaint: complaint.Complaint{ID: 7}, sitting: &sitting.Sitting{Items: []sitting.Item{
		{Complaint: 8, Invitations: []sitting.Invitation{{Whom: sitting.Complainant}}}, {Complaint: 7, Invitations: []sitting.Invitation{{Whom: sitting.Respondent, At: time.Now()}}}}}}
	if f.invited() {
		t.Error("R-066: somebody else's invitation is shown")
	}
	f.sitting.Items[1].Invitations = append(f.sitting.Items[1].Invitations, sitting.Invitation{Whom: sitting.Complainant})
	if !f.invited() {
		t.Error("R-066: the invitation is not shown")
	}
}
