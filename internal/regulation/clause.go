// Package regulation is what the text says: the rules a commission works by,
// each with its number and its source, the three outcomes, the majorities, the
// periods, and what one commission's own regulation sets differently (Profile).
//
// Nothing here counts votes or walks a calendar: package sitting counts, package
// deadline walks. Nothing here is a sentence either: a Refusal carries the key of
// a sentence in the catalogues, so that a person reads it in their own language.
package regulation

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Clause names one rule of the rule table, "R-071".
type Clause string

// The rules that acts, dates, majorities and refusals of this version cite.
const (
	DirectSuperior     Clause = "R-001"
	Override           Clause = "R-002"
	OwnTerritory       Clause = "R-003"
	EstablishedNumber  Clause = "R-004"
	VotingMembers      Clause = "R-005"
	OfficerPosts       Clause = "R-006"
	ActingChair        Clause = "R-007"
	OfficerElection    Clause = "R-008"
	SittingSecretary   Clause = "R-009"
	ReadDocuments      Clause = "R-010"
	VoteDemand         Clause = "R-011"
	MembersDuty        Clause = "R-013"
	AbsenceNotice      Clause = "R-014"
	InactiveMember     Clause = "R-015"
	ContestedActs      Clause = "R-020"
	Complainants       Clause = "R-021"
	NotOwnJudge        Clause = "R-022"
	FormOfComplaint    Clause = "R-023"
	DutyToAccept       Clause = "R-027"
	Confidentiality    Clause = "R-028"
	RegimeOfReceipt    Clause = "R-030"
	RegimeFixed        Clause = "R-031"
	VotingDays         Clause = "R-032"
	ReasonedDecision   Clause = "R-037"
	RegisterInThree    Clause = "R-040"
	ThirtyDays         Clause = "R-041"
	ThirtyMoreDays     Clause = "R-042"
	ForwardInSeven     Clause = "R-043"
	UnreadableNotice   Clause = "R-046"
	UnclearNotice      Clause = "R-047"
	CourtReturn        Clause = "R-048"
	FiveDays           Clause = "R-050"
	BeforeVoting       Clause = "R-051"
	Immediately        Clause = "R-052"
	AdditionalCheck    Clause = "R-053"
	AfterVoting        Clause = "R-054"
	RegistrationWindow Clause = "R-056"
	CourtCase          Clause = "R-058"
	ResultsFixed       Clause = "R-057"
	Suspension         Clause = "R-059"
	FirstSitting       Clause = "R-060"
	Formation          Clause = "R-061"
	Quorum             Clause = "R-062"
	MembersNotice      Clause = "R-063"
	Convening          Clause = "R-064"
	UrgentSitting      Clause = "R-065"
	PartiesInvited     Clause = "R-066"
	OpenSittings       Clause = "R-067"
	Videoconference    Clause = "R-068"
	ThreeOutcomes      Clause = "R-070"
	ReservedMatters    Clause = "R-071"
	AnnulmentReserved  Clause = "R-072"
	OtherMatters       Clause = "R-073"
	MixedRuling        Clause = "R-074"
	MeritsReserved     Clause = "R-075"
	CastingVote        Clause = "R-076"
	PresidingLast      Clause = "R-077"
	SecretBallot       Clause = "R-078"
	FatesOfDraft       Clause = "R-079"
	RejectedDraft      Clause = "R-080"
	TermStands         Clause = "R-081"
	MinutesText        Clause = "R-083"
	MinutesParts       Clause = "R-084"
	SerialNumbers      Clause = "R-085"
	DeliveryInThree    Clause = "R-086"
	Reasoned           Clause = "R-088"
	InformationRequest Clause = "R-090"
	LawEnforcement     Clause = "R-091"
	RemandTerm         Clause = "R-095"
	TakenOver          Clause = "R-096"
	FurtherAppeal      Clause = "R-100"
	CourtWindows       Clause = "R-101"
	CountingDays       Clause = "R-110"
	DecreedDays        Clause = "R-111"
	MissingYear        Clause = "R-112"
	WorkBy             Clause = "R-113"
	ImmediateBound     Clause = "R-114"
	WorkingDays        Clause = "R-115"
	CountBefore        Clause = "R-116"
)

