package complaint

import (
	"strings"
	"testing"
	"time"

	"redress/internal/attachment"
	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
)

func requestOf() Inquiry {
	return Inquiry{Kind: Request, Body: "Архив округа", Email: "arhiv@primer.example", Text: "Справка о доме.", Why: "проверить адрес"}
}

func referralOf() Inquiry {
	return Inquiry{Kind: Referral, Authority: Police, Body: "Отдел полиции", Address: "пгт Примерный", Text: "Сообщают о подкупе."}
}

func answerOf() Answer {
	return Answer{From: "Архив", On: today, Text: "Дом значится."}
}

// prepared is an inquiry that waits for the chair, and gone one that was sent.
func prepared(k InquiryKind) Inquiry {
	i := requestOf()
	if k == Referral {
		i = referralOf()
	}
	i.Number, i.PreparedAt = 1, noon.Add(-2*time.Hour)
	return i
}

func gone(k InquiryKind) Inquiry {
	i := prepared(k)
	i.SentAt = noon.Add(-time.Hour)
	return i
}

func TestPrepareInquiry(t *testing.T) {
	station := commission.Commission{ID: 8, Name: "УИК № 9001", ShortName: "УИК 9001", Address: "пгт Примерный"}
	for _, row := range []struct {
		name   string
		by     identity.Actor
		state  State
		i      Inquiry
		to     commission.Commission
		spoil  func(*Inquiry)
		fields string // of the refusals; "-" for one without a field
	}{
		{"R-090: a body outside", secretary, InReview, requestOf(), commission.Commission{}, nil, ""},
		{"R-090: the chair writes it too", chair, InReview, requestOf(), commission.Commission{}, nil, ""},
		{"R-090: a member does not", member, InReview, requestOf(), commission.Commission{}, nil, "-"},
		{"R-035: the respondent is asked to explain", secretary, InReview, requestOf(), station, nil, ""},
		{"R-090: not ourselves", secretary, InReview, requestOf(), commission.Commission{ID: own, Name: "ТИК", Address: "пгт"}, nil, "to"},
		{"R-090: whom, what, why and where", secretary, InReview, Inquiry{Kind: Request}, commission.Commission{}, nil, "body address text why"},
		{"R-090: an address that is none", secretary, InReview, requestOf(), commission.Commission{}, func(i *Inquiry) { i.Email = "почтой" }, "email"},
		{"R-090: too long", secretary, InReview, requestOf(), commission.Commission{}, func(i *Inquiry) { i.Text = strings.Repeat("о", MaxText+1) }, "text"},
		{"R-090: nothing is asked after the ruling", secretary, Delivered, requestOf(), commission.Commission{}, nil, "-"},
		{"R-058: nor while a court has the matter", secretary, Suspended, requestOf(), commission.Commission{}, nil, "-"},
		{"R-091: to the police", secretary, InReview, referralOf(), commission.Commission{}, nil, ""},
		{"R-091: after the ruling", secretary, Delivered, referralOf(), commission.Commission{}, nil, ""},
		{"R-091: to whom, and what was found", secretary, InReview, Inquiry{Kind: Referral, Body: "Отдел", Address: "пгт"}, commission.Commission{}, nil, "text authority"},
		{"R-022: not to the respondent", secretary, InReview, referralOf(), commission.Commission{}, func(i *Inquiry) { i.Body = "уик №9001" }, "body"},
		{"R-091: a decision with its day", secretary, InReview, referralOf(), commission.Commission{}, func(i *Inquiry) { i.DecisionNumber = "12/40" }, "decision_on"},
		{"R-091: a day with its decision", secretary, InReview, referralOf(), commission.Commission{}, func(i *Inquiry) { i.DecisionOn = today }, "decision_number"},
		{"R-091: a decision that was taken", secretary, InReview, referralOf(), commission.Commission{}, func(i *Inquiry) { i.DecisionNumber, i.DecisionOn = "12/40", today.AddDays(1) }, "decision_on"},
		{"R-055: an explanation is entered, not prepared", secretary, InReview, Inquiry{Kind: Explanation, Body: "К"}, commission.Commission{}, nil, "kind"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if row.spoil != nil {
				row.spoil(&row.i)
			}
			before := in(row.state)
			next, line, err := before.Prepare(row.by, row.i, row.to, station, moment())
			if row.fields != "" {
				if got := strings.Join(fieldsOf(err), " "); err == nil || got != strings.Trim(row.fields, "-") || len(next.Inquiries) != 0 {
					t.Errorf("Prepare() = %v, refuses %q, want %q", err, got, row.fields)
				}
				return
			}
			i, ok := next.Inquiry(1)
			if err != nil || !ok || i.State() != Prepared || next.State != row.state || len(before.Inquiries) != 0 || line.Facts["inquiry"] != 1 || line.Clause != row.i.Kind.clause() {
				t.Errorf("Prepare() = %+v, %+v, %v", i, line, err)
			}
			if row.to.ID != 0 && (i.Body != row.to.Name || i.Address != row.to.Address || i.Email != row.to.Email) {
				t.Errorf("R-090: it goes to %+v", i)
			}
		})
	}
}

