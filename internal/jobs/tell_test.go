package jobs_test

import (
	"fmt"
	"strings"
	"testing"

	"redress/internal/notice"
)

// invited makes the sitting of the world a planned one that two members are to be told of
// by e-mail, one of whom has lost the address since.
func (w *world) invited() {
	w.Helper()
	w.exec(`UPDATE people SET email = 'petrova@example.ru' WHERE id = 1`)
	w.exec(`INSERT INTO sittings (commission_id, number, state, version, starts_at, place, video, urgent, presiding_id, presiding_title,
		secretary_id, secretary_title, established) VALUES (1, 13, 'planned', 1, '2027-03-18 04:00Z', 'зал', false, false, 1, 'Председатель', 2, 'Секретарь', 9)`)
	w.exec(`INSERT INTO sitting_notices (sitting_id, person_id, way, made_at) SELECT s.id, p, 'email', '2026-03-16 04:00Z' FROM sittings s, (VALUES (1), (2)) AS n(p) WHERE s.number = 13`)
	w.owe(notice.Tell{Notice: 1})
	w.owe(notice.Tell{Notice: 2})
}

// TestMembersAreToldByTheQueue: the mail server's acceptance is the time of the notice, in
// the docket of the sitting; who cannot be reached waits for a person.
func TestMembersAreToldByTheQueue(t *testing.T) {
	w := newWorld(t)
	w.invited()
	box, at := &mailbox{}, closedPort(t)
	box.open(t, at)
	w.run(w.deps(nil, overSMTP(t, at)))
	w.until("2", `SELECT count(*)::text FROM river_job WHERE kind = 'tell_member' AND state = 'completed'`)
	w.until("told", `SELECT CASE WHEN told_at IS NOT NULL AND message_id LIKE '<notice-1-%' THEN 'told' END FROM sitting_notices WHERE id = 1`)
	w.until("failed", `SELECT CASE WHEN told_at IS NULL AND failed THEN 'failed' END FROM sitting_notices WHERE id = 2`)
	w.until("member_told notice_failed", `SELECT string_agg(act, ' ' ORDER BY act) FROM docket WHERE act IN ('member_told', 'notice_failed')`)
	w.until("3", `SELECT version::text FROM sittings WHERE number = 13`)
	box.mu.Lock()
	defer box.mu.Unlock()
	if len(box.letters) != 1 || !strings.Contains(string(box.letters[0]), "sitting.ics") {
		t.Errorf("R-063: %d letters, or no calendar file", len(box.letters))
	}
}

// TestALetterToAMemberRefusedForGood waits for the secretary.
func TestALetterToAMemberRefusedForGood(t *testing.T) {
	w := newWorld(t)
	w.invited()
	w.run(w.deps(nil, &post{fault: func(int) error { return fmt.Errorf("no such addressee: %w", notice.ErrRefused) }}))
	w.until("2", `SELECT count(*)::text FROM sitting_notices WHERE failed`)
	w.until("cancelled", `SELECT state::text FROM river_job WHERE kind = 'tell_member' AND args->>'notice' = '1'`)
}
