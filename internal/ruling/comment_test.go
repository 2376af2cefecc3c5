package ruling

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

func (d *desk) DiscussDraft(_ context.Context, _ commission.ID, _ complaint.Ref, version int,
	say func(Discussed) (complaint.Complaint, Comment, docket.Line, error)) error {
	if version != 0 && version != d.draft.Version {
		return ErrNotFound
	}
	_, said, _, err := say(Discussed{Complaint: d.c, Draft: d.draft, Comments: d.comments, Moment: d.moment()})
	if err == nil {
		d.comments = append(d.comments, said)
	}
	return err
}

// talked returns a desk whose commission sits, members 1 to 5, with a draft of three
// paragraphs on the facts.
func talked() *desk {
	d := deskIn(complaint.InReview)
	for i := identity.ID(1); i <= 5; i++ {
		d.members = append(d.members, commission.Member{Person: i, Office: identity.Member, From: calendar.Day(2026, 1, 1)})
	}
	d.draft.Facts = "Заявитель пришёл.\n\n Ему отказали. \nОн ушёл."
	return d
}

func by(id identity.ID) identity.Actor {
	return identity.Actor{ID: id, Office: identity.Member, Commission: 5}
}

func saidOf(err error) string {
	var refusal *regulation.Refusal
	switch {
	case errors.As(err, &refusal):
		return refusal.Key
	case err != nil:
		return err.Error()
	}
	return ""
}

func TestComment(t *testing.T) {
	for _, row := range []struct {
		name      string
		by        identity.Actor
		version   int
		section   Section
		paragraph int
		text      string
		spoil     func(*desk)
		want      string
	}{
		{"R-088: a member on the second paragraph", by(2), 3, FactsSection, 2, " Кто отказал?\r\n ", nil, ""},
		{"on a draft that is ready", by(2), 3, LawSection, 1, "Какой пункт?", func(d *desk) { d.c.State = complaint.Ready }, ""},
		{"on a demand with its answer", by(5), 3, DemandsSection, 1, "Почему?", nil, ""},
		{"on the operative part", by(5), 3, OperativeSection, 1, "Почему?", nil, ""},
		{"R-088: empty", by(2), 3, FactsSection, 1, " \n", nil, "comment_missing"},
		{"R-088: over-long", by(2), 3, FactsSection, 1, strings.Repeat("о", MaxComment+1), nil, "text_too_long"},
		{"no such paragraph", by(2), 3, FactsSection, 4, "Где?", nil, ErrNotFound.Error()},
		{"no such section", by(2), 3, "preamble", 1, "Где?", nil, ErrNotFound.Error()},
		{"no such version", by(2), 2, FactsSection, 1, "Где?", nil, ErrNotFound.Error()},
		{"R-022: somebody of another commission", identity.Actor{ID: 9, Office: identity.Member, Commission: 9}, 3, FactsSection, 1, "Нет!", nil, complaint.ErrNotFound.Error()},
		{"R-022: the chair of the commission complained about", identity.Actor{ID: 9, Office: identity.Chair, Commission: 8}, 3, FactsSection, 1, "Нет!", nil, "own_judge"},
		{"R-005: nobody who does not vote", identity.Actor{ID: 9, Office: identity.Administrator}, 3, FactsSection, 1, "Нет!", nil, "not_your_office"},
		{"R-022: in the commission's own case", by(2), 3, FactsSection, 1, "Нет!", func(d *desk) { d.c.Respondent = 5 }, "own_judge"},
		{"R-012: the member who complained", identity.Actor{ID: 2, Office: identity.Member, Commission: 5, Name: identity.Name{Surname: "Жалобов", Given: "Ян"}}, 3, FactsSection, 1, "Да!",
			func(d *desk) { d.c.Complainant.Name = identity.Name{Surname: "Жалобов", Given: "Ян"} }, "own_complaint"},
		{"R-080: not once the ruling is adopted", by(2), 3, FactsSection, 1, "Поздно", func(d *desk) { d.c.State = complaint.Decided }, "act_not_now"},
		{"not without end", by(2), 3, FactsSection, 1, "Ещё", func(d *desk) { d.comments = make([]Comment, mostComments) }, "comments_too_many"},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := talked()
			if row.spoil != nil {
				row.spoil(d)
			}
			before := len(d.comments)
			err := NewService(d).Comment(t.Context(), row.by, d.c.Ref, row.version, row.section, row.paragraph, row.text)
			if saidOf(err) != row.want || (err == nil) != (len(d.comments) == before+1) {
				t.Fatalf("Comment() = %v, want %q; %d comments", err, row.want, len(d.comments)-before)
			}
			if row.want != "" {
				return
			}
			said := d.comments[before]
			if said.Number != 1 || said.Thread != 1 || said.Author != row.by.ID || said.Version != 3 || said.Text != strings.TrimSpace(row.text) || said.Quote == "" || said.At.IsZero() {
				t.Errorf("the comment is %+v", said)
			}
		})
	}
}

