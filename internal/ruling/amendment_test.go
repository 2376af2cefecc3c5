package ruling

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"redress/internal/complaint"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// amending returns a desk whose sitting of five members is open with the draft on its
// agenda, three paragraphs of facts in it.
func amending(t *testing.T) *desk {
	t.Helper()
	d := talked()
	d.c.State = complaint.Scheduled
	d.members[0].Office, d.members[2].Office = identity.Chair, identity.Secretary
	question, err := d.draft.Question()
	if err != nil {
		t.Fatal(err)
	}
	s := &d.meeting
	s.State, s.OpenedAt, s.Established = sitting.Open, time.Date(2026, 9, 12, 4, 0, 0, 0, time.UTC), 5
	s.Presiding.Member, s.Secretary.Member = d.members[0], d.members[2]
	s.Items = []sitting.Item{{ID: 1, Ordinal: 1, Complaint: d.c.ID, Draft: d.draft.Version, Question: question, Invitations: invited(), State: sitting.Pending}}
	for _, m := range d.members {
		s.Attendance = append(s.Attendance, sitting.Attendance{Member: m, Mode: sitting.InHall})
	}
	return d
}

func (d *desk) item() sitting.Item { return d.meeting.Items[0] }

// decide opens the vote on the next amendment and closes it with so many for it.
func (d *desk) decide(t *testing.T, service *Service, inFavour int) {
	t.Helper()
	if err := service.OpenAmendment(t.Context(), chair, 14, 1); err != nil {
		t.Fatalf("OpenAmendment() = %v", err)
	}
	d.conclude(t, service, inFavour)
}

// conclude closes the vote that is open with so many for it.
func (d *desk) conclude(t *testing.T, service *Service, inFavour int) {
	t.Helper()
	choices, presiding := map[identity.ID]sitting.Choice{}, sitting.Against
	for i := identity.ID(2); i <= 5; i++ {
		choices[i] = sitting.Against
		if inFavour > 0 {
			choices[i] = sitting.For
			inFavour--
		}
	}
	if inFavour > 0 {
		presiding = sitting.For
	}
	next, _, err := d.meeting.CastVotes(chair, 1, choices, d.moment().At)
	if err != nil {
		t.Fatalf("CastVotes() = %v", err)
	}
	d.meeting = next
	if err := service.Conclude(t.Context(), chair, 14, 1, presiding); err != nil {
		t.Fatalf("Conclude() = %v", err)
	}
}

func replacing(section Section, paragraph int, text string) Amendment {
	return Amendment{Kind: ReplaceParagraph, Section: section, Paragraph: paragraph, Text: text}
}

func dismissing(d *desk) Amendment {
	s := d.draft.Selection
	s.Outcome, s.Findings = regulation.Dismiss, slices.Clone(s.Findings)
	for i := range s.Findings {
		s.Findings[i].Verdict = LeaveStanding
	}
	return Amendment{Kind: ChooseAnew, Selection: &s}
}

func TestAmend(t *testing.T) {
	for _, row := range []struct {
		name  string
		by    identity.Actor
		a     func(*desk) Amendment
		spoil func(*desk)
		want  string
	}{
		{"R-011: any member replaces a paragraph", by(2), func(*desk) Amendment { return replacing(FactsSection, 2, "Ему отказали устно.") }, nil, ""},
		{"before the sitting", by(2), func(*desk) Amendment { return replacing(LawSection, 1, "67-ФЗ, статья 17") }, func(d *desk) { d.meeting.State = sitting.Planned }, ""},
		{"strikes one out", by(5), func(*desk) Amendment { return Amendment{Kind: StrikeParagraph, Section: FactsSection, Paragraph: 3} }, nil, ""},
		{"adds one", by(5), func(*desk) Amendment {
			return Amendment{Kind: AddParagraph, Section: ReasonsSection, Paragraph: 1, Text: "И ещё."}
		}, nil, ""},
		{"answers a demand otherwise", by(5), func(*desk) Amendment { return replacing(DemandsSection, 1, "Требование отклонить.") }, nil, ""},
		{"R-070: the outcome by another selection", by(5), dismissing, nil, ""},
		{"R-070: not the operative part itself", by(5), func(*desk) Amendment { return replacing(OperativeSection, 1, "Удовлетворить.") }, nil, "operative_not_typed"},
		{"R-088: not the only paragraph of the law", by(5), func(*desk) Amendment { return Amendment{Kind: StrikeParagraph, Section: LawSection, Paragraph: 1} }, nil, "law_missing"},
		{"R-088: no demand is left without an answer", by(5), func(*desk) Amendment { return Amendment{Kind: StrikeParagraph, Section: DemandsSection, Paragraph: 1} }, nil, "amendment_lapsed"},
		{"R-070: no selection without an outcome", by(5), func(*desk) Amendment { return Amendment{Kind: ChooseAnew, Selection: &Selection{}} }, nil, "outcome_missing"},
		{"no empty text", by(5), func(*desk) Amendment { return replacing(FactsSection, 1, " ") }, nil, "amendment_text_missing"},
		{"nothing changed", by(5), func(*desk) Amendment { return replacing(FactsSection, 1, "Заявитель пришёл.") }, nil, "amendment_changes_nothing"},
		{"no such paragraph", by(5), func(*desk) Amendment { return replacing(FactsSection, 9, "Нет.") }, nil, ErrNotFound.Error()},
		{"no such kind", by(5), func(*desk) Amendment { return Amendment{Kind: "rewrite"} }, nil, "choose_one"},
		{"R-005: not a member of the day", by(9), func(*desk) Amendment { return replacing(FactsSection, 1, "Нет.") }, nil, "not_a_member"},
		{"R-079: not once the item is settled", by(5), func(*desk) Amendment { return replacing(FactsSection, 1, "Нет.") }, func(d *desk) { d.meeting.Items[0].State = sitting.Postponed }, "item_settled"},
		{"not once the draft is voted on", by(5), func(*desk) Amendment { return replacing(FactsSection, 1, "Нет.") }, func(d *desk) { d.meeting.Items[0].State = sitting.Voting }, "another_vote_open"},
		{"R-074: not once its parts are", by(5), func(*desk) Amendment { return replacing(FactsSection, 1, "Нет.") },
			func(d *desk) {
				d.meeting.Items[0].Polls = []sitting.Poll{{Motion: sitting.OnPart, Of: 2, ClosedAt: time.Now()}}
			}, "parts_begun"},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := amending(t)
			if row.spoil != nil {
				row.spoil(d)
			}
			err := NewService(d).Amend(t.Context(), row.by, 14, 1, row.a(d))
			if saidOf(err) != row.want || (err == nil) != (len(d.item().Amendments) == 1) {
				t.Fatalf("Amend() = %v, want %q", err, row.want)
			}
			if err != nil {
				return
			}
			a := d.item().Amendments[0]
			content, err := AmendmentOf(a)
			if err != nil || a.Number != 1 || a.Author != row.by.ID || a.State != sitting.Proposed || content.Version != 3 || content.Kind != ChooseAnew && content.Quote == "" {
				t.Errorf("the amendment is %+v, %+v, %v", a, content, err)
			}
		})
	}
}

