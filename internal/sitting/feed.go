package sitting

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

	"redress/internal/identity"
	"redress/internal/regulation"
)

// FeedStore keeps which members follow the sittings in a calendar of their own.
type FeedStore interface {
	// OpenFeed makes a feed in place of the member's earlier one; CloseFeed ends it.
	OpenFeed(ctx context.Context, person identity.ID, token [32]byte) error
	CloseFeed(ctx context.Context, person identity.ID) error
}

// FeedHash is what is stored of the secret part of a feed's address: whoever has the
// address reads the feed, so the store keeps no address.
func FeedHash(token string) [32]byte {
	return sha256.Sum256([]byte("redress/calendar/" + hex.EncodeToString([]byte(token))))
}

// OpenFeed gives a member the secret part of a calendar's address. It is told once: a new
// one ends the one before.
func (s *Service) OpenFeed(ctx context.Context, by identity.Actor) (string, error) {
	if err := by.Must(identity.FollowSittings, regulation.MembersNotice); err != nil {
		return "", err
	}
	token := rand.Text()
	return token, s.store.OpenFeed(ctx, by.ID, FeedHash(token))
}

// CloseFeed ends the member's feed: from then on its address is unknown.
func (s *Service) CloseFeed(ctx context.Context, by identity.Actor) error {
	if err := by.Must(identity.FollowSittings, regulation.MembersNotice); err != nil {
		return err
	}
	return s.store.CloseFeed(ctx, by.ID)
}
