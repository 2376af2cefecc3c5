package sitting

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/identity"
)

// shownToAll and keptFromAll name every field of a sitting, its items and its votes: what
// Public takes over, and what it leaves with the members. A new field belongs to one.
var (
	shownToAll = map[reflect.Type][]string{
		reflect.TypeFor[Sitting](): {"ID", "Commission", "Number", "State", "StartsAt", "Place", "Away", "Video", "Urgent", "Presiding", "Secretary", "Established",
			"OpenedAt", "ClosedAt", "Items", "Agenda", "Attendance", "Changes", "Breaks", "Version"},
		reflect.TypeFor[Item](): {"ID", "Ordinal", "Complaint", "Ref", "Title", "Rapporteur", "Draft", "Question", "Due", "Missed", "State", "Matter", "Votes", "Hands", "Result",
			"Polls", "SettledAt", "Nominees", "Speeches"},
		reflect.TypeFor[Speech]():     {"Speaker", "Kind", "Minutes", "Stretches", "Grants"},
		reflect.TypeFor[Speaker]():    {"Member", "Status"},
		reflect.TypeFor[Grant]():      {"Minutes"},
		reflect.TypeFor[Poll]():       {"Motion", "Question", "Clauses", "Of", "Members", "Counting", "Protocol", "Amendment", "Votes", "Hands", "Result", "ClosedAt"},
		reflect.TypeFor[Matter]():     {"Agenda", "Office"},
		reflect.TypeFor[Counting]():   {"Members", "Chair", "Ballots", "Abstain", "Candidates"},
		reflect.TypeFor[Break]():      {"From", "Expected", "Place", "Until"},
		reflect.TypeFor[Change]():     {"Kind", "At", "Was"},
		reflect.TypeFor[Attendance](): {"Member", "Mode", "At"},
	}
	keptFromAll = map[reflect.Type][]string{
		reflect.TypeFor[Sitting]():    {"UrgentReason", "TellBy", "Petition", "Notices", "Attendees", "Presided", "Kept", "MinutesSigned", "Salt"},
		reflect.TypeFor[Item]():       {"Text", "Heard", "Spoke", "Interest", "Dissents", "Amendments", "Suggestions", "Invitations", "Planned"},
		reflect.TypeFor[Speech]():     {"Entered", "AskedAt", "EndedAt", "Abuse", "Summary"},
		reflect.TypeFor[Speaker]():    {"Attendee", "Name", "Whose"},
		reflect.TypeFor[Grant]():      {"Show", "At"},
		reflect.TypeFor[Poll]():       {"Text", "Reason", "Broken"},
		reflect.TypeFor[Matter]():     {"Text", "About", "Demander", "DemandedBy", "Petition", "OwnRequest", "From"},
		reflect.TypeFor[Counting]():   {"Text"},
		reflect.TypeFor[Break]():      {"Reason", "Took"},
		reflect.TypeFor[Change]():     {"Reason", "By"},
		reflect.TypeFor[Attendance](): {"Reason", "ToldAt", "Said", "SaidAt"},
	}
)

// TestThePublicSeesOnlyWhatWasChosen. Every field of a sitting is filled,
// and those that are not for everybody are empty afterwards.
func TestThePublicSeesOnlyWhatWasChosen(t *testing.T) {
	whole := reflect.New(reflect.TypeFor[Sitting]()).Elem()
	filledIn(whole)
	s := whole.Interface().(Sitting)
	s.Items[0].State, s.Items[0].Title = Adopted, "Новосёлову не дали бюллетень"
	speech := &s.Items[0].Speeches[0] // one that goes on; no other is shown
	speech.EndedAt, speech.Abuse, speech.Stretches[0].Until = time.Time{}, "", time.Time{}
	titles := make(map[ItemID]string)
	titles[s.Items[0].ID] = "[персональные данные] не дали бюллетень"
	shown := s.Public(titles)
	if got := shown.Items[0].Title; got != "[персональные данные] не дали бюллетень" {
		t.Errorf("the title is %q", got)
	}
	for _, part := range []any{shown, shown.Items[0], shown.Items[0].Matter, shown.Items[0].Polls[0], *shown.Items[0].Polls[0].Counting, shown.Attendance[0], shown.Changes[0], shown.Breaks[0],
		shown.Items[0].Speeches[0], shown.Items[0].Speeches[0].Speaker, shown.Items[0].Speeches[0].Grants[0]} {
		v := reflect.ValueOf(part)
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			open, kept := slices.Contains(shownToAll[v.Type()], name), slices.Contains(keptFromAll[v.Type()], name)
			if open == kept {
				t.Errorf("%s.%s: nobody has decided whether everybody sees it", v.Type(), name)
			}
			if kept && !v.Field(i).IsZero() {
				t.Errorf("R-028: everybody sees %s.%s", v.Type(), name)
			}
			if open && v.Field(i).IsZero() {
				t.Errorf("nobody sees %s.%s", v.Type(), name)
			}
		}
	}
}

