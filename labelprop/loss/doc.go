// Package loss computes supervised losses without reducing them.
//
// Every loss takes the truth first and the prediction second and returns
// [Terms]: one loss and one weight for each element, or for each row. A mean
// is chosen afterwards, by calling one of five methods, and several may be
// taken from the same Terms:
//
//	terms, err := loss.SparseCrossEntropy(labels, probs, &loss.Options{Clip: 1e-7})
//	terms.Mean()        // Σwℓ/Σw
//	terms.BatchMean()   // Σwℓ/N, unlabelled rows counted
//
// Element-wise losses, n×m in and n×m out: [SquaredError], [AbsoluteError],
// [BinaryCrossEntropy], [SigmoidCrossEntropy]. Row-wise losses, n×k in and n×1
// out: [CrossEntropy] and [SparseCrossEntropy] on probabilities,
// [SoftmaxCrossEntropy] and [SparseSoftmaxCrossEntropy] on logits,
// [KLDivergence], [CosineProximity].
//
// # Conventions
//
// Rows are samples. Labels lie in [0, k); [Unlabeled] marks a row without one.
// Probabilities are taken as they are, never normalised; an excess of 1e-9
// outside [0, 1] is rounding and is clamped.
//
// An element whose weight is 0, given so, by class, or because its truth is
// unknown, is never read: its NaN cannot reach a result, and its entry is 0.
//
// +Inf is a legitimate loss: it is the price of probability 0 for what
// happened. No result is NaN.
//
// Everything that can be wrong with data is an error that wraps one of the
// package's sentinels and names row and column, counted from 0. Nothing
// panics. Shapes are checked first, then options and weights, then labels,
// then the numbers that take part.
//
// Arithmetic is float64, in row order, in one goroutine, and sums are
// compensated: equal inputs give equal bits on one architecture. Each loss
// costs O(nm) time, and memory for its Terms.
package loss
