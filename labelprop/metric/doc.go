// Package metric measures decisions and probabilities against the truth.
//
// Probabilities and decisions are kept apart: [LogLoss], [Brier] and
// [Calibration] take probabilities, [NewConfusion] takes decisions, and
// [Decide], [Threshold] and [BestThreshold] lead from one to the other. Nothing
// applies a threshold behind your back.
//
//	hidden, err := metric.HoldOut(truth, given) // never score what was given
//	pred, err := metric.Decide(probs, 0)        // -1 where no label arrived
//	cm, err := metric.NewConfusion(hidden, pred, k, nil)
//	fmt.Println(cm.Accuracy(), cm.Baseline(), cm.Coverage(), cm.Macro(cm.F1))
//
// Averages and objectives are method values: cm.Macro(cm.F1),
// cm.Weighted(cm.Recall), (*metric.Confusion).MCC.
//
// # Conventions
//
// Rows are samples; the truth comes first. Labels lie in [0, k). Truth
// [Unlabeled] means that the row is not evaluated and none of its numbers is
// read. Prediction Unlabeled is an abstention: wrong for accuracy and recall,
// absent from every precision, and lowering coverage.
//
// Weights w have one entry a row, finite and at least 0, with a sum of at most
// 2^960; nil is 1 everywhere. Weight 0 excludes a row like truth Unlabeled.
// Only the ratios of weights matter, but where counts are returned.
//
// A row of probabilities lies in [0, 1], give or take 1e-9, and sums to 1,
// give or take 1e-5, or is all zeros: no label arrived there. Such a row is an
// abstention of confidence 0, never class 0.
//
// Scores are only compared: they may be any numbers, infinities included, but
// not NaN. A score is positive above a threshold, not at it.
//
// 0/0 is 0 in precision, recall, F1 and Jaccard. Where nothing is evaluated
// the result is ErrEmpty, not a perfect 0. A result is NaN only for [Confusion.Kappa] of
// 0/0, an empty bin of [Calibration], a class of [OneVsRest] without a score,
// and the area of [RiskCoverage] when every row abstains.
//
// Everything that can be wrong with data is an error that wraps one of the
// package's sentinels, those of package loss and ErrUndefined, and names row
// and column, counted from 0. Nothing panics on data; a class index out of
// range panics like that of a slice. Shapes are checked first, then options
// and weights, then labels, then the numbers that take part.
//
// Arithmetic is float64, and sums over rows are compensated. Several goroutines may
// add, but always the same parts in the same order: equal inputs give equal bits on one
// architecture.
package metric
