package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"

	"redress/internal/attachment"
	"redress/internal/commission"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/docx"
	"redress/internal/embedpg"
	"redress/internal/files"
	"redress/internal/identity"
	"redress/internal/mail"
	"redress/internal/notice"
	"redress/internal/password"
	"redress/internal/pdf"
	"redress/internal/postgres"
	"redress/internal/publication"
	"redress/internal/remand"
	"redress/internal/ruling"
	"redress/internal/s3"
	"redress/internal/sitting"
	"redress/internal/sniff"
	"redress/internal/trust"
)

// app is everything built: storage, vault, mail, and the services over them.
type app struct {
	log       *slog.Logger
	secret    []byte
	codes     document.Codes
	server    *embedpg.Server // nil where the operator has a PostgreSQL
	db        *postgres.DB
	vault     attachment.Vault
	intake    attachment.Intake
	hasher    *password.Hasher
	gate      *identity.Gate
	filings   *complaint.Filings
	desk      *complaint.Desk
	inquiries *complaint.Inquiries
	rulings   *ruling.Service
	sittings  *sitting.Service
	press     *document.Press
	letters   *notice.Service
	remands   *remand.Service
	public    *publication.Service
	setup     *commission.Setup
	trust     *trust.Service
	folder    string // where letters go without a mail server; empty with one
}

// openDatabase starts the embedded PostgreSQL, or uses the operator's, and migrates.
func openDatabase(ctx context.Context, c *Config, log *slog.Logger) (*postgres.DB, *embedpg.Server, error) {
	if err := os.MkdirAll(c.Data, 0o711); err != nil { // #nosec G301 -- PostgreSQL runs as another user and must pass
		return nil, nil, fmt.Errorf("making the data folder: %w", err)
	}
	url := c.DatabaseURL
	var server *embedpg.Server
	if url == "" {
		var err error
		server, err = embedpg.Start(ctx, embedpg.Options{Dir: filepath.Join(c.Data, "database"), BinDir: c.PGBin, Log: log})
		if err != nil {
			return nil, nil, err
		}
		url = server.URL()
	}
	db, err := postgres.Open(ctx, url, log)
	if err == nil {
		if err = db.Migrate(ctx); err != nil {
			db.Close()
		}
	}
	if err != nil && server != nil {
		err = errors.Join(err, server.Stop())
	}
	return db, server, err
}

// build makes the app. Whatever is wrong with storage, vault or mail is told here,
// at start, in a sentence.
func build(ctx context.Context, c *Config, log *slog.Logger) (*app, error) {
	a := &app{log: log, hasher: password.New()}
	var err error
	if a.db, a.server, err = openDatabase(ctx, c, log); err != nil {
		return nil, err
	}
	if err := a.furnish(ctx, c); err != nil {
		return nil, errors.Join(err, a.close())
	}
	return a, nil
}

func (a *app) furnish(ctx context.Context, c *Config) error {
	var err error
	if a.secret, err = c.secret(); err != nil {
		return err
	}
	a.codes = document.NewCodes(a.secret, c.BaseURL)
	if a.vault, err = openVault(c); err != nil {
		return err
	}
	if err := a.vault.Check(ctx); err != nil {
		return err
	}
	sender, err := a.sender(c)
	if err != nil {
		return err
	}
	if a.gate, err = identity.NewGate(ctx, a.db, a.hasher); err != nil {
		return err
	}
	a.intake = attachment.Intake{Vault: a.vault, Sniff: sniff.Detect, Limits: attachment.DefaultLimits}
	a.filings = complaint.NewFilings(a.db, complaint.NewKeys(a.secret))
	a.desk = complaint.NewDesk(a.db)
	a.inquiries = complaint.NewInquiries(a.db)
	a.rulings = ruling.NewService(a.db)
	a.sittings = sitting.NewService(a.db)
	a.press = document.NewPress(a.db, a.vault, pdf.Render, docx.Render, a.gate, a.codes)
	a.public = publication.NewService(a.db, a.vault, pdf.Render)
	a.letters = notice.NewService(a.db, sender, a.vault)
	a.remands = remand.NewService(a.db)
	a.setup = commission.NewSetup(a.db)
	a.trust = trust.NewService(a.db)
	return nil
}

func openVault(c *Config) (attachment.Vault, error) {
	if c.S3.Endpoint == "" {
		return files.New(filepath.Join(c.Data, "files"))
	}
	secure := true
	if c.S3.Secure != "" {
		var err error
		if secure, err = strconv.ParseBool(c.S3.Secure); err != nil {
			return nil, fmt.Errorf("REDRESS_S3_SECURE must be true or false, not %q", c.S3.Secure)
		}
	}
	spool := filepath.Join(c.Data, "spool")
	if err := os.MkdirAll(spool, 0o700); err != nil {
		return nil, fmt.Errorf("making the folder for uploads on their way: %w", err)
	}
	region := c.S3.Region
	if region == "" {
		region = "us-east-1"
	}
	return s3.New(s3.Options{Endpoint: c.S3.Endpoint, Bucket: c.S3.Bucket, Region: region, Secure: secure,
		AccessKey: c.S3.AccessKey, SecretKey: c.S3.SecretKey, Spool: spool})
}

// sender returns the mail, or the folder that letters are put into without one.
func (a *app) sender(c *Config) (notice.Sender, error) {
	if c.SMTP.Host == "" {
		a.folder = filepath.Join(c.Data, "letters")
		return mail.NewFolder(a.folder)
	}
	port := 587
	if c.SMTP.Port != "" {
		var err error
		if port, err = strconv.Atoi(c.SMTP.Port); err != nil {
			return nil, fmt.Errorf("REDRESS_SMTP_PORT must be a number, not %q", c.SMTP.Port)
		}
	}
	return mail.NewSMTP(mail.Settings{Host: c.SMTP.Host, Port: port, User: c.SMTP.User, Password: c.SMTP.Password, From: c.SMTP.From, TLS: c.SMTP.TLS}, c.BaseURL)
}

// close gives everything back in order: the database last.
func (a *app) close() error {
	if a.db != nil {
		a.db.Close()
	}
	if a.server != nil {
		return a.server.Stop()
	}
	return nil
}
