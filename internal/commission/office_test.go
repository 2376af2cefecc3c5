package commission

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"redress/internal/calendar"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

var administrator = identity.Actor{ID: 99, Office: identity.Administrator}

// paper is a decision made before autumn.
var paper = Decision{Number: "12/40", On: calendar.Day(2026, 9, 10)}

// served is the commission of nine at noon of a day; every seat has its number.
func served(day calendar.Date) Moment {
	c := nine()
	c.Commission.Kind, c.Commission.Convocation = Territorial, 1
	c.Numbers = []Number{{Established: 14}}
	for i := range c.Members {
		c.Members[i].Seat = SeatID(i + 1)
		c.Members[i].Name = identity.Name{Surname: "Членов", Given: string(rune('А' + i))}
	}
	return MomentAt(day.Start(time.UTC).Add(12*time.Hour), c, nil)
}

// refusedAs returns the keys of the refusals in an error with their fields.
func refusedAs(t *testing.T, err error) []string {
	t.Helper()
	var keys []string
	var walk func(error)
	walk = func(err error) {
		switch e := err.(type) { //nolint:errorlint // the tree itself is walked
		case nil:
		case *regulation.Refusal:
			keys = append(keys, e.Field+" "+e.Key)
		case interface{ Unwrap() []error }:
			for _, each := range e.Unwrap() {
				walk(each)
			}
		default:
			t.Fatalf("%T %v", err, err)
		}
	}
	walk(err)
	return keys
}

// act is one act on a composition.
type compositionAct func(Moment) (Composition, docket.Line, error)

func appoint(person identity.ID, office identity.Office, from, until calendar.Date) compositionAct {
	a := Appointment{Name: identity.Name{Surname: "Новый", Given: "Н"}, Login: "n", Office: office, From: from, Until: until, Decision: paper}
	return func(m Moment) (Composition, docket.Line, error) { return a.Seat(administrator, person, m) }
}

func release(person identity.ID, last calendar.Date) compositionAct {
	return func(m Moment) (Composition, docket.Line, error) {
		return Release{Person: person, Last: last, Decision: paper}.End(administrator, m)
	}
}

func transfer(person identity.ID, office identity.Office, from calendar.Date) compositionAct {
	return func(m Moment) (Composition, docket.Line, error) {
		return Transfer{Person: person, Office: office, From: from, Decision: paper}.Make(administrator, m)
	}
}

func lay(a Acting) compositionAct {
	return func(m Moment) (Composition, docket.Line, error) { return a.Lay(administrator, m) }
}

func establish(n int, from calendar.Date) compositionAct {
	return func(m Moment) (Composition, docket.Line, error) {
		return Number{Established: n, From: from, Decision: paper}.Establish(administrator, m)
	}
}

func dissolve(from calendar.Date) compositionAct {
	return func(m Moment) (Composition, docket.Line, error) {
		return Dissolution{From: from, Decision: paper}.Dissolve(administrator, m)
	}
}

func form(from calendar.Date, n int) compositionAct {
	return func(m Moment) (Composition, docket.Line, error) {
		return Formation{From: from, Established: n, Decision: paper}.Form(administrator, m)
	}
}

// done makes the acts one after another, all but the last of which must succeed.
func done(t *testing.T, m Moment, acts ...compositionAct) (Moment, error) {
	t.Helper()
	for i, act := range acts {
		next, _, err := act(m)
		if err != nil {
			if i < len(acts)-1 {
				t.Fatalf("act %d: %v", i, err)
			}
			return m, err
		}
		for j := range next.Members { // as the store would
			if next.Members[j].Seat == 0 {
				next.Members[j].Seat = SeatID(100 + len(next.Members))
			}
		}
		for j := range next.Acting {
			next.Acting[j].ID = ActingID(j + 1)
		}
		m.Composition = next
	}
	return m, nil
}

