package pipeline

import (
	"context"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// Tune ranks candidates by how well they predict the given labels, the least log loss first. b may be nil where all
// candidates are views, and so may the observer.
func Tune(ctx context.Context, d *dataset.Data, b *Built, c TuneConfig, o Observer) (*Tuned, error) {
	t := &tuner{ctx: ctx, data: d, config: c.Run, how: c, observer: orSilent(o), ks: c.Ks}
	if b != nil {
		t.near, t.graph = b.Near, b.Graph
	}
	// What is varied, and the labels to predict.
	if err := t.prepare(b); err != nil {
		return nil, err
	}
	t.observer.Stage(StageTune)
	t.plan()
	// Candidates are made one by one and ranked by log loss.
	ranked, err := t.rank()
	if err != nil {
		return nil, err
	}
	// Keep the candidates: to compare two of them makes the list anew.
	out := &Tuned{Candidates: t.tried, Ranked: ranked}
	out.Advice, err = t.advise(ranked)
	return out, err
}

// prepare finds the seeds, the methods and the weights to try.
func (t *tuner) prepare(b *Built) (err error) {
	if t.seeds, err = Seeds(t.data, t.config); err != nil {
		return err
	}
	// Automatic methods and class sizes are settled once, for all candidates.
	for _, m := range t.how.Methods {
		if m, err = namedOrChosen(m, t.data, t.config); err != nil {
			return err
		}
		t.methods = append(t.methods, m)
	}
	if b == nil {
		return t.makeViews()
	}
	if err := t.makeViews(); err != nil {
		return err
	}
	switch {
	// A list of γ, several kernels, or the weights as built: of a graph that was read nothing but the method
	// varies.
	case t.near != nil && len(t.how.Gammas) > 0:
		t.varyGamma(b.Kernel.Value, t.how.Gammas)
	case t.near != nil && t.how.Kernels:
		t.weights = severalKernels(t.near)
		return t.addDefault()
	default:
		t.weights = []Candidate{{}}
	}
	return nil
}

// rank tries all candidates and puts the best first.
func (t *tuner) rank() ([]labelprop.Tuned, error) {
	// Labels held out all at once cost one solve a draw, whatever the method is.
	if t.how.HoldOut != nil {
		seeds, err := t.data.HardSeeds()
		if err == nil {
			seeds, err = inGroups(t.data, seeds)
		}
		if err != nil {
			return nil, err
		}
		all, err := labelprop.TuneHoldOut(t.ctx, t.all(), seeds, *t.how.HoldOut, t.config.SolveOptions(t.effort.watch))
		return all, t.first(err)
	}
	// Over γ the log loss is smooth: few values are tried, the others interpolated.
	if len(t.gammas) > 0 {
		return t.rankWidths()
	}
	all, err := labelprop.Tune(t.ctx, t.all(), t.seeds, t.config.SolveOptions(t.effort.watch))
	return all, t.first(err)
}
