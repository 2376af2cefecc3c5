package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/deadline"
	"redress/internal/regulation"
	"redress/internal/sitting"
	"redress/web"
)

// explainCommands print the working of the rules.
type explainCommands struct {
	Deadline explainDeadline `cmd:"" help:"How a due day is found: the event, the term, what voting and days off make of it."`
	Vote     explainVote     `cmd:"" help:"How a vote is counted: the quorum, the majority, the casting vote."`
}

// spoken is how a working is printed.
type spoken struct {
	Lang string `help:"ru or en." default:"ru" enum:"ru,en"`
	JSON bool   `help:"For machines." name:"json"`
}

// print writes the working, or facts with it for machines.
func (s spoken) print(out io.Writer, w web.Working, facts any) error {
	if s.JSON {
		in := json.NewEncoder(out)
		in.SetIndent("", " ")
		in.SetEscapeHTML(false)
		if err := in.Encode(facts); err != nil {
			return fmt.Errorf("printing the working: %w", err)
		}
		return nil
	}
	lines := append([]string{w.Title}, w.Sentences...)
	if _, err := fmt.Fprintf(out, "%s\n%s\n%s (%s)\n", strings.Join(lines, "\n"), w.Result, w.Source, w.Clause); err != nil {
		return fmt.Errorf("printing the working: %w", err)
	}
	return nil
}

// explainDeadline computes one date.
type explainDeadline struct {
	spoken
	Clock         string          `help:"Which term, by its name; an unknown one prints them all." required:""`
	From          string          `help:"The event: 2026-09-14T10:00+07:00, or without an offset in the zone, or only the day." required:"" placeholder:"INSTANT"`
	Zone          string          `help:"The commission's time zone." default:"Asia/Novokuznetsk"`
	CampaignStart calendar.Date   `help:"First day of the campaign, if there is one." placeholder:"DAY"`
	CampaignEnd   calendar.Date   `help:"Its last day. Default: it has not ended." placeholder:"DAY"`
	VotingDay     []calendar.Date `help:"Its voting days, one to three in a row, with commas between." placeholder:"DAY"`
	SuspendedFrom calendar.Date   `help:"Day the complaint was suspended for a court." placeholder:"DAY"`
	ResumedOn     calendar.Date   `help:"Day it was taken up again. Default: it is suspended still." placeholder:"DAY"`
}

// Run prints the date with its working.
func (e explainDeadline) Run(ctx context.Context) error { return e.explain(ctx, os.Stdout) }

func (e explainDeadline) explain(ctx context.Context, out io.Writer) error {
	clock := deadline.Clock(e.Clock)
	if !clock.Valid() {
		return fmt.Errorf("there is no clock %q; there are:\n%s", e.Clock, joined(deadline.Clocks(), "\n"))
	}
	facts, err := e.facts()
	if err != nil {
		return err
	}
	d, err := deadline.Compute(clock, facts, regulation.Izhmorsky(), calendar.Russia())
	var refusal *regulation.Refusal
	switch {
	case errors.As(err, &refusal) && clock.Regime() == regulation.CampaignRegime:
		return fmt.Errorf("%s runs in a campaign only, and %s is no day of one: name it with --campaign-start and --voting-day (%s)",
			clock, calendar.On(facts.At, facts.Zone), refusal.Clause)
	case errors.As(err, &refusal):
		return fmt.Errorf("%s runs outside campaigns only, and %s is a day of one (%s)", clock, calendar.On(facts.At, facts.Zone), refusal.Clause)
	case err != nil:
		return err
	}
	w := web.WorkingOfDeadline(web.InLanguage(ctx, e.Lang), d)
	return e.print(out, w, struct {
		deadline.Deadline
		DueAt    time.Time          `json:"due_at"`
		Trigger  deadline.Trigger   `json:"trigger"`
		Counting deadline.Counting  `json:"counting"`
		Skipped  []calendar.Counted `json:"skipped,omitempty"`
		Words    web.Working        `json:"words"`
	}{d, d.DueOn.End(facts.Zone), clock.Trigger(), d.Counting(), d.Skipped(), w})
}

// facts are what the date is computed from.
func (e explainDeadline) facts() (deadline.Facts, error) {
	zone, err := time.LoadLocation(e.Zone)
	if err != nil || e.Zone == "" || e.Zone == "Local" {
		return deadline.Facts{}, fmt.Errorf("there is no time zone %q", e.Zone)
	}
	f := deadline.Facts{Zone: zone}
	if f.At, err = instant(e.From, zone); err != nil {
		return f, err
	}
	if !e.SuspendedFrom.IsZero() {
		f.Stays = []deadline.Stay{{From: e.SuspendedFrom, Resumed: e.ResumedOn}}
	} else if !e.ResumedOn.IsZero() {
		return f, errors.New("--resumed-on needs --suspended-from")
	}
	if e.CampaignStart.IsZero() {
		if len(e.VotingDay) > 0 || !e.CampaignEnd.IsZero() {
			return f, errors.New("a campaign needs --campaign-start")
		}
		return f, nil
	}
	c := commission.Campaign{ID: 1, StartsOn: e.CampaignStart, EndsOn: e.CampaignEnd, VotingDays: e.VotingDay}
	if c.EndsOn.IsZero() {
		c.EndsOn = calendar.Day(9999, time.December, 31)
	}
	var refusal *regulation.Refusal
	if err := c.Check(); len(c.VotingDays) > 0 && errors.As(err, &refusal) || c.EndsOn.Before(c.StartsOn) {
		return f, fmt.Errorf("the campaign needs one to three voting days in a row between its first day and its last (%s)", regulation.VotingDays)
	}
	_, f.Campaign = deadline.RegimeOn(calendar.On(f.At, zone), []commission.Campaign{c})
	return f, nil
}

