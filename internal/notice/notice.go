// Package notice is the letters a commission owes after an act, kept until they
// are delivered: to whom, by what way, by when, and what became of them.
package notice

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// ErrNotFound says there is no such letter for the one who asks.
var ErrNotFound = errors.New("letter not found")

// ID is a letter's number in the store.
type ID int64

// Addressee is to whom a letter goes.
type Addressee string

// The addressees: a ruling is owed to the first two.
const (
	Complainant Addressee = "complainant"
	Respondent  Addressee = "respondent"
	Competent   Addressee = "competent" // to whom a paper is forwarded
	Accused     Addressee = "accused"   // who is said to have broken the law
	Asked       Addressee = "asked"     // for information, or to whom materials go
	Executor    Addressee = "executor"  // who has to carry the ruling out
	Interested  Addressee = "interested"
)

// State is what became of a letter.
type State string

// The states. Failed waits for a person: another way, or another address.
const (
	Owed       State = "owed"
	Sent       State = "sent" // the mail server took it
	Failed     State = "failed"
	HandedOver State = "handed_over" // given or posted by a person, with proof
)

// Done reports whether nothing more is owed.
func (s State) Done() bool { return s == Sent || s == HandedOver }

// Letter is one paper on its way to one addressee.
type Letter struct {
	ID         ID
	Commission commission.ID
	Complaint  complaint.ID
	Ref        complaint.Ref
	Against    commission.ID        // the commission complained about
	Paper      int64                // number of the paper it carries, in the store
	About      complaint.LetterKind // empty: a ruling
	Addressee  Addressee
	Way        complaint.ReplyBy
	Address    string
	Name       string
	State      State
	MessageID  string
	DueOn      calendar.Date // of a ruling three working days after adoption
	Tries      int
	Trouble    string // why the last try failed, without personal data
	MadeAt     time.Time
	DoneAt     time.Time
	Proof      string
	SignedAt   time.Time // when the paper it carries bore its last signature
	Round      int       // how often it was sent another way or to another address
	Marks      []Mark    // what was done with it and became of it, in that order
}

// ToComplainant returns the letter a complainant is owed, by the way they chose.
func ToComplainant(c complaint.Complaint) Letter {
	p := c.Complainant
	l := Letter{Commission: c.Commission, Complaint: c.ID, Ref: c.Ref, Addressee: Complainant, State: Owed,
		Way: p.ReplyBy, Name: p.Name.Full()}
	switch p.ReplyBy {
	case complaint.ByEmail:
		l.Address = p.Email
	case complaint.ByPost:
		l.Address = p.Address
	case complaint.InPerson:
		l.Address = p.Phone
	default: // a paper that shows no way for the answer: it waits for its author here
		l.Way, l.Address = complaint.InPerson, p.Phone
	}
	return l
}

// ToRespondent returns the letter a lower commission is owed: by e-mail where it
// has one, else by post.
func ToRespondent(c complaint.Complaint, respondent commission.Commission) Letter {
	l := Letter{Commission: c.Commission, Complaint: c.ID, Ref: c.Ref, Addressee: Respondent, State: Owed,
		Way: complaint.ByPost, Address: respondent.Address, Name: respondent.Name}
	if respondent.Email != "" {
		l.Way, l.Address = complaint.ByEmail, respondent.Email
	}
	return l
}

// ToCompetent returns the letter that goes with a forwarded complaint: to a commission
// by e-mail if it has one and no file goes with the paper, else by post.
func ToCompetent(c complaint.Complaint, to commission.Commission, body, address string) Letter {
	l := Letter{Commission: c.Commission, Complaint: c.ID, Ref: c.Ref, Addressee: Competent, State: Owed, Way: complaint.ByPost, Address: address, Name: body}
	if to.ID != 0 {
		l.Name, l.Address = to.Name, to.Address
		if to.Email != "" && len(c.Attachments) == 0 {
			l.Way, l.Address = complaint.ByEmail, to.Email
		}
	}
	return l
}

// PassedOn returns the letter as done already: the paper itself went to a commission
// that works with this program, in the same act.
func (l Letter) PassedOn(at time.Time) Letter {
	l.State, l.DoneAt, l.Proof = HandedOver, at, "передано вместе с обращением, без бумаги"
	return l
}

// ToAccused returns the letter to somebody who is said to have broken the law.
func ToAccused(c complaint.Complaint, name, email, address string) Letter {
	l := Letter{Commission: c.Commission, Complaint: c.ID, Ref: c.Ref, Addressee: Accused, State: Owed, Way: complaint.ByPost, Address: address, Name: name}
	if email != "" {
		l.Way, l.Address = complaint.ByEmail, email
	}
	return l
}

// ToAsked returns the letter that carries a request or a referral: by e-mail where there
// is one, unless files go with it and there is an address to post them to.
func ToAsked(c complaint.Complaint, i complaint.Inquiry) Letter {
	l := Letter{Commission: c.Commission, Complaint: c.ID, Ref: c.Ref, Addressee: Asked, State: Owed, Way: complaint.ByPost, Address: i.Address, Name: i.Body}
	files := (i.Enclose || c.EndsPaper(i.Kind)) && len(c.Attachments) > 0 || i.Materials != ""
	if i.Email != "" && (!files || i.Address == "") {
		l.Way, l.Address = complaint.ByEmail, i.Email
	}
	return l
}

