package complaint

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"redress/internal/calendar"
	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

const own commission.ID = 5

var (
	today     = calendar.Day(2026, 9, 14)
	noon      = time.Date(2026, 9, 14, 5, 0, 0, 0, time.UTC) // in Novokuznetsk
	secretary = identity.Actor{ID: 3, Office: identity.Secretary, Commission: own}
	chair     = identity.Actor{ID: 1, Office: identity.Chair, Commission: own}
	member    = identity.Actor{ID: 4, Office: identity.Member, Commission: own}
	other     = identity.Actor{ID: 6, Office: identity.Member, Commission: own}
	admin     = identity.Actor{ID: 9, Office: identity.Administrator}
)

// moment is noon of 14 September with members 1 to 6 sitting; 6 leaves that day, 7 comes the next.
func moment(campaigns ...commission.Campaign) commission.Moment {
	c := commission.Composition{Commission: commission.Commission{ID: own, Established: 9, Profile: regulation.Izhmorsky()}}
	for i := identity.ID(1); i <= 7; i++ {
		m := commission.Member{Person: i, Office: identity.Member, From: calendar.Day(2026, 1, 1)}
		switch i {
		case 1:
			m.Office = identity.Chair
		case 3:
			m.Office = identity.Secretary
		case 6:
			m.Until = today
		case 7:
			m.From = today.AddDays(1)
		}
		c.Members = append(c.Members, m)
	}
	return commission.MomentAt(noon, c, campaigns)
}

func filed() Complaint {
	return Complaint{ID: 42, Commission: own, Ref: Ref{2026, 107}, State: Filed, Version: 1, FiledAt: noon, Channel: Portal,
		Answers: Answers{Complainant: Complainant{Name: identity.Name{Surname: "Примеров"}, Role: Voter, ReplyBy: InPerson}}}
}

// in returns a complaint in a state, reported on by member 4.
func in(state State) Complaint {
	c := filed()
	c.State, c.Rapporteur, c.Respondent = state, member.ID, 8
	if state == Suspended {
		c.Stays = []Stay{{Suit: Suit{Court: "Примерный районный суд", Number: "2а-7/2026", AcceptedOn: today.AddDays(-3)}, From: noon.AddDate(0, 0, -2)}}
	}
	return c
}

func intake() Intake {
	in := Intake{Contested: Contested{Decision: true}, Respondent: 8, Title: " Отказ включить в список "}
	for _, name := range CheckNames {
		in.Checks = append(in.Checks, Check{Name: name, Answer: CheckYes})
	}
	return in
}

// allowed is the diagram of states a second time: act, where from, where to.
const allowed = `
registration            filed                       registered
assignment              registered,in_review,ready  in_review
drafting                in_review                   in_review
completion              in_review                   ready
reopening               ready                       in_review
scheduling              ready                       scheduled
withdrawing_from_agenda scheduled                   ready
rejection               scheduled                   in_review
postponement            scheduled                   ready
sending_back            scheduled                   in_review
adoption                scheduled                   decided
signing                 decided                     signed
delivery                signed                      delivered
extension               registered,in_review,ready,scheduled,letter_due same
suspension              in_review,ready             suspended
resumption              suspended                   in_review
termination             suspended                   terminated
registration_for_letter filed                       letter_due
registration_without_answer filed                   shelved
rerouting               registered,in_review,letter_due letter_due
readmission             letter_due                  registered
forwarding              letter_due                  forwarded
return                  letter_due                  returned
answer                  letter_due                  answered
shelving                letter_due                  shelved
sending_down            registered,in_review        same
telling_accused         registered,in_review,ready,scheduled,letter_due same
nobody_accused          registered,in_review,ready,scheduled,letter_due same
preparing_inquiry       registered,in_review,ready,scheduled,letter_due,suspended,decided,signed,delivered,answered same
setting_inquiry_aside   registered,in_review,ready,scheduled,letter_due,suspended,decided,signed,delivered,answered,terminated,forwarded,returned,shelved same
requesting_information  registered,in_review,ready,scheduled,letter_due same
referring               registered,in_review,ready,scheduled,letter_due,suspended,decided,signed,delivered,answered same
inquiry_reached         registered,in_review,ready,scheduled,letter_due,suspended,decided,signed,delivered,answered,terminated,forwarded,returned,shelved same
inquiry_answered        registered,in_review,ready,scheduled,letter_due,suspended,decided,signed,delivered,answered,terminated,forwarded,returned,shelved same
explaining              registered,in_review,ready,scheduled,suspended,letter_due same
giving_to_group         registered,in_review,ready  same
asking_admission        filed                       same
admission               filed                       same
refused_admission       filed                       same
regime_change           registered,in_review,ready,scheduled,suspended,letter_due same
closing_retracted       letter_due                  shelved
publication             signed,delivered            same
recall_of_publication   signed,delivered            same
draft_discussion        in_review,ready,scheduled   same
amending                scheduled                   same
`

