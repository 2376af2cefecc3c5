package main

import (
	"bytes"
	"context"
	"crypto"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"redress/internal/certificate"
	"redress/internal/keyfile"
	"redress/internal/keyring"
	"redress/internal/signature"
	"redress/internal/timestamp"
	"redress/internal/token"
)

// signPaper signs one paper with a key that the signer has at hand.
type signPaper struct {
	Key            string `required:"" xor:"key" placeholder:"FILE.p12" help:"The key and its certificate: a PKCS#12 file (.p12, .pfx), RSA or ECDSA."`
	Token          string `required:"" xor:"key" placeholder:"MODULE.so" help:"The PKCS#11 module of a token or smart card with the key. Needs a build with TAGS=pkcs11."`
	Label          string `placeholder:"NAME" help:"The label of the token or of the key on it, where there are several."`
	PassphraseFile string `name:"passphrase-file" placeholder:"FILE" help:"A file with the passphrase or PIN in its first line. Default: it is asked for, or is the first line of the standard input."`
	Apart          bool   `help:"Sign a PDF as any other file: the signature is apart from it."`
	Out            string `short:"o" placeholder:"FILE" help:"The file to write. Default: PAPER with .signed.pdf or .sig added. What is there already is never written over."`

	Paper string `arg:"" help:"The paper: a PDF is signed inside (PAdES), any other file apart from it (CAdES)."`
}

// ask asks for what opens a key.
type ask func(question string) (string, error)

// Run signs the paper, checks what was made, and writes it down.
func (s *signPaper) Run(ctx context.Context, c *Config) error {
	return s.sign(c.TimeStamps, func(question string) (string, error) {
		return readPassphrase(ctx, os.Stdin, s.PassphraseFile, question)
	}, os.Stdout, time.Now().UTC().Truncate(time.Second))
}

// sign ends as verify does: with 1 if the signature would not hold, with 2 if a file, a key
// or a token is of no use.
func (s *signPaper) sign(timeStamps string, opens ask, out io.Writer, at time.Time) error {
	told, err := s.write(timeStamps, opens, at)
	if err == nil {
		if _, err = io.WriteString(out, told); err == nil {
			return nil
		}
	}
	var refused *signature.NotAccepted
	var fault *signature.Fault
	switch {
	case errors.As(err, &fault):
		return &exitCode{1, errors.New(signature.Check{Why: fault.Key, Values: fault.Values}.Words())}
	case errors.As(err, &refused), errors.Is(err, signature.ErrKey):
		return &exitCode{1, err}
	}
	return &exitCode{2, err}
}

// write makes the file, and returns what is told of it.
func (s *signPaper) write(timeStamps string, opens ask, at time.Time) (string, error) {
	paper, err := readUpTo(s.Paper, signature.MaxPDF)
	if err != nil {
		return "", err
	}
	inside := !s.Apart && signature.IsPDF(paper)
	name := s.target(inside)
	if _, err = os.Lstat(name); err == nil {
		return "", fmt.Errorf("%s is there already, and is not written over: name another file with -o", name)
	}
	var stamps *stampKeeper
	if timeStamps != "" {
		service, err := timestamp.New(timeStamps)
		if err != nil {
			return "", err
		}
		stamps = &stampKeeper{service: service}
	}
	var made []byte
	var signer signature.Signer
	err = s.lend(opens, func(key crypto.Signer, chain []*certificate.Certificate) error {
		hand := signature.Hand{Key: key, Chain: chain}
		if stamps != nil {
			hand.Stamper = stamps
		}
		var err error
		if inside {
			made, err = signature.SignPDF(hand, paper, "", at)
		} else {
			made, err = signature.Sign(hand, bytes.NewReader(paper), at)
		}
		if err == nil {
			signer, err = holds(made, paper, inside, chain[0], stamps, at)
		}
		return err
	})
	switch {
	case errors.Is(err, signature.ErrNotSignable):
		return "", fmt.Errorf("%w: it is damaged, locked, too large or put together in an uncommon way; --apart signs it as any other file", err)
	case err != nil:
		return "", err
	}
	if err := writeNew(name, made); err != nil {
		return "", err
	}
	var b strings.Builder
	tellSigner(&b, &signer)
	fmt.Fprintln(&b, "\nSIGNED:", name)
	fmt.Fprintln(&b, "Whether the authority is trusted was not asked: redress signature verify --trust CA.pem does that.")
	return b.String(), nil
}

