package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/ruling"
	"redress/internal/sitting"
)

// demoMail are the members, by login, who are told of sittings by e-mail; the others are
// rung up.
var demoMail = []string{"deputy", "member", "member4"}

// email is the address of a member of the demonstration at a domain that nobody can own.
func (m demoMember) email() string {
	if !slices.Contains(demoMail, m.login) {
		return ""
	}
	return m.login + "@tik.example.org"
}

// mailed sends the letters about a sitting that are owed, as the queue would.
func (d *demo) mailed(ctx context.Context, own commission.ID, number int) error {
	s, err := d.db.Sitting(ctx, own, number)
	if err != nil {
		return err
	}
	for _, n := range s.Notices {
		if n.Way == sitting.ByEmail && n.ToldAt.IsZero() {
			if err := d.letters.Tell(ctx, n.ID, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// coming is the sitting of tomorrow, called two days ago: some know of it in time, one
// from today only, two not at all.
func (d *demo) coming(ctx context.Context) error {
	chair, secretary := d.actor("chair", identity.Chair), d.actor("secretary", identity.Secretary)
	next := d.now.In(regulation.Izhmorsky().Zone()).AddDate(0, 0, 1)
	starts := time.Date(next.Year(), next.Month(), next.Day(), 11, 0, 0, 0, next.Location())
	var err error
	if d.next, err = d.sittings.Convene(ctx, chair, sitting.Call{StartsAt: starts, Place: "Образцовая улица, 1, зал 2", Video: true}); err != nil {
		return fmt.Errorf("convening the next sitting: %w", err)
	}
	if err := d.mailed(ctx, secretary.Commission, d.next); err != nil {
		return fmt.Errorf("telling of the next sitting: %w", err)
	}
	m, err := d.db.Moment(ctx, secretary.Commission)
	if err != nil {
		return err
	}
	for _, name := range []string{"Реестрова Регина Егоровна", "Докладов Денис Кириллович", "Кворумов Константин Витальевич", "Протоколова Прасковья Романовна", "Нормин Никита Михайлович", "Отпусков Олег Тимофеевич", "Справкина Светлана Петровна", "Дальнев Дмитрий Антонович"} {
		if err := d.sittings.EnterNotice(ctx, secretary, d.next, sitting.Notice{Member: d.names[name], Way: sitting.ByPhone, ToldAt: m.At}); err != nil {
			return fmt.Errorf("telling %s of the next sitting: %w", name, err)
		}
	}
	return nil
}

// answered is who comes tomorrow, as far as they have said so.
func (d *demo) answered(ctx context.Context) error {
	secretary := d.actor("secretary", identity.Secretary)
	m, err := d.db.Moment(ctx, secretary.Commission)
	if err != nil {
		return err
	}
	steps := []func() error{
		func() error {
			return d.sittings.Answer(ctx, d.actor("member", identity.Member), d.next, sitting.InHall, "")
		},
		func() error {
			return d.sittings.Answer(ctx, d.actor("member2", identity.Member), d.next, sitting.InHall, "")
		},
		func() error {
			return d.sittings.Answer(ctx, d.actor("deputy", identity.Deputy), d.next, sitting.InHall, "")
		},
		func() error {
			return d.sittings.Answer(ctx, d.actor("member4", identity.Member), d.next, sitting.OnVideo, "")
		},
		func() error {
			return d.sittings.Excuse(ctx, secretary, d.next, d.names["Отпусков Олег Тимофеевич"], "отпуск", m.At.Add(-20*time.Hour))
		},
		func() error {
			return d.sittings.Excuse(ctx, secretary, d.next, d.names["Справкина Светлана Петровна"], "болезнь", m.At.Add(-time.Hour))
		},
		func() error {
			return d.sittings.EnterNotice(ctx, secretary, d.next, sitting.Notice{Member: d.names["Опоздалова Ольга Захаровна"], Way: sitting.OnPaper, ToldAt: m.At, Note: "раньше не заставали дома"})
		},
		func() error {
			return d.sittings.Propose(ctx, secretary, d.next, sitting.Proposal{Title: "О графике работы комиссии в декабре",
				Text: "1. Утвердить график работы членов комиссии в декабре.\n2. Разместить график на сайте комиссии.", Question: regulation.OtherQuestion})
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("answering for the next sitting: %w", err)
		}
	}
	return nil
}

// petition is a demand that a sitting be held which has three of the five signatures it
// needs.
func (d *demo) petition(ctx context.Context) error {
	id, err := d.sittings.Petition(ctx, d.actor("member2", identity.Member), "Обращения наблюдателей о порядке доступа в помещения не рассматривались с августа.",
		[]sitting.Proposal{{Title: "О порядке доступа наблюдателей в помещение комиссии",
			Text: "1. Довести порядок доступа до участковых комиссий.\n2. Контроль возложить на заместителя председателя комиссии.", Question: regulation.OtherQuestion}})
	for _, login := range []string{"member5", "member6"} {
		if err == nil {
			err = d.sittings.SignPetition(ctx, d.actor(login, identity.Member), id)
		}
	}
	if err != nil {
		return fmt.Errorf("demanding a sitting: %w", err)
	}
	return nil
}

// discuss lets members speak of a draft before it is ready: one remark is settled, one
// answered, one open.
func (d *demo) discuss(ctx context.Context) error {
	ref, author, deputy := d.refs["C-08"], d.actor("member3", identity.Member), d.actor("deputy", identity.Deputy)
	for _, step := range []func() error{
		func() error {
			return d.rulings.Comment(ctx, deputy, ref, 1, ruling.FactsSection, 1, "Назовите дату и время, когда заявитель приносил жалобу в комиссию.")
		},
		func() error {
			return d.rulings.Reply(ctx, author, ref, 1, ruling.Answer, "Дата есть в объяснениях участковой комиссии, добавлю.")
		},
		func() error {
			return d.rulings.Comment(ctx, d.actor("member", identity.Member), ref, 1, ruling.ReasonsSection, 1, "Свидетельские показания оценены отдельно? По тексту этого не видно.")
		},
		func() error {
			return d.rulings.Comment(ctx, d.actor("chair", identity.Chair), ref, 1, ruling.LawSection, 1, "Проверьте номер пункта регламента.")
		},
		func() error {
			return d.rulings.Reply(ctx, author, ref, 4, ruling.Answer, "Верно, пункт 6.2.")
		},
		func() error {
			return d.rulings.Reply(ctx, d.actor("chair", identity.Chair), ref, 4, ruling.Resolve, "")
		},
	} {
		if err := step(); err != nil {
			return fmt.Errorf("discussing a draft: %w", err)
		}
	}
	return nil
}

// amend proposes two amendments to the draft that is on the agenda of tomorrow.
func (d *demo) amend(ctx context.Context, item sitting.ItemID) error {
	for _, a := range []struct {
		login string
		ruling.Amendment
	}{
		{"member", ruling.Amendment{Kind: ruling.AddParagraph, Section: ruling.ReasonsSection, Paragraph: 1, Text: "Расхождение данных подтверждается увеличенной формой протокола."}},
		{"member6", ruling.Amendment{Kind: ruling.ReplaceParagraph, Section: ruling.FactsSection, Paragraph: 2, Text: "Комиссия истребовала объяснения, документы и увеличенную форму протокола и сопоставила их с материалами жалобы."}},
	} {
		if err := d.rulings.Amend(ctx, d.actor(a.login, identity.Member), d.next, item, a.Amendment); err != nil {
			return fmt.Errorf("proposing an amendment: %w", err)
		}
	}
	return nil
}

// debate has the rapporteur report on an item and one more member speak, from an instant on.
func (d *demo) debate(ctx context.Context, secretary identity.Actor, number int, item sitting.Item, at time.Time) error {
	speeches := []struct {
		who     identity.ID
		kind    sitting.SpeechKind
		seconds int
		summary string
	}{
		{item.Rapporteur, sitting.MainReport, 7*60 + 10, ""},
		{d.people["member3"], sitting.InDebate, 2*60 + 41, "поддержал проект, просил назвать срок исполнения"},
	}
	for i, p := range speeches {
		if err := d.db.DemoClock(ctx, at); err != nil {
			return err
		}
		err := d.sittings.EnterSpeaker(ctx, secretary, number, item.ID, sitting.Speaker{Member: p.who}, p.kind, nil)
		if err == nil {
			err = d.sittings.GiveFloor(ctx, secretary, number, item.ID, i+1)
		}
		if err != nil {
			return fmt.Errorf("giving the floor: %w", err)
		}
		at = at.Add(time.Duration(p.seconds) * time.Second)
		if err := d.db.DemoClock(ctx, at); err != nil {
			return err
		}
		if err := d.sittings.EndSpeech(ctx, secretary, number, item.ID, i+1); err != nil {
			return fmt.Errorf("ending a speech: %w", err)
		}
		if p.summary == "" {
			continue
		}
		if err := d.sittings.Summarise(ctx, secretary, number, item.ID, i+1, p.summary); err != nil {
			return fmt.Errorf("noting a speech: %w", err)
		}
	}
	return nil
}
