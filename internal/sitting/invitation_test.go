package sitting

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"redress/internal/identity"
)

// called is when the parties were rung up.
var called = start.AddDate(0, 0, -1)

// rang is an invitation by telephone that reached a party.
func rang(party Status) Invitation {
	return Invitation{Whom: party, Way: ByPhone, State: Delivered, SentAt: called, DoneAt: called}
}

func TestInvite(t *testing.T) {
	posted := Invitation{Whom: Respondent, Way: ByPost, State: OnItsWay, SentAt: called}
	for _, row := range []struct {
		name  string
		by    identity.Actor
		in    Invitation
		world func(*Sitting)
		want  string
	}{
		{"R-066: rung up", secretary, rang(Complainant), nil, ""},
		{"R-066: by the chair", chair, rang(Respondent), nil, ""},
		{"R-066: not by a member", member, rang(Complainant), nil, "R-066 not_your_office"},
		{"R-066: of another commission", identity.Actor{ID: 77, Office: identity.Secretary, Commission: 6}, rang(Complainant), nil, "sitting not found"},
		{"R-066: posted", secretary, posted, nil, ""},
		{"R-066: nobody", secretary, Invitation{Way: ByPhone, State: Delivered, SentAt: called}, nil, "R-066 whom"},
		{"R-066: an observer is nobody's party", secretary, rang(Observer), nil, "R-066 whom"},
		{"R-066: a candidate without a name", secretary, rang(Candidate), nil, "R-066 name"},
		{"R-066: in no way", secretary, Invitation{Whom: Complainant, State: Delivered, SentAt: called}, nil, "R-066 way"},
		{"R-066: as it was noted before", secretary, Invitation{Whom: Complainant, Way: Noted, State: Delivered, SentAt: called}, nil, "R-066 way"},
		{"R-066: a call does not stay on its way", secretary, Invitation{Whom: Complainant, Way: ByPhone, State: OnItsWay, SentAt: called}, nil, "R-066 reach"},
		{"R-066: without a day", secretary, Invitation{Whom: Complainant, Way: ByPhone, State: Delivered}, nil, "R-066 sent"},
		{"R-066: in days to come", secretary, Invitation{Whom: Complainant, Way: ByPhone, State: Delivered, SentAt: start.Add(time.Hour)}, nil, "R-066 sent"},
		{"R-066: failed for no reason", secretary, Invitation{Whom: Complainant, Way: ByPhone, State: Failed, SentAt: called}, nil, "R-066 note"},
		{"R-066: failed", secretary, Invitation{Whom: Complainant, Way: ByPhone, State: Failed, SentAt: called, Note: "не отвечает"}, nil, ""},
		{"R-066: by e-mail to nowhere", secretary, Invitation{Whom: Complainant, Way: ByEmail, Email: "anna"}, nil, "R-066 email"},
		{"R-066: by e-mail", secretary, Invitation{Whom: Complainant, Way: ByEmail, Email: "anna@example.ru"}, nil, ""},
		{"R-066: on the page", secretary, Invitation{Whom: Complainant, Way: OnPage}, nil, ""},
		{"R-066: a commission has no such page", secretary, Invitation{Whom: Respondent, Way: OnPage}, nil, "R-066 way"},
		{"R-066: a note too long", secretary, Invitation{Whom: Complainant, Way: ByPhone, State: Delivered, SentAt: called, Note: strings.Repeat("о", 301)}, nil, "R-066 note"},
		{"R-066: after the vote began", secretary, rang(Complainant), func(s *Sitting) { s.Items[0].State = Voting }, "R-066 invitation_too_late"},
		{"R-066: after the sitting", secretary, rang(Complainant), func(s *Sitting) { s.State = Closed }, "R-066 invitation_too_late"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := planned(t)
			if row.world != nil {
				row.world(&s)
			}
			next, line, err := s.Invite(row.by, 1, row.in, start)
			if got := refused(err); got != row.want && (err == nil || err.Error() != row.want) {
				t.Fatalf("Invite() = %v, want %q", err, row.want)
			}
			if err != nil {
				return
			}
			if len(next.Items[0].Invitations) != 3 || len(s.Items[0].Invitations) != 2 || next.Version != s.Version+1 {
				t.Errorf("R-066: %d invitations after %d", len(next.Items[0].Invitations), len(s.Items[0].Invitations))
			}
			for _, private := range []string{row.in.Email, row.in.Note, row.in.Name} {
				for _, fact := range line.Facts {
					if private != "" && fact == private {
						t.Errorf("R-066: the docket says %q", private)
					}
				}
			}
		})
	}
}

