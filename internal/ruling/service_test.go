package ruling

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// desk keeps one complaint, its latest draft and one sitting in memory.
type desk struct {
	AppealStore           // of no use here
	comments    []Comment // on its drafts
	c           complaint.Complaint
	draft       Draft
	meeting     sitting.Sitting
	ruling      *Ruling
	fixed       time.Time // the own results of campaign 1
	members     []commission.Member
}

var (
	member = identity.Actor{ID: 4, Office: identity.Member, Commission: 5}
	chair  = identity.Actor{ID: 1, Office: identity.Chair, Commission: 5}
)

func (d *desk) moment() commission.Moment {
	own := commission.Commission{ID: 5, Established: 5, Profile: regulation.Izhmorsky()}
	return commission.MomentAt(time.Date(2026, 9, 12, 5, 0, 0, 0, time.UTC), commission.Composition{Commission: own, Members: d.members}, []commission.Campaign{{ID: 1, ResultsFixed: d.fixed}})
}

func (d *desk) ChangeDraft(_ context.Context, _ commission.ID, _ complaint.Ref,
	change func(complaint.Complaint, Draft, commission.Moment) (complaint.Complaint, Draft, docket.Line, error)) error {
	c, draft, _, err := change(d.c, d.draft, d.moment())
	if err == nil {
		d.c, d.draft = c, draft
	}
	return err
}

func (d *desk) ScheduleComplaint(_ context.Context, _ commission.ID, _ int, _ complaint.Ref,
	change func(sitting.Sitting, complaint.Complaint, Draft, commission.Moment) (sitting.Sitting, complaint.Complaint, [2]docket.Line, error)) error {
	s, c, _, err := change(d.meeting, d.c, d.draft, d.moment())
	if err == nil {
		d.meeting, d.c = s, c
	}
	return err
}

func (d *desk) OpenVote(_ context.Context, _ commission.ID, _ int, _ sitting.ItemID, open func(Conclusion) (sitting.Sitting, docket.Line, error)) error {
	next, _, err := open(Conclusion{Sitting: d.meeting, Complaint: d.c, Draft: d.draft, Moment: d.moment()})
	if err == nil {
		d.meeting = next
	}
	return err
}

func (d *desk) ConcludeVote(_ context.Context, _ commission.ID, _ int, _ sitting.ItemID, conclude func(Conclusion) (Concluded, error)) error {
	out, err := conclude(Conclusion{Sitting: d.meeting, Complaint: d.c, Draft: d.draft, Serial: 31, Moment: d.moment()})
	if err == nil {
		d.meeting, d.c, d.ruling = out.Sitting, out.Complaint, out.Ruling
		if out.Draft != nil {
			d.draft = *out.Draft
		}
	}
	return err
}

// deskIn returns a desk with a complaint on a decision in a state, reported on by
// member 4, and a sitting planned two days ahead.
func deskIn(state complaint.State) *desk {
	d := &desk{c: complaint.Complaint{ID: 7, Commission: 5, State: state, Rapporteur: 4}, draft: whole(),
		meeting: sitting.Sitting{ID: 14, Commission: 5, Number: 14, State: sitting.Planned, StartsAt: time.Date(2026, 9, 14, 5, 0, 0, 0, time.UTC)}}
	d.c.Answers, d.c.Title, d.c.Respondent = decision.Answers, decision.Title, 8
	return d
}

func TestSaveNeverOverwrites(t *testing.T) {
	d := deskIn(complaint.InReview)
	service := NewService(d)
	if err := service.Save(t.Context(), member, d.c.Ref, 2, Draft{Facts: "старое"}); !errors.Is(err, ErrStale) || d.draft.Version != 3 {
		t.Errorf("R-088: Save() over a newer version = %v, want ErrStale", err)
	}
	if err := service.Save(t.Context(), member, d.c.Ref, 3, Draft{Facts: "новое"}); err != nil || d.draft.Version != 4 || d.draft.Author != 4 || d.draft.Complaint != 7 {
		t.Errorf("R-088: Save() = %v, %+v", err, d.draft)
	}
	if err := service.Save(t.Context(), chair, d.c.Ref, 4, Draft{}); err == nil {
		t.Error("R-088: Save() by the chair, who is not the rapporteur")
	}
	err := service.Save(t.Context(), member, d.c.Ref, 4, Draft{Facts: strings.Repeat("о", MaxPart+1), Law: "\x00"})
	if got := strings.Join(fieldsOf(err), " "); got != "facts law" || d.draft.Version != 4 {
		t.Errorf("R-088: Save() of what no paper holds refuses %q, want facts and law", got)
	}
}

