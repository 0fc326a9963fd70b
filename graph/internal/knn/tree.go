package knn

import (
	"context"
	"math"
	"math/bits"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
)

// tree is a k-d tree [bentley1975]: dense rows divided by halves, each time in the column
// they are widest in. Node 1 holds all rows, nodes 2i and 2i+1 the halves of node i, and the
// last level, from node leaves on, the leaves. Equal values go by the number of the row, so
// that the halves are equal whatever the values.
type tree struct {
	p         *Points
	leaves    int
	order     []int32   // the rows of leaf l are order[start[l]:start[l+1]]
	start     []int     //
	low, high []float64 // the box around the rows of each node
	column    []int32   // where each node is divided
	first     []int32   // the lowest row of each node
	height    int       // of a block, a multiple of eight
	blocks    *matrix   // the rows of the leaves, a leaf in each row, see vec.ToPoint
	keys      []key
}

const (
	// leafRows is the most rows of a leaf.
	leafRows = 32
	// topNodes is the number of nodes from which on subtrees are divided one a worker.
	topNodes = 256
)

var _ [vec.BlockRows - leafRows]struct{} // a leaf is a block

// newTree divides the rows of p. O(nd·log(n)) time, as many bytes as the rows have, and some.
func newTree(ctx context.Context, p *Points) (*tree, error) {
	t := &tree{p: p, leaves: 1, order: identity(p.n), keys: make([]key, p.n)}
	// The least power of two of leaves that hold at most leafRows rows each.
	for (p.n-1)/t.leaves >= leafRows {
		t.leaves *= 2
	}
	t.low, t.high = make([]float64, 2*t.leaves*p.d), make([]float64, 2*t.leaves*p.d)
	t.column, t.first = make([]int32, 2*t.leaves), make([]int32, 2*t.leaves)
	// The top level by level, its nodes side by side; then one subtree after the other.
	top := min(t.leaves, topNodes)
	for level := 1; level < top; level *= 2 {
		if err := eachChunk(ctx, level, 1, func(_, i, _ int) { t.divide(level + i) }); err != nil {
			return nil, err
		}
	}
	if err := eachChunk(ctx, top, 1, func(_, i, _ int) { t.divideAll(top + i) }); err != nil {
		return nil, err
	}
	// The memory is needed for the blocks.
	t.keys = nil
	t.pack()
	return t, nil
}

// span returns where the rows of a node begin and end in order: the bits of its number
// after the first are the turns on the way from node 1.
func (t *tree) span(node int) (lo, hi int) {
	level := bits.Len(uint(node)) - 1
	lo, hi = 0, t.p.n
	for l := level - 1; l >= 0; l-- {
		// The lower half is the larger one where the number of rows is odd.
		if mid := lo + (hi-lo+1)/2; node>>l&1 == 0 {
			hi = mid
		} else {
			lo = mid
		}
	}
	return lo, hi
}

// divideAll divides a node and all nodes below it.
func (t *tree) divideAll(node int) {
	t.divide(node)
	if node < t.leaves {
		t.divideAll(2 * node)
		t.divideAll(2*node + 1)
	}
}

// divide finds the box of a node and puts the half of its rows that is lower in the widest
// column first.
func (t *tree) divide(node int) {
	lo, hi := t.span(node)
	// Boxes of all nodes, leaves included.
	c := t.bound(node, t.order[lo:hi])
	if node >= t.leaves {
		return
	}
	t.column[node] = int32(c)
	// Nodes of one level have parts of their own of keys and order.
	keys := t.keys[lo:hi]
	for e, i := range t.order[lo:hi] {
		keys[e] = key{t.p.dense.at(t.p.place(int(i)), c), i}
	}
	selectLowest(keys, (hi-lo+1)/2)
	for e, k := range keys {
		t.order[lo+e] = k.row
	}
}

// bound writes the box of a node and its first row, and returns its widest column.
func (t *tree) bound(node int, rows []int32) int {
	low, high := t.box(node)
	// The box begins as the first row and grows with the others.
	r := t.p.reader()
	_, first := r.row(int(rows[0]))
	copy(low, first)
	copy(high, low)
	t.first[node] = rows[0]
	for _, i := range rows {
		t.first[node] = min(t.first[node], i)
		_, row := r.row(int(i))
		for j, v := range row {
			if v < low[j] {
				low[j] = v
			}
			if v > high[j] {
				high[j] = v
			}
		}
	}
	// The first of equally wide columns.
	widest := 0
	for j := range low {
		if high[j]-low[j] > high[widest]-low[widest] {
			widest = j
		}
	}
	return widest
}

func (t *tree) box(node int) (low, high []float64) {
	return t.low[node*t.p.d : (node+1)*t.p.d], t.high[node*t.p.d : (node+1)*t.p.d]
}

// pack lays the rows of each leaf side by side, eight at a time: the first element of the
// eight, then the second of each. NaN fills the places without a row: it is near to nothing.
func (t *tree) pack() {
	t.start = make([]int, t.leaves+1)
	for l := range t.leaves {
		_, t.start[l+1] = t.span(t.leaves + l)
		t.height = max(t.height, (t.start[l+1]-t.start[l]+7)/8*8)
	}
	// Rows of float32 stay such, but for unit vectors, which have more digits.
	t.blocks = &matrix{d: t.height * t.p.d}
	if m := t.p.dense; m.isNarrow() && m.length == nil {
		t.blocks.narrow = packedLeaves[float32](t)
	} else {
		t.blocks.wide = packedLeaves[float64](t)
	}
}

// packedLeaves returns the blocks of all leaves.
func packedLeaves[T float32 | float64](t *tree) []T {
	size := t.height * t.p.d
	all := make([]T, t.leaves*size)
	par.For(t.leaves, 64, func(_, lo, hi int) {
		from := t.p.reader()
		for l := lo; l < hi; l++ {
			block := all[l*size:][:size]
			for e := range block {
				block[e] = T(math.NaN())
			}
			// Element j of row r stands at 8·(block of r)·d + 8j + (r mod 8).
			for r, i := range t.rows(l) {
				_, row := from.row(int(i))
				to := block[r/8*8*t.p.d+r%8:]
				for j, v := range row {
					to[8*j] = T(v)
				}
			}
		}
	})
	return all
}

// rows returns the rows of a leaf.
func (t *tree) rows(leaf int) []int32 { return t.order[t.start[leaf]:t.start[leaf+1]] }

// block returns the values of a leaf, those of float32 in the buffer, see [matrix.room].
func (t *tree) block(leaf int, buffer []float64) []float64 {
	return t.blocks.columns(buffer, leaf, 0, t.blocks.d)
}
