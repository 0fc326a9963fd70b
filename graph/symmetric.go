package graph

import (
	"slices"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/memory"
)

// mergedRows is the number of rows a worker joins at a time.
const mergedRows = 4096

// symmetric joins the lists into an undirected graph of n rows: a pair is kept where
// either lists the other, or, if mutual, where both do. O(n·k) time, and as often as many again as there are blocks,
// see [transposed]. The edges stand in the scratch, whose error is returned.
func symmetric(l *knn.Lists, n int, mutual bool, scratch memory.Scratch) (*Neighbors, error) {
	in := newTransposed(l, n)
	// First the sizes, so that every worker knows where its rows begin; then the rows.
	start, err := memory.Zeros[int](scratch, n+1, edgesOfGraph)
	if err != nil {
		return nil, err
	}
	in.each(func(lo, hi int, in *transposedBlock) {
		for i := lo; i < hi; i++ {
			out, _ := l.Row(i)
			back, _ := in.row(i)
			start[i+1] = mergedSize(out, back, mutual)
		}
	})
	knn.PrefixSums(start)
	all := pairs{start: start, scratch: scratch}
	if all.ind, err = memory.Zeros[int32](scratch, start[n], edgesOfGraph); err != nil {
		return nil, err
	}
	if all.d2, err = memory.Zeros[float64](scratch, start[n], edgesOfGraph); err != nil {
		return nil, err
	}
	in.each(func(lo, hi int, in *transposedBlock) {
		var ind []int32
		var d2 []float64
		part := merger{ind: all.ind[start[lo]:start[lo]], d2: all.d2[start[lo]:start[lo]]}
		for i := lo; i < hi; i++ {
			// Lists are by distance, rows of a graph by index.
			out, outd := l.Row(i)
			ind, d2 = append(ind[:0], out...), append(d2[:0], outd...)
			knn.SortRow(ind, d2)
			back, backd := in.row(i)
			part.merge(ind, d2, back, backd, mutual)
		}
	})
	return &Neighbors{pairs: all, near: l}, nil
}

// edgesOfGraph is what the memory of the edges is for.
const edgesOfGraph = "the edges of the graph"

// mergedSize returns how many rows merge leaves.
func mergedSize(a, b []int32, mutual bool) int {
	// Rows in both lists are counted once.
	both := 0
	for _, i := range b {
		if slices.Contains(a, i) {
			both++
		}
	}
	if mutual {
		return both
	}
	return len(a) + len(b) - both
}

// merger collects merged lists, one behind the other.
type merger struct {
	ind []int32
	d2  []float64
}

// merge appends the union of two rising lists, or their intersection if mutual.
func (m *merger) merge(a []int32, ad []float64, b []int32, bd []float64, mutual bool) {
	x, y := 0, 0
	for x < len(a) || y < len(b) {
		// The lower row goes first. A row in both lists is kept either way, with the
		// smaller distance: rounding may differ.
		switch {
		case x < len(a) && y < len(b) && a[x] == b[y]:
			m.add(a[x], min(ad[x], bd[y]))
			x++
			y++
		case y == len(b) || x < len(a) && a[x] < b[y]:
			if !mutual {
				m.add(a[x], ad[x])
			}
			x++
		default:
			if !mutual {
				m.add(b[y], bd[y])
			}
			y++
		}
	}
}

func (m *merger) add(i int32, d2 float64) { m.ind, m.d2 = append(m.ind, i), append(m.d2, d2) }
