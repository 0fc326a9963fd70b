package kernel

import (
	"fmt"
	"math"
)

// Laplacian is the kernel exp(-γd), with γ in units of 1/distance. Its tails are
// heavier than those of RBF. γ has no default: package graph refuses γ = 0, where
// [Unweighted] is meant.
type Laplacian struct{ Gamma float64 }

// LogWeight returns -γ·√d2.
func (k Laplacian) LogWeight(d2 float64) float64 { return scaled(k.Gamma, math.Sqrt(d2)) }

// Decay returns γ and 1.
func (k Laplacian) Decay() (gamma float64, power int) { return k.Gamma, 1 }

func (k Laplacian) String() string { return fmt.Sprintf("laplacian(γ=%g)", k.Gamma) }
