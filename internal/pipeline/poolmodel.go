package pipeline

import (
	"cmp"
	"io"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
)

// poolModel answers for new rows by the opinions of a pool.
type poolModel struct {
	rule     *labelprop.PoolRule
	opinions []opinionModel // in the order of its parts
}

// opinionModel is one opinion: a forest, a regression or a graph.
type opinionModel struct {
	name     string
	forest   *labelprop.Forest
	ridge    *labelprop.Ridge
	logistic *labelprop.Logistic
	near     *graph.Neighbors // the same for all opinions of graphs
	res      *labelprop.Result
}

// newPoolModel collects what each opinion takes.
func newPoolModel(b *Built, a *Answer) (*poolModel, error) {
	m := &poolModel{rule: &a.Pooled.PoolRule}
	// The opinions that count, in the order in which the rule takes them.
	parts, err := a.Parts(b)
	if err != nil {
		return nil, err
	}
	for _, o := range parts {
		one := opinionModel{name: o.Says.Name, forest: o.Forest, ridge: o.Ridge, logistic: o.Logistic}
		if o.Graph != nil {
			one.near, one.res = b.Near, o.Graph.Result
		}
		m.opinions = append(m.opinions, one)
	}
	return m, nil
}

// predict asks all opinions about new rows.
func (m *poolModel) predict(r *newRows) (*Answer, error) {
	opinions := make([]labelprop.Opinion, len(m.opinions))
	for o := range m.opinions {
		var err error
		if opinions[o], err = m.opinions[o].predict(r); err != nil {
			return nil, err
		}
	}
	r.observer.Stage(StagePool)
	pooled, err := m.rule.Apply(opinions)
	if err != nil {
		return nil, err
	}
	return &Answer{Labels: pooled.Labels, Probs: pooled.P, Status: pooled.Status, Pooled: pooled}, nil
}

func (o *opinionModel) predict(r *newRows) (labelprop.Opinion, error) {
	watched := &labelprop.PredictOptions{Observe: r.part()}
	switch {
	case o.forest != nil:
		r.observer.Stage(StageForest)
		return o.forest.Predict(r.ctx, r.data.Mixed.Filled(), watched)
	case o.ridge != nil:
		r.observer.Stage(StageRidge)
		return o.ridge.Predict(r.ctx, r.data.X, watched)
	case o.logistic != nil:
		r.observer.Stage(StageLogistic)
		return o.logistic.Predict(r.ctx, r.data.X, watched)
	}
	r.observer.Stage(StageGraph)
	// The harmonic extension of the scores to a row that is joined with the rows nearest to it.
	links, err := r.weigh(Shared.With(0))
	if err != nil {
		return labelprop.Opinion{}, err
	}
	found, err := o.res.Predict(links)
	if err != nil {
		return labelprop.Opinion{}, err
	}
	return labelprop.Opinion{Name: o.name, P: found.Probabilities()}, nil
}

// store writes the rule and then each opinion.
func (m *poolModel) store(w io.Writer) error {
	if err := m.rule.Store(w); err != nil {
		return err
	}
	var near *graph.Neighbors
	for _, o := range m.opinions {
		if err := o.store(w, near); err != nil {
			return err
		}
		near = cmp.Or(o.near, near)
	}
	return nil
}

// store writes what the opinion takes, but for neighbours that stand before another one.
func (o *opinionModel) store(w io.Writer, stored *graph.Neighbors) error {
	switch {
	case o.forest != nil:
		return o.forest.Store(w)
	case o.ridge != nil:
		return o.ridge.Store(w)
	case o.logistic != nil:
		return o.logistic.Store(w)
	case stored == nil:
		if err := o.near.Store(w); err != nil {
			return err
		}
	}
	return o.res.Store(w)
}

// opinionHeader describes an opinion in the header of a model file.
type opinionHeader struct {
	Name string `json:"name"`
	Kind string `json:"kind"` // forest, ridge, logistic or graph
}

// Values of opinionHeader.Kind.
const (
	kindForest   = "forest"
	kindRidge    = "ridge"
	kindLogistic = "logistic"
	kindGraph    = "graph"
)

func (m *poolModel) headers() []opinionHeader {
	var all []opinionHeader
	for _, o := range m.opinions {
		h := opinionHeader{Name: o.name, Kind: kindGraph}
		switch {
		case o.forest != nil:
			h.Kind = kindForest
		case o.ridge != nil:
			h.Kind = kindRidge
		case o.logistic != nil:
			h.Kind = kindLogistic
		}
		all = append(all, h)
	}
	return all
}
