// Package mail is the delivery of notices by e-mail: to the mail server of the
// commission, or, where there is none, into a folder as complete letters.
//
// A letter carries the same Message-ID each time it is sent, so that a letter sent
// twice, because the first answer was lost, is recognised as one. What goes wrong
// is told without the address: such sentences reach the log.
package mail

import (
	"bytes"
	"fmt"
	"mime"
	"net"
	netmail "net/mail"
	"net/url"
	"strings"

	gomail "github.com/wneessen/go-mail"
	"golang.org/x/net/idna"

	"redress/internal/ics"
	"redress/internal/notice"
)

// nowhere is the domain in a Message-ID where the installation has no name; by
// RFC 2606 it belongs to nobody.
const nowhere = "redress.invalid"

// opening reads one enclosure of the letter.
type opening func(notice.Enclosure) ([]byte, error)

// compose makes the message of a letter and returns its Message-ID.
func compose(m notice.Message, from, host string, open opening) (*gomail.Msg, string, error) {
	to, err := addressee(m.Address)
	if err != nil {
		return nil, "", err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingB64))
	id := messageID(m, host)
	msg.SetMessageIDWithValue(strings.Trim(id, "<>"))
	sender := m.From.ShortName
	if sender == "" {
		sender = m.From.Name
	}
	msg.FromMailAddress(&netmail.Address{Name: oneLine(sender), Address: from})
	msg.ToMailAddress(&netmail.Address{Address: to})
	if own, err := addressee(m.From.Email); err == nil && own != from {
		msg.ReplyToMailAddress(&netmail.Address{Address: own}) // an answer goes to the commission
	}
	msg.Subject(oneLine(m.Subject()))
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // no "I am on leave" comes back
	msg.SetBodyString(gomail.TypeTextPlain, strings.ReplaceAll(m.Text(), "\n", "\r\n"))
	for _, e := range m.Enclosures {
		raw, err := open(e)
		if err != nil {
			return nil, "", err
		}
		msg.AttachReadSeeker(fileName(e.Name), bytes.NewReader(raw), gomail.WithFileContentType(gomail.ContentType(mediaType(e.MediaType))))
	}
	if m.Telling != nil {
		msg.AttachReadSeeker("sitting.ics", bytes.NewReader(ics.Letter(host, m.MadeAt, ics.Event{Telling: *m.Telling, From: m.From})), gomail.WithFileContentType("text/calendar"))
	}
	return msg, id, nil
}

// messageID names a message for good. The instant it was made tells it from the one
// with the same number in another database of the same host.
func messageID(m notice.Message, host string) string {
	return fmt.Sprintf("<%s-%d@%s>", m.Key(), m.MadeAt.UnixMicro(), host)
}

// addressee reads the address of a letter and writes its domain in ASCII. An
// address that cannot be read will not be readable later: notice.ErrRefused.
func addressee(s string) (string, error) {
	parsed, err := netmail.ParseAddress(s)
	if err != nil || strings.ContainsFunc(s, control) {
		return "", fmt.Errorf("the address cannot be read: %w", notice.ErrRefused)
	}
	at := strings.LastIndex(parsed.Address, "@")
	domain, err := idna.Lookup.ToASCII(parsed.Address[at+1:])
	if err != nil {
		return "", fmt.Errorf("the domain of the address cannot be read: %w", notice.ErrRefused)
	}
	return parsed.Address[:at+1] + domain, nil
}

// hostOf returns the host of the installation's address, as it may stand in a
// Message-ID and a greeting.
func hostOf(base string) string {
	host := base
	if u, err := url.Parse(base); err == nil && u.Host != "" {
		host = u.Hostname()
	} else if h, _, err := net.SplitHostPort(base); err == nil {
		host = h
	}
	ascii, err := idna.Lookup.ToASCII(host)
	if err != nil || ascii == "" || strings.ContainsFunc(ascii, func(r rune) bool { return !plain(r) }) {
		return nowhere
	}
	return ascii
}

// fileName keeps of a name what every mail program reads alike.
func fileName(name string) string {
	return strings.Map(func(r rune) rune {
		if plain(r) || r == '_' {
			return r
		}
		return '_'
	}, name)
}

// mediaType passes on a well-formed type without parameters.
func mediaType(s string) string {
	parsed, _, err := mime.ParseMediaType(s)
	if err != nil || parsed != s {
		return "application/octet-stream"
	}
	return s
}

// oneLine takes line ends and other control characters out of a header.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return control(r) || r == ' ' }), " ")
}

func control(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' }

func plain(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.'
}
