package knn

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/blas/blas32"
)

// Numbers fall as scores rise, and give them back.
func TestFalling(t *testing.T) {
	rng := random(1)
	scores := []float32{float32(math.Inf(-1)), float32(math.Inf(1)), 0, -1e-40, 1e-40}
	for range 200 {
		scores = append(scores, float32(rng.NormFloat64()))
	}
	slices.Sort(scores)
	for e, s := range scores {
		require.Equal(t, s, fallen(falling(s)))
		if e > 0 && scores[e-1] < s {
			require.Less(t, falling(s), falling(scores[e-1]))
		}
	}
}

// What a list of estimates holds in the end are the best of all that came, in whatever order they came.
func TestListsOfEstimatesDoNotDependOnTheOrder(t *testing.T) {
	rng := random(2)
	p := pointsOf(t, 300, 60, nil, func(int, int) float64 { return rng.NormFloat64() })
	s := &query{q: p, p: p, k: 5, tier: vec.Best(), Options: Options{Recall: 0.9}}
	f := newCodeFrame(p, p, s.tier)
	require.Zero(t, f.unit)
	norms := f.precompute(p)
	all := make([]hit, 0, p.n)
	for j := 1; j < p.n; j++ {
		all = append(all, hit{0, int32(j), -float32(rng.IntN(100))}) // many have equal scores
	}
	best := slices.SortedFunc(slices.Values(all), func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.j, b.j))
	})
	for range 20 {
		rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		l := newShortlists(s, f, norms, norms)
		require.True(t, l.estimated)
		w := l.newRanker()
		for _, h := range all {
			l.considerLocked(0, h.j, h.score, &w)
		}
		l.keepLikely(0, &w)
		require.Equal(t, l.likely(), l.listed(0))
		for e, h := range best[:l.likely()] {
			require.Equal(t, h.j, l.ind[e])
			require.Equal(t, h.score, l.score[e])
		}
	}
}

// The error of an estimate is hardly ever larger than what lists are cut with, and often a good part of it.
func TestLikelyErrors(t *testing.T) {
	for _, tier := range vec.Tiers() {
		for _, c := range codeFields(random(7)) {
			switch c.name {
			case "a constant and a step", "heavy tails", "one large value a row":
				continue // errors are alike, or where the large values are; such rows are told by the sample
			}
			if c.exact {
				continue
			}
			p := pointsOf(t, blockRows, 400, nil, c.f)
			f := newCodeFrame(p, p, tier)
			s := f.precompute(p)
			l := newShortlists(&query{q: p, p: p, k: 1}, f, s, s)
			over, half, pairs := 0, 0, 0
			eachScore(&f, p, s.withoutErrors(), func(i, j int, score float32) {
				wrong := math.Abs(float64(score) + NewRuler(p, p).between(i, j)/2*f.scale*f.scale)
				pairs++
				if wrong > l.likelyError(i, j) {
					over++
				}
				if wrong > l.likelyError(i, j)/6 {
					half++
				}
			})
			assert.LessOrEqual(t, over, pairs/200, "%v, %s", tier, c.name)
			if c.name == "normal" {
				assert.Greater(t, half, pairs/10, "%v, %s", tier, c.name)
			}
		}
	}
}

// embedded returns rows on few dimensions that codes of a byte do not hold exactly, as float32.
func embedded(t *testing.T, n, d int, metric kernel.Metric) *Points {
	t.Helper()
	rng := random(31)
	normal := func(int, int) float64 { return rng.NormFloat64() }
	out := matrixOf(8, d, normal)
	values := make([]float32, n*d)
	for i := range n {
		z := matrixOf(1, 8, normal).RawRowView(0)
		for j := range d {
			v := 0.2 * rng.NormFloat64()
			for e, x := range z {
				v += x * out.At(e, j)
			}
			values[i*d+j] = float32(v)
		}
	}
	p, err := NewPoints(narrowRows{blas32.General{Rows: n, Cols: d, Stride: d, Data: values}}, metric)
	require.NoError(t, err)
	return p
}

// An approximate search in codes with errors finds what is asked for, at the true distances, the same with any block
// of rows at a time.
func TestSearchInCodesWithErrors(t *testing.T) {
	skipIfSlow(t)
	if !vec.Best().HasBytes() {
		t.Skip("this processor has no products of bytes")
	}
	for _, m := range []kernel.Metric{kernel.Euclidean{}, kernel.Cosine{}} {
		p := embedded(t, 2000, 64, m)
		s := &query{ctx: t.Context(), q: p, p: p, k: 8, tier: vec.Best(), Options: Options{Recall: 0.97}}
		want, err := s.bruteForce()
		require.NoError(t, err)
		var first *Lists
		for _, bytes := range []int{mostBlock, 4 * 64 * 900, 4 * 64 * 300} {
			form, err := s.form()
			require.NoError(t, err)
			require.True(t, form.keep)
			require.Zero(t, form.unit)
			c, err := newIVF(s, form, random(3))
			require.NoError(t, err)
			v, err := c.probesWithin(1e30)
			require.NoError(t, err)
			x := c.newSearch(v)
			x.lists.blockBytes = bytes
			require.NoError(t, x.each(x.compareOwn))
			require.NoError(t, x.each(x.compareProbing))
			got, err := x.lists.final(s, func(int) error { return nil })
			require.NoError(t, err)
			if first != nil {
				require.Equal(t, first, got, "%v, blocks of %d bytes", m, bytes)
				continue
			}
			first = got
			missed, pair := 0, NewRuler(p, p)
			for i := range p.n {
				ind, d2 := got.Row(i)
				wanted, _ := want.Row(i)
				for e, j := range ind {
					require.Equal(t, pair.between(i, int(j)), d2[e])
					if !slices.Contains(wanted, j) {
						missed++
					}
				}
			}
			// All pairs were compared: what is missed is what codes have excluded.
			assert.Less(t, missed, p.n*s.k/1000, "%v", m)
		}
	}
}

// Rows of one cluster that are nearer to each other than to their codes are not told apart by these: the sample shows
// it, and float32 takes over.
func TestCodesThatDoNotRank(t *testing.T) {
	skipIfSlow(t)
	if !vec.Best().HasBytes() {
		t.Skip("this processor has no products of bytes")
	}
	rng := random(41)
	const n, d, each = 20_000, 64, 40
	var center [d]float64
	p := pointsOf(t, n, d, nil, func(i, j int) float64 {
		if i%each == 0 {
			center[j] = rng.NormFloat64()
		}
		return center[j] + 1e-3*rng.NormFloat64()
	})
	s := &query{ctx: t.Context(), q: p, p: p, k: 8, tier: vec.Best(), Options: Options{Recall: 0.95}}
	form, err := s.form()
	require.NoError(t, err)
	require.True(t, form.keep, "a sample of the rows is told apart by codes")
	near, recall, err := s.ivf()
	require.NoError(t, err)
	assert.Greater(t, recall, 0.93)
	hits := 0
	for i := 0; i < n; i += 97 {
		// The neighbours are among the 40 rows of the cluster.
		var own []candidate
		for j := i / each * each; j < (i/each+1)*each; j++ {
			if j != i {
				own = append(own, candidate{int32(j), NewRuler(p, p).between(i, j)})
			}
		}
		slices.SortFunc(own, byDistance)
		ind, _ := near.Row(i)
		for _, c := range own[:s.k] {
			if slices.Contains(ind, c.row) {
				hits++
			}
		}
	}
	assert.Greater(t, float64(hits)/float64((n+96)/97*s.k), 0.93)
}
