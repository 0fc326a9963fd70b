package pipeline

import (
	"context"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
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
	ask := func(some labelprop.Seeds) (*Answer, error) { return labelBy(ctx, p, some, o) }
	if c.Doubt {
		orSilent(o).Stage(StageDoubt)
	}
	sure, doubts, err := p.doubt(ctx, seeds, ask)
	if err != nil {
		return nil, err
	}
	a, err := ask(sure)
	if err != nil {
		return nil, err
	}
	a.Doubts = doubts
	if err := newLabeller(ctx, p, sure, o).trust(a); err != nil {
		return nil, err
	}
	if d.Groups != nil {
		a.vote(d)
	}
	// What is unlike all labelled rows gets no label, whatever the method or its group says.
	if err := p.refuseNovel(ctx, a, seeds, o); err != nil {
		return nil, err
	}
	return a, p.refuseUncertain(ctx, a, o)
}

// labelBy is Label by some of the given labels.
func labelBy(ctx context.Context, p *Problem, seeds labelprop.Seeds, o Observer) (*Answer, error) {
	d, c := p.Data, p.Config
	// The same choice as in Build, which used it to rank γ.
	method, err := ChooseMethod(d, c)
	if err != nil {
		return nil, err
	}
	l := newLabeller(ctx, p, seeds, o)
	l.observer.Stage(StageSolve)
	// Correct-and-smooth starts from another classifier, and has no solver, sizes or calibration.
	if c.Method.CorrectSmooth {
		return l.correct()
	}
	if Pools(d, c) {
		return l.pool(p.Built, method)
	}
	a := &Answer{Method: method, Sizes: c.Sizes.Rule}
	for _, step := range []func(*Answer) error{l.solve, l.resize, l.calibrate} {
		if err := step(a); err != nil {
			return nil, err
		}
	}
	return a, nil
}
