package vec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// randomSparse returns a matrix with up to most values a row, some rows empty.
func randomSparse(rng *rand.Rand, rows, cols, most int) *Sparse {
	start, ind, val := []int{0}, []int32{}, []float64{}
	for range rows {
		for range rng.IntN(most + 1) {
			ind, val = append(ind, int32(rng.IntN(cols))), append(val, rng.NormFloat64())
		}
		start = append(start, len(ind))
	}
	m, err := NewSparse(cols, start, ind, val)
	if err != nil {
		panic(err)
	}
	return m
}

func normals(rng *rand.Rand, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = rng.NormFloat64()
	}
	return x
}

// Every tier gives the bits of the definition, and writes its rows alone.
func TestMulRows(t *testing.T) {
	const rows, cols, lo, hi = 30, 17, 3, 28
	rng := rand.New(rand.NewPCG(1, 1))
	for width := 1; width <= 70; width++ {
		m := randomSparse(rng, rows, cols, 6)
		x := normals(rng, cols*width)
		want := normals(rng, rows*width)
		before := append([]float64(nil), want...)
		for i := lo; i < hi; i++ {
			for c := range width {
				sum := 0.0
				for e := m.start[i]; e < m.start[i+1]; e++ {
					sum += float64(m.val[e] * x[int(m.ind[e])*width+c])
				}
				want[i*width+c] = sum
			}
		}
		for _, tier := range Tiers() {
			got := append([]float64(nil), before...)
			tier.mulRows(m, got, x, width, lo, hi)
			require.Equal(t, want, got, "%v, %d columns", tier, width)
		}
	}
}

// Nothing beside the columns is read: it would show as NaN.
func TestMulRowsStaysInside(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	for width := 1; width <= 35; width++ {
		m := randomSparse(rng, 9, 4, 5)
		all := make([]float64, 4*width+16)
		for i := range all {
			all[i] = math.NaN()
		}
		x := all[8 : 8+4*width]
		copy(x, normals(rng, len(x)))
		around := make([]float64, 9*width+16)
		for _, tier := range Tiers() {
			tier.mulRows(m, around[8:8+9*width], x, width, 0, 9)
			for i, v := range around {
				require.False(t, math.IsNaN(v))
				if i < 8 || i >= 8+9*width {
					require.Zero(t, v, "%v, %d columns", tier, width)
				}
			}
		}
	}
}

func TestMulRowsEdges(t *testing.T) {
	empty, err := NewSparse(3, []int{0, 0, 0}, nil, nil)
	require.NoError(t, err)
	out := []float64{1, 2, 3, 4}
	empty.MulRows(out, make([]float64, 6), 2, 1, 2)
	assert.Equal(t, []float64{1, 2, 0, 0}, out)
	empty.MulRows(nil, nil, 0, 0, 2)
	empty.MulRows(out, make([]float64, 6), 2, 1, 1)
	assert.Panics(t, func() { empty.MulRows(out[:3:3], make([]float64, 6), 2, 0, 2) })
	assert.Panics(t, func() { empty.MulRows(out, make([]float64, 5), 2, 0, 2) })
	assert.Panics(t, func() { empty.MulRows(make([]float64, 8), make([]float64, 6), 2, 0, 3) })
}

func TestNewSparseErrors(t *testing.T) {
	for _, c := range []struct {
		start []int
		ind   []int32
		val   []float64
	}{
		{nil, nil, nil},
		{[]int{0, 2}, []int32{0, 1}, []float64{1}},
		{[]int{-1, 0}, nil, nil},
		{[]int{0, 2, 1}, []int32{0, 1}, []float64{1, 2}},
		{[]int{0, 3, 2}, []int32{0, 1}, []float64{1, 2}},
		{[]int{0, 1}, []int32{3}, []float64{1}},
		{[]int{0, 1}, []int32{-1}, []float64{1}},
	} {
		_, err := NewSparse(3, c.start, c.ind, c.val)
		assert.Error(t, err, "%v", c)
	}
}

func TestMulRowsDoesNotAllocate(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	m := randomSparse(rng, 50, 50, 8)
	x, out := normals(rng, 500), make([]float64, 500)
	assert.Zero(t, testing.AllocsPerRun(10, func() { m.MulRows(out, x, 10, 0, 50) }))
}

// 14 values a row in random columns, times 10 columns, by two goroutines: in float64, and in
// lines of float32 with what conjugate gradients need beside. The best of all turns counts,
// as in the C loop that docs/performance.md compares with:
//
//	go test ./internal/vec -run '^$' -bench Products -benchtime 30x
func BenchmarkProducts(b *testing.B) {
	for _, n := range []int{70_000, 1_000_000} {
		rng := rand.New(rand.NewPCG(4, 1))
		const row, width = 14, 10
		start, ind, val := make([]int, n+1), make([]int32, n*row), make([]float64, n*row)
		for e := range ind {
			ind[e], val[e] = int32(rng.IntN(n)), 1.0/row
		}
		for i := range start {
			start[i] = i * row
		}
		m := MustSparse(n, start, ind, val)
		x, out := normals(rng, n*width), make([]float64, n*width)
		loops, p, y := NewLines(m, x[:n]), make([]float32, n*Line32), make([]float32, n*Line32)
		for _, tier := range Tiers() {
			b.Run(fmt.Sprintf("%d/%v/float64", n, tier), func(b *testing.B) {
				leastTime(b, n, row, func(lo, hi int) { tier.mulRows(m, out, x, width, lo, hi) })
			})
			b.Run(fmt.Sprintf("%d/%v/float32", n, tier), func(b *testing.B) {
				leastTime(b, n, row, func(lo, hi int) {
					var sum [Line32]float32
					tier.advanceLines(loops, y, p, lo, hi, &sum)
				})
			})
		}
	}
}

// leastTime reports the least time of a value, of two goroutines that share n rows.
func leastTime(b *testing.B, n, row int, product func(lo, hi int)) {
	least := math.Inf(1)
	for b.Loop() {
		begin := time.Now()
		done := make(chan bool)
		for half := range 2 {
			go func() { product(half*n/2, (half+1)*n/2); done <- true }()
		}
		<-done
		<-done
		least = min(least, time.Since(begin).Seconds())
	}
	b.ReportMetric(least*1e9/float64(n*row), "ns/nonzero")
}