func TestSendInquiry(t *testing.T) {
	crime := owed(FileAnonymousReportCrime)
	other := gone(Request)
	for _, row := range []struct {
		name string
		by   identity.Actor
		c    Complaint
		l    Letter
		want State
	}{
		{"R-090: the chair signs", chair, in(InReview).with(prepared(Request)), Letter{Kind: RequestLetter, Inquiry: 1}, InReview},
		{"R-007: the acting chair signs", acting, in(InReview).with(prepared(Request)), Letter{Kind: RequestLetter, Inquiry: 1}, InReview},
		{"R-090: the secretary does not", secretary, in(InReview).with(prepared(Request)), Letter{Kind: RequestLetter, Inquiry: 1}, ""},
		{"R-091: the chair refers", chair, in(Signed).with(prepared(Referral)), Letter{Kind: ReferralLetter, Inquiry: 1}, Signed},
		{"R-091: not by the letter of a request", chair, in(InReview).with(prepared(Referral)), Letter{Kind: RequestLetter, Inquiry: 1}, ""},
		{"R-090: once", chair, in(InReview).with(other), Letter{Kind: RequestLetter, Inquiry: 1}, ""},
		{"R-090: what is there", chair, in(InReview), Letter{Kind: RequestLetter, Inquiry: 1}, ""},
		{"R-045: a referral ends an anonymous report of a crime", chair, crime.with(prepared(Referral)), Letter{Kind: ReferralLetter, Inquiry: 1}, Forwarded},
		{"R-045: a request does not", chair, crime.with(prepared(Request)), Letter{Kind: RequestLetter, Inquiry: 1}, LetterDue},
	} {
		t.Run(row.name, func(t *testing.T) {
			next, line, err := row.c.Send(row.by, row.l, commission.Commission{}, commission.Commission{ID: 8}, calendar.Date{}, moment())
			if row.want == "" {
				if err == nil {
					t.Errorf("Send() = %+v, want a refusal", line)
				}
				return
			}
			i, _ := next.Inquiry(1)
			if err != nil || next.State != row.want || !i.SentAt.Equal(noon) || next.ClosedAt.IsZero() != (row.want != Forwarded) || line.Facts["to"] != string(row.want) {
				t.Errorf("Send() = %s, %+v, %v", next.State, i, err)
			}
			if before, _ := row.c.Inquiry(1); !before.SentAt.IsZero() {
				t.Error("Send() changed the original")
			}
		})
	}
}

