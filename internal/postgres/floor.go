package postgres

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"

	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// ofSpeaker is the speaker of a row x of speeches or suggestions, as written down.
const ofSpeaker = `'Member', coalesce(x.person_id, 0), 'Attendee', coalesce(x.attendee_id, 0), 'Name', coalesce(w.name, ''), 'Status', coalesce(w.status, ''), 'Whose', coalesce(w.whose, ''), 'Entered', coalesce(x.entered_by, 0)`

// floorOfItem are the columns of what was said and proposed on an item i.
const floorOfItem = `(SELECT coalesce(jsonb_agg(jsonb_build_object(` + ofSpeaker + `, 'Kind', x.kind, 'AskedAt', x.asked_at, 'Minutes', x.minutes,
		'Stretches', x.stretches, 'Grants', x.grants, 'EndedAt', x.ended_at, 'Abuse', x.abuse, 'Summary', x.summary) ORDER BY x.ordinal), '[]')
		FROM speeches x LEFT JOIN attendees w ON w.id = x.attendee_id WHERE x.item_id = i.id) AS speeches,
	(SELECT coalesce(jsonb_agg(jsonb_build_object(` + ofSpeaker + `, 'Text', x.text, 'At', x.at, 'WithdrawnAt', x.withdrawn_at) ORDER BY x.ordinal), '[]')
		FROM suggestions x LEFT JOIN attendees w ON w.id = x.attendee_id WHERE x.item_id = i.id) AS suggestions`

// courseOfSitting are the columns of the changes and the breaks of a sitting, and of who
// presided and kept the minutes from when.
const courseOfSitting = `(SELECT coalesce(jsonb_agg(jsonb_build_object('From', b.from_at, 'Expected', b.expected_at, 'Place', b.place, 'Reason', b.reason, 'Until', b.until_at, 'Took', b.took)
		ORDER BY b.ordinal), '[]') FROM breaks b WHERE b.sitting_id = sittings.id) AS breaks,
	(SELECT coalesce(jsonb_agg(jsonb_build_object('Duty', d.duty, 'Person', d.person_id, 'Title', d.title, 'Ground', d.ground, 'Since', d.since) ORDER BY d.id), '[]')
		FROM duties d WHERE d.sitting_id = sittings.id) AS duties,
	` + changesOfSitting

// dutyRow is a row of duties.
type dutyRow struct {
	Duty, Title, Ground string
	Person              identity.ID
	Since               time.Time
}

// readCourse puts what courseOfSitting reads into the sitting.
func (r sittingRow) readCourse(s *sitting.Sitting) error {
	var duties []dutyRow
	if err := errors.Join(json.Unmarshal(r.Breaks, &s.Breaks), json.Unmarshal(r.Duties, &duties)); err != nil {
		return fmt.Errorf("reading the course of sitting %d: %w", s.Number, err)
	}
	for i := range s.Breaks {
		b := &s.Breaks[i]
		b.From, b.Expected, b.Until = b.From.UTC(), b.Expected.UTC(), b.Until.UTC()
		if len(b.Took) == 0 {
			b.Took = nil
		}
	}
	if err := r.readChanges(s); err != nil {
		return err
	}
	if len(s.Breaks) == 0 {
		s.Breaks = nil
	}
	for _, d := range duties {
		duty := sitting.Duty{Since: d.Since.UTC(), Signatory: commission.Signatory{Member: commission.Member{Person: d.Person}, Title: d.Title, Ground: d.Ground}}
		if d.Duty == "presided" {
			s.Presided = append(s.Presided, duty)
		} else {
			s.Kept = append(s.Kept, duty)
		}
	}
	return nil
}

// named gives the members their names in the record of who presided and kept the minutes.
func named(duties []sitting.Duty, m commission.Member) {
	for i := range duties {
		if duties[i].Person == m.Person {
			duties[i].Member = m
		}
	}
}

// readFloor puts what floorOfItem reads into the item.
func (r itemRow) readFloor(item *sitting.Item) error {
	if err := errors.Join(json.Unmarshal(r.Speeches, &item.Speeches), json.Unmarshal(r.Suggestions, &item.Suggestions)); err != nil {
		return fmt.Errorf("reading the debate on item %d: %w", item.ID, err)
	}
	for i := range item.Speeches {
		p := &item.Speeches[i]
		p.AskedAt, p.EndedAt = p.AskedAt.UTC(), p.EndedAt.UTC()
		if len(p.Stretches) == 0 {
			p.Stretches = nil
		}
		if len(p.Grants) == 0 {
			p.Grants = nil
		}
	}
	for i := range item.Suggestions {
		g := &item.Suggestions[i]
		g.At, g.WithdrawnAt = g.At.UTC(), g.WithdrawnAt.UTC()
	}
	if len(item.Speeches) == 0 {
		item.Speeches = nil
	}
	if len(item.Suggestions) == 0 {
		item.Suggestions = nil
	}
	return nil
}

