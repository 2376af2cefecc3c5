package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/regulation"
)

// addresses gives people of the harness e-mail addresses.
func (h *harness) addresses(logins ...string) {
	h.t.Helper()
	for _, login := range logins {
		_, err := h.db.Pool().Exec(h.t.Context(), `UPDATE people SET email = $1 WHERE id = $2`, login+"@primer.example", int64(h.people[login]))
		must(h.t, err)
	}
}

// rung returns the calls whose e-mails are owed.
func (h *harness) rung() (calls []notice.Call) {
	h.t.Helper()
	rows, err := h.db.Pool().Query(h.t.Context(), `SELECT (args ->> 'call')::bigint FROM river_job WHERE kind = $1 ORDER BY id`, notice.Ring{}.Kind())
	must(h.t, err)
	var ids []int64
	for rows.Next() {
		var id int64
		must(h.t, rows.Scan(&id))
		ids = append(ids, id)
	}
	must(h.t, rows.Err())
	for _, id := range ids {
		call, _, err := h.db.Call(h.t.Context(), notice.CallID(id))
		must(h.t, err)
		calls = append(calls, call)
	}
	return calls
}

// TestAlarmFromMinuteZero: what is filed on a voting day calls chair and
// secretary at once, by e-mail without a name and on their desks with its age.
func TestAlarmFromMinuteZero(t *testing.T) {
	h := newHarness(t)
	h.addresses("chair", "secretary", "member")
	h.file(nil)
	if calls := h.rung(); len(calls) != 0 {
		t.Fatalf("R-050: a term of five days calls %v", calls)
	}
	secretary, chair, member := h.signIn("secretary"), h.signIn("chair"), h.signIn("member")
	if strings.Contains(shown(chair.get("/desk")), "Немедленно:") {
		t.Error("a calm desk has an alarm")
	}
	voting := time.Date(2026, 9, 19, 2, 0, 0, 0, time.UTC)
	h.at(voting)
	first := h.file(nil)
	h.at(voting.Add(90 * time.Minute))
	second := h.file(nil)
	calls := h.rung()
	if len(calls) != 4 || calls[0].Ref != first || calls[2].Ref != second {
		t.Fatalf("R-114: calls are %+v, want chair and secretary for each", calls)
	}
	for _, call := range calls[:2] {
		m := notice.Message{Call: &call, From: commission.Commission{Name: "ТИК", Profile: regulation.Izhmorsky()}}
		if m.Subject() != first.String()+": срок — немедленно" || strings.Contains(m.Text(), "Новосёлов") || !strings.Contains(m.Text(), "19.09.2026 в 09:00") {
			t.Errorf("the call says %q\n%s", m.Subject(), m.Text())
		}
		if !slices.Contains([]identity.ID{h.people["chair"], h.people["secretary"]}, call.Person) || !strings.HasSuffix(call.Address, "@primer.example") {
			t.Errorf("called is %d at %s", call.Person, call.Address)
		}
	}
	h.at(voting.Add(102 * time.Minute))
	for _, b := range []*browser{chair, secretary} {
		w := b.get("/desk")
		page := shown(w)
		sees(t, w, 200, "Немедленно: 2 жалобы", "поступила 12 минут назад", "поступила 1 ч 42 мин назад", "Обновлять каждые 30 с")
		if a, z := strings.Index(page, first.String()), strings.Index(page, second.String()); a < 0 || z < a || a > strings.Index(page, `class="tiles`) {
			t.Error("R-052: the longest waiting is not first, or not above everything else")
		}
		if w.Header().Get("Refresh") != "" {
			t.Error("the page loads itself anew unasked")
		}
		sound(t, h.Server, w.Body.String())
		w = b.get("/desk?refresh=1")
		sees(t, w, 200, "Страница обновляется каждые 30 с", "Остановить")
		if w.Header().Get("Refresh") != "30" {
			t.Errorf("Refresh = %q", w.Header().Get("Refresh"))
		}
		sound(t, h.Server, b.get("/desk?lang=en").Body.String())
		b.get("/desk?lang=ru")
	}
	if strings.Contains(shown(member.get("/desk")), "Немедленно:") {
		t.Error("a member has the board of the chair")
	}
}

