package network

import (
	"context"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/progress"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// On a complete graph with γ → 0 every score tends to the share π of its class
// among the labelled nodes, and classes of equal share come ever closer: at
// γ = 1e-300 no float64 score tells them apart. Their difference does. With
// F = π + γG and tᵢⱼ the exponents,
//
//	L_UU G = -(T_UL ∘ φ(γT_UL))(Y - π),   φ(x) = (1-exp(-x))/x.
//
// L_UU is nearly nI - 11ᵀ, whose inverse is (I + 11ᵀ/n_L)/n with n_L labelled of n
// nodes: a few steps of iterative refinement with that inverse solve for G at any size.
// L_UU is an M-matrix, whose inverse has no negative entry, and the row sums of L_UU are at
// least n_L·exp(-γ·max t): so the error of G is at most the residual over the least row sum.

// decideByFlatLimit gives the free nodes that are not proven the class of the
// largest π + γG, where G is known.
func (nw *Network) decideByFlatLimit(ctx context.Context, sol *Solution, o Options) error {
	if sol.Proven == nil || sol.unproven() == 0 || !nw.nearlyConstant() {
		return nil
	}
	// Only what float64 scores could not decide is decided by the expansion.
	d, err := nw.newFlatLimit(o.Tell.Watch(ctx, progress.Bounding))
	if err != nil {
		return err
	}
	par.For(len(nw.Free), chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			if !sol.Proven[i] {
				sol.Label[i], sol.Proven[i], sol.Tied[i] = d.decide(i)
			}
		}
	})
	return nil
}

// nearlyConstant reports whether this is the harmonic function of a complete
// graph whose weights exp(-γt) are all nearly 1, with hard labels.
func (nw *Network) nearlyConstant() bool {
	n := nw.graph.N()
	if nw.method.Symmetric || nw.reshaped() || !nw.method.Clamps || !nw.Labels.Hard || nw.graph.Edges() != n*(n-1)/2 {
		return false
	}
	if nw.dense != nil && nw.dense.variesInSums() {
		return false
	}
	x := nw.extent()
	way := nw.gamma.Times(x.t)
	return x.s == 0 && x.t > 0 && nw.gamma.Frac > 0 && way < 1e-3 && way*float64(n) < 0.1*float64(len(nw.Labels.Nodes))
}

// flatLimit is G at the free nodes.
type flatLimit struct {
	nw    *Network
	count []float64 // labelled nodes of each class
	g     []float64 // len(free)×C
	bound float64   // on the error of any entry of g
	size  float64   // largest |g|
}

// refinements is more than convergence ever takes: the error falls at least by
// the factor 5 in each.
const refinements = 30

// newFlatLimit solves for G. Cost: 2 flops an edge and class in each refinement.
func (nw *Network) newFlatLimit(watch progress.Watch) (*flatLimit, error) {
	n, c := len(nw.Free), nw.columns()
	d := &flatLimit{nw: nw, count: make([]float64, c), g: make([]float64, n*c), bound: math.Inf(1)}
	// The number of labels of each class gives π.
	for l := range nw.Labels.Nodes {
		d.count[simplex.Largest(nw.Labels.Row(l))]++
	}
	r, before := make([]float64, n*c), make([]float64, n*c)
	// Each refinement solves with the approximate inverse; stop as soon as the bound no longer
	// falls, and keep the best.
	for range refinements {
		bound, err := d.residual(r, watch)
		if err != nil {
			return nil, err
		}
		if !(bound < d.bound) {
			copy(d.g, before)
			break
		}
		d.bound = bound
		copy(before, d.g)
		d.refine(r)
	}
	for _, v := range d.g {
		d.size = max(d.size, math.Abs(v))
	}
	return d, nil
}

// residual writes what is missing of the equation at g into r and returns the
// bound on the error of g that follows.
func (d *flatLimit) residual(r []float64, watch progress.Watch) (float64, error) {
	nw, c := d.nw, len(d.count)
	// A row is a sum of some n terms, each with the error of its exponent and of exp.
	relative := (float64(nw.graph.N())+30)*unit + 2*nw.w.TError
	worst := make([]float64, par.Chunks(len(nw.Free), fewRows))
	n, each := len(nw.Free), float64(nw.graph.N())*float64(c+expUnits)
	err := watch.Begin(float64(n)*each).For(n, fewRows, each, func(chunk, lo, hi int) {
		row, size, edges := make([]float64, c), make([]float64, c), nw.edgesOneByOne()
		for i := lo; i < hi; i++ {
			ground := d.residualRow(i, edges, row, size)
			copy(r[i*c:], row)
			for k := range row {
				// L_UU is an M-matrix with row sums of at least ground: so |error| ≤ max
				// |r|/ground.
				worst[chunk] = max(worst[chunk], (math.Abs(row[k])+relative*size[k])/ground)
			}
		}
	})
	return slices.Max(worst) * (1 + 8*unit), err
}

// fewRows is the number of rows a worker takes at a time where each has an edge to all others.
const fewRows = 64

// expUnits is what an exponential costs, in operations on numbers.
const expUnits = 8

