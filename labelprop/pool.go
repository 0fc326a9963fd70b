package labelprop

import (
	"context"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop/internal/pool"
)

// PoolOptions are the options of [Pool]. The zero value and nil are right but for the graph.
type PoolOptions struct {
	// Graph is the graph on which [BalancedPoisson] answers where labels are too few to be
	// left out; nil: the opinions then count by their priors alone.
	Graph *graph.Graph

	Solve *Options // of that method
}

// Pool makes one answer of several opinions on the same nodes,
//
//	ln P = Σ uₒ·tₒ·ln Qₒ + constant,   Qₒ = 0.98·Pₒ + 0.02/C.
//
// The temperature tₒ makes the likelihood Lₒ of the labels left out largest, with 10·(ln t)²
// against extremes, the weights are uₒ ∝ prior·exp(Lₒ/4), and the sum has a temperature of
// its own. An opinion that says nothing of a node leaves its weight to the others. Labels
// whose class has no other one are not judged.
//
// If labels were dealt out evenly, their numbers say nothing of the shares π of the classes.
// These are then estimated by expectation-maximisation from the opinions of the features,
// with a prior for even shares that is the stronger the fewer the labels, and P ∝ P·π.
//
// With less than 1.5 labels a class, or 2.5 where the graph outweighs the features, nothing
// can be judged. The opinions of the features
// then count alike, and [BalancedPoisson] on the graph of o counts the more against them, the
// less smooth their answer is on that graph.
//
// A given label stays, with probability 1, unless its weight is below 1. Label weights have
// no other part.
//
// Errors: no opinion, shapes that do not fit, seeds of [MultiLabel] and [Values], and those
// of [Solve]. Cost: O(opinions·n·C).
func Pool(ctx context.Context, opinions []Opinion, seeds Seeds, o *PoolOptions) (*Pooled, error) {
	nodes, y, err := seeds.labelledClasses()
	if err != nil {
		return nil, err
	}
	if o == nil {
		o = &PoolOptions{}
	}
	p := &pooling{ctx: ctx, opinions: opinions, seeds: &seeds, nodes: nodes, y: y, options: o}
	r, err := p.answer()
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	p.label(r)
	r.nodes, r.y, r.judged = nodes, y, judgedByAll(opinions)
	return r, nil
}

// pooling is what the steps of Pool have in common.
type pooling struct {
	ctx      context.Context
	opinions []Opinion
	seeds    *Seeds
	nodes, y []int
	options  *PoolOptions
}

// answer pools all opinions, or those of the features and the graph where labels are few.
func (p *pooling) answer() (*Pooled, error) {
	if err := p.checkRows(); err != nil {
		return nil, err
	}
	all, err := p.combine(func(*Opinion) bool { return true })
	if err != nil {
		return nil, err
	}
	r := &Pooled{P: all.P, LeftOut: all.LeftOut}
	r.Judged, r.Parts, r.blend = all.Judged, partsOf(all, p.opinions), all.Blend
	r.DealtOut = pool.DealtOut(p.counts())
	// The opinions that no graph has smoothed; all of them where there are none.
	unsmoothed := all
	if p.hasFeatures() {
		if unsmoothed, err = p.combine(ofFeatures); err != nil {
			return nil, err
		}
	}
	share := p.graphShare(unsmoothed)
	r.Few = pool.Few(len(p.y), p.seeds.c, share)
	switch {
	case r.Few:
		r.GraphShare, r.LeftOut = share, nil
		return r, p.mixFew(r, unsmoothed)
	case r.DealtOut:
		r.Shares = pool.Shares(unsmoothed.P, len(p.y))
		pool.AtShares(r.P, r.Shares)
	}
	return r, nil
}

