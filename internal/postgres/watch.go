package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/publication"
	"redress/internal/sitting"
)

// watchedFor is how long a sitting that was read for everybody is shown to others while
// nothing happens at it. What is not of the sitting (who is named in a complaint, a ruling
// signed) shows after that.
const watchedFor = 3 * time.Second

// watchedAt is a sitting at a version, with what its commission is at an edition.
type watchedAt struct {
	own             commission.ID
	number, version int
	edition         int64
}

// watched are the sittings that everybody follows, as they were read last: an event makes
// all screens ask for the same at once. They are changed by nobody.
type watched struct {
	mu   sync.Mutex
	read map[watchedAt]watchedOnce
}

// watchedOnce is read by the first who asks; the others wait for it.
type watchedOnce struct {
	until time.Time
	get   func() (sitting.Watched, error)
}

// mostWatched is how many are kept, of some 10 KB each.
const mostWatched = 2000

// WatchedSitting returns a sitting as everybody may follow it, or sitting.ErrNotFound:
// titles without what they say of people, and nothing else of a complaint but its number
// and whom it is about. Who gets it changes nothing of it.
func (db *DB) WatchedSitting(ctx context.Context, own commission.ID, number int) (sitting.Watched, error) {
	at := watchedAt{own: own, number: number}
	err := db.pool.QueryRow(ctx, `SELECT s.version, e.number FROM sittings s, composition_edition e WHERE s.commission_id = $1 AND s.number = $2`,
		int64(own), number).Scan(&at.version, &at.edition)
	if errors.Is(err, pgx.ErrNoRows) {
		return sitting.Watched{}, sitting.ErrNotFound
	}
	if err != nil {
		return sitting.Watched{}, fmt.Errorf("reading the version of sitting %d: %w", number, err)
	}
	return db.watched.at(at, time.Now(), func() (sitting.Watched, error) {
		reading, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second) // others wait for it too
		defer cancel()
		return db.readWatched(reading, own, number)
	})
}

// at returns what was read of a version, or reads it. What failed is not kept.
func (w *watched) at(key watchedAt, now time.Time, read func() (sitting.Watched, error)) (sitting.Watched, error) {
	w.mu.Lock()
	once, ok := w.read[key]
	if !ok || now.After(once.until) {
		once = watchedOnce{until: now.Add(watchedFor), get: sync.OnceValues(read)}
		if w.read == nil || len(w.read) >= mostWatched {
			w.read = map[watchedAt]watchedOnce{}
		}
		w.read[key] = once
	}
	w.mu.Unlock()
	shown, err := once.get()
	if err != nil {
		w.mu.Lock()
		delete(w.read, key)
		w.mu.Unlock()
	}
	return shown, err
}

// readWatched reads it.
func (db *DB) readWatched(ctx context.Context, own commission.ID, number int) (sitting.Watched, error) {
	tx := db.gorm.WithContext(ctx)
	s, err := sittingWhere(tx, false, `commission_id = ? AND number = ?`, int64(own), number)
	if err != nil {
		return sitting.Watched{}, err
	}
	m, err := db.standing(tx, own)
	if err != nil {
		return sitting.Watched{}, err
	}
	w := sitting.Watched{At: m.At, Commission: m.Composition.Commission, Contested: map[sitting.ItemID]string{}, Rulings: map[sitting.ItemID]string{}, Names: map[identity.ID]identity.Name{}}
	w.Commission.Profile = s.Profile(m.Composition)
	known := publication.Known{Official: []string{w.Commission.Name, w.Commission.ShortName, w.Commission.Address}}
	for _, member := range m.Composition.Members {
		w.Names[member.Person] = member.Name
		known.Officials = append(known.Officials, member.Name)
	}
	about, err := contestedAt(tx, s.ID)
	if err != nil {
		return w, err
	}
	titles := map[sitting.ItemID]string{}
	for _, item := range s.Items {
		k, found := known, about[item.ID]
		if !item.General() {
			w.Contested[item.ID], w.Rulings[item.ID] = found.ShortName, found.Ruling
			k, err = found.known(known)
		}
		if err == nil {
			titles[item.ID], err = publication.Shown(item.Title, k)
		}
		if err != nil {
			return w, fmt.Errorf("reading item %d of sitting %d for everybody: %w", item.Ordinal, number, err)
		}
	}
	w.Sitting = s.Public(titles)
	return w, nil
}

