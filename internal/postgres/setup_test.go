package postgres_test

import (
	"errors"
	"testing"

	"redress/internal/commission"
	"redress/internal/identity"
	"redress/internal/postgres/pgtest"
	"redress/internal/regulation"
)

// TestInvitedAdministratorIsWrittenDown: who can let people in stands in the docket with
// a number and no name, whoever invited; a refused invitation leaves nothing.
func TestInvitedAdministratorIsWrittenDown(t *testing.T) {
	db := pgtest.New(t)
	setup, name := commission.NewSetup(db), identity.ParseName("Настройкина Нина Павловна")
	token, err := setup.InviteAdministrator(t.Context(), identity.Console, name, " Nina ")
	if err != nil || token == "" {
		t.Fatalf("InviteAdministrator() = %q, %v", token, err)
	}
	const line = `SELECT count(*) FROM docket WHERE chain = 'administration' AND act = 'administrator_invited' AND office = 'operator'
		AND payload LIKE '%"person":%' AND payload NOT LIKE '%Настройкина%' AND lower(payload) NOT LIKE '%nina%'`
	if n := counted(t, db, line); n != 1 {
		t.Errorf("%d lines in the docket, want 1", n)
	}
	for what, row := range map[string]struct {
		by    identity.Actor
		login string
		name  identity.Name
	}{
		"login":   {identity.Console, "nina", name},
		"surname": {identity.Console, "olga", identity.Name{}},
		"":        {identity.Actor{ID: 1, Office: identity.Chair}, "olga", name},
	} {
		var refused *regulation.Refusal
		if _, err := setup.InviteAdministrator(t.Context(), row.by, row.name, row.login); !errors.As(err, &refused) || refused.Field != what {
			t.Errorf("InviteAdministrator(%q) by %s = %v, want a refusal of %q", row.login, row.by.Office, err, what)
		}
	}
	if n := counted(t, db, `SELECT count(*) FROM docket`) + counted(t, db, `SELECT count(*) FROM accounts`); n != 2 {
		t.Errorf("%d lines and accounts, want 2", n)
	}
}
