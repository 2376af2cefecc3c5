package postgres_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/postgres/pgtest"
	"redress/internal/regulation"
	"redress/internal/signature"
	"redress/internal/trust"
)

// signed reads one of the fixtures of signatures.
func signed(t *testing.T, parts ...string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(append([]string{"../signature/testdata/fixtures"}, parts...)...))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// madeAuthority is an authority made for a test, in DER, with what it takes back.
type madeAuthority struct {
	*x509.Certificate
	key *ecdsa.PrivateKey
}

func newAuthority(t *testing.T, name string) madeAuthority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-100 * time.Hour), NotAfter: time.Now().Add(100 * time.Hour), KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return madeAuthority{made, key}
}

func (a madeAuthority) list(t *testing.T, number int64, made time.Time, serials ...int64) []byte {
	t.Helper()
	var revoked []x509.RevocationListEntry
	for _, serial := range serials {
		revoked = append(revoked, x509.RevocationListEntry{SerialNumber: big.NewInt(serial), RevocationTime: made.Add(-time.Hour)})
	}
	raw, err := x509.CreateRevocationList(rand.Reader, &x509.RevocationList{Number: big.NewInt(number), ThisUpdate: made, NextUpdate: made.Add(48 * time.Hour),
		RevokedCertificateEntries: revoked}, a.Certificate, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func asPEM(kind string, raw []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: raw})
}

