package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/signature"
)

// stood is somebody who asks for every route, with how they stand to the matter.
type stood struct {
	login    string // empty for whoever has not signed in
	office   identity.Office
	relation identity.Relation
}

// mayAsk reports whether the guard of a route lets somebody through, who may then have
// nothing to do with the matter.
func (who stood) mayAsk(r route) bool {
	return r.act == anyone || slices.ContainsFunc(identity.Relations, func(rel identity.Relation) bool { return identity.Allows(r.act, who.office, rel) })
}

// everybodyAround seats members everywhere around the first commission: in the one
// complained about, in the one above, in the neighbour.
func (h *harness) everybodyAround() []stood {
	h.t.Helper()
	around := []stood{{"", identity.Citizen, identity.Public}, {"admin", identity.Administrator, identity.Public},
		{"chair", identity.Chair, identity.Own}, {"deputy", identity.Deputy, identity.Own}, {"secretary", identity.Secretary, identity.Own}, {"member", identity.Member, identity.Own},
		{"chair98", identity.Chair, identity.Public}, {"secretary98", identity.Secretary, identity.Public}}
	own, err := h.db.Commission(h.t.Context(), h.own)
	must(h.t, err)
	for _, place := range []struct {
		commission commission.ID
		relation   identity.Relation
	}{{own.Parent, identity.Higher}, {h.precincts[0], identity.Respondent}, {h.other, identity.Public}} {
		for i, office := range []identity.Office{identity.Chair, identity.Deputy, identity.Secretary, identity.Member} {
			if place.commission == h.other && (office == identity.Chair || office == identity.Secretary) {
				continue
			}
			login := string(place.relation) + "-" + string(office)
			h.seat(place.commission, login, "Соседов "+strconv.Itoa(i)+" Ильич", office)
			around = append(around, stood{login, office, place.relation})
		}
	}
	return around
}

// settledMatter takes a complaint to its end and returns real values of every part of
// an address. Nothing can be done to it any more, so that every act of whoever may act
// is refused for its state, and none for who asks.
func (h *harness) settledMatter(t *testing.T) map[string]string {
	t.Helper()
	way := ways[2] // the one that is watched afterwards
	ref := h.file(func(a *complaint.Answers) {
		a.Contested = way.contested
	}, "график.txt")
	in := complaint.Intake{Contested: way.contested, Respondent: h.precincts[0], Title: "Отказ включить в список избирателей",
		Category: "voter_lists", Article: "67-ФЗ, ст. 17", Rapporteur: h.people["member"]}
	for _, name := range complaint.CheckNames {
		in.Checks = append(in.Checks, complaint.Check{Name: name, Answer: complaint.CheckYes})
	}
	must(t, h.Desk.Register(t.Context(), h.secretary, ref, in))
	writer, chair, secretary := h.signIn("member"), h.signIn("chair"), h.signIn("secretary")
	inquiry := h.asked(ref, complaint.Inquiry{Kind: complaint.Request, Body: "Архив", Email: "arhiv@primer.example", Text: "Справка.", Why: "проверить"})
	goes(t, secretary.answers(inquiry, inquiry+"/answer", cameIn(calendar.Day(2026, 9, 10), url.Values{"from": {"Архив"}, "text": {"Да."}}), map[string]string{"da.txt": "Да.\n"}), inquiry)
	draft := "/complaints/" + ref.String() + "/draft"
	goes(t, writer.post(draft, way.form), draft)
	goes(t, writer.post(draft+"/complete", nil), draft)
	goes(t, h.signIn("member2").post(draft+"/comments", url.Values{"version": {"1"}, "at": {"facts-1"}, "comment": {"Когда?"}}), draft+"/1#facts-1")
	n := h.convened(chair)
	at := "/sittings/" + strconv.Itoa(n)
	goes(t, secretary.post(at+"/items", url.Values{"complaint": {ref.String()}}), at)
	item := h.item(n)
	h.invites(t, secretary, n)
	goes(t, secretary.post(at+"/attendance", h.everybody(n, 9)), at+"/attendance")
	h.comes(n)
	goes(t, secretary.post(at+"/open", nil), at+"/conduct#now")
	h.adopts(t, n)
	goes(t, writer.post(h.itemAt(n, "floor"), nil), at+"/conduct#now")
	goes(t, writer.post(h.itemAt(n, "suggestions"), url.Values{"suggestion": {"Уточнить срок."}}), at+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "floor/1/give"), nil), at+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "floor/1/end"), nil), at+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "vote"), nil), at+"/conduct#now")
	goes(t, secretary.post(h.itemAt(n, "votes"), h.votes(n, 0)), at+"/conduct#now")
	if w := secretary.post(h.itemAt(n, "conclude"), url.Values{"presiding": {"for"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("concluding the vote: %d %s", w.Code, headingIn(w))
	}
	goes(t, secretary.post(at+"/close", nil), at+"/conduct#now")
	id := fmtInt(int64(item.ID))
	goes(t, secretary.post(at+"/minutes/print", url.Values{"heard_" + id: {"Доложила материалы."}, "spoke_" + id: {"Заявитель поддержал."}}), at+"/minutes#paper")
	paper := h.sign(ref)
	s, err := h.db.Sitting(t.Context(), h.own, n)
	must(t, err)
	minutes, err := h.db.PaperOfSitting(t.Context(), s.ID)
	must(t, err)
	for _, by := range []identity.Actor{h.chair, h.secretary} {
		must(t, h.Press.Sign(t.Context(), by, minutes.ID, signature.Digest(minutes.PDF.SHA256), harnessPassword))
	}
	c := h.complaint(ref)
	letters, err := h.db.LettersOf(t.Context(), c.ID)
	must(t, err)
	for _, l := range letters {
		must(t, h.Letters.HandOver(t.Context(), h.secretary, l.ID, "под подпись"))
	}
	controls, err := h.db.RemandsOf(t.Context(), c.ID)
	must(t, err)
	petition := h.petition("member")
	must(t, h.Sittings.UnsignPetition(t.Context(), h.actor("member"), petition)) // nobody signs it any more
	token, err := h.Setup.Reinvite(t.Context(), identity.Actor{ID: h.people["admin"], Office: identity.Administrator}, h.own, h.people["member2"])
	must(t, err)
	h.trusts(t, "rsa-ca.pem")
	return map[string]string{":authority": "1", ":no": ref.String(), ":n": strconv.Itoa(n), ":item": id, ":version": "1", ":comment": "1", ":amendment": "1", ":paper": fmtInt(int64(paper.ID)), ":petition": fmtInt(int64(petition)),
		":attendee": "1", ":speech": "1", ":invitation": "1", ":sheet": "1.pdf", ":remand": fmtInt(int64(controls[0].ID)), ":inquiry": "1", "/complaints/:no/inquiries/:inquiry/files/:id": fmtInt(int64(c.Inquiries[0].Files[0].ID)),
		":file": fmtInt(int64(paper.ID)) + ".pdf", ":letter": fmtInt(int64(letters[0].ID)), ":question": "commission", ":kind": "reply", ":token": token,
		"/complaints/:no/files/:id": fmtInt(int64(c.Attachments[0].ID)), "/settings/campaigns/:id": fmtInt(int64(h.campaign)),
		":id": fmtInt(int64(h.own)), ":person": fmtInt(int64(h.people["member2"]))}
}

// realAddress fills in an address; it names a matter of the first commission where a part
// of it is a complaint, a sitting, a paper or a letter.
func realAddress(path string, whole map[string]string) (address string, matter bool) {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if !strings.HasPrefix(part, ":") {
			continue
		}
		matter = matter || slices.Contains([]string{":no", ":n", ":paper", ":file", ":letter", ":remand", ":petition", ":sheet"}, part)
		parts[i] = whole[part]
		for place, id := range whole {
			if part == ":id" && strings.Contains(place, "/") && strings.HasPrefix(path, place) {
				parts[i] = id
			}
		}
	}
	return strings.Join(parts, "/"), matter
}