func TestActsOnACompositionAreRefused(t *testing.T) {
	none, next := calendar.Date{}, autumn.AddDays(1)
	duties := func(change func(*Acting)) compositionAct {
		a := Acting{Person: 2, From: autumn, Basis: ByDecision, Paper: paper}
		change(&a)
		return lay(a)
	}
	for _, row := range []struct {
		name string
		acts []compositionAct
		want string // empty if it is lawful
	}{
		{"R-005: one more member", []compositionAct{appoint(20, identity.Member, autumn, none)}, ""},
		{"R-006: two chairs on one day", []compositionAct{appoint(20, identity.Chair, autumn, none)}, "office office_held"},
		{"R-006: two deputies for one day only", []compositionAct{appoint(20, identity.Deputy, autumn, autumn)}, "office office_held"},
		{"R-006: a chair the day after the old one", []compositionAct{release(1, autumn), appoint(20, identity.Chair, next, none)}, ""},
		{"R-006: a chair on the last day of the old one", []compositionAct{release(1, autumn), appoint(20, identity.Chair, autumn, none)}, "office office_held"},
		{"R-005: two seats of one person", []compositionAct{appoint(9, identity.Member, autumn, none)}, "from term_overlaps"},
		{"R-005: until before from", []compositionAct{appoint(20, identity.Member, autumn, autumn.AddDays(-1))}, "until ends_before_start"},
		{"R-005: the year 202", []compositionAct{appoint(20, identity.Member, calendar.Day(202, 9, 1), none)}, "from day_impossible"},
		{"R-005: until the year 2206", []compositionAct{appoint(20, identity.Member, autumn, calendar.Day(2206, 9, 1))}, "until day_impossible"},
		{"R-004: as many as established, not more", []compositionAct{establish(10, autumn), appoint(20, identity.Member, autumn, none), appoint(21, identity.Member, autumn, none)}, "from more_than_established"},
		{"R-004: a term that runs into a lower number", []compositionAct{establish(9, next), appoint(20, identity.Member, autumn, next)}, "from more_than_established"},
		{"R-004: below the members appointed", []compositionAct{establish(8, autumn)}, "established more_than_established"},
		{"R-004: below those who come later", []compositionAct{appoint(20, identity.Member, next, none), establish(9, autumn)}, "established more_than_established"},
		{"R-004: fewer than the regulation allows", []compositionAct{establish(4, autumn)}, "established established_out_of_range"},
		{"R-004: more than the regulation allows", []compositionAct{establish(15, autumn)}, "established established_out_of_range"},
		{"R-004: before the number it follows", []compositionAct{establish(12, autumn), establish(11, autumn)}, "from number_before_number"},
		{"R-008: released on the first day", []compositionAct{release(3, first)}, ""},
		{"R-008: released before the first day", []compositionAct{release(3, first.AddDays(-1))}, "last no_term_on_day"},
		{"R-008: released twice", []compositionAct{release(3, autumn), release(3, autumn)}, "last term_ends_anyway"},
		{"R-006: a member becomes secretary", []compositionAct{release(3, autumn), transfer(9, identity.Secretary, next)}, ""},
		{"R-006: a member becomes a second secretary", []compositionAct{transfer(9, identity.Secretary, next)}, "office office_held"},
		{"R-006: the office held already", []compositionAct{transfer(9, identity.Member, autumn)}, "office office_the_same"},
		{"R-006: another office on the first day", []compositionAct{transfer(9, identity.Secretary, first)}, "transfer_from office_changed_too_early"},
		{"R-007: the deputy by decision", []compositionAct{duties(func(*Acting) {})}, ""},
		{"R-007: the deputy by the chair's order", []compositionAct{duties(func(a *Acting) { a.Basis, a.Note = ByOrder, "письмо № 7" })}, ""},
		{"R-007: an order nobody agreed to", []compositionAct{duties(func(a *Acting) { a.Basis = ByOrder })}, "note acting_agreement_missing"},
		{"R-007: the secretary by order", []compositionAct{duties(func(a *Acting) { a.Basis, a.Note, a.Person = ByOrder, "письмо № 7", 3 })}, "person acting_order_deputy_only"},
		{"R-007: an order of no chair", []compositionAct{release(1, autumn), duties(func(a *Acting) { a.Basis, a.Note, a.From = ByOrder, "письмо", next })}, "basis acting_order_without_chair"},
		{"R-007: the secretary past the deputy", []compositionAct{duties(func(a *Acting) { a.Person = 3 })}, "note acting_deputy_first"},
		{"R-007: the secretary, as the deputy is ill", []compositionAct{duties(func(a *Acting) { a.Person, a.Note = 3, "заместитель болен" })}, ""},
		{"R-007: the secretary without a deputy", []compositionAct{release(2, autumn), duties(func(a *Acting) { a.Person, a.From = 3, next })}, ""},
		{"R-007: any member", []compositionAct{duties(func(a *Acting) { a.Person = 9 })}, "person acting_not_officer"},
		{"R-007: nobody", []compositionAct{duties(func(a *Acting) { a.Person = 0 })}, "person acting_not_member"},
		{"R-007: after a release there was none of", []compositionAct{duties(func(a *Acting) { a.Basis = AfterRelease })}, "basis acting_no_release"},
		{"R-007: the secretary after the chair's release", []compositionAct{release(1, autumn), duties(func(a *Acting) { a.Basis, a.Person, a.From = AfterRelease, 3, next })}, ""},
		{"R-007: without ground", []compositionAct{duties(func(a *Acting) { a.Paper.Number = "" })}, "paper field_missing"},
		{"R-007: a decision of tomorrow", []compositionAct{duties(func(a *Acting) { a.Paper.On = next })}, "paper_on decision_in_future"},
		{"R-007: two act on one day", []compositionAct{duties(func(a *Acting) { a.Until = next }), duties(func(a *Acting) { a.Person, a.Note, a.From = 3, "болен", next })}, "acting_from acting_overlaps"},
		{"R-007: one after another", []compositionAct{duties(func(a *Acting) { a.Until = autumn }), duties(func(a *Acting) { a.Person, a.Note, a.From = 3, "болен", next })}, ""},
		{"R-009: the secretary's duties on a member", []compositionAct{duties(func(a *Acting) { a.Office, a.Person = identity.Secretary, 9 })}, ""},
		{"R-009: on the secretary", []compositionAct{duties(func(a *Acting) { a.Office, a.Person = identity.Secretary, 3 })}, "person duties_of_own_office"},
		{"R-009: on the chair", []compositionAct{duties(func(a *Acting) { a.Office, a.Person = identity.Secretary, 1 })}, "person duties_not_for_chair"},
		{"R-009: by order", []compositionAct{duties(func(a *Acting) { a.Office, a.Person, a.Basis = identity.Secretary, 9, ByOrder })}, "basis duties_by_decision_only"},
		{"R-009: on who acts as chair", []compositionAct{duties(func(*Acting) {}), duties(func(a *Acting) { a.Office = identity.Secretary })}, "acting_from acting_twice"},
		{"R-060: formed while it exists", []compositionAct{form(autumn, 9)}, "formed_from commission_not_dissolved"},
		{"R-060: dissolved twice", []compositionAct{dissolve(autumn), dissolve(autumn)}, "dissolved_from commission_dissolved"},
		{"R-060: dissolved before a term begins", []compositionAct{dissolve(first)}, "dissolved_from dissolved_before_term"},
		{"R-060: formed before the old term ends", []compositionAct{dissolve(autumn), form(autumn.AddDays(-1), 9)}, "formed_from formed_before_dissolved"},
		{"R-060: formed tomorrow", []compositionAct{dissolve(autumn), form(next, 9)}, "formed_from formed_in_future"},
		{"R-060: a member of a dissolved one", []compositionAct{dissolve(autumn), appoint(20, identity.Member, autumn, none)}, "from commission_dissolved"},
		{"R-060: the same members again", []compositionAct{dissolve(autumn), form(autumn, 9), appoint(9, identity.Chair, autumn, none)}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := done(t, served(autumn), row.acts...)
			got := refusedAs(t, err)
			if row.want == "" && err != nil || row.want != "" && !slices.Equal(got, []string{row.want}) {
				t.Errorf("refused %q, want %q", got, row.want)
			}
		})
	}
}