func TestSchedule(t *testing.T) {
	remand := func(days int) func(*desk) {
		return func(d *desk) {
			d.draft.Selection = Selection{Outcome: regulation.Remand, Findings: []Finding{full()}, Duty: Reconsider, Until: today.AddDays(days)}
		}
	}
	for _, row := range []struct {
		name  string
		spoil func(*desk)
		want  regulation.Question // empty: refused
	}{
		{"R-071: the question follows from the draft", func(*desk) {}, regulation.AnnulFullDecide},
		{"R-088: not with an empty part", func(d *desk) { d.draft.Law = "" }, ""},
		{"R-095: a term on the day of the sitting", remand(2), regulation.AnnulFullRemand},
		{"R-095: a term that ends before the sitting", remand(1), ""},
		{"R-037: not before it is ready", func(d *desk) { d.c.State = complaint.InReview }, ""},
		{"R-022: not in one's own case", func(d *desk) { d.c.Respondent = 5 }, ""},
		{"R-064: not once the sitting is open", func(d *desk) { d.meeting.State = sitting.Open }, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := deskIn(complaint.Ready)
			row.spoil(d)
			state := d.c.State
			err := NewService(d).Schedule(t.Context(), chair, 14, d.c.Ref)
			if (err == nil) != (row.want != "") {
				t.Fatalf("Schedule() = %v, want %q", err, row.want)
			}
			if err != nil {
				if d.c.State != state || len(d.meeting.Items) != 0 {
					t.Errorf("Schedule() refused and changed %s, %v", d.c.State, d.meeting.Items)
				}
				return
			}
			if item := d.meeting.Items[0]; d.c.State != complaint.Scheduled || item.Question != row.want || item.Draft != 3 {
				t.Errorf("Schedule() = %s, %+v, want %s", d.c.State, item, row.want)
			}
		})
	}
}

// inVote opens the desk's sitting with four of five present and three votes recorded on
// its draft; the presiding member's is to come.
func inVote(d *desk) *desk {
	d.meeting.State, d.meeting.Established = sitting.Open, 5
	d.meeting.Presiding.Person = chair.ID
	item := sitting.Item{ID: 1, Complaint: 7, Draft: 3, Question: regulation.AnnulFullDecide, State: sitting.Voting, Invitations: invited(),
		Text: TextDigest(d.draft.Operative(Subject{}, regulation.Izhmorsky()))}
	for id := identity.ID(1); id <= 4; id++ {
		d.meeting.Attendance = append(d.meeting.Attendance, sitting.Attendance{Member: commission.Member{Person: id}, Mode: sitting.InHall})
	}
	for id, choice := range map[identity.ID]sitting.Choice{2: sitting.For, 3: sitting.For, 4: sitting.Against} {
		item.Votes = append(item.Votes, sitting.Vote{Member: id, Choice: choice})
	}
	d.meeting.Items = []sitting.Item{item}
	return d
}

func TestConclude(t *testing.T) {
	for _, row := range []struct {
		name   string
		choice sitting.Choice
		state  complaint.State
	}{
		{"R-070: carried by three of five seats", sitting.For, complaint.Decided},
		{"R-080: two of five seats, the complaint goes back", sitting.Against, complaint.InReview},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := inVote(deskIn(complaint.Scheduled))
			if err := NewService(d).Conclude(t.Context(), chair, 14, 1, row.choice); err != nil {
				t.Fatal(err)
			}
			if d.c.State != row.state || (d.ruling != nil) != (row.state == complaint.Decided) {
				t.Errorf("Conclude() leaves the complaint %s with the ruling %v, want %s", d.c.State, d.ruling, row.state)
			}
			if d.ruling != nil && (d.ruling.Number != "31" || d.ruling.Outcome() != regulation.DecideOnMerits || d.c.Outcome != d.ruling.Outcome()) {
				t.Errorf("R-085: the ruling is %+v", d.ruling)
			}
		})
	}
}

