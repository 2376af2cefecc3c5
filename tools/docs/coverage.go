package main

import (
	"fmt"
	"slices"
	"strings"

	"redress/internal/regulation"
)

// Status says how far the program keeps a rule.
type Status string

// The four answers. A rule that is kept in part has the answer of what is there, and
// its row says what is not.
const (
	Enforced  Status = "enforced"       // the program does it, or refuses what breaks it
	Supported Status = "supported"      // a page helps people to keep it
	ToPeople  Status = "left to people" // nothing for a program to do
	NotYet    Status = "not yet"        // a later part of the road brings it
)

// Statuses lists the answers in the order of the page.
var Statuses = []Status{Enforced, Supported, ToPeople, NotYet}

// Coverage is the answer for one rule.
type Coverage struct {
	Rule   regulation.Clause
	Says   string // the rule in a few words
	Source string // where it stands, if package regulation does not say
	Status Status
	Where  []string // functions that keep it, "sitting.Count", "sitting.Sitting.Open"
	Tests  []string // tests that would find it broken, "sitting.TestOpen"
	Pages  []string // routes of pages that a browser can read
	Why    string   // why it is left to people, or what is missing
	Part   int      // the part of the road that brings what is missing; 0 if nothing is
}

// Coverages is every rule of the rule table with its answer, by number.
func Coverages() []Coverage {
	return slices.Concat(commissions, complainants, routes, ordinaryTerms, campaignTerms, sittings, votes, inquiry, afterwards, countingDays)
}

// fault says what a row lacks to be an answer; empty if nothing.
func (c Coverage) fault() string {
	switch {
	case c.Says == "" || len(c.Says) > 160:
		return "says nothing, or more than a line"
	case (c.Source == "") == (len(c.Rule.Sources()) == 0):
		return "needs one source: its own, or that of package regulation"
	case c.Status == Enforced && (len(c.Where) == 0 || len(c.Tests) == 0):
		return "is enforced nowhere, or untested"
	case c.Status == Supported && len(c.Pages) == 0:
		return "is supported by no page"
	case (c.Status == ToPeople || c.Status == NotYet) && c.Why == "":
		return "does not say why"
	case c.Status == NotYet && c.Part == 0, c.Part < 0, c.Part > 9, c.Part != 0 && c.Why == "":
		return "names no part of the road, or nothing that it brings"
	case !slices.Contains(Statuses, c.Status):
		return "has no status"
	}
	return ""
}

// texts is how the page names the texts that rules stand in.
var texts = map[regulation.Act]string{
	regulation.FederalLaw67: "67-FZ", regulation.FederalLaw59: "59-FZ", regulation.OwnRegulation: "Reg.",
	regulation.CourtCode: "KAS", regulation.LabourCode: "Labour Code", regulation.ProductChoice: "choice of the product",
	regulation.RegionalLaw: "regional laws",
}

// source says where the rule stands: "67-FZ 75 p. 6; Reg. 1.9".
func (c Coverage) source() string {
	if c.Source != "" {
		return c.Source
	}
	var all []string
	for _, s := range c.Rule.Sources() {
		place := texts[s.Act]
		if s.Article != "" {
			place += " " + s.Article
		}
		if s.Point != "" {
			place += " p. " + s.Point
		}
		all = append(all, place)
	}
	return strings.Join(all, "; ")
}

// kept says by what the rule is kept: functions, tests, pages.
func (c Coverage) kept() string {
	var all []string
	for _, each := range []struct {
		word  string
		names []string
	}{{"", c.Where}, {"tests: ", c.Tests}, {"page: ", c.Pages}} {
		if len(each.names) > 0 {
			all = append(all, each.word+"`"+strings.Join(each.names, "`, `")+"`")
		}
	}
	return strings.Join(all, "<br>")
}

// missing says why, and which part of the road brings the rest.
func (c Coverage) missing() string {
	if c.Part == 0 {
		return c.Why
	}
	return fmt.Sprintf("%s (part %d)", c.Why, c.Part)
}