// TestNobodyIsCalledWithoutAnAddress: the filing goes through, the desk has the alarm.
func TestNobodyIsCalledWithoutAnAddress(t *testing.T) {
	h := newHarness(t)
	h.at(time.Date(2026, 9, 21, 2, 0, 0, 0, time.UTC)) // the day after voting
	h.file(nil)
	if calls := h.rung(); len(calls) != 0 {
		t.Errorf("calls go nowhere: %v", calls)
	}
	sees(t, h.signIn("chair").get("/desk"), 200, "Немедленно: 1 жалоба", "поступила 0 минут назад")
}

// TestDeadlinesForPrograms: every clock with its trigger, rule, days and state, and the
// working in the language asked for.
func TestDeadlinesForPrograms(t *testing.T) {
	h := newHarness(t)
	ref := h.register("member")
	h.adopt(ref)
	b := h.signIn("member")
	for lang, title := range map[string]string{"ru": "Почему", "en": "Delivery"} {
		w := b.get("/complaints/" + ref.String() + "/deadlines.json?lang=" + lang)
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
			t.Fatalf("status %d, %s", w.Code, w.Header().Get("Content-Type"))
		}
		var got struct {
			Schema, Complaint, Zone, Lang string
			Deadlines                     []struct {
				Clock, Clause, Counting, State, Kind string
				Trigger                              struct{ Event, On, At string }
				Due                                  string                                 `json:"due_on"`
				Met                                  string                                 `json:"met_on"`
				Skipped                              []struct{ On string }                  `json:"skipped"`
				Text                                 struct{ Title, Result, Source string } `json:"text"`
			}
		}
		must(t, json.Unmarshal(w.Body.Bytes(), &got))
		if got.Schema != deadlinesSchema || got.Complaint != ref.String() || got.Zone != "Asia/Novokuznetsk" || got.Lang != lang || len(got.Deadlines) != 3 {
			t.Fatalf("answered was %+v", got)
		}
		of := map[string]int{}
		for i, d := range got.Deadlines {
			of[d.Clock] = i
			if d.Text.Title == "" || d.Text.Source == "" || d.Clause == "" || d.Trigger.Event == "" || d.Trigger.On == "" {
				t.Errorf("%s lacks something: %+v", d.Clock, d)
			}
		}
		reply, delivery := got.Deadlines[of["campaign_reply"]], got.Deadlines[of["ruling_delivery"]]
		if reply.State != "met" || reply.Met != "2026-09-12" || reply.Due != "2026-09-15" || reply.Counting != "calendar_days" || reply.Trigger.Event != "complaint_received" {
			t.Errorf("R-050: the answer is %+v", reply)
		}
		// Adopted on a Saturday: Sunday is skipped, the third working day is Wednesday.
		if delivery.State != "running" || delivery.Due != "2026-09-16" || delivery.Counting != "working_days" || len(delivery.Skipped) != 1 || delivery.Skipped[0].On != "2026-09-13" {
			t.Errorf("R-086: the delivery in %s (%s) is %+v", lang, title, delivery)
		}
	}
	b.get("/complaints?lang=ru")
	sees(t, b.get("/complaints/"+ref.String()+"/deadlines"), 200, "Сделано в срок", "идёт", "13 сентября (выходной)", "Почему такая дата?")
	if w := h.signIn("secretary98").get("/complaints/" + ref.String() + "/deadlines.json"); w.Code != http.StatusNotFound {
		t.Errorf("a neighbour reads the deadlines: status %d", w.Code)
	}
	if w := h.visitor().get("/complaints/" + ref.String() + "/deadlines.json"); w.Code != http.StatusSeeOther {
		t.Errorf("a passer-by reads the deadlines: status %d", w.Code)
	}
}

