package elimination

import (
	"fmt"
	"math"

	"github.com/propagate-go/propagate/internal/lognum"
)

// Network is a set of free nodes in ground form. Its equations, with all data
// non-negative, are
//
//	(g_i + Σ_j w_ij)·F_ic - Σ_j w_ij·F_jc = b_ic,    c < Classes,
//
// and the answer is p_i·F_ic. The sources need not add up to the ground.
type Network struct {
	Gamma   lognum.Gamma
	Start   []int        // row i has the edges Start[i]:Start[i+1]; len n+1
	Ind     []int32      // other ends; every edge in both rows, once; no loops
	W       []lognum.Num // w_ij
	Ground  []lognum.Num // g_i, n
	Source  []lognum.Num // b_ic, n × Classes, row-major
	Post    []lognum.Num // p_i, n; nil: all one
	Classes int

	Stochastic bool // Σ_c b_ic = g_i to nine digits, so that Σ_c F_ic = 1 wherever a path leads to the ground

	InputError    float64 // bound on the relative error of every T above
	InputTError   float64 // bound on an absolute error of every T beside that
	InputLogError float64 // bound on the absolute error of every S above

	Exact *Exact // the same numbers with exact T, for Options.Arithmetic Big
}

// Exact holds the numbers of a Network with exact exponents in units of 2^Exp.
type Exact struct {
	Exp                     int
	W, Ground, Source, Post []lognum.Big
}

// Len returns the number of free nodes.
func (nw *Network) Len() int { return len(nw.Ground) }

// Edges returns the number of undirected edges.
func (nw *Network) Edges() int { return len(nw.Ind) / 2 }

// times returns x·p_i.
func (nw *Network) times(x lognum.Num, i int) lognum.Num {
	if nw.Post == nil || x.IsZero() {
		return x
	}
	return x.Mul(nw.Post[i])
}

// check says where the network is malformed.
func (nw *Network) check() error {
	n := nw.Len()
	switch {
	case !nw.Gamma.Valid():
		return fmt.Errorf("elimination: γ = %v is not a non-negative number", nw.Gamma.Float64())
	case len(nw.Start) != n+1 || nw.Start[n] != len(nw.Ind) || len(nw.W) != len(nw.Ind):
		return fmt.Errorf("elimination: %d nodes, but %d row starts, %d ends and %d weights",
			n, len(nw.Start), len(nw.Ind), len(nw.W))
	case len(nw.Source) != n*nw.Classes:
		return fmt.Errorf("elimination: %d nodes of %d classes, but %d sources", n, nw.Classes, len(nw.Source))
	case nw.Post != nil && len(nw.Post) != n:
		return fmt.Errorf("elimination: %d nodes, but %d factors", n, len(nw.Post))
	}
	// Ends within range, and no loops.
	for i := range n {
		for e := nw.Start[i]; e < nw.Start[i+1]; e++ {
			if j := nw.Ind[e]; j < 0 || int(j) >= n || int(j) == i {
				return fmt.Errorf("elimination: node %d: edge to %d", i, j)
			}
		}
	}
	return nw.checkNumbers()
}

func (nw *Network) checkNumbers() error {
	for _, part := range []struct {
		name string
		nums []lognum.Num
	}{{"weight", nw.W}, {"ground", nw.Ground}, {"source", nw.Source}, {"factor", nw.Post}} {
		for i, x := range part.nums {
			// NaN fails every comparison.
			inRange := x.Exponent > -largest && (x.Exponent < largest || x.IsZero())
			if !inRange || !(math.Abs(x.LogCoeff) < largest) {
				return fmt.Errorf("elimination: %s %d: %v out of range", part.name, i, x)
			}
		}
	}
	return nil
}

// largest bounds |T| and |S| of the data, so that sums of them stay finite.
const largest = 1e290

// part names one of the arrays of a Network.
type part int

const (
	edges part = iota
	ground
	source
	post
)

func (nw *Network) part(p part) []lognum.Num {
	return [...][]lognum.Num{edges: nw.W, ground: nw.Ground, source: nw.Source, post: nw.Post}[p]
}

func (x *Exact) part(p part) []lognum.Big {
	return [...][]lognum.Big{edges: x.W, ground: x.Ground, source: x.Source, post: x.Post}[p]
}