// rowReader returns the neighbours of a node and the exponents of their edges, until it is called again.
type rowReader func(u int) (ind []int32, t []float64)

// edgesOneByOne reads the edges of one node after the other: those that are listed, or, of a complete graph that has
// too many for that, as they are measured again.
func (nw *Network) edgesOneByOne() rowReader {
	if !nw.onlyDense() {
		return func(u int) ([]int32, []float64) {
			ind, t, _ := nw.w.Row(u)
			return ind, t
		}
	}
	return measuredEdges(nw.w.Implicit)
}

// measuredEdges measures the edges of a complete graph, those of one node after the other. O(nd) each.
func measuredEdges(c *csr.Implicit) rowReader {
	ind, t := make([]int32, c.N-1), make([]float64, c.N)
	return func(u int) ([]int32, []float64) {
		c.Measure(t, u)
		// The node itself is no neighbour.
		copy(t[u:], t[u+1:])
		for v := range ind {
			if ind[v] = int32(v); v >= u {
				ind[v]++
			}
		}
		return ind, t[:c.N-1]
	}
}

// residualRow writes row i of the residual, and the sum of the sizes of its terms.
// It returns a lower bound on the row sum of L_UU.
func (d *flatLimit) residualRow(i int, edges rowReader, row, size []float64) (ground float64) {
	nw := d.nw
	c, labelled := len(row), float64(len(nw.Labels.Nodes))
	clear(row)
	clear(size)
	own := d.g[i*c : (i+1)*c]
	ind, t := edges(nw.Free[i])
	for e, v := range ind {
		// The weight exp(-γt), next to 1 or, to all digits, 1.
		x, w := nw.gamma.Times(t[e]), 1.0
		if x > unit/8 {
			w = math.Exp(-x)
		}
		if at := nw.Place[v]; at >= 0 {
			// A free neighbour: -w(gᵤ - gᵥ), and the sizes of its terms for the rounding.
			for k, g := range d.g[int(at)*c : int(at+1)*c] {
				row[k] -= w * (own[k] - g)
				size[k] += math.Abs(own[k]) + math.Abs(g)
			}
			continue
		}
		// A labelled neighbour: it adds w to the row sum, and t·φ(γt) times the difference
		// between its label and π to the right side.
		ground += w
		given, pull := simplex.Largest(nw.Labels.Row(nw.LabelAt[v])), t[e]*phi(x)
		for k, g := range own {
			row[k] += pull*d.count[k]/labelled - w*g
			size[k] += pull + math.Abs(g)
		}
		row[given] -= pull
	}
	return ground * (1 - 1e-9)
}

// refine adds (I + 11ᵀ/n_L)r/n to g.
func (d *flatLimit) refine(r []float64) {
	c, labelled := len(d.count), float64(len(d.nw.Labels.Nodes))
	// (I + 11ᵀ/n_L)r/n needs but the sums of the columns.
	sum := make([]float64, c)
	for i, v := range r {
		sum[i%c] += v
	}
	n := float64(d.nw.graph.N())
	for i, v := range r {
		d.g[i] += (v + sum[i%c]/labelled) / n
	}
}

// phi returns (1-exp(-x))/x.
func phi(x float64) float64 {
	// 1 - x/2 is 1 to all digits.
	if x <= unit/8 {
		return 1
	}
	return -math.Expm1(-x) / x
}

// decide returns the largest class of row i, the first of those that tie, and
// whether it is proven or tied.
func (d *flatLimit) decide(i int) (label int, proven, tied bool) {
	// The leader among all classes.
	for k := range d.count {
		if d.lead(i, k, label) > 0 {
			label = k
		}
	}
	best := label
	proven = true
	for k := range d.count {
		if k == best || d.count[k] == 0 {
			continue
		}
		// It must lead every class that has a label beyond all errors; classes without one
		// have the share 0 and G = 0.
		proven = proven && d.surely(i, best, k)
		if d.count[k] == d.count[best] && math.Abs(d.lead(i, best, k)) <= 1e-11*d.size {
			label, tied = min(label, k), true
		}
	}
	return label, proven, tied && !proven
}

// lead returns by how much class k leads class j in row i: in units of G where the
// classes have the same share, in units of F otherwise.
func (d *flatLimit) lead(i, k, j int) float64 {
	c := len(d.count)
	// π + γG: if the shares π differ, they decide, but for γ times the difference in G.
	g := d.g[i*c+k] - d.g[i*c+j]
	if d.count[k] == d.count[j] {
		return g
	}
	return (d.count[k]-d.count[j])/float64(len(d.nw.Labels.Nodes)) + math.Copysign(d.nw.gamma.Times(math.Abs(g)), g)
}

// surely reports whether class k leads class j in row i beyond all errors.
func (d *flatLimit) surely(i, k, j int) bool {
	// Both entries of G may be off, and the difference is rounded.
	slack := 2*d.bound + 4*unit*d.size
	if d.count[k] == d.count[j] {
		return d.lead(i, k, j) > slack
	}
	return d.lead(i, k, j) > d.nw.gamma.Times(slack)+8*unit
}
