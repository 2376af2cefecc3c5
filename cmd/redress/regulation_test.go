package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// commandLine reads arguments as main does.
func commandLine(t *testing.T, args ...string) (commands, error) {
	t.Helper()
	var line commands
	parser, err := kong.New(&line, kong.Name("redress"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse(args)
	return line, err
}

// checked runs `redress regulation check` and returns what it prints and says.
func checked(t *testing.T, paths ...string) (out, complaints string, err error) {
	t.Helper()
	line, err := commandLine(t, append([]string{"regulation", "check"}, paths...)...)
	if err != nil {
		t.Fatal(err)
	}
	var printed, said bytes.Buffer
	err = line.Rules.Check.check(&printed, &said)
	return printed.String(), said.String(), err
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRegulationCheck(t *testing.T) {
	out, said, err := checked(t, "../../internal/deadline/testdata", "../../internal/sitting/testdata/votes.json", "demo")
	if err != nil || out != "125 passed, 0 failed\n" || said != "" {
		t.Errorf("check = %q, %q, %v", out, said, err)
	}
	if shared := "../../../shared/domain/fixtures"; exists(shared) {
		out, _, err := checked(t, shared)
		if err != nil || !strings.HasSuffix(out, "124 passed, 0 failed\n") {
			t.Errorf("check of the shared fixtures = %q, %v", out, err)
		}
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func TestRegulationCheckTellsWhatDiffers(t *testing.T) {
	folder := t.TempDir()
	good, err := demoFiles.ReadFile("demo/c-13.json")
	if err != nil {
		t.Fatal(err)
	}
	late := write(t, filepath.Join(folder, "late.json"), strings.Replace(string(good), "2026-09-15", "2026-09-16", 1))
	broken := write(t, filepath.Join(folder, "broken.json"), strings.Replace(string(good), `"channel"`, `"chanel"`, 1))
	write(t, filepath.Join(folder, "other.json"), `{"schema":"somebody/else/1"}`)
	write(t, filepath.Join(folder, "notes.txt"), "no vectors")

	out, said, err := checked(t, folder)
	want := broken + `: C-13: unknown field "chanel"` + "\n" +
		late + ": C-13 (R-050): due: expected by_date 2026-09-16, computed by_date 2026-09-15\n0 passed, 2 failed\n"
	if err == nil || out != want {
		t.Errorf("check = %q, %v, want %q", out, err, want)
	}
	if !strings.Contains(said, "other.json: left out: no file of vectors") {
		t.Errorf("said %q", said)
	}
}

func TestRegulationCheckNamesTheFileItCannotRead(t *testing.T) {
	folder := t.TempDir()
	notes := write(t, filepath.Join(folder, "notes.md"), "# Notes")
	other := write(t, filepath.Join(folder, "other.json"), `{"schema":"somebody/else/1"}`)
	table := write(t, filepath.Join(folder, "table.csv"), "name,age\nx,7\n")
	absent := filepath.Join(folder, "absent.json")
	out, said, err := checked(t, notes, other, table, absent, "demo/c-01.json")
	if err == nil || out != "1 passed, 0 failed\n" {
		t.Errorf("check = %q, %v", out, err)
	}
	for _, want := range []string{
		notes + ": it is not JSON: invalid character '#'",
		other + `: no file of vectors: the schema "somebody/else/1" is not known`,
		table + ": no table of commissions",
		absent + ": no such file or directory",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("said %q, want %q", said, want)
		}
	}
	if out, _, err := checked(t, t.TempDir()); err == nil || out != "0 passed, 0 failed\n" {
		t.Errorf("check of an empty folder = %q, %v", out, err)
	}
}

// TestRegulationCheckByEitherRegulation: the same examples by another regulation differ
// exactly where it sets another value, and each line names the rule.
func TestRegulationCheckByEitherRegulation(t *testing.T) {
	out, said, err := checked(t, "--regulation=komi", "../../internal/deadline/testdata", "../../internal/sitting/testdata/votes.json", "demo")
	if err == nil || said != "" || !strings.Contains(out, " passed, ") || strings.HasSuffix(out, " 0 failed\n") {
		t.Errorf("check by komi = %q, %q, %v", out, said, err)
	}
	for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
		if strings.Contains(line, "passed, ") {
			continue
		}
		set := strings.Contains(line, "(R-063): due_") || strings.Contains(line, ": flags: ") && strings.Contains(line, "filing_window_open_until_")
		if !set || !strings.Contains(line, ": expected ") || !strings.Contains(line, ", computed ") {
			t.Errorf("by komi %q differs, and neither members are told earlier (R-063) nor is there a window (R-056)", line)
		}
	}
	if _, err := commandLine(t, "regulation", "check", "--regulation=moon", "demo"); err == nil {
		t.Error("a regulation nobody knows was taken")
	}
}

// TestRegulationCheckOfAHugeFile says so in a sentence, and checks the rest.
func TestRegulationCheckOfAHugeFile(t *testing.T) {
	folder := t.TempDir()
	huge := filepath.Join(folder, "huge.json")
	file, err := os.Create(huge) // #nosec G304 -- a folder of the test
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(file.Truncate(mostVectors+1), file.Close()); err != nil {
		t.Fatal(err)
	}
	for _, paths := range [][]string{{huge, "demo/c-01.json"}, {folder, "demo/c-01.json"}} {
		out, said, err := checked(t, paths...)
		if err == nil || out != "1 passed, 0 failed\n" || !strings.Contains(said, "it is larger than 32 MB") || strings.Count(said, "huge.json") != 1 {
			t.Errorf("check = %q, %q, %v", out, said, err)
		}
	}
}

// TestRegulationCheckKnowsOtherBranches: campaigns and commissions named beside the
// papers are what they speak of.
func TestRegulationCheckKnowsOtherBranches(t *testing.T) {
	folder := t.TempDir()
	paper, err := demoFiles.ReadFile("demo/c-13.json")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("K1", "N1", "42-T99", "77-T1", "42-9001", "77-0001", "2026-09-15", "2026-09-11").Replace(string(paper))
	write(t, filepath.Join(folder, "paper.json"), text)
	if out, _, err := checked(t, folder); err == nil || !strings.Contains(out, `the commission "77-T1" is not known`) {
		t.Errorf("check = %q, %v", out, err)
	}
	write(t, filepath.Join(folder, "zz.csv"), "code,parent_code\n77-T1,77\n77-0001,77-T1\n")
	write(t, filepath.Join(folder, "zz.json"), `{"schema":"redress/campaigns/1","campaigns":[
		{"id":"N1","starts_on":"2026-08-01","ends_on":"2026-10-01","voting_days":["2026-09-12"]}]}`)
	out, _, err := checked(t, folder)
	if err == nil || !strings.Contains(out, "rule: expected R-050, computed R-051") || strings.Contains(out, "due:") {
		t.Errorf("R-051: check = %q, %v", out, err)
	}
}

func TestExplainDeadline(t *testing.T) {
	campaign := []string{"--campaign-start", "2026-06-18", "--voting-day", "2026-09-18,2026-09-19,2026-09-20"}
	for _, row := range []struct {
		name string
		args []string
		want string // in the print, or in the error
	}{
		{"R-051: cut by the eve", append([]string{"--clock", "campaign_reply", "--from", "2026-09-14T10:00+07:00", "--zone", "Asia/Novokuznetsk"}, campaign...),
			"Но не позднее дня перед голосованием, 17 сентября.\nПоследний день: 17 сентября 2026, четверг, до 24:00.\nФедеральный закон № 67‑ФЗ, статья 20, пункт 4 (R-051)\n"},
		{"R-052: on a voting day, in English", append([]string{"--clock", "campaign_reply", "--from", "2026-09-18 08:10", "--lang", "en"}, campaign...), "(R-052)\n"},
		{"R-110: an instant of another zone", append([]string{"--clock", "campaign_reply", "--from", "2026-09-16T17:30:00Z"}, campaign...), "17 сентября 2026, четверг. Это день 0"},
		{"R-083: only a day", []string{"--clock", "minutes_text", "--from", "2026-04-29"}, "Последний день: 7 мая 2026"},
		{"R-059: suspended", []string{"--clock", "ordinary_reply", "--from", "2026-03-02", "--suspended-from", "2026-03-12", "--resumed-on", "2026-03-22"}, "(R-059)"},
		{"R-030: a campaign that was not named", []string{"--clock", "campaign_reply", "--from", "2026-09-14"}, "runs in a campaign only, and 2026-09-14 is no day of one"},
		{"R-030: outside a campaign only", append([]string{"--clock", "ordinary_reply", "--from", "2026-09-14"}, campaign...), "runs outside campaigns only"},
		{"R-032: voting days apart", []string{"--clock", "campaign_reply", "--from", "2026-09-14", "--campaign-start", "2026-06-18",
			"--voting-day", "2026-09-18,2026-09-20"}, "one to three voting days in a row"},
		{"a campaign without a beginning", []string{"--clock", "campaign_reply", "--from", "2026-09-14", "--voting-day", "2026-09-18"}, "a campaign needs --campaign-start"},
		{"a clock nobody knows", []string{"--clock", "cuckoo", "--from", "2026-09-14"}, "campaign_reply\n"},
		{"a zone nobody knows", []string{"--clock", "minutes_text", "--from", "2026-04-29", "--zone", "Nowhere/Nothing"}, `no time zone "Nowhere/Nothing"`},
		{"an instant nobody knows", []string{"--clock", "minutes_text", "--from", "2026-02-30"}, `"2026-02-30" is no instant`},
		{"a stay without a beginning", []string{"--clock", "ordinary_reply", "--from", "2026-03-02", "--resumed-on", "2026-03-22"}, "needs --suspended-from"},
		{"R-112: a year without a calendar", []string{"--clock", "minutes_text", "--from", "2031-04-29"}, "2031"},
	} {
		t.Run(row.name, func(t *testing.T) {
			line, err := commandLine(t, append([]string{"regulation", "explain", "deadline"}, row.args...)...)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			text := ""
			if err := line.Rules.Explain.Deadline.explain(t.Context(), &out); err != nil {
				text = err.Error()
			}
			if text += out.String(); !strings.Contains(text, row.want) {
				t.Errorf("explain says %q, want %q", text, row.want)
			}
		})
	}
	if _, err := commandLine(t, "regulation", "explain", "deadline", "--clock", "minutes_text", "--from", "x", "--campaign-start", "2026-02-30"); err == nil {
		t.Error("30 February begins a campaign")
	}
}

func TestExplainVote(t *testing.T) {
	nine := []string{"--established", "14", "--present", "9", "--for", "8", "--against", "1"}
	for _, row := range []struct {
		name string
		args []string
		want string
	}{
		{"R-073: of those present", nine, "не менее 5.\nРешение принято.\nРегламент комиссии, пункт 6.2 (R-073)\n"},
		{"R-071: of the established number", append([]string{"--basis", "established"}, nine...), "не менее 8.\nРешение принято."},
		{"R-072: by the kind, in English", append([]string{"--question", "annul_part_decide", "--lang", "en"}, nine...), "(R-072)\n"},
		{"R-071: the kind decides, not the hand", append([]string{"--question", "annul_part_decide", "--basis", "present"}, nine...),
			"the majority for annul_part_decide is of the established, not of the present (R-072)"},
		{"R-061: not formed", append([]string{"--appointed", "9"}, nine...), "(R-061)\n"},
		{"R-062: no quorum", []string{"--established", "14", "--present", "7", "--for", "7"}, "(R-062)\n"},
		{"R-076: a tie", []string{"--established", "14", "--present", "8", "--for", "4", "--against", "4", "--presiding", "for"}, "(R-076)\n"},
		{"R-078: a tie in a secret ballot", []string{"--established", "14", "--present", "8", "--for", "4", "--against", "4", "--ballot", "secret"}, "Проект отклонён."},
		{"R-078: a secret with a name", append([]string{"--ballot", "secret", "--presiding", "for"}, nine...), "nobody knows the presiding member's vote"},
		{"votes of nobody", []string{"--established", "14", "--present", "9", "--for", "8"}, "are not the 9 present"},
		{"a vote nobody cast", append([]string{"--presiding", "abstain"}, nine...), "nobody voted as the presiding member is said to have"},
		{"more than seats", []string{"--established", "5", "--present", "9", "--for", "9"}, "that cannot be"},
		{"a question nobody knows", append([]string{"--question", "acquit"}, nine...), `no kind of question "acquit"`},
	} {
		t.Run(row.name, func(t *testing.T) {
			line, err := commandLine(t, append([]string{"regulation", "explain", "vote"}, row.args...)...)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			text := ""
			if err := line.Rules.Explain.Vote.explain(t.Context(), &out); err != nil {
				text = err.Error()
			}
			if text += out.String(); !strings.Contains(text, row.want) {
				t.Errorf("explain says %q, want %q", text, row.want)
			}
		})
	}
}

func TestExplainForMachines(t *testing.T) {
	line, err := commandLine(t, "regulation", "explain", "deadline", "--clock", "ordinary_reply", "--from", "2026-02-24", "--json")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	var date struct {
		DueOn  string `json:"due_on"`
		Clause string `json:"clause"`
		Words  struct{ Sentences []string }
	}
	err = line.Rules.Explain.Deadline.explain(t.Context(), &out)
	if err != nil || json.Unmarshal(out.Bytes(), &date) != nil || date.DueOn != "2026-03-26" || date.Clause != "R-041" || len(date.Words.Sentences) == 0 {
		t.Errorf("R-041: %s, %v", out.String(), err)
	}

	line, err = commandLine(t, "regulation", "explain", "vote", "--established", "14", "--present", "9", "--for", "8", "--against", "1", "--json")
	if err != nil {
		t.Fatal(err)
	}
	out.Reset()
	var vote struct {
		Fate   string `json:"fate"`
		Needed int    `json:"required_for"`
		Quorum int
	}
	err = line.Rules.Explain.Vote.explain(t.Context(), &out)
	if err != nil || json.Unmarshal(out.Bytes(), &vote) != nil || vote.Fate != "adopted" || vote.Needed != 5 || vote.Quorum != 8 {
		t.Errorf("R-073: %s, %v", out.String(), err)
	}
}
