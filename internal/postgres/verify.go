package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"redress/internal/docket"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// Verified is what a walk over all chains found.
type Verified struct {
	Chains, Entries int
	Faults          []docket.Fault
}

// VerifyDocket walks every chain of the docket from its first entry to the head its
// subject remembers, and then compares what the entries say with the rows they
// speak of: answers as filed, files, votes, rulings, signatures. It only reads.
func (db *DB) VerifyDocket(ctx context.Context) (Verified, error) {
	heads, err := db.heads(ctx)
	if err != nil {
		return Verified{}, err
	}
	rows, err := db.pool.Query(ctx, `SELECT chain, seq, at, actor, office, act, clause, payload, prev, hash FROM docket ORDER BY chain, seq`)
	if err != nil {
		return Verified{}, fmt.Errorf("reading the docket: %w", err)
	}
	defer rows.Close()
	var v Verified
	var walk *docket.Walk
	finish := func() {
		if walk == nil {
			return
		}
		v.Faults = append(v.Faults, walk.Close(heads[walk.Chain])...)
		delete(heads, walk.Chain)
	}
	said := newSaid()
	for rows.Next() {
		var r docketRow
		if err := rows.Scan(&r.Chain, &r.Seq, &r.At, &r.Actor, &r.Office, &r.Act, &r.Clause, &r.Payload, &r.Prev, &r.Hash); err != nil {
			return v, fmt.Errorf("reading an entry of the docket: %w", err)
		}
		e := r.entry()
		if walk == nil || walk.Chain != e.Chain {
			finish()
			walk = &docket.Walk{Chain: e.Chain}
			v.Chains++
		}
		walk.Next(e)
		v.Entries++
		said.take(e)
	}
	if err := rows.Err(); err != nil {
		return v, fmt.Errorf("reading the docket: %w", err)
	}
	finish()
	for chain, head := range heads {
		v.Faults = append(v.Faults, docket.Fault{Chain: chain, Seq: 1, Kind: docket.Missing, Note: fmt.Sprintf("the whole chain of %d entries is gone", head.Seq)})
	}
	mismatches, err := db.compare(ctx, said)
	v.Faults = append(v.Faults, mismatches...)
	return v, err
}

func (db *DB) heads(ctx context.Context) (map[docket.Chain]docket.Head, error) {
	rows, err := db.pool.Query(ctx, `SELECT chain, seq, hash FROM docket_heads`)
	if err != nil {
		return nil, fmt.Errorf("reading the heads of the docket: %w", err)
	}
	defer rows.Close()
	heads := make(map[docket.Chain]docket.Head)
	for rows.Next() {
		var chain string
		var head docket.Head
		var hash []byte
		if err := rows.Scan(&chain, &head.Seq, &hash); err != nil {
			return nil, fmt.Errorf("reading a head of the docket: %w", err)
		}
		copy(head.Hash[:], hash)
		heads[docket.Chain(chain)] = head
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading the heads of the docket: %w", err)
	}
	return heads, nil
}

// said is what the docket says of rows that can be compared with it.
type said struct {
	filings    map[docket.Chain]filing            // of complaints
	votes      map[docket.Chain]map[string]string // of sittings: complaint number, or that of the item, → votes, as JSON
	texts      map[docket.Chain]map[string]string // of sittings: the same → digest of the text voted on
	parts      map[docket.Chain]map[string][]part // of sittings: complaint number → parts of it voted on one by one
	outcomes   map[docket.Chain]string            // of complaints: outcome and number
	signatures map[docket.Chain]map[string]bool   // of sittings: role and digest; of complaints: those of their letters
	states     map[docket.Chain]string            // of complaints: the last state written
	controls   map[docket.Chain]map[string]controlSaid
	appeals    map[docket.Chain]int64             // of complaints: the ruling it is against
	ballots    map[docket.Chain]map[string]string // of sittings: complaint number and vote → figures of a secret ballot, as JSON
	comments   map[docket.Chain]map[int]string    // of complaints: number of a comment on the draft → digest
	amendments map[docket.Chain]map[string]string // of sittings: an amendment, by complaint and number → digest
	changes    map[docket.Chain][]string          // of sittings: what was changed before the opening, in order
	minutes    map[docket.Chain]map[string]string // of sittings: a supplement or a withdrawal, by the digest of the paper → commitments
	trust      map[string]int                     // the trust store: what was entered, how often
}

