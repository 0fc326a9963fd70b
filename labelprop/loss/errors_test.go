package loss_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/labelprop/loss"
)

func matrix(rows ...[]float64) *mat.Dense {
	m := mat.NewDense(len(rows), len(rows[0]), nil)
	for i, values := range rows {
		m.SetRow(i, values)
	}
	return m
}

// Each error wraps its sentinel and says where.
func TestErrorsNameThePlace(t *testing.T) {
	half := matrix([]float64{0.5, 0.5}, []float64{0.5, 0.5})
	ones := matrix([]float64{1, 0}, []float64{0, 1})
	bad := func(v float64) *mat.Dense { return matrix([]float64{0.5, 0.5}, []float64{0.5, v}) }
	nan, inf := math.NaN(), math.Inf(1)
	terms := func(l float64) *loss.Terms { return &loss.Terms{Loss: row(1, l), Weight: row(1, 1)} }
	cases := map[string]struct {
		err  error
		kind error
		text string
	}{
		"target":             {second(loss.SquaredError(bad(nan), half, nil)), loss.ErrValue, "loss: row 1, column 1: bad value: target NaN is not finite"},
		"prediction":         {second(loss.AbsoluteError(half, bad(inf), nil)), loss.ErrValue, "row 1, column 1: bad value: prediction +Inf is not finite"},
		"probability":        {second(loss.BinaryCrossEntropy(ones, bad(1.5), nil)), loss.ErrValue, "row 1, column 1: bad value: probability 1.5 is not in [0, 1]"},
		"binary target":      {second(loss.SigmoidCrossEntropy(bad(2), half, nil)), loss.ErrValue, "row 1, column 1: bad value: target 2 is not in [0, 1]"},
		"logit":              {second(loss.SigmoidCrossEntropy(ones, bad(nan), nil)), loss.ErrValue, "row 1, column 1: bad value: logit NaN is not a number"},
		"dense target":       {second(loss.CrossEntropy(bad(-1), half, nil)), loss.ErrValue, "row 1, column 1: bad value: target -1 is not finite and at least 0"},
		"dense probability":  {second(loss.CrossEntropy(ones, bad(-1), nil)), loss.ErrValue, "row 1, column 1"},
		"sparse probability": {second(loss.SparseCrossEntropy([]int{0, 0}, bad(nan), nil)), loss.ErrValue, "row 1, column 1"},
		"softmax logit":      {second(loss.SparseSoftmaxCrossEntropy([]int{0, 0}, bad(inf), nil)), loss.ErrValue, "row 1, column 1: bad value: logit +Inf has no softmax"},
		"cosine target":      {second(loss.CosineProximity(bad(nan), half, nil)), loss.ErrValue, "row 1, column 1: bad value: target"},
		"cosine prediction":  {second(loss.CosineProximity(half, bad(nan), nil)), loss.ErrValue, "row 1, column 1: bad value: prediction"},
		"label":              {second(loss.SparseCrossEntropy([]int{0, 2}, half, nil)), loss.ErrLabel, "row 1: bad label: 2 is neither -1 nor in [0, 2)"},
		"length":             {second(loss.SparseCrossEntropy([]int{0}, half, nil)), loss.ErrShape, "1 labels for 2 rows"},
		"shape":              {second(loss.KLDivergence(half, row(1, 0), nil)), loss.ErrShape, "targets are 2×2, predictions 1×2"},
		"cosine shape":       {second(loss.CosineProximity(half, row(1, 0), nil)), loss.ErrShape, "targets are 2×2, predictions 1×2"},
		"weight":             {second(loss.SquaredError(half, half, &loss.Options{Weights: bad(-1)})), loss.ErrWeight, "row 1, column 1: bad weight: -1"},
		"weight shape":       {second(loss.CosineProximity(half, half, &loss.Options{Weights: row(1, 1)})), loss.ErrShape, "1×2 Weights for 2×1 losses"},
		"no weights":         {second(loss.SquaredError(half, half, &loss.Options{Weights: &mat.Dense{}})), loss.ErrShape, "0×0 Weights for 2×2 losses"},
		"class weight":       {second(loss.SquaredError(half, half, &loss.Options{ClassWeights: []float64{1, nan}})), loss.ErrWeight, "class 1: ClassWeights NaN"},
		"class weights":      {second(loss.CrossEntropy(ones, half, &loss.Options{ClassWeights: []float64{1}})), loss.ErrShape, "1 ClassWeights for 2 classes"},
		"product":            {second(loss.SquaredError(half, half, &loss.Options{Weights: row(1e200), ClassWeights: []float64{1, 1e200}})), loss.ErrWeight, "row 0, column 1: bad weight: +Inf"},
		"sparse product":     {second(loss.SparseCrossEntropy([]int{0, 1}, half, &loss.Options{Weights: row(1e200), ClassWeights: []float64{1, 1e200}})), loss.ErrWeight, "row 1: bad weight: 1e+200 times class weight 1e+200 overflows"},
		"dense product":      {second(loss.CrossEntropy(ones, half, &loss.Options{Weights: row(1e200), ClassWeights: []float64{1, 1e200}})), loss.ErrWeight, "row 1: bad weight: 1e+200 times class weight 1e+200 overflows"},
		"no class weights":   {second(loss.KLDivergence(ones, half, &loss.Options{ClassWeights: []float64{1, 1}})), loss.ErrOption, "KLDivergence takes no ClassWeights"},
		"clip":               {second(loss.SquaredError(half, half, &loss.Options{Clip: nan})), loss.ErrOption, "Clip NaN is not in [0, 0.5)"},
		"gamma":              {second(terms(1).Focal(inf)), loss.ErrOption, "gamma +Inf"},
		"focal loss":         {second(terms(-1).Focal(2)), loss.ErrValue, "row 0, column 1: bad value: loss -1 is no cross-entropy"},
		"softmax length":     {second(loss.Softmax(make([]float64, 2), []float64{1})), loss.ErrShape, "dst of 2 for 1 logits"},
		"softmax of nothing": {second(loss.LogSoftmax(nil, nil)), loss.ErrEmpty, "no logits"},
		"softmax of NaN":     {second(loss.LogSoftmax(nil, []float64{0, nan})), loss.ErrValue, "logit 1 is NaN"},
		"k":                  {second(loss.OneHot([]int{0}, 0)), loss.ErrOption, "k 0 for 1 labels"},
		"huge k":             {second(loss.OneHot([]int{0}, math.MaxInt)), loss.ErrOption, "k 9223372036854775807 for 1 labels"},
		"one-hot label":      {second(loss.OneHot([]int{0, 5}, 3)), loss.ErrLabel, "row 1"},
		"eps":                {second(loss.Smooth(half, nan)), loss.ErrOption, "eps NaN is not in [0, 1)"},
		"smooth target":      {second(loss.Smooth(bad(nan), 0.1)), loss.ErrValue, "row 1, column 1"},
		"count":              {second(loss.Balanced([]float64{1, inf})), loss.ErrWeight, "class 1: count +Inf"},
		"weights overflow":   {second(loss.Balanced([]float64{5e-324, 1})), loss.ErrWeight, "class 0: weight 0.5/5e-324 overflows"},
		"counts overflow":    {second(loss.Balanced([]float64{math.MaxFloat64, math.MaxFloat64})), loss.ErrWeight, "class 0: weight +Inf"},
		"median overflow":    {second(loss.MedianFrequency([]float64{1e-300, 1e300, 1e300}, nil)), loss.ErrWeight, "class 0: weight 1e+300/1e-300 overflows"},
		"present":            {second(loss.MedianFrequency([]float64{1, 2}, []float64{1, nan})), loss.ErrWeight, "class 1: count 2 of NaN present"},
		"absent and present": {second(loss.MedianFrequency([]float64{1, 0}, []float64{1, -1})), loss.ErrWeight, "class 1: count 0 of -1 present"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, c.err, c.kind)
			require.ErrorContains(t, c.err, c.text)
		})
	}
}

