package knn

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// searches are all exact ways to the k nearest rows. Each has to give what brute force
// gives, bit for bit, wherever it can run: sizes do not matter for that.
var searches = []struct {
	name string
	runs func(s *query) bool
	find func(s *query) (*Lists, error)
}{
	{"tree", func(s *query) bool { return denseAndKnown(s) && !s.p.hasZero() && !s.q.hasZero() }, byTree},
	{"all pairs", func(s *query) bool { return denseAndKnown(s) && s.p.facts.products && squaresHold(s.q, s.p) }, func(s *query) (*Lists, error) {
		return s.allPairsIn(newFrame(s.q, s.p, s.tier))
	}},
	{"all pairs in codes", func(s *query) bool { return denseAndKnown(s) && s.p.facts.products && squaresHold(s.q, s.p) }, func(s *query) (*Lists, error) {
		return s.allPairsIn(newCodeFrame(s.q, s.p, s.tier))
	}},
	{"inverted lists", (*query).fitsInverted, (*query).inverted},
	{"all lists of an IVF", func(s *query) bool {
		return denseAndKnown(s) && s.p.facts.products && s.q == s.p && squaresHold(s.q, s.p) && s.p.n > 2*listRows
	}, func(s *query) (*Lists, error) { return byWholeIVF(s, newFrame(s.p, s.p, s.tier)) }},
	{"all lists of an IVF in codes", func(s *query) bool {
		return denseAndKnown(s) && s.p.facts.products && s.q == s.p && squaresHold(s.q, s.p) && s.p.n > 2*listRows
	}, func(s *query) (*Lists, error) {
		f := newCodeFrame(s.p, s.p, s.tier)
		f.keep = true
		return byWholeIVF(s, f)
	}},
	{"all lists of an IVF, by steps", func(s *query) bool {
		return denseAndKnown(s) && s.p.facts.products && s.q == s.p && squaresHold(s.q, s.p) && s.p.n > 2*listRows
	}, byStepsAndAll},
	{"the one chosen", func(s *query) bool { return s.tier == vec.Best() }, func(s *query) (*Lists, error) {
		near, _, err := s.run()
		return near, err
	}},
}

func denseAndKnown(s *query) bool { return s.p.dense != nil && s.p.facts.isKnown() }

func byTree(s *query) (*Lists, error) {
	t, err := newTreeSearch(s)
	if err != nil {
		return nil, err
	}
	return s.tree(t)
}

// byWholeIVF lets every row probe every list, in one form.
func byWholeIVF(s *query, form frame) (*Lists, error) {
	c, err := newIVF(s, &formed{form, form.precompute(s.p)}, random(3))
	if err != nil {
		return nil, err
	}
	v, err := c.probesWithin(1e30)
	if err != nil {
		return nil, err
	}
	return c.search(v)
}

// byStepsAndAll divides the rows by steps, in codes, and lets every row probe every list.
func byStepsAndAll(s *query) (*Lists, error) {
	f := newCodeFrame(s.p, s.p, s.tier)
	f.keep = true
	c := &ivf{query: s, formed: &formed{f, f.precompute(s.p)}, done: s.newProgress()}
	if err := c.divide(s.p.n/8, true, random(3)); err != nil {
		return nil, err
	}
	c.near = nil
	v, err := c.probesWithin(1e30)
	if err != nil {
		return nil, err
	}
	return c.search(v)
}

// tiers are those of the loops of vec, and the best alone in short: the others have the same tests in vec.
func tiers() []vec.Tier {
	if testing.Short() {
		return []vec.Tier{vec.Best()}
	}
	return vec.Tiers()
}

// skipIfSlow skips a test of what is found, or of the work, which needs many rows: smaller ones go the same ways.
func skipIfSlow(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("many rows: not in short")
	}
}

// oneIn tells whether case i is tried: each when measuring, and in short (the race detector is ten times slower) one
// in three of those that are tried otherwise, which are one in every.
func oneIn(every, i int) bool {
	switch {
	case measuring:
		return true
	case testing.Short():
		return i%(3*every) == 0
	default:
		return i%every == 0
	}
}

