package attachment

import (
	"path"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestCleanName(t *testing.T) {
	for _, row := range []struct{ name, raw, want string }{
		{"an ordinary name", "Решение ТИК № 12.pdf", "Решение ТИК № 12.pdf"},
		{"a path of Windows", `C:\fakepath\scan.pdf`, "scan.pdf"},
		{"a path of Unix", "../../etc/passwd.txt", "passwd.txt"},
		{"a decomposed й, as macOS sends it", "и\u0306.txt", "й.txt"},
		{"a reversed ending", "протокол\u202Efdp.exe", "протоколfdp.exe"},
		{"invisible characters", "a\u200Bb\u2066c\uFEFF.pdf", "abc.pdf"},
		{"control characters", "a\x00b\x1B[2J\x7F.pdf", "ab[2J.pdf"},
		{"line ends", "a\r\nSet-Cookie: b.pdf", "a Set-Cookie_ b.pdf"},
		{"what Windows forbids", `a<b>:"|?*.pdf`, "a_b______.pdf"},
		{"hidden", ".pdf", "file.pdf"},
		{"dots only", "...", "file"},
		{"empty", "", "file"},
		{"a folder", "photos/", "file"},
		{"trailing dots", "a.pdf. .", "a.pdf"},
		{"not Unicode", "a\xFF\xFE.pdf", "a.pdf"},
		{"too long", strings.Repeat("ж", 300) + ".docx", strings.Repeat("ж", 195) + ".docx"},
		{"a long ending is not an extension", "a." + strings.Repeat("b", 300), "a." + strings.Repeat("b", 198)},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := CleanName(row.raw); got != row.want {
				t.Errorf("CleanName(%q) = %q, want %q", row.raw, got, row.want)
			}
		})
	}
}

func TestCleanNameAlwaysKeepsItsPromise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.OneOf(
			rapid.String(),
			rapid.StringOfN(rapid.RuneFrom([]rune("a.й/\\ \u0306\u202E\u200D\u2028:\x00")), 0, 400, -1),
			rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
		).Draw(t, "raw")
		got := CleanName(raw)
		switch {
		case got == "":
			t.Fatal("it is empty")
		case utf8.RuneCountInString(got) > NameLength:
			t.Fatalf("%q has more than %d characters", got, NameLength)
		case !norm.NFC.IsNormalString(got):
			t.Fatalf("%q is not composed", got)
		case strings.ContainsAny(got, "/\\:\x00") || strings.ContainsFunc(got, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf) }):
			t.Fatalf("%q has forbidden characters", got)
		case got != path.Base(got) || got[0] == '.':
			t.Fatalf("%q is not the name of a plain file", got)
		case CleanName(got) != got:
			t.Fatalf("CleanName(%q) = %q, want it unchanged", got, CleanName(got))
		}
	})
}

func TestKeys(t *testing.T) {
	seen := make(map[Key]bool)
	for range 1000 {
		key := NewKey()
		if !key.Valid() || seen[key] {
			t.Fatalf("NewKey() = %q, want a valid new one", key)
		}
		seen[key] = true
	}
}
