package jobs_test

import (
	"bytes"
	"io"
	"net"
	"sync"
	"testing"

	gosmtp "github.com/emersion/go-smtp"

	"redress/internal/mail"
	"redress/internal/notice"
)

// mailbox is a mail server that takes everything, or refuses every addressee.
type mailbox struct {
	mu      sync.Mutex
	refusal error
	letters [][]byte
}

func (m *mailbox) NewSession(*gosmtp.Conn) (gosmtp.Session, error) { return m, nil }
func (m *mailbox) Reset()                                          {}
func (m *mailbox) Logout() error                                   { return nil }
func (m *mailbox) Mail(string, *gosmtp.MailOptions) error          { return nil }
func (m *mailbox) Rcpt(string, *gosmtp.RcptOptions) error          { return m.refusal }
func (m *mailbox) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.letters = append(m.letters, raw)
	return err
}

// closedPort returns a listener's address where nobody listens yet.
func closedPort(t *testing.T) *net.TCPAddr {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr)
}

func (m *mailbox) open(t *testing.T, at *net.TCPAddr) {
	t.Helper()
	l, err := net.ListenTCP("tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	server := gosmtp.NewServer(m)
	var done sync.WaitGroup
	done.Go(func() { _ = server.Serve(l) })
	t.Cleanup(func() { l.Close(); server.Close(); done.Wait() })
}

func overSMTP(t *testing.T, at *net.TCPAddr) *mail.SMTP {
	t.Helper()
	s, err := mail.NewSMTP(mail.Settings{Host: "127.0.0.1", Port: at.Port, From: "noreply@redress.example", TLS: mail.NoTLS}, "https://redress.example")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// P16: a mail server that is away loses nothing, and gets the letter once.
func TestARealMailServerComesBack(t *testing.T) {
	w, m, at := newWorld(t), &mailbox{}, closedPort(t)
	w.owe(notice.Send{Letter: w.letter()})
	w.run(w.deps(nil, overSMTP(t, at)))
	w.until("owed", `SELECT state FROM letters WHERE tries >= 2`)
	m.open(t, at)
	w.letterIsSent()
	w.jobIs("send_letter", "completed")
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.letters) != 1 || !bytes.Contains(m.letters[0], []byte(w.text(`SELECT message_id FROM letters`))) {
		t.Errorf("%d letters arrived, want 1 with the Message-ID of the row", len(m.letters))
	}
}

func TestARealMailServerRefusesTheAddressee(t *testing.T) {
	w, at := newWorld(t), closedPort(t)
	m := &mailbox{refusal: &gosmtp.SMTPError{Code: 550, EnhancedCode: gosmtp.EnhancedCode{5, 1, 1}, Message: "anna@example.ru unknown"}}
	m.open(t, at)
	w.owe(notice.Send{Letter: w.letter()})
	w.run(w.deps(nil, overSMTP(t, at)))
	w.jobIs("send_letter", "cancelled")
	if got := w.text(`SELECT l.state || ' ' || l.tries || ' ' || c.state FROM letters l, complaints c`); got != "failed 1 signed" {
		t.Errorf("letter and complaint are %q, want the letter failed after one try", got)
	}
	if got := w.text(`SELECT count(*)::text FROM river_job WHERE array_to_string(errors, ' ') LIKE '%anna%'`); got != "0" {
		t.Error("the job's row holds the address")
	}
}
