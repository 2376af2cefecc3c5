package jobs_test

import (
	"errors"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/postgres/pgtest"
	"redress/internal/regulation"
)

// underWay adds a campaign and open complaints to the world: 201 and 202 registered
// under the campaign, 203 in the ordinary regime, 204 not registered yet. Complaint 1
// is signed, and owes its delivery.
func (w *world) underWay() commission.Campaign {
	w.Helper()
	campaign := commission.Campaign{Code: "2026", Title: "Выборы", Organiser: 1, StartsOn: calendar.Day(2026, 6, 18), EndsOn: calendar.Day(2026, 11, 20),
		VotingDays: []calendar.Date{calendar.Day(2026, 9, 20)}}
	var err error
	if campaign.ID, err = w.db.AddCampaign(w.Context(), campaign); err != nil {
		w.Fatal(err)
	}
	for _, c := range []struct {
		number          int
		filed, regime   string
		state, campaign any
	}{
		{201, "2026-09-14 03:00Z", "campaign", "registered", int64(campaign.ID)},
		{202, "2026-08-03 03:00Z", "campaign", "registered", int64(campaign.ID)},
		{203, "2026-09-14 03:00Z", "ordinary", "registered", nil},
		{204, "2026-09-15 03:00Z", "", "filed", nil},
	} {
		w.exec(`INSERT INTO complaints (commission_id, year, number, state, version, code_hash, salt, filed_at, channel, assurance,
				contested_decision, contested_action, contested_inaction, respondent_id, answers, complainant, substance,
				registered_at, register_year, register_number, regime, campaign_id)
			SELECT 1, 2026, $1::int, $2, 2, sha256($1::text::bytea), substr(sha256('b'), 1, 16), $3::timestamptz, 'portal', 'unconfirmed', true, false, false, 2,
				'{}', 'С.', 'О', r, CASE WHEN r IS NOT NULL THEN 2026 END, CASE WHEN r IS NOT NULL THEN $1::int END, nullif($4, ''), $5
			FROM (SELECT CASE WHEN $4 <> '' THEN $3::timestamptz END AS r) x`, c.number, c.state, c.filed, c.regime, c.campaign)
	}
	w.exec(`UPDATE complaints SET due_sort = '1|' WHERE state <> 'delivered'`)
	// The first walk stores what follows from each, as its own acts would have.
	if _, err := (deadline.Recompute{Year: 2026}).Run(w.Context(), w.db); err != nil {
		w.Fatal(err)
	}
	return campaign
}

const datesQuery = `SELECT coalesce(string_agg(c.number || ' ' || d.clock || ' ' || d.due_on, '; ' ORDER BY c.number, d.clock), '')
	FROM deadlines d JOIN complaints c ON c.id = d.complaint_id WHERE d.met_at IS NULL AND c.number > 200`

