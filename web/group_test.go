package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// groupValues is a working group as the secretary types it: headed by one member, with
// another and a specialist.
func (h *harness) groupValues() url.Values {
	return url.Values{"group_name": {"Группа по спискам"}, "ground": {"14/31"}, "ground_on_day": {"8"}, "ground_on_month": {"9"}, "ground_on_year": {"2026"},
		"group_from_day": {"9"}, "group_from_month": {"9"}, "group_from_year": {"2026"}, "head": {fmtInt(int64(h.people["member"]))},
		"member_" + fmtInt(int64(h.people["member2"])): {"1"}, "involved": {"Почеркова Полина Павловна, специалист"}}
}

// TestWorkingGroup forms a group, gives it a complaint and lets a member of it edit the
// draft; then the group ends, and so does that.
func TestWorkingGroup(t *testing.T) {
	h := newHarness(t)
	ref := h.register("member")
	at := "/complaints/" + ref.String()
	secretary, writer, member := h.signIn("secretary"), h.signIn("member2"), h.signIn("deputy")
	if strings.Contains(shown(secretary.get(at)), "Передать группе") {
		t.Error("a group is offered while there is none")
	}
	sees(t, secretary.get("/groups"), 200, "Сейчас рабочих групп нет", "Рабочую группу по жалобе создаёт комиссия своим решением")
	wrong := h.groupValues()
	wrong.Del("ground")
	wrong.Set("involved", "Почеркова")
	w := secretary.post("/groups", wrong)
	sees(t, w, 422, "Впишите каждого так", `value="Группа по спискам"`, "Почеркова")
	soundly(t, h, w.Body.String())
	goes(t, secretary.post("/groups", h.groupValues()), "/groups")
	w = secretary.get("/groups")
	sees(t, w, 200, "Группа по спискам", "Решение комиссии от 8 сентября 2026 № 14/31", "Законова", "Докладов", "Почеркова Полина Павловна, специалист")
	soundly(t, h, w.Body.String())
	if w := member.get("/groups"); w.Code != http.StatusForbidden {
		t.Errorf("the deputy keeps groups: %d", w.Code)
	}

	m, err := h.db.Moment(t.Context(), h.own)
	must(t, err)
	id := fmtInt(int64(m.Composition.Groups[0].ID))
	form := ways[1].form
	if w := writer.post(at+"/draft", form); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a member of no group drafts: %d", w.Code)
	}
	goes(t, secretary.post(at+"/group", url.Values{"group": {id}}), at+"?saved=giving_to_group")
	sees(t, secretary.get(at+"?saved=giving_to_group"), 200, "Рабочая группа записана", "Готовит рабочая группа", "Группа по спискам")
	sees(t, secretary.get(at+"/history"), 200, "Передано рабочей группе «Группа по спискам»")
	sees(t, writer.get("/desk"), 200, ref.String())
	sees(t, writer.get("/complaints?mine=1"), 200, ref.String())
	if strings.Contains(shown(member.get("/desk")), ref.String()) {
		t.Error("R-092: the complaint stands on the desk of who does not belong to the group")
	}
	goes(t, writer.post(at+"/draft", form), at+"/draft")
	sees(t, secretary.post(at+"/group", url.Values{"group": {id}}), 422, "уже у этой группы")

	sees(t, secretary.post("/groups/end", url.Values{"ending": {id}}), 422, "Группа по спискам")
	goes(t, secretary.post("/groups/end", url.Values{"ending": {id}, "group_last_day": {"9"}, "group_last_month": {"9"}, "group_last_year": {"2026"}}), "/groups")
	sees(t, secretary.get("/groups"), 200, "Группы, которые закончили работу", "Группа по спискам")
	if w := writer.post(at+"/draft", afterFirst(form)); w.Code != http.StatusUnprocessableEntity || !strings.Contains(shown(w), "докладчик") {
		t.Errorf("R-092: a member of a group that has ended drafts: %d %s", w.Code, headingIn(w))
	}
	sees(t, secretary.get(at), 200, "Работа группы закончена")
	goes(t, secretary.post(at+"/group", url.Values{"group": {"0"}}), at+"?saved=giving_to_group")
	sees(t, secretary.get(at+"/history"), 200, "Жалоба больше не у рабочей группы")
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket differs: %v, %v", v.Faults, err)
	}
}

