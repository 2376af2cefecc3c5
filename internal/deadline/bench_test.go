package deadline

import (
	"testing"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
)

// BenchmarkFollowing computes all deadlines of one complaint: with the eve of voting,
// a month to the day, three working days.
func BenchmarkFollowing(b *testing.B) {
	received, registered := at(calendar.Day(2026, 9, 7)), at(calendar.Day(2026, 9, 8))
	inCampaign := complaint.Complaint{FiledAt: received, RegisteredAt: registered, Regime: campaign, Campaign: 1}
	ruled := inCampaign
	ruled.DecidedAt = at(calendar.Day(2026, 9, 11))
	for _, row := range []struct {
		name string
		c    complaint.Complaint
	}{
		{"campaign", inCampaign},
		{"ordinary", complaint.Complaint{FiledAt: received, RegisteredAt: registered, Regime: ordinary}},
		{"ruled", ruled},
	} {
		b.Run(row.name, func(b *testing.B) {
			m, days := momentWith([]commission.Campaign{*autumn()}...), calendar.Russia()
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Following(row.c, m, days); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
