package labelprop

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mat"
)

// A permutation in place gives the rows that a copy gives, whatever its cycles.
func TestPermuteInPlace(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	for range 200 {
		n, c := 1+r.IntN(12), 1+r.IntN(4)
		m, from := mat.NewDense(n, c, nil), make([]int32, n)
		for i, p := range r.Perm(n) {
			from[i] = int32(p)
			for k := range c {
				m.Set(i, k, r.Float64())
			}
		}
		want := rowsOf(m, from, c)
		assert.True(t, isPermutation(from, n))
		permute(m, from)
		assert.True(t, mat.Equal(want, m), "%v", from)
	}
	assert.False(t, isPermutation([]int32{0, 2, 2}, 3), "a row twice")
	assert.False(t, isPermutation([]int32{0, 2}, 3), "a row left out")
	permute(nil, nil)
}
