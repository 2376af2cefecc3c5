package mail

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"redress/internal/notice"
)

// report is a report as Postfix writes it, with lines that end as over SMTP.
func report(t testing.TB, change ...string) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/bounce.eml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(change...).Replace(string(raw))
	return strings.ReplaceAll(text, "\n", "\r\n")
}

const bouncedID = "<letter-42-1789380000123456@complaints.example>"

func TestReadBounce(t *testing.T) {
	failed := notice.Bounce{MessageID: bouncedID, Failed: true, Status: "5.1.1"}
	for _, row := range []struct {
		name   string
		change []string
		want   notice.Bounce
		wrong  string
	}{
		{"RFC 3464: failed", nil, failed, ""},
		{"RFC 3464: for good, though the code was a passing one", []string{"Status: 5.1.1", "Status: 4.4.1"}, notice.Bounce{MessageID: bouncedID, Failed: true, Status: "4.4.1"}, ""},
		{"RFC 3464: delayed", []string{"Action: failed", "Action: delayed", "Status: 5.1.1", "Status: 4.4.1"}, notice.Bounce{MessageID: bouncedID}, ""},
		{"RFC 3464: delivered", []string{"Action: failed", "Action: delivered"}, notice.Bounce{MessageID: bouncedID}, ""},
		{"RFC 3464: with a comment, in capitals", []string{"Action: failed", "ACTION: FAILED (undeliverable)", "Status: 5.1.1", "Status: 5.1.1 (bad destination mailbox)"}, failed, ""},
		{"RFC 3464: the heads of the letter alone", []string{"Content-Type: message/rfc822", "Content-Type: text/rfc822-headers"}, failed, ""},
		{"RFC 6533: addresses in any script", []string{"message/delivery-status", "message/global-delivery-status", "message/rfc822", "message/global"}, failed, ""},
		{"without the letter, an answer to it", []string{"Message-ID: " + bouncedID, "X-Was: nothing", "Subject: Undelivered", "In-Reply-To: " + bouncedID + "\nSubject: Undelivered"}, failed, ""},
		{"a status that is none", []string{"Status: 5.1.1", "Status: anna@example.ru"}, notice.Bounce{MessageID: bouncedID, Failed: true}, ""},
		{"the end was lost", []string{"\n--B7C1.1789380000/mx.example.ru--", ""}, failed, ""},
		{"an ordinary letter", []string{"multipart/report", "multipart/mixed"}, notice.Bounce{}, "of another type"},
		{"a report that it was read", []string{"report-type=delivery-status", "report-type=disposition-notification"}, notice.Bounce{}, "of another type"},
		{"of no message", []string{"Message-ID: " + bouncedID, "X-Was: nothing"}, notice.Bounce{}, "does not name the message"},
		{"of a message whose name is none", []string{bouncedID, "<a b> <c>"}, notice.Bounce{}, "does not name the message"},
		{"it does not say what became of it", []string{"message/delivery-status", "text/plain"}, notice.Bounce{}, "does not say what became"},
		{"it says nothing", []string{"Action: failed", "X-Action: failed"}, notice.Bounce{}, "cannot be read"},
		{"of a thousand recipients", []string{"Action: failed", strings.Repeat("Action: delayed\n\n", 1000)}, notice.Bounce{}, "too many recipients"},
		{"a status of half a megabyte", []string{"Action: failed", "X-Long: " + strings.Repeat("x", 512<<10) + "\nAction: failed"}, notice.Bounce{}, "too long"},
		{"a head of half a megabyte", []string{"Subject: Undelivered", "Subject: " + strings.Repeat("x", 512<<10)}, notice.Bounce{}, "head is too long"},
		{"many parts", []string{"Hello.", "x" + strings.Repeat("\n--B7C1.1789380000/mx.example.ru\n\nx", 30)}, notice.Bounce{}, "too many parts"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := ReadBounce(strings.NewReader(report(t, row.change...)))
			if row.wrong != "" {
				if !errors.Is(err, ErrNoReport) || !strings.Contains(err.Error(), row.wrong) || strings.Contains(err.Error(), "@") {
					t.Errorf("ReadBounce() = %+v, %v, want %q", got, err, row.wrong)
				}
				return
			}
			if err != nil || got != row.want {
				t.Errorf("ReadBounce() = %+v, %v, want %+v", got, err, row.want)
			}
		})
	}
	if _, err := ReadBounce(strings.NewReader("")); !errors.Is(err, ErrNoReport) {
		t.Errorf("nothing at all: %v", err)
	}
}

// endless is a letter that never ends.
type endless struct{ read int64 }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	e.read += int64(len(p))
	return len(p), nil
}

// TestBounceIsBounded: of what never ends no more is read than may be.
func TestBounceIsBounded(t *testing.T) {
	head, _, _ := strings.Cut(report(t), "Undelivered Message Headers")
	for name, begin := range map[string]string{"from the first letter": "", "in the returned letter": head} {
		e := &endless{}
		if _, err := ReadBounce(io.MultiReader(strings.NewReader(begin), e)); err == nil && begin == "" || e.read > bounceBytes+1<<20 {
			t.Errorf("%s: %v after %d bytes", name, err, e.read)
		}
	}
}

// FuzzReadBounce: nothing panics, and what is read names one message.
func FuzzReadBounce(f *testing.F) {
	f.Add([]byte(report(f)))
	f.Add([]byte(report(f, "Action: failed", "Action: delayed")))
	f.Add([]byte("Content-Type: multipart/report; report-type=delivery-status; boundary=a\r\n\r\n--a\r\nContent-Type: multipart/report; boundary=a\r\n\r\n--a\r\n"))
	f.Add([]byte("From nobody\n\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := ReadBounce(strings.NewReader(string(raw)))
		if (err == nil) != (b.MessageID != "") || err != nil && !errors.Is(err, ErrNoReport) {
			t.Errorf("ReadBounce() = %+v, %v", b, err)
		}
	})
}
