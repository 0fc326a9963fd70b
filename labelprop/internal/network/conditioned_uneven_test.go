package network

import (
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/csr/csrtest"
	"github.com/propagate-go/propagate/internal/progress"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// heavyTailed is a random network of rows of which a few are far from the others, so that the errors of their weights are
// far larger: γ times the longest distance squared is deep.
func heavyTailed(t *testing.T, rng *rand.Rand, m *Method, deep float64) *Network {
	n := 10 + rng.IntN(8)
	x := mat.NewDense(n, 3, nil)
	for i := range n {
		far := 1.0
		if i%5 == 1 {
			far = math.Exp(12 * rng.Float64())
		}
		for k := range 3 {
			x.Set(i, k, far*rng.NormFloat64())
		}
	}
	near, err := graph.Complete(t.Context(), x, nil)
	if rng.IntN(2) == 0 {
		near, err = graph.KNN(t.Context(), x, 5, nil)
	}
	require.NoError(t, err)
	g, err := near.Weigh(kernel.RBF{Gamma: 1})
	require.NoError(t, err)
	g, err = near.Weigh(kernel.RBF{Gamma: deep / New(g, classLabels(make([]int, n)), m).extent().t})
	require.NoError(t, err)
	y := make([]int, n)
	for i := range y {
		y[i] = unlabeled
		if i%4 == 0 {
			y[i] = i / 4 % 3
		}
	}
	g = csr.Wrap(csrtest.Rows(g)).(*graph.Graph) // nodes in the order of the rows
	return New(g, classLabels(y), m)
}

// shifted returns the weights of nw with exponents that are off by shares of TError, up or down.
func shifted(nw *Network, rng *rand.Rand) [][]*big.Float {
	w, seed := make([][]*big.Float, nw.N()), rng.Uint64()
	for u := range w {
		_, ts, _ := nw.w.Row(u)
		for e, v := range nw.Neighbors(u) {
			// The same for both ends of an edge.
			pair := rand.New(rand.NewPCG(seed, uint64(min(u, int(v))*nw.N()+max(u, int(v)))))
			off := add(exactly(1), exactly(nw.w.TError*float64(2*pair.IntN(2)-1)))
			w[u] = append(w[u], expOf(mul(exactly(-nw.gamma.Float64()), mul(exactly(ts[e]), off))))
		}
	}
	return w
}

// exactAnswer solves (I-M̃)z = b̃ of the exact weights, row by row in the order of e.
func (e *conditioned) exactAnswer(want *oracleRows) [][]*big.Float {
	// h is exactly what its exponent and logarithm are.
	n, h := e.n(), make([]*big.Float, e.n())
	for i, x := range e.h {
		gamma := exactly(-e.gamma.Float64())
		h[i] = expOf(add(exactly(x.LogCoeff), mul(gamma, exactly(x.Exponent))))
	}
	a := make([][]*big.Float, n)
	for i, u := range e.order {
		a[i] = make([]*big.Float, n+e.classes)
		for j := range a[i] {
			a[i][j] = exactly(0)
		}
		a[i][i] = exactly(1)
		for k, m := range want.m[u] {
			if j := e.place[e.rows.ind[e.rows.start[u]+k]]; j >= 0 {
				a[i][j] = mul(exactly(-1), quo(mul(m, h[j]), h[i]))
			}
		}
		for k, b := range want.b[u] {
			a[i][n+k] = quo(b, h[i])
		}
	}
	// Gauss and Jordan.
	for p := range n {
		for j := n + e.classes - 1; j >= p; j-- {
			a[p][j] = quo(a[p][j], a[p][p])
		}
		for i := range n {
			if f := a[i][p]; i != p && f.Sign() != 0 {
				for j := p; j < n+e.classes; j++ {
					a[i][j] = add(a[i][j], mul(exactly(-1), mul(f, a[p][j])))
				}
			}
		}
	}
	for i := range a {
		a[i] = a[i][n:]
	}
	return a
}

// The bounds of rows whose weights have errors of their own hold, after any number of sweeps; and they are far better than
// one for all rows at rows that are not far.
func TestUnevenBoundsHold(t *testing.T) {
	trials := 30
	if os.Getenv("PROPAGATE_MEASURE") != "" {
		trials = 600
	}
	rng := rand.New(rand.NewPCG(46, 1))
	known, better, rows, worst := 0, 0, 0, 0.0
	for range trials {
		nw := heavyTailed(t, rng, spreading(0.9), math.Pow(10, 2+5*rng.Float64()))
		nw.w.TError = math.Pow(10, -10+6*rng.Float64())
		e, err := nw.conditioned()
		require.NoError(t, err)
		if e.setError(); !e.errors.uneven() || e.errors.most > wildError {
			continue
		}
		require.NoError(t, e.settleScale(t.Context(), nil))
		s := sweeper{conditioned: e, z: slices.Clone(e.b), exclusive: true}
		require.NoError(t, s.sweep(1+rng.IntN(150), progress.Watch(nil).Begin(1)))
		if s.bounds = e.certify(s.z); !s.bounds.ok {
			continue
		}
		known++
		want := exactEquation(nw, shifted(nw, rng), 0.9)
		for i, exact := range e.exactAnswer(&want) {
			row := s.z[i*e.cols() : (i+1)*e.cols()]
			for k, v := range exact {
				above, below := s.bounds.bounds(row, k)
				d, _ := add(v, exactly(-row[k])).Float64()
				require.LessOrEqual(t, d, above)
				require.GreaterOrEqual(t, d, -below)
				worst = max(worst, d/above, -d/below)
				if rows++; above < 0.1*s.bounds.even.times(s.bounds.even.up[k], row[e.classes], 0) {
					better++
				}
			}
		}
	}
	t.Logf("%d of %d problems with bounds; of %d scores %d have better ones; the largest error is %.2g of the bound",
		known, trials, rows, better, worst)
	require.Greater(t, 5*better, rows)
}
