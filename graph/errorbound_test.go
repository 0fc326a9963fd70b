package graph

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/internal/csr/csrtest"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// values of many kinds, some of them hard on rounding.
var valueKinds = []struct {
	name  string
	exact bool // squared distances have to be without error
	value func(rng *rand.Rand) float64
}{
	{"integers", true, func(rng *rand.Rand) float64 { return float64(rng.IntN(512) - 256) }},
	{"pixels / 16", true, func(rng *rand.Rand) float64 { return float64(rng.IntN(256)) / 16 }},
	{"tiny integers", true, func(rng *rand.Rand) float64 { return 0x1p-1074 * float64(rng.IntN(512)) }},
	{"huge integers", true, func(rng *rand.Rand) float64 { return 0x1p1000 * float64(rng.IntN(512)) }},
	{"normal", false, func(rng *rand.Rand) float64 { return rng.NormFloat64() }},
	{"tenths", false, func(rng *rand.Rand) float64 { return float64(rng.IntN(100)) / 10 }},
	{"offset", false, func(rng *rand.Rand) float64 { return 1e8 + rng.NormFloat64() }},
	{"mixed", false, func(rng *rand.Rand) float64 { return math.Pow(10, 40*rng.Float64()-20) }},
	{"1e300", false, func(rng *rand.Rand) float64 { return 1e300 * rng.NormFloat64() }},
	{"1e-300", false, func(rng *rand.Rand) float64 { return 1e-300 * rng.NormFloat64() }},
	{"subnormal", false, func(rng *rand.Rand) float64 { return 1e-308 * rng.Float64() }},
	{"1e-150 and 1", false, func(rng *rand.Rand) float64 { return math.Pow(1e-150, float64(rng.IntN(2))) * rng.NormFloat64() }},
}

func randomMatrix(rng *rand.Rand, n, d int, value func(*rand.Rand) float64) *mat.Dense {
	x := mat.NewDense(n, d, nil)
	x.Apply(func(int, int, float64) float64 { return value(rng) }, x)
	return x
}

func exact(v float64) *big.Float { return new(big.Float).SetPrec(5000).SetFloat64(v) }

// exactSquares returns the squared distance without rounding.
func exactSquares(metric kernel.Metric, a, b []float64) *big.Float {
	sum := exact(0)
	for k := range a {
		d := exact(a[k])
		d.Sub(d, exact(b[k]))
		if metric == (kernel.Manhattan{}) {
			sum.Add(sum, d.Abs(d))
		} else {
			sum.Add(sum, d.Mul(d, d))
		}
	}
	switch metric {
	case kernel.Manhattan{}:
		sum.Mul(sum, sum)
	case kernel.Cosine{}: // half the squared distance of unit vectors, squared
		sum.Quo(sum, exact(2))
		sum.Mul(sum, sum)
	}
	return sum
}

// relativeTo returns |got·4^exp - want|/want.
func relativeTo(want *big.Float, got float64, exp int) float64 {
	g := exact(got)
	g.SetMantExp(g, 2*exp)
	if g.Cmp(want) == 0 {
		return 0
	}
	g.Sub(g, want)
	r, _ := g.Quo(g.Abs(g), want).Float64()
	return r
}

func TestRelativeErrorIsABound(t *testing.T) {
	for _, metric := range []kernel.Metric{kernel.Euclidean{}, kernel.Manhattan{}, kernel.Cosine{}} {
		for _, kind := range valueKinds {
			for _, d := range []int{1, 2, 3, 4, 7, 33} {
				rng := rand.New(rand.NewPCG(1, uint64(d)))
				x := randomMatrix(rng, 12, d, kind.value)
				n, err := Complete(t.Context(), x, &SearchOptions{Metric: metric})
				require.NoError(t, err)
				_, cosine := metric.(kernel.Cosine)
				rows := x
				if cosine {
					rows = mat.NewDense(12, d, nil)
					for i := range 12 {
						rows.SetRow(i, n.points.Dense()[nodeOf(n.rows, i)*d:][:d])
					}
				}
				worst := 0.0
				for i := range 12 {
					u := nodeOf(n.rows, i)
					for e := n.start[u]; e < n.start[u+1]; e++ {
						j := int(n.ind[e])
						if n.rows != nil {
							j = int(n.rows.Of(j)[0])
						}
						want := exactSquares(metric, rows.RawRowView(i), rows.RawRowView(j))
						worst = max(worst, relativeTo(want, n.d2[e], n.points.Exp()))
					}
				}
				bound := n.points.RelativeError(n.d2)
				assert.LessOrEqual(t, worst, bound, "%v, %s, %d columns", metric, kind.name, d)
				switch {
				case kind.exact && !cosine:
					assert.Zero(t, bound, "%v, %s, %d columns", metric, kind.name, d)
				case cosine && kind.name == "1e-150 and 1": // squares of angles of 1e-150 are lost
				default:
					assert.Less(t, bound, 1e-13, "%v, %s, %d columns", metric, kind.name, d)
				}
			}
		}
	}
}

