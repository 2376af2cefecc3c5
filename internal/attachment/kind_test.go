package attachment_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"redress/internal/attachment"
	"redress/internal/files"
	"redress/internal/regulation"
	"redress/internal/sniff"
)

func intake(t *testing.T, limits attachment.Limits) attachment.Intake {
	t.Helper()
	vault, err := files.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return attachment.Intake{Vault: vault, Sniff: sniff.Detect, Limits: limits}
}

func TestReceiveByKind(t *testing.T) {
	withZIP := attachment.DefaultLimits
	withZIP.ZIP = true
	for _, row := range []struct {
		what, name string
		data       []byte
		limits     attachment.Limits
		want       string // media type, or the key of the refusal
	}{
		{"a PDF", "решение.pdf", pdf, attachment.DefaultLimits, "application/pdf"},
		{"capitals in the extension", "SCAN.PDF", pdf, attachment.DefaultLimits, "application/pdf"},
		{"a JPEG", "a.jpg", jpegImage(t), attachment.DefaultLimits, "image/jpeg"},
		{"a JPEG", "a.jpeg", jpegImage(t), attachment.DefaultLimits, "image/jpeg"},
		{"a PNG", "a.png", pngImage(t), attachment.DefaultLimits, "image/png"},
		{"a photograph of an iPhone", "IMG_1.HEIC", ftyp("heic", "mif1"), attachment.DefaultLimits, "image/heic"},
		{"a photograph by another program", "a.heif", ftyp("mif1", "heic"), attachment.DefaultLimits, "image/heic"},
		{"a DOCX", "жалоба.docx", docx(t, 0), attachment.DefaultLimits, docxType},
		{"a DOCX behind a thumbnail", "жалоба.docx", docx(t, 20<<10), attachment.DefaultLimits, docxType},
		{"an ODT", "жалоба.odt", odt(t), attachment.DefaultLimits, "application/vnd.oasis.opendocument.text"},
		{"a text", "a.txt", []byte("Прошу отменить решение."), attachment.DefaultLimits, "text/plain"},
		{"a text cut inside a letter by the head", "a.txt", []byte("x" + strings.Repeat("ж", 9000)), attachment.DefaultLimits, "text/plain"},
		{"a text in Windows-1251", "a.txt", windows1251(t, "Прошу отменить решение.\r\n"), attachment.DefaultLimits, "text/plain"},
		{"a text in Windows-1251 that begins as an MP3 does", "a.txt", windows1251(t, "явка избирателей"), attachment.DefaultLimits, "text/plain"},
		{"a text in UTF-16", "a.txt", []byte("\xFF\xFE\x1F\x04\x40\x04"), attachment.DefaultLimits, "text/plain"},
		{"a text that looks like a table", "a.txt", []byte("Иванов,1\nПетров,2\n"), attachment.DefaultLimits, "text/plain"},
		{"a video", "a.mp4", ftyp("isom", "mp41"), attachment.DefaultLimits, "video/mp4"},
		{"a video of an iPhone", "a.mov", ftyp("qt  ", "qt  "), attachment.DefaultLimits, "video/quicktime"},
		{"a recording of an iPhone", "a.m4a", ftyp("M4A ", "mp42"), attachment.DefaultLimits, "audio/mp4"},
		{"a recording of an Android", "a.m4a", ftyp("mp42", "isom"), attachment.DefaultLimits, "audio/mp4"},
		{"an MP3 with a title", "a.mp3", append([]byte("ID3\x04\x00\x00\x00\x00\x00\x0A\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"), mp3Frame...), attachment.DefaultLimits, "audio/mpeg"},
		{"an MP3 without one", "a.mp3", mp3Frame, attachment.DefaultLimits, "audio/mpeg"},
		{"a WAV", "a.wav", wav, attachment.DefaultLimits, "audio/wav"},
		{"a ZIP where it is turned on", "a.zip", archiveOf(t, "photo.txt"), withZIP, "application/zip"},

		{"a ZIP where it is not", "a.zip", archiveOf(t, "photo.txt"), attachment.DefaultLimits, "file_type_forbidden"},
		{"no extension", "решение", pdf, attachment.DefaultLimits, "file_type_forbidden"},
		{"a program", "a.exe", exe, attachment.DefaultLimits, "file_type_forbidden"},
		{"a page", "a.html", html, attachment.DefaultLimits, "file_type_forbidden"},
		{"a drawing with scripts", "a.svg", svg, attachment.DefaultLimits, "file_type_forbidden"},
		{"two extensions", "a.pdf.exe", exe, attachment.DefaultLimits, "file_type_forbidden"},
		{"an extension turned backwards", "решение\u202Efdp.exe", exe, attachment.DefaultLimits, "file_type_forbidden"},
		{"a program called PDF", "a.pdf", exe, attachment.DefaultLimits, "file_type_mismatch"},
		{"a page called PDF", "a.pdf", html, attachment.DefaultLimits, "file_type_mismatch"},
		{"a page called text", "a.txt", html, attachment.DefaultLimits, "file_type_mismatch"},
		{"a drawing called text", "a.txt", svg, attachment.DefaultLimits, "file_type_mismatch"},
		{"a drawing called PNG", "a.png", svg, attachment.DefaultLimits, "file_type_mismatch"},
		{"a script called text", "a.txt", []byte("#!/bin/sh\nrm -rf /\n"), attachment.DefaultLimits, "file_type_mismatch"},
		{"bytes called text", "a.txt", []byte("a\x00b"), attachment.DefaultLimits, "file_type_mismatch"},
		{"a recording called text", "a.txt", mp3Frame, attachment.DefaultLimits, "file_type_mismatch"},
		{"a text with a terminal code", "a.txt", []byte("Прошу\x1B[2J"), attachment.DefaultLimits, "file_type_mismatch"},
		{"a photograph called video", "a.mp4", ftyp("heic", "mif1"), attachment.DefaultLimits, "file_type_mismatch"},
		{"a ZIP called DOCX", "a.docx", archiveOf(t, "photo.txt"), attachment.DefaultLimits, "file_type_mismatch"},
		{"a DOCX called ZIP", "a.zip", docx(t, 0), withZIP, "file_type_mismatch"},
		{"a Java program called ZIP", "a.zip", archiveOf(t, "META-INF/MANIFEST.MF"), withZIP, "file_type_mismatch"},
		{"nothing", "a.pdf", nil, attachment.DefaultLimits, "file_empty"},
	} {
		t.Run(row.what+" as "+row.name, func(t *testing.T) {
			in := intake(t, row.limits)
			got, err := in.Receive(t.Context(), row.name, bytes.NewReader(row.data))
			var refusal *regulation.Refusal
			if errors.As(err, &refusal) {
				if refusal.Key != row.want {
					t.Errorf("Receive() = %v, want %s", err, row.want)
				}
				if refusal.Field != attachment.Field || refusal.Values["name"] == "" {
					t.Errorf("Receive() = %+v, want the field and the name", refusal)
				}
				nothingStored(t, in.Vault)
				return
			}
			if err != nil {
				t.Fatalf("Receive() = %v, want %s", err, row.want)
			}
			if got.MediaType != row.want {
				t.Errorf("MediaType = %s, want %s", got.MediaType, row.want)
			}
			rc, err := attachment.Open(t.Context(), in.Vault, got)
			if err != nil {
				t.Fatalf("Open() = %v, want nil", err)
			}
			defer rc.Close()
			if stored, err := io.ReadAll(rc); err != nil || !bytes.Equal(stored, row.data) {
				t.Errorf("stored %d bytes, %v; want the %d that were sent", len(stored), err, len(row.data))
			}
		})
	}
}

