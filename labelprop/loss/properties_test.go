package loss_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/labelprop/loss"
)

func TestCosineProximityStaysInRange(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 20_000 {
		a := normals(r, 1, 1+r.IntN(5))
		b := mat.NewDense(1, a.RawMatrix().Cols, nil)
		b.Scale(r.NormFloat64(), a)
		b.Set(0, 0, b.At(0, 0)*(1+1e-15*r.NormFloat64()))
		terms, err := loss.CosineProximity(a, b, nil)
		require.NoError(t, err)
		require.LessOrEqual(t, math.Abs(terms.Mean()), 1.0)
	}
}

func TestInputsAreNotModified(t *testing.T) {
	trials(t, func(t *testing.T, s subject, r *rand.Rand) {
		targets, predictions := s.targets(r, someRows, someClasses), s.predictions(r, someRows, someClasses)
		o := s.options(r, someRows, someClasses)
		before := [3]*mat.Dense{mat.DenseCopyOf(targets), mat.DenseCopyOf(predictions), mat.DenseCopyOf(o.Weights)}
		classes := slices.Clone(o.ClassWeights)
		_, err := s.of(targets, predictions, o)
		require.NoError(t, err)
		require.Equal(t, before, [3]*mat.Dense{targets, predictions, o.Weights.(*mat.Dense)})
		require.Equal(t, classes, o.ClassWeights)
	})
}

// opaque hides everything of a matrix but the mat.Matrix interface.
type opaque struct{ mat.Matrix }

// forms returns one matrix as different concrete types.
func forms(m *mat.Dense) map[string]mat.Matrix {
	n, k := m.Dims()
	transposed := mat.DenseCopyOf(m.T())
	wide := filled(n+2, k+3, math.NaN)
	view := wide.Slice(1, n+1, 2, k+2).(*mat.Dense)
	view.Copy(m)
	return map[string]mat.Matrix{"dense": m, "transpose": transposed.T(), "view": view, "opaque": opaque{m}}
}

func TestResultsDoNotDependOnTheConcreteType(t *testing.T) {
	trials(t, func(t *testing.T, s subject, r *rand.Rand) {
		targets, predictions := s.targets(r, someRows, someClasses), s.predictions(r, someRows, someClasses)
		o := s.options(r, someRows, someClasses)
		want, err := s.of(targets, predictions, o)
		require.NoError(t, err)
		weights := forms(o.Weights.(*mat.Dense))
		ps := forms(predictions)
		for form, ts := range forms(targets) {
			o.Weights = weights[form]
			got, err := s.of(ts, ps[form], o)
			require.NoError(t, err)
			require.Equal(t, want, got, form)
		}
	})
}

