package regulation

// Outcome is what a commission may do with a complaint. The list is closed.
type Outcome string

// The three outcomes of R-070.
const (
	Dismiss        Outcome = "dismiss"          // оставить жалобу без удовлетворения
	DecideOnMerits Outcome = "decide_on_merits" // отменить (признать незаконным) и принять решение по существу
	Remand         Outcome = "remand"           // отменить (признать незаконным) и обязать рассмотреть повторно
)

// Outcomes lists the three outcomes in the order of R-070.
var Outcomes = []Outcome{Dismiss, DecideOnMerits, Remand}

// Valid reports whether o is one of the three.
func (o Outcome) Valid() bool { return o == Dismiss || o == DecideOnMerits || o == Remand }

// Question is a kind of question put to the vote. Its kind alone decides what
// majority it needs; nobody chooses the majority by hand.
type Question string

// Questions decided by more than half of the established number: the closed list
// of R-071 with what put under it.
const (
	AnnulFullDecide         Question = "annul_full_decide"
	AnnulFullRemand         Question = "annul_full_remand"
	AnnulPartDecide         Question = "annul_part_decide"
	AnnulPartRemand         Question = "annul_part_remand"
	AnnulAndUnlawful        Question = "mixed_annul_and_unlawful"
	UnlawfulWithResults     Question = "unlawful_with_results_ruling"
	UnlawfulWithCandidacy   Question = "unlawful_with_registration_ruling"
	ElectOfficer            Question = "elect_deputy_or_secretary"
	ReleaseOfficer          Question = "release_deputy_or_secretary"
	Financing               Question = "financing"
	RegisterCandidate       Question = "register_candidate"
	AskCourtToCancel        Question = "ask_court_to_cancel_registration"
	VotingResults           Question = "voting_results"
	ElectionResults         Question = "election_results"
	ElectionInvalidOrFailed Question = "election_invalid_or_failed"
	RepeatVoting            Question = "repeat_voting"
	CourtClaimOnMember      Question = "court_claim_member_inactive"
)

// Questions decided by more than half of those present.
const (
	DismissComplaint       Question = "dismiss_complaint"
	UnlawfulActionDecide   Question = "unlawful_action_decide"
	UnlawfulActionOblige   Question = "unlawful_action_oblige"
	UnlawfulInactionDecide Question = "unlawful_inaction_decide"
	UnlawfulInactionOblige Question = "unlawful_inaction_oblige"
	ReferralToPolice       Question = "referral_law_enforcement"
	Postpone               Question = "procedural_postpone"
	ReturnForRework        Question = "procedural_return_for_rework"
	GoSecret               Question = "procedural_secret_ballot"
	AmendRegulation        Question = "amend_regulation"
	OtherQuestion          Question = "other"
)

// reserved holds the questions of the closed list, each with the rule that puts it
// there. The others stand in simple; a test sees that each stands on one list.
//
//exhaustive:ignore
var reserved = map[Question]Clause{
	AnnulFullDecide: AnnulmentReserved, AnnulFullRemand: AnnulmentReserved,
	AnnulPartDecide: AnnulmentReserved, AnnulPartRemand: AnnulmentReserved,
	AnnulAndUnlawful:    MixedRuling,
	UnlawfulWithResults: MeritsReserved, UnlawfulWithCandidacy: MeritsReserved,
	ElectOfficer: ReservedMatters, ReleaseOfficer: ReservedMatters, Financing: ReservedMatters,
	RegisterCandidate: ReservedMatters, AskCourtToCancel: ReservedMatters,
	VotingResults: ReservedMatters, ElectionResults: ReservedMatters,
	ElectionInvalidOrFailed: ReservedMatters, RepeatVoting: ReservedMatters,
	CourtClaimOnMember: ReservedMatters,
}

// simple holds the questions decided by those present; true marks those that find
// an action or inaction unlawful, whose reading a profile may change.
//
//exhaustive:ignore
var simple = map[Question]bool{
	DismissComplaint: false, ReferralToPolice: false, Postpone: false, ReturnForRework: false,
	GoSecret: false, AmendRegulation: false, OtherQuestion: false,
	UnlawfulActionDecide: true, UnlawfulActionOblige: true,
	UnlawfulInactionDecide: true, UnlawfulInactionOblige: true,
}

// Valid reports whether q is on one of the two lists.
func (q Question) Valid() bool {
	_, r := reserved[q]
	_, s := simple[q]
	return r || s
}

// Basis is the number a majority is counted from.
type Basis string

// The two bases of.
const (
	OfSeats   Basis = "established" // установленное число
	OfPresent Basis = "present"     // число присутствующих
)

// Majority is what a question needs to be adopted: more than half of its basis.
type Majority struct {
	Basis      Basis
	ChairBreak bool   // at equality of "for" and "against" the presiding member's vote decides
	Clause     Clause // the rule that says so
}

// MajorityFor says what a question needs to be adopted.
//
// Annulling a decision of a lower commission, in full or in part, stands on the
// closed list of 6.2 and needs more than half of the established number. Nothing
// there speaks of actions or inaction: finding one unlawful, like dismissing a
// complaint, is decided by those present, and the presiding member breaks a tie
// (R-076, which belongs to that paragraph only). How the regulation reads
// "unlawful" is the profile's. An unknown kind is refused: a majority is
// never guessed.
func (p Profile) MajorityFor(q Question) (Majority, error) {
	if clause, ok := reserved[q]; ok {
		return Majority{Basis: OfSeats, Clause: clause}, nil
	}
	unlawful, ok := simple[q]
	if !ok {
		return Majority{}, Refuse(ReservedMatters, "unknown_question", Values{"question": string(q)})
	}
	if unlawful && p.UnlawfulAct == OfSeats {
		return Majority{Basis: OfSeats, Clause: OtherMatters}, nil
	}
	return Majority{Basis: OfPresent, ChairBreak: p.CastingVote, Clause: OtherMatters}, nil
}

// Regime is the set of terms a paper is decided under.
type Regime string

// The two regimes.
const (
	CampaignRegime Regime = "campaign" // 67-FZ: five days, before voting, immediately
	OrdinaryRegime Regime = "ordinary" // 59-FZ: three days to register, thirty to answer
)
