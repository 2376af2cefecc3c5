package mail

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"net/textproto"
	"regexp"
	"strings"

	"redress/internal/notice"
)

// Bounds of a report. It may bring the whole letter back with its papers, of which only
// the head is read.
const (
	bounceBytes = 64 << 20
	bounceHead  = 256 << 10 // of the report, and of the letter in it
	statusBytes = 256 << 10 // of the part that says what became of it
	bounceParts = 20
	bounceWhom  = 100 // recipients told of
)

// ErrNoReport says that a message is no report of delivery by RFC 3464.
var ErrNoReport = errors.New("this is no report of delivery (multipart/report of RFC 3464)")

// errBounce begins what is wrong with a report.
func errBounce(what string) error { return fmt.Errorf("%w: %s", ErrNoReport, what) }

// statusShape is an enhanced status code (RFC 3463).
var statusShape = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}$`)

// ReadBounce reads a report on delivery as a mail server writes it: which message of ours
// it is about, and whether that failed for good. Nothing of whom it was written to leaves
// this function. Whatever else comes is ErrNoReport; nothing large is held in memory.
func ReadBounce(r io.Reader) (notice.Bounce, error) {
	limited := &io.LimitedReader{R: r, N: bounceHead}
	message, err := netmail.ReadMessage(limited)
	switch {
	case limited.N <= 0:
		return notice.Bounce{}, errBounce("its head is too long")
	case err != nil:
		return notice.Bounce{}, errBounce("it does not begin with the head of a message")
	}
	limited.N = bounceBytes
	kind, values, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/report" || !strings.EqualFold(values["report-type"], "delivery-status") || values["boundary"] == "" {
		return notice.Bounce{}, errBounce("it is of another type")
	}
	b := notice.Bounce{}
	told := false
	parts := multipart.NewReader(message.Body, values["boundary"])
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if err == io.EOF { //nolint:errorlint // NextPart ends with the bare io.EOF
			break
		}
		if err != nil {
			if told && b.MessageID != "" { // what matters came before the end was lost
				break
			}
			return notice.Bounce{}, errBounce("it breaks off")
		}
		if n == bounceParts {
			return notice.Bounce{}, errBounce("it has too many parts")
		}
		switch kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type")); kind {
		case "message/delivery-status", "message/global-delivery-status":
			if told {
				return notice.Bounce{}, errBounce("it says twice what became of the message")
			}
			if b.Failed, b.Status, err = readStatus(part); err != nil {
				return notice.Bounce{}, err
			}
			told = true
		case "message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers":
			if b.MessageID == "" {
				b.MessageID = originalID(part)
			}
		}
	}
	if !told {
		return notice.Bounce{}, errBounce("it does not say what became of the message")
	}
	if b.MessageID == "" { // without the letter, some servers answer to it
		b.MessageID = oneID(message.Header.Get("In-Reply-To"))
	}
	if b.MessageID == "" {
		return notice.Bounce{}, errBounce("it does not name the message it is about")
	}
	return b, nil
}

// readStatus reads the groups of fields that say what became of the message: one about the
// message, then one for each recipient. Every letter of ours has one recipient; where
// there are more, one for whom it failed is enough.
func readStatus(r io.Reader) (failed bool, status string, err error) {
	limited := &io.LimitedReader{R: r, N: statusBytes}
	fields := textproto.NewReader(bufio.NewReader(limited))
	found := false
	for n := 0; n <= bounceWhom; n++ {
		group, err := fields.ReadMIMEHeader()
		if action := strings.ToLower(strings.TrimSpace(withoutComment(group.Get("Action")))); action != "" {
			found = true
			if action == "failed" && !failed {
				failed = true
				if code := strings.TrimSpace(withoutComment(group.Get("Status"))); statusShape.MatchString(code) {
					status = code
				}
			}
		}
		switch {
		case limited.N <= 0:
			return false, "", errBounce("what it says of the message is too long")
		case errors.Is(err, io.EOF) && found:
			return failed, status, nil
		case err != nil:
			return false, "", errBounce("what it says of the message cannot be read")
		}
	}
	return false, "", errBounce("it tells of too many recipients")
}

// withoutComment drops what stands in brackets behind a value.
func withoutComment(s string) string {
	value, _, _ := strings.Cut(s, "(")
	return value
}

// originalID reads the Message-ID of the letter that came back.
func originalID(r io.Reader) string {
	returned, err := netmail.ReadMessage(io.LimitReader(io.MultiReader(r, strings.NewReader("\r\n\r\n")), bounceHead))
	if err != nil {
		return ""
	}
	return oneID(returned.Header.Get("Message-Id"))
}

// oneID returns a Message-ID as letters are kept under it, empty for anything else.
func oneID(s string) string {
	s = strings.TrimSpace(s)
	if len(s) < 3 || len(s) > 998 || s[0] != '<' || s[len(s)-1] != '>' || strings.ContainsFunc(s[1:len(s)-1], func(r rune) bool {
		return r <= ' ' || r >= 0x7f || r == '<' || r == '>'
	}) {
		return ""
	}
	return s
}
