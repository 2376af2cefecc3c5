package mail

import (
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/notice"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

func telling() notice.Message {
	made := time.Date(2026, 9, 10, 5, 0, 0, 0, time.UTC)
	s := sitting.Sitting{Commission: 5, Number: 14, Version: 3, StartsAt: time.Date(2026, 9, 13, 4, 0, 0, 0, time.UTC), Video: true,
		Place: "Образцовая улица, 1; зал 2,\nвторой этаж", Items: []sitting.Item{
			{Ordinal: 1, Complaint: 7, Ref: complaint.Ref{Year: 2026, Number: 107}, Title: "Соколова А. не нашла себя в списке"},
			{Ordinal: 2, Title: "О смете комиссии", Question: regulation.Financing},
			{Ordinal: 3, Title: "О неучастии Петрова П. П. в работе", Question: regulation.CourtClaimOnMember},
		}}
	t := notice.Telling{Notice: sitting.Notice{ID: 9, Way: sitting.ByEmail, MadeAt: made}, Sitting: s, Address: "zakonova@primer.example"}
	return notice.Message{Letter: notice.Letter{Address: t.Address, MadeAt: made}, Telling: &t,
		From: commission.Commission{Name: "Территориальная избирательная комиссия Примерного округа", ShortName: "ТИК Примерного округа", Profile: regulation.Izhmorsky()}}
}

// letterOf returns the subject, the text and the calendar file of a letter.
func letterOf(t *testing.T, m notice.Message) (subject, text string, file *ics.Calendar) {
	t.Helper()
	msg, _, err := compose(m, "tik@primer.example", "complaints.example", nil)
	var raw strings.Builder
	if err == nil {
		_, err = msg.WriteTo(&raw)
	}
	if err != nil {
		t.Fatal(err)
	}
	header, parts := parse(t, []byte(raw.String()))
	if file, err = ics.ParseCalendar(strings.NewReader(string(parts[1].body))); err != nil {
		t.Fatal(err)
	}
	return decoded(t, header.Get("Subject")), string(parts[0].body), file
}

// TestMembersAreToldOfChanges: moved it is the same event on another day, called off a
// cancelled one, adjourned a second event beside the first.
func TestMembersAreToldOfChanges(t *testing.T) {
	starts := telling().Telling.Sitting.StartsAt
	change := sitting.Change{Kind: sitting.Rescheduled, Reason: "заболела Петрова", At: starts, Was: sitting.Appointment{StartsAt: starts}}
	for _, row := range []struct {
		name          string
		change        func(*sitting.Sitting)
		subject, says string
		method        string
		statuses      string
	}{
		{"moved", func(s *sitting.Sitting) {
			s.StartsAt, s.Away, s.Changes = starts.AddDate(0, 0, 2), true, []sitting.Change{change}
		}, "Заседание комиссии № 14 перенесено: 15.09.2026 в 11:00", "выездное", "", "-"},
		{"called off", func(s *sitting.Sitting) {
			s.State, s.Changes = sitting.Cancelled, []sitting.Change{{Kind: sitting.CalledOff, Reason: "заболела Петрова"}}
		}, "Заседание комиссии № 14 отменено: 13.09.2026 в 11:00", "отменено", "CANCEL", "CANCELLED"},
		{"adjourned", func(s *sitting.Sitting) {
			s.State, s.Breaks = sitting.Open, []sitting.Break{{From: starts, Expected: starts.AddDate(0, 0, 1), Place: "школа № 3", Reason: "свет"}}
		}, "Заседание комиссии № 14 продолжится: 14.09.2026 в 11:00", "Место: школа № 3", "", "--"},
		{"without video after all", func(s *sitting.Sitting) {
			s.Video, s.Changes = false, []sitting.Change{{Kind: sitting.VideoDecided}}
		}, "Заседание комиссии № 14: 13.09.2026 в 11:00", "Видеоконференцсвязи не будет", "", "-"},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := telling()
			m.From.Email = "tik@primer.example"
			row.change(&m.Telling.Sitting)
			subject, text, file := letterOf(t, m)
			if subject != row.subject || !strings.Contains(text, row.says) || strings.Contains(text, "Петрова") {
				t.Errorf("%q: %s", subject, text)
			}
			method, statuses := "", ""
			for _, p := range file.CalendarProperties {
				if p.IANAToken == string(ics.PropertyMethod) {
					method = p.Value
				}
			}
			ids := map[string]bool{}
			for _, e := range file.Events() {
				ids[e.Id()] = true
				if s := e.GetProperty(ics.ComponentPropertyStatus); s != nil {
					statuses += s.Value
				} else {
					statuses += "-"
				}
			}
			if method != row.method || statuses != row.statuses || len(ids) != len(file.Events()) || !ids["sitting-5-14@complaints.example"] {
				t.Errorf("method %q, statuses %q, events %v", method, statuses, ids)
			}
		})
	}
}

// TestMembersAreToldWithACalendarFile: the letter and its file say when, where and what,
// and name no complainant.
func TestMembersAreToldWithACalendarFile(t *testing.T) {
	m := telling()
	msg, id, err := compose(m, "tik@primer.example", "complaints.example", nil)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(id, "<notice-9-") {
		t.Errorf("the message is called %s", id)
	}
	var raw strings.Builder
	if _, err := msg.WriteTo(&raw); err != nil {
		t.Fatal(err)
	}
	header, parts := parse(t, []byte(raw.String()))
	if got := decoded(t, header.Get("Subject")); got != "Заседание комиссии № 14: 13.09.2026 в 11:00" {
		t.Errorf("the subject is %q", got)
	}
	if len(parts) != 2 || parts[1].mediaType != "text/calendar" || parts[1].name != "sitting.ics" {
		t.Fatalf("the parts are %+v", parts)
	}
	text, file := string(parts[0].body), string(parts[1].body)
	for _, secret := range []string{"Соколова", "Петров"} {
		if strings.Contains(text+strings.ReplaceAll(file, "\r\n ", ""), secret) {
			t.Errorf("%s is named", secret)
		}
	}
	for _, want := range []string{"13.09.2026 в 11:00", "О жалобе № 2026-0107", "О смете комиссии", "не позднее 12.09.2026"} {
		if !strings.Contains(text, want) {
			t.Errorf("the letter does not say %q: %s", want, text)
		}
	}
	if strings.Count(file, "\n") != strings.Count(file, "\r\n") {
		t.Error("RFC 5545: lines end otherwise than with CR LF")
	}
	for _, line := range strings.Split(file, "\r\n") {
		if len(line) > 75 {
			t.Errorf("RFC 5545: a line of %d bytes", len(line))
		}
	}
	calendar, err := ics.ParseCalendar(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	event := calendar.Events()[0]
	at, err := event.GetStartAt()
	if err != nil || !at.Equal(m.Telling.Sitting.StartsAt) {
		t.Errorf("the event starts at %v, %v", at, err)
	}
	for _, row := range []struct {
		property ics.ComponentProperty
		want     string
	}{{ics.ComponentPropertySequence, "3"}, {ics.ComponentPropertyUniqueId, "sitting-5-14@complaints.example"}, {ics.ComponentPropertyLocation, m.Telling.Sitting.Place}} {
		if got := event.GetProperty(row.property); got == nil || got.Value != row.want {
			t.Errorf("%s = %+v, want %q", row.property, got, row.want)
		}
	}
}
