package mail

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	gosmtp "github.com/emersion/go-smtp"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/notice"
)

// taken is a letter as the server took it.
type taken struct {
	from, to string
	utf8     bool
	raw      []byte
}

// server is a mail server that runs in the test and does as it is told.
type server struct {
	Settings // how it is reached
	mu       sync.Mutex
	letters  []taken
	mail     error // its answer to the sender
	rcpt     error // to the addressee
	data     error // to the letter
	deaf     bool  // breaks off after the letter
}

func (s *server) taken() []taken {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.letters
}

// visit is one connection.
type visit struct {
	*server
	conn   *gosmtp.Conn
	letter taken
}

func (v *visit) Reset()        { v.letter = taken{} }
func (v *visit) Logout() error { return nil }
func (v *visit) Mail(from string, o *gosmtp.MailOptions) error {
	v.letter.from, v.letter.utf8 = from, o.UTF8
	return v.mail
}
func (v *visit) Rcpt(to string, _ *gosmtp.RcptOptions) error {
	v.letter.to = to
	return v.rcpt
}
func (v *visit) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil || v.data != nil {
		return v.data
	}
	v.letter.raw = raw
	v.mu.Lock()
	v.letters = append(v.letters, v.letter)
	v.mu.Unlock()
	if v.deaf {
		v.conn.Conn().Close()
	}
	return nil
}
func (v *visit) AuthMechanisms() []string { return []string{sasl.Plain} }
func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "redress" || password != "right" {
			return &gosmtp.SMTPError{Code: 535, EnhancedCode: gosmtp.EnhancedCode{5, 7, 8}, Message: "no entry for " + user}
		}
		return nil
	}), nil
}

// certificate makes a certificate for 127.0.0.1 and the pool that trusts it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}, pool
}

// serve starts a mail server protected in that way.
func serve(t *testing.T, protection string) *server {
	t.Helper()
	own, pool := certificate(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{Settings: Settings{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port,
		From: "noreply@redress.example", TLS: protection, RootCAs: pool}}
	inner := gosmtp.NewServer(gosmtp.BackendFunc(func(c *gosmtp.Conn) (gosmtp.Session, error) { return &visit{server: s, conn: c}, nil }))
	inner.Domain, inner.ErrorLog, inner.EnableSMTPUTF8 = "127.0.0.1", log.New(io.Discard, "", 0), true
	switch protection {
	case StartTLS:
		inner.TLSConfig = own
	case TLS:
		listener = tls.NewListener(listener, own)
	}
	var done sync.WaitGroup
	done.Go(func() { _ = inner.Serve(listener) })
	t.Cleanup(func() { listener.Close(); inner.Close(); done.Wait() })
	return s
}

func sender(t *testing.T, s Settings) *SMTP {
	t.Helper()
	out, err := NewSMTP(s, "https://жалобы.example:8443/desk")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// papers are the bytes of the two enclosures: no text, and lines that begin with a
// dot, which the protocol treats in a way of its own.
var papers = map[attachment.Key][]byte{
	"pdf":  append(bytes.Repeat([]byte("\r\n.\r\n..\x00\xff\n.\n"), 5000), '\n'),
	"docx": []byte("PK\x03\x04 another"),
}

func open(e notice.Enclosure) ([]byte, error) { return papers[e.Key], nil }

func letter() notice.Message {
	enclosure := func(name, mediaType string, key attachment.Key) notice.Enclosure {
		return notice.Enclosure{Name: name, MediaType: mediaType, Key: key, Size: int64(len(papers[key])), SHA256: sha256.Sum256(papers[key])}
	}
	return notice.Message{
		Letter: notice.Letter{ID: 42, Ref: complaint.Ref{Year: 2026, Number: 107}, Addressee: notice.Complainant, Way: complaint.ByEmail,
			Address: "anna.sokolova@example.ru", Name: "Соколова Анна Петровна", State: notice.Owed, MadeAt: time.Date(2026, 9, 14, 10, 0, 0, 123456000, time.UTC)},
		From: commission.Commission{Name: "Территориальная избирательная комиссия Примерного округа", ShortName: "ТИК Примерного округа",
			Address: "пгт. Примерный, ул. Ленина, 1", Phone: "+7 384 000-00-00", Email: "tik@example.ru"},
		Number: "12/34", AdoptedOn: calendar.Day(2026, 9, 14),
		Enclosures: []notice.Enclosure{enclosure("reshenie-2026-0107.pdf", "application/pdf", "pdf"),
			enclosure("reshenie-2026-0107.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")},
	}
}
