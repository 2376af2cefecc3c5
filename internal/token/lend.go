//go:build pkcs11

package token

import (
	"errors"
	"fmt"
	"slices"

	"github.com/miekg/pkcs11"
)

// Bounds on what is read of a token.
const (
	maxTokens  = 64
	maxObjects = 256
)

// Lend opens a token through its module and lends its key, with the certificates on it
// from its own up, to one act. The label is that of the token or of the key; it may be
// empty where there is one. The PIN is asked for once the token is found. Lend returns one
// of the errors of this package, or what the act returns.
func Lend(module, label string, pin PIN, act Act) error {
	ctx := pkcs11.New(module)
	if ctx == nil {
		return fmt.Errorf("%w: %s", ErrModule, module)
	}
	defer ctx.Destroy()
	if err := ctx.Initialize(); err != nil {
		return fmt.Errorf("%w: %w", ErrModule, err)
	}
	defer func() { _ = ctx.Finalize() }()
	found, err := slots(ctx)
	if err != nil {
		return err
	}
	one, err := choose(ctx, found, label)
	if err != nil {
		return err
	}
	if one.label == label {
		label = "" // the token is named, and not the key
	}
	s, err := open(ctx, one.id)
	if err != nil {
		return err
	}
	defer s.close()
	if s.pin, err = pin(one.label); err != nil {
		return err
	}
	if err := s.login(); err != nil {
		return err
	}
	key, chain, err := s.key(label)
	if err != nil {
		return err
	}
	return act(key, chain)
}

// slot is a place with a token in it.
type slot struct {
	id    uint
	label string
}

// slots finds the tokens that are ready for use.
func slots(ctx *pkcs11.Ctx) ([]slot, error) {
	ids, err := ctx.GetSlotList(true)
	if err != nil {
		return nil, fmt.Errorf("listing tokens: %w", err)
	}
	var all []slot
	for _, id := range ids[:min(len(ids), maxTokens)] {
		info, err := ctx.GetTokenInfo(id)
		if err == nil && info.Flags&pkcs11.CKF_TOKEN_INITIALIZED != 0 {
			all = append(all, slot{id, info.Label})
		}
	}
	if len(all) == 0 {
		return nil, ErrNone
	}
	return all, nil
}

// choose finds the token by its label, or by that of a certificate on it, which is seen
// without a PIN.
func choose(ctx *pkcs11.Ctx, all []slot, label string) (slot, error) {
	named := slices.DeleteFunc(slices.Clone(all), func(s slot) bool { return label != s.label })
	if len(named) == 0 && len(all) > 1 && label != "" {
		for _, one := range all {
			if holds(ctx, one.id, label) {
				named = append(named, one)
			}
		}
	}
	if len(named) == 0 && (label == "" || len(all) == 1) {
		named = all
	}
	switch {
	case len(named) == 1:
		return named[0], nil
	case len(named) == 0:
		return slot{}, fmt.Errorf("%w of the label %s", ErrNone, label)
	}
	several := &Several{}
	for _, one := range named {
		several.Labels = append(several.Labels, one.label)
	}
	return slot{}, several
}

func holds(ctx *pkcs11.Ctx, id uint, label string) bool {
	s, err := open(ctx, id)
	if err != nil {
		return false
	}
	defer s.close()
	found, err := s.objects(pkcs11.CKO_CERTIFICATE, pkcs11.NewAttribute(pkcs11.CKA_LABEL, label))
	return err == nil && len(found) > 0
}

// session is a talk with one token.
type session struct {
	ctx    *pkcs11.Ctx
	handle pkcs11.SessionHandle
	pin    string
}

func open(ctx *pkcs11.Ctx, id uint) (*session, error) {
	handle, err := ctx.OpenSession(id, pkcs11.CKF_SERIAL_SESSION)
	if err != nil {
		return nil, fmt.Errorf("opening the token: %w", err)
	}
	return &session{ctx: ctx, handle: handle}, nil
}

// close ends the talk, and with the last one the token forgets the PIN.
func (s *session) close() { _ = s.ctx.CloseSession(s.handle) }

func (s *session) login() error {
	return inWords(s.ctx.Login(s.handle, pkcs11.CKU_USER, s.pin), "opening the token")
}

func inWords(err error, doing string) error {
	var code pkcs11.Error
	if err == nil || !errors.As(err, &code) {
		return err
	}
	switch code {
	case pkcs11.CKR_PIN_INCORRECT, pkcs11.CKR_PIN_INVALID, pkcs11.CKR_PIN_LEN_RANGE:
		return ErrPIN
	case pkcs11.CKR_PIN_LOCKED:
		return ErrLocked
	}
	return fmt.Errorf("%s: %w", doing, err)
}

func (s *session) objects(class uint, more ...*pkcs11.Attribute) ([]pkcs11.ObjectHandle, error) {
	template := append([]*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_CLASS, class)}, more...)
	if err := s.ctx.FindObjectsInit(s.handle, template); err != nil {
		return nil, fmt.Errorf("reading the token: %w", err)
	}
	var all []pkcs11.ObjectHandle
	for len(all) < maxObjects {
		some, _, err := s.ctx.FindObjects(s.handle, 32)
		if err != nil {
			_ = s.ctx.FindObjectsFinal(s.handle)
			return nil, fmt.Errorf("reading the token: %w", err)
		}
		if len(some) == 0 {
			break
		}
		all = append(all, some...)
	}
	if err := s.ctx.FindObjectsFinal(s.handle); err != nil {
		return nil, fmt.Errorf("reading the token: %w", err)
	}
	return all, nil
}

// value reads one attribute; nil where the object does not have it.
func (s *session) value(of pkcs11.ObjectHandle, attribute uint) []byte {
	read, err := s.ctx.GetAttributeValue(s.handle, of, []*pkcs11.Attribute{pkcs11.NewAttribute(attribute, nil)})
	if err != nil || len(read) != 1 {
		return nil
	}
	return read[0].Value
}