// TestEveryRouteByEveryRelation asks for every route, with the numbers of a real
// complaint, as every office from everywhere around it, and compares the answer with the
// table: who may not is told so or asked to sign in, and to whoever the matter is none
// of theirs it is not there. Nobody of them changes anything.
func TestEveryRouteByEveryRelation(t *testing.T) {
	h := filled(t)
	numbers, around := h.settledMatter(t), h.everybodyAround()
	for _, who := range around {
		t.Run(who.login+" "+string(who.relation), func(t *testing.T) {
			before := h.rows()
			b := h.visitor()
			if who.login != "" {
				b = h.signIn(who.login)
			}
			kept := b.cookies
			for _, r := range h.routes() {
				address, matter := realAddress(r.path, numbers)
				b.cookies = kept // signing out is a route too
				w := answered(b, r.method, address, url.Values{"complaint": {numbers[":no"]}})
				want := classFor(r, who, matter)
				if got := classOf(w); !slices.Contains(want, got) {
					t.Errorf("%s %s (%s): %d is %s, want %s: %s", r.method, address, r.act, w.Code, got, want, headingIn(w))
				}
				if r.path == "/sign-out" && who.login != "" {
					b = h.signIn(who.login)
					kept = b.cookies
				}
			}
			if who.relation != identity.Own && who.office != identity.Administrator {
				h.unchanged(t, before)
			}
		})
	}
}

// The classes of answers.
const (
	served    = "served"    // the page, or what is wrong with the form
	forbidden = "forbidden" // the office may not
	absentFor = "absent"    // there is no such thing for the one who asks
	signInned = "to sign in"
)

