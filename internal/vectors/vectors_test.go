package vectors

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	_ "time/tzdata" // the commission's zone, wherever the test runs

	"redress/internal/complaint"
	"redress/internal/regulation"
)

// demo is where the invented papers, campaigns and commissions stand.
const demo = "../../cmd/redress/demo"

// demoWorld is the world the invented papers live in.
func demoWorld(t testing.TB) *World {
	t.Helper()
	world := NewWorld()
	if err := world.AddCampaigns(read(t, filepath.Join(demo, "campaigns.json"))); err != nil {
		t.Fatal(err)
	}
	if err := world.AddCommissions(strings.NewReader(string(read(t, filepath.Join(demo, "commissions-demo.csv"))))); err != nil {
		t.Fatal(err)
	}
	return world
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestPapers(t *testing.T) {
	world := demoWorld(t)
	for _, folder := range []string{demo, "../../../shared/domain/fixtures/complaints"} {
		paths, err := filepath.Glob(filepath.Join(folder, "c-*.json"))
		if err != nil || folder == demo && len(paths) < 30 {
			t.Fatalf("%s holds %d papers, %v", folder, len(paths), err)
		}
		for _, path := range paths {
			results, err := Check(read(t, path), world)
			if err != nil || len(results) != 1 {
				t.Fatalf("%s: %d results, %v", path, len(results), err)
			}
			report(t, results[0])
		}
	}
}

func report(t *testing.T, r Result) {
	t.Helper()
	t.Run(r.ID+" "+string(r.Rule), func(t *testing.T) {
		if r.Err != nil {
			t.Error(r.Err)
		}
		for _, m := range r.Mismatches {
			t.Errorf("%s: expected %s, computed %s", m.Field, m.Expected, m.Computed)
		}
	})
}

// vote and due are vectors that pass, for the tests to spoil.
const (
	vote = `{"id":"V-1","established":9,"appointed":9,"work_started":true,"present":9,"present_by_videoconference":0,"ballot":"open","for":5,"against":4,
		"abstain":0,"not_voting_or_spoiled":0,"presiding_vote":"for","question_kind":"dismiss_complaint","majority_basis":"present","required_for":5,
		"expected":"adopted","reason":null,"casting_vote_used":false,"rule":"R-073"}`
	due = `{"id":"D-1","regime":"campaign","clock":"campaign_reply","anchor":"received","anchor_at":"2026-09-14T10:00:00+07:00",
		"received_at":"2026-09-14T10:00:00+07:00","timezone":"Asia/Novokuznetsk",
		"campaign":{"starts_on":"2026-06-18","ends_on":"2026-11-20","voting_days":["2026-09-18","2026-09-19","2026-09-20"]},
		"expected":{"kind":"by_date","due_on":"2026-09-17","due_at":"2026-09-17T23:59:59+07:00","capped":true,"work_by":"2026-09-17"},"rule":"R-051"}`
)

const minutes = `{"id":"D-2","regime":"any","clock":"minutes_text","anchor":"session","anchor_at":"2026-04-29T10:00:00+07:00",
	"timezone":"Asia/Novokuznetsk","campaign":null,"expected":{"kind":"by_date","due_on":"2026-05-07"},"rule":"R-083"}`

func votes(vectors string) string {
	return `{"schema":"redress/vote-vectors/1","vectors":[` + vectors + `]}`
}

func deadlines(vectors string) string {
	return `{"schema":"redress/deadline-vectors/1","vectors":[` + vectors + `]}`
}

// TestSpoiledVectors: what is wrong is said with the vector's id, value by value.
func TestSpoiledVectors(t *testing.T) {
	paper := string(read(t, filepath.Join(demo, "c-13.json")))
	for _, row := range []struct {
		name, text, from, to string
		want                 string // "field: expected, computed" or the fault
	}{
		{"whole", votes(vote), "", "", ""},
		{"whole", deadlines(due), "", "", ""},
		{"whole", deadlines(minutes), "", "", ""},
		{"whole", paper, "", "", ""},

		{"R-073: a fate", votes(vote), `"adopted"`, `"rejected"`, "expected: rejected, adopted"},
		{"R-073: a majority", votes(vote), `"required_for":5`, `"required_for":6`, "required_for: 6, 5"},
		{"R-073: a basis", votes(vote), `"present","required`, `"established","required`, "majority_basis: established, present"},
		{"R-062: a reason", votes(vote), `"reason":null`, `"reason":"no_quorum"`, "reason: no_quorum, none"},
		{"R-076: a casting vote", votes(vote), `used":false`, `used":true`, "casting_vote_used: true, false"},
		{"R-073: a rule", votes(vote), `"R-073"`, `"R-071"`, "rule: R-071, R-073"},
		{"a rule nobody knows", votes(vote), `"R-073"`, `"R-999"`, "rule: R-999, R-073"},
		{"unknown field", votes(vote), `"rule"`, `"rules"`, `unknown field "rules"`},
		{"no number", votes(vote), `"for":5`, `"for":"five"`, `the field "for" cannot be string`},
		{"votes of nobody", votes(vote), `"for":5`, `"for":6`, "6 for, 4 against, 0 abstained and 0 not voting are not the 9 present"},
		{"more present than appointed", votes(vote), `"appointed":9`, `"appointed":8`, "9 members cannot be present of 8 appointed"},
		{"more appointed than seats", votes(vote), `"established":9`, `"established":5`, "9 members cannot be appointed to 5 seats"},
		{"seats without end", votes(vote), `"established":9`, `"established":9223372036854775807`, "the established number cannot be 9223372036854775807"},
		{"on video only", votes(vote), `conference":0`, `conference":10`, "10 of 9 present cannot be on video"},
		{"R-078: a secret with a name", votes(vote), `"open"`, `"secret"`, "nobody knows the presiding member's vote of a secret ballot (R-078)"},
		{"a ballot by post", votes(vote), `"open"`, `"post"`, `the ballot "post" is neither open nor secret`},
		{"a vote outside the list", votes(vote), `"for","question`, `"perhaps","question`, `the presiding_vote "perhaps" is not known`},
		{"a vote nobody cast", votes(vote), `"for","question`, `"abstain","question`, `nobody voted "abstain", which the presiding_vote is`},
		{"a question outside the lists", votes(vote), "dismiss_complaint", "acquit", `the question_kind "acquit" is not known`},
		{"a fate outside the list", votes(vote), `"adopted"`, `"maybe"`, `the expected fate "maybe" is not known`},
		{"twice", votes(vote + "," + vote), "", "", "another vector of the file has the same id"},
		{"no vector", votes("7"), "", "", `the field "" cannot be number`},

		{"R-051: a day", deadlines(due), `"due_on":"2026-09-17"`, `"due_on":"2026-09-18"`, "due_on: 2026-09-18, 2026-09-17"},
		{"R-051: a rule", deadlines(due), `"R-051"`, `"R-050"`, "rule: R-050, R-051"},
		{"R-052: a kind", deadlines(due), "by_date", "immediate", "kind: immediate, by_date"},
		{"R-110: an instant", deadlines(due), `23:59:59+07:00`, `23:59:58+07:00`, "due_at: 2026-09-17T23:59:58+07:00, 2026-09-17T23:59:59+07:00"},
		{"R-113: a working day", deadlines(due), `"work_by":"2026-09-17"`, `"work_by":null`, "work_by: none, 2026-09-17"},
		{"R-051: the cap", deadlines(due), `"capped":true`, `"capped":false`, "capped: false, true"},
		{"R-030: a regime", deadlines(due), `"regime":"campaign"`, `"regime":"ordinary"`, "regime: ordinary, campaign"},
		{"R-030: a day before the campaign", deadlines(due), `"2026-06-18"`, `"2026-09-15"`, "regime: campaign, ordinary"},
		{"R-053: a check", deadlines(due), `"anchor":`, `"additional_check":true,"anchor":`, "clock: campaign_reply, campaign_additional_check"},
		{"a day that does not exist", deadlines(due), `"ends_on":"2026-11-20"`, `"ends_on":"2026-02-30"`, `"2026-02-30" is not a date like 2026-09-14`},
		{"an hour that does not exist", deadlines(due), `"anchor_at":"2026-09-14T10`, `"anchor_at":"2026-09-14T25`, "hour out of range"},
		{"no instant", deadlines(due), `"anchor_at":"2026-09-14T10:00:00+07:00",`, "", "anchor_at is missing"},
		{"no first day", deadlines(due), `"starts_on":"2026-06-18",`, "", "the campaign has no first day or no last day"},
		{"no last day", deadlines(due), `"ends_on":"2026-11-20"`, `"ends_on":null`, "the campaign has no first day or no last day"},
		{"another event", deadlines(due), `"anchor":"received"`, `"anchor":"registered"`, "anchor: registered, received"},
		{"no event", deadlines(due), `"anchor":"received",`, "", "anchor: none, received"},
		{"voting without a campaign", deadlines(minutes), `"campaign":null`, `"campaign":null,"voting_days":["2026-04-29"]`, "there are voting_days and no campaign"},
		{"two receipts", deadlines(due), `"anchor_at":"2026-09-14T10`, `"anchor_at":"2026-09-14T11`, "received_at and anchor_at differ"},
		{"a zone nobody knows", deadlines(due), "Asia/Novokuznetsk", "Asia/Примерск", `the timezone "Asia/Примерск" is not known`},
		{"the machine's zone", deadlines(due), "Asia/Novokuznetsk", "Local", `the timezone "Local" is not known`},
		{"a clock nobody knows", deadlines(due), `"campaign_reply"`, `"cuckoo"`, `the clock "cuckoo" is not known`},
		{"R-032: voting days apart", deadlines(due), `"2026-09-19",`, "", "the days of its campaign contradict each other (R-032)"},
		{"two lists of voting days", deadlines(due), `"anchor":`, `"voting_days":["2026-09-18"],"anchor":`, "voting_days and those of the campaign differ"},
		{"R-112: a year without a calendar", deadlines(minutes), "2026-04-29", "2031-04-29", "it cannot be computed"},
		{"R-083: a regime for a clock of both", deadlines(minutes), `"any"`, `"ordinary"`, "regime: ordinary, any"},

		{"R-050: a route", paper, "accept_review", "forward_up", "route: forward_up, accept_review"},
		{"R-050: a day", paper, "2026-09-15", "2026-09-16", "due: by_date 2026-09-16, by_date 2026-09-15"},
		{"R-028: a flag", paper, `"personal_data"`, `"personal_data", "threat"`, "flags: personal_data, threat, personal_data"},
		{"R-072: a majority", paper, `"majority_if_upheld": "established"`, `"majority_if_upheld": null`, "majority_if_upheld: none, established"},
		{"R-050: a relation", paper, `"before"`, `"eve"`, "voting_relation: eve, before"},
		{"R-043: another's precinct", paper, `"code": "42-9001"`, `"code": "42-9101"`, "route: accept_review, forward_competent"},
		{"R-049: findings of its own", paper, `"attachments"`, `"findings": {"threat": true}, "attachments"`, "route: accept_review, abuse_notice"},
		{"a finding nobody knows", paper, `"attachments"`, `"findings": {"mood": true}, "attachments"`, `unknown field "mood"`},
		{"a commission nobody knows", paper, `"code": "42-9001"`, `"code": "99-1"`, `the commission "99-1" is not known`},
		{"a campaign nobody knows", paper, `"K1"`, `"K9"`, `the campaign "K9" is not known`},
		{"a route nobody knows", paper, "accept_review", "burn", `the expected route "burn" is not known`},
		{"a role nobody knows", paper, `"voter"`, `"king"`, `the role "king" is not known`},
		{"a channel nobody knows", paper, `"in_person"`, `"pigeon"`, `the channel "pigeon" is not known`},
		{"something contested nobody knows", paper, `"contested_kind": "decision"`, `"contested_kind": "some"`, `the contested_kind "some" is not known`},
	} {
		t.Run(row.name, func(t *testing.T) {
			if row.from != "" && !strings.Contains(row.text, row.from) {
				t.Fatalf("the vector does not hold %s", row.from)
			}
			results, err := Check([]byte(strings.Replace(row.text, row.from, row.to, 1)), demoWorld(t))
			if err != nil {
				t.Fatal(err)
			}
			var said []string
			for _, r := range results {
				if r.Err != nil {
					said = append(said, r.Err.Error())
				}
				for _, m := range r.Mismatches {
					said = append(said, m.Field+": "+m.Expected+", "+m.Computed)
				}
				if r.Passed() != (len(said) == 0) && len(results) == 1 {
					t.Errorf("Passed() = %v of %v", r.Passed(), said)
				}
			}
			if all := strings.Join(said, "\n"); !strings.Contains(all, row.want) || row.want == "" && all != "" {
				t.Errorf("said %q, want %q", all, row.want)
			}
		})
	}
}

func TestNoVectors(t *testing.T) {
	for text, want := range map[string]string{
		"":          "it is not JSON",
		"# Notes":   "it is not JSON",
		"[1]":       "does not hold an object",
		"{}":        "neither a schema nor an expected_intake",
		`{"a":1}{}`: "it is not JSON",
		`{"schema":"redress/production-calendar/1"}`: "is not known",
		`{"schema":7}`:                        "its schema is no text",
		`{"schema":"redress/vote-vectors/1"}`: "its list of vectors is empty",
		`{"schema":"redress/vote-vectors/1","vectors":[],"more":1}`:      `unknown field "more"`,
		`{"schema":"redress/campaigns/1","campaigns":[]}`:                "it holds campaigns",
		`{"schema":"redress/deadline-vectors/1","vectors":{"id":"D-1"}}`: `the field "vectors" cannot be object`,
	} {
		if _, err := Check([]byte(text), NewWorld()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Check(%q) = %v, want %q", text, err, want)
		}
	}
	if results, err := Check([]byte(`{"expected_intake":null}`), NewWorld()); err != nil || results[0].ID != "vector without id" || results[0].Err == nil {
		t.Errorf("a paper of nothing: %v, %v", results, err)
	}
}

func TestWorldIsRefused(t *testing.T) {
	world := NewWorld()
	for text, want := range map[string]string{
		`{"campaigns":[{"id":"K","starts_on":"2026-06-18","ends_on":"2026-06-01","voting_days":[]}]}`: "campaign K: the days of its campaign contradict",
		`{"campaigns":7}`: `the field "campaigns" cannot be number`,
	} {
		if err := world.AddCampaigns([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("AddCampaigns(%s) = %v, want %s", text, err, want)
		}
	}
	for _, text := range []string{"", "name,age\nИван,7\n", "code,parent_code\n1\n"} {
		if err := world.AddCommissions(strings.NewReader(text)); !errors.Is(err, ErrNoCommissions) {
			t.Errorf("AddCommissions(%q) = %v", text, err)
		}
	}
}

// FuzzCheck: no file makes the reading fall over, and no vector is left unsaid.
func FuzzCheck(f *testing.F) {
	f.Add([]byte(votes(vote)))
	f.Add([]byte(deadlines(due)))
	f.Add(read(f, filepath.Join(demo, "c-13.json")))
	f.Add(read(f, filepath.Join(demo, "campaigns.json")))
	f.Add([]byte(deadlines(strings.ReplaceAll(due, "2026", "9999"))))
	f.Add([]byte(deadlines(strings.ReplaceAll(due, "2026", "0000"))))
	world := demoWorld(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		results, err := Check(raw, world)
		if err == nil && len(results) == 0 {
			t.Error("neither results nor an error")
		}
		for _, r := range results {
			if r.ID == "" {
				t.Error("a result without a name")
			}
		}
		_ = NewWorld().AddCampaigns(raw)
		_ = NewWorld().AddCommissions(strings.NewReader(string(raw)))
	})
}

// TestPapersExamined: where the route a paper must take rests on one of the six checks,
// the machine's answer to that check says so.
func TestPapersExamined(t *testing.T) {
	world := demoWorld(t)
	paths, err := filepath.Glob(filepath.Join(demo, "c-*.json"))
	if err != nil || len(paths) != 31 {
		t.Fatalf("%d papers, %v", len(paths), err)
	}
	answers := func(route complaint.Route) []complaint.Check {
		switch route {
		case complaint.ForwardUp, complaint.ForwardCompetent, complaint.ReturnCourtDecision:
			return []complaint.Check{{Name: complaint.CheckLevel, Answer: complaint.CheckNo}}
		case complaint.SuspendForCourt:
			return []complaint.Check{{Name: complaint.CheckEarlier, Answer: complaint.CheckNo}}
		case complaint.FiledTooLate:
			return []complaint.Check{{Name: complaint.CheckWindow, Answer: complaint.CheckNo}}
		case complaint.TellUnreadable:
			return []complaint.Check{{Name: complaint.CheckRespondent, Answer: complaint.CheckUnclear}}
		case complaint.StopCorrespondence:
			return []complaint.Check{{Name: complaint.CheckRepeat, Answer: complaint.CheckNo}}
		case complaint.FileAnonymous, complaint.FileAnonymousReportCrime, complaint.PointToElectronicChannels:
			return []complaint.Check{{Name: complaint.CheckIdentity, Answer: complaint.CheckNo}}
		case complaint.AcceptAtOnce, complaint.AcceptForReview:
			return []complaint.Check{{Name: complaint.CheckWindow, Answer: complaint.CheckYes}, {Name: complaint.CheckRepeat, Answer: complaint.CheckYes}}
		case complaint.HandleAsAppeal, complaint.TellAbuse:
		}
		return nil
	}
	for _, path := range paths {
		var v complaintVector
		if err := strictly(read(t, path), &v); err != nil {
			t.Fatal(err)
		}
		t.Run(v.ID, func(t *testing.T) {
			zone, err := zoneOf(v.Timezone)
			if err != nil {
				t.Fatal(err)
			}
			paper, err := v.paper(world, zone)
			if err != nil {
				t.Fatal(err)
			}
			found := complaint.Examine(complaint.Circumstances{Paper: paper, Earlier: complaint.EarlierNone}, regulation.Izhmorsky())
			for _, f := range found {
				for _, want := range answers(v.Expected.Route) {
					if f.Check == want.Name && f.Answer != want.Answer {
						t.Errorf("%s leads to %s, and %s is answered %s (%s)", v.ID, v.Expected.Route, f.Check, f.Answer, f.Reason.Key)
					}
				}
				if v.Expected.Route.Accepted() && f.Check == complaint.CheckLevel && f.Answer != complaint.CheckYes && paper.Respondent != 0 {
					t.Errorf("%s is ours to decide, and the level is answered %s", v.ID, f.Answer)
				}
			}
		})
	}
}
