package metric_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/labelprop/metric"
)

func matrix(rows ...[]float64) *mat.Dense {
	m := mat.NewDense(len(rows), len(rows[0]), nil)
	for i, values := range rows {
		m.SetRow(i, values)
	}
	return m
}

func second[T any](_ T, err error) error { return err }

func third[S, T any](_ S, _ T, err error) error { return err }

// Each error wraps its sentinel and says where.
func TestErrorsNameThePlace(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	y, half := []int{0, 1}, matrix([]float64{0.5, 0.5}, []float64{0.5, 0.5})
	bad := func(v float64) *mat.Dense { return matrix([]float64{0.5, 0.5}, []float64{0.5, v}) }
	hot := matrix([]float64{1, 0}, []float64{0, 1})
	sure := []float64{0.5, 0.5}
	accuracy := (*metric.Confusion).Accuracy
	cases := map[string]struct {
		err  error
		kind error
		text string
	}{
		"confusion lengths":     {second(metric.NewConfusion(y, []int{0}, 2, nil)), metric.ErrShape, "metric: shapes do not fit: 2 of truth, 1 of predictions"},
		"confusion k":           {second(metric.NewConfusion(y, y, -1, nil)), metric.ErrOption, "metric: bad option: k -1 is not in [0, 16384]"},
		"confusion huge k":      {second(metric.NewConfusion(y, y, 1<<20, nil)), metric.ErrOption, "k 1048576"},
		"confusion truth":       {second(metric.NewConfusion([]int{0, 2}, y, 2, nil)), metric.ErrLabel, "metric: row 1: bad label: truth 2 is neither -1 nor in [0, 2)"},
		"confusion prediction":  {second(metric.NewConfusion(y, []int{0, -2}, 2, nil)), metric.ErrLabel, "row 1: bad label: prediction -2"},
		"confusion huge label":  {second(metric.NewConfusion([]int{0, math.MaxInt}, y, 0, nil)), metric.ErrLabel, "row 1: bad label: truth 9223372036854775807"},
		"weighted truth":        {second(metric.NewConfusion([]int{0, 2}, y, 2, sure)), metric.ErrLabel, "row 1: bad label: truth 2"},
		"weighted prediction":   {second(metric.NewConfusion(y, []int{0, 2}, 2, sure)), metric.ErrLabel, "row 1: bad label: prediction 2"},
		"confusion of nothing":  {second(metric.NewConfusion(nil, nil, 0, nil)), metric.ErrEmpty, "metric: nothing to evaluate: no row has a truth and a weight"},
		"weights":               {second(metric.NewConfusion(y, y, 2, []float64{1})), metric.ErrShape, "1 weights for 2 rows"},
		"weight":                {second(metric.NewConfusion(y, y, 2, []float64{1, -1})), metric.ErrWeight, "row 1: bad weight: -1"},
		"weight NaN":            {second(metric.Brier(y, half, []float64{1, nan})), metric.ErrWeight, "row 1: bad weight: NaN"},
		"weights sum":           {second(metric.Brier(y, half, []float64{0x1p960, 1e300})), metric.ErrWeight, "row 1: bad weight: the weights sum to more than"},
		"multi-label shapes":    {second(metric.NewMultiLabel(hot, matrix([]float64{1, 0}), nil)), metric.ErrShape, "truth is 2×2, prediction 1×2"},
		"multi-label truth":     {second(metric.NewMultiLabel(bad(1), hot, nil)), metric.ErrLabel, "row 0, column 0: bad label: truth 0.5 is neither 0 nor 1"},
		"multi-label call":      {second(metric.NewMultiLabel(hot, bad(nan), nil)), metric.ErrLabel, "row 0, column 0: bad label: prediction 0.5"},
		"multi-label weight":    {second(metric.NewMultiLabel(hot, hot, []float64{inf, 1})), metric.ErrWeight, "row 0: bad weight: +Inf"},
		"multi-label nothing":   {second(metric.NewMultiLabel(nil, nil, nil)), metric.ErrEmpty, ""},
		"hold out lengths":      {second(metric.HoldOut(y, nil)), metric.ErrShape, "2 of truth, 0 of given"},
		"hold out label":        {second(metric.HoldOut(y, []int{0, -2})), metric.ErrLabel, "row 1: bad label: truth 1, given -2"},
		"decide min":            {second(metric.Decide(half, nan)), metric.ErrOption, "min NaN is not in [0, 1]"},
		"decide value":          {second(metric.Decide(bad(nan), 0)), metric.ErrValue, "row 1, column 1: bad value: probability NaN is not in [0, 1]"},
		"threshold":             {second(metric.Threshold(half, nan)), metric.ErrOption, "the threshold is NaN"},
		"threshold score":       {second(metric.Threshold(bad(nan), 0)), metric.ErrValue, "row 1, column 1: bad value: score NaN"},
		"log loss clip":         {second(metric.LogLoss(y, half, 0.5, nil)), metric.ErrOption, "clip 0.5 is not in [0, 0.5)"},
		"log loss lengths":      {second(metric.LogLoss(y[:1], half, 0, nil)), metric.ErrShape, "1 of truth, 2 of probabilities"},
		"log loss label":        {second(metric.LogLoss([]int{0, 2}, half, 0, nil)), metric.ErrLabel, "row 1: bad label: truth 2 is neither -1 nor in [0, 2)"},
		"log loss value":        {second(metric.LogLoss(y, bad(inf), 0, nil)), metric.ErrValue, "row 1, column 1: bad value: probability +Inf"},
		"log loss sum":          {second(metric.LogLoss(y, bad(0.25), 0, nil)), metric.ErrValue, "row 1: bad value: probabilities sum to 0.75, neither 1 nor 0"},
		"Brier value":           {second(metric.Brier(y, bad(-0.5), nil)), metric.ErrValue, "row 1, column 1: bad value: probability -0.5"},
		"top-k k":               {second(metric.TopK(y, half, 0, nil)), metric.ErrOption, "k 0 is below 1"},
		"top-k value":           {second(metric.TopK(y, bad(nan), 1, nil)), metric.ErrValue, "row 1, column 1"},
		"bins":                  {second(metric.Calibration(y, half, 0, nil)), metric.ErrOption, "0 bins"},
		"many bins":             {second(metric.Calibration(y, half, 1<<30, nil)), metric.ErrOption, "1073741824 bins"},
		"calibration value":     {second(metric.Calibration(y, bad(nan), 2, nil)), metric.ErrValue, "row 1, column 1"},
		"confidence lengths":    {second(metric.ConfidenceCalibration(y, y[:1], sure, 2, nil)), metric.ErrShape, "2 of truth, 1 of predictions"},
		"confidence bins":       {second(metric.ConfidenceCalibration(y, y, sure, 0, nil)), metric.ErrOption, "0 bins"},
		"confidence truth":      {second(metric.ConfidenceCalibration([]int{0, -2}, y, sure, 2, nil)), metric.ErrLabel, "row 1: bad label: truth -2"},
		"confidence prediction": {second(metric.ConfidenceCalibration(y, []int{0, -2}, sure, 2, nil)), metric.ErrLabel, "row 1: bad label: prediction -2"},
		"confidence value":      {second(metric.ConfidenceCalibration(y, y, []float64{0, 1.5}, 2, nil)), metric.ErrValue, "row 1: bad value: confidence 1.5 is not in [0, 1]"},
		"uncertainty value":     {second(metric.Uncertainties(bad(nan))), metric.ErrValue, "row 1, column 1"},
		"AUC lengths":           {second(metric.ROCAUC(y, nil, nil)), metric.ErrShape, "2 of truth, 0 of scores"},
		"AUC label":             {second(metric.ROCAUC([]int{0, 2}, sure, nil)), metric.ErrLabel, "row 1: bad label: truth 2 is neither -1 nor in [0, 2)"},
		"AUC score":             {second(metric.ROCAUC(y, []float64{0, nan}, nil)), metric.ErrValue, "row 1: bad value: score NaN"},
		"AUC of one class":      {second(metric.ROCAUC([]int{1, 1}, sure, nil)), metric.ErrUndefined, "metric: undefined: ROC AUC of one class"},
		"AP label":              {second(metric.AveragePrecision([]int{0, -3}, sure, nil)), metric.ErrLabel, "row 1: bad label: truth -3"},
		"AP without positives":  {second(metric.AveragePrecision([]int{0, 0}, sure, nil)), metric.ErrUndefined, "average precision without positives"},
		"one-vs-rest function":  {third(metric.OneVsRest(nil, y, half, nil)), metric.ErrOption, "no function given"},
		"one-vs-rest lengths":   {third(metric.OneVsRest(metric.ROCAUC, y[:1], half, nil)), metric.ErrShape, "1 of truth, 2 of scores"},
		"one-vs-rest label":     {third(metric.OneVsRest(metric.ROCAUC, []int{0, 5}, half, nil)), metric.ErrLabel, "row 1: bad label: truth 5"},
		"one-vs-rest score":     {third(metric.OneVsRest(metric.ROCAUC, y, bad(nan), nil)), metric.ErrValue, "metric: class 1: metric: row 1: bad value: score NaN"},
		"one-vs-rest one class": {third(metric.OneVsRest(metric.ROCAUC, []int{1, 1}, half, nil)), metric.ErrUndefined, "in each of 2 classes"},
		"one-vs-rest nothing":   {third(metric.OneVsRest(metric.ROCAUC, nil, nil, nil)), metric.ErrEmpty, ""},
		"objective":             {third(metric.BestThreshold(y, sure, nil, nil)), metric.ErrOption, "no function given"},
		"objective NaN":         {third(metric.BestThreshold(y, sure, nil, func(*metric.Confusion) float64 { return nan })), metric.ErrUndefined, "the objective is NaN at every threshold"},
		"best threshold score":  {third(metric.BestThreshold(y, []float64{0, nan}, nil, accuracy)), metric.ErrValue, "row 1: bad value: score NaN"},
		"risk prediction":       {third(metric.RiskCoverage(y, []int{0, -2}, sure, nil)), metric.ErrLabel, "row 1: bad label: prediction -2"},
		"risk truth":            {third(metric.RiskCoverage([]int{0, -2}, y, sure, nil)), metric.ErrLabel, "row 1: bad label: truth -2"},
		"risk lengths":          {third(metric.RiskCoverage(y, y, sure[:1], nil)), metric.ErrShape, "2 of truth, 1 of confidences"},
		"risk confidence":       {third(metric.RiskCoverage(y, y, []float64{0, nan}, nil)), metric.ErrValue, "row 1: bad value: score NaN"},
		"ranking shapes":        {second(metric.RankingLoss(hot, matrix([]float64{1, 0}), nil)), metric.ErrShape, "truth is 2×2, prediction 1×2"},
		"ranking truth":         {second(metric.LabelRankingAP(half, half, nil)), metric.ErrLabel, "row 0, column 0"},
		"ranking score":         {second(metric.CoverageError(hot, bad(nan), nil)), metric.ErrValue, "row 1, column 1: bad value: score NaN"},
		"ranking of nothing":    {second(metric.CoverageError(hot, half, []float64{0, 0})), metric.ErrEmpty, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			require.ErrorIs(t, c.err, c.kind)
			require.ErrorContains(t, c.err, c.text)
		})
	}
}