// TestAMovedVotingDayMovesDeadlines: exactly those it bears on, with old and new date
// in the docket; done again it changes nothing.
func TestAMovedVotingDayMovesDeadlines(t *testing.T) {
	w := newWorld(t)
	campaign := w.underWay()
	const before = "201 campaign_reply 2026-09-19; 202 campaign_reply 2026-08-08; 203 ordinary_reply 2026-10-14; 204 campaign_registration 2026-09-15; 204 campaign_reply 2026-09-19"
	if got := w.text(datesQuery); got != before {
		t.Fatalf("before: %s", got)
	}
	w.exec(`CREATE TABLE docket_before AS SELECT chain, seq FROM docket`)
	moved := campaign
	moved.VotingDays = []calendar.Date{calendar.Day(2026, 9, 18), calendar.Day(2026, 9, 19), calendar.Day(2026, 9, 20)}
	setup, admin := commission.NewSetup(w.db), identity.Actor{ID: 1, Office: identity.Administrator}
	if err := setup.Change(t.Context(), admin, moved); err != nil {
		t.Fatal(err)
	}
	w.run(w.deps(nil, &post{}))
	w.jobIs("recompute_deadlines", "completed")
	const after = "201 campaign_reply 2026-09-17; 202 campaign_reply 2026-08-08; 203 ordinary_reply 2026-10-14; 204 campaign_registration 2026-09-15; 204 campaign_reply 2026-09-17"
	if got := w.text(datesQuery); got != after {
		t.Errorf("after: %s", got)
	}
	const added = `SELECT coalesce(string_agg(c.number || ' ' || k.act || ' ' || k.payload, E'\n' ORDER BY c.number), '') FROM docket k
		JOIN complaints c ON k.chain = 'complaint:' || c.id WHERE NOT EXISTS (SELECT 1 FROM docket_before b WHERE b.chain = k.chain AND b.seq = k.seq)`
	const facts = `deadlines_moved {"because":"campaign","campaign":1,"clocks":["campaign_reply"],"now":["2026-09-17"],"title":"Выборы","was":["2026-09-19"]}`
	if got := w.text(added); got != "201 "+facts+"\n204 "+facts {
		t.Errorf("the docket says\n%s", got)
	}
	if got := w.text(`SELECT string_agg(number || ' ' || due_on || ' ' || due_sort || ' ' || coalesce(regime, ''), '; ' ORDER BY number) FROM complaints WHERE number IN (201, 203)`); got !=
		"201 2026-09-17 1|2026-09-17|2026-09-17|2026-0201 campaign; 203 2026-10-14 1|2026-10-14|2026-10-14|2026-0203 ordinary" {
		t.Errorf("the lists have %s", got)
	}
	whole := w.text(`SELECT md5(string_agg(c::text, '' ORDER BY id)) FROM complaints c`) + w.text(`SELECT md5(string_agg(d::text, '' ORDER BY id)) FROM deadlines d`) + w.text(`SELECT count(*)::text FROM docket`)
	w.owe(deadline.Recompute{Campaign: campaign.ID})
	w.until("2", `SELECT count(*)::text FROM river_job WHERE kind = 'recompute_deadlines' AND state = 'completed'`)
	if again := w.text(`SELECT md5(string_agg(c::text, '' ORDER BY id)) FROM complaints c`) + w.text(`SELECT md5(string_agg(d::text, '' ORDER BY id)) FROM deadlines d`) + w.text(`SELECT count(*)::text FROM docket`); again != whole {
		t.Error("a second run changed something")
	}
	if v, err := w.db.VerifyDocket(t.Context()); err != nil {
		t.Error(err)
	} else {
		for _, f := range v.Faults {
			if f.Kind != "mismatch" { // the rows of this test were not filed
				t.Errorf("the docket is broken: %+v", f)
			}
		}
	}
}

// TestALoadedYearMovesDeadlines: a day off put into a year moves a term in working
// days, for a replica that has read the calendar before.
func TestALoadedYearMovesDeadlines(t *testing.T) {
	w := newWorld(t)
	w.underWay()
	const delivery = `SELECT due_on::text FROM deadlines WHERE complaint_id = 1 AND clock = 'ruling_delivery'`
	if got := w.text(delivery); got != "2026-03-19" {
		t.Fatalf("delivery is due on %s", got)
	}
	y, _ := calendar.Russia().Year(2026)
	y.Source = "Указ"
	y.Holidays[calendar.Day(2026, 3, 18)] = "Праздник"
	if err := commission.NewSetup(w.db).LoadYear(t.Context(), identity.Actor{ID: 1, Office: identity.Administrator}, y); err != nil {
		t.Fatal(err)
	}
	w.run(w.deps(nil, &post{}))
	w.jobIs("recompute_deadlines", "completed")
	if got := w.text(delivery); got != "2026-03-20" {
		t.Errorf("R-115: delivery is due on %s, want the next working day", got)
	}
	if got := w.text(`SELECT payload FROM docket WHERE chain = 'complaint:1' AND act = 'deadlines_moved' ORDER BY seq DESC LIMIT 1`); got !=
		`{"because":"calendar","clocks":["ruling_delivery"],"now":["2026-03-20"],"was":["2026-03-19"],"year":2026}` {
		t.Errorf("the docket says %s", got)
	}
}

// TestOnlyLettersOfTheRulingMove: a day off moves the day the ruling must be
// brought by. A notice of another date keeps it.
func TestOnlyLettersOfTheRulingMove(t *testing.T) {
	w := newWorld(t)
	w.underWay()
	w.letter()
	w.exec(`INSERT INTO papers (commission_id, kind, complaint_id, letter, number, made_at, template, data, pdf_key, pdf_sha256, pdf_size, docx_key, docx_sha256, docx_size)
		VALUES (1, 'letter', 1, 'accused_told', '5/2026', '2026-03-03 03:00Z', '1', '{}', 'p', sha256('p'), 1, 'd', sha256('d'), 1)`)
	w.exec(`INSERT INTO letters (commission_id, complaint_id, paper_id, addressee, way, address, name, state, due_on, made_at)
		SELECT 1, 1, id, 'accused', 'post', 'пгт. Примерный', 'Образцов О. О.', 'owed', '2026-03-03', '2026-03-03 03:00Z' FROM papers WHERE kind = 'letter'`)
	y, _ := calendar.Russia().Year(2026)
	y.Holidays[calendar.Day(2026, 3, 18)] = "Праздник"
	if err := commission.NewSetup(w.db).LoadYear(t.Context(), identity.Actor{ID: 1, Office: identity.Administrator}, y); err != nil {
		t.Fatal(err)
	}
	if _, err := (deadline.Recompute{Year: 2026}).Run(t.Context(), w.db); err != nil {
		t.Fatal(err)
	}
	if got := w.text(`SELECT string_agg(addressee || ' ' || due_on, '; ' ORDER BY addressee) FROM letters`); got != "accused 2026-03-03; complainant 2026-03-20" {
		t.Errorf("the letters are due: %s", got)
	}
}

