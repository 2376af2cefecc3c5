package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync/atomic"
)

// browser is one person's browser: its own cookies, its own connection, its own
// address. It follows no redirect by itself, so that each request is counted.
type browser struct {
	base   string
	client http.Client
	sent   *atomic.Int64 // requests, where somebody counts them; else nil
}

// addresses gives every browser its own address of loopback: limits that the product
// sets for one network stay in force and meet nobody here.
var addresses struct {
	last  atomic.Uint32
	plain bool // the machine has 127.0.0.1 alone
}

func init() {
	l, err := net.Listen("tcp", "127.1.0.1:0") //nolint:noctx // loopback answers at once
	if err != nil {
		addresses.plain = true
		return
	}
	l.Close()
}

func newBrowser(base string) *browser {
	dialer := new(net.Dialer)
	if n := addresses.last.Add(1); !addresses.plain {
		dialer.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, byte(1+n>>16&0x3F), byte(n>>8), byte(n))}
	}
	jar, _ := cookiejar.New(nil) // never fails
	return &browser{base: base, client: http.Client{
		Jar:           jar,
		Transport:     &http.Transport{DialContext: dialer.DialContext, DisableCompression: true, MaxIdleConnsPerHost: 1},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// leave closes the connection; the cookies stay.
func (b *browser) leave() { b.client.CloseIdleConnections() }

// answer is what came back: the page, or where it leads.
type answer struct {
	page     string
	location string
}

func (b *browser) do(ctx context.Context, method, path, kind string, body io.Reader, length int64) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, method, b.base+path, body)
	if err != nil {
		return answer{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	if body != nil {
		request.ContentLength = length
		request.Header.Set("Content-Type", kind)
		request.Header.Set("Origin", b.base)
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if b.sent != nil {
		b.sent.Add(1)
	}
	response, err := b.client.Do(request)
	if err != nil {
		return answer{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	if err != nil {
		return answer{}, fmt.Errorf("%s %s: %w", method, path, err)
	}
	switch response.StatusCode {
	case http.StatusOK:
		return answer{page: string(page)}, nil
	case http.StatusSeeOther:
		return answer{location: response.Header.Get("Location")}, nil
	}
	return answer{}, &unexpected{method + " " + path, response.StatusCode, string(page)}
}

// unexpected is an answer that is neither a page nor leads on.
type unexpected struct {
	request string
	status  int
	page    string
}

func (u *unexpected) Error() string {
	_, main, found := strings.Cut(u.page, "<main")
	if !found {
		main = u.page
	}
	return fmt.Sprintf("%s answered %d: %.600s", u.request, u.status, main)
}

// get reads a page.
func (b *browser) get(ctx context.Context, path string) (answer, error) {
	return b.do(ctx, http.MethodGet, path, "", nil, 0)
}

// post sends a form and returns where it leads.
func (b *browser) post(ctx context.Context, path string, form url.Values) (string, error) {
	text := form.Encode()
	return b.leads(b.do(ctx, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(text), int64(len(text))))
}

// upload sends a form with a file and returns where it leads.
func (b *browser) upload(ctx context.Context, path string, u upload) (string, error) {
	body, length := u.body()
	return b.leads(b.do(ctx, http.MethodPost, path, u.kind(), body, length))
}

// leads wants an answer that leads on.
func (b *browser) leads(a answer, err error) (string, error) {
	if err == nil && a.location == "" {
		_, main, _ := strings.Cut(a.page, "<main")
		return "", fmt.Errorf("a form came back instead of leading on: %.600s", main)
	}
	return a.location, err
}
