package postgres

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// itemRow is a row of items with the number of its complaint, if it has one.
type itemRow struct {
	ID           int64
	Ordinal      int
	ComplaintID  *int64 // nil of a question that is no complaint
	Year, Number int
	Title        string
	RapporteurID int64
	DraftVersion int
	Question     string
	TextSHA256   string `gorm:"column:text_sha256"`
	DueOn        *time.Time
	MissedOn     *time.Time
	Planned      int
	State        string
	Result       []byte
	Heard        string
	Spoke        string
	Interest     string
	SettledAt    *time.Time
	Votes        []byte
	Hands        []byte
	Proposal     string
	AboutID      *int64
	DemanderID   *int64
	DemandedBy   string
	PetitionID   *int64
	Office       string
	OwnRequest   bool
	Nominees     []byte // nomineesOfItem
	FromItem     *int64
	Speeches     []byte // floorOfItem
	Suggestions  []byte
}

func (r itemRow) item() (sitting.Item, error) {
	item := sitting.Item{ID: sitting.ItemID(r.ID), Ordinal: r.Ordinal, Complaint: complaint.ID(idOf(r.ComplaintID)),
		Ref: complaint.Ref{Year: r.Year, Number: r.Number}, Title: r.Title, Rapporteur: identity.ID(r.RapporteurID), Draft: r.DraftVersion,
		Question: regulation.Question(r.Question), Text: r.TextSHA256, Due: dayOf(r.DueOn), Missed: dayOf(r.MissedOn), Planned: r.Planned, State: sitting.ItemState(r.State), Heard: r.Heard, Spoke: r.Spoke, Interest: r.Interest,
		SettledAt: momentOf(r.SettledAt),
		Matter: sitting.Matter{Text: r.Proposal, About: identity.ID(idOf(r.AboutID)), Demander: identity.ID(idOf(r.DemanderID)), DemandedBy: r.DemandedBy,
			Petition: sitting.PetitionID(idOf(r.PetitionID)), Office: identity.Office(r.Office), OwnRequest: r.OwnRequest, From: sitting.ItemID(idOf(r.FromItem)), Agenda: r.Ordinal == 0}}
	if len(r.Result) > 0 {
		item.Result = &sitting.Result{}
		if err := json.Unmarshal(r.Result, item.Result); err != nil {
			return item, fmt.Errorf("reading the result of item %d: %w", r.ID, err)
		}
	}
	if err := json.Unmarshal(r.Votes, &item.Votes); err != nil {
		return item, fmt.Errorf("reading the votes of item %d: %w", r.ID, err)
	}
	if len(r.Hands) > 0 {
		item.Hands = &sitting.Hands{}
		if err := json.Unmarshal(r.Hands, item.Hands); err != nil {
			return item, fmt.Errorf("reading the hands counted on item %d: %w", r.ID, err)
		}
	}
	if err := r.readNominees(&item); err != nil {
		return item, err
	}
	err := r.readFloor(&item)
	return item, err
}

// saveItems stores what changed on the agenda: items removed, added, voted on.
func saveItems(tx *gorm.DB, before, after sitting.Sitting) error {
	for _, item := range before.Items {
		if _, kept := after.Item(item.ID); !kept {
			if err := lapseAmendments(tx, after.ID, item); err != nil {
				return err
			}
			if err := changed(tx, "removing an item", `DELETE FROM items WHERE id = ? AND state = 'pending'`, int64(item.ID)); err != nil {
				return err
			}
		}
	}
	items := slices.Clone(after.Items)
	if after.Agenda != nil {
		items = append(items, *after.Agenda)
	}
	for _, item := range items {
		if item.ID == 0 {
			err := tx.Exec(`INSERT INTO items (sitting_id, ordinal, complaint_id, title, rapporteur_id, draft_version, question, state, proposal, about_id, demander_id, demanded_by, petition_id, office, own_request, from_item)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, int64(after.ID), item.Ordinal, idOrNull(item.Complaint), item.Title, int64(item.Rapporteur),
				item.Draft, string(item.Question), string(item.State), item.Matter.Text, idOrNull(item.Matter.About), idOrNull(item.Matter.Demander), item.Matter.DemandedBy,
				idOrNull(item.Matter.Petition), string(item.Matter.Office), item.Matter.OwnRequest, idOrNull(item.Matter.From)).Error
			if err != nil {
				return fmt.Errorf("adding an item: %w", err)
			}
			continue
		}
		if err := saveVotes(tx, item); err != nil {
			return err
		}
		held, _ := before.Item(item.ID)
		if err := savePolls(tx, held, item); err != nil {
			return err
		}
		if err := saveAmendments(tx, after.ID, held, item); err != nil {
			return err
		}
		if item.Draft != held.Draft { // an amendment was woven in
			if err := changed(tx, "putting another version to the vote", `UPDATE items SET draft_version = ?, question = ? WHERE id = ?`, item.Draft, string(item.Question), int64(item.ID)); err != nil {
				return err
			}
		}
		if err := saveNominees(tx, held, item); err != nil {
			return err
		}
		if err := saveFloor(tx, after.ID, held, item); err != nil {
			return err
		}
		var result any
		if item.Result != nil {
			raw, err := json.Marshal(item.Result)
			if err != nil {
				return fmt.Errorf("writing the result of item %d: %w", item.ID, err)
			}
			result = string(raw)
		}
		hands, err := handsColumn(item.Hands)
		if err != nil {
			return err
		}
		err = changed(tx, "saving an item", `UPDATE items SET hands = ?, ordinal = ?, text_sha256 = ?, missed_on = ?, planned = ?, state = ?, result = ?, heard = ?, spoke = ?, interest = ?, settled_at = ?
			WHERE id = ?`, hands, item.Ordinal, item.Text, dateOrNull(item.Missed), item.Planned, string(item.State), result, item.Heard, item.Spoke, item.Interest, timeOrNull(item.SettledAt), int64(item.ID))
		if err != nil {
			return err
		}
	}
	return nil
}

// saveVotes stores the votes of an item whose vote is open. A vote put right while
// it is open replaces the earlier one; a closed vote the database refuses to touch.
func saveVotes(tx *gorm.DB, item sitting.Item) error {
	var open bool
	if err := tx.Raw(`SELECT state = 'voting' FROM items WHERE id = ?`, int64(item.ID)).Scan(&open).Error; err != nil {
		return fmt.Errorf("reading the state of item %d: %w", item.ID, err)
	}
	if !open {
		return nil
	}
	if err := tx.Exec(`DELETE FROM votes WHERE item_id = ?`, int64(item.ID)).Error; err != nil {
		return fmt.Errorf("putting votes right: %w", err)
	}
	for _, v := range item.Votes {
		err := tx.Exec(`INSERT INTO votes (item_id, person_id, choice, at, personal) VALUES (?, ?, ?, ?, ?)`, int64(item.ID), int64(v.Member), string(v.Choice), v.At, v.Personal).Error
		if err != nil {
			return fmt.Errorf("recording a vote: %w", err)
		}
	}
	return nil
}

// handsColumn writes the hands that were counted in a vote, or nothing.
func handsColumn(h *sitting.Hands) (any, error) {
	if h == nil {
		return nil, nil
	}
	raw, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("writing the hands counted in a vote: %w", err)
	}
	return string(raw), nil
}
