package pipeline

import (
	"context"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// mostComplete is the most rows of a complete graph of which walks are followed.
const mostComplete = 5000

// novelty returns the p-values of the rows of a run.
func (p *Problem) novelty(ctx context.Context, seeds labelprop.Seeds, o Observer) (*Novelty, error) {
	g := p.Built.Graph
	// The kernels of a run need not know distances: perplexity looks at ranks.
	if near := p.Built.Near; near != nil {
		var err error
		if g, err = walks(near); err != nil {
			return nil, err
		}
	}
	found, err := labelprop.NoveltyOf(ctx, g, seeds, p.Config.SolveOptions(orSilent(o).Iteration))
	if err != nil {
		return nil, err
	}
	// Nodes without a row come last.
	return &Novelty{P: found.P[:len(p.Data.Given)], Rate: p.Config.Novel.Rate, Labels: found.Labels}, nil
}

// walks is the graph in which walks tell near from far.
func walks(near *graph.Neighbors) (*graph.Graph, error) {
	if near.K() == 0 && near.Edges() > mostComplete*(mostComplete-1)/2 {
		return nil, dataset.Optionf("use Graph.Kind = KNN; for a model, in the run that saves it",
			"a graph of %d edges is too large to look for novel rows", near.Edges())
	}
	return near.Weigh(kernel.SelfTuning{})
}

// refuseNovel takes the labels of those rows without a given one whose p-value is at most the rate.
func (p *Problem) refuseNovel(ctx context.Context, a *Answer, seeds labelprop.Seeds, o Observer) error {
	if !p.Config.Novel.Asked || p.Config.Novel.Rate == 0 {
		return nil
	}
	orSilent(o).Stage(StageNovelty)
	var err error
	if a.Novelty, err = p.novelty(ctx, seeds, o); err != nil {
		return err
	}
	a.keepOwn()
	for i, given := range p.Data.Given {
		if given == labelprop.Unlabeled && a.Novelty.P[i] <= a.Novelty.Rate {
			a.refuse(i, labelprop.Novel)
		}
	}
	return nil
}

// refuse takes the label of a row, and says why it has none.
func (a *Answer) refuse(row int, why labelprop.Status) {
	a.Labels[row], a.Status[row] = labelprop.Unlabeled, why
	clear(a.Probs.RawRowView(row))
	if a.Prediction != nil {
		a.Prediction.Proven[row] = false
	}
}

// keepOwn copies what refuse changes, so that the result of the solver stays as it is, for a model.
func (a *Answer) keepOwn() {
	a.Labels, a.Status, a.Probs = slices.Clone(a.Labels), slices.Clone(a.Status), mat.DenseCopyOf(a.Probs)
}