func second[T any](_ T, err error) error { return err }

// odd returns a number that often does not fit.
func odd(r *rand.Rand) float64 {
	numbers := []float64{0, 1, 0.5, -1, 2, 1e308, -1e308, 5e-324, 1 + 1e-10, 1e-9, math.NaN(), math.Inf(1), math.Inf(-1)}
	return numbers[r.IntN(len(numbers))]
}

// Whatever the input, there is no panic, no NaN, and an error is one of the
// sentinels.
func TestAnythingGoesInWithoutPanic(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	kinds := sentinelList()
	for range 20_000 {
		size := func() (int, int) { return 1 + r.IntN(3), 1 + r.IntN(3) }
		any := func() *mat.Dense {
			n, k := size()
			if r.IntN(8) == 0 {
				return &mat.Dense{}
			}
			if r.IntN(2) == 0 {
				n, k = 2, 2
			}
			return filled(n, k, func() float64 { return odd(r) })
		}
		o := &loss.Options{Clip: []float64{0, 0, 0.1, odd(r)}[r.IntN(4)]}
		if r.IntN(2) == 0 {
			o.Weights = any()
		}
		if r.IntN(2) == 0 {
			o.ClassWeights = []float64{odd(r), odd(r)}
		}
		s := subjects[r.IntN(len(subjects))]
		terms, err := s.of(any(), any(), o)
		if s.sparse != nil && r.IntN(2) == 0 {
			terms, err = s.sparse([]int{r.IntN(5) - 2, r.IntN(3) - 1}, any(), o)
		}
		if err != nil {
			require.Equal(t, 1, wrapped(err, kinds), "%v", err)
			continue
		}
		for _, v := range reductionsOf(terms) {
			require.False(t, math.IsNaN(v), s.name)
		}
	}
}

func sentinelList() []error {
	return []error{loss.ErrShape, loss.ErrLabel, loss.ErrValue, loss.ErrWeight, loss.ErrOption, loss.ErrEmpty}
}

func wrapped(err error, kinds []error) int {
	count := 0
	for _, kind := range kinds {
		if errors.Is(err, kind) {
			count++
		}
	}
	return count
}