// sends returns the act of a letter on a complaint with a route, in a campaign.
func sends(by identity.Actor, route Route, l Letter) func(Complaint) (Complaint, docket.Line, error) {
	return func(c Complaint) (Complaint, docket.Line, error) {
		c.Route, c.Regime = route, regulation.CampaignRegime
		return c.Send(by, l, commission.Commission{ID: l.To, Name: "Вышестоящая"}, commission.Commission{ID: 8}, today.AddDays(5), moment())
	}
}

func TestEveryStateAndAct(t *testing.T) {
	doing := map[Act]func(Complaint) (Complaint, docket.Line, error){
		Registration: func(c Complaint) (Complaint, docket.Line, error) {
			next, lines, err := c.Register(secretary, intake(), own, 118, moment())
			return next, slices.Concat(lines, []docket.Line{{}})[0], err
		},
		Assignment: func(c Complaint) (Complaint, docket.Line, error) { return c.Assign(chair, 4, false, moment()) },
		Drafting:   func(c Complaint) (Complaint, docket.Line, error) { return c.Draft(member, 2, "ab", moment()) },
		Completion: func(c Complaint) (Complaint, docket.Line, error) { return c.Complete(member, 2, moment()) },
		Reopening:  func(c Complaint) (Complaint, docket.Line, error) { return c.Reopen(member, moment()) },
		Scheduling: func(c Complaint) (Complaint, docket.Line, error) { return c.Schedule(chair, 14) },
		Withdrawing: func(c Complaint) (Complaint, docket.Line, error) {
			return c.Unschedule(chair, 14)
		},
		Rejection: func(c Complaint) (Complaint, docket.Line, error) { return c.Reject(chair, 140, 14) },
		SendingBack: func(c Complaint) (Complaint, docket.Line, error) {
			return c.SendBack(chair, Rework{Cause: DraftReturned, Reason: "уточнить доводы"})
		},
		Postponement: func(c Complaint) (Complaint, docket.Line, error) { return c.Postpone(chair, 14) },
		Adoption: func(c Complaint) (Complaint, docket.Line, error) {
			return c.Adopt(chair, regulation.Dismiss, "31", noon)
		},
		Signing:  func(c Complaint) (Complaint, docket.Line, error) { return c.Sign(chair, "ab", noon) },
		Delivery: func(c Complaint) (Complaint, docket.Line, error) { return c.Deliver(secretary, noon) },
		Extension: func(c Complaint) (Complaint, docket.Line, error) {
			c.Route = HandleAsAppeal // of a letter, one with a term of its own
			return c.Extend(chair, "запрошены документы", today, moment())
		},
		Suspending: func(c Complaint) (Complaint, docket.Line, error) {
			return c.Suspend(chair, Suit{Court: "Примерный районный суд", Number: "2а-7/2026", AcceptedOn: today}, true, moment())
		},
		Resuming: func(c Complaint) (Complaint, docket.Line, error) {
			return c.Resume(chair, Judgment{InForceOn: today}, moment())
		},
		Terminating: func(c Complaint) (Complaint, docket.Line, error) {
			return c.Resume(chair, Judgment{InForceOn: today, Merits: true}, moment())
		},
		Noting: func(c Complaint) (Complaint, docket.Line, error) {
			in := intake()
			in.Contested = Contested{}
			in.Route = HandleAsAppeal
			next, lines, err := c.Register(secretary, in, own, 118, moment())
			return next, slices.Concat(lines, []docket.Line{{}})[0], err
		},
		FilingAway: func(c Complaint) (Complaint, docket.Line, error) {
			c.Complainant = Complainant{Role: Anonymous}
			in := intake()
			in.Route = FileAnonymous
			next, lines, err := c.Register(secretary, in, own, 118, moment())
			return next, slices.Concat(lines, []docket.Line{{}})[0], err
		},
		Rerouting: func(c Complaint) (Complaint, docket.Line, error) {
			c.Contested = Contested{Action: true}
			return c.Reroute(chair, HandleAsAppeal, "не просит признать незаконным", own, moment())
		},
		Readmission: func(c Complaint) (Complaint, docket.Line, error) {
			c.Contested, c.Route = Contested{Action: true}, HandleAsAppeal
			return c.Reroute(chair, AcceptForReview, "просит признать незаконным", own, moment())
		},
		Forwarding: sends(chair, ForwardUp, Letter{Kind: Cover, To: 90}),
		Returning:  sends(chair, ReturnCourtDecision, Letter{Kind: ReturnedOfCourt}),
		Answering:  sends(chair, HandleAsAppeal, Letter{Kind: Reply, Text: "Проверено.", Conclusions: "Нарушения нет."}),
		Shelving: func(c Complaint) (Complaint, docket.Line, error) {
			c.Route = FileAnonymous
			return c.Shelve(chair, moment())
		},
		SendingDown: sends(chair, AcceptForReview, Letter{Kind: DownCover, Text: "Довод о графике не рассмотрен.", ControlOn: today.AddDays(2)}),
		TellAccused: sends(secretary, AcceptForReview, Letter{Kind: AccusedNotice, Body: "Кандидат Примеров", Email: "k@primer.example", Text: "Агитация в день тишины."}),
		NobodyToTell: func(c Complaint) (Complaint, docket.Line, error) {
			c.Regime, c.Findings.AccusedNamed = regulation.CampaignRegime, true
			return c.NobodyToTell(secretary, "никто не назван", moment())
		},
		Preparing: func(c Complaint) (Complaint, docket.Line, error) {
			return c.Prepare(secretary, referralOf(), commission.Commission{}, commission.Commission{ID: 8}, moment())
		},
		SettingAside: func(c Complaint) (Complaint, docket.Line, error) {
			return c.with(prepared(Request)).PutAside(secretary, 1, moment())
		},
		Requesting: func(c Complaint) (Complaint, docket.Line, error) {
			return c.with(prepared(Request)).SendInquiry(chair, Letter{Kind: RequestLetter, Inquiry: 1}, moment())
		},
		Referring: func(c Complaint) (Complaint, docket.Line, error) {
			return c.with(prepared(Referral)).SendInquiry(chair, Letter{Kind: ReferralLetter, Inquiry: 1}, moment())
		},
		Reaching: func(c Complaint) (Complaint, docket.Line, error) {
			return c.with(gone(Request)).Reach(secretary, 1, today, moment())
		},
		Hearing: func(c Complaint) (Complaint, docket.Line, error) {
			return c.with(gone(Referral)).Hear(secretary, 1, answerOf(), nil, moment())
		},
		Explaining: func(c Complaint) (Complaint, docket.Line, error) {
			c.Accused = Accused{Name: "Кандидат Примеров", At: noon}
			return c.Explain(secretary, answerOf(), nil, moment())
		},
		Grouping: func(c Complaint) (Complaint, docket.Line, error) {
			return c.GiveToGroup(chair, 1, false, nil, grouped())
		},
		AskingAdmission: func(c Complaint) (Complaint, docket.Line, error) {
			c.Complainant.Role = OtherRole
			return c.AskAdmission(secretary, moment())
		},
		Admitting: func(c Complaint) (Complaint, docket.Line, error) {
			c.Complainant.Role = OtherRole
			return c.Admit(chair, true, "представитель инициативной группы", moment())
		},
		Refusing: func(c Complaint) (Complaint, docket.Line, error) {
			c.Complainant.Role = OtherRole
			return c.Admit(chair, false, "прав заявителя решение не касается", moment())
		},
		ChangingRegime: func(c Complaint) (Complaint, docket.Line, error) {
			return c.ChangeRegime(chair, RegimeChange{To: regulation.OrdinaryRegime, Reason: "поступила до назначения выборов", Seen: 1}, moment())
		},
		ClosingRetracted: func(c Complaint) (Complaint, docket.Line, error) {
			c.Retraction.At = noon
			return c.CloseRetracted(secretary, "заявитель отозвал обращение", moment())
		},
		Publishing: func(c Complaint) (Complaint, docket.Line, error) { return c.Publish(secretary, nil, moment()) },
		Recalling: func(c Complaint) (Complaint, docket.Line, error) {
			c.PublishedAt = noon
			return c.Recall(secretary, "остался адрес")
		},
		Discussing: func(c Complaint) (Complaint, docket.Line, error) { return c.Discuss(other, nil, moment()) },
		Amending:   func(c Complaint) (Complaint, docket.Line, error) { return c.Amend(chair, 3, "ab", 2, 14) },
		Filing:     nil, // has no state to come from
	}
	rows := strings.Split(strings.TrimSpace(allowed), "\n")
	if len(rows) != len(Acts) || len(moves) != len(Acts) {
		t.Fatalf("%d acts, %d moves, %d rows here", len(Acts), len(moves), len(rows))
	}
	for i, act := range Acts {
		words := strings.Fields(rows[i])
		if words[0] != string(act) {
			t.Fatalf("row %d is of %s, want %s", i, words[0], act)
		}
		for _, state := range States {
			before := in(state)
			want := before.State
			may := slices.Contains(strings.Split(words[1], ","), string(state))
			if may {
				if words[2] != "same" {
					want = State(words[2])
				}
			}
			next, line, err := doing[act](before)
			if next.State != want || (err == nil) != may {
				t.Errorf("%s: %s from %s leads to %s, %v, want %s", moves[act].clause, act, state, next.State, err, want)
			}
			if !reflect.DeepEqual(before, in(state)) {
				t.Errorf("%s: %s from %s changed the original", moves[act].clause, act, state)
			}
			var refusal *regulation.Refusal
			switch {
			case !may && (!errors.As(err, &refusal) || refusal.Key != "act_not_now" || refusal.Clause != moves[act].clause):
				t.Errorf("%s: %s from %s = %v, want a refusal by that clause", moves[act].clause, act, state, err)
			case !may && next.Version != before.Version:
				t.Errorf("%s: the refused %s from %s changed the version", moves[act].clause, act, state)
			case may && next.Version != before.Version+1:
				t.Errorf("%s: %s from %s gives version %d, want %d", moves[act].clause, act, state, next.Version, before.Version+1)
			case may && (line.Act != string(act) || line.Facts["from"] != string(state) || line.Facts["to"] != string(want) || line.Clause == ""):
				t.Errorf("%s: %s from %s is recorded as %+v", moves[act].clause, act, state, line)
			}
		}
	}
}

