package metric_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/labelprop/metric"
)

// The metrics of scores beside their definitions, computed pair by pair. The
// larger size is beyond where sorting changes its way.

var bruteForceSizes = []int{2, 3, 10, 60, 1500}

func bruteForce(t *testing.T, f func(t *testing.T, p problem)) {
	for _, n := range bruteForceSizes {
		r := rand.New(rand.NewPCG(uint64(n), 5))
		for range 4 + 100/n {
			p := newProblem(r, n, 2)
			if r.IntN(2) == 0 {
				scaleScores(r, p.scores)
			}
			f(t, p)
		}
	}
}

// scaleScores spreads scores over all magnitudes, both signs and the ends.
func scaleScores(r *rand.Rand, scores []float64) {
	ends := []float64{math.Inf(1), math.Inf(-1), 0, math.Copysign(0, -1), math.MaxFloat64, 5e-324}
	for i := range scores {
		scores[i] = math.Ldexp(r.NormFloat64(), r.IntN(2000)-1000)
		if r.IntN(4) == 0 {
			scores[i] = ends[r.IntN(len(ends))]
		}
	}
}

// weightWhere returns the weight of the evaluated rows that are in.
func (p problem) weightWhere(in func(i int) bool) float64 {
	total := 0.0
	for i, y := range p.binary {
		if y != -1 && in(i) {
			total += p.w[i]
		}
	}
	return total
}

func TestROCAUCCountsPairs(t *testing.T) {
	bruteForce(t, func(t *testing.T, p problem) {
		wins, pairs := 0.0, 0.0
		for i, y := range p.binary {
			if y != 1 {
				continue
			}
			below := p.weightWhere(func(j int) bool { return p.binary[j] == 0 && p.scores[j] < p.scores[i] })
			level := p.weightWhere(func(j int) bool { return p.binary[j] == 0 && p.scores[j] == p.scores[i] })
			wins += p.w[i] * (below + level/2)
			pairs += p.w[i] * p.weightWhere(func(j int) bool { return p.binary[j] == 0 })
		}
		got, err := metric.ROCAUC(p.binary, p.scores, p.w)
		require.NoError(t, err)
		require.InDelta(t, wins/pairs, got, 1e-13)
	})
}

func TestAveragePrecisionIsTheMeanPrecisionAtThePositives(t *testing.T) {
	bruteForce(t, func(t *testing.T, p problem) {
		total, pos := 0.0, 0.0
		for i, y := range p.binary {
			if y != 1 || p.w[i] == 0 {
				continue
			}
			called := p.weightWhere(func(j int) bool { return p.scores[j] >= p.scores[i] })
			found := p.weightWhere(func(j int) bool { return p.scores[j] >= p.scores[i] && p.binary[j] == 1 })
			total += p.w[i] * found / called
			pos += p.w[i]
		}
		got, err := metric.AveragePrecision(p.binary, p.scores, p.w)
		require.NoError(t, err)
		require.InDelta(t, total/pos, got, 1e-13)
	})
}

func TestRiskCoverageAnswersTheMostConfident(t *testing.T) {
	bruteForce(t, func(t *testing.T, p problem) {
		points, area, err := metric.RiskCoverage(p.binary, p.pred, p.scores, p.w)
		require.NoError(t, err)
		risk, allAnswered := 0.0, 0.0
		all := p.weightWhere(func(int) bool { return true })
		for _, q := range points {
			answered := p.weightWhere(func(i int) bool { return p.pred[i] != -1 && p.scores[i] >= q.Threshold })
			right := p.weightWhere(func(i int) bool { return p.pred[i] == p.binary[i] && p.scores[i] >= q.Threshold })
			require.InDelta(t, answered/all, q.Coverage, 1e-13)
			require.InDelta(t, right/answered, q.Accuracy, 1e-13)
			risk += (answered - allAnswered) * (1 - right/answered)
			allAnswered = answered
		}
		if len(points) > 0 {
			require.InDelta(t, risk/allAnswered, area, 1e-13)
		} else {
			require.True(t, math.IsNaN(area))
		}
	})
}

