package regulation

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // so that the zones are there on every machine
)

func TestMajorityForEveryQuestion(t *testing.T) {
	ofSeats := []struct {
		clause    Clause
		questions []Question
	}{
		{AnnulmentReserved, []Question{AnnulFullDecide, AnnulFullRemand, AnnulPartDecide, AnnulPartRemand}},
		{MixedRuling, []Question{AnnulAndUnlawful}},
		{MeritsReserved, []Question{UnlawfulWithResults, UnlawfulWithCandidacy}},
		{ReservedMatters, []Question{ElectOfficer, ReleaseOfficer, Financing, RegisterCandidate, AskCourtToCancel, VotingResults,
			ElectionResults, ElectionInvalidOrFailed, RepeatVoting, CourtClaimOnMember}},
	}
	ofPresent := []Question{DismissComplaint, UnlawfulActionDecide, UnlawfulActionOblige, UnlawfulInactionDecide, UnlawfulInactionOblige,
		ReferralToPolice, Postpone, ReturnForRework, GoSecret, AmendRegulation, OtherQuestion}
	seen := make(map[Question]bool)
	for _, row := range ofSeats {
		for _, q := range row.questions {
			seen[q] = true
			got, err := Izhmorsky().MajorityFor(q)
			if want := (Majority{Basis: OfSeats, Clause: row.clause}); err != nil || got != want {
				t.Errorf("%s: MajorityFor(%s) = %v, %v, want %v", row.clause, q, got, err, want)
			}
		}
	}
	for _, q := range ofPresent {
		seen[q] = true
		got, err := Izhmorsky().MajorityFor(q)
		if want := (Majority{Basis: OfPresent, ChairBreak: true, Clause: OtherMatters}); err != nil || got != want {
			t.Errorf("R-073: MajorityFor(%s) = %v, %v, want %v", q, got, err, want)
		}
	}
	for q := range reserved {
		if _, both := simple[q]; both || !seen[q] || !q.Valid() {
			t.Errorf("R-071: %s stands on both lists, or this test does not know it", q)
		}
	}
	for q := range simple {
		if !seen[q] || !q.Valid() {
			t.Errorf("R-073: this test does not know %s", q)
		}
	}
}

func TestMajorityByProfile(t *testing.T) {
	strict := Izhmorsky()
	strict.UnlawfulAct = OfSeats
	noBreak := Izhmorsky()
	noBreak.CastingVote = false
	for _, row := range []struct {
		name     string
		profile  Profile
		question Question
		want     Majority
	}{
		{"R-073: a regulation may want more for unlawful acts", strict, UnlawfulInactionOblige, Majority{Basis: OfSeats, Clause: OtherMatters}},
		{"R-073: which does not touch dismissing", strict, DismissComplaint, Majority{Basis: OfPresent, ChairBreak: true, Clause: OtherMatters}},
		{"R-076: a regulation without a casting vote", noBreak, DismissComplaint, Majority{Basis: OfPresent, Clause: OtherMatters}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got, err := row.profile.MajorityFor(row.question); err != nil || got != row.want {
				t.Errorf("MajorityFor() = %v, %v, want %v", got, err, row.want)
			}
		})
	}
	var refusal *Refusal
	if _, err := Izhmorsky().MajorityFor("acquit"); !errors.As(err, &refusal) || refusal.Clause != ReservedMatters {
		t.Errorf("R-071: MajorityFor() of an unknown question = %v, want a refusal", err)
	}
	if Question("acquit").Valid() {
		t.Error("R-071: an unknown question is valid")
	}
}

func TestThreeOutcomes(t *testing.T) {
	if len(Outcomes) != 3 {
		t.Fatalf("R-070: there are %d outcomes, want 3", len(Outcomes))
	}
	for _, o := range Outcomes {
		if !o.Valid() {
			t.Errorf("R-070: %s is not valid", o)
		}
	}
	for _, o := range []Outcome{"", "satisfied", "Dismiss"} {
		if o.Valid() {
			t.Errorf("R-070: %q is valid", o)
		}
	}
}

