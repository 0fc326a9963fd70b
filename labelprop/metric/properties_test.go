package metric_test

import (
	"math"
	"math/rand/v2"
	"path"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/labelprop/loss"
	"github.com/propagate-go/propagate/labelprop/metric"
)

const manyTrials = 100

// trials runs f for each measure with several problems.
func trials(t *testing.T, f func(t *testing.T, of measure, p problem, r *rand.Rand)) {
	for name, of := range measures {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(manyTrials) {
				r := rand.New(rand.NewPCG(seed, 3))
				f(t, of, newProblem(r, 5+r.IntN(20), 2+r.IntN(4)), r)
			}
		})
	}
}

func resultOf(t *testing.T, of measure, p problem) []float64 {
	t.Helper()
	values, err := of(p)
	require.NoError(t, err)
	return values
}

func requireAlike(t *testing.T, want, got []float64) {
	t.Helper()
	require.True(t, alike(want, got), "want %v\n got %v", want, got)
}

func TestInputsAreNotModified(t *testing.T) {
	trials(t, func(t *testing.T, of measure, p problem, _ *rand.Rand) {
		before := p.clone()
		resultOf(t, of, p)
		require.Equal(t, before, p)
	})
}

// opaque hides everything of a matrix but the mat.Matrix interface.
type opaque struct{ mat.Matrix }

// forms returns one matrix as different concrete types.
func forms(m mat.Matrix) map[string]mat.Matrix {
	n, k := m.Dims()
	transposed := mat.DenseCopyOf(m.T())
	wide := mat.NewDense(n+2, k+3, nil)
	wide.Apply(func(_, _ int, _ float64) float64 { return math.NaN() }, wide)
	view := wide.Slice(1, n+1, 2, k+2).(*mat.Dense)
	view.Copy(m)
	return map[string]mat.Matrix{"transpose": transposed.T(), "view": view, "opaque": opaque{m}}
}

func TestResultsDoNotDependOnTheConcreteType(t *testing.T) {
	trials(t, func(t *testing.T, of measure, p problem, _ *rand.Rand) {
		want := resultOf(t, of, p)
		probs, indicators, calls := forms(p.probs), forms(p.indicators), forms(p.calls)
		for form := range probs {
			q := p
			q.probs, q.indicators, q.calls = probs[form], indicators[form], calls[form]
			requireSame(t, want, resultOf(t, of, q))
		}
	})
}

// requireSame requires equal bits.
func requireSame(t *testing.T, want, got []float64) {
	t.Helper()
	require.True(t, slices.EqualFunc(want, got, func(a, b float64) bool {
		return math.Float64bits(a) == math.Float64bits(b) || math.IsNaN(a) && math.IsNaN(b)
	}), "want %v\n got %v", want, got)
}

func TestSymmetricMatrixIsAMatrix(t *testing.T) {
	square := mat.NewSymDense(2, []float64{0.75, 0.25, 0.25, 0.75})
	got, err := metric.Brier([]int{0, 0}, square, nil)
	require.NoError(t, err)
	require.Equal(t, (0.125+1.125)/2, got)
}

func TestPermutedRowsGiveTheSameResult(t *testing.T) {
	trials(t, func(t *testing.T, of measure, p problem, r *rand.Rand) {
		requireAlike(t, resultOf(t, of, p), resultOf(t, of, p.pick(r.Perm(len(p.truth)))))
	})
}

func TestIntegerWeightsAreRepeatedRows(t *testing.T) {
	trials(t, func(t *testing.T, of measure, p problem, _ *rand.Rand) {
		p.pred[0] = max(slices.Max(p.truth), slices.Max(p.pred)) // or the rows of weight 0 have a class of their own
		var order []int
		for i, w := range p.w {
			order = append(order, slices.Repeat([]int{i}, int(w))...)
		}
		repeated := p.pick(order)
		repeated.w = nil
		requireAlike(t, resultOf(t, of, repeated), resultOf(t, of, p))
	})
}

