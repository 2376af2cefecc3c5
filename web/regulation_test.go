package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// regulationAddress is the page of the first commission's regulation.
func (h *harness) regulationAddress() string { return commissionSettings(h.own) + "/regulation" }

// newVersion is a form in which the regulation becomes another by a decision.
func newVersion(p regulation.Profile, decided, from calendar.Date) url.Values {
	form := url.Values{"base": {"1"}, "decision": {"12/40"}}
	set := func(name string, d calendar.Date) {
		b := boxesOf(d)
		form.Set(name+"_day", b.Day)
		form.Set(name+"_month", b.Month)
		form.Set(name+"_year", b.Year)
	}
	set("decision_on", decided)
	set("in_force", from)
	latest := regulationForm{Values: map[string]string{}}
	for _, v := range p.Values() {
		latest.Values[v.Field] = ""
	}
	for name, value := range regulationFormOf(commission.Version{Number: 1, Profile: p}).Values {
		latest.Values[name] = value
	}
	for name, value := range latest.Values {
		form.Set(name, value)
	}
	return form
}

func TestRegulationIsRefusedWithASentence(t *testing.T) {
	h := newHarness(t)
	admin, day := h.signIn("admin"), harnessDay.AddDays(2)
	for _, row := range []struct{ name, field, value, says string }{
		{"R-063: out of range", "notice_days", "40", "число от 0 до 30"},
		{"R-063: no number", "notice_days", "два", "целое число"},
		{"R-063: in a campaign", "notice_days_campaign", "да", "целое число"},
		{"R-061: no part", "formation", "3/2", "часть от целого"},
		{"R-064: no part either", "convene", "треть", "часть от целого"},
		{"R-004: out of order", "established_max", "4", "Наибольшее число меньше наименьшего"},
		{"R-085: a number without a number", "number_format", "{session}", "В номере должно быть {n}"},
		{"R-073: off the list", "unlawful_act", "all", "Выберите один вариант"},
		{"R-110: no such zone", "time_zone", "Луна/Море", "Такого часового пояса нет"},
		{"Reg. 9.1: no decision", "decision", "", "Заполните это поле"},
		{"Reg. 9.1: no day", "decision_on_month", "13", "месяц числом"},
		{"Reg. 9.1: not yet decided", "decision_on_year", "2027", "Решение ещё не принято"},
		{"Reg. 9.3: before the decision", "in_force_year", "2025", "не действует раньше, чем его приняли"},
	} {
		t.Run(row.name, func(t *testing.T) {
			form := newVersion(regulation.Komi(), day, day)
			form.Set(row.field, row.value)
			for _, address := range []string{h.regulationAddress(), h.regulationAddress() + "/adopt"} {
				w := admin.post(address, form)
				if w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), row.says) {
					t.Errorf("%s: status %d, want 422 with %q", address, w.Code, row.says)
				}
				if !strings.Contains(shown(w), "Республики Коми") {
					t.Error("what was typed is gone")
				}
			}
		})
	}
	same := newVersion(regulation.Izhmorsky(), day, day)
	if w := admin.post(h.regulationAddress(), same); w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), "Ни одно значение не изменено") {
		t.Errorf("L: nothing changes: status %d", w.Code)
	}
	if versions, err := h.db.Regulation(t.Context(), h.own); err != nil || len(versions) != 1 {
		t.Errorf("refused adoptions left %d versions, %v", len(versions), err)
	}
}