// saveFloor stores what changed in the debate on an item.
func saveFloor(tx *gorm.DB, id sitting.ID, before, after sitting.Item) error {
	for n, p := range after.Speeches {
		if n < len(before.Speeches) && reflect.DeepEqual(before.Speeches[n], p) {
			continue
		}
		stretches, err1 := json.Marshal(append([]sitting.Stretch{}, p.Stretches...))
		grants, err2 := json.Marshal(append([]sitting.Grant{}, p.Grants...))
		err := errors.Join(err1, err2)
		switch {
		case err != nil:
		case n >= len(before.Speeches):
			err = tx.Exec(`INSERT INTO speeches (sitting_id, item_id, ordinal, person_id, attendee_id, kind, entered_by, asked_at, grants) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				int64(id), int64(after.ID), n+1, idOrNull(p.Member), idOrNull(p.Attendee), string(p.Kind), idOrNull(p.Entered), p.AskedAt, string(grants)).Error
		case !before.Speeches[n].EndedAt.IsZero():
			err = changed(tx, "writing about a speech", `UPDATE speeches SET summary = ? WHERE item_id = ? AND ordinal = ?`, p.Summary, int64(after.ID), n+1)
		default:
			err = changed(tx, "timing a speech", `UPDATE speeches SET minutes = ?, stretches = ?, grants = ?, ended_at = ?, abuse = ?, summary = ? WHERE item_id = ? AND ordinal = ?`,
				p.Minutes, string(stretches), string(grants), timeOrNull(p.EndedAt), p.Abuse, p.Summary, int64(after.ID), n+1)
		}
		if err != nil {
			return fmt.Errorf("saving a speech on item %d: %w", after.ID, err)
		}
	}
	for n, g := range after.Suggestions {
		var err error
		switch {
		case n >= len(before.Suggestions):
			err = tx.Exec(`INSERT INTO suggestions (sitting_id, item_id, ordinal, person_id, attendee_id, text, entered_by, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
				int64(id), int64(after.ID), n+1, idOrNull(g.Member), idOrNull(g.Attendee), g.Text, idOrNull(g.Entered), g.At).Error
		case before.Suggestions[n].WithdrawnAt != g.WithdrawnAt:
			err = changed(tx, "withdrawing a proposal", `UPDATE suggestions SET withdrawn_at = ? WHERE item_id = ? AND ordinal = ?`, g.WithdrawnAt, int64(after.ID), n+1)
		}
		if err != nil {
			return fmt.Errorf("saving a proposal on item %d: %w", after.ID, err)
		}
	}
	return nil
}

// saveCourse stores the breaks of a sitting that began or ended, and who began to preside
// or to keep the minutes.
func saveCourse(tx *gorm.DB, before, after sitting.Sitting) error {
	for n, b := range after.Breaks {
		took, err := json.Marshal(append([]sitting.Presence{}, b.Took...))
		switch {
		case err != nil:
		case n >= len(before.Breaks):
			err = tx.Exec(`INSERT INTO breaks (sitting_id, ordinal, from_at, expected_at, place, reason, until_at, took) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
				int64(after.ID), n+1, b.From, b.Expected, b.Place, b.Reason, timeOrNull(b.Until), string(took)).Error
		case before.Breaks[n].Until != b.Until:
			err = changed(tx, "ending a break", `UPDATE breaks SET until_at = ? WHERE sitting_id = ? AND ordinal = ?`, b.Until, int64(after.ID), n+1)
		}
		if err != nil {
			return fmt.Errorf("saving a break of sitting %d: %w", after.Number, err)
		}
	}
	if err := saveDuties(tx, after.ID, "presided", after.Presided[len(before.Presided):]); err != nil {
		return err
	}
	return saveDuties(tx, after.ID, "kept", after.Kept[len(before.Kept):])
}

func saveDuties(tx *gorm.DB, id sitting.ID, duty string, anew []sitting.Duty) error {
	for _, d := range anew {
		err := tx.Exec(`INSERT INTO duties (sitting_id, duty, person_id, title, ground, since) VALUES (?, ?, ?, ?, ?, ?)`,
			int64(id), duty, int64(d.Person), d.Title, d.Ground, d.Since).Error
		if err != nil {
			return fmt.Errorf("saving who %s at sitting %d: %w", duty, id, err)
		}
	}
	return nil
}
