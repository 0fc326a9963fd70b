package partition

import (
	"context"
	"fmt"

	"github.com/propagate-go/propagate/distributed/internal/block"
	"github.com/propagate-go/propagate/distributed/internal/store"
)

// Work is what all steps know.
type Work struct {
	Method     block.Method
	Ranges     block.Ranges
	Folder     store.Folder
	MaxMessage int
	Run        string // that the files are of
}

// collect writes the raw block of the edges and labels that came, and tells the owners of its ghosts what it needs.
type collect struct{ Work Work }

func (f *collect) ProcessElement(
	ctx context.Context, number int64, iter func(*[]byte) bool, emit func(int64, []byte),
) error {
	// All that came for the block, in any order.
	var edges, labels []block.Entry
	if err := block.Each(iter, func(m *block.Message) {
		edges, labels = append(edges, m.Edges...), append(labels, m.Labels...)
	}); err != nil {
		return err
	}
	own := int(number)
	// Sorted, so that the order of messages does not matter.
	raw, err := block.NewRaw(f.Work.Ranges, own, edges, labels)
	if err != nil {
		return err
	}
	if err := store.WriteOwned(ctx, f.Work.Folder.Raw(own), f.Work.Run, raw.Encode()); err != nil {
		return err
	}
	// It asks itself too, so that every block is heard of.
	needs := raw.Needs(f.Work.Method, f.Work.Ranges, own)
	needs[own] = nil
	for owner, rows := range needs {
		if err := f.Work.fits(len(rows), fmt.Sprintf("from block %d to block %d", owner, own)); err != nil {
			return err
		}
		emit(int64(owner), (&block.Message{From: own, Needs: rows}).Encode())
	}
	return f.Work.fits(f.Work.Ranges.Rows(own), fmt.Sprintf("of block %d", own))
}

// fits reports values that would make a message too large for the runners.
func (w Work) fits(rows int, what string) error {
	if bytes := 8 * rows * w.Method.Classes; bytes > w.MaxMessage {
		return fmt.Errorf("the values %s, %d rows in %d classes, need a message of %d bytes, and %d are the limit: "+
			"take more --blocks, at least %d", what, rows, w.Method.Classes, bytes, w.MaxMessage,
			(bytes*w.Ranges.Count()+w.MaxMessage-1)/w.MaxMessage)
	}
	return nil
}

// answer writes which rows a block sends to which others, and replies about them.
type answer struct{ Work Work }

func (f *answer) ProcessElement(
	ctx context.Context, number int64, iter func(*[]byte) bool, emit func(int64, []byte),
) error {
	own := int(number)
	// One message from each block with edges to this one, and one from itself.
	needs := map[int][]uint32{}
	if err := block.Each(iter, func(m *block.Message) { needs[m.From] = m.Needs }); err != nil {
		return err
	}
	raw, err := f.Work.raw(ctx, own)
	if err != nil {
		return err
	}
	// By the number of the asking block, so that the file is the same whenever it is written.
	lo, _ := f.Work.Ranges.Bounds(own)
	diagonals := f.Work.Method.Diagonals(raw)
	var sends block.Sends
	for from := range f.Work.Ranges.Count() {
		rows, asked := needs[from]
		if !asked {
			continue
		}
		reply := raw.Answer(diagonals, lo, rows)
		emit(int64(from), (&block.Message{From: own, Reply: &reply}).Encode())
		// Rows that are clamped need not be sent.
		if places := raw.Sends(f.Work.Method, lo, rows); len(places) > 0 {
			sends.To, sends.Rows = append(sends.To, int32(from)), append(sends.Rows, places)
		}
	}
	return store.WriteOwned(ctx, f.Work.Folder.Sends(own), f.Work.Run, sends.Encode())
}

func (w Work) raw(ctx context.Context, number int) (*block.Raw, error) {
	name := w.Folder.Raw(number)
	all, err := store.ReadOwned(ctx, name, w.Run)
	if err != nil {
		return nil, err
	}
	raw, err := block.DecodeRaw(all, w.Ranges, number, w.Method.Classes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return raw, nil
}

// Counts tell of a block how much it has to receive in each iteration, and to compute.
type Counts struct{ Ghosts, Entries int64 }

// finish writes the graph of a block, and its values at the beginning.
type finish struct{ Work Work }

func (f *finish) ProcessElement(ctx context.Context, number int64, iter func(*[]byte) bool) error {
	own := int(number)
	// Replies from all blocks that were asked, and from itself.
	replies := map[int]block.Reply{}
	if err := block.Each(iter, func(m *block.Message) { replies[m.From] = *m.Reply }); err != nil {
		return err
	}
	raw, err := f.Work.raw(ctx, own)
	if err != nil {
		return err
	}
	g, err := block.NewGraph(f.Work.Method, f.Work.Ranges, own, raw, replies)
	if err != nil {
		return err
	}
	if err := store.WriteOwned(ctx, f.Work.Folder.Graph(own), f.Work.Run, g.Encode()); err != nil {
		return err
	}
	// The driver adds up the counts.
	counts := Counts{Ghosts: int64(len(g.Ghosts)), Entries: int64(len(g.Ind))}
	if err := store.WriteJSON(ctx, f.Work.Folder.Counts(own), f.Work.Run, counts); err != nil {
		return err
	}
	zero := block.NewState(f.Work.Ranges.Rows(own), f.Work.Method.Classes)
	return store.WriteOwned(ctx, f.Work.Folder.State(0, own), f.Work.Run, zero.Encode())
}