func TestRegulationIsAdopted(t *testing.T) {
	h := newHarness(t)
	admin, day := h.signIn("admin"), harnessDay.AddDays(2)
	ref := h.register("member")
	first := shown(admin.get(h.regulationAddress()))
	for _, want := range []string{"внесена вместе с комиссией", "Регламент комиссии, пункт 4.5", "Регламент комиссии, пункт 9.1", `value="2/3"`} {
		if !strings.Contains(first, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	form := newVersion(regulation.Komi(), day, day.AddDays(3))
	preview := shown(admin.post(h.regulationAddress(), form))
	for _, want := range []string{"За сколько дней извещают членов", "не установлено", "ПОСТАНОВЛЕНИЕ", "Сроки, которые уже идут, не изменятся", "1 незаконченная жалоба", "12/40"} {
		if !strings.Contains(preview, want) {
			t.Errorf("the preview does not say %q", want)
		}
	}
	if strings.Contains(preview, "Содоклад, минут") {
		t.Error("the preview shows what does not change")
	}
	kept := url.Values{}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(admin.post(h.regulationAddress(), form).Body.String(), -1) {
		kept.Set(m[1], m[2])
	}
	for name := range form {
		if kept.Get(name) != form.Get(name) {
			t.Errorf("the preview keeps %s as %q, want %q", name, kept.Get(name), form.Get(name))
		}
	}
	edit := url.Values{"edit": {"1"}}
	for name := range kept {
		edit.Set(name, kept.Get(name))
	}
	if w := admin.post(h.regulationAddress(), edit); w.Code != http.StatusOK || !strings.Contains(shown(w), `value="12/40"`) {
		t.Errorf("back to the form: status %d", w.Code)
	}
	before := h.deadlines(ref)
	goes(t, admin.post(h.regulationAddress()+"/adopt", kept), h.regulationAddress()+"?note=adopted")
	if w := shown(admin.get(h.regulationAddress() + "?note=adopted")); !strings.Contains(w, "Редакция внесена") || !strings.Contains(w, "ещё не действует") ||
		!strings.Contains(w, "Администратор А.") || !strings.Contains(w, "11 значений") {
		t.Error("the page after the adoption does not show the version")
	}
	if w := admin.post(h.regulationAddress()+"/adopt", kept); w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), "внесли другую редакцию") {
		t.Errorf("the same form a second time: status %d", w.Code)
	}
	if after := h.deadlines(ref); after != before {
		t.Errorf("L: terms that run have moved from %s to %s", before, after)
	}
	if m, err := h.db.Moment(t.Context(), h.own); err != nil || m.Composition.Commission.Profile.NoticeDays != 2 || m.Composition.ProfileOn(day.AddDays(3)).NoticeDays != 3 {
		t.Errorf("the version is not the one of its day: %v", err)
	}
	if w := shown(admin.get(commissionSettings(h.own))); !strings.Contains(w, regulation.Izhmorsky().Name) {
		t.Error("the commission does not lead to its regulation")
	}
}

// deadlines writes the days of a complaint in a line.
func (h *harness) deadlines(ref complaint.Ref) string {
	h.t.Helper()
	all, err := h.db.Deadlines(h.t.Context(), h.complaint(ref).ID)
	must(h.t, err)
	var days []string
	for _, r := range all {
		days = append(days, string(r.Clock)+" "+r.DueOn.String())
	}
	return strings.Join(days, ", ")
}

// TestBackdatedRegulationCountsAnew: a decision entered after the day it came into
// force counts what has begun since, and the preview says so.
func TestBackdatedRegulationCountsAnew(t *testing.T) {
	h := newHarness(t)
	admin, day := h.signIn("admin"), harnessDay.AddDays(2)
	ref := h.file(nil)
	before := h.deadlines(ref)
	p := regulation.Izhmorsky()
	p.CampaignRegisterDays = 2
	form := newVersion(p, day, day)
	if w := shown(admin.post(h.regulationAddress(), form)); !strings.Contains(w, "По 1 жалобе сроки начались") {
		t.Error("the preview does not say how many complaints are counted anew")
	}
	goes(t, admin.post(h.regulationAddress()+"/adopt", form), h.regulationAddress()+"?note=adopted")
	h.recompute(deadline.Recompute{Commission: h.own, Version: 2})
	want := string(deadline.CampaignRegistration) + " " + day.AddDays(2).String()
	if after := h.deadlines(ref); !strings.Contains(after, want) || strings.Contains(before, want) {
		t.Errorf("the complaint of today owes %s after %s, want %s", after, before, want)
	}
}

// regulate makes the first commission work by another regulation from a day on.
func (h *harness) regulate(base int, p regulation.Profile, from calendar.Date) {
	h.t.Helper()
	must(h.t, h.Setup.Adopt(h.t.Context(), identity.Actor{ID: h.people["admin"], Office: identity.Administrator}, h.own,
		commission.Adoption{Base: base, Profile: p, Decision: "12/40", DecisionOn: from, From: from}))
	h.recompute(deadline.Recompute{Commission: h.own, Version: base + 1})
}