func TestSymmetricMatrixAndVectorAreMatrices(t *testing.T) {
	square := mat.NewSymDense(2, []float64{0.9, 0.1, 0.1, 0.9})
	want, err := loss.SparseCrossEntropy([]int{0, 0}, mat.DenseCopyOf(square), nil)
	require.NoError(t, err)
	got, err := loss.SparseCrossEntropy([]int{0, 0}, square, &loss.Options{Weights: mat.NewVecDense(2, []float64{1, 1})})
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func rowsOf(m mat.Matrix, order []int) *mat.Dense {
	_, k := m.Dims()
	picked := mat.NewDense(len(order), k, nil)
	for i, from := range order {
		picked.SetRow(i, mat.Row(nil, from, m))
	}
	return picked
}

func TestPermutedRowsGiveTheSameReductions(t *testing.T) {
	trials(t, func(t *testing.T, s subject, r *rand.Rand) {
		targets, predictions := s.targets(r, someRows, someClasses), s.predictions(r, someRows, someClasses)
		o := s.options(r, someRows, someClasses)
		want, err := s.of(targets, predictions, o)
		require.NoError(t, err)
		order := r.Perm(someRows)
		o.Weights = rowsOf(o.Weights, order)
		got, err := s.of(rowsOf(targets, order), rowsOf(predictions, order), o)
		require.NoError(t, err)
		require.Equal(t, rowsOf(want.Weighted(), order), got.Weighted())
		require.InEpsilonSlice(t,
			[]float64{want.Sum(), want.Mean(), want.BatchMean(), want.NonzeroMean()},
			[]float64{got.Sum(), got.Mean(), got.BatchMean(), got.NonzeroMean()}, 1e-13)
	})
}

func TestIntegerWeightsAreRepeatedRows(t *testing.T) {
	trials(t, func(t *testing.T, s subject, r *rand.Rand) {
		targets, predictions := s.targets(r, someRows, someClasses), s.predictions(r, someRows, someClasses)
		var order []int
		weights := mat.NewVecDense(someRows, nil)
		for i := range someRows {
			times := 1 + r.IntN(3)
			weights.SetVec(i, float64(times))
			order = append(order, slices.Repeat([]int{i}, times)...)
		}
		weighted, err := s.of(targets, predictions, &loss.Options{Weights: weights})
		require.NoError(t, err)
		repeated, err := s.of(rowsOf(targets, order), rowsOf(predictions, order), nil)
		require.NoError(t, err)
		require.InEpsilon(t, repeated.Sum(), weighted.Sum(), 1e-13)
		require.InEpsilon(t, repeated.Mean(), weighted.Mean(), 1e-13)
	})
}

func TestSparseIsDenseOfOneHot(t *testing.T) {
	trials(t, func(t *testing.T, s subject, r *rand.Rand) {
		if s.sparse == nil {
			return
		}
		y := labels(r, someRows, someClasses)
		hot, err := loss.OneHot(y, someClasses)
		require.NoError(t, err)
		predictions := s.predictions(r, someRows, someClasses)
		o := s.options(r, someRows, someClasses)
		sparse, err := s.sparse(y, predictions, o)
		require.NoError(t, err)
		dense, err := s.of(hot, predictions, o)
		require.NoError(t, err)
		require.InDeltaSlice(t, reductionsOf(dense), reductionsOf(sparse), 1e-14)
	})
}

func TestFocalZeroIsTheIdentity(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range manyTrials {
		terms, err := loss.SparseSoftmaxCrossEntropy(labels(r, someRows, someClasses), normals(r, someRows, someClasses), nil)
		require.NoError(t, err)
		focal, err := terms.Focal(0)
		require.NoError(t, err)
		require.Equal(t, terms, focal)
		require.NotSame(t, terms.Weight, focal.Weight)
	}
}

func TestSoftmaxIsADistribution(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for range manyTrials {
		logits := normals(r, 1, 9).RawRowView(0)
		p, err := loss.Softmax(nil, logits)
		require.NoError(t, err)
		logs, err := loss.LogSoftmax(slices.Clone(logits), logits)
		require.NoError(t, err)
		total := 0.0
		for j := range p {
			total += p[j]
			require.InEpsilon(t, -loss.NegLog(p[j]), logs[j], 1e-13)
		}
		require.InDelta(t, 1, total, 1e-15)
	}
}

func TestSoftmaxMayOverwriteItsInput(t *testing.T) {
	logits := []float64{1, 2, 3}
	want, err := loss.Softmax(nil, logits)
	require.NoError(t, err)
	got, err := loss.Softmax(logits, logits)
	require.NoError(t, err)
	require.Equal(t, want, got)
	require.Equal(t, want, logits)
}

func TestKLDivergenceIsNotNegative(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for range 1000 {
		a := distributions(r, 1, 5)
		b := mat.DenseCopyOf(a)
		b.Set(0, 0, b.At(0, 0)*(1+1e-9))
		terms, err := loss.KLDivergence(a, b, nil)
		require.NoError(t, err)
		require.GreaterOrEqual(t, terms.Mean(), -1e-9)
	}
}
