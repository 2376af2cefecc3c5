package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"redress/internal/postgres/pgtest"
	"redress/internal/trust"
)

// TestTrustOnTheCommandLine: files are taken in and told of, a fault names the file, and an
// authority is retired by the beginning of its fingerprint.
func TestTrustOnTheCommandLine(t *testing.T) {
	ctx := t.Context()
	store := trust.NewService(pgtest.New(t))
	certs := "../../internal/signature/testdata/fixtures/certs/"
	empty := filepath.Join(t.TempDir(), "empty.crl")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, row := range []struct{ file, fault, told string }{
		{certs + "rsa-ca.crl", "Add its certificate first", ""},
		{certs + "rsa-ca.pem", "", "Тестовый корневой УЦ (rsa) is trusted, SHA-256 "},
		{certs + "rsa-ca.pem", "held already", ""},
		{certs + "rsa-ca.crl", "", "list of 2026-11-02T09:00:00Z, 1 revoked"},
		{certs + "rsa-ca.crl", "", "held already"},
		{certs + "rsa-chair.pem", "is no authority", ""},
		{empty, "it is empty", ""},
		{certs + "none.pem", "no such file", ""},
	} {
		out.Reset()
		err := takeIn(ctx, &out, store, []string{row.file}, trust.MaxFile)
		if (err == nil) != (row.fault == "") || err != nil && (!strings.Contains(err.Error(), row.fault) || !strings.Contains(err.Error(), row.file)) {
			t.Errorf("%s: %v, want %q", row.file, err, row.fault)
		}
		if !strings.Contains(out.String(), row.told) {
			t.Errorf("%s: told %q, want %q", row.file, out.String(), row.told)
		}
	}
	all, err := store.Authorities(ctx)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d authorities, %v", len(all), err)
	}
	sha := all[0].Fingerprint().String()
	listed := func() string {
		t.Helper()
		out.Reset()
		if err := printTrust(ctx, &out, store, time.Now()); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	if table := listed(); !strings.Contains(table, sha+"  in_force  root") || !strings.Contains(table, "2026-11-02") {
		t.Errorf("the table:\n%s", table)
	}
	for _, row := range []struct{ print, reason, fault string }{
		{"zz", "причина", "is no fingerprint"},
		{sha[:6], "причина", "is no fingerprint"},
		{"00000000", "причина", "0 authorities"},
		{sha[:8], " ", "Fill in"},
		{strings.ToLower(sha[:2]) + ":" + sha[2:8], "прекратил работу", ""},
		{sha, "ещё раз", "0 authorities"},
	} {
		err := retireTrust{Fingerprint: row.print, Reason: row.reason}.retire(ctx, store)
		if (err == nil) != (row.fault == "") || err != nil && !strings.Contains(err.Error(), row.fault) {
			t.Errorf("%s: %v, want %q", row.print, err, row.fault)
		}
	}
	if table := listed(); !strings.Contains(table, "retired") {
		t.Errorf("the table:\n%s", table)
	}
}
