package s3_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"redress/internal/attachment"
	"redress/internal/s3"
	"redress/internal/s3/s3test"
)

// through returns options that reach the real server by a proxy which may spoil
// what passes. The signed Host is the proxy's, so it is passed on.
func through(t *testing.T, o s3.Options, spoil func(http.Handler) http.Handler) s3.Options {
	t.Helper()
	target := &url.URL{Scheme: "http", Host: o.Endpoint}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host
	}}
	server := httptest.NewServer(spoil(proxy))
	t.Cleanup(server.Close)
	o.Endpoint = strings.TrimPrefix(server.URL, "http://")
	return o
}

// The server stores the file, and the connection breaks before it can say so.
// The repeated request meets the file it made itself: that is success.
func TestLostAnswerIsNotALostFile(t *testing.T) {
	var puts atomic.Int32
	o := through(t, s3test.Start(t), func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPut && puts.Add(1) == 1 {
				next.ServeHTTP(httptest.NewRecorder(), r)
				panic(http.ErrAbortHandler)
			}
			next.ServeHTTP(w, r)
		})
	})
	v, key, data := open(t, o), attachment.NewKey(), []byte("photograph of the protocol")
	stored, err := v.Put(t.Context(), key, bytes.NewReader(data), 100)
	if err != nil {
		t.Fatalf("Put() = %v, want nil", err)
	}
	if puts.Load() != 2 {
		t.Errorf("requests = %d, want the lost one and one more", puts.Load())
	}
	kept := attachment.Attachment{Key: key, Size: stored.Size, SHA256: stored.SHA256}
	rc, err := attachment.Open(t.Context(), v, kept)
	if err != nil {
		t.Fatalf("Open() = %v, want nil", err)
	}
	defer rc.Close()
	if got, err := io.ReadAll(rc); err != nil || !bytes.Equal(got, data) {
		t.Errorf("stored = %q, %v; want %q", got, err, data)
	}
	if _, err := v.Put(t.Context(), key, bytes.NewReader(data), 100); !errors.Is(err, attachment.ErrExists) {
		t.Errorf("another Put() = %v, want ErrExists", err)
	}
}

// A bit that flips on the way in is found by the server, which stores nothing.
func TestBytesDamagedOnTheWayInAreRefused(t *testing.T) {
	o := through(t, s3test.Start(t), func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Errorf("reading the request: %v", err)
			}
			r.Body = io.NopCloser(bytes.NewReader(bytes.Replace(body, []byte("for: 512"), []byte("for: 812"), 1)))
			next.ServeHTTP(w, r)
		})
	})
	v, key := open(t, o), attachment.NewKey()
	if _, err := v.Put(t.Context(), key, strings.NewReader("votes for: 512"), 100); err == nil {
		t.Error("Put() = nil, want an error")
	}
	if _, _, err := v.Open(t.Context(), key); !errors.Is(err, attachment.ErrAbsent) {
		t.Errorf("Open() = %v, want ErrAbsent", err)
	}
}

// A server that does not say what digest it stored is asked for the file.
func TestSilentServerIsReadBack(t *testing.T) {
	for _, row := range []struct {
		name   string
		stored string // what the server gives back
		want   error
	}{
		{"and has the file", "votes for: 512", nil},
		{"and has another file", "votes for: 812", attachment.ErrDamaged},
	} {
		t.Run(row.name, func(t *testing.T) {
			direct := s3test.Start(t)
			o := through(t, direct, func(next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					answer := httptest.NewRecorder()
					next.ServeHTTP(answer, r)
					for name, values := range answer.Header() {
						if !strings.HasPrefix(name, "X-Amz-Checksum-") {
							w.Header()[name] = values
						}
					}
					body := answer.Body.Bytes()
					if r.Method == http.MethodGet {
						body = []byte(row.stored)
					}
					w.WriteHeader(answer.Code)
					w.Write(body)
				})
			})
			key := attachment.NewKey()
			if _, err := open(t, o).Put(t.Context(), key, strings.NewReader("votes for: 512"), 100); !errors.Is(err, row.want) {
				t.Errorf("Put() = %v, want %v", err, row.want)
			}
			_, _, err := open(t, direct).Open(t.Context(), key)
			if left := !errors.Is(err, attachment.ErrAbsent); left != (row.want == nil) {
				t.Errorf("file left = %t, want %t", left, row.want == nil)
			}
		})
	}
}

// Bytes that were damaged in storage or on the way out never pass for evidence.
func TestDamagedBytesAreNotServed(t *testing.T) {
	o := through(t, s3test.Start(t), func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodGet {
				next.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Last-Modified", time.Now().UTC().Format(http.TimeFormat))
			w.Write([]byte("votes for: 812"))
		})
	})
	v := open(t, o)
	stored, err := v.Put(t.Context(), attachment.NewKey(), strings.NewReader("votes for: 512"), 100)
	if err != nil {
		t.Fatalf("Put() = %v, want nil", err)
	}
	kept := attachment.Attachment{Key: stored.Key, Size: stored.Size, SHA256: stored.SHA256}
	rc, err := attachment.Open(t.Context(), v, kept)
	if err != nil {
		t.Fatalf("Open() = %v, want nil", err)
	}
	defer rc.Close()
	if got, err := io.ReadAll(rc); !errors.Is(err, attachment.ErrDamaged) || len(got) > 0 {
		t.Errorf("reading = %q, %v; want nothing, ErrDamaged", got, err)
	}
}
