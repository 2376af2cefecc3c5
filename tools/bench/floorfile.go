package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5"
	"github.com/labstack/echo/v4"
)

// floorTables are the floor's own: what a filing leaves behind in four rows, and for
// the whole journey the form between the pages.
const floorTables = `
CREATE TABLE IF NOT EXISTS complaints (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, answers json NOT NULL,
	filed_at timestamptz NOT NULL DEFAULT clock_timestamp(), due_sort text NOT NULL);
CREATE TABLE IF NOT EXISTS attachments (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, complaint_id bigint NOT NULL REFERENCES complaints,
	key text NOT NULL UNIQUE, size bigint NOT NULL, sha256 bytea NOT NULL);
CREATE TABLE IF NOT EXISTS deadlines (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, complaint_id bigint NOT NULL REFERENCES complaints,
	clock text NOT NULL, due_on date NOT NULL, value jsonb NOT NULL);
CREATE TABLE IF NOT EXISTS docket (chain text NOT NULL, seq bigint NOT NULL, payload text NOT NULL, hash bytea NOT NULL, PRIMARY KEY (chain, seq));
CREATE TABLE IF NOT EXISTS forms (token text PRIMARY KEY, answers json NOT NULL DEFAULT '{}', key text NOT NULL DEFAULT '',
	size bigint NOT NULL DEFAULT 0, sha256 bytea NOT NULL DEFAULT '', complaint_id bigint);`

// floorForm is what a filing brings.
type floorForm struct {
	answers string
	key     string // of the file
	size    int64
	sum     []byte
}

// file handles POST /filing: the whole of a filing in one request.
func (f *floorServer) file(c echo.Context) error {
	form, err := f.receive(c.Request())
	if err != nil {
		return err
	}
	var id int64
	err = pgx.BeginFunc(c.Request().Context(), f.db, func(tx pgx.Tx) error {
		id, err = fourRows(c.Request().Context(), tx, form)
		return err
	})
	if err != nil {
		return err
	}
	return floorPage(c, floorReceipt(id, hex.EncodeToString(form.sum)))
}

// receive reads the parts as they come; the file goes to the disk on the way.
func (f *floorServer) receive(r *http.Request) (floorForm, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return floorForm{}, err
	}
	form := floorForm{answers: "{}"}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return form, nil
		}
		if err != nil {
			return form, err
		}
		if part.FileName() != "" {
			err = form.keep(part, f.files)
		} else {
			err = form.read(part)
		}
		if err != nil {
			return form, err
		}
	}
}

// read takes the answers, which come as JSON.
func (form *floorForm) read(part *multipart.Part) error {
	value, err := io.ReadAll(io.LimitReader(part, 1<<20))
	if err == nil && part.FormName() == "answers" {
		form.answers = string(value)
	}
	return err
}

// keep writes a file through its digest, and forces it and its name to the disk.
func (form *floorForm) keep(part *multipart.Part, dir string) error {
	form.key = rand.Text()
	file, err := os.OpenFile(filepath.Join(dir, form.key), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	sum := sha256.New()
	form.size, err = io.Copy(io.MultiWriter(file, sum), part)
	if err == nil {
		err = file.Sync()
	}
	err = errors.Join(err, file.Close())
	if err != nil {
		return err
	}
	form.sum = sum.Sum(nil)
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// fourRows is the least a filing leaves: the complaint, its file, its deadline and a
// line of the record.
func fourRows(ctx context.Context, tx pgx.Tx, form floorForm) (id int64, err error) {
	err = tx.QueryRow(ctx, `INSERT INTO complaints (answers, due_sort) VALUES ($1, '1|2026-09-14') RETURNING id`, form.answers).Scan(&id)
	if err != nil {
		return 0, err
	}
	if _, err = tx.Exec(ctx, `INSERT INTO attachments (complaint_id, key, size, sha256) VALUES ($1, $2, $3, $4)`, id, form.key, form.size, form.sum); err != nil {
		return 0, err
	}
	if _, err = tx.Exec(ctx, `INSERT INTO deadlines (complaint_id, clock, due_on, value) VALUES ($1, 'campaign_reply', '2026-09-14', '{"days": 5}')`, id); err != nil {
		return 0, err
	}
	line := sha256.Sum256([]byte(form.answers))
	_, err = tx.Exec(ctx, `INSERT INTO docket (chain, seq, payload, hash) VALUES ($1, 1, $2, $3)`, fmt.Sprintf("complaint/%d", id), `{"act": "filing"}`, line[:])
	return id, err
}

// step handles GET /step/:n: a page of the form with what was answered.
func (f *floorServer) step(c echo.Context) error {
	var answers []byte
	err := f.db.QueryRow(c.Request().Context(), `SELECT answers FROM forms WHERE token = $1`, floorToken(c)).Scan(&answers)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	return floorPage(c, floorStep(c.Param("n"), string(answers)))
}

// answer handles POST /step/:n: the answer is kept, and on.
func (f *floorServer) answer(c echo.Context) error {
	if err := c.Request().ParseForm(); err != nil {
		return err
	}
	token := floorToken(c)
	if token == "" {
		token = rand.Text()
		c.SetCookie(&http.Cookie{Name: "form", Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	}
	answers, err := json.Marshal(c.Request().PostForm)
	if err != nil {
		return err
	}
	_, err = f.db.Exec(c.Request().Context(), `INSERT INTO forms (token, answers) VALUES ($1, $2)
		ON CONFLICT (token) DO UPDATE SET answers = EXCLUDED.answers`, token, string(answers))
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/step/next")
}

// upload handles POST /upload.
func (f *floorServer) upload(c echo.Context) error {
	form, err := f.receive(c.Request())
	if err != nil {
		return err
	}
	_, err = f.db.Exec(c.Request().Context(), `UPDATE forms SET key = $2, size = $3, sha256 = $4 WHERE token = $1`, floorToken(c), form.key, form.size, form.sum)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/step/next")
}

// send handles POST /send: the form becomes a complaint.
func (f *floorServer) send(c echo.Context) error {
	ctx := c.Request().Context()
	err := pgx.BeginFunc(ctx, f.db, func(tx pgx.Tx) error {
		var form floorForm
		err := tx.QueryRow(ctx, `SELECT answers::text, key, size, sha256 FROM forms WHERE token = $1 FOR UPDATE`, floorToken(c)).
			Scan(&form.answers, &form.key, &form.size, &form.sum)
		if err != nil {
			return err
		}
		id, err := fourRows(ctx, tx, form)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE forms SET complaint_id = $2 WHERE token = $1`, floorToken(c), id)
		return err
	})
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/receipt")
}

// receipt handles GET /receipt.
func (f *floorServer) receipt(c echo.Context) error {
	var id int64
	var sum []byte
	err := f.db.QueryRow(c.Request().Context(), `SELECT complaint_id, sha256 FROM forms WHERE token = $1`, floorToken(c)).Scan(&id, &sum)
	if err != nil {
		return err
	}
	return floorPage(c, floorReceipt(id, hex.EncodeToString(sum)))
}

func floorToken(c echo.Context) string {
	cookie, err := c.Cookie("form")
	if err != nil {
		return ""
	}
	return cookie.Value
}
