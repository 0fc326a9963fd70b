package knn

import (
	"fmt"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/stretchr/testify/require"
)

// forms are those in which all pairs are compared.
var forms = []struct {
	name string
	in   func(q, p *Points, tier vec.Tier) frame
}{
	{"float32", newFrame},
	{"codes", newCodeFrame},
	{"codes that are kept", func(q, p *Points, tier vec.Tier) frame {
		f := newCodeFrame(q, p, tier)
		f.keep = true
		return f
	}},
	{"codes with errors", func(q, p *Points, tier vec.Tier) frame {
		f := newCodeFrame(q, p, tier)
		f.unit = 0
		return f
	}},
}

// Rows in several strips, each with blocks that meet all of it but the rows beside them, have the neighbours that brute
// force finds.
func TestAllPairsInStrips(t *testing.T) {
	const strip = nearRows + 2*blockRows
	rng := random(13)
	pixel := func(int, int) float64 { return float64(rng.IntN(256)) }
	p := pointsOf(t, 2*strip+blockRows+13, 5, nil, pixel)
	q, err := p.Like(matrixOf(blockRows+7, 5, pixel))
	require.NoError(t, err)
	for _, rows := range []*Points{p, q} {
		requireStrips(t, rows, p, strip)
	}
}

// Long rows are multiplied part by part, and each part counts.
func TestAllPairsInParts(t *testing.T) {
	rng := random(14)
	for _, first := range []int{partSteps, 4 * partSteps} {
		p := pointsOf(t, 130, first+403, nil, func(_, j int) float64 {
			if j < first {
				return float64(rng.IntN(50))
			}
			return float64(rng.IntN(256))
		})
		requireStrips(t, p, p, leastStrip)
	}
}

// requireStrips checks the search in all forms, in strips of so many rows, against brute force.
func requireStrips(t *testing.T, q, p *Points, strip int) {
	t.Helper()
	const k = 6
	want, err := (&query{ctx: t.Context(), q: q, p: p, k: k}).bruteForce()
	require.NoError(t, err)
	for _, form := range forms {
		t.Run(fmt.Sprintf("%d×%d×%d/%s", q.n, p.n, p.d, form.name), func(t *testing.T) {
			s := &query{ctx: t.Context(), q: q, p: p, k: k, tier: vec.Best()}
			a, err := s.newAllPairs(&formed{frame: form.in(q, p, s.tier)})
			require.NoError(t, err)
			a.stripRows = strip
			got, err := a.find(s)
			require.NoError(t, err)
			require.Equal(t, want, got)
		})
	}
}