func TestHearInquiry(t *testing.T) {
	for _, row := range []struct {
		name   string
		spoil  func(*Answer)
		fields string
	}{
		{"R-090: whole", func(*Answer) {}, ""},
		{"R-090: refused", func(a *Answer) { a.Refused = true }, ""},
		{"R-090: nothing said", func(a *Answer) { *a = Answer{} }, "received from text"},
		{"R-090: of tomorrow", func(a *Answer) { a.On = today.AddDays(1) }, "received"},
		{"R-090: from before the request", func(a *Answer) { a.On = today.AddDays(-1) }, "received"},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := answerOf()
			row.spoil(&a)
			next, line, err := in(InReview).with(gone(Request)).Hear(secretary, 1, a, []attachment.Attachment{{Name: "spravka.pdf"}}, moment())
			if got := strings.Join(fieldsOf(err), " "); got != row.fields || (err == nil) != (row.fields == "") {
				t.Fatalf("Hear() = %v, refuses %q, want %q", err, got, row.fields)
			}
			if row.fields != "" {
				return
			}
			if i, _ := next.Inquiry(1); i.State() != Heard || i.Answer.Refused != a.Refused || len(line.Facts["files"].([]string)) != 1 {
				t.Errorf("Hear() = %+v, %+v", i, line)
			}
		})
	}
	c := in(InReview).with(gone(Request))
	if _, _, err := c.Hear(member, 1, answerOf(), nil, moment()); clauseOf(err) != regulation.InformationRequest {
		t.Errorf("R-090: entered by a member: %v", err)
	}
	if _, _, err := c.Hear(secretary, 2, answerOf(), nil, moment()); err == nil {
		t.Error("R-090: an answer to nothing is entered")
	}
}

func TestHearNothing(t *testing.T) {
	c := in(InReview).with(gone(Request))
	if _, _, err := c.HearNothing(secretary, 1, "", today, moment()); clauseOf(err) != regulation.InformationRequest {
		t.Errorf("R-090: silence on the last day: %v", err)
	}
	next, _, err := c.HearNothing(secretary, 1, " закрыто ", today.AddDays(-1), moment())
	if i, _ := next.Inquiry(1); err != nil || i.State() != Silent || i.Answer.Text != "закрыто" {
		t.Errorf("R-090: HearNothing() = %+v, %v", i, err)
	}
	if _, _, err := next.Hear(secretary, 1, answerOf(), nil, moment()); err == nil {
		t.Error("R-090: an answer after it was closed")
	}
}

func TestReach(t *testing.T) {
	c := in(InReview).with(gone(Request))
	for day, want := range map[calendar.Date]string{today: "", today.AddDays(-1): "reached", today.AddDays(1): "reached", {}: "reached"} {
		next, _, err := c.Reach(secretary, 1, day, moment())
		i, _ := next.Inquiry(1)
		if got := strings.Join(fieldsOf(err), " "); got != want || err == nil && i.ReachedOn != day {
			t.Errorf("R-090: Reach(%s) = %v, %+v", day, err, i)
		}
	}
}

func TestExplain(t *testing.T) {
	told := in(InReview)
	told.Accused = Accused{Name: "Кандидат Примеров", At: noon}
	next, _, err := told.Explain(secretary, answerOf(), nil, moment())
	if i, _ := next.Inquiry(1); err != nil || i.Kind != Explanation || i.State() != Heard || i.Body != "Кандидат Примеров" || len(next.InquiriesOf(Explanation)) != 1 {
		t.Errorf("R-055: Explain() = %+v, %v", i, err)
	}
	if _, _, err := in(InReview).Explain(secretary, answerOf(), nil, moment()); clauseOf(err) != regulation.AccusedTold {
		t.Errorf("R-055: an explanation of nobody: %v", err)
	}
	if _, _, err := next.PutAside(secretary, 1, moment()); err == nil {
		t.Error("R-055: an explanation is put aside")
	}
}

func TestReferralOffered(t *testing.T) {
	crime := in(InReview)
	crime.Findings.Crime = true
	for _, row := range []struct {
		name string
		c    Complaint
		want regulation.Clause
	}{
		{"R-049: threats", owed(TellAbuse), regulation.AbuseOfRight},
		{"R-045: an anonymous report", owed(FileAnonymousReportCrime), regulation.AnonymousCrime},
		{"R-091: signs of a crime", crime, regulation.LawEnforcement},
		{"R-091: nothing of the kind", in(InReview), ""},
		{"R-049: written already", owed(TellAbuse).with(prepared(Referral)), ""},
	} {
		if clause, ok := row.c.ReferralOffered(); clause != row.want || ok != (row.want != "") {
			t.Errorf("%s: ReferralOffered() = %s, %v", row.name, clause, ok)
		}
	}
}
