package complaint

import (
	"errors"
	"strings"
	"testing"

	"redress/internal/identity"
	"redress/internal/regulation"
)

// letterDue makes the complaint one that ends by a letter, outside a campaign.
func letterDue(r Route) func(*Complaint) {
	return func(c *Complaint) { c.State, c.Route, c.Regime = LetterDue, r, regulation.OrdinaryRegime }
}

func TestExtend(t *testing.T) {
	due := today.AddDays(3)
	for _, row := range []struct {
		name   string
		by     identity.Actor
		spoil  func(*Complaint)
		reason string
		day    int // from today
		want   string
	}{
		{"R-042: outside a campaign", chair, func(c *Complaint) { c.Regime = regulation.OrdinaryRegime }, "запрошены документы", 3, ""},
		{"R-053: in a campaign", chair, func(c *Complaint) { c.Regime = regulation.CampaignRegime }, "проверка фактов", 0, ""},
		{"R-042: a reply by letter", chair, letterDue(HandleAsAppeal), "запрошены документы", 0, ""},
		{"R-042: one that came too late", chair, letterDue(FiledTooLate), "запрошены документы", 0, ""},
		{"R-043: what is forwarded has no more than its days", chair, letterDue(ForwardUp), "запрошены документы", 0, "act_not_now"},
		{"R-046: nor what cannot be read", chair, letterDue(TellUnreadable), "запрошены документы", 0, "act_not_now"},
		{"R-042: the secretary does not", secretary, func(*Complaint) {}, "потому", 0, "not_your_office"},
		{"R-042: without a reason", chair, func(*Complaint) {}, " ", 0, "extension_reason_missing"},
		{"R-042: a reason too long", chair, func(*Complaint) {}, strings.Repeat("о", MaxLine+1), 0, "text_too_long"},
		{"R-042: on the day after", chair, func(*Complaint) {}, "потому", 4, "extended_too_late"},
		{"R-042: a second time", chair, func(c *Complaint) { c.Extended = true }, "потому", 0, "extended_already"},
		{"R-053: after an additional check", chair, func(c *Complaint) { c.AdditionalCheck = true }, "потому", 0, "extended_already"},
	} {
		c, m := in(InReview), moment()
		m.Day, m.At = today.AddDays(row.day), noon.AddDate(0, 0, row.day)
		row.spoil(&c)
		next, line, err := c.Extend(row.by, row.reason, due, m)
		if got := keyOf(err); got != row.want {
			t.Errorf("%s: %v, want %q", row.name, err, row.want)
			continue
		}
		if row.want != "" {
			continue
		}
		if next.Extended != (c.Regime == regulation.OrdinaryRegime) || next.AdditionalCheck != (c.Regime == regulation.CampaignRegime) ||
			next.ExtensionReason != row.reason || next.State != c.State || line.Facts["until_now"] != due.String() {
			t.Errorf("%s: %+v, recorded as %+v", row.name, next, line)
		}
	}
}

func TestSuspendForACourt(t *testing.T) {
	whole := Suit{Court: " Примерный районный суд ", Number: "2а-7/2026", AcceptedOn: today}
	for _, row := range []struct {
		name  string
		by    identity.Actor
		spoil func(*Suit)
		same  bool
		want  string
	}{
		{"R-058: whole", chair, func(*Suit) {}, true, ""},
		{"R-058: not by the secretary", secretary, func(*Suit) {}, true, "not_your_office"},
		{"R-058: another matter", chair, func(*Suit) {}, false, "court_other_matter"},
		{"R-058: no court", chair, func(s *Suit) { s.Court = " " }, true, "court_missing"},
		{"R-058: no number", chair, func(s *Suit) { s.Number = "" }, true, "court_case_missing"},
		{"R-058: no day", chair, func(s *Suit) { s.AcceptedOn = today.AddDays(1) }, true, "court_day_ahead"},
	} {
		suit := whole
		row.spoil(&suit)
		next, _, err := in(Ready).Suspend(row.by, suit, row.same, moment())
		if got := keyOf(err); got != row.want {
			t.Errorf("%s: %v, want %q", row.name, err, row.want)
		}
		if stay, ok := next.Suspended(); ok != (row.want == "") || ok && (stay.Court != "Примерный районный суд" || !stay.From.Equal(noon)) {
			t.Errorf("%s: stands %v: %+v", row.name, ok, stay)
		}
	}
}

func TestResumeAfterAJudgment(t *testing.T) {
	for _, row := range []struct {
		name     string
		judgment Judgment
		state    State
		want     string
	}{
		{"R-058: the court did not decide the matter", Judgment{InForceOn: today}, InReview, ""},
		{"R-058: the court decided it", Judgment{InForceOn: today, Merits: true}, Terminated, ""},
		{"R-058: no day", Judgment{}, Suspended, "judgment_day_missing"},
		{"R-058: not in force yet", Judgment{InForceOn: today.AddDays(1)}, Suspended, "judgment_not_in_force"},
		{"R-058: before the case began", Judgment{InForceOn: today.AddDays(-4)}, Suspended, "judgment_before_case"},
	} {
		before := in(Suspended)
		next, _, err := before.Resume(chair, row.judgment, moment())
		if got := keyOf(err); got != row.want || next.State != row.state {
			t.Errorf("%s: %s, %v, want %s and %q", row.name, next.State, err, row.state, row.want)
		}
		if row.want == "" && !next.Stays[0].Resumed.Equal(noon) {
			t.Errorf("R-059: %s: the stay ends %v", row.name, next.Stays[0].Resumed)
		}
		if !before.Stays[0].Resumed.IsZero() {
			t.Errorf("%s: changed the original", row.name)
		}
		if closed := !next.ClosedAt.IsZero(); closed != (row.state == Terminated) {
			t.Errorf("%s: closed at %v", row.name, next.ClosedAt)
		}
	}
}

// keyOf names the refusal in an error; of several the first.
func keyOf(err error) string {
	var refusal *regulation.Refusal
	if errors.As(err, &refusal) {
		return refusal.Key
	}
	return ""
}