func TestOnlyAnAdministratorChangesAComposition(t *testing.T) {
	by := identity.Actor{ID: 1, Office: identity.Chair}
	m := served(autumn)
	for name, act := range map[string]func() error{
		"seat":      func() error { _, _, err := Appointment{}.Seat(by, 20, m); return err },
		"release":   func() error { _, _, err := Release{}.End(by, m); return err },
		"transfer":  func() error { _, _, err := Transfer{}.Make(by, m); return err },
		"lay":       func() error { _, _, err := Acting{}.Lay(by, m); return err },
		"end":       func() error { _, _, err := DutiesEnd{}.End(by, m); return err },
		"establish": func() error { _, _, err := Number{}.Establish(by, m); return err },
		"dissolve":  func() error { _, _, err := Dissolution{}.Dissolve(by, m); return err },
		"form":      func() error { _, _, err := Formation{}.Form(by, m); return err },
	} {
		var why *regulation.Refusal
		if err := act(); !errors.As(err, &why) || why.Key != "not_your_office" {
			t.Errorf("%s by the chair: %v", name, err)
		}
	}
}

func TestANewChairEndsActingInTheVacancy(t *testing.T) {
	m, err := done(t, served(autumn), release(1, autumn),
		lay(Acting{Person: 2, From: autumn.AddDays(1), Basis: AfterRelease, Paper: paper}), appoint(20, identity.Chair, autumn.AddDays(9), calendar.Date{}))
	if err != nil {
		t.Fatal(err)
	}
	if a, _ := m.Composition.Presiding(autumn.AddDays(8)); a.Person != 2 || a.Title != "И.о. председателя" || a.Ground != "решение комиссии от 10.09.2026 № 12/40" {
		t.Errorf("R-007: the day before presides %+v", a)
	}
	if a, _ := m.Composition.Presiding(autumn.AddDays(9)); a.Person != 20 || a.Title != "Председатель" {
		t.Errorf("R-007: the new chair's first day: %+v", a)
	}
}

