package labelprop

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/labelprop/internal/pool"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// PoolOptions are the options of [Pool]. The zero value and nil are right but for the graph.
type PoolOptions struct {
	// Graph is the graph on which [BalancedPoisson] answers where labels are too few to be
	// left out; nil: the opinions then count by their priors alone.
	Graph *graph.Graph

	Solve *Options // of that method

	// Shares are the known shares of the C classes among the nodes, in any unit; nil: they are
	// estimated where labels look chosen by class, and those of the labels otherwise.
	Shares []float64
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
// If labels were chosen by class, their numbers say nothing of the shares π of the classes.
// These are then estimated by expectation-maximisation from the opinions of the features,
// with a prior for even shares that is the stronger the fewer the labels, and P ∝ P·π. If the
// shares are known, P ∝ P·w with the factors w by which the probabilities of all nodes add up to
// them.
//
// With less than 1.5 labels a class, nothing can be judged. The opinions of the features then
// count alike, and [BalancedPoisson] on the graph of o counts the more against them, the less
// smooth their answer is on that graph. With m < 4 labels a class it is one more opinion, of
// weight 0.8/m² against all others, or more where the features tear apart clusters of the graph
// that it keeps whole, and where fewer than one row in a hundred has a label, of g⁴, g the weight
// of the graphs. Its probabilities are squared.
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

// pooling is what the steps of Pool have in common.
type pooling struct {
	ctx      context.Context
	opinions []Opinion
	seeds    *Seeds
	nodes, y []int
	options  *PoolOptions
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

// takeFeatures leaves the answer to the opinions of the features, where there are any.
func (p *pooling) takeFeatures(r *Pooled, unsmoothed *pool.Answer) {
	r.P, r.blend = unsmoothed.P, unsmoothed.Blend
	if p.hasFeatures() {
		r.Parts = partsOf(unsmoothed, p.chosen(ofFeatures))
	}
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

// addPoisson mixes the answer of balanced Poisson learning into that of the pool, if there is a
// graph and labels are few.
func (p *pooling) addPoisson(r *Pooled, unsmoothed *pool.Answer) error {
	g := p.options.Graph
	if g == nil || !r.Few && pool.PoissonShare(p.counts(), p.seeds.n, r.graphs(), 1) == 0 {
		return nil
	}
	m := BalancedPoisson{}
	res, err := Solve(p.ctx, g, *p.seeds, m, p.options.Solve)
	if err != nil {
		return err
	}
	said := res.Probabilities()
	if r.PoissonShare = p.poissonShare(r, unsmoothed.P, said); r.PoissonShare == 0 {
		return nil
	}
	r.FewLabels = res
	r.P = pool.Mix(r.P, said, r.PoissonShare)
	// The weights of the others make room for its own.
	for i := range r.Parts {
		r.Parts[i].Weight *= 1 - r.PoissonShare
	}
	r.Parts = append(r.Parts, Part{Name: m.String(), Weight: r.PoissonShare, Temperature: pool.PoissonTemperature,
		LogLoss: math.NaN(), Accuracy: math.NaN()})
	return nil
}

// poissonShare is the weight of balanced Poisson learning, by how smooth its own answer and that
// of the features are on the graph. Where no opinion can be judged, it outweighs features that
// tear rows of one neighbourhood apart.
func (p *pooling) poissonShare(r *Pooled, features, own *mat.Dense) float64 {
	smoothness := func(said *mat.Dense) float64 {
		return pool.Smoothness(p.options.Graph.Weights(), pool.Classes(said), p.seeds.c)
	}
	if r.Few {
		return pool.GraphShare(smoothness(features), float64(p.seeds.n)/float64(len(p.y)))
	}
	clusters := pool.Clusters(smoothness(own), smoothness(features))
	return pool.PoissonShare(p.counts(), p.seeds.n, r.graphs(), clusters)
}

// graphs returns the weight of all graphs.
func (r *Pooled) graphs() float64 {
	weight := 0.0
	for _, part := range r.Parts {
		if !part.Features {
			weight += part.Weight
		}
	}
	return weight
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