// recompute does the job that a change owes, which the worker of the queue does
// otherwise.
func (h *harness) recompute(job deadline.Recompute) {
	h.t.Helper()
	_, err := job.Run(h.t.Context(), h.db)
	must(h.t, err)
	_, err = h.db.Pool().Exec(h.t.Context(), `UPDATE river_job SET state = 'completed', finalized_at = now() WHERE kind = $1 AND args = $2`, job.Kind(), job)
	must(h.t, err)
}

// TestTheWayByAnotherRegulation: a ruling is numbered, worded and dated as the
// regulation of a commission that differs says, and a version entered afterwards, in
// force since the sitting, moves what the sitting owes.
func TestTheWayByAnotherRegulation(t *testing.T) {
	h := filled(t)
	today := harnessDay.AddDays(2)
	komi := regulation.Komi()
	komi.MinutesWorkingDays, komi.DeliveryWorkingDays = 2, 4
	h.regulate(1, komi, today.AddDays(-1))
	chair, secretary := h.signIn("chair"), h.signIn("secretary")
	n, ref := h.scheduled(t, ways[1].form, complaint.Contested{Decision: true})
	at := "/sittings/" + strconv.Itoa(n)
	h.invites(t, secretary, n)
	h.comes(n)
	today = calendar.Day(2026, 9, 13)
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	h.adopts(t, n)
	sees(t, secretary.get(at+"/conduct"), 200, "прения 5")
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), at+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "votes"), h.votes(n, 0)), at+"/conduct#now")
	if w := secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"for"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("the presiding vote: %d", w.Code)
	}
	goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")
	r, err := h.db.RulingOf(t.Context(), h.complaint(ref).ID)
	must(t, err)
	text := strings.Join(r.Operative, " ")
	if want := strconv.Itoa(n) + "/1-1"; r.Number != want || !strings.Contains(text, "настоящее постановление") || !strings.Contains(text, "четырёх рабочих дней") {
		t.Errorf("R-085: the ruling is № %s: %s", r.Number, text)
	}
	if queue := shown(chair.get("/sign")); !strings.Contains(queue, "Решение № "+r.Number) || strings.Contains(queue, "Не сошлось") {
		t.Error("a check of an honest ruling fails")
	}
	due := func(working int) calendar.Date {
		day, _, err := calendar.Russia().AddWorkingDays(today, working, true)
		must(t, err)
		return day
	}
	owed := func() (minutes, delivery calendar.Date) {
		m, err := h.db.MinutesDue(t.Context(), r.Sitting)
		must(t, err)
		all, err := h.db.Deadlines(t.Context(), r.Complaint)
		must(t, err)
		for _, each := range all {
			if each.Clock == deadline.RulingDelivery {
				delivery = each.DueOn
			}
		}
		return m.DueOn, delivery
	}
	if minutes, delivery := owed(); minutes != due(2) || delivery != due(4) {
		t.Errorf("R-083, R-086: minutes are due on %s and delivery on %s, want %s and %s", minutes, delivery, due(2), due(4))
	}
	longer := komi
	longer.MinutesWorkingDays, longer.DeliveryWorkingDays = 6, 7
	h.regulate(2, longer, today)
	if minutes, delivery := owed(); minutes != due(6) || delivery != due(7) {
		t.Errorf("L: by the version in force that day minutes are due on %s and delivery on %s, want %s and %s", minutes, delivery, due(6), due(7))
	}
	h.at(harnessNow.AddDate(0, 0, 4))
	longer.MinutesWorkingDays, longer.DeliveryWorkingDays = 9, 9
	h.regulate(3, longer, today.AddDays(1))
	if minutes, delivery := owed(); minutes != due(6) || delivery != due(7) {
		t.Errorf("L: a version of the next day has moved minutes to %s and delivery to %s", minutes, delivery)
	}
}