func TestAcceptedAmendmentMakesTheVersionPutToTheVote(t *testing.T) {
	d := amending(t)
	service := NewService(d)
	for _, a := range []Amendment{replacing(FactsSection, 2, "Ему отказали устно."), replacing(FactsSection, 2, "Ему не ответили."), dismissing(d)} {
		if err := service.Amend(t.Context(), by(2), 14, 1, a); err != nil {
			t.Fatal(err)
		}
	}
	if err := service.OpenVote(t.Context(), chair, 14, 1); keyOf(err) != "amendments_first" {
		t.Fatalf("R-011: OpenVote() past an amendment = %v", err)
	}
	d.decide(t, service, 3)
	if d.draft.Version != 4 || d.item().Draft != 4 || d.draft.Facts != "Заявитель пришёл.\n\nЕму отказали устно.\nОн ушёл." || d.draft.Author != 2 {
		t.Fatalf("the first made version %d, %q", d.draft.Version, d.draft.Facts)
	}
	if a := d.item().Amendments; a[0].State != sitting.Accepted || a[0].Version != 4 || a[1].State != sitting.Lapsed || a[2].State != sitting.Proposed {
		t.Fatalf("the amendments are %+v", a)
	}
	d.decide(t, service, 3) // the third: the second is about what is gone
	if d.draft.Outcome != regulation.Dismiss || d.item().Question != regulation.DismissComplaint || d.item().Draft != 5 || d.c.State != complaint.Scheduled {
		t.Fatalf("R-071: version %d is to %s, put as %s", d.draft.Version, d.draft.Outcome, d.item().Question)
	}
	if p, ok := d.item().PollOn(3); !ok || p.Result.Majority.Basis != regulation.OfPresent {
		t.Errorf("R-073: the vote on an amendment needs %+v", p.Result)
	}
	if err := service.OpenAmendment(t.Context(), chair, 14, 1); keyOf(err) != "amendment_missing" {
		t.Errorf("OpenAmendment() with none left = %v", err)
	}
	if err := service.OpenVote(t.Context(), chair, 14, 1); err != nil {
		t.Fatalf("OpenVote() of the amended draft = %v", err)
	}
	d.conclude(t, service, 0) // what was woven in before is not woven in once more
	if d.draft.Version != 5 || d.item().Draft != 5 || d.item().State != sitting.Rejected || d.c.State != complaint.InReview {
		t.Errorf("R-079: the amended draft fell as version %d, the item is %s, the complaint %s", d.draft.Version, d.item().State, d.c.State)
	}
}

