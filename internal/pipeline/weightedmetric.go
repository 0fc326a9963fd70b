package pipeline

import (
	"math"

	"github.com/propagate-go/propagate/kernel"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// weightedMetric is the distance of rows whose features count wⱼ times, Σ|wⱼ(aⱼ-bⱼ)| or √Σ(wⱼ(aⱼ-bⱼ))², in some
// unit. So no copy of the rows with weights is needed, which would be as large as the table.
type weightedMetric struct {
	weights   []float64
	euclidean bool // the root of the sum of squares
}

// newWeightedMetric measures the rows of x by weights, in a unit such that no square of a difference overflows.
func newWeightedMetric(x *mat.Dense, weights []float64, euclidean bool) *weightedMetric {
	m := &weightedMetric{euclidean: euclidean, weights: make([]float64, len(weights))}
	// A power of two costs no digit. The least ones are left as they are: their inverse would overflow.
	_, exp := math.Frexp(floats.Norm(x.RawMatrix().Data, math.Inf(1)))
	for j, w := range weights {
		m.weights[j] = math.Ldexp(w, -max(exp, -900))
	}
	return m
}

// Distance returns the distance of two rows. Cost: O(features).
func (m *weightedMetric) Distance(a, b []float64) float64 {
	if m.euclidean {
		return math.Sqrt(m.squares(a, b))
	}
	return m.magnitudes(a, b)
}

func (m *weightedMetric) String() string {
	if m.euclidean {
		return "weighted " + kernel.Euclidean{}.String()
	}
	return "weighted " + kernel.Manhattan{}.String()
}

// squares returns Σ(wⱼ(aⱼ-bⱼ))². Four sums, so that one addition need not wait for the other.
func (m *weightedMetric) squares(a, b []float64) float64 {
	var sum [4]float64
	w, at := m.weights, 0
	for ; at+4 <= len(w); at += 4 {
		w, a, b := w[at:at+4:at+4], a[at:at+4:at+4], b[at:at+4:at+4]
		// The sign of a difference has no part in its square.
		d0, d1, d2, d3 := w[0]*(a[0]-b[0]), w[1]*(a[1]-b[1]), w[2]*(a[2]-b[2]), w[3]*(a[3]-b[3])
		sum[0] += float64(d0 * d0)
		sum[1] += float64(d1 * d1)
		sum[2] += float64(d2 * d2)
		sum[3] += float64(d3 * d3)
	}
	for ; at < len(w); at++ {
		d := w[at] * (a[at] - b[at])
		sum[0] += float64(d * d)
	}
	return sum[0] + sum[1] + (sum[2] + sum[3])
}

// magnitudes returns Σ|wⱼ(aⱼ-bⱼ)|, in four sums as well.
func (m *weightedMetric) magnitudes(a, b []float64) float64 {
	var sum [4]float64
	w, at := m.weights, 0
	for ; at+4 <= len(w); at += 4 {
		w, a, b := w[at:at+4:at+4], a[at:at+4:at+4], b[at:at+4:at+4]
		// Weights are not below 0: they may stay outside the magnitude.
		sum[0] += float64(w[0] * math.Abs(a[0]-b[0]))
		sum[1] += float64(w[1] * math.Abs(a[1]-b[1]))
		sum[2] += float64(w[2] * math.Abs(a[2]-b[2]))
		sum[3] += float64(w[3] * math.Abs(a[3]-b[3]))
	}
	for ; at < len(w); at++ {
		sum[0] += float64(w[at] * math.Abs(a[at]-b[at]))
	}
	return sum[0] + sum[1] + (sum[2] + sum[3])
}
