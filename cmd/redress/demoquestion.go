package main

import (
	"context"
	"fmt"

	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/sitting"
)

// question has a member demand a vote on a question that is no complaint at one of the
// demonstration's sittings, after its cases.
func (d *demo) question(ctx context.Context, secretary identity.Actor, number int, s demoSitting) error {
	if s.at != "2026-06-05T11:00" {
		return nil
	}
	err := d.sittings.Demand(ctx, d.actor("member2", identity.Member), number, sitting.Proposal{Title: "О приобретении шкафа для избирательной документации",
		Text:     "1. Приобрести металлический шкаф для хранения избирательной документации за счёт средств на обеспечение деятельности комиссии.\n2. Поручить секретарю комиссии подготовить договор.",
		Question: regulation.Financing})
	if err == nil {
		err = d.vote(ctx, secretary, number, len(s.cases), demoCase{against: 1})
	}
	if err != nil {
		return fmt.Errorf("deciding on a question: %w", err)
	}
	held, err := d.db.Sitting(ctx, secretary.Commission, number)
	if err != nil {
		return err
	}
	return d.sittings.Report(ctx, secretary, number, held.Items[len(s.cases)].ID, sitting.Said{Heard: "вопрос и проект решения изложены", Spoke: "секретарь комиссии назвала стоимость шкафа"})
}
