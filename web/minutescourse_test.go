package web

import (
	"errors"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// courses is how many sittings the property goes through, and triedActs how many acts are tried
// in each before it is brought to its end.
const (
	courses   = 2
	triedActs = 130
)

// TestMinutesAgreeWithTheDocket: R-084. Members and officers do anything in any order, over
// the real store, by the book and against it. Whatever was refused left no line and no
// change; what was done is one line; and the minutes state what the lines say.
//
// REDRESS_COURSE_SEED repeats a run by the seed it printed.
func TestMinutesAgreeWithTheDocket(t *testing.T) {
	seed := rand.Uint64()
	if given, err := strconv.ParseUint(os.Getenv("REDRESS_COURSE_SEED"), 10, 64); err == nil {
		seed = given
	}
	t.Logf("REDRESS_COURSE_SEED=%d", seed)
	seen, counting := map[string]int{}, sync.Mutex{}
	t.Run("courses", func(t *testing.T) { // is over when all of them are, which run beside each other
		for n := range courses {
			t.Run(strconv.Itoa(n), func(t *testing.T) {
				w := newWalk(t, rand.New(rand.NewPCG(seed, uint64(n)))) // #nosec G404 -- a course of a test
				w.goes(t)
				w.finds(t)
				entries := w.h.entriesOf(t, docket.SittingChain(int64(w.s.ID)))
				counting.Lock()
				defer counting.Unlock()
				for _, e := range entries {
					seen[e.Act]++
				}
			})
		}
	})
	for _, act := range []string{"opening", "attendance", "vote_closed", "minutes_text", "closing"} {
		if seen[act] == 0 {
			t.Errorf("%s never happened: the property saw nothing of it", act)
		}
	}
	t.Log(seen)
}

// walk is one course of a sitting.
type walk struct {
	h       *harness
	r       *rand.Rand
	now     time.Time
	number  int
	s       sitting.Sitting // as it stands
	lines   int64
	members []identity.Actor
	refused int
}

// newWalk convenes a sitting with two complaints, the draft of one divided into parts.
func newWalk(t *testing.T, r *rand.Rand) *walk {
	t.Helper()
	h := filled(t)
	w := &walk{h: h, r: r, now: harnessNow}
	m, err := h.db.Moment(t.Context(), h.own)
	must(t, err)
	for _, member := range m.Composition.On(m.Day) {
		w.members = append(w.members, identity.Actor{ID: member.Person, Office: member.Office, Commission: h.own})
	}
	call := sitting.Call{StartsAt: harnessNow.Add(time.Duration(1+r.IntN(72)) * time.Hour), Place: "зал 2", Video: r.IntN(3) > 0}
	if w.one(3) {
		call.Urgent, call.UrgentReason = true, "Голосование через неделю."
	}
	w.number, err = h.Sittings.Convene(t.Context(), h.chair, call)
	must(t, err)
	h.drafted(t, w.number, complaint.Contested{Inaction: true}, ruling.Selection{Outcome: regulation.Dismiss})
	h.drafted(t, w.number, bothContested, ruling.Selection{Outcome: regulation.Remand, ByParts: w.one(2), Duty: ruling.Reconsider, Until: calendar.Day(2026, 9, 20),
		Findings: []ruling.Finding{{Kind: ruling.Decision, About: "от 8 сентября № 7/24", Verdict: ruling.AnnulInFull}, {Kind: ruling.Inaction, About: "молчание комиссии", Verdict: ruling.FindUnlawful}}})
	w.read(t)
	return w
}

// drafted puts a new complaint with a draft on the agenda.
func (h *harness) drafted(t *testing.T, number int, contested complaint.Contested, chosen ruling.Selection) {
	t.Helper()
	ref := h.registered(contested)
	draft := ruling.Draft{Facts: "Дверь закрыта.\nОбъявления нет.", Reasons: "График не соблюдался.", Law: "67-ФЗ, статья 27", Demands: ruling.DemandsOf(h.complaint(ref)), Selection: chosen}
	for i := range draft.Demands {
		draft.Demands[i].Answer = "Требование проверено."
	}
	must(t, h.Rulings.Save(t.Context(), h.actor("member"), ref, 0, draft))
	must(t, h.Rulings.Complete(t.Context(), h.actor("member"), ref))
	must(t, h.Rulings.Schedule(t.Context(), h.secretary, number, ref))
	s, err := h.db.Sitting(t.Context(), h.own, number)
	must(t, err)
	for _, party := range sitting.Parties {
		must(t, h.Sittings.Invite(t.Context(), h.secretary, number, s.Items[len(s.Items)-1].ID,
			sitting.Invitation{Whom: party, Way: sitting.ByPhone, State: sitting.Delivered, SentAt: harnessNow.Add(-time.Hour)}))
	}
}

func (w *walk) read(t *testing.T) {
	t.Helper()
	var err error
	w.s, err = w.h.db.Sitting(t.Context(), w.h.own, w.number)
	must(t, err)
	must(t, w.h.db.Pool().QueryRow(t.Context(), `SELECT seq FROM docket_heads WHERE chain = $1`, string(docket.SittingChain(int64(w.s.ID)))).Scan(&w.lines))
}

// one is true once in n times.
func (w *walk) one(n int) bool { return w.r.IntN(n) == 0 }

// goes tries acts, brings the sitting to its end and tries some more. In between and at the
// end the minutes are laid beside the docket.
func (w *walk) goes(t *testing.T) {
	for n := range triedActs {
		if n == triedActs/4 {
			w.begins(t)
		}
		w.step(t, w.anyAct())
		if n%40 == 39 {
			w.h.agree(t, w.number)
		}
	}
	for range 200 {
		if w.s.State == sitting.Closed {
			break
		}
		w.step(t, w.ending())
	}
	if w.s.State != sitting.Closed {
		t.Fatalf("the sitting was not brought to its end: %+v", w.s)
	}
	for range 20 {
		w.step(t, w.afterwards())
	}
	said := w.h.agree(t, w.number)
	sheet, err := w.h.db.MinutesSheet(t.Context(), w.h.own, w.number)
	must(t, err)
	said.printed(t, sheet)
	found, err := w.h.db.VerifyDocket(t.Context())
	must(t, err)
	if len(found.Faults) > 0 {
		t.Errorf("the docket does not verify: %v", found.Faults)
	}
	if w.refused == 0 {
		t.Error("nothing was refused: the property saw no unlawful act")
	}
}

// step tries an act at the next moment: it leaves one line, or nothing at all.
func (w *walk) step(t *testing.T, act func() error) {
	t.Helper()
	w.now = w.now.Add(time.Duration(w.r.IntN(90))*time.Second + time.Duration(w.r.IntN(1_000_000))*time.Microsecond)
	w.h.at(w.now)
	before, lines := w.s, w.lines
	err := act()
	w.read(t)
	if err == nil {
		if w.lines != lines+1 || w.s.Version <= before.Version {
			t.Fatalf("an act left %d lines, the version went from %d to %d", w.lines-lines, before.Version, w.s.Version)
		}
		return
	}
	w.refused++
	if _, only := refusalsIn(err); !only && !errors.Is(err, sitting.ErrNotFound) {
		t.Fatalf("an act failed: %v", err)
	}
	if w.lines != lines || !reflect.DeepEqual(w.s, before) {
		t.Fatalf("the refusal %v left %d lines, and\n%+v\ninstead of\n%+v", err, w.lines-lines, w.s, before)
	}
}

// pick takes one of several.
func pick[T any](w *walk, from []T) T { return from[w.r.IntN(len(from))] }

// runs is who runs the sitting; now and then somebody else tries.
func (w *walk) runs() identity.Actor {
	if w.one(12) {
		return pick(w, w.members)
	}
	return w.actor(w.s.Secretary.Person)
}

func (w *walk) actor(id identity.ID) identity.Actor {
	i := slices.IndexFunc(w.members, func(a identity.Actor) bool { return a.ID == id })
	return w.members[i]
}

// about is an item, mostly the one that something goes on with.
func (w *walk) about() sitting.Item {
	if open, ok := w.s.Voting(); ok && !w.one(8) {
		return open
	}
	if w.s.Agenda != nil && w.s.Agenda.State == sitting.Pending && !w.one(3) {
		return *w.s.Agenda
	}
	if on, _, _, ok := w.s.Floor(); ok && !w.one(4) {
		return on
	}
	if len(w.s.Items) == 0 {
		return sitting.Item{ID: 1}
	}
	return pick(w, w.s.Items)
}

func (w *walk) speech(item sitting.Item) int {
	if on, _, n, ok := w.s.Floor(); ok && on.ID == item.ID && !w.one(4) {
		return n
	}
	return 1 + w.r.IntN(len(item.Speeches)+1)
}

func (w *walk) speaker() sitting.Speaker {
	if len(w.s.Attendees) > 0 && w.one(3) {
		return sitting.Speaker{Attendee: pick(w, w.s.Attendees).ID}
	}
	return sitting.Speaker{Member: pick(w, w.members).ID}
}

// waiting is a member who is not there, whoever it is if nobody is.
func (w *walk) waiting() identity.ID {
	for _, i := range w.r.Perm(len(w.s.Attendance)) {
		if a := w.s.Attendance[i]; !a.Mode.Present() {
			return a.Member.Person
		}
	}
	return pick(w, w.members).ID
}

var tellings = []string{"", "болезнь", "служебная поездка"}

// anyAct is what somebody tries now.
func (w *walk) anyAct() func() error {
	switch {
	case w.s.State == sitting.Planned:
		return w.preparation()
	case w.s.Adjourned() && !w.one(5):
		if w.one(3) {
			w.now = w.now.Add(14 * time.Hour)
		}
		return pick(w, []func() func() error{w.comes, w.comes, w.comes, w.continues, w.leaves})()
	case w.s.Breakable() && w.one(2):
		return w.breaksOff()
	}
	if b, ok := w.s.Break(); ok && !b.Adjourns() && w.one(3) {
		return w.endsBreak()
	}
	if _, voting := w.s.Voting(); voting && !w.one(5) {
		return pick(w, []func() func() error{w.casts, w.casts, w.hands, w.gives, w.gives, w.silent, w.concludes, w.concludes, w.leaves, w.breaksOff, w.floor})()
	}
	if w.s.Agenda != nil && w.s.Agenda.State == sitting.Pending && w.one(2) {
		return w.puts()
	}
	return pick(w, []func() func() error{w.comes, w.leaves, w.floor, w.floor, w.floor, w.floor, w.floor, w.floor, w.proposals, w.proposals, w.puts, w.puts, w.puts, w.interrupts, w.duties, w.casts, w.concludes, w.writes, w.agenda, w.attends})()
}

// finds checks that the comparison sees what was quietly changed: a coming that nobody
// recorded, a text written over.
func (w *walk) finds(t *testing.T) {
	t.Helper()
	for name, statement := range map[string]string{
		"a coming": `INSERT INTO attendance (sitting_id, person_id, office, mode, reason, at)
			SELECT sitting_id, person_id, office, CASE mode WHEN 'absent' THEN 'hall' ELSE 'absent' END, '', at + interval '1 minute' FROM attendance ORDER BY id DESC LIMIT 1`,
		"a text": `UPDATE items SET heard = heard || ' И ещё.' WHERE ordinal = 1`,
	} {
		_, err := w.h.db.Pool().Exec(t.Context(), statement)
		must(t, err)
		if _, difference := w.h.compared(t, w.number); difference == "" {
			t.Errorf("R-084: %s was changed, and minutes and docket agree", name)
		}
	}
}

// begins has the sitting opened and its agenda adopted, if people have not come to it yet.
func (w *walk) begins(t *testing.T) {
	t.Helper()
	ctx, by := t.Context(), w.actor(w.s.Secretary.Person)
	if w.s.State == sitting.Planned {
		for _, i := range w.r.Perm(len(w.s.Attendance))[:2] {
			w.s.Attendance[i].Mode = sitting.InHall // does not come
		}
		for _, a := range w.s.Attendance {
			if !a.Mode.Present() || a.Member.Person == w.s.Presiding.Person || a.Member.Person == by.ID {
				w.step(t, func() error { return w.h.Sittings.Attend(ctx, by, w.number, a.Member.Person, sitting.InHall, "") })
			}
		}
		if w.now.Before(w.s.StartsAt) {
			w.now = w.s.StartsAt
		}
		w.step(t, func() error { return w.h.Sittings.Open(ctx, by, w.number) })
	}
	if w.s.State != sitting.Open || w.s.Agenda == nil || w.s.Agenda.State != sitting.Pending {
		return
	}
	agenda, votes := w.s.Agenda.ID, map[identity.ID]sitting.Choice{}
	for _, a := range w.s.Others() {
		votes[a.Member.Person] = sitting.For
	}
	w.step(t, func() error { return w.h.Rulings.OpenVote(ctx, by, w.number, agenda) })
	w.step(t, func() error { return w.h.Sittings.CastVotes(ctx, by, w.number, agenda, votes) })
	w.step(t, func() error { return w.h.Rulings.Conclude(ctx, by, w.number, agenda, sitting.For) })
}

// ending is what brings the sitting to its end.
func (w *walk) ending() func() error {
	by := w.actor(w.s.Secretary.Person)
	if open, voting := w.s.Voting(); voting {
		switch {
		case w.s.Breakable():
			return w.breaksOff()
		case len(w.s.Waiting(open)) > 0:
			return func() error { return w.h.Sittings.CastVotes(w.h.t.Context(), by, w.number, open.ID, w.choices()) }
		}
		return func() error { return w.h.Rulings.Conclude(w.h.t.Context(), by, w.number, open.ID, sitting.Against) }
	}
	if on, _, n, speaks := w.s.Floor(); speaks {
		return func() error { return w.h.Sittings.EndSpeech(w.h.t.Context(), by, w.number, on.ID, n) }
	}
	if b, ok := w.s.Break(); ok && !b.Adjourns() {
		return func() error { return w.h.Sittings.EndBreak(w.h.t.Context(), by, w.number) }
	}
	for _, item := range w.s.Items {
		if item.General() && item.State == sitting.Pending && item.Matter.Demanded() && w.one(2) {
			return func() error { return w.h.Rulings.OpenVote(w.h.t.Context(), by, w.number, item.ID) }
		}
	}
	if w.one(2) {
		return w.anyAct()
	}
	return func() error { return w.h.Sittings.Close(w.h.t.Context(), by, w.number, true) }
}

// choices are votes of everybody present but the presiding member.
func (w *walk) choices() map[identity.ID]sitting.Choice {
	votes := map[identity.ID]sitting.Choice{}
	for _, a := range w.s.Others() {
		votes[a.Member.Person] = pick(w, []sitting.Choice{sitting.For, sitting.For, sitting.For, sitting.Against, sitting.Abstained, sitting.NotVoting})
		if given, ok := w.about().Current().Vote(a.Member.Person); ok && given.Personal {
			votes[a.Member.Person] = given.Choice
		}
	}
	return votes
}