// TestACampaignConcernsAllBelowItsOrganiser: one that a commission two levels up
// organises is that of a territory and of a polling station too, and what waits there
// for registration falls under it.
func TestACampaignConcernsAllBelowItsOrganiser(t *testing.T) {
	w := newWorld(t)
	w.exec(`INSERT INTO commissions (code, kind, name, short_name, established, address, place, phone, email) VALUES
		('00', 'central', 'Центральная избирательная комиссия', 'ЦИК', 15, '', '', '', ''), ('42', 'regional', 'Избирательная комиссия области', 'Избирком', 14, '', '', '', '')`)
	w.exec(`INSERT INTO commission_links (child_id, parent_id) VALUES (4, 3), (1, 4)`)
	w.exec(`INSERT INTO profiles (commission_id, version, profile) SELECT c.id, 1, p.profile FROM commissions c, profiles p WHERE c.id > 2 AND p.commission_id = 1`)
	w.exec(`INSERT INTO complaints (commission_id, year, number, state, version, code_hash, salt, filed_at, channel, assurance,
			contested_decision, contested_action, contested_inaction, respondent_id, answers, complainant, substance, due_sort)
		SELECT id, 2026, 300 + id, 'filed', 1, sha256(id::text::bytea), substr(sha256('b'), 1, 16), '2026-09-15 03:00Z', 'portal', 'unconfirmed', true, false, false, 2, '{}', 'С.', 'О', '1|'
		FROM commissions WHERE id IN (1, 2, 4)`)
	waits := func(want string) {
		t.Helper()
		if got := w.text(`SELECT string_agg(c.number || ' ' || d.clock, '; ' ORDER BY c.number) FROM deadlines d JOIN complaints c ON c.id = d.complaint_id WHERE c.number > 300 AND d.clock LIKE '%registration'`); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if _, err := (deadline.Recompute{Year: 2026}).Run(t.Context(), w.db); err != nil {
		t.Fatal(err)
	}
	waits("301 ordinary_registration; 302 ordinary_registration; 304 ordinary_registration")
	id, err := w.db.AddCampaign(t.Context(), commission.Campaign{Code: "2026", Title: "Выборы", Organiser: 3, StartsOn: calendar.Day(2026, 6, 18), EndsOn: calendar.Day(2026, 11, 20),
		VotingDays: []calendar.Date{calendar.Day(2026, 9, 20)}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (deadline.Recompute{Campaign: id}).Run(t.Context(), w.db); err != nil {
		t.Fatal(err)
	}
	waits("301 campaign_registration; 302 campaign_registration; 304 campaign_registration")
}

// TestABusyComplaintIsDatedToo: one that an act holds does not keep the others, and
// is dated when the act is over.
func TestABusyComplaintIsDatedToo(t *testing.T) {
	w := newWorld(t)
	campaign := w.underWay()
	w.exec(`UPDATE campaigns SET voting_days = '{2026-09-19,2026-09-20}'`)
	tx, err := w.db.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `SELECT 1 FROM complaints WHERE number = 201 FOR UPDATE`); err != nil {
		t.Fatal(err)
	}
	job := deadline.Recompute{Campaign: campaign.ID}
	done, err := w.db.RecomputeAfter(t.Context(), job, 0, 100)
	if err != nil || len(done.Busy) != 1 || done.Moved != 1 {
		t.Errorf("RecomputeAfter() = %+v, %v, want one moved and one busy", done, err)
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if moved, err := job.Run(t.Context(), w.db); err != nil || moved != 1 {
		t.Errorf("Run() = %d, %v, want the busy one moved", moved, err)
	}
}

func TestWhoMayChangeACampaign(t *testing.T) {
	w := newWorld(t)
	campaign := w.underWay()
	setup := commission.NewSetup(w.db)
	if err := setup.Change(t.Context(), identity.Actor{ID: 1, Office: identity.Chair}, campaign); err == nil {
		t.Error("a chair changed a campaign")
	}
	campaign.VotingDays = nil
	err := setup.Change(t.Context(), identity.Actor{ID: 1, Office: identity.Administrator}, campaign)
	var r *regulation.Refusal
	if !errors.As(err, &r) || r.Clause != regulation.VotingDays {
		t.Errorf("R-032: a campaign without voting days: %v", err)
	}
	if got := w.text(`SELECT count(*)::text FROM river_job WHERE kind = 'recompute_deadlines'`); got != "0" {
		t.Errorf("%s recomputations are owed after refusals", got)
	}
}

// TestAMovedVotingDayMovesAnswers: the answers that a commission waits
// for are dated anew with the complaint, and of one that is closed too; what came in
// stays as it was.
func TestAMovedVotingDayMovesAnswers(t *testing.T) {
	w := newWorld(t)
	campaign := w.underWay()
	w.exec(`UPDATE complaints SET inquiries = '[
		{"Number": 1, "Kind": "request", "Body": "Архив", "SentAt": "2026-09-14T04:00:00Z"},
		{"Number": 2, "Kind": "request", "Body": "Школа", "SentAt": "2026-09-14T04:00:00Z", "Answer": {"From": "Школа", "On": "2026-09-15", "Text": "Да", "At": "2026-09-15T04:00:00Z"}},
		{"Number": 3, "Kind": "referral", "Authority": "police", "Body": "Полиция", "SentAt": "2026-09-15T04:00:00Z"}]' WHERE number = 201`)
	w.exec(`UPDATE complaints SET state = 'answered', route = 'abuse_notice', closed_at = '2026-08-07 03:00Z', due_sort = NULL, inquiries = '[
		{"Number": 1, "Kind": "referral", "Authority": "police", "Body": "Полиция", "SentAt": "2026-09-15T04:00:00Z"}]' WHERE number = 202`)
	pgtest.SetNow(t, w.db, time.Date(2026, 9, 16, 5, 0, 0, 0, time.UTC))
	inquiries, chair := complaint.NewInquiries(w.db), identity.Actor{ID: 1, Office: identity.Chair, Commission: 1}
	for number, inquiry := range map[int]int{201: 1, 202: 1} { // an act stores the clocks
		if err := inquiries.Reach(t.Context(), chair, complaint.Ref{Year: 2026, Number: number}, inquiry, calendar.Day(2026, 9, 15)); err != nil {
			t.Fatal(err)
		}
	}
	const answers = `SELECT coalesce(string_agg(c.number || '/' || d.inquiry || ' ' || d.due_on, '; ' ORDER BY c.number, d.inquiry), '')
		FROM deadlines d JOIN complaints c ON c.id = d.complaint_id WHERE d.inquiry > 0`
	if got := w.text(answers); got != "201/1 2026-09-19; 201/2 2026-09-19; 201/3 2026-09-19; 202/1 2026-09-19" {
		t.Fatalf("before: %s", got)
	}
	moved := campaign
	moved.VotingDays = []calendar.Date{calendar.Day(2026, 9, 19), calendar.Day(2026, 9, 20)}
	preview, err := w.db.ForeseeCampaign(t.Context(), moved, 10)
	if err != nil || preview.Complaints != 3 {
		t.Errorf("ForeseeCampaign() = %+v, %v, want 201, 202 and 204", preview, err)
	}
	if err := commission.NewSetup(w.db).Change(t.Context(), identity.Actor{ID: 1, Office: identity.Administrator}, moved); err != nil {
		t.Fatal(err)
	}
	w.run(w.deps(nil, &post{}))
	w.jobIs("recompute_deadlines", "completed")
	if got := w.text(answers); got != "201/1 2026-09-18; 201/2 2026-09-19; 201/3 2026-09-18; 202/1 2026-09-18" {
		t.Errorf("after: %s", got)
	}
	const last = `SELECT payload FROM docket k JOIN complaints c ON k.chain = 'complaint:' || c.id WHERE c.number = $1 AND k.act = 'deadlines_moved' ORDER BY k.seq DESC LIMIT 1`
	if got := w.text(last, 202); got != `{"because":"campaign","campaign":1,"clocks":["law_enforcement_response"],"now":["2026-09-18"],"title":"Выборы","was":["2026-09-19"]}` {
		t.Errorf("the docket of the closed one says %s", got)
	}
	if got := w.text(last, 201); got != `{"because":"campaign","campaign":1,"clocks":["campaign_reply","campaign_information_request","law_enforcement_response"],"now":["2026-09-18","2026-09-18","2026-09-18"],"title":"Выборы","was":["2026-09-19","2026-09-19","2026-09-19"]}` {
		t.Errorf("the docket says %s", got)
	}
}
