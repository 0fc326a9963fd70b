package labelprop_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr/csrtest"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// The oracle of the proofs: weights from the inputs themselves and ordinary
// elimination with subtractions, all in so many bits that the subtractions do
// not matter. It has no line in common with the solvers, and not their algorithm.

// bits is the precision of all oracles: enough for weights from 1 to exp(-400),
// whose systems lose up to 1,200 bits.
const bits = 1700

func exactly(v float64) *big.Float             { return new(big.Float).SetPrec(bits).SetFloat64(v) }
func plus(a, b *big.Float) *big.Float          { return exactly(0).Add(a, b) }
func minus(a, b *big.Float) *big.Float         { return exactly(0).Sub(a, b) }
func times(a, b *big.Float) *big.Float         { return exactly(0).Mul(a, b) }
func over(a, b *big.Float) *big.Float          { return exactly(0).Quo(a, b) }
func root(a *big.Float) *big.Float             { return exactly(0).Sqrt(a) }
func oneMinus(a float64) *big.Float            { return minus(exactly(1), exactly(a)) }
func scaleBits(a *big.Float, e int) *big.Float { return exactly(0).SetMantExp(a, e) }

// exponential returns exp(x) for |x| < 2²⁰: the series at x/2⁴⁰, squared 40 times.
func exponential(x *big.Float) *big.Float {
	const halvings = 40
	small := scaleBits(x, -halvings)
	sum, term := exactly(1), exactly(1)
	for k := 1; term.Sign() != 0 && term.MantExp(nil) > -bits; k++ {
		term = over(times(term, small), exactly(float64(k)))
		sum = plus(sum, term)
	}
	for range halvings {
		sum = times(sum, sum)
	}
	return sum
}

// table is a matrix of exact numbers; nil entries of weights are no edges.
type table [][]*big.Float

func newTable(n, c int) table {
	m := make(table, n)
	for i := range m {
		m[i] = make([]*big.Float, c)
		for j := range m[i] {
			m[i][j] = new(big.Float).SetPrec(bits)
		}
	}
	return m
}

// solveTable solves a·x = b in place, without pivoting: a is an M-matrix.
func solveTable(a, b table) {
	n := len(a)
	for k := range n {
		for i := k + 1; i < n; i++ {
			if a[i][k].Sign() == 0 {
				continue
			}
			f := over(a[i][k], a[k][k])
			for j := k; j < n; j++ {
				if a[k][j].Sign() != 0 {
					a[i][j] = minus(a[i][j], times(f, a[k][j]))
				}
			}
			for c := range b[i] {
				b[i][c] = minus(b[i][c], times(f, b[k][c]))
			}
		}
	}
	for i := n - 1; i >= 0; i-- {
		for c := range b[i] {
			for j := i + 1; j < n; j++ {
				b[i][c] = minus(b[i][c], times(a[i][j], b[j][c]))
			}
			b[i][c] = over(b[i][c], a[i][i])
		}
	}
}

func sumOf(row []*big.Float) *big.Float {
	sum := exactly(0)
	for _, v := range row {
		sum = plus(sum, v)
	}
	return sum
}

// exactHarmonic solves d·f - (1-κ)Wf = κd·y, with f = y where κ = 1 and f = 0
// where no seed is reachable.
func exactHarmonic(w table, y *mat.Dense, conf []float64, reached []bool) table {
	n, c := y.Dims()
	a, b := newTable(n, n), newTable(n, c)
	for i := range n {
		d := sumOf(w[i])
		a[i][i] = exactly(1)
		if !reached[i] {
			continue
		}
		for k := range c {
			b[i][k] = exactly(y.At(i, k))
		}
		if conf[i] == 1 || d.Sign() == 0 {
			continue
		}
		a[i][i] = d
		for k := range c {
			b[i][k] = times(b[i][k], times(exactly(conf[i]), d))
		}
		for j := range n {
			if j != i {
				a[i][j] = minus(a[i][j], times(oneMinus(conf[i]), w[i][j]))
			}
		}
	}
	solveTable(a, b)
	return b
}

// exactSpreading solves ((1-α)D + α(D-W))z = (1-α)D^½κY and returns D^½z.
func exactSpreading(w table, y *mat.Dense, conf []float64, alpha float64) table {
	n, c := y.Dims()
	a, b := newTable(n, n), newTable(n, c)
	for i := range n {
		d := sumOf(w[i])
		if d.Sign() == 0 {
			d = exactly(1)
		}
		a[i][i] = d
		for j := range n {
			if j != i {
				a[i][j] = minus(a[i][j], times(exactly(alpha), w[i][j]))
			}
		}
		for k := range c {
			b[i][k] = times(times(root(d), times(oneMinus(alpha), exactly(conf[i]))), exactly(y.At(i, k)))
		}
	}
	diagonal := make([]*big.Float, n)
	for i := range n {
		diagonal[i] = root(a[i][i])
	}
	solveTable(a, b)
	for i := range n {
		for k := range c {
			b[i][k] = times(b[i][k], diagonal[i])
		}
	}
	return b
}

// exactColumns returns the weights w_ij/(d_i·d_j).
func exactColumns(w table) table {
	n := len(w)
	out := newTable(n, n)
	d := make([]*big.Float, n)
	for i := range n {
		d[i] = sumOf(w[i])
	}
	for i := range n {
		for j := range n {
			if w[i][j].Sign() != 0 {
				out[i][j] = over(w[i][j], times(d[i], d[j]))
			}
		}
	}
	return out
}