func TestWhoHasTheSecretarysDutiesMayRegister(t *testing.T) {
	m, err := done(t, served(autumn), lay(Acting{Office: identity.Secretary, Person: 9, From: autumn, Until: autumn.AddDays(3), Basis: ByDecision, Paper: paper}))
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[calendar.Date]bool{autumn.AddDays(-1): false, autumn: true, autumn.AddDays(3): true, autumn.AddDays(4): false} {
		if a, ok := m.Composition.Actor(day, 9); !ok || a.May(identity.RegisterPaper) != want || a.May(identity.ConveneSitting) {
			t.Errorf("R-009: on %v may register: %v, want %v", day, a.May(identity.RegisterPaper), want)
		}
	}
	if _, _, acts := m.Composition.ActingChair(autumn); acts {
		t.Error("R-007: the secretary's duties make nobody chair")
	}
}

func TestVacantOffices(t *testing.T) {
	none := calendar.Date{}
	for _, row := range []struct {
		name string
		acts []compositionAct
		want []Vacated
	}{
		{"R-008: nobody was released", []compositionAct{appoint(20, identity.Member, autumn, none)}, nil},
		{"R-008: the secretary was", []compositionAct{release(3, autumn.AddDays(-2))}, []Vacated{{identity.Secretary, identity.Name{Surname: "Членов", Given: "Ж"}, autumn.AddDays(-2)}}},
		{"R-008: a new one is elected", []compositionAct{release(3, autumn.AddDays(-2)), transfer(9, identity.Secretary, autumn)}, nil},
		{"R-006: the chair is not elected", []compositionAct{release(1, autumn.AddDays(-2))}, nil},
		{"R-060: the composition has ended", []compositionAct{release(3, autumn.AddDays(-2)), dissolve(autumn)}, nil},
		{"R-060: a new one has its own officers", []compositionAct{release(3, autumn.AddDays(-2)), dissolve(autumn.AddDays(-1)), form(autumn, 9)}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, err := done(t, served(autumn), row.acts...)
			if err != nil {
				t.Fatal(err)
			}
			if got := m.Composition.Vacant(autumn); !slices.Equal(got, row.want) {
				t.Errorf("%+v, want %+v", got, row.want)
			}
		})
	}
}

