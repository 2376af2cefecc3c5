package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"redress/internal/attachment"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/jobs"
	"redress/internal/mail"
	"redress/internal/notice"
)

func TestALetterIsDeliveredIntoTheFolder(t *testing.T) {
	w := newWorld(t)
	dir := t.TempDir()
	folder, err := mail.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	w.run(w.deps(nil, folder))
	id := w.letter()
	began := time.Now()
	w.owe(notice.Send{Letter: id})
	w.letterIsSent()
	t.Logf("delivered after %v", time.Since(began))
	if got := w.text(`SELECT state FROM complaints`); got != "delivered" {
		t.Errorf("the complaint is %s, want delivered", got)
	}
	raw, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("letter-%d.eml", id)))
	if err != nil || !strings.Contains(string(raw), w.text(`SELECT message_id FROM letters`)) {
		t.Errorf("the letter in the folder is not the one in the row: %v", err)
	}
}

func TestTheSameJobTwiceSendsOnce(t *testing.T) {
	w := newWorld(t)
	p := &post{}
	id := w.letter()
	w.owe(notice.Send{Letter: id})
	w.run(w.deps(nil, p))
	w.letterIsSent()
	w.owe(notice.Send{Letter: id})
	w.until("2", `SELECT count(*)::text FROM river_job WHERE kind = 'send_letter' AND state = 'completed'`)
	if p.taken() != 1 {
		t.Errorf("sent %d times, want once", p.taken())
	}
	if got := w.text(`SELECT count(*)::text FROM docket WHERE act = 'letter_sent'`); got != "1" {
		t.Errorf("%s entries in the docket, want 1", got)
	}
}

func TestAMailServerThatIsDownIsTriedAgain(t *testing.T) {
	w := newWorld(t)
	var up atomic.Bool
	p := &post{fault: func(int) error {
		if up.Load() {
			return nil
		}
		return errors.New("the mail server cannot be reached")
	}}
	w.owe(notice.Send{Letter: w.letter()})
	w.run(w.deps(nil, p))
	for p.tried() < 3 {
		time.Sleep(5 * time.Millisecond)
	}
	if got := w.text(`SELECT state || ' ' || trouble FROM letters`); got != "owed mail_refused" {
		t.Errorf("the letter is %q meanwhile", got)
	}
	up.Store(true)
	w.letterIsSent()
	w.jobIs("send_letter", "completed")
	if p.taken() != 1 {
		t.Errorf("sent %d times, want once", p.taken())
	}
}

func TestALetterRefusedForGoodWaitsForAPerson(t *testing.T) {
	w := newWorld(t)
	p := &post{fault: func(int) error { return fmt.Errorf("no such addressee: %w", notice.ErrRefused) }}
	id := w.letter()
	w.owe(notice.Send{Letter: id})
	w.run(w.deps(nil, p))
	w.jobIs("send_letter", "cancelled")
	if got := w.text(`SELECT state || ' ' || tries FROM letters`); got != "failed 1" {
		t.Errorf("the letter is %q, want failed after one try", got)
	}
	if got := w.text(`SELECT state FROM complaints`); got != "signed" {
		t.Errorf("the complaint is %s, want signed", got)
	}
	w.owe(notice.Send{Letter: id})
	w.until("1", `SELECT count(*)::text FROM river_job WHERE kind = 'send_letter' AND state = 'completed'`)
	if p.tried() != 1 {
		t.Errorf("tried %d times, want once", p.tried())
	}
}

func TestALetterIsGivenUpAfterTheLastTry(t *testing.T) {
	w := newWorld(t)
	p := &post{fault: func(int) error { return errors.New("the mail server cannot be reached") }}
	w.owe(notice.Send{Letter: w.letter()})
	w.run(w.deps(nil, p))
	w.jobIs("send_letter", "cancelled")
	if got := w.text(`SELECT state FROM letters`); got != "failed" || p.tried() != jobs.Tries {
		t.Errorf("the letter is %s after %d tries, want failed after %d", got, p.tried(), jobs.Tries)
	}
}

// forgetful loses the first record that a letter was sent, as a crash does.
type forgetful struct {
	notice.Store
	lost atomic.Bool
}

