package graph

import (
	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/par"
)

// The lists are transposed in so many blocks, or fewer of at least so many entries, 12 bytes each: all at once would be
// as much memory again as the lists, and each block is a pass over them.
const transposedBlocks, leastTransposed = 16, 1 << 20

// transposed are the lists of n rows the other way round: for each row those that list it. A block of rows is made at
// a time, each by a pass over all lists.
type transposed struct {
	lists *knn.Lists
	end   []int // where the rows of each row end, as if all stood one behind the other
	most  int   // entries of a block, if no row has more

	at  []int // the memory of a block
	ind []int32
	d2  []float64
}

func newTransposed(l *knn.Lists, n int) *transposed {
	t := &transposed{lists: l, end: make([]int, n), most: max(leastTransposed, len(l.Ind)/transposedBlocks)}
	for _, j := range l.Ind {
		t.end[j]++
	}
	knn.PrefixSums(t.end)
	return t
}

// before returns where the rows of row i begin.
func (t *transposed) before(i int) int {
	if i == 0 {
		return 0
	}
	return t.end[i-1]
}

// each calls f with some rows at a time, and their lists. Calls come from several goroutines.
func (t *transposed) each(f func(lo, hi int, in *transposedBlock)) {
	n := len(t.end)
	for lo := 0; lo < n; {
		// Rows until the block is full; a row that very many list is a block by itself.
		hi := lo + 1
		for hi < n && t.end[hi]-t.before(lo) <= t.most {
			hi++
		}
		block := t.block(lo, hi)
		par.For(hi-lo, mergedRows, func(_, a, b int) { f(lo+a, lo+b, block) })
		lo = hi
	}
}

// transposedBlock are the transposed lists of some rows.
type transposedBlock struct {
	*transposed
	first int // where the rows of the first of them begin
}

// row returns the rows that list row i, rising, and their distances.
func (b *transposedBlock) row(i int) (ind []int32, d2 []float64) {
	from, to := b.before(i)-b.first, b.end[i]-b.first
	return b.ind[from:to], b.d2[from:to]
}

// block returns the lists of the rows from lo to hi, in the place of those of the last block.
func (t *transposed) block(lo, hi int) *transposedBlock {
	first := t.before(lo)
	t.at = t.at[:0]
	for i := lo; i < hi; i++ {
		t.at = append(t.at, t.before(i)-first)
	}
	total := t.end[hi-1] - first
	if cap(t.ind) < total {
		t.ind, t.d2 = make([]int32, total), make([]float64, total)
	}
	t.ind, t.d2 = t.ind[:total], t.d2[:total]
	// Rows come in order, so that every list rises.
	at := t.at
	for i := range t.lists.End {
		ind, d2 := t.lists.Row(i)
		for e, j := range ind {
			if r := int(j) - lo; r >= 0 && r < len(at) {
				t.ind[at[r]], t.d2[at[r]] = int32(i), d2[e]
				at[r]++
			}
		}
	}
	return &transposedBlock{t, first}
}
