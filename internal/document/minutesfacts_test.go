package document

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"redress/internal/sitting"
)

// TestPrintedMinutesStateWhatIsStored: each thing that is stored otherwise than it was
// printed is named with its section, and then nobody signs.
func TestPrintedMinutesStateWhatIsStored(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(*MinutesSheet)
		want   string
	}{
		{"R-085: nothing", func(*MinutesSheet) {}, "[]"},
		{"R-085: the words of a profile", func(s *MinutesSheet) { s.Commission.Name = "Другая" }, "[]"},
		{"R-084: a vote", func(s *MinutesSheet) { s.Sitting.Items[1].Votes[0].Choice = sitting.Against }, "[{2 votes}]"},
		{"R-084: a count", func(s *MinutesSheet) { s.Sitting.Items[0].Result.Tally.For-- }, "[{1 votes}]"},
		{"R-084: who was there", func(s *MinutesSheet) { s.Sitting.Attendance[2].Mode = sitting.Absent }, "[{0 attendance}]"},
		{"R-085: the number of the ruling", func(s *MinutesSheet) { s.Rulings[1] = "14/32" }, "[{1 ruling}]"},
		{"R-084: what was heard", func(s *MinutesSheet) { s.Sitting.Items[2].Heard = "Иное" }, "[{3 speeches}]"},
		{"R-066: an invitation", func(s *MinutesSheet) {
			s.Sitting.Items[2].Invitations = append(s.Sitting.Items[2].Invitations, sitting.Invitation{Whom: sitting.Invited})
		}, "[{3 invited}]"},
		{"R-082: an opinion", func(s *MinutesSheet) {
			s.Sitting.Items[0].Dissents = []sitting.Dissent{{Member: 3, Text: "Против."}}
		}, "[{1 dissents}]"},
		{"R-084: several", func(s *MinutesSheet) {
			s.Sitting.Place, s.Sitting.Items[0].State = "другой зал", sitting.Rejected
		}, "[{0 sitting} {1 votes}]"},
		{"R-084: an item is gone", func(s *MinutesSheet) { s.Sitting.Items = s.Sitting.Items[:2] }, "[{0 agenda} {3 agenda}]"},
	} {
		t.Run(row.name, func(t *testing.T) {
			sheet := minutesSheet(t)
			printed := sheet.Printed()
			raw, err := json.Marshal(printed.Facts)
			if err == nil {
				printed.Facts = nil
				err = json.Unmarshal(raw, &printed.Facts) // as the store keeps it
			}
			if err != nil {
				t.Fatal(err)
			}
			for i := range sheet.Sitting.Items {
				item := &sheet.Sitting.Items[i]
				item.Votes = slices.Clone(item.Votes)
				if item.Result != nil {
					r := *item.Result
					item.Result = &r
				}
			}
			row.change(&sheet)
			if got := fmt.Sprint(sheet.Differs(printed)); got != row.want {
				t.Errorf("Differs() = %s, want %s", got, row.want)
			}
			if refused := sheet.Signable(printed) != nil; refused != (row.want != "[]") {
				t.Errorf("R-085: signing is refused %v", refused)
			}
		})
	}
	sheet := minutesSheet(t)
	printed := sheet.Printed()
	printed.Facts = nil
	sheet.Sitting.Attendees = []sitting.Attendee{{Name: "Гость", At: time.Now()}}
	if found := sheet.Differs(printed); found != nil {
		t.Errorf("R-085: minutes printed before facts were kept differ in %v", found)
	}
	sheet.Sitting.Items[0].Heard = ""
	if sheet.Signable(printed) == nil {
		t.Error("R-084: minutes with an empty section are signed")
	}
}