func keyOf(err error) string {
	var refused *regulation.Refusal
	if errors.As(err, &refused) {
		return refused.Key
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// TestTrust: what an administrator enters is believed at once and on every replica, until it
// is retired; what came in before stays as it was, and each act is in the docket.
func TestTrust(t *testing.T) {
	db := pgtest.New(t)
	run(t, db, `INSERT INTO people (surname, given) VALUES ('Администратор', 'Алла')`)
	admin := identity.Actor{ID: 1, Office: identity.Administrator}
	store, other := trust.NewService(db), trust.NewService(replica(t, db))
	ctx := t.Context()
	now := time.Now()
	check := func(at time.Time, file string) string {
		t.Helper()
		p, err := other.Policy(ctx, at)
		if err != nil {
			t.Fatal(err)
		}
		r, err := signature.Verify(signed(t, "sig", file), bytes.NewReader(signed(t, "document.txt")), p)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range r.Signers[0].Checks {
			if !c.OK {
				return c.Why
			}
		}
		last := r.Signers[0].Checks[len(r.Signers[0].Checks)-1]
		return "valid " + last.Why
	}
	received := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	if got := check(received, "rsa-chair.p7s"); got != "issuer_unknown" {
		t.Errorf("before an authority is entered: %s", got)
	}
	taken, err := store.TakeIn(ctx, admin, append(signed(t, "certs", "rsa-ca.pem"), signed(t, "certs", "gost512-ca.pem")...))
	if err != nil || len(taken.Added) != 2 || taken.Known != 0 {
		t.Fatalf("taken in: %+v, %v", taken, err)
	}
	for file, want := range map[string]string{"rsa-chair.p7s": "valid revocation_unknown", "gost512-chair.p7s": "valid revocation_unknown",
		"rsa-other.p7s": "valid revocation_unknown", "ecdsa-chair.p7s": "issuer_unknown", "rsa-false.p7s": "issuer_false"} {
		if got := check(received, file); got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
	if taken, err = store.TakeIn(ctx, identity.Console, signed(t, "certs", "rsa-ca.crl")); err != nil || taken.List == nil || taken.List.Count != 1 {
		t.Fatalf("the list: %+v, %v", taken, err)
	}
	if taken, err = store.TakeIn(ctx, identity.Console, signed(t, "certs", "rsa-ca.crl")); err != nil || taken.Known != 1 {
		t.Errorf("the same list again: %+v, %v", taken, err)
	}
	for file, want := range map[string]string{"rsa-chair.p7s": "valid ", "rsa-other.p7s": "revoked"} {
		if got := check(received, file); got != want {
			t.Errorf("with the list, %s: %s, want %s", file, got, want)
		}
	}

	held, err := store.Authorities(ctx)
	if err != nil || len(held) != 2 || held[0].Added.Name.Surname != "Администратор" || !held[0].Root() || held[0].Standing(now) != trust.InForce {
		t.Fatalf("held: %+v, %v", held, err)
	}
	if err := store.Retire(ctx, admin, held[0].Fingerprint(), "  "); keyOf(err) != "field_missing" {
		t.Errorf("retired without a reason: %v", err)
	}
	if err := store.Retire(ctx, admin, held[0].Fingerprint(), "ключ утрачен"); err != nil {
		t.Fatal(err)
	}
	if err := store.Retire(ctx, admin, held[0].Fingerprint(), "ещё раз"); keyOf(err) != "trust_not_held" {
		t.Errorf("retired twice: %v", err)
	}
	later := time.Now().Add(time.Second)
	if got, then := check(later, "rsa-chair.p7s"), check(now.Add(-time.Hour), "gost512-chair.p7s"); got != "issuer_unknown" || then != "valid revocation_unknown" {
		t.Errorf("after it was retired: %s; of another, before: %s", got, then)
	}
	if held, _ = store.Authorities(ctx); held[0].Standing(later) != trust.OutOfUse || held[0].Reason != "ключ утрачен" || !held[0].InUse(now) {
		t.Errorf("the retired one: %+v", held[0])
	}
	if taken, err = store.TakeIn(ctx, admin, signed(t, "certs", "rsa-ca.pem")); err != nil || len(taken.Added) != 1 {
		t.Errorf("a retired one entered again: %+v, %v", taken, err)
	}
	for act, want := range map[string]int{"authority_added": 2, "authority_retired": 1, "revocations_taken_in": 1} {
		if n := counted(t, db, `SELECT count(*) FROM docket WHERE chain = 'administration' AND act = '`+act+`'`); n != want {
			t.Errorf("%s stands in the docket %d times, want %d", act, n, want)
		}
	}
	v, err := db.VerifyDocket(ctx)
	if err != nil || len(v.Faults) > 0 {
		t.Errorf("the docket: %+v, %v", v.Faults, err)
	}
	for note, statement := range map[string]string{
		"nobody entered what the trust store holds: authority": `INSERT INTO authorities (der, sha256, added_at) SELECT 'x'::bytea, sha256('x'::bytea), now()`,
		"the trust store lacks what was entered: revocation":   `ALTER TABLE revocation_lists DISABLE TRIGGER ALL; DELETE FROM revocation_lists`,
		"the trust store lacks what was entered: retirement":   `ALTER TABLE authority_retirements DISABLE TRIGGER ALL; DELETE FROM authority_retirements`,
	} {
		run(t, db, statement)
		v, err := db.VerifyDocket(ctx)
		if err != nil || !slices.ContainsFunc(v.Faults, func(f docket.Fault) bool { return strings.HasPrefix(f.Note, note) }) {
			t.Errorf("not found: %s: %+v, %v", note, v.Faults, err)
		}
	}
}

// TestTrustRefuses: each fault of a file has a refusal of its own, and nothing of it is stored.
func TestTrustRefuses(t *testing.T) {
	db := pgtest.New(t)
	run(t, db, `INSERT INTO people (surname, given) VALUES ('Администратор', 'Алла')`)
	admin := identity.Actor{ID: 1, Office: identity.Administrator}
	store, ctx, now := trust.NewService(db), t.Context(), time.Now()
	held := newAuthority(t, "УЦ")
	if _, err := store.TakeIn(ctx, admin, held.Raw); err != nil {
		t.Fatal(err)
	}
	namesake, stranger := newAuthority(t, "УЦ"), newAuthority(t, "Чужой УЦ")
	damaged := bytes.Clone(stranger.Raw)
	damaged[len(damaged)-1] ^= 1
	cut := held.list(t, 1, now, 1, 2, 3)
	rows := []struct {
		name string
		by   identity.Actor
		raw  []byte
		want string
	}{
		{"a member", identity.Actor{ID: 1, Office: identity.Chair}, stranger.Raw, "not_your_office"},
		{"nothing", admin, nil, "trust_empty"},
		{"words", admin, []byte("это не сертификат"), "trust_unreadable"},
		{"a list cut off", admin, cut[:len(cut)-5], "trust_unreadable"},
		{"a private key", admin, asPEM("PRIVATE KEY", []byte{1}), "trust_private_key"},
		{"a person's certificate", admin, signed(t, "certs", "rsa-chair.pem"), "trust_not_authority"},
		{"one of two is a person's", admin, append(signed(t, "certs", "ecdsa-ca.pem"), signed(t, "certs", "rsa-chair.pem")...), "trust_not_authority"},
		{"the signature over itself does not fit", admin, damaged, "trust_damaged"},
		{"the same once more", admin, asPEM("CERTIFICATE", held.Raw), "trust_known"},
		{"larger than certificates are", admin, bytes.Repeat(append(signed(t, "certs", "rsa-ca.pem"), '\n'), 900), "trust_file_large"},
		{"a list of somebody unknown", admin, stranger.list(t, 1, now), "trust_list_stranger"},
		{"a list of a namesake", admin, namesake.list(t, 1, now), "trust_list_false"},
		{"a list of the day after tomorrow", admin, held.list(t, 1, now.Add(48*time.Hour)), "trust_list_future"},
		{"larger than lists are", admin, asPEM("X509 CRL", make([]byte, trust.MaxList+1)), "trust_unreadable"},
		{"larger than anything", admin, make([]byte, 2*trust.MaxList+1), "trust_list_large"},
	}
	before := counted(t, db, `SELECT count(*) FROM docket`)
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if _, err := store.TakeIn(ctx, row.by, row.raw); keyOf(err) != row.want {
				t.Errorf("%v, want %s", err, row.want)
			}
		})
	}
	if after := counted(t, db, `SELECT count(*) FROM docket`); after != before {
		t.Errorf("%d lines were written down", after-before)
	}
	if all, _ := store.Authorities(ctx); len(all) != 1 {
		t.Errorf("%d authorities are held", len(all))
	}
}

