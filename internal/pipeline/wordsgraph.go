package pipeline

import (
	"context"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
)

// buildWords joins each text with those nearest to it by the cosine of their words. A text that shares no word with
// another one has no neighbour.
func (b *builder) buildWords() (*WordsGraph, error) {
	// The search is that of any rows, by the angles of the words.
	b.observer.Stage(StageSearch)
	ctx, cancel := context.WithCancelCause(b.ctx)
	defer cancel(nil)
	n, _ := b.data.Words.X.Dims()
	near, err := graph.KNN(ctx, b.data.Words.X, min(b.config.Graph.k(), n-1), &graph.SearchOptions{
		Metric: kernel.Cosine{}, Recall: b.config.Graph.Recall, Seed: b.config.Seed,
		Observe: parts(b.observer, cancel), Memory: b.config.Memory})
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx) // the observer's error, if it has stopped the search
		}
		return nil, err
	}
	// Weights by shared neighbours have no unit: they do for words as they do for columns.
	b.observer.Stage(StageWeigh)
	g, err := near.WeighObserved(Shared.With(0), share(b.observer, 0, 1))
	return &WordsGraph{near, g}, err
}
