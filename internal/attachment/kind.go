package attachment

import (
	"bytes"
	"path"
	"slices"
	"strings"
)

// HeadBytes is how much of the beginning of a file its kind is judged by.
const HeadBytes = 8 << 10

// Sniffer names the media type that the beginning of a file looks like, without
// parameters: "application/pdf". Unknown bytes are "application/octet-stream".
type Sniffer func(head []byte) string

// Kind is one entry of the closed list of what may be attached.
type Kind struct {
	Name       string   // as people call it: "PDF"
	Extensions []string // lower case, without the dot
	MediaType  string   // what the file is served as, whatever the sender said

	looksLike []string                                // detected types that fit
	unless    func(detected string, head []byte) bool // a doubt that outweighs looksLike
}

// Cameras and telephones are careless with the brand inside the one container
// that .mp4, .mov and .m4a share, so any of its brands fits any of the three.
var isoMedia = []string{
	"video/mp4", "video/quicktime", "video/x-m4v", "video/3gpp", "video/3gpp2",
	"audio/mp4", "audio/x-m4a",
}

// Texts begin in ways that look like data, so the harmless types fit as well;
// what a browser or a shell would run does not. In Windows-1251 the word "явка"
// begins with the bytes of an MP3, whose control characters then betray it.
var plainTexts = []string{
	"text/plain", "text/csv", "text/tab-separated-values", "application/json",
	"application/x-ndjson", "application/x-subrip", "text/vtt", "message/rfc822", "audio/mpeg",
}

var kinds = []Kind{
	{Name: "PDF", Extensions: []string{"pdf"}, MediaType: "application/pdf",
		looksLike: []string{"application/pdf"}},
	{Name: "JPEG", Extensions: []string{"jpg", "jpeg"}, MediaType: "image/jpeg",
		looksLike: []string{"image/jpeg"}},
	{Name: "PNG", Extensions: []string{"png"}, MediaType: "image/png",
		looksLike: []string{"image/png", "image/apng"}},
	{Name: "HEIC", Extensions: []string{"heic", "heif"}, MediaType: "image/heic",
		looksLike: []string{"image/heic", "image/heic-sequence", "image/heif", "image/heif-sequence"}},
	{Name: "DOCX", Extensions: []string{"docx"}, MediaType: wordDocument,
		looksLike: []string{wordDocument, "application/zip"}, unless: zipWithoutParts},
	{Name: "ODT", Extensions: []string{"odt"}, MediaType: "application/vnd.oasis.opendocument.text",
		looksLike: []string{"application/vnd.oasis.opendocument.text"}},
	{Name: "TXT", Extensions: []string{"txt"}, MediaType: "text/plain",
		looksLike: plainTexts, unless: unreadable},
	{Name: "MP4", Extensions: []string{"mp4"}, MediaType: "video/mp4", looksLike: isoMedia},
	{Name: "MOV", Extensions: []string{"mov"}, MediaType: "video/quicktime", looksLike: isoMedia},
	{Name: "MP3", Extensions: []string{"mp3"}, MediaType: "audio/mpeg",
		looksLike: []string{"audio/mpeg"}},
	{Name: "M4A", Extensions: []string{"m4a"}, MediaType: "audio/mp4", looksLike: isoMedia},
	{Name: "WAV", Extensions: []string{"wav"}, MediaType: "audio/wav",
		looksLike: []string{"audio/wav"}},
}

// archive is taken only where the commission turned it on.
var archive = Kind{Name: "ZIP", Extensions: []string{"zip"}, MediaType: "application/zip",
	looksLike: []string{"application/zip"}}

const wordDocument = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// zipWithoutParts doubts a .docx that looks like any archive. A real one may do
// so when a thumbnail pushes its text out of the head, but then the list of its
// parts stands there.
func zipWithoutParts(detected string, head []byte) bool {
	return detected == "application/zip" && !bytes.Contains(head, []byte("[Content_Types].xml"))
}

// unreadable doubts a .txt that is text in none of the encodings people use.
func unreadable(_ string, head []byte) bool { return !readable(head) }

// fits reports whether content that looks like the detected type may bear an
// extension of this kind.
func (k Kind) fits(detected string, head []byte) bool {
	return slices.Contains(k.looksLike, detected) && (k.unless == nil || !k.unless(detected, head))
}

// named reports whether the file name has an extension of this kind.
func (k Kind) named(name string) bool {
	ext := strings.TrimPrefix(path.Ext(name), ".")
	return slices.Contains(k.Extensions, strings.ToLower(ext))
}
