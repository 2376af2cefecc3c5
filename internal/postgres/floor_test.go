package postgres_test

import (
	"reflect"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/postgres"
	"redress/internal/postgres/pgtest"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// TestASittingSurvivesInTheMiddle: after each step another process reads the sitting as it
// was left, mid-speech, mid-break and adjourned, and goes on with it.
func TestASittingSurvivesInTheMiddle(t *testing.T) {
	ctx, db := t.Context(), pgtest.New(t)
	now := time.Date(2026, 9, 14, 4, 0, 0, 0, time.UTC)
	pgtest.SetNow(t, db, now)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	own, err := db.AddCommission(ctx, commission.Commission{Code: "42-1", Kind: commission.Territorial, Name: "ТИК", Established: 5, Profile: regulation.Izhmorsky()})
	must(err)
	var actors []identity.Actor
	for i, office := range []identity.Office{identity.Chair, identity.Deputy, identity.Secretary, identity.Member} {
		id, err := db.AddPerson(ctx, identity.Name{Surname: []string{"Орлов", "Петров", "Серова", "Членов"}[i], Given: "И"}, "")
		must(err)
		must(db.Seat(ctx, own, id, office, calendar.Day(2026, 1, 1)))
		actors = append(actors, identity.Actor{ID: id, Office: office, Commission: own})
	}
	chair, deputy, secretary, member := actors[0], actors[1], actors[2], actors[3]
	other := replica(t, db)
	number, err := sitting.NewService(db).Convene(ctx, chair, sitting.Call{StartsAt: now.Add(time.Hour), Place: "зал 2"})
	must(err)
	stores := []*postgres.DB{db, other}
	turn := 0
	clock := func(at time.Time) { pgtest.SetNow(t, db, at) }
	step := func(act func(sitting.Sitting, commission.Moment) (sitting.Sitting, docket.Line, error)) sitting.Sitting {
		t.Helper()
		now = now.Add(time.Minute + 123*time.Microsecond)
		clock(now)
		var left sitting.Sitting
		must(stores[turn%2].ChangeSitting(ctx, own, number, func(s sitting.Sitting, m commission.Moment) (sitting.Sitting, docket.Line, error) {
			next, line, err := act(s, m)
			left = next
			return next, line, err
		}))
		turn++
		read, err := stores[turn%2].Sitting(ctx, own, number)
		must(err)
		if len(left.Items) > 0 && left.Items[0].ID != 0 && (!reflect.DeepEqual(read.Items[0].Speeches, left.Items[0].Speeches) || !reflect.DeepEqual(read.Items[0].Suggestions, left.Items[0].Suggestions)) {
			t.Fatalf("the debate is read as\n%+v\nleft as\n%+v", read.Items[0], left.Items[0])
		}
		if !reflect.DeepEqual(read.Breaks, left.Breaks) || !reflect.DeepEqual(duties(read.Presided), duties(left.Presided)) || !reflect.DeepEqual(duties(read.Kept), duties(left.Kept)) || read.Version != left.Version {
			t.Fatalf("the course is read as\n%+v\nleft as\n%+v", read, left)
		}
		return read
	}
	type sit = sitting.Sitting
	type mom = commission.Moment
	s := step(func(s sit, m mom) (sit, docket.Line, error) {
		return s.Propose(secretary, sitting.Proposal{Title: "О плане", Text: "Утвердить.", Question: regulation.OtherQuestion}, m)
	})
	item := s.Items[0].ID
	step(func(s sit, m mom) (sit, docket.Line, error) {
		return s.Admit(secretary, sitting.Attendee{Name: "Зимина А. К.", Status: sitting.Media, Whose: "Газета"}, m.At)
	})
	for _, a := range actors {
		step(func(s sit, m mom) (sit, docket.Line, error) {
			return s.Attend(secretary, a.ID, sitting.InHall, "", m.At)
		})
	}
	s = step(func(s sit, m mom) (sit, docket.Line, error) { return s.Open(secretary, m) })
	agenda := s.Agenda.ID
	step(func(s sit, _ mom) (sit, docket.Line, error) { return s.OpenQuestion(secretary, agenda) })
	step(func(s sit, _ mom) (sit, docket.Line, error) {
		return s.CountHands(secretary, agenda, sitting.Hands{For: s.ToCount(*s.Agenda)})
	})
	step(func(s sit, m mom) (sit, docket.Line, error) {
		next, _, line, err := s.CastPresiding(secretary, agenda, sitting.For, m)
		return next, line, err
	})
	guest := sitting.Speaker{Attendee: s.Attendees[0].ID}
	step(func(s sit, m mom) (sit, docket.Line, error) { return s.AskFloor(member, item, m) })
	step(func(s sit, m mom) (sit, docket.Line, error) {
		return s.EnterSpeaker(secretary, item, guest, sitting.CoReport, nil, m)
	})
	step(func(s sit, m mom) (sit, docket.Line, error) { return s.GiveFloor(secretary, item, 1, m) })
	step(func(s sit, m mom) (sit, docket.Line, error) { return s.PauseSpeech(secretary, item, 1, m.At) })
	step(func(s sit, m mom) (sit, docket.Line, error) { return s.ResumeSpeech(secretary, item, 1, m.At) })
	step(func(s sit, m mom) (sit, docket.Line, error) {
		return s.AddMinutes(secretary, item, 1, 2, sitting.Show{For: 3, Against: 1}, m)
	})
	step(func(s sit, m mom) (sit, docket.Line, error) { return s.Suggest(member, item, "Отложить.", m) })
	step(func(s sit, m mom) (sit, docket.Line, error) {
		return s.AnnounceBreak(secretary, m.At.Add(time.Hour), m)
	})
	step(func(s sit, m mom) (sit, docket.Line, error) { return s.EndBreak(secretary, m.At) })
	step(func(s sit, m mom) (sit, docket.Line, error) { return s.ResumeSpeech(secretary, item, 1, m.At) })
	step(func(s sit, m mom) (sit, docket.Line, error) {
		return s.WithdrawFloor(secretary, item, 1, "оскорбления", m.At)
	})
	step(func(s sit, m mom) (sit, docket.Line, error) {
		return s.Summarise(secretary, item, 1, "Говорил о плане.")
	})
	step(func(s sit, m mom) (sit, docket.Line, error) { return s.WithdrawSuggestion(member, item, 1, m.At) })
	step(func(s sit, m mom) (sit, docket.Line, error) {
		return s.Attend(secretary, chair.ID, sitting.Absent, "", m.At)
	})
	step(func(s sit, m mom) (sit, docket.Line, error) { return s.TakeChair(deputy, sitting.Show{For: 3}, m) })
	step(func(s sit, m mom) (sit, docket.Line, error) {
		return s.Adjourn(secretary, sitting.Continuation{At: m.At.AddDate(0, 0, 1), Place: "зал 3", Reason: "свет"}, m, true)
	})
	now = now.AddDate(0, 0, 1)
	for _, a := range actors[1:] {
		step(func(s sit, m mom) (sit, docket.Line, error) {
			return s.Attend(secretary, a.ID, sitting.InHall, "", m.At)
		})
	}
	step(func(s sit, m mom) (sit, docket.Line, error) { return s.Continue(secretary, m) })
	step(func(s sit, m mom) (sit, docket.Line, error) {
		return s.Attend(secretary, secretary.ID, sitting.Absent, "", m.At)
	})
	step(func(s sit, m mom) (sit, docket.Line, error) {
		return s.Attend(secretary, chair.ID, sitting.InHall, "", m.At)
	})
	s = step(func(s sit, m mom) (sit, docket.Line, error) { return s.KeepMinutes(secretary, member.ID, m) })
	if s.Presided[1].Name.Surname != "Петров" || s.Presided[1].Ground == "" || len(s.Kept) != 2 {
		t.Errorf("R-007: presided by %+v, kept by %+v", s.Presided, s.Kept)
	}
	list, err := other.Sittings(ctx, own, time.Time{}, 5)
	must(err)
	if len(list) != 1 || !list[0].ContinuesAt.IsZero() {
		t.Errorf("the list says %+v", list)
	}
	for _, forbidden := range []string{`UPDATE speeches SET minutes = 99`, `DELETE FROM speeches`, `UPDATE suggestions SET text = 'иное'`, `UPDATE breaks SET place = 'иное'`, `DELETE FROM breaks`, `UPDATE duties SET title = 'иное'`} {
		if _, err := db.Pool().Exec(ctx, forbidden); err == nil {
			t.Errorf("%s went through", forbidden)
		}
	}
}

// duties are without the names, which a closure has and a record does not.
func duties(all []sitting.Duty) []sitting.Duty {
	var bare []sitting.Duty
	for _, d := range all {
		d.Member = commission.Member{Person: d.Person}
		bare = append(bare, d)
	}
	return bare
}