func TestOpenStates(t *testing.T) {
	for _, state := range States {
		want := state != Decided && !slices.Contains([]State{Signed, Delivered, Terminated, Forwarded, Returned, Answered, Shelved}, state)
		if got := state.Open(); got != want {
			t.Errorf("R-037: %s.Open() = %v, want %v", state, got, want)
		}
	}
}

func TestRegister(t *testing.T) {
	twice := func(in *Intake) { in.Checks[5].Name = CheckLevel }
	for _, row := range []struct {
		name   string
		by     identity.Actor
		spoil  func(*Intake)
		fields string
	}{
		{"R-027: whole", secretary, func(*Intake) {}, ""},
		{"R-027: the chair does not register", chair, func(*Intake) {}, "-"},
		{"R-027: nor the administrator", admin, func(*Intake) {}, "-"},
		{"R-023: five checks", secretary, func(in *Intake) { in.Checks = in.Checks[:5] }, "checks"},
		{"R-023: none", secretary, func(in *Intake) { in.Checks = nil }, "checks"},
		{"R-023: one check twice", secretary, twice, "checks"},
		{"R-023: two without an answer", secretary, func(in *Intake) { in.Checks[0].Answer, in.Checks[5].Answer = "", "maybe" }, "check_level check_repeat"},
		{"R-023: a note too long", secretary, func(in *Intake) { in.Checks[1].Note = strings.Repeat("о", MaxLine+1) }, "note_respondent"},
		{"R-022: about the commission itself", secretary, func(in *Intake) { in.Respondent = own }, "respondent"},
		{"R-001: about nobody", secretary, func(in *Intake) { in.Respondent = 0 }, "respondent"},
		{"R-020: about nothing, without a title", secretary, func(in *Intake) { in.Contested, in.Title = Contested{}, " " }, "contested title"},
		{"R-005: the rapporteur left", secretary, func(in *Intake) { in.Rapporteur = 7 }, "rapporteur"},
	} {
		t.Run(row.name, func(t *testing.T) {
			before, in := filed(), intake()
			row.spoil(&in)
			next, lines, err := before.Register(row.by, in, own, 118, moment())
			if row.fields != "" {
				if got := strings.Join(fieldsOf(err), " "); got != strings.Trim(row.fields, "-") || err == nil || len(lines) != 0 {
					t.Errorf("Register() = %v, refuses %q, want %q", err, got, row.fields)
				}
				if !reflect.DeepEqual(next, before) {
					t.Errorf("Register() refused and changed the complaint to %+v", next)
				}
				return
			}
			if err != nil || next.State != Registered || next.RegisterNumber != 118 || next.RegisterYear != 2026 || next.Title != "Отказ включить в список" {
				t.Errorf("Register() = %+v, %v", next, err)
			}
			if len(lines) != 1 || lines[0].Facts["register_number"] != 118 || lines[0].Facts["regime"] != string(regulation.OrdinaryRegime) {
				t.Errorf("Register() is recorded as %+v", lines)
			}
		})
	}
}

