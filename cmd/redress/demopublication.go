package main

import (
	"context"

	"redress/internal/complaint"
	"redress/internal/identity"
)

// demoUnpublished is the case whose ruling still waits to be published.
const demoUnpublished = "C-11"

// publish approves the public copy of a ruling as the program proposes it.
func (d *demo) publish(ctx context.Context, secretary identity.Actor, ref complaint.Ref) error {
	facts, err := d.public.Facts(ctx, secretary, ref)
	if err != nil {
		return err
	}
	edition, err := facts.Edition()
	if err != nil {
		return err
	}
	return d.public.Approve(ctx, secretary, ref, edition.Digest)
}
