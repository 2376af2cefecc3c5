package web

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"redress/internal/complaint"
	"redress/internal/identity"
)

var (
	summaryOf   = regexp.MustCompile(`(?s)<div class="errors".*?</div>`)
	summaryLine = regexp.MustCompile(`(?s)<li>([^<]*)`)
	summaryAt   = regexp.MustCompile(`(?s)<a href="#([^"]*)">(.*?)</a>`)
)

// formless are the ends of addresses whose form is on its page only while there is
// something to do, so that an empty one comes from a page that is out of date.
var formless = []string{"/resume", "/end", "/votes", "/conclude"}

// namesItsFields holds for every answer of every test: a line of a summary of errors
// says which field it is about, and leads to it.
func (h *harness) namesItsFields(r *http.Request, page string) {
	h.t.Helper()
	for _, line := range summaryLine.FindAllStringSubmatch(summaryOf.FindString(page), -1) {
		said := strings.TrimSpace(line[1])
		for _, key := range []string{"refusal.field_missing", "refusal.choose_one", "refusal.date_missing", "refusal.number_missing"} {
			if bare := t(r.Context(), key); said == bare && !slices.Contains(formless, r.URL.Path[strings.LastIndex(r.URL.Path, "/"):]) {
				h.t.Errorf("%s %s: the summary says %q of nothing", r.Method, r.URL.Path, bare)
			}
		}
	}
	for _, line := range summaryAt.FindAllStringSubmatch(summaryOf.FindString(page), -1) {
		if !strings.HasPrefix(line[2], "<b>") {
			h.t.Errorf("%s %s: the summary does not say which field %q is: %s", r.Method, r.URL.Path, line[1], line[2])
		}
		if !strings.Contains(page, `id="`+line[1]+`"`) {
			h.t.Errorf("%s %s: the summary leads to %q, which is not there", r.Method, r.URL.Path, line[1])
		}
	}
}

// TestEverySummaryNamesItsFields sends every form there is, empty and full of nonsense,
// as whoever may; what is wrong is told by the name of its field.
func TestEverySummaryNamesItsFields(t *testing.T) {
	h := filled(t)
	numbers := h.settledMatter(t)
	open := h.register("member").String()
	filed, suspended, held := h.file(nil).String(), h.register("member"), h.register("member")
	h.posts(suspended, complaint.Letter{Kind: complaint.SuspensionTold, Suit: complaint.Suit{Court: "Примерный суд", Number: "2а-1", AcceptedOn: harnessDay}, Same: true})
	must(t, h.Desk.Hold(t.Context(), h.chair, held, "дело № 2а-1"))
	for _, who := range []stood{{"secretary", identity.Secretary, identity.Own}, {"chair", identity.Chair, identity.Own}, {"member", identity.Member, identity.Own},
		{"admin", identity.Administrator, identity.Public}, {"", identity.Citizen, identity.Public}} {
		b := h.visitor()
		if who.login != "" {
			b = h.signIn(who.login)
		}
		kept, above := b.cookies, map[string]string{} // many a form stands on the page above
		for _, r := range h.routes() {
			if r.method != http.MethodPost || r.path == "/sign-out" || !who.mayAsk(r) {
				continue
			}
			for _, no := range []string{numbers[":no"], open, filed, suspended.String(), held.String()} {
				at := maps.Clone(numbers)
				at[":no"] = no
				address, _ := realAddress(r.path, at)
				b.cookies = kept
				page := address[:strings.LastIndex(address, "/")]
				if above[page] == "" {
					above[page] = b.get(page).Body.String()
				}
				b.post(address, nil)
				b.post(address, wrongEverywhere(b.get(address).Body.String()+above[page]))
				if !strings.Contains(r.path, ":no") {
					break // it is about no complaint
				}
			}
		}
	}
}

var inputOf = regexp.MustCompile(`<(?:input|textarea|select)[^>]*\bname="([^"]*)"`)

// wrongEverywhere fills every field of a page with what no field takes.
func wrongEverywhere(page string) url.Values {
	form := url.Values{}
	for _, field := range inputOf.FindAllStringSubmatch(page, -1) {
		form.Set(field[1], "32\x01")
	}
	return form
}
