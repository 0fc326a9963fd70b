package graph

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/mat"
)

// Edge joins two nodes, in both directions, with a weight above 0.
type Edge struct {
	From, To int
	Weight   float64
}

// FromEdges returns the graph of n nodes with the given edges. Self-loops are
// dropped: they change no answer. A pair may be listed again, in either
// direction, with the same weight. A permutation of the nodes permutes every answer up to
// the last bits of its scores; [FromNamedEdges] makes it exact.
//
// Errors, naming the edge: an end outside [0, n), a weight that is not finite
// and positive, two weights for one pair. n is below 2³¹.
// Cost: O(e log e) for e edges.
func FromEdges(n int, edges []Edge) (*Graph, error) {
	if n < 0 || n > math.MaxInt32 {
		return nil, fmt.Errorf("graph: %d nodes: the number must be from 0 to %d", n, math.MaxInt32)
	}
	both := make([]Edge, 0, 2*len(edges))
	for k, e := range edges {
		if e.From < 0 || e.From >= n || e.To < 0 || e.To >= n {
			return nil, fmt.Errorf("graph: edge %d: joins %d and %d: nodes are numbered from 0 to %d",
				k, e.From, e.To, n-1)
		}
		if !(e.Weight > 0) || math.IsInf(e.Weight, 1) {
			return nil, fmt.Errorf("graph: edge %d, from %d to %d: weight %g must be finite and above 0",
				k, e.From, e.To, e.Weight)
		}
		if e.From != e.To {
			// Rows list their neighbours in both directions.
			both = append(both, e, Edge{e.To, e.From, e.Weight})
		}
	}
	// In order of the rows, a pair that was listed again stands side by side.
	slices.SortFunc(both, func(a, b Edge) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return fromSorted(n, both)
}

// fromSorted builds the rows from edges in both directions, in order.
func fromSorted(n int, both []Edge) (*Graph, error) {
	// The logarithm of a weight is off by a few units in the last place.
	w := csr.Weights{Start: make([]int, n+1), Gamma: lognum.NewGamma(1), S: []float64{}, SError: 8 * 0x1p-53}
	for k, e := range both {
		if k > 0 && both[k-1].From == e.From && both[k-1].To == e.To {
			if both[k-1].Weight != e.Weight {
				return nil, fmt.Errorf("graph: nodes %d and %d are joined by two weights, %g and %g",
					e.From, e.To, both[k-1].Weight, e.Weight)
			}
			continue
		}
		// w = exp(s), t = 0: the logarithm keeps weights that differ by any factor.
		w.Ind = append(w.Ind, int32(e.To))
		w.S = append(w.S, ln.Of(e.Weight))
		w.Start[e.From+1]++
	}
	// Lengths of rows become their beginnings.
	for i := range n {
		w.Start[i+1] += w.Start[i]
	}
	w.T = make([]float64, len(w.S))
	return &Graph{weights: w}, nil
}

// FromMatrix returns the graph whose edge from i to j has the weight m[i,j].
// Zeros are no edges and the diagonal is dropped. A mat.RowNonZeroDoer is read
// through its stored values alone.
//
// Errors, naming the place: m is not square, not symmetric, negative or not finite.
// Cost: O(e log e) for e stored values, one call of m.At for each; O(n²) where all
// of m has to be read.
func FromMatrix(m mat.Matrix) (g *Graph, err error) {
	defer par.Catch(&err, "graph")
	defer par.Blame("the matrix")
	if m == nil {
		return nil, errors.New("graph: no weight matrix")
	}
	n, c := m.Dims()
	if n > math.MaxInt32 {
		return nil, fmt.Errorf("graph: %d nodes: the number must be from 0 to %d", n, math.MaxInt32)
	}
	if n != c {
		return nil, fmt.Errorf("graph: a weight matrix is square, this one is %d×%d", n, c)
	}
	var edges []Edge
	var outside error
	add := func(i, j int, v float64) {
		if i < 0 || i >= n || j < 0 || j >= n {
			outside = fmt.Errorf("graph: a weight in row %d and column %d of a %d×%d matrix", i, j, n, n)
			return
		}
		if v != 0 && i != j {
			// A NaN is kept here, and refused as a weight by FromEdges.
			edges = append(edges, Edge{i, j, v})
		}
	}
	// Sparse matrices by their stored values, all others cell by cell.
	if rows, ok := m.(mat.RowNonZeroDoer); ok {
		for i := range n {
			rows.DoRowNonZero(i, add)
		}
	} else {
		for i := range n {
			for j := range n {
				add(i, j, m.At(i, j))
			}
		}
	}
	if outside != nil {
		return nil, outside
	}
	if err := checkSymmetric(edges, m); err != nil {
		return nil, err
	}
	return FromEdges(n, edges)
}

func checkSymmetric(edges []Edge, m mat.Matrix) error {
	for _, e := range edges {
		if back := m.At(e.To, e.From); back != e.Weight && !math.IsNaN(e.Weight) {
			return fmt.Errorf("graph: weight (%d,%d) is %g but (%d,%d) is %g: make it symmetric first, e.g. (W+Wᵀ)/2",
				e.From, e.To, e.Weight, e.To, e.From, back)
		}
	}
	return nil
}
