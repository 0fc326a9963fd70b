package laplacian

import "math"

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
	// Widest is the range of the logarithms of W and Ground that float64 has room for, if the
	// largest is Top.
	Widest = 600
	// Top is about exp(Widest/2).
	Top = 0x1p432
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

// valid tells whether the numbers are such that nothing underflows that matters.
func (s *System) valid() bool {
	// An entry of 0 is no edge, and does not count.
	least, most := math.Inf(1), 0.0
	for _, part := range [][]float64{s.W, s.Ground} {
		for _, w := range part {
			if w > 0 {
				least = min(least, w)
			}
			most = max(most, w)
		}
	}
	// Currents are products of conductances and potentials; their logarithms stay within those
	// of float64.
	return least >= math.Exp(-Widest/2-1) && most <= math.Exp(Widest/2+1)
}