// TestUninvitedPartiesHoldAnItemBack: each party by itself, whatever the way, and a
// failed attempt counts like a letter that came.
func TestUninvitedPartiesHoldAnItemBack(t *testing.T) {
	of := func(way Way, reach Reach) Invitation {
		return Invitation{Whom: Respondent, Way: way, State: reach, SentAt: called}
	}
	for _, row := range []struct {
		name string
		in   []Invitation
		held bool
	}{
		{"R-066: nobody invited", nil, true},
		{"R-066: the complainant alone", []Invitation{rang(Complainant)}, true},
		{"R-066: the complainant twice", []Invitation{rang(Complainant), rang(Complainant)}, true},
		{"R-066: both", []Invitation{rang(Complainant), rang(Respondent)}, false},
		{"R-066: an e-mail not sent yet", []Invitation{rang(Complainant), of(ByEmail, Owed)}, true},
		{"R-066: an e-mail the server took", []Invitation{rang(Complainant), of(ByEmail, OnItsWay)}, false},
		{"R-066: an e-mail refused", []Invitation{rang(Complainant), of(ByEmail, Failed)}, false},
		{"R-066: a letter in the post", []Invitation{rang(Complainant), of(ByPost, OnItsWay)}, true},
		{"R-066: a letter that came back", []Invitation{rang(Complainant), of(ByPost, Failed)}, false},
		{"R-066: noted before each had a record", []Invitation{rang(Complainant), of(Noted, OnItsWay)}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := opened(t, 1, 2, 3, 4, 5)
			s.Items[0].Invitations = row.in
			_, _, report := s.Report(secretary, 1, Said{Heard: "Доложил."}, opening(convening()))
			_, _, vote := s.OpenVote(secretary, 1, "")
			want := ""
			if row.held {
				want = "R-066 parties_not_invited"
			}
			if refused(report) != want || refused(vote) != want {
				t.Errorf("R-066: reported %v, voted %v, want %q", report, vote, want)
			}
		})
	}
}

// TestWhatBecameOfAnInvitation: told once, of what was on its way, and not after the
// minutes were signed.
func TestWhatBecameOfAnInvitation(t *testing.T) {
	zone := opening(convening()).Composition.Commission.Profile.Zone()
	for _, row := range []struct {
		name  string
		by    identity.Actor
		d     Delivery
		world func(*Sitting)
		want  string
	}{
		{"R-066: delivered", secretary, Delivery{State: Delivered, On: day}, nil, ""},
		{"R-066: it came back", secretary, Delivery{State: Failed, On: day, Note: "выбыл"}, nil, ""},
		{"R-066: it came back, nobody says why", secretary, Delivery{State: Failed, On: day}, nil, "R-066 note"},
		{"R-066: nothing is said", secretary, Delivery{On: day}, nil, "R-066 reach"},
		{"R-066: no day", secretary, Delivery{State: Delivered}, nil, "R-066 on"},
		{"R-066: tomorrow", secretary, Delivery{State: Delivered, On: day.AddDays(1)}, nil, "R-066 on"},
		{"R-066: before it was sent", secretary, Delivery{State: Delivered, On: day.AddDays(-2)}, nil, "R-066 on"},
		{"R-066: by a member", member, Delivery{State: Delivered, On: day}, nil, "R-066 not_your_office"},
		{"R-066: told already", secretary, Delivery{State: Delivered, On: day}, func(s *Sitting) { s.Items[0].Invitations[0].State = Failed }, "R-066 invitation_settled"},
		{"R-085: after the minutes were signed", secretary, Delivery{State: Delivered, On: day}, func(s *Sitting) { s.MinutesSigned = true }, "R-085 minutes_signed"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := planned(t)
			s.Items[0].Invitations = []Invitation{{ID: 7, Whom: Respondent, Way: ByPost, State: OnItsWay, SentAt: called}}
			if row.world != nil {
				row.world(&s)
			}
			next, _, err := s.Settle(row.by, 1, 7, row.d, start, zone)
			if got := refused(err); got != row.want {
				t.Fatalf("Settle() = %v, want %q", err, row.want)
			}
			if in := next.Items[0].Invitations[0]; err == nil && (in.State != row.d.State || s.Items[0].Invitations[0].State != OnItsWay || !in.Tried()) {
				t.Errorf("R-066: %+v", in)
			}
		})
	}
	s := planned(t)
	if _, _, err := s.Settle(secretary, 1, 99, Delivery{State: Delivered, On: day}, start, zone); !errors.Is(err, ErrNotFound) {
		t.Errorf("R-066: Settle() of no invitation = %v, want ErrNotFound", err)
	}
}

func TestMailedInvitation(t *testing.T) {
	s := planned(t)
	s.Items[1].Invitations = []Invitation{{ID: 8, Whom: Complainant, Way: ByEmail, Email: "anna@example.ru", State: Owed}}
	taken, _, err := s.Mailed(8, true, start)
	if in := taken.Items[1].Invitations[0]; err != nil || in.State != OnItsWay || !in.SentAt.Equal(start) {
		t.Errorf("R-066: Mailed() = %+v, %v", in, err)
	}
	never, _, err := s.Mailed(8, false, start)
	if in := never.Items[1].Invitations[0]; err != nil || in.State != Failed || slices.Contains(never.Items[1].Uninvited(), Complainant) {
		t.Errorf("R-066: Mailed() of a refused one = %+v, %v", in, err)
	}
	if _, _, err := taken.Mailed(8, true, start); !errors.Is(err, ErrNotFound) {
		t.Errorf("R-066: Mailed() again = %v, want ErrNotFound", err)
	}
}
