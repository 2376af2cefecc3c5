package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
)

// terminated is a complaint that a court has ended at an instant: the way to the end
// that needs no sitting.
func (h *harness) terminated(at time.Time) complaint.Ref {
	h.t.Helper()
	ref := h.register("member")
	on := calendar.On(at, office.Profile.Zone())
	h.at(at)
	h.posts(ref, complaint.Letter{Kind: complaint.SuspensionTold, Suit: complaint.Suit{Court: "Примерный районный суд", Number: "2а-7/2026", AcceptedOn: on}, Same: true})
	h.posts(ref, complaint.Letter{Kind: complaint.TerminationTold, Judgment: complaint.Judgment{InForceOn: on}})
	return ref
}

func TestArchiveOfComplaints(t *testing.T) {
	h := newHarness(t)
	empty := h.signIn("secretary")
	sees(t, empty.get("/archive"), http.StatusOK, "За это время хранить нечего")
	ref := h.terminated(harnessNow)
	address := "/complaints/" + ref.String()
	chair, secretary := h.signIn("chair"), h.signIn("secretary")
	sees(t, secretary.get("/archive"), http.StatusOK, ref.String(), "не раньше чем через 1 год после назначения следующих выборов", "Следующие выборы ещё не назначены")
	sees(t, secretary.get("/archive?year=2026"), http.StatusOK, ref.String())
	for _, query := range []string{"?year=2025", "?record=ruling", "?record=minutes"} {
		if strings.Contains(shown(secretary.get("/archive"+query)), ref.String()) {
			t.Errorf("%s shows the complaint", query)
		}
	}
	sees(t, secretary.get("/archive?year=x&record=y&after=z&id=w"), http.StatusOK, ref.String())
	if page := shown(secretary.get(address + "/keep")); strings.Contains(page, "Удержать до конца дела") {
		t.Error("R-104: the secretary is offered to hold papers")
	}

	w := chair.post(address+"/hold", url.Values{"hold_reason": {" "}})
	sees(t, w, http.StatusUnprocessableEntity, "Напишите, из-за какого дела")
	if w := secretary.post(address+"/hold", url.Values{"hold_reason": {"дело"}}); w.Code != http.StatusForbidden {
		t.Errorf("the secretary holds papers: status %d", w.Code)
	}
	goes(t, chair.post(address+"/hold", url.Values{"hold_reason": {"Уголовное дело № 1"}}), address+"/keep")
	sees(t, chair.get(address+"/keep"), http.StatusOK, "Пока не кончится дело", "Уголовное дело № 1", "Снять удержание")
	sees(t, secretary.get("/archive"), http.StatusOK, "пока не кончится дело", "Уголовное дело № 1")
	sees(t, secretary.get(address+"/history"), http.StatusOK, "Бумаги удержаны до конца дела: Уголовное дело № 1")
	sees(t, chair.post(address+"/hold", url.Values{"hold_reason": {"ещё"}}), http.StatusUnprocessableEntity, "уже удержаны")
	goes(t, chair.post(address+"/release", url.Values{"release_reason": {"Приговор вступил в силу"}}), address+"/keep")
	sees(t, chair.get(address+"/keep"), http.StatusOK, "Приговор вступил в силу", "Удержать до конца дела")

	_, err := h.db.AddCampaign(t.Context(), commission.Campaign{Code: "2027", Title: "Выборы 2027 года", Organiser: h.own,
		StartsOn: calendar.Day(2027, 6, 18), EndsOn: calendar.Day(2027, 11, 20), VotingDays: []calendar.Date{calendar.Day(2027, 9, 19)}})
	must(t, err)
	sees(t, secretary.get("/archive"), http.StatusOK, "до 18 июня 2028", "Следующие выборы назначены 18 июня 2027")
	if h.signIn("member").get("/archive").Code != http.StatusForbidden || h.signIn("secretary98").get(address+"/keep").Code != http.StatusNotFound {
		t.Error("somebody else sees what the commission keeps")
	}
	if v, err := h.db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket differs: %v, %v", v.Faults, err)
	}
}

