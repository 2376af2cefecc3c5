package mail

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"redress/internal/notice"
)

func TestSend(t *testing.T) {
	for _, protection := range []string{StartTLS, TLS, NoTLS} {
		t.Run(protection, func(t *testing.T) {
			t.Parallel()
			s := serve(t, protection)
			if protection != NoTLS {
				s.User, s.Password = "redress", "right"
			}
			mail := sender(t, s.Settings)
			id, err := mail.Send(t.Context(), letter(), open)
			if err != nil {
				t.Fatal(err)
			}
			again, err := mail.Send(t.Context(), letter(), open)
			if err != nil || again != id {
				t.Errorf("sent again: %q, %v, want the same Message-ID %q", again, err, id)
			}
			if want := "<letter-42-1789380000123456@xn--80acnvp3f.example>"; id != want {
				t.Errorf("Message-ID = %q, want %q", id, want)
			}
			got := s.taken()
			if len(got) != 2 || got[0].from != "noreply@redress.example" || got[0].to != "anna.sokolova@example.ru" || got[0].utf8 {
				t.Fatalf("the server took %d letters, envelope %+v", len(got), got[0])
			}
			for _, each := range got {
				checkLetter(t, each.raw, id, "noreply@redress.example")
			}
		})
	}
}

func TestSendToARussianDomain(t *testing.T) {
	s := serve(t, NoTLS)
	m := letter()
	m.Address = "анна@почта.рф"
	if _, err := sender(t, s.Settings).Send(t.Context(), m, open); err != nil {
		t.Fatal(err)
	}
	if got := s.taken()[0]; got.to != "анна@xn--80a1acny.xn--p1ai" || !got.utf8 {
		t.Errorf("envelope = %q, SMTPUTF8 %v", got.to, got.utf8)
	}
}

func TestRefusals(t *testing.T) {
	answer := func(code int, enhanced gosmtp.EnhancedCode) error {
		return &gosmtp.SMTPError{Code: code, EnhancedCode: enhanced, Message: "anna.sokolova@example.ru is no good"}
	}
	for _, row := range []struct {
		name             string
		mail, rcpt, data error
		good             bool // for good
	}{
		{name: "the mailbox is busy", rcpt: answer(450, gosmtp.EnhancedCode{4, 2, 1})},
		{name: "grey list", rcpt: answer(451, gosmtp.EnhancedCode{4, 7, 1})},
		{name: "the disk is full", data: answer(452, gosmtp.EnhancedCode{4, 3, 1})},
		{name: "no such mailbox", rcpt: answer(550, gosmtp.EnhancedCode{5, 1, 1}), good: true},
		{name: "no such mailbox, told late", data: answer(554, gosmtp.EnhancedCode{5, 1, 1}), good: true},
		{name: "the letter is too large", data: answer(552, gosmtp.EnhancedCode{5, 3, 4}), good: true},
		{name: "we may not relay", rcpt: answer(554, gosmtp.EnhancedCode{5, 7, 1})},
		{name: "we have not signed in", rcpt: answer(530, gosmtp.EnhancedCode{5, 7, 0})},
		{name: "our own address is refused", mail: answer(550, gosmtp.EnhancedCode{5, 1, 8})},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, NoTLS)
			s.mail, s.rcpt, s.data = row.mail, row.rcpt, row.data
			_, err := sender(t, s.Settings).Send(t.Context(), letter(), open)
			if err == nil || errors.Is(err, notice.ErrRefused) != row.good {
				t.Fatalf("Send() = %v, refused for good: want %v", err, row.good)
			}
			if strings.Contains(err.Error(), "anna") || strings.Contains(err.Error(), "no good") {
				t.Errorf("the error quotes the address or the server: %v", err)
			}
			t.Log(err)
			if len(s.taken()) != 0 {
				t.Error("the server took the letter nevertheless")
			}
		})
	}
}

// The answer to the letter is lost: nobody knows whether it was taken, so it is to
// be sent again, under the same Message-ID.
func TestSendWithoutAnAnswer(t *testing.T) {
	s := serve(t, NoTLS)
	s.deaf = true
	_, err := sender(t, s.Settings).Send(t.Context(), letter(), open)
	if err == nil || errors.Is(err, notice.ErrRefused) {
		t.Fatalf("Send() = %v, want a fault that may pass", err)
	}
	if len(s.taken()) != 1 {
		t.Error("the server has not taken the letter")
	}
}

