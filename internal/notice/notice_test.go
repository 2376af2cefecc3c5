package notice

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

var (
	noon      = time.Date(2026, 9, 12, 5, 0, 0, 0, time.UTC)
	secretary = identity.Actor{ID: 3, Office: identity.Secretary, Commission: 5}
)

func signed() complaint.Complaint {
	c := complaint.Complaint{ID: 42, Commission: 5, Ref: complaint.Ref{Year: 2026, Number: 110}, State: complaint.Signed}
	c.Complainant = complaint.Complainant{Name: identity.ParseName("Иванова Анна Петровна"), ReplyBy: complaint.ByEmail,
		Email: "anna@example.org", Address: "г. Примерск, ул. Мира, 1", Phone: "+7 000 000-00-00"}
	return c
}

func TestLettersOfARuling(t *testing.T) {
	for _, row := range []struct {
		name    string
		way     complaint.ReplyBy
		address string
	}{
		{"R-086: by e-mail", complaint.ByEmail, "anna@example.org"},
		{"R-086: by post", complaint.ByPost, "г. Примерск, ул. Мира, 1"},
		{"R-086: in person, the phone to call", complaint.InPerson, "+7 000 000-00-00"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := signed()
			c.Complainant.ReplyBy = row.way
			l := ToComplainant(c)
			if l.Way != row.way || l.Address != row.address || l.State != Owed || l.Addressee != Complainant || l.Complaint != 42 || l.Name != "Иванова Анна Петровна" {
				t.Errorf("ToComplainant() = %+v, want %s to %s", l, row.way, row.address)
			}
		})
	}
	respondent := commission.Commission{Name: "Участковая избирательная комиссия", Address: "ул. Школьная, 2"}
	if l := ToRespondent(signed(), respondent); l.Way != complaint.ByPost || l.Address != "ул. Школьная, 2" || l.Addressee != Respondent {
		t.Errorf("R-086: ToRespondent() = %+v, want by post", l)
	}
	respondent.Email = "uik@example.org"
	if l := ToRespondent(signed(), respondent); l.Way != complaint.ByEmail || l.Address != "uik@example.org" {
		t.Errorf("R-086: ToRespondent() = %+v, want by e-mail", l)
	}
}

func keyOf(err error) string {
	var refusal *regulation.Refusal
	if errors.As(err, &refusal) {
		return refusal.Key
	}
	return ""
}

// post keeps one letter in memory, sends it nowhere and holds one file.
type post struct {
	Store
	attachment.Vault
	letter  Letter
	lines   []docket.Line
	last    *complaint.Complaint // set once the complaint was moved
	sent    int
	read    []byte
	trouble error
	stored  []byte
}

func (p *post) Message(context.Context, ID) (Message, error) {
	return Message{Letter: p.letter, Enclosures: []Enclosure{{Name: "r.pdf", Key: "k", Size: 5, SHA256: sha256.Sum256([]byte("paper"))}}}, nil
}

func (p *post) ChangeLetter(_ context.Context, _ ID, change func(Letter, commission.Moment) (Letter, *docket.Line, error),
	last func(complaint.Complaint, commission.Moment) (complaint.Complaint, docket.Line, error)) error {
	next, line, err := change(p.letter, commission.Moment{At: noon})
	if err != nil {
		return err
	}
	if line != nil {
		p.lines = append(p.lines, *line)
	}
	if next.State.Done() && !p.letter.State.Done() {
		c, step, err := last(signed(), commission.Moment{At: noon})
		if err != nil {
			return err
		}
		p.last, p.lines = &c, append(p.lines, step)
	}
	p.letter = next
	return nil
}

func (p *post) Send(_ context.Context, m Message, open func(Enclosure) ([]byte, error)) (string, error) {
	p.sent++
	var err error
	if p.read, err = open(m.Enclosures[0]); err != nil {
		return "", err
	}
	return "<1@example.org>", p.trouble
}

func (p *post) Open(context.Context, attachment.Key) (io.ReadCloser, int64, error) {
	return io.NopCloser(bytes.NewReader(p.stored)), int64(len(p.stored)), nil
}

func TestDeliver(t *testing.T) {
	refused := errors.New("550 no such user anna@example.org")
	for _, row := range []struct {
		name    string
		state   State
		way     complaint.ReplyBy
		trouble error
		stored  string
		final   bool
		want    State
		sent    int
		closed  bool
	}{
		{"R-086: sent, and the complaint is delivered", Owed, complaint.ByEmail, nil, "paper", false, Sent, 1, true},
		{"R-086: the job runs twice, the letter goes once", Sent, complaint.ByEmail, nil, "paper", false, Sent, 0, false},
		{"R-086: not a letter for the mail", Owed, complaint.ByPost, nil, "paper", false, Owed, 0, false},
		{"R-086: refused, another try follows", Owed, complaint.ByEmail, refused, "paper", false, Owed, 1, false},
		{"R-086: refused for good, a person takes over", Owed, complaint.ByEmail, refused, "paper", true, Failed, 1, false},
		{"R-086: the stored paper is damaged", Owed, complaint.ByEmail, nil, "paler", false, Owed, 1, false},
		{"R-086: the stored paper is cut", Owed, complaint.ByEmail, nil, "pap", false, Owed, 1, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := &post{letter: ToComplainant(signed()), trouble: row.trouble, stored: []byte(row.stored)}
			p.letter.State, p.letter.Way = row.state, row.way
			err := NewService(p, p, p).Deliver(t.Context(), 1, row.final)
			tried := row.sent == 1 && row.want != Sent
			if (err != nil) != tried || p.letter.State != row.want || p.sent != row.sent || (p.last != nil) != row.closed {
				t.Errorf("Deliver() = %v: letter %s, sent %d times, complaint moved %v", err, p.letter.State, p.sent, p.last != nil)
			}
			if row.closed && (p.last.State != complaint.Delivered || p.letter.MessageID == "" || string(p.read) != "paper") {
				t.Errorf("Deliver() = %+v, complaint %s", p.letter, p.last.State)
			}
			if tried && (p.letter.Tries != 1 || strings.Contains(p.letter.Trouble, "anna")) {
				t.Errorf("R-028: the letter keeps %d tries, trouble %q", p.letter.Tries, p.letter.Trouble)
			}
		})
	}
}

