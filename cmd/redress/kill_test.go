package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"redress/internal/attachment"
	"redress/internal/embedpg"
	"redress/internal/files"
	"redress/internal/postgres"
)

// service is the program itself, run as an operator would, that can be killed.
type service struct {
	t       *testing.T
	binary  string
	data    string
	address string
	mu      sync.Mutex
	command *exec.Cmd
}

func startService(t *testing.T) *service {
	t.Helper()
	root := t.TempDir()
	for dir := root; filepath.Dir(dir) != "/"; dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil { // PostgreSQL runs as another user under root
			t.Fatal(err)
		}
	}
	s := &service{t: t, binary: filepath.Join(root, "redress"), data: filepath.Join(root, "data")}
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", s.binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	s.address = quietAddress(t)
	s.start()
	t.Cleanup(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		_ = s.command.Process.Signal(syscall.SIGTERM)
		_ = s.command.Wait()
	})
	return s
}

// quietAddress is a free one outside the range from which the system lends ports to
// connections (32768 and above): while the service is down between a kill and its
// start, no other test may be lent its port.
func quietAddress(t *testing.T) string {
	t.Helper()
	for range 100 {
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", 20000+rand.IntN(10000)))
		if err == nil {
			listener.Close()
			return listener.Addr().String()
		}
	}
	t.Fatal("no free port between 20000 and 30000")
	return ""
}

