package commission

import (
	"context"
	"encoding/hex"
	"time"

	"redress/internal/calendar"
	"redress/internal/docket"
	"redress/internal/identity"
	"redress/internal/regulation"
)

// ImportStore keeps what files say. Each import is one transaction with its docket
// line; a file that changes nothing leaves none.
type ImportStore interface {
	// Tree returns every commission as it stands, and the instant.
	Tree(ctx context.Context) ([]Entry, time.Time, error)
	// Terms returns every term of every member.
	Terms(ctx context.Context) ([]Term, error)
	// ImportTree and ImportMembers store what the comparison says is to change.
	ImportTree(ctx context.Context, compare func([]Entry, time.Time) (TreeDiff, docket.Line, error)) (TreeDiff, error)
	ImportMembers(ctx context.Context, compare func([]Entry, []Term) (MembersDiff, docket.Line, error)) (MembersDiff, error)
}

// Importer takes in files of commissions and members.
type Importer struct {
	store   ImportStore
	account int
}

// NewImporter returns the importer over a store. account is the number of the
// machine's account that the operator works under, for the docket.
func NewImporter(store ImportStore, account int) *Importer { return &Importer{store, account} }

// TreeOrder is how a file of commissions is to be taken in.
type TreeOrder struct {
	Profile regulation.Profile // of commissions that are new
	Since   calendar.Date      // from when changed links hold, zero for today
}

// PreviewTree returns what taking a file of commissions in would change.
func (i *Importer) PreviewTree(ctx context.Context, file TreeFile, order TreeOrder) (TreeDiff, error) {
	tree, now, err := i.store.Tree(ctx)
	if err != nil {
		return TreeDiff{}, err
	}
	return order.compare(file, tree, now)
}

// TakeInTree takes a file of commissions in and returns what it changed.
func (i *Importer) TakeInTree(ctx context.Context, by identity.Actor, file TreeFile, order TreeOrder) (TreeDiff, error) {
	if err := by.Must(identity.Administer, regulation.DirectSuperior); err != nil {
		return TreeDiff{}, err
	}
	return i.store.ImportTree(ctx, func(tree []Entry, now time.Time) (TreeDiff, docket.Line, error) {
		d, err := order.compare(file, tree, now)
		return d, docket.Line{Act: "commissions_imported", By: by, Clause: regulation.DirectSuperior,
			Facts: docket.Facts{"file": hex.EncodeToString(file.Digest[:]), "account": i.account, "since": d.Since.String(),
				"added": len(d.Added), "changed": len(d.Changed), "unchanged": d.Unchanged}}, err
	})
}

// compare refuses links that begin later than today: who stands above whom is what
// holds now, and a link of tomorrow is entered tomorrow.
func (o TreeOrder) compare(file TreeFile, tree []Entry, now time.Time) (TreeDiff, error) {
	today := calendar.On(now, o.Profile.Zone())
	if o.Since.IsZero() {
		o.Since = today
	}
	if o.Since.After(today) {
		return TreeDiff{}, regulation.Missing(regulation.OwnTerritory, "since", "link_in_future")
	}
	return file.Compare(tree, o.Profile, o.Since)
}

// PreviewMembers returns what taking a file of members in would change.
func (i *Importer) PreviewMembers(ctx context.Context, file MembersFile) (MembersDiff, error) {
	tree, _, err := i.store.Tree(ctx)
	if err != nil {
		return MembersDiff{}, err
	}
	terms, err := i.store.Terms(ctx)
	if err != nil {
		return MembersDiff{}, err
	}
	return file.Compare(tree, terms)
}

// TakeInMembers takes a file of members in and returns what it changed. People get
// seats, not accounts: an administrator invites those who are to sign in.
func (i *Importer) TakeInMembers(ctx context.Context, by identity.Actor, file MembersFile) (MembersDiff, error) {
	if err := by.Must(identity.Administer, regulation.VotingMembers); err != nil {
		return MembersDiff{}, err
	}
	return i.store.ImportMembers(ctx, func(tree []Entry, terms []Term) (MembersDiff, docket.Line, error) {
		d, err := file.Compare(tree, terms)
		return d, docket.Line{Act: "members_imported", By: by, Clause: regulation.VotingMembers,
			Facts: docket.Facts{"file": hex.EncodeToString(file.Digest[:]), "account": i.account,
				"added": len(d.Added), "changed": len(d.Changed), "unchanged": d.Unchanged}}, err
	})
}