const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

var (
	pdf      = []byte("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n<</Type/Catalog>>\nendobj\n%%EOF\n")
	html     = []byte("<!DOCTYPE html><html><body><script>alert(1)</script></body></html>")
	svg      = []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)
	exe      = append([]byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xFF\xFF"), make([]byte, 200)...)
	mp3Frame = append([]byte{0xFF, 0xFB, 0x90, 0x64}, make([]byte, 413)...)
	wav      = append([]byte("RIFF\x2C\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1F\x00\x00\x40\x1F\x00\x00\x01\x00\x08\x00data"), make([]byte, 12)...)
)

// ftyp begins a file of the ISO family: a box with the main brand and others.
func ftyp(brands ...string) []byte {
	box := binary.BigEndian.AppendUint32(nil, uint32(12+4*len(brands)))
	box = append(box, "ftyp"+brands[0]+"\x00\x00\x00\x00"+strings.Join(brands[1:], "")...)
	return append(box, make([]byte, 64)...)
}

func jpegImage(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngImage(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// docx makes a document whose text stands behind a thumbnail of some size.
func docx(t *testing.T, thumbnail int) []byte {
	t.Helper()
	return archived(t,
		part{"[Content_Types].xml", []byte("<Types/>")},
		part{"docProps/thumbnail.jpeg", make([]byte, thumbnail)},
		part{"word/document.xml", []byte("<w:document/>")})
}

func odt(t *testing.T) []byte {
	t.Helper()
	return archived(t,
		part{"mimetype", []byte("application/vnd.oasis.opendocument.text")},
		part{"content.xml", []byte("<office:document-content/>")})
}

func archiveOf(t *testing.T, name string) []byte {
	t.Helper()
	return archived(t, part{name, []byte("content")})
}

type part struct {
	name string
	data []byte
}

func archived(t *testing.T, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		// Raw, so that the name is followed by the data as office programs do it.
		header := &zip.FileHeader{Name: p.name, Method: zip.Store, CompressedSize64: uint64(len(p.data)), UncompressedSize64: uint64(len(p.data))}
		f, err := w.CreateRaw(header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(p.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func windows1251(t *testing.T, s string) []byte {
	t.Helper()
	data, err := charmap.Windows1251.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