// odd returns a number that often does not fit.
func odd(r *rand.Rand) float64 {
	numbers := []float64{0, 1, 0.5, 0.5, 1, 0, -1, 2, 1e308, 5e-324, 1 + 1e-10, -1e-10, math.NaN(), math.Inf(1), math.Inf(-1)}
	return numbers[r.IntN(len(numbers))]
}

func odds(r *rand.Rand, n int) []float64 {
	if r.IntN(8) == 0 {
		return nil
	}
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = odd(r)
	}
	return xs
}

func oddMatrix(r *rand.Rand) mat.Matrix {
	n, k := 1+r.IntN(3), 1+r.IntN(3)
	switch r.IntN(8) {
	case 0:
		return &mat.Dense{}
	case 1:
		return nil
	case 2, 3, 4, 5:
		n, k = 2, 2
	}
	m := mat.NewDense(n, k, nil)
	m.Apply(func(_, _ int, _ float64) float64 { return odd(r) }, m)
	if r.IntN(2) == 0 {
		m = coins(r, n, k)
	}
	return m
}

// mayBeNaN are the measures with a documented NaN among their numbers.
var mayBeNaN = map[string]bool{"Confusion": true, "Calibration": true, "OneVsRest": true, "RiskCoverage": true}

// Whatever the input, there is no panic, no NaN, and an error is one of the
// sentinels.
func TestAnythingGoesInWithoutPanic(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for range 20_000 {
		p := problem{
			truth:      []int{r.IntN(3) - 1, r.IntN(4) - 1}[:1+min(1, r.IntN(9))],
			pred:       []int{r.IntN(3) - 1, r.IntN(4) - 2},
			binary:     []int{r.IntN(3) - 1, r.IntN(3) - 1},
			probs:      oddMatrix(r),
			scores:     odds(r, 2),
			indicators: oddMatrix(r),
			calls:      oddMatrix(r),
			w:          odds(r, 2),
		}
		for name, of := range measures {
			values, err := of(p)
			if err != nil {
				require.Equal(t, 1, countSentinels(err), "%s: %v", name, err)
				continue
			}
			for _, v := range values {
				require.False(t, math.IsNaN(v) && !mayBeNaN[name], "%s of %+v", name, p)
			}
		}
	}
}

func countSentinels(err error) int {
	count := 0
	for _, kind := range []error{
		metric.ErrShape, metric.ErrLabel, metric.ErrValue, metric.ErrWeight, metric.ErrOption, metric.ErrEmpty, metric.ErrUndefined,
	} {
		if errors.Is(err, kind) {
			count++
		}
	}
	return count
}
