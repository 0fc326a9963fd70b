package pipeline

import (
	"context"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// labeller holds what the steps of Label have in common.
type labeller struct {
	ctx      context.Context
	data     *dataset.Data
	graph    *graph.Graph
	config   Config
	observer Observer
	seeds    labelprop.Seeds
}

func newLabeller(ctx context.Context, p *Problem, seeds labelprop.Seeds, o Observer) *labeller {
	return &labeller{ctx: ctx, data: p.Data, graph: p.Built.Graph, config: p.Config, observer: orSilent(o),
		seeds: seeds}
}

// solve solves the equation of the method: its matrix, its factor and its right side.
func (l *labeller) solve(a *Answer) (err error) {
	a.Solved, err = labelprop.Solve(l.ctx, l.graph, l.seeds, a.Method.Value,
		l.config.SolveOptions(a.record(l.observer)))
	// Nodes without a row have carried labels, and are no rows to be counted.
	if err == nil && len(l.data.Prep.EdgeFacts.Auxiliary) > 0 {
		a.Solved, err = a.Solved.FirstNodes(len(l.data.Given))
	}
	return err
}

// resize brings the classes to their sizes. This changes which class a row gets, so it comes before the
// probabilities.
func (l *labeller) resize(a *Answer) error {
	res := a.Solved
	if l.config.Sizes.Rule != SizesNone {
		l.observer.Stage(StageSizes)
		var err error
		if res, err = l.config.Sizes.resize(res, l.data.Classes); err != nil {
			return err
		}
	}
	a.Result, a.Labels, a.Probs, a.Status, a.Warnings = res, res.Labels, res.Probabilities(), res.Status, res.Warnings
	return nil
}

// calibrate fits a temperature to the labels left out one by one, and applies it to all rows. It changes
// probabilities, but no label. With too few labels the probabilities stay as they are, and Calibration.Off is
// set.
func (l *labeller) calibrate(a *Answer) error {
	if !l.config.Calibrate {
		return nil
	}
	// Without exact leave-one-out nothing changes, and least of all the method.
	if !IsLinear(a.Method.Value) {
		a.Uncalibrated = true
		return nil
	}
	l.observer.Stage(StageCalibrate)
	// The probabilities of labels that the solver has not seen show how confident it should be.
	loo, err := labelprop.LeaveOneOut(l.ctx, l.graph, l.seeds, a.Method.Value,
		l.config.SolveOptions(l.observer.Iteration))
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

// record returns an observer of the solver that keeps the residuals.
func (a *Answer) record(o Observer) func(labelprop.Progress) error {
	return func(p labelprop.Progress) error {
		if p.Phase != labelprop.Iterating {
			return o.Iteration(p)
		}
		// An iteration number that does not rise is a new beginning, by another solver: the residuals of the
		// one before are forgotten.
		if n := len(a.Residuals); n > 0 && p.Iteration <= a.Residuals[n-1].Iteration {
			a.Residuals = a.Residuals[:0]
		}
		a.Residuals = append(a.Residuals, p)
		return o.Iteration(p)
	}
}
