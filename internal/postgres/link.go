package postgres

import (
	"fmt"

	"gorm.io/gorm"

	"redress/internal/calendar"
	"redress/internal/commission"
)

// linkRow is a link with the days of its campaign, if it is of one, and today's date
// where the lower commission sits.
type linkRow struct {
	ParentID   int64
	Reason     string
	CampaignID int64
	ValidFrom  calendar.Date `gorm:"serializer:json"`
	ValidUntil calendar.Date `gorm:"serializer:json"`
	StartsOn   calendar.Date `gorm:"serializer:json"`
	EndsOn     calendar.Date `gorm:"serializer:json"`
	Today      calendar.Date `gorm:"serializer:json"`
}

// directlyHigher returns which commission stands directly above another today, in a
// campaign of today first; zero if none does.
func directlyHigher(tx *gorm.DB, lower commission.ID) (commission.ID, error) {
	link, err := linkToday(tx, lower)
	return link.Higher, err
}

// linkToday returns the link by which that one stands above; the zero one if none.
func linkToday(tx *gorm.DB, lower commission.ID) (commission.Link, error) {
	var rows []linkRow
	err := tx.Raw(`SELECT l.parent_id, l.reason, coalesce(l.campaign_id, 0) AS campaign_id, to_json(l.valid_from) AS valid_from, to_json(l.valid_until) AS valid_until,
		to_json(k.starts_on) AS starts_on, to_json(k.ends_on) AS ends_on,
		to_json((legal_now() AT TIME ZONE coalesce((`+profileInForce+`) ->> 'TimeZone', 'UTC'))::date) AS today
		FROM commission_links l JOIN commissions c ON c.id = l.child_id LEFT JOIN campaigns k ON k.id = l.campaign_id
		WHERE l.child_id = ?`, int64(lower)).Scan(&rows).Error
	if err != nil {
		return commission.Link{}, fmt.Errorf("finding the commission above %d: %w", lower, err)
	}
	if len(rows) == 0 {
		return commission.Link{}, nil
	}
	links := make([]commission.Link, len(rows))
	var campaigns []commission.Campaign
	for i, r := range rows {
		campaign := commission.CampaignID(r.CampaignID)
		links[i] = commission.Link{Lower: lower, Higher: commission.ID(r.ParentID), From: r.ValidFrom, Until: r.ValidUntil, Campaign: campaign, Reason: r.Reason}
		if today := rows[0].Today; campaign != 0 && !r.ValidFrom.After(today) && (r.ValidUntil.IsZero() || !r.ValidUntil.Before(today)) {
			campaigns = append(campaigns, commission.Campaign{ID: campaign, StartsOn: r.StartsOn, EndsOn: r.EndsOn})
		}
	}
	campaign, _ := commission.Current(campaigns, rows[0].Today)
	return commission.LinkOn(links, lower, rows[0].Today, campaign.ID), nil
}