func TestSendToAnAddressThatIsNone(t *testing.T) {
	s := serve(t, NoTLS)
	for _, address := range []string{"", "no address", "a@b.ru, c@d.ru", "a@b.ru\r\nBcc: c@d.ru", "a@b.ru\r\nRCPT TO:<c@d.ru>", "a@-.-"} {
		m := letter()
		m.Address = address
		_, err := sender(t, s.Settings).Send(t.Context(), m, open)
		if !errors.Is(err, notice.ErrRefused) {
			t.Errorf("Send() to %q = %v, want ErrRefused", address, err)
		}
		if err != nil && address != "" && strings.Contains(err.Error(), address) {
			t.Errorf("the error quotes the address: %v", err)
		}
	}
	if len(s.taken()) != 0 {
		t.Error("the server took a letter")
	}
}

func TestSendWithoutItsPapers(t *testing.T) {
	s := serve(t, NoTLS)
	absent := errors.New("the vault is away")
	_, err := sender(t, s.Settings).Send(t.Context(), letter(), func(notice.Enclosure) ([]byte, error) { return nil, absent })
	if !errors.Is(err, absent) || len(s.taken()) != 0 {
		t.Errorf("Send() = %v and %d letters, want the vault's fault and none", err, len(s.taken()))
	}
}

func TestSendStopsWithItsContext(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and never greets
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err = sender(t, Settings{Host: "127.0.0.1", Port: silent.Addr().(*net.TCPAddr).Port, From: "a@b.example"}).Send(ctx, letter(), open)
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 5*time.Second {
		t.Errorf("Send() = %v after %v", err, time.Since(began))
	}
}

func TestCheck(t *testing.T) {
	starttls, open := serve(t, StartTLS), serve(t, NoTLS)
	with := func(s Settings, change func(*Settings)) Settings {
		change(&s)
		return s
	}
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := closed.Addr().(*net.TCPAddr).Port
	closed.Close()
	for _, row := range []struct {
		name string
		in   Settings
		want string // in the sentence; empty: all is well
	}{
		{"all is well", with(starttls.Settings, func(s *Settings) { s.User, s.Password = "redress", "right" }), ""},
		{"without sign-in", starttls.Settings, ""},
		{"nobody is there", with(starttls.Settings, func(s *Settings) { s.Port = nobody }), "cannot be reached"},
		{"nobody vouches for the server", with(starttls.Settings, func(s *Settings) { s.RootCAs = nil }), "cannot be spoken to under TLS"},
		{"no STARTTLS there", with(open.Settings, func(s *Settings) { s.TLS = StartTLS }), "does not offer STARTTLS"},
		{"no TLS at all there", with(open.Settings, func(s *Settings) { s.TLS = TLS }), "cannot be spoken to under TLS"},
		{"a wrong password", with(starttls.Settings, func(s *Settings) { s.User, s.Password = "redress", "wrong" }), "refused the sign-in: it answered 535"},
		{"a password in the clear", with(open.Settings, func(s *Settings) { s.User, s.Password = "redress", "right" }), "no way of signing in"},
	} {
		t.Run(row.name, func(t *testing.T) {
			err := sender(t, row.in).Check(t.Context())
			if (err == nil) != (row.want == "") || err != nil && !strings.Contains(err.Error(), row.want) {
				t.Errorf("Check() = %v, want %q", err, row.want)
			}
			if err != nil {
				t.Log(err)
				if slices.ContainsFunc([]string{"redress", "wrong", "\n"}, func(s string) bool { return strings.Contains(err.Error(), s) }) {
					t.Errorf("the sentence gives away the account: %v", err)
				}
			}
		})
	}
	if len(starttls.taken())+len(open.taken()) != 0 {
		t.Error("Check has sent something")
	}
}

func TestNewSMTPRefuses(t *testing.T) {
	good := Settings{Host: "mail.example", Port: 587, From: "a@b.example"}
	if _, err := NewSMTP(good, ""); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Settings){
		"no host":     func(s *Settings) { s.Host = "" },
		"no port":     func(s *Settings) { s.Port = 0 },
		"no sender":   func(s *Settings) { s.From = "commission" },
		"unknown TLS": func(s *Settings) { s.TLS = "ssl" },
	} {
		s := good
		change(&s)
		if _, err := NewSMTP(s, ""); err == nil {
			t.Errorf("NewSMTP() with %s = nil", name)
		}
	}
}
