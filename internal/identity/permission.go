package identity

import (
	"slices"

	"redress/internal/regulation"
)

// Act is something somebody may or may not do. Each web route names one.
type Act string

// The acts of this version.
const (
	FileComplaint    Act = "file_complaint"
	TrackComplaint   Act = "track_complaint"
	SignIn           Act = "sign_in"
	SeeDesk          Act = "see_desk"
	ReadComplaint    Act = "read_complaint"
	RegisterPaper    Act = "register"
	AssignRapporteur Act = "assign"
	DraftRuling      Act = "draft"
	ReadSitting      Act = "read_sitting"
	ConveneSitting   Act = "convene"
	PrepareSitting   Act = "prepare_sitting"
	ConductSitting   Act = "conduct_sitting"
	WriteMinutes     Act = "write_minutes"
	SignPaper        Act = "sign"
	DeliverPaper     Act = "deliver"
	MoveTerm         Act = "move_term" // extend a term, suspend and resume for a court
	Reroute          Act = "reroute"   // take a paper off its route
	SignLetter       Act = "sign_letter"
	TellAccused      Act = "tell_accused"
	ReadLetter       Act = "read_letter"     // a letter before it is signed
	GiveDissent      Act = "dissent"
	TellDissent      Act = "tell_dissent"    // the higher commission of dissenting opinions
	TellAbsence      Act = "tell_absence"    // whether one comes to a sitting, and why not
	SeeReports       Act = "see_reports"     // of the members' work and of a half-year
	PrepareInquiry   Act = "prepare_inquiry" // write a request or a referral, enter what comes back
	SignInquiry      Act = "sign_inquiry"
	SeeChairDesk     Act = "see_chair_desk"
	SeeArchive       Act = "see_archive"
	HoldPapers       Act = "hold_papers"   // keep papers for a case, and release them
	SeeRemand        Act = "see_remand"    // what a lower commission was ordered to do
	ReportRemand     Act = "report_remand" // that it was done
	CheckRemand      Act = "check_remand"  // whether it was
	TakeOver         Act = "take_over"     // decide the matter in its place
	PublishRuling    Act = "publish"       // without personal data, and withdraw it
	Administer       Act = "administer"
	FormGroup        Act = "form_group"    // working groups, and who prepares what
	AskAdmission     Act = "ask_admission" // of a role outside the list
	AdmitRole        Act = "admit_role"
	ChangeRegime     Act = "change_regime"
	CloseRetracted   Act = "close_retracted" // a paper the complainant took back
	WithholdFile     Act = "withhold_file"   // a confidential file from members
	DemandVote       Act = "demand_vote"     // that a question be put to the vote, and withdraw the demand
	EnterDemand      Act = "enter_demand"    // of a member of the higher commission
	CastVote         Act = "cast_vote"       // personally, in the vote that is open
	DemandSitting    Act = "demand_sitting"  // begin and sign a petition that a sitting be held
	FollowSittings   Act = "follow_sittings" // in a calendar of one's own
	DiscussDraft     Act = "discuss_draft"   // comments on a draft among the members
	ProposeAmendment Act = "amend_draft"     // an amendment to the draft of an item, and withdraw it
	Nominate         Act = "nominate"        // a member for an office that the commission elects, and decline
	Speak            Act = "speak"           // ask for the floor and make proposals at a sitting
	TakeExtract      Act = "take_extract"    // of signed minutes
	PrintSheet       Act = "print_sheet"     // a paper for a hand to sign, a certified copy among them
	EditWording      Act = "edit_wording"    // how the commission words its papers
	ReceivePaper     Act = "receive_paper"   // of the higher commission about one's own, in place of a letter
)

// The offices that most acts are for: members with a deciding vote, and
// whoever meets the pages at all.
var (
	voting    = []Office{Chair, Deputy, Secretary, Member}
	everybody = []Office{Citizen, Chair, Deputy, Secretary, Member, Administrator}
)

// by is the offices that may, grant those that may while standing so to the matter.
type by = []Office

type grant struct {
	to Relation
	by
}

