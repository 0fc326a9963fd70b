package vec

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// normals32 are normal numbers, with room of NaN around them.
func normals32(rng *rand.Rand, n int) (around, x []float32) {
	around = make([]float32, n+32)
	for i := range around {
		around[i] = float32(math.NaN())
	}
	x = around[16 : 16+n : 16+n]
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	return around, x
}

// Every tier gives the bits of the definition, writes its rows alone, and reads nothing
// beside the columns: it would show as NaN.
func TestLessRows(t *testing.T) {
	const rows, cols, lo, hi = 30, 17, 3, 28
	rng := rand.New(rand.NewPCG(1, 1))
	for width := 1; width <= 140; width++ {
		m := randomSparse(rng, rows, cols, 6).Single()
		_, x := normals32(rng, cols*width)
		_, before := normals32(rng, rows*width)
		want := append([]float32(nil), before...)
		for i := lo; i < hi; i++ {
			for c := range width {
				sum := float32(0)
				for e := m.start[i]; e < m.start[i+1]; e++ {
					sum += float32(m.val[e] * x[int(m.ind[e])*width+c])
				}
				want[i*width+c] = sum - want[i*width+c]
			}
		}
		for _, tier := range Tiers() {
			around, got := normals32(rng, rows*width)
			copy(got, before)
			tier.lessRows(m, got, x, width, lo, hi)
			require.Equal(t, want, got, "%v, %d columns", tier, width)
			for i, v := range around {
				require.Equal(t, i < 16 || i >= 16+len(got), v != v, "%v, %d columns", tier, width)
			}
		}
	}
}

func TestSingleRoundsTheValues(t *testing.T) {
	m := randomSparse(rand.New(rand.NewPCG(2, 1)), 9, 4, 5)
	for e, v := range m.Single().val {
		assert.Equal(t, float32(m.val[e]), v)
	}
}

func TestLessRowsEdges(t *testing.T) {
	sparse, err := NewSparse(3, []int{0, 0, 0}, nil, nil)
	require.NoError(t, err)
	empty := sparse.Single()
	y := []float32{1, 2, 3, 4}
	empty.LessRows(y, make([]float32, 6), 2, 1, 2)
	assert.Equal(t, []float32{1, 2, -3, -4}, y)
	empty.LessRows(nil, nil, 0, 0, 2)
	assert.Panics(t, func() { empty.LessRows(y[:3:3], make([]float32, 6), 2, 0, 2) })
	assert.Panics(t, func() { empty.LessRows(y, make([]float32, 5), 2, 0, 2) })
	assert.Panics(t, func() { empty.LessRows(make([]float32, 8), make([]float32, 6), 2, 0, 3) })
}

func TestLessRowsDoesNotAllocate(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	m := randomSparse(rng, 50, 50, 8).Single()
	x, y := make([]float32, 500), make([]float32, 500)
	assert.Zero(t, testing.AllocsPerRun(10, func() { m.LessRows(y, x, 10, 0, 50) }))
}