func TestRegisterWithRapporteur(t *testing.T) {
	in := intake()
	in.Rapporteur = 6 // the member's last day
	next, lines, err := filed().Register(secretary, in, own, 118, moment())
	if err != nil || next.State != InReview || next.Rapporteur != 6 || next.Version != 3 || len(lines) != 2 {
		t.Errorf("R-005: Register() = %s by %d, version %d, %d lines, %v, want in review by 6, version 3, two lines",
			next.State, next.Rapporteur, next.Version, len(lines), err)
	}
}

func TestRegimeIsOfTheDayOfReceipt(t *testing.T) {
	campaign := commission.Campaign{ID: 2, StartsOn: calendar.Day(2026, 6, 18), EndsOn: calendar.Day(2026, 9, 10)}
	at := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 30, 0, 0, time.UTC)
	}
	for _, row := range []struct {
		name  string
		filed time.Time
		want  regulation.Regime
	}{
		{"R-030: the last minute before the campaign", at(6, 17, 16), regulation.OrdinaryRegime},
		{"R-030: the first hour of its first day, yesterday in UTC", at(6, 17, 17), regulation.CampaignRegime},
		{"R-031: its last evening, registered after its end", at(9, 10, 16), regulation.CampaignRegime},
		{"R-030: the first hour after it", at(9, 10, 17), regulation.OrdinaryRegime},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := filed()
			c.FiledAt = row.filed
			next, _, err := c.Register(secretary, intake(), own, 1, moment(campaign))
			if err != nil || next.Regime != row.want || (next.Campaign == 2) != (row.want == regulation.CampaignRegime) {
				t.Errorf("Register() = %s, campaign %d, %v, want %s", next.Regime, next.Campaign, err, row.want)
			}
		})
	}
}