// TestGroupByTheChairsOrder: where the regulation says so, only the chair forms a group.
func TestGroupByTheChairsOrder(t *testing.T) {
	h := newHarness(t)
	profile := regulation.Izhmorsky()
	profile.WorkingGroup = regulation.ByChair
	must(t, h.Setup.Adopt(t.Context(), identity.Actor{ID: h.people["admin"], Office: identity.Administrator}, h.own,
		commission.Adoption{Base: 1, Profile: profile, Decision: "7", DecisionOn: harnessDay, From: harnessDay}))
	secretary, chair := h.signIn("secretary"), h.signIn("chair")
	w := secretary.get("/groups")
	sees(t, w, 200, "создаёт председатель распоряжением")
	if strings.Contains(shown(w), "Создать группу") {
		t.Error("R-092: the secretary is offered to form a group")
	}
	sees(t, secretary.post("/groups", h.groupValues()), 422, "создаёт председатель своим распоряжением")
	goes(t, chair.post("/groups", h.groupValues()), "/groups")
	sees(t, chair.get("/groups"), 200, "Распоряжение председателя от 8 сентября 2026 № 14/31")
}

// TestGroupNamedInTheComplaint: nobody prepares a complaint that names them, unless it
// is a namesake.
func TestGroupNamedInTheComplaint(t *testing.T) {
	h := newHarness(t)
	ref := h.file(func(a *complaint.Answers) {
		a.Text = "Копию протокола отказался выдать Докладов, и ушёл с участка."
	})
	in := complaint.Intake{Contested: complaint.Contested{Action: true}, Respondent: h.precincts[0], Title: "Отказ в копии", Rapporteur: h.people["member"]}
	for _, name := range complaint.CheckNames {
		in.Checks = append(in.Checks, complaint.Check{Name: name, Answer: complaint.CheckYes})
	}
	must(t, h.Desk.Register(t.Context(), h.secretary, ref, in))
	chair, at := h.signIn("chair"), "/complaints/"+ref.String()
	goes(t, chair.post("/groups", h.groupValues()), "/groups")
	m, err := h.db.Moment(t.Context(), h.own)
	must(t, err)
	id := fmtInt(int64(m.Composition.Groups[0].ID))
	w := chair.post(at+"/group", url.Values{"group": {id}})
	sees(t, w, 422, "в жалобе назван член этой группы: Докладов Д. К.", "однофамилец", `value="`+id+`" selected`)
	soundly(t, h, w.Body.String())
	goes(t, chair.post(at+"/group", url.Values{"group": {id}, "namesakes": {"1"}}), at+"?saved=giving_to_group")
	if got := h.complaint(ref).Group; got != m.Composition.Groups[0].ID {
		t.Errorf("given to %d", got)
	}
	for _, member := range m.Composition.On(m.Day) {
		if !strings.HasPrefix(member.Name.Short(), "Докладов") {
			continue
		}
		named := fmtInt(int64(member.Person))
		w = chair.post(at+"/assign", url.Values{"rapporteur": {named}})
		sees(t, w, 422, "В жалобе названа фамилия члена комиссии Докладов Д. К.", "отметьте, что это однофамилец", `value="`+named+`" selected`)
		soundly(t, h, w.Body.String())
		goes(t, chair.post(at+"/assign", url.Values{"rapporteur": {named}, "namesake": {"1"}}), at+"?saved=assignment")
		if got := h.complaint(ref).Rapporteur; got != member.Person {
			t.Errorf("R-022: assigned to %d", got)
		}
		return
	}
	t.Error("nobody of that name sits here")
}
