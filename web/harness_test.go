package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/labstack/echo/v4"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/docx"
	"redress/internal/files"
	"redress/internal/identity"
	"redress/internal/keyfile"
	"redress/internal/keyring"
	"redress/internal/mail"
	"redress/internal/notice"
	"redress/internal/pdf"
	"redress/internal/postgres"
	"redress/internal/postgres/pgtest"
	"redress/internal/publication"
	"redress/internal/regulation"
	"redress/internal/remand"
	"redress/internal/ruling"
	"redress/internal/sitting"
	"redress/internal/sniff"
	"redress/internal/trust"
)

// harness is the whole service over a real database with a small invented branch:
// two territorial commissions, three polling stations below the first, a campaign.
type harness struct {
	*Server
	t           testing.TB
	db          *postgres.DB
	vault       attachment.Vault
	own         commission.ID // the territorial commission the tests act for
	other       commission.ID // its neighbour
	precincts   []commission.ID
	campaign    commission.CampaignID
	people      map[string]identity.ID // by login
	secretary   identity.Actor
	chair       identity.Actor
	complainant int    // how many complaints were filed
	facts       string // of the drafts that schedule writes, where not the usual ones
}

// harnessNow is when the tests happen: a Thursday of the campaign, eight days
// before voting, at noon in Novokuznetsk.
var harnessNow = time.Date(2026, 9, 10, 5, 0, 0, 0, time.UTC)

// harnessPassword opens every account of the harness.
const harnessPassword = "пятнадцать знаков и больше" // #nosec G101 -- of people invented for a test

// harnessHash is its hash, one for all.
var harnessHash = sync.OnceValues(func() (string, error) {
	return quick{}.Hash(context.Background(), harnessPassword)
})

// quick hashes as package password does, at the least cost there is: under the race
// detector a hash of full cost takes as long as a whole test.
type quick struct{}