// TestRouteInTheZoneOfTheDay: a regulation that moves the commission to another
// zone later moves no paper to another day of receipt.
func TestRouteInTheZoneOfTheDay(t *testing.T) {
	campaign := commission.Campaign{ID: 2, StartsOn: calendar.Day(2026, 6, 18), EndsOn: calendar.Day(2026, 12, 10), VotingDays: []calendar.Date{calendar.Day(2026, 9, 18)}}
	m := moment(campaign)
	east := m.Composition.Commission.Profile
	m.Composition.Versions = []commission.Version{{Number: 1, Profile: east}, {Number: 2, From: calendar.Day(2026, 10, 1)}}
	east.TimeZone = "Asia/Kamchatka"
	m.Composition.Versions[1].Profile, m.Composition.Commission.Profile = east, east
	c := filed()
	c.FiledAt = time.Date(2026, 9, 17, 15, 0, 0, 0, time.UTC) // the eve there, voting day in Kamchatka
	if got := c.Routing(intake(), own, m); got.Voting != commission.EveOfVoting {
		t.Errorf("the day of receipt is %s, want the eve of voting", got.Voting)
	}
}

// TestAdditionalCheckAtRegistration: the longer term is that of a campaign, and
// whoever asks for it says why. Outside one it must not stand in the way of R-042.
func TestAdditionalCheckAtRegistration(t *testing.T) {
	campaign := commission.Campaign{ID: 2, StartsOn: calendar.Day(2026, 6, 18), EndsOn: calendar.Day(2026, 12, 10)}
	for _, row := range []struct {
		name      string
		campaigns []commission.Campaign
		reason    string
		fields    string
		checked   bool
	}{
		{"in a campaign, without a reason", []commission.Campaign{campaign}, " ", "additional_reason", false},
		{"with one too long", []commission.Campaign{campaign}, strings.Repeat("о", MaxLine+1), "additional_reason", false},
		{"with one", []commission.Campaign{campaign}, " запрошены списки ", "", true},
		{"outside a campaign", nil, "", "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			in := intake()
			in.AdditionalCheck, in.CheckReason = true, row.reason
			next, lines, err := filed().Register(secretary, in, own, 118, moment(row.campaigns...))
			if got := strings.Join(fieldsOf(err), " "); got != row.fields {
				t.Fatalf("Register() = %v, refuses %q, want %q", err, got, row.fields)
			}
			if row.fields != "" {
				return
			}
			if next.AdditionalCheck != row.checked || next.ExtensionReason != strings.TrimSpace(row.reason) || lines[0].Facts["additional_check"] != row.checked {
				t.Errorf("additional check %v because of %q, %+v", next.AdditionalCheck, next.ExtensionReason, lines[0].Facts)
			}
		})
	}
}

func TestAssign(t *testing.T) {
	self := in(Registered)
	self.Respondent = own
	for _, row := range []struct {
		name       string
		c          Complaint
		by         identity.Actor
		rapporteur identity.ID
		clause     regulation.Clause
	}{
		{"R-037: by the chair", in(Registered), chair, 4, ""},
		{"R-037: by the secretary", in(Registered), secretary, 4, ""},
		{"R-007: by an acting chair", in(Registered), identity.Actor{ID: 2, Office: identity.Deputy, Commission: own, ActsAsChair: true}, 4, ""},
		{"R-037: not by a member", in(Registered), member, 4, regulation.ReasonedDecision},
		{"R-005: the last day of a member", in(Registered), chair, 6, ""},
		{"R-005: a member of tomorrow", in(Registered), chair, 7, regulation.VotingMembers},
		{"R-005: a stranger", in(Registered), chair, 77, regulation.VotingMembers},
		{"R-022: in one's own case", self, chair, 4, regulation.NotOwnJudge},
	} {
		t.Run(row.name, func(t *testing.T) {
			next, _, err := row.c.Assign(row.by, row.rapporteur, false, moment())
			if got := clauseOf(err); got != row.clause || (err == nil) != (row.clause == "") || err == nil && next.Rapporteur != row.rapporteur {
				t.Errorf("Assign() = %v by %d, want %q", err, next.Rapporteur, row.clause)
			}
		})
	}
}

func TestWhoDrafts(t *testing.T) {
	for _, row := range []struct {
		name string
		by   identity.Actor
		may  bool
	}{
		{"R-088: the rapporteur", member, true},
		{"R-088: the secretary, who checks the text", secretary, true},
		{"R-088: not the chair", chair, false},
		{"R-088: not another member", other, false},
		{"R-088: not the administrator", admin, false},
		{"R-088: not an administrator of the rapporteur's number", identity.Actor{ID: member.ID, Office: identity.Administrator}, false},
	} {
		for _, c := range []Complaint{in(InReview), in(Ready)} {
			acts := make(map[Act]error)
			if c.State == InReview {
				_, _, acts[Drafting] = c.Draft(row.by, 1, "ab", moment())
				_, _, acts[Completion] = c.Complete(row.by, 1, moment())
			} else {
				_, _, acts[Reopening] = c.Reopen(row.by, moment())
			}
			for act, err := range acts {
				if (err == nil) != row.may || c.Edits(row.by, moment()) != row.may {
					t.Errorf("%s: %s = %v, want allowed %v", row.name, act, err, row.may)
				}
			}
		}
	}
}

