package pipeline

import (
	"context"
	"errors"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// Picked are the rows of a class that were selected at a false discovery rate.
type Picked struct {
	*labelprop.Selection
	Probs      *mat.Dense // n×C
	Candidates int        // rows without a given label that have one now
	Labels     int        // that were left out
	DealtOut   bool       // the labels look as if so many had been asked of every class: they are no random sample
}

// errFewSelect tells that no label can be left out.
var errFewSelect = errors.New("the given labels are too few for any to be left out, which tells how often a row is " +
	"taken for one of the class: label more rows")

// Select labels the rows, and selects those of a class at a false discovery rate, by the labels left out. The observer
// may be nil.
func Select(ctx context.Context, p *Problem, of labelprop.SelectOptions, o Observer) (*Picked, error) {
	a, err := Label(ctx, p.Data, p.Built, p.Config, o)
	if err != nil {
		return nil, err
	}
	left, y, err := p.leftOut(ctx, a, o)
	if err != nil {
		return nil, err
	}
	// A row that got no label is not of the class, as far as is known.
	var candidates []int
	for i, given := range p.Data.Given {
		if given == labelprop.Unlabeled && a.Labels[i] != labelprop.Unlabeled {
			candidates = append(candidates, i)
		}
	}
	s, err := labelprop.SelectClass(a.Probs, candidates, left, y, of)
	if err != nil {
		return nil, err
	}
	dealt, err := Seeds(p.Data, p.Config)
	if err != nil {
		return nil, err
	}
	return &Picked{Selection: s, Probs: a.Probs, Candidates: len(candidates), Labels: len(y),
		DealtOut: dealt.DealtOut()}, nil
}

// leftOut returns what the answer says of each labelled row without its label, and the labels.
func (p *Problem) leftOut(ctx context.Context, a *Answer, o Observer) (*mat.Dense, []int, error) {
	left := (*labelprop.LabelsLeftOut)(nil)
	switch {
	case a.Trusted != nil && a.Trusted.Left != nil:
		left = a.Trusted.Left
	case a.Pooled == nil:
		return p.leftOutSingly(ctx, a, o)
	case a.Pooled.LeftOut == nil:
		return nil, nil, errFewSelect
	default:
		left = a.Pooled.LabelsLeftOut()
	}
	return left.P, left.Y, nil
}

// leftOutSingly leaves out the labels of one method.
func (p *Problem) leftOutSingly(ctx context.Context, a *Answer, o Observer) (*mat.Dense, []int, error) {
	method := a.Method.Value
	if method == nil || !IsLinear(method) {
		return nil, nil, dataset.Optionf("choose harmonic, propagation, spreading or pool",
			"rows of a class are selected by labels left out, which %v cannot", method)
	}
	seeds, err := Seeds(p.Data, p.Config)
	if err != nil {
		return nil, nil, err
	}
	loo, err := labelprop.LeaveOneOut(ctx, p.Built.Graph, seeds, method, p.Config.SolveOptions(orSilent(o).Iteration))
	if err != nil {
		return nil, nil, err
	}
	if a.Temperature() > 0 {
		return a.Calibration.Apply(loo.Probabilities), loo.Given, nil
	}
	return loo.Probabilities, loo.Given, nil
}
