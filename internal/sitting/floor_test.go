package sitting

import (
	"slices"
	"strings"
	"testing"
	"time"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// later is the moment of the opening, some minutes on.
func later(minutes int) commission.Moment {
	m := opening(convening())
	m.At = start.Add(time.Duration(minutes) * time.Minute)
	return m
}

// debating is an open sitting of six with an attendee, and the presiding member, the
// deputy and the member in the list of speakers on its first item.
func debating(t failer) Sitting {
	s := opened(t, 1, 2, 3, 4, 5, 6)
	s.Attendees = []Attendee{{ID: 7, Name: "Новосёлов Н. Н.", Status: Complainant}}
	for _, by := range []identity.Actor{chair, deputy, member} {
		s = did(t)(s.AskFloor(by, 1, later(1)))
	}
	return s
}

// did is an act that must succeed, with its line in the docket.
func did(t failer) func(Sitting, docket.Line, error) Sitting {
	return func(s Sitting, line docket.Line, err error) Sitting {
		if err != nil || line.Act == "" {
			t.Fatal(err, line)
		}
		return s
	}
}

func TestFloorIsRefused(t *testing.T) {
	s := debating(t)
	hand := func(n int) Sitting { return did(t)(s.GiveFloor(secretary, 1, n, later(2))) }
	voting := did(t)(opened(t, 1, 2, 3, 4, 5).OpenVote(secretary, 1, ""))
	paused := did(t)(s.AnnounceBreak(secretary, later(30).At, later(2)))
	away := did(t)(s.Attend(secretary, 2, Absent, "", later(2).At))
	closed := did(t)(s.Close(secretary, later(2), true))
	thin := did(t)(did(t)(s.Attend(secretary, 5, Absent, "", later(2).At)).Attend(secretary, 6, Absent, "", later(2).At))
	silenced := did(t)(hand(1).WithdrawFloor(secretary, 1, 1, "оскорбления", later(3).At))
	twice := opened(t, 1, 2, 3, 4, 5, 6)
	for range 2 {
		n := len(twice.Items[0].Speeches) + 1
		twice = did(t)(twice.EnterSpeaker(secretary, 1, Speaker{Member: 5}, InDebate, nil, later(2)))
		twice = did(t)(did(t)(twice.GiveFloor(secretary, 1, n, later(3))).EndSpeech(secretary, 1, n, later(4).At))
	}
	for _, row := range []struct {
		name string
		act  func() (Sitting, docket.Line, error)
		want string
	}{
		{"R-069: asked in the first place", func() (Sitting, docket.Line, error) {
			return s.AskFloor(identity.Actor{ID: 5, Office: identity.Member, Commission: 5}, 1, later(2))
		}, ""},
		{"R-069: asked twice", func() (Sitting, docket.Line, error) { return s.AskFloor(member, 1, later(2)) }, "R-069 floor_asked_already"},
		{"R-069: asked by an absent member", func() (Sitting, docket.Line, error) { return away.AskFloor(deputy, 1, later(2)) }, "R-069 speaker"},
		{"R-069: asked by somebody of another commission", func() (Sitting, docket.Line, error) {
			return s.AskFloor(identity.Actor{ID: 40, Office: identity.Member, Commission: 6}, 1, later(2))
		}, ErrNotFound.Error()},
		{"R-069: asked by an administrator", func() (Sitting, docket.Line, error) {
			return s.AskFloor(identity.Actor{ID: 40, Office: identity.Administrator}, 1, later(2))
		}, "R-069 not_your_office"},
		{"R-069: asked before the opening", func() (Sitting, docket.Line, error) { return planned(t).AskFloor(member, 1, later(2)) }, "R-069 sitting_not_open"},
		{"R-069: asked after the closing", func() (Sitting, docket.Line, error) { return closed.AskFloor(member, 1, later(2)) }, "R-069 sitting_not_open"},
		{"R-069: asked during a vote", func() (Sitting, docket.Line, error) { return voting.AskFloor(member, 1, later(2)) }, "R-069 another_vote_open"},
		{"R-069: asked on no item", func() (Sitting, docket.Line, error) { return s.AskFloor(member, 99, later(2)) }, ErrNotFound.Error()},
		{"R-069: entered by a member", func() (Sitting, docket.Line, error) {
			return s.EnterSpeaker(member, 1, Speaker{Member: 5}, InDebate, nil, later(2))
		}, "R-085 not_conducting"},
		{"R-069: entered for nothing", func() (Sitting, docket.Line, error) {
			return s.EnterSpeaker(secretary, 1, Speaker{Member: 5}, "song", nil, later(2))
		}, "R-069 kind"},
		{"R-067: a stranger nobody wrote down", func() (Sitting, docket.Line, error) {
			return s.EnterSpeaker(secretary, 1, Speaker{Attendee: 8}, InDebate, nil, later(2))
		}, "R-069 speaker"},
		{"R-067: nobody at all", func() (Sitting, docket.Line, error) {
			return s.EnterSpeaker(secretary, 1, Speaker{}, InDebate, nil, later(2))
		}, "R-069 speaker"},
		{"R-067: the complainant, who is written down", func() (Sitting, docket.Line, error) {
			return s.EnterSpeaker(secretary, 1, Speaker{Attendee: 7}, InDebate, nil, later(2))
		}, ""},
		{"R-069: the floor without leave", func() (Sitting, docket.Line, error) { return s.GiveFloor(member, 1, 3, later(2)) }, "R-085 not_conducting"},
		{"R-069: out of turn", func() (Sitting, docket.Line, error) { return s.GiveFloor(secretary, 1, 2, later(2)) }, "R-069 not_the_turn"},
		{"R-069: in turn, the first has left", func() (Sitting, docket.Line, error) { return away.GiveFloor(secretary, 1, 2, later(2)) }, "R-069 speaker"},
		{"R-069: to two at once", func() (Sitting, docket.Line, error) { return hand(1).GiveFloor(secretary, 1, 2, later(3)) }, "R-069 floor_taken"},
		{"R-069: twice on one request", func() (Sitting, docket.Line, error) { return hand(1).GiveFloor(secretary, 1, 1, later(3)) }, "R-069 floor_not_asked"},
		{"R-069: in a break", func() (Sitting, docket.Line, error) { return paused.GiveFloor(secretary, 1, 1, later(3)) }, "R-084 break_lasts"},
		{"R-062: without a quorum", func() (Sitting, docket.Line, error) { return thin.GiveFloor(secretary, 1, 1, later(3)) }, "R-062 no_quorum"},
		{"R-069: on no request", func() (Sitting, docket.Line, error) { return s.GiveFloor(secretary, 1, 9, later(3)) }, ErrNotFound.Error()},
		{"R-069: ended before it began", func() (Sitting, docket.Line, error) { return s.EndSpeech(secretary, 1, 1, later(3).At) }, "R-069 floor_not_given"},
		{"R-069: resumed though it runs", func() (Sitting, docket.Line, error) { return hand(1).ResumeSpeech(secretary, 1, 1, later(3).At) }, "R-069 speech_not_paused"},
		{"R-069: withdrawn without a reason", func() (Sitting, docket.Line, error) {
			return hand(1).WithdrawFloor(secretary, 1, 1, " ", later(3).At)
		}, "R-069 abuse"},
		{"R-069: a second speech after abuse", func() (Sitting, docket.Line, error) { return silenced.AskFloor(chair, 1, later(4)) }, "R-069 floor_was_withdrawn"},
		{"R-069: not even by a decision", func() (Sitting, docket.Line, error) {
			return silenced.EnterSpeaker(secretary, 1, Speaker{Member: 1}, InDebate, &Show{For: 6}, later(4))
		}, "R-069 floor_was_withdrawn"},
		{"R-069: a third speech", func() (Sitting, docket.Line, error) {
			return twice.EnterSpeaker(secretary, 1, Speaker{Member: 5}, InDebate, nil, later(5))
		}, "R-069 speeches_used"},
		{"R-069: a third speech by a decision of three of six", func() (Sitting, docket.Line, error) {
			return twice.EnterSpeaker(secretary, 1, Speaker{Member: 5}, InDebate, &Show{For: 3, Against: 3}, later(5))
		}, "R-073 show_for"},
		{"R-069: a third speech by a decision of seven of six", func() (Sitting, docket.Line, error) {
			return twice.EnterSpeaker(secretary, 1, Speaker{Member: 5}, InDebate, &Show{For: 7}, later(5))
		}, "R-073 show_for"},
		{"R-069: a third speech by a decision of four of six", func() (Sitting, docket.Line, error) {
			return twice.EnterSpeaker(secretary, 1, Speaker{Member: 5}, InDebate, &Show{For: 4}, later(5))
		}, ""},
		{"R-069: a report beside two speeches in the debate", func() (Sitting, docket.Line, error) {
			return twice.EnterSpeaker(secretary, 1, Speaker{Member: 5}, MainReport, nil, later(5))
		}, ""},
		{"R-069: on another item", func() (Sitting, docket.Line, error) {
			return twice.EnterSpeaker(secretary, 2, Speaker{Member: 5}, InDebate, nil, later(5))
		}, ""},
		{"R-069: more time without a decision", func() (Sitting, docket.Line, error) {
			return hand(1).AddMinutes(secretary, 1, 1, 3, Show{}, later(3))
		}, "R-073 show_for"},
		{"R-069: more time, no minutes", func() (Sitting, docket.Line, error) {
			return hand(1).AddMinutes(secretary, 1, 1, 0, Show{For: 6}, later(3))
		}, "R-069 minutes"},
		{"R-069: more time by a decision", func() (Sitting, docket.Line, error) {
			return hand(1).AddMinutes(secretary, 1, 1, 3, Show{For: 6}, later(3))
		}, ""},
		{"R-069: somebody else's request taken back", func() (Sitting, docket.Line, error) { return s.TakeBackRequest(secretary, 1, 2, later(3).At) }, "R-069 request_not_yours"},
		{"R-069: one's own request taken back", func() (Sitting, docket.Line, error) { return s.TakeBackRequest(deputy, 1, 2, later(3).At) }, ""},
		{"R-069: taken back while speaking", func() (Sitting, docket.Line, error) { return hand(1).TakeBackRequest(chair, 1, 1, later(3).At) }, "R-069 floor_not_asked"},
		{"R-079: a vote while somebody speaks", func() (Sitting, docket.Line, error) { return hand(1).OpenVote(secretary, 1, "") }, "R-069 somebody_speaks"},
		{"R-084: a line about nothing", func() (Sitting, docket.Line, error) { return s.Summarise(secretary, 1, 1, "Говорил.") }, "R-084 nothing_said"},
		{"R-084: a novel about a speech", func() (Sitting, docket.Line, error) {
			return hand(1).Summarise(secretary, 1, 1, strings.Repeat("о", 301))
		}, "R-084 summary"},
		{"R-084: a line by a member", func() (Sitting, docket.Line, error) { return hand(1).Summarise(member, 1, 1, "Говорил.") }, "R-085 not_conducting"},
		{"R-067: who spoke is not struck off", func() (Sitting, docket.Line, error) {
			return did(t)(s.EnterSpeaker(secretary, 1, Speaker{Attendee: 7}, InDebate, nil, later(2))).Strike(secretary, 7)
		}, "R-067 attendee_spoke"},
	} {
		t.Run(row.name, func(t *testing.T) {
			next, line, err := row.act()
			if got := refused(err); got != row.want {
				t.Fatalf("%v, want %q", err, row.want)
			}
			if err == nil && (line.Act == "" || next.Version == 0) {
				t.Errorf("the docket line is %+v", line)
			}
		})
	}
}

// TestTimeOfASpeech: ten minutes for a report, pauses left out, more by a decision alone.
func TestTimeOfASpeech(t *testing.T) {
	s := did(t)(debating(t).EnterSpeaker(secretary, 1, Speaker{Member: 5}, MainReport, nil, later(1)))
	if waiting := s.Items[0].Requests(); !slices.Equal(waiting, []int{4, 1, 2, 3}) {
		t.Errorf("R-069: %v wait, want the report first", waiting)
	}
	s = did(t)(s.GiveFloor(secretary, 1, 4, later(2))) // a report goes before the debate
	s = did(t)(s.PauseSpeech(secretary, 1, 4, later(8).At))
	s = did(t)(s.ResumeSpeech(secretary, 1, 4, later(20).At))
	_, p, n, ok := s.Floor()
	if !ok || n != 4 || p.State() != Speaking || p.Left(later(23).At) != time.Minute || p.Left(later(26).At) != -2*time.Minute {
		t.Errorf("R-069: %s with %v left", p.State(), p.Left(later(23).At))
	}
	s = did(t)(s.AddMinutes(secretary, 1, 4, 5, Show{For: 4, Against: 2}, later(24)))
	s = did(t)(s.EndSpeech(secretary, 1, 4, later(27).At))
	p = s.Items[0].Speeches[3]
	if p.Allowed() != 15*time.Minute || p.Used(later(99).At) != 13*time.Minute || p.State() != Spoken || len(p.Grants) != 1 {
		t.Errorf("R-069: the report is %+v", p)
	}
	if ended := s.Items[0].Ended(); !slices.Equal(ended, []int{4}) {
		t.Errorf("%v lie behind, want the report", ended)
	}
	s = did(t)(s.GiveFloor(secretary, 1, 1, later(28)))
	if p := s.Items[0].Speeches[0]; p.Minutes != regulation.Izhmorsky().DebateMinutes {
		t.Errorf("R-069: %d minutes in the debate", p.Minutes)
	}
}

// TestASpeechEndsWithItsSpeaker: who leaves or loses the link speaks no more, and
// the closing ends what goes on.
func TestASpeechEndsWithItsSpeaker(t *testing.T) {
	s := did(t)(debating(t).GiveFloor(secretary, 1, 1, later(2)))
	gone := did(t)(s.Attend(secretary, 1, Absent, "связь", later(4).At))
	if p := gone.Items[0].Speeches[0]; p.State() != Spoken || p.Used(later(9).At) != 2*time.Minute || gone.Version != s.Version+1 {
		t.Errorf("R-068: the speech of who left is %+v", p)
	}
	other := did(t)(s.Attend(secretary, 5, Absent, "", later(4).At))
	closed := did(t)(s.Close(secretary, later(5), true))
	if other.Items[0].Speeches[0].State() != Speaking || closed.Items[0].Speeches[0].State() != Spoken {
		t.Error("R-069: a speech ended without its speaker, or outlived the sitting")
	}
}

func TestSuggestionsAreRefused(t *testing.T) {
	s := did(t)(debating(t).Suggest(member, 1, " Перенести срок. ", later(2)))
	s = did(t)(s.EnterSuggestion(secretary, 1, Speaker{Attendee: 7}, "Заслушать свидетеля.", later(3)))
	back := did(t)(s.WithdrawSuggestion(member, 1, 1, later(4).At))
	voting := did(t)(s.OpenVote(secretary, 1, ""))
	if s.Items[0].Suggestions[0].Text != "Перенести срок." || s.Items[0].Standing() != 2 || back.Items[0].Standing() != 1 {
		t.Errorf("R-069: %+v", s.Items[0].Suggestions)
	}
	for _, row := range []struct {
		name string
		act  func() (Sitting, docket.Line, error)
		want string
	}{
		{"R-069: empty", func() (Sitting, docket.Line, error) { return s.Suggest(member, 1, " ", later(4)) }, "R-069 suggestion"},
		{"R-069: a novel", func() (Sitting, docket.Line, error) {
			return s.Suggest(member, 1, strings.Repeat("о", maxSuggestion+1), later(4))
		}, "R-069 suggestion"},
		{"R-069: by nobody present", func() (Sitting, docket.Line, error) {
			return s.EnterSuggestion(secretary, 1, Speaker{Member: 9}, "Да.", later(4))
		}, "R-069 speaker"},
		{"R-069: entered by a member", func() (Sitting, docket.Line, error) {
			return s.EnterSuggestion(member, 1, Speaker{Member: 5}, "Да.", later(4))
		}, "R-085 not_conducting"},
		{"R-069: during the vote", func() (Sitting, docket.Line, error) { return voting.Suggest(member, 1, "Да.", later(4)) }, "R-069 another_vote_open"},
		{"R-069: withdrawn by the secretary", func() (Sitting, docket.Line, error) { return s.WithdrawSuggestion(secretary, 1, 1, later(4).At) }, "R-069 suggestion_not_yours"},
		{"R-069: withdrawn for who does not sign in", func() (Sitting, docket.Line, error) { return s.WithdrawSuggestion(secretary, 1, 2, later(4).At) }, ""},
		{"R-069: withdrawn twice", func() (Sitting, docket.Line, error) { return back.WithdrawSuggestion(member, 1, 1, later(5).At) }, "R-069 suggestion_withdrawn"},
		{"R-069: withdrawn during the vote", func() (Sitting, docket.Line, error) { return voting.WithdrawSuggestion(member, 1, 1, later(5).At) }, "R-069 another_vote_open"},
		{"R-069: of no number", func() (Sitting, docket.Line, error) { return s.WithdrawSuggestion(member, 1, 3, later(5).At) }, ErrNotFound.Error()},
	} {
		t.Run(row.name, func(t *testing.T) {
			if _, _, err := row.act(); refused(err) != row.want {
				t.Fatalf("%v, want %q", err, row.want)
			}
		})
	}
}
