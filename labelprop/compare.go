package labelprop

import (
	"context"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// Comparison is how much better a candidate a predicts the given labels than a candidate b, see [Compare].
type Comparison struct {
	// Gain is the mean log loss of b less that of a, in nats, over the labels left out: above 0
	// where a is better. Each has the temperature that suits it best, so that what counts is
	// which labels it tells apart, and not how boldly.
	Gain float64

	StdErr float64 // the standard error of Gain, from the differences label by label
	Labels int     // how many were judged by one or both

	// Accuracy is the share of the labels that a names less that of b, and AccuracyErr its
	// standard error. A candidate that names more labels without being sure of any may gain no
	// log loss.
	Accuracy, AccuracyErr float64
}

// ZScore is Gain in standard errors, 0 if there is none.
func (c *Comparison) ZScore() float64 { return inErrors(c.Gain, c.StdErr) }

// AccuracyZScore is Accuracy in standard errors, 0 if there is none.
func (c *Comparison) AccuracyZScore() float64 { return inErrors(c.Accuracy, c.AccuracyErr) }

func inErrors(gain, stdErr float64) float64 {
	if !(stdErr > 0) {
		return 0
	}
	return gain / stdErr
}

// Compare tells how much better a is than b. With few labels, the winner among many
// candidates of [Tune] may be chance. So prefer what you would use
// otherwise, b, until a is better by some 2.5 standard errors, in log loss or in accuracy:
// docs/methods.md has the evidence.
//
// Errors: those of Tune, with the name of the candidate. Cost: that of Tune for two
// candidates.
func Compare(ctx context.Context, a, b Candidate, seeds Seeds, o *Options) (c *Comparison, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	var both [2]*looProbabilities
	for i, one := range []Candidate{a, b} {
		if both[i], err = leaveOut(ctx, one, &seeds, o, nil); err != nil {
			return nil, fmt.Errorf("labelprop: candidate %s: %w", one.Name, unprefixed{err})
		}
	}
	// Loss by loss, so that labels that are hard for both do not count as noise.
	ours, theirs := both[0].pairedLosses(both[1])
	c = &Comparison{Labels: len(ours)}
	if c.Labels == 0 {
		return nil, fmt.Errorf("labelprop: %w", ErrNoneLeftOut)
	}
	c.Gain, c.StdErr = meanOfDifferences(theirs, ours)
	ours, theirs = both[0].pairedRights(both[1])
	c.Accuracy, c.AccuracyErr = meanOfDifferences(ours, theirs)
	return c, nil
}

// meanOfDifferences returns the mean of a - b, and its standard error.
func meanOfDifferences(a, b []float64) (mean, stdErr float64) {
	gains, squares := make([]float64, len(a)), make([]float64, len(a))
	for i := range a {
		gains[i] = a[i] - b[i]
	}
	// Differences of pairs: what is hard for both adds no noise.
	mean = sumOf(gains) / float64(len(a))
	for i, gain := range gains {
		// The variance around the mean, for its standard error.
		squares[i] = (gain - mean) * (gain - mean)
	}
	if len(a) > 1 {
		stdErr = math.Sqrt(sumOf(squares) / float64(len(a)-1) / float64(len(a)))
	}
	return mean, stdErr
}

// pairedRights returns how far both predict each label right, from 0 to 1, of the labels of pairedLosses.
func (v *looProbabilities) pairedRights(w *looProbabilities) (ours, theirs []float64) {
	for i := range v.skipped {
		// What both skip says nothing of which is better.
		if v.skipped[i] && w.skipped[i] {
			continue
		}
		_, a := v.one(i)
		_, b := w.one(i)
		ours, theirs = append(ours, a), append(theirs, b)
	}
	return ours, theirs
}

// pairedLosses returns the losses of both for each label that one of them predicts at least, each at its own
// best temperature. A label that only one of them skips counts as a guess there.
func (v *looProbabilities) pairedLosses(w *looProbabilities) (ours, theirs []float64) {
	a, b := v.bestLosses(), w.bestLosses()
	for i := range v.skipped {
		// What both skip says nothing of which is better.
		if !v.skipped[i] || !w.skipped[i] {
			ours, theirs = append(ours, a[i]), append(theirs, b[i])
		}
	}
	return ours, theirs
}

// bestLosses returns the loss of each label at the temperature that suits those that are predicted best: the
// comparison is of ranking, not of sharpness.
func (v *looProbabilities) bestLosses() []float64 {
	var truth []int
	var rows []float64
	all, c := make([]float64, len(v.skipped)), v.seeds.c
	for i, skipped := range v.skipped {
		if skipped {
			all[i], _ = v.guess(i)
			continue
		}
		truth = append(truth, simplex.Largest(v.seeds.row(i)))
		for _, l := range v.logs[i*c : (i+1)*c] {
			rows = append(rows, max(l, math.Log(smallestProbability)))
		}
	}
	if len(truth) == 0 {
		return all
	}
	logs := mat.NewDense(len(truth), c, rows)
	t := bestTemperature(truth, logs)
	losses := temperedLosses(truth, logs, t, nil)
	// Back to the places of the labels.
	for i := range all {
		if !v.skipped[i] {
			all[i], losses = losses[0], losses[1:]
		}
	}
	return all
}
