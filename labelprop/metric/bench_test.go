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

// BenchmarkPassOverProbabilities is one plain pass over what LogLoss and Brier
// read: the labels and 1,000,000 × 10 probabilities.
func BenchmarkPassOverProbabilities(b *testing.B) {
	truth, probs := benchProbs()
	data := probs.RawMatrix().Data
	for b.Loop() {
		labels, total := 0, 0.0
		for _, y := range truth {
			labels += y
		}
		for _, p := range data {
			total += p
		}
		sink = total + float64(labels)
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

var _ = slices.Sort[[]float64]
