package knn

import (
	"fmt"
	"math"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/mat"
)

// narrowRows are a matrix of float32.
type narrowRows struct{ blas32.General }

func (m narrowRows) Dims() (r, c int)          { return m.Rows, m.Cols }
func (m narrowRows) At(i, j int) float64       { return float64(m.Data[i*m.Stride+j]) }
func (m narrowRows) T() mat.Matrix             { return mat.Transpose{Matrix: m} }
func (m narrowRows) RawMatrix() blas32.General { return m.General }

// asFloat32 returns values of f as float32, and the same values as float64.
func asFloat32(n, d int, f func(i, j int) float64) (narrowRows, *mat.Dense) {
	m := narrowRows{blas32.General{Rows: n, Cols: d, Stride: d, Data: make([]float32, n*d)}}
	for e := range m.Data {
		// What is beyond the range of float32 goes to its end.
		m.Data[e] = float32(min(max(f(e/d, e%d), -math.MaxFloat32), math.MaxFloat32))
	}
	return m, mat.DenseCopyOf(m)
}

// fields32 are those of fields, and values at the ends of the range of float32.
func fields32() map[string]func(i, j int) float64 {
	rng := random(4)
	all := map[string]func(i, j int) float64{
		"float32, subnormal": func(int, int) float64 { return 1e-43 * rng.NormFloat64() },
		"float32, huge":      func(int, int) float64 { return 1e38 * rng.NormFloat64() },
		"float32, all sizes": func(int, int) float64 { return math.Ldexp(rng.NormFloat64(), rng.IntN(270)-145) },
		"the least of all":   func(i, j int) float64 { return math.SmallestNonzeroFloat32 * float64((i+j)%3) },
	}
	for _, c := range fields(rng) {
		all[c.name] = c.f
	}
	return all
}

// Every search of float32 gives what brute force gives of the same values as float64, bit for bit, and all that is
// known of the rows is the same.
func TestFloat32AgainstFloat64(t *testing.T) {
	for _, m := range append(knownMetrics, tenths{}) {
		for name, f := range fields32() {
			for _, s := range []struct{ n, d, k int }{{140, 1, 3}, {130, 9, 24}, {520, 4, 6}} {
				if !measuring && (len(name)+s.n+len(m.String()))%(s.n/11) > 0 {
					continue // a part of the cases, of the large ones a small one
				}
				t.Run(fmt.Sprintf("%v/%s/%d×%d", m, name, s.n, s.d), func(t *testing.T) {
					narrow, wide := asFloat32(s.n, s.d, f)
					p, err := NewPoints(narrow, m)
					require.NoError(t, err)
					want, err := NewPoints(wide, m)
					require.NoError(t, err)
					require.True(t, p.dense.isNarrow(), "a copy was made")
					requireSamePoints(t, want, p)
					requireConformance(t, p, p, s.k)
					requireSameLists(t, bruteForce(t, want, want, s.k), bruteForce(t, p, p, s.k))
					// Copies go, whatever the rows are kept as.
					some, number := p.Distinct()
					wantSome, wantNumber := want.Distinct()
					require.Equal(t, wantNumber, number)
					requireSamePoints(t, wantSome, some)
					// New rows against old ones, all kinds of both.
					news, wideNews := asFloat32(40, s.d, f)
					for _, old := range []*Points{p, want} {
						for _, x := range []mat.Matrix{news, wideNews} {
							q, err := old.Like(x)
							require.NoError(t, err)
							wantQ, err := want.Like(wideNews)
							require.NoError(t, err)
							requireSamePoints(t, wantQ, q)
							requireSameLists(t, bruteForce(t, wantQ, want, s.k), bruteForce(t, q, old, s.k))
							if q.dense.isNarrow() != old.dense.isNarrow() {
								requireConformance(t, q, old, s.k)
							}
						}
					}
				})
			}
		}
	}
}

// tenths is a metric from outside.
type tenths struct{}

func (tenths) String() string { return "tenths" }

func (tenths) Distance(a, b []float64) float64 {
	sum := 0.0
	for j := range a {
		sum += math.Abs(a[j]-b[j]) / 10
	}
	return min(sum, 1e100)
}

func bruteForce(t *testing.T, q, p *Points, k int) *Lists {
	t.Helper()
	l, err := (&query{ctx: t.Context(), q: q, p: p, k: k, tier: vec.Best()}).bruteForce()
	require.NoError(t, err)
	return l
}

func requireSameLists(t *testing.T, want, got *Lists) {
	t.Helper()
	require.Equal(t, want.End, got.End)
	require.Equal(t, want.Ind, got.Ind)
	require.Equal(t, want.D2, got.D2)
}

// requireSamePoints compares values and what is known of them.
func requireSamePoints(t *testing.T, want, got *Points) {
	t.Helper()
	a, b := want.Dense(), got.Dense()
	require.Equal(t, len(a), len(b))
	for e := range a {
		require.Equal(t, math.Float64bits(a[e]), math.Float64bits(b[e]), "value %d: %g, %g", e, a[e], b[e])
	}
	require.Equal(t, want.zero, got.zero)
	require.Equal(t, []float64{want.maxAbs}, []float64{got.maxAbs})
	require.Equal(t, []int{want.n, want.d, want.exp, want.gridExp}, []int{got.n, got.d, got.exp, got.gridExp})
	require.Equal(t, want.moved, got.moved)
	if want.n > 0 {
		require.Equal(t, want.Point(want.n-1), got.Point(want.n-1))
	}
}

// An approximate search, and one by stand-ins, find the same rows.
func TestApproximateSearchOfFloat32(t *testing.T) {
	rng := random(8)
	f := func(int, int) float64 { return rng.NormFloat64() }
	narrow, wide := asFloat32(minApproximate, 3, f)
	for _, m := range knownMetrics {
		if testing.Short() && m != kernel.Metric(kernel.Cosine{}) {
			continue
		}
		var want *Lists
		for _, x := range []mat.Matrix{wide, narrow} {
			p, err := NewPoints(x, m)
			require.NoError(t, err)
			s := &query{ctx: t.Context(), q: p, p: p, k: 3, tier: vec.Best(), Options: Options{Recall: 0.8}}
			search := s.rerank
			if s.fitsIVF() {
				search = s.ivf
			}
			got, _, err := search()
			require.NoError(t, err)
			if want == nil {
				want = got
				continue
			}
			requireSameLists(t, want, got)
		}
	}
}

// Rows that do not lie one behind the other are copied, those of the caller are not changed.
func TestFloat32Strided(t *testing.T) {
	rng := random(9)
	narrow, _ := asFloat32(50, 5, func(int, int) float64 { return rng.NormFloat64() })
	before := append([]float32(nil), narrow.Data...)
	view := narrowRows{blas32.General{Rows: 50, Cols: 3, Stride: 5, Data: narrow.Data[1:]}}
	for _, m := range knownMetrics {
		p, err := NewPoints(view, m)
		require.NoError(t, err)
		want, err := NewPoints(mat.DenseCopyOf(view), m)
		require.NoError(t, err)
		requireSamePoints(t, want, p)
	}
	require.Equal(t, before, narrow.Data)
}
