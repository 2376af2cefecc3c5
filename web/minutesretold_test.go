package web

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/docket"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/sitting"
)

// retold is a sitting as its docket alone tells it, see retold.take.
type retold struct {
	zone                                *time.Location
	opened, closed                      time.Time
	starts, place, urgentReason, tellBy string
	video, urgent                       bool
	seats                               int
	presided, kept                      []retoldDuty
	breaks                              []retoldBreak
	members                             map[int64]*retoldMember
	attendees                           []retoldAttendee
	agenda                              retoldItem
	items                               []*retoldItem
	moved                               []time.Time // after the beginning
	rulings                             map[string]string
}

type retoldDuty struct {
	who                  int
	title, ground, since string
}

type retoldBreak struct {
	from, expected, until, place, reason string
	took                                 []string
}

type retoldMember struct {
	mode, reason, since, told, firstTold, entered string
	moves                                         []string
	last                                          string // mode of the last of them
}

type retoldAttendee struct{ who, at string }

type retoldItem struct {
	ref, title, text, who, state, missed, heard, spoke, interest, adopted string
	rapporteur, demander                                                  int
	invitations                                                           []saying
	speeches                                                              []*retoldSpeech
	suggestions                                                           []*retoldSuggestion
	amendments                                                            []*retoldAmendment
	open                                                                  saying
	votes                                                                 []string
	sums                                                                  []string
	parts                                                                 []bool
	dissents                                                              []retoldDissent
	ballot                                                                string
}

type retoldSpeech struct {
	member, attendee                  int
	who, kind, state, summary, reason string
	grants                            []string
}

type retoldSuggestion struct {
	member, attendee     int
	who, text, withdrawn string
}

type retoldAmendment struct {
	author      identity.ID
	text, state string
}

type retoldDissent struct {
	member   identity.ID
	text, at string
}

// retold reads the docket of a sitting, and the numbers of its rulings in those of the complaints.
func (h *harness) retold(t *testing.T, sheet document.MinutesSheet) *retold {
	t.Helper()
	r := &retold{zone: sheet.Commission.Profile.Zone(), members: map[int64]*retoldMember{}, rulings: map[string]string{}, agenda: retoldItem{state: "pending"}}
	for _, e := range h.entriesOf(t, docket.SittingChain(int64(sheet.Sitting.ID))) {
		r.take(t, e)
	}
	for _, item := range sheet.Sitting.Items {
		if item.General() {
			continue
		}
		for _, e := range h.entriesOf(t, docket.ComplaintChain(int64(item.Complaint))) {
			if e.Act == "adoption" {
				r.rulings[item.Ref.String()] = readFacts(t, e).text("number")
			}
		}
	}
	return r
}

func (r *retold) take(t *testing.T, e docket.Entry) {
	t.Helper()
	f, at := readFacts(t, e), stampOf(e.At)
	item := r.item(f)
	switch e.Act {
	case "convening":
		r.place, r.urgentReason, r.tellBy, r.video, r.urgent = f.text("place"), f.text("urgent_reason"), f.text("tell_by"), f.is("video"), f.is("urgent")
		r.seats, r.starts = f.number("established"), f.text("starts_at")
		r.asked(f.numbers("members"), at)
		r.known(int64(e.Actor), e.At)
	case "opening", "continuation", "presiding", "secretary":
		if e.Act == "opening" {
			r.opened, r.seats = e.At, f.number("established")
		}
		if e.Act == "continuation" {
			r.breaks[len(r.breaks)-1].until = at
		}
		r.presided = onDuty(r.presided, retoldDuty{f.number("presiding"), f.text("presiding_title"), f.text("presiding_ground"), at})
		r.kept = onDuty(r.kept, retoldDuty{f.number("secretary"), f.text("secretary_title"), "", at})
	case "attendance", "absence", "answer":
		r.takePresence(e, f)
	case "member_told":
		r.told(f.text("way"), int64(f.number("member")), f.text("told"))
	case "attendee":
		r.attendees = append(r.attendees, retoldAttendee{f.text("who"), at})
	case "attendee_struck":
		since, err := time.Parse(time.RFC3339Nano, f.text("since"))
		must(t, err)
		i := slices.IndexFunc(r.attendees, func(a retoldAttendee) bool { return a.who == f.text("who") && a.at == stampOf(since) })
		r.attendees = slices.Delete(r.attendees, i, i+1)
	case "break", "adjournment":
		r.takeBreak(e, f)
	case "break_ended":
		r.breaks[len(r.breaks)-1].until = at
	case "item_added", "vote_demanded":
		r.takeItem(e, f)
	case "item_removed":
		r.items = slices.DeleteFunc(r.items, func(i *retoldItem) bool { return i == item })
	case "item_moved":
		r.items = slices.DeleteFunc(r.items, func(i *retoldItem) bool { return i == item })
		r.items = slices.Insert(r.items, f.number("to")-1, item)
	case "demand_withdrawn":
		item.settled("withdrawn")
	case "closing":
		r.close(e, f)
	case "notices_sent", "item_planned", "signature", "extract", "sheet", "notice_failed":
	default:
		if !item.takeDebate(e, f) && !item.takeVote(e, f) {
			t.Fatalf("the docket says %s %s, of which minutes know nothing", e.Act, e.Payload)
		}
	}
}

