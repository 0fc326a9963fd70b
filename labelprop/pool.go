package labelprop

import (
	"context"
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/labelprop/internal/pool"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// Pool makes one answer of several opinions on the same nodes,
//
//	ln P = Σ uₒ·tₒ·ln Qₒ + constant,   Qₒ = 0.98·Pₒ + 0.02/C.
//
// The temperature tₒ makes the likelihood Lₒ of the labels left out largest, with 10·(ln t)²
// against extremes, the weights are uₒ ∝ prior·exp(Lₒ/4), and the sum has a temperature of
// its own. An opinion that says nothing of a node leaves its weight to the others. Labels
// whose class has no other one are not judged.
//
// If labels were chosen by class, their numbers say nothing of the shares π of the classes.
// These are then estimated by expectation-maximisation from the opinions of the features,
// with a prior for even shares that is the stronger the fewer the labels, and P ∝ P·π. If the
// shares are known, P ∝ P·w with the factors w by which the probabilities of all nodes add up to
// them.
//
// With less than 1.5 labels a class, nothing can be judged. The opinions of the features then
// count alike, and [BalancedPoisson] on the graph of o counts the more against them, the less
// smooth their answer is on that graph, and half as much where its own answer is not smooth
// either, with 20 nodes for each label and more. With m < 4 labels a class it is one more opinion,
// of weight 0.8/m² against all others, or more where the features tear apart clusters of the graph
// that it keeps whole, and where fewer than one row in a hundred has a label, of g⁴, g the weight
// of the graphs. Its probabilities are squared. With less than 1.5 labels a class, and without such
// clusters, the answer is raised to the power at which its mean confidence is 1 - 1.5·(1-a), a the
// share of the nodes on which opinions agree with it, after [jiang2022].
//
// A given label stays, with probability 1, unless its weight is below 1. Label weights have
// no other part.
//
// Errors: no opinion, shapes that do not fit, seeds of [MultiLabel] and [Values], and those
// of [Solve]. Cost: O(opinions·n·C).
func Pool(ctx context.Context, opinions []Opinion, seeds Seeds, o *PoolOptions) (r *Pooled, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	nodes, y, err := seeds.labelledClasses()
	if err != nil {
		return nil, err
	}
	if o == nil {
		o = &PoolOptions{}
	}
	p := &pooling{ctx: ctx, opinions: opinions, seeds: &seeds, nodes: nodes, y: y, options: o}
	r, err = p.answer()
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	p.label(r)
	r.nodes, r.y, r.judged = nodes, y, judgedByAll(opinions)
	return r, nil
}

// answer pools all opinions, or those of the features where labels are too few to judge any, and
// asks for one that suits few labels.
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
	r.Few = pool.Few(len(p.y), p.seeds.c)
	if r.Few {
		r.LeftOut = nil
		if p.options.Graph != nil {
			p.takeFeatures(r, unsmoothed)
		}
	}
	if err := p.addPoisson(r, unsmoothed); err != nil {
		return nil, err
	}
	return r, p.atShares(r, unsmoothed.P)
}

// atShares brings the answer to the shares of the classes: the known ones, or those estimated from
// an answer that no graph has smoothed. Labels that are a random sample have some already.
func (p *pooling) atShares(r *Pooled, unsmoothed *mat.Dense) error {
	known := p.options.Shares
	switch {
	case known != nil:
		if err := checkPriors(known, p.seeds.c); err != nil {
			return err
		}
		r.Shares, r.SharesKnown = slices.Clone(known), true
		simplex.Normalize(r.Shares)
		r.factors = pool.FactorsFor(r.P, r.Shares)
	case r.Few || !r.DealtOut:
		return nil
	default:
		// The answer is that at even shares.
		r.Shares = pool.Shares(unsmoothed, len(p.y))
		r.factors = slices.Clone(r.Shares)
	}
	pool.AtShares(r.P, r.factors)
	return nil
}

// checkRows checks that the opinions are on the nodes of the seeds.
func (p *pooling) checkRows() error {
	for _, o := range p.opinions {
		if n, _ := rows.Dims(o.P); n != p.seeds.n {
			return fmt.Errorf("%w: %s has %d rows, the seeds have %d nodes", ErrShape, o.Name, n, p.seeds.n)
		}
		if o.Judged != nil && len(o.Judged) != len(p.y) {
			return fmt.Errorf("%w: %s was judged by %d labels of %d", ErrShape, o.Name, len(o.Judged), len(p.y))
		}
	}
	return nil
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
