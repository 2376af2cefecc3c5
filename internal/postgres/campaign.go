package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/deadline"
	"redress/internal/docket"
)

// campaignRow is a row of campaigns.
type campaignRow struct {
	ID                int64
	Code, Title, Days string
	OrganiserID       int64
	StartsOn, EndsOn  time.Time
}

const campaignColumns = `id, code, title, organiser_id, starts_on, ends_on, to_json(voting_days)::text AS days`

func (r campaignRow) campaign() (commission.Campaign, error) {
	c := commission.Campaign{ID: commission.CampaignID(r.ID), Code: r.Code, Title: r.Title, Organiser: commission.ID(r.OrganiserID),
		StartsOn: dayOf(&r.StartsOn), EndsOn: dayOf(&r.EndsOn)}
	if err := json.Unmarshal([]byte(r.Days), &c.VotingDays); err != nil {
		return c, fmt.Errorf("reading the voting days of campaign %s: %w", r.Code, err)
	}
	return c, nil
}

func campaignWhere(tx *gorm.DB, where string, values ...any) (commission.Campaign, error) {
	var row campaignRow
	if err := one(tx, &row, commission.ErrNoCampaign, `SELECT `+campaignColumns+` FROM campaigns WHERE `+where, values...); err != nil {
		return commission.Campaign{}, fmt.Errorf("reading a campaign: %w", err)
	}
	return row.campaign()
}

// Campaign returns one campaign, or commission.ErrNoCampaign.
func (db *DB) Campaign(ctx context.Context, id commission.CampaignID) (commission.Campaign, error) {
	return campaignWhere(db.gorm.WithContext(ctx), `id = ?`, int64(id))
}

// Results returns when commissions fixed their results in a campaign, each with its
// commission's name.
func (db *DB) Results(ctx context.Context, id commission.CampaignID) ([]commission.Results, error) {
	var rows []commission.Results
	err := db.gorm.WithContext(ctx).Raw(`SELECT c.name, x.fixed_at, (`+profileInForce+`) ->> 'TimeZone' AS zone FROM campaign_results x
		JOIN commissions c ON c.id = x.commission_id WHERE x.campaign_id = ? ORDER BY x.fixed_at, c.id LIMIT 500`, int64(id)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading the results of a campaign: %w", err)
	}
	return rows, nil
}

// ChangeCampaign stores other days and another title of a campaign. New dates are
// owed to open complaints when a day is another one, or the title, which stands in
// the explanation of each date.
func (db *DB) ChangeCampaign(ctx context.Context, id commission.CampaignID,
	change func(commission.Campaign) (commission.Campaign, docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		c, err := campaignWhere(tx, `id = ? FOR UPDATE`, int64(id))
		if err != nil {
			return err
		}
		next, line, err := change(c)
		if err != nil {
			return err
		}
		if next.SameDays(c) && next.Title == c.Title {
			return nil
		}
		err = changed(tx, "changing a campaign", `UPDATE campaigns SET title = ?, starts_on = ?, ends_on = ?, voting_days = ?::date[] WHERE id = ?`,
			next.Title, next.StartsOn.String(), next.EndsOn.String(), dateArray(next.VotingDays), int64(id))
		if err != nil {
			return err
		}
		if err := db.owe(ctx, tx, deadline.Recompute{Campaign: id}); err != nil {
			return err
		}
		return writeDownNow(tx, docket.AdministrationChain, line)
	})
}

// FixResults stores when a commission fixed its results in a campaign; a later entry
// replaces an earlier one, and the docket keeps both.
func (db *DB) FixResults(ctx context.Context, id commission.CampaignID, own commission.ID, at time.Time,
	fix func(commission.Campaign, commission.Moment) (docket.Line, error)) error {
	return db.transact(ctx, func(tx *gorm.DB) error {
		c, err := campaignWhere(tx, `id = ? FOR UPDATE`, int64(id))
		if err != nil {
			return err
		}
		m, err := db.moment(tx, own)
		if err != nil {
			return err
		}
		line, err := fix(c, m)
		if err != nil {
			return err
		}
		err = tx.Exec(`INSERT INTO campaign_results (campaign_id, commission_id, fixed_at) VALUES (?, ?, ?)
			ON CONFLICT (campaign_id, commission_id) DO UPDATE SET fixed_at = EXCLUDED.fixed_at`, int64(id), int64(own), at).Error
		if err != nil {
			return fmt.Errorf("recording the results of campaign %s: %w", c.Code, err)
		}
		return writeDown(tx, docket.AdministrationChain, m.At, line)
	})
}

// dateArray writes dates for a date[] column.
func dateArray(days []calendar.Date) string {
	texts := make([]string, len(days))
	for i, d := range days {
		texts[i] = d.String()
	}
	return "{" + strings.Join(texts, ",") + "}"
}
