package labelprop

import (
	"context"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// Comparison is how much better one candidate predicts the given labels than another.
type Comparison struct {
	// Gain is the mean log loss of the worse candidate less that of the better one, in
	// nats, over the labels left out. Each has the temperature that suits it best, so that
	// what counts is which labels it tells apart, and not how boldly.
	Gain float64

	StdErr float64 // the standard error of Gain, from the differences label by label
	Labels int     // how many were judged by one or both
}

// ZScore is Gain in standard errors, 0 if there is none.
func (c *Comparison) ZScore() float64 {
	if !(c.StdErr > 0) {
		return 0
	}
	return c.Gain / c.StdErr
}

// Compare tells how much better a is than b. With few labels, the winner among many
// candidates of [Tune] may be chance. So prefer what you would use
// otherwise, b, until a is better by some 2.5 standard errors: docs/methods.md has the evidence.
//
// Errors: those of Tune, with the name of the candidate. Cost: that of Tune for two
// candidates.
func Compare(ctx context.Context, a, b Candidate, seeds Seeds, o *Options) (*Comparison, error) {
	var both [2]*looProbabilities
	for i, c := range []Candidate{a, b} {
		var err error
		if both[i], err = leaveOut(ctx, c, &seeds, o, nil); err != nil {
			return nil, fmt.Errorf("labelprop: candidate %s: %w", c.Name, unprefixed{err})
		}
	}
	// Loss by loss, so that labels that are hard for both do not count as noise.
	better, worse := both[0].pairedLosses(both[1])
	c := &Comparison{Labels: len(better)}
	if c.Labels == 0 {
		return nil, fmt.Errorf("labelprop: %s", noneJudged)
	}
	gains, squares := make([]float64, c.Labels), make([]float64, c.Labels)
	for i := range better {
		gains[i] = worse[i] - better[i]
	}
	c.Gain = sumOf(gains) / float64(c.Labels)
	for i, gain := range gains {
		// The variance around the mean, for its standard error.
		squares[i] = (gain - c.Gain) * (gain - c.Gain)
	}
	if c.Labels > 1 {
		c.StdErr = math.Sqrt(sumOf(squares) / float64(c.Labels-1) / float64(c.Labels))
	}
	return c, nil
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
