package web

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"redress/internal/certificate"
	"redress/internal/identity"
	"redress/internal/signature"
)

// penned is somebody who signs papers electronically in tests, with the authority that the
// trust store then holds.
func (h *harness) penned(t *testing.T) signature.Hand {
	t.Helper()
	newKey := func() *ecdsa.PrivateKey {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		must(t, err)
		return key
	}
	from, until := harnessDay.Start(time.UTC).AddDate(-1, 0, 0), harnessDay.Start(time.UTC).AddDate(1, 0, 0)
	root := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "УЦ проверки"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: from, NotAfter: until, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	rootKey, key := newKey(), newKey()
	own, err := x509.CreateCertificate(rand.Reader, root, root, rootKey.Public(), rootKey)
	must(t, err)
	snils := pkix.AttributeTypeAndValue{Type: []int{1, 2, 643, 100, 3}, Value: "11223344595"}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), NotBefore: from, NotAfter: until, KeyUsage: x509.KeyUsageDigitalSignature,
		Subject: pkix.Name{CommonName: "Подписантов Пётр Петрович", ExtraNames: []pkix.AttributeTypeAndValue{snils}}}
	issued, err := x509.CreateCertificate(rand.Reader, leaf, root, key.Public(), rootKey)
	must(t, err)
	read, err := certificate.Parse(issued)
	must(t, err)
	_, err = h.Trust.TakeIn(t.Context(), identity.Console, own)
	must(t, err)
	return signature.Hand{Key: key, Chain: []*certificate.Certificate{read}}
}

// turned is a PDF whose first page somebody turned by an update.
func turned(t *testing.T, raw []byte) []byte {
	t.Helper()
	last := func(pattern string) [][]byte {
		all := regexp.MustCompile(pattern).FindAllSubmatch(raw, -1)
		if len(all) == 0 {
			return nil
		}
		return all[len(all)-1]
	}
	page := regexp.MustCompile(`(\d+) 0 obj\n(<</Type/Page/[^\n]*)>>\n`).FindSubmatch(raw)
	trailer, start := last(`trailer\n<<(/Size \d+(?:/Prev \d+)?/Root \d+ 0 R)`), last(`startxref\n(\d+)\n`)
	if page == nil || trailer == nil || start == nil {
		t.Fatal("the paper is not put together as expected")
	}
	out := bytes.NewBuffer(bytes.Clone(raw))
	at := out.Len()
	fmt.Fprintf(out, "%s 0 obj\n%s/Rotate 90>>\nendobj\n", page[1], page[2])
	table := out.Len()
	fmt.Fprintf(out, "xref\n%s 1\n%010d 00000 n \ntrailer\n<<%s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n", page[1], at,
		regexp.MustCompile(`/Prev \d+`).ReplaceAll(trailer[1], nil), start[1], table)
	return out.Bytes()
}