func TestCommentKeepsWhatItIsAbout(t *testing.T) {
	d := talked()
	if err := NewService(d).Comment(t.Context(), by(2), d.c.Ref, 3, FactsSection, 2, "Кто?"); err != nil || d.comments[0].Quote != "Ему отказали." {
		t.Fatalf("Comment() = %v, %+v", err, d.comments)
	}
	thread := Threads(d.comments)[0]
	for _, row := range []struct {
		name, facts string
		version     int
		want        int // paragraph; zero: the text is gone
	}{
		{"its own version", "а\nб\nв", 3, 2},
		{"moved down", "Новое.\nЗаявитель пришёл.\nЕму отказали.\nОн ушёл.", 4, 3},
		{"said twice: the nearer one", "Ему отказали.\nДа.\nДа.\nЕму отказали.", 4, 1},
		{"written anew", "Заявитель пришёл.\nСекретарь отказал ему.", 4, 0},
		{"the same words in another section do not count", "", 4, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			later := d.draft
			later.Facts, later.Law = row.facts, "Ему отказали."
			at, ok := thread.On(row.version, later.Paragraphs(Subject{}, regulation.Izhmorsky()))
			if at.Number != row.want || ok != (row.want > 0) {
				t.Errorf("On() = %+v, %v, want paragraph %d", at, ok, row.want)
			}
		})
	}
}

func TestReply(t *testing.T) {
	chairwoman := identity.Actor{ID: 1, Office: identity.Chair, Commission: 5}
	acting := identity.Actor{ID: 3, Office: identity.Deputy, Commission: 5, ActsAsChair: true}
	type step struct {
		by     identity.Actor
		saying Saying
		want   string
	}
	for _, row := range []struct {
		name     string
		steps    []step
		resolved bool
	}{
		{"the rapporteur answers and resolves", []step{{member, Answer, ""}, {member, Resolve, ""}}, true},
		{"the chair resolves, who made it opens it anew, the acting chair resolves again", []step{{chairwoman, Resolve, ""}, {by(2), Reopen, ""}, {acting, Resolve, ""}}, true},
		{"another member answers and settles nothing", []step{{by(5), Answer, ""}, {by(5), Resolve, "comment_not_yours_to_settle"}}, false},
		{"who made it does not resolve it", []step{{by(2), Resolve, "comment_not_yours_to_settle"}}, false},
		{"another member does not open it anew", []step{{member, Resolve, ""}, {by(5), Reopen, "comment_not_yours_to_settle"}}, true},
		{"resolved twice, opened twice", []step{{member, Reopen, "comment_settled_already"}, {member, Resolve, ""}, {member, Resolve, "comment_settled_already"}}, true},
		{"an answer after it was resolved leaves it so", []step{{member, Resolve, ""}, {by(2), Answer, ""}}, true},
		{"no fourth thing", []step{{member, Remark, ErrNotFound.Error()}, {member, "delete", ErrNotFound.Error()}}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := talked()
			service := NewService(d)
			if err := service.Comment(t.Context(), by(2), d.c.Ref, 3, FactsSection, 2, "Кто?"); err != nil {
				t.Fatal(err)
			}
			for _, step := range row.steps {
				before := slices.Clone(d.comments)
				if err := service.Reply(t.Context(), step.by, d.c.Ref, 1, step.saying, "Так."); saidOf(err) != step.want {
					t.Fatalf("Reply(%s) by %d = %v, want %q", step.saying, step.by.ID, err, step.want)
				}
				if !slices.Equal(before, d.comments[:len(before)]) {
					t.Fatal("what was said before has changed")
				}
			}
			threads := Threads(d.comments)
			if len(threads) != 1 || threads[0].Resolved() != row.resolved {
				t.Errorf("resolved %v, want %v: %+v", threads[0].Resolved(), row.resolved, threads)
			}
		})
	}
	d := talked()
	if err := NewService(d).Reply(t.Context(), member, d.c.Ref, 7, Answer, "Кому?"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Reply() to nothing = %v", err)
	}
}
