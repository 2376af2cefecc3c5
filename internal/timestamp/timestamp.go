// Package timestamp asks a service of time stamps when a signature was there (RFC 3161,
// over HTTP as in its section 3.4).
package timestamp

import (
	"bytes"
	"context"
	"crypto"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/digitorus/timestamp"
)

// How long a signer waits for the service, and how much it may say.
const (
	patience  = 10 * time.Second
	maxAnswer = 256 << 10
)

// Service is a service of time stamps. It is a signature.Stamper.
type Service struct {
	address string
	client  *http.Client
}

// New returns the service at an address of HTTP or HTTPS.
func New(address string) (*Service, error) {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "https" && parsed.Scheme != "http" || parsed.Host == "" {
		return nil, fmt.Errorf("the address of the service of time stamps is no http:// or https:// one")
	}
	return &Service{address: address, client: &http.Client{Timeout: patience}}, nil
}

// Stamp returns the token over a SHA-256. What it says is checked by whoever puts it into
// a signature.
func (s *Service) Stamp(imprint [32]byte) ([]byte, error) {
	asked, err := (&timestamp.Request{HashAlgorithm: crypto.SHA256, HashedMessage: imprint[:], Certificates: true}).Marshal()
	if err != nil {
		return nil, fmt.Errorf("writing the request for a time stamp: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.address, bytes.NewReader(asked))
	if err != nil {
		return nil, fmt.Errorf("asking for a time stamp: %w", err)
	}
	request.Header.Set("Content-Type", "application/timestamp-query")
	response, err := s.client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("asking for a time stamp: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("asking for a time stamp: the service answers %d", response.StatusCode)
	}
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil {
		return nil, fmt.Errorf("reading a time stamp: %w", err)
	}
	return token(answer)
}

// token takes the token out of an answer (RFC 3161, 2.4.2). The library would check its
// signature too, and knows no GOST.
func token(answer []byte) ([]byte, error) {
	var parts struct {
		Status struct {
			Status int
			Said   asn1.RawValue  `asn1:"optional"`
			Failed asn1.BitString `asn1:"optional"`
		}
		Token asn1.RawValue `asn1:"optional"`
	}
	if rest, err := asn1.Unmarshal(answer, &parts); err != nil || len(rest) > 0 {
		return nil, errors.New("reading a time stamp: the answer is none")
	}
	if granted := parts.Status.Status == 0 || parts.Status.Status == 1; !granted || len(parts.Token.FullBytes) == 0 {
		return nil, fmt.Errorf("the service of time stamps refuses, status %d", parts.Status.Status)
	}
	return parts.Token.FullBytes, nil
}
