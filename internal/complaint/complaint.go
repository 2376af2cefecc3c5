// Package complaint is one complaint: who complains, about which decision, action
// or inaction of which commission, and the steps the complaint goes through from
// filing to delivery.
//
// The state machine is one table (state.go) and each step is one exported act
// (acts.go). Acts are pure: they get the actor and the moment, and return the
// changed complaint with the line for its docket.
package complaint

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// ErrNotFound says there is no such complaint for the one who asks: absent and
// somebody else's look the same.
var ErrNotFound = errors.New("complaint not found")

// ID is a complaint's number in the store; people use Ref.
type ID int64

// Ref is the public number of a complaint within its commission, "2026-0107".
// It is given at filing and may be named to anybody.
type Ref struct{ Year, Number int }

// String returns the number as people write it, "2026-0107".
func (r Ref) String() string { return fmt.Sprintf("%d-%04d", r.Year, r.Number) }

// ParseRef reads "2026-0107", with or without leading zeros, and with the hyphen that
// pages write so that no line ends there.
func ParseRef(s string) (Ref, error) {
	year, number, ok := strings.Cut(strings.ReplaceAll(strings.TrimSpace(s), "\u2011", "-"), "-")
	if ok && digits(year) && digits(number) {
		y, err1 := strconv.Atoi(year)
		n, err2 := strconv.Atoi(number)
		if err1 == nil && err2 == nil && y >= 2000 && y <= 9999 && n > 0 && n <= 99_999_999 {
			return Ref{y, n}, nil
		}
	}
	return Ref{}, fmt.Errorf("reading number of a complaint: %w", ErrNotFound)
}

// digits reports whether the text is decimal digits and nothing else: no sign, no space.
func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// Contested says which acts of the respondent are contested; several may be.
// All false means that the complainant did not know and nobody has said yet.
type Contested struct{ Decision, Action, Inaction bool }

// Known reports whether at least one kind is named.
func (c Contested) Known() bool { return c.Decision || c.Action || c.Inaction }

// Earlier says whether the matter was before a commission or a court already.
type Earlier string

// The answers to question 4 of the form.
const (
	EarlierNone       Earlier = "none"
	EarlierCommission Earlier = "commission"
	EarlierCourt      Earlier = "court"
	EarlierUnknown    Earlier = "unknown"
)

// Ask is what the complainant asks for, in the words of the three outcomes.
type Ask string

// The answers to question 6 of the form.
const (
	AskAnnul    Ask = "annul"    // отменить решение
	AskUnlawful Ask = "unlawful" // признать действие (бездействие) незаконным
	AskOblige   Ask = "oblige"   // обязать сделать
	AskOther    Ask = "other"
)

// Role is what gives the complainant the right to complain.
type Role string

// The roles of the form.
const (
	Voter          Role = "voter"
	Candidate      Role = "candidate"
	CandidateProxy Role = "candidate_proxy"
	Observer       Role = "observer"
	VotingMember   Role = "voting_member"
	Party          Role = "party"
	OtherRole      Role = "other"
	Anonymous      Role = "anonymous" // a paper without a name
)

// Roles lists the roles a person may choose in the form.
var Roles = []Role{Voter, Candidate, CandidateProxy, Observer, VotingMember, Party, OtherRole}

// ReplyBy is the way the answer goes.
type ReplyBy string

// The ways of an answer.
const (
	ByEmail  ReplyBy = "email"
	ByPost   ReplyBy = "post"
	InPerson ReplyBy = "in_person"
)

// Channel is how the paper came in.
type Channel string

// The channels.
const (
	Portal      Channel = "portal"
	BroughtIn   Channel = "in_person"
	Post        Channel = "post"
	EmailLetter Channel = "email"
	Passed      Channel = "forwarded"  // another commission forwarded it
	TakenOver   Channel = "taken_over" // the commission took it over from the one below
)

// Assurance says how far the complainant's identity is confirmed. A complaint that
// nobody confirmed is kept and shown as such, never thrown away.
type Assurance string

// The levels of this version.
const (
	Unconfirmed Assurance = "unconfirmed"
	Seen        Assurance = "seen" // brought in person, papers shown to the secretary
)

// Complainant is who filed and where the answer goes.
type Complainant struct {
	Name           identity.Name
	Role           Role
	ReplyBy        ReplyBy
	Email          string
	Address        string
	Phone          string
	Representative string // who acts for the complainant, and on what paper
}

