package jobs_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"redress/internal/calendar"
	"redress/internal/deadline"
	"redress/internal/document"
	"redress/internal/docx"
	"redress/internal/files"
	"redress/internal/jobs"
	"redress/internal/notice"
	"redress/internal/pdf"
	"redress/internal/postgres"
	"redress/internal/postgres/pgtest"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

// world is an installation with one signed ruling, and the letters that it owes.
type world struct {
	*testing.T
	db       *postgres.DB
	vault    *files.Vault
	vaultDir string
	press    *document.Press
	ruling   ruling.ID
	owner    *river.Client[pgx.Tx] // inserts jobs as acts do
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, db: pgtest.New(t), vaultDir: t.TempDir()}
	var err error
	if w.vault, err = files.New(w.vaultDir); err != nil {
		t.Fatal(err)
	}
	w.press = document.NewPress(w.db, w.vault, pdf.Render, docx.Render, nil, document.NewCodes([]byte("a key of the tests"), "https://complaints.example"), document.Signing{})
	if w.owner, err = river.NewClient(riverpgxv5.New(w.db.Pool()), &river.Config{}); err != nil {
		t.Fatal(err)
	}
	profile, err := json.Marshal(regulation.Izhmorsky())
	if err != nil {
		t.Fatal(err)
	}
	w.exec(`INSERT INTO commissions (code, kind, name, short_name, parent_id, established, address, place, phone, email) VALUES
		('42-1', 'territorial', 'Территориальная избирательная комиссия Примерного округа', 'ТИК Примерного округа', NULL, 9, 'пгт. Примерный', 'пгт. Примерный', '+7', 'tik@example.ru'),
		('42-2', 'precinct', 'Участковая избирательная комиссия избирательного участка № 9001', 'УИК № 9001', 1, 7, '', '', '', 'uik@example.ru')`)
	w.exec(`INSERT INTO profiles (commission_id, version, profile) VALUES (1, 1, $1), (2, 1, $1)`, profile)
	w.exec(`INSERT INTO people (surname, given, patronymic) VALUES ('Петрова', 'Ольга', 'Ивановна'), ('Орлов', 'Игорь', 'Павлович')`)
	w.exec(`INSERT INTO seats (commission_id, person_id, office, held_from) VALUES (1, 1, 'chair', '2024-01-01'), (1, 2, 'secretary', '2024-01-01')`)
	w.exec(`INSERT INTO complaints (commission_id, year, number, state, version, code_hash, salt, filed_at, channel, assurance,
			contested_decision, contested_action, contested_inaction, respondent_id, answers, complainant, substance,
			registered_at, register_year, register_number, regime, title, rapporteur_id, decided_at, outcome, signed_at)
		VALUES (1, 2026, 107, 'signed', 9, sha256('a'), substr(sha256('b'), 1, 16), '2026-03-02 03:00Z', 'portal', 'unconfirmed',
			true, false, false, 2, '{"Respondent": 2, "Contested": {"Decision": true}, "Text": "О подсчёте", "Complainant": {"Name": {"Surname": "Соколова", "Given": "Анна"}, "Role": "voter", "ReplyBy": "email", "Email": "anna@example.ru"}}',
			'Соколова А.', 'О подсчёте', '2026-03-03 03:00Z', 2026, 5, 'ordinary', 'О подсчёте', 2, '2026-03-16 05:00Z', 'dismiss', '2026-03-16 06:00Z')`)
	w.exec(`INSERT INTO sittings (commission_id, number, state, version, starts_at, place, video, urgent, presiding_id, presiding_title,
			secretary_id, secretary_title, established, opened_at) VALUES (1, 12, 'open', 1, '2026-03-16 04:00Z', 'зал', false, false, 1, 'Председатель', 2, 'Секретарь', 9, '2026-03-16 04:00Z')`)
	w.exec(`INSERT INTO drafts (complaint_id, version, author_id, saved_at, facts, reasons, law, selection) VALUES (1, 1, 2, '2026-03-10', 'Факты.', 'Доводы.', 'Закон.', '{}')`)
	w.exec(`INSERT INTO items (sitting_id, ordinal, complaint_id, title, rapporteur_id, draft_version, question, state, result, settled_at)
		VALUES (1, 1, 1, 'О подсчёте', 2, 1, '{}', 'adopted', '{}', '2026-03-16 05:00Z')`)
	w.exec(`INSERT INTO rulings (complaint_id, commission_id, sitting_id, item_id, year, serial, number, adopted_at, adopted_on, outcome, draft_version, operative)
		VALUES (1, 1, 1, 1, 2026, 34, '12/34', '2026-03-16 05:00Z', '2026-03-16', 'dismiss', 1, '["Отказать в удовлетворении жалобы."]')`)
	w.ruling = 1
	w.deadlines()
	return w
}

