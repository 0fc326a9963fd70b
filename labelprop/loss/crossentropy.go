package loss

import "gonum.org/v1/gonum/mat"

// SparseCrossEntropy returns -ln p[y] in nats for each row: the negative
// log-likelihood of the labels. labels has n entries in [-1, k), probs is
// n×k with entries in [0, 1]; rows are not normalised. Rows labelled
// [Unlabeled] have weight 0. Without Clip a row that no label reached, all
// zeros, costs +Inf.
//
// Errors: ErrShape, ErrOption, ErrWeight, ErrLabel, ErrValue.
func SparseCrossEntropy(labels []int, probs mat.Matrix, o *Options) (*Terms, error) {
	options := o.orZero()
	return sparseTerms(labels, probs, &probabilities{clip: options.Clip}, options)
}

// CrossEntropy returns -Σ_c t_c·ln p_c in nats for each row, terms with t = 0
// dropped. Targets are n×k, finite and at least 0, and need not sum to 1; a
// zero row is unlabelled and has weight 0. probs is n×k with entries in
// [0, 1]; rows are not normalised.
//
// With class weights cw the row's weight is multiplied by a = Σcw·t/Σt and its
// loss is Σcw·t·(-ln p)/a, so that Weighted is -Σ cw·t·ln p and one-hot
// targets agree with SparseCrossEntropy in every reduction.
//
// Errors: ErrShape, ErrOption, ErrWeight, ErrValue.
func CrossEntropy(targets, probs mat.Matrix, o *Options) (*Terms, error) {
	options := o.orZero()
	return denseTerms(targets, probs, &probabilities{clip: options.Clip}, options)
}

// SparseSoftmaxCrossEntropy is SparseCrossEntropy of Softmax(logits), computed
// as (m-z_y) + log1p(Σ e^(z-m)) with the maximal term m left out of the sum,
// which keeps losses of 1e-22 that a plain log-sum-exp returns as 0. A logit
// of -Inf is probability 0; Clip is not used. Note the order: labels first,
// logits second.
//
// Errors: ErrShape, ErrOption, ErrWeight, ErrLabel; ErrValue for a logit NaN
// or +Inf or a row of nothing but -Inf.
func SparseSoftmaxCrossEntropy(labels []int, logits mat.Matrix, o *Options) (*Terms, error) {
	return sparseTerms(labels, logits, &softmax{}, o.orZero())
}

// SoftmaxCrossEntropy is CrossEntropy of Softmax(logits), computed as
// SparseSoftmaxCrossEntropy is; 0·Inf is 0. Targets and weights are as for
// CrossEntropy, logits and errors as for SparseSoftmaxCrossEntropy, but for
// ErrLabel.
func SoftmaxCrossEntropy(targets, logits mat.Matrix, o *Options) (*Terms, error) {
	return denseTerms(targets, logits, &softmax{}, o.orZero())
}

// probabilities is the row loss -t·ln p.
type probabilities struct {
	clip float64
	row  []float64
}

func (l *probabilities) read(i int, row []float64) error {
	// Check the whole row, so that a bad probability is found whatever the target is.
	l.row = row
	return probabilityDomain().checkRow(i, row)
}

func (l *probabilities) term(t float64, c int) float64 {
	// Probabilities are clipped only where they are used: other classes do not matter.
	return t * NegLog(clipped(l.row[c], l.clip))
}

// softmax is the row loss -t·ln softmax(z).
type softmax struct {
	row []float64
	normalizer
}

func (l *softmax) read(i int, row []float64) error {
	if j := badLogit(row); j >= 0 {
		return faultAt(i, j, ErrValue, "logit %g has no softmax", row[j])
	}
	l.row, l.normalizer = row, normalizerOf(row)
	return nil
}

func (l *softmax) term(t float64, c int) float64 {
	return t * ((l.top - l.row[c]) + l.rest)
}
