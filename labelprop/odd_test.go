package labelprop_test

import (
	"math"

	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"
)

// fickle is a matrix that lies, in one way or another, or panics.
type fickle struct{ how int }

func (f fickle) Dims() (int, int) {
	switch f.how {
	case 0:
		panic("drawn: Dims")
	case 1:
		return -1, 3
	case 2:
		return rowsDrawn, -2
	case 3:
		return 0, 0
	case 4:
		return math.MaxInt, math.MaxInt
	}
	return rowsDrawn, 2
}

func (f fickle) At(i, j int) float64 {
	switch f.how {
	case 5:
		panic("drawn: At")
	case 6:
		return math.NaN()
	}
	return float64(i * j % 4)
}

func (f fickle) T() mat.Matrix { return f }

// fickleRows is one that claims to have sparse rows.
type fickleRows struct{ fickle }

func (f fickleRows) DoRowNonZero(i int, fn func(i, j int, v float64)) {
	switch f.how {
	case 5:
		panic("drawn: DoRowNonZero")
	case 6:
		fn(i, -1, 1)
	case 7:
		fn(i, 1<<40, 1)
		fn(-1, 1, 1)
	}
	fn(i, 1, 1)
	fn(i, 1, 2)
}

// RawMatrix has fewer values than rows and columns.
func (f fickleRows) RawMatrix() blas64.General {
	return blas64.General{Rows: 1 << 20, Cols: 2, Stride: 2}
}

// oddKernel, oddRank, oddDecay and oddMetric return what they should not, or panic.
type (
	oddKernel struct{ how int }
	oddRank   struct{ how int }
	oddDecay  struct{ how int }
	oddMetric struct{ how int }
)

func oddValue(how int) float64 {
	if how == 0 {
		panic("drawn: value")
	}
	return []float64{0, math.NaN(), math.Inf(1), math.Inf(-1), -1, 1}[how]
}

func (k oddKernel) LogWeight(float64) float64 { return oddValue(k.how) }
func (k oddKernel) String() string            { return "odd" }

func (k oddRank) LogWeight(float64) float64 { return oddValue(k.how) }
func (k oddRank) Rank() int                 { return []int{0, 1, -1, math.MaxInt, math.MinInt, 2}[k.how] }
func (k oddRank) String() string {
	if k.how == 1 {
		panic("drawn: String")
	}
	return "odd rank"
}

func (k oddDecay) LogWeight(float64) float64 { return oddValue(k.how) }
func (k oddDecay) Decay() (float64, int)     { return oddValue(k.how), k.how % 4 }
func (k oddDecay) String() string            { return "odd decay" }

func (k oddMetric) Distance(_, _ []float64) float64 { return oddValue(k.how) }
func (k oddMetric) String() string {
	if k.how == 1 {
		panic("drawn: String")
	}
	return "odd metric"
}

// oddStream panics.
type oddStream struct{}

func (oddStream) Read([]byte) (int, error)  { panic("drawn: Read") }
func (oddStream) Write([]byte) (int, error) { panic("drawn: Write") }
