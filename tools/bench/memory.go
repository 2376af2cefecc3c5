package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// largeFile is the file of the filings that memory is measured under, and how many
// stream at once.
const (
	largeFile = 20 << 20
	streams   = 8
	spare     = 4 << 30 // what a run leaves free on the disk
)

// measureMemory measures the memory of the product's process alone, the database not
// counted: after its start, at most while large files stream in, and afterwards.
func (b *bench) measureMemory(ctx context.Context) (err error) {
	n := pick(b, 40, 1000)
	free, err := freeSpace(b.dir)
	if err != nil {
		return err
	}
	note := ""
	if fit := int((free - spare) / largeFile); fit < n {
		if fit < streams {
			b.table.title(fmt.Sprintf("Memory: not measured, only %d GB free in %s", free>>30, b.dir))
			return nil
		}
		note = fmt.Sprintf(" (%d wanted, the disk has room for no more)", n)
		n = fit
	}
	s, err := b.serve(ctx, "memory")
	defer func() { err = errors.Join(err, s.discard()) }()
	if err != nil {
		return err
	}
	progress("memory: letting the servers settle")
	ours, bare := s.process, s.floor
	idle, bareIdle, err := settle(ctx, ours, bare, pick(b, 10*time.Second, 150*time.Second))
	if err != nil {
		return err
	}
	b.table.title("Memory of the process, the database not counted")
	b.table.add("  idle, after the start", megabytes(idle), megabytes(bareIdle), times(idle, bareIdle), "")
	progress(fmt.Sprintf("memory: %d filings of 20 MB", n))
	took, peaks, err := s.stream(ctx, n)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("  peak during %d filings with 20 MB%s", n, note)
	b.table.add(what, megabytes(peaks[0]), megabytes(peaks[1]), times(peaks[0], peaks[1]), "≤ 150 MB")
	b.table.add(fmt.Sprintf("    %d at once, filings/s", streams), rate(took[0].perSecond), rate(took[1].perSecond), share(took[0].perSecond, took[1].perSecond), "")
	after, bareAfter, err := settle(ctx, ours, bare, pick(b, 10*time.Second, 150*time.Second))
	if err != nil {
		return err
	}
	b.table.add("  idle, afterwards", megabytes(after), megabytes(bareAfter), times(after, bareAfter), "")
	return nil
}

// settle waits until a forced collection must have come by and returns what remains.
// Go collects at least every two minutes and gives memory back in the background.
func settle(ctx context.Context, ours, bare *process, wait time.Duration) (int64, int64, error) {
	select {
	case <-time.After(wait):
	case <-ctx.Done():
		return 0, 0, ctx.Err()
	}
	now, _, err := resident(ours.cmd.Process.Pid)
	if err != nil {
		return 0, 0, err
	}
	bareNow, _, err := resident(bare.cmd.Process.Pid)
	return now, bareNow, err
}

// stream files n complaints with large files with the product, then a tenth as many
// with the floor, and returns the rates and the peaks of both.
func (s *service) stream(ctx context.Context, n int) (rates [2]round, peaks [2]int64, err error) {
	err = errors.Join(forgetPeak(s.process.cmd.Process.Pid), forgetPeak(s.floor.cmd.Process.Pid))
	if err != nil {
		return rates, peaks, err
	}
	citizens, err := s.prepared(ctx, n, largeFile)
	if err != nil {
		return rates, peaks, err
	}
	rates[0], err = s.counted(ctx, n, func() (round, error) {
		return drive(ctx, streams, n, func(ctx context.Context, i int) error {
			defer citizens[i].leave()
			return citizens[i].acknowledge(ctx)
		})
	})
	if err != nil {
		return rates, peaks, err
	}
	rates[1], err = drive(ctx, streams, max(2*streams, n/10), func(ctx context.Context, _ int) error {
		return s.fileWithFloor(ctx, largeFile)
	})
	if err != nil {
		return rates, peaks, err
	}
	if _, peaks[0], err = resident(s.process.cmd.Process.Pid); err != nil {
		return rates, peaks, err
	}
	_, peaks[1], err = resident(s.floor.cmd.Process.Pid)
	return rates, peaks, err
}
