package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"redress/internal/complaint"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// draft reads the latest version of a draft.
func (h *harness) draft(ref complaint.Ref) ruling.Draft {
	h.t.Helper()
	d, err := h.db.Draft(h.t.Context(), h.complaint(ref).ID)
	must(h.t, err)
	return d
}

// call is a sitting in three days as it is typed.
func (h *harness) call() url.Values {
	return url.Values{"starts_at_day": {"13"}, "starts_at_month": {"9"}, "starts_at_year": {"2026"}, "starts_time": {"11:00"},
		"place": {"Образцовая улица, 1, зал 2"}, "video": {"1"}, "secretary": {strconv.FormatInt(int64(h.people["secretary"]), 10)}}
}

// convened convenes a sitting and returns its number.
func (h *harness) convened(chair *browser) int {
	h.t.Helper()
	w := chair.post("/sittings/new", h.call())
	if w.Code != http.StatusSeeOther {
		h.t.Fatalf("convening: %d %s", w.Code, shown(w))
	}
	n, err := strconv.Atoi(strings.TrimPrefix(w.Header().Get("Location"), "/sittings/"))
	must(h.t, err)
	return n
}

// comes is the hour a sitting was called for.
func (h *harness) comes(n int) {
	h.t.Helper()
	s, err := h.db.Sitting(h.t.Context(), h.own, n)
	must(h.t, err)
	h.at(s.StartsAt)
}

// scheduled brings a complaint with a draft onto the agenda of a sitting.
func (h *harness) scheduled(t *testing.T, form url.Values, contested complaint.Contested) (int, complaint.Ref) {
	t.Helper()
	ref, writer := h.registered(contested), h.signIn("member")
	at := "/complaints/" + ref.String() + "/draft"
	goes(t, writer.post(at, form), at)
	goes(t, writer.post(at+"/complete", nil), at)
	n := h.convened(h.signIn("chair"))
	goes(t, h.signIn("secretary").post("/sittings/"+strconv.Itoa(n)+"/items", url.Values{"complaint": {ref.String()}}), "/sittings/"+strconv.Itoa(n))
	return n, ref
}

func (h *harness) item(n int) sitting.Item {
	h.t.Helper()
	s, err := h.db.Sitting(h.t.Context(), h.own, n)
	must(h.t, err)
	return s.Items[0]
}

// itemAt is an address of the first item of a sitting.
func (h *harness) itemAt(n int, act string) string {
	return fmt.Sprintf("/sittings/%d/items/%d/%s", n, h.item(n).ID, act)
}

// adopts votes for the agenda of a sitting that was just opened: all by hands, the
// presiding member last.
func (h *harness) adopts(t *testing.T, n int) {
	t.Helper()
	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	if s.Agenda == nil { // nothing to vote on
		return
	}
	secretary, at := h.signIn("secretary"), fmt.Sprintf("/sittings/%d/items/%d/", n, s.Agenda.ID)
	goes(t, secretary.post(at+"vote", nil), fmt.Sprintf("/sittings/%d/conduct#now", n))
	goes(t, secretary.post(at+"votes", h.votes(n, 0)), fmt.Sprintf("/sittings/%d/conduct#now", n))
	goes(t, secretary.post(at+"conclude", url.Values{"presiding": {"for"}}), fmt.Sprintf("/sittings/%d/conduct?result=%d#now", n, s.Agenda.ID))
}

// invites records that both parties to the first item of a sitting were rung up.
func (h *harness) invites(t *testing.T, secretary *browser, n int) {
	t.Helper()
	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	h.invitesTo(t, secretary, n, s.Items[0].ID)
}

func (h *harness) invitesTo(t *testing.T, secretary *browser, n int, item sitting.ItemID) {
	t.Helper()
	at := fmt.Sprintf("/sittings/%d/items/%d/", n, item)
	for _, party := range sitting.Parties {
		goes(t, secretary.post(at+"invite", h.rang(party)), at+"invitations")
	}
}

// rang is a call to a party as it is typed, of the day before the clock.
func (h *harness) rang(party sitting.Status) url.Values {
	return url.Values{"whom": {string(party)}, "way": {"phone"}, "reach": {"delivered"}, "sent_day": {"9"}, "sent_month": {"9"}, "sent_year": {"2026"}, "sent_time": {"10:00"}}
}

