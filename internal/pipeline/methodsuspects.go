package pipeline

import (
	"context"
	"fmt"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// suspectFolds is in how many parts labels are left out where one by one would take too long.
const suspectFolds = 10

// suspectsBy ranks the given labels by one method.
func suspectsBy(ctx context.Context, p *Problem, m labelprop.Method, o Observer) ([]labelprop.Suspect, string, error) {
	d, b := p.Data, p.Built
	seeds, err := Seeds(d, p.Config)
	if err != nil {
		return nil, "", err
	}
	// What it takes is told of as a stage of its own.
	orSilent(o).Stage(StageDoubt)
	options := p.Config.SolveOptions(orSilent(o).Iteration)
	// Sums over the labels: each is left out without solving again.
	if IsLinear(m) {
		all, err := labelprop.Suspects(ctx, b.Graph, seeds, m, options)
		return all, fmt.Sprintf("by leave-one-out with %v", m), err
	}
	// With a fold for each label, folds are leave-one-out.
	folds, how := dataset.CountLabels(d.Given), "by leave-one-out"
	if folds*len(d.Given) > mostRefits {
		folds, how = suspectFolds, fmt.Sprintf("by leaving out one of %d parts at a time", suspectFolds)
	}
	all, err := labelprop.CrossSuspects(ctx, b.Graph, seeds, m, max(folds, 2), options)
	return all, fmt.Sprintf("%s with %v", how, m), err
}
