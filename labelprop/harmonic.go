package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/pair"
)

// Harmonic is the harmonic function of Zhu, Ghahramani and Lafferty [zhu2003],
// also called Laplace learning: labelled nodes keep their labels, every other
// node is the weighted mean of its neighbours,
//
//	F_U = (D_UU - W_UU)⁻¹ W_UL Y_L,
//
// which is the probability that a random walk from the node ends at each label.
// Rows sum to 1. A node whose label has trust κ < 1 is tied to it with the
// conductance κ/(1-κ) times its degree, and else follows its neighbours.
type Harmonic struct{}

func (Harmonic) String() string { return "harmonic" }

func (Harmonic) check(*Seeds) error { return nil }
func (Harmonic) clamps() bool       { return true }
func (Harmonic) symmetric() bool    { return false }

func (Harmonic) assemble(p *problem, u int, r *balance) {
	ind := p.neighbors(u)
	for e, w := range p.weights(u) {
		v := int(ind[e])
		if at := p.place[v]; at >= 0 {
			r.ind, r.w = append(r.ind, at), append(r.w, w)
		} else {
			r.absorb(p.rate, w, p.seeds.row(p.seedAt[v]))
		}
	}
	if l := p.seedAt[u]; l >= 0 {
		tie := p.degree[u].Times(logOdds(p.seeds.trusted(l)))
		r.absorb(p.rate, tie, p.seeds.row(l))
	}
}

// logOdds returns log(κ/(1-κ)) for 0 < κ < 1.
func logOdds(trust float64) float64 { return ln.Of(trust) - math.Log1p(-trust) }

// Propagation is the label propagation of Zhu and Ghahramani [zhu2002]: repeat
// F ← D⁻¹WF and clamp the labels. Its limit is that of [Harmonic], and it is what
// scikit-learn's LabelPropagation would converge to.
//
// The report itself normalises the columns of W before its rows; Columns does so
// too. That is the harmonic function of the weights wᵢⱼ/(dᵢdⱼ), in which crowded
// regions count less.
type Propagation struct{ Columns bool }

func (m Propagation) String() string {
	if m.Columns {
		return "propagation(columns normalised)"
	}
	return "propagation"
}

func (Propagation) check(*Seeds) error { return nil }
func (Propagation) clamps() bool       { return true }
func (Propagation) symmetric() bool    { return false }

func (m Propagation) assemble(p *problem, u int, r *balance) { Harmonic{}.assemble(p, u, r) }

// columnNormalized returns the weights wᵢⱼ/(dᵢdⱼ) of node u.
func (p *problem) columnNormalized(u int, w []pair.Num) []pair.Num {
	for e, v := range p.neighbors(u) {
		w[e] = w[e].Div(p.density[u]).Div(p.density[v])
	}
	return w
}