// A row of weight 0 or without a truth is not read.
func TestExcludedRowsAreNotRead(t *testing.T) {
	trials(t, func(t *testing.T, of measure, p problem, r *rand.Rand) {
		last := len(p.truth) - 1
		p.w[last] = 0
		want := resultOf(t, of, p)
		p.scores[last] = math.NaN()
		p.probs.(*mat.Dense).Set(last, r.IntN(2), math.NaN())
		requireSame(t, want, resultOf(t, of, p))
		if !slices.Contains(ofLabelSets, path.Base(t.Name())) {
			p.w[last], p.truth[last], p.binary[last] = 1, -1, -1
			requireSame(t, want, resultOf(t, of, p))
		}
	})
}

func TestTopOneIsTheAccuracyOfDecide(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 4))
	for range manyTrials {
		p := newProblem(r, 12, 4)
		top, err := metric.TopK(p.truth, p.probs, 1, p.w)
		require.NoError(t, err)
		pred, err := metric.Decide(p.probs, 0)
		require.NoError(t, err)
		c, err := metric.NewConfusion(p.truth, pred, 4, p.w)
		require.NoError(t, err)
		require.Equal(t, c.Accuracy(), top)
	}
}

func TestLogLossIsTheMeanOfTheSparseCrossEntropy(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 4))
	for range manyTrials {
		p := newProblem(r, 90, 3)
		for _, w := range [][]float64{nil, p.w} {
			got, err := metric.LogLoss(p.truth, p.probs, 1e-7, w)
			require.NoError(t, err)
			o := &loss.Options{Clip: 1e-7}
			if w != nil {
				o.Weights = mat.NewVecDense(len(w), w)
			}
			terms, err := loss.SparseCrossEntropy(p.truth, p.probs, o)
			require.NoError(t, err)
			require.InEpsilon(t, terms.Mean(), got, 1e-14)
		}
	}
}

// The product of probabilities must lose nothing where they are next to 1, and
// not leave the range of float64 where they are small.
func TestLogLossOfExtremeProbabilities(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, size := range []float64{1e-15, 1e-9, 1e-3, 1} {
		for _, smallest := range []int{0, -30, -1074} {
			truth, probs := make([]int, 100), mat.NewDense(100, 2, nil)
			for i := range truth {
				p := 1 - size*r.Float64()
				if i%7 == 0 {
					p = math.Ldexp(p, r.IntN(1-smallest)+smallest)
				}
				probs.SetRow(i, []float64{p, 1 - p})
			}
			got, err := metric.LogLoss(truth, probs, 0, nil)
			require.NoError(t, err)
			terms, err := loss.SparseCrossEntropy(truth, probs, nil)
			require.NoError(t, err)
			require.InEpsilon(t, terms.Mean(), got, 1e-14, "1-%g, 2^%d", size, smallest)
		}
	}
}

func TestConstantAnswersHaveTheAccuracyOfChance(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for range manyTrials {
		p := newProblem(r, 30, 3)
		same := slices.Repeat([]int{1}, 30)
		c, err := metric.NewConfusion(p.truth, same, 3, nil)
		require.NoError(t, err)
		require.InDelta(t, 1.0/3, c.BalancedAccuracy(), 1e-15)
		require.Zero(t, c.MCC())
		require.LessOrEqual(t, c.Accuracy(), c.Baseline())
	}
}

func TestConfidenceCalibrationIsCalibrationOfTheLargest(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 4))
	for range manyTrials {
		p := newProblem(r, 40, 4)
		want, err := metric.Calibration(p.truth, p.probs, 9, p.w)
		require.NoError(t, err)
		pred, err := metric.Decide(p.probs, 0)
		require.NoError(t, err)
		confidence := make([]float64, len(pred))
		for i, c := range pred {
			confidence[i] = math.NaN() // of an abstention, not read
			if c >= 0 {
				confidence[i] = p.probs.At(i, c)
			}
		}
		got, err := metric.ConfidenceCalibration(p.truth, pred, confidence, 9, p.w)
		require.NoError(t, err)
		requireSame(t, flat(want), flat(got))
	}
}

func flat(r *metric.Reliability) []float64 {
	values := []float64{r.ECE, r.MCE}
	for _, b := range r.Bins {
		values = append(values, b.Low, b.High, b.Weight, b.Confidence, b.Accuracy)
	}
	return values
}