// everybody marks the first present in the hall, one of them on video, the rest absent.
func (h *harness) everybody(n, present int) url.Values {
	h.t.Helper()
	s, err := h.db.Sitting(h.t.Context(), h.own, n)
	must(h.t, err)
	form := url.Values{}
	for i, a := range s.Attendance {
		id, mode := strconv.FormatInt(int64(a.Member.Person), 10), "hall"
		switch {
		case i >= present:
			mode = "absent"
			form.Set("reason_"+id, "болезнь")
		case i == 3:
			mode = "video"
		}
		form.Set("mode_"+id, mode)
	}
	return form
}

// votes marks everybody present but the presiding member: the first against, the rest for.
func (h *harness) votes(n, against int) url.Values {
	h.t.Helper()
	s, err := h.db.Sitting(h.t.Context(), h.own, n)
	must(h.t, err)
	present := s.Present()
	form := url.Values{}
	for i, a := range present[:len(present)-1] {
		choice := "for"
		if i < against {
			choice = "against"
		}
		form.Set(voteField(a.Member.Person), choice)
	}
	return form
}

// rows is how many rows each table has that acts write, and how far versions and
// states have come: what must not change when an act is refused.
func (h *harness) rows() string {
	h.t.Helper()
	var all string
	err := h.db.Pool().QueryRow(h.t.Context(), `SELECT concat_ws(' ', (SELECT count(*) FROM docket), (SELECT count(*) FROM drafts), (SELECT count(*) FROM sittings),
		(SELECT string_agg(version || state, ',' ORDER BY id) FROM sittings), (SELECT count(*) FROM items), (SELECT string_agg(state || planned || ordinal, ',' ORDER BY id) FROM items), (SELECT string_agg(state || whom, ',' ORDER BY id) FROM party_invitations),
		(SELECT count(*) FROM attendance), (SELECT string_agg(person_id || choice, ',' ORDER BY item_id, person_id) FROM votes), (SELECT count(*) FROM rulings),
		(SELECT string_agg(motion || coalesce(result::text, ''), ',' ORDER BY item_id, ordinal) FROM polls), (SELECT string_agg(person_id || choice, ',' ORDER BY item_id, ordinal, person_id) FROM poll_votes),
		(SELECT count(*) FROM papers), (SELECT count(*) FROM signatures), (SELECT string_agg(state || proof || way || address, ',' ORDER BY id) FROM letters), (SELECT count(*) FROM letter_marks),
		(SELECT string_agg(version || state, ',' ORDER BY id) FROM complaints), (SELECT string_agg(series || last, ',' ORDER BY commission_id, series, year) FROM counters WHERE last > 0))`).Scan(&all)
	must(h.t, err)
	return all
}

func (h *harness) unchanged(t *testing.T, before string) {
	t.Helper()
	if after := h.rows(); after != before {
		t.Errorf("the refusal changed the database:\n%s\n%s", before, after)
	}
}

// sees checks the status of an answer and that a person reads the sentences.
func sees(t *testing.T, w *httptest.ResponseRecorder, status int, sentences ...string) {
	t.Helper()
	if w.Code != status {
		t.Errorf("status %d, want %d: %s", w.Code, status, headingIn(w))
	}
	contains(t, shown(w), sentences...)
}

func contains(t *testing.T, page string, sentences ...string) {
	t.Helper()
	for _, sentence := range sentences {
		if !strings.Contains(page, sentence) && !strings.Contains(plainText(page), sentence) {
			t.Errorf("the page does not say %q", sentence)
		}
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)

// plainText is a page without its markup and with single spaces.
func plainText(page string) string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(page, " ")), " ")
}

func headingIn(w *httptest.ResponseRecorder) string {
	text := plainText(shown(w))
	if i := strings.Index(text, "К содержанию"); i >= 0 {
		text = text[i:]
	}
	return text[:min(len(text), 600)]
}

// goes checks that an answer leads on to an address.
func goes(t *testing.T, w *httptest.ResponseRecorder, address string) {
	t.Helper()
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != address {
		t.Fatalf("status %d to %q, want on to %q: %s", w.Code, got, address, headingIn(w))
	}
}
