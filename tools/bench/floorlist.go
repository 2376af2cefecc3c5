package main

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/jackc/pgx/v5"
	"github.com/labstack/echo/v4"
)

// listRows is how many rows a page of the product's lists has.
const listRows = 50

// floorLine is a line of the floor's list.
type floorLine struct {
	ID           int64
	Year, Number int
	State        string
	Substance    string
	Respondent   string
	Rapporteur   string
	Files        int
	FiledAt      time.Time
	DueOn        time.Time
}

// number is the public number.
func (l floorLine) number() string { return fmt.Sprintf("%d-%04d", l.Year, l.Number) }

// list handles GET /list?commission=…&state=…: a page of the product's own rows with
// the same joins, in the order of the product's own index, and the table as heavy as
// the product's: a page of fewer bytes would be another job.
func (f *floorServer) list(c echo.Context) error {
	commission, err := strconv.ParseInt(c.QueryParam("commission"), 10, 64)
	if err != nil {
		return err
	}
	where := `c.due_sort IS NOT NULL`
	if c.QueryParam("state") == "filed" {
		where = `c.state = 'filed' AND c.due_sort IS NOT NULL`
	}
	rows, err := f.product.Query(c.Request().Context(), `SELECT c.id, c.year, c.number, c.state, c.substance, coalesce(r.short_name, ''), coalesce(e.surname, ''),
			(SELECT count(*) FROM attachments a WHERE a.complaint_id = c.id)::int, c.filed_at, c.due_on
		FROM complaints c LEFT JOIN commissions r ON r.id = c.respondent_id LEFT JOIN people e ON e.id = c.rapporteur_id
		WHERE c.commission_id = $1 AND `+where+` ORDER BY c.due_sort, c.id LIMIT $2`, commission, listRows)
	if err != nil {
		return err
	}
	lines, err := pgx.CollectRows(rows, pgx.RowToStructByPos[floorLine])
	if err != nil {
		return err
	}
	return floorPage(c, floorList(lines))
}

// signIn handles POST /sign-in: one look at the account, one argon2id.
func (f *floorServer) signIn(c echo.Context) error {
	var hash string
	err := f.product.QueryRow(c.Request().Context(), `SELECT password FROM accounts WHERE login = $1`, c.FormValue("login")).Scan(&hash)
	if err != nil {
		return err
	}
	match, err := argon2id.ComparePasswordAndHash(c.FormValue("password"), hash)
	if err != nil || !match {
		return echo.ErrUnauthorized
	}
	return c.Redirect(http.StatusSeeOther, "/")
}
