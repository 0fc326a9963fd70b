package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/labelprop/internal/pool"
	"gonum.org/v1/gonum/mat"
)

// temper brings the confidence of an answer that no label can judge nearer to the accuracy to
// expect, by how far the opinions agree with it. Where an answer keeps clusters of the graph whole,
// features that tear them apart have no say.
func (p *pooling) temper(r *Pooled, whole float64) {
	agreement := p.agreement(r.P)
	if math.IsNaN(agreement) {
		return
	}
	t := pool.PowerFor(r.P, p.unlabelled(), pool.ExpectedAccuracy(agreement, p.seeds.c))
	// Between that power and none, in its logarithm.
	r.power = math.Pow(t, 1-whole)
	pool.Raise(r.P, r.power)
}

// agreement is how far the graphs and the features agree with an answer, the mean of both; NaN
// where one of them says nothing.
func (p *pooling) agreement(answer *mat.Dense) float64 {
	// Labelled rows are named right by all.
	free, total := p.unlabelled(), 0.0
	for _, features := range []bool{false, true} {
		// Opinions that speak of no row have no part.
		sum, count := 0.0, 0.0
		for _, o := range p.chosen(func(o *Opinion) bool { return o.Features == features }) {
			if a := pool.Agreement(answer, o.P, free); !math.IsNaN(a) {
				sum, count = sum+a, count+1
			}
		}
		total += sum / count / 2
	}
	return total
}

// unlabelled lists the nodes without a label.
func (p *pooling) unlabelled() []int {
	var free []int
	next := 0
	for i := range p.seeds.n {
		// Labelled nodes rise, too.
		if next < len(p.nodes) && p.nodes[next] == i {
			next++
			continue
		}
		free = append(free, i)
	}
	return free
}
