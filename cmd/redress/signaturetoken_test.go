//go:build pkcs11

package main

import (
	"crypto/ecdsa"
	"encoding/asn1"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/miekg/pkcs11"
)

// TestSignPaperByToken: a key on a token signs as one in a file does; a wrong PIN writes
// nothing.
func TestSignPaperByToken(t *testing.T) {
	module := os.Getenv("SOFTHSM2_MODULE")
	if module == "" {
		module = "/usr/lib/softhsm/libsofthsm2.so"
	}
	if _, err := os.Stat(module); err != nil {
		t.Skip("SoftHSM 2 is not here")
	}
	d := newDesk(t)
	t.Setenv("SOFTHSM2_CONF", d.put("softhsm2.conf", []byte("directories.tokendir = "+d.folder+"\nlog.level = ERROR\n")))
	carry(t, d, module)
	paper := d.path("ruling.pdf")
	for _, row := range []struct {
		name   string
		line   signPaper
		pin    string
		status int
		words  string
	}{
		{"a wrong PIN", signPaper{Token: module, Paper: paper}, "00000000", 2, "the PIN is not that of the token"},
		{"another label", signPaper{Token: module, Label: "секретарь", Paper: paper}, "12345678", 2, "no key"},
		{"no module", signPaper{Token: d.path("none.so"), Paper: paper}, "12345678", 2, "cannot be loaded"},
		{"a PDF", signPaper{Token: module, Paper: paper}, "12345678", 0, "Signature by Смирнов А. В."},
		{"apart", signPaper{Token: module, Label: "председатель", Apart: true, Paper: paper}, "12345678", 0, "CAdES-BES"},
	} {
		t.Run(row.name, func(t *testing.T) {
			status, said := d.signs(row.line, "", row.pin)
			if status != row.status || !strings.Contains(said, row.words) {
				t.Errorf("status %d, want %d: %s", status, row.status, said)
			}
			if made, _ := filepath.Glob(paper + ".*"); (len(made) > 0) != (row.status == 0) {
				t.Errorf("written: %v", made)
			}
		})
	}
	for file, content := range map[string]string{"ruling.pdf.signed.pdf": "", "ruling.pdf.sig": paper} {
		if status, said := d.verify(d.path(file), content); status != 0 {
			t.Errorf("%s: verify ends with %d: %s", file, status, said)
		}
	}
}

// carry puts a key and its certificate on a new token.
func carry(t *testing.T, d *desk, module string) {
	t.Helper()
	ctx := pkcs11.New(module)
	if ctx == nil {
		t.Fatalf("%s cannot be loaded", module)
	}
	defer ctx.Destroy()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(ctx.Initialize())
	defer func() { _ = ctx.Finalize() }()
	slots, err := ctx.GetSlotList(true)
	must(err)
	must(ctx.InitToken(slots[0], "87654321", "Рутокен"))
	slots, err = ctx.GetSlotList(true)
	must(err)
	session, err := ctx.OpenSession(slots[0], pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
	must(err)
	must(ctx.Login(session, pkcs11.CKU_SO, "87654321"))
	must(ctx.InitPIN(session, "12345678"))
	must(ctx.Logout(session))
	must(ctx.Login(session, pkcs11.CKU_USER, "12345678"))
	key := curveKey(t)
	own := d.issue("Смирнов А. В.", key, same)
	curve, err := asn1.Marshal(asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 7})
	must(err)
	secret, err := key.(*ecdsa.PrivateKey).Bytes()
	must(err)
	for _, object := range [][]*pkcs11.Attribute{
		{pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_PRIVATE_KEY), pkcs11.NewAttribute(pkcs11.CKA_KEY_TYPE, pkcs11.CKK_EC), pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true),
			pkcs11.NewAttribute(pkcs11.CKA_SIGN, true), pkcs11.NewAttribute(pkcs11.CKA_EC_PARAMS, curve), pkcs11.NewAttribute(pkcs11.CKA_VALUE, secret)},
		{pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_CERTIFICATE), pkcs11.NewAttribute(pkcs11.CKA_CERTIFICATE_TYPE, pkcs11.CKC_X_509), pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, false),
			pkcs11.NewAttribute(pkcs11.CKA_SUBJECT, own.RawSubject), pkcs11.NewAttribute(pkcs11.CKA_VALUE, own.Raw)},
	} {
		_, err = ctx.CreateObject(session, append(object, pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true),
			pkcs11.NewAttribute(pkcs11.CKA_ID, []byte{1}), pkcs11.NewAttribute(pkcs11.CKA_LABEL, "председатель")))
		must(err)
	}
	must(ctx.CloseSession(session))
}
