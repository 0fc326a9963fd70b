package labelprop

import (
	"fmt"
	"math"

	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/labelprop/internal/network"
)

// Spreading is the label spreading of Zhou and others [zhou2004], with local and
// global consistency:
//
//	F = (1-α)(I - αS)⁻¹ Y,   S = D^-½ W D^-½.
//
// Alpha in (0,1) is the share that a node takes from its neighbours; 0 means 0.95.
// Labelled nodes may change their class. The scores are not probabilities: rows
// do not sum to 1. A label of weight κ enters as κ times its row of Y. It is solved as
// A z = (1-α)D^½Y, F = D^½z, with A = (1-α)D + α(D-W), a graph with a ground edge.
type Spreading struct{ Alpha float64 }

func (m Spreading) alpha() float64 {
	if m.Alpha == 0 {
		return 0.95
	}
	return m.Alpha
}

func (m Spreading) String() string { return fmt.Sprintf("spreading(α=%g)", m.alpha()) }

func (m Spreading) check(*Seeds) error {
	if a := m.alpha(); !(a > 0 && a < 1) {
		return fmt.Errorf("α = %g is not between 0 and 1", a)
	}
	return nil
}

func (m Spreading) describe() *network.Method {
	return &network.Method{Name: m.String(), Rule: m.rule, Symmetric: true, Copies: true, SelfShare: 1 - m.alpha()}
}

// rule gives the share α to the neighbours and 1-α to the own label.
func (m Spreading) rule(labelWeight float64) network.Rule {
	rest := math.Log1p(-m.alpha())
	return network.Rule{LogNeighbors: ln.Of(m.alpha()), LogSelf: rest, LogSource: rest + ln.Of(labelWeight)}
}
