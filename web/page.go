package web

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"redress/internal/calendar"
	"redress/internal/identity"
)

// Page is what the layouts need to know of a page.
type Page struct {
	Title   string // unique among pages
	Invalid bool   // a form came back with errors
	Section string // path of the section the page belongs to; its link is marked
	Wide    bool   // a public page over the whole width, without the help beside
	Live    Live   // how the page follows a sitting, if it does
	Feeds   []feedLink
}

// feedLink leads programs to the same list in another form.
type feedLink struct {
	Type string // media type
	Name string
	Href templ.SafeURL
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// page answers with a page. It is rendered whole before the first byte goes out,
// so that a fault on the way is a fault and not half a page.
func (s *Server) page(c echo.Context, status int, content templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	ctx := c.Request().Context()
	if err := content.Render(ctx, b); err != nil {
		return err
	}
	if visitOf(ctx).names.asked { // by now the summary of errors knows the fields
		b.Reset()
		if err := content.Render(ctx, b); err != nil {
			return err
		}
	}
	if visitOf(ctx).follows { // the script of the page asks for it anew
		policy := c.Response().Header().Get("Content-Security-Policy")
		c.Response().Header().Set("Content-Security-Policy", policy+"; connect-src 'self'")
	}
	return c.HTMLBlob(status, b.Bytes())
}

// leaflet answers with a page that is the same for everybody and holds nobody's
// data: the browser may keep it, as long as it asks again.
func (s *Server) leaflet(c echo.Context, content templ.Component) error {
	c.Response().Header().Set("Cache-Control", "private, no-cache")
	return s.page(c, http.StatusOK, content)
}

// section is a link of the header. It shows only while its address is served and
// the visitor may use it.
type section struct {
	path, key string
	act       identity.Act
}

var publicSections = []section{
	{"/decisions", "nav.decisions", anyone},
	{"/sittings", "nav.public_sittings", anyone},
	{"/verify", "nav.verify", anyone},
	{"/desk", "nav.back_to_desk", identity.SeeDesk},
}

var staffSections = []section{
	{"/desk", "nav.desk", identity.SeeDesk},
	{"/intake", "nav.intake", identity.RegisterPaper},
	{"/complaints", "nav.complaints", identity.ReadComplaint},
	{"/sittings/manage", "nav.sittings", identity.ReadSitting},
	{"/sign", "nav.sign", identity.SignPaper},
	{"/deliver", "nav.deliver", identity.DeliverPaper},
	{"/control", "nav.control", identity.SeeRemand},
	{"/settings", "nav.settings", identity.Administer},
}

// seldomSections are those of the staff that are not of every day: they unfold.
var seldomSections = []section{
	{"/dissents", "dissent.title", identity.TellDissent},
	{"/received", "received.title", identity.ReceivePaper},
	{"/groups", "nav.groups", identity.FormGroup},
	{"/reports/half-year", "nav.reports", identity.SeeReports},
	{"/archive", "nav.archive", identity.SeeArchive},
	{"/wording", "paper_wording.title", identity.EditWording},
}

var footSections = []section{
	{"/help", "nav.paper", anyone},
	{"/accessibility", "nav.accessibility", anyone},
	{"/privacy", "nav.privacy", anyone},
	{"/sign-in", "nav.sign_in", identity.SignIn},
}

// open returns the sections the visitor can go to.
func (v *visit) open(sections []section) []section {
	var shown []section
	for _, s := range sections {
		if v.server.serves[s.path] && (s.act == anyone || v.actor.May(s.act)) {
			shown = append(shown, s)
		}
	}
	return shown
}

// title is the page's title in the window: errors first, then the page, then the site.
func title(ctx context.Context, p Page, site string) string {
	whole := p.Title + " — " + site
	if p.Invalid {
		whole = t(ctx, "site.invalid", "Title", whole)
	}
	return strings.ReplaceAll(whole, nbsp, " ") // a window has no lines to break
}

// zone is the zone all dates of the visit are in.
func (v *visit) zone() *time.Location { return v.office.Profile.Zone() }

// printed says for the paper when and from which address the page was printed. The
// query stays out: it may hold what somebody searched for.
func printed(ctx context.Context) string {
	v := visitOf(ctx)
	path, _, _ := strings.Cut(v.here, "?")
	if strings.HasPrefix(path, "/invitation/") {
		path = "/" // the rest of the address is a secret
	}
	return t(ctx, "foot.printed", "Date", dayYear(ctx, calendar.On(time.Now(), v.zone())), "Address", v.server.BaseURL+path)
}

// telephone writes a Russian number for the tel: scheme.
func telephone(phone string) templ.SafeURL {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone)
	if len(digits) == 11 && digits[0] == '8' {
		digits = "7" + digits[1:]
	}
	if len(digits) == 11 {
		digits = "+" + digits
	}
	return templ.SafeURL("tel:" + digits)
}
