package commission

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/identity"
	"redress/internal/regulation"
)

var (
	first  = calendar.Day(2026, 3, 1)
	autumn = calendar.Day(2026, 9, 14)
)

// nine is a commission of fourteen seats with nine members; the chair is 1, the
// deputy 2, the secretary 3.
func nine() Composition {
	c := Composition{Commission: Commission{ID: 5, Established: 14, Profile: regulation.Izhmorsky()}}
	for i := identity.ID(9); i >= 1; i-- { // the chair last, to see the order made
		office := identity.Member
		switch i {
		case 1:
			office = identity.Chair
		case 2:
			office = identity.Deputy
		case 3:
			office = identity.Secretary
		}
		c.Members = append(c.Members, Member{Person: i, Office: office, From: first})
	}
	return c
}

func TestCompositionOfADay(t *testing.T) {
	c := nine()
	c.Members[0].Until = autumn                 // member 9 leaves, this day the last
	c.Members[1].From = autumn.AddDays(1)       // member 8 comes the day after
	c.Members[8].Until = autumn.AddDays(10)     // the chair leaves later
	c.Commission.Profile.TimeZone = "Etc/GMT-7" // UTC+7
	for _, row := range []struct {
		name      string
		day       calendar.Date
		appointed int
		holds     identity.ID
		lacks     identity.ID
	}{
		{"R-005: the last day is still the member's", autumn, 8, 9, 8},
		{"R-005: the first day is already the member's", autumn.AddDays(1), 8, 8, 9},
		{"R-004: a vacancy leaves fewer appointed", autumn.AddDays(11), 7, 8, 1},
		{"R-005: nobody before the first day", first.AddDays(-1), 0, 0, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := c.Appointed(row.day); got != row.appointed {
				t.Errorf("Appointed() = %d, want %d", got, row.appointed)
			}
			if _, ok := c.Member(row.day, row.holds); !ok && row.holds != 0 {
				t.Errorf("Member(%d) is not there", row.holds)
			}
			if _, ok := c.Member(row.day, row.lacks); ok {
				t.Errorf("Member(%d) is there", row.lacks)
			}
			if c.Commission.Established != 14 {
				t.Errorf("R-004: Established = %d, want 14", c.Commission.Established)
			}
		})
	}
	on := c.On(autumn)
	if on[0].Office != identity.Chair || on[1].Office != identity.Deputy || on[2].Office != identity.Secretary {
		t.Errorf("On() begins with %v, %v, %v", on[0].Office, on[1].Office, on[2].Office)
	}
	m := MomentAt(time.Date(2026, 9, 13, 17, 0, 0, 0, time.UTC), c, nil)
	if m.Day != autumn {
		t.Errorf("R-110: the day of 17:00 UTC is %v, want %v", m.Day, autumn)
	}
}

func TestWhoPresides(t *testing.T) {
	from, until := autumn, autumn.AddDays(5)
	absent := nine()
	absent.Acting = []Acting{{Person: 2, From: from, Until: until, Ground: "распоряжение № 3"}}
	vacant := nine()
	vacant.Members = vacant.Members[:8]
	endless := nine()
	endless.Members = endless.Members[:8]
	endless.Acting = []Acting{{Person: 3, From: from, Ground: "решение № 40"}}
	gone := nine()
	gone.Acting = []Acting{{Person: 77, From: from}}
	for _, row := range []struct {
		name   string
		c      Composition
		day    calendar.Date
		person identity.ID
		title  string
		ground string
	}{
		{"R-007: the chair", nine(), autumn, 1, "Председатель", ""},
		{"R-007: the eve of acting", absent, from.AddDays(-1), 1, "Председатель", ""},
		{"R-007: the first day of acting", absent, from, 2, "И.о. председателя", "распоряжение № 3"},
		{"R-007: the last day of acting", absent, until, 2, "И.о. председателя", "распоряжение № 3"},
		{"R-007: the day after acting", absent, until.AddDays(1), 1, "Председатель", ""},
		{"R-007: nobody", vacant, autumn, 0, "", ""},
		{"R-007: until a new chair is appointed", endless, autumn.AddDays(300), 3, "И.о. председателя", "решение № 40"},
		{"R-007: only a sitting member acts", gone, autumn, 1, "Председатель", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, ok := row.c.Presiding(row.day)
			if ok != (row.person != 0) || got.Person != row.person || got.Title != row.title || got.Ground != row.ground {
				t.Errorf("Presiding() = %v %q %q, want %v %q %q", got.Person, got.Title, got.Ground, row.person, row.title, row.ground)
			}
			if !ok {
				return
			}
			actor, ok := row.c.Actor(row.day, got.Person)
			if !ok || actor.Capacity() != identity.Chair || actor.Commission != 5 {
				t.Errorf("Actor() = %+v, want the chair's powers", actor)
			}
		})
	}
	if _, ok := nine().Actor(autumn, 77); ok {
		t.Error("R-005: a stranger is an actor of the commission")
	}
}