func TestAdoptionHasOneOfThreeOutcomes(t *testing.T) {
	for _, outcome := range append(regulation.Outcomes, "", "satisfied", "dismiss ") {
		next, line, err := in(Scheduled).Adopt(chair, outcome, "14/31", noon)
		if !outcome.Valid() {
			if clauseOf(err) != regulation.ThreeOutcomes || next.State != Scheduled {
				t.Errorf("R-070: Adopt(%q) = %v, %v, want a refusal", outcome, next.State, err)
			}
			continue
		}
		if err != nil || next.Outcome != outcome || !next.DecidedAt.Equal(noon) || line.Facts["number"] != "14/31" || line.Facts["outcome"] != string(outcome) {
			t.Errorf("R-070: Adopt(%q) = %+v, %v", outcome, next, err)
		}
	}
	self := in(Ready)
	self.Respondent = own
	if _, _, err := self.Schedule(chair, 14); clauseOf(err) != regulation.NotOwnJudge {
		t.Errorf("R-022: Schedule() in one's own case = %v, want a refusal", err)
	}
}

// fieldsOf returns the fields of all refusals joined in err, in their order.
func fieldsOf(err error) []string {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var fields []string
		for _, each := range joined.Unwrap() {
			fields = append(fields, fieldsOf(each)...)
		}
		return fields
	}
	var refusal *regulation.Refusal
	if errors.As(err, &refusal) && refusal.Field != "" {
		return []string{refusal.Field}
	}
	return nil
}

func clauseOf(err error) regulation.Clause {
	var refusal *regulation.Refusal
	if errors.As(err, &refusal) {
		return refusal.Clause
	}
	return ""
}

func TestOnlyTheDirectlyHigherCommissionRegisters(t *testing.T) {
	for _, higher := range []commission.ID{0, own + 1} {
		_, _, err := filed().Register(secretary, intake(), higher, 118, moment())
		if got := strings.Join(fieldsOf(err), " "); got != "respondent" {
			t.Errorf("R-001: Register() with %d above the respondent = %v, want a refusal at the respondent", higher, err)
		}
	}
}

// TestRegisterAgainstTheRoute: where the rules lead a paper elsewhere, it is registered
// only with a reason, which stays in the docket.
func TestRegisterAgainstTheRoute(t *testing.T) {
	paper := filed()
	paper.Contested, paper.Complainant.Role = Contested{Decision: true}, Voter
	in := intake()
	in.Route, in.Findings.Abuse = AcceptForReview, true
	_, _, err := paper.Register(secretary, in, own, 118, moment())
	if got := fieldsOf(err); !slices.Equal(got, []string{"route_reason"}) || clauseOf(err) != regulation.AbuseOfRight {
		t.Errorf("R-049: Register() against the route = %v, want a reason asked for", err)
	}
	in.RouteReason = " брань не относится к существу "
	_, lines, err := paper.Register(secretary, in, own, 118, moment())
	if err != nil || lines[0].Facts["route"] != string(TellAbuse) || lines[0].Facts["chosen"] != string(AcceptForReview) || lines[0].Facts["route_reason"] != "брань не относится к существу" {
		t.Errorf("R-049: recorded as %+v, %v", lines, err)
	}
	_, lines, err = filed().Register(secretary, intake(), own, 118, moment())
	if _, asked := lines[0].Facts["route_reason"]; err != nil || asked || lines[0].Facts["route"] != string(AcceptForReview) {
		t.Errorf("recorded as %+v, %v", lines, err)
	}
}

