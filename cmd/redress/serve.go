package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/sync/errgroup"

	"redress/internal/jobs"
	"redress/internal/postgres"
)

// serveCommand serves the pages and works through the queue.
type serveCommand struct {
	Demo            bool   `help:"Load the demonstration: an invented branch of commissions with 30 complaints. Refused over other data."`
	DemoCredentials string `help:"Write the demonstration's sign-ins to FILE as JSON." placeholder:"FILE" type:"path"`
	Only            string `help:"Run one half alone, where there are many replicas: web or jobs." enum:"all,web,jobs" default:"all"`
}

// stopTime is how long a stop waits for requests and jobs under way.
const stopTime = 25 * time.Second

// Run serves until it is told to stop, then finishes what it is answering.
func (s *serveCommand) Run(ctx context.Context, c *Config) error {
	log := c.logger()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200) // pages are short-lived garbage; memory is plenty beside the 150 MB allowed
	}
	// Listening comes first: a taken address is told before anything is started.
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", c.Listen, err)
	}
	defer listener.Close()
	a, err := build(ctx, c, log)
	if err != nil {
		return err
	}
	credentials, err := s.setUp(ctx, a)
	if err == nil {
		err = s.serve(ctx, c, a, listener, credentials)
	}
	return errors.Join(err, a.close())
}

// setUp loads the demonstration where it is asked for, and marks an empty database
// as a working one where it is not.
func (s *serveCommand) setUp(ctx context.Context, a *app) ([]Credential, error) {
	if !s.Demo {
		held, err := a.db.Installation(ctx)
		if err != nil || held.Kind != "" {
			return nil, err
		}
		return nil, a.db.SetUp(ctx, postgres.Installation{Kind: postgres.Working, Complete: true})
	}
	credentials, err := a.demonstrate(ctx)
	if err != nil || s.DemoCredentials == "" {
		return credentials, err
	}
	raw, err := json.MarshalIndent(credentials, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the sign-ins: %w", err)
	}
	if err := os.WriteFile(s.DemoCredentials, append(raw, '\n'), 0o600); err != nil {
		return nil, fmt.Errorf("writing the sign-ins: %w", err)
	}
	return credentials, nil
}

func (s *serveCommand) serve(ctx context.Context, c *Config, a *app, listener net.Listener, credentials []Credential) error {
	group, ctx := errgroup.WithContext(ctx)
	if s.Only != "web" {
		worker, err := jobs.New(a.db.Pool(), jobs.Deps{Letters: a.letters, Press: a.press, Sweeper: a.db, Dates: a.db, Vault: a.vault, Log: a.log})
		if err != nil {
			return err
		}
		if err := worker.Start(ctx); err != nil {
			return err
		}
		group.Go(func() error {
			<-ctx.Done()
			ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
			defer cancel()
			return worker.Stop(ending)
		})
	}
	if s.Only != "jobs" {
		pages, err := a.pages(ctx, c)
		if err != nil {
			return err
		}
		group.Go(func() error {
			a.db.Listen(ctx) // for the pages that follow sittings
			return nil
		})
		server := &http.Server{Handler: pages, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
		group.Go(func() error {
			<-ctx.Done()
			pages.Leaving() // readiness goes off first, and streams end
			ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
			defer cancel()
			return server.Shutdown(ending)
		})
		group.Go(func() error {
			if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
				return fmt.Errorf("serving: %w", err)
			}
			return nil
		})
	}
	s.greet(os.Stdout, c, a, listener.Addr().String(), credentials)
	return group.Wait()
}

// greet prints where the service is and, for a demonstration, how to get in. A
// terminal that is gone needs no greeting.
func (s *serveCommand) greet(w io.Writer, c *Config, a *app, address string, credentials []Credential) {
	var b strings.Builder
	fmt.Fprintf(&b, "\nRedress is at %s (listening on %s)\n", c.BaseURL, address)
	if a.folder != "" {
		fmt.Fprintf(&b, "Letters go to %s: no mail server is set (REDRESS_SMTP_HOST)\n", a.folder)
	}
	if len(credentials) > 0 {
		fmt.Fprintf(&b, "\nThis is a demonstration; all data are invented. Sign in at %s/sign-in\nA citizen follows a complaint at %s/track with its number and code.\n\n", c.BaseURL, c.BaseURL)
		table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		_, _ = fmt.Fprintln(table, "ROLE\tCOMMISSION\tLOGIN\tPASSWORD\tNAME")
		for _, each := range credentials {
			_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", each.Role, each.Commission, each.Login, each.Password, each.Name)
		}
		_ = table.Flush()
		b.WriteString("\n")
	}
	_, _ = io.WriteString(w, b.String())
}
