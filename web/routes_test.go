package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"redress/internal/identity"
)

// TestEveryRouteByEveryOffice walks every address and every office and compares
// what the guard does with the table in package identity.
func TestEveryRouteByEveryOffice(t *testing.T) {
	served := func(c echo.Context) error { return c.String(http.StatusOK, string(actor(c).Office)) }
	walk := map[string]route{}
	for _, r := range serve(t, nil).routes() {
		walk[r.method+" "+r.path] = r
	}
	for _, act := range identity.Acts() { // rights no page needs yet are walked as well
		walk["right "+string(act)] = route{method: http.MethodGet, act: act}
	}
	for name, r := range walk {
		for _, office := range append([]identity.Office{identity.Citizen}, identity.Offices...) {
			probe := r
			probe.path, probe.handle = "/probe", served
			s := serve(t, func(c *Config) { c.Sessions = signedInAs(office) }, probe)
			w := ask(t, s, probe.method, "/probe", nil)
			want := http.StatusForbidden
			switch {
			case r.act == anyone || identity.Actor{Office: office}.May(r.act):
				want = http.StatusOK
			case office == identity.Citizen:
				want = http.StatusSeeOther
			}
			if w.Code == http.StatusOK && w.Body.String() != string(office) {
				t.Errorf("%s: the handler meets %q, not %q", name, w.Body, office)
			}
			if w.Code != want {
				t.Errorf("%s as %s: status %d, want %d", name, office, w.Code, want)
			}
		}
	}
}

func TestSignInLeadsBack(t *testing.T) {
	rows := []struct{ method, address, to string }{
		{http.MethodGet, "/probe/7?page=2&lang=en", "/sign-in?next=%2Fprobe%2F7%3Fpage%3D2%26lang%3Den"},
		{http.MethodPost, "/probe/7", "/sign-in?next=%2Fprobe%2F7"},
		{http.MethodPost, "/act", "/sign-in?next=%2F"},
	}
	handle := func(c echo.Context) error { return c.NoContent(http.StatusNoContent) }
	s := serve(t, nil, route{http.MethodGet, "/probe/:id", identity.SeeDesk, handle, false},
		route{http.MethodPost, "/probe/:id", identity.SeeDesk, handle, false}, route{http.MethodPost, "/act", identity.SignPaper, handle, false})
	for _, row := range rows {
		w := ask(t, s, row.method, row.address, nil)
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != row.to {
			t.Errorf("%s %s: %d to %q, want %q", row.method, row.address, w.Code, got, row.to)
		}
	}
}

func TestHeadWherePagesAre(t *testing.T) {
	s := serve(t, nil)
	for _, r := range s.routes() {
		if r.method == http.MethodGet && r.act == anyone && !strings.Contains(r.path, ":") && !strings.HasPrefix(r.path, "/decisions") && r.path != "/sittings" { // which need a store
			if w := ask(t, s, http.MethodHead, r.path, nil); w.Code != http.StatusOK {
				t.Errorf("HEAD %s = %d", r.path, w.Code)
			}
		}
	}
}

func TestNoAddressTwice(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range serve(t, nil).routes() {
		if seen[r.method+r.path] {
			t.Errorf("%s %s stands twice", r.method, r.path)
		}
		seen[r.method+r.path] = true
	}
}
