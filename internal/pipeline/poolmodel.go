package pipeline

import (
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
	name, kind string
	forest     *labelprop.Forest
	ridge      *labelprop.Ridge
	logistic   *labelprop.Logistic
	words      *labelprop.SparseLogistic
	near       *graph.Neighbors // the same for all opinions of a kind
	res        *labelprop.Result
}

// Values of opinionModel.kind.
const (
	kindForest     = "forest"
	kindRidge      = "ridge"
	kindLogistic   = "logistic"
	kindWords      = "words"
	kindGraph      = "graph"
	kindWordsGraph = "graph of words"
)

// ofWords reports whether the opinion is one of the words of texts.
func (o *opinionModel) ofWords() bool { return o.kind == kindWords || o.kind == kindWordsGraph }

// ofColumns reports whether the opinion is one of columns of numbers and categories.
func (o *opinionModel) ofColumns() bool {
	return o.kind == kindForest || o.kind == kindRidge || o.kind == kindLogistic
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
		m.opinions = append(m.opinions, newOpinionModel(b, o))
	}
	return m, nil
}

// newOpinionModel collects what an opinion takes.
func newOpinionModel(b *Built, o Opinion) opinionModel {
	// An opinion has one of these, or is that of a graph.
	m := opinionModel{name: o.Says.Name, forest: o.Forest, ridge: o.Ridge, logistic: o.Logistic, words: o.Words}
	switch {
	case o.Forest != nil:
		m.kind = kindForest
	case o.Ridge != nil:
		m.kind = kindRidge
	case o.Logistic != nil:
		m.kind = kindLogistic
	case o.Words != nil:
		m.kind = kindWords
	case b.Words != nil && o.Graph.Graph == b.Words.Graph:
		m.kind, m.near, m.res = kindWordsGraph, b.Words.Near, o.Graph.Result
	default:
		m.kind, m.near, m.res = kindGraph, b.Near, o.Graph.Result
	}
	return m
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
	switch o.kind {
	case kindForest:
		r.observer.Stage(StageForest)
		return o.forest.Predict(r.ctx, r.data.Mixed.Filled(), watched)
	case kindRidge:
		r.observer.Stage(StageRidge)
		return o.ridge.Predict(r.ctx, r.data.X, watched)
	case kindLogistic:
		r.observer.Stage(StageLogistic)
		return o.logistic.Predict(r.ctx, r.data.X, watched)
	case kindWords:
		r.observer.Stage(StageWords)
		says, err := o.words.Predict(r.ctx, r.data.Words.X, watched)
		says.Name = o.name
		return says, err
	}
	r.observer.Stage(StageGraph)
	// The harmonic extension of the scores to a row that is joined with the rows nearest to it.
	links, err := r.linksTo(o)
	if err != nil {
		return labelprop.Opinion{}, err
	}
	found, err := o.res.Predict(links)
	if err != nil {
		return labelprop.Opinion{}, err
	}
	return labelprop.Opinion{Name: o.name, P: found.Probabilities()}, nil
}

// linksTo joins the new rows with those of the graph of an opinion.
func (r *newRows) linksTo(o *opinionModel) (*graph.Links, error) {
	// The neighbours by columns have been searched, as all of the prediction asks for them; those by words have not.
	if o.kind == kindGraph {
		return r.weigh(Shared.With(0))
	}
	found, err := o.near.Find(r.ctx, r.data.Words.X, r.part())
	if err != nil {
		return nil, err
	}
	return found.Weigh(Shared.With(0))
}

// store writes the rule and then each opinion.
func (m *poolModel) store(w io.Writer) error {
	if err := m.rule.Store(w); err != nil {
		return err
	}
	// Several opinions of one graph have its neighbours in common, which are written once.
	stored := map[string]bool{}
	for _, o := range m.opinions {
		if err := o.store(w, stored[o.kind]); err != nil {
			return err
		}
		stored[o.kind] = true
	}
	return nil
}

// store writes what the opinion takes, but for neighbours that stand before another one of its kind.
func (o *opinionModel) store(w io.Writer, stored bool) error {
	// Each in its own form, with its own checksum.
	switch o.kind {
	case kindForest:
		return o.forest.Store(w)
	case kindRidge:
		return o.ridge.Store(w)
	case kindLogistic:
		return o.logistic.Store(w)
	case kindWords:
		return o.words.Store(w)
	}
	if !stored {
		if err := o.near.Store(w); err != nil {
			return err
		}
	}
	return o.res.Store(w)
}

// opinionHeader describes an opinion in the header of a model file.
type opinionHeader struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
}

func (m *poolModel) headers() []opinionHeader {
	var all []opinionHeader
	for _, o := range m.opinions {
		all = append(all, opinionHeader{Name: o.name, Kind: o.kind})
	}
	return all
}
