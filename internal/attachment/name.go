package attachment

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NameLength is the most characters a cleaned file name has.
const NameLength = 200

// extensionLength is the most characters, dot included, that are spared when a
// long name is cut. All kinds on the list are shorter.
const extensionLength = 10

// CleanName returns a label that may be shown, and saved under, on any system:
// the last part of the path in composed Unicode, without control characters,
// without the marks that turn the direction of writing (they can make "exe.fdp"
// read as "pdf.exe" does), without the dots that hide a file, at most NameLength
// characters, the extension kept. It is never empty.
func CleanName(raw string) string {
	raw = strings.ToValidUTF8(raw, "")
	raw = raw[strings.LastIndexAny(raw, `/\`)+1:]
	name := strings.Map(safe, raw)
	name = norm.NFC.String(strings.Join(strings.Fields(name), " "))
	name = strings.TrimRight(name, " .")

	ext := path.Ext(name)
	if utf8.RuneCountInString(ext) > extensionLength {
		ext = ""
	}
	stem := strings.Trim(strings.TrimSuffix(name, ext), " .")
	if stem == "" {
		stem = "file"
	}
	stem = cut(stem, NameLength-utf8.RuneCountInString(ext))
	return strings.TrimRight(stem, " .") + ext
}

// safe maps a character of a file name to what may stand for it, -1 for nothing.
func safe(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp):
		return -1
	case strings.ContainsRune(`<>:"|?*`, r): // Windows has no such names
		return '_'
	}
	return r
}

// cut returns the first n characters.
func cut(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// originalName returns the name as it was sent, but for bytes that no text
// column can hold.
func originalName(raw string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(raw, "\uFFFD"), "\x00", "\uFFFD")
}