// Rules that only the route of a paper cites.
const (
	DirectlyHigherOnly Clause = "R-024"
	AppealNotComplaint Clause = "R-025"
	ElectronicAppeals  Clause = "R-026"
	AnsweredInWriting  Clause = "R-033"
	ComplainantsRights Clause = "R-029"
	NotConsideredBelow Clause = "R-036"
	StopCorrespondence Clause = "R-038"
	AnonymousPaper     Clause = "R-044"
	AnonymousCrime     Clause = "R-045"
	AbuseOfRight       Clause = "R-049"
)

// Act is a text of law that a rule stands on.
type Act string

// The texts the rules stand on. FederalLaw67 is the law of 12.06.2002 on basic
// guarantees of electoral rights, FederalLaw59 that of 02.05.2006 on citizens'
// appeals, OwnRegulation the commission's regulation (регламент).
const (
	FederalLaw67  Act = "67-FZ"
	FederalLaw59  Act = "59-FZ"
	OwnRegulation Act = "regulation"
	CourtCode     Act = "KAS"
	LabourCode    Act = "TK"
	RegionalLaw   Act = "regional" // laws of the regions, each with a numbering of its own
	ProductChoice Act = "choice"   // the law leaves room and Redress chose; said so on the page
)

// Source is one place in one text, "67-FZ, article 20, point 4" or "regulation, clause 6.2".
type Source struct {
	Act     Act
	Article string // number of the article, or of the clause of a regulation
	Point   string // number of the point, empty if the whole article is meant
}

// Sources returns where the rule stands, the most telling place first. It
// returns nil for a clause this version does not cite.
func (c Clause) Sources() []Source { return sources[c] }

// String returns the number of the rule.
func (c Clause) String() string { return string(c) }

