package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"redress/internal/publication"
	"redress/internal/regulation"
)

// The register for programs: what one answer holds, how many rows of a spreadsheet are read
// at a time, and how many spreadsheets one network may take in an hour.
const (
	feedEntries   = 50
	jsonDecisions = 100
	sheetRows     = 500
	sheetsPerHour = 60

	atomType = "application/atom+xml"
	csvType  = "text/csv"
	jsonType = "application/json"
)

// recordFields are the columns of the spreadsheet, named as in JSON.
var recordFields = []string{"address", "commission", "commission_name", "number", "adopted_on", "published_at", "outcome", "subject", "article", "election_level",
	"fate", "pdf", "pdf_sha256", "pdf_bytes"}

// decisionRecord is a decision for programs. Its names and codes stay as they are; they
// are described in docs/register.md.
type decisionRecord struct {
	Address        string `json:"address"`
	Commission     string `json:"commission"`
	CommissionName string `json:"commission_name"`
	Number         string `json:"number"`
	AdoptedOn      string `json:"adopted_on"`
	PublishedAt    string `json:"published_at"`
	Outcome        string `json:"outcome"`
	Subject        string `json:"subject"`
	Article        string `json:"article"`
	ElectionLevel  string `json:"election_level"`
	Fate           string `json:"fate"`
	PDF            string `json:"pdf"`
	PDFSHA256      string `json:"pdf_sha256"`
	PDFBytes       int64  `json:"pdf_bytes"`
}

func (s *Server) decisionRecord(l publication.Line) decisionRecord {
	address := s.BaseURL + string(decisionHref(l.Publication))
	return decisionRecord{Address: address, Commission: l.Code, CommissionName: l.Issuer, Number: l.Number, AdoptedOn: l.AdoptedOn.String(),
		PublishedAt: l.At.UTC().Format(time.RFC3339), Outcome: string(l.Outcome), Subject: l.Subject, Article: l.Article, ElectionLevel: string(l.Level),
		Fate: string(l.Fate), PDF: address + "/text.pdf", PDFSHA256: l.PDF.SHA256.String(), PDFBytes: l.PDF.Size}
}

// row is the record as a line of a spreadsheet.
func (r decisionRecord) row() []string {
	row := []string{r.Address, r.Commission, r.CommissionName, r.Number, r.AdoptedOn, r.PublishedAt, r.Outcome, r.Subject, r.Article, r.ElectionLevel,
		r.Fate, r.PDF, r.PDFSHA256, strconv.FormatInt(r.PDFBytes, 10)}
	for i, cell := range row {
		row[i] = inert(cell)
	}
	return row
}

// inert is text that a spreadsheet does not take for a formula.
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// decisionsJSON handles GET /decisions.json: a page of the register, with the address of
// the next.
func (s *Server) decisionsJSON(c echo.Context) error {
	if err := s.unhurriedReader(c); err != nil {
		return err
	}
	q := decisionQueryOf(c)
	lines, more, err := s.decisionsOf(c.Request().Context(), q, jsonDecisions)
	if err != nil {
		return err
	}
	page := struct {
		Decisions []decisionRecord `json:"decisions"`
		Next      string           `json:"next,omitempty"`
	}{Decisions: make([]decisionRecord, len(lines))}
	for i, l := range lines {
		page.Decisions[i] = s.decisionRecord(l)
	}
	if more {
		page.Next = s.BaseURL + string(q.next(".json", lines[len(lines)-1]))
	}
	body, err := json.Marshal(page)
	if err != nil {
		return err
	}
	return unchanged(c, jsonType, body)
}

