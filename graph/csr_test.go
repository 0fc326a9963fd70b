package graph_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

var (
	_ mat.Matrix         = (*graph.CSR)(nil)
	_ mat.NonZeroDoer    = (*graph.CSR)(nil)
	_ mat.RowNonZeroDoer = (*graph.CSR)(nil)
)

// scattered returns a matrix that is mostly zero, and the same as a CSR whose
// columns come in random order.
func scattered(rng *rand.Rand, rows, cols int) (*mat.Dense, *graph.CSR) {
	d := mat.NewDense(rows, cols, nil)
	indptr, ind, data := []int{0}, []int{}, []float64{}
	for i := range rows {
		for _, j := range rng.Perm(cols)[:rng.IntN(cols+1)] {
			v := rng.NormFloat64()
			d.Set(i, j, v)
			ind, data = append(ind, j), append(data, v)
		}
		indptr = append(indptr, len(ind))
	}
	m, err := graph.NewCSR(rows, cols, indptr, ind, data)
	if err != nil {
		panic(err)
	}
	return d, m
}

func TestCSRIsTheMatrixItWasMadeFrom(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 9}, {9, 1}, {6, 6}, {13, 40}} {
		d, m := scattered(random(uint64(size[0])), size[0], size[1])
		rows, cols := m.Dims()
		assert.Equal(t, size, [2]int{rows, cols})
		for i := range rows {
			for j := range cols {
				require.Equal(t, d.At(i, j), m.At(i, j), "row %d, column %d", i, j)
				require.Equal(t, d.At(i, j), m.T().At(j, i))
			}
		}
		assert.True(t, mat.Equal(d, m))
		assert.True(t, mat.Equal(d.T(), m.T()))
		assert.True(t, mat.Equal(m, m.T().T()))
		assert.InDelta(t, mat.Norm(d, 1), mat.Norm(m, 1), 1e-14)
	}
}

func TestCSRMultiplies(t *testing.T) {
	d, m := scattered(random(1), 8, 5)
	x := mat.NewDense(5, 3, nil)
	x.Apply(func(i, j int, _ float64) float64 { return float64(i*j - 2) }, x)
	var want, got mat.Dense
	want.Mul(d, x)
	got.Mul(m, x)
	assert.True(t, mat.EqualApprox(&want, &got, 1e-14))
}

func TestCSRVisitsItsValuesInOrder(t *testing.T) {
	d, m := scattered(random(2), 7, 11)
	seen, count, last := mat.NewDense(7, 11, nil), 0, -1
	m.DoNonZero(func(i, j int, v float64) {
		require.Greater(t, i*11+j, last)
		last = i*11 + j
		seen.Set(i, j, v)
		count++
	})
	assert.True(t, mat.Equal(d, seen))
	assert.Equal(t, m.NNZ(), count)
	for i := range 7 {
		row, last := make([]float64, 11), -1
		m.DoRowNonZero(i, func(at, j int, v float64) {
			require.Equal(t, i, at)
			require.Greater(t, j, last)
			row[j], last = v, j
		})
		assert.Equal(t, d.RawRowView(i), row)
	}
}

func TestCSRKeepsNoneOfItsArguments(t *testing.T) {
	indptr, ind, data := []int{0, 2}, []int{1, 0}, []float64{7, 8}
	m, err := graph.NewCSR(1, 2, indptr, ind, data)
	require.NoError(t, err)
	assert.Equal(t, []int{1, 0}, ind, "not put in order either")
	assert.Equal(t, []float64{7, 8}, data)
	indptr[1], ind[0], data[0] = 0, 0, 0
	assert.Equal(t, 7.0, m.At(0, 1))
	assert.Equal(t, 8.0, m.At(0, 0))
}

func TestCSRKeepsStoredZeros(t *testing.T) {
	m, err := graph.NewCSR(1, 3, []int{0, 2}, []int{2, 0}, []float64{0, 5})
	require.NoError(t, err)
	assert.Equal(t, 2, m.NNZ())
	assert.Equal(t, []float64{5, 0, 0}, []float64{m.At(0, 0), m.At(0, 1), m.At(0, 2)})
}

func TestCSROfNothing(t *testing.T) {
	m, err := graph.NewCSR(0, 0, []int{0}, nil, nil)
	require.NoError(t, err)
	m.DoNonZero(func(int, int, float64) { t.Fail() })
}

func TestNewCSRErrors(t *testing.T) {
	values := func(n int) []float64 { return make([]float64, n) }
	const lengths = "row starts, "
	for _, c := range []struct {
		rows, cols  int
		indptr, ind []int
		data        []float64
		want        string
	}{
		{-1, 2, nil, nil, nil, "graph: CSR of -1×2"},
		{2, -1, []int{0, 0, 0}, nil, nil, "graph: CSR of 2×-1"},
		{0, math.MaxInt32 + 1, []int{0}, nil, nil, "graph: CSR of 0×2147483648"},
		{2, 2, []int{0, 1}, []int{0}, values(1), lengths},
		{2, 2, nil, nil, nil, lengths},
		{1, 2, []int{0, 1}, []int{0}, values(2), lengths},
		{1, 2, []int{1, 1}, []int{0}, values(1), lengths},
		{1, 2, []int{0, 1}, []int{0, 1}, values(2), lengths},
		{2, 2, []int{0, 3, 2}, []int{0, 1}, values(2), "graph: CSR row 0 runs from 0 to 3"},
		{3, 2, []int{0, 2, 1, 2}, []int{0, 1}, values(2), "graph: CSR row 1 runs from 2 to 1"},
		{3, 2, []int{0, -1, 2, 2}, []int{0, 1}, values(2), "graph: CSR row 0 runs from 0 to -1"},
		{2, 2, []int{0, 1, 2}, []int{0, 2}, values(2), "graph: CSR row 1: column 2 of 2"},
		{2, 2, []int{0, 1, 2}, []int{0, -1}, values(2), "graph: CSR row 1: column -1 of 2"},
		{1, 2, []int{0, 1}, []int{1 << 32}, values(1), "graph: CSR row 0: column 4294967296 of 2"},
		{1, 3, []int{0, 3}, []int{2, 0, 2}, values(3), "graph: CSR row 0: column 2 twice"},
	} {
		m, err := graph.NewCSR(c.rows, c.cols, c.indptr, c.ind, c.data)
		assert.Nil(t, m)
		assert.ErrorContains(t, err, c.want)
	}
}

// Outside, a CSR does what a mat.Dense does.
func TestCSROutOfRange(t *testing.T) {
	d, m := scattered(random(3), 4, 6)
	for _, at := range [][2]int{{-1, 0}, {4, 0}, {0, -1}, {0, 6}, {-1, -1}, {4, 6}} {
		assert.Equal(t, panicOf(func() { d.At(at[0], at[1]) }), panicOf(func() { m.At(at[0], at[1]) }), "%v", at)
	}
	for _, i := range []int{-1, 4} {
		assert.Equal(t, mat.ErrRowAccess, panicOf(func() { m.DoRowNonZero(i, func(int, int, float64) {}) }))
	}
}

func panicOf(f func()) (p any) {
	defer func() { p = recover() }()
	f()
	return nil
}