// deadlines stores what follows from the complaint, as every act on it does.
func (w *world) deadlines() {
	w.Helper()
	c, err := w.db.ComplaintByID(w.Context(), 1)
	if err != nil {
		w.Fatal(err)
	}
	m, err := w.db.Moment(w.Context(), c.Commission)
	if err != nil {
		w.Fatal(err)
	}
	running, err := deadline.Following(c, m, calendar.Russia())
	if err != nil {
		w.Fatal(err)
	}
	for _, r := range running {
		value, err := json.Marshal(r.Deadline)
		if err != nil {
			w.Fatal(err)
		}
		w.exec(`INSERT INTO deadlines (commission_id, complaint_id, clock, kind, due_on, clause, value) VALUES (1, 1, $1, $2, $3, $4, $5)`,
			string(r.Clock), string(r.Kind), r.DueOn.String(), string(r.Clause), value)
	}
}

func (w *world) exec(statement string, values ...any) {
	w.Helper()
	if _, err := w.db.Pool().Exec(w.Context(), statement, values...); err != nil {
		w.Fatal(err)
	}
}

// owe inserts a job as the act that owes it does.
func (w *world) owe(job river.JobArgs) {
	w.Helper()
	if _, err := w.owner.Insert(w.Context(), job, nil); err != nil {
		w.Fatal(err)
	}
}

// letter stores the only letter the ruling owes, over its printed paper.
func (w *world) letter() notice.ID {
	w.Helper()
	paper, err := w.press.Ruling(w.Context(), w.ruling)
	if err != nil {
		w.Fatal(err)
	}
	var id int64
	err = w.db.Pool().QueryRow(w.Context(), `INSERT INTO letters (commission_id, complaint_id, paper_id, addressee, way, address, name, state, due_on, made_at)
		VALUES (1, 1, $1, 'complainant', 'email', 'anna@example.ru', 'Соколова Анна', 'owed', '2026-03-19', '2026-03-16 06:00Z') RETURNING id`, int64(paper.ID)).Scan(&id)
	if err != nil {
		w.Fatal(err)
	}
	return notice.ID(id)
}

// deps are the real ones around a sender.
func (w *world) deps(store notice.Store, sender notice.Sender) jobs.Deps {
	if store == nil {
		store = w.db
	}
	log := slog.New(slog.NewTextHandler(w.Output(), nil))
	return jobs.Deps{Letters: notice.NewService(store, sender, w.vault), Press: w.press, Sweeper: w.db, Dates: w.db, Vault: w.vault, Log: log}.Hurried()
}

// run works through the queue until the test ends.
func (w *world) run(d jobs.Deps) *jobs.Jobs {
	w.Helper()
	j, err := jobs.New(w.db.Pool(), d)
	if err != nil {
		w.Fatal(err)
	}
	if err := j.Start(w.Context()); err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := j.Stop(ctx); err != nil {
			w.Error(err)
		}
	})
	return j
}

// text reads one value as text.
func (w *world) text(query string, values ...any) (out string) {
	w.Helper()
	if err := w.db.Pool().QueryRow(w.Context(), query, values...).Scan(&out); err != nil && !errors.Is(err, pgx.ErrNoRows) {
		w.Fatal(err)
	}
	return out
}

// until waits for a value.
func (w *world) until(want, query string, values ...any) {
	w.Helper()
	var got string
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if got = w.text(query, values...); got == want {
			return
		}
	}
	w.Fatalf("%s = %q for too long, want %q", query, got, want)
}

func (w *world) letterIsSent() {
	w.Helper()
	w.until("sent", `SELECT state FROM letters`)
}

func (w *world) jobIs(kind, want string) {
	w.Helper()
	w.until(want, `SELECT coalesce(string_agg(DISTINCT state::text, ','), '') FROM river_job WHERE kind = $1`, kind)
}

// post is a mail that does as it is told and counts what it takes.
type post struct {
	mu    sync.Mutex
	ids   []string // of the letters taken
	tries int
	fault func(try int) error
}

func (p *post) Send(_ context.Context, m notice.Message, open func(notice.Enclosure) ([]byte, error)) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tries++
	if p.fault != nil {
		if err := p.fault(p.tries); err != nil {
			return "", err
		}
	}
	for _, e := range m.Enclosures {
		if _, err := open(e); err != nil {
			return "", err
		}
	}
	p.ids = append(p.ids, "<letter>")
	return "<letter>", nil
}

func (p *post) taken() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.ids)
}

func (p *post) tried() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.tries
}