// filledIn gives every field a value that is not its zero one.
func filledIn(v reflect.Value) {
	switch v.Kind() { //nolint:exhaustive // other kinds do not occur
	case reflect.Struct:
		switch v.Type() {
		case reflect.TypeFor[time.Time]():
			v.Set(reflect.ValueOf(time.Date(2026, 9, 12, 5, 0, 0, 0, time.UTC)))
			return
		case reflect.TypeFor[calendar.Date]():
			v.Set(reflect.ValueOf(calendar.Day(2026, 9, 12)))
			return
		}
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				filledIn(v.Field(i))
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		filledIn(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		filledIn(v.Index(0))
	case reflect.String:
		v.SetString("Новосёлов")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		v.SetUint(1)
	default:
	}
}

// TestNobodySeesHowAnOpenVoteGoes: how many have voted is seen, how they did only once
// there is a result.
func TestNobodySeesHowAnOpenVoteGoes(t *testing.T) {
	votes := []Vote{{Member: 1, Choice: For}, {Member: 2, Choice: Against}}
	s := Sitting{Items: []Item{{ID: 1, State: Voting, Votes: votes}, {ID: 2, State: Voting, Polls: []Poll{{Motion: ToPostpone, Votes: votes}}},
		{ID: 3, State: Adopted, Votes: votes, Result: &Result{Fate: Carried}}}}
	shown := s.Public(nil)
	for _, in := range [][]Vote{shown.Items[0].Votes, shown.Items[1].Polls[0].Votes} {
		if len(in) != 2 || in[0].Member != 1 || in[0].Choice != "" || in[1].Choice != "" {
			t.Errorf("of an open vote everybody sees %v", in)
		}
	}
	if in := shown.Items[2].Votes; !slices.Equal(in, votes) {
		t.Errorf("of a vote that is over everybody sees %v, want %v", in, votes)
	}
	if choice, ok := s.Items[0].Choice(identity.ID(1)); !ok || choice != For {
		t.Error("the sitting itself has lost a vote")
	}
}

func TestLatestVote(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 9, 12, 5, minute, 0, 0, time.UTC) }
	carried := &Result{Fate: Carried}
	rows := []struct {
		name   string
		items  []Item
		on     ItemID
		motion Motion
	}{
		{"none yet", []Item{{ID: 1, State: Voting}}, 0, ""},
		{"on a draft", []Item{{ID: 1, State: Adopted, Result: carried, SettledAt: at(5)}, {ID: 2, State: Pending}}, 1, OnDraft},
		{"a motion after it", []Item{{ID: 1, State: Adopted, Result: carried, SettledAt: at(5)},
			{ID: 2, State: Pending, Polls: []Poll{{Motion: ToPostpone, Result: carried, ClosedAt: at(9)}}}}, 2, ToPostpone},
		{"the items out of order", []Item{{ID: 1, State: Adopted, Result: carried, SettledAt: at(15)}, {ID: 2, State: Rejected, Result: carried, SettledAt: at(9)}}, 1, OnDraft},
		{"a draft voted on by parts", []Item{{ID: 1, State: Adopted, Result: carried, SettledAt: at(15), Polls: []Poll{{Motion: OnPart, Result: carried, ClosedAt: at(15)}}}}, 1, OnPart},
		{"a void vote has none", []Item{{ID: 1, State: Returned, Polls: []Poll{{Motion: ToPostpone, ClosedAt: at(15)}}}}, 0, ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			item, p, ok := Sitting{Items: row.items}.Latest()
			if item.ID != row.on || p.Motion != row.motion || ok != (row.on != 0) {
				t.Errorf("Latest() = item %d, %q, %v, want item %d, %q", item.ID, p.Motion, ok, row.on, row.motion)
			}
		})
	}
}
