package sitting

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// TestAnyCourseOfASittingIsLawful goes through a whole sitting in any order: attendance,
// floor, proposals, breaks, days, who presides, votes, closing. Whatever was refused, what
// stands must be lawful, and each step is one line of the docket.
func TestAnyCourseOfASittingIsLawful(t *testing.T) {
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		m := opening(convening())
		s := opened(t, 1, 2, 3, 4, 5, 6, 7)
		s.Attendees = []Attendee{{ID: 7, Name: "Новосёлов Н. Н.", Status: Complainant}}
		for range rapid.IntRange(60, 120).Draw(t, "steps") {
			m.At = m.At.Add(time.Duration(rapid.IntRange(0, 300).Draw(t, "seconds")) * time.Second)
			if s.Adjourned() && rapid.Bool().Draw(t, "night") {
				m.At, m.Day = m.At.AddDate(0, 0, 1), m.Day.AddDays(1)
			}
			next, line, err := anyStep(t, s, m)
			if err != nil {
				continue
			}
			if line.Act == "" || line.Clause == "" || next.Version <= s.Version {
				t.Fatalf("the docket line is %+v, the version went from %d to %d", line, s.Version, next.Version)
			}
			lawfulStep(t, s, next, line)
			lawfulCourse(t, next)
			seen[line.Act]++
			s = next
		}
	})
	for _, act := range []string{"floor_given", "speech_ended", "floor_withdrawn", "suggestion", "break", "break_ended", "adjournment", "continuation", "presiding", "secretary", "vote_closed", "closing"} {
		if seen[act] == 0 {
			t.Errorf("%s never happened: the property saw nothing of it", act)
		}
	}
}

// anyStep does one step; who runs the sitting acts more often than others.
func anyStep(t *rapid.T, s Sitting, m commission.Moment) (Sitting, docket.Line, error) {
	runs := identity.Actor{ID: s.Secretary.Person, Office: identity.Secretary, Commission: 5}
	by := rapid.SampledFrom([]identity.Actor{runs, runs, runs, chair, deputy, member}).Draw(t, "by")
	person := identity.ID(rapid.IntRange(1, 10).Draw(t, "person"))
	who := Speaker{Member: person}
	if rapid.IntRange(0, 3).Draw(t, "attendee") == 0 {
		who = Speaker{Attendee: 7}
	}
	item := ItemID(rapid.IntRange(1, 2).Draw(t, "item"))
	if open, ok := s.Voting(); ok {
		item = open.ID
	}
	n := rapid.IntRange(1, 4).Draw(t, "number")
	if on, _, speech, ok := s.Floor(); ok && rapid.IntRange(0, 3).Draw(t, "aside") > 0 {
		item, n = on.ID, speech
	}
	hands := Show{For: rapid.IntRange(0, 7).Draw(t, "for")}
	likely := steps
	switch {
	case s.Adjourned():
		likely = []string{"gather", "gather", "gather", "gather", "continue", "chair", "gone", "keeper", "close"}
	case s.State == Open && !s.present(s.Presiding.Person) && rapid.Bool().Draw(t, "replaced"):
		likely, hands = []string{"chair", "gather"}, Show{For: 5}
	case s.State == Open && !s.present(s.Secretary.Person) && rapid.Bool().Draw(t, "relieved"):
		likely = []string{"keeper"}
	}
	switch rapid.SampledFrom(likely).Draw(t, "step") {
	case "gather": // whoever is not there comes
		for _, a := range s.Attendance {
			if !a.Mode.Present() {
				return s.Attend(runs, a.Member.Person, InHall, "", m.At)
			}
		}
	case "leave":
		return s.Attend(runs, s.Presiding.Person, Absent, "", m.At)
	case "lose":
		return s.Attend(runs, s.Secretary.Person, Absent, "связь", m.At)
	case "attend":
		return s.Attend(by, person, rapid.SampledFrom([]Mode{InHall, InHall, OnVideo, Absent}).Draw(t, "mode"), "", m.At)
	case "ask":
		return s.AskFloor(by, item, m)
	case "enter":
		var over *Show
		if rapid.Bool().Draw(t, "over") {
			over = &hands
		}
		return s.EnterSpeaker(by, item, who, rapid.SampledFrom(SpeechKinds).Draw(t, "kind"), over, m)
	case "give":
		return s.GiveFloor(by, item, n, m)
	case "pause":
		return s.PauseSpeech(by, item, n, m.At)
	case "resume":
		return s.ResumeSpeech(by, item, n, m.At)
	case "end":
		return s.EndSpeech(by, item, n, m.At)
	case "withdraw":
		return s.WithdrawFloor(by, item, n, "оскорбления", m.At)
	case "more":
		return s.AddMinutes(by, item, n, 3, hands, m)
	case "back":
		return s.TakeBackRequest(by, item, n, m.At)
	case "suggest":
		return s.EnterSuggestion(by, item, who, "Предложение.", m)
	case "unsuggest":
		return s.WithdrawSuggestion(by, item, n, m.At)
	case "break":
		return s.AnnounceBreak(by, m.At.Add(time.Minute), m)
	case "unbreak":
		return s.EndBreak(by, m.At)
	case "adjourn":
		return s.Adjourn(by, Continuation{At: m.At.AddDate(0, 0, 1), Place: "зал", Reason: "свет"}, m, rapid.Bool().Draw(t, "knowing"))
	case "continue":
		return s.Continue(by, m)
	case "chair":
		return s.TakeChair(by, hands, m)
	case "gone":
		return s.PresidingGone(by, "потеря связи", m)
	case "keeper":
		return s.KeepMinutes(by, person, m)
	case "vote":
		return s.OpenVote(by, item, "")
	case "cast":
		votes := map[identity.ID]Choice{}
		for _, a := range s.Present() {
			if a.Member.Person != s.Presiding.Person {
				votes[a.Member.Person] = rapid.SampledFrom(Choices).Draw(t, "choice")
			}
		}
		return s.CastVotes(by, item, votes, m.At)
	case "conclude":
		next, _, line, err := s.CastPresiding(by, item, rapid.SampledFrom(Choices).Draw(t, "choice"), m)
		return next, line, err
	case "postpone":
		return s.OpenPostponement(by, item, m.Day, true)
	}
	if rapid.IntRange(0, 9).Draw(t, "tired") > 0 { // else most sittings would be over at once
		return s, docket.Line{}, regulation.Refuse(regulation.Quorum, "sitting_not_open", nil)
	}
	return s.Close(by, m, true)
}