func (f *forgetful) ChangeLetter(ctx context.Context, id notice.ID, change func(notice.Letter, commission.Moment) (notice.Letter, *docket.Line, error),
	last func(complaint.Complaint, commission.Moment) (complaint.Complaint, docket.Line, error)) error {
	if f.lost.CompareAndSwap(false, true) {
		return errors.New("the machine stopped")
	}
	return f.Store.ChangeLetter(ctx, id, change, last)
}

// P16: between the mail server's answer and the commit a letter may be sent twice,
// under one Message-ID, and is never lost.
func TestACrashAfterSendingSendsAgain(t *testing.T) {
	w := newWorld(t)
	var ids []string
	folder, err := mail.NewFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	p := senderFunc(func(ctx context.Context, m notice.Message, open func(notice.Enclosure) ([]byte, error)) (string, error) {
		id, err := folder.Send(ctx, m, open)
		ids = append(ids, id) // one job, one try at a time
		return id, err
	})
	w.owe(notice.Send{Letter: w.letter()})
	w.run(w.deps(&forgetful{Store: w.db}, p))
	w.jobIs("send_letter", "completed")
	if len(ids) != 2 || ids[0] != ids[1] || ids[0] != w.text(`SELECT message_id FROM letters WHERE state = 'sent'`) {
		t.Errorf("sent as %v, want twice under the Message-ID of the row", ids)
	}
}

type senderFunc func(context.Context, notice.Message, func(notice.Enclosure) ([]byte, error)) (string, error)

func (f senderFunc) Send(ctx context.Context, m notice.Message, open func(notice.Enclosure) ([]byte, error)) (string, error) {
	return f(ctx, m, open)
}

func TestAPanicIsTriedAgain(t *testing.T) {
	w := newWorld(t)
	p := &post{fault: func(try int) error {
		if try == 1 {
			panic("a defect")
		}
		return nil
	}}
	w.owe(notice.Send{Letter: w.letter()})
	w.run(w.deps(nil, p))
	w.letterIsSent()
}

func TestNoLetterNoJob(t *testing.T) {
	w := newWorld(t)
	w.owe(notice.Send{Letter: 404})
	w.owe(document.Print{Ruling: 404})
	w.run(w.deps(nil, &post{}))
	w.jobIs("send_letter", "cancelled")
	w.jobIs("print_ruling", "cancelled")
}

