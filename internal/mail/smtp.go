package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"redress/internal/notice"
)

// How the way to the mail server is protected.
const (
	StartTLS = "starttls" // begins in the clear and goes on under TLS; also when nothing is set
	TLS      = "tls"      // under TLS from the first byte
	NoTLS    = "none"
)

// How long a mail server may take to be reached and to greet, and then to take one
// letter: some look for viruses before they answer.
const (
	reachTime  = 30 * time.Second
	letterTime = 2 * time.Minute
)

// Settings are how the mail server is reached.
type Settings struct {
	Host     string
	Port     int
	User     string // empty: no sign-in
	Password string
	From     string         // the sender's address
	TLS      string         // StartTLS, TLS or NoTLS
	RootCAs  *x509.CertPool // who vouches for the server; nil: the system's authorities
}

// SMTP gives letters to a mail server.
type SMTP struct {
	Settings
	host    string // of the installation
	address string
	client  *gomail.Client
}

var _ notice.Sender = (*SMTP)(nil)

// NewSMTP returns the mail over a server. base is the address of the installation;
// its host stands in the Message-ID of every letter. Nothing is sent yet: see Check.
func NewSMTP(s Settings, base string) (*SMTP, error) {
	if s.TLS == "" {
		s.TLS = StartTLS
	}
	from, err := addressee(s.From)
	switch {
	case s.Host == "":
		return nil, errors.New("the mail server has no host")
	case s.Port < 1 || s.Port > 65535:
		return nil, fmt.Errorf("the mail server has no such port: %d", s.Port)
	case err != nil:
		return nil, fmt.Errorf("the sender's address of letters is not an e-mail address: %q", s.From)
	case !slices.Contains([]string{StartTLS, TLS, NoTLS}, s.TLS):
		return nil, fmt.Errorf("the mail server's TLS is %s, %s or %s, not %q", StartTLS, TLS, NoTLS, s.TLS)
	}
	s.From = from
	client, err := gomail.NewClient(s.Host, gomail.WithTimeout(letterTime))
	if err != nil {
		return nil, fmt.Errorf("preparing the mail: %w", err)
	}
	return &SMTP{Settings: s, host: hostOf(base), address: net.JoinHostPort(s.Host, strconv.Itoa(s.Port)), client: client}, nil
}