func TestFraction(t *testing.T) {
	third, twoThirds := Fraction{1, 3}, Fraction{2, 3}
	for _, row := range []struct {
		name      string
		fraction  Fraction
		whole, of int
	}{
		{"R-064: a third of 14 is five", third, 14, 5},
		{"R-064: a third of 9 is three", third, 9, 3},
		{"R-061: two thirds of 14 are ten", twoThirds, 14, 10},
		{"R-061: two thirds of 9 are six", twoThirds, 9, 6},
		{"R-061: two thirds of 5 are four", twoThirds, 5, 4},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := row.fraction.Of(row.whole); got != row.of {
				t.Errorf("Of(%d) = %d, want %d", row.whole, got, row.of)
			}
			if !row.fraction.Met(row.of, row.whole) || row.fraction.Met(row.of-1, row.whole) {
				t.Errorf("Met() does not turn at %d of %d", row.of, row.whole)
			}
		})
	}
}

// declaredClauses reads the constants of type Clause out of this package's own text,
// so that none is forgotten here.
func declaredClauses(t *testing.T) map[string]Clause {
	t.Helper()
	found := map[string]Clause{}
	for _, name := range []string{"clause.go", "period.go", "profile.go", "question.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Clause" && len(spec.Values) == 1 {
				value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				found[spec.Names[0].Name] = Clause(value)
			}
			return true
		})
	}
	return found
}

func TestEveryClauseHasItsPlace(t *testing.T) {
	declared := declaredClauses(t)
	if len(declared) < 70 {
		t.Fatalf("found %d clauses, want more", len(declared))
	}
	owner := make(map[Clause]string)
	for name, clause := range declared {
		if !strings.HasPrefix(clause.String(), "R-") || len(clause) != len("R-000") {
			t.Errorf("%s = %q is no number of a rule", name, clause)
		}
		if other, twice := owner[clause]; twice {
			t.Errorf("%s and %s are both %s", name, other, clause)
		}
		owner[clause] = name
		if len(clause.Sources()) == 0 {
			t.Errorf("%s (%s) has no source", name, clause)
		}
		for _, source := range clause.Sources() {
			if source.Act == "" || source.Article == "" && source.Act != ProductChoice && source.Act != RegionalLaw {
				t.Errorf("%s (%s) names the source %+v", name, clause, source)
			}
		}
	}
	for clause := range sources {
		if owner[clause] == "" {
			t.Errorf("%s has sources and no name", clause)
		}
	}
	if Clause("R-999").Sources() != nil {
		t.Error("an unknown clause has sources")
	}
}

func TestZoneOfTheCommission(t *testing.T) {
	p := Izhmorsky()
	noon := time.Date(2026, 9, 12, 5, 0, 0, 0, time.UTC).In(p.Zone())
	if again := p.Zone(); noon.Hour() != 12 || again != noon.Location() {
		t.Errorf("R-110: 5:00 UTC is %v in the commission, want noon", noon)
	}
	p.TimeZone = "Nowhere/Nothing"
	if p.Zone() != time.UTC {
		t.Errorf("R-110: an unknown zone is %v, want UTC", p.Zone())
	}
}

func TestNoticeBefore(t *testing.T) {
	p, one := Izhmorsky(), 1
	if got := p.NoticeBefore(CampaignRegime).N; got != 2 {
		t.Errorf("R-063: NoticeBefore() = %d in a campaign the regulation is silent about, want 2", got)
	}
	p.NoticeDaysCampaign = &one
	if got, outside := p.NoticeBefore(CampaignRegime).N, p.NoticeBefore(OrdinaryRegime).N; got != 1 || outside != 2 {
		t.Errorf("R-063: NoticeBefore() = %d in a campaign and %d outside, want 1 and 2", got, outside)
	}
}

func TestLegible(t *testing.T) {
	for text, want := range map[string]string{"четыре": "", "пятьпять": "text_too_long", "a\x00b": "text_unreadable", "\xff": "text_unreadable", "": ""} {
		err := Legible(FormOfComplaint, "text", text, 6)
		var refusal *Refusal
		if errors.As(err, &refusal) != (want != "") || want != "" && (refusal.Key != want || refusal.Field != "text") {
			t.Errorf("Legible(%q) = %v, want %q", text, err, want)
		}
	}
}
