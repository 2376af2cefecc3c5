package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/postgres"
	"redress/internal/regulation"
	"redress/web"
)

// importCommands take files in.
type importCommands struct {
	Commissions importCommissionsCommand `cmd:"" help:"Commissions and which is directly above which: show what a CSV file would change, or change it."`
	Members     importMembersCommand     `cmd:"" help:"Members of commissions and their offices: show what a CSV file would change, or change it."`
}

// importCommissionsCommand takes in a file of commissions.
type importCommissionsCommand struct {
	File     string `arg:"" help:"CSV file: code, kind, name, parent_code, number, and others if it has them."`
	Apply    bool   `help:"Change it. Without this the differences are only shown."`
	Since    string `help:"Day from which a changed parent_code holds, like 2026-09-14. Default: today." placeholder:"DAY"`
	TimeZone string `help:"Zone in which new commissions count their days." default:"Asia/Novokuznetsk" placeholder:"ZONE"`
}

// Run shows what the file changes and, if told to, changes it. It works beside a
// running service too.
func (i importCommissionsCommand) Run(ctx context.Context, c *Config) error {
	order := commission.TreeOrder{Profile: regulation.Izhmorsky()}
	order.Profile.TimeZone = i.TimeZone
	if !order.Profile.ZoneKnown() {
		return fmt.Errorf("there is no time zone %q: name one like Asia/Novokuznetsk", i.TimeZone)
	}
	if i.Since != "" {
		var err error
		if order.Since, err = calendar.Parse(i.Since); err != nil {
			return fmt.Errorf("--since: %q is not a day like 2026-09-14", i.Since)
		}
	}
	file, err := readFile(i.File, commission.ReadTree)
	if err != nil {
		return told(ctx, os.Stdout, i.File, err)
	}
	return withDatabase(ctx, c, func(db *postgres.DB) error {
		importer := commission.NewImporter(db, account())
		var d commission.TreeDiff
		var err error
		if i.Apply {
			d, err = importer.TakeInTree(ctx, identity.Console, file, order)
		} else {
			d, err = importer.PreviewTree(ctx, file, order)
		}
		if err != nil {
			return told(ctx, os.Stdout, i.File, err)
		}
		return printed(os.Stdout, i.Apply, d.Empty(), func(w io.Writer) { showTree(w, d, i.TimeZone) },
			fmt.Sprintf("%d commissions added, %d changed", len(d.Added), len(d.Changed)), d.Unchanged)
	})
}

// importMembersCommand takes in a file of members.
type importMembersCommand struct {
	File  string `arg:"" help:"CSV file: commission_code, surname, given, patronymic, office, held_from, held_until, email."`
	Apply bool   `help:"Change it. Without this the differences are only shown."`
}

// Run shows what the file changes and, if told to, changes it. It works beside a
// running service too.
func (i importMembersCommand) Run(ctx context.Context, c *Config) error {
	file, err := readFile(i.File, commission.ReadMembers)
	if err != nil {
		return told(ctx, os.Stdout, i.File, err)
	}
	return withDatabase(ctx, c, func(db *postgres.DB) error {
		importer := commission.NewImporter(db, account())
		var d commission.MembersDiff
		var err error
		if i.Apply {
			d, err = importer.TakeInMembers(ctx, identity.Console, file)
		} else {
			d, err = importer.PreviewMembers(ctx, file)
		}
		if err != nil {
			return told(ctx, os.Stdout, i.File, err)
		}
		return printed(os.Stdout, i.Apply, d.Empty(), func(w io.Writer) { showMembers(w, d) },
			fmt.Sprintf("%d terms added (%d new people), %d changed", len(d.Added), len(d.Newcomers), len(d.Changed)), d.Unchanged)
	})
}

// readFile reads a file that the operator names.
func readFile[F any](path string, read func(io.Reader) (F, error)) (F, error) {
	var none F
	file, err := os.Open(path) // #nosec G304 -- the operator names it
	if err != nil {
		return none, fmt.Errorf("opening the file: %w", err)
	}
	defer file.Close()
	return read(file)
}

// account is the number of the machine's account that the operator works under, for
// the docket: it names no person to whoever reads that alone. Under sudo it is that of
// whoever called it.
func account() int {
	if caller, err := strconv.Atoi(os.Getenv("SUDO_UID")); err == nil {
		return caller
	}
	return os.Getuid()
}

