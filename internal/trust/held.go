package trust

import (
	"context"
	"fmt"
	"slices"

	"redress/internal/certificate"
)

// current returns what the store holds now. It is read again only where its version has
// grown, here or on another replica.
func (s *Service) current(ctx context.Context) (*holdings, error) {
	version, err := s.store.TrustVersion(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held != nil && s.held.version == version {
		return s.held, nil
	}
	held := &holdings{version: version, parsed: map[ListID]*certificate.List{}}
	if held.authorities, err = s.store.Authorities(ctx); err != nil {
		return nil, err
	}
	lists, err := s.store.RevocationLists(ctx)
	if err != nil {
		return nil, err
	}
	held.lists = ordered(lists)
	for _, l := range Latest(lists) {
		if s.held != nil && s.held.parsed[l.ID] != nil {
			held.parsed[l.ID] = s.held.parsed[l.ID]
			continue
		}
		if held.parsed[l.ID], err = s.read(ctx, l.ID); err != nil {
			return nil, err
		}
	}
	s.held = held
	return held, nil
}

// list returns a list: the latest ones are at hand, the others are read when a time gone
// by is asked about.
func (s *Service) list(ctx context.Context, held *holdings, id ListID) (*certificate.List, error) {
	if l := held.parsed[id]; l != nil {
		return l, nil
	}
	return s.read(ctx, id)
}

func (s *Service) read(ctx context.Context, id ListID) (*certificate.List, error) {
	raw, err := s.store.RevocationList(ctx, id)
	if err != nil {
		return nil, err
	}
	l, err := certificate.ParseList(raw)
	if err != nil {
		return nil, fmt.Errorf("revocation list %d of the trust store: %w", id, err)
	}
	return l, nil
}

// Authorities returns every authority of the store, the earliest first.
func (s *Service) Authorities(ctx context.Context) ([]Authority, error) {
	held, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(held.authorities), nil
}

// Lists describes the revocation lists of the store, the last one of each authority.
func (s *Service) Lists(ctx context.Context) (map[AuthorityID]List, error) {
	held, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	return Latest(held.lists), nil
}
