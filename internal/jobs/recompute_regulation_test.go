package jobs_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/postgres/pgtest"
	"redress/internal/regulation"
)

var admin = identity.Actor{ID: 1, Office: identity.Administrator}

// closed adds a closed sitting of 16 March 2026 that owes its minutes.
func (w *world) closed() {
	w.Helper()
	w.exec(`UPDATE sittings SET state = 'closed', closed_at = '2026-03-16 07:00Z'`)
	m, err := w.db.Moment(w.Context(), 1)
	if err != nil {
		w.Fatal(err)
	}
	d, err := deadline.Compute(deadline.MinutesText, deadline.Facts{At: time.Date(2026, 3, 16, 4, 0, 0, 0, time.UTC), Zone: regulation.Izhmorsky().Zone()},
		regulation.Izhmorsky(), m.Days)
	if err != nil {
		w.Fatal(err)
	}
	w.exec(`INSERT INTO deadlines (commission_id, sitting_id, clock, kind, due_on, clause, value) VALUES (1, 1, $1, $2, $3, $4, $5)`,
		string(d.Clock), string(d.Kind), d.DueOn.String(), string(d.Clause), d)
}

// TestABackdatedRegulationMovesDeadlines: a version entered after its first day moves
// what began since, through the job, with a line in each docket, minutes and letters
// too, and the officers are told once.
func TestABackdatedRegulationMovesDeadlines(t *testing.T) {
	w := newWorld(t)
	pgtest.SetNow(t, w.db, time.Date(2026, 3, 17, 3, 0, 0, 0, time.UTC))
	w.closed()
	w.letter()
	w.exec(`UPDATE complaints SET due_sort = '1|'`)
	w.exec(`UPDATE people SET email = 'chair@example.ru' WHERE id = 1`)
	p := regulation.Izhmorsky()
	p.MinutesWorkingDays, p.DeliveryWorkingDays = 7, 4
	next := commission.Version{Number: 2, From: calendar.Day(2026, 3, 15), Profile: p}
	foreseen, err := w.db.ForeseeRegulation(t.Context(), 1, next, 10)
	if err != nil || foreseen.Complaints != 1 || foreseen.Minutes != 1 || len(foreseen.Shown) != 2 || foreseen.Shown[0].Sitting != 12 {
		t.Errorf("ForeseeRegulation() = %+v, %v, want the minutes of sitting 12 and one complaint", foreseen, err)
	}
	if got := w.text(`SELECT string_agg(clock || ' ' || due_on, '; ' ORDER BY clock) FROM deadlines WHERE met_at IS NULL AND clock IN ('minutes_text', 'ruling_delivery')`); got !=
		"minutes_text 2026-03-23; ruling_delivery 2026-03-19" {
		t.Fatalf("a preview has moved dates: %s", got)
	}
	err = commission.NewSetup(w.db).Adopt(t.Context(), admin, 1, commission.Adoption{Base: 1, Profile: p, Decision: "3/9", DecisionOn: calendar.Day(2026, 3, 15), From: next.From})
	if err != nil {
		t.Fatal(err)
	}
	sent := &letters{}
	w.run(w.deps(nil, sent))
	w.jobIs("recompute_deadlines", "completed")
	w.jobIs("ring", "completed")
	if got := w.text(`SELECT string_agg(clock || ' ' || due_on, '; ' ORDER BY clock) FROM deadlines WHERE met_at IS NULL AND clock IN ('minutes_text', 'ruling_delivery')`); got !=
		"minutes_text 2026-03-25; ruling_delivery 2026-03-20" {
		t.Errorf("R-083, R-086: after the job %s", got)
	}
	if got := w.text(`SELECT due_on::text FROM letters`); got != "2026-03-20" {
		t.Errorf("R-086: the letter is due on %s", got)
	}
	for chain, want := range map[string]string{
		"complaint:1": `{"because":"regulation","clocks":["ruling_delivery"],"now":["2026-03-20"],"version":2,"was":["2026-03-19"]}`,
		"sitting:1":   `{"because":"regulation","clocks":["minutes_text"],"now":["2026-03-25"],"version":2,"was":["2026-03-23"]}`,
	} {
		if got := w.text(`SELECT coalesce(string_agg(payload, ' '), '') FROM docket WHERE act = 'deadlines_moved' AND chain = $1`, chain); got != want {
			t.Errorf("the docket of %s says %s, want %s", chain, got, want)
		}
	}
	if got := w.text(`SELECT string_agg(person_id || ' ' || complaints || ' ' || minutes || ' ' || (told_at IS NOT NULL) || ' ' || (sent_at IS NOT NULL), '; ' ORDER BY person_id) FROM calls`); got !=
		"1 1 1 true true; 2 1 1 true false" {
		t.Errorf("the calls are %s, want the chair told by e-mail and the secretary on the desk", got)
	}
	if len(sent.all) != 1 || sent.all[0].Subject() != "Сроки изменены: 1\u00a0жалоба, 1\u00a0протокол" || sent.all[0].Address != "chair@example.ru" ||
		strings.Contains(sent.all[0].Text(), "Соколова") || !strings.Contains(sent.all[0].Text(), "редакция 2") {
		t.Errorf("sent was %+v", sent.all)
	}
	for _, officer := range []identity.ID{1, 2} {
		calls, err := w.db.Calls(t.Context(), 1, officer, 5)
		if err != nil || len(calls) != 1 || w.db.PutAway(t.Context(), officer, calls[0].ID) != nil {
			t.Errorf("Calls(%d) = %v, %v", officer, calls, err)
		}
		if again, err := w.db.Calls(t.Context(), 1, officer, 5); err != nil || len(again) != 0 {
			t.Errorf("a call that was put away is shown: %v, %v", again, err)
		}
	}
	if err := w.db.PutAway(t.Context(), 2, 1); !errors.Is(err, notice.ErrNotFound) {
		t.Errorf("somebody put another's call away: %v", err)
	}
	w.owe(deadline.Recompute{Commission: 1, Version: 2})
	w.until("2", `SELECT count(*)::text FROM river_job WHERE kind = 'recompute_deadlines' AND state = 'completed'`)
	if got := w.text(`SELECT count(*) || ' ' || (SELECT count(*) FROM docket WHERE act = 'deadlines_moved') FROM calls`); got != "2 2" {
		t.Errorf("done again: calls and lines are %s", got)
	}
}

