package loss

import (
	"iter"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/sum"
)

// Terms is a loss before it is reduced: the losses ℓ and their weights w, two
// matrices of one shape, n×m for element-wise losses and n×1 for row losses.
// An element of weight 0 is excluded and its loss is 0. Empty input gives two
// empty matrices.
//
// A mean whose denominator is 0 is 0, as TensorFlow has it; see package
// metric for numbers that refuse to be computed from nothing.
type Terms struct {
	Loss, Weight *mat.Dense
}

// Weighted returns w·ℓ, element by element. TensorFlow: NONE.
func (t *Terms) Weighted() *mat.Dense {
	n, m := rows.Dims(t.Loss)
	product := rows.Zeros(n, m)
	for i := range n {
		loss, weight, out := t.Loss.RawRowView(i), t.Weight.RawRowView(i), product.RawRowView(i)
		for j, w := range weight {
			// 0·Inf would be NaN.
			if w != 0 {
				out[j] = w * loss[j]
			}
		}
	}
	return product
}

// Sum returns Σwℓ. TensorFlow: SUM.
func (t *Terms) Sum() float64 {
	var total sum.Running
	for w, l := range t.counted() {
		total.Add(w * l)
	}
	return total.Total()
}

// Mean returns Σwℓ / Σw, the mean of the weighted population: doubling every
// weight changes nothing. TensorFlow: MEAN. It is the mean to begin with.
func (t *Terms) Mean() float64 { return weightedMean(t.counted()) }

// BatchMean returns Σwℓ / N over all N elements, excluded ones included.
// TensorFlow: SUM_OVER_BATCH_SIZE, reduce_mean(weights * loss).
func (t *Terms) BatchMean() float64 {
	n, m := rows.Dims(t.Loss)
	return ratio(t.Sum(), float64(n*m))
}

// NonzeroMean returns Σwℓ / #{w≠0}. TensorFlow: SUM_BY_NONZERO_WEIGHTS, the
// default of tf.losses, and SUM_OVER_NONZERO_WEIGHTS.
func (t *Terms) NonzeroMean() float64 {
	// The number of elements with a weight, not the sum of their weights.
	count := 0
	for range t.counted() {
		count++
	}
	return ratio(t.Sum(), float64(count))
}

// counted yields weight and loss of the elements that are not excluded.
func (t *Terms) counted() iter.Seq2[float64, float64] {
	return func(yield func(w, l float64) bool) {
		n, _ := rows.Dims(t.Loss)
		for i := range n {
			loss := t.Loss.RawRowView(i)
			for j, w := range t.Weight.RawRowView(i) {
				// Every reduction sees the same elements: those that are not excluded.
				if w != 0 && !yield(w, loss[j]) {
					return
				}
			}
		}
	}
}