// target is the file to write.
func (s *signPaper) target(inside bool) string {
	switch {
	case s.Out != "":
		return s.Out
	case inside:
		return s.Paper + ".signed.pdf"
	}
	return s.Paper + ".sig"
}

// lend opens the key for one act.
func (s *signPaper) lend(opens ask, act token.Act) error {
	if s.Token != "" {
		return token.Lend(s.Token, s.Label, func(label string) (string, error) { return opens("PIN of the token " + label) }, act)
	}
	if s.Label != "" {
		return errors.New("--label names a key on a token, and there is none in a file")
	}
	raw, err := readUpTo(s.Key, 1<<20)
	if err != nil {
		return err
	}
	passphrase, err := opens("Passphrase of " + s.Key)
	if err != nil {
		return err
	}
	err = keyfile.Unlock(raw, passphrase, act)
	for _, known := range []error{keyring.ErrPassphrase, keyring.ErrUnreadable} {
		if errors.Is(err, known) {
			return fmt.Errorf("%s: %w", s.Key, known) // without the decoder's own words
		}
	}
	return err
}

// stampKeeper remembers the time stamp that was given.
type stampKeeper struct {
	service signature.Stamper
	given   []byte
}

// Stamp asks the service.
func (k *stampKeeper) Stamp(imprint [32]byte) ([]byte, error) {
	token, err := k.service.Stamp(imprint)
	k.given = token
	return token, err
}

// drift is how far the clock of a service of time stamps may be ahead of this one.
const drift = time.Minute

// holds checks what was made as any signature is checked. The signer's certificate and that
// of the time stamp are believed: who issued them is asked when others check. What does
// not hold is *signature.NotAccepted; that goes too for what others signed in the PDF
// before, since nobody should put a name below a paper that was changed.
func holds(made, paper []byte, inside bool, own *certificate.Certificate, stamps *stampKeeper, at time.Time) (signature.Signer, error) {
	policy := signature.Policy{At: at, Roots: []*certificate.Certificate{own}}
	if stamps != nil {
		policy.At = at.Add(drift)
		issued, err := certificate.ParseBundle(stamps.given)
		if err != nil {
			return signature.Signer{}, fmt.Errorf("the time stamp came without its certificate: %w", err)
		}
		policy.Roots = append(policy.Roots, issued...)
	}
	var report signature.Report
	var err error
	if inside {
		report = signature.VerifyPDF(made, policy)
	} else if report, err = signature.Verify(made, bytes.NewReader(paper), policy); err != nil {
		return signature.Signer{}, err
	}
	last := len(report.Signers) - 1
	for i := range report.Signers[:max(last, 0)] {
		unasked(&report.Signers[i], signature.CheckChain, signature.CheckRevocation, signature.CheckTime)
	}
	if !report.Valid() {
		return signature.Signer{}, &signature.NotAccepted{Report: report}
	}
	signer := report.Signers[last]
	if stamps != nil && signer.AtBy != signature.ByTimestamp {
		return signer, errors.New("the time stamp that came does not hold")
	}
	unasked(&signer, signature.CheckChain, signature.CheckRevocation)
	return signer, nil
}

// unasked leaves out the answers to questions that were not to be asked.
func unasked(s *signature.Signer, names ...string) {
	s.Checks = slices.DeleteFunc(s.Checks, func(c signature.Check) bool { return slices.Contains(names, c.Name) })
}

// writeNew writes a file that was not there, whole or not at all.
func writeNew(name string, content []byte) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) // #nosec G302 G304 -- the signer names it; a signed paper is to be sent on
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		_ = os.Remove(name)
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}