func (p *post) LetterSentAs(_ context.Context, id string) (ID, error) {
	if id != "<1@example.org>" {
		return 0, ErrNotFound
	}
	return 1, nil
}

// TestBounced: what the mail server reports of a letter, once and for good.
func TestBounced(t *testing.T) {
	const id = "<1@example.org>"
	for _, row := range []struct {
		name    string
		bounce  Bounce
		before  func(Letter) Letter
		changed bool
		state   State
		err     error
	}{
		{"it failed", Bounce{MessageID: id, Failed: true, Status: "5.1.1"}, nil, true, Failed, nil},
		{"it is late", Bounce{MessageID: id}, nil, false, Sent, nil},
		{"no letter of ours", Bounce{MessageID: "<2@example.org>", Failed: true}, nil, false, Sent, ErrNotFound},
		{"reported twice", Bounce{MessageID: id, Failed: true}, func(l Letter) Letter {
			l, _, _ = l.Return(identity.Itself, "вернулось", noon)
			return l
		}, false, Failed, nil},
		{"given into hands since", Bounce{MessageID: id, Failed: true}, func(l Letter) Letter {
			l, _, _ = l.Return(secretary, "вернулось", noon)
			l, _, _ = l.HandOver(secretary, Mark{Kind: Otherwise, Text: "вручено"}, nil, present())
			return l
		}, false, HandedOver, nil},
		{"sent elsewhere since", Bounce{MessageID: id, Failed: true}, func(l Letter) Letter {
			l, _, _ = l.Return(secretary, "вернулось", noon)
			l, _, _ = l.Redirect(secretary, complaint.ByEmail, "anna.new@example.org", "сообщила", noon)
			l, _ = l.Accepted("<1-1@example.org>", noon)
			return l
		}, false, Sent, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := &post{}
			p.letter, _ = away(complaint.ByEmail).Accepted(id, noon)
			if row.before != nil {
				p.letter = row.before(p.letter)
			}
			changed, err := NewService(p, p, p).Bounced(t.Context(), row.bounce)
			if changed != row.changed || p.letter.State != row.state || !errors.Is(err, row.err) {
				t.Errorf("Bounced() = %v, %v: the letter is %s", changed, err, p.letter.State)
			}
			if k, _ := p.letter.LastMark(); row.changed && k.Text != "почтовый сервер вернул письмо, код 5.1.1" {
				t.Errorf("Bounced() says %q", k.Text)
			}
		})
	}
}

// TestRedirectedWhileItIsSent: what went to the old address counts for nothing;
// the new one has a job of its own.
func TestRedirectedWhileItIsSent(t *testing.T) {
	p := &post{letter: ToComplainant(signed()), stored: []byte("paper")}
	sending := sent{p, func() {
		next, _, err := p.letter.Redirect(secretary, complaint.ByEmail, "anna.new@example.org", "сообщила", noon)
		if err != nil {
			t.Fatal(err)
		}
		p.letter = next
	}}
	if err := NewService(p, sending, p).Deliver(t.Context(), 1, true); err != nil || p.letter.State != Owed || p.letter.Address != "anna.new@example.org" || p.last != nil {
		t.Errorf("Deliver() = %v: %+v", err, p.letter)
	}
}

// sent is a mail during which something happens.
type sent struct {
	*post
	meanwhile func()
}

func (s sent) Send(ctx context.Context, m Message, open func(Enclosure) ([]byte, error)) (string, error) {
	s.meanwhile()
	return s.post.Send(ctx, m, open)
}

func TestHandOverIsOfOnesOwnCommission(t *testing.T) {
	p := &post{letter: ToComplainant(signed())}
	stranger := secretary
	stranger.Commission = 6
	service := NewService(p, p, p)
	if err := service.HandOver(t.Context(), stranger, 1, "почтой"); !errors.Is(err, ErrNotFound) || p.letter.State != Owed {
		t.Errorf("R-028: HandOver() from another commission = %v, want ErrNotFound", err)
	}
	if err := service.HandOver(t.Context(), secretary, 1, "почтой"); err != nil || p.last.State != complaint.Delivered || len(p.lines) != 2 {
		t.Errorf("R-086: HandOver() = %v, %d lines", err, len(p.lines))
	}
}

func TestMessageSaysNothingPrivate(t *testing.T) {
	m := Message{Letter: ToComplainant(signed()), From: commission.Commission{Name: "Избирательная комиссия", Address: "пл. Советов, 1"},
		Number: "14/31", AdoptedOn: calendar.Day(2026, 9, 12)}
	if got, want := m.Subject(), "2026-0110: решение комиссии № 14/31"; got != want {
		t.Errorf("Subject() = %q, want %q", got, want)
	}
	for _, private := range []string{"Иванова", "Мира", "anna@"} {
		if strings.Contains(m.Subject()+m.Text(), private) {
			t.Errorf("R-028: the letter names %q", private)
		}
	}
	if !strings.Contains(m.Text(), "Порядок обжалования") || strings.Contains(m.Text(), "\n\n\n") {
		t.Errorf("R-100: Text() = %q", m.Text())
	}
}
