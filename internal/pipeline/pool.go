package pipeline

import (
	"cmp"
	"context"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// How many candidates are searched for each neighbour that a graph of the pool keeps: the weights of columns may
// turn far rows into near ones, so as many as mostPairs allows for all rows together.
const (
	leastCandidates, mostCandidates = 2, 40
	mostPairs                       = 600_000
)

// candidates is how many neighbours each of n rows is to be chosen k from.
func candidates(n, k int) int {
	return min(max(leastCandidates*k, min(mostCandidates*k, mostPairs/n)), n-1)
}

// mostJudged bounds the labels that each graph is judged by, times the rows: more would take longer than the
// search.
const mostJudged = 2_000_000

// buildPool searches candidates by Euclidean distance, once for all graphs of the pool, and builds the first
// of these.
func (b *builder) buildPool() (*Built, error) {
	n, _ := b.data.X.Dims()
	k := min(b.config.Graph.k(), n-1)
	wide := b.config
	wide.Graph.K = candidates(n, k)
	near, err := FindNeighbors(b.ctx, b.data, wide, b.observer)
	if err != nil {
		return nil, err
	}
	b.observer.Stage(StageWeigh)
	built := &Built{Candidates: near, Kernel: dataset.Chosen[Kernel]{Value: Shared, By: ByDefault}}
	if b.data.Mixed.Encoder.Alike {
		// The candidates are by the same distances: the nearest of them are those of all.
		built.Near, err = near.Truncate(k)
	} else {
		built.Near, err = nearest(b.ctx, b.data.Mixed, near, poolSearch{x: b.data.Dense(), k: k})
	}
	if err != nil {
		return nil, err
	}
	built.Graph, err = built.Near.Weigh(Shared.With(0))
	return built, err
}

// poolSearch is by which features the k nearest of some candidates are found.
type poolSearch struct {
	x       *mat.Dense
	k       int
	weights []float64 // of the features; nil: all 1
}

// nearest ranks candidates: by the Euclidean distance where all columns have one unit, else by the sum of
// absolute differences, in which no column dominates.
func nearest(ctx context.Context, m *dataset.Mixed, near *graph.Neighbors, by poolSearch) (*graph.Neighbors, error) {
	metric := kernel.Metric(kernel.Manhattan{})
	switch {
	case by.weights != nil:
		metric = newWeightedMetric(by.x, by.weights, m.Encoder.Alike)
	case m.Encoder.Alike:
		metric = kernel.Euclidean{}
	}
	return near.Rerank(ctx, by.x, by.k, &graph.SearchOptions{Metric: metric})
}

// pool collects opinions and makes one answer of them.
func (l *labeller) pool(b *Built, method dataset.Chosen[labelprop.Method]) (*Answer, error) {
	p := &pooler{labeller: l, answer: &Answer{Method: method}}
	if err := p.judges(); err != nil {
		return nil, err
	}
	// Each opinion, and what it says of the labels without having seen them.
	for _, step := range []struct {
		stage   Stage
		opinion func(*Built) error
	}{
		{StageForest, p.forest}, {StageRidge, p.ridge}, {StageGraph, p.graph}, {StageWeightedGraph, p.weightedGraph},
	} {
		l.observer.Stage(step.stage)
		if err := step.opinion(b); err != nil {
			return nil, err
		}
	}
	l.observer.Stage(StagePool)
	pooled, err := labelprop.Pool(l.ctx, says(p.answer.Opinions), l.seeds, &labelprop.PoolOptions{
		Graph: b.Graph, Solve: l.config.SolveOptions(l.observer.Iteration),
	})
	if err != nil {
		return nil, err
	}
	a := p.answer
	// Where labels are few, balanced Poisson learning takes the place of the graphs.
	if few := pooled.FewLabels; few != nil {
		name := pooled.Parts[len(pooled.Parts)-1].Name
		a.Proofs = append(a.Proofs, Proof{name, few.CountProven(), dataset.CountLabels(few.Labels)})
	}
	a.Pooled, a.Labels, a.Probs, a.Status = pooled, pooled.Labels, pooled.P, pooled.Status
	return a, nil
}

// pooler collects opinions.
type pooler struct {
	*labeller
	answer      *Answer
	judge       []int     // the rows that graphs are judged by
	importances []float64 // of the columns, by the forest
}

// add keeps an opinion.
func (p *pooler) add(o Opinion) { p.answer.Opinions = append(p.answer.Opinions, o) }

func (p *pooler) judges() (err error) {
	x := p.data.Dense()
	n, _ := x.Dims()
	p.judge, err = labelprop.Judges(x, p.seeds, mostJudged/n)
	return err
}

func (p *pooler) forest(*Built) error {
	if err := p.askForOpinion("the opinion of a random forest", 0); err != nil {
		return err
	}
	w := watch(p.observer)
	o, forest, err := labelprop.ForestOpinion(p.data.Mixed.Columns, p.seeds,
		&labelprop.ForestOptions{Seed: p.config.Seed, Observe: w.part})
	if err = cmp.Or(err, w.err); err != nil {
		return err
	}
	p.importances = forest.Importances()
	p.add(Opinion{Says: o, Forest: forest})
	return nil
}

// mostKernel is the most labels that a kernel ridge regression is fitted to.
const mostKernel = 1000

// askForOpinion asks for the probabilities of all rows and their copies, and for some more columns.
func (p *pooler) askForOpinion(what string, columns int) error {
	n := len(p.data.Given)
	return p.config.Memory.For(memory.Product(n, 2*len(p.data.Classes)+columns, 8), what)
}

func (p *pooler) labelled() int {
	count := 0
	for _, k := range p.data.Given {
		if k >= 0 {
			count++
		}
	}
	return count
}

func (p *pooler) ridge(*Built) error {
	// The kernel of all rows with those that the regression is fitted to.
	if err := p.askForOpinion("the opinion of a kernel ridge regression", min(p.labelled(), mostKernel)); err != nil {
		return err
	}
	w := watch(p.observer)
	o, ridge, err := labelprop.RidgeOpinion(p.data.Dense(), p.seeds, &labelprop.RidgeOptions{Observe: w.part})
	if err = cmp.Or(err, w.err); err != nil {
		return err
	}
	p.add(Opinion{Says: o, Ridge: ridge})
	return nil
}

func (p *pooler) graph(b *Built) error { return p.propagate("graph", &GraphPart{Graph: b.Graph}) }

// weightedGraph is a graph in which columns count by how much the forest makes of them.
func (p *pooler) weightedGraph(b *Built) error {
	part := &GraphPart{Weights: p.weights()}
	// By weights rather than by rows times their weights: those would be another table.
	near, err := nearest(p.ctx, p.data.Mixed, b.Candidates, poolSearch{p.data.Dense(), b.Near.K(), part.Weights})
	if err != nil {
		return err
	}
	if part.Graph, err = near.Weigh(Shared.With(0)); err != nil {
		return err
	}
	return p.propagate("weighted graph", part)
}

// propagate adds the harmonic answer on a graph, and how much of it is proven.
func (p *pooler) propagate(name string, part *GraphPart) error {
	o, res, err := labelprop.GraphOpinion(p.ctx, part.Graph, p.seeds, labelprop.Harmonic{},
		&labelprop.GraphOptions{Solve: p.config.SolveOptions(p.observer.Iteration), Judge: p.judge,
			LeavingOut: func() { p.observer.Stage(StageLeaveOut) }})
	if err != nil {
		return err
	}
	o.Name, part.Result = name, res
	p.add(Opinion{Says: o, Graph: part})
	// Rows out of reach have no label there, and are no cause for a warning: the features answer for them.
	labels := dataset.CountLabels(res.Labels)
	p.answer.Proofs = append(p.answer.Proofs, Proof{name, res.CountProven(), labels})
	if !res.Converged {
		p.answer.Warnings = append(p.answer.Warnings, res.Warnings...)
	}
	return nil
}

// The least weight of a column, in parts of the mean one: where columns have units of their own, those that the
// forest makes nothing of hardly count; pixels and the like are all of use.
const (
	leastWeight      = 0.1
	leastWeightAlike = 0.4
)

// weights returns the weight of each feature, that of its column: the least one, and the rest in proportion to
// its importance, so that the mean is 1.
func (p *pooler) weights() []float64 {
	least, m := leastWeight, p.data.Mixed
	if m.Encoder.Alike {
		least = leastWeightAlike
	}
	byColumn := make([]float64, len(p.importances))
	for j, importance := range p.importances {
		byColumn[j] = least + (1-least)*importance*float64(len(byColumn))
	}
	// A forest without any split says nothing of the columns.
	if slices.Max(p.importances) == 0 {
		for j := range byColumn {
			byColumn[j] = 1
		}
	}
	weights := make([]float64, 0, m.Encoder.Features())
	for _, j := range m.Encoder.Sources() {
		weights = append(weights, byColumn[j])
	}
	return weights
}

// weighted returns x with each column times its weight.
func weighted(x *mat.Dense, weights []float64) *mat.Dense {
	y := mat.DenseCopyOf(x)
	n, _ := y.Dims()
	for i := range n {
		row := y.RawRowView(i)
		for j, w := range weights {
			row[j] *= w
		}
	}
	return y
}
