package web

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	entities "html"
	"io"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// trove is everything a file can say, piece by piece, bare, each under the place it stands in.
type trove struct{ where, said []string }

func (f *trove) add(where, said string) {
	if said = bare(said); said != "" {
		f.where, f.said = append(f.where, where), append(f.said, said)
	}
}

// bare is text as a search compares it: no case, no ё, nothing that can break a word.
func bare(text string) string {
	text = strings.ReplaceAll(strings.ToLower(text), "ё", "е")
	return breaks.ReplaceAllString(text, "")
}

var breaks = regexp.MustCompile(`[\s\x{a0}\x{ad}\x{200b}\x{2060}\x{2011}()+-]`)

// holding returns the places where the word stands.
func (f *trove) holding(word string) []string {
	var found []string
	word = bare(word)
	for i, said := range f.said {
		if strings.Contains(said, word) {
			found = append(found, f.where[i])
		}
	}
	return found
}

// bytesIn adds bytes in every way a string can be written in them: as they are, and in the
// alphabets a Russian text may be in, so that a word is found whichever it was.
func (f *trove) bytesIn(where string, raw []byte) {
	f.add(where, string(raw))
	for _, shift := range []int{0, 1} {
		for name, big := range map[string]bool{"UTF-16BE": true, "UTF-16LE": false} {
			var units []uint16
			for i := shift; i+1 < len(raw); i += 2 {
				hi, lo := raw[i], raw[i+1]
				if !big {
					hi, lo = lo, hi
				}
				units = append(units, uint16(hi)<<8|uint16(lo))
			}
			f.add(fmt.Sprintf("%s as %s from %d", where, name, shift), string(utf16.Decode(units)))
		}
	}
	for _, each := range []*charmap.Charmap{charmap.Windows1251, charmap.KOI8R, charmap.CodePage866} {
		text, err := each.NewDecoder().Bytes(raw)
		if err == nil {
			f.add(where+" as "+each.String(), string(text))
		}
	}
}

