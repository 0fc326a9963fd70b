package pipeline

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

const (
	// FarFactor is how many times as far from the nearest row of the model, as any row of the model is from
	// one of its neighbours, a new row must be to be nowhere near.
	FarFactor = 2
	// beyondEnds is by how much more than any row of the model a new one must be beyond the usual values of a
	// column, as a difference of logarithms: a thousand times as far.
	beyondEnds = 6.9
)

// newRows are rows that a model labels.
type newRows struct {
	ctx      context.Context // of the one prediction
	cancel   context.CancelCauseFunc
	observer Observer
	data     *dataset.Data
	answer   *Answer
	found    *graph.NewNeighbors // among the rows of the model; nil: it has no graph
	links    *graph.Links        // to these, weighed last
	kernel   kernel.Kernel       // by which
}

// part tells the observer of the parts of a stage.
func (r *newRows) part() func(done, total int) { return parts(r.observer, r.cancel) }

// weigh weighs the links to the rows of the model.
func (r *newRows) weigh(k kernel.Kernel) (*graph.Links, error) {
	// Several opinions of one graph ask for the same weights one after the other.
	if r.links != nil && r.kernel == k {
		return r.links, nil
	}
	links, err := r.found.Weigh(k)
	if err != nil {
		return nil, err
	}
	r.links, r.kernel = links, k
	return links, nil
}

// refuse takes the labels of new rows that are nowhere near, and of those that are unlike the labelled rows of the
// model, as far as that was asked for.
func (r *newRows) refuse(near *graph.Neighbors, res *labelprop.Result, o Novel) (err error) {
	if near == nil || o.Asked && o.Rate == 0 {
		return nil
	}
	// Walks tell near from far by a kernel of their own; distances are the same with any.
	if r.links == nil || o.Asked {
		if _, err := r.weigh(kernel.SelfTuning{}); err != nil {
			return err
		}
	}
	r.observer.Stage(StageNovelty)
	nearest, farthest, err := near.NeighborDistances(r.ctx)
	if err != nil {
		return err
	}
	a := r.answer
	a.Novelty = &Novelty{Rate: o.Rate, Drift: drift(r.links, nearest)}
	far := r.far(near, farthest)
	if o.Asked {
		if err := r.findPValues(near, res); err != nil {
			return err
		}
	}
	for i := range a.Labels {
		switch {
		case far[i] && a.Labels[i] != labelprop.Unlabeled:
			a.Novelty.Far++
			a.refuse(i, labelprop.Novel)
		case o.Asked && a.Novelty.P[i] <= o.Rate:
			// Of the rows like the model's a share of Rate is refused too: sets hold the truth with these only.
			a.Novelty.keep(i, a.Probs.RawRowView(i))
			a.refuse(i, labelprop.Novel)
		}
	}
	return nil
}

// findPValues finds the p-values of new rows.
func (r *newRows) findPValues(near *graph.Neighbors, res *labelprop.Result) error {
	g, err := walks(near)
	if err != nil {
		return err
	}
	// The labelled rows of the model, whatever their classes.
	known := make([]int, len(res.Status))
	for i, s := range res.Status {
		if known[i] = labelprop.Unlabeled; s == labelprop.Given {
			known[i] = 0
		}
	}
	seeds, err := labelprop.Classes(known, 1)
	if err != nil {
		return err
	}
	found, err := labelprop.NoveltyOf(r.ctx, g, seeds, &labelprop.Options{Observe: r.observer.Iteration})
	if err != nil {
		return err
	}
	r.answer.Novelty.Labels = found.Labels
	r.answer.Novelty.P, err = found.Predict(r.links)
	return err
}

// far tells which new rows are nowhere near the rows of the model. farthest are distances of these to neighbours.
func (r *newRows) far(near *graph.Neighbors, farthest []float64) []bool {
	far := make([]bool, r.links.Rows())
	// Equal rows alone give no scale.
	if len(farthest) == 0 {
		return far
	}
	scale := slices.Max(farthest)
	for i := range far {
		// Without links there is no distance, and no label either.
		distance := r.links.NearestDistance(i)
		far[i] = scale > 0 && !math.IsInf(distance, 1) && distance > FarFactor*scale
	}
	if r.data.Mixed != nil {
		r.farInOne(near, far)
	}
	return far
}

// farInOne adds the rows that are far out in one column: beyond the usual values distances count by logarithms, so that
// one column of many does not show in them.
func (r *newRows) farInOne(near *graph.Neighbors, far []bool) {
	low, high := near.Ranges()
	if low == nil {
		return
	}
	x, scales := r.data.X, r.data.Mixed.Encoder.Scales
	for j, source := range r.data.Mixed.Encoder.Sources() {
		// Columns without ends are measured as they are, and show in the distances.
		s := scales[source]
		if s.Categories > 0 || math.IsInf(s.High, 1) {
			continue
		}
		beyond := beyondEnds * cmp.Or(s.Weight, 1)
		for i, v := range mat.Col(nil, j, x) {
			far[i] = far[i] || v > high[j]+beyond || v < low[j]-beyond
		}
	}
}
