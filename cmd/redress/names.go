package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"redress/internal/calendar"
	"redress/internal/grammar"
)

// namesCommands are about the names and dates that papers say.
type namesCommands struct {
	Decline declineCommand `cmd:"" help:"Put a name into the six cases, as JSON. \"sure\" is true only where the rules leave no doubt; else papers say the name in the nominative."`
	Date    dateCommand    `cmd:"" help:"Write a date in words, in the six cases."`
}

// declineCommand declines one name.
type declineCommand struct {
	Name   string `arg:"" help:"Full name in the nominative, \"Фамилия Имя Отчество\"; initials are kept."`
	Gender string `help:"masculine or feminine, where it is known. Default: what the name says." enum:",masculine,feminine" default:"" placeholder:"GENDER"`
}

// Run prints the six cases.
func (d declineCommand) Run(context.Context) error { return d.decline(os.Stdout) }

func (d declineCommand) decline(out io.Writer) error {
	if !grammar.Readable(d.Name) {
		return errors.New("that is no name: write \"Фамилия Имя Отчество\", letters with hyphens, apostrophes and the stops of initials, " +
			fmt.Sprintf("%d characters at most", grammar.MaxName))
	}
	declined := grammar.Decline(grammar.Parse(d.Name), grammar.Gender(d.Gender))
	gender := string(declined.Gender)
	if gender == "" {
		gender = "unknown"
	}
	all := declined.All()
	in := json.NewEncoder(out)
	in.SetIndent("", " ")
	in.SetEscapeHTML(false)
	if err := in.Encode(struct {
		Nominative    string `json:"nominative"`
		Genitive      string `json:"genitive"`
		Dative        string `json:"dative"`
		Accusative    string `json:"accusative"`
		Instrumental  string `json:"instrumental"`
		Prepositional string `json:"prepositional"`
		Gender        string `json:"gender"`
		Sure          bool   `json:"sure"`
	}{all[0], all[1], all[2], all[3], all[4], all[5], gender, declined.Sure}); err != nil {
		return fmt.Errorf("printing the cases: %w", err)
	}
	return nil
}

// dateCommand writes a date in words.
type dateCommand struct {
	Day calendar.Date `arg:"" help:"A day like 2026-11-21."`
}

// Run prints the date as papers write it, and without any digit in the six cases.
func (d dateCommand) Run(context.Context) error { return d.write(os.Stdout) }

func (d dateCommand) write(out io.Writer) error {
	if d.Day.IsZero() {
		return errors.New("that is no day: write one like 2026-11-21")
	}
	if _, err := fmt.Fprintln(out, grammar.Date(d.Day)); err != nil {
		return fmt.Errorf("printing the date: %w", err)
	}
	for _, c := range grammar.Cases {
		if _, err := fmt.Fprintln(out, grammar.DateInWords(d.Day, c)); err != nil {
			return fmt.Errorf("printing the date: %w", err)
		}
	}
	return nil
}
