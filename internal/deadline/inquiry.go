package deadline

import (
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/regulation"
)

// AnswerTo names the clock that the answer to an inquiry runs on, in the regime the
// complaint was registered under. Police, prosecutors and investigators have
// one in a campaign only, longer where the facts need checking; a court has none, and
// nobody has to explain anything.
func AnswerTo(i complaint.Inquiry, r regulation.Regime) (Clock, bool) {
	switch {
	case i.Kind == complaint.Request && r == campaign:
		return CampaignInformationRequest, true
	case i.Kind == complaint.Request:
		return OrdinaryInformationRequest, true
	case i.Kind != complaint.Referral || r != campaign || i.Authority == complaint.LawCourt:
		return "", false
	case i.Checking:
		return LawEnforcementCheck, true
	}
	return LawEnforcementResponse, true
}

// asked are the clocks of the inquiries that went out. They run on when the complaint
// is decided: what the police found out is owed all the same.
func asked(c complaint.Complaint, regime regulation.Regime, m commission.Moment) []step {
	var all []step
	for _, i := range c.Inquiries {
		clock, ok := AnswerTo(i, regime)
		if !ok || i.SentAt.IsZero() {
			continue
		}
		zone := m.Composition.ProfileAt(i.SentAt).Zone()
		all = append(all, step{clock: clock, from: i.FromAt(zone), met: i.MetAt(zone), inquiry: i.Number, silent: i.Answer.Silent})
	}
	return all
}

// Asked returns the last days of the answers to inquiries, by the number of each.
func Asked(all []Running) map[int]calendar.Date {
	due := map[int]calendar.Date{}
	for _, r := range all {
		if r.Inquiry != 0 {
			due[r.Inquiry] = r.DueOn
		}
	}
	return due
}

// AwaitedAnswer is one answer that a commission waits for, as the store lists it.
type AwaitedAnswer struct {
	Deadline
	Ref  complaint.Ref
	Kind complaint.InquiryKind
	Body string // whom it is awaited from
}
