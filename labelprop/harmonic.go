package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/internal/ln"
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

func (Harmonic) rule(trust float64) rule {
	if trust == 0 {
		return rule{tie: nothing, emit: nothing}
	}
	odds := ln.Of(trust) - math.Log1p(-trust)
	return rule{tie: odds, emit: odds}
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

func (Propagation) check(*Seeds) error      { return nil }
func (Propagation) clamps() bool            { return true }
func (Propagation) rule(trust float64) rule { return Harmonic{}.rule(trust) }
