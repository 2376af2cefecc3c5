package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/a-h/templ"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/labstack/echo/v4"

	"redress/internal/embedpg"
)

// floorSettings is what the floor is told when it is started.
type floorSettings struct {
	Listen   string
	Files    string // where it puts files
	URL      string // the cluster it makes its tables in; empty: it starts one in Cluster
	Cluster  string
	Database string // its own in that cluster
	Product  string // address of the product's database, where lists are read
}

// floorServer is the least that does the same jobs: echo, pgx and templ, nothing that
// a job can do without. Who asks is not asked; what is sent is believed.
type floorServer struct {
	db      *pgxpool.Pool
	product *pgxpool.Pool
	files   string
}

// floorConnections is the size of its pool: that of the product's.
const floorConnections = 16

// launchFloor starts the floor in the product's cluster.
func launchFloor(ctx context.Context, dir, url string) (*process, error) {
	p, err := launchFloorWith(dir, floorSettings{Files: filepath.Join(dir, "floor-files"), URL: url, Database: "floor", Product: url})
	if err != nil {
		return nil, err
	}
	err = p.await(ctx, "/")
	return p, err
}

func launchFloorWith(dir string, settings floorSettings) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding this program: %w", err)
	}
	path := filepath.Join(dir, "floor.json")
	return launch(dir, self, func(listen string) []string {
		settings.Listen = listen
		raw, _ := json.Marshal(settings) // strings alone always can
		_ = os.WriteFile(path, raw, 0o600)
		return []string{"-floor", path}
	})
}

// serveFloor is the whole life of the floor's process.
func serveFloor(path string) error {
	var settings floorSettings
	raw, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(raw, &settings)
	}
	if err != nil {
		return fmt.Errorf("reading the floor's settings: %w", err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if settings.URL == "" {
		server, err := embedpg.Start(ctx, embedpg.Options{Dir: settings.Cluster})
		if err != nil {
			return err
		}
		defer func() { _ = server.Stop() }()
		settings.URL = server.URL()
	}
	f := &floorServer{files: settings.Files}
	if f.db, err = floorPool(ctx, settings.URL, settings.Database); err != nil {
		return err
	}
	defer f.db.Close()
	if settings.Product != "" {
		if f.product, err = floorPool(ctx, settings.Product, ""); err != nil {
			return err
		}
		defer f.product.Close()
	}
	if err := os.MkdirAll(f.files, 0o700); err != nil {
		return fmt.Errorf("making the floor's folder: %w", err)
	}
	if _, err := f.db.Exec(ctx, floorTables); err != nil {
		return fmt.Errorf("making the floor's tables: %w", err)
	}
	return f.listen(ctx, settings.Listen)
}

func floorPool(ctx context.Context, url, database string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("reading the address of the database: %w", err)
	}
	config.MaxConns = floorConnections
	if database != "" {
		config.ConnConfig.Database = database
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	return pool, nil
}

func (f *floorServer) listen(ctx context.Context, address string) error {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.GET("/", f.first)
	e.POST("/filing", f.file)
	e.GET("/step/:n", f.step)
	e.POST("/step/:n", f.answer)
	e.POST("/upload", f.upload)
	e.POST("/send", f.send)
	e.GET("/receipt", f.receipt)
	e.GET("/list", f.list)
	e.POST("/sign-in", f.signIn)
	server := &http.Server{Addr: address, Handler: e, ReadHeaderTimeout: 5 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.ListenAndServe() }()
	select {
	case err := <-ended:
		return fmt.Errorf("serving the floor: %w", err)
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return server.Shutdown(ending)
}

// floorPage answers with a page.
func floorPage(c echo.Context, page templ.Component) error {
	c.Response().Header().Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
	if err := page.Render(c.Request().Context(), c.Response()); err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("writing a page: %w", err)
	}
	return nil
}

// first handles GET /.
func (f *floorServer) first(c echo.Context) error { return floorPage(c, floorFirst()) }