// letters is a mail that keeps what it takes.
type letters struct {
	mu  sync.Mutex
	all []notice.Message
}

func (l *letters) Send(_ context.Context, m notice.Message, _ func(notice.Enclosure) ([]byte, error)) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, m)
	return "<" + m.Key() + "@example>", nil
}

// TestAnActBeforeTheWalkWritesTheMoveDown: an act between a change and its walk stores
// the new date with the line that the walk would have written, and is not counted twice.
func TestAnActBeforeTheWalkWritesTheMoveDown(t *testing.T) {
	w := newWorld(t)
	campaign := w.underWay()
	pgtest.SetNow(t, w.db, time.Date(2026, 9, 15, 5, 0, 0, 0, time.UTC))
	changed := campaign
	changed.VotingDays = []calendar.Date{calendar.Day(2026, 9, 18), calendar.Day(2026, 9, 19), calendar.Day(2026, 9, 20)}
	if err := commission.NewSetup(w.db).Change(t.Context(), admin, changed); err != nil {
		t.Fatal(err)
	}
	chair := identity.Actor{ID: 1, Office: identity.Chair, Commission: 1}
	if err := complaint.NewDesk(w.db).Assign(t.Context(), chair, complaint.Ref{Year: 2026, Number: 201}, 2, false); err != nil {
		t.Fatal(err)
	}
	const lines = `SELECT string_agg(act, ' ' ORDER BY seq) FROM docket k JOIN complaints c ON k.chain = 'complaint:' || c.id WHERE c.number = 201 AND k.seq > 1`
	if got := w.text(lines); got != "deadlines_moved assignment" {
		t.Errorf("the docket says %q, want the move before the act", got)
	}
	w.run(w.deps(nil, &post{}))
	w.jobIs("recompute_deadlines", "completed")
	if got := w.text(lines); got != "deadlines_moved assignment" {
		t.Errorf("after the walk the docket says %q", got)
	}
	if got := w.text(`SELECT string_agg(complaints::text, ' ') FROM calls WHERE cause ->> 'campaign' IS NOT NULL`); got != "2 2" {
		t.Errorf("the officers were told of %s complaints, want 2 each", got)
	}
}

