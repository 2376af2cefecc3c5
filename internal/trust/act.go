package trust

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"redress/internal/certificate"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// Bounds of the store.
const (
	MaxAuthorities = 500       // kept at a time, those retired not counted
	MaxFile        = 1 << 20   // bytes of a file of certificates
	MaxList        = 20 << 20  // bytes of a revocation list
	maxLatest      = 128 << 20 // bytes of the last lists of all authorities, which stay in memory
	maxReason      = 300       // letters
	ahead          = 24 * time.Hour
)

// The fields that refusals name.
const (
	FieldFile   = "trust_file"
	FieldReason = "reason"
)

// Taken is what came of one file.
type Taken struct {
	Added []Authority // certificates that were not in the store yet
	List  *List       // the revocation list that the file is; nil for certificates
	Known int         // how many certificates or lists of the file the store had already
}

// TakeIn takes in one file of an authority: certificates in PEM, DER or a bundle, or a
// revocation list. All of the file is taken in, or nothing.
func (s *Service) TakeIn(ctx context.Context, by identity.Actor, raw []byte) (Taken, error) {
	if err := by.Must(identity.Administer, regulation.SerialNumbers); err != nil {
		return Taken{}, err
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	switch {
	case len(raw) == 0:
		return Taken{}, wrong("trust_empty", nil)
	case bytes.Contains(raw, []byte("PRIVATE KEY-----")):
		return Taken{}, wrong("trust_private_key", nil)
	}
	all, err := certificate.ParseBundle(raw)
	if err == nil {
		return s.add(ctx, by, all, len(raw))
	}
	if len(raw) > 2*MaxList { // in PEM it is longer
		return Taken{}, wrong("trust_list_large", regulation.Values{"Limit": MaxList >> 20})
	}
	l, err := certificate.ParseList(raw)
	if err != nil {
		return Taken{}, wrong("trust_unreadable", nil)
	}
	return s.takeInList(ctx, by, l)
}

// wrong is the refusal of a file.
func wrong(key string, values regulation.Values) error {
	return &regulation.Refusal{Clause: regulation.SerialNumbers, Field: FieldFile, Key: key, Values: values}
}

// add stores certificates of authorities.
func (s *Service) add(ctx context.Context, by identity.Actor, all []*certificate.Certificate, size int) (Taken, error) {
	var taken Taken
	if size > MaxFile {
		return taken, wrong("trust_file_large", regulation.Values{"Limit": MaxFile >> 20})
	}
	for _, c := range all {
		if f := c.Authority(); f != nil {
			return taken, unfit(c, f)
		}
	}
	err := s.store.AddAuthorities(ctx, func(held []Authority) ([]Authority, docket.Line, error) {
		taken = Taken{}
		known, inUse := map[Fingerprint]bool{}, 0
		for _, a := range held {
			if a.Retired.At.IsZero() {
				known[a.Fingerprint()] = true
				inUse++
			}
		}
		var prints []string
		for _, c := range all {
			a := NewAuthority(c)
			if known[a.Fingerprint()] {
				taken.Known++
				continue
			}
			known[a.Fingerprint()] = true
			taken.Added = append(taken.Added, a)
			prints = append(prints, a.Fingerprint().String())
		}
		switch {
		case len(taken.Added) == 0:
			return nil, docket.Line{}, wrong("trust_known", regulation.Values{"Name": NewAuthority(all[0]).Name()})
		case inUse+len(taken.Added) > MaxAuthorities:
			return nil, docket.Line{}, wrong("trust_full", regulation.Values{"Limit": MaxAuthorities})
		}
		return taken.Added, docket.Line{Act: "authority_added", By: by, Clause: regulation.SerialNumbers,
			Facts: docket.Facts{"fingerprints": strings.Join(prints, " ")}}, nil
	})
	if err != nil {
		return Taken{}, err
	}
	return taken, nil
}

// unfit says why a certificate is no authority's.
func unfit(c *certificate.Certificate, f *certificate.Fault) error {
	name := c.Subject.Person()
	switch f.Key {
	case "not_authority", "path_too_long":
		return wrong("trust_not_authority", regulation.Values{"Name": name})
	case "signature_wrong":
		return wrong("trust_damaged", regulation.Values{"Name": name})
	}
	return wrong("trust_not_understood", regulation.Values{"Name": name})
}

// Retire takes an authority out of use: what comes in from now on is no longer believed
// on its word. The reason is kept with it.
func (s *Service) Retire(ctx context.Context, by identity.Actor, f Fingerprint, reason string) error {
	if err := by.Must(identity.Administer, regulation.SerialNumbers); err != nil {
		return err
	}
	reason = strings.Join(strings.Fields(reason), " ")
	if reason == "" {
		return regulation.Missing(regulation.SerialNumbers, FieldReason, "field_missing")
	}
	if err := regulation.Legible(regulation.SerialNumbers, FieldReason, reason, maxReason); err != nil {
		return err
	}
	return s.store.RetireAuthority(ctx, func(held []Authority) (AuthorityID, string, docket.Line, error) {
		i := slices.IndexFunc(held, func(a Authority) bool { return a.Fingerprint() == f && a.Retired.At.IsZero() })
		if i < 0 {
			return 0, "", docket.Line{}, regulation.Refuse("", "trust_not_held", nil)
		}
		return held[i].ID, reason, docket.Line{Act: "authority_retired", By: by, Clause: regulation.SerialNumbers,
			Facts: docket.Facts{"fingerprint": f.String()}}, nil
	})
}

// errHeld says that a list is in the store already, which is no fault: whoever feeds lists
// does not know which of them are new.
var errHeld = errors.New("the list is held")

// takeInList stores a revocation list. It has to be signed by an authority of the store,
// and none is replaced: how a certificate stood is asked about times gone by, too.
func (s *Service) takeInList(ctx context.Context, by identity.Actor, read *certificate.List) (Taken, error) {
	if len(read.Raw) > MaxList {
		return Taken{}, wrong("trust_list_large", regulation.Values{"Limit": MaxList >> 20})
	}
	count, whole := read.Count()
	if !whole {
		return Taken{}, wrong("trust_list_damaged", regulation.Values{"Name": read.Issuer.Person()})
	}
	l := List{Digest: sha256.Sum256(read.Raw), ThisUpdate: read.ThisUpdate.UTC(), Size: len(read.Raw), Count: count, Partial: read.Partial()}
	if !read.NextUpdate.IsZero() {
		l.NextUpdate = read.NextUpdate.UTC()
	}
	err := s.store.TakeInList(ctx, read.Raw, func(held []Authority, lists []List, at time.Time) (List, docket.Line, error) {
		name := read.Issuer.Person()
		named := slices.ContainsFunc(held, func(a Authority) bool { return a.InUse(at) && read.NamesIssuer(a.Certificate) })
		i := slices.IndexFunc(held, func(a Authority) bool { return a.InUse(at) && read.IssuedBy(a.Certificate) })
		switch {
		case !named:
			return l, docket.Line{}, wrong("trust_list_stranger", regulation.Values{"Name": name})
		case i < 0:
			return l, docket.Line{}, wrong("trust_list_false", regulation.Values{"Name": name})
		case l.ThisUpdate.After(at.Add(ahead)):
			return l, docket.Line{}, wrong("trust_list_future", regulation.Values{"Name": name})
		case slices.ContainsFunc(lists, func(known List) bool { return known.Digest == l.Digest }):
			return l, docket.Line{}, errHeld
		}
		l.Authority = held[i].ID
		total := 0
		for _, last := range Latest(append(slices.Clone(lists), l)) {
			total += last.Size
		}
		if total > maxLatest {
			return l, docket.Line{}, wrong("trust_lists_full", regulation.Values{"Limit": maxLatest >> 20})
		}
		return l, docket.Line{Act: "revocations_taken_in", By: by, Clause: regulation.SerialNumbers,
			Facts: docket.Facts{"authority": held[i].Fingerprint().String(), "list": hex.EncodeToString(l.Digest[:]), "made": l.ThisUpdate.Format(time.RFC3339), "revoked": l.Count}}, nil
	})
	switch {
	case errors.Is(err, errHeld):
		return Taken{List: &l, Known: 1}, nil
	case err != nil:
		return Taken{}, err
	}
	return Taken{List: &l}, nil
}
