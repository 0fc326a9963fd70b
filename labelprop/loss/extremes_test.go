package loss_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/labelprop/loss"
)

func row(values ...float64) *mat.Dense { return mat.NewDense(1, len(values), values) }

func TestMeanOfExtremeWeights(t *testing.T) {
	cases := map[string]struct {
		losses, weights []float64
		want            float64
	}{
		"sum of weights overflows":       {[]float64{2, 4}, []float64{math.MaxFloat64, math.MaxFloat64}, 3},
		"sum of losses overflows":        {[]float64{1e308, 1e308}, []float64{1, 3}, 1e308},
		"product underflows":             {[]float64{0.25, 0.75}, []float64{5e-324, 5e-324}, 0.5},
		"infinite loss":                  {[]float64{1, math.Inf(1)}, []float64{1e308, 1e308}, math.Inf(1)},
		"infinite loss of weight 0":      {[]float64{1, math.Inf(1)}, []float64{1, 0}, 1},
		"infinite loss of little weight": {[]float64{1, math.Inf(1)}, []float64{1, 5e-324}, math.Inf(1)},
		"no weight":                      {[]float64{1, 2}, []float64{0, 0}, 0},
	}
	for name, c := range cases {
		terms := &loss.Terms{Loss: row(c.losses...), Weight: row(c.weights...)}
		require.Equal(t, c.want, terms.Mean(), name)
	}
}

func TestZeroTermsReduceToZero(t *testing.T) {
	terms := new(loss.Terms)
	require.Zero(t, terms.Sum())
	require.Zero(t, terms.Mean())
	require.Zero(t, terms.BatchMean())
	require.Zero(t, terms.NonzeroMean())
	require.True(t, terms.Weighted().IsEmpty())
}

func TestNoMatrixIsTheEmptyMatrix(t *testing.T) {
	for _, s := range subjects {
		terms, err := s.of(nil, nil, &loss.Options{Weights: row(1)})
		require.NoError(t, err, s.name)
		require.Zero(t, terms.Mean(), s.name)
	}
	hot, err := loss.OneHot(nil, 3)
	require.NoError(t, err)
	terms, err := loss.CrossEntropy(hot, &mat.Dense{}, &loss.Options{ClassWeights: []float64{1, 2, 3}})
	require.NoError(t, err)
	require.Zero(t, terms.Mean())
}

// narrow is a matrix of rows without columns, which gonum cannot make.
type narrow struct{ rows int }

func (n narrow) Dims() (int, int)    { return n.rows, 0 }
func (n narrow) At(int, int) float64 { panic("no element") }
func (n narrow) T() mat.Matrix       { return mat.Transpose{Matrix: n} }
func TestRowsWithoutColumns(t *testing.T) {
	for _, s := range subjects {
		terms, err := s.of(narrow{2}, narrow{2}, nil)
		require.NoError(t, err, s.name)
		require.Zero(t, terms.Mean(), s.name)
	}
	terms, err := loss.SparseCrossEntropy([]int{-1, -1}, narrow{2}, nil)
	require.NoError(t, err)
	require.Zero(t, terms.BatchMean())
	require.True(t, loss.Rescale(narrow{2}, 0, 1).IsEmpty())
}

// A class weight of 5e-324 averages to nothing beside the others, and must
// not turn a certain answer into 0·Inf.
func TestClassWeightsOfAnySize(t *testing.T) {
	for _, classWeights := range [][]float64{{5e-324, 1e300}, {1, 5e-324}, {1e-300, 1e-310}} {
		terms, err := loss.CrossEntropy(row(5e-324, 1), row(1, 0.5), &loss.Options{ClassWeights: classWeights})
		require.NoError(t, err)
		require.False(t, math.IsNaN(terms.Mean()))
		require.False(t, math.IsNaN(terms.Sum()))
	}
}

func TestTargetsOfAnySize(t *testing.T) {
	terms, err := loss.CrossEntropy(row(1e308, 1e308), row(1, 1), &loss.Options{ClassWeights: []float64{1, 3}})
	require.NoError(t, err)
	require.Equal(t, 2.0, terms.Weight.At(0, 0))
	require.Zero(t, terms.Mean())
}

func TestKLDivergenceOfDistantProbabilities(t *testing.T) {
	terms, err := loss.KLDivergence(row(1, 0), row(5e-324, 1), nil)
	require.NoError(t, err)
	require.InEpsilon(t, 744.4400719213812, terms.Mean(), 1e-15)
}

func TestFocalLeavesItsTermsAlone(t *testing.T) {
	terms, err := loss.SparseCrossEntropy([]int{0, -1}, mat.NewDense(2, 2, []float64{0.5, 0.5, math.NaN(), 1}), nil)
	require.NoError(t, err)
	before := mat.DenseCopyOf(terms.Loss)
	focal, err := terms.Focal(2)
	require.NoError(t, err)
	require.Equal(t, before, terms.Loss)
	require.InEpsilon(t, 0.25*math.Ln2, focal.Sum(), 1e-15)
}

func TestNegLog(t *testing.T) {
	require.Equal(t, 0.0, loss.NegLog(1))
	require.False(t, math.Signbit(loss.NegLog(1)))
	require.Equal(t, math.Inf(1), loss.NegLog(0))
	require.True(t, math.IsNaN(loss.NegLog(-1)))
	require.InEpsilon(t, 744.4400719213812, loss.NegLog(5e-324), 1e-15)
}

func TestRescaleKeepsItsEnds(t *testing.T) {
	moved := loss.Rescale(row(0, 1, math.NaN()), 0.1, 0.7)
	require.Equal(t, 0.1, moved.At(0, 0))
	require.Equal(t, 0.7, moved.At(0, 1))
	require.True(t, math.IsNaN(moved.At(0, 2)))
}