// item is what a line is about; the agenda is number zero.
func (r *retold) item(f saying) *retoldItem {
	if ref := f.text("complaint"); ref != "" {
		for _, i := range r.items {
			if i.ref == ref {
				return i
			}
		}
		return nil
	}
	n, given := f["item"].(float64)
	switch {
	case !given || int(n) > len(r.items):
		return nil
	case n == 0:
		return &r.agenda
	}
	return r.items[int(n)-1]
}

func (r *retold) asked(members []int64, at string) {
	for _, id := range members {
		told := &retoldMember{}
		if was := r.members[id]; was != nil {
			told.firstTold, told.entered = was.firstTold, was.entered
		}
		told.since = at
		r.members[id] = told
	}
}

func onDuty(duties []retoldDuty, d retoldDuty) []retoldDuty {
	if n := len(duties); n > 0 && duties[n-1].who == d.who && duties[n-1].title == d.title {
		return duties
	}
	return append(duties, d)
}

func (r *retold) known(member int64, at time.Time) {
	if m := r.members[member]; m != nil && m.firstTold == "" && m.entered == "" {
		m.firstTold = secondOf(at)
	}
}

func (r *retold) told(way string, member int64, at string) {
	switch m := r.members[member]; {
	case slices.Contains(sitting.ByHand, sitting.Way(way)):
		m.entered = at
	case m.firstTold == "" || at < m.firstTold:
		m.firstTold = at
	}
}

// shortfall is who was told late and who was not: compared by days, of the opening the last.
func (r *retold) shortfall() (late, missed []int64) {
	late, missed = []int64{}, []int64{}
	day := func(stamp string) string {
		at, err := time.Parse(time.RFC3339, stamp)
		if err != nil {
			return ""
		}
		return calendar.On(at, r.zone).String()
	}
	begins := day(r.starts)
	if !r.opened.IsZero() {
		begins = day(secondOf(r.opened))
	}
	for id, m := range r.members {
		told := m.firstTold
		if told == "" || m.entered != "" && m.entered < told {
			told = m.entered
		}
		switch {
		case r.tellBy == "":
		case told == "" && begins > r.tellBy:
			missed = append(missed, id)
		case told != "" && day(told) > r.tellBy:
			late = append(late, id)
		}
	}
	slices.Sort(late)
	slices.Sort(missed)
	return late, missed
}

func (r *retold) takePresence(e docket.Entry, f saying) {
	id := int64(f.number("member"))
	m, at := r.members[id], stampOf(e.At)
	switch e.Act {
	case "answer":
		r.known(id, e.At)
		if m.mode == "absent" && m.told != "" {
			m.mode, m.reason, m.told, m.moves, m.last = "", "", "", nil, ""
		}
		m.since = at
		return
	case "absence":
		m.mode, m.reason, m.told = "absent", f.text("reason"), f.text("told")
		if f.text("said") != "" {
			r.known(id, e.At)
		}
	case "attendance":
		m.mode, m.reason = f.text("mode"), f.text("reason")
		if m.mode != "absent" {
			m.told = ""
		}
	}
	m.since = at
	if m.last != m.mode {
		m.moves, m.last = append(m.moves, fmt.Sprintf("%s, %s at %s", m.mode, m.reason, at)), m.mode
		if !r.opened.IsZero() && !r.adjourned() {
			r.moved = append(r.moved, e.At)
		}
	}
	if m.mode == "absent" { // whoever leaves speaks no more
		r.floor(func(p *retoldSpeech) bool { return p.member == int(id) }, "spoken")
	}
}

func (r *retold) adjourned() bool {
	n := len(r.breaks)
	return n > 0 && r.breaks[n-1].place != "" && r.breaks[n-1].until == ""
}

// floor ends the speech that goes on, if it is the one.
func (r *retold) floor(is func(*retoldSpeech) bool, state string) {
	for _, item := range r.items {
		for _, p := range item.speeches {
			if p.state == "speaking" && is(p) {
				p.state = state
			}
		}
	}
}

func (r *retold) takeBreak(e docket.Entry, f saying) {
	b := retoldBreak{from: stampOf(e.At), expected: f.text("expected"), place: f.text("place"), reason: f.text("reason")}
	if e.Act == "adjournment" {
		b.expected = f.text("until")
		for _, id := range slices.Sorted(maps.Keys(r.members)) {
			m := r.members[id]
			b.took = append(b.took, fmt.Sprintf("before it %d was %s, %s since %s", id, m.mode, m.reason, m.since))
		}
		r.asked(f.numbers("members"), stampOf(e.At))
	}
	r.breaks = append(r.breaks, b)
}

func (r *retold) takeItem(e docket.Entry, f saying) {
	i := &retoldItem{ref: f.text("complaint"), title: f.text("title"), text: f.text("text"), who: f.text("who"), rapporteur: f.number("rapporteur"), state: "pending"}
	if e.Act == "vote_demanded" && !f.is("from_above") {
		i.demander = int(e.Actor)
	}
	r.items = append(r.items, i)
}

func (r *retold) close(e docket.Entry, f saying) {
	r.closed = e.At
	refs, days := f.texts("late"), f.texts("missed")
	for _, i := range r.items {
		if i.state != "pending" {
			continue
		}
		i.settled("postponed")
		if n := slices.Index(refs, i.ref); i.ref != "" && n >= 0 {
			i.missed = days[n]
		}
	}
	if n := len(r.breaks); n > 0 && r.breaks[n-1].until == "" && r.breaks[n-1].place == "" {
		r.breaks[n-1].until = stampOf(e.At)
	}
	r.floor(func(*retoldSpeech) bool { return true }, "spoken")
}
