package graph

import (
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/stretchr/testify/require"
)

// The rows that list a row, whatever the size of the blocks, are those that a look at all lists finds.
func TestTransposedAgainstBruteForce(t *testing.T) {
	const n, k = 60, 4
	rng := rand.New(rand.NewPCG(1, 2))
	l := &knn.Lists{}
	for range n {
		// Low rows are in more lists than fit in a block, some in none.
		for _, j := range rng.Perm(n)[:k] {
			l.Ind, l.D2 = append(l.Ind, int32(j*j/n)), append(l.D2, rng.Float64())
		}
		l.End = append(l.End, len(l.Ind))
	}
	for _, most := range []int{1, 5, 37, 1 << 20} {
		in := newTransposed(l, n)
		in.most = most
		seen := 0
		in.each(func(lo, hi int, block *transposedBlock) {
			for i := lo; i < hi; i++ {
				seen++
				var ind []int32
				var d2 []float64
				for r := range n {
					js, d := l.Row(r)
					for e, j := range js {
						if int(j) == i {
							ind, d2 = append(ind, int32(r)), append(d2, d[e])
						}
					}
				}
				gotInd, gotD2 := block.row(i)
				require.Equal(t, append([]int32{}, ind...), append([]int32{}, gotInd...), "row %d, blocks of %d", i, most)
				require.Equal(t, append([]float64{}, d2...), append([]float64{}, gotD2...))
			}
		})
		require.Equal(t, n, seen)
	}
}