func TestARulingIsPrintedOnce(t *testing.T) {
	w := newWorld(t)
	for range 4 { // at the same time
		w.owe(document.Print{Ruling: w.ruling})
	}
	w.run(w.deps(nil, &post{}))
	w.until("4", `SELECT count(*)::text FROM river_job WHERE kind = 'print_ruling' AND state = 'completed'`)
	if got := w.text(`SELECT count(*)::text FROM papers`); got != "1" {
		t.Errorf("%s papers, want 1", got)
	}
	printed, err := w.press.Ruling(t.Context(), w.ruling)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []document.File{printed.PDF, printed.DOCX} {
		rc, err := w.press.Open(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		rc.Close()
	}
}

// A stop waits for the letter under way.
func TestStopWaits(t *testing.T) {
	w := newWorld(t)
	under, release := make(chan struct{}), make(chan struct{})
	p := &post{fault: func(int) error {
		close(under)
		<-release
		return nil
	}}
	w.owe(notice.Send{Letter: w.letter()})
	j := w.run(w.deps(nil, p))
	<-under
	time.AfterFunc(100*time.Millisecond, func() { close(release) })
	if err := j.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := w.text(`SELECT state FROM letters`); got != "sent" {
		t.Errorf("after the stop the letter is %s, want sent", got)
	}
}

// A stop that has no more time breaks the letter off; it is still owed, and goes out
// with the next start.
func TestStopBreaksOff(t *testing.T) {
	w := newWorld(t)
	under := make(chan struct{})
	stuck := senderFunc(func(ctx context.Context, _ notice.Message, _ func(notice.Enclosure) ([]byte, error)) (string, error) {
		close(under)
		<-ctx.Done()
		return "", ctx.Err()
	})
	w.owe(notice.Send{Letter: w.letter()})
	j := w.run(w.deps(nil, stuck))
	<-under
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := j.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	if got := w.text(`SELECT state FROM letters`); got != "owed" {
		t.Errorf("after the stop the letter is %s, want owed", got)
	}
	w.run(w.deps(nil, &post{}))
	w.letterIsSent()
}

func TestSweep(t *testing.T) {
	w := newWorld(t)
	w.letter() // prints the paper: two files that a row names
	key := func(age time.Duration) attachment.Key {
		k := attachment.NewKey()
		if _, err := w.vault.Put(t.Context(), k, strings.NewReader("x"), 1); err != nil {
			t.Fatal(err)
		}
		w.age(k, age)
		return k
	}
	const old, young = 25 * time.Hour, 23 * time.Hour
	name := func(k attachment.Key, form string, filed any) {
		w.exec(`INSERT INTO attachments (filing_hash, complaint_id, vault_key, name, original_name, media_type, size, sha256)
			VALUES (CASE WHEN $2 = '' THEN NULL ELSE sha256($2::text::bytea) END, $3, $1, 'a', 'a', 'text/plain', 1, sha256('x'))`, string(k), form, filed)
	}
	w.exec(`INSERT INTO filings (token_hash, answers, expires_at) VALUES (sha256('running'), '{}', now() + interval '1 day'), (sha256('expired'), '{}', now() - interval '1 hour')`)
	inForm, inExpired, inComplaint := key(old), key(old), key(old)
	name(inForm, "running", nil)
	name(inExpired, "expired", nil)
	name(inComplaint, "", 1)
	abandoned, arriving := key(old), key(young)
	var printed []attachment.Key
	for _, column := range []string{"pdf_key", "docx_key"} {
		k := attachment.Key(w.text(`SELECT ` + column + ` FROM papers`))
		w.age(k, old)
		printed = append(printed, k)
	}
	w.run(w.deps(nil, &post{})) // the first sweep comes with the start
	w.jobIs("sweep", "completed")
	for what, row := range map[string]struct {
		key  attachment.Key
		kept bool
	}{
		"a file of a form in progress": {inForm, true}, "a file of an expired form": {inExpired, false}, "a file of a complaint": {inComplaint, true},
		"an abandoned upload": {abandoned, false}, "an upload on its way": {arriving, true},
		"a printed PDF": {printed[0], true}, "a printed DOCX": {printed[1], true},
	} {
		rc, _, err := w.vault.Open(t.Context(), row.key)
		if (err == nil) != row.kept {
			t.Errorf("%s: Open() = %v, want it kept: %v", what, err, row.kept)
		}
		if err == nil {
			rc.Close()
		}
	}
	// One sweep an hour, whoever starts meanwhile.
	w.owe(jobs.Sweep{})
	if got := w.text(`SELECT count(*)::text FROM river_job WHERE kind = 'sweep'`); got != "1" {
		t.Errorf("%s sweeps in the hour, want 1", got)
	}
}

// TestSweepOfAForeignVault: beside a wrong or an emptied database nothing is deleted.
func TestSweepOfAForeignVault(t *testing.T) {
	w := newWorld(t)
	var keys []attachment.Key
	for range 3 {
		k := attachment.NewKey()
		if _, err := w.vault.Put(t.Context(), k, strings.NewReader("x"), 1); err != nil {
			t.Fatal(err)
		}
		w.age(k, 25*time.Hour)
		keys = append(keys, k)
	}
	w.run(w.deps(nil, &post{}))
	w.jobIs("sweep", "completed")
	for _, k := range keys {
		rc, _, err := w.vault.Open(t.Context(), k)
		if err != nil {
			t.Fatalf("a file of another installation is gone: %v", err)
		}
		rc.Close()
	}
}

// age makes a file of the vault look older.
func (w *world) age(k attachment.Key, by time.Duration) {
	w.Helper()
	name := strings.TrimPrefix(string(k), "staging/")
	at := time.Now().Add(-by)
	if err := os.Chtimes(filepath.Join(w.vaultDir, "staging", name[:2], name), at, at); err != nil {
		w.Fatal(err)
	}
}
