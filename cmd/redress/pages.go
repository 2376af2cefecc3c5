package main

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"redress/internal/attachment"
	"redress/internal/commission"
	"redress/internal/document"
	"redress/internal/docx"
	"redress/internal/pdf"
	"redress/internal/postgres"
	"redress/web"
)

// officeAge is how long the front desk's name and phone are shown before they are
// read again: they stand on every page, error pages included, and must not wait.
// emptyAge is the same while there is no front desk yet.
const (
	officeAge = time.Minute
	emptyAge  = time.Second
)

// pages builds the web server over the app.
func (a *app) pages(ctx context.Context, c *Config) (*web.Server, error) {
	held, err := a.db.Installation(ctx)
	if err != nil {
		return nil, err
	}
	var proxies []string
	for _, network := range strings.Split(c.Proxies, ",") {
		if network = strings.TrimSpace(network); network != "" {
			proxies = append(proxies, network)
		}
	}
	return web.New(web.Config{ //nolint:contextcheck // requests bring contexts of their own
		Log: a.log, BaseURL: c.BaseURL, Demo: held.Kind == postgres.Demonstration, Secure: strings.HasPrefix(c.BaseURL, "https://"), Proxies: proxies,
		FilingsPerHour: c.Filings, UploadsPerHour: c.Uploads,
		Ready: func(ctx context.Context) error {
			ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
			defer cancel()
			return a.db.Ping(ctx)
		},
		Unavailable:  func(err error) bool { return postgres.Unavailable(err) || errors.Is(err, attachment.ErrUnavailable) },
		Office:       a.office(ctx),
		Campaign:     a.campaign,
		SessionStore: a.db.Sessions(),
		TrackKey:     a.secret,
		Services: web.Services{Filings: a.filings, Desk: a.desk, Inquiries: a.inquiries, Rulings: a.rulings, Sittings: a.sittings, Press: a.press, Keys: a.keys, Trust: a.trust, Drafts: web.DraftFiles{Write: docx.RenderMarked, Read: docx.Read}, Postage: document.NewPostage(a.db, a.press), Names: document.NewNames(a.db), Wordings: document.NewWordings(a.db, pdf.Render), Letters: a.letters, Remands: a.remands, Public: a.public,
			Gate: a.gate, Setup: a.setup, Intake: a.intake, Records: a.db, Folder: a.folder},
	})
}

// office returns what tells pages whose they are. It never waits for the database:
// what was read last is shown while it is read again.
func (a *app) office(ctx context.Context) func() commission.Commission {
	var shown atomic.Pointer[commission.Commission]
	var readAt atomic.Int64
	read := func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		if front, err := a.db.FrontDesk(ctx); err == nil {
			shown.Store(&front)
		}
	}
	shown.Store(&commission.Commission{})
	read()
	readAt.Store(time.Now().UnixNano())
	return func() commission.Commission {
		office, last, age := *shown.Load(), readAt.Load(), officeAge
		if office.ID == 0 {
			age = emptyAge
		}
		if now := time.Now().UnixNano(); now-last > int64(age) && readAt.CompareAndSwap(last, now) {
			go read()
		}
		return office
	}
}

// campaign returns the campaign the front desk is in today, if any.
func (a *app) campaign(ctx context.Context) (commission.Campaign, bool, error) {
	front, err := a.db.FrontDesk(ctx)
	if errors.Is(err, postgres.ErrNoCommission) {
		return commission.Campaign{}, false, nil
	}
	if err != nil {
		return commission.Campaign{}, false, err
	}
	m, err := a.db.Moment(ctx, front.ID)
	if err != nil {
		return commission.Campaign{}, false, err
	}
	current, ok := commission.Current(m.Campaigns, m.Day)
	return current, ok, nil
}