// requireConformance checks that every search that runs gives what brute force does with
// every tier, and returns how many ran.
func requireConformance(t *testing.T, q, p *Points, k int) int {
	t.Helper()
	want, err := (&query{ctx: t.Context(), q: q, p: p, k: k}).bruteForce()
	require.NoError(t, err)
	ran := 0
	for _, tier := range tiers() {
		for _, search := range searches {
			s := &query{ctx: t.Context(), q: q, p: p, k: k, tier: tier}
			if !search.runs(s) {
				continue
			}
			ran++
			got, err := search.find(s)
			require.NoError(t, err)
			require.Equal(t, want.End, got.End)
			for i := range q.n {
				ind, d2 := want.Row(i)
				gotInd, gotD2 := got.Row(i)
				require.Equal(t, ind, gotInd, "%s, %v, row %d", search.name, tier, i)
				require.Equal(t, d2, gotD2, "%s, %v, row %d", search.name, tier, i)
			}
		}
	}
	return ran
}

var knownMetrics = []kernel.Metric{kernel.Euclidean{}, kernel.Cosine{}, kernel.Manhattan{}}

// measuring is set where all cases are run.
var measuring = os.Getenv("PROPAGATE_MEASURE") != ""

func TestDenseSearchesAgainstBruteForce(t *testing.T) {
	for i, m := range knownMetrics {
		for j, c := range fields(random(1)) {
			for l, s := range []struct{ n, d, k int }{
				{2, 1, 1}, {300, 1, 3}, {33, 2, 32}, {130, 3, 5}, {540, 9, 7}, {97, 5, 24}, {200, 17, 40},
			} {
				// A third of the cases has every two of metric, field and size together.
				if !oneIn(3, i+j+l) {
					continue
				}
				t.Run(fmt.Sprintf("%v/%s/%d×%d", m, c.name, s.n, s.d), func(t *testing.T) {
					p := pointsOf(t, s.n, s.d, m, c.f)
					requireConformance(t, p, p, s.k)
				})
			}
		}
	}
}

// New rows have their neighbours among others.
func TestDenseSearchesOfNewRows(t *testing.T) {
	for i, m := range knownMetrics {
		for j, c := range fields(random(2)) {
			if !oneIn(1, i+j) {
				continue
			}
			t.Run(fmt.Sprintf("%v/%s", m, c.name), func(t *testing.T) {
				p := pointsOf(t, 600, 4, m, c.f)
				q, err := p.Like(matrixOf(250, 4, c.f))
				require.NoError(t, err)
				requireConformance(t, q, p, 6)
			})
		}
	}
}

func TestSparseSearchesAgainstBruteForce(t *testing.T) {
	for i, m := range knownMetrics {
		for j, c := range fields(random(1)) {
			for l, share := range []float64{0, 0.02, 0.2, 1} {
				if !oneIn(1, i+j+l) {
					continue
				}
				t.Run(fmt.Sprintf("%v/%s/%g", m, c.name, share), func(t *testing.T) {
					p := sparseOf(t, 150, 40, m, share, c.f)
					q, err := p.Like(sparseRows(30, 40, share, c.f))
					require.NoError(t, err)
					requireConformance(t, p, p, 7)
					if share == 0.2 {
						requireConformance(t, p, p, 149)
					}
					requireConformance(t, q, p, 7)
				})
			}
		}
	}
}

// Each search of the table in choose.go runs somewhere above.
func TestEverySearchIsTested(t *testing.T) {
	normal := func(int, int) float64 { return 1 / float64(3+len(t.Name())) }
	dense, sparse := pointsOf(t, 600, 3, nil, normal), sparseOf(t, 150, 40, nil, 0.2, normal)
	require.Equal(t, 6*len(tiers())+1, requireConformance(t, dense, dense, 7))
	require.Equal(t, len(tiers())+1, requireConformance(t, sparse, sparse, 7))
}

func matrixOf(n, d int, f func(i, j int) float64) *mat.Dense {
	x := mat.NewDense(n, d, nil)
	x.Apply(func(i, j int, _ float64) float64 { return f(i, j) }, x)
	return x
}

// pointsOf returns n rows of d values of f.
func pointsOf(t testing.TB, n, d int, m kernel.Metric, f func(i, j int) float64) *Points {
	t.Helper()
	p, err := NewPoints(matrixOf(n, d, f), m)
	require.NoError(t, err)
	return p
}

