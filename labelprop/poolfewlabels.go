package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/labelprop/internal/pool"
	"gonum.org/v1/gonum/mat"
)

// takeFeatures leaves the answer to the opinions of the features, where there are any.
func (p *pooling) takeFeatures(r *Pooled, unsmoothed *pool.Answer) {
	r.P, r.blend = unsmoothed.P, unsmoothed.Blend
	if p.hasFeatures() {
		r.Parts = partsOf(unsmoothed, p.chosen(ofFeatures))
	}
}

// addPoisson mixes the answer of balanced Poisson learning into that of the pool, if there is a
// graph and labels are few.
func (p *pooling) addPoisson(r *Pooled, unsmoothed *pool.Answer) error {
	g := p.options.Graph
	if g == nil || !r.Few && pool.PoissonShare(p.counts(), p.seeds.n, p.graphs(r), 1) == 0 {
		return nil
	}
	m := BalancedPoisson{}
	res, err := checkAndSolve(p.ctx, g, p.seeds, m, p.options.Solve)
	if err != nil {
		return err
	}
	said := res.Probabilities()
	if r.PoissonShare = p.poissonShare(r, unsmoothed.P, said); r.PoissonShare > 0 {
		r.FewLabels = res
		p.mix(r, said, m.String())
	}
	if r.Few {
		p.temper(r, pool.Whole(p.smoothness(said)))
	}
	return nil
}

// mix mixes the answer of balanced Poisson learning into that of the pool.
func (p *pooling) mix(r *Pooled, said *mat.Dense, name string) {
	r.P = pool.Mix(r.P, said, r.PoissonShare)
	// The weights of the others make room for its own.
	for i := range r.Parts {
		r.Parts[i].Weight *= 1 - r.PoissonShare
	}
	r.Parts = append(r.Parts, Part{Name: name, Weight: r.PoissonShare, Temperature: pool.PoissonTemperature,
		LogLoss: math.NaN(), Accuracy: math.NaN()})
}

// poissonShare is the weight of balanced Poisson learning, by how smooth its own answer and that
// of the features are on the graph. Where no opinion can be judged, it outweighs features that
// tear rows of one neighbourhood apart.
func (p *pooling) poissonShare(r *Pooled, features, own *mat.Dense) float64 {
	if r.Few {
		return pool.FewShare(p.smoothness(own), p.smoothness(features), float64(p.seeds.n)/float64(len(p.y)))
	}
	clusters := pool.Clusters(p.smoothness(own), p.smoothness(features))
	return pool.PoissonShare(p.counts(), p.seeds.n, p.graphs(r), clusters)
}

// smoothness is that of an answer on the graph.
func (p *pooling) smoothness(said *mat.Dense) float64 {
	return pool.Smoothness(p.options.Graph.Weights(), pool.Classes(said), p.seeds.c)
}

// graphs returns the weight in the pool of the opinions of the graph that balanced Poisson learning is on.
func (p *pooling) graphs(r *Pooled) float64 {
	other := map[string]bool{}
	for _, o := range p.opinions {
		other[o.Name] = o.Features || o.Graph != nil && o.Graph != p.options.Graph
	}
	weight := 0.0
	for _, part := range r.Parts {
		if !other[part.Name] {
			weight += part.Weight
		}
	}
	return weight
}
