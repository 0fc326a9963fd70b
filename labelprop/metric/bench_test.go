package metric_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/labelprop/metric"
)

const (
	benchRows    = 1_000_000
	benchClasses = 10
)

// benchProbs returns labels and rows of probabilities.
func benchProbs() ([]int, *mat.Dense) {
	random := rand.New(rand.NewPCG(7, 11))
	truth := make([]int, benchRows)
	probs := mat.NewDense(benchRows, benchClasses, nil)
	for i := range truth {
		truth[i] = random.IntN(benchClasses)
		row, total := probs.RawRowView(i), 0.0
		for j := range row {
			row[j] = random.ExpFloat64()
			total += row[j]
		}
		for j := range row {
			row[j] /= total
		}
	}
	return truth, probs
}

func benchLabels() (truth, pred []int) {
	random := rand.New(rand.NewPCG(3, 5))
	truth, pred = make([]int, benchRows), make([]int, benchRows)
	for i := range truth {
		truth[i] = random.IntN(benchClasses)
		pred[i] = truth[i]
		if random.IntN(5) == 0 {
			pred[i] = random.IntN(benchClasses)
		}
	}
	return truth, pred
}

func benchScores() ([]int, []float64) {
	random := rand.New(rand.NewPCG(13, 17))
	truth, scores := make([]int, benchRows), make([]float64, benchRows)
	for i := range truth {
		truth[i] = random.IntN(2)
		scores[i] = random.NormFloat64() + float64(truth[i])
	}
	return truth, scores
}

var sink float64

// The plain passes: one loop over the memory that a metric reads. The metrics
// of probabilities and decisions are to stay within twice of theirs.

func passOverLabels(labels []int) int {
	total := 0
	for _, y := range labels {
		total += y
	}
	return total
}

func passOverNumbers(data []float64) float64 {
	total := 0.0
	for _, p := range data {
		total += p
	}
	return total
}

func BenchmarkPassOverProbabilities(b *testing.B) {
	truth, probs := benchProbs()
	data := probs.RawMatrix().Data
	for b.Loop() {
		sink = passOverNumbers(data) + float64(passOverLabels(truth))
	}
}

func BenchmarkLogLoss(b *testing.B) {
	truth, probs := benchProbs()
	for b.Loop() {
		sink, _ = metric.LogLoss(truth, probs, 1e-7, nil)
	}
}

func BenchmarkBrier(b *testing.B) {
	truth, probs := benchProbs()
	for b.Loop() {
		sink, _ = metric.Brier(truth, probs, nil)
	}
}

func BenchmarkPassOverLabels(b *testing.B) {
	truth, pred := benchLabels()
	for b.Loop() {
		sink = float64(passOverLabels(truth) + passOverLabels(pred))
	}
}

func BenchmarkConfusion(b *testing.B) {
	truth, pred := benchLabels()
	for b.Loop() {
		cm, _ := metric.NewConfusion(truth, pred, benchClasses, nil)
		sink = cm.Total
	}
}

// ROC AUC is to stay within one and a half times of sorting its scores.

func BenchmarkSortScores(b *testing.B) {
	_, scores := benchScores()
	for b.Loop() {
		sorted := slices.Clone(scores)
		slices.Sort(sorted)
		sink = sorted[0]
	}
}

func BenchmarkROCAUC(b *testing.B) {
	truth, scores := benchScores()
	for b.Loop() {
		sink, _ = metric.ROCAUC(truth, scores, nil)
	}
}

func BenchmarkROCAUCWeighted(b *testing.B) {
	truth, scores := benchScores()
	w := slices.Repeat([]float64{0.5}, len(scores))
	for b.Loop() {
		sink, _ = metric.ROCAUC(truth, scores, w)
	}
}