// objectives is what BestThreshold is tried with.
var objectives = map[string]func(*metric.Confusion) float64{
	"accuracy":          (*metric.Confusion).Accuracy,
	"balanced accuracy": (*metric.Confusion).BalancedAccuracy,
	"MCC":               (*metric.Confusion).MCC,
	"kappa":             (*metric.Confusion).Kappa,
	"F1":                func(c *metric.Confusion) float64 { return c.F1(1) },
}

func TestNoThresholdBeatsTheBest(t *testing.T) {
	for name, objective := range objectives {
		t.Run(name, func(t *testing.T) {
			bruteForce(t, func(t *testing.T, p problem) {
				at, best, err := metric.BestThreshold(p.binary, p.scores, p.w, objective)
				require.NoError(t, err)
				require.InDelta(t, valueAt(t, p, at, objective), best, 1e-13)
				for _, s := range append(slices.Clone(p.scores[:min(60, len(p.scores))]), math.Inf(-1)) {
					if v := valueAt(t, p, s, objective); !math.IsNaN(v) {
						require.LessOrEqual(t, v, best+1e-13)
					}
				}
			})
		})
	}
}

// valueAt returns the objective of calling scores above t positive.
func valueAt(t *testing.T, p problem, at float64, objective func(*metric.Confusion) float64) float64 {
	called, err := metric.Threshold(mat.NewVecDense(len(p.scores), p.scores), at)
	require.NoError(t, err)
	pred := make([]int, len(p.scores))
	for i := range pred {
		pred[i] = int(called.At(i, 0))
	}
	c, err := metric.NewConfusion(p.binary, pred, 2, p.w)
	require.NoError(t, err)
	return objective(c)
}

func TestLabelRankingsCountPairs(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 5))
	for range manyTrials {
		k := 2 + r.IntN(6)
		truth, scores := coins(r, 1, k), distributions(r, 1, k)
		wrong, pairs, precision, pos, depth := 0.0, 0.0, 0.0, 0.0, 0.0
		for a := range k {
			if truth.At(0, a) == 0 {
				continue
			}
			above, aboveTrue := 0.0, 0.0
			for b := range k {
				if scores.At(0, b) >= scores.At(0, a) {
					above++
					aboveTrue += truth.At(0, b)
				}
				pairs += 1 - truth.At(0, b)
			}
			wrong += above - aboveTrue
			precision += aboveTrue / above
			pos++
			depth = max(depth, above)
		}
		if pos == 0 {
			continue
		}
		coverage, err := metric.CoverageError(truth, scores, nil)
		require.NoError(t, err)
		require.Equal(t, depth, coverage)
		ap, err := metric.LabelRankingAP(truth, scores, nil)
		require.NoError(t, err)
		require.InDelta(t, precision/pos, ap, 1e-14)
		loss, err := metric.RankingLoss(truth, scores, nil)
		require.NoError(t, err)
		require.InDelta(t, wrong/max(pairs, 1), loss, 1e-14)
	}
}

// Bins are compared with the definition, float64(i)/B, at and next to edges.
func TestCalibrationBinsAtTheEdges(t *testing.T) {
	for bins := 1; bins <= 100; bins++ {
		for i := range bins + 1 {
			edge := float64(i) / float64(bins)
			for _, c := range []float64{math.Nextafter(edge, 0), edge, math.Nextafter(edge, 1)} {
				if c < 0.5 || c > 1 {
					continue
				}
				rel, err := metric.Calibration([]int{0}, mat.NewDense(1, 2, []float64{c, 1 - c}), bins, nil)
				require.NoError(t, err)
				at := slices.IndexFunc(rel.Bins, func(b metric.Bin) bool { return b.Weight > 0 })
				require.True(t, rel.Bins[at].Low < c && c <= rel.Bins[at].High, "%d bins, %v in (%v, %v]", bins, c, rel.Bins[at].Low, rel.Bins[at].High)
			}
		}
	}
}
