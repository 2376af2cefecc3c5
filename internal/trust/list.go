package trust

import (
	"cmp"
	"slices"
	"time"
)

// ListID is the number of a revocation list in the store.
type ListID int64

// List is one revocation list of an authority, as the store describes it.
type List struct {
	ID         ListID
	Authority  AuthorityID
	Digest     [32]byte // SHA-256
	ThisUpdate time.Time
	NextUpdate time.Time // zero: not said
	Size       int
	Count      int  // of revoked certificates
	Partial    bool // it speaks of some certificates only
	Added      Entry
}

// Stale reports whether the next list was due by a time: until it comes, nobody knows of
// what was taken back since.
func (l List) Stale(at time.Time) bool { return !l.NextUpdate.IsZero() && l.NextUpdate.Before(at) }

// Latest returns the last list of each authority.
func Latest(all []List) map[AuthorityID]List {
	last := map[AuthorityID]List{}
	for _, l := range all {
		if held, has := last[l.Authority]; !has || held.ThisUpdate.Before(l.ThisUpdate) {
			last[l.Authority] = l
		}
	}
	return last
}

// ordered puts lists in the order of their authorities, and of an authority in that of
// their making.
func ordered(all []List) []List {
	return slices.SortedFunc(slices.Values(all), func(a, b List) int {
		return cmp.Or(cmp.Compare(a.Authority, b.Authority), a.ThisUpdate.Compare(b.ThisUpdate), cmp.Compare(a.ID, b.ID))
	})
}

// speaking picks from ordered lists those that tell how certificates stood at a time: of
// each authority the last one of all, the last one made by then, and the first one made
// after it. Certificates that ran out leave the lists (RFC 5280, 3.3), so the last alone
// would not do for a time gone by.
func speaking(lists []List, at time.Time) []ListID {
	var picked []ListID
	for i, l := range lists {
		first := i == 0 || lists[i-1].Authority != l.Authority
		last := i+1 == len(lists) || lists[i+1].Authority != l.Authority
		later := func(j int) bool { return lists[j].ThisUpdate.After(at) }
		if last || !later(i) && later(i+1) || later(i) && (first || !later(i-1)) {
			picked = append(picked, l.ID)
		}
	}
	return picked
}
