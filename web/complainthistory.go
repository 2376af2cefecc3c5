package web

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/deadline"
	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/regulation"
	"redress/internal/ruling"
)

// historyDay is what happened to a complaint on one day, the latest first.
type historyDay struct {
	On      calendar.Date
	Entries []historyEntry
}

// historyEntry is one entry of the docket in words.
type historyEntry struct {
	At                time.Time
	Text, Who, Source string
	Public            bool // the complainant sees it as well
	Seq               int64
	Hash              string
}

// historyLimit is the most entries a page of history shows.
const historyLimit = 500

// publicActs are the steps the complainant follows.
var publicActs = []string{string(complaint.Filing), string(complaint.Registration), string(complaint.Scheduling), string(complaint.Adoption),
	string(complaint.Signing), string(complaint.Delivery), string(complaint.Extension), string(complaint.Suspending), string(complaint.Resuming),
	string(complaint.Terminating), string(complaint.Noting), string(complaint.FilingAway), string(complaint.Rerouting), string(complaint.Readmission),
	string(complaint.Forwarding), string(complaint.Returning), string(complaint.Answering), string(complaint.Shelving), complaint.RetractingAct, string(complaint.ClosingRetracted)}

// showHistory handles GET /complaints/:no/history.
func (s *Server) showHistory(c echo.Context) error {
	f, err := s.framed(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if f.Complaint.Outcome == regulation.Remand {
		r, err := s.Records.RulingOf(ctx, f.Complaint.ID)
		if err != nil {
			return err
		}
		f.Duty = r.Draft.Duty
	}
	entries, err := s.Records.History(ctx, docket.ComplaintChain(int64(f.Complaint.ID)), historyLimit)
	if err != nil {
		return err
	}
	days, err := f.history(ctx, entries)
	if err != nil {
		return err
	}
	return s.page(c, http.StatusOK, historyPage(f, days))
}

// history puts the entries of the docket into words, by days.
func (f complaintFrameData) history(ctx context.Context, entries []docket.Entry) ([]historyDay, error) {
	var days []historyDay
	zone, takesPart := visitOf(ctx).zone(), f.Complaint.Discusses(visitOf(ctx).actor, f.Moment)
	for _, e := range entries {
		if e.Act == string(complaint.Discussing) && !takesPart {
			continue // among the members
		}
		facts, err := factsOf(e)
		if err != nil {
			return nil, err
		}
		on := calendar.On(e.At, zone)
		if len(days) == 0 || days[len(days)-1].On != on {
			days = append(days, historyDay{On: on})
		}
		last := &days[len(days)-1]
		who := f.who(ctx, e)
		if reportedBelow(e, facts) {
			who = glued(cmp.Or(f.Respondent.ShortName, f.Respondent.Name)) + ", " + word(ctx, e.Office)
		}
		last.Entries = append(last.Entries, historyEntry{At: e.At, Text: strings.TrimSuffix(f.happened(ctx, e.Act, facts), "."), Who: strings.TrimSuffix(who, "."),
			Source: source(ctx, e.Clause), Public: slices.Contains(publicActs, e.Act), Seq: e.Seq, Hash: e.Hash.String()})
	}
	return days, nil
}

// happened says what an entry records.
func (f complaintFrameData) happened(ctx context.Context, act string, facts map[string]any) string {
	key := "docket." + act
	if said, ok := controlled(ctx, act, facts); ok {
		return said
	}
	if !known(ctx, key) {
		return t(ctx, "docket.other", "Act", act)
	}
	fact := func(name string) any { return facts[name] }
	text := func(name string) string { return fmt.Sprint(facts[name]) }
	switch complaint.Act(act) {
	case complaint.Filing:
		if _, paper := facts["received_at"]; paper {
			return t(ctx, "docket.received", "Channel", word(ctx, complaint.Channel(text("channel"))))
		}
		return t(ctx, key)
	case complaint.Registration, complaint.Noting, complaint.FilingAway:
		return t(ctx, key, "Number", fact("register_number"))
	case complaint.Rerouting, complaint.Readmission:
		return t(ctx, key, "Route", word(ctx, complaint.Route(text("chosen"))), "Reason", text("route_reason"))
	case complaint.SendingDown:
		return t(ctx, key, "Finding", text("finding"))
	case complaint.NobodyToTell:
		return t(ctx, key, "Reason", text("reason"))
	case complaint.Forwarding, complaint.Returning, complaint.Answering, complaint.Shelving, complaint.TellAccused:
		return t(ctx, key)
	case complaint.Assignment:
		id, _ := facts["rapporteur"].(float64)
		return t(ctx, key, "Name", f.Names[identity.ID(id)].Short())
	case complaint.Drafting, complaint.Completion:
		return t(ctx, key, "Version", fact("draft"))
	case complaint.Adoption:
		return t(ctx, key, "Number", text("number"), "Outcome", outcomeWord(ctx, regulation.Outcome(text("outcome")), f.Duty))
	case complaint.Reopening, complaint.Scheduling, complaint.Withdrawing, complaint.Rejection, complaint.Postponement, complaint.SendingBack,
		complaint.Signing, complaint.Delivery, complaint.Terminating, complaint.Resuming, complaint.Publishing:
		return t(ctx, key)
	case complaint.Extension, complaint.Recalling:
		return t(ctx, key, "Reason", text("reason"))
	case complaint.Preparing, complaint.SettingAside, complaint.Requesting, complaint.Referring, complaint.Reaching, complaint.Hearing, complaint.Explaining:
		return f.inquired(ctx, act, facts)
	case complaint.Grouping:
		return f.happenedToGroup(ctx, facts["group"])
	case complaint.AskingAdmission:
		return t(ctx, key)
	case complaint.Admitting, complaint.Refusing:
		return t(ctx, key, "Note", text("note"))
	case complaint.ClosingRetracted:
		return t(ctx, key, "Note", text("note"))
	case complaint.ChangingRegime:
		return f.regimeChanged(ctx, facts)
	case complaint.Amending:
		return t(ctx, key, "Amendment", fact("amendment"), "Version", fact("draft"))
	case complaint.Discussing:
		return t(ctx, key, "What", t(ctx, "comment.did."+text("saying"), "Thread", fact("thread")))
	case complaint.Suspending:
		return t(ctx, key, "Court", text("court"), "Case", text("case"))
	}
	if act == ruling.AppealAct {
		return t(ctx, key, "Number", text("appealed_number"))
	}
	if act == complaint.WithholdingAct || act == complaint.OpeningAct {
		id, _ := facts["file"].(float64)
		return t(ctx, key, "File", f.fileName(attachment.ID(id)), "Reason", text("reason"))
	}
	if act == complaint.HoldingAct || act == complaint.ReleasingAct {
		return t(ctx, key, "Reason", text("reason"))
	}
	if act == complaint.DissentToldAct {
		return t(ctx, key, "How", text("how"))
	}
	if act == document.SheetAct {
		return t(ctx, key, "Kind", word(ctx, document.Kind(text("kind"))))
	}
	if act == deadline.RedatedAct {
		return t(ctx, key, "Moved", redated(ctx, facts), "Because", redatedBecause(ctx, facts))
	}
	if addressee, ok := facts["addressee"].(string); ok {
		if facts["mark"] == string(notice.Posted) {
			key = "docket.letter_posted"
		}
		return t(ctx, key, "Addressee", word(ctx, notice.Addressee(addressee)))
	}
	return t(ctx, key)
}

// factsOf reads the facts of an entry.
func factsOf(e docket.Entry) (map[string]any, error) {
	var facts map[string]any
	if err := json.Unmarshal(e.Payload, &facts); err != nil {
		return nil, fmt.Errorf("reading entry %d of the docket: %w", e.Seq, err)
	}
	return facts, nil
}

// move is a deadline that an entry moved, with its dates as the docket has them.
type move struct {
	clock         deadline.Clock
	before, after string
}

func (m move) was(ctx context.Context) string { return datedWords(ctx, m.before) }
func (m move) now(ctx context.Context) string { return datedWords(ctx, m.after) }

func datedWords(ctx context.Context, text string) string {
	kind, on := deadline.ParseDated(text)
	return dated(ctx, kind, on)
}

// movesIn lists which deadlines an entry moved.
func movesIn(facts map[string]any) []move {
	texts := func(name string) []any { list, _ := facts[name].([]any); return list }
	clocks, was, now := texts("clocks"), texts("was"), texts("now")
	var all []move
	for i := range min(len(clocks), len(was), len(now)) {
		all = append(all, move{deadline.Clock(fmt.Sprint(clocks[i])), fmt.Sprint(was[i]), fmt.Sprint(now[i])})
	}
	return all
}

// redated says which deadlines an entry moved, from which date to which.
func redated(ctx context.Context, facts map[string]any) string {
	var moved []string
	for _, m := range movesIn(facts) {
		moved = append(moved, t(ctx, "deadline_moved.one", "Clock", word(ctx, m.clock), "Was", m.was(ctx), "Now", m.now(ctx)))
	}
	return strings.Join(moved, "; ")
}

// redatedBecause says what moved them.
func redatedBecause(ctx context.Context, facts map[string]any) string {
	title, _ := facts["title"].(string)
	by, _ := facts["because"].(string)
	return because(ctx, deadline.Change(by), title, facts["year"], facts["version"])
}

// who names the one who acted, without the full stop that follows.
func (f complaintFrameData) who(ctx context.Context, e docket.Entry) string {
	if name, ok := f.Names[e.Actor]; ok {
		return name.Short() + ", " + word(ctx, e.Office)
	}
	return word(ctx, e.Office)
}