// Send gives one letter to the mail server and returns its Message-ID. An error is
// notice.ErrRefused where the server will never take this letter; any other may
// pass.
func (s *SMTP) Send(ctx context.Context, m notice.Message, open func(notice.Enclosure) ([]byte, error)) (string, error) {
	msg, id, err := compose(m, s.From, s.host, open)
	if err != nil {
		return "", err
	}
	server, release, err := s.connect(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	// Only an address that needs it asks for SMTPUTF8: not every server on the way has it.
	server.SkipSMTPUTF8(!strings.ContainsFunc(m.Address[:max(0, strings.LastIndex(m.Address, "@"))], func(r rune) bool { return r > '~' }))
	err = s.client.SendWithSMTPClient(server, msg)
	if err != nil && !msg.IsDelivered() { // once taken, a failing farewell changes nothing
		return "", s.refusal(ctx, err)
	}
	_ = server.Quit() // the letter is taken
	return id, nil
}

// Check tells in one plain sentence why letters cannot be sent, or nil. It connects
// and signs in, and sends nothing.
func (s *SMTP) Check(ctx context.Context) error {
	server, release, err := s.connect(ctx)
	if err != nil {
		return err
	}
	defer release()
	_ = server.Quit()
	return nil
}

// connect reaches the server, protects the way and signs in. release gives the
// connection back; it is closed when the context ends.
func (s *SMTP) connect(ctx context.Context) (_ *smtp.Client, release func(), err error) {
	reaching, cancel := context.WithTimeout(ctx, reachTime)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(reaching, "tcp", s.address)
	if err != nil {
		return nil, nil, fmt.Errorf("the mail server %s cannot be reached: %w", s.address, err)
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	free := func() { stop(); conn.Close() }
	defer func() {
		if err != nil {
			free()
		}
	}()
	if err := conn.SetDeadline(time.Now().Add(reachTime)); err != nil {
		return nil, nil, s.trouble(ctx, "cannot be reached", err)
	}
	way := conn
	protection := &tls.Config{ServerName: s.Host, RootCAs: s.RootCAs, MinVersion: tls.VersionTLS12}
	if s.TLS == TLS {
		protected := tls.Client(conn, protection)
		if err := protected.HandshakeContext(reaching); err != nil {
			return nil, nil, s.trouble(ctx, "cannot be spoken to under TLS", err)
		}
		way = protected
	}
	server, err := smtp.NewClient(way, s.Host)
	if err == nil {
		err = server.Hello(s.host)
	}
	if err != nil {
		return nil, nil, s.trouble(ctx, "does not answer as a mail server", err)
	}
	if s.TLS == StartTLS {
		if offered, _ := server.Extension("STARTTLS"); !offered {
			return nil, nil, fmt.Errorf("the mail server %s does not offer STARTTLS", s.address)
		}
		if err := server.StartTLS(protection); err != nil {
			return nil, nil, s.trouble(ctx, "cannot be spoken to under TLS", err)
		}
	}
	if err := s.signIn(ctx, server); err != nil {
		return nil, nil, err
	}
	return server, free, nil
}

// signIn proves who we are, in the best way the server knows. The password itself
// is sent only under TLS, or to this machine.
func (s *SMTP) signIn(ctx context.Context, server *smtp.Client) error {
	if s.User == "" {
		return nil
	}
	_, offered := server.Extension("AUTH")
	ways := strings.Fields(offered)
	var way smtp.Auth
	switch {
	case slices.Contains(ways, "SCRAM-SHA-256"):
		way = smtp.ScramSHA256Auth(s.User, s.Password)
	case slices.Contains(ways, "PLAIN"):
		way = smtp.PlainAuth("", s.User, s.Password, s.Host, false)
	case slices.Contains(ways, "LOGIN"):
		way = smtp.LoginAuth(s.User, s.Password, s.Host, false)
	default:
		return fmt.Errorf("the mail server %s knows no way of signing in that is known here", s.address)
	}
	err := server.Auth(way)
	if errors.Is(err, smtp.ErrUnencrypted) {
		return fmt.Errorf("the mail server %s wants the password in the clear, which is not sent without TLS", s.address)
	}
	if err != nil {
		return s.trouble(ctx, "refused the sign-in", err)
	}
	return nil
}

// trouble says at which step the server failed us.
func (s *SMTP) trouble(ctx context.Context, what string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("the mail server %s %s: %w", s.address, what, ctx.Err())
	}
	// What the server says may quote whom we write to or sign in as: its code is enough.
	var reply *textproto.Error
	if errors.As(err, &reply) {
		return fmt.Errorf("the mail server %s %s: it answered %d", s.address, what, reply.Code)
	}
	return fmt.Errorf("the mail server %s %s: %w", s.address, what, err)
}

// refusal says why a letter was not taken, in our words: the server's own, and
// those of the library, quote the address.
func (s *SMTP) refusal(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("the mail server %s did not take the letter: %w", s.address, ctx.Err())
	}
	var fault *gomail.SendError
	if !errors.As(err, &fault) {
		return fmt.Errorf("the mail server %s did not take the letter: %T", s.address, err)
	}
	step := ""
	switch fault.Reason {
	case gomail.ErrSMTPMailFrom:
		step = "the sender"
	case gomail.ErrSMTPRcptTo:
		step = "the addressee"
	case gomail.ErrSMTPData, gomail.ErrWriteContent, gomail.ErrSMTPDataClose:
		step = "the letter"
	case gomail.ErrGetSender, gomail.ErrGetRcpts, gomail.ErrConnCheck, gomail.ErrSMTPReset, gomail.ErrNoUnencoded, gomail.ErrAmbiguous:
	}
	if step == "" || fault.ErrorCode() == 0 {
		return fmt.Errorf("the mail server %s broke off", s.address)
	}
	answer := strings.TrimSpace(strconv.Itoa(fault.ErrorCode()) + " " + fault.EnhancedStatusCode())
	if fault.Reason != gomail.ErrSMTPMailFrom && forGood(fault.ErrorCode(), fault.EnhancedStatusCode()) {
		return fmt.Errorf("the mail server %s refused %s (%s): %w", s.address, step, answer, notice.ErrRefused)
	}
	return fmt.Errorf("the mail server %s refused %s (%s)", s.address, step, answer)
}

// forGood reports whether an answer to an addressee or a letter will be the same
// next time. Codes of policy (X.7) are about us, not about the addressee: a missing
// sign-in, a blocked network. So are those about commands; both can be put right.
func forGood(code int, enhanced string) bool {
	return (code >= 550 || code == 501 || code == 521) && !strings.HasPrefix(enhanced, "5.7.")
}
