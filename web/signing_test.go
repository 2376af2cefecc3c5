package web

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"redress/internal/certificate"
	"redress/internal/complaint"
	"redress/internal/document"
	"redress/internal/docx"
	"redress/internal/identity"
	"redress/internal/notice"
	"redress/internal/pdf"
	"redress/internal/signature"
)

// passphrase opens every key file of the tests.
const passphrase = "фраза из пяти разных слов" // #nosec G101 -- of keys made for a test

// issuer is an authority that gives officers their keys.
type issuer struct {
	t    *testing.T
	key  *ecdsa.PrivateKey
	own  *x509.Certificate
	next int64
}

func newIssuer(t *testing.T, name string) *issuer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	form := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: harnessNow.AddDate(-1, 0, 0), NotAfter: harnessNow.AddDate(5, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	raw, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	must(t, err)
	own, err := x509.ParseCertificate(raw)
	must(t, err)
	return &issuer{t: t, key: key, own: own, next: 10}
}

// officerKey is a key with its certificate, as an authority gives it out.
type officerKey struct {
	hand signature.Hand
	file string // PKCS#12
}

// gives makes a key for a person with an insurance number, in force until then.
func (i *issuer) gives(person identity.Name, snils string, until time.Time) officerKey {
	i.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(i.t, err)
	i.next++
	named := func(id asn1.ObjectIdentifier, value string) pkix.AttributeTypeAndValue {
		return pkix.AttributeTypeAndValue{Type: id, Value: value}
	}
	subject := pkix.Name{CommonName: person.Full(), ExtraNames: []pkix.AttributeTypeAndValue{named(asn1.ObjectIdentifier{2, 5, 4, 4}, person.Surname),
		named(asn1.ObjectIdentifier{2, 5, 4, 42}, person.Given+" "+person.Patronymic), named(asn1.ObjectIdentifier{1, 2, 643, 100, 3}, snils)}}
	form := &x509.Certificate{SerialNumber: big.NewInt(i.next), Subject: subject, NotBefore: harnessNow.AddDate(0, -6, 0), NotAfter: until, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment}
	raw, err := x509.CreateCertificate(rand.Reader, form, i.own, key.Public(), i.key)
	must(i.t, err)
	own, err := x509.ParseCertificate(raw)
	must(i.t, err)
	file, err := pkcs12.Modern.Encode(key, own, []*x509.Certificate{i.own}, passphrase)
	must(i.t, err)
	chain := make([]*certificate.Certificate, 2)
	for n, c := range []*x509.Certificate{own, i.own} {
		chain[n], err = certificate.Parse(c.Raw)
		must(i.t, err)
	}
	return officerKey{hand: signature.Hand{Key: key, Chain: chain}, file: string(file)}
}

// believes puts an authority into the trust store.
func (h *harness) believes(i *issuer) {
	h.t.Helper()
	_, err := h.Trust.TakeIn(h.t.Context(), identity.Actor{ID: h.people["admin"], Office: identity.Administrator}, i.own.Raw)
	must(h.t, err)
}

// keeps adds a key file at the page for it.
func (b *browser) keeps(k officerKey) *httptest.ResponseRecorder {
	b.h.t.Helper()
	return b.brings("/sign/key", url.Values{"passphrase": {passphrase}}, map[string][]byte{"key_file": []byte(k.file)})
}

// toSign is the address of the ruling's paper that waits for signatures, with its digest.
func (h *harness) toSign() (complaint.Ref, document.Printed, string, string) {
	h.t.Helper()
	ref := h.register("member")
	h.adopt(ref)
	r, err := h.db.RulingOf(h.t.Context(), h.complaint(ref).ID)
	must(h.t, err)
	paper, err := h.Press.Ruling(h.t.Context(), r.ID)
	must(h.t, err)
	return ref, paper, string(signAddress(paper)), signature.Digest(paper.PDF.SHA256).String()
}

// policy is what signatures are held against.
func (h *harness) policy() signature.Policy {
	h.t.Helper()
	p, err := h.Trust.Policy(h.t.Context(), harnessNow.AddDate(0, 0, 5))
	must(h.t, err)
	return p
}

// holds has rulings wait before they go out.
func (h *harness) holds(how time.Duration) {
	h.Press = document.NewPress(h.db, h.vault, pdf.Render, docx.Render, h.Gate, document.NewCodes([]byte("a key of the tests"), "https://complaints.example"),
		document.Signing{Keys: h.Keys, Trust: h.Trust, Hold: how})
}

