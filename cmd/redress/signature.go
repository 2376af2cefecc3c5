package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"redress/internal/certificate"
	"redress/internal/signature"
)

// signatureCommands check and make signatures. They need neither a database nor a running
// service.
type signatureCommands struct {
	Verify verifySignature `cmd:"" help:"Check the signature of a paper, RSA, ECDSA or GOST. Exit status 0 if it is valid, 1 if not, 2 if a file cannot be read."`
	Sign   signPaper       `cmd:"" help:"Sign a paper with a key file or a token, RSA or ECDSA; with --time-stamps the signature bears a time stamp. Exit status 0 if it is signed, 1 if the signature would not hold, 2 if a file or key cannot be used."`
}

// verifySignature checks one signature technically; it is no qualified validation.
type verifySignature struct {
	Trust       []string  `sep:"none" placeholder:"CA.pem" help:"Certificates of the authorities that are trusted. May be given several times."`
	Certificate []string  `sep:"none" placeholder:"FILE" help:"Certificates that are not inside the signature: the signer's, or those between."`
	CRL         []string  `name:"crl" sep:"none" placeholder:"FILE" help:"Revocation lists."`
	OCSP        []string  `name:"ocsp" sep:"none" placeholder:"FILE" help:"Stored OCSP answers."`
	Timestamp   []string  `sep:"none" placeholder:"FILE" help:"Time stamps over the signature that are kept apart (RFC 3161)."`
	At          time.Time `placeholder:"TIME" help:"When the signature came in, such as 2026-11-21T09:00:00Z; now by default. It counts where no time stamp does."`
	Content     string    `placeholder:"FILE" help:"The signed paper, for a signature that is apart from it."`
	JSON        bool      `name:"json" help:"Print the report for programs."`

	Signature string `arg:"" name:"signature" help:"The signature (.p7s, .sig, .pem) or a signed PDF."`
}

// exitCode ends the program with a status of its own.
type exitCode struct {
	code int
	err  error
}

func (e *exitCode) Error() string { return e.err.Error() }
func (e *exitCode) Unwrap() error { return e.err }

var errInvalid = errors.New("the signature is not valid")

// Run prints what was found.
func (v *verifySignature) Run() error { return v.verify(os.Stdout) }

func (v *verifySignature) verify(out io.Writer) error {
	report, err := v.report()
	if err != nil {
		return &exitCode{2, err}
	}
	if v.JSON {
		err = printJSON(out, &report)
	} else {
		_, err = io.WriteString(out, v.words(&report))
	}
	if err != nil {
		return &exitCode{2, err}
	}
	if !report.Valid() {
		return &exitCode{1, errInvalid}
	}
	return nil
}

// report reads the files and checks the signature.
func (v *verifySignature) report() (signature.Report, error) {
	p, err := v.policy()
	if err != nil {
		return signature.Report{}, err
	}
	raw, err := readUpTo(v.Signature, signature.MaxPDF)
	if err != nil {
		return signature.Report{}, err
	}
	if signature.IsPDF(raw) {
		if v.Content != "" {
			return signature.Report{}, errors.New("a signed PDF is its own paper: leave --content out")
		}
		return signature.VerifyPDF(raw, p), nil
	}
	if v.Content == "" {
		return signature.Verify(raw, nil, p)
	}
	paper, err := os.Open(v.Content)
	if err != nil {
		return signature.Report{}, err
	}
	defer paper.Close()
	return signature.Verify(raw, paper, p)
}

// policy reads what the signature is held against.
func (v *verifySignature) policy() (signature.Policy, error) {
	p := signature.Policy{At: v.At}
	if p.At.IsZero() {
		p.At = time.Now().UTC().Truncate(time.Second)
	}
	var err error
	if p.Roots, err = readEach(v.Trust, certificate.ParseAll); err != nil {
		return p, err
	}
	if p.Others, err = readEach(v.Certificate, certificate.ParseAll); err != nil {
		return p, err
	}
	if p.Evidence.Lists, err = readEach(v.CRL, one(certificate.ParseList)); err != nil {
		return p, err
	}
	if p.Evidence.Responses, err = readEach(v.OCSP, one(certificate.ParseResponse)); err != nil {
		return p, err
	}
	p.Tokens, err = readEach(v.Timestamp, one(func(raw []byte) ([]byte, error) { return raw, nil }))
	return p, err
}

func one[T any](parse func([]byte) (T, error)) func([]byte) ([]T, error) {
	return func(raw []byte) ([]T, error) {
		read, err := parse(raw)
		return []T{read}, err
	}
}

// readEach reads files, each of which holds one or several of something.
func readEach[T any](names []string, parse func([]byte) ([]T, error)) ([]T, error) {
	var all []T
	for _, name := range names {
		raw, err := readUpTo(name, 64<<20)
		if err != nil {
			return nil, err
		}
		some, err := parse(raw)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, some...)
	}
	return all, nil
}

// readUpTo reads a file that may not be larger than the limit.
func readUpTo(name string, limit int64) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if int64(len(raw)) > limit {
		return nil, fmt.Errorf("%s is larger than %d MB", name, limit>>20)
	}
	return raw, nil
}

func printJSON(out io.Writer, r *signature.Report) error {
	to := json.NewEncoder(out)
	to.SetIndent("", "  ")
	to.SetEscapeHTML(false)
	return to.Encode(struct {
		Valid bool `json:"valid"`
		*signature.Report
	}{r.Valid(), r})
}

// exitStatus is what the program ends with: 1, unless the failure says otherwise.
func exitStatus(err error) int {
	var own *exitCode
	if errors.As(err, &own) {
		return own.code
	}
	return 1
}