// TestVerifySignedPaper: a paper of the commission is recognised with signatures added to it,
// and a signature apart is held against the paper it was brought with, numbered or found by
// its own digest; whatever was changed is told, and nothing is kept.
func TestVerifySignedPaper(t *testing.T) {
	h := filled(t)
	numbers := h.settledMatter(t)
	by := h.penned(t)
	at, err := h.db.Now(t.Context())
	must(t, err)
	paper := h.signIn("member").get("/papers/" + numbers[":paper"] + ".pdf").Body.Bytes()
	var number string
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT r.number FROM papers p JOIN rulings r ON r.id = p.ruling_id WHERE p.id = $1`, whole(numbers[":paper"])).Scan(&number))
	sign := func(raw []byte) []byte {
		signed, err := signature.SignPDF(by, raw, "", at)
		must(t, err)
		return signed
	}
	signed := sign(paper)
	seal, err := signature.Sign(by, bytes.NewReader(paper), at)
	must(t, err)
	foreign, err := signature.Sign(by, strings.NewReader("другой документ"), at)
	must(t, err)
	flipped := bytes.Clone(signed)
	flipped[len(paper)/2] ^= 1
	citizen := h.visitor()
	before := h.rows()
	for _, row := range []struct {
		name, number string
		file, sig    []byte
		want, not    []string
	}{
		{"signed", "", signed, nil, []string{"добавлены только электронные подписи", "Решение № " + number, "Электронная подпись верна", "Подпись: Подписантов Пётр Петрович", "когда подпись получена"}, []string{"Файл изменён"}},
		{"signed twice, with its number", number, sign(signed), nil, []string{"добавлены только электронные подписи", "Все электронные подписи верны"}, nil},
		{"changed before it was signed", "", sign(turned(t, paper)), nil, []string{"Файл изменён", "Решение № " + number, "Электронная подпись верна"}, []string{"не изменён"}},
		{"changed after it was signed", "", turned(t, signed), nil, []string{"Файл изменён", "Документ изменён после подписи"}, []string{"не изменён"}},
		{"a byte exchanged", "", flipped, nil, []string{"Такого документа нет", "Подпись не от этого документа"}, nil},
		{"the paper as it is", "", paper, nil, []string{"Документ выдан комиссией и не изменён"}, []string{"Электронная подпись верна", "нет электронной подписи"}},
		{"with a signature apart", "", paper, seal, []string{"Документ выдан комиссией и не изменён", "Электронная подпись верна"}, nil},
		{"in each other's fields", "", seal, paper, []string{"Документ выдан комиссией и не изменён", "Электронная подпись верна"}, nil},
		{"a signature of something else", "", paper, foreign, []string{"Документ выдан комиссией и не изменён", "Подпись не от этого документа"}, nil},
		{"a signature alone", "", nil, seal, []string{"Такой документ комиссия выдала", "Решение № " + number, "Электронная подпись верна"}, []string{"Такого документа нет"}},
		{"a signature alone in the first field", "", seal, nil, []string{"Такой документ комиссия выдала", "Электронная подпись верна"}, nil},
		{"a signature and the number", number, nil, seal, []string{"Такой документ комиссия выдала", "Электронная подпись верна"}, nil},
		{"a signature of something else and the number", number, nil, foreign, []string{"Такой документ комиссия выдала", "Подпись не от этого документа"}, nil},
		{"a signature of something else alone", "", nil, foreign, []string{"Приложите документ"}, []string{"Такой документ комиссия выдала"}},
		{"words", "", []byte("это не подпись"), nil, []string{"Это не электронная подпись"}, nil},
		{"malformed", "", seal[:len(seal)/2], nil, []string{"Файл повреждён или это не подпись"}, nil},
		{"a damaged PDF", "", signed[:len(signed)-40], nil, []string{"Электронной подписи в файле не прочитать", "PDF повреждён"}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := citizen.brings("/verify", url.Values{"number": {row.number}}, map[string][]byte{verifyFile: row.file, verifySeal: row.sig})
			sees(t, w, 200, row.want...)
			result := between(w.Body.String(), `<section id="result"`, `</section>`)
			for _, sentence := range append(row.not, "11223344595") {
				if strings.Contains(strings.ReplaceAll(result, nbsp, " "), sentence) {
					t.Errorf("the page says %q", sentence)
				}
			}
			if row.name == "signed" {
				sound(t, h.Server, w.Body.String())
			}
		})
	}
	sees(t, citizen.brings("/verify", nil, map[string][]byte{verifySeal: make([]byte, verifiedBytes+uploadSlack+1)}), 422, "Файл больше 20 МБ")
	h.unchanged(t, before)
	if held := h.exams.held.Load(); held != 0 {
		t.Errorf("%d bytes of files are still held", held)
	}
	h.exams.held.Add(examinedBytes)
	w := citizen.checks("", paper)
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(shown(w), "очень много файлов") {
		t.Errorf("with no room for files: status %d", w.Code)
	}
	sees(t, citizen.checks(number, nil), 200, "Такой документ комиссия выдала")
	h.exams.release(examinedBytes)
}

// TestVerifyFixtures: what the fixtures of signatures state of each is what anybody is told,
// by the authorities that an administrator put into the store.
func TestVerifyFixtures(t *testing.T) {
	const shared = "../../shared/fixtures/signatures/"
	h := newHarness(t)
	h.at(fixturesChecked)
	h.trusts(t, "rsa-ca.pem", "ecdsa-ca.pem", "gost256-ca.pem", "gost256cpa-ca.pem", "gost256tca-ca.pem", "gost512-ca.pem")
	citizen := h.visitor()
	upload := func(paper, seal []byte) *httptest.ResponseRecorder {
		return citizen.brings("/verify", nil, map[string][]byte{verifyFile: paper, verifySeal: seal})
	}
	document, changed := fixture(t, "document.txt"), fixture(t, "document-tampered.txt")
	for _, row := range []struct {
		file  string
		paper []byte
		says  string
	}{
		{"rsa-chair.p7s", document, "Электронная подпись верна"},
		{"rsa-chair-pss.p7s", document, "Электронная подпись верна"},
		{"ecdsa-chair.p7s", document, "Электронная подпись верна"},
		{"gost256-chair.b64", document, "Электронная подпись верна"},
		{"gost512-chair.p7s", document, "Председатель ТИК"},
		{"gost512-chair.p7s", changed, "Подпись не от этого документа"},
		{"gost256-expired.p7s", document, "Сертификат закончился"},
		{"gost256-false.p7s", document, "доверенный центр с таким названием его не выдавал"},
		{"rsa-chair-sha1.p7s", document, "SHA-1"},
		{"ecdsa-chair-nocerts.p7s", document, "без сертификата подписавшего"},
		{"rsa-other.p7s", document, "Неизвестно, не отозван ли"},
	} {
		t.Run(row.file, func(t *testing.T) { sees(t, upload(row.paper, fixture(t, "sig", row.file)), 200, row.says) })
	}
	sees(t, upload(nil, fixture(t, "sig", "gost512-chair-attached.p7s")), 200, "Электронная подпись верна")
	h.trusts(t, "rsa-ca.crl")
	sees(t, upload(document, fixture(t, "sig", "rsa-other.p7s")), 200, "Сертификат подписавшего отозван", "Сертификат отозван 1 ноября 2026")
	sees(t, upload(document, fixture(t, "sig", "rsa-chair.p7s")), 200, "Электронная подпись верна", "Сертификат не отозван")

	raw, err := os.ReadFile(shared + "expected.json")
	if err != nil {
		return
	}
	var want struct {
		Signatures map[string]struct {
			File, Document string
			Valid          bool
		}
	}
	must(t, json.Unmarshal(raw, &want))
	read := func(name string) []byte {
		raw, err := os.ReadFile(shared + name)
		must(t, err)
		return raw
	}
	for name, row := range want.Signatures {
		if name == "rsa-other.p7s" {
			continue // revoked since
		}
		w := upload(read(row.Document), read(row.File))
		if page := shown(w); (strings.Contains(page, "одпись верна") || strings.Contains(page, "одписи верны")) != row.Valid {
			t.Errorf("%s: %s", name, headingIn(w))
		}
	}
}
