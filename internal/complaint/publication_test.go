package complaint

import (
	"errors"
	"strings"
	"testing"

	"redress/internal/docket"
	"redress/internal/regulation"
)

// A ruling is published once, and again only after it was withdrawn with a reason.
func TestPublishAndRecall(t *testing.T) {
	signed := in(Signed)
	out, line, err := signed.Publish(secretary, docket.Facts{"removed": 3}, moment())
	if err != nil || !out.PublishedAt.Equal(noon) || out.State != Signed || out.Version != signed.Version+1 {
		t.Fatalf("R-087: Publish() = %+v, %v", out, err)
	}
	if line.Act != string(Publishing) || line.Clause != regulation.Publication || line.Facts["removed"] != 3 {
		t.Errorf("R-087: the docket says %+v", line)
	}
	back, line, err := out.Recall(secretary, " остался адрес ")
	if err != nil || !back.PublishedAt.IsZero() || line.Facts["reason"] != "остался адрес" {
		t.Fatalf("R-087: Recall() = %+v, %+v, %v", back, line, err)
	}
	refused := func(want string, err error) {
		t.Helper()
		var r *regulation.Refusal
		if !errors.As(err, &r) || r.Key != want {
			t.Errorf("R-087: %v, want %s", err, want)
		}
	}
	_, _, err = out.Publish(secretary, nil, moment())
	refused("published_already", err)
	_, _, err = back.Recall(secretary, "остался адрес")
	refused("not_published", err)
	_, _, err = out.Recall(secretary, "  ")
	refused("recall_reason_missing", err)
	_, _, err = out.Recall(secretary, strings.Repeat("а", MaxLine+1))
	refused("text_too_long", err)
	_, _, err = signed.Publish(chair, nil, moment())
	refused("not_your_office", err)
	foreign := secretary
	foreign.Commission = own + 1
	if _, _, err := signed.Publish(foreign, nil, moment()); !errors.Is(err, ErrNotFound) {
		t.Errorf("R-087: another commission's secretary: %v, want not found", err)
	}
}