// Where squares underflow there is no bound, even if all seems to be 0.
func TestRelativeErrorOfUnderflow(t *testing.T) {
	for _, x := range [][]float64{{0, 1e-300, 1, 2}, {0, 1e-300, 1e-300, 1e300}, {5e-324, 1e308, 2}} {
		for _, metric := range []kernel.Metric{kernel.Euclidean{}, kernel.Manhattan{}} {
			n, err := KNN(t.Context(), mat.NewDense(len(x), 1, x), 1, &SearchOptions{Metric: metric})
			require.NoError(t, err)
			assert.Equal(t, math.Inf(1), n.points.RelativeError(n.d2), "%v %v", metric, x)
		}
	}
	// Far apart, but not so far that a square is lost.
	n, err := KNN(t.Context(), mat.NewDense(3, 1, []float64{0, 1e-200, 1}), 1, nil)
	require.NoError(t, err)
	assert.Less(t, n.points.RelativeError(n.d2), 1e-15)
}

// The bound of links covers the new rows' digits as well.
func TestRelativeErrorOfLinks(t *testing.T) {
	for _, trained := range valueKinds[:5] {
		for _, asked := range valueKinds {
			rng := rand.New(rand.NewPCG(2, 2))
			x, q := randomMatrix(rng, 8, 3, trained.value), randomMatrix(rng, 8, 3, asked.value)
			n, err := Complete(t.Context(), x, nil)
			require.NoError(t, err)
			l, err := n.Link(t.Context(), q, kernel.RBF{Gamma: 1})
			require.NoError(t, err)
			bound := csrtest.Rows(l).TError
			if math.IsInf(bound, 1) {
				continue
			}
			for i := range 8 {
				ind, parts, _ := csrtest.Row(l, i)
				for e, j := range ind {
					want := exactSquares(kernel.Euclidean{}, q.RawRowView(i), x.RawRowView(int(j)))
					require.LessOrEqual(t, relativeTo(want, parts[e], n.points.Exp()), bound, "%s to %s", asked.name, trained.name)
				}
			}
		}
	}
}

func TestRelativeErrorOfLinksKnowsTheirDigits(t *testing.T) {
	n, err := Complete(t.Context(), mat.NewDense(3, 1, []float64{1, 2, 3}), nil)
	require.NoError(t, err)
	for _, c := range []struct{ q, least, most float64 }{
		{7, 0, 0},
		{0.5, 0, 0},
		{0.1, 0x1p-53, 1e-15},
		{1e20, 0x1p-53, 1e-15},
		{1e140, 0x1p-53, 1e-15},
		{1e200, math.Inf(1), math.Inf(1)},
	} {
		l, err := n.Link(t.Context(), mat.NewDense(1, 1, []float64{c.q}), kernel.RBF{Gamma: 1})
		require.NoError(t, err)
		bound := csrtest.Rows(l).TError
		assert.True(t, c.least <= bound && bound <= c.most, "%g for %g", bound, c.q)
	}
}

func TestInputErrorOfEveryKernel(t *testing.T) {
	n, err := Complete(t.Context(), mat.NewDense(4, 1, []float64{1, 2, 3, 5}), nil)
	require.NoError(t, err)
	for _, c := range []struct {
		kernel kernel.Kernel
		t, s   float64
	}{
		{kernel.RBF{Gamma: 0.1}, 0, 0},
		{kernel.Laplacian{Gamma: 0.1}, 1e-15, 0},
		{kernel.SelfTuning{}, 1e-15, 0},
		{kernel.InverseDistance{}, 0, 1e-15},
	} {
		g, err := n.Weigh(c.kernel)
		require.NoError(t, err)
		te, se := csrtest.Rows(g).TError, csrtest.Rows(g).SError
		assert.True(t, te <= c.t && (te > 0) == (c.t > 0), "%v: t %g", c.kernel, te)
		assert.True(t, se <= c.s && (se > 0) == (c.s > 0), "%v: s %g", c.kernel, se)
	}
	n, err = Complete(t.Context(), mat.NewDense(3, 1, []float64{1, 2, 3}), &SearchOptions{Metric: foreign{}})
	require.NoError(t, err)
	assert.Equal(t, 0x1p-53, n.points.RelativeError(n.d2))
}

type foreign struct{}

func (foreign) String() string                  { return "foreign" }
func (foreign) Distance(a, b []float64) float64 { return math.Abs(a[0] - b[0]) }
