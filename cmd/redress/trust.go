package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"redress/internal/identity"
	"redress/internal/postgres"
	"redress/internal/regulation"
	"redress/internal/trust"
)

// trustCommands keep the trust store. They work beside a running service too, which
// knows of each change at once.
type trustCommands struct {
	Add    addTrust    `cmd:"" help:"Trust authorities: take in their certificates (PEM, DER, P7B)."`
	List   listTrust   `cmd:"" help:"Print the authorities with their fingerprints and the last list of each of what it took back."`
	Retire retireTrust `cmd:"" help:"Trust an authority no longer. What came in before stays as it was."`
	CRL    crlTrust    `cmd:"" name:"crl" help:"Take in revocation lists, as a timer may do again and again: one that is held already is no fault."`
}

// addTrust takes in certificates of authorities.
type addTrust struct {
	Files []string `arg:"" name:"file" help:"Files of certificates."`
}

// Run takes in each file as a whole, and stops at the first that is refused.
func (a addTrust) Run(ctx context.Context, c *Config) error {
	return withTrust(ctx, c, func(store *trust.Service) error {
		return takeIn(ctx, os.Stdout, store, a.Files, trust.MaxFile)
	})
}

// crlTrust takes in revocation lists.
type crlTrust struct {
	Files []string `arg:"" name:"file" help:"Revocation lists, DER or PEM."`
}

// Run takes in each list. One that is refused does not hold up the others.
func (l crlTrust) Run(ctx context.Context, c *Config) error {
	return withTrust(ctx, c, func(store *trust.Service) error {
		var faults []error
		for _, name := range l.Files {
			faults = append(faults, takeIn(ctx, os.Stdout, store, []string{name}, 2*trust.MaxList))
		}
		return errors.Join(faults...)
	})
}

func withTrust(ctx context.Context, c *Config, work func(*trust.Service) error) error {
	return withDatabase(ctx, c, func(db *postgres.DB) error { return work(trust.NewService(db)) })
}

// takeIn takes in files and prints what came of each.
func takeIn(ctx context.Context, out io.Writer, store *trust.Service, files []string, limit int64) error {
	for _, name := range files {
		raw, err := readUpTo(name, limit)
		if err != nil {
			return err
		}
		taken, err := store.TakeIn(ctx, identity.Console, raw)
		var refused *regulation.Refusal
		if errors.As(err, &refused) {
			refused.Field = ""
			return fmt.Errorf("%s: %s", name, said(ctx, refused))
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if _, err := io.WriteString(out, takenWords(name, taken)); err != nil {
			return err
		}
	}
	return nil
}

// takenWords say what came of a file.
func takenWords(name string, taken trust.Taken) string {
	if l := taken.List; l != nil {
		if taken.Known > 0 {
			return name + ": the list is held already\n"
		}
		return fmt.Sprintf("%s: list of %s, %d revoked\n", name, l.ThisUpdate.Format(time.RFC3339), l.Count)
	}
	lines := ""
	for _, a := range taken.Added {
		lines += fmt.Sprintf("%s: %s is trusted, SHA-256 %s\n", name, a.Name(), a.Fingerprint())
	}
	if taken.Known > 0 {
		lines += fmt.Sprintf("%s: held already: %d\n", name, taken.Known)
	}
	return lines
}

// listTrust prints the trust store.
type listTrust struct{}

// Run prints a line for each authority, those retired too.
func (listTrust) Run(ctx context.Context, c *Config) error {
	return withTrust(ctx, c, func(store *trust.Service) error {
		return printTrust(ctx, os.Stdout, store, time.Now())
	})
}

func printTrust(ctx context.Context, out io.Writer, store *trust.Service, now time.Time) error {
	all, err := store.Authorities(ctx)
	if err != nil {
		return err
	}
	lists, err := store.Lists(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "SHA-256\tSTANDING\tKIND\tUNTIL\tLAST LIST\tNAME")
	for _, a := range all {
		kind := "root"
		if !a.Root() {
			kind = "between"
		}
		last := "none"
		if l, has := lists[a.ID]; has {
			last = l.ThisUpdate.Format(time.DateOnly)
			if l.Stale(now) {
				last += " (stale)"
			}
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", a.Fingerprint(), a.Standing(now), kind, a.NotAfter.Format(time.DateOnly), last, a.Name())
	}
	return table.Flush()
}

// retireTrust takes an authority out of use.
type retireTrust struct {
	Fingerprint string `arg:"" help:"SHA-256 of the certificate, or its beginning, as \"redress trust list\" prints it."`
	Reason      string `required:"" help:"Why. It is kept with the authority."`
}

// Run retires the one authority in use whose fingerprint begins so.
func (r retireTrust) Run(ctx context.Context, c *Config) error {
	return withTrust(ctx, c, func(store *trust.Service) error { return r.retire(ctx, store) })
}

// leastOfPrint is the fewest bytes of a fingerprint that name an authority.
const leastOfPrint = 4

func (r retireTrust) retire(ctx context.Context, store *trust.Service) error {
	begins, err := hex.DecodeString(trust.Plain(r.Fingerprint))
	if err != nil || len(begins) < leastOfPrint {
		return fmt.Errorf("%q is no fingerprint: give at least %d characters of it, in hexadecimal", r.Fingerprint, 2*leastOfPrint)
	}
	all, err := store.Authorities(ctx)
	if err != nil {
		return err
	}
	var found []trust.Fingerprint
	for _, a := range all {
		if f := a.Fingerprint(); a.Retired.At.IsZero() && len(begins) <= len(f) && string(f[:len(begins)]) == string(begins) {
			found = append(found, f)
		}
	}
	if len(found) != 1 {
		return fmt.Errorf("%d authorities in use have a fingerprint that begins so", len(found))
	}
	err = store.Retire(ctx, identity.Console, found[0], r.Reason)
	var refused *regulation.Refusal
	if errors.As(err, &refused) {
		return errors.New(said(ctx, refused))
	}
	return err
}