// TestTrustRemembers: how a certificate stood is told by the lists of that time: one that ran
// out leaves the lists, and was revoked all the same.
func TestTrustRemembers(t *testing.T) {
	db := pgtest.New(t)
	store, ctx, now := trust.NewService(db), t.Context(), time.Now().Truncate(time.Second)
	a := newAuthority(t, "УЦ")
	raws := [][]byte{a.Raw, a.list(t, 1, now.Add(-90*time.Hour), 5), a.list(t, 2, now.Add(-60*time.Hour), 5), a.list(t, 3, now.Add(-time.Hour))}
	for _, i := range []int{0, 3, 1, 2} { // as they happen to come in
		if _, err := store.TakeIn(ctx, identity.Console, raws[i]); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range []struct {
		name string
		at   time.Time
		want int
	}{{"now", now, 1}, {"when it was listed", now.Add(-70 * time.Hour), 3}, {"between the last two", now.Add(-30 * time.Hour), 2}} {
		p, err := store.Policy(ctx, row.at)
		if err != nil || len(p.Evidence.Lists) != row.want || len(p.Roots) != 1 {
			t.Errorf("%s: %d lists, %d roots, %v", row.name, len(p.Evidence.Lists), len(p.Roots), err)
		}
	}
	last, err := store.Lists(ctx)
	if err != nil || len(last) != 1 || !strings.HasPrefix(last[1].ThisUpdate.Format(time.RFC3339), now.Add(-time.Hour).UTC().Format("2006-01-02T15")) {
		t.Errorf("the last lists: %+v, %v", last, err)
	}
}
