package main

import (
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
	Complainant  string
	FiledAt      time.Time
	DueOn        time.Time
}

// list handles GET /list?commission=…&state=…: a page of the product's own rows, in
// the order of the product's own index.
func (f *floorServer) list(c echo.Context) error {
	commission, err := strconv.ParseInt(c.QueryParam("commission"), 10, 64)
	if err != nil {
		return err
	}
	where := `due_sort IS NOT NULL`
	if c.QueryParam("state") == "filed" {
		where = `state = 'filed'`
	}
	rows, err := f.product.Query(c.Request().Context(), `SELECT id, year, number, state, substance, complainant, filed_at, due_on
		FROM complaints WHERE commission_id = $1 AND `+where+` ORDER BY due_sort, id LIMIT $2`, commission, listRows)
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
