package pipeline

import (
	"context"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// Label propagates the given labels through the graph, brings the classes to their sizes and calibrates the
// probabilities, as far as the configuration says so. The observer may be nil.
func Label(ctx context.Context, d *dataset.Data, b *Built, c Config, o Observer) (*Answer, error) {
	o = orSilent(o)
	// The same choice as in Build, which used it to rank γ.
	method, err := ChooseMethod(d, c)
	if err != nil {
		return nil, err
	}
	// The given labels are the sources that the method propagates.
	seeds, err := Seeds(d, c)
	if err != nil {
		return nil, err
	}
	o.Stage(StageSolve)
	// Correct-and-smooth starts from another classifier, and solves no system of one method.
	if c.Method.CorrectSmooth {
		return correct(ctx, d, b, seeds)
	}
	a := &Answer{Method: method, Sizes: c.Sizes.Rule}
	// The one equation, by the method's matrix, its factor and its right side.
	res, err := labelprop.Solve(ctx, b.Graph, seeds, method.Value, c.SolveOptions(a.record(o)))
	if err != nil {
		return nil, err
	}
	a.Solved = res
	// Sizes change which class a row gets, so they come before the probabilities.
	if c.Sizes.Rule != SizesNone {
		o.Stage(StageSizes)
		if res, err = c.Sizes.resize(res, d.Classes); err != nil {
			return nil, err
		}
	}
	a.Result, a.Labels, a.Probs, a.Status, a.Warnings = res, res.Labels, res.Probabilities(), res.Status, res.Warnings
	// Calibration changes probabilities, but no label.
	if c.Calibrate {
		o.Stage(StageCalibrate)
		err = a.calibrate(ctx, b, c, seeds, o)
	}
	return a, err
}

// record returns an observer of the solver that keeps the residuals. Solving may begin anew with another
// solver: then those of the one before are forgotten.
func (a *Answer) record(o Observer) func(labelprop.Progress) error {
	return func(p labelprop.Progress) error {
		// An iteration number that does not rise is a new beginning.
		if n := len(a.Residuals); n > 0 && p.Iteration <= a.Residuals[n-1].Iteration {
			a.Residuals = a.Residuals[:0]
		}
		a.Residuals = append(a.Residuals, p)
		return o.Iteration(p)
	}
}

// calibrate fits a temperature to the labels left out one by one, and applies it to all rows. With too few
// labels the probabilities stay as they are, and Calibration.Off says so.
func (a *Answer) calibrate(ctx context.Context, b *Built, c Config, seeds labelprop.Seeds, o Observer) error {
	// The probabilities of labels that the solver has not seen show how confident it should be.
	loo, err := labelprop.LeaveOneOut(ctx, b.Graph, seeds, a.Method.Value, c.SolveOptions(o.Iteration))
	if err != nil {
		return err
	}
	if a.Calibration, err = loo.Calibrate(); err != nil {
		return err
	}
	// A temperature above 1 makes probabilities milder, below 1 sharper.
	if !a.Calibration.Off {
		a.Probs = a.Calibration.Apply(a.Probs)
	}
	return nil
}

// correct improves the probabilities of another classifier by the graph.
func correct(ctx context.Context, d *dataset.Data, b *Built, seeds labelprop.Seeds) (*Answer, error) {
	// Errors at the given labels are propagated and subtracted, then the result is smoothed.
	probs, err := labelprop.CorrectSmooth{}.Improve(ctx, b.Graph, seeds, d.Prior)
	if err != nil {
		return nil, err
	}
	n, _ := probs.Dims()
	a := &Answer{Labels: make([]int, n), Probs: probs, Status: make([]labelprop.Status, n)}
	a.Method = dataset.Chosen[labelprop.Method]{By: dataset.ByUser}
	// A given label stays; the others are the class with the largest probability.
	for i, given := range d.Given {
		a.Labels[i], a.Status[i] = decide(probs.RawRowView(i), given)
	}
	return a, nil
}

// decide returns the class with the largest probability, unless one is given.
func decide(probs []float64, given int) (int, labelprop.Status) {
	if given != labelprop.Unlabeled {
		return given, labelprop.Given
	}
	// The largest probability, and how many other classes share it.
	best, ties := 0, 0
	for k, p := range probs {
		switch {
		case p > probs[best]:
			best, ties = k, 0
		case p == probs[best] && k != best:
			ties++
		}
	}
	switch {
	// A row of zeros: nothing reached it.
	case probs[best] == 0:
		return labelprop.Unlabeled, labelprop.Unreachable
	case ties > 0:
		return best, labelprop.Tied
	}
	return best, labelprop.Propagated
}
