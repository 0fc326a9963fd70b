package knn

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// textLike returns n rows of up to most words of a vocabulary in which few words are common and many are rare, with
// positive weights: compared by cosine, or of any length and by Euclidean distance. Copies of a row and rows without a word are among
// them.
func textLike(t *testing.T, r *rand.Rand, n, most int, cosine bool) *Points {
	const words = 300
	x := make([][]float64, n)
	for i := range x {
		x[i] = make([]float64, words)
		if i > 0 && r.IntN(10) == 0 {
			copy(x[i], x[r.IntN(i)])
			continue
		}
		for range r.IntN(most + 1) {
			// The word of rank w in one text of w: Zipf's law, nearly.
			w := int(float64(words) * r.Float64() * r.Float64() * r.Float64())
			x[i][w] = 0.1 + r.Float64()*float64(w)
		}
	}
	rows := sparse{matrixOf(n, words, func(i, j int) float64 { return x[i][j] }), make([][]int, n)}
	for i := range x {
		for j, v := range x[i] {
			if v > 0 {
				rows.cols[i] = append(rows.cols[i], j)
			}
		}
	}
	var m kernel.Metric = kernel.Cosine{}
	if !cosine {
		m = kernel.Euclidean{}
	}
	p, err := NewPoints(rows, m)
	require.NoError(t, err)
	return p
}

// Rows found by their rarest columns are those of brute force, bit for bit, whether that is worth the time or not.
func TestRarestColumnsConform(t *testing.T) {
	stopped := 0
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 19))
		p := textLike(t, r, 40+r.IntN(200), 1+r.IntN(40), seed%3 > 0)
		k := 1 + r.IntN(12)
		s := &query{ctx: context.Background(), q: p, p: p, k: k}
		want, err := s.bruteForce()
		require.NoError(t, err)
		got, err := s.inverted()
		require.NoError(t, err)
		require.Equal(t, want, got, "seed %d", seed)
		stopped += stops(s)
	}
	assert.Greater(t, stopped, 500, "rows for which common columns were left out")
}

// stops counts the rows whose candidates are known before all of their columns were multiplied.
func stops(s *query) (count int) {
	x := newInvertedLists(s.p)
	terms := 2 * s.p.longestRow()
	x.norms = s.p.sparseNorms(terms)
	x.bounds = newBounds(s.p, x.norms, terms)
	w, r := x.idle.get(), s.p.reader()
	for i := range s.p.n {
		cols, row := r.row(i)
		w.order(cols, row)
		w.met = w.met[:0]
		for e, c := range cols {
			w.x[c] = row[e]
		}
		if _, at := w.addRarest(i, s.k, x.norms[i].margin); at < len(w.terms) {
			count++
		}
		clear(w.product)
		clear(w.x)
	}
	return count
}

// Sums and the row at hand are 0 between rows, so that the next row begins anew.
func TestRarestColumnsLeaveNothing(t *testing.T) {
	p := textLike(t, rand.New(rand.NewPCG(1, 2)), 200, 20, true)
	x := newInvertedLists(p)
	x.norms = p.sparseNorms(2 * p.longestRow())
	x.bounds = newBounds(p, x.norms, 2*p.longestRow())
	w, r := x.idle.get(), p.reader()
	for i := range p.n {
		cols, row := r.row(i)
		w.byRarest(cols, row, i, 5, x.norms[i].margin)
		require.False(t, slices.ContainsFunc(w.product, func(v float64) bool { return v != 0 }))
		require.False(t, slices.ContainsFunc(w.x, func(v float64) bool { return v != 0 }))
	}
}
