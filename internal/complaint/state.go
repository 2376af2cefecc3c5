package complaint

import (
	"cmp"
	"errors"
	"slices"

	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// State is where a complaint stands.
type State string

// The states of a complaint.
const (
	Filed      State = "filed"      // получена, ждёт регистрации
	Registered State = "registered" // зарегистрирована, нет докладчика
	InReview   State = "in_review"  // докладчик готовит проект
	Ready      State = "ready"      // проект готов к заседанию
	Scheduled  State = "scheduled"  // в повестке заседания
	Decided    State = "decided"    // решение принято голосованием
	Signed     State = "signed"     // решение подписано, рассылается
	Delivered  State = "delivered"  // решение доведено до сторон
	Suspended  State = "suspended"  // приостановлена: дело в суде
	Terminated State = "terminated" // прекращена: суд решил вопрос по существу
	LetterDue  State = "letter_due" // решение не требуется: за комиссией письмо
	Forwarded  State = "forwarded"  // передана тому, кто вправе её решить
	Returned   State = "returned"   // возвращена с разъяснением пути в суд
	Answered   State = "answered"   // на неё отвечено письмом
	Shelved    State = "shelved"    // оставлена без ответа: анонимная, отозванная
)

// States lists all states in the order a complaint meets them.
var States = []State{Filed, Registered, InReview, Ready, Scheduled, Decided, Signed, Delivered, Suspended, Terminated,
	LetterDue, Forwarded, Returned, Answered, Shelved}

// Open reports whether the commission still owes a ruling or a letter.
func (s State) Open() bool { return s.Rules() || s == Filed || s == LetterDue }

// Rules reports whether the paper is registered as a complaint and its ruling is owed.
func (s State) Rules() bool {
	return s == Registered || s == InReview || s == Ready || s == Scheduled || s == Suspended
}

// WithoutRuling reports whether the complaint came to its end by a letter, a transfer,
// or unanswered: the lawful ends beside a ruling and a court.
func (s State) WithoutRuling() bool {
	return s == Forwarded || s == Returned || s == Answered || s == Shelved
}

// Extendable reports whether the term can be extended as the complaint stands: that of a
// ruling, and of a reply by letter, for which the thirty days are meant. What is forwarded,
// returned or only told something has the days of its own rule.
func (c Complaint) Extendable() bool {
	replied := c.Route == HandleAsAppeal || c.Route == FiledTooLate || c.Route == TellAbuse || c.Route == StopCorrespondence
	return slices.Contains(moves[Extension].from, c.State) && (c.State != LetterDue || replied)
}

// Act is a step of a complaint.
type Act string

// The steps. Filing begins a complaint and is therefore not in the table.
const (
	Filing       Act = "filing"
	Registration Act = "registration"
	Assignment   Act = "assignment"
	Drafting     Act = "drafting"
	Completion   Act = "completion"
	Reopening    Act = "reopening"
	Scheduling   Act = "scheduling"
	Withdrawing  Act = "withdrawing_from_agenda"
	Rejection    Act = "rejection"
	Postponement Act = "postponement"
	SendingBack  Act = "sending_back" // the draft, for rework
	Adoption     Act = "adoption"
	Signing      Act = "signing"
	Delivery     Act = "delivery"
	Extension    Act = "extension"
	Suspending   Act = "suspension"
	Resuming     Act = "resumption"
	Terminating  Act = "termination"
	Noting       Act = "registration_for_letter"
	FilingAway   Act = "registration_without_answer"
	Rerouting    Act = "rerouting" // to a route that ends without a ruling
	Readmission  Act = "readmission"
	Forwarding   Act = "forwarding"
	Returning    Act = "return"
	Answering    Act = "answer"
	Shelving     Act = "shelving"
	SendingDown  Act = "sending_down"
	TellAccused  Act = "telling_accused"
	NobodyToTell Act = "nobody_accused"
	Preparing    Act = "preparing_inquiry"
	SettingAside Act = "setting_inquiry_aside"
	Requesting   Act = "requesting_information"
	Referring    Act = "referring"
	Reaching     Act = "inquiry_reached"
	Hearing      Act = "inquiry_answered"
	Explaining   Act = "explaining"

	Grouping        Act = "giving_to_group"
	AskingAdmission Act = "asking_admission"
	Admitting       Act = "admission"
	Refusing        Act = "refused_admission"
	ChangingRegime  Act = "regime_change"

	ClosingRetracted Act = "closing_retracted"

	Publishing Act = "publication"
	Recalling  Act = "recall_of_publication"

	Discussing Act = "draft_discussion" // comments on the draft, among the members
	Amending   Act = "amending"         // the draft, by a vote of the sitting
)

// Acts lists all steps that move an existing complaint.
var Acts = []Act{Registration, Assignment, Drafting, Completion, Reopening, Scheduling,
	Withdrawing, Rejection, Postponement, SendingBack, Adoption, Signing, Delivery,
	Extension, Suspending, Resuming, Terminating,
	Noting, FilingAway, Rerouting, Readmission, Forwarding, Returning, Answering, Shelving, SendingDown, TellAccused, NobodyToTell,
	Preparing, SettingAside, Requesting, Referring, Reaching, Hearing, Explaining,
	Grouping, AskingAdmission, Admitting, Refusing, ChangingRegime, ClosingRetracted, Publishing, Recalling, Discussing, Amending}

// The states in which the commission may ask for information, and those in which it may
// refer materials: also after the ruling, and after a letter left threats unanswered
// . An answer is entered whenever it comes.
var (
	asking    = []State{Registered, InReview, Ready, Scheduled, LetterDue}
	referring = append(slices.Clone(asking), Suspended, Decided, Signed, Delivered, Answered)
	hearing   = append(slices.Clone(referring), Terminated, Forwarded, Returned, Shelved)
)

// moves is the state machine. What is not in it is not allowed; Filing is not, for it
// begins a complaint and has no state to come from. A step to no state leaves the
// complaint where it is.
//
//exhaustive:ignore
var moves = map[Act]struct {
	from   []State
	to     State
	clause regulation.Clause
}{
	Registration: {[]State{Filed}, Registered, regulation.DutyToAccept},
	Assignment:   {[]State{Registered, InReview, Ready}, InReview, regulation.ReasonedDecision},
	Drafting:     {[]State{InReview}, InReview, regulation.Reasoned},
	Completion:   {[]State{InReview}, Ready, regulation.Reasoned},
	Reopening:    {[]State{Ready}, InReview, regulation.Reasoned},
	Scheduling:   {[]State{Ready}, Scheduled, regulation.ReasonedDecision},
	Withdrawing:  {[]State{Scheduled}, Ready, regulation.ReasonedDecision},
	Rejection:    {[]State{Scheduled}, InReview, regulation.RejectedDraft},
	Postponement: {[]State{Scheduled}, Ready, regulation.TermStands},
	SendingBack:  {[]State{Scheduled}, InReview, regulation.FatesOfDraft},
	Adoption:     {[]State{Scheduled}, Decided, regulation.ThreeOutcomes},
	Signing:      {[]State{Decided}, Signed, regulation.SerialNumbers},
	Delivery:     {[]State{Signed}, Delivered, regulation.DeliveryInThree},
	Extension:    {[]State{Registered, InReview, Ready, Scheduled, LetterDue}, "", regulation.ThirtyMoreDays},
	Suspending:   {[]State{InReview, Ready}, Suspended, regulation.CourtCase},
	Resuming:     {[]State{Suspended}, InReview, regulation.CourtCase},
	Terminating:  {[]State{Suspended}, Terminated, regulation.CourtCase},

	Noting:       {[]State{Filed}, LetterDue, regulation.DutyToAccept},
	FilingAway:   {[]State{Filed}, Shelved, regulation.AnonymousPaper},
	Rerouting:    {[]State{Registered, InReview, LetterDue}, LetterDue, regulation.AppealNotComplaint},
	Readmission:  {[]State{LetterDue}, Registered, regulation.AppealNotComplaint},
	Forwarding:   {[]State{LetterDue}, Forwarded, regulation.ForwardInSeven},
	Returning:    {[]State{LetterDue}, Returned, regulation.ReturnUnsent},
	Answering:    {[]State{LetterDue}, Answered, regulation.AnsweredInWriting},
	Shelving:     {[]State{LetterDue}, Shelved, regulation.AnonymousPaper},
	SendingDown:  {[]State{Registered, InReview}, "", regulation.NotConsideredBelow},
	TellAccused:  {[]State{Registered, InReview, Ready, Scheduled, LetterDue}, "", regulation.AccusedTold},
	NobodyToTell: {[]State{Registered, InReview, Ready, Scheduled, LetterDue}, "", regulation.AccusedTold},

	Preparing:       {referring, "", regulation.InformationRequest},
	SettingAside:    {hearing, "", regulation.InformationRequest},
	Requesting:      {asking, "", regulation.InformationRequest},
	Referring:       {referring, "", regulation.LawEnforcement},
	Reaching:        {hearing, "", regulation.InformationRequest},
	Hearing:         {hearing, "", regulation.InformationRequest},
	Explaining:      {[]State{Registered, InReview, Ready, Scheduled, Suspended, LetterDue}, "", regulation.AccusedTold},
	Grouping:        {[]State{Registered, InReview, Ready}, "", regulation.WorkingGroups},
	AskingAdmission: {[]State{Filed}, "", regulation.Complainants},
	Admitting:       {[]State{Filed}, "", regulation.Complainants},
	Refusing:        {[]State{Filed}, "", regulation.Complainants},
	ChangingRegime:  {[]State{Registered, InReview, Ready, Scheduled, Suspended, LetterDue}, "", regulation.RegimeFixed},

	ClosingRetracted: {[]State{LetterDue}, Shelved, regulation.ComplainantsRights},
	Publishing:       {[]State{Signed, Delivered}, "", regulation.Publication},
	Recalling:        {[]State{Signed, Delivered}, "", regulation.Publication},
	Discussing:       {[]State{InReview, Ready, Scheduled}, "", regulation.Reasoned},
	Amending:         {[]State{Scheduled}, "", regulation.FatesOfDraft},
}

// Move is one line of the table of states: the act, from where to where it leads, and
// the rule it follows from.
type Move struct {
	Act    Act
	From   []State
	To     State // empty: the complaint stays where it is
	Clause regulation.Clause
}

// Moves returns the table of states in the order of Acts, for whoever shows or draws it.
func Moves() []Move {
	var all []Move
	for _, act := range Acts {
		m := moves[act]
		all = append(all, Move{Act: act, From: slices.Clone(m.from), To: m.to, Clause: m.clause})
	}
	return all
}

// take makes one step. It returns the complaint as it stands afterwards and the
// docket line that records it; c itself is left as it was.
func (c Complaint) take(act Act, by identity.Actor, facts docket.Facts) (Complaint, docket.Line, error) {
	m := moves[act]
	if !slices.Contains(m.from, c.State) {
		return c, docket.Line{}, regulation.Refuse(m.clause, "act_not_now",
			regulation.Values{"Act": string(act), "State": string(c.State)})
	}
	to := cmp.Or(m.to, c.State)
	line := docket.Line{Act: string(act), By: by, Clause: m.clause,
		Facts: docket.Facts{"from": string(c.State), "to": string(to)}}
	for k, v := range facts {
		line.Facts[k] = v
	}
	c.State = to
	c.Version++
	return c, line, nil
}

// Matter is the complaint as far as rights depend on it.
func (c Complaint) Matter() identity.Matter {
	return identity.Matter{Commission: c.Commission, Respondent: c.Respondent, Complainant: c.Complainant.Name}
}

// must refuses an act on the complaint that the table of rights does not let the actor
// do, standing to it as they do. Of somebody else's complaint there is nothing to say:
// ErrNotFound.
func (c Complaint) must(by identity.Actor, act identity.Act, clause regulation.Clause) error {
	matter := c.Matter()
	err := by.MustAbout(act, matter, clause)
	if errors.Is(err, identity.ErrForeign) || err == nil && by.RelationTo(matter) == identity.Respondent && by.Commission != c.Commission {
		return ErrNotFound // who is complained about passes on what lies with them, and nothing that lies elsewhere
	}
	return err
}