func TestNamesInASentence(t *testing.T) {
	for _, row := range []struct{ name, inside, genitive, accusative string }{
		{"Участковая избирательная комиссия избирательного участка № 9001", "участковая избирательная комиссия избирательного участка № 9001",
			"участковой избирательной комиссии избирательного участка № 9001", "участковую избирательную комиссию избирательного участка № 9001"},
		{"Анжеро-Судженская городская территориальная избирательная комиссия", "Анжеро-Судженская городская территориальная избирательная комиссия",
			"Анжеро-Судженской городской территориальной избирательной комиссии", "Анжеро-Судженскую городскую территориальную избирательную комиссию"},
		{"Избирательная комиссия Кемеровской области – Кузбасса", "избирательная комиссия Кемеровской области – Кузбасса",
			"избирательной комиссии Кемеровской области – Кузбасса", "избирательную комиссию Кемеровской области – Кузбасса"},
		{"Территориальная избирательная комиссия: Кемерово, Заводская", "территориальная избирательная комиссия: Кемерово, Заводская",
			"территориальной избирательной комиссии: Кемерово, Заводская", "территориальную избирательную комиссию: Кемерово, Заводская"},
		{"Окружная избирательная комиссия одномандатного избирательного округа № 3 (вымышленная)", "окружная избирательная комиссия одномандатного избирательного округа № 3 (вымышленная)",
			"окружной избирательной комиссии одномандатного избирательного округа № 3 (вымышленной)", "окружную избирательную комиссию одномандатного избирательного округа № 3 (вымышленную)"},
		{"Центральная избирательная комиссия Российской Федерации", "Центральная избирательная комиссия Российской Федерации",
			"Центральной избирательной комиссии Российской Федерации", "Центральную избирательную комиссию Российской Федерации"},
		{"", "", "", ""},
	} {
		c := Commission{Name: row.name}
		if got := c.InSentence(); got != row.inside {
			t.Errorf("InSentence() = %q, want %q", got, row.inside)
		}
		if got := c.Genitive(); got != row.genitive || c.Dative() != row.genitive {
			t.Errorf("Genitive() = %q, want %q", got, row.genitive)
		}
		if got := c.Accusative(); got != row.accusative {
			t.Errorf("Accusative() = %q, want %q", got, row.accusative)
		}
	}
}

// TestEveryNameDeclines reads the registers of commissions the project is kept with,
// where that folder is, and looks for what no name may hold when it is declined.
func TestEveryNameDeclines(t *testing.T) {
	nominative := regexp.MustCompile(`\p{L}ая |комиссия|\(\p{L}+ая\)`)
	for _, name := range []string{"commissions-demo.csv", "commissions-kuzbass.csv"} {
		raw, err := os.ReadFile("../../../shared/domain/fixtures/" + name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			c := Commission{Name: row[2]}
			for _, got := range []string{c.Genitive(), c.Accusative()} {
				if nominative.MatchString(got) || !strings.Contains(got, "избирательн") {
					t.Errorf("%s is declined as %q", c.Name, got)
				}
			}
			proper := !strings.HasPrefix(c.Name, "Участковая") && !strings.HasPrefix(c.Name, "Территориальная") &&
				!strings.HasPrefix(c.Name, "Окружная") && !strings.HasPrefix(c.Name, "Избирательная")
			if kept := c.Genitive()[:2] == c.Name[:2]; kept != proper {
				t.Errorf("%s begins inside a sentence as %q", c.Name, c.Genitive())
			}
		}
	}
}

func TestCampaignCheck(t *testing.T) {
	day := func(d int) calendar.Date { return calendar.Day(2026, 9, d) }
	for _, row := range []struct {
		name       string
		start, end calendar.Date
		voting     []calendar.Date
		field      string
	}{
		{"R-032: one voting day", day(1), day(30), []calendar.Date{day(20)}, ""},
		{"R-032: three in a row", day(1), day(30), []calendar.Date{day(18), day(19), day(20)}, ""},
		{"R-030: a campaign of one day", day(20), day(20), []calendar.Date{day(20)}, ""},
		{"R-030: ends before it starts", day(30), day(1), []calendar.Date{day(20)}, "ends_on"},
		{"R-032: none", day(1), day(30), nil, "voting_days"},
		{"R-032: four", day(1), day(30), []calendar.Date{day(17), day(18), day(19), day(20)}, "voting_days"},
		{"R-032: not in a row", day(1), day(30), []calendar.Date{day(18), day(20)}, "voting_days"},
		{"R-032: backwards", day(1), day(30), []calendar.Date{day(20), day(19)}, "voting_days"},
		{"R-032: outside the campaign", day(1), day(19), []calendar.Date{day(19), day(20)}, "voting_days"},
	} {
		t.Run(row.name, func(t *testing.T) {
			err := Campaign{StartsOn: row.start, EndsOn: row.end, VotingDays: row.voting}.Check()
			var refusal *regulation.Refusal
			if errors.As(err, &refusal) != (row.field != "") || row.field != "" && refusal.Field != row.field {
				t.Errorf("Check() = %v, want a refusal of %q", err, row.field)
			}
		})
	}
}

func TestCurrentCampaign(t *testing.T) {
	long := Campaign{ID: 1, StartsOn: autumn, EndsOn: autumn.AddDays(60)}
	late := Campaign{ID: 2, StartsOn: autumn.AddDays(10), EndsOn: autumn.AddDays(20)}
	for _, row := range []struct {
		name string
		day  calendar.Date
		want CampaignID
	}{
		{"R-030: the day before", autumn.AddDays(-1), 0},
		{"R-030: the first day", autumn, 1},
		{"R-030: of two, the one that started last", autumn.AddDays(10), 2},
		{"R-030: the shorter is over", autumn.AddDays(21), 1},
		{"R-030: the last day", autumn.AddDays(60), 1},
		{"R-030: the day after", autumn.AddDays(61), 0},
	} {
		for _, campaigns := range [][]Campaign{{long, late}, {late, long}} {
			if got, ok := Current(campaigns, row.day); got.ID != row.want || ok != (row.want != 0) {
				t.Errorf("%s: Current() = %d, want %d", row.name, got.ID, row.want)
			}
		}
	}
}
