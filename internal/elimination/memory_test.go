package elimination

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/internal/memory"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMemoryOfFill checks that memory is asked for before it is taken: for as many slots as there are in the end, and
// that whichever of the questions is refused is the error.
func TestMemoryOfFill(t *testing.T) {
	refused := errors.New("refused")
	for name, nw := range memoryProblems(t) {
		for _, a := range []Arithmetic{Auto, Pair} {
			var asked int64
			questions := 0
			ask := func(bytes int64, _ string) error { questions++; asked += bytes; return nil }
			want, err := nw.Eliminate(t.Context(), &Options{Arithmetic: a, Inverse: true, Memory: ask})
			require.NoError(t, err, name)
			assert.GreaterOrEqual(t, asked, memory.Product(nw.Len()+nw.Edges(), 8), name)
			for no := range questions {
				left := no
				_, err := nw.Eliminate(t.Context(), &Options{Arithmetic: a, Memory: func(int64, string) error {
					if left--; left < 0 {
						return refused
					}
					return nil
				}})
				// The last questions are those of the inverse, which was not asked for here.
				if err != nil {
					assert.ErrorIs(t, err, refused, name)
				}
				assert.True(t, err != nil || no > 0, name)
			}
			again, err := nw.Eliminate(t.Context(), &Options{Arithmetic: a, Inverse: true})
			require.NoError(t, err, name)
			assert.Equal(t, want.Log(0, 0), again.Log(0, 0), name)
		}
	}
}

// memoryProblems are a sparse graph, which fills in, and a complete one.
func memoryProblems(t *testing.T) map[string]*Network {
	const n = 60
	rng := rand.New(rand.NewPCG(1, 2))
	p := &problem{dim: 1, classes: 2, gamma: 1e-3, noBig: true}
	for i := range n {
		p.x, p.labels = append(p.x, rng.NormFloat64()), append(p.labels, -1)
		for range min(i, 3) {
			if e := [2]int{i, rng.IntN(i)}; !slices.Contains(p.edges, e) {
				p.edges = append(p.edges, e)
			}
		}
	}
	p.labels[0], p.labels[1] = 0, 1
	all := *p
	all.edges = complete(n)
	sparse, _ := p.network(t)
	dense, _ := all.network(t)
	return map[string]*Network{"sparse": sparse, "dense": dense}
}
