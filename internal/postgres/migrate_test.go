package postgres

import (
	"testing"

	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivermigrate"
)

// A newer River with a step of its own fails here, so that its step is not
// forgotten.
func TestRiverStepsReachTheLibrary(t *testing.T) {
	migrator, err := rivermigrate.New(riverdatabasesql.New(nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	all := migrator.AllVersions()
	want := all[len(all)-1].Version
	if got := riverSteps[len(riverSteps)-1].river; got != want {
		t.Errorf("migrations bring the job queue to %d, River wants %d: add a line to riverSteps", got, want)
	}
}