func TestOnlyAnAdministratorEntersARegulation(t *testing.T) {
	h := newHarness(t)
	form := newVersion(regulation.Komi(), harnessDay, harnessDay.AddDays(3))
	for _, login := range []string{"chair", "secretary", "member"} {
		b := h.signIn(login)
		for _, w := range []int{b.get(h.regulationAddress()).Code, b.post(h.regulationAddress(), form).Code, b.post(h.regulationAddress()+"/adopt", form).Code} {
			if w != http.StatusForbidden {
				t.Errorf("%s: status %d, want 403", login, w)
			}
		}
	}
	admin := h.signIn("admin")
	for _, address := range []string{"/settings/commissions/999999/regulation", "/settings/commissions/x/regulation"} {
		if w := admin.get(address); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", address, w.Code)
		}
	}
}

// TestEveryValueOfARegulationHasWords and a place in the form.
func TestEveryValueOfARegulationHasWords(t *testing.T) {
	placed := map[string]bool{"regulation_name": true}
	for _, group := range regulationGroups {
		for _, name := range group.fields {
			placed[name] = true
		}
	}
	for _, lang := range []Lang{Russian, English} {
		ctx := speaking(lang)
		for _, v := range regulation.Izhmorsky().Values() {
			if !placed[v.Field] || !known(ctx, "regulation_field."+v.Field) {
				t.Errorf("%s has no words or no place in the form", v.Field)
			}
			if got := regulationValue(ctx, v.Field, v.Is); got == "" || strings.Contains(got, "regulation_choice") {
				t.Errorf("%s is written as %q", v.Field, got)
			}
		}
		for field := range regulationChoices {
			for _, o := range regulationOptions(ctx, field) {
				if strings.Contains(o.Label, "regulation_choice") {
					t.Errorf("no words for %s of %s", o.Value, field)
				}
			}
		}
	}
	// What the form shows of a profile it reads again as the same profile.
	for _, p := range []regulation.Profile{regulation.Izhmorsky(), regulation.Komi()} {
		a, err := regulationTyped(newVersion(p, harnessDay, harnessDay)).adoption(regulation.Profile{})
		if err != nil || len(regulation.Changes(p, a.Profile)) != 0 {
			t.Errorf("%s: read again it differs: %v, %v", p.Name, regulation.Changes(p, a.Profile), err)
		}
	}
}

// FuzzRegulationTyped: whatever is typed into the form of a regulation is refused in
// sentences, each with its field, or is a profile that is valid and is typed the same way.
func FuzzRegulationTyped(f *testing.F) {
	f.Add("7", "2/3", "3", "2", "seats", "Asia/Novokuznetsk", "14", "7")
	f.Add("-1", "1/0", "", "9223372036854775808", "\x00", "../../etc/passwd", "31", "0")
	f.Add("7.5", "a/b", "٣", " 7 ", strings.Repeat("я", 500), "", "", "x")
	f.Fuzz(func(t *testing.T, seats, part, campaign, days, basis, zone, day, base string) {
		form := url.Values{"base": {base}, "decision": {basis}, "decision_on_day": {day}, "decision_on_month": {days}, "decision_on_year": {"2026"},
			"in_force_day": {day}, "in_force_month": {"9"}, "in_force_year": {seats}}
		latest := regulation.Izhmorsky()
		for name, value := range regulationFormOf(commission.Version{Number: 1, Profile: latest}).Values {
			form.Set(name, value)
		}
		for name, value := range map[string]string{"established_max": seats, "formation": part, "notice_days_campaign": campaign, "delivery_days": days, "unlawful_act": basis, "time_zone": zone} {
			form.Set(name, value)
		}
		adoption, err := regulationTyped(form).adoption(latest)
		if err != nil {
			if found := problems(t.Context(), err); len(found) == 0 || len(found) > 100 || found[0].Field == "" {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		if adoption.Profile.Validate() != nil {
			return // the act refuses it
		}
		again := regulationFormOf(commission.Version{Number: 1, Profile: adoption.Profile})
		for _, v := range adoption.Profile.Values() {
			if typed := regulationTyped(form).Values[v.Field]; again.Values[v.Field] != typed && v.Field != "formation" && v.Field != "convene" && strings.TrimLeft(typed, "+-0") == typed {
				t.Errorf("%s typed as %q is written %q", v.Field, typed, again.Values[v.Field])
			}
		}
	})
}