// Complaint is one complaint with all that belongs to it.
type Complaint struct {
	ID         ID
	Commission commission.ID // who must rule: the directly higher commission
	Ref        Ref
	State      State
	Version    int // grows with every change, for people who edit at the same time

	FiledAt   time.Time
	Channel   Channel
	Assurance Assurance
	Answers

	Attachments []attachment.Attachment

	TakenBy identity.ID // who took the paper in; zero for a complaint filed online
	Sheets  int         // of the paper, zero if nobody counted

	// Set at registration.
	RegisteredAt    time.Time
	RegisterYear    int
	RegisterNumber  int // вх. №, without gaps within commission and year (P6)
	Regime          regulation.Regime
	Campaign        commission.CampaignID // zero in the ordinary regime
	Title           string                // the substance in one line
	Category        string
	Article         string // of the law, as the secretary names it
	AdditionalCheck bool
	Checks          []Check
	Findings        Findings // what only a person could find out
	Linked          []ID     // earlier complaints the secretary linked it to

	Route       Route             // what is done with the paper; empty until registered
	Recommended Route             // what the rules said, where a person chose otherwise
	RouteClause regulation.Clause // the rule the route stands on
	RouteReason string            // why not the recommended one; told to the complainant
	Ending      Ending            // how it ended without a ruling

	SentDown SentDown // to the commission below; the zero one if it was not
	Accused  Accused  // what was done about whoever is said to have broken the law

	Inquiries []Inquiry // what was asked, referred and explained, by number

	Admission Admission // of a complainant outside the list; the zero one if nobody asked

	Rapporteur identity.ID        // who prepares the draft; zero until assigned
	Group      commission.GroupID // the working group that prepares it too; zero if none
	Rework     Rework             // what a sitting gave the draft back for, until the next one is ready

	Extended        bool   // the term was extended
	ExtensionReason string // told to the complainant, of R-042 and of R-053
	Stays           []Stay // times in which a court had the matter, the last one may last
	Holds           []Hold // times in which the papers are kept for a case, the last one may last

	Dissents   []Dissent  // opinions on the ruling that the higher commission is told of
	Retraction Retraction // the complainant took it back; the zero one if not
	Withheld   []Withheld // files that members do not read, and when they did not

	// Set when a ruling is adopted.
	DecidedAt time.Time
	Outcome   regulation.Outcome
	SignedAt  time.Time
	ClosedAt  time.Time // the ruling reached the parties, or the consideration was terminated

	PublishedAt time.Time // the public can read the ruling since; zero before, and once that was withdrawn
}

// Substance returns the title, or before registration the beginning of the text.
func (c Complaint) Substance() string {
	if c.Title != "" {
		return c.Title
	}
	return Shorten(c.Text, 80)
}

// Shorten cuts text, at a word boundary if there is one, so that it holds at most n
// letters with the mark of the cut.
func Shorten(text string, n int) string {
	text = strings.Join(strings.Fields(text), " ")
	letters := []rune(text)
	if len(letters) <= n {
		return text
	}
	cut := string(letters[:n-1])
	if i := strings.LastIndex(cut, " "); i > 0 && letters[n-1] != ' ' {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,.;:—-") + "…"
}

// ReceivedOn returns the local date the complaint reached the commission: day 0 of
// its terms.
func (c Complaint) ReceivedOn(zone *time.Location) calendar.Date {
	return calendar.On(c.FiledAt, zone)
}

// Check is one of the secretary's six checks at registration.
type Check struct {
	Name    CheckName
	Answer  CheckAnswer
	Note    string
	Machine CheckAnswer `json:",omitempty"` // what the machine answered, see Examine
}

// Changed reports whether the secretary answered otherwise than the machine.
func (c Check) Changed() bool { return c.Machine != "" && c.Machine != c.Answer }

// CheckName names a check.
type CheckName string

// The six checks, in the order of the screen.
const (
	CheckLevel      CheckName = "level"
	CheckRespondent CheckName = "respondent"
	CheckWindow     CheckName = "window"
	CheckEarlier    CheckName = "earlier"
	CheckIdentity   CheckName = "identity"
	CheckRepeat     CheckName = "repeat"
)

// CheckNames lists the checks in their order.
var CheckNames = []CheckName{CheckLevel, CheckRespondent, CheckWindow, CheckEarlier, CheckIdentity, CheckRepeat}

// CheckAnswer is what the secretary found.
type CheckAnswer string

// The three answers to a check.
const (
	CheckYes     CheckAnswer = "yes"
	CheckNo      CheckAnswer = "no"
	CheckUnclear CheckAnswer = "unclear"
)

// Valid reports whether the answer is one of the three.
func (a CheckAnswer) Valid() bool { return a == CheckYes || a == CheckNo || a == CheckUnclear }
