package labelprop

import (
	"fmt"
	"math"
	"slices"
)

// With few labels the harmonic function is nearly constant but for spikes at the
// labels. Both methods here make the edges near labels heavier before they solve
// for it: aᵢ+aⱼ times as heavy.

// WNLL is the weighted nonlocal Laplacian [shi2017]: the harmonic function of the
// weights
//
//	w'ᵢⱼ = (aᵢ+aⱼ)·wᵢⱼ,   aᵢ = n/l at the l labelled of n nodes, 1 elsewhere,
//
// n and l being counted in each component. Scores are as those of [Harmonic].
type WNLL struct{}

func (WNLL) String() string          { return "wnll" }
func (WNLL) check(*Seeds) error      { return nil }
func (WNLL) clamps() bool            { return true }
func (WNLL) rule(trust float64) rule { return Harmonic{}.rule(trust) }

func (WNLL) boost(p *problem) []float64 {
	n, l := make([]float64, len(p.reached)), make([]float64, len(p.reached))
	a := make([]float64, len(p.component))
	for u, c := range p.component {
		a[u] = 1
		n[c]++
	}
	for _, u := range p.seeds.nodes {
		l[p.component[u]]++
	}
	for _, u := range p.seeds.nodes {
		a[u] = n[p.component[u]] / l[p.component[u]]
	}
	return a
}

// ProperlyWeighted is the properly weighted graph Laplacian [calder2019]: the
// harmonic function of the weights
//
//	w'ᵢⱼ = (aᵢ+aⱼ)·wᵢⱼ,   aᵢ = min(1 + (r/distᵢ)^α, ζ),
//
// distᵢ being the distance of node i to the nearest label. Scores are as those of
// [Harmonic].
type ProperlyWeighted struct {
	// Alpha is the exponent; to have an effect however many rows there are, it must
	// exceed their intrinsic dimension less 2. 0 means 2.
	Alpha float64

	// R is the distance at which the weights have doubled; 0 means 0.1 .
	R float64

	// Distance is that of each row to the nearest label, in the unit of R. nil: steps
	// of the shortest path, as a share of the most that any row of its component needs.
	Distance []float64

	// Most is ζ, the a of the labelled rows themselves; 0 means 1e7 .
	Most float64
}

func (m ProperlyWeighted) orDefault() ProperlyWeighted {
	if m.Alpha == 0 {
		m.Alpha = 2
	}
	if m.R == 0 {
		m.R = 0.1
	}
	if m.Most == 0 {
		m.Most = 1e7
	}
	return m
}

func (m ProperlyWeighted) String() string {
	m = m.orDefault()
	return fmt.Sprintf("properly weighted(α=%g,r=%g)", m.Alpha, m.R)
}

func (m ProperlyWeighted) check(s *Seeds) error {
	d := m.orDefault()
	if !(d.Alpha > 0 && d.R > 0 && d.Alpha < math.Inf(1) && d.R < math.Inf(1)) {
		return fmt.Errorf("%v: α and r must be finite and above 0", m)
	}
	if !(d.Most >= 1 && d.Most <= 1e15) {
		return fmt.Errorf("%v: ζ = %g is not in [1, 1e15]", m, d.Most)
	}
	if m.Distance == nil {
		return nil
	}
	if len(m.Distance) != s.n {
		return fmt.Errorf("%w: %d distances for %d nodes", ErrShape, len(m.Distance), s.n)
	}
	for i, d := range m.Distance {
		if !(d >= 0) {
			return fmt.Errorf("node %d: distance %g to the nearest label must be 0 or more", i, d)
		}
	}
	return nil
}

func (ProperlyWeighted) clamps() bool            { return true }
func (ProperlyWeighted) rule(trust float64) rule { return Harmonic{}.rule(trust) }

func (m ProperlyWeighted) boost(p *problem) []float64 {
	m = m.orDefault()
	distance := m.Distance
	if distance == nil {
		distance = p.stepsToLabels()
	}
	a := make([]float64, len(distance))
	for u, d := range distance {
		a[u] = min(1+math.Pow(m.R/d, m.Alpha), m.Most)
	}
	for _, u := range p.seeds.nodes {
		a[u] = m.Most
	}
	return a
}

// stepsToLabels returns the steps of the shortest path to a label as a share of
// the most of any node of the component, 1 where there is no path.
func (p *problem) stepsToLabels() []float64 {
	steps := slices.Repeat([]float64{-1}, p.graph.N())
	most := make([]float64, len(p.reached))
	queue := slices.Clone(p.seeds.nodes)
	for _, u := range queue {
		steps[u] = 0
	}
	for next := 0; next < len(queue); next++ {
		u := queue[next]
		most[p.component[u]] = steps[u]
		for _, v := range p.neighbors(u) {
			if steps[v] < 0 {
				steps[v] = steps[u] + 1
				queue = append(queue, int(v))
			}
		}
	}
	for u, s := range steps {
		if steps[u] = 1; s >= 0 {
			steps[u] = s / max(most[p.component[u]], 1)
		}
	}
	return steps
}
