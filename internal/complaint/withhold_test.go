package complaint

import (
	"errors"
	"testing"

	"redress/internal/attachment"
	"redress/internal/identity"
	"redress/internal/regulation"
)

func TestConfidentialFiles(t *testing.T) {
	c := in(InReview)
	c.Attachments = []attachment.Attachment{{ID: 8}, {ID: 9}}
	key := func(err error) string {
		var refusal *regulation.Refusal
		switch {
		case errors.As(err, &refusal):
			return refusal.Key
		case errors.Is(err, ErrNotFound):
			return "not found"
		}
		return ""
	}
	for _, row := range []struct {
		name   string
		by     identity.Actor
		file   attachment.ID
		reason string
		key    string
	}{
		{"R-010: not by the chair", chair, 8, "список избирателей", "not_your_office"},
		{"R-010: not by the rapporteur", member, 8, "список избирателей", "not_your_office"},
		{"R-010: with a reason", secretary, 8, " ", "withhold_reason_missing"},
		{"R-010: a file of the complaint", secretary, 7, "список избирателей", "not found"},
	} {
		if _, _, err := c.Withhold(row.by, row.file, row.reason, moment()); key(err) != row.key {
			t.Errorf("%s: Withhold() = %v, want %q", row.name, err, row.key)
		}
	}
	if _, _, err := c.OpenFile(secretary, 8, "ошибка", moment()); key(err) != "file_not_withheld" {
		t.Errorf("R-010: opened what is open: %v", err)
	}
	withheld, line, err := c.Withhold(secretary, 8, " список избирателей ", moment())
	if err != nil || line.Act != WithholdingAct || line.Facts["file"] != int64(8) || line.Facts["reason"] != "список избирателей" || withheld.State != c.State {
		t.Fatalf("R-010: Withhold() = %v, %v", line, err)
	}
	if _, _, err := withheld.Withhold(secretary, 8, "ещё раз", moment()); key(err) != "file_withheld_already" {
		t.Errorf("R-010: withheld twice: %v", err)
	}
	for _, row := range []struct {
		name string
		by   identity.Actor
		may  bool
	}{
		{"the chair", chair, true}, {"the secretary", secretary, true}, {"the rapporteur", member, true}, {"another member", other, false},
		{"who acts as chair", identity.Actor{ID: 2, Office: identity.Deputy, Commission: own, ActsAsChair: true}, true},
		{"who has the secretary's duties", identity.Actor{ID: 2, Office: identity.Member, Commission: own, ActsAsSecretary: true}, true},
	} {
		err := withheld.MayOpen(row.by, 8)
		if (err == nil) != row.may || err != nil && (clauseOf(err) != regulation.ReadDocuments || key(err) != "file_confidential") {
			t.Errorf("R-010: %s reads the file: %v, want %v", row.name, err, row.may)
		}
		if err := withheld.MayOpen(row.by, 9); err != nil {
			t.Errorf("R-010: %s reads the other file: %v", row.name, err)
		}
	}
	opened, line, err := withheld.OpenFile(secretary, 8, "не список", moment())
	if err != nil || line.Act != OpeningAct || opened.MayOpen(other, 8) != nil || withheld.MayOpen(other, 8) == nil {
		t.Errorf("R-010: OpenFile() = %v, %v", line, err)
	}
	if again, _, err := opened.Withhold(secretary, 8, "всё же список", moment()); err != nil || again.MayOpen(other, 8) == nil {
		t.Errorf("R-010: withheld again: %v", err)
	}
}