// instant reads an instant, with its own offset or in the zone; a day alone is noon.
func instant(text string, zone *time.Location) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04"} {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return at, nil
		}
	}
	if day, err := calendar.Parse(text); err == nil {
		return day.Start(zone).Add(12 * time.Hour), nil
	}
	return time.Time{}, fmt.Errorf("%q is no instant like 2026-09-14T10:00+07:00 and no day like 2026-09-14", text)
}

// explainVote counts one vote.
type explainVote struct {
	spoken
	Established int    `help:"The established number of members." required:""`
	Appointed   int    `help:"How many are appointed, of a commission that has not begun its work. Default: it works." placeholder:"N"`
	Present     int    `help:"How many are present, on video too." required:""`
	For         int    `help:"Votes for."`
	Against     int    `help:"Votes against."`
	Abstain     int    `help:"Those who abstained."`
	NotVoting   int    `help:"Present without voting, spoiled ballots too."`
	Question    string `help:"The kind of question; it decides what the majority is counted from." placeholder:"KIND"`
	Basis       string `help:"established or present, instead of a kind: some question of the closed list, or none of it." enum:",established,present" default:"" placeholder:"BASIS"`
	Presiding   string `help:"The presiding member's own vote: for, against, abstain or not_voting." enum:",for,against,abstain,not_voting" default:"" placeholder:"VOTE"`
	Ballot      string `help:"open or secret; a secret ballot has no casting vote." enum:"open,secret" default:"open"`
}

// Run prints the count with its working.
func (e explainVote) Run(ctx context.Context) error { return e.explain(ctx, os.Stdout) }

func (e explainVote) explain(ctx context.Context, out io.Writer) error {
	profile, question := regulation.Izhmorsky(), e.question()
	if !question.Valid() {
		return fmt.Errorf("there is no kind of question %q", question)
	}
	tally := sitting.Tally{Established: e.Established, Appointed: cmp.Or(e.Appointed, e.Established), WorkStarted: e.Appointed == 0, Present: e.Present,
		For: e.For, Against: e.Against, Abstained: e.Abstain, NotVoting: e.NotVoting, Presiding: sitting.Choice(e.Presiding), Secret: e.Ballot == "secret"}
	if tally.Established < 1 || tally.Appointed > tally.Established || tally.Present > tally.Appointed {
		return fmt.Errorf("of %d seats %d are filled and %d members present: that cannot be", tally.Established, tally.Appointed, tally.Present)
	}
	if tally.Secret && tally.Presiding != "" {
		return errors.New("nobody knows the presiding member's vote of a secret ballot (R-078)")
	}
	if tally.Contradicts() {
		return fmt.Errorf("nobody voted as the presiding member is said to have: %s", tally.Presiding)
	}
	result, err := sitting.Count(profile, question, tally)
	if err != nil {
		return fmt.Errorf("%d for, %d against, %d abstained and %d not voting are not the %d present", e.For, e.Against, e.Abstain, e.NotVoting, e.Present)
	}
	if majority := string(result.Majority.Basis); e.Basis != "" && e.Basis != majority {
		return fmt.Errorf("the majority for %s is of the %s, not of the %s (%s)", question, majority, e.Basis, result.Majority.Clause)
	}
	w := web.WorkingOfVote(web.InLanguage(ctx, e.Lang), profile, result)
	if e.Question == "" { // nobody named one
		w.Title = web.BasisWord(web.InLanguage(ctx, e.Lang), result.Majority.Basis)
	}
	return e.print(out, w, struct {
		Fate     sitting.Fate     `json:"fate"`
		Reason   sitting.Reason   `json:"reason,omitempty"`
		Question string           `json:"question_kind,omitempty"`
		Basis    regulation.Basis `json:"majority_basis"`
		Quorum   int              `json:"quorum"`
		Needed   int              `json:"required_for,omitempty"`
		Casting  bool             `json:"casting_vote_used"`
		Words    web.Working      `json:"words"`
	}{result.Fate, result.Reason, e.Question, result.Majority.Basis,
		sitting.QuorumOf(e.Established, e.Present).Needed, result.Needed, result.Casting, w})
}

// question returns the kind of question: the one named, or one that stands for its basis.
func (e explainVote) question() regulation.Question {
	switch {
	case e.Question != "":
		return regulation.Question(e.Question)
	case e.Basis == string(regulation.OfSeats):
		return regulation.Financing
	}
	return regulation.OtherQuestion
}

func joined[T ~string](list []T, between string) string {
	words := make([]string, len(list))
	for i, each := range list {
		words[i] = string(each)
	}
	return strings.Join(words, between)
}
