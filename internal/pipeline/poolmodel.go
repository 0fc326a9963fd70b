package pipeline

import (
	"context"
	"fmt"
	"io"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// poolModel answers for new rows by the opinions of a pool.
type poolModel struct {
	rule     *labelprop.PoolRule
	opinions []opinionModel // in the order of its parts
}

// opinionModel is one opinion: a forest, a regression or a graph.
type opinionModel struct {
	name    string
	forest  *labelprop.Forest
	ridge   *labelprop.Ridge
	near    *graph.Neighbors
	weights []float64 // of the features of the graph; nil: all 1
	res     *labelprop.Result
}

// newPoolModel collects what each opinion takes.
func newPoolModel(ctx context.Context, d *dataset.Data, b *Built, a *Answer) (*poolModel, error) {
	m := &poolModel{rule: &a.Pooled.PoolRule}
	// The opinions that count, in the order in which the rule takes them.
	parts, err := a.Parts(b)
	if err != nil {
		return nil, err
	}
	for _, o := range parts {
		one := opinionModel{name: o.Says.Name, forest: o.Forest, ridge: o.Ridge}
		if o.Graph != nil {
			one.weights, one.res = o.Graph.Weights, o.Graph.Result
			if one.near, err = o.Graph.neighbors(ctx, d, b); err != nil {
				return nil, err
			}
		}
		m.opinions = append(m.opinions, one)
	}
	return m, nil
}

// predict asks all opinions about new rows.
func (m *poolModel) predict(ctx context.Context, d *dataset.Data) (*Answer, error) {
	opinions := make([]labelprop.Opinion, len(m.opinions))
	for o := range m.opinions {
		var err error
		if opinions[o], err = m.opinions[o].predict(ctx, d); err != nil {
			return nil, err
		}
	}
	pooled, err := m.rule.Apply(opinions)
	if err != nil {
		return nil, err
	}
	return &Answer{Labels: pooled.Labels, Probs: pooled.P, Status: pooled.Status, Pooled: pooled}, nil
}

func (o *opinionModel) predict(ctx context.Context, d *dataset.Data) (labelprop.Opinion, error) {
	switch {
	case o.forest != nil:
		return o.forest.Predict(d.Mixed.Columns)
	case o.ridge != nil:
		return o.ridge.Predict(d.Dense())
	}
	// The harmonic extension of the scores to a row that is joined with the rows nearest to it.
	x := d.Dense()
	if o.weights != nil {
		x = weighted(x, o.weights)
	}
	links, err := o.near.Link(ctx, x, Shared.With(0))
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
	for _, o := range m.opinions {
		if err := o.store(w); err != nil {
			return err
		}
	}
	return nil
}

func (o *opinionModel) store(w io.Writer) error {
	switch {
	case o.forest != nil:
		return o.forest.Store(w)
	case o.ridge != nil:
		return o.ridge.Store(w)
	}
	if err := o.near.Store(w); err != nil {
		return err
	}
	return o.res.Store(w)
}

// opinionHeader describes an opinion in the header of a model file.
type opinionHeader struct {
	Name    string    `json:"name"`
	Kind    string    `json:"kind"`              // forest, ridge or graph
	Weights []float64 `json:"weights,omitempty"` // of the features of a graph
}

// Values of opinionHeader.Kind.
const (
	kindForest = "forest"
	kindRidge  = "ridge"
	kindGraph  = "graph"
)

func (m *poolModel) headers() []opinionHeader {
	var all []opinionHeader
	for _, o := range m.opinions {
		h := opinionHeader{Name: o.name, Kind: kindGraph, Weights: o.weights}
		switch {
		case o.forest != nil:
			h.Kind = kindForest
		case o.ridge != nil:
			h.Kind = kindRidge
		}
		all = append(all, h)
	}
	return all
}

// readPool reads the rule and the opinions, and checks that they go with each other.
func (m *Model) readPool(r io.Reader, headers []opinionHeader) (err error) {
	if m.pool.rule, err = labelprop.ReadPoolRule(r); err != nil {
		return err
	}
	for _, h := range headers {
		o, err := h.read(r)
		if err != nil {
			return err
		}
		if h.Weights != nil && !areWeights(h.Weights, m.Recipe.Mixed.Encoder.Features()) ||
			o.near != nil && o.near.N() != m.Rows {
			return errParts
		}
		m.pool.opinions = append(m.pool.opinions, o)
	}
	return m.try()
}

// read reads what an opinion takes.
func (h opinionHeader) read(r io.Reader) (o opinionModel, err error) {
	o.name, o.weights = h.Name, h.Weights
	switch h.Kind {
	case kindForest:
		o.forest, err = labelprop.ReadForest(r)
	case kindRidge:
		o.ridge, err = labelprop.ReadRidge(r)
	case kindGraph:
		if o.near, err = graph.ReadNeighbors(r); err == nil {
			o.res, err = labelprop.ReadResult(r)
		}
	default:
		err = fmt.Errorf("opinions of the kind %q are not known", h.Kind)
	}
	return o, err
}

// areWeights reports whether there is a weight for each feature.
func areWeights(weights []float64, width int) bool {
	// A negative weight would turn the distances of a column around.
	for _, w := range weights {
		if !(w >= 0) || math.IsInf(w, 1) {
			return false
		}
	}
	return len(weights) == width
}
