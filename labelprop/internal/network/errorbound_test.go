package network

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/csr/csrtest"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// The bounds on rounding are held against numbers of so many bits that their own rounding
// does not matter.
const oracleBits = 400

func exactly(v float64) *big.Float   { return new(big.Float).SetPrec(oracleBits).SetFloat64(v) }
func add(a, b *big.Float) *big.Float { return exactly(0).Add(a, b) }
func mul(a, b *big.Float) *big.Float { return exactly(0).Mul(a, b) }
func quo(a, b *big.Float) *big.Float { return exactly(0).Quo(a, b) }
func sqrt(a *big.Float) *big.Float   { return exactly(0).Sqrt(a) }
func expOf(x *big.Float) *big.Float { // the series at x/2⁴⁰, squared 40 times
	small := exactly(0).SetMantExp(x, -40)
	total, term := exactly(1), exactly(1)
	for k := 1; term.Sign() != 0 && term.MantExp(nil) > -oracleBits; k++ {
		term = quo(mul(term, small), exactly(float64(k)))
		total = add(total, term)
	}
	for range 40 {
		total = mul(total, total)
	}
	return total
}

// off returns |got - want|/want.
func off(got float64, want *big.Float) float64 {
	d, _ := quo(add(exactly(got), exactly(0).Neg(want)), want).Float64()
	return math.Abs(d)
}

// exactWeights returns the weights of the edges of g, exp(-γd²) of rows of x, as the method
// changes them.
func exactWeights(nw *Network, x *mat.Dense, gamma float64) [][]*big.Float {
	w := make([][]*big.Float, nw.N())
	degree := make([]*big.Float, nw.N())
	for u := range w {
		degree[u] = exactly(0)
		for _, v := range nw.Neighbors(u) {
			d2 := exactly(0)
			for k, a := range x.RawRowView(u) {
				d := add(exactly(a), exactly(-x.At(int(v), k)))
				d2 = add(d2, mul(d, d))
			}
			e := expOf(exactly(0).Neg(mul(exactly(gamma), d2)))
			w[u], degree[u] = append(w[u], e), add(degree[u], e)
		}
	}
	for u := range w {
		for e, v := range nw.Neighbors(u) {
			if nw.method.ColumnNormalized {
				w[u][e] = quo(w[u][e], mul(degree[u], degree[v]))
			}
			if nw.boost != nil {
				w[u][e] = mul(w[u][e], add(exactly(nw.boost[u]), exactly(nw.boost[v])))
			}
		}
	}
	return w
}

// oracleRows is the equation in exact numbers: α w/diag, and the right side.
type oracleRows struct {
	m      [][]*big.Float // by free node, in the order of its row
	b      [][]*big.Float
	ground []*big.Float
}

// exactEquation writes out the equation of the harmonic function, or of spreading with α.
func exactEquation(nw *Network, w [][]*big.Float, alpha float64) oracleRows {
	clamps := nw.method.Clamps
	neighbor, self := exactly(1), exactly(0)
	if !clamps {
		neighbor, self = exactly(alpha), add(exactly(1), exactly(-alpha))
	}
	var r oracleRows
	degree, diag := make([]*big.Float, nw.N()), make([]*big.Float, nw.N())
	for u := range w {
		degree[u], diag[u] = exactly(0), exactly(0)
		for _, x := range w[u] {
			degree[u] = add(degree[u], x)
		}
		diag[u] = mul(add(neighbor, self), degree[u])
	}
	for _, u := range nw.Free {
		// In the order of places, which is that of the nodes here.
		var m []*big.Float
		b := make([]*big.Float, nw.columns())
		for k := range b {
			b[k] = exactly(0)
		}
		ground := mul(self, degree[u])
		for e, v := range nw.Neighbors(u) {
			x := mul(neighbor, w[u][e])
			if nw.Place[v] >= 0 {
				by := diag[u]
				if nw.method.Symmetric {
					by = sqrt(mul(diag[u], diag[v]))
				}
				m = append(m, quo(x, by))
				continue
			}
			ground = add(ground, x)
			for k, y := range nw.Labels.Row(nw.LabelAt[v]) {
				b[k] = add(b[k], quo(mul(x, exactly(y)), diag[u]))
			}
		}
		if l := nw.LabelAt[u]; l >= 0 && nw.method.Symmetric {
			for k, y := range nw.Labels.Row(l) {
				b[k] = add(b[k], mul(exactly(y), quo(mul(self, sqrt(degree[u])), sqrt(diag[u]))))
			}
		}
		r.m, r.b, r.ground = append(r.m, m), append(r.b, b), append(r.ground, ground)
	}
	return r
}