// filing is what the first entry of a complaint says.
type filing struct {
	Answers string
	Files   []string
}

func newSaid() *said {
	return &said{filings: make(map[docket.Chain]filing), votes: make(map[docket.Chain]map[string]string), texts: make(map[docket.Chain]map[string]string),
		parts: make(map[docket.Chain]map[string][]part), outcomes: make(map[docket.Chain]string),
		signatures: make(map[docket.Chain]map[string]bool), states: make(map[docket.Chain]string),
		controls: make(map[docket.Chain]map[string]controlSaid), appeals: make(map[docket.Chain]int64),
		ballots: make(map[docket.Chain]map[string]string), comments: make(map[docket.Chain]map[int]string),
		amendments: make(map[docket.Chain]map[string]string), changes: make(map[docket.Chain][]string), minutes: make(map[docket.Chain]map[string]string)}
}

func (s *said) take(e docket.Entry) {
	s.takeChange(e)
	s.takeMinutes(e)
	s.takeTrust(e)
	var facts struct {
		To, Answers, Complaint, Outcome, Number, Role, SHA256, Text string
		Signature                                                   string // the digest of one made by key
		Files, Papers                                               []string
		Control, Standing, Until, Report                            string
		Appealed                                                    int64
		Motion, Whole                                               string
		BallotFate                                                  string `json:"ballot_fate"`
		Fate                                                        string
		Poll, Comment, Amendment                                    int
		Item                                                        *int // the agenda is number zero
		Clauses                                                     []int
		Ballot, Hands                                               map[string]int
		Votes                                                       map[string]string
	}
	if err := json.Unmarshal(e.Payload, &facts); err != nil {
		return // the number of a filing is text, of a sitting a number: not comparable facts
	}
	if strings.HasPrefix(string(e.Chain), "complaint:") && facts.To != "" {
		s.states[e.Chain] = facts.To
	}
	if facts.Item != nil {
		facts.Complaint = itemKey(*facts.Item)
	}
	s.takeAmendment(e.Chain, e.Act, facts.Complaint, facts.Amendment, facts.Text)
	s.takeComment(e.Chain, facts.Comment, facts.Text)
	s.takeControl(e.Chain, facts.Control, facts.Standing, facts.Until, facts.Report)
	for _, digest := range facts.Papers { // letters, signed with the act they do
		s.signed(e.Chain, letterRole+" "+digest+" ")
	}
	switch e.Act {
	case "filing":
		s.filings[e.Chain] = filing{facts.Answers, facts.Files}
	case "vote_closed", "vote_broken":
		if s.votes[e.Chain] == nil {
			s.votes[e.Chain], s.texts[e.Chain], s.parts[e.Chain] = map[string]string{}, map[string]string{}, map[string][]part{}
		}
		s.votes[e.Chain][pollKey(facts.Complaint, facts.Poll)] = votesSaid(facts.Votes, facts.Hands)
		switch {
		case e.Act == "vote_broken": // decides nothing
		case facts.Motion == "agenda" && facts.Fate == "adopted":
			s.texts[e.Chain][facts.Complaint] = facts.Text
		case facts.Poll == 0:
			s.texts[e.Chain][facts.Complaint] = facts.Text
		case facts.Motion == "part":
			s.texts[e.Chain][facts.Complaint] = facts.Whole
			s.parts[e.Chain][facts.Complaint] = append(s.parts[e.Chain][facts.Complaint], part{facts.Clauses, facts.Text})
		case facts.Motion == "ballot":
			s.texts[e.Chain][facts.Complaint] = facts.Whole
			s.ballot(e.Chain, pollKey(facts.Complaint, facts.Poll), facts.Ballot, facts.BallotFate)
		}
	case "adoption":
		s.outcomes[e.Chain] = facts.Outcome + " " + facts.Number
	case ruling.AppealAct:
		s.appeals[e.Chain] = facts.Appealed
	case "signature":
		s.signed(e.Chain, facts.Role+" "+facts.SHA256+" "+facts.Signature)
	case "signature_taken_back":
		s.unsigned(e.Chain, facts.Role+" "+facts.SHA256+" ")
	}
}

