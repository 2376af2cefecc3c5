package postgres

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"redress/internal/commission"
	"redress/internal/identity"
)

// Sessions keeps sign-ins for the session manager. The browser's token is stored
// only as its SHA-256.
type Sessions struct{ db *DB }

// Sessions returns the store of sign-ins.
func (db *DB) Sessions() *Sessions { return &Sessions{db: db} }

// Actor returns whose session the token is, with the powers of today: those of the seat
// the person holds, or an administrator's. It returns the moment of the seat's commission
// as well, and when the session was last put off. identity.ErrNotFound if there is no such
// session, or if its person has no powers any more.
func (s *Sessions) Actor(ctx context.Context, token string) (identity.Actor, commission.Moment, time.Time, error) {
	var seen, now time.Time
	var administrator bool
	var seated *int64
	var edition int64
	actor, m := identity.Actor{Office: identity.Administrator}, commission.Moment{}
	err := s.db.pool.QueryRow(ctx, actorQuery, hashOf(token)).
		Scan(&seen, &actor.ID, &administrator, &actor.Name.Surname, &actor.Name.Given, &actor.Name.Patronymic, &seated, &now, &edition)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return identity.Actor{}, m, seen, identity.ErrNotFound
	case err != nil:
		return identity.Actor{}, m, seen, fmt.Errorf("reading who acts: %w", err)
	case administrator:
		return actor, m, seen, nil
	case seated == nil:
		return identity.Actor{}, m, seen, identity.ErrNotFound
	}
	if m, err = s.db.momentOf(s.db.gorm.WithContext(ctx), commission.ID(*seated), now, edition); err != nil {
		return identity.Actor{}, m, seen, err
	}
	actor, ok := m.Composition.Actor(m.Day, actor.ID)
	if !ok {
		return identity.Actor{}, commission.Moment{}, seen, identity.ErrNotFound
	}
	return actor, m, seen, nil
}

// actorQuery reads whose session it is, with the commission of the seat that is held, or
// was held last, and the edition of the compositions at that instant.
const actorQuery = `SELECT w.seen_at, e.id, a.administrator, e.surname, e.given, e.patronymic,
		(SELECT s.commission_id FROM seats s WHERE s.person_id = w.person_id
			ORDER BY s.held_from <= legal_now()::date + 1 DESC, ` + seatHeld + ` DESC, s.held_from DESC LIMIT 1),
		legal_now(), c.number
	FROM web_sessions w JOIN accounts a ON a.person_id = w.person_id JOIN people e ON e.id = w.person_id, composition_edition c
	WHERE w.token_hash = $1 AND w.expires_at > now() AND NOT a.disabled`

// PutOff puts off the end of a session that is in use, but not beyond the end it was
// given when it began. A session that has ended stays ended.
func (s *Sessions) PutOff(ctx context.Context, token string, idle time.Duration) error {
	_, err := s.db.pool.Exec(ctx, `UPDATE web_sessions SET seen_at = now(),
			expires_at = least(now() + $2 * interval '1 second', to_timestamp((data ->> 'until')::bigint))
		WHERE token_hash = $1 AND expires_at > now()`, hashOf(token), int(idle.Seconds()))
	if err != nil {
		return fmt.Errorf("putting off the end of a session: %w", err)
	}
	return nil
}

// FindCtx returns the data of a session that has not expired.
func (s *Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var data []byte
	err := s.db.pool.QueryRow(ctx, `SELECT data FROM web_sessions WHERE token_hash = $1 AND expires_at > now()`, hashOf(token)).Scan(&data)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// CommitCtx stores a session; data are JSON.
func (s *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	_, err := s.db.pool.Exec(ctx, `INSERT INTO web_sessions (token_hash, data, expires_at) VALUES ($1, $2, $3)
		ON CONFLICT (token_hash) DO UPDATE SET data = EXCLUDED.data, seen_at = EXCLUDED.seen_at, expires_at = EXCLUDED.expires_at`,
		hashOf(token), data, expiry)
	return err
}

// DeleteCtx ends a session.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	_, err := s.db.pool.Exec(ctx, `DELETE FROM web_sessions WHERE token_hash = $1`, hashOf(token))
	return err
}

// Find is FindCtx without a context: the session manager's interface asks for it
// and calls the other.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit stores a session, see CommitCtx.
func (s *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete ends a session, see DeleteCtx.
func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// hashOf returns what is stored of a token.
func hashOf(token string) []byte {
	hash := sha256.Sum256([]byte(token))
	return hash[:]
}
