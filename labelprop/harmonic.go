package labelprop

import "github.com/propagate-go/propagate/labelprop/internal/network"

// Harmonic is the harmonic function of Zhu, Ghahramani and Lafferty [zhu2003],
// also called Laplace learning: labelled nodes keep their labels, every other
// node is the weighted mean of its neighbours,
//
//	F_U = (D_UU - W_UU)⁻¹ W_UL Y_L,
//
// which is the probability that a random walk from the node ends at each label.
// Rows sum to 1. A node whose label has the weight κ < 1 is tied to it with the
// conductance κ/(1-κ) times its degree, and else follows its neighbours.
type Harmonic struct{}

func (Harmonic) String() string { return "harmonic" }

func (Harmonic) check(*Seeds) error { return nil }

func (m Harmonic) describe() *network.Method {
	return &network.Method{Name: m.String(), Rule: harmonicRule, Clamps: true, Copies: true}
}

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

func (m Propagation) describe() *network.Method {
	return &network.Method{Name: m.String(), Rule: harmonicRule, Clamps: true, ColumnNormalized: m.Columns,
		Copies: true}
}
