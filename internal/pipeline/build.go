package pipeline

import (
	"context"

	"github.com/propagate-go/propagate/internal/dataset"
)

// Build finds the neighbours of the rows and weighs them. A graph or neighbours that the data brings are
// taken instead. The observer may be nil.
func Build(ctx context.Context, d *dataset.Data, c Config, o Observer) (*Built, error) {
	// A graph that was read has its weights already.
	if d.Graph != nil {
		return &Built{Graph: d.Graph}, nil
	}
	if err := checkPool(d, c); err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, data: d, config: c, observer: orSilent(o)}
	build := b.buildGraph
	if Pools(d, c) {
		build = b.buildPool
	}
	built, err := build()
	if err != nil {
		return nil, err
	}
	built.Found = foundOf(built.Near, d)
	return built, nil
}

// buildGraph finds the neighbours, chooses the kernel and its γ, and weighs the edges.
func (b *builder) buildGraph() (*Built, error) {
	// The search is most of the work; all choices after it take little time.
	near, err := b.neighbors()
	if err != nil {
		return nil, err
	}
	built := &Built{Near: near, Kernel: chooseKernel(b.config, near)}
	// A rule for γ looks at the distances of neighbours, so it comes after the search and before the weights.
	b.observer.Stage(StageGamma)
	if err := b.chooseGamma(built); err != nil {
		return nil, err
	}
	b.observer.Stage(StageWeigh)
	// The weight of each edge by the kernel that was chosen.
	built.Graph, err = near.WeighObserved(built.Kernel.Value.With(built.Gamma.Value), share(b.observer, 0, 1))
	return built, err
}
