package deadline

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
	_ "time/tzdata" // the commission's zone, wherever the test runs

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/regulation"
)

// vector is one deadline worked out by hand from the rule table.
type vector struct {
	ID       string    `json:"id"`
	Rule     string    `json:"rule"`
	Regime   string    `json:"regime"`
	Clock    Clock     `json:"clock"`
	At       time.Time `json:"anchor_at"`
	Timezone string    `json:"timezone"`
	Campaign *struct {
		StartsOn   calendar.Date   `json:"starts_on"`
		EndsOn     calendar.Date   `json:"ends_on"`
		VotingDays []calendar.Date `json:"voting_days"`
	} `json:"campaign"`
	AdditionalCheck bool  `json:"additional_check"`
	Suspended       *Stay `json:"suspended"`
	Expected        struct {
		Kind   Kind            `json:"kind"`
		DueOn  calendar.Date   `json:"due_on"`
		DueAt  time.Time       `json:"due_at"`
		WorkBy json.RawMessage `json:"work_by"` // absent: not asserted; null: there is none
		Capped *bool           `json:"capped"`
	} `json:"expected"`
}

func TestVectors(t *testing.T) { runVectors(t, filepath.Join("testdata", "deadlines.json"), true) }

func TestSharedVectors(t *testing.T) {
	runVectors(t, filepath.Join("..", "..", "..", "shared", "domain", "fixtures", "deadlines.json"), false)
}

func runVectors(t *testing.T, path string, must bool) {
	t.Helper()
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) && !must {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Vectors []vector `json:"vectors"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) < 49 {
		t.Errorf("%d vectors were read", len(file.Vectors))
	}
	for _, v := range file.Vectors {
		t.Run(v.Rule+" "+v.ID+" "+string(v.Clock), v.check)
	}
}

func (v vector) check(t *testing.T) {
	zone, err := time.LoadLocation(v.Timezone)
	if err != nil {
		t.Fatal(err)
	}
	facts := Facts{At: v.At, Zone: zone}
	var campaigns []commission.Campaign
	if v.Campaign != nil {
		campaigns = []commission.Campaign{{
			ID: 1, StartsOn: v.Campaign.StartsOn, EndsOn: v.Campaign.EndsOn, VotingDays: v.Campaign.VotingDays,
		}}
	}
	regime, campaign := RegimeOn(calendar.On(v.At, zone), campaigns)
	facts.Campaign = campaign
	switch {
	case v.Regime == "any" && v.Clock.Regime() != "":
		t.Errorf("%s runs in the %s regime only, want any", v.Clock, v.Clock.Regime())
	case v.Regime != "any" && (string(regime) != v.Regime || v.Clock.Regime() != regime):
		t.Errorf("RegimeOn() = %s for a clock of %s, want %s", regime, v.Clock.Regime(), v.Regime)
	}
	if v.Clock == CampaignReply || v.Clock == CampaignAdditionalCheck {
		if got := Answering(regime, Grounds{AdditionalCheck: v.AdditionalCheck}); got != v.Clock {
			t.Errorf("Answering() = %s, want %s", got, v.Clock)
		}
	}
	if v.Suspended != nil {
		facts.Stays = []Stay{*v.Suspended}
	}

	got, err := Compute(v.Clock, facts, regulation.Izhmorsky(), calendar.Russia())
	if err != nil {
		t.Fatal(err)
	}
	want := v.Expected
	if got.Kind != want.Kind || got.DueOn != want.DueOn {
		t.Errorf("Compute() = %s %s, want %s %s", got.Kind, got.DueOn, want.Kind, want.DueOn)
	}
	if string(got.Clause) != v.Rule {
		t.Errorf("Clause = %s, want %s", got.Clause, v.Rule)
	}
	if want.Kind == Immediate {
		return
	}
	if end := got.DueOn.End(zone); !end.Equal(want.DueAt) {
		t.Errorf("the due day ends at %s, want %s", end, want.DueAt)
	}
	if want.Capped != nil && got.Capped != *want.Capped {
		t.Errorf("Capped = %v, want %v", got.Capped, *want.Capped)
	}
	if want.WorkBy != nil {
		var workBy calendar.Date
		if err := json.Unmarshal(want.WorkBy, &workBy); err != nil {
			t.Fatal(err)
		}
		if got.WorkBy != workBy {
			t.Errorf("WorkBy = %q, want %q", got.WorkBy, workBy)
		}
	}
}
