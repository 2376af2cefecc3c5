package ruling

import (
	"errors"
	"testing"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// TestLinkAppeal: the secretary links an open complaint to a ruling of the
// commission complained about.
func TestLinkAppeal(t *testing.T) {
	const above, ruled, other commission.ID = 2, 5, 6
	for _, row := range []struct {
		name   string
		office identity.Office
		own    commission.ID
		state  complaint.State
		by     commission.ID
		want   string
	}{
		{"R-100: of the commission complained about", identity.Secretary, above, complaint.InReview, ruled, ""},
		{"not of another", identity.Secretary, above, complaint.InReview, other, "appeal_of_another"},
		{"not once it is decided", identity.Secretary, above, complaint.Delivered, ruled, "appeal_not_open"},
		{"not by the chair", identity.Chair, above, complaint.InReview, ruled, "not_your_office"},
		{"R-022: not by those it is about", identity.Secretary, ruled, complaint.Filed, ruled, "appeal_not_open"},
	} {
		c := complaint.Complaint{ID: 1, Commission: row.own, State: row.state, Answers: complaint.Answers{Respondent: ruled}}
		line, err := LinkAppeal(identity.Actor{ID: 1, Commission: row.own, Office: row.office}, c, Ruling{ID: 7, Number: "12", Commission: row.by})
		var refusal *regulation.Refusal
		got := ""
		if errors.As(err, &refusal) {
			got = refusal.Key
		}
		if got != row.want || (err == nil) != (row.want == "") {
			t.Errorf("%s: %v, want %q", row.name, err, row.want)
		}
		if err == nil && (line.Clause != regulation.FurtherAppeal || line.Facts["appealed"] != int64(7)) {
			t.Errorf("%s: the line is %+v", row.name, line)
		}
	}
}