// sparse keeps some values of a matrix.
type sparse struct {
	*mat.Dense
	cols [][]int // of each row, rising
}

func (s sparse) DoRowNonZero(i int, f func(i, j int, v float64)) {
	for _, j := range s.cols[i] {
		f(i, j, s.At(i, j))
	}
}

// sparseRows returns rows that keep about the given share of the values of f.
func sparseRows(n, d int, share float64, f func(i, j int) float64) sparse {
	rng := random(9)
	s := sparse{matrixOf(n, d, f), make([][]int, n)}
	for i := range n {
		for j := range d {
			if rng.Float64() < share {
				s.cols[i] = append(s.cols[i], j)
			}
		}
	}
	return s
}

func sparseOf(t testing.TB, n, d int, m kernel.Metric, share float64, f func(i, j int) float64) *Points {
	t.Helper()
	p, err := NewPoints(sparseRows(n, d, share, f), m)
	require.NoError(t, err)
	return p
}

func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 20261124)) }

// fields are values in which nothing may go wrong: far from the origin, at the ends
// of the range, full of ties.
func fields(rng *rand.Rand) []struct {
	name string
	f    func(i, j int) float64
} {
	normal := func(int, int) float64 { return rng.NormFloat64() }
	return []struct {
		name string
		f    func(i, j int) float64
	}{
		{"normal", normal},
		{"offset 1e8", func(i, j int) float64 { return 1e8 + normal(i, j) }},
		{"offset by column", func(i, j int) float64 { return math.Pow(-10, float64(j%12)) + normal(i, j) }},
		{"1e150", func(i, j int) float64 { return 1e150 * normal(i, j) }},
		{"1e-150", func(i, j int) float64 { return 1e-150 * normal(i, j) }},
		{"1e300", func(i, j int) float64 { return 1e300 * normal(i, j) }},
		{"subnormal", func(i, j int) float64 { return 1e-310 * normal(i, j) }},
		{"columns of all sizes", func(i, j int) float64 { return math.Pow(10, float64(j%9*10-40)) * normal(i, j) }},
		{"one row far away", func(i, j int) float64 {
			if i == 7 {
				return 1e30
			}
			return normal(i, j)
		}},
		{"grid", func(i, j int) float64 { return float64(rng.IntN(3)) }},
		{"bits", func(i, j int) float64 { return float64(rng.IntN(2)) }},
		{"one bit a row", func(i, j int) float64 {
			if i%5 == j {
				return 1
			}
			return 0
		}},
		{"three rows again and again", func(i, j int) float64 { return math.Sin(float64(i % 3 * (j + 1))) }},
		{"all equal", func(i, j int) float64 { return 0.1 }},
		{"constant columns", func(i, j int) float64 {
			if j%2 == 0 {
				return 1e6 / 3
			}
			return normal(i, j)
		}},
		{"close pairs", func(i, j int) float64 { return math.Sin(float64(i/2*(j+1))) + 1e-9*normal(i, j) }},
		{"rows of zeros", func(i, j int) float64 {
			if i%4 == 0 {
				return 0
			}
			return normal(i, j)
		}},
		{"a line", func(i, j int) float64 { return float64(i) }},
	}
}

// Every search returns the error of a context that is cancelled.
func TestEverySearchStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	normal := func(i, j int) float64 { return math.Sin(float64(i*40 + j)) }
	dense, sparse := pointsOf(t, 600, 3, nil, normal), sparseOf(t, 600, 40, nil, 0.2, normal)
	for _, p := range []*Points{dense, sparse} {
		s := &query{ctx: ctx, q: p, p: p, k: 7, tier: vec.Best()}
		for _, search := range searches {
			if search.runs(s) {
				_, err := search.find(s)
				require.ErrorIs(t, err, context.Canceled, search.name)
			}
		}
		_, err := s.bruteForce()
		require.ErrorIs(t, err, context.Canceled)
		_, _, err = s.rerank()
		require.ErrorIs(t, err, context.Canceled)
		_, err = Within(ctx, p, p, 1, Options{})
		require.ErrorIs(t, err, context.Canceled)
	}
	s := &query{ctx: ctx, q: dense, p: dense, k: 7, tier: vec.Best()}
	_, _, err := s.ivf()
	require.ErrorIs(t, err, context.Canceled)
}
