package keyring

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"

	"redress/internal/identity"
	"redress/internal/regulation"
	"redress/internal/signature"
)

// Numbers are what tells an officer from a namesake in a certificate: the insurance number
// (СНИЛС), the taxpayer number (ИНН), and the state number (ОГРН) of the organisation. What
// is empty is not compared.
type Numbers struct{ SNILS, INN, OGRN string }

// Known is what is kept of an officer's numbers: digests under the key of the server of
// those that are personal.
type Known struct {
	SNILS, INN []byte // 32 bytes, or nil
	OGRN       string
}

// Note writes an officer's numbers down, in place of those before. It is an administrator's.
func (r *Keyring) Note(ctx context.Context, by identity.Actor, person identity.ID, n Numbers) error {
	if err := by.Must(identity.Administer, ""); err != nil {
		return err
	}
	n = Numbers{digitsOf(n.SNILS), digitsOf(n.INN), digitsOf(n.OGRN)}
	var wrong []error
	for _, number := range []struct {
		field, value string
		right        func(string) bool
	}{{"snils", n.SNILS, rightSNILS}, {"inn", n.INN, rightINN}, {"ogrn", n.OGRN, rightOGRN}} {
		if number.value != "" && !number.right(number.value) {
			wrong = append(wrong, regulation.Missing("", number.field, "state_number_wrong"))
		}
	}
	if len(wrong) > 0 {
		return errors.Join(wrong...)
	}
	return r.store.KeepSignatoryNumbers(ctx, by.ID, person, Known{SNILS: r.digest("snils", n.SNILS), INN: r.digest("inn", n.INN), OGRN: n.OGRN})
}

// Noted returns what is known of an officer.
func (r *Keyring) Noted(ctx context.Context, person identity.ID) (Known, error) {
	return r.store.SignatoryNumbers(ctx, person)
}

// Belongs refuses a certificate whose numbers are not the person's, as far as they are known.
func (r *Keyring) Belongs(ctx context.Context, person identity.ID, c signature.Certificate) error {
	known, err := r.store.SignatoryNumbers(ctx, person)
	if err != nil {
		return err
	}
	for _, number := range []struct {
		name string
		same bool
	}{
		{"СНИЛС", known.SNILS == nil || hmac.Equal(known.SNILS, r.digest("snils", digitsOf(c.Owner.SNILS)))},
		{"ИНН", known.INN == nil || hmac.Equal(known.INN, r.digest("inn", digitsOf(c.Owner.INN)))},
		{"ОГРН", known.OGRN == "" || known.OGRN == c.Owner.OGRN},
	} {
		if !number.same {
			return regulation.Refuse(regulation.SerialNumbers, "certificate_number_other", regulation.Values{"Number": number.name})
		}
	}
	return nil
}

// digest is what is kept of a personal number; nil of none.
func (r *Keyring) digest(kind, number string) []byte {
	if number == "" {
		return nil
	}
	mac := hmac.New(sha256.New, r.secret)
	mac.Write([]byte("signatory " + kind + " " + number))
	return mac.Sum(nil)
}

// digitsOf leaves out the hyphens and blanks people write numbers with.
func digitsOf(typed string) string {
	return strings.NewReplacer("-", "", " ", "", "\u00a0", "").Replace(strings.TrimSpace(typed))
}

func digits(number string, lengths ...int) bool {
	return slices.Contains(lengths, len(number)) && strings.Trim(number, "0123456789") == ""
}

// rightSNILS checks the control number of a СНИЛС: the sum of the nine digits by their
// place from the right, modulo 101, 100 as 0.
func rightSNILS(number string) bool {
	if !digits(number, 11) {
		return false
	}
	sum := 0
	for i := range 9 {
		sum += int(number[i]-'0') * (9 - i)
	}
	return sum%101%100 == int(number[9]-'0')*10+int(number[10]-'0')
}

// rightINN checks both control digits of a person's ИНН.
func rightINN(number string) bool {
	if !digits(number, 12) {
		return false
	}
	weights := []int{3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8}
	for at := 10; at <= 11; at++ {
		sum := 0
		for i, w := range weights[11-at:] {
			sum += int(number[i]-'0') * w
		}
		if sum%11%10 != int(number[at]-'0') {
			return false
		}
	}
	return true
}

// rightOGRN checks the control digit of an ОГРН: the twelve before it modulo 11.
func rightOGRN(number string) bool {
	if !digits(number, 13) {
		return false
	}
	left := 0
	for _, digit := range number[:12] {
		left = (left*10 + int(digit-'0')) % 11
	}
	return left%10 == int(number[12]-'0')
}
