package labelprop

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// On a complete graph with γ → 0 every score tends to π, the shares of the classes
// among the labelled nodes, and classes of equal share come ever closer: at
// γ = 1e-300 no float64 score tells them apart. Their difference does. With
// F = π + γG and tᵢⱼ the exponents,
//
//	L_UU G = -(T_UL ∘ φ(γT_UL))(Y - π),   φ(x) = (1-exp(-x))/x,
//
// which is well conditioned for γ·max(t) < 1.

// breakTies gives tied rows the class of the largest G, where there is one.
func (p *problem) breakTies(sol *solution) {
	if !p.nearlyConstant() {
		return
	}
	g, ok := p.deviation()
	if !ok {
		return
	}
	c := p.columns()
	margin := 1e-11 * mat.Norm(g, 2)
	for i := range p.free {
		if !sol.tied[i] {
			continue
		}
		best, alone := p.firstOfTied(g.RawRowView(i), sol.x[i*c:(i+1)*c], margin)
		sol.label[i], sol.tied[i] = best, !alone
	}
}

// nearlyConstant reports whether this is the harmonic function of a complete
// graph whose weights exp(-γt) are all nearly 1, with hard labels.
func (p *problem) nearlyConstant() bool {
	n := p.graph.N()
	_, clamped := p.method.(Harmonic)
	t, s := p.extent()
	way := p.rate.Times(t)
	return clamped && p.seeds.kind == hard && p.graph.Edges() == n*(n-1)/2 &&
		s == 0 && t > 0 && way < 1e-3 && p.rate.Frac > 0 && len(p.free) <= 1500
}

// deviation returns G, free nodes × classes.
func (p *problem) deviation() (*mat.Dense, bool) {
	n, c := len(p.free), p.columns()
	mean := p.seeds.meanLabel()
	a, b := mat.NewSymDense(n, nil), mat.NewDense(n, c, nil)
	for i, u := range p.free {
		ind, t, _ := p.graph.Row(u)
		diag := 0.0
		for e, v := range ind {
			x := p.rate.Times(t[e])
			w := math.Exp(-x)
			diag += w
			if at := p.place[v]; at >= 0 {
				a.SetSym(i, int(at), -w)
				continue
			}
			for k, y := range p.seeds.row(p.seedAt[v]) {
				b.Set(i, k, b.At(i, k)-t[e]*phi(x)*(y-mean[k]))
			}
		}
		a.SetSym(i, i, diag)
	}
	var factor mat.Cholesky
	if !factor.Factorize(a) {
		return nil, false
	}
	var g mat.Dense
	err := factor.SolveTo(&g, b)
	return &g, err == nil
}

// phi returns (1-exp(-x))/x.
func phi(x float64) float64 {
	if x == 0 {
		return 1
	}
	return -math.Expm1(-x) / x
}

// firstOfTied returns, among the classes whose scores tie with the largest, the
// first of largest g, and whether no other comes within margin of it.
func (p *problem) firstOfTied(g, scores []float64, margin float64) (best int, alone bool) {
	top := scores[largest(scores)]
	best = -1
	for k, s := range scores {
		if top-s <= tieMargin && (best < 0 || g[k] > g[best]+margin) {
			best = k
		}
	}
	alone = true
	for k, s := range scores {
		if k != best && top-s <= tieMargin && g[best]-g[k] <= margin {
			alone = false
		}
	}
	return best, alone
}
