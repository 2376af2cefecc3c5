package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
)

// measureSignIn measures signing in, which is slow on purpose. Every account signs in a
// few times only: the limit of attempts stays in force.
func (b *bench) measureSignIn(ctx context.Context) (err error) {
	s, err := b.serve(ctx, "signin")
	defer func() { err = errors.Join(err, s.discard()) }()
	if err != nil {
		return err
	}
	var staff []credential
	for _, c := range s.credentials {
		if c.Role != "citizen" {
			staff = append(staff, c)
		}
	}
	b.table.title(fmt.Sprintf("Sign-in, %d accounts each once a round (floor: one look at the account, one argon2id)", len(staff)))
	for _, clients := range []int{1, 8} {
		signIns := func(base string) func() (round, error) {
			return func() (round, error) {
				return drive(ctx, clients, len(staff), func(ctx context.Context, i int) error {
					z := newBrowser(base)
					defer z.leave()
					_, err := z.post(ctx, "/sign-in", url.Values{"login": {staff[i].Login}, "password": {staff[i].Password}})
					return err
				})
			}
		}
		m, err := alternate(pick(b, 3, 5), signIns(s.base), signIns(s.floor.base))
		if err != nil {
			return err
		}
		b.table.addRate(fmt.Sprintf("  %d clients", clients), m[0], m[1], "")
	}
	return nil
}