// letterRole stands for whoever signs a letter: it bears one signature.
const letterRole = "letter"

func (s *said) signed(chain docket.Chain, key string) {
	if s.signatures[chain] == nil {
		s.signatures[chain] = map[string]bool{}
	}
	s.signatures[chain][key] = true
}

// unsigned takes away the signature that was taken back.
func (s *said) unsigned(chain docket.Chain, begins string) {
	for key := range s.signatures[chain] {
		if strings.HasPrefix(key, begins) {
			delete(s.signatures[chain], key)
		}
	}
}

func canonical(votes map[string]string) string {
	raw, err := json.Marshal(votes)
	if err != nil {
		return ""
	}
	return string(raw)
}

// compare reads the rows the docket speaks of, in both directions.
func (db *DB) compare(ctx context.Context, s *said) ([]docket.Fault, error) {
	var faults []docket.Fault
	for _, check := range []func(context.Context, *said) ([]docket.Fault, error){db.compareFilings, db.compareVotes, db.compareTexts, db.compareQuestions, db.compareAgendas, db.comparePolls, db.compareBallots, db.compareSignatures, db.compareControls, db.compareAppeals, db.compareComments, db.compareAmendments, db.compareChanges, db.compareMinutes, db.compareTrust} {
		found, err := check(ctx, s)
		if err != nil {
			return faults, err
		}
		faults = append(faults, found...)
	}
	return faults, nil
}

func (db *DB) compareFilings(ctx context.Context, s *said) ([]docket.Fault, error) {
	rows, err := db.pool.Query(ctx, `SELECT c.id, c.state, c.salt, c.answers::text, coalesce(c.outcome || ' ' || r.number, ''),
			(SELECT coalesce(string_agg(encode(a.sha256, 'hex'), ',' ORDER BY a.id), '') FROM attachments a WHERE a.complaint_id = c.id)
		FROM complaints c LEFT JOIN rulings r ON r.complaint_id = c.id`)
	if err != nil {
		return nil, fmt.Errorf("reading complaints: %w", err)
	}
	defer rows.Close()
	var faults []docket.Fault
	for rows.Next() {
		var id int64
		var state, answers, outcome, files string
		var salt []byte
		if err := rows.Scan(&id, &state, &salt, &answers, &outcome, &files); err != nil {
			return nil, fmt.Errorf("reading a complaint: %w", err)
		}
		chain := docket.ComplaintChain(id)
		first, ok := s.filings[chain]
		delete(s.filings, chain)
		for _, c := range []struct {
			differs bool
			note    string
		}{
			{!ok, "the complaint has no filing in the docket"},
			{ok && first.Answers != docket.Commit(salt, []byte(answers)), "the answers are not those filed"},
			{ok && strings.Join(first.Files, ",") != files, "the files are not those filed"},
			{s.states[chain] != state, "the state is not the last one written down"},
			{s.outcomes[chain] != outcome, "outcome or number of the ruling is not the one adopted"},
		} {
			if c.differs {
				faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: c.note})
			}
		}
	}
	for chain := range s.filings {
		faults = append(faults, docket.Fault{Chain: chain, Seq: 1, Kind: docket.Mismatch, Note: "the complaint filed here is gone"})
	}
	return faults, rows.Err()
}