func (s *service) start() {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.command = exec.Command(s.binary, "serve", "--demo", "--listen", s.address, "--data", s.data, "--log-level", "error", "--filings-per-hour=0", "--uploads-per-hour=0")
	s.command.Stderr = s.t.Output()
	if err := s.command.Start(); err != nil {
		s.t.Fatal(err)
	}
	for range 600 {
		if (readyCommand{}).Run(s.t.Context(), &Config{Listen: s.address}) == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	s.t.Fatal("the service did not become ready")
}

// kill ends the service without any warning and starts it anew.
func (s *service) kill() {
	s.mu.Lock()
	_ = s.command.Process.Kill()
	_ = s.command.Wait()
	s.mu.Unlock()
	s.start()
}

// filer is one complainant's browser.
type filer struct {
	client http.Client
	base   string
	n      int
	file   []byte
}

var numberShown = regexp.MustCompile(`\b(20\d\d-\d{4,})\b`)

// insist repeats a request until it is answered with less than 500: what a patient
// person does with a page that does not load.
func (f *filer) insist(ctx context.Context, build func() (*http.Request, error)) (string, error) {
	for ctx.Err() == nil {
		request, err := build()
		if err != nil {
			return "", err
		}
		response, err := f.client.Do(request)
		if err == nil {
			body, readErr := io.ReadAll(response.Body)
			response.Body.Close()
			if readErr == nil && response.StatusCode < 500 {
				return string(body), nil
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	return "", ctx.Err()
}

func (f *filer) post(ctx context.Context, path string, values url.Values) (string, error) {
	return f.insist(ctx, func() (*http.Request, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, f.base+path, strings.NewReader(values.Encode()))
		if err == nil {
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		return request, err
	})
}

// upload attaches the file. When the answer was lost it looks first whether the file
// is there already, as a person would.
func (f *filer) upload(ctx context.Context) error {
	name := fmt.Sprintf("zayavlenie-%d.txt", f.n)
	for ctx.Err() == nil {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		part, err := form.CreateFormFile("files", name)
		if err == nil {
			_, err = part.Write(f.file)
		}
		if err := errors.Join(err, form.Close()); err != nil {
			return err
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, f.base+"/file/files", &body)
		if err != nil {
			return err
		}
		request.Header.Set("Content-Type", form.FormDataContentType())
		if response, err := f.client.Do(request); err == nil {
			_, _ = io.Copy(io.Discard, response.Body)
			response.Body.Close()
		}
		page, err := f.insist(ctx, func() (*http.Request, error) {
			return http.NewRequestWithContext(ctx, http.MethodGet, f.base+"/file/files", nil)
		})
		if err != nil {
			return err
		}
		if strings.Contains(page, name) {
			return nil
		}
	}
	return ctx.Err()
}

// file files one complaint and returns the number that was shown.
func (f *filer) send(ctx context.Context) (string, error) {
	for _, step := range []struct {
		path   string
		values url.Values
	}{
		{"/file/contested", url.Values{"contested": {"inaction"}}},
		{"/file/commission", url.Values{"respondent": {"unknown"}}},
		{"/file/when", url.Values{"day": {"yesterday"}}},
		{"/file/earlier", url.Values{"earlier": {"none"}}},
		{"/file/what", url.Values{"text": {fmt.Sprintf("Это жалоба с особой меткой М%04dМ, поданная под обстрелом.", f.n)}}},
		{"/file/ask", url.Values{"ask": {"unlawful"}}},
		{"/file/who", url.Values{"surname": {"Стойкова"}, "given": {"Стелла"}, "role": {"voter"}, "reply_by": {"in_person"}}},
	} {
		if _, err := f.post(ctx, step.path, step.values); err != nil {
			return "", err
		}
	}
	if err := f.upload(ctx); err != nil {
		return "", err
	}
	page, err := f.post(ctx, "/file/check", url.Values{"agree": {"1"}})
	if err != nil {
		return "", err
	}
	number := numberShown.FindString(strings.ReplaceAll(page, "\u00a0", " "))
	if number == "" || !strings.Contains(page, "/file/receipt") {
		return "", fmt.Errorf("no number on the page after sending %d: %.300s", f.n, page)
	}
	return number, nil
}

// TestKilledWhileFiling kills the service at random moments while 200 complaints with
// files are filed. Afterwards each acknowledged one is there once, with its file as
// it was sent, and nothing half-done is (P1 to P4).
func TestKilledWhileFiling(t *testing.T) {
	const complaints, clients, kills = 200, 8, 6
	s := startService(t)
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()

	type outcome struct {
		number string
		digest [32]byte
	}
	results := make([]outcome, complaints)
	todo := make(chan int)
	var done sync.WaitGroup
	for i := range clients {
		done.Go(func() {
			dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(i+1))}}
			for n := range todo {
				jar, err := cookiejar.New(nil)
				if err != nil {
					t.Error(err)
					return
				}
				content := []byte(strings.Repeat(fmt.Sprintf("Приложение %d. ", n), 400+rand.IntN(4000)))
				f := filer{base: "http://" + s.address, n: n, file: content,
					client: http.Client{Jar: jar, Timeout: 20 * time.Second, Transport: &http.Transport{DialContext: dialer.DialContext}}}
				number, err := f.send(ctx)
				if err != nil {
					t.Errorf("filing %d: %v", n, err)
					continue
				}
				results[n] = outcome{number, sha256.Sum256(content)}
			}
		})
	}
	go func() {
		for n := range complaints {
			todo <- n
		}
		close(todo)
	}()
	finished := make(chan struct{})
	go func() { done.Wait(); close(finished) }()
	killed := 0
	for running := true; running && killed < kills; {
		select {
		case <-finished:
			running = false
		case <-time.After(time.Duration(300+rand.IntN(900)) * time.Millisecond):
			s.kill()
			killed++
		}
	}
	<-finished
	if killed < kills/2 {
		t.Errorf("the service was killed %d times only, the test proves little", killed)
	}
	s.kill()

	url, err := embedpg.Running(filepath.Join(s.data, "database"))
	if err != nil {
		t.Fatal(err)
	}
	db, err := postgres.Open(t.Context(), url, (&Config{LogLevel: "error"}).logger())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	vault, err := files.New(filepath.Join(s.data, "files"))
	if err != nil {
		t.Fatal(err)
	}
	numbers := map[string]bool{}
	for n, r := range results {
		if r.number == "" {
			continue
		}
		if numbers[r.number] {
			t.Errorf("the number %s was given twice", r.number)
		}
		numbers[r.number] = true
		checkFiled(t, db, vault, n, r.number, r.digest)
	}
	var halves int
	err = db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM complaints c WHERE NOT EXISTS (SELECT 1 FROM docket d WHERE d.chain = 'complaint:' || c.id)
		OR NOT EXISTS (SELECT 1 FROM deadlines d WHERE d.complaint_id = c.id)`).Scan(&halves)
	if err != nil || halves != 0 {
		t.Errorf("P4: %d complaints are half there, %v", halves, err)
	}
	if v, err := db.VerifyDocket(t.Context()); err != nil || len(v.Faults) > 0 {
		t.Errorf("P9: the docket has faults: %v, %v", v.Faults, err)
	}
	t.Logf("%d complaints acknowledged, %d kills", len(numbers), killed+1)
}

// checkFiled looks one acknowledged complaint up: there once, with its file intact.
func checkFiled(t *testing.T, db *postgres.DB, vault attachment.Vault, n int, number string, digest [32]byte) {
	t.Helper()
	rows, err := db.Pool().Query(t.Context(), `SELECT c.year || '-' || lpad(c.number::text, 4, '0'), a.vault_key, a.sha256 FROM complaints c
		JOIN attachments a ON a.complaint_id = c.id WHERE c.answers::text LIKE $1`, fmt.Sprintf("%%М%04dМ%%", n))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := 0
	for rows.Next() {
		var stored, key string
		var sum []byte
		if err := rows.Scan(&stored, &key, &sum); err != nil {
			t.Fatal(err)
		}
		found++
		if stored != number {
			t.Errorf("P2: complaint %d was acknowledged as %s and is %s", n, number, stored)
		}
		rc, size, err := vault.Open(t.Context(), attachment.Key(key))
		if err != nil {
			t.Errorf("P3: the file of %s: %v", number, err)
			continue
		}
		raw, err := io.ReadAll(attachment.Verified(rc, attachment.Digest(digest), size))
		rc.Close()
		if err != nil || sha256.Sum256(raw) != digest || !bytes.Equal(sum, digest[:]) {
			t.Errorf("P3: the file of %s is not the one sent: %v", number, err)
		}
	}
	if found != 1 {
		t.Errorf("P1, P2: complaint %d, acknowledged as %s, is there %d times", n, number, found)
	}
}