// TestWalkAgainstActs: acts on complaints race with the walk over a moved voting day.
// No date is lost, none is stale, and every move stands in the docket exactly once.
func TestWalkAgainstActs(t *testing.T) {
	w := newWorld(t)
	campaign := w.underWay()
	pgtest.SetNow(t, w.db, time.Date(2026, 9, 15, 5, 0, 0, 0, time.UTC))
	const many = 40
	w.exec(`INSERT INTO complaints (commission_id, year, number, state, version, code_hash, salt, filed_at, channel, assurance,
			contested_decision, contested_action, contested_inaction, respondent_id, answers, complainant, substance,
			registered_at, register_year, register_number, regime, campaign_id, due_sort)
		SELECT 1, 2026, 1000 + n, 'registered', 2, sha256(n::text::bytea), substr(sha256('b'), 1, 16), '2026-09-14 03:00Z', 'portal', 'unconfirmed', true, false, false, 2,
			'{}', 'С.', 'О', '2026-09-14 03:00Z', 2026, 1000 + n, 'campaign', $1, '1|' FROM generate_series(1, $2::int) n`, int64(campaign.ID), many)
	if _, err := (deadline.Recompute{Year: 2026}).Run(t.Context(), w.db); err != nil {
		t.Fatal(err)
	}
	w.exec(`CREATE TABLE docket_before AS SELECT chain, seq FROM docket`)
	desk, chair := complaint.NewDesk(w.db), identity.Actor{ID: 1, Office: identity.Chair, Commission: 1}
	var acts sync.WaitGroup
	errs := make([]error, many)
	start := make(chan struct{})
	for i := range many {
		acts.Go(func() {
			<-start
			time.Sleep(time.Duration(i%8) * 3 * time.Millisecond)
			errs[i] = desk.Assign(t.Context(), chair, complaint.Ref{Year: 2026, Number: 1001 + i}, 2, false)
		})
	}
	w.run(w.deps(nil, &post{}))
	changed := campaign
	changed.VotingDays = []calendar.Date{calendar.Day(2026, 9, 18), calendar.Day(2026, 9, 19), calendar.Day(2026, 9, 20)}
	close(start)
	if err := commission.NewSetup(w.db).Change(t.Context(), admin, changed); err != nil {
		t.Fatal(err)
	}
	acts.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	w.jobIs("recompute_deadlines", "completed")
	for what, row := range map[string]struct{ query, want string }{
		"complaints whose answer is due on the eve, and so in the lists": {`SELECT count(*)::text FROM complaints c JOIN deadlines d ON d.complaint_id = c.id
			WHERE c.number > 1000 AND d.clock = 'campaign_reply' AND d.due_on = '2026-09-17' AND c.due_on = d.due_on AND c.rapporteur_id = 2`, "40"},
		"dockets with one move each": {`SELECT count(*)::text FROM (SELECT k.chain FROM docket k JOIN complaints c ON k.chain = 'complaint:' || c.id
			WHERE c.number > 1000 AND k.act = 'deadlines_moved' AND NOT EXISTS (SELECT 1 FROM docket_before b WHERE b.chain = k.chain AND b.seq = k.seq)
			GROUP BY k.chain HAVING count(*) = 1) x`, "40"},
		"complaints that the chair was told of": {`SELECT complaints::text FROM calls WHERE person_id = 1 AND cause ->> 'campaign' IS NOT NULL`, "42"},
	} {
		if got := w.text(row.query); got != row.want {
			t.Errorf("%s: %s, want %s", what, got, row.want)
		}
	}
}

// TestWhatWasMetStays: a change after a term was met does not make it late, whatever
// act comes next.
func TestWhatWasMetStays(t *testing.T) {
	w := newWorld(t)
	w.underWay()
	pgtest.SetNow(t, w.db, time.Date(2026, 9, 15, 5, 0, 0, 0, time.UTC))
	const registration = `SELECT d.due_on::text FROM deadlines d JOIN complaints c ON c.id = d.complaint_id WHERE c.number = 201 AND d.clock = 'campaign_registration'`
	before := w.text(registration)
	p := regulation.Izhmorsky()
	p.CampaignRegisterDays = 3
	if err := commission.NewSetup(w.db).Adopt(t.Context(), admin, 1, commission.Adoption{Base: 1, Profile: p, Decision: "3/9",
		DecisionOn: calendar.Day(2026, 9, 1), From: calendar.Day(2026, 9, 1)}); err != nil {
		t.Fatal(err)
	}
	chair := identity.Actor{ID: 1, Office: identity.Chair, Commission: 1}
	if err := complaint.NewDesk(w.db).Assign(t.Context(), chair, complaint.Ref{Year: 2026, Number: 201}, 2, false); err != nil {
		t.Fatal(err)
	}
	if got := w.text(registration); got != before {
		t.Errorf("the term that was met on %s moved to %s", before, got)
	}
}
