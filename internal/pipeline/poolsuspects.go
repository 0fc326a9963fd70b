package pipeline

import (
	"context"
	"fmt"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// poolSuspects ranks the given labels by what the pool says of each from opinions that have not seen it. The labels
// that contradict one are those of the graph.
func poolSuspects(ctx context.Context, d *dataset.Data, b *Built, c Config, o Observer) ([]labelprop.Suspect, string,
	error) {
	a, err := Label(ctx, d, b, c, o)
	if err != nil {
		return nil, "", err
	}
	if a.Pooled.Few {
		// Then the part that the graph has can be judged, by solving without each label.
		all, how, err := suspectsBy(ctx, &Problem{d, b, c}, labelprop.BalancedPoisson{}, o)
		return all, how + ", the graph's part of the pool: labels are too few to judge the other parts", err
	}
	all := a.Pooled.Suspects()
	labelprop.SortSuspects(b.Graph, all)
	how := fmt.Sprintf("by leave-one-out with a pool of %d opinions", len(a.Pooled.Parts))
	// Who contradicts is a column of a system of equations for each label.
	if len(all)*len(d.Given) > mostRefits {
		return all, how + "; there are too many labels to list those that contradict", nil
	}
	seeds, err := Seeds(d, c)
	if err != nil {
		return nil, "", err
	}
	graph, err := labelprop.Suspects(ctx, b.Graph, seeds, labelprop.Harmonic{},
		c.SolveOptions(orSilent(o).Iteration))
	if err != nil {
		return nil, "", err
	}
	against := map[int][]labelprop.Contribution{}
	for _, one := range graph {
		against[one.Node] = one.Against
	}
	for i := range all {
		all[i].Against = against[all[i].Node]
	}
	return all, how, nil
}
