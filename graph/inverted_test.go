package graph

import (
	"fmt"
	"testing"

	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/require"
)

// sparseOf returns rows that keep about the given share of the values of f.
func sparseOf(t testing.TB, n, d int, m kernel.Metric, share float64, f func(i, j int) float64) *points {
	t.Helper()
	rng := random(9)
	start, ind, val := []int{0}, []int{}, []float64{}
	for i := range n {
		for j := range d {
			if v := f(i, j); rng.Float64() < share {
				ind, val = append(ind, j), append(val, v)
			}
		}
		start = append(start, len(ind))
	}
	x, err := NewCSR(n, d, start, ind, val)
	require.NoError(t, err)
	p, err := newPoints(x, m)
	require.NoError(t, err)
	return p
}

// requireInverted checks that the products leave what comparing all pairs gives.
func requireInverted(t *testing.T, q, p *points, k int) {
	t.Helper()
	want, err := nearestDirect(t.Context(), q, p, k, &SearchOptions{})
	require.NoError(t, err)
	got, err := nearestInverted(t.Context(), q, p, k, &SearchOptions{})
	require.NoError(t, err)
	require.Equal(t, want.end, got.end)
	require.Equal(t, want.ind, got.ind)
	require.Equal(t, want.d2, got.d2)
}

func TestInvertedAgainstAllPairs(t *testing.T) {
	for _, m := range []kernel.Metric{kernel.Euclidean{}, kernel.Cosine{}} {
		for _, c := range fields(random(1)) {
			for _, share := range []float64{0, 0.02, 0.2, 1} {
				t.Run(fmt.Sprintf("%v/%s/%g", m, c.name, share), func(t *testing.T) {
					p := sparseOf(t, 150, 40, m, share, c.f)
					q := sparseOf(t, 30, 40, m, share, c.f)
					if !inverts(p, p) {
						t.Skip("compared directly, always")
					}
					requireInverted(t, p, p, 7)
					requireInverted(t, p, p, 149)
					if inverts(q, p) && p.exp == q.exp {
						requireInverted(t, q, p, 7)
					}
				})
			}
		}
	}
}
