package web

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"redress/internal/certificate"
	"redress/internal/signature"
)

// TestSentencesOfSignatures: what the command line says of a signature has its sentence in
// both catalogues, with the same values, and nothing else has.
func TestSentencesOfSignatures(t *testing.T) {
	source, err := os.ReadFile("../internal/signature/words.go")
	must(t, err)
	catalogue := raw(t, Russian)
	said := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\t"([a-z_]+)": +"(.*)",$`).FindAllStringSubmatch(string(source), -1) {
		key := "signature." + m[1]
		said[key] = true
		sentence, has := catalogue[key].(string)
		if !has {
			t.Errorf("no sentence %s", key)
		}
		for _, value := range valuesIn(sentence) {
			if !strings.Contains(m[2], "{"+value+"}") {
				t.Errorf("%s asks for %s, which the fault does not carry", key, value)
			}
		}
	}
	if len(said) < 40 {
		t.Fatalf("%d sentences: the search is broken", len(said))
	}
	for key := range catalogue {
		if strings.HasPrefix(key, "signature.") && !said[key] {
			t.Errorf("%s is said of nothing", key)
		}
	}
	for _, name := range []string{signature.CheckForm, signature.CheckPaper, signature.CheckCertificate, signature.CheckAlgorithm, signature.CheckContent,
		signature.CheckSignature, signature.CheckBinding, signature.CheckTime, signature.CheckChain, signature.CheckRevocation, signature.CheckPerson} {
		for _, lang := range []Lang{Russian, English} {
			if !known(speaking(lang), "signature_holds."+name) || name != signature.CheckPerson && !known(speaking(lang), "signature_verdict."+name) {
				t.Errorf("no words for the check %s", name)
			}
		}
	}
}

// TestCheckSentences: times are told as people write them, and the fault of a time stamp in
// its own words.
func TestCheckSentences(t *testing.T) {
	ctx := speaking(Russian)
	for _, row := range []struct {
		check signature.Check
		want  string
	}{
		{signature.Check{Name: signature.CheckChain, OK: true}, "Сертификат выдан доверенным центром и действовал."},
		{signature.Check{Name: signature.CheckRevocation, Why: "revoked", Values: certificate.Values{"owner": "Смирнов", "when": "2026-11-01 09:00:00 UTC"}}, "Сертификат отозван 1 ноября 2026, 16:00"},
		{signature.Check{Name: signature.CheckTime, OK: true, Why: "timestamp_useless", Values: certificate.Values{"why": "digest_weak", "digest": "SHA-1"}},
			"Метка времени ничего не доказывает, считается время, когда подпись получена. Подпись опирается на SHA-1,"},
	} {
		if got := strings.ReplaceAll(checkSentence(ctx, row.check), nbsp, " "); !strings.HasPrefix(got, row.want) {
			t.Errorf("said %q, want %q", got, row.want)
		}
	}
}

// TestSignatureReport: every signature is told with its verdict and its checks, and the
// numbers of a person are not.
func TestSignatureReport(t *testing.T) {
	var p signature.Policy
	p.At = fixturesChecked
	for _, name := range []string{"rsa-ca.pem", "ecdsa-ca.pem", "gost512-ca.pem"} {
		roots, err := certificate.ParseAll(fixture(t, "certs", name))
		must(t, err)
		p.Roots = append(p.Roots, roots...)
	}
	for _, row := range []struct {
		file string
		want []string
	}{
		{"gost512-chair.p7s", []string{"Электронная подпись верна", "Подпись: Смирнов Алексей Викторович", "Председатель ТИК", "Документ тот самый", "Метки времени нет", "не отозван ли сертификат"}},
		{"rsa-ecdsa-two-signers.p7s", []string{"Все электронные подписи верны"}},
		{"gost256-chair.p7s", []string{"Сертификат подписавшего не подтверждён", "Этого центра нет среди доверенных"}},
		{"ecdsa-chair-badsig.p7s", []string{"Подпись неверна", "повреждена, подделана"}},
		{"rsa-chair-swapped.p7s", []string{"Подпись неверна", "вложен чужой сертификат"}},
		{"gost512-chair-nocerts.p7s", []string{"без сертификата подписавшего", "Подпись неизвестно кого"}},
		{"rsa-expired.p7s", []string{"Сертификат подписавшего не подтверждён", "Сертификат закончился 9 января 2021"}},
		{"rsa-chair-sha1.p7s", []string{"способом, который не принимается", "SHA-1"}},
	} {
		t.Run(row.file, func(t *testing.T) {
			r, err := signature.Verify(fixture(t, "sig", row.file), bytes.NewReader(fixture(t, "document.txt")), p)
			must(t, err)
			var page bytes.Buffer
			must(t, signatureReport(r).Render(speaking(Russian), &page))
			contains(t, strings.ReplaceAll(page.String(), nbsp, " "), row.want...)
			for _, s := range r.Signers {
				for _, number := range []string{s.Owner.SNILS, s.Owner.INN} {
					if number != "" && strings.Contains(page.String(), number) {
						t.Errorf("the page shows %s", number)
					}
				}
			}
		})
	}
}
