package block

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/ln"

	"github.com/propagate-go/propagate/distributed/internal/encode"
)

// Entry is one end of an edge, or a given label: Row is in the block that the entry goes to.
type Entry struct {
	Row    uint32
	Other  uint32  // the row at the other end; the class of a label
	Weight float64 // of an edge
}

// Raw holds the edges and the given labels of a block as they were read: before anything is known of the rows at the
// other ends.
type Raw struct {
	Start     []uint32  // the edges of row i of the block are Start[i] to Start[i+1]
	Other     []uint32  // numbers of the rows at the other ends, rising within a row
	LogWeight []float64 // of each edge
	Class     []int32   // given class of each row, -1 for none
}

// NewRaw collects the edges and labels of a block, in any order. Both slices are sorted in place.
//
// Errors: a row outside the block, two weights for one pair, two classes for one row.
// Cost: O(e log e) for e edges.
func NewRaw(r Ranges, block int, edges, labels []Entry) (*Raw, error) {
	// Every row is free of a label until one comes.
	lo, hi := r.Bounds(block)
	rows := int(hi - lo)
	raw := &Raw{Start: make([]uint32, rows+1), Class: slices.Repeat([]int32{-1}, rows)}
	if len(edges) > math.MaxInt32 {
		return nil, fmt.Errorf("block %d has %d edges, at most 2³¹-1: take more blocks", block, len(edges))
	}
	// Whoever sent the entries knew the same ranges.
	for _, list := range [][]Entry{edges, labels} {
		for _, e := range list {
			if int64(e.Row) < lo || int64(e.Row) >= hi {
				return nil, fmt.Errorf("row %d came to block %d, which holds rows %d to %d", e.Row, block, lo, hi-1)
			}
		}
	}
	if err := raw.addEdges(lo, edges); err != nil {
		return nil, err
	}
	return raw, raw.addLabels(lo, labels)
}

// addEdges sorts the edges by both ends, so that a pair that was listed twice stands side by side, and sums always run
// in the same order.
func (raw *Raw) addEdges(lo int64, edges []Entry) error {
	slices.SortFunc(edges, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Other, b.Other))
	})
	for k, e := range edges {
		if k > 0 && edges[k-1].Row == e.Row && edges[k-1].Other == e.Other {
			// The same edge again, from the other end or from another file.
			if edges[k-1].Weight != e.Weight {
				a, b := min(e.Row, e.Other), max(e.Row, e.Other)
				u, v := min(edges[k-1].Weight, e.Weight), max(edges[k-1].Weight, e.Weight)
				return fmt.Errorf("nodes %d and %d are joined by two weights, %g and %g", a, b, u, v)
			}
			continue
		}
		raw.Other, raw.LogWeight = append(raw.Other, e.Other), append(raw.LogWeight, ln.Of(e.Weight))
		raw.Start[int64(e.Row)-lo+1]++
	}
	// Lengths of rows become their beginnings.
	for i := range len(raw.Start) - 1 {
		raw.Start[i+1] += raw.Start[i]
	}
	return nil
}

func (raw *Raw) addLabels(lo int64, labels []Entry) error {
	// The same label may come twice, from two files.
	for _, l := range labels {
		at := &raw.Class[int64(l.Row)-lo]
		if *at >= 0 && *at != int32(l.Other) {
			return fmt.Errorf("node %d has two labels: keep one", l.Row)
		}
		*at = int32(l.Other)
	}
	return nil
}

// Needs returns the rows of other blocks at the ends of edges of rows that are solved for, rising, by their
// blocks; blocks without any are missing.
func (raw *Raw) Needs(m Method, r Ranges, block int) map[int][]uint32 {
	// Clamped rows have no equation, so their edges need nothing.
	var ghosts []uint32
	for i, class := range raw.Class {
		if m.spreads() || class < 0 {
			ghosts = append(ghosts, raw.Other[raw.Start[i]:raw.Start[i+1]]...)
		}
	}
	// Each row outside once, however many edges lead to it.
	ghosts = slices.DeleteFunc(ghosts, func(row uint32) bool { return r.Of(row) == block })
	slices.Sort(ghosts)
	needs := map[int][]uint32{}
	// Owners hold ranges of rows, so the lists stay sorted.
	for _, row := range slices.Compact(ghosts) {
		owner := r.Of(row)
		needs[owner] = append(needs[owner], row)
	}
	return needs
}

const rawKind = "prop-raw"

// Encode returns the bytes of a file.
func (raw *Raw) Encode() []byte {
	all := encode.Append(nil, raw.Start)
	all = encode.Append(all, raw.Other)
	all = encode.Append(all, raw.LogWeight)
	return encode.Seal(rawKind, encode.Append(all, raw.Class))
}

// DecodeRaw reads them. It returns the errors of damaged files, and of those that do not fit the block.
func DecodeRaw(all []byte, r Ranges, block, classes int) (*Raw, error) {
	// Lists are in the order in which Encode writes them.
	content, err := encode.Unseal(rawKind, all)
	if err != nil {
		return nil, err
	}
	from := &encode.Reader{Data: content}
	raw := &Raw{Start: encode.Take[uint32](from), Other: encode.Take[uint32](from),
		LogWeight: encode.Take[float64](from), Class: encode.Take[int32](from)}
	if err := from.End(); err != nil {
		return nil, err
	}
	return raw, raw.check(r, block, classes)
}