// boundedMethods are those whose rounding is bounded in different ways.
func boundedMethods() map[string]*Method {
	columns, boosted := harmonic(), harmonic()
	columns.ColumnNormalized = true
	boosted.Reweigh = func(nw *Network) []float64 {
		a := make([]float64, nw.N())
		for u := range a {
			a[u] = 1 + float64(u%7)*1e3/3
		}
		return a
	}
	return map[string]*Method{"harmonic": harmonic(), "spreading": spreading(0.9), "columns": columns, "boosted": boosted}
}

// drawnNetwork is a random network with weights from 1 down to some exp(-deep).
func drawnNetwork(t *testing.T, rng *rand.Rand, m *Method, deep float64) (*Network, *mat.Dense, float64) {
	t.Helper()
	n := 12 + rng.IntN(30)
	x := mat.NewDense(n, 3, nil)
	x.Apply(func(int, int, float64) float64 { return rng.NormFloat64() }, x)
	near, err := graph.KNN(t.Context(), x, 3+rng.IntN(8), nil)
	require.NoError(t, err)
	gamma := deep / 6 // squared distances are 6 in the mean
	g, err := near.Weigh(kernel.RBF{Gamma: gamma})
	require.NoError(t, err)
	y := make([]int, n)
	for i := range y {
		y[i] = unlabeled
		if i%5 == 0 {
			y[i] = i / 5 % 2
		}
	}
	g = csr.Wrap(csrtest.Rows(g)).(*graph.Graph) // nodes in the order of the rows
	return New(g, classLabels(y), m), x, gamma
}

// Every normalised weight and every right side is within the bound, and some are within
// three digits of it.
func TestWeightErrorHoldsAndIsNotVacuous(t *testing.T) {
	for name, m := range boundedMethods() {
		for _, deep := range []float64{1e-3, 1, 30, 1000} {
			t.Run(fmt.Sprintf("%s/%g", name, deep), func(t *testing.T) {
				rng := rand.New(rand.NewPCG(41, 1))
				worst := 0.0
				for range 6 {
					nw, x, gamma := drawnNetwork(t, rng, m, deep)
					eq := nw.equation(false)
					want := exactEquation(nw, exactWeights(nw, x, gamma), 0.9)
					for i := range eq.n {
						worst = max(worst, worstOff(eq.m[eq.start[i]:eq.start[i+1]], want.m[i])/eq.relErr)
						worst = max(worst, worstOff(eq.row(eq.b, i), want.b[i])/eq.relErr)
					}
				}
				t.Logf("the largest error is %.3g of the bound", worst)
				assert.LessOrEqual(t, worst, 1.0)
				assert.Greater(t, worst, 1e-3)
			})
		}
	}
}

// worstOff returns the largest relative error of numbers that are well above underflow.
func worstOff(got []float64, want []*big.Float) float64 {
	worst := 0.0
	for k, v := range got {
		if want[k].Sign() > 0 && want[k].MantExp(nil) > -1000 {
			worst = max(worst, off(v, want[k]))
		}
	}
	return worst
}

