package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// longSitting is a sitting of fourteen members with twelve complaints, each with a report,
// speeches, the operative part and the vote of everybody by name.
func longSitting(tb testing.TB) document.MinutesSheet {
	tb.Helper()
	opened := time.Date(2026, 9, 14, 3, 0, 0, 0, time.UTC)
	sheet := document.MinutesSheet{Commission: commission.Commission{ID: 5, Name: "Территориальная избирательная комиссия Примерного муниципального округа",
		Place: "пгт. Примерный", Address: "Образцовая улица, 1", Established: 14, Profile: regulation.Izhmorsky()},
		Rulings: map[sitting.ItemID]string{}, Operative: map[sitting.ItemID][]string{}, Names: map[identity.ID]identity.Name{}}
	m := sitting.Sitting{ID: 1, Commission: 5, Number: 14, State: sitting.Closed, StartsAt: opened, OpenedAt: opened, ClosedAt: opened.Add(5 * time.Hour),
		Place: "Образцовая улица, 1, зал 2", Established: 14}
	for i := identity.ID(1); i <= 14; i++ {
		member := commission.Member{Person: i, Office: identity.Member, Name: identity.Name{Surname: fmt.Sprintf("Образцов%s", strings.Repeat("а", int(i)%3)), Given: "Анатолий", Patronymic: "Викторович"}}
		sheet.Names[i] = member.Name
		m.Attendance = append(m.Attendance, sitting.Attendance{Member: member, Mode: sitting.InHall, At: opened})
	}
	m.Presiding = commission.Signatory{Member: m.Attendance[0].Member, Title: "Председатель"}
	m.Secretary = commission.Signatory{Member: m.Attendance[1].Member, Title: "Секретарь"}
	for n := 1; n <= 12; n++ {
		id := sitting.ItemID(n)
		item := sitting.Item{ID: id, Ordinal: n, Complaint: complaint.ID(n), Ref: complaint.Ref{Year: 2026, Number: 100 + n}, Title: "Отказ включить избирателя в список избирателей",
			Rapporteur: 3, Draft: 1, Question: regulation.AnnulFullDecide, State: sitting.Adopted, SettledAt: opened.Add(time.Hour),
			Heard: strings.Repeat("Доложены материалы жалобы, объяснения участковой комиссии и проект решения. ", 6),
			Spoke: strings.Repeat("Заявитель поддержал жалобу; представитель комиссии возражал, сослался на протокол. ", 6),
			Invitations: []sitting.Invitation{{Whom: sitting.Complainant, Way: sitting.ByEmail, State: sitting.OnItsWay, SentAt: opened},
				{Whom: sitting.Respondent, Way: sitting.ByPhone, State: sitting.Delivered, SentAt: opened}}}
		for i := identity.ID(1); i <= 14; i++ {
			item.Votes = append(item.Votes, sitting.Vote{Member: i, Choice: sitting.For})
		}
		result, err := sitting.Count(sheet.Commission.Profile, item.Question, sitting.Tally{Established: 14, Appointed: 14, WorkStarted: true, Present: 14, For: 14, Presiding: sitting.For})
		if err != nil {
			tb.Fatal(err)
		}
		item.Result = &result
		sheet.Rulings[id], sheet.Operative[id] = fmt.Sprintf("14/%d", 30+n), []string{"Отменить решение участковой избирательной комиссии полностью.",
			"Включить избирателя в список избирателей.", "Направить копию решения заявителю и участковой избирательной комиссии в течение трёх рабочих дней."}
		m.Items = append(m.Items, item)
	}
	sheet.Sitting = m
	return sheet
}

// BenchmarkMinutes draws the minutes of a sitting with twelve items, from the record to
// the bytes: wanted are less than 300 ms.
func BenchmarkMinutes(b *testing.B) {
	sheet := longSitting(b)
	for b.Loop() {
		var out bytes.Buffer
		if err := Render(&out, sheet.Paper()); err != nil {
			b.Fatal(err)
		}
	}
}
