package web

import (
	"time"

	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// The acts of a course, see walk. Each is chosen now and done at the next moment.

func (w *walk) preparation() func() error {
	ctx, by, n := w.h.t.Context(), w.actor(w.s.Secretary.Person), w.number
	someone := pick(w, w.members)
	reason := pick(w, tellings)
	switch w.r.IntN(14) {
	case 0:
		mode := pick(w, []sitting.Mode{sitting.InHall, sitting.OnVideo, sitting.Absent})
		return func() error { return w.h.Sittings.Answer(ctx, someone, n, mode, reason) }
	case 1:
		told := w.now.Add(-time.Duration(w.r.IntN(48)) * time.Hour)
		return func() error { return w.h.Sittings.Excuse(ctx, by, n, someone.ID, reason, told) }
	case 2:
		return w.agenda()
	case 3, 4, 5:
		if len(w.s.Items) == 0 {
			return w.agenda()
		}
		return w.invites()
	case 6:
		return w.attends()
	case 7:
		in := sitting.Notice{Member: someone.ID, Way: pick(w, sitting.ByHand), ToldAt: w.now.Add(-time.Duration(w.r.IntN(30)) * time.Hour), Note: pick(w, []string{"", "по телефону"})}
		return func() error { return w.h.Sittings.EnterNotice(ctx, by, n, in) }
	case 8:
		return func() error { return w.h.Sittings.SendNotices(ctx, by, n) }
	case 9, 10:
		if len(w.s.Present()) > 5 {
			if w.now.Before(w.s.StartsAt) {
				w.now = w.s.StartsAt
			}
			return func() error { return w.h.Sittings.Open(ctx, by, n) }
		}
	}
	return w.comes()
}

func (w *walk) agenda() func() error {
	ctx, by, n, someone, item := w.h.t.Context(), w.runs(), w.number, pick(w, w.members), w.about()
	p := sitting.Proposal{Title: pick(w, []string{"О плане", "О дежурстве", ""}), Text: "Утвердить.", Question: pick(w, []regulation.Question{regulation.OtherQuestion, regulation.Financing})}
	to, minutes := 1+w.r.IntN(4), w.r.IntN(60)
	return pick(w, []func() error{
		func() error { return w.h.Sittings.Propose(ctx, by, n, p) },
		func() error { return w.h.Sittings.Demand(ctx, someone, n, p) },
		func() error { return w.h.Sittings.EnterDemand(ctx, by, n, p, "Верхова В. В.") },
		func() error { return w.h.Sittings.Withdraw(ctx, someone, n, item.ID) },
		func() error { return w.h.Sittings.Move(ctx, by, n, item.ID, to) },
		func() error { return w.h.Sittings.Plan(ctx, by, n, item.ID, minutes) },
	})
}

func (w *walk) invites() func() error {
	ctx, by, item := w.h.t.Context(), w.actor(w.s.Secretary.Person), pick(w, w.s.Items)
	in := sitting.Invitation{Whom: pick(w, []sitting.Status{sitting.Complainant, sitting.Respondent, sitting.Complainant, sitting.Respondent, sitting.Invited}), Name: "Свидетелев С. С.",
		Way: pick(w, []sitting.Way{sitting.ByPhone, sitting.ByPost, sitting.InPerson}), SentAt: w.now.Add(-time.Duration(1+w.r.IntN(30)) * time.Hour).Truncate(time.Minute),
		State: pick(w, []sitting.Reach{sitting.Delivered, sitting.Delivered, sitting.Failed, sitting.OnItsWay}), Note: pick(w, []string{"", "никто не ответил"})}
	return func() error { return w.h.Sittings.Invite(ctx, by, w.number, item.ID, in) }
}

func (w *walk) attends() func() error {
	ctx, by, n := w.h.t.Context(), w.runs(), w.number
	if len(w.s.Attendees) > 1 && w.one(3) {
		who := pick(w, w.s.Attendees).ID
		return func() error { return w.h.Sittings.Strike(ctx, by, n, who) }
	}
	a := sitting.Attendee{Name: pick(w, []string{"Зимина А. К.", "Новосёлов Н. Н.", "Летова Л. Л."}), Status: pick(w, sitting.Statuses), Whose: pick(w, []string{"", "газета «Пример»"})}
	return func() error { return w.h.Sittings.Admit(ctx, by, n, a) }
}

func (w *walk) comes() func() error {
	ctx, by, who := w.h.t.Context(), w.runs(), w.waiting()
	mode := pick(w, []sitting.Mode{sitting.InHall, sitting.InHall, sitting.InHall, sitting.OnVideo})
	return func() error { return w.h.Sittings.Attend(ctx, by, w.number, who, mode, "") }
}

func (w *walk) leaves() func() error {
	ctx, by, who, reason := w.h.t.Context(), w.runs(), pick(w, w.members).ID, pick(w, tellings)
	if w.one(4) {
		return func() error { return w.h.Sittings.Excuse(ctx, by, w.number, who, reason, w.now) }
	}
	return func() error { return w.h.Sittings.Attend(ctx, by, w.number, who, sitting.Absent, reason) }
}

func (w *walk) floor() func() error {
	ctx, by, n, item := w.h.t.Context(), w.runs(), w.number, w.about()
	someone, who, kind, number := pick(w, w.members), w.speaker(), pick(w, sitting.SpeechKinds), w.speech(item)
	show := w.show()
	var over *sitting.Show
	if w.one(3) {
		over = &show
	}
	if _, p, at, ok := w.s.Floor(); ok && p.State() == sitting.Paused && w.one(2) {
		return func() error { return w.h.Sittings.ResumeSpeech(ctx, by, n, item.ID, at) }
	}
	return pick(w, []func() error{
		func() error { return w.h.Sittings.AskFloor(ctx, someone, n, item.ID) },
		func() error { return w.h.Sittings.EnterSpeaker(ctx, by, n, item.ID, who, kind, over) },
		func() error { return w.h.Sittings.EnterSpeaker(ctx, by, n, item.ID, who, kind, over) },
		func() error { return w.h.Sittings.GiveFloor(ctx, by, n, item.ID, number) },
		func() error { return w.h.Sittings.GiveFloor(ctx, by, n, item.ID, number) },
		func() error { return w.h.Sittings.GiveFloor(ctx, by, n, item.ID, number) },
		func() error { return w.h.Sittings.PauseSpeech(ctx, by, n, item.ID, number) },
		func() error { return w.h.Sittings.EndSpeech(ctx, by, n, item.ID, number) },
		func() error { return w.h.Sittings.EndSpeech(ctx, by, n, item.ID, number) },
		func() error { return w.h.Sittings.WithdrawFloor(ctx, by, n, item.ID, number, "оскорбления") },
		func() error { return w.h.Sittings.AddMinutes(ctx, by, n, item.ID, number, 3, show) },
		func() error { return w.h.Sittings.TakeBackRequest(ctx, someone, n, item.ID, number) },
	})
}

// show is a show of hands of those present.
func (w *walk) show() sitting.Show {
	present := len(w.s.Present())
	in := w.r.IntN(present + 1)
	return sitting.Show{For: in, Against: w.r.IntN(present - in + 1)}
}

func (w *walk) proposals() func() error {
	ctx, by, n, item, someone, who := w.h.t.Context(), w.runs(), w.number, w.about(), pick(w, w.members), w.speaker()
	number, text := 1+w.r.IntN(3), pick(w, []string{"Отложить.", "Дополнить перечень норм.", ""})
	amendment := ruling.Amendment{Kind: ruling.ReplaceParagraph, Version: item.Draft, Section: ruling.FactsSection, Paragraph: 1 + w.r.IntN(2), Text: pick(w, []string{"Дверь была закрыта.", "Иное."})}
	return pick(w, []func() error{
		func() error { return w.h.Sittings.Suggest(ctx, someone, n, item.ID, text) },
		func() error { return w.h.Sittings.EnterSuggestion(ctx, by, n, item.ID, who, text) },
		func() error { return w.h.Sittings.WithdrawSuggestion(ctx, by, n, item.ID, number) },
		func() error { return w.h.Rulings.Amend(ctx, someone, n, item.ID, amendment) },
		func() error { return w.h.Sittings.WithdrawAmendment(ctx, someone, n, item.ID, number) },
	})
}

// puts puts something to the vote, or the protocol of a secret ballot.
func (w *walk) puts() func() error {
	ctx, by, n, item := w.h.t.Context(), w.runs(), w.number, w.about()
	if c, ok := item.Balloting(); ok {
		found := min(c.Ballots, 5)
		in := w.r.IntN(found + 1)
		p := sitting.Protocol{Issued: c.Ballots, Found: found, For: in, Against: found - in, Signed: c.Members}
		return func() error { return w.h.Rulings.EnterProtocol(ctx, by, n, item.ID, p) }
	}
	c := sitting.Counting{Abstain: w.one(2)}
	for _, a := range w.s.InTheHall() {
		if len(c.Members) < 2 {
			c.Members, c.Chair = append(c.Members, a.Member.Person), a.Member.Person
		}
	}
	rework, knowing := []identity.ID{pick(w, w.members).ID}, w.one(2)
	if item.Secret() && w.one(2) {
		return func() error { return w.h.Rulings.OpenCounting(ctx, by, n, item.ID, c) }
	}
	if _, amended := item.NextAmendment(); amended && w.one(2) {
		return func() error { return w.h.Rulings.OpenAmendment(ctx, by, n, item.ID) }
	}
	return pick(w, []func() error{
		func() error { return w.h.Rulings.OpenVote(ctx, by, n, item.ID) },
		func() error { return w.h.Rulings.OpenVote(ctx, by, n, item.ID) },
		func() error { return w.h.Rulings.OpenPart(ctx, by, n, item.ID) },
		func() error { return w.h.Rulings.OpenPart(ctx, by, n, item.ID) },
		func() error { return w.h.Rulings.OpenSecrecy(ctx, by, n, item.ID) },
		func() error { return w.h.Rulings.OpenPostponement(ctx, by, n, item.ID, knowing) },
		func() error { return w.h.Rulings.OpenReturn(ctx, by, n, item.ID, rework, "доводы") },
	})
}

func (w *walk) casts() func() error {
	ctx, by, item, votes := w.h.t.Context(), w.runs(), w.about(), w.choices()
	return func() error { return w.h.Sittings.CastVotes(ctx, by, w.number, item.ID, votes) }
}

func (w *walk) hands() func() error {
	ctx, by, item := w.h.t.Context(), w.runs(), w.about()
	count := w.s.ToCount(item)
	if w.one(6) {
		count++
	}
	in := w.r.IntN(max(count, 0) + 1)
	return func() error {
		return w.h.Sittings.CountHands(ctx, by, w.number, item.ID, sitting.Hands{For: in, Against: count - in})
	}
}

func (w *walk) gives() func() error {
	ctx, someone, item := w.h.t.Context(), pick(w, w.members), w.about()
	choice, vote := pick(w, sitting.Choices), item.VoteNumber()
	if w.one(8) {
		vote++
	}
	return func() error { return w.h.Sittings.Cast(ctx, someone, w.number, item.ID, vote, choice) }
}

func (w *walk) silent() func() error {
	ctx, by, item, who := w.h.t.Context(), w.runs(), w.about(), pick(w, w.members).ID
	return func() error { return w.h.Sittings.NotVotes(ctx, by, w.number, item.ID, []identity.ID{who}) }
}

func (w *walk) concludes() func() error {
	ctx, by, item, choice := w.h.t.Context(), w.runs(), w.about(), pick(w, []sitting.Choice{sitting.For, sitting.For, sitting.Against, sitting.Abstained})
	return func() error { return w.h.Rulings.Conclude(ctx, by, w.number, item.ID, choice) }
}

func (w *walk) breaksOff() func() error {
	ctx, by, item := w.h.t.Context(), w.actor(w.s.Secretary.Person), w.about()
	return func() error { return w.h.Sittings.BreakOff(ctx, by, w.number, item.ID, "нет кворума") }
}

func (w *walk) interrupts() func() error {
	ctx, by, n, knowing := w.h.t.Context(), w.runs(), w.number, w.one(2)
	if w.one(3) {
		to := sitting.Continuation{At: w.now.AddDate(0, 0, 1), Place: pick(w, []string{"зал 3", ""}), Reason: "отключили свет"}
		return func() error { return w.h.Sittings.Adjourn(ctx, by, n, to, knowing) }
	}
	until := w.now.Add(time.Duration(w.r.IntN(40)) * time.Minute)
	return func() error { return w.h.Sittings.AnnounceBreak(ctx, by, n, until) }
}

func (w *walk) endsBreak() func() error {
	ctx, by := w.h.t.Context(), w.runs()
	return func() error { return w.h.Sittings.EndBreak(ctx, by, w.number) }
}

func (w *walk) continues() func() error {
	ctx, by := w.h.t.Context(), w.actor(w.s.Secretary.Person)
	return func() error { return w.h.Sittings.Continue(ctx, by, w.number) }
}

func (w *walk) duties() func() error {
	ctx, by, who, show := w.h.t.Context(), w.runs(), pick(w, w.members).ID, w.show()
	if w.one(5) {
		return func() error {
			return w.h.Sittings.PresidingGone(ctx, pick(w, w.members), w.number, "потеря связи")
		}
	}
	if w.one(2) {
		return func() error { return w.h.Sittings.TakeChair(ctx, by, w.number, show) }
	}
	return func() error { return w.h.Sittings.KeepMinutes(ctx, by, w.number, who) }
}

func (w *walk) writes() func() error {
	ctx, by, n := w.h.t.Context(), w.runs(), w.number
	if len(w.s.Items) == 0 {
		return w.comes()
	}
	item := pick(w, w.s.Items)
	said := sitting.Said{Heard: pick(w, []string{"Доложил.", "Доложено подробно.", ""}), Spoke: pick(w, []string{"", "Возражал."}), Interest: pick(w, []string{"", "", "Законова З. И."})}
	number := w.speech(item)
	if w.one(3) {
		return func() error {
			return w.h.Sittings.Summarise(ctx, by, n, item.ID, number, "Говорил о деле.")
		}
	}
	return func() error { return w.h.Sittings.Report(ctx, by, n, item.ID, said) }
}

// afterwards is what may be done once the sitting is closed, and what may not.
func (w *walk) afterwards() func() error {
	if len(w.s.Items) == 0 {
		return w.attends()
	}
	ctx, n, someone, item := w.h.t.Context(), w.number, pick(w, w.members), pick(w, w.s.Items)
	return pick(w, []func() func() error{w.writes, w.writes, w.writes, w.attends, w.comes, w.puts, w.settles,
		func() func() error {
			return func() error { return w.h.Sittings.HandIn(ctx, someone, n, item.ID, "Не согласен.") }
		},
		func() func() error {
			return func() error { return w.h.Sittings.HandIn(ctx, someone, n, item.ID, "Не согласен.") }
		},
		func() func() error { return func() error { return w.h.Sittings.TakeBack(ctx, someone, n, item.ID) } },
	})()
}

// settles says what became of an invitation.
func (w *walk) settles() func() error {
	ctx, by, item := w.h.t.Context(), w.actor(w.s.Secretary.Person), pick(w, w.s.Items)
	if len(item.Invitations) == 0 {
		return w.writes()
	}
	in := pick(w, item.Invitations)
	m, err := w.h.db.Moment(ctx, w.h.own)
	must(w.h.t, err)
	d := sitting.Delivery{State: sitting.Delivered, On: m.Day}
	return func() error { return w.h.Sittings.Settle(ctx, by, w.number, item.ID, in.ID, d) }
}
