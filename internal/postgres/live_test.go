package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/postgres"
	"redress/internal/sitting"
)

// soon is how long a test waits for what is told.
const soon = 10 * time.Second

// convened is a planned sitting of the staffed commission, with its chair.
func convened(t *testing.T) (db *postgres.DB, chair identity.Actor, own commission.ID, number int) {
	t.Helper()
	db, _, own = staffed(t)
	m, err := db.Moment(t.Context(), own)
	if err != nil {
		t.Fatal(err)
	}
	presiding, ok := m.Composition.Presiding(m.Day)
	if ok {
		chair, ok = m.Composition.Actor(m.Day, presiding.Person)
	}
	if !ok {
		t.Fatal("the commission has no chair")
	}
	number, err = sitting.NewService(db).Convene(t.Context(), chair, sitting.Call{StartsAt: importNow.Add(72 * time.Hour), Place: "зал 2"})
	if err != nil {
		t.Fatal(err)
	}
	return db, chair, own, number
}

// listening lets a process listen until the test ends.
func listening(t *testing.T, db *postgres.DB) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); db.Listen(ctx) }()
	t.Cleanup(func() {
		stop()
		select {
		case <-ended:
		case <-time.After(soon):
			t.Error("the listener does not end with its context")
		}
	})
	eventually(t, "nobody listens", func() bool { return listeners(t, db) > 0 })
}

func listeners(t *testing.T, db *postgres.DB) int {
	t.Helper()
	return counted(t, db, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'redress: sittings' AND wait_event = 'ClientRead'`)
}

func eventually(t *testing.T, otherwise string, done func() bool) {
	t.Helper()
	for ends := time.Now().Add(soon); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(ends) {
			t.Fatal(otherwise)
		}
	}
}

// told waits until a follower is told a version.
func told(t *testing.T, news <-chan int, want int) {
	t.Helper()
	ends := time.After(soon)
	for {
		select {
		case version := <-news:
			if version == want {
				return
			}
			if version > want {
				t.Fatalf("told version %d, want %d", version, want)
			}
		case <-ends:
			t.Fatalf("version %d was never told", want)
		}
	}
}

// TestASittingIsFollowedFromAnotherReplica: an act in one process reaches the screens of
// another, a refused one reaches nobody, and what happens elsewhere concerns nobody here.
func TestASittingIsFollowedFromAnotherReplica(t *testing.T) {
	db, chair, own, number := convened(t)
	other := replica(t, db)
	id, version, err := other.SittingVersion(t.Context(), own, number)
	if err != nil {
		t.Fatal(err)
	}
	listening(t, other)
	news, leave := other.Follow(id)
	elsewhere, leaveElsewhere := other.Follow(id + 1000)
	defer leaveElsewhere()
	sittings := sitting.NewService(db)
	attends := func(mode sitting.Mode) error { return sittings.Attend(t.Context(), chair, number, chair.ID, mode, "") }
	if err := attends(sitting.InHall); err != nil {
		t.Fatal(err)
	}
	told(t, news, version+1)
	if err := attends("sideways"); err == nil {
		t.Fatal("an unknown mode was taken")
	}
	if err := attends(sitting.Absent); err != nil {
		t.Fatal(err)
	}
	told(t, news, version+2)
	select {
	case got := <-news:
		t.Errorf("told version %d of a refused act", got)
	case got := <-elsewhere:
		t.Errorf("told version %d of another sitting", got)
	default:
	}
	leave()
	if err := attends(sitting.InHall); err != nil {
		t.Fatal(err)
	}
	if _, now, err := other.SittingVersion(t.Context(), own, number); err != nil || now != version+3 {
		t.Errorf("SittingVersion() = %d, %v, want %d", now, err, version+3)
	}
	if _, _, err := other.SittingVersion(t.Context(), own+1, number); !errors.Is(err, sitting.ErrNotFound) {
		t.Errorf("the sitting of another commission: %v", err)
	}
}

// TestALostListenerComesBack: the connection is killed, something happens while nobody
// listens, and everybody is told once it is back.
func TestALostListenerComesBack(t *testing.T) {
	db, chair, own, number := convened(t)
	id, version, err := db.SittingVersion(t.Context(), own, number)
	if err != nil {
		t.Fatal(err)
	}
	listening(t, db)
	news, leave := db.Follow(id)
	defer leave()
	for i := range 2 {
		run(t, db, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'redress: sittings'`)
		eventually(t, "the listener was not killed", func() bool { return listeners(t, db) == 0 })
		err := sitting.NewService(db).Attend(t.Context(), chair, number, chair.ID, sitting.InHall, "")
		if err != nil {
			t.Fatal(err)
		}
		told(t, news, version+1+i)
	}
	eventually(t, "nobody listens again", func() bool { return listeners(t, db) == 1 })
}

// TestASlowScreenHoldsUpNobody: whoever does not fetch what is told meets the newest
// version, and the others hear every one.
func TestASlowScreenHoldsUpNobody(t *testing.T) {
	db, _, own, number := convened(t)
	id, version, err := db.SittingVersion(t.Context(), own, number)
	if err != nil {
		t.Fatal(err)
	}
	listening(t, db)
	slow, leaveSlow := db.Follow(id)
	defer leaveSlow()
	quick, leave := db.Follow(id)
	defer leave()
	const acts = 50
	for i := range acts {
		run(t, db, `UPDATE sittings SET version = version + 1 WHERE id = $1`, int64(id))
		told(t, quick, version+1+i)
	}
	_, pass := db.Follow(id) // waits until the last was told to all
	pass()
	if got := <-slow; got != version+acts {
		t.Errorf("the slow screen was told version %d, want the newest, %d", got, version+acts)
	}
	select {
	case got := <-slow:
		t.Errorf("the slow screen was told version %d again", got)
	default:
	}
}

// TestOnlyARaisedVersionIsTold: what changes a sitting without an act tells nobody, and
// what is told holds two numbers.
func TestOnlyARaisedVersionIsTold(t *testing.T) {
	db, _, own, number := convened(t)
	id, version, err := db.SittingVersion(t.Context(), own, number)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Pool().Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	if _, err := conn.Exec(t.Context(), `LISTEN sittings`); err != nil {
		t.Fatal(err)
	}
	run(t, db, `UPDATE sittings SET place = 'зал 3' WHERE id = $1`, int64(id))
	run(t, db, `UPDATE sittings SET version = version + 1 WHERE id = $1`, int64(id))
	heard, err := conn.Conn().WaitForNotification(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := "1 2"; heard.Payload != want || version != 1 {
		t.Errorf("told %q after version %d, want %q", heard.Payload, version, want)
	}
}