func TestDissolvedAndFormedAnew(t *testing.T) {
	m, err := done(t, served(autumn), dissolve(autumn.AddDays(-3)), form(autumn, 11), appoint(20, identity.Chair, autumn, calendar.Date{}))
	if err != nil {
		t.Fatal(err)
	}
	c := m.Composition
	if before, gap, now := c.Appointed(autumn.AddDays(-4)), c.Appointed(autumn.AddDays(-1)), c.Appointed(autumn); before != 9 || gap != 0 || now != 1 {
		t.Errorf("members %d, %d, %d; want 9, 0, 1", before, gap, now)
	}
	if c.EstablishedOn(autumn.AddDays(-4)) != 14 || c.EstablishedOn(autumn) != 11 || c.Vacancies(autumn) != 10 {
		t.Errorf("R-004: established %d, then %d", c.EstablishedOn(autumn.AddDays(-4)), c.EstablishedOn(autumn))
	}
	if c.Commission.Convocation != 2 || !c.Exists(autumn) || len(c.Formed) != 2 || c.Formed[0].Until != autumn.AddDays(-4) {
		t.Errorf("convocation %d of %+v", c.Commission.Convocation, c.Formed)
	}
	if owed, ok := c.FirstSittingOwed(autumn); !ok || owed.Formed != paper {
		t.Errorf("R-060: the first sitting is owed: %v %+v", ok, owed)
	}
}

// TestNoOrderOfActsBreaksAComposition: whatever is entered, each office has one holder
// a day, each person one seat, the duties of an office one bearer, and no more members
// sit than seats are established.
func TestNoOrderOfActsBreaksAComposition(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		m := served(autumn)
		day := func(name string) calendar.Date { return autumn.AddDays(rapid.IntRange(-30, 30).Draw(r, name)) }
		open := func(name string) calendar.Date {
			if rapid.Bool().Draw(r, name+" is open") {
				return calendar.Date{}
			}
			return day(name)
		}
		office := func() identity.Office {
			return rapid.SampledFrom([]identity.Office{identity.Chair, identity.Deputy, identity.Secretary, identity.Member}).Draw(r, "office")
		}
		person := func() identity.ID { return identity.ID(rapid.IntRange(1, 14).Draw(r, "person")) }
		for range rapid.IntRange(1, 25).Draw(r, "acts") {
			var act compositionAct
			switch rapid.IntRange(0, 7).Draw(r, "act") {
			case 0:
				act = appoint(person(), office(), day("from"), open("until"))
			case 1:
				act = release(person(), day("last"))
			case 2:
				act = transfer(person(), office(), day("from"))
			case 3, 4:
				act = lay(Acting{Office: office(), Person: person(), From: day("from"), Until: open("until"), Paper: paper, Note: "болен",
					Basis: rapid.SampledFrom(Bases).Draw(r, "basis")})
			case 5:
				act = establish(rapid.IntRange(5, 14).Draw(r, "number"), day("from"))
			case 6:
				act = dissolve(day("from"))
			case 7:
				act = form(day("from"), rapid.IntRange(5, 14).Draw(r, "number"))
			}
			if next, _, err := act(m); err == nil {
				m.Composition = next
			}
		}
		for d := autumn.AddDays(-60); d.Before(autumn.AddDays(60)); d = d.AddDays(1) {
			offices, people, duties := make(map[identity.Office]int), make(map[identity.ID]int), make(map[identity.Office]int)
			for _, member := range m.Composition.On(d) {
				offices[member.Office]++
				people[member.Person]++
			}
			for _, a := range m.Composition.Acting {
				if on(d, a.From, a.Until) {
					duties[a.Duties()]++
				}
			}
			for _, o := range []identity.Office{identity.Chair, identity.Deputy, identity.Secretary} {
				if offices[o] > 1 || duties[o] > 1 {
					r.Fatalf("%v: %d hold %s, %d act", d, offices[o], o, duties[o])
				}
			}
			for id, n := range people {
				if n > 1 {
					r.Fatalf("%v: person %d sits %d times", d, id, n)
				}
			}
			if n := m.Composition.Appointed(d); n > m.Composition.EstablishedOn(d) {
				r.Fatalf("%v: %d members on %d seats", d, n, m.Composition.EstablishedOn(d))
			}
		}
	})
}
