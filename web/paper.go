package web

import (
	"bytes"
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/document"
	"redress/internal/signature"
)

// paperFormats are the files of a printed paper by their ending.
var paperFormats = map[string]struct {
	mediaType string
	file      func(document.Printed) document.File
}{
	"pdf":        {"application/pdf", func(p document.Printed) document.File { return p.PDF }},
	signedEnding: {"application/pdf", document.Printed.Latest},
	"docx":       {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", func(p document.Printed) document.File { return p.DOCX }},
}

// The endings of what signatures by key leave: the PDF they stand in, and each apart.
const (
	signedEnding    = "signed.pdf"
	signatureEnding = "sig"
	signatureType   = "application/pkcs7-signature"
)

// paper handles GET /papers/:file, "12.pdf", "12.docx", "12.signed.pdf" or
// "12.presiding.sig": a printed paper of the own commission, checked against its digest as
// it is read, or a signature on it.
func (s *Server) paper(c echo.Context) error {
	number, ending, _ := strings.Cut(c.Param("file"), ".")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return document.ErrNotFound
	}
	ctx := c.Request().Context()
	printed, err := s.Records.Paper(ctx, actor(c).Commission, document.PaperID(id))
	if err != nil {
		return err
	}
	if role, apart := strings.CutSuffix(ending, "."+signatureEnding); apart {
		made, ok := printed.SignedAs(signature.Role(role))
		if !ok || made.Raw == nil {
			return document.ErrNotFound
		}
		return s.sendFileAs(c, bytes.NewReader(made.Raw), paperName(printed)+".pdf."+role+"."+signatureEnding, signatureType, int64(len(made.Raw)))
	}
	format, known := paperFormats[ending]
	if !known || ending == signedEnding && !printed.SignedInside() {
		return document.ErrNotFound
	}
	file := format.file(printed)
	content, err := s.Press.Open(ctx, file)
	if err != nil {
		return err
	}
	defer content.Close()
	return s.sendFileAs(c, content, paperName(printed)+"."+ending, format.mediaType, file.Size)
}

// paperName is the name of a paper's file without its ending.
func paperName(p document.Printed) string {
	switch {
	case p.Kind == document.MinutesKind && p.Withdrawn != nil:
		return "protokol-" + strconv.Itoa(p.SittingNo) + "-redakciya-" + strconv.Itoa(p.Edition)
	case p.Kind == document.MinutesKind:
		return "protokol-" + strconv.Itoa(p.SittingNo)
	case p.Kind == document.SupplementKind:
		return "dopolnenie-" + strconv.Itoa(p.SittingNo) + "-" + p.Number
	}
	if p.Kind == document.LetterKind {
		return "pismo-" + p.Ref.String() + "-" + strconv.FormatInt(int64(p.ID), 10)
	}
	return "reshenie-" + p.Ref.String()
}

func paperAddress(p document.Printed, ending string) templ.SafeURL {
	return templ.SafeURL("/papers/" + strconv.FormatInt(int64(p.ID), 10) + "." + ending)
}

// latestAddress is the PDF with the signatures that stand inside it.
func latestAddress(p document.Printed) templ.SafeURL {
	if p.SignedInside() {
		return paperAddress(p, signedEnding)
	}
	return paperAddress(p, "pdf")
}

func signAddress(p document.Printed) templ.SafeURL {
	return templ.SafeURL("/sign/" + strconv.FormatInt(int64(p.ID), 10))
}

// signer is one place for a signature: who signs there and whether they have.
type signer struct {
	Name, Title string
	Record      signature.Record
	Done        bool
}

// signatories are the titles that people sign under, as they are kept, with the keys of
// their words. Another title is shown as it is kept.
var signatories = map[string]string{"Председатель": "signatory.chair", "И.о. председателя": "signatory.acting",
	"Секретарь": "signatory.secretary", "Секретарь заседания": "signatory.sitting_secretary"}

// signedAs writes the title of a signatory in the visitor's language.
func signedAs(ctx context.Context, title string) string {
	if key, ok := signatories[title]; ok {
		return t(ctx, key)
	}
	return title
}

// signersOf lists the two places for signatures of a paper.
func signersOf(p document.Printed) []signer {
	places := []signer{{Name: p.Presiding.Name.Short(), Title: p.Presiding.Title}, {Name: p.Secretary.Name.Short(), Title: p.Secretary.Title}}
	for i, role := range []signature.Role{signature.Presiding, signature.Secretary} {
		places[i].Record, places[i].Done = p.SignedAs(role)
	}
	return places
}
