package postgres

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// pollRow is a row of polls with its votes.
type pollRow struct {
	ItemID     int64
	Motion     string
	Question   string
	Clauses    []int  `gorm:"serializer:json"`
	TextSHA256 string `gorm:"column:text_sha256"`
	Parts      int
	Members    []identity.ID `gorm:"serializer:json"`
	Reason     string
	Amendment  int
	Counting   *sitting.Counting `gorm:"serializer:json"`
	Protocol   *sitting.Protocol `gorm:"serializer:json"`
	Hands      *sitting.Hands    `gorm:"serializer:json"`
	Result     *sitting.Result   `gorm:"serializer:json"`
	Broken     string
	ClosedAt   *time.Time
	Votes      []sitting.Vote `gorm:"serializer:json"`
}

func (r pollRow) poll() sitting.Poll {
	p := sitting.Poll{Motion: sitting.Motion(r.Motion), Question: regulation.Question(r.Question), Clauses: r.Clauses, Text: r.TextSHA256, Of: r.Parts,
		Members: r.Members, Reason: r.Reason, Amendment: r.Amendment, Counting: r.Counting, Protocol: r.Protocol, Votes: r.Votes, Hands: r.Hands, Result: r.Result, Broken: r.Broken, ClosedAt: momentOf(r.ClosedAt)}
	if len(p.Clauses) == 0 {
		p.Clauses = nil
	}
	if len(p.Members) == 0 {
		p.Members = nil
	}
	return p
}

// readPolls reads the votes on a sitting's items beside those on whole drafts.
func readPolls(tx *gorm.DB, s *sitting.Sitting) error {
	var rows []pollRow
	err := tx.Raw(`SELECT p.*, (SELECT coalesce(jsonb_agg(jsonb_build_object('Member', v.person_id, 'Choice', v.choice, 'At', v.at, 'Personal', v.personal)
			ORDER BY v.at, v.person_id = ?, v.person_id), '[]') FROM poll_votes v WHERE v.item_id = p.item_id AND v.ordinal = p.ordinal) AS votes
		FROM polls p JOIN items i ON i.id = p.item_id WHERE i.sitting_id = ? ORDER BY p.item_id, p.ordinal`, int64(s.Presiding.Person), int64(s.ID)).Scan(&rows).Error
	if err != nil {
		return fmt.Errorf("reading the votes of sitting %d: %w", s.Number, err)
	}
	for _, r := range rows {
		if s.Agenda != nil && s.Agenda.ID == sitting.ItemID(r.ItemID) {
			s.Agenda.Polls = append(s.Agenda.Polls, r.poll())
		}
		for i := range s.Items {
			if s.Items[i].ID == sitting.ItemID(r.ItemID) {
				s.Items[i].Polls = append(s.Items[i].Polls, r.poll())
			}
		}
	}
	return nil
}

// savePolls stores the polls of an item that were opened or closed since before, and the
// votes in the one that is open. What is closed the database refuses to touch.
func savePolls(tx *gorm.DB, before, after sitting.Item) error {
	for n, p := range after.Polls {
		ordinal := n + 1
		if n >= len(before.Polls) {
			if err := openPoll(tx, after.ID, ordinal, p); err != nil {
				return err
			}
		} else if !before.Polls[n].ClosedAt.IsZero() {
			continue
		} else if err := saveProtocol(tx, after.ID, ordinal, p); err != nil {
			return err
		}
		if err := savePollVotes(tx, after.ID, ordinal, p); err != nil {
			return err
		}
		hands, err := handsColumn(p.Hands)
		if err != nil {
			return err
		}
		var result any
		if p.Result != nil {
			raw, err := json.Marshal(p.Result)
			if err != nil {
				return fmt.Errorf("writing the result of a vote on item %d: %w", after.ID, err)
			}
			result = string(raw)
		}
		if err := changed(tx, "saving a vote", `UPDATE polls SET hands = ?, result = ?, broken = ?, closed_at = ? WHERE item_id = ? AND ordinal = ?`,
			hands, result, p.Broken, timeOrNull(p.ClosedAt), int64(after.ID), ordinal); err != nil {
			return err
		}
	}
	return nil
}

func openPoll(tx *gorm.DB, item sitting.ItemID, ordinal int, p sitting.Poll) error {
	clauses, err1 := json.Marshal(append([]int{}, p.Clauses...))
	members, err2 := json.Marshal(append([]identity.ID{}, p.Members...))
	counting, protocol, err3 := ballotColumns(p)
	if err := errors.Join(err1, err2, err3); err != nil {
		return fmt.Errorf("writing a vote on item %d: %w", item, err)
	}
	err := tx.Exec(`INSERT INTO polls (item_id, ordinal, motion, question, clauses, text_sha256, parts, members, reason, amendment, counting, protocol) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		int64(item), ordinal, string(p.Motion), string(p.Question), string(clauses), p.Text, p.Of, string(members), p.Reason, p.Amendment, counting, protocol).Error
	if err != nil {
		return fmt.Errorf("opening a vote on item %d: %w", item, err)
	}
	return nil
}

// savePollVotes replaces the votes of an open poll: one put right takes the place of the earlier.
func savePollVotes(tx *gorm.DB, item sitting.ItemID, ordinal int, p sitting.Poll) error {
	if err := tx.Exec(`DELETE FROM poll_votes WHERE item_id = ? AND ordinal = ?`, int64(item), ordinal).Error; err != nil {
		return fmt.Errorf("putting votes right: %w", err)
	}
	for _, v := range p.Votes {
		err := tx.Exec(`INSERT INTO poll_votes (item_id, ordinal, person_id, choice, at, personal) VALUES (?, ?, ?, ?, ?, ?)`,
			int64(item), ordinal, int64(v.Member), string(v.Choice), v.At, v.Personal).Error
		if err != nil {
			return fmt.Errorf("recording a vote: %w", err)
		}
	}
	return nil
}
