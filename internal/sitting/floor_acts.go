package sitting

import (
	"context"

	"redress/internal/commission"
	"redress/internal/docket"
	"redress/internal/identity"
)

// AskFloor is how a member asks for the floor.
func (s *Service) AskFloor(ctx context.Context, by identity.Actor, number int, item ItemID) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.AskFloor(by, item, m)
	})
}

// EnterSpeaker writes down whoever asks for the floor otherwise.
func (s *Service) EnterSpeaker(ctx context.Context, by identity.Actor, number int, item ItemID, who Speaker, kind SpeechKind, over *Show) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.EnterSpeaker(by, item, who, kind, over, m)
	})
}

// TakeBackRequest takes a request for the floor back.
func (s *Service) TakeBackRequest(ctx context.Context, by identity.Actor, number int, item ItemID, speech int) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.TakeBackRequest(by, item, speech, m.At)
	})
}

// GiveFloor gives the floor.
func (s *Service) GiveFloor(ctx context.Context, by identity.Actor, number int, item ItemID, speech int) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.GiveFloor(by, item, speech, m)
	})
}

// PauseSpeech stops the time of a speech.
func (s *Service) PauseSpeech(ctx context.Context, by identity.Actor, number int, item ItemID, speech int) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.PauseSpeech(by, item, speech, m.At)
	})
}

// ResumeSpeech lets the time of a paused speech run on.
func (s *Service) ResumeSpeech(ctx context.Context, by identity.Actor, number int, item ItemID, speech int) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.ResumeSpeech(by, item, speech, m.At)
	})
}

// EndSpeech ends a speech.
func (s *Service) EndSpeech(ctx context.Context, by identity.Actor, number int, item ItemID, speech int) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.EndSpeech(by, item, speech, m.At)
	})
}

// WithdrawFloor takes the floor from whoever abuses it.
func (s *Service) WithdrawFloor(ctx context.Context, by identity.Actor, number int, item ItemID, speech int, reason string) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.WithdrawFloor(by, item, speech, reason, m.At)
	})
}

// AddMinutes gives a speech more time by the sitting's decision.
func (s *Service) AddMinutes(ctx context.Context, by identity.Actor, number int, item ItemID, speech int, minutes int, show Show) error {
	return s.change(ctx, by, number, func(sitting Sitting, m commission.Moment) (Sitting, docket.Line, error) {
		return sitting.AddMinutes(by, item, speech, minutes, show, m)
	})
}

// Summarise keeps a line about a speech for the minutes.
func (s *Service) Summarise(ctx context.Context, by identity.Actor, number int, item ItemID, speech int, text string) error {
	return s.change(ctx, by, number, func(sitting Sitting, _ commission.Moment) (Sitting, docket.Line, error) {
		return sitting.Summarise(by, item, speech, text)
	})
}
