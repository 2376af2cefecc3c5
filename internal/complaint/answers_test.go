package complaint

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// whole returns answers that lack nothing, all pages sent.
func whole() Answers {
	a := Answers{
		Answered: make(map[Question]bool), EventOn: today, Earlier: EarlierNone, Text: "Мне отказали без решения.", Ask: AskAnnul,
		Complainant: Complainant{Name: identity.Name{Surname: "Иванова", Given: "Анна"}, Role: Voter, ReplyBy: ByEmail, Email: "anna@example.org"},
	}
	for _, q := range Questions {
		a.Answered[q] = true
	}
	return a
}

func TestAnswersCheck(t *testing.T) {
	line := strings.Repeat("ы", MaxLine+1)
	for _, row := range []struct {
		name   string
		page   Question
		spoil  func(*Answers)
		fields string
	}{
		{"R-023: whole", AboutAll, func(*Answers) {}, ""},
		{"R-020: what is contested may be unknown", AboutContested, func(a *Answers) { a.Contested = Contested{} }, ""},
		{"R-023: the commission may be unknown", AboutCommission, func(a *Answers) { a.Respondent = 0 }, ""},
		{"R-023: its name too long", AboutCommission, func(a *Answers) { a.RespondentText = line }, "respondent_text"},
		{"R-023: which is no fault of another page", AboutFiles, func(a *Answers) { a.RespondentText = line }, ""},
		{"R-023: no day", AboutWhen, func(a *Answers) { a.EventOn = calendar.Date{} }, "event"},
		{"R-023: tomorrow", AboutWhen, func(a *Answers) { a.EventOn, a.DecisionOn = today.AddDays(1), today.AddDays(1) }, "event decision_on"},
		{"R-023: number of the decision too long", AboutWhen, func(a *Answers) { a.DecisionNumber = line }, "decision_number"},
		{"R-058: earlier not said", AboutEarlier, func(a *Answers) { a.Earlier = "" }, "earlier"},
		{"R-058: earlier outside the list", AboutEarlier, func(a *Answers) { a.Earlier = "police" }, "earlier"},
		{"R-058: which court", AboutEarlier, func(a *Answers) { a.Earlier, a.EarlierNote = EarlierCourt, " " }, "earlier_note"},
		{"R-058: which commission", AboutEarlier, func(a *Answers) { a.Earlier = EarlierCommission }, "earlier_note"},
		{"R-058: a hidden note too long", AboutEarlier, func(a *Answers) { a.EarlierNote = line }, "earlier_note"},
		{"R-023: two words", AboutWhat, func(a *Answers) { a.Text = "Всё плохо" }, "text"},
		{"R-023: the longest text", AboutWhat, func(a *Answers) { a.Text = strings.Repeat("да ", MaxText/3) + "д" }, ""},
		{"R-023: a letter more", AboutWhat, func(a *Answers) { a.Text = strings.Repeat("да ", MaxText/3) + "да" }, "text"},
		{"R-023: broken letters", AboutWhat, func(a *Answers) { a.Text = "один два \xff три" }, "text"},
		{"R-070: nothing asked", AboutAsk, func(a *Answers) { a.Ask = "" }, "ask"},
		{"R-070: asked outside the list", AboutAsk, func(a *Answers) { a.Ask = "punish" }, "ask"},
		{"R-070: something else, not said what", AboutAsk, func(a *Answers) { a.Ask = AskOther }, "ask_text"},
		{"R-023: no name", AboutComplainant, func(a *Answers) { a.Complainant.Name = identity.Name{Surname: " "} }, "surname given"},
		{"R-021: no role", AboutComplainant, func(a *Answers) { a.Complainant.Role = "" }, "role"},
		{"R-021: role outside the list", AboutComplainant, func(a *Answers) { a.Complainant.Role = "judge" }, "role"},
		{"R-044: nobody files without a name here", AboutComplainant, func(a *Answers) { a.Complainant.Role = Anonymous }, "role"},
		{"R-023: nowhere to answer", AboutComplainant, func(a *Answers) { a.Complainant.ReplyBy = "pigeon" }, "reply_by"},
		{"R-023: answer by e-mail to nowhere", AboutComplainant, func(a *Answers) { a.Complainant.Email = "" }, "email"},
		{"R-023: answer by post to nowhere", AboutComplainant, func(a *Answers) { a.Complainant.ReplyBy = ByPost }, "address"},
		{"R-023: answer in person", AboutComplainant, func(a *Answers) { a.Complainant.ReplyBy, a.Complainant.Email = InPerson, "" }, ""},
		{"R-023: a hidden address of any length", AboutComplainant, func(a *Answers) { a.Complainant.ReplyBy, a.Complainant.Email = InPerson, line }, "email"},
		{"R-023: no such page", "horoscope", func(*Answers) {}, "horoscope"},
		{"R-023: all faults at once", AboutAll, func(a *Answers) { *a = Answers{} }, "event earlier text ask surname given role reply_by"},
		{"R-023: each fault once", AboutAll, func(a *Answers) { a.RespondentText = line }, "respondent_text"},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := whole()
			row.spoil(&a)
			err := a.Check(row.page, today)
			if got := strings.Join(fieldsOf(err), " "); got != row.fields || (err == nil) != (row.fields == "") {
				t.Errorf("Check() = %v, asks for %q, want %q", err, got, row.fields)
			}
		})
	}
}

