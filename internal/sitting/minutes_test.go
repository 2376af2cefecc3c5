package sitting

import (
	"reflect"
	"testing"
)

// TestTheSecretaryEditsSpeechesAlone: whatever is written for the minutes, who was there,
// how they voted and what became of the items stays as it happened.
func TestTheSecretaryEditsSpeechesAlone(t *testing.T) {
	s := opened(t, 1, 2, 3, 4, 5)
	s, _, err := s.OpenVote(secretary, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	next, _, err := s.Report(secretary, 1, Said{Heard: "Доложил.", Spoke: "Возражал."}, opening(convening()))
	if err != nil || next.Items[0].Heard != "Доложил." || next.Items[0].Spoke != "Возражал." {
		t.Fatalf("R-084: Report() = %+v, %v", next.Items[0], err)
	}
	next = next.with(func() Item { i := next.Items[0]; i.Heard, i.Spoke = "", ""; return i }())
	next.Version = s.Version
	if !reflect.DeepEqual(next, s) {
		t.Errorf("R-084: writing speeches changed the sitting from %+v to %+v", s, next)
	}
}
