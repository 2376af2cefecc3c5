package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/migrations"
)

// oldShape turns drafts back into what they were before each act had its verdict.
const oldShape = `ALTER TABLE drafts DISABLE TRIGGER drafts_are_kept;
	UPDATE drafts SET selection = selection - 'Findings' || jsonb_build_object('Part', coalesce(selection->'Findings'->0->>'Part', ''),
		'Extent', CASE WHEN selection->'Findings'->0->>'Verdict' IN ('full', 'part') THEN selection->'Findings'->0->>'Verdict' ELSE '' END);
	ALTER TABLE drafts ENABLE TRIGGER drafts_are_kept;`

// undated names a decision without date and number, which earlier versions did not.
var undated = regexp.MustCompile(` по вопросу «[^\n]*»`)

// TestDraftsOfEarlierVersionsConvert: what was adopted before still is what its
// selection gives, word for word, and the docket agrees.
func TestDraftsOfEarlierVersionsConvert(t *testing.T) {
	a, _ := demoApp(t)
	ctx := t.Context()
	raw, err := migrations.FS.ReadFile("0018_outcome.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, conversion, found := strings.Cut(string(raw), "missed_on IS NULL OR")
	_, conversion, cut := strings.Cut(conversion, "\n")
	if !found || !cut {
		t.Fatal("the migration has no conversion")
	}
	conn, err := a.db.Pool().Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	for _, step := range []string{oldShape, conversion} {
		if _, err := conn.Exec(ctx, step); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := a.db.Pool().Query(ctx, `SELECT id, complaint_id FROM rulings`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	mixed := 0
	for rows.Next() {
		var id, of int64
		if err := rows.Scan(&id, &of); err != nil {
			t.Fatal(err)
		}
		sheet, err := a.db.RulingSheet(ctx, ruling.ID(id))
		if err != nil {
			t.Fatal(err)
		}
		about := ruling.Subject{Ref: sheet.Complaint.Ref, Respondent: sheet.Respondent}
		if got, want := strings.Join(sheet.Ruling.Draft.Operative(about, sheet.Commission.Profile), "\n"), undated.ReplaceAllString(strings.Join(sheet.Ruling.Operative, "\n"), ""); got != want {
			t.Errorf("the ruling on %s was\n%s\nand is converted to\n%s", sheet.Complaint.Ref, want, got)
		}
		if sheet.Ruling.Result.Question == regulation.AnnulAndUnlawful && sheet.Ruling.Draft.AnnulsInPart() && len(sheet.Ruling.Draft.Demands) == 2 {
			mixed++
		}
	}
	if rows.Err() != nil || mixed == 0 {
		t.Errorf("R-074: %d mixed rulings with two demands in the demonstration, %v", mixed, rows.Err())
	}
	if v, err := a.db.VerifyDocket(ctx); err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket after the conversion: %v, %v", v.Faults, err)
	}
}

// TestTheVotedTextIsThePrintedText: the digest written down when a draft was put to
// the vote is that of the operative part on the paper and in the minutes.
func TestTheVotedTextIsThePrintedText(t *testing.T) {
	a, _ := demoApp(t)
	ctx := t.Context()
	var id int64
	var voted string
	err := a.db.Pool().QueryRow(ctx, `SELECT r.id, d.payload::jsonb->>'text' FROM rulings r JOIN complaints c ON c.id = r.complaint_id
		JOIN docket d ON d.chain = 'sitting:' || r.sitting_id AND d.act = 'vote_opened' AND d.payload::jsonb->>'complaint' = c.year || '-' || lpad(c.number::text, 4, '0')
		ORDER BY r.id LIMIT 1`).Scan(&id, &voted)
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := a.db.RulingSheet(ctx, ruling.ID(id))
	if err != nil {
		t.Fatal(err)
	}
	_, printed, _ := strings.Cut(plain(sheet.Paper().Plain()), "решила:")
	minutes, err := a.db.MinutesSheet(ctx, sheet.Commission.ID, sheet.SittingNo)
	if err != nil {
		t.Fatal(err)
	}
	if voted == "" || voted != ruling.TextDigest(sheet.Ruling.Operative) || voted != ruling.TextDigest(minutes.Operative[sheet.Ruling.Item]) {
		t.Errorf("voted on %s, adopted %q", voted, sheet.Ruling.Operative)
	}
	var clauses string
	for i, clause := range sheet.Ruling.Operative {
		clauses += fmt.Sprintf(" %d. %s", i+1, clause)
	}
	if !strings.HasPrefix(printed, " "+plain(clauses)) {
		t.Errorf("printed %q, voted on %q", printed, clauses)
	}
}

// plain is a text with single common spaces.
func plain(text string) string { return strings.Join(strings.Fields(text), " ") }
