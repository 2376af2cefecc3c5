package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
)

// Look is how a visitor wants pages to look. The zero Look is as the browser and
// the system have it.
type Look struct {
	Text     string // size of the text in per cent: "", 125, 150, 200
	Theme    string // "", light, dark, contrast
	Spacing  string // "" or wide
	Pictures string // "" or off
}

// lookCookie and langCookie hold nothing but taste.
const (
	lookCookie = "look"
	langCookie = "lang"
	tasteLasts = 365 * 24 * 60 * 60 // seconds
)

// choices of each setting; the empty one goes without saying.
var (
	textSizes = []string{"", "125", "150", "200"}
	themes    = []string{"", "light", "dark", "contrast"}
)

// parseLook reads settings and drops what is not one of the choices.
func parseLook(v url.Values) Look {
	only := func(name string, choices ...string) string {
		if value := v.Get(name); slices.Contains(choices, value) {
			return value
		}
		return ""
	}
	return Look{Text: only("text", textSizes...), Theme: only("theme", themes...),
		Spacing: only("spacing", "wide"), Pictures: only("pictures", "off")}
}

func lookOf(r *http.Request) Look {
	cookie, err := r.Cookie(lookCookie)
	if err != nil {
		return Look{}
	}
	values, err := url.ParseQuery(cookie.Value)
	if err != nil {
		return Look{}
	}
	return parseLook(values)
}

// settings names each setting with its value, leaving out the empty ones.
func (l Look) settings() map[string]string {
	all := map[string]string{"text": l.Text, "theme": l.Theme, "spacing": l.Spacing, "pictures": l.Pictures}
	for name, value := range all {
		if value == "" {
			delete(all, name)
		}
	}
	return all
}

// attributes returns the look as attributes of <html>.
func (l Look) attributes() templ.Attributes {
	attributes := templ.Attributes{}
	for name, value := range l.settings() {
		attributes["data-"+name] = value
	}
	return attributes
}

// cookie returns the look as the cookie keeps it.
func (l Look) cookie() string {
	values := url.Values{}
	for name, value := range l.settings() {
		values.Set(name, value)
	}
	return values.Encode()
}

// chooseLook handles POST /view.
func (s *Server) chooseLook(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	s.keepTaste(c, lookCookie, parseLook(form).cookie())
	return c.Redirect(http.StatusSeeOther, ownPath(form.Get("back")))
}

// chooseLang handles POST /lang.
func (s *Server) chooseLang(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	s.keepTaste(c, langCookie, string(parseLang(form.Get("lang"))))
	return c.Redirect(http.StatusSeeOther, ownPath(form.Get("back")))
}

// keepTaste writes a cookie that lasts; an empty value ends it.
func (s *Server) keepTaste(c echo.Context, name, value string) {
	cookie := &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: tasteLasts,
		Secure: s.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if value == "" {
		cookie.MaxAge = -1
	}
	c.SetCookie(cookie)
}
