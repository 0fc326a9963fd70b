package knn

import (
	"context"
	"fmt"

	"github.com/propagate-go/propagate/distributed/internal/encode"
	"github.com/propagate-go/propagate/distributed/internal/shard"
	"github.com/propagate-go/propagate/distributed/internal/store"
)

// packed is how many numbers a message holds at least before it is sent: 4 MB.
const packed = 512 << 10

// read sends the rows of a file to their blocks.
type read struct{ Search Search }

func (f *read) ProcessElement(ctx context.Context, name string, emit func(int64, []byte)) error {
	// Rows wait until there are enough of them for a message.
	waiting := map[int]*rows{}
	send := func(to int) {
		emit(int64(to), waiting[to].append(nil))
		delete(waiting, to)
	}
	err := shard.Features(ctx, name, f.Search.Ranges.Nodes, func(row uint32, x []float64) error {
		to := f.Search.Ranges.Of(row)
		if waiting[to] == nil {
			waiting[to] = &rows{}
		}
		waiting[to].add(row, x)
		if len(waiting[to].X) >= packed {
			send(to)
		}
		return nil
	})
	for to := range waiting {
		send(to)
	}
	return err
}

// pack writes the rows of a block in their order, and beside them the centres among them.
type pack struct{ Search Search }

func (f *pack) ProcessElement(ctx context.Context, number int64, iter func(*[]byte) bool) error {
	parts, err := gather(iter)
	if err != nil {
		return err
	}
	own := int(number)
	all, err := inOrder(f.Search.Ranges, own, parts)
	if err != nil {
		return err
	}
	// Centres first: where the rows are, the centres are too.
	some := sample(all, f.Search.Ranges.Nodes, f.Search.Cells)
	if err := writeRows(ctx, f.Search.Folder.Centres(own), some); err != nil {
		return err
	}
	return writeRows(ctx, f.Search.Folder.Rows(own), all)
}

func gather(iter func(*[]byte) bool) ([]*rows, error) {
	// A part keeps none of the bytes, which the next message may write over.
	var parts []*rows
	var data []byte
	for iter(&data) {
		in := &encode.Reader{Data: data}
		parts = append(parts, takeRows(in))
		if err := in.End(); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

const (
	rowsKind = "prop-row"
	noRun    = "" // files of rows are of one run, which removes them
)

func writeRows(ctx context.Context, name string, r *rows) error {
	return store.WriteOwned(ctx, name, noRun, encode.Seal(rowsKind, r.append(nil)))
}

func readRows(ctx context.Context, name string) (*rows, error) {
	all, err := store.ReadOwned(ctx, name, noRun)
	if err != nil {
		return nil, err
	}
	// A file that is no rows, or is damaged, is named.
	content, err := encode.Unseal(rowsKind, all)
	in := &encode.Reader{Data: content, Err: err}
	r := takeRows(in)
	if err := in.End(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return r, nil
}

// pair lists the pairs of a block with all.
type pair struct{ Search Search }

func (f *pair) ProcessElement(number int64, emit func(int64)) {
	// Each pair is one number.
	count := int64(f.Search.Ranges.Count())
	for other := range count {
		emit(number*count + other)
	}
}

// compare finds the nearest rows in one block of each row in another.
type compare struct{ Search Search }

func (f *compare) ProcessElement(ctx context.Context, task int64, emit func(int64, []byte)) error {
	count := int64(f.Search.Ranges.Count())
	// Two blocks from their files.
	queries, err := readRows(ctx, f.Search.Folder.Rows(int(task/count)))
	if err != nil {
		return err
	}
	members, err := readRows(ctx, f.Search.Folder.Rows(int(task%count)))
	if err != nil {
		return err
	}
	all, err := search(queries, members, f.Search.K)
	if err != nil {
		return err
	}
	emit(task/count, all.encode())
	return nil
}

// write writes the edges of a block.
type write struct{ Search Search }

func (f *write) ProcessElement(ctx context.Context, number int64, iter func(*[]byte) bool) error {
	var all []*found
	var data []byte
	for iter(&data) {
		one, err := decodeFound(data)
		if err != nil {
			return err
		}
		all = append(all, one)
	}
	// The nearest of all that other blocks or cells have found.
	o, own := f.Search, int(number)
	lo, hi := o.Ranges.Bounds(own)
	var edges []shard.Edge
	for i, best := range merge(all, lo, int(hi-lo), o.K) {
		for _, n := range best {
			w, err := n.weight(o.Gamma)
			if err != nil {
				return fmt.Errorf("rows %d and %d: %w", lo+int64(i), n.row, err)
			}
			edges = append(edges, shard.Edge{From: uint32(lo + int64(i)), To: n.row, Weight: w})
		}
	}
	content, err := shard.EdgeBytes(edges, o.Suffix)
	if err != nil {
		return err
	}
	return store.Write(ctx, store.Shard(o.Stem, o.Suffix, own, o.Ranges.Count()), content)
}