var steps = []string{"attend", "ask", "enter", "enter", "give", "give", "give", "pause", "resume", "end", "withdraw", "more", "back", "suggest", "unsuggest",
	"break", "unbreak", "unbreak", "adjourn", "continue", "leave", "lose", "chair", "keeper", "vote", "cast", "cast", "conclude", "conclude", "postpone", "close"}

// lawfulStep checks what one step may change.
func lawfulStep(t *rapid.T, before, after Sitting, line docket.Line) {
	_, was := before.Voting()
	_, broken := before.Break()
	_, _, _, spoken := before.Floor()
	if _, is := after.Voting(); is && !was && (broken || spoken || before.State != Open || !before.Quorum().Met()) {
		t.Fatalf("R-062: a vote was opened by %s with %d present", line.Act, len(before.Present()))
	}
	if before.State == Closed {
		t.Fatalf("R-085: %s after the closing", line.Act)
	}
	for _, item := range before.Items {
		now, _ := after.Item(item.ID)
		if item.State.Settled() && (now.State != item.State || len(now.Votes) != len(item.Votes)) {
			t.Fatalf("R-079: item %d was %s and is %s after %s", item.ID, item.State, now.State, line.Act)
		}
		if len(now.Speeches) < len(item.Speeches) || len(now.Suggestions) < len(item.Suggestions) {
			t.Fatalf("R-084: %s lost what was said on item %d", line.Act, item.ID)
		}
		for i, p := range item.Speeches {
			if !p.EndedAt.IsZero() && (!now.Speeches[i].EndedAt.Equal(p.EndedAt) || len(now.Speeches[i].Stretches) != len(p.Stretches)) {
				t.Fatalf("R-069: %s changed a speech that was over", line.Act)
			}
		}
	}
}

// lawfulCourse checks what stands.
func lawfulCourse(t *rapid.T, s Sitting) {
	_, voting := s.Voting()
	_, broken := s.Break()
	on, speech, _, spoken := s.Floor()
	if voting && (broken || spoken || s.State != Open) || s.State == Closed && spoken {
		t.Fatalf("R-079: voting %v, break %v, speech %v in a sitting that is %s", voting, broken, spoken, s.State)
	}
	if spoken && (on.State != Pending || broken && speech.State() == Speaking) {
		t.Fatalf("R-069: somebody is %s on an item that is %s, break %v", speech.State(), on.State, broken)
	}
	if s.State == Closed && slices.ContainsFunc(s.Items, func(i Item) bool { return !i.State.Settled() }) {
		t.Fatal("R-081: a closed sitting left an item without its fate")
	}
	if s.Presiding.Person == s.Secretary.Person || s.Presided[len(s.Presided)-1].Person != s.Presiding.Person || s.Kept[len(s.Kept)-1].Person != s.Secretary.Person {
		t.Fatalf("R-007, R-009: %+v presides, %+v keeps the minutes", s.Presided, s.Kept)
	}
	goOn := 0
	for _, item := range s.Items {
		if (item.State == Adopted || item.State == Rejected) != (item.Result != nil) || item.State.Settled() == item.SettledAt.IsZero() {
			t.Fatalf("R-079: item %d is %s with the result %v", item.ID, item.State, item.Result)
		}
		goOn += lawfulSpeeches(t, item)
	}
	if goOn > 1 {
		t.Fatalf("R-069: %d speak at once", goOn)
	}
}

// lawfulSpeeches counts the speeches of each person on an item, and returns how many go on.
func lawfulSpeeches(t *rapid.T, item Item) int {
	debates, more, silent, goOn := map[Speaker]int{}, map[Speaker]int{}, map[Speaker]bool{}, 0
	for _, p := range item.Speeches {
		who := Speaker{Member: p.Member, Attendee: p.Attendee}
		if silent[who] {
			t.Fatalf("R-069: %+v asked again after the floor was withdrawn", who)
		}
		silent[who] = p.Abuse != ""
		if p.goesOn() {
			goOn++
		}
		for _, g := range p.Grants {
			if g.Minutes == 0 {
				more[who]++
			}
		}
		if p.Held() && p.Kind == InDebate {
			debates[who]++
		}
		for i, stretch := range p.Stretches {
			if last := i == len(p.Stretches)-1; stretch.Until.IsZero() && !last || !stretch.Until.IsZero() && stretch.Until.Before(stretch.From) {
				t.Fatalf("R-069: the time of a speech is %+v", p.Stretches)
			}
		}
	}
	for who, n := range debates {
		if n > regulation.Izhmorsky().SpeechesPerItem+more[who] {
			t.Fatalf("R-069: %+v spoke %d times, %d of them by a decision", who, n, more[who])
		}
	}
	return goOn
}