// TestAMovedTermIsTold: to the complainant with old and new day and the reason, to the
// officers on their desks until they have put it away.
func TestAMovedTermIsTold(t *testing.T) {
	h := newHarness(t)
	h.addresses("chair")
	h.at(time.Date(2026, 9, 15, 5, 0, 0, 0, time.UTC))
	ref := h.register("member")
	follower := h.follower(ref)
	sees(t, follower.get("/track/complaint"), 200, "17 сентября 2026", "Почему такая дата?", "не позднее дня перед голосованием", "статья 20")
	campaign, err := h.db.Campaign(t.Context(), h.campaign)
	must(t, err)
	campaign.VotingDays = []calendar.Date{calendar.Day(2026, 9, 20)}
	must(t, h.Setup.Change(t.Context(), identity.Actor{ID: h.people["admin"], Office: identity.Administrator}, campaign))
	h.recompute(deadline.Recompute{Campaign: h.campaign})
	w := follower.get("/track/complaint")
	sees(t, w, 200, "Срок решения изменён: было 17 сентября 2026, стало 19 сентября 2026. Причина: изменены дни кампании")
	sound(t, h.Server, w.Body.String())
	chair := h.signIn("chair")
	w = chair.get("/desk")
	sees(t, w, 200, "Сроки изменены", "Новый срок у 1 жалобы", "изменены дни кампании «Выборы депутатов Примерного округа»")
	sound(t, h.Server, w.Body.String())
	sees(t, h.signIn("secretary").get("/desk"), 200, "Сроки изменены")
	if calls := h.rung(); len(calls) != 1 || calls[0].Person != h.people["chair"] || calls[0].Complaints != 1 {
		t.Errorf("rung was %+v, want the chair once", calls)
	}
	address := regexp.MustCompile(`/desk/calls/\d+`).FindString(w.Body.String())
	goes(t, h.signIn("member").post(address, nil), "/desk")
	if !strings.Contains(shown(chair.get("/desk")), "Сроки изменены") {
		t.Error("a member has put the chair's call away")
	}
	goes(t, chair.post(address, nil), "/desk")
	if strings.Contains(shown(chair.get("/desk")), "Сроки изменены") {
		t.Error("what was put away is still there")
	}
	sees(t, chair.get("/complaints/"+ref.String()+"/history"), 200, "17 сентября 2026 → 19 сентября 2026")
}

// TestPreviewsOfACalendarAndARegulation list which dates would move, old and new.
func TestPreviewsOfACalendarAndARegulation(t *testing.T) {
	h := newHarness(t)
	ref := h.register("member")
	h.adopt(ref)
	admin := h.signIn("admin")
	year, _ := calendar.Russia().Year(2026)
	var off []string
	for d, name := range year.Holidays {
		off = append(off, d.String()+" "+name)
	}
	for d, from := range year.Moved {
		off = append(off, d.String()+" "+from.String())
	}
	form := url.Values{"year": {"2026"}, "decree": {"Указ"}, "days_off": {strings.Join(append(off, "2026-09-14 Праздник округа"), "\n")}}
	for _, d := range year.WorkingWeekends {
		form.Add("working_weekends", d.String())
	}
	w := admin.post("/settings/calendar", form)
	sees(t, w, 200, "Что получится: 2026 год", "Сроки изменятся у 1 открытой жалобы", ref.String(), "16 сентября 2026", "17 сентября 2026")
	sound(t, h.Server, w.Body.String())
	p := regulation.Izhmorsky()
	p.DeliveryWorkingDays = 5
	day := calendar.Day(2026, 9, 12)
	w = admin.post(h.regulationAddress(), newVersion(p, day, day))
	sees(t, w, 200, "Сроки изменятся у 1 открытой жалобы", ref.String(), "16 сентября 2026", "18 сентября 2026")
	sound(t, h.Server, w.Body.String())
	w = admin.post(h.regulationAddress(), newVersion(p, day, day.AddDays(30)))
	if strings.Contains(shown(w), "Сроки изменятся у") {
		t.Error("L: a version of later moves what runs")
	}
	if got := h.deadlines(ref); !strings.Contains(got, "ruling_delivery 2026-09-16") {
		t.Errorf("previews moved %s", got)
	}
}

// TestAYearWithoutACalendarFailsLoudly: the act says why, and changes nothing.
func TestAYearWithoutACalendarFailsLoudly(t *testing.T) {
	h := newHarness(t)
	h.at(time.Date(2026, 12, 28, 5, 0, 0, 0, time.UTC))
	year := strconv.Itoa(calendar.Russia().Years()[len(calendar.Russia().Years())-1] + 1)
	for _, address := range []string{"/desk", "/settings", "/settings/calendar"} {
		sees(t, h.signIn("admin").get(address), 200, "Нет календаря на "+year+" год")
	}
	next, err := strconv.Atoi(year)
	must(t, err)
	a := h.explain(speaking(Russian), fmt.Errorf("computing ruling_delivery: %w", &calendar.MissingYearError{Year: next}))
	if a.status != http.StatusUnprocessableEntity || !a.fault || len(a.problems) != 1 || !strings.Contains(a.problems[0].Text, "нет производственного календаря на "+year+" год") {
		t.Errorf("R-112: an act that needs %s is answered with %+v", year, a)
	}
}