func TestNextQuestion(t *testing.T) {
	for _, row := range []struct {
		name  string
		spoil func(*Answers)
		want  Question
	}{
		{"whole", func(*Answers) {}, AboutAll},
		{"nothing", func(a *Answers) { *a = Answers{} }, AboutContested},
		{"a page that may be empty, not sent yet", func(a *Answers) { delete(a.Answered, AboutFiles) }, AboutFiles},
		{"a page sent and wrong since", func(a *Answers) { a.Text = "" }, AboutWhat},
		{"the first of two", func(a *Answers) { a.Ask, a.EventOn = "", calendar.Date{} }, AboutWhen},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := whole()
			row.spoil(&a)
			if got := a.Next(today); got != row.want {
				t.Errorf("Next() = %v, want %v", got, row.want)
			}
		})
	}
}

func TestValidEmail(t *testing.T) {
	for s, want := range map[string]bool{
		"anna@example.org": true, "a.b+c@mail.example.org": true, "анна@почта.рф": true,
		"": false, "anna": false, "anna@localhost": false, "@example.org": false, "anna@": false,
		"Anna <anna@example.org>": false, "<anna@example.org>": false, "anna@example.org, b@example.org": false,
		"anna@example.org\r\nBcc: all@example.org": false, "anna@example.org\x00": false, "an na@example.org": false,
		"\"an na\"@example.org": false, "anna@example.org(comment)": false, " anna@example.org": false,
		"anna@[192.0.2.1]": false, "anna@exa\u202emple.org": false, "an\u00a0na@example.org": false, "an\u200bna@example.org": false,
		"anna@example..org": false, "anna@.org": false, "anna@example.org.": false, "a@b@example.org": false, "anna\xff@example.org": false,
		strings.Repeat("a", 250) + "@b.ru": false,
	} {
		if got := ValidEmail(s); got != want {
			t.Errorf("R-023: ValidEmail(%q) = %v, want %v", s, got, want)
		}
	}
}

func TestFile(t *testing.T) {
	files := []attachment.Attachment{{SHA256: attachment.Digest{1}}}
	c, err := File(whole(), files, own, Portal, today, noon)
	if err != nil || c.State != Filed || c.Version != 1 || c.Commission != own || c.Assurance != Unconfirmed || !c.FiledAt.Equal(noon) {
		t.Errorf("R-027: File() = %+v, %v", c, err)
	}
	c.Ref = Ref{2026, 107}
	line := c.FilingLine(identity.Nobody, "commitment")
	if line.Act != string(Filing) || line.Facts["answers"] != "commitment" || line.Facts["files"].([]string)[0] != files[0].SHA256.String() {
		t.Errorf("R-027: FilingLine() = %+v", line)
	}
	for key, value := range line.Facts {
		if text, ok := value.(string); ok && strings.Contains(text, "Иванова") {
			t.Errorf("R-028: the docket names the complainant in %s", key)
		}
	}
	if c, err := File(Answers{}, nil, own, Portal, today, noon); err == nil || c.State != "" {
		t.Errorf("R-023: File() of an empty form = %+v, %v", c, err)
	}
}