// decisionsCSV handles GET /decisions.csv: the whole register as it was asked for, a few
// rows at a time. One that breaks off is broken off for the reader too, so that nobody
// takes half a register for the whole.
func (s *Server) decisionsCSV(c echo.Context) error {
	err := s.unhurried(c, "sheets", sheetsPerHour, regulation.Refuse("", tooManyAttempts, regulation.Values{"Minutes": int(time.Hour / time.Minute)}))
	if err != nil {
		return err
	}
	ctx, q := c.Request().Context(), decisionQueryOf(c)
	lines, more, err := s.decisionsOf(ctx, q, sheetRows)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, csvType+"; charset=utf-8")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="resheniya.csv"`)
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	_, err = c.Response().Write([]byte("\ufeff")) // so that spreadsheets take it for UTF-8
	sheet := csv.NewWriter(c.Response())
	if err == nil {
		err = sheet.Write(recordFields)
	}
	for err == nil {
		for _, l := range lines {
			if err = sheet.Write(s.decisionRecord(l).row()); err != nil {
				break
			}
		}
		sheet.Flush()
		if err == nil {
			err = sheet.Error()
		}
		if err != nil || !more {
			break
		}
		last := lines[len(lines)-1]
		q.After = publication.After{On: last.AdoptedOn, ID: last.ID}
		lines, more, err = s.decisionsOf(ctx, q, sheetRows)
	}
	if err != nil {
		if ctx.Err() == nil {
			s.Log.ErrorContext(ctx, "sending the register", "reference", visitOf(ctx).reference, "error", scrubbed(err))
		}
		panic(http.ErrAbortHandler)
	}
	return nil
}

// atomFeed is a feed of RFC 4287, with the tombstones of RFC 6721 for what was withdrawn.
type atomFeed struct {
	XMLName xml.Name      `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string        `xml:"xml:lang,attr"`
	ID      string        `xml:"id"`
	Title   string        `xml:"title"`
	Updated string        `xml:"updated"`
	Links   []atomLink    `xml:"link"`
	Entries []atomEntry   `xml:"entry"`
	Gone    []atomDeleted `xml:"http://purl.org/atompub/tombstones/1.0 deleted-entry"`
}

type atomLink struct {
	Rel    string `xml:"rel,attr"`
	Type   string `xml:"type,attr"`
	Href   string `xml:"href,attr"`
	Length int64  `xml:"length,attr,omitempty"`
}

type atomEntry struct {
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Author    string       `xml:"author>name"`
	Published string       `xml:"published"`
	Updated   string       `xml:"updated"`
	Category  atomCategory `xml:"category"`
	Summary   string       `xml:"summary"`
	Links     []atomLink   `xml:"link"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

type atomDeleted struct {
	Ref  string `xml:"ref,attr"`
	When string `xml:"when,attr"`
}

// decisionsAtom handles GET /decisions.atom: the decisions published last, and those that
// were withdrawn, which readers forget. The address of a decision is its name for ever.
func (s *Server) decisionsAtom(c echo.Context) error {
	if err := s.unhurriedReader(c); err != nil {
		return err
	}
	ctx, q := c.Request().Context(), decisionQueryOf(c)
	if err := publication.CheckWords(q.Words); err != nil {
		return err
	}
	lines, err := s.Records.LatestDecisions(ctx, q.Filter, feedEntries)
	if err != nil {
		return err
	}
	gone, err := s.Records.WithdrawnDecisions(ctx, q.Filter, feedEntries)
	if err != nil {
		return err
	}
	self, updated := s.BaseURL+string(q.as(".atom")), time.Unix(0, 0)
	f := atomFeed{Lang: string(visitOf(ctx).lang), ID: self, Title: t(ctx, "decisions.title"),
		Links: []atomLink{{Rel: "self", Type: atomType, Href: self}, {Rel: "alternate", Type: "text/html", Href: s.BaseURL + string(q.href())}}}
	for _, l := range lines {
		r, changed := s.decisionRecord(l), later(l.At, l.FateAt)
		summary := capital(word(ctx, l.Outcome))
		if l.Fate != "" {
			summary += ". " + capital(word(ctx, l.Fate))
		}
		f.Entries = append(f.Entries, atomEntry{ID: r.Address, Title: t(ctx, "decisions.entry", "Number", l.Number, "Day", dayYear(ctx, l.AdoptedOn), "Subject", l.Subject),
			Author: l.Issuer, Published: r.PublishedAt, Updated: changed.UTC().Format(time.RFC3339), Category: atomCategory{r.Outcome, word(ctx, l.Outcome)}, Summary: summary + ".",
			Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: r.Address}, {Rel: "enclosure", Type: "application/pdf", Href: r.PDF, Length: r.PDFBytes}}})
		updated = later(updated, changed)
	}
	for _, l := range gone {
		f.Gone = append(f.Gone, atomDeleted{Ref: s.BaseURL + string(decisionHref(l.Publication)), When: l.Withdrawn.UTC().Format(time.RFC3339)})
		updated = later(updated, l.Withdrawn)
	}
	f.Updated = updated.UTC().Format(time.RFC3339)
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(f); err != nil {
		return err
	}
	return unchanged(c, atomType+"; charset=utf-8", b.Bytes())
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// unchanged answers with what is the same for everybody, or says that it has not changed
// since it was last read: it may be kept, as long as it is asked for again, for what is
// withdrawn is gone at once.
func unchanged(c echo.Context, mediaType string, body []byte) error {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	h := c.Response().Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", tag)
	if strings.Contains(c.Request().Header.Get("If-None-Match"), tag) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, mediaType, body)
}
