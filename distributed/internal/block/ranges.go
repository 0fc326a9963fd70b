package block

import (
	"fmt"
	"math"
)

// Ranges says which block each row is in: Size rows to a block, in the order of their numbers, the last block with what
// is left.
type Ranges struct {
	Nodes int64 // rows of the graph
	Size  int64 // rows of a block
}

// NewRanges returns at most the given number of blocks of equal size.
//
// Errors: a number of nodes outside 1 to 2³², a number of blocks outside 1 to nodes, blocks of more than 2³⁰ rows.
func NewRanges(nodes int64, blocks int) (Ranges, error) {
	if nodes < 1 || nodes > math.MaxUint32+1 {
		return Ranges{}, fmt.Errorf("%d nodes: the number must be from 1 to 2³²", nodes)
	}
	if blocks < 1 || int64(blocks) > nodes {
		return Ranges{}, fmt.Errorf("%d blocks of %d nodes: the number must be from 1 to that of the nodes",
			blocks, nodes)
	}
	size := (nodes + int64(blocks) - 1) / int64(blocks)
	// Places within a block, ghosts included, are int32.
	if size > 1<<30 {
		return Ranges{}, fmt.Errorf("blocks of %d nodes: at most 2³⁰: take more blocks", size)
	}
	return Ranges{Nodes: nodes, Size: size}, nil
}

// Count returns the number of blocks.
func (r Ranges) Count() int { return int((r.Nodes + r.Size - 1) / r.Size) }

// Blocks lists the numbers of the blocks, for a pipeline that begins with one element each.
func (r Ranges) Blocks() []int64 {
	all := make([]int64, r.Count())
	for b := range all {
		all[b] = int64(b)
	}
	return all
}

// Of returns the block of a row.
func (r Ranges) Of(row uint32) int { return int(int64(row) / r.Size) }

// Bounds returns the first row of a block, and the one after its last.
func (r Ranges) Bounds(block int) (lo, hi int64) {
	lo = int64(block) * r.Size
	return lo, min(lo+r.Size, r.Nodes)
}

// Rows returns the number of rows of a block.
func (r Ranges) Rows(block int) int {
	lo, hi := r.Bounds(block)
	return int(hi - lo)
}
