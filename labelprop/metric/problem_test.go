package metric_test

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/labelprop/metric"
)

// A problem is what all metrics together take: n rows of k classes.
type problem struct {
	truth, pred       []int // in [-1, k)
	binary            []int // in [-1, 1]
	probs             mat.Matrix
	scores            []float64
	indicators, calls mat.Matrix // n×k of 0 and 1
	w                 []float64
}

// newProblem returns a random problem with ties, rows that no label reached,
// abstentions, unlabelled rows and, now and then, a weight of 0.
func newProblem(r *rand.Rand, n, k int) problem {
	p := problem{
		truth:      labels(r, n, k),
		pred:       labels(r, n, k),
		binary:     labels(r, n, 2),
		probs:      distributions(r, n, k),
		scores:     make([]float64, n),
		indicators: coins(r, n, k),
		calls:      coins(r, n, k),
		w:          make([]float64, n),
	}
	p.truth[0], p.binary[0], p.binary[1] = 0, 0, 1
	for i := range n {
		p.scores[i] = float64(r.IntN(n)) / 8
		p.w[i] = float64(r.IntN(4))
	}
	p.w[0], p.w[1] = 1, 2
	return p
}

func labels(r *rand.Rand, n, k int) []int {
	y := make([]int, n)
	for i := range y {
		y[i] = r.IntN(k+1) - 1
	}
	return y
}

func coins(r *rand.Rand, n, k int) *mat.Dense {
	m := mat.NewDense(n, k, nil)
	m.Apply(func(_, _ int, _ float64) float64 { return float64(r.IntN(2)) }, m)
	return m
}

// distributions returns rows in eighths, so that ties are common and a
// probability of 0 is possible; a row in ten is zero.
func distributions(r *rand.Rand, n, k int) *mat.Dense {
	m := mat.NewDense(n, k, nil)
	for i := range n {
		if r.IntN(10) == 0 {
			continue
		}
		for range 8 {
			j := r.IntN(k)
			m.Set(i, j, m.At(i, j)+0.125)
		}
	}
	return m
}

// pick returns the problem of the given rows, in that order.
func (p problem) pick(order []int) problem {
	return problem{
		truth:      picked(p.truth, order),
		pred:       picked(p.pred, order),
		binary:     picked(p.binary, order),
		probs:      pickedRows(p.probs, order),
		scores:     picked(p.scores, order),
		indicators: pickedRows(p.indicators, order),
		calls:      pickedRows(p.calls, order),
		w:          picked(p.w, order),
	}
}

func (p problem) clone() problem {
	order := make([]int, len(p.truth))
	for i := range order {
		order[i] = i
	}
	return p.pick(order)
}

func picked[T any](xs []T, order []int) []T {
	if xs == nil {
		return nil
	}
	some := make([]T, len(order))
	for i, from := range order {
		some[i] = xs[from]
	}
	return some
}

func pickedRows(m mat.Matrix, order []int) *mat.Dense {
	_, k := m.Dims()
	some := mat.NewDense(len(order), k, nil)
	for i, from := range order {
		some.SetRow(i, mat.Row(nil, from, m))
	}
	return some
}

// A measure is a metric of a problem, all its numbers in a row.
type measure func(p problem) ([]float64, error)

// measures are all metrics that take weights.
var measures = map[string]measure{
	"Confusion": func(p problem) ([]float64, error) {
		c, err := metric.NewConfusion(p.truth, p.pred, 0, p.w)
		if err != nil {
			return nil, err
		}
		return slices.Concat(c.N.RawMatrix().Data, c.Abstained, numbers(&c.Counts), []float64{
			c.Total, c.Accuracy(), c.Baseline(), c.Coverage(), c.BalancedAccuracy(), c.Kappa(), c.MCC(), c.Macro(c.F1),
		}), nil
	},
	"MultiLabel": func(p problem) ([]float64, error) {
		m, err := metric.NewMultiLabel(p.indicators, p.calls, p.w)
		if err != nil {
			return nil, err
		}
		return slices.Concat(numbers(&m.Counts), []float64{
			m.Total, m.ElementAccuracy(), m.HammingLoss(), m.SubsetAccuracy(), m.Baseline(),
			m.SamplePrecision(), m.SampleRecall(), m.SampleF1(), m.SampleJaccard(),
		}), nil
	},
	"LogLoss": func(p problem) ([]float64, error) { return one(metric.LogLoss(p.truth, p.probs, 1e-7, p.w)) },
	"Brier":   func(p problem) ([]float64, error) { return one(metric.Brier(p.truth, p.probs, p.w)) },
	"TopK":    func(p problem) ([]float64, error) { return one(metric.TopK(p.truth, p.probs, 2, p.w)) },
	"Calibration": func(p problem) ([]float64, error) {
		rel, err := metric.Calibration(p.truth, p.probs, 7, p.w)
		if err != nil {
			return nil, err
		}
		return flat(rel), nil
	},
	"ROCAUC":           func(p problem) ([]float64, error) { return one(metric.ROCAUC(p.binary, p.scores, p.w)) },
	"AveragePrecision": func(p problem) ([]float64, error) { return one(metric.AveragePrecision(p.binary, p.scores, p.w)) },
	"OneVsRest": func(p problem) ([]float64, error) {
		values, mean, err := metric.OneVsRest(metric.AveragePrecision, p.truth, p.probs, p.w)
		return append(slices.Clone(values), mean), err
	},
	"BestThreshold": func(p problem) ([]float64, error) {
		t, value, err := metric.BestThreshold(p.binary, p.scores, p.w, (*metric.Confusion).Accuracy)
		return []float64{t, value}, err
	},
	"RiskCoverage": func(p problem) ([]float64, error) {
		points, area, err := metric.RiskCoverage(p.truth, p.pred, p.scores, p.w)
		values := []float64{area}
		for _, q := range points {
			values = append(values, q.Threshold, q.Coverage, q.Accuracy)
		}
		return values, err
	},
	"CoverageError":  func(p problem) ([]float64, error) { return one(metric.CoverageError(p.indicators, p.probs, p.w)) },
	"RankingLoss":    func(p problem) ([]float64, error) { return one(metric.RankingLoss(p.indicators, p.probs, p.w)) },
	"LabelRankingAP": func(p problem) ([]float64, error) { return one(metric.LabelRankingAP(p.indicators, p.probs, p.w)) },
}

// ofLabelSets are the measures that know no unlabelled row.
var ofLabelSets = []string{"MultiLabel", "CoverageError", "RankingLoss", "LabelRankingAP"}

func one(v float64, err error) ([]float64, error) { return []float64{v}, err }

func numbers(c *metric.Counts) []float64 {
	values := slices.Concat(c.TP, c.FP, c.FN, c.TN, []float64{c.Macro(c.Precision), c.Weighted(c.Recall), c.Micro().Jaccard(0)})
	for j := range c.TP {
		values = append(values, c.Precision(j), c.Recall(j), c.F1(j), c.Jaccard(j), c.Support(j))
	}
	return values
}

// alike reports whether two results are equal but for rounding.
func alike(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool {
		return x == y || math.Abs(x-y) <= 1e-13*(1+math.Abs(x)) || math.IsNaN(x) && math.IsNaN(y)
	})
}