// told prints everything that is wrong with a file, by its lines, each with the rule,
// and returns what ends the program.
func told(ctx context.Context, w io.Writer, path string, err error) error {
	var faults *commission.Faults
	var refused *regulation.Refusal
	switch {
	case errors.As(err, &faults):
		for _, f := range faults.Told {
			_, _ = fmt.Fprintf(w, "%s:%d: %s\n", path, f.Line, said(ctx, f.Why))
		}
		if more := faults.Count - len(faults.Told); more > 0 {
			_, _ = fmt.Fprintf(w, "… and %d more\n", more)
		}
		return fmt.Errorf("nothing was changed: faults in the file: %d", faults.Count)
	case errors.As(err, &refused):
		return fmt.Errorf("nothing was changed: %s", said(ctx, refused))
	}
	return err
}

// said is a refusal in the language of the command line, with the column and the rule.
func said(ctx context.Context, r *regulation.Refusal) string {
	text, source := web.Tell(ctx, web.English, r)
	if r.Field != "" {
		text = r.Field + ": " + text
	}
	if r.Clause != "" {
		text += " [" + string(r.Clause) + ": " + source + "]"
	}
	return text
}

// printed prints what a file changes or changed.
func printed(w io.Writer, applied, nothing bool, show func(io.Writer), counts string, unchanged int) error {
	var b strings.Builder
	show(&b)
	switch {
	case nothing:
		fmt.Fprintf(&b, "Nothing to change: %d are as the file has them.\n", unchanged)
	case applied:
		fmt.Fprintf(&b, "Done: %s, %d as before.\n", counts, unchanged)
	default:
		fmt.Fprintf(&b, "Would be: %s, %d as before. Nothing was changed; add --apply to do it.\n", counts, unchanged)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// showTree prints the differences of commissions, a line each: + added, ~ changed,
// ? not in the file.
func showTree(w io.Writer, d commission.TreeDiff, zone string) {
	for _, e := range d.Added {
		_, _ = fmt.Fprintf(w, "+ %s %s %q", e.Code, e.Kind, e.Name)
		if e.ParentCode != "" {
			_, _ = fmt.Fprintf(w, " below %s", e.ParentCode)
		}
		_, _ = fmt.Fprintln(w)
	}
	for _, c := range d.Changed {
		_, _ = fmt.Fprintf(w, "~ %s%s", c.New.Code, changes(c.Columns))
		if c.Moved() {
			_, _ = fmt.Fprintf(w, " since %s", d.Since)
		}
		_, _ = fmt.Fprintln(w)
	}
	showAbsent(w, d.Absent, func(e commission.Entry) string { return fmt.Sprintf("%s %q", e.Code, e.Name) })
	if len(d.Added) > 0 {
		_, _ = fmt.Fprintf(w, "New commissions count their days in %s (--time-zone).\n", zone)
	}
}

// showMembers prints the differences of members in the same manner.
func showMembers(w io.Writer, d commission.MembersDiff) {
	for _, t := range d.Added {
		_, _ = fmt.Fprintf(w, "+ %s\n", termLine(t))
	}
	for _, c := range d.Changed {
		_, _ = fmt.Fprintf(w, "~ %s, %s from %s%s\n", c.New.Code, c.New.Name.Full(), c.New.From, changes(c.Columns))
	}
	showAbsent(w, d.Absent, termLine)
}

// absentShown is how much of what a file leaves out is named: a file of one district
// leaves out a region.
const absentShown = 20

func showAbsent[E any](w io.Writer, absent []E, name func(E) string) {
	for _, e := range absent[:min(len(absent), absentShown)] {
		_, _ = fmt.Fprintf(w, "? %s is not in the file and stays as it is\n", name(e))
	}
	if more := len(absent) - absentShown; more > 0 {
		_, _ = fmt.Fprintf(w, "? … and %d more that are not in the file\n", more)
	}
}

func termLine(t commission.Term) string {
	line := fmt.Sprintf("%s, %s, %s from %s", t.Code, t.Name.Full(), t.Office, t.From)
	if !t.Until.IsZero() {
		line += " to " + t.Until.String()
	}
	return line
}

func changes(columns []commission.ColumnChange) string {
	var b strings.Builder
	for _, c := range columns {
		fmt.Fprintf(&b, " %s: %q → %q", c.Column, c.Old, c.New)
	}
	return b.String()
}
