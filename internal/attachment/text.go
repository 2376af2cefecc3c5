package attachment

import (
	"bytes"
	"unicode/utf8"
)

// readable reports whether the beginning of a file is text in UTF-8, in UTF-16
// with a byte order mark (as Notepad wrote it), or in Windows-1251.
func readable(head []byte) bool {
	if bytes.HasPrefix(head, []byte{0xFF, 0xFE}) || bytes.HasPrefix(head, []byte{0xFE, 0xFF}) {
		return true
	}
	if bytes.ContainsFunc(head, control) {
		return false
	}
	if utf8.Valid(wholeRunes(head)) {
		return true
	}
	// 0x98 is the one byte that Windows-1251 does not use.
	return !bytes.Contains(head, []byte{0x98})
}

// control reports the characters no text needs.
func control(r rune) bool {
	switch r {
	case '\t', '\n', '\f', '\r':
		return false
	}
	return r < ' ' || r == 0x7F
}

// wholeRunes drops a character that the end of a full head cut in two.
func wholeRunes(head []byte) []byte {
	if len(head) < HeadBytes {
		return head
	}
	for i := 1; i < utf8.UTFMax; i++ {
		if b := head[len(head)-i]; utf8.RuneStart(b) {
			if !utf8.FullRune(head[len(head)-i:]) {
				return head[:len(head)-i]
			}
			break
		}
	}
	return head
}
