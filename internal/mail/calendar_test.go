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
