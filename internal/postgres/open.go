// Package postgres is the storage in PostgreSQL: the rows of the domain, its
// transactions, its migrations.
//
// Every legal act is one transaction here. The instant of an act is the
// database's own, read once per transaction with the SQL function legal_now.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	gormpostgres "gorm.io/driver/postgres"
	"gorm.io/gorm"

	"redress/internal/commission"
)

// usualConnections is the size of the pool when the address does not say.
const usualConnections = 16

// oldestServer is the oldest PostgreSQL that will do, as server_version_num.
const oldestServer = 150000

// ErrLocale says that the database cannot work with Russian text.
var ErrLocale = errors.New("the database does not know Russian letters: make it with encoding UTF8 " +
	"and a UTF-8 locale, for example CREATE DATABASE redress TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")

// ErrVersion says that the database server is too old.
var ErrVersion = errors.New("PostgreSQL 15 or newer is needed")

// DB is the storage. It satisfies the Store interfaces of the domain.
type DB struct {
	pool *pgxpool.Pool
	sql  *sql.DB
	gorm *gorm.DB
	log  *slog.Logger
	jobs *river.Client[*sql.Tx]

	inForce atomic.Pointer[calendarInForce] // the production calendar, as it was read last

	composedMu sync.RWMutex
	composed   map[commission.ID]composed // commissions, as they were read last

	followers followers // the screens that follow sittings
	watched   watched   // sittings as everybody follows them

	filings chan struct{} // places of those that become complaints, half of the pool
}

// Open connects to the database and makes sure it is fit for use: recent enough
// (ErrVersion) and able to read Russian (ErrLocale). It changes nothing there;
// see Migrate. Everything shares one pool, of 16 connections unless the address
// sets pool_max_conns. Times come back in UTC.
func Open(ctx context.Context, url string, log *slog.Logger) (*DB, error) {
	config, err := poolConfig(url)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	if err := checkFit(ctx, pool); err != nil {
		pool.Close()
		return nil, err
	}
	db := &DB{pool: pool, sql: stdlib.OpenDBFromPool(pool), log: log, filings: make(chan struct{}, max(1, config.MaxConns/2))}
	db.gorm, err = gorm.Open(gormpostgres.New(gormpostgres.Config{Conn: db.sql}), &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		DisableAutomaticPing:   true,
		PrepareStmt:            false, // pgx keeps prepared statements already
		Logger:                 faultLog{log},
		NowFunc:                func() time.Time { return time.Now().UTC() },
	})
	if err != nil {
		db.Close()
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	if db.jobs, err = river.NewClient(riverdatabasesql.New(db.sql), &river.Config{Logger: log}); err != nil {
		db.Close()
		return nil, fmt.Errorf("opening the job queue: %w", err)
	}
	return db, nil
}

func poolConfig(url string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("reading the address of the database: %w", err)
	}
	plain, err := pgx.ParseConfig(url) // where pool settings are still to be seen
	if err != nil {
		return nil, fmt.Errorf("reading the address of the database: %w", err)
	}
	if _, set := plain.RuntimeParams["pool_max_conns"]; !set {
		config.MaxConns = usualConnections
	}
	if config.MaxConns < 2 { // a migration holds its lock on one and works on another
		return nil, errors.New("reading the address of the database: pool_max_conns must be at least 2")
	}
	if plain.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = 5 * time.Second
	}
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	if config.ConnConfig.RuntimeParams["application_name"] == "" {
		config.ConnConfig.RuntimeParams["application_name"] = "redress"
	}
	config.AfterConnect = func(_ context.Context, conn *pgx.Conn) error {
		conn.TypeMap().RegisterType(&pgtype.Type{
			Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
		})
		return nil
	}
	return config, nil
}

// checkFit refuses a server that would fail later, and less plainly. With a
// locale that is not UTF-8, Russian is broken in silence: capitals stay as they
// are and searches find nothing.
func checkFit(ctx context.Context, pool *pgxpool.Pool) error {
	var number int
	var version, encoding, locale string
	err := pool.QueryRow(ctx, `
		SELECT current_setting('server_version_num')::int, current_setting('server_version'),
		       current_setting('server_encoding'), datctype
		FROM pg_database WHERE datname = current_database()`).Scan(&number, &version, &encoding, &locale)
	if err != nil {
		return fmt.Errorf("connecting to the database: %w", err)
	}
	if number < oldestServer {
		return fmt.Errorf("%w: the server is %s", ErrVersion, version)
	}
	russian := false
	if encoding == "UTF8" {
		err = pool.QueryRow(ctx, `
			SELECT upper('ж') = 'Ж' AND to_tsvector('russian', 'Жалобы') @@ to_tsquery('russian', 'жалоба')`).Scan(&russian)
		if err != nil {
			return fmt.Errorf("trying Russian text in the database: %w", err)
		}
	}
	if !russian {
		return fmt.Errorf("%w (it has encoding %s, locale %s)", ErrLocale, encoding, locale)
	}
	return nil
}

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.pool.Ping(ctx); err != nil {
		return fmt.Errorf("asking the database: %w", err)
	}
	return nil
}

// Close gives all connections back and waits for those in use.
func (db *DB) Close() {
	_ = db.sql.Close() // its connections are the pool's: nothing of its own can fail
	db.pool.Close()
}

// SQL returns the pool as database/sql knows it, for libraries that need it.
func (db *DB) SQL() *sql.DB { return db.sql }

// Pool returns the pool itself.
func (db *DB) Pool() *pgxpool.Pool { return db.pool }