// contested is what an item's complaint is about, with those who must not be named. They
// do not leave this package.
type contested struct {
	ItemID                          sitting.ItemID
	Name, ShortName, Address        string
	Ruling, Complainant, TheAccused string
}

// contestedAt reads it for all items of a sitting.
func contestedAt(tx *gorm.DB, id sitting.ID) (map[sitting.ItemID]contested, error) {
	var rows []contested
	err := tx.Raw(`SELECT i.id AS item_id, coalesce(r.name, '') AS name, coalesce(r.short_name, '') AS short_name, coalesce(r.address, '') AS address,
			coalesce(u.number, '') AS ruling, c.answers ->> 'Complainant' AS complainant, c.accused AS the_accused
		FROM items i JOIN complaints c ON c.id = i.complaint_id LEFT JOIN commissions r ON r.id = c.respondent_id LEFT JOIN rulings u ON u.item_id = i.id
		WHERE i.sitting_id = ?`, int64(id)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("reading what the complaints of a sitting are about: %w", err)
	}
	all := map[sitting.ItemID]contested{}
	for _, r := range rows {
		all[r.ItemID] = r
	}
	return all, nil
}

// known adds the people of a complaint to the officials of the commission.
func (c contested) known(k publication.Known) (publication.Known, error) {
	var who complaint.Complainant
	var accused complaint.Accused
	if err := json.Unmarshal([]byte(c.Complainant), &who); err != nil {
		return k, fmt.Errorf("reading a complainant: %w", err)
	}
	if err := json.Unmarshal([]byte(c.TheAccused), &accused); err != nil {
		return k, fmt.Errorf("reading who is accused: %w", err)
	}
	k.Complainant, k.Email, k.Phone, k.Address = who.Name, who.Email, who.Phone, who.Address
	k.Others = []string{who.Representative, accused.Name}
	k.Official = append(k.Official[:len(k.Official):len(k.Official)], c.Name, c.ShortName, c.Address)
	return k, nil
}

// Announced lists at most limit sittings of all commissions that are not closed, by their
// start, those that were called off among them; those that should have begun more than a day ago and did not are left out.
func (db *DB) Announced(ctx context.Context, after sitting.Ahead, limit int) ([]sitting.Announced, error) {
	var rows []struct {
		ID           int64
		CommissionID int64
		Number       int
		State        string
		StartsAt     time.Time
		Place        string
		Away         bool
		Video        bool
		ContinuesAt  *time.Time
	}
	tx := db.gorm.WithContext(ctx)
	err := tx.Raw(`SELECT id, commission_id, number, state, starts_at, place, away, video,
			(SELECT b.expected_at FROM breaks b WHERE state = 'open' AND b.sitting_id = sittings.id AND b.until_at IS NULL AND b.place <> '') AS continues_at FROM sittings
		WHERE state <> 'closed' AND (starts_at, id) > (?, ?) AND (state = 'open' OR starts_at > legal_now() - interval '1 day')
		ORDER BY starts_at, id LIMIT ?`, after.StartsAt, int64(after.ID), limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("listing sittings for everybody: %w", err)
	}
	var ids []int64
	for _, r := range rows {
		ids = append(ids, r.CommissionID)
	}
	holders, err := db.commissions(ctx, `c.id = ANY(?::bigint[])`, len(rows)+1, idArray(ids))
	if err != nil {
		return nil, err
	}
	by := map[commission.ID]commission.Commission{}
	for _, c := range holders {
		by[c.ID] = c
	}
	var list []sitting.Announced
	for _, r := range rows {
		list = append(list, sitting.Announced{ID: sitting.ID(r.ID), Commission: by[commission.ID(r.CommissionID)], Number: r.Number, State: sitting.State(r.State),
			StartsAt: r.StartsAt.UTC(), Place: r.Place, Away: r.Away, Video: r.Video, ContinuesAt: momentOf(r.ContinuesAt)})
	}
	return list, nil
}
