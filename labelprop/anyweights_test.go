package labelprop_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// strangeWeights are those at the ends of float64, and others that tie with them or sum to the same.
var strangeWeights = []float64{
	5e-324, 1e-323, 2.2250738585072014e-308, 1e-300, 2e-300, 1e-20, 0x1p-53, 1, 1, 1, 2, 3, 1e20, 1e300, 2e300,
	math.MaxFloat64 / 2, math.MaxFloat64,
}

// strangeShares are label weights and shares of classes, none 0.
var strangeShares = []float64{1, 1, 1, 0.5, 1e-6, 1e-300, 5e-324, 1 - 0x1p-53}

// weightTrial is a graph of few nodes with weights of any size, in several components, and labels of any weight.
func weightTrial(t testing.TB, r *rand.Rand) (*trial, *world) {
	n := 2 + r.IntN(6)
	var edges []graph.Edge
	for i := range n {
		for j := range i + 1 { // a loop, too
			if r.IntN(3) == 0 {
				continue
			}
			w := strangeWeights[r.IntN(len(strangeWeights))]
			if r.IntN(3) == 0 {
				w = math.Exp(1400*r.Float64() - 700)
			}
			edges = append(edges, graph.Edge{From: i, To: j, Weight: w})
			if r.IntN(4) == 0 {
				edges = append(edges, graph.Edge{From: j, To: i, Weight: w}) // again
			}
		}
	}
	g, err := graph.FromEdges(n, edges)
	require.NoError(t, err)
	// Precision for products of all edges of a tree over those of another.
	o := &world{g: g, w: newReals(n, n, 30_000), prec: 30_000}
	for _, e := range edges {
		if e.From != e.To {
			o.w[e.From][e.To], o.w[e.To][e.From] = o.of(e.Weight), o.of(e.Weight)
		}
	}
	for i := range n {
		o.d = append(o.d, sumReals(o.w[i]))
	}
	return labelAnyhow(r, n), o
}

// labelAnyhow gives some of n nodes labels of three classes, of which two may be missing.
func labelAnyhow(r *rand.Rand, n int) *trial {
	tr := &trial{y: make([]int, n), trust: make([]float64, n), other: mat.NewDense(n, 3, nil)}
	classes := 1 + r.IntN(3)
	for i := range n {
		tr.y[i] = none
		if i == 0 || r.IntN(3) == 0 {
			tr.y[i] = 2 - r.IntN(classes)
		}
		if i == 0 {
			tr.y[i] = 2 // so that there are three columns
		}
		for c := range 3 {
			tr.other.Set(i, c, float64(r.IntN(3))*strangeShares[r.IntN(len(strangeShares))]*float64(i%2))
		}
		divideRow(tr.other.RawRowView(i))
	}
	tr.soft = oneHot(tr.y, 3)
	for i, k := range tr.y {
		if k < 0 {
			continue
		}
		tr.trust[i] = strangeShares[r.IntN(len(strangeShares))]
		if s := strangeShares[r.IntN(len(strangeShares))]; r.IntN(2) == 0 {
			tr.soft.Set(i, k, 1-s)
			tr.soft.Set(i, (k+1)%3, s)
		}
	}
	return tr
}

// strangeAlphas are shares of neighbours near 0 and 1.
var strangeAlphas = []float64{5e-324, 1e-300, 1e-10, 1 - 1e-10, 1 - 0x1p-53}

// Every method on graphs of weights of any size, with labels of any weight: no label is wrong without a word, none is
// falsely said to be tied or proven.
func TestEdgesOfAnyWeight(t *testing.T) {
	skipIfSlow(t)
	methods := bandwidthMethods
	for _, a := range strangeAlphas {
		methods = append(methods, bandwidthMethod{name: fmt.Sprintf("spreading %g", a), method: labelprop.Spreading{Alpha: a},
			seeds: sharedSeeds, oracle: func(tr *trial, o *world) reals { return o.spreading(tr.soft, tr.trust, a) }})
	}
	// Of these 9 has shares that tie at a label that is kept, 11 scores that underflow, and 37 an α below 10⁻³⁰⁸.
	seeds := []int{9, 11, 37, 128}
	for seed := range measured(6, 40*often) {
		seeds = append(seeds, seed)
	}
	found := map[string]*comparison{}
	for _, seed := range seeds {
		r := rand.New(rand.NewPCG(uint64(seed), 6))
		tr, o := weightTrial(t, r)
		for _, m := range methods {
			columns := 3
			if m.dummy {
				columns = 4
			}
			s := &scoresAt{exact: m.oracle(tr, o)}
			for _, solver := range bandwidthSolvers {
				if m.dummy && (solver == labelprop.Elimination || solver == labelprop.GaussSeidel) {
					continue
				}
				res, err := labelprop.Solve(t.Context(), o.g, m.seeds(tr), m.method, &labelprop.Options{Solver: solver})
				require.NoError(t, err)
				var c comparison
				what := c.compare(res, s, 1, columns)
				if c.wrong > 0 && (!res.Converged || warned(res, "undecided")) {
					c.wrong = 0 // and said so
				}
				assert.Zero(t, c.wrong+c.falseTied+c.falseProven, "seed %d, %s by %v: %s %v", seed, m.name, solver, what, res.Warnings)
				name := fmt.Sprint(solver)
				if found[name] == nil {
					found[name] = &comparison{}
				}
				found[name].add(c)
			}
		}
	}
	for name, c := range found {
		t.Logf("%s: %+v", name, *c)
	}
}