// TestNoActInOnesOwnCase: where the paper lies with the very commission it is about, every
// act is refused to each of its members whatever the state; its secretary may only
// register it, and not for a ruling there.
func TestNoActInOnesOwnCase(t *testing.T) {
	registers := func(c Complaint, by identity.Actor, route Route) error {
		about := intake()
		about.Respondent, about.Route, about.RouteReason = c.Respondent, route, "иначе"
		_, _, err := c.Register(by, about, own+1, 118, moment())
		return err
	}
	sends := func(l Letter) func(Complaint, identity.Actor) error {
		return func(c Complaint, by identity.Actor) error {
			about := commission.Commission{ID: c.Respondent}
			c.Route = ForwardUp
			_, _, err := c.Send(by, l, about, about, today.AddDays(5), moment())
			return err
		}
	}
	acts := map[Act]func(Complaint, identity.Actor) error{
		Filing:      nil, // has no complaint to act on yet
		Assignment:  func(c Complaint, by identity.Actor) error { _, _, err := c.Assign(by, 4, false, moment()); return err },
		Drafting:    func(c Complaint, by identity.Actor) error { _, _, err := c.Draft(by, 2, "ab", moment()); return err },
		Completion:  func(c Complaint, by identity.Actor) error { _, _, err := c.Complete(by, 2, moment()); return err },
		Reopening:   func(c Complaint, by identity.Actor) error { _, _, err := c.Reopen(by, moment()); return err },
		Scheduling:  func(c Complaint, by identity.Actor) error { _, _, err := c.Schedule(by, 14); return err },
		Withdrawing: func(c Complaint, by identity.Actor) error { _, _, err := c.Unschedule(by, 14); return err },
		Rejection:   func(c Complaint, by identity.Actor) error { _, _, err := c.Reject(by, 140, 14); return err },
		SendingBack: func(c Complaint, by identity.Actor) error {
			_, _, err := c.SendBack(by, Rework{Cause: DraftReturned})
			return err
		},
		Postponement: func(c Complaint, by identity.Actor) error { _, _, err := c.Postpone(by, 14); return err },
		Adoption: func(c Complaint, by identity.Actor) error {
			_, _, err := c.Adopt(by, regulation.Dismiss, "31", noon)
			return err
		},
		Signing:  func(c Complaint, by identity.Actor) error { _, _, err := c.Sign(by, "ab", noon); return err },
		Delivery: func(c Complaint, by identity.Actor) error { _, _, err := c.Deliver(by, noon); return err },
		Extension: func(c Complaint, by identity.Actor) error {
			_, _, err := c.Extend(by, "запрошены документы", today, moment())
			return err
		},
		Suspending: func(c Complaint, by identity.Actor) error {
			_, _, err := c.Suspend(by, Suit{Court: "суд", Number: "2", AcceptedOn: today}, true, moment())
			return err
		},
		Resuming: func(c Complaint, by identity.Actor) error {
			_, _, err := c.Resume(by, Judgment{InForceOn: today}, moment())
			return err
		},
		Terminating: func(c Complaint, by identity.Actor) error {
			_, _, err := c.Resume(by, Judgment{InForceOn: today, Merits: true}, moment())
			return err
		},
		Registration: func(c Complaint, by identity.Actor) error { return registers(c, by, AcceptForReview) },
		Noting:       func(c Complaint, by identity.Actor) error { return registers(c, by, HandleAsAppeal) },
		FilingAway:   func(c Complaint, by identity.Actor) error { return registers(c, by, FileAnonymous) },
		Rerouting: func(c Complaint, by identity.Actor) error {
			_, _, err := c.Reroute(by, HandleAsAppeal, "не просит отменить", own+1, moment())
			return err
		},
		Readmission: func(c Complaint, by identity.Actor) error {
			_, _, err := c.Reroute(by, AcceptForReview, "просит отменить", own+1, moment())
			return err
		},
		Forwarding:  sends(Letter{Kind: Cover, To: own}),
		Returning:   sends(Letter{Kind: ReturnedOfCourt}),
		Answering:   sends(Letter{Kind: Reply, Text: "Проверено.", Conclusions: "Нарушения нет."}),
		Shelving:    func(c Complaint, by identity.Actor) error { _, _, err := c.Shelve(by, moment()); return err },
		SendingDown: sends(Letter{Kind: DownCover, Text: "Довод о графике не рассмотрен.", ControlOn: today.AddDays(2)}),
		TellAccused: sends(Letter{Kind: AccusedNotice, Body: "Кандидат Примеров", Email: "k@primer.example", Text: "Агитация."}),
		NobodyToTell: func(c Complaint, by identity.Actor) error {
			c.Regime, c.Findings.AccusedNamed = regulation.CampaignRegime, true
			_, _, err := c.NobodyToTell(by, "никто не назван", moment())
			return err
		},
		Preparing: func(c Complaint, by identity.Actor) error {
			_, _, err := c.Prepare(by, requestOf(), commission.Commission{}, commission.Commission{}, moment())
			return err
		},
		SettingAside: func(c Complaint, by identity.Actor) error {
			_, _, err := c.with(prepared(Request)).PutAside(by, 1, moment())
			return err
		},
		Requesting: func(c Complaint, by identity.Actor) error {
			_, _, err := c.with(prepared(Request)).SendInquiry(by, Letter{Kind: RequestLetter, Inquiry: 1}, moment())
			return err
		},
		Referring: func(c Complaint, by identity.Actor) error {
			_, _, err := c.with(prepared(Referral)).SendInquiry(by, Letter{Kind: ReferralLetter, Inquiry: 1}, moment())
			return err
		},
		Reaching: func(c Complaint, by identity.Actor) error {
			_, _, err := c.with(gone(Request)).Reach(by, 1, today, moment())
			return err
		},
		Hearing: func(c Complaint, by identity.Actor) error {
			_, _, err := c.with(gone(Referral)).Hear(by, 1, answerOf(), nil, moment())
			return err
		},
		Explaining: func(c Complaint, by identity.Actor) error {
			c.Accused = Accused{Name: "Кандидат Примеров", At: noon}
			_, _, err := c.Explain(by, answerOf(), nil, moment())
			return err
		},
		Grouping: func(c Complaint, by identity.Actor) error {
			_, _, err := c.GiveToGroup(by, 1, false, nil, grouped())
			return err
		},
		AskingAdmission: func(c Complaint, by identity.Actor) error {
			c.Complainant.Role = OtherRole
			_, _, err := c.AskAdmission(by, moment())
			return err
		},
		Admitting: func(c Complaint, by identity.Actor) error {
			c.Complainant.Role = OtherRole
			_, _, err := c.Admit(by, true, "представитель инициативной группы", moment())
			return err
		},
		Refusing: func(c Complaint, by identity.Actor) error {
			c.Complainant.Role = OtherRole
			_, _, err := c.Admit(by, false, "прав заявителя решение не касается", moment())
			return err
		},
		ClosingRetracted: func(c Complaint, by identity.Actor) error {
			c.Retraction.At = noon
			_, _, err := c.CloseRetracted(by, "заявитель отозвал обращение", moment())
			return err
		},
		ChangingRegime: func(c Complaint, by identity.Actor) error {
			_, _, err := c.ChangeRegime(by, RegimeChange{To: regulation.OrdinaryRegime, Reason: "поступила раньше", Seen: 1}, moment())
			return err
		},
		Publishing: func(c Complaint, by identity.Actor) error { _, _, err := c.Publish(by, nil, moment()); return err },
		Recalling: func(c Complaint, by identity.Actor) error {
			_, _, err := c.Recall(by, "остался адрес")
			return err
		},
		Discussing: func(c Complaint, by identity.Actor) error { _, _, err := c.Discuss(by, nil, moment()); return err },
		Amending:   func(c Complaint, by identity.Actor) error { _, _, err := c.Amend(by, 3, "ab", 2, 14); return err },
	}
	for _, act := range Acts {
		for _, state := range States {
			for _, by := range []identity.Actor{chair, secretary, member, other, admin, identity.Nobody} {
				self, theirs, foreign := in(state), in(state), in(state)
				self.Respondent = own
				theirs.Commission, theirs.Respondent = own+1, own
				foreign.Commission = own + 1
				for name, c := range map[string]Complaint{"lying with the one it is about": self, "lying above": theirs, "somebody else's": foreign} {
					if err := acts[act](c, by); err == nil {
						t.Errorf("R-022: %s by %s of a complaint %s, %s, is done", act, by.Office, name, state)
					}
				}
			}
		}
	}
	self := in(Ready)
	self.Respondent = own
	if err := acts[Scheduling](self, secretary); clauseOf(err) != regulation.NotOwnJudge {
		t.Errorf("R-022: Schedule() in one's own case = %v, want why not", err)
	}
	foreign := in(Ready)
	foreign.Commission = own + 1
	if err := acts[Scheduling](foreign, secretary); !errors.Is(err, ErrNotFound) {
		t.Errorf("Schedule() of somebody else's = %v, want not found", err)
	}
}

