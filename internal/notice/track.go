package notice

import (
	"strings"

	"redress/internal/regulation"
)

// The two kinds of numbers that items of the Russian post bear: fourteen digits inside the
// country, and by UPU standard S10 two letters, nine digits and two letters.
const (
	domesticDigits = 14
	s10Length      = 13
)

// s10Weights weigh the eight digits of a serial number (UPU standard S10).
var s10Weights = [8]int{8, 6, 4, 2, 3, 5, 9, 7}

// TrackNumber reads the number of a posted item as it stands on the receipt, without its
// spaces and with capital letters. A number of another shape, or whose check digit does
// not fit, is refused: one digit typed wrong finds nothing later.
func TrackNumber(typed string) (string, error) {
	number := strings.Map(func(r rune) rune {
		switch {
		case r == ' ', r == '\u00a0', r == '\u202f', r == '-', r == '\t':
			return -1
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return r
	}, typed)
	switch {
	case len(number) == domesticDigits && digits(number):
		if !domestic(number) {
			return "", regulation.Missing(regulation.DeliveryInThree, "track", "track_check_digit")
		}
	case len(number) == s10Length && letters(number[:2]) && digits(number[2:11]) && letters(number[11:]):
		if !s10(number[2:11]) {
			return "", regulation.Missing(regulation.DeliveryInThree, "track", "track_check_digit")
		}
	default:
		return "", regulation.Missing(regulation.DeliveryInThree, "track", "track_wrong")
	}
	return number, nil
}

func digits(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

func letters(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < 'A' || r > 'Z' })
}

// domestic checks fourteen digits: those at odd places count three times, and with the
// last one the sum ends in nought.
func domestic(number string) bool {
	sum := 0
	for i, r := range number {
		digit := int(r - '0')
		if i%2 == 0 {
			digit *= 3
		}
		sum += digit
	}
	return sum%10 == 0
}

// s10 checks the serial number and its check digit: eleven less the remainder by eleven,
// where ten is written 0 and eleven 5.
func s10(number string) bool {
	sum := 0
	for i, weight := range s10Weights {
		sum += weight * int(number[i]-'0')
	}
	check := 11 - sum%11
	switch check {
	case 10:
		check = 0
	case 11:
		check = 5
	}
	return int(number[8]-'0') == check
}