// exactDistances returns the squared distances of the rows of x to those of z.
func exactDistances(x, z mat.Matrix) table {
	n, d := x.Dims()
	m, _ := z.Dims()
	out := newTable(n, m)
	for i := range n {
		for j := range m {
			for k := range d {
				diff := minus(exactly(x.At(i, k)), exactly(z.At(j, k)))
				out[i][j] = plus(out[i][j], times(diff, diff))
			}
		}
	}
	return out
}

// exactRBF weighs the edges of g by exp(-γd²).
func exactRBF(g *graph.Graph, d2 table, gamma float64) table {
	w := newTable(g.N(), g.N())
	for i := range g.N() {
		ind, _, _ := csrtest.Row(g, i)
		for _, j := range ind {
			if int(j) > i {
				e := exponential(times(exactly(-gamma), d2[i][j]))
				w[i][j], w[j][i] = e, e
			}
		}
	}
	return w
}

func exactEdges(n int, edges []graph.Edge) table {
	w := newTable(n, n)
	for _, e := range edges {
		w[e.From][e.To], w[e.To][e.From] = exactly(e.Weight), exactly(e.Weight)
	}
	return w
}

// puzzle is a small random problem with exact weights.
type puzzle struct {
	g *graph.Graph
	w table

	near   *graph.Neighbors // nil for edges
	x      *mat.Dense
	kernel kernel.RBF

	y    *mat.Dense
	conf []float64
	hard []int // the classes, if all are fully trusted
}

// seeds returns the labels in the form that fits.
func (p *puzzle) seeds() labelprop.Seeds {
	if p.hard != nil {
		return classSeeds(p.hard)
	}
	return softSeeds(p.y, p.conf)
}

// reached tells which nodes share a component with a trusted one.
func (p *puzzle) reached() []bool {
	y := make([]int, len(p.conf))
	for i, trust := range p.conf {
		y[i] = none
		if trust > 0 {
			y[i] = 0
		}
	}
	return reachable(p.g, y)
}

// answer returns the exact scores by a method.
func (p *puzzle) answer(m labelprop.Method) table {
	switch m := m.(type) {
	case labelprop.Spreading:
		return exactSpreading(p.w, p.y, p.conf, m.Alpha)
	case labelprop.Propagation:
		if m.Columns {
			return exactHarmonic(exactColumns(p.w), p.y, p.conf, p.reached())
		}
	}
	return exactHarmonic(p.w, p.y, p.conf, p.reached())
}

// edgePuzzle draws a graph of up to 12 nodes with weights over up to sixteen
// decades; small whole weights make exact ties common.
func edgePuzzle(t testing.TB, r *rand.Rand) puzzle {
	n := 2 + r.IntN(11)
	edges := randomEdges(n, r.IntN(3*n), []float64{0, 0.5, 2, 5, 8}[r.IntN(5)], r)
	for e := range edges {
		if r.IntN(2) == 0 {
			edges[e].Weight = math.Ceil(edges[e].Weight)
		}
	}
	p := puzzle{g: fromEdges(t, n, edges), w: exactEdges(n, edges)}
	p.label(r)
	return p
}

// pointPuzzle draws up to 10 points, on a lattice or not, joined all or to the
// nearest, with γ·d² up to some 200.
func pointPuzzle(t testing.TB, r *rand.Rand) puzzle {
	n := 3 + r.IntN(8)
	x := gaussian(n, 1+r.IntN(3), r)
	if r.IntN(2) == 0 {
		x.Apply(func(_, _ int, v float64) float64 { return math.Round(2 * v) }, x)
	}
	near, err := graph.Complete(t.Context(), x, nil)
	if r.IntN(2) == 0 {
		near, err = graph.KNN(t.Context(), x, 1+r.IntN(min(3, n-1)), &graph.SearchOptions{Mutual: r.IntN(2) == 0})
	}
	require.NoError(t, err)
	d2 := exactDistances(x, x)
	most := 0.0
	for i := range n {
		for j := range n {
			v, _ := d2[i][j].Float64()
			most = max(most, v)
		}
	}
	gamma := 1.0
	if most > 0 {
		gamma = 200 / most * math.Pow(10, -3*r.Float64())
	}
	g, err := near.Weigh(kernel.RBF{Gamma: gamma})
	require.NoError(t, err)
	p := puzzle{g: g, w: exactRBF(g, d2, gamma), near: near, x: x, kernel: kernel.RBF{Gamma: gamma}}
	p.label(r)
	return p
}

// label draws up to 4 classes for some of the nodes, hard or soft.
func (p *puzzle) label(r *rand.Rand) {
	n, c := p.g.N(), 2+r.IntN(3)
	p.conf, p.hard = make([]float64, n), make([]int, n)
	for i := range n {
		p.hard[i] = none
		if k := r.IntN(3 * c); k < c || i == 0 {
			p.hard[i], p.conf[i] = k%c, 1
		}
	}
	p.y = oneHot(p.hard, classCount(p.hard))
	if r.IntN(4) == 0 {
		p.soften(r)
	}
}

// soften takes trust from some labels and divides others between two classes.
func (p *puzzle) soften(r *rand.Rand) {
	_, c := p.y.Dims()
	for i, k := range p.hard {
		if k < 0 {
			continue
		}
		p.conf[i] = []float64{1, 0.5, r.Float64(), 1e-6, 1 - 1e-9}[r.IntN(5)]
		if share := []float64{0, 0.25, 0.625, 1}[r.IntN(4)]; c > 1 && r.IntN(2) == 0 {
			p.y.Set(i, k, 0)
			p.y.Set(i, (k+1)%c, 1-share)
			p.y.Set(i, k, p.y.At(i, k)+share)
		}
	}
	p.hard = nil
}