func TestNobodyReportsOnTheOwnCase(t *testing.T) {
	m := moment()
	m.Composition.Members[3].Name = identity.Name{Surname: "Королёв", Given: "Пётр", Patronymic: "Ильич"}
	m.Composition.Elsewhere = []commission.Seat{{Commission: 8, Person: 2, From: today}, {Commission: 8, Person: 5, Until: today.AddDays(-1)}, {Commission: 9, Person: 6}}
	c := in(Registered)
	c.Complainant.Name, c.Complainant.Role = identity.ParseName("КОРОЛЕВ Петр Ильич"), VotingMember
	for person, want := range map[identity.ID]string{
		4: "rapporteur_complained", 2: "rapporteur_of_respondent", 7: "rapporteur_not_member",
		1: "", 3: "", 5: "", 6: "", // the seat of 5 there has ended, that of 6 is in another commission
	} {
		next, _, err := c.Assign(chair, person, false, m)
		var refusal *regulation.Refusal
		got := ""
		if errors.As(err, &refusal) {
			got = refusal.Key
		}
		if got != want || (err == nil) != (next.Rapporteur == person && next.State == InReview) {
			t.Errorf("R-012, R-022: Assign(%d) = %v, want %q", person, err, want)
		}
	}
	c.Text = "Копию отказался выдать член вашей комиссии Справкин, о чём сказал при всех."
	m.Composition.Members[4].Name = identity.Name{Surname: "Справкин", Given: "Семён"}
	var refusal *regulation.Refusal
	if _, _, err := c.Assign(chair, 5, false, m); !errors.As(err, &refusal) || refusal.Key != "rapporteur_named" || refusal.Clause != regulation.NotOwnJudge {
		t.Errorf("R-022: Assign() to whom the complaint names = %v, want a refusal", err)
	}
	if next, line, err := c.Assign(chair, 5, true, m); err != nil || next.Rapporteur != 5 || line.Facts["namesake"] != true {
		t.Errorf("R-022: Assign() to a namesake = %v, %v", line.Facts, err)
	}
	complained := identity.Actor{ID: 1, Office: identity.Chair, Commission: own, Name: c.Complainant.Name}
	if _, _, err := c.Assign(complained, 1, false, m); clauseOf(err) != regulation.NotOwnJudge {
		t.Errorf("R-012: Assign() by who complained = %v, want a refusal", err)
	}
	if _, _, err := in(Scheduled).Adopt(complained, regulation.Dismiss, "31", noon); err != nil {
		t.Errorf("R-016: who complained presides all the same: %v", err)
	}
}