func (quick) Hash(_ context.Context, password string) (string, error) {
	return argon2id.CreateHash(password, &argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
}

func (quick) Check(_ context.Context, password, hash string) (bool, error) {
	return argon2id.ComparePasswordAndHash(password, hash)
}

// harnessMembers are the first territorial commission; a login is an office where
// there is only one.
var harnessMembers = []struct {
	login, name string
	office      identity.Office
}{
	{"chair", "Уставов Устин Викторович", identity.Chair},
	{"deputy", "Порядкова Полина Андреевна", identity.Deputy},
	{"secretary", "Реестрова Регина Егоровна", identity.Secretary},
	{"member", "Законова Зоя Ивановна", identity.Member},
	{"member2", "Докладов Денис Кириллович", identity.Member},
}

// newHarness returns the service with a database of its own, so that the test can go
// on beside others, and does.
func newHarness(t *testing.T) *harness {
	t.Helper()
	t.Parallel()
	db := pgtest.New(t)
	pgtest.SetNow(t, db, harnessNow)
	vault, err := files.New(t.TempDir())
	must(t, err)
	h := &harness{t: t, db: db, vault: vault, people: map[string]identity.ID{}}
	h.populate()

	secret := []byte("a key of the tests, thirty-two b")
	letters, err := mail.NewFolder(t.TempDir())
	must(t, err)
	gate, err := identity.NewGate(t.Context(), db, quick{})
	must(t, err)
	believed := trust.NewService(db)
	keys := keyring.New(db, secret, keyfile.Unlock, believed, gate.Throttle, nil)
	press := document.NewPress(db, vault, pdf.Render, docx.Render, gate, document.NewCodes(secret, "https://complaints.example"), document.Signing{Keys: keys, Trust: believed})
	front, err := db.Commission(t.Context(), h.own)
	must(t, err)
	h.Server, err = New(Config{
		Log: slog.New(slog.DiscardHandler), BaseURL: "https://complaints.example", Secure: true, Demo: true,
		Unavailable: postgres.Unavailable, Office: func() commission.Commission { return front },
		SessionStore: db.Sessions(),
		Services: Services{
			Filings: complaint.NewFilings(db, complaint.NewKeys(secret)), Desk: complaint.NewDesk(db), Inquiries: complaint.NewInquiries(db),
			Rulings: ruling.NewService(db), Sittings: sitting.NewService(db),
			Press: press, Keys: keys, Trust: believed, Drafts: DraftFiles{Write: docx.RenderMarked, Read: docx.Read}, Postage: document.NewPostage(db, press), Names: document.NewNames(db), Wordings: document.NewWordings(db, pdf.Render), Letters: notice.NewService(db, letters, vault), Remands: remand.NewService(db), Public: publication.NewService(db, vault, pdf.Render),
			Gate: gate, Setup: commission.NewSetup(db), Intake: attachment.Intake{Vault: vault, Sniff: sniff.Detect, Limits: attachment.DefaultLimits},
			Records: db, Folder: "letters",
		},
	})
	must(t, err)
	return h
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (h *harness) populate() {
	h.t.Helper()
	ctx := h.t.Context()
	add := func(c commission.Commission) commission.ID {
		c.Profile = regulation.Izhmorsky()
		id, err := h.db.AddCommission(ctx, c)
		must(h.t, err)
		return id
	}
	region := add(commission.Commission{Code: "42", Kind: commission.Regional, Name: "Избирательная комиссия Примерной области", ShortName: "Избирком Примерной области"})
	h.own = add(commission.Commission{Code: "42-T99", Kind: commission.Territorial, Parent: region, Established: 9, Number: "99",
		Name: office.Name, ShortName: office.ShortName, Phone: office.Phone, Hours: office.Hours, Address: office.Address, Place: "пгт Примерный"})
	h.other = add(commission.Commission{Code: "42-T98", Kind: commission.Territorial, Parent: region, Established: 5, Number: "98",
		Name: "Территориальная избирательная комиссия Образцового муниципального округа", ShortName: "ТИК Образцового округа"})
	for _, number := range []string{"9001", "9002", "9003"} {
		h.precincts = append(h.precincts, add(commission.Commission{Code: "42-" + number, Kind: commission.Precinct, Parent: h.own, Number: number,
			Name: "Участковая избирательная комиссия избирательного участка № " + number, ShortName: "УИК № " + number, Email: "uik" + number + "@primer.example"}))
	}
	for _, m := range harnessMembers {
		h.seat(h.own, m.login, m.name, m.office)
	}
	h.seat(h.other, "secretary98", "Журналова Жанна Николаевна", identity.Secretary)
	h.seat(h.other, "chair98", "Границын Григорий Яковлевич", identity.Chair)
	h.account("admin", identity.Name{Surname: "Администратор", Given: "Алла"}, true)
	var err error
	h.campaign, err = h.db.AddCampaign(ctx, commission.Campaign{Code: "2026", Title: "Выборы депутатов Примерного округа", Organiser: h.own,
		StartsOn: calendar.Day(2026, 6, 18), EndsOn: calendar.Day(2026, 11, 20), VotingDays: elections.VotingDays})
	must(h.t, err)
	h.secretary, h.chair = h.actor("secretary"), h.actor("chair")
}

func (h *harness) account(login string, name identity.Name, administrator bool) identity.ID {
	h.t.Helper()
	id, err := h.db.AddPerson(h.t.Context(), name, "")
	must(h.t, err)
	hash, err := harnessHash()
	must(h.t, err)
	must(h.t, h.db.SetAccount(h.t.Context(), identity.Account{Person: id, Login: login, Password: hash, Administrator: administrator}))
	h.people[login] = id
	return id
}

func (h *harness) seat(own commission.ID, login, name string, office identity.Office) {
	h.t.Helper()
	id := h.account(login, identity.ParseName(name), false)
	must(h.t, h.db.Seat(h.t.Context(), own, id, office, calendar.Day(2023, 6, 1)))
}

// actor returns somebody with the powers of today.
func (h *harness) actor(login string) identity.Actor {
	h.t.Helper()
	m, err := h.db.Moment(h.t.Context(), h.own)
	must(h.t, err)
	a, ok := m.Composition.Actor(m.Day, h.people[login])
	if !ok {
		h.t.Fatalf("%s has no seat", login)
	}
	return a
}

// at sets the clock of legal acts.
func (h *harness) at(now time.Time) {
	h.t.Helper()
	pgtest.SetNow(h.t, h.db, now)
}

// answers returns a form filled in as it should be.
func (h *harness) answers() complaint.Answers {
	h.complainant++
	return complaint.Answers{
		Contested: complaint.Contested{Inaction: true}, Respondent: h.precincts[1], EventOn: calendar.Day(2026, 9, 3), Earlier: complaint.EarlierNone,
		Text: "Комиссия закрыта в приёмные часы, график на двери сорван.", Ask: complaint.AskUnlawful,
		Complainant: complaint.Complainant{Name: identity.Name{Surname: "Новосёлов", Given: "Никита", Patronymic: "Никитич"}, Role: complaint.Voter,
			ReplyBy: complaint.ByEmail, Email: fmt.Sprintf("novoselov%d@primer.example", h.complainant)},
	}
}

// file files a complaint; change may alter the answers, attached are names of files.
func (h *harness) file(change func(*complaint.Answers), attached ...string) complaint.Ref {
	h.t.Helper()
	ctx, token := h.t.Context(), complaint.NewToken()
	answers := h.answers()
	if change != nil {
		change(&answers)
	}
	must(h.t, h.Filings.Answer(ctx, token, complaint.AboutWhat, func(a *complaint.Answers) { *a = answers }))
	for _, name := range attached {
		file, err := h.Intake.Receive(ctx, name, strings.NewReader("График на двери участка № 9002 сорван.\n"))
		must(h.t, err)
		must(h.t, h.Filings.Attach(ctx, token, file, h.Intake.Limits.Files))
	}
	ref, err := h.Filings.Send(ctx, token, true)
	must(h.t, err)
	return ref
}

// register files a complaint and registers it, with a rapporteur unless login is empty.
func (h *harness) register(rapporteur string) complaint.Ref {
	h.t.Helper()
	ref := h.file(nil)
	in := complaint.Intake{Contested: complaint.Contested{Inaction: true}, Respondent: h.precincts[1], Title: "Комиссия закрыта в приёмные часы",
		Category: "office_hours", Article: "67-ФЗ, ст. 75, п. 6", Rapporteur: h.people[rapporteur]}
	for _, name := range complaint.CheckNames {
		in.Checks = append(in.Checks, complaint.Check{Name: name, Answer: complaint.CheckYes})
	}
	must(h.t, h.Desk.Register(h.t.Context(), h.secretary, ref, in))
	return ref
}

// complaint reads a complaint of the first commission.
func (h *harness) complaint(ref complaint.Ref) complaint.Complaint {
	h.t.Helper()
	c, err := h.db.Complaint(h.t.Context(), h.own, ref)
	must(h.t, err)
	return c
}

// browser keeps cookies between requests, as a person's does.
type browser struct {
	h       *harness
	cookies []*http.Cookie
}

// visitor opens a browser nobody signed in with.
func (h *harness) visitor() *browser { return &browser{h: h} }

// signIn opens a browser and signs in, through the pages.
func (h *harness) signIn(login string) *browser {
	h.t.Helper()
	b := h.visitor()
	w := b.post("/sign-in", url.Values{"login": {login}, "password": {harnessPassword}})
	if w.Code != http.StatusSeeOther {
		h.t.Fatalf("signing in as %s: status %d", login, w.Code)
	}
	return b
}

func (b *browser) get(address string) *httptest.ResponseRecorder {
	return b.do(httptest.NewRequestWithContext(b.h.t.Context(), http.MethodGet, "https://complaints.example"+address, http.NoBody))
}

func (b *browser) post(address string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(b.h.t.Context(), http.MethodPost, "https://complaints.example"+address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", echo.MIMEApplicationForm)
	return b.do(r)
}

// do sends any request with the cookies, and keeps what is set.
func (b *browser) do(r *http.Request) *httptest.ResponseRecorder {
	for _, cookie := range b.cookies {
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	b.h.ServeHTTP(w, r)
	for _, set := range w.Result().Cookies() {
		b.cookies = slices.DeleteFunc(b.cookies, func(c *http.Cookie) bool { return c.Name == set.Name })
		if set.MaxAge >= 0 {
			b.cookies = append(b.cookies, set)
		}
	}
	b.h.namesItsFields(r, w.Body.String())
	if strings.Contains(w.Body.String(), "no value") {
		b.h.t.Errorf("%s %s: a sentence is told no value for what it names", r.Method, r.URL.Path)
	}
	return w
}

// cookie returns the value of a cookie, empty if there is none.
func (b *browser) cookie(name string) string {
	for _, c := range b.cookies {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}
