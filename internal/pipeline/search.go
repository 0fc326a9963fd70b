package pipeline

import (
	"context"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/kernel"
)

// builder holds what the steps of Build have in common.
type builder struct {
	ctx      context.Context
	data     *dataset.Data
	config   Config
	observer Observer
}

// neighbors returns those that the data brings, or searches them.
func (b *builder) neighbors() (*graph.Neighbors, error) {
	// Stored neighbours are those of the search; only the edges between components are added anew.
	near := b.data.Near
	if near == nil {
		return FindNeighbors(b.ctx, b.data, b.config, b.observer)
	}
	if b.config.Graph.Connect {
		return near.Connect(b.ctx)
	}
	return near, nil
}

// FindNeighbors searches the neighbours of the rows. The observer may be nil.
func FindNeighbors(ctx context.Context, d *dataset.Data, c Config, o Observer) (*graph.Neighbors, error) {
	metric, err := metricOf(c.Graph.Metric, d)
	if err != nil {
		return nil, err
	}
	o = orSilent(o)
	o.Stage(StageSearch)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	// Rows are compared with rows, all of them or most.
	near, err := c.Graph.search(ctx, d, &graph.SearchOptions{
		Metric: metric, Mutual: c.Graph.Mutual, Recall: c.Graph.Recall, Seed: c.Seed,
		Observe: parts(o, cancel), Memory: c.Memory, Scratch: c.Scratch,
	})
	// Minimum-spanning-tree edges join what the search left apart.
	if err == nil && c.Graph.Connect {
		near, err = near.Connect(ctx)
	}
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx) // the observer's error, if it has stopped the search
	}
	return near, err
}

// metricOf returns the metric by which rows are compared, nil for the Euclidean one. Words are compared by their
// angles: by any other metric a text without words has a distance to all, and would get a label without evidence.
func metricOf(m kernel.Metric, d *dataset.Data) (kernel.Metric, error) {
	if !d.WordsAlone() {
		return m, nil
	}
	if _, cosine := m.(kernel.Cosine); m != nil && !cosine {
		return nil, dataset.Optionf("leave Graph.Metric out", "words of texts are compared by cosine, not by %v", m)
	}
	return kernel.Cosine{}, nil
}

func (g Graph) search(ctx context.Context, d *dataset.Data, o *graph.SearchOptions) (*graph.Neighbors, error) {
	switch g.Kind {
	case Complete:
		return graph.Complete(ctx, d.X, o)
	case Radius:
		return graph.Radius(ctx, d.X, g.Radius, o)
	}
	// Where no k was asked for, few rows are no error: each then has all others as its neighbours.
	k := g.K
	if k == 0 {
		n, _ := d.X.Dims()
		k = min(defaultK, n-1)
	}
	return graph.KNN(ctx, d.X, k, o)
}

// defaultK is Graph.K where that is 0.
const defaultK = 10

// k is the number of neighbours that is meant.
func (g Graph) k() int {
	if g.K == 0 {
		return defaultK
	}
	return g.K
}