var sources = map[Clause][]Source{
	DirectSuperior:     {{FederalLaw67, "75", "6"}, {OwnRegulation, "1.9", ""}},
	Override:           {{OwnRegulation, "2.4", ""}, {OwnRegulation, "1.2", ""}},
	OwnTerritory:       {{OwnRegulation, "1.9", ""}},
	EstablishedNumber:  {{OwnRegulation, "1.9", ""}, {FederalLaw67, "28", ""}},
	VotingMembers:      {{OwnRegulation, "5.1", ""}},
	OfficerPosts:       {{OwnRegulation, "2.1", ""}, {OwnRegulation, "2.2", ""}},
	ActingChair:        {{OwnRegulation, "2.3", ""}, {OwnRegulation, "2.7", ""}},
	OfficerElection:    {{OwnRegulation, "2.7", ""}},
	SittingSecretary:   {{OwnRegulation, "4.7", ""}},
	ReadDocuments:      {{OwnRegulation, "3.2", ""}, {FederalLaw67, "29", "23"}},
	VoteDemand:         {{OwnRegulation, "4.3", ""}},
	MembersDuty:        {{OwnRegulation, "3.3", ""}},
	AbsenceNotice:      {{OwnRegulation, "3.3", ""}},
	InactiveMember:     {{OwnRegulation, "3.3", ""}},
	ContestedActs:      {{FederalLaw67, "75", "6"}, {OwnRegulation, "7.3", ""}},
	Complainants:       {{FederalLaw67, "75", "10"}},
	NotOwnJudge:        {{FederalLaw59, "8", "6"}, {FederalLaw67, "75", "6"}},
	FormOfComplaint:    {{FederalLaw59, "7", ""}},
	DutyToAccept:       {{FederalLaw59, "9", ""}},
	Confidentiality:    {{FederalLaw59, "6", ""}},
	ComplainantsRights: {{FederalLaw59, "5", ""}},
	RegimeOfReceipt:    {{FederalLaw67, "20", "4"}, {OwnRegulation, "7.2", ""}},
	RegimeFixed:        {{FederalLaw67, "20", "4"}},
	VotingDays:         {{FederalLaw67, "63.1", "1"}},
	ReasonedDecision:   {{OwnRegulation, "7.3", ""}, {FederalLaw67, "75", "6"}},
	RegisterInThree:    {{FederalLaw59, "8", "2"}},
	ThirtyDays:         {{FederalLaw59, "12", "1"}},
	ThirtyMoreDays:     {{FederalLaw59, "12", "2"}},
	ForwardInSeven:     {{FederalLaw59, "8", "3"}},
	UnreadableNotice:   {{FederalLaw59, "11", "4"}},
	UnclearNotice:      {{FederalLaw59, "11", "4.1"}},
	CourtReturn:        {{FederalLaw59, "11", "2"}},
	FiveDays:           {{FederalLaw67, "20", "4"}, {FederalLaw67, "78", "4"}},
	BeforeVoting:       {{FederalLaw67, "20", "4"}},
	Immediately:        {{FederalLaw67, "20", "4"}},
	AdditionalCheck:    {{FederalLaw67, "20", "4"}},
	AfterVoting:        {{FederalLaw67, "20", "4"}},
	RegistrationWindow: {{FederalLaw67, "78", "2"}},
	CourtCase:          {{FederalLaw67, "75", "9"}},
	ResultsFixed:       {{FederalLaw67, "77", "1.1"}, {FederalLaw67, "77", "1"}},
	Suspension:         {{ProductChoice, "", ""}},
	FirstSitting:       {{OwnRegulation, "4.2", ""}},
	Formation:          {{OwnRegulation, "4.1", ""}},
	Quorum:             {{OwnRegulation, "4.2", ""}},
	MembersNotice:      {{OwnRegulation, "4.5", ""}},
	Convening:          {{OwnRegulation, "4.5", ""}, {FederalLaw67, "28", ""}},
	UrgentSitting:      {{OwnRegulation, "4.5", ""}},
	PartiesInvited:     {{OwnRegulation, "4.4", ""}, {FederalLaw67, "75", "12"}},
	OpenSittings:       {{OwnRegulation, "4.4", ""}},
	Videoconference:    {{OwnRegulation, "1.6", ""}},
	ThreeOutcomes:      {{OwnRegulation, "7.3", ""}, {FederalLaw67, "75", "6"}},
	ReservedMatters:    {{OwnRegulation, "6.2", ""}},
	AnnulmentReserved:  {{OwnRegulation, "6.2", ""}},
	OtherMatters:       {{OwnRegulation, "6.2", ""}},
	MixedRuling:        {{OwnRegulation, "6.2", ""}},
	MeritsReserved:     {{OwnRegulation, "6.2", ""}},
	CastingVote:        {{OwnRegulation, "6.2", ""}},
	PresidingLast:      {{OwnRegulation, "5.1", ""}, {OwnRegulation, "4.6", ""}},
	SecretBallot:       {{OwnRegulation, "5.1", ""}},
	FatesOfDraft:       {{OwnRegulation, "6.3", ""}},
	RejectedDraft:      {{OwnRegulation, "7.3", ""}, {OwnRegulation, "6.3", ""}},
	TermStands:         {{OwnRegulation, "6.4", ""}},
	MinutesText:        {{OwnRegulation, "4.7", ""}},
	MinutesParts:       {{OwnRegulation, "4.7", ""}, {OwnRegulation, "5.2", ""}},
	SerialNumbers:      {{OwnRegulation, "4.7", ""}},
	DeliveryInThree:    {{OwnRegulation, "6.5", ""}},
	Reasoned:           {{OwnRegulation, "7.1", ""}},
	InformationRequest: {{OwnRegulation, "7.5", ""}, {FederalLaw67, "20", "19"}},
	LawEnforcement:     {{OwnRegulation, "7.4", ""}, {FederalLaw67, "20", "5"}},
	RemandTerm:         {{FederalLaw67, "20", "10"}, {OwnRegulation, "1.8", ""}},
	TakenOver:          {{FederalLaw67, "20", "11"}},
	FurtherAppeal:      {{FederalLaw67, "75", "6"}, {FederalLaw67, "75", "8"}},
	CourtWindows:       {{CourtCode, "240", ""}},
	CountingDays:       {{FederalLaw67, "11.1", "4"}},
	DecreedDays:        {{ProductChoice, "", ""}},
	MissingYear:        {{ProductChoice, "", ""}},
	WorkBy:             {{ProductChoice, "", ""}},
	ImmediateBound:     {{ProductChoice, "", ""}},
	WorkingDays:        {{LabourCode, "112", ""}},
	CountBefore:        {{FederalLaw67, "11.1", "2"}},
	ReturnUnsent:       {{FederalLaw59, "8", "7"}},
	AccusedTold:        {{FederalLaw67, "20", "4"}},
	DissentForward:     {{OwnRegulation, "5.3", ""}, {FederalLaw67, "28", "17"}},
	DirectlyHigherOnly: {{FederalLaw59, "8", "3"}, {FederalLaw67, "75", "6"}},
	AppealNotComplaint: {{OwnRegulation, "7.1", ""}, {OwnRegulation, "7.2", ""}},
	ElectronicAppeals:  {{FederalLaw59, "4", ""}, {FederalLaw59, "7", ""}},
	AnsweredInWriting:  {{FederalLaw67, "20", "4"}, {OwnRegulation, "7.2", ""}},
	NotConsideredBelow: {{FederalLaw67, "75", "6"}, {OwnRegulation, "7.3", ""}},
	StopCorrespondence: {{FederalLaw59, "11", "5"}},
	AnonymousPaper:     {{FederalLaw59, "11", "1"}},
	AnonymousCrime:     {{FederalLaw59, "11", "1"}},
	AbuseOfRight:       {{FederalLaw59, "11", "3"}},
	NoRecusal:          {{ProductChoice, "", ""}},
	SpeechLimits:       {{OwnRegulation, "4.5", ""}, {OwnRegulation, "4.6", ""}},
	Publication:        {{OwnRegulation, "6.5", ""}},
	Retention:          {{RegionalLaw, "", ""}},
	WorkingGroups:      {{OwnRegulation, "7.2", ""}, {OwnRegulation, "7.3", ""}},
}