// classFor is what the table says about a route.
func classFor(r route, who stood, matter bool) []string {
	anywhere := who.mayAsk(r)
	switch {
	case r.act == anyone, strings.HasPrefix(r.path, "/file"), strings.HasPrefix(r.path, "/track"), strings.HasPrefix(r.path, "/invitation"), strings.HasPrefix(r.path, "/sign-in"):
		return []string{served, absentFor, signInned} // open to all; what hangs on a cookie of theirs may not be there, and out leads to the door
	case !anywhere && who.office == identity.Citizen:
		return []string{signInned}
	case !anywhere:
		return []string{forbidden}
	case r.path == "/control/:remand/files/:id", r.path == "/complaints/:no/letters/:letter/files/:id":
		return []string{absentFor} // nobody has reported anything, nor scanned a slip
	case strings.HasPrefix(r.path, "/control/:remand") && identity.Allows(r.act, who.office, who.relation):
		return []string{served} // what was ordered lies with the respondent
	case matter && (who.relation == identity.Respondent || !identity.Allows(r.act, who.office, who.relation)): // the paper does not lie with the respondent
		return []string{absentFor}
	case r.path == "/complaints/:no/receipt":
		return []string{absentFor} // it came by the form, not on paper
	case strings.HasSuffix(r.path, "/acting/end"):
		return []string{absentFor} // nobody acts here
	case strings.HasSuffix(r.path, "/members/:person/invite"):
		return []string{served, absentFor} // the walk has just released the member
	}
	return []string{served}
}

func classOf(w *httptest.ResponseRecorder) string {
	switch {
	case w.Code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), "/sign-in"), w.Code == http.StatusUnauthorized: // with the form kept
		return signInned
	case w.Code == http.StatusForbidden:
		return forbidden
	case w.Code == http.StatusNotFound:
		return absentFor
	case w.Code == http.StatusOK, w.Code == http.StatusSeeOther, w.Code == http.StatusUnprocessableEntity, w.Code == http.StatusConflict,
		w.Code == http.StatusUnsupportedMediaType, w.Code == http.StatusTooManyRequests: // of a form without files, and of many who sign in from one place
		return served
	}
	return "status " + strconv.Itoa(w.Code)
}

func answered(b *browser, method, address string, form url.Values) *httptest.ResponseRecorder {
	if strings.HasSuffix(address, "/events") {
		return b.glance(address)
	}
	if method == http.MethodGet {
		return b.get(address)
	}
	return b.post(address, form)
}

// TestComplaintAboutTheCommissionItself: where such a paper came to the commission it is
// about, only its secretary meets it, to pass it on.
func TestComplaintAboutTheCommissionItself(t *testing.T) {
	h := newHarness(t)
	ref := h.file(func(a *complaint.Answers) { a.Respondent = h.own }, "график.txt")
	c := h.complaint(ref)
	if c.Commission != h.own || c.Respondent != h.own {
		t.Fatalf("the complaint lies with %d about %d", c.Commission, c.Respondent)
	}
	at := "/complaints/" + ref.String()
	file := at + "/files/" + fmtInt(int64(c.Attachments[0].ID))
	for _, login := range []string{"deputy", "member"} {
		b := h.signIn(login)
		for _, tab := range []string{at, at + "/documents", at + "/deadlines", at + "/draft", at + "/letters", at + "/history", file} {
			sees(t, b.get(tab), 404)
		}
		for _, list := range []string{"/complaints", "/complaints?due=all", "/complaints?state=filed", "/desk"} {
			w := b.get(list)
			sees(t, w, 200)
			if strings.Contains(shown(w), ref.String()) {
				t.Errorf("R-022: %s shows it to %s", list, login)
			}
		}
	}
	b, before := h.signIn("secretary"), h.rows()
	for _, page := range []string{"/intake", "/desk"} {
		sees(t, b.get(page), 200, ref.String())
	}
	for _, page := range []string{at, at + "/register", file} {
		sees(t, b.get(page), 200)
	}
	values := h.registerValues()
	values.Set("respondent", fmtInt(int64(h.own)))
	if w := b.post(at+"/register", values); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("R-022: registered by the commission it is about: %d", w.Code)
	}
	sees(t, b.post(at+"/assign", url.Values{"rapporteur": {fmtInt(int64(h.people["member"]))}}), 422, "не рассматривает жалобу на саму себя")
	h.unchanged(t, before)
}

// TestNobodyIsOfferedTheOwnCase: neither the member who complained nor one who sits in
// the commission complained about too is offered as rapporteur.
func TestNobodyIsOfferedTheOwnCase(t *testing.T) {
	h := newHarness(t)
	ref := h.file(func(a *complaint.Answers) {
		a.Complainant.Name, a.Complainant.Role = identity.ParseName("законова зоя ивановна"), complaint.VotingMember
	})
	must(t, h.db.Seat(t.Context(), h.precincts[1], h.people["member2"], identity.Member, calendar.Day(2026, 1, 1)))
	b := h.signIn("secretary")
	page := shown(b.get("/complaints/" + ref.String() + "/register"))
	_, options, _ := strings.Cut(page, `name="rapporteur"`)
	for _, name := range []string{"Законова", "Докладов"} {
		if strings.Contains(options, name) {
			t.Errorf("R-012, R-022: %s is offered as rapporteur", name)
		}
	}
	if !strings.Contains(options, "Порядкова") {
		t.Error("the deputy is not offered as rapporteur")
	}
}