// TestArchiveIsReadPageByPage walks the list of more complaints than a page has: each
// stands in it once, in the order of the days until which they are kept.
func TestArchiveIsReadPageByPage(t *testing.T) {
	h := newHarness(t)
	h.terminated(harnessNow)
	// The rest are copies of that row, closed a day apart.
	const more = 120
	_, err := h.db.Pool().Exec(t.Context(), `INSERT INTO complaints (commission_id, year, number, state, version, code_hash, salt, filed_at, channel, assurance,
			contested_decision, contested_action, contested_inaction, respondent_id, answers, complainant, substance, registered_at, register_year, register_number, regime,
			campaign_id, title, rapporteur_id, stays, closed_at)
		SELECT commission_id, year, number + n, state, version, sha256(n::text::bytea), salt, filed_at, channel, assurance, contested_decision, contested_action, contested_inaction,
			respondent_id, answers, complainant, substance, registered_at, register_year, register_number + n, regime, campaign_id, title, rapporteur_id, stays,
			closed_at + (n || ' days')::interval FROM complaints, generate_series(1, $1) n`, more)
	must(t, err)
	var seen []string
	place, from, until := complaint.Place{}, harnessNow.AddDate(-1, 0, 0), harnessNow.AddDate(5, 0, 0)
	for {
		lines, err := h.db.Archive(t.Context(), h.own, complaint.ComplaintRecord, from, until, place, 50)
		must(t, err)
		for _, l := range lines {
			if l.FinishedAt.Before(place.At) {
				t.Errorf("%s stands after what was finished later", l.Number)
			}
			seen, place = append(seen, l.Number), complaint.Place{At: l.FinishedAt, ID: l.ID}
		}
		if len(lines) < 50 {
			break
		}
	}
	unique := map[string]bool{}
	for _, number := range seen {
		unique[number] = true
	}
	if len(seen) != more+1 || len(unique) != more+1 {
		t.Errorf("%d lines of %d complaints, want %d", len(seen), len(unique), more+1)
	}
	b := h.signIn("chair")
	page := b.get("/archive").Body.String()
	_, rest, found := strings.Cut(page, `href="/archive?after=`)
	if !found {
		t.Fatal("the first page does not lead on")
	}
	next, _, _ := strings.Cut(rest, `"`)
	w := b.get("/archive?after=" + strings.ReplaceAll(next, "&amp;", "&"))
	sees(t, w, http.StatusOK, seen[listRows], seen[2*listRows-1])
	if strings.Contains(shown(w), ">"+seen[listRows-1]+"<") {
		t.Error("the second page repeats the first")
	}
}

// TestArchiveOfRulingsAndMinutes: both are kept for good, five years here, and a hold on
// the complaint holds them too.
func TestArchiveOfRulingsAndMinutes(t *testing.T) {
	h := filled(t)
	chair, secretary := h.signIn("chair"), h.signIn("secretary")
	n, ref := h.scheduled(t, ways[1].form, complaint.Contested{Decision: true})
	at := "/sittings/" + strconv.Itoa(n)
	h.invites(t, secretary, n)
	h.comes(n)
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	h.adopts(t, n)
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), at+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "votes"), h.votes(n, 0)), at+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"for"}}), at+"/conduct?result=1#now")
	goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")
	sees(t, secretary.get("/archive?record=ruling"), http.StatusOK, "передать в муниципальный архив не ранее 13 сентября 2031", "5 лет в комиссии")
	sees(t, secretary.get("/archive?record=minutes&year=2026"), http.StatusOK, "передать в муниципальный архив не ранее 13 сентября 2031", "Протокол заседания № "+strconv.Itoa(n))
	m, err := h.db.Moment(t.Context(), h.own)
	must(t, err)
	by, ok := m.Composition.Actor(m.Day, h.people["chair"])
	if !ok || by.Office != identity.Chair {
		t.Fatal("the chair has no seat")
	}
	must(t, h.Desk.Hold(t.Context(), by, ref, "Уголовное дело № 1"))
	for _, record := range []string{"ruling", "minutes"} {
		page := chair.get("/archive?record=" + record)
		sees(t, page, http.StatusOK, "Уголовное дело № 1", "пока не кончится дело")
		if strings.Contains(shown(page), "не ранее 13 сентября 2031") {
			t.Errorf("R-104: a held %s may go to the archive", record)
		}
	}
}