// Values are the facts a sentence of a catalogue is filled with.
type Values map[string]any

// Refusal says that the text forbids an act, or asks for what is missing. It is
// not a fault: it goes to the person as a sentence with the clause beside it.
type Refusal struct {
	Clause Clause // the rule that refuses; empty where only the form is at fault
	Key    string // key of the sentence in the catalogues, without the "refusal." prefix
	Values Values // what the sentence names
	Field  string // name of the form field at fault, empty if none is
}

// Error returns the refusal for a log or a test, never for a person.
func (r *Refusal) Error() string {
	if r.Clause == "" {
		return "refused: " + r.Key
	}
	return fmt.Sprintf("refused by %s: %s", r.Clause, r.Key)
}

// Refuse returns a Refusal under a clause.
func Refuse(clause Clause, key string, values Values) *Refusal {
	return &Refusal{Clause: clause, Key: key, Values: values}
}

// Legible refuses typed text that is longer than limit letters, or that no paper and
// no store can hold: broken letters and the letter zero. Over-long text is never cut.
func Legible(clause Clause, field, text string, limit int) error {
	if n := utf8.RuneCountInString(text); n > limit {
		return &Refusal{Clause: clause, Field: field, Key: "text_too_long", Values: Values{"Limit": limit, "Over": n - limit}}
	}
	if strings.ContainsRune(text, 0) || !utf8.ValidString(text) {
		return Missing(clause, field, "text_unreadable")
	}
	return nil
}

// Missing returns the Refusal of a form whose field must be filled in or is wrong.
func Missing(clause Clause, field, key string) *Refusal {
	return &Refusal{Clause: clause, Key: key, Field: field}
}