var (
	ustavov    = identity.Name{Surname: "Уставов", Given: "Устин", Patronymic: "Викторович"}
	reestrova  = identity.Name{Surname: "Реестрова", Given: "Регина", Patronymic: "Егоровна"}
	afterYears = harnessNow.AddDate(1, 0, 0)
)

// TestAKeyIsKept: a key is taken once a signature made with it would be accepted, in the
// officer's own name; it is stored locked, and blotted out when it is removed.
func TestAKeyIsKept(t *testing.T) {
	h := newHarness(t)
	trusted, unknown := newIssuer(t, "Удостоверяющий центр"), newIssuer(t, "Никому не известный центр")
	h.believes(trusted)
	chair := h.signIn("chair")
	sees(t, chair.get("/sign/key"), 200, "Добавить ключ", "Файл ключа")
	own := trusted.gives(ustavov, "11223344595", afterYears)
	for _, row := range []struct {
		name, file, passphrase string
		says                   []string
	}{
		{"no file", "", passphrase, []string{"Выберите файл ключа"}},
		{"no key file", "это письмо", passphrase, []string{"Файл ключа не читается"}},
		{"another passphrase", own.file, "иная", []string{"Парольная фраза не открывает ключ"}},
		{"too heavy", strings.Repeat("x", keyBytes+1), passphrase, []string{"Файл больше 1 МБ"}},
		{"somebody else's", trusted.gives(reestrova, "1", afterYears).file, passphrase, []string{"Сертификат выдан на имя «Реестрова Регина Егоровна»", "Уставов Устин Викторович"}},
		{"of an authority nobody knows", unknown.gives(ustavov, "1", afterYears).file, passphrase, []string{"Подпись не принята", "Никому не известный центр"}},
		{"run out", trusted.gives(ustavov, "1", harnessNow.AddDate(0, -1, 0)).file, passphrase, []string{"Подпись не принята"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			sees(t, chair.brings("/sign/key", url.Values{"passphrase": {row.passphrase}}, map[string][]byte{"key_file": []byte(row.file)}), 422, row.says...)
			if _, err := h.Keys.Own(t.Context(), h.people["chair"]); err == nil {
				t.Error("the key is kept all the same")
			}
		})
	}
	goes(t, chair.keeps(own), "/sign/key")
	sees(t, chair.get("/sign/key"), 200, "Ваш ключ", "Уставов Устин Викторович", "Удостоверяющий центр", "Заменить ключ другим")
	_, locked, err := h.db.SigningKey(t.Context(), h.people["chair"])
	must(t, err)
	if bytes.Contains(locked.File, []byte(own.file)[:64]) || len(locked.Salt) != 16 {
		t.Error("the key file is stored open")
	}
	goes(t, chair.post("/sign/key/remove", nil), "/sign/key")
	sees(t, chair.get("/sign/key"), 200, "Добавить ключ")
	goes(t, chair.post("/sign/key/remove", nil), "/sign/key")
	for range 10 { // whoever finds the screen unlocked does not get to guess
		chair.brings("/sign/key", url.Values{"passphrase": {"иная"}}, map[string][]byte{"key_file": []byte(own.file)})
	}
	sees(t, chair.brings("/sign/key", url.Values{"passphrase": {passphrase}}, map[string][]byte{"key_file": []byte(own.file)}), 429, "")
}