func TestUnstopped(t *testing.T) {
	for text, want := range map[string]string{"Работать по графику.": "Работать по графику", " до 14 сентября 2026 г. ": "до 14 сентября 2026 г.",
		"Иванову А. П.": "Иванову А. П.", "Почему?": "Почему?", "": ""} {
		if got := Unstopped(text); got != want {
			t.Errorf("Unstopped(%q) = %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"включить": "Включить.", "включить.": "Включить.", "и так…": "И так…", "2026 г.": "2026 г.", " ": ""} {
		if got := sentence(text); got != want {
			t.Errorf("sentence(%q) = %q, want %q", text, got, want)
		}
	}
	if got := on(regulation.DecideOnMerits, acted()).Operative(Subject{}, regulation.Profile{DeliveryWorkingDays: 3}); len(got) != 2 || got[0] == "" || got[1] == "" {
		t.Errorf("R-070: Operative() of an unfinished selection = %q, want no empty clause", got)
	}
}

// onResults turns the desk's draft into one that annuls a decision on voting results.
func onResults(d *desk) {
	d.c.Campaign = 1
	d.draft.Findings = []Finding{full()}
	d.draft.Findings[0].OnResults = true
}

// TestOpenVote: a draft goes to the vote complete that day and as the text it gives.
func TestOpenVote(t *testing.T) {
	for _, row := range []struct {
		name  string
		spoil func(*desk)
		want  string // the field refused
	}{
		{"R-079: put to the vote", func(*desk) {}, ""},
		{"R-088: a demand has no answer", func(d *desk) { d.draft.Demands[0].Answer = "" }, "demand_1_answer"},
		{"R-095: the term has passed meanwhile", func(d *desk) {
			d.draft.Selection = Selection{Outcome: regulation.Remand, Findings: []Finding{full()}, Duty: Reconsider, Until: today.AddDays(-1)}
		}, "until"},
		{"R-057: on results, before the own are fixed", onResults, ""},
		{"R-057: fixed since the draft was ready", func(d *desk) {
			onResults(d)
			d.fixed = time.Date(2026, 9, 12, 4, 0, 0, 0, time.UTC)
		}, "act_1_results"},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := inVote(deskIn(complaint.Scheduled))
			d.meeting.Items[0].State, d.meeting.Items[0].Text, d.meeting.Items[0].Votes = sitting.Pending, "", nil
			row.spoil(d)
			err := NewService(d).OpenVote(t.Context(), chair, 14, 1)
			if got := strings.Join(fieldsOf(err), " "); got != row.want {
				t.Fatalf("OpenVote() refuses %q, want %q: %v", got, row.want, err)
			}
			item := d.meeting.Items[0]
			if want := TextDigest(d.draft.Operative(Subject{}, regulation.Izhmorsky())); row.want == "" && (item.State != sitting.Voting || item.Text != want) {
				t.Errorf("OpenVote() puts %s to the vote as %q, want %q", item.State, item.Text, want)
			}
		})
	}
}

// TestResultsFixedDuringTheVote: a vote that carries after that makes no ruling, and
// nothing is stuck.
func TestResultsFixedDuringTheVote(t *testing.T) {
	d := inVote(deskIn(complaint.Scheduled))
	onResults(d)
	d.meeting.Items[0].Text = TextDigest(d.draft.Operative(Subject{}, regulation.Izhmorsky()))
	d.fixed = time.Date(2026, 9, 12, 4, 59, 0, 0, time.UTC)
	if err := NewService(d).Conclude(t.Context(), chair, 14, 1, sitting.For); err != nil {
		t.Fatal(err)
	}
	if item := d.meeting.Items[0]; d.ruling != nil || item.State != sitting.Returned || item.Result != nil || d.c.State != complaint.InReview {
		t.Errorf("R-057: the vote ends %s with %v, the complaint %s", item.State, d.ruling, d.c.State)
	}
}

// TestSaveKeepsTheDemandsOfTheComplaint: the drafter adds and splits, and drops none.
func TestSaveKeepsTheDemandsOfTheComplaint(t *testing.T) {
	d := deskIn(complaint.InReview)
	own := DemandsOf(d.c)[0]
	typed := Draft{Demands: []Demand{{Text: "Выдать копию", Answer: "Выдана."}, {Text: "Наказать", Asked: true, Answer: "Нет."}, {Asked: true, Answer: "Отменяется."}}}
	if err := NewService(d).Save(t.Context(), member, d.c.Ref, 3, typed); err != nil {
		t.Fatal(err)
	}
	own.Answer = "Отменяется."
	want := []Demand{own, {Text: "Выдать копию", Answer: "Выдана."}, {Text: "Наказать", Answer: "Нет."}}
	if !slices.Equal(d.draft.Demands, want) {
		t.Errorf("R-088: Save() keeps %+v, want %+v", d.draft.Demands, want)
	}
	if want := FindingsOf(d.c); !slices.Equal(d.draft.Findings, want) {
		t.Errorf("R-020: Save() keeps the acts %+v, want %+v", d.draft.Findings, want)
	}
	if err := NewService(d).Save(t.Context(), member, d.c.Ref, 4, Draft{}); err != nil || len(d.draft.Demands) != 1 || !d.draft.Demands[0].Asked {
		t.Errorf("R-088: Save() of nothing keeps %+v, %v", d.draft.Demands, err)
	}
}

// invited are the invitations of both parties.
func invited() []sitting.Invitation {
	return []sitting.Invitation{{Whom: sitting.Complainant, Way: sitting.OnPage, State: sitting.OnItsWay}, {Whom: sitting.Respondent, Way: sitting.ByPost, State: sitting.Delivered}}
}