// Accepted records that the mail server took the letter.
func (l Letter) Accepted(messageID string, at time.Time) (Letter, docket.Line) {
	l, k := l.marked(Mark{Kind: Mailed}, identity.Itself, at)
	l.State, l.MessageID, l.DoneAt, l.Trouble = Sent, messageID, at, ""
	l.Tries++
	return l, l.markLine("letter_sent", identity.Itself, k)
}

// Refused records that a try failed, and why in words without personal data. The
// letter waits for the next try, or for a person once final is set.
func (l Letter) Refused(trouble string, final bool) Letter {
	l.Trouble = trouble
	l.Tries++
	if final {
		l.State = Failed
	}
	return l
}

func (l Letter) line(act string, by identity.Actor) docket.Line {
	return docket.Line{Act: act, By: by, Clause: regulation.DeliveryInThree,
		Facts: docket.Facts{"addressee": string(l.Addressee), "way": string(l.Way)}}
}

// Send is the job that delivers one letter by e-mail. It is inserted in the
// transaction that owes the letter.
type Send struct {
	Letter ID `json:"letter"`
}

// Kind names the job in the queue.
func (Send) Kind() string { return "send_letter" }

// Enclosure is a file that goes with a letter.
type Enclosure struct {
	Name      string
	MediaType string
	Key       attachment.Key
	Size      int64
	SHA256    attachment.Digest
	Raw       []byte // what is kept beside the vault: a signature apart from its paper
}

// Message is a letter with everything the mail needs.
type Message struct {
	Letter
	From       commission.Commission
	Number     string // of the ruling or the letter
	AdoptedOn  calendar.Date
	Enclosures []Enclosure
	Call       *Call       // set where the message is no letter but a call to an officer
	Telling    *Telling    // or tells a member of a sitting
	Invited    *Invitation // or an invitation to a sitting
}

// Key names the message among all that were ever sent.
func (m Message) Key() string {
	if m.Invited != nil {
		return fmt.Sprintf("invitation-%d", m.Invited.ID)
	}
	if m.Call != nil {
		return fmt.Sprintf("call-%d", m.Call.ID)
	}
	if m.Telling != nil {
		return fmt.Sprintf("notice-%d", m.Telling.ID)
	}
	if m.Round > 0 { // another message than the one that did not reach anybody
		return fmt.Sprintf("letter-%d-%d", m.ID, m.Round)
	}
	return fmt.Sprintf("letter-%d", m.ID)
}

// Subject returns the subject line: the number first, no name, no accusation.
func (m Message) Subject() string {
	if m.Invited != nil {
		return m.Invited.subject()
	}
	if m.Call != nil {
		return m.Call.subject()
	}
	if m.Telling != nil {
		return m.Telling.subject(m.From)
	}
	if m.About != "" {
		return m.Ref.String() + ": письмо комиссии № " + m.Number
	}
	return m.Ref.String() + ": решение комиссии № " + m.Number
}

// Text returns the letter in the commission's language.
func (m Message) Text() string {
	if m.Call != nil {
		return m.Call.text(m.From)
	}
	if m.Telling != nil {
		return m.Telling.text(m.From) + m.sender()
	}
	var b strings.Builder
	b.WriteString("Здравствуйте.\n\n")
	if m.Invited != nil {
		return b.String() + m.Invited.text(m.From.Profile.Zone()) + m.sender()
	}
	if m.About != "" {
		b.WriteString("Комиссия направляет вам письмо № " + m.Number + ".\n")
		b.WriteString("Оно приложено в двух видах: PDF, который подписан, и DOCX для чтения и поиска.\n\n")
		return b.String() + m.sender()
	}
	b.WriteString("Комиссия приняла решение по жалобе № " + m.Ref.String() + ".\n")
	b.WriteString("Решение № " + m.Number + " приложено к письму в двух видах: PDF, который подписан, и DOCX для чтения и поиска.\n\n")
	b.WriteString("Порядок обжалования указан в конце решения.\n\n")
	return b.String() + m.sender()
}

// sender is who writes, at the end of a message.
func (m Message) sender() string {
	var b strings.Builder
	b.WriteString(m.From.Name + "\n")
	for _, line := range []string{m.From.Address, m.From.Phone} {
		if line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// Store keeps letters and calls. Each method that changes is one transaction; the last
// letter of a complaint also moves the complaint to delivered.
type Store interface {
	CallStore
	TellStore
	InvitationStore
	MarkStore
	// Message returns a letter with its papers, or ErrNotFound.
	Message(ctx context.Context, id ID) (Message, error)
	// ChangeLetter locks the letter and saves what change returns.
	ChangeLetter(ctx context.Context, id ID, change func(Letter, commission.Moment) (Letter, *docket.Line, error),
		last func(complaint.Complaint, commission.Moment) (complaint.Complaint, docket.Line, error)) error
}

// Sender gives one message to the mail and returns its Message-ID.
type Sender interface {
	Send(ctx context.Context, m Message, open func(Enclosure) ([]byte, error)) (messageID string, err error)
}

// Service is how letters are delivered.
type Service struct {
	store  Store
	sender Sender
	vault  attachment.Vault
}

// NewService returns the service over a store, the mail and the vault.
func NewService(store Store, sender Sender, vault attachment.Vault) *Service {
	return &Service{store: store, sender: sender, vault: vault}
}