func TestDeclinedAndWithdrawnAmendmentsChangeNothing(t *testing.T) {
	d := amending(t)
	service, before := NewService(d), d.draft
	for range 2 {
		if err := service.Amend(t.Context(), by(2), 14, 1, replacing(FactsSection, 2, "Ему отказали устно.")); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := d.meeting.WithdrawAmendment(by(5), 1, 2); keyOf(err) != "amendment_not_yours" {
		t.Errorf("WithdrawAmendment() of another's = %v", err)
	}
	next, line, err := d.meeting.WithdrawAmendment(by(2), 1, 2)
	if err != nil || line.Act != "amendment_withdrawn" {
		t.Fatalf("WithdrawAmendment() = %v", err)
	}
	d.meeting = next
	d.decide(t, service, 2)
	if a := d.item().Amendments; a[0].State != sitting.Declined || a[1].State != sitting.Recalled || !reflect.DeepEqual(before, d.draft) || d.item().Draft != 3 {
		t.Errorf("the amendments are %+v, the draft version %d", a, d.item().Draft)
	}
	if _, _, err := d.meeting.WithdrawAmendment(by(2), 1, 1); keyOf(err) != "amendment_has_fate" {
		t.Errorf("WithdrawAmendment() of a voted one = %v", err)
	}
}

// TestAnyAmendmentsLeaveALawfulDraft: whatever amendments are proposed and however they
// are voted on, each accepted one makes one version that differs from the one before in
// what it names alone, the operative part follows from the selection, the question from
// it too, and the draft can still be voted on.
func TestAnyAmendmentsLeaveALawfulDraft(t *testing.T) {
	accepted := 0
	rapid.Check(t, func(rt *rapid.T) {
		d := amending(t)
		service := NewService(d)
		for range rapid.IntRange(1, 6).Draw(rt, "steps") {
			a := Amendment{Kind: rapid.SampledFrom(append([]AmendmentKind{ChooseAnew}, AmendmentKinds...)).Draw(rt, "kind"),
				Section:   rapid.SampledFrom(Sections).Draw(rt, "section"),
				Paragraph: rapid.IntRange(1, 4).Draw(rt, "paragraph"), Text: rapid.SampledFrom([]string{"Иное.", "Одно.\nДругое.", " ", "Ему отказали."}).Draw(rt, "text")}
			if a.Kind == ChooseAnew {
				chosen := d.draft.Selection
				if rapid.Bool().Draw(rt, "dismissing") {
					chosen = *dismissing(d).Selection
				} else {
					chosen.Outcome, chosen.Merits = regulation.DecideOnMerits, rapid.SampledFrom([]string{"Включить в список", "", "Обязать комиссию"}).Draw(rt, "merits")
				}
				a.Selection = &chosen
			}
			_ = service.Amend(t.Context(), by(2), 14, 1, a) // refused or not
			if rapid.Bool().Draw(rt, "put") {
				continue
			}
			next, ok := d.item().NextAmendment()
			if !ok {
				continue
			}
			before := d.draft
			d.decide(t, service, rapid.SampledFrom([]int{2, 3}).Draw(rt, "for"))
			content, err := AmendmentOf(next)
			if err != nil {
				rt.Fatal(err)
			}
			if a, _ := d.item().Amendment(next.Number); a.State != sitting.Accepted {
				if !reflect.DeepEqual(before, d.draft) {
					rt.Fatalf("R-079: a declined amendment changed the draft")
				}
				continue
			}
			accepted++
			onlyNamedChanged(rt, before, d.draft, content)
			question, err := d.draft.Question()
			if err != nil || question != d.item().Question || d.item().Draft != d.draft.Version {
				rt.Fatalf("R-071: version %d is put as %s, is %s, %v", d.item().Draft, d.item().Question, question, err)
			}
			if err := d.draft.Complete(d.c, d.moment().Day); err != nil {
				rt.Fatalf("R-088: the amended draft cannot be voted on: %v", err)
			}
		}
	})
	if accepted == 0 {
		t.Error("no amendment was accepted: the property saw nothing of it")
	}
}

// onlyNamedChanged compares an amended draft with the one before.
func onlyNamedChanged(t *rapid.T, before, after Draft, a Amendment) {
	p := regulation.Izhmorsky()
	if after.Version != before.Version+1 {
		t.Fatalf("version %d follows %d", after.Version, before.Version)
	}
	for _, section := range Sections {
		was, is := before.paragraphsIn(section, Subject{}, p), after.paragraphsIn(section, Subject{}, p)
		changes := 0
		for _, c := range Compare(was, is) {
			if c.Change != Same {
				changes++
			}
		}
		switch {
		case section == OperativeSection && a.Kind == ChooseAnew:
			if !slices.Equal(is, a.Selection.Operative(Subject{}, p)) {
				t.Fatalf("R-070: the operative part %q does not follow from the selection", is)
			}
		case section != a.Section && changes > 0:
			t.Fatalf("R-079: an amendment to %s changed %s: %q, %q", a.Section, section, was, is)
		case section == a.Section && a.Kind == StrikeParagraph && len(is) != len(was)-1,
			section == a.Section && a.Kind == AddParagraph && len(is) != len(was)+len(ParagraphsOf(a.Text)):
			t.Fatalf("%s of %s: %q became %q", a.Kind, section, was, is)
		}
	}
	if a.Kind != ChooseAnew && !reflect.DeepEqual(before.Selection, after.Selection) {
		t.Fatal("R-070: an amendment to the text changed the selection")
	}
}
