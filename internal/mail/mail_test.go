package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"redress/internal/notice"
)

// part is a part of a message as a mail program reads it.
type part struct {
	mediaType, name string
	body            []byte
}

// parse reads a message as a mail program does.
func parse(t *testing.T, raw []byte) (netmail.Header, []part) {
	t.Helper()
	msg, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	mediaType, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil || mediaType != "multipart/mixed" {
		t.Fatalf("the message is %s, %v", mediaType, err)
	}
	var parts []part
	reader := multipart.NewReader(msg.Body, params["boundary"])
	for {
		p, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return msg.Header, parts
		}
		if err != nil {
			t.Fatal(err)
		}
		mediaType, params, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		if p.FileName() != params["name"] {
			t.Errorf("the part is called %q and %q", p.FileName(), params["name"])
		}
		body, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, part{mediaType, p.FileName(), body})
	}
}

func decoded(t *testing.T, header string) string {
	t.Helper()
	s, err := new(mime.WordDecoder).DecodeHeader(header)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// checkLetter compares a delivered message with letter().
func checkLetter(t *testing.T, raw []byte, id, from string) {
	t.Helper()
	m := letter()
	header, parts := parse(t, raw)
	for name, want := range map[string]string{
		"Message-Id": id, "Subject": "2026-0107: решение комиссии № 12/34", "To": "<anna.sokolova@example.ru>", "Mime-Version": "1.0",
		"Auto-Submitted": "auto-generated",
	} {
		if got := decoded(t, header.Get(name)); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	if got, err := netmail.ParseAddress(header.Get("From")); err != nil || got.Name != "ТИК Примерного округа" || got.Address != from {
		t.Errorf("From = %v, %v", got, err)
	}
	if _, err := header.Date(); err != nil {
		t.Errorf("Date: %v", err)
	}
	for _, absent := range []string{"User-Agent", "X-Mailer", "Bcc"} {
		if got := header.Get(absent); got != "" {
			t.Errorf("%s = %q, want none", absent, got)
		}
	}
	if strings.Contains(string(raw), "Соколова") || strings.Contains(decoded(t, header.Get("To")), "Соколова") {
		t.Error("the letter names the addressee")
	}
	if len(parts) != 3 {
		t.Fatalf("%d parts, want 3", len(parts))
	}
	if text := strings.ReplaceAll(string(parts[0].body), "\r\n", "\n"); parts[0].mediaType != "text/plain" || text != m.Text() {
		t.Errorf("text = %s %q", parts[0].mediaType, text)
	}
	for i, e := range m.Enclosures {
		got := parts[i+1]
		if got.name != e.Name || got.mediaType != e.MediaType || sha256.Sum256(got.body) != e.SHA256 {
			t.Errorf("enclosure %d = %s, %s, %x", i, got.name, got.mediaType, sha256.Sum256(got.body))
		}
	}
}

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "letters")
	f, err := NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	var id string
	for range 2 { // the same letter again takes the place of the first
		if id, err = f.Send(t.Context(), letter(), open); err != nil {
			t.Fatal(err)
		}
	}
	absent := errors.New("the vault is away")
	if _, err := f.Send(t.Context(), letter(), func(notice.Enclosure) ([]byte, error) { return nil, absent }); !errors.Is(err, absent) {
		t.Errorf("Send() = %v, want the vault's fault", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != "letter-42.eml" {
		t.Fatalf("the folder holds %v, %v", entries, err)
	}
	info, err := entries[0].Info()
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the letter: %v, %v", info.Mode(), err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "letter-42.eml"))
	if err != nil {
		t.Fatal(err)
	}
	checkLetter(t, raw, id, "tik@example.ru")
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "letters")
	f, err := NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	if err := f.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "cannot be written") {
		t.Errorf("Check() = %v", err)
	}
	if _, err := f.Send(t.Context(), letter(), open); err == nil || errors.Is(err, notice.ErrRefused) {
		t.Errorf("Send() = %v, want a fault that may pass", err)
	}
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := NewFolder(dir); err == nil {
		t.Error("NewFolder() over a file = nil")
	}
}

// Whatever stands in names, no header is added and no second addressee.
func TestHeadersCannotBeAdded(t *testing.T) {
	const evil = "x\r\nBcc: thief@example.com\r\n\r\nbody\x00\u2028\"; y=\"<script>"
	m := letter()
	m.Name, m.From.ShortName, m.From.Name, m.Number, m.From.Email = evil, evil, evil, evil, evil
	m.Enclosures[0].Name, m.Enclosures[0].MediaType = evil, "text/html\r\nBcc: thief@example.com"
	m.Enclosures[1].Name = "../решение.docx"
	s := serve(t, NoTLS)
	if _, err := sender(t, s.Settings).Send(t.Context(), m, open); err != nil {
		t.Fatal(err)
	}
	got := s.taken()
	if len(got) != 1 || got[0].to != m.Address {
		t.Fatalf("envelope %+v", got)
	}
	header, parts := parse(t, got[0].raw)
	want := []string{"Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To"}
	if keys := slices.Sorted(maps.Keys(header)); !slices.Equal(keys, want) {
		t.Errorf("headers %v, want %v", keys, want)
	}
	from, err := netmail.ParseAddress(header.Get("From"))
	if err != nil || from.Address != s.From || strings.ContainsAny(from.Name, "\r\n\x00") {
		t.Errorf("From = %v, %v", from, err)
	}
	if subject := decoded(t, header.Get("Subject")); strings.ContainsAny(subject, "\r\n\x00") {
		t.Errorf("Subject = %q", subject)
	}
	if len(parts) != 3 || parts[1].mediaType != "application/octet-stream" || sha256.Sum256(parts[1].body) != m.Enclosures[0].SHA256 {
		t.Fatalf("parts %d, the first enclosure is %s", len(parts), parts[1].mediaType)
	}
	for _, p := range parts[1:] {
		if strings.ContainsFunc(p.name, func(r rune) bool { return !plain(r) && r != '_' }) || strings.Contains(p.name, "/") {
			t.Errorf("file name %q", p.name)
		}
	}
}

func TestHostOf(t *testing.T) {
	for base, want := range map[string]string{
		"https://redress.example/": "redress.example", "http://127.0.0.1:8080": "127.0.0.1", "redress.example": "redress.example",
		"localhost:8080": "localhost", "https://жалобы.рф": "xn--80acnvp3f.xn--p1ai", "": nowhere, "http://[::1]:80": nowhere, "a b\r\n": nowhere,
	} {
		if got := hostOf(base); got != want {
			t.Errorf("hostOf(%q) = %q, want %q", base, got, want)
		}
	}
}

// TestACallIsNoLetter: a call to an officer has a name of its own, no enclosure, and
// says the number and the term without a name.
func TestACallIsNoLetter(t *testing.T) {
	dir := t.TempDir()
	f, err := NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	m := letter()
	m.Enclosures, m.Call = nil, &notice.Call{ID: 42, Kind: notice.AtOnce, Ref: m.Ref}
	id, err := f.Send(t.Context(), m, nil)
	if err != nil || !strings.HasPrefix(id, "<call-42-") {
		t.Fatalf("Send() = %s, %v", id, err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "call-42.eml"))
	if err != nil {
		t.Fatal(err)
	}
	msg, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, msg.Body))
	if err != nil || !strings.Contains(string(body), "Срок — немедленно") || strings.Contains(string(body), "Соколова") {
		t.Errorf("the call says %q, %v", body, err)
	}
	if got := decoded(t, msg.Header.Get("Subject")); got != "2026-0107: срок — немедленно" {
		t.Errorf("Subject = %q", got)
	}
}