var (
	streamHead = regexp.MustCompile(`stream\r?\n`)
	hexString  = regexp.MustCompile(`<([0-9A-Fa-f\s]+)>`)
	bfchar     = regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]+)>`)
	literal    = regexp.MustCompile(`\((?:\\.|[^\\()])*\)`)
	octal      = regexp.MustCompile(`\\([0-7]{1,3}|[^0-7])`)
)

// strings adds what stands in the strings of a PDF: <hexadecimal> and (in letters).
func (f *trove) strings(where string, raw []byte) {
	for i, m := range hexString.FindAllSubmatch(raw, -1) {
		digits := bytes.Join(bytes.Fields(m[1]), nil)
		if len(digits)%2 == 1 {
			digits = append(digits, '0')
		}
		plain := make([]byte, len(digits)/2)
		if _, err := hex.Decode(plain, digits); err == nil && len(plain) > 4 {
			f.bytesIn(fmt.Sprintf("%s, string <%d>", where, i), plain)
		}
	}
	for i, m := range literal.FindAll(raw, -1) {
		plain := octal.ReplaceAllFunc(m[1:len(m)-1], func(escape []byte) []byte {
			if c := escape[1]; c < '0' || c > '7' {
				return escape[1:]
			}
			var n int
			for _, c := range escape[1:] {
				n = n*8 + int(c-'0')
			}
			return []byte{byte(n)}
		})
		if len(plain) > 4 {
			f.bytesIn(fmt.Sprintf("%s, string (%d)", where, i), plain)
		}
	}
}

// everyByteOfPDF is everything a PDF can say: its bytes, each stream unpacked (those of
// objects, of metadata, of bookmarks and of structure among them), each string in them in
// every alphabet, and the text its pages draw.
func everyByteOfPDF(t *testing.T, file []byte) *trove {
	t.Helper()
	f := &trove{}
	f.bytesIn("file", file)
	f.strings("file", file)
	var maps []map[string]string
	var drawn [][]byte
	for n, at := range streamHead.FindAllIndex(file, -1) {
		if bytes.HasSuffix(file[:at[0]], []byte("end")) {
			continue
		}
		end := bytes.Index(file[at[1]:], []byte("endstream"))
		if end < 0 {
			t.Fatal("a stream without an end")
		}
		plain, where := file[at[1]:at[1]+end], fmt.Sprintf("stream %d", n)
		head := file[max(0, bytes.LastIndex(file[:at[0]], []byte(" obj"))):at[0]]
		if bytes.Contains(head, []byte("/Filter")) {
			if !bytes.Contains(head, []byte("/FlateDecode")) || bytes.Count(head, []byte("Decode")) > 1 {
				t.Fatalf("a stream that the test cannot read: %s", head)
			}
			r, err := zlib.NewReader(bytes.NewReader(plain))
			if err != nil {
				t.Fatalf("%s is not packed: %v", where, err)
			}
			if plain, err = io.ReadAll(r); err != nil {
				t.Fatal(err)
			}
		}
		f.bytesIn(where, plain)
		f.strings(where, plain)
		if bytes.Contains(plain, []byte("beginbfchar")) {
			codes := map[string]string{}
			for _, m := range bfchar.FindAllSubmatch(plain, -1) {
				codes[string(m[1])] = fromUTF16(t, string(m[2]))
			}
			maps = append(maps, codes)
		}
		if bytes.Contains(plain, []byte("] TJ")) {
			drawn = append(drawn, plain)
		}
	}
	if len(maps) == 0 || len(drawn) == 0 {
		t.Fatal("no text in the file")
	}
	for n, codes := range maps {
		var page strings.Builder
		for _, content := range drawn {
			for _, m := range hexString.FindAllSubmatch(content, -1) {
				for i := 0; i+4 <= len(m[1]); i += 4 {
					page.WriteString(codes[string(m[1][i:i+4])])
				}
			}
		}
		f.add(fmt.Sprintf("drawn in font %d", n), page.String())
	}
	return f
}

// everyByteOfDOCX is everything a DOCX can say: the name and the bytes of each part, and its
// text without what stands between.
func everyByteOfDOCX(t *testing.T, file []byte) *trove {
	t.Helper()
	f := &trove{}
	f.bytesIn("file", file)
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	must(t, err)
	f.add("comment", archive.Comment)
	tags := regexp.MustCompile(`<[^>]*>`)
	for _, part := range archive.File {
		f.add("name of a part", part.Name+part.Comment+string(part.Extra))
		r, err := part.Open()
		must(t, err)
		plain, err := io.ReadAll(r)
		must(t, err)
		f.bytesIn(part.Name, plain)
		f.add(part.Name+" without its tags", tags.ReplaceAllString(string(plain), ""))
	}
	return f
}

// everyByteOfAnswer is everything an answer says: its headers and its bytes.
func everyByteOfAnswer(w *httptest.ResponseRecorder) *trove {
	f := &trove{}
	for name, values := range w.Header() {
		f.add("header "+name, strings.Join(values, " "))
		f.add("header "+name+" unescaped", unescaped(strings.Join(values, " ")))
	}
	f.bytesIn("body", w.Body.Bytes())
	f.add("body unescaped", unescaped(w.Body.String()))
	f.add("body without its tags", regexp.MustCompile(`<[^>]*>`).ReplaceAllString(w.Body.String(), ""))
	return f
}

var percents = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

// unescaped is a text with what addresses, headers and pages write in signs of their own.
func unescaped(text string) string {
	return entities.UnescapeString(percents.ReplaceAllStringFunc(text, func(escape string) string {
		n, _ := strconv.ParseUint(escape[1:], 16, 8) // two digits
		return string([]byte{byte(n)})
	}))
}

func fromUTF16(t *testing.T, digits string) string {
	t.Helper()
	raw, err := hex.DecodeString(digits)
	if err != nil {
		t.Fatal(err)
	}
	var units []uint16
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(units))
}

// TestTheScannerFindsWhatIsThere: a word is found in whatever way a file may hold it.
func TestTheScannerFindsWhatIsThere(t *testing.T) {
	cyrillic, err := charmap.Windows1251.NewEncoder().Bytes([]byte("Новосёлов"))
	must(t, err)
	var wide, narrow []byte
	for _, u := range utf16.Encode([]rune("Новосёлов")) {
		wide, narrow = append(wide, byte(u>>8), byte(u)), append(narrow, byte(u), byte(u>>8))
	}
	var escaped strings.Builder
	for _, b := range wide {
		fmt.Fprintf(&escaped, "\\%03o", b)
	}
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, err = z.Write([]byte("12 0 13 9 <</Title <FEFF" + hex.EncodeToString(wide) + ">>>"))
	must(t, err)
	must(t, z.Close())
	text := "beginbfchar\n<0001> <041D>\nendbfchar"
	rest := "1 0 obj\n<</Length 1>>\nstream\n" + text + "\nendstream\nendobj\n2 0 obj\n<<>>\nstream\n[<0001>] TJ\nendstream\n"
	for name, file := range map[string]string{
		"UTF-8": "Но\u00adвосёлов", "UTF-16BE": string(wide), "UTF-16LE": "x" + string(narrow), "Windows-1251": string(cyrillic),
		"hexadecimal": "<feff" + hex.EncodeToString(wide) + ">", "hexadecimal of Windows-1251": "<" + hex.EncodeToString(cyrillic) + ">",
		"escaped": "(\\376\\377" + escaped.String() + ")", "an object stream": "3 0 obj\n<</Type/ObjStm/Filter/FlateDecode>>\nstream\n" + packed.String() + "\nendstream\n",
	} {
		if everyByteOfPDF(t, []byte(file+"\n"+rest)).holding("новоселов") == nil {
			t.Errorf("the scanner does not find %s", name)
		}
	}
	if unescaped("?q=%D0%BD%d0%be&#1074;") != "?q=нов" {
		t.Error("the scanner does not read addresses")
	}
	if found := everyByteOfPDF(t, []byte(rest)).holding("новоселов"); found != nil {
		t.Errorf("the scanner finds what is not there: %v", found)
	}
	if !slices.Contains(everyByteOfPDF(t, []byte(rest)).said, "н") {
		t.Error("the scanner does not read what is drawn")
	}
}
