package pipeline

import (
	"context"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// Label propagates the given labels through the graph, brings the classes to their sizes, calibrates the
// probabilities and gives groups of rows one answer, as far as it is asked for. The observer may be nil.
func Label(ctx context.Context, d *dataset.Data, b *Built, c Config, o Observer) (*Answer, error) {
	// The given labels are the sources that the method propagates.
	seeds, err := Seeds(d, c)
	if err != nil {
		return nil, err
	}
	p := &Problem{d, b, c}
	a, err := labelBy(ctx, p, seeds, o)
	if err != nil {
		return nil, err
	}
	if d.Groups != nil {
		a.vote(d)
	}
	// What is unlike all labelled rows gets no label, whatever the method or its group says.
	return a, p.refuseNovel(ctx, a, seeds, o)
}

// labelBy is Label by some of the given labels.
func labelBy(ctx context.Context, p *Problem, seeds labelprop.Seeds, o Observer) (*Answer, error) {
	d, b, c := p.Data, p.Built, p.Config
	// The same choice as in Build, which used it to rank γ.
	method, err := ChooseMethod(d, c)
	if err != nil {
		return nil, err
	}
	l := &labeller{ctx: ctx, data: d, graph: b.Graph, config: c, observer: orSilent(o), seeds: seeds}
	l.observer.Stage(StageSolve)
	// Correct-and-smooth starts from another classifier, and has no solver, sizes or calibration.
	if c.Method.CorrectSmooth {
		return l.correct()
	}
	if Pools(d, c) {
		return l.pool(b, method)
	}
	a := &Answer{Method: method, Sizes: c.Sizes.Rule}
	for _, step := range []func(*Answer) error{l.solve, l.resize, l.calibrate} {
		if err := step(a); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// labeller holds what the steps of Label have in common.
type labeller struct {
	ctx      context.Context
	data     *dataset.Data
	graph    *graph.Graph
	config   Config
	observer Observer
	seeds    labelprop.Seeds
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
		// An iteration number that does not rise is a new beginning, by another solver: the residuals of the
		// one before are forgotten.
		if n := len(a.Residuals); n > 0 && p.Iteration <= a.Residuals[n-1].Iteration {
			a.Residuals = a.Residuals[:0]
		}
		a.Residuals = append(a.Residuals, p)
		return o.Iteration(p)
	}
}

// correct improves the probabilities of another classifier by the graph.
func (l *labeller) correct() (*Answer, error) {
	// Errors at the given labels are propagated and subtracted, then the result is smoothed.
	probs, err := labelprop.CorrectSmooth{}.Improve(l.ctx, l.graph, l.seeds, l.data.PriorOfNodes())
	if err != nil {
		return nil, err
	}
	n, c := len(l.data.Given), len(l.data.Classes)
	probs = probs.Slice(0, n, 0, c).(*mat.Dense)
	a := &Answer{Labels: make([]int, n), Probs: probs, Status: make([]labelprop.Status, n)}
	a.Method = dataset.Chosen[labelprop.Method]{By: dataset.ByUser}
	// A given label stays; the others are the class with the largest probability.
	for i, given := range l.data.Given {
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
