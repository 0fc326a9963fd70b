package knn

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// What rows in order keep of their columns is what a look at each of them finds, also where copies and rows without a
// direction are left out.
func TestSpanOfDistinct(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	for _, metric := range []kernel.Metric{kernel.Euclidean{}, kernel.Cosine{}} {
		x := mat.NewDense(9000, 3, nil)
		data := x.RawMatrix().Data
		for i := range data[3*10:] {
			// Copies among them; the first ten rows are 0, which the others seldom are.
			data[3*10+i] = float64(1 + r.IntN(40))
		}
		p, err := NewPoints(x, metric)
		require.NoError(t, err)
		q, _ := p.Distinct()
		require.Less(t, q.n, p.n)
		got := q.columnSpan()
		for j := range q.d {
			column := make([]float64, q.n)
			for i := range column {
				r := q.reader()
				_, row := r.row(i)
				column[i] = row[j]
			}
			assert.Equal(t, slices.Min(column), got.low[j], "%v", metric)
			assert.Equal(t, slices.Max(column), got.high[j], "%v", metric)
		}
	}
}

// Rows are visited once each, and from one end of the memory to the other.
func TestByPlace(t *testing.T) {
	p := &Points{n: 4, at: []int32{7, 2, 0, 5}}
	assert.Equal(t, []int32{2, 1, 3, 0}, p.byPlace())
}