// TestSigningByKey: both sign with their keys; the PDF holds both signatures, each lies
// apart as well, anybody can check them, and the letters carry the signed file.
func TestSigningByKey(t *testing.T) {
	h := newHarness(t)
	trusted := newIssuer(t, "Удостоверяющий центр")
	h.believes(trusted)
	chair, secretary := h.signIn("chair"), h.signIn("secretary")
	goes(t, chair.keeps(trusted.gives(ustavov, "11223344595", afterYears)), "/sign/key")
	goes(t, secretary.keeps(trusted.gives(reestrova, "08765430300", afterYears)), "/sign/key")
	ref, paper, at, digest := h.toSign()
	sees(t, chair.get(at), 200, "Парольная фраза ключа", "Подписать паролем", "Подписать в другой программе")
	sees(t, chair.post(at+"/key", url.Values{"digest": {digest}, "passphrase": {"иная"}}), 422, "Парольная фраза не открывает ключ")
	sees(t, chair.post(at+"/key", url.Values{"digest": {strings.Repeat("0", 64)}, "passphrase": {passphrase}}), 422, "")
	sees(t, h.signIn("member").post(at+"/key", url.Values{"digest": {digest}, "passphrase": {passphrase}}), 422, "")
	goes(t, chair.post(at+"/key", url.Values{"digest": {digest}, "passphrase": {passphrase}}), at)
	sees(t, chair.get(at), 200, "Ваша подпись поставлена", "PDF с подписью внутри", "Файл подписи: Уставов", "ключом, сертификат №")
	sees(t, chair.post(at+"/key", url.Values{"digest": {digest}, "passphrase": {passphrase}}), 422, "")
	goes(t, secretary.post(at+"/key", url.Values{"digest": {digest}, "passphrase": {passphrase}}), at)
	if c := h.complaint(ref); c.State != complaint.Signed {
		t.Errorf("R-085: after both signatures the complaint is %s", c.State)
	}

	file := func(ending string) []byte {
		w := chair.get(string(paperAddress(paper, ending)))
		if w.Code != http.StatusOK {
			t.Fatalf("%s: status %d", ending, w.Code)
		}
		return w.Body.Bytes()
	}
	printed, signed := file("pdf"), file("signed.pdf")
	report := signature.VerifyPDF(signed, h.policy())
	if !report.Valid() || len(report.Signers) != 2 || !bytes.HasPrefix(signed, printed) {
		t.Errorf("the signed PDF: %+v", report)
	}
	for role, owner := range map[string]string{"presiding": ustavov.Full(), "secretary": reestrova.Full()} {
		apart, err := signature.Verify(file(role+".sig"), bytes.NewReader(printed), h.policy())
		if err != nil || !apart.Valid() || apart.Signers[0].Owner.Person() != owner {
			t.Errorf("the signature apart of the %s: %+v, %v", role, apart, err)
		}
		changed, err := signature.Verify(file(role+".sig"), bytes.NewReader(append(bytes.Clone(printed), ' ')), h.policy())
		if err != nil || changed.Valid() {
			t.Errorf("over a changed paper: %+v, %v", changed, err)
		}
	}
	// Years later, with the certificates run out: what was kept is held against the time it came in.
	h.at(afterYears.AddDate(1, 0, 0))
	visitor := h.visitor()
	sees(t, visitor.brings("/verify", nil, map[string][]byte{"verify_file": signed}), 200, "Все электронные подписи верны", ustavov.Full(), reestrova.Full())
	sees(t, visitor.brings("/verify", nil, map[string][]byte{"verify_sig": file("secretary.sig")}), 200, "Электронная подпись верна", reestrova.Full())
	h.at(harnessNow.Add(51 * time.Hour))
	for _, none := range []string{"letter.sig", "signed.docx", "sig"} {
		sees(t, chair.get(string(paperAddress(paper, none))), 404, "")
	}
	letters, err := h.db.LettersOf(t.Context(), h.complaint(ref).ID)
	must(t, err)
	message, err := h.db.Message(t.Context(), letters[0].ID)
	must(t, err)
	if message.Enclosures[0].Size != int64(len(signed)) || letters[0].State != notice.Owed {
		t.Errorf("R-086: the letter carries %+v", message.Enclosures)
	}
	verified, err := h.db.VerifyDocket(t.Context())
	must(t, err)
	if len(verified.Faults) > 0 {
		t.Errorf("the docket: %+v", verified.Faults)
	}
}