// table is who may do what, and standing how to the matter. What it does not name is
// not allowed.
//
// A commission complained about may only take in the paper that came to it and pass it
// on, which falls to its secretary and its chair: it decides nothing, and reports what it did of what it was ordered to do. A member who complained
// neither reports nor drafts nor moves the term, but sits and votes like the others, for
// no rule of recusal exists. A higher commission reads nothing of a lower one
// yet. That only the presiding member and the secretary of the sitting sign, and
// only the rapporteur and the secretary edit a draft, is for the acts themselves to check.
var table = map[Act][]grant{
	FileComplaint:    {{Installation, everybody}},
	TrackComplaint:   {{Complainant, everybody}},
	SignIn:           {{Installation, everybody}},
	SeeDesk:          {{Own, voting}, {Installation, by{Administrator}}},
	ReadComplaint:    {{Own, voting}, {Complainant, voting}, {Respondent, by{Chair, Secretary}}},
	RegisterPaper:    {{Own, by{Secretary}}, {Complainant, by{Secretary}}, {Respondent, by{Secretary}}},
	AssignRapporteur: {{Own, by{Chair, Secretary}}},
	DraftRuling:      {{Own, voting}},
	ReadSitting:      {{Own, voting}},
	ConveneSitting:   {{Own, by{Chair}}},
	PrepareSitting:   {{Own, by{Chair, Secretary}}, {Complainant, by{Chair, Secretary}}},
	ConductSitting:   {{Own, voting}, {Complainant, voting}},
	WriteMinutes:     {{Own, voting}},
	SignPaper:        {{Own, voting}, {Complainant, voting}},
	DeliverPaper:     {{Own, by{Secretary, Machine}}, {Complainant, by{Secretary}}},
	MoveTerm:         {{Own, by{Chair}}},
	Reroute:          {{Own, by{Chair}}},
	SignLetter:       {{Own, by{Chair}}, {Respondent, by{Chair}}},
	TellAccused:      {{Own, by{Secretary}}, {Complainant, by{Secretary}}},
	ReadLetter:       {{Own, by{Chair, Secretary}}, {Complainant, by{Secretary}}, {Respondent, by{Chair, Secretary}}},
	PrepareInquiry:   {{Own, by{Chair, Secretary}}},
	SignInquiry:      {{Own, by{Chair}}},
	SeeArchive:       {{Own, by{Chair, Secretary}}},
	PublishRuling:    {{Own, by{Secretary}}, {Complainant, by{Secretary}}},
	HoldPapers:       {{Own, by{Chair}}},
	GiveDissent:      {{Own, voting}, {Complainant, voting}},
	TellDissent:      {{Own, by{Chair}}, {Complainant, by{Chair}}},
	TellAbsence:      {{Own, voting}},
	SeeReports:       {{Own, by{Chair, Secretary}}},
	SeeChairDesk:     {{Own, by{Chair}}},
	SeeRemand:        {{Own, voting}, {Complainant, voting}, {Respondent, by{Chair, Secretary}}},
	ReportRemand:     {{Own, by{Secretary}}, {Complainant, by{Secretary}}, {Respondent, by{Chair, Secretary}}},
	CheckRemand:      {{Own, by{Chair, Secretary}}},
	TakeOver:         {{Own, by{Chair}}},
	Administer:       {{Installation, by{Administrator, Operator}}},
	FormGroup:        {{Own, by{Chair, Secretary}}},
	AskAdmission:     {{Own, by{Secretary}}, {Complainant, by{Secretary}}},
	AdmitRole:        {{Own, by{Chair}}},
	ChangeRegime:     {{Own, by{Chair}}},
	CloseRetracted:   {{Own, by{Chair, Secretary}}},
	WithholdFile:     {{Own, by{Secretary}}},
	DemandVote:       {{Own, voting}},
	EnterDemand:      {{Own, by{Secretary}}},
	CastVote:         {{Own, voting}, {Complainant, voting}},
	DemandSitting:    {{Own, voting}},
	FollowSittings:   {{Own, voting}},
	ReceivePaper:     {{Respondent, by{Chair, Secretary}}},
	PrintSheet:       {{Own, by{Chair, Deputy, Secretary}}, {Complainant, by{Chair, Deputy, Secretary}}},
	DiscussDraft:     {{Own, voting}},
	ProposeAmendment: {{Own, voting}},
	Nominate:         {{Own, voting}},
	Speak:            {{Own, voting}, {Complainant, voting}},
	TakeExtract:      {{Own, voting}},
	EditWording:      {{Own, by{Chair, Secretary}}},
}

// Acts lists every act of the table, in a stable order.
func Acts() []Act {
	acts := make([]Act, 0, len(table))
	for act := range table {
		acts = append(acts, act)
	}
	slices.Sort(acts)
	return acts
}

// Allows reports whether the table lets an office do the act, standing so to the matter.
func Allows(act Act, office Office, r Relation) bool {
	for _, g := range table[act] {
		if g.to == r {
			return slices.Contains(g.by, office)
		}
	}
	return false
}

// May reports whether the table lets the actor do the act at all: what the guard of a
// page asks, which knows of no matter yet.
func (a Actor) May(act Act) bool {
	for _, g := range table[act] {
		if a.mayAs(act, g.to) {
			return true
		}
	}
	return false
}

// MayAbout reports whether the table lets the actor do the act in the matter.
func (a Actor) MayAbout(act Act, m Matter) bool { return a.mayAs(act, a.RelationTo(m)) }

func (a Actor) mayAs(act Act, r Relation) bool {
	return Allows(act, a.Office, r) || a.ActsAsChair && Allows(act, Chair, r) || a.ActsAsSecretary && Allows(act, Secretary, r)
}

// Must returns a refusal under the clause unless the table lets the actor do the act at
// all. An act in a matter asks MustAbout.
func (a Actor) Must(act Act, clause regulation.Clause) error {
	if a.May(act) {
		return nil
	}
	return regulation.Refuse(clause, "not_your_office", regulation.Values{"Act": string(act)})
}

// MustAbout returns nil if the table lets the actor do the act in the matter. Else it
// says why not: the office is the wrong one, the actor is complained about or has
// complained, or it is none of the actor's matters: ErrForeign.
func (a Actor) MustAbout(act Act, m Matter, clause regulation.Clause) error {
	r := a.RelationTo(m)
	switch {
	case a.mayAs(act, r):
		return nil
	case !a.May(act):
		return a.Must(act, clause)
	case r == Respondent:
		return regulation.Refuse(regulation.NotOwnJudge, "own_judge", nil)
	case r == Complainant && a.mayAs(act, Own):
		return regulation.Refuse(regulation.NotOwnJudge, "own_complaint", nil)
	case r == Own, r == Complainant:
		return regulation.Refuse(clause, "not_your_office", regulation.Values{"Act": string(act)})
	}
	return ErrForeign
}
