package web

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// statements are what minutes state, one a line; texts of people as their digests, and what
// tells of a person as the commitment the docket has.
type statements []string

func (s *statements) add(format string, values ...any) {
	*s = append(*s, fmt.Sprintf(format, values...))
}

func textDigest(text string) string {
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// stampOf writes an instant as the docket keeps it; none is empty.
func stampOf(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format("2006-01-02 15:04:05.000000")
}

// secondOf writes an instant that the docket keeps among the facts.
func secondOf(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

func dateOf(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// stated are the statements of a sheet of minutes.
func stated(sheet document.MinutesSheet) statements {
	m, all := sheet.Sitting, statements{}
	committed := func(words ...string) string {
		if strings.Join(words, "") == "" {
			return ""
		}
		return m.Committed(words...)
	}
	all.add("opened %s, closed %s, %d seats, place %s, video %v, urgent %v %s", stampOf(m.OpenedAt), stampOf(m.ClosedAt), m.Established, textDigest(m.Place), m.Video, m.Urgent, textDigest(m.UrgentReason))
	for _, duty := range []struct {
		name string
		of   []sitting.Duty
	}{{"presides", m.Presided}, {"keeps", m.Kept}} {
		for _, d := range duty.of {
			all.add("%s %d %s, ground %s, since %s", duty.name, d.Person, d.Title, textDigest(d.Ground), stampOf(d.Since))
		}
	}
	for _, b := range m.Breaks {
		all.add("break %s to %s, ended %s, place %s, reason %s", stampOf(b.From), secondOf(b.Expected), stampOf(b.Until), textDigest(b.Place), textDigest(b.Reason))
		slices.SortFunc(b.Took, func(a, b sitting.Presence) int { return cmp.Compare(a.Member, b.Member) })
		for _, p := range b.Took {
			all.add("before it %d was %s, %s since %s", p.Member, p.Mode, committed(p.Reason), stampOf(p.At))
		}
	}
	attendance := slices.SortedFunc(slices.Values(m.Attendance), func(a, b sitting.Attendance) int { return cmp.Compare(a.Member.Person, b.Member.Person) })
	for _, a := range attendance {
		all.add("member %d is %s, %s since %s, told %s", a.Member.Person, a.Mode, committed(a.Reason), stampOf(a.At), secondOf(a.ToldAt))
		for _, p := range sheet.Moves[time.Time{}][a.Member.Person] {
			all.add("member %d became %s, %s at %s", a.Member.Person, p.Mode, committed(p.Reason), stampOf(p.At))
		}
	}
	for _, a := range m.Attendees {
		all.add("attends %s since %s", committed(a.Name, string(a.Status), a.Whose), stampOf(a.At))
	}
	late, missed := m.Shortfall(sheet.Commission.Profile, calendar.On(m.StartsAt, sheet.Commission.Profile.Zone()))
	all.add("told late %v, not told %v", personsOf(late), personsOf(missed))
	if m.Agenda != nil {
		all.votes(*m.Agenda)
	}
	for _, item := range m.Items {
		title, text := textDigest(item.Title), ""
		ref := item.Ref.String()
		if item.General() {
			ref, text = "", sitting.TextDigest(item.Title, item.Matter.Text)
		}
		all.add("item %d %s, title %s, text %s, brought by %d, demanded by %d %s: %s, missed %s", item.Ordinal, ref, title, text, item.Rapporteur, item.Matter.Demander,
			committed(item.Matter.DemandedBy), item.State, dateOf(item.Missed))
		all.add("heard %s, spoke %s, interest %s", textDigest(item.Heard), textDigest(item.Spoke), item.Interest)
		for _, in := range item.Invitations {
			on := ""
			if in.Way == sitting.ByPost && !in.DoneAt.IsZero() && !in.DoneAt.Equal(in.SentAt) {
				on = calendar.On(in.DoneAt, sheet.Commission.Profile.Zone()).String()
			}
			all.add("invited %s by %s: %s, sent %s, name %s, note %s, on %s", in.Whom, in.Way, in.State, secondOf(in.SentAt), committed(in.Name), committed(in.Note), on)
		}
		for n, p := range item.Speeches {
			state := p.State()
			if state == sitting.Paused {
				state = sitting.Speaking
			}
			all.add("speech %d of %d %d %s, %s: %s, summary %s, abuse %s, grants %v", n+1, p.Member, p.Attendee, committed(p.Name, string(p.Status), p.Whose), p.Kind, state,
				textDigest(p.Summary), textDigest(p.Abuse), grantsOf(p.Grants))
		}
		for n, g := range item.Suggestions {
			all.add("proposal %d of %d %d %s: %s, withdrawn %s", n+1, g.Member, g.Attendee, committed(g.Name, string(g.Status), g.Whose), textDigest(g.Text), stampOf(g.WithdrawnAt))
		}
		for _, a := range item.Amendments {
			all.add("amendment %d of %d: %s is %s", a.Number, a.Author, textDigest(a.Content), a.State)
		}
		all.votes(item)
		for _, d := range item.Dissents {
			all.add("dissent of %d: %s at %s", d.Member, textDigest(d.Text), stampOf(d.At))
		}
		if item.State == sitting.Adopted && !item.General() {
			all.add("ruling %s: %s", sheet.Rulings[item.ID], ruling.TextDigest(sheet.Operative[item.ID]))
		}
	}
	return all
}

func personsOf(members []commission.Member) []int64 {
	ids := []int64{}
	for _, m := range members {
		ids = append(ids, int64(m.Person))
	}
	slices.Sort(ids)
	return ids
}

func grantsOf(grants []sitting.Grant) (all []string) {
	for _, g := range grants {
		all = append(all, fmt.Sprintf("%d min %d-%d-%d", g.Minutes, g.Show.For, g.Show.Against, g.Show.Abstained))
	}
	return all
}

// votes are the statements on every vote on an item that is over.
func (s *statements) votes(item sitting.Item) {
	polls := slices.DeleteFunc(slices.Clone(item.Polls), func(p sitting.Poll) bool { return p.ClosedAt.IsZero() })
	if len(item.Votes) > 0 && item.State.Settled() {
		polls = append(polls, sitting.Poll{Motion: sitting.OnDraft, Question: item.Question, Text: item.Text, Votes: item.Votes, Hands: item.Hands, Result: item.Result})
	}
	for _, p := range polls {
		votes, hands, ballot := map[string]string{}, map[string]int{}, map[string]int{}
		for _, v := range p.Votes {
			votes[strconv.Itoa(int(v.Member))] = string(v.Choice)
		}
		if p.Hands != nil {
			hands = p.Hands.Counts()
		}
		counting := ""
		if c := p.Counting; c != nil {
			counting = fmt.Sprintf("%v under %d, %d ballots, abstaining %v, %q", c.Members, c.Chair, c.Ballots, c.Abstain, c.Text)
		}
		if p.Protocol != nil {
			ballot = p.Protocol.Counts()
		}
		s.add("vote on %s %s, text %s, clauses %v of %d, to %v, %q, amendment %d, counting %s, ballot %v: votes %v, hands %v, %s", p.Motion, p.Question, p.Text, p.Clauses, p.Of, p.Members,
			p.Reason, p.Amendment, counting, ballot, votes, hands, outcomeOf(p))
	}
	if r := item.Result; r != nil && r.Tally.Secret {
		s.add("secret ballot: %s of %s, %d needed", r.Fate, r.Majority.Basis, r.Needed)
	}
}

func outcomeOf(p sitting.Poll) string {
	if p.Broken != "" {
		return "broken off: " + p.Broken
	}
	r := p.Result
	return fmt.Sprintf("%s of %s, %d needed, casting %v, %d of %d present: %d-%d-%d-%d", r.Fate, r.Majority.Basis, r.Needed, r.Casting, r.Tally.Present, r.Tally.Established,
		r.Tally.For, r.Tally.Against, r.Tally.Abstained, r.Tally.NotVoting)
}

// agree checks that the minutes of a sitting state what its docket says, and nothing else.
func (h *harness) agree(t *testing.T, number int) *retold {
	t.Helper()
	said, difference := h.compared(t, number)
	if difference != "" {
		t.Fatalf("R-084: %s", difference)
	}
	return said
}

// compared lays the minutes of a sitting beside its docket: where they first differ.
func (h *harness) compared(t *testing.T, number int) (said *retold, difference string) {
	t.Helper()
	sheet, err := h.db.MinutesSheet(t.Context(), h.own, number)
	must(t, err)
	said = h.retold(t, sheet)
	inMinutes, inDocket := stated(sheet), said.statements()
	for i := range max(len(inMinutes), len(inDocket)) {
		if i >= len(inMinutes) || i >= len(inDocket) || inMinutes[i] != inDocket[i] {
			return said, fmt.Sprintf("the minutes state\n%s\nthe docket says\n%s", strings.Join(inMinutes[i:min(i+3, len(inMinutes))], "\n"), strings.Join(inDocket[i:min(i+3, len(inDocket))], "\n"))
		}
	}
	return said, ""
}

// printed checks that the paper says in words what the docket says in numbers.
func (r *retold) printed(t *testing.T, sheet document.MinutesSheet) {
	t.Helper()
	text := strings.ReplaceAll(sheet.Paper().Plain(), "\u00a0", " ")
	rest := text
	for _, sum := range r.sums() {
		at := strings.Index(rest, sum)
		if at < 0 {
			t.Fatalf("R-084: the minutes do not say %q where the docket does:\n%s", sum, text)
		}
		rest = rest[at+len(sum):]
	}
	zone := sheet.Commission.Profile.Zone()
	for _, at := range r.moved {
		if local := at.In(zone); !strings.Contains(text, fmt.Sprintf("%d:%02d", local.Hour(), local.Minute())) {
			t.Errorf("R-062: somebody came or left at %s, and the minutes say nothing of it:\n%s", local, text)
		}
	}
	for _, spoke := range r.held() {
		if !strings.Contains(text, strings.ReplaceAll(sheet.Names[spoke].Short(), "\u00a0", " ")+" – ") {
			t.Errorf("R-084: member %d spoke, and the minutes do not name them", spoke)
		}
	}
}

// entriesOf reads a chain from its first entry on.
func (h *harness) entriesOf(t *testing.T, chain docket.Chain) []docket.Entry {
	t.Helper()
	entries, err := h.db.History(t.Context(), chain, 100_000)
	must(t, err)
	slices.Reverse(entries)
	return entries
}

// saying reads the facts of an entry.
type saying map[string]any

func readFacts(t *testing.T, e docket.Entry) saying {
	t.Helper()
	facts := saying{}
	must(t, json.Unmarshal(e.Payload, &facts))
	return facts
}

func (f saying) text(name string) string { s, _ := f[name].(string); return s }
func (f saying) number(name string) int  { n, _ := f[name].(float64); return int(n) }
func (f saying) is(name string) bool     { b, _ := f[name].(bool); return b }

func (f saying) numbers(name string) (all []int64) {
	list, _ := f[name].([]any)
	for _, each := range list {
		n, _ := each.(float64)
		all = append(all, int64(n))
	}
	return all
}

func (f saying) texts(name string) (all []string) {
	list, _ := f[name].([]any)
	for _, each := range list {
		s, _ := each.(string)
		all = append(all, s)
	}
	return all
}

func (f saying) table(name string) map[string]any {
	table, _ := f[name].(map[string]any)
	if table == nil {
		table = map[string]any{}
	}
	return table
}