// The grounds of the balances, which are sums of sums, are within the bound that
// elimination is given.
func TestInputErrorsHoldAndAreNotVacuous(t *testing.T) {
	for name, m := range boundedMethods() {
		for _, deep := range []float64{1e-3, 1, 30, 1000} {
			t.Run(fmt.Sprintf("%s/%g", name, deep), func(t *testing.T) {
				rng := rand.New(rand.NewPCG(42, 1))
				worst := 0.0
				for range 6 {
					nw, x, gamma := drawnNetwork(t, rng, m, deep)
					e := nw.forElimination()
					want := exactEquation(nw, exactWeights(nw, x, gamma), 0.9)
					for i, g := range e.Ground {
						if g.IsZero() {
							continue
						}
						bound := gamma*(math.Abs(g.Exponent)*e.InputError+e.InputTError) + e.InputLogError
						worst = max(worst, groundError(nw.gamma, g, want.ground[i])/bound)
					}
				}
				t.Logf("the largest error is %.3g of the bound", worst)
				assert.LessOrEqual(t, worst, 1.0)
				assert.Greater(t, worst, 1e-4)
			})
		}
	}
}

// groundError returns the relative error of the number that x stands for.
func groundError(gamma lognum.Gamma, x lognum.Num, want *big.Float) float64 {
	exponent := add(exactly(x.LogCoeff), exactly(0).Neg(mul(exactly(gamma.Float64()), exactly(x.Exponent))))
	d, _ := add(quo(expOf(exponent), want), exactly(-1)).Float64()
	return math.Abs(d)
}

// The residual of any x, as it is computed, is within the bound of the exact residual of
// the same M and b.
func TestResidualBoundHoldsAndIsNotVacuous(t *testing.T) {
	rng := rand.New(rand.NewPCG(43, 1))
	worst := 0.0
	for range 30 {
		nw, _, _ := drawnNetwork(t, rng, spreading(0.9), 3)
		eq := nw.equation(true)
		eq.relErr = 0 // M and b are what they are
		x := make([]float64, eq.size())
		for i := range x {
			x[i] = rng.NormFloat64() * math.Exp(8*rng.NormFloat64())
		}
		known := eq.boundResidual(x).rows(0, eq.n)
		y, size := make([]float64, eq.cols), make([]float64, eq.cols)
		for i := range eq.n {
			relative := known.row(i, y, size)
			for k := range y {
				want := add(exactly(eq.right(i)[k]), exactly(-x[i*eq.cols+k]))
				for e := eq.start[i]; e < eq.start[i+1]; e++ {
					want = add(want, mul(exactly(eq.m[e]), exactly(x[int(eq.ind[e])*eq.cols+k])))
				}
				d, _ := add(exactly(y[k]), exactly(0).Neg(want)).Float64()
				worst = max(worst, math.Abs(d)/(relative*size[k]))
			}
		}
	}
	t.Logf("the largest error is %.3g of the bound", worst)
	assert.LessOrEqual(t, worst, 1.0)
	assert.Greater(t, worst, 1e-3)
}

// Exponents of w/(dᵢdⱼ) that nearly cancel are bounded by the size of what was subtracted.
func TestQuotientErrorSurvivesCancellation(t *testing.T) {
	// Nodes 1 and 2 are √50 apart, and the nearest neighbour of each is 5 away: 50 - 25 - 25.
	x := mat.NewDense(6, 1, []float64{-5, 0, 7.0711, 12.0711, -5.001, 12.0721})
	pairs := [][2]int{{0, 1}, {1, 2}, {2, 3}, {0, 4}, {3, 5}}
	near, err := graph.Pairs(x, pairs, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: 1})
	require.NoError(t, err)
	m := harmonic()
	m.ColumnNormalized = true
	nw := New(g, classLabels([]int{unlabeled, unlabeled, unlabeled, unlabeled, 0, 1}), m)
	e := nw.forElimination()
	largest := 0.0
	for _, w := range e.W {
		largest = max(largest, math.Abs(w.Exponent))
	}
	for _, w := range e.Ground {
		if !w.IsZero() {
			largest = max(largest, math.Abs(w.Exponent))
		}
	}
	require.Less(t, largest, 1e-3, "nothing is left of the exponents")
	assert.GreaterOrEqual(t, e.InputTError, 3*nw.w.TError*nw.extent().t)
}
