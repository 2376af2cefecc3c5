package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/docket"
)

// overrideRow is a link of a campaign with the names of both commissions.
type overrideRow struct {
	ID, ChildID, ParentID                        int64
	ValidFrom                                    calendar.Date `gorm:"serializer:json"`
	ValidUntil                                   calendar.Date `gorm:"serializer:json"`
	Reason                                       string
	LowerCode, LowerName, HigherCode, HigherName string
}

// Overrides returns at most limit links of a campaign, those to one commission
// together. A link without days of its own has those of the campaign.
func (db *DB) Overrides(ctx context.Context, id commission.CampaignID, limit int) ([]commission.Override, error) {
	return overrides(db.gorm.WithContext(ctx), id, limit)
}

func overrides(tx *gorm.DB, id commission.CampaignID, limit int) ([]commission.Override, error) {
	var rows []overrideRow
	err := tx.Raw(`SELECT l.id, l.child_id, l.parent_id, to_json(coalesce(l.valid_from, k.starts_on)) AS valid_from, to_json(coalesce(l.valid_until, k.ends_on)) AS valid_until,
			l.reason, c.code AS lower_code, c.name AS lower_name, p.code AS higher_code, p.name AS higher_name
		FROM commission_links l JOIN campaigns k ON k.id = l.campaign_id JOIN commissions c ON c.id = l.child_id JOIN commissions p ON p.id = l.parent_id
		WHERE l.campaign_id = ? ORDER BY p.code, l.valid_from, length(c.number), c.number, c.id, l.id LIMIT ?`, int64(id), limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading the overrides of a campaign: %w", err)
	}
	list := make([]commission.Override, len(rows))
	for i, r := range rows {
		list[i] = commission.Override{ID: commission.LinkID(r.ID), Link: commission.Link{Lower: commission.ID(r.ChildID), Higher: commission.ID(r.ParentID),
			From: r.ValidFrom, Until: r.ValidUntil, Campaign: id, Reason: r.Reason},
			LowerCode: r.LowerCode, LowerName: r.LowerName, HigherCode: r.HigherCode, HigherName: r.HigherName}
	}
	return list, nil
}

// everyOverride is more than the links a campaign can have: one a commission, and some.
const everyOverride = 1_000_000

// overriding locks a campaign with all links and reads what stands, and the moment
// where its organiser sits.
func (db *DB) overriding(tx *gorm.DB, id commission.CampaignID) (commission.Campaign, []commission.Override, commission.Moment, error) {
	if err := tx.Exec(`LOCK TABLE commissions IN SHARE ROW EXCLUSIVE MODE`).Error; err != nil {
		return commission.Campaign{}, nil, commission.Moment{}, fmt.Errorf("keeping others from the tree of commissions: %w", err)
	}
	c, err := campaignWhere(tx, `id = ? FOR UPDATE`, int64(id))
	if err != nil {
		return c, nil, commission.Moment{}, err
	}
	m, err := db.moment(tx, c.Organiser)
	if err != nil {
		return c, nil, m, err
	}
	standing, err := overrides(tx, id, everyOverride)
	return c, standing, m, err
}

// PutOverrides stores links of a campaign.
func (db *DB) PutOverrides(ctx context.Context, id commission.CampaignID,
	put func(commission.Campaign, []commission.Entry, []commission.Override, calendar.Date) ([]commission.Link, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		c, standing, m, err := db.overriding(tx, id)
		if err != nil {
			return err
		}
		entries, _, err := tree(tx)
		if err != nil {
			return err
		}
		links, line, err := put(c, entries, standing, m.Day)
		if err != nil {
			return err
		}
		type row struct {
			Child  int64  `json:"child"`
			Parent int64  `json:"parent"`
			From   string `json:"since"`
			Until  string `json:"till"`
			Reason string `json:"reason"`
		}
		rows := make([]row, len(links))
		for i, l := range links {
			rows[i] = row{int64(l.Lower), int64(l.Higher), l.From.String(), l.Until.String(), l.Reason}
		}
		raw, err := json.Marshal(rows)
		if err != nil {
			return fmt.Errorf("writing overrides: %w", err)
		}
		err = tx.Exec(`INSERT INTO commission_links (child_id, parent_id, valid_from, valid_until, campaign_id, reason)
			SELECT child, parent, since, till, ?, reason FROM jsonb_to_recordset(?::jsonb) AS x(child bigint, parent bigint, since date, till date, reason text)`,
			int64(id), string(raw)).Error
		if err != nil {
			return fmt.Errorf("storing overrides: %w", err)
		}
		return writeDown(tx, docket.AdministrationChain, m.At, line)
	})
}

// EndOverrides stores the last day of links of a campaign, or removes them.
func (db *DB) EndOverrides(ctx context.Context, id commission.CampaignID, revoke bool,
	end func(commission.Campaign, []commission.Override, calendar.Date) ([]commission.Override, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		c, standing, m, err := db.overriding(tx, id)
		if err != nil {
			return err
		}
		ended, line, err := end(c, standing, m.Day)
		if err != nil {
			return err
		}
		for _, o := range ended {
			if revoke {
				err = changed(tx, "taking back an override", `DELETE FROM commission_links WHERE id = ?`, int64(o.ID))
			} else {
				err = changed(tx, "ending an override", `UPDATE commission_links SET valid_until = ? WHERE id = ?`, o.Until.String(), int64(o.ID))
			}
			if err != nil {
				return err
			}
		}
		return writeDown(tx, docket.AdministrationChain, m.At, line)
	})
}

// Superior returns which commission stands directly above another today, and why if
// it does so in a campaign only; the zero one if none does.
func (db *DB) Superior(ctx context.Context, lower commission.ID) (commission.Superior, error) {
	tx := db.gorm.WithContext(ctx)
	link, err := linkToday(tx, lower)
	if err != nil || link.Higher == 0 {
		return commission.Superior{}, err
	}
	s := commission.Superior{ID: link.Higher, Reason: link.Reason}
	err = one(tx, &s.Name, ErrNoCommission, `SELECT name FROM commissions WHERE id = ?`, int64(link.Higher))
	if err == nil && link.Campaign != 0 {
		err = one(tx, &s.Campaign, commission.ErrNoCampaign, `SELECT title FROM campaigns WHERE id = ?`, int64(link.Campaign))
	}
	if err != nil {
		return s, fmt.Errorf("finding the commission above %d: %w", lower, err)
	}
	return s, nil
}
