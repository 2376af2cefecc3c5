package vectors

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/regulation"
)

// World is what papers name by code: the campaigns they came in, and the commissions
// with which is directly above which, and the regulation in force there.
type World struct {
	Profile   regulation.Profile // the regulation that dates, votes and routes are computed by
	campaigns map[string]commission.Campaign
	numbers   map[string]commission.ID
	above     map[commission.ID]commission.ID
}

// NewWorld returns a world without campaigns and commissions, by the model regulation.
func NewWorld() *World {
	return &World{Profile: regulation.Izhmorsky(), campaigns: map[string]commission.Campaign{}, numbers: map[string]commission.ID{}, above: map[commission.ID]commission.ID{}}
}

// AddCampaigns reads a file of campaigns. One named like an earlier one replaces it.
func (w *World) AddCampaigns(raw []byte) error {
	var file struct {
		Schema    string `json:"schema"`
		Note      string `json:"note"`
		Campaigns []struct {
			ID         string          `json:"id"`
			Title      string          `json:"title"`
			Organiser  string          `json:"organiser"`
			StartsOn   calendar.Date   `json:"starts_on"`
			EndsOn     calendar.Date   `json:"ends_on"`
			VotingDays []calendar.Date `json:"voting_days"`
		} `json:"campaigns"`
	}
	if err := strictly(raw, &file); err != nil {
		return err
	}
	for _, k := range file.Campaigns {
		c, err := campaignDays{k.StartsOn, k.EndsOn, k.VotingDays}.campaign()
		if err != nil {
			return fmt.Errorf("campaign %s: %w", k.ID, err)
		}
		c.Code, c.Title = k.ID, k.Title
		w.campaigns[k.ID] = c
	}
	return nil
}

// ErrNoCommissions says that a table is not one of commissions.
var ErrNoCommissions = errors.New("no table of commissions")

// AddCommissions reads a table of commissions: its first line names the columns, of
// which code and parent_code matter here.
func (w *World) AddCommissions(r io.Reader) error {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoCommissions, err)
	}
	if len(rows) == 0 || !slices.Contains(rows[0], "code") || !slices.Contains(rows[0], "parent_code") {
		return fmt.Errorf("%w: its first line does not name the columns code and parent_code", ErrNoCommissions)
	}
	code, parent := slices.Index(rows[0], "code"), slices.Index(rows[0], "parent_code")
	for _, row := range rows[1:] {
		w.above[w.number(row[code])] = w.number(row[parent])
	}
	return nil
}

// number returns the number of a commission in this world; none for the empty code.
func (w *World) number(code string) commission.ID {
	if code == "" {
		return 0
	}
	if _, ok := w.numbers[code]; !ok {
		w.numbers[code] = commission.ID(len(w.numbers) + 1)
	}
	return w.numbers[code]
}

// commission returns the number of a commission that must be known.
func (w *World) commission(code string) (commission.ID, error) {
	id, ok := w.numbers[code]
	if !ok {
		return 0, fmt.Errorf("the commission %q is not known: name a table of commissions (.csv) beside the vectors", code)
	}
	return id, nil
}

// campaign returns the campaign of a code, which must be known.
func (w *World) campaign(code string) (commission.Campaign, error) {
	c, ok := w.campaigns[code]
	if !ok {
		return c, fmt.Errorf("the campaign %q is not known: name a file of campaigns beside the vectors", code)
	}
	return c, nil
}
