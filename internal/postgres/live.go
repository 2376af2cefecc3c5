package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"redress/internal/commission"
	"redress/internal/sitting"
)

// How the connection that listens is kept: the pause before it is made anew grows from
// the first to the last while it fails, and a connection that says nothing is asked after
// so often, for a broken line is silent too.
const (
	firstPause = 100 * time.Millisecond
	lastPause  = 10 * time.Second
	silence    = 30 * time.Second
)

// listenerName is how the connection is called among those of the database.
const listenerName = "redress: sittings"

// followers are the screens of this process that follow sittings. Each has room for one
// version, and a newer one takes the place of one that was not fetched: a slow screen
// holds up nobody, and misses nothing that still matters.
type followers struct {
	mu  sync.Mutex
	all map[sitting.ID]map[chan int]struct{}
}

func (f *followers) add(id sitting.ID) chan int {
	news := make(chan int, 1)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.all == nil {
		f.all = map[sitting.ID]map[chan int]struct{}{}
	}
	if f.all[id] == nil {
		f.all[id] = map[chan int]struct{}{}
	}
	f.all[id][news] = struct{}{}
	return news
}

func (f *followers) remove(id sitting.ID, news chan int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.all[id], news)
	if len(f.all[id]) == 0 {
		delete(f.all, id)
	}
}

func (f *followers) tell(id sitting.ID, version int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for news := range f.all[id] {
		select {
		case <-news:
		default:
		}
		news <- version // there is room: nobody else puts anything in
	}
}

func (f *followers) sittings() []int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	ids := make([]int64, 0, len(f.all))
	for id := range f.all {
		ids = append(ids, int64(id))
	}
	return ids
}

// Follow tells the version of a sitting whenever it was raised, by whichever replica, as
// long as Listen runs. Whoever is slow is told the newest alone. leave ends it.
func (db *DB) Follow(id sitting.ID) (news <-chan int, leave func()) {
	told := db.followers.add(id)
	return told, func() { db.followers.remove(id, told) }
}

// Listen hears from the database what happens at sittings and tells those who follow
// them, until the context ends. It keeps one connection of its own, beside the pool, and
// makes it anew when it is lost; whatever happened in between is told then.
func (db *DB) Listen(ctx context.Context) {
	pause := firstPause
	for ctx.Err() == nil {
		began := time.Now()
		err := db.listen(ctx)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) > lastPause { // it did work for a while
			pause = firstPause
		}
		db.log.WarnContext(ctx, "nobody tells what happens at sittings", "error", err, "again_in", pause)
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(2*pause, lastPause)
	}
}

// listen hears until the connection is lost.
func (db *DB) listen(ctx context.Context) error {
	config := db.pool.Config().ConnConfig
	config.RuntimeParams["application_name"] = listenerName
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return fmt.Errorf("connecting to listen: %w", err)
	}
	defer func() {
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(ending) // lost or left: nothing can be done about it
	}()
	if _, err := conn.Exec(ctx, `LISTEN sittings`); err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	for {
		if err := db.catchUp(ctx, conn); err != nil {
			return err
		}
		if err := db.hear(ctx, conn); err != nil {
			return err
		}
	}
}

// hear tells what is heard until nothing was for a while.
func (db *DB) hear(ctx context.Context, conn *pgx.Conn) error {
	for {
		waiting, cancel := context.WithTimeout(ctx, silence)
		heard, err := conn.WaitForNotification(waiting)
		cancel()
		var timeout net.Error
		switch {
		case err != nil && ctx.Err() == nil && errors.As(err, &timeout) && timeout.Timeout() && !conn.IsClosed():
			return nil
		case err != nil:
			return fmt.Errorf("waiting for what happens: %w", err)
		}
		var id int64
		var version int
		if _, err := fmt.Sscan(heard.Payload, &id, &version); err != nil {
			return fmt.Errorf("reading what happened: %w", err)
		}
		db.followers.tell(sitting.ID(id), version)
	}
}

// catchUp tells everybody who follows the version of now.
func (db *DB) catchUp(ctx context.Context, conn *pgx.Conn) error {
	ids := db.followers.sittings()
	if len(ids) == 0 {
		return conn.Ping(ctx)
	}
	asking, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	rows, err := conn.Query(asking, `SELECT id, version FROM sittings WHERE id = ANY($1)`, ids)
	if err != nil {
		return fmt.Errorf("reading the versions of sittings: %w", err)
	}
	var id int64
	var version int
	_, err = pgx.ForEachRow(rows, []any{&id, &version}, func() error {
		db.followers.tell(sitting.ID(id), version)
		return nil
	})
	if err != nil {
		return fmt.Errorf("reading the versions of sittings: %w", err)
	}
	return nil
}

// SittingVersion returns how far a sitting of a commission has come, or sitting.ErrNotFound.
func (db *DB) SittingVersion(ctx context.Context, own commission.ID, number int) (id sitting.ID, version int, err error) {
	err = db.pool.QueryRow(ctx, `SELECT id, version FROM sittings WHERE commission_id = $1 AND number = $2`, int64(own), number).Scan(&id, &version)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, 0, sitting.ErrNotFound
	}
	if err != nil {
		return 0, 0, fmt.Errorf("reading the version of sitting %d: %w", number, err)
	}
	return id, version, nil
}