// TestSigningByFile: what was signed in another program is taken if it is the officer's own
// signature over this very paper, and refused with the reason otherwise.
func TestSigningByFile(t *testing.T) {
	h := newHarness(t)
	trusted := newIssuer(t, "Удостоверяющий центр")
	h.believes(trusted)
	_, paper, at, digest := h.toSign()
	chair, secretary := h.signIn("chair"), h.signIn("secretary")
	printed := chair.get(string(paperAddress(paper, "pdf"))).Body.Bytes()
	now, err := h.db.Now(t.Context())
	must(t, err)
	apart := func(k officerKey, over []byte) string {
		t.Helper()
		raw, err := signature.Sign(k.hand, bytes.NewReader(over), now)
		must(t, err)
		return string(raw)
	}
	inside := func(k officerKey, over []byte) string {
		t.Helper()
		raw, err := signature.SignPDF(k.hand, over, "", now)
		must(t, err)
		return string(raw)
	}
	own, other := trusted.gives(ustavov, "11223344595", afterYears), trusted.gives(reestrova, "08765430300", afterYears)
	signed := inside(own, printed)
	broken := []byte(signed)
	broken[len(printed)/2] ^= 1
	for _, row := range []struct {
		name, file string
		says       []string
	}{
		{"no file", "", []string{"Выберите файл подписи"}},
		{"no signature", "это письмо", []string{"Подпись не принята"}},
		{"too heavy", strings.Repeat("x", document.MaxSignature+1), []string{"Файл больше 20 МБ"}},
		{"over a changed paper", apart(own, append(bytes.Clone(printed), ' ')), []string{"Подпись не принята"}},
		{"somebody else's", apart(other, printed), []string{"Сертификат выдан на имя «Реестрова Регина Егоровна»"}},
		{"of an authority nobody knows", apart(newIssuer(t, "Иной центр").gives(ustavov, "1", afterYears), printed), []string{"Подпись не принята", "Иной центр"}},
		{"the PDF without a signature", string(printed), []string{"Подпись не принята"}},
		{"another PDF", string(broken), []string{"Это не тот файл"}},
		{"signed by two", inside(other, []byte(signed)), []string{"должна быть одна новая подпись"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			sees(t, chair.brings(at+"/file", url.Values{"digest": {digest}}, map[string][]byte{"signature_file": []byte(row.file)}), 422, row.says...)
			if p, err := h.db.Paper(t.Context(), h.own, paper.ID); err != nil || len(p.Signatures) > 0 {
				t.Errorf("signed all the same: %+v, %v", p.Signatures, err)
			}
		})
	}
	sees(t, chair.brings(at+"/file", nil, map[string][]byte{"signature_file": []byte(signed)}), 422, "") // was shown no paper
	goes(t, chair.brings(at+"/file", url.Values{"digest": {digest}}, map[string][]byte{"signature_file": []byte(signed)}), at)
	same := trusted.gives(reestrova, "11223344595", afterYears)
	sees(t, secretary.brings(at+"/file", url.Values{"digest": {digest}}, map[string][]byte{"signature_file": []byte(apart(same, printed))}), 422, "Этим сертификатом документ уже подписан", "два человека")
	sees(t, secretary.brings(at+"/file", url.Values{"digest": {digest}}, map[string][]byte{"signature_file": []byte(inside(other, printed))}), 422, "Это не тот файл")
	goes(t, secretary.brings(at+"/file", url.Values{"digest": {digest}}, map[string][]byte{"signature_file": []byte(apart(other, printed))}), at)
	held, err := h.db.Paper(t.Context(), h.own, paper.ID)
	must(t, err)
	if !held.Whole() || held.Signatures[0].Means != signature.PAdES || held.Signatures[1].Means != signature.Detached || len(held.Signatures[0].Raw) == 0 {
		t.Errorf("the signatures are %+v", held.Signatures)
	}
	letters, err := h.db.LettersOf(t.Context(), held.Complaint)
	must(t, err)
	message, err := h.db.Message(t.Context(), letters[1].ID)
	must(t, err)
	var names []string
	for _, e := range message.Enclosures {
		names = append(names, strings.TrimPrefix(e.Name, "reshenie-"+held.Ref.String()))
	}
	if got := strings.Join(names, " "); got != ".pdf .signed.pdf .pdf.secretary.sig .docx" || message.Enclosures[0].SHA256 != held.PDF.SHA256 {
		t.Errorf("R-086: the letter carries %s", got)
	}
	must(t, h.Letters.Deliver(t.Context(), letters[1].ID, true))
}

