package labelprop

import (
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/labelprop/internal/network"
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

func (WNLL) String() string     { return "wnll" }
func (WNLL) check(*Seeds) error { return nil }

func (m WNLL) describe() *network.Method {
	return &network.Method{Name: m.String(), Rule: harmonicRule, Clamps: true, Copies: true, Reweigh: nonlocalBoosts}
}

// nonlocalBoosts returns a.
func nonlocalBoosts(nw *network.Network) []float64 {
	n, l := make([]float64, len(nw.Reached)), make([]float64, len(nw.Reached))
	a := make([]float64, len(nw.Component))
	for u, c := range nw.Component {
		// n and l of each component, in rows.
		a[u] = 1
		n[c] += nw.Mass(u)
	}
	for _, u := range nw.Labels.Nodes {
		l[nw.Component[u]] += nw.Mass(u)
	}
	for _, u := range nw.Labels.Nodes {
		// Labelled nodes get the ratio of both.
		a[u] = n[nw.Component[u]] / l[nw.Component[u]]
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
	// Distances that the caller measured are checked; steps of the graph need no check.
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

func (m ProperlyWeighted) describe() *network.Method {
	return &network.Method{Name: m.String(), Rule: harmonicRule, Clamps: true, Copies: true, Reweigh: m.boosts}
}

// boosts returns a.
func (m ProperlyWeighted) boosts(nw *network.Network) []float64 {
	m = m.orDefault()
	// Steps of the graph stand in for distances that are not given.
	distance := m.Distance
	if distance == nil {
		distance = stepsToLabels(nw)
	}
	a := make([]float64, len(distance))
	for u, d := range distance {
		// Infinite at a label itself: cut at ζ.
		a[u] = min(1+math.Pow(m.R/d, m.Alpha), m.Most)
	}
	for _, u := range nw.Labels.Nodes {
		a[u] = m.Most
	}
	return a
}

// stepsToLabels returns the steps of the shortest path to a label as a share of
// the most of any node of the component, 1 where there is no path.
func stepsToLabels(nw *network.Network) []float64 {
	steps := slices.Repeat([]float64{-1}, nw.N())
	most := make([]float64, len(nw.Reached))
	// Breadth first from all labels at once.
	queue := slices.Clone(nw.Labels.Nodes)
	for _, u := range queue {
		steps[u] = 0
	}
	for next := 0; next < len(queue); next++ {
		u := queue[next]
		most[nw.Component[u]] = steps[u]
		for _, v := range nw.Neighbors(u) {
			if steps[v] < 0 {
				steps[v] = steps[u] + 1
				queue = append(queue, int(v))
			}
		}
	}
	for u, s := range steps {
		// As a share of the longest in the component, so that the unit does not depend on its
		// size.
		if steps[u] = 1; s >= 0 {
			steps[u] = s / max(most[nw.Component[u]], 1)
		}
	}
	return steps
}
