package web

import (
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
)

func TestFormats(t *testing.T) {
	ru, en, zone := speaking(Russian), speaking(English), office.Profile.Zone()
	at := time.Date(2026, 8, 14, 2, 5, 0, 0, time.UTC)
	d := calendar.Day(2026, 8, 14)
	rows := []struct{ got, want string }{
		{date(ru, d), "14_августа 2026, пятница"},
		{date(en, d), "14_August 2026, Friday"},
		{shortDay(ru, d), "14_авг"},
		{moment(ru, at, zone), "14_августа 2026, 9:05_(Кемерово)"},
		{moment(en, at, zone), "14_August 2026, 9:05_(Kemerovo)"},
		{machineTime(at, zone), "2026-08-14T09:05+07:00"},
		{dayRange(ru, calendar.Day(2026, 9, 18), calendar.Day(2026, 9, 20)), "18–" + wordJoiner + "20_сентября 2026"},
		{dayRange(ru, calendar.Day(2026, 9, 30), calendar.Day(2026, 10, 2)), "30_сентября_– 2_октября 2026"},
		{dayRange(ru, d, d), "14_августа 2026"},
		{dayRange(ru, calendar.Day(2026, 12, 31), calendar.Day(2027, 1, 1)), "31_декабря 2026_– 1_января 2027"},
		{number(ru, 1234567), "1_234_567"},
		{number(en, 9970), "9,970"},
		{number(ru, -42), "−42"},
		{size(ru, 2516582), "2,4_МБ"},
		{size(en, 50<<20), "50_MB"},
		{size(ru, 1023), "1023_байт"},
		{span(ru, 72*time.Minute), "1_ч 12_мин"},
		{span(ru, 50*time.Hour), "2_д 2_ч"},
		{span(ru, 0), "0_мин"},
		{zoneNote(ru, zone, at), "Сроки показаны по времени комиссии: Кемерово, на 4_часа больше московского."},
		{zoneNote(ru, time.UTC, at), "Сроки показаны по времени комиссии: UTC, на 3_часа меньше московского."},
		{string(telephone("8 (3840) 00-00-99")), "tel:+73840000099"},
	}
	for _, row := range rows {
		if got := strings.ReplaceAll(row.got, nbsp, "_"); got != row.want {
			t.Errorf("%q, want %q", got, row.want)
		}
	}
}