// TestASignatureIsTakenBack: both signed, and for ten minutes nothing goes out; each may
// take the own signature back, or send it at once.
func TestASignatureIsTakenBack(t *testing.T) {
	h := newHarness(t)
	h.holds(10 * time.Minute)
	ref, paper, at, digest := h.toSign()
	chair, secretary := h.signIn("chair"), h.signIn("secretary")
	password := url.Values{"digest": {digest}, "password": {harnessPassword}}
	now, err := h.db.Now(t.Context())
	must(t, err)

	sees(t, chair.post(at+"/take-back", nil), 422, "")
	goes(t, chair.post(at, password), at)
	sees(t, chair.get(at), 200, "Ваша подпись поставлена", "Отозвать мою подпись")
	goes(t, chair.post(at+"/take-back", nil), at)
	sees(t, chair.get(at), 200, "Ваш пароль")
	goes(t, chair.post(at, password), at)
	goes(t, secretary.post(at, password), at)
	sees(t, secretary.get(at), 200, "Решение подписали оба", "Отправить сейчас", "Отозвать мою подпись")
	if c := h.complaint(ref); c.State != complaint.Decided {
		t.Errorf("the ruling went out at once: %s", c.State)
	}
	if found, err := h.db.CheckNumber(t.Context(), paper.Number, 5); err != nil || len(found) > 0 {
		t.Errorf("anybody is told of a ruling that may still be taken back: %+v, %v", found, err)
	}
	if err := h.Press.GoOut(t.Context(), paper.ID); !errors.Is(err, document.ErrEarly) {
		t.Errorf("going out early: %v", err)
	}
	goes(t, secretary.post(at+"/take-back", nil), at)
	if err := h.Press.GoOut(t.Context(), paper.ID); !errors.Is(err, document.ErrNotFound) {
		t.Errorf("a ruling with one signature goes out: %v", err)
	}
	goes(t, secretary.post(at, password), at)
	h.at(now.Add(10 * time.Minute))
	sees(t, chair.post(at+"/take-back", nil), 422, "Решение уже ушло адресатам")
	must(t, h.Press.GoOut(t.Context(), paper.ID))
	if c := h.complaint(ref); c.State != complaint.Signed {
		t.Errorf("after its time the complaint is %s", c.State)
	}
	if err := h.Press.GoOut(t.Context(), paper.ID); !errors.Is(err, document.ErrNotFound) {
		t.Errorf("it goes out twice: %v", err)
	}
	sees(t, chair.post(at+"/take-back", nil), 422, "Решение уже ушло адресатам")
	sees(t, chair.post(at+"/send", nil), 422, "")

	verified, err := h.db.VerifyDocket(t.Context())
	must(t, err)
	if len(verified.Faults) > 0 {
		t.Errorf("the docket: %+v", verified.Faults)
	}
}

// TestARulingIsSentAtOnce: who signed need not wait, on the night of voting above all.
func TestARulingIsSentAtOnce(t *testing.T) {
	h := newHarness(t)
	h.holds(10 * time.Minute)
	ref, _, at, digest := h.toSign()
	chair, secretary := h.signIn("chair"), h.signIn("secretary")
	password := url.Values{"digest": {digest}, "password": {harnessPassword}}
	sees(t, chair.post(at+"/send", nil), 422, "")
	goes(t, chair.post(at, password), at)
	goes(t, secretary.post(at, password), at)
	sees(t, h.signIn("member").post(at+"/send", nil), 422, "")
	goes(t, chair.post(at+"/send", nil), at)
	if c := h.complaint(ref); c.State != complaint.Signed {
		t.Errorf("sent at once, the complaint is %s", c.State)
	}
}

// TestNumbersOfAnOfficer: what an administrator wrote down tells a namesake's certificate
// from the officer's own.
func TestNumbersOfAnOfficer(t *testing.T) {
	h := newHarness(t)
	trusted := newIssuer(t, "Удостоверяющий центр")
	h.believes(trusted)
	admin, chair := h.signIn("admin"), h.signIn("chair")
	member := "/settings/commissions/" + fmtInt(int64(h.own)) + "/members/" + fmtInt(int64(h.people["chair"]))
	sees(t, admin.get(member), 200, "С чем сверять сертификат", "СНИЛС")
	sees(t, admin.post(member+"/numbers", url.Values{"snils": {"112-233-445 96"}, "ogrn": {"1027700132195"}}), 422, "не сходится контрольная цифра", `value="112-233-445 96"`)
	goes(t, admin.post(member+"/numbers", url.Values{"snils": {"112-233-445 95"}}), "/settings/commissions/"+fmtInt(int64(h.own)))
	w := admin.get(member)
	sees(t, w, 200, "СНИЛС записан")
	if strings.Contains(w.Body.String(), "445 95") {
		t.Error("the insurance number is shown")
	}
	sees(t, chair.keeps(trusted.gives(ustavov, "08765430300", afterYears)), 422, "СНИЛС в сертификате не тот")
	goes(t, chair.keeps(trusted.gives(ustavov, "11223344595", afterYears)), "/sign/key")
	sees(t, chair.post(member+"/numbers", nil), 403, "")
}
