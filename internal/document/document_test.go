package document

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"redress/internal/complaint"
)

var update = flag.Bool("update", false, "rewrite the golden papers in testdata")

// The stored papers are read by the tests of pdf and docx as well, so a change
// of the encoding is seen by all three.
func TestGoldenPapers(t *testing.T) {
	for name, paper := range map[string]Paper{"ruling": sampleRuling(), "minutes": sampleMinutes(), "letter": written(t, letterSheet(complaint.ReferralLetter))} {
		t.Run(name, func(t *testing.T) {
			data, err := json.MarshalIndent(paper, "", "\t")
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name+".json", append(data, '\n'))
			golden(t, name+".txt", []byte(paper.Plain()))
		})
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from what is now made; rewrite it with -update and read the difference", path)
	}
}

func TestStoredPaperReadsBackTheSame(t *testing.T) {
	for name, paper := range map[string]Paper{"ruling": sampleRuling(), "minutes": sampleMinutes(), "empty": {}} {
		data, err := json.Marshal(paper)
		if err != nil {
			t.Fatal(err)
		}
		var back Paper
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		if !back.Made.Equal(paper.Made) {
			t.Errorf("%s: Made = %v, want %v", name, back.Made, paper.Made)
		}
		back.Made = paper.Made
		if !reflect.DeepEqual(back, paper) {
			t.Errorf("%s: read back as %+v, want %+v", name, back, paper)
		}
		before, err := paper.Digest()
		if err != nil {
			t.Fatal(err)
		}
		after, err := back.Digest()
		if err != nil {
			t.Fatal(err)
		}
		if before != after {
			t.Errorf("%s: the digest changed on the way through the store", name)
		}
	}
}

func TestDigestSeesEveryPart(t *testing.T) {
	original, err := sampleRuling().Digest()
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Paper){
		"number":    func(p *Paper) { p.Number = "38" },
		"margin":    func(p *Paper) { p.LongKept = false },
		"one word":  func(p *Paper) { p.Body[0] = P(Text("иначе")) },
		"signature": func(p *Paper) { p.Signatures[1].Name = "Другая" },
		"mark":      func(p *Paper) { p.Marks[0].Serial = "00" },
		"instant":   func(p *Paper) { p.Made = p.Made.Add(1) },
	} {
		paper := sampleRuling()
		change(&paper)
		digest, err := paper.Digest()
		if err != nil {
			t.Fatal(err)
		}
		if digest == original {
			t.Errorf("a change of the %s leaves the digest as it was", name)
		}
	}
}

func TestUnknownBlockIsRefused(t *testing.T) {
	var body Body
	err := json.Unmarshal([]byte(`[{"kind":"paragraph","block":{}},{"kind":"picture","block":{}}]`), &body)
	if err == nil || !strings.Contains(err.Error(), `block 1 of the text: unknown kind "picture"`) {
		t.Errorf("Unmarshal() = %v, want a refusal naming the block and its kind", err)
	}
	if _, err := json.Marshal(Body{nil}); err == nil {
		t.Error("Marshal() of a body with a hole gave no error")
	}
}

func TestPlainHoldsEveryWord(t *testing.T) {
	paper := Paper{
		Number: "5",
		Date:   "01.02.2026",
		Body:   Body{P(Text("слу\u00adчай\tодин\r\nдва\x07")), Table{Columns: []Column{{}, {}}, Rows: [][]Cell{{C("a")}, {C("b"), C("c"), C("не видно")}}}},
	}
	want := "01.02.2026\t№\u00a05\nслучай один\nдва\na\t\nb\tc\n"
	if got := paper.Plain(); got != want {
		t.Errorf("Plain() = %q, want %q", got, want)
	}
}

func TestPrintableLeavesNothingUnseen(t *testing.T) {
	got := Printable("а\u202eб\u2066в\ufeffг\x00д\xff \u00ad«№»")
	if want := "абвгд\ufffd \u00ad«№»"; got != want {
		t.Errorf("Printable() = %q, want %q", got, want)
	}
	for _, r := range got {
		if unicode.IsControl(r) {
			t.Errorf("Printable() left %U", r)
		}
	}
}

func TestSharesAddUpToOne(t *testing.T) {
	for name, table := range map[string]Table{
		"millimetres": {Columns: []Column{{Width: 12}, {Width: 70}, {Width: 88}}},
		"equal":       {Columns: []Column{{}, {}, {}}},
		"negative":    {Columns: []Column{{Width: -1}, {Width: 3}}},
	} {
		var sum float64
		for _, s := range table.Shares() {
			sum += s
		}
		if sum < 0.999999 || sum > 1.000001 {
			t.Errorf("%s: Shares() add up to %v, want 1", name, sum)
		}
	}
}