// checkRows checks that the opinions are on the nodes of the seeds.
func (p *pooling) checkRows() error {
	for _, o := range p.opinions {
		if n, _ := o.P.Dims(); n != p.seeds.n {
			return fmt.Errorf("%w: %s has %d rows, the seeds have %d nodes", ErrShape, o.Name, n, p.seeds.n)
		}
		if o.Judged != nil && len(o.Judged) != len(p.y) {
			return fmt.Errorf("%w: %s was judged by %d labels of %d", ErrShape, o.Name, len(o.Judged), len(p.y))
		}
	}
	return nil
}

// combine pools those opinions that count.
func (p *pooling) combine(counts func(*Opinion) bool) (*pool.Answer, error) {
	var some []pool.Opinion
	for _, o := range p.chosen(counts) {
		some = append(some, pool.Opinion{Name: o.Name, P: o.P, LeftOut: o.LeftOut, Judged: o.Judged, Prior: o.Prior})
	}
	return pool.Combine(some, p.y, p.seeds.c)
}

// chosen returns those opinions that count.
func (p *pooling) chosen(counts func(*Opinion) bool) []Opinion {
	var some []Opinion
	for i := range p.opinions {
		if counts(&p.opinions[i]) {
			some = append(some, p.opinions[i])
		}
	}
	return some
}

func (p *pooling) hasFeatures() bool {
	for _, o := range p.opinions {
		if o.Features {
			return true
		}
	}
	return false
}

// counts returns the number of labels of each class.
func (p *pooling) counts() []int {
	count := make([]int, p.seeds.c)
	for _, k := range p.y {
		count[k]++
	}
	return count
}

// mixFew answers where labels are few, by the features and by a method for few labels.
func (p *pooling) mixFew(r *Pooled, unsmoothed *pool.Answer) error {
	g := p.options.Graph
	if g == nil {
		return nil
	}
	m := BalancedPoisson{}
	res, err := Solve(p.ctx, g, *p.seeds, m, p.options.Solve)
	if err != nil {
		return err
	}
	r.FewLabels, r.blend = res, unsmoothed.Blend
	r.P = pool.Mix(unsmoothed.P, res.Probabilities(), r.GraphShare)
	// The weights of the features make room for that of the graph.
	if p.hasFeatures() {
		r.Parts = partsOf(unsmoothed, p.chosen(ofFeatures))
	}
	for i := range r.Parts {
		r.Parts[i].Weight *= 1 - r.GraphShare
	}
	r.Parts = append(r.Parts, Part{Name: m.String(), Weight: r.GraphShare, Temperature: 1,
		LogLoss: math.NaN(), Accuracy: math.NaN()})
	return nil
}

// graphShare is the weight of the graph where labels are few. Where the features tear clusters
// of the graph apart, the graph knows better. 0 without a graph.
func (p *pooling) graphShare(unsmoothed *pool.Answer) float64 {
	g := p.options.Graph
	if g == nil {
		return 0
	}
	smoothness := pool.Smoothness(g.Weights(), pool.Classes(unsmoothed.P), p.seeds.c)
	return pool.GraphShare(smoothness, float64(p.seeds.n)/float64(len(p.y)))
}

func ofFeatures(o *Opinion) bool { return o.Features }

// partsOf returns how much the opinions count that were blended.
func partsOf(a *pool.Answer, opinions []Opinion) []Part {
	all := make([]Part, len(a.Parts))
	for i, part := range a.Parts {
		all[i] = Part{Name: part.Name, Features: opinions[i].Features, Weight: part.Weight,
			Temperature: part.Temperature, LogLoss: part.LogLoss, Accuracy: part.Accuracy}
	}
	return all
}

// label decides on the class and the status of every node.
func (p *pooling) label(r *Pooled) {
	r.decide(p.opinions)
	// A given label stays; one that is not certain was an opinion among others.
	for l, i := range p.nodes {
		if p.seeds.weight(l) == 1 {
			r.Labels[i], r.Status[i] = p.y[l], Given
			copy(r.P.RawRowView(i), p.seeds.row(l))
		}
	}
}