// drawer keeps one form in memory.
type drawer struct {
	FormStore
	form    Form
	sent    *Complaint
	tracked []Tracked
}

func (d *drawer) ChangeForm(_ context.Context, _ [32]byte, change func(Form, calendar.Date) (Form, error)) error {
	next, err := change(d.form, today)
	if err == nil {
		d.form = next
	}
	return err
}

func (d *drawer) FileComplaint(_ context.Context, _ [32]byte, _ CodeHash, file func(Form, commission.Moment) (Complaint, error)) (Ref, error) {
	c, err := file(d.form, moment())
	if err != nil {
		return Ref{}, err
	}
	d.sent = &c
	return Ref{2026, 107}, nil
}

func (d *drawer) Tracked(context.Context, Ref) ([]Tracked, error) { return d.tracked, nil }

func TestAnswerAndSend(t *testing.T) {
	store := &drawer{}
	filings := NewFilings(store, NewKeys([]byte("secret")))
	put := func(q Question, change func(*Answers)) error { return filings.Answer(t.Context(), Token{1}, q, change) }
	if err := put(AboutWhat, func(a *Answers) { a.Text = "Мне отказали без решения." }); err != nil || !store.form.Answered[AboutWhat] {
		t.Fatalf("Answer() = %v, %+v", err, store.form)
	}
	kept := maps.Clone(store.form.Answered)
	if err := put(AboutAsk, func(a *Answers) { a.Ask = "punish" }); err == nil || store.form.Ask != "" || !maps.Equal(kept, store.form.Answered) {
		t.Errorf("R-023: a refused answer was kept: %v, %+v", err, store.form)
	}
	store.form.Answers = whole()
	if _, err := filings.Send(t.Context(), Token{1}, false); strings.Join(fieldsOf(err), " ") != "agree" || store.sent != nil {
		t.Errorf("R-028: Send() without consent = %v", err)
	}
	if ref, err := filings.Send(t.Context(), Token{1}, true); err != nil || ref != (Ref{2026, 107}) || store.sent.Commission != own {
		t.Errorf("R-027: Send() = %v, %v", ref, err)
	}
}

func TestTrack(t *testing.T) {
	keys := NewKeys([]byte("secret"))
	right, ref := keys.Code([]byte("token")), Ref{2026, 107}
	store := &drawer{tracked: []Tracked{{ID: 9, Hash: keys.Hash("00000000000000000000")}, {ID: 42, Hash: keys.Hash(right)}}}
	filings := NewFilings(store, keys)
	if id, err := filings.Track(t.Context(), ref, right); err != nil || id != 42 {
		t.Errorf("R-028: Track() = %v, %v, want 42", id, err)
	}
	for name, code := range map[string]Code{"wrong": keys.Code([]byte("other")), "empty": ""} {
		if id, err := filings.Track(t.Context(), ref, code); !errors.Is(err, ErrNotFound) || id != 0 {
			t.Errorf("R-028: Track() by a %s code = %v, %v, want ErrNotFound", name, id, err)
		}
	}
	store.tracked = nil
	if _, err := filings.Track(t.Context(), ref, right); !errors.Is(err, ErrNotFound) {
		t.Errorf("R-028: Track() of no number = %v, want ErrNotFound", err)
	}
	if _, err := filings.Track(t.Context(), ref, right); clauseOf(err) != regulation.Clause("") {
		t.Errorf("R-028: Track() tells more than not found: %v", err)
	}
}
