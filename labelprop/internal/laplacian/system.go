package laplacian

import "slices"

// System is the equation gᵢxᵢ + Σⱼwᵢⱼ(xᵢ - xⱼ) = bᵢ of n nodes in Cols columns.
type System struct {
	Cols   int
	Start  []int     // row i has the edges Start[i]:Start[i+1]
	Ind    []int32   // other ends; every edge in both rows; no loops
	W      []float64 // of which that in the row of the larger node is used
	Ground []float64 // n; every node has a path to a node with a ground above 0
	Source []float64 // n×Cols, row-major, not negative
	RelErr float64   // bound on the relative errors of W, Ground and Source
}

// Len returns the number of nodes.
func (s *System) Len() int { return len(s.Ground) }

const (
	// Top is the largest conductance, or near it.
	Top = 0x1p432
	// Least is the least conductance that an edge may have,
	Least = 0x1p-990
	// and leastBottleneck, Top·exp(-600), that of any edge of the heaviest spanning tree: what flows
	// there, over Top, is a difference of potentials that float64 still holds.
	leastBottleneck = 0x1p-434
)

// smallest stands for what underflows in a row.
const smallest = 0x1p-1000

// unit is the unit roundoff of float64.
const unit = 0x1p-53

// edge is an edge between nodes a < b in the order of elimination.
type edge struct {
	a, b int32
	w    float64
}

// totals returns the conductance of all edges and the ground of each node.
func (s *System) totals() []float64 {
	all := slices.Clone(s.Ground)
	for i := range all {
		for at := s.Start[i]; at < s.Start[i+1]; at++ {
			// Both ends get what stands in the row of the larger one.
			if j := s.Ind[at]; int(j) < i {
				all[i] += s.W[at]
				all[j] += s.W[at]
			}
		}
	}
	return all
}

// mirrored returns the weights of all edges, each the same in both rows: that which stands in the row of the larger
// node.
func (s *System) mirrored() []float64 {
	n := s.Len()
	w, next := slices.Clone(s.W), make([]int, n+1)
	for i := range n {
		for at := s.Start[i]; at < s.Start[i+1]; at++ {
			if j := s.Ind[at]; int(j) < i {
				next[j+1]++
			}
		}
	}
	for i := range n {
		next[i+1] += next[i]
	}
	// The larger neighbours of each node, and the places of their edges, one node after the other.
	larger, place := make([]int32, next[n]), make([]int, next[n])
	first := slices.Clone(next)
	for i := range n {
		for at := s.Start[i]; at < s.Start[i+1]; at++ {
			if j := s.Ind[at]; int(j) < i {
				larger[next[j]], place[next[j]] = int32(i), at
				next[j]++
			}
		}
	}
	// of holds the weights to the larger neighbours of the node at hand.
	of := make([]float64, n)
	for i := range n {
		for k := first[i]; k < first[i+1]; k++ {
			of[larger[k]] = s.W[place[k]]
		}
		for at := s.Start[i]; at < s.Start[i+1]; at++ {
			if j := s.Ind[at]; int(j) > i {
				w[at] = of[j]
			}
		}
	}
	return w
}

// valid tells whether no conductance is so small that its currents underflow.
func (s *System) valid() bool {
	for _, part := range [][]float64{s.W, s.Ground} {
		for _, w := range part {
			// An entry of 0 is no edge, and does not count.
			if w != 0 && !(w >= Least && w <= 2*Top) {
				return false
			}
		}
	}
	return true
}