func (db *DB) compareVotes(ctx context.Context, s *said) ([]docket.Fault, error) {
	rows, err := db.pool.Query(ctx, `SELECT i.sitting_id, `+itemRef+`, jsonb_object_agg(v.person_id::text, v.choice), i.hands
		FROM votes v JOIN items i ON i.id = v.item_id LEFT JOIN complaints c ON c.id = i.complaint_id
		WHERE i.state IN ('adopted', 'rejected') GROUP BY i.id, c.id`)
	if err != nil {
		return nil, fmt.Errorf("reading votes: %w", err)
	}
	defer rows.Close()
	var faults []docket.Fault
	for rows.Next() {
		var id int64
		var ref string
		var votes map[string]string
		var hands *sitting.Hands
		if err := rows.Scan(&id, &ref, &votes, &hands); err != nil {
			return nil, fmt.Errorf("reading the votes of an item: %w", err)
		}
		chain := docket.SittingChain(id)
		if s.votes[chain][ref] != votesSaid(votes, countsOf(hands)) {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: "the votes on " + ref + " are not those counted"})
		}
		delete(s.votes[chain], ref)
	}
	return faults, rows.Err()
}

// compareTexts compares the operative part of every ruling with the digest of what
// was put to the vote. Votes of earlier versions wrote none down.
func (db *DB) compareTexts(ctx context.Context, s *said) ([]docket.Fault, error) {
	rows, err := db.pool.Query(ctx, `SELECT r.sitting_id, c.year, c.number, r.operative FROM rulings r JOIN complaints c ON c.id = r.complaint_id`)
	if err != nil {
		return nil, fmt.Errorf("reading rulings: %w", err)
	}
	defer rows.Close()
	var faults []docket.Fault
	for rows.Next() {
		var id int64
		var year, number int
		var operative []string
		if err := rows.Scan(&id, &year, &number, &operative); err != nil {
			return nil, fmt.Errorf("reading the operative part of a ruling: %w", err)
		}
		chain, ref := docket.SittingChain(id), fmt.Sprintf("%d-%04d", year, number)
		if voted := s.texts[chain][ref]; voted != "" && voted != ruling.TextDigest(operative) || !s.partsOf(chain, ref, operative) {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: "the ruling on " + ref + " is not the text voted on"})
		}
	}
	return faults, rows.Err()
}

func (db *DB) compareSignatures(ctx context.Context, s *said) ([]docket.Fault, error) {
	rows, err := db.pool.Query(ctx, `SELECT coalesce(p.sitting_id, r.sitting_id, p.complaint_id), p.kind = 'letter', g.role, g.sha256, p.pdf_sha256, g.raw
		FROM signatures g JOIN papers p ON p.id = g.paper_id LEFT JOIN rulings r ON r.id = p.ruling_id`)
	if err != nil {
		return nil, fmt.Errorf("reading signatures: %w", err)
	}
	defer rows.Close()
	var faults []docket.Fault
	for rows.Next() {
		var id int64
		var letter bool
		var role string
		var signed, paper, raw []byte
		if err := rows.Scan(&id, &letter, &role, &signed, &paper, &raw); err != nil {
			return nil, fmt.Errorf("reading a signature: %w", err)
		}
		chain := docket.SittingChain(id)
		if letter {
			chain, role = docket.ComplaintChain(id), letterRole
		}
		key := role + " " + hex.EncodeToString(signed) + " "
		if raw != nil {
			made := sha256.Sum256(raw)
			key += hex.EncodeToString(made[:])
		}
		if !s.signatures[chain][key] || string(signed) != string(paper) {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: "a signature (" + role + ") is not the one written down"})
		}
		delete(s.signatures[chain], key)
	}
	for chain, left := range s.signatures {
		for key := range left {
			faults = append(faults, docket.Fault{Chain: chain, Kind: docket.Mismatch, Note: "a signature (" + strings.Fields(key)[0] + ") is gone; entries: " + strconv.Itoa(len(left))})
		}
	}
	return faults, rows.Err()
}
