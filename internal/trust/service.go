package trust

import (
	"context"
	"sync"
	"time"

	"redress/internal/certificate"
	"redress/internal/docket"
	"redress/internal/signature"
)

// Version says how much the store holds: it grows with every act.
type Version struct{ Authorities, Retirements, Lists int64 }

// Store keeps authorities and lists. Each act is one transaction with its docket line,
// one after the other; what an act returns is stored as a whole or not at all.
type Store interface {
	// TrustVersion says how much is held.
	TrustVersion(ctx context.Context) (Version, error)
	// Authorities returns all, those retired too, the earliest first; RevocationLists
	// describes all lists, and RevocationList returns one in DER.
	Authorities(ctx context.Context) ([]Authority, error)
	RevocationLists(ctx context.Context) ([]List, error)
	RevocationList(ctx context.Context, id ListID) ([]byte, error)
	// AddAuthorities stores the certificates that add returns.
	AddAuthorities(ctx context.Context, add func(held []Authority) ([]Authority, docket.Line, error)) error
	// RetireAuthority takes one out of use as retire says.
	RetireAuthority(ctx context.Context, retire func(held []Authority) (AuthorityID, string, docket.Line, error)) error
	// TakeInList stores a list in DER as take describes it.
	TakeInList(ctx context.Context, raw []byte, take func(held []Authority, lists []List, at time.Time) (List, docket.Line, error)) error
}

// Service is the trust store: administrators fill it, and signatures are held against it.
type Service struct {
	store Store
	mu    sync.Mutex
	held  *holdings // as it was read last
}

// NewService returns the trust store over a store.
func NewService(store Store) *Service { return &Service{store: store} }

// holdings is what the store held at a version.
type holdings struct {
	version     Version
	authorities []Authority
	lists       []List
	parsed      map[ListID]*certificate.List // those that signatures of today are held against
}

// Policy returns what a signature is held against that came in at the time given: the
// authorities that were in use then, and what they took back. Tokens and certificates
// that lie beside the signature are for the caller to add; the slices are the caller's own.
func (s *Service) Policy(ctx context.Context, at time.Time) (signature.Policy, error) {
	p := signature.Policy{At: at}
	held, err := s.current(ctx)
	if err != nil {
		return p, err
	}
	for _, a := range held.authorities {
		switch {
		case !a.InUse(at):
		case a.Root():
			p.Roots = append(p.Roots, a.Certificate)
		default:
			p.Others = append(p.Others, a.Certificate)
		}
	}
	for _, id := range speaking(held.lists, at) {
		l, err := s.list(ctx, held, id)
		if err != nil {
			return p, err
		}
		p.Evidence.Lists = append(p.Evidence.Lists, l)
	}
	return p, nil
}
