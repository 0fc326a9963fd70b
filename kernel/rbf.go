package kernel

import "fmt"

// RBF is the radial basis function (Gaussian) kernel exp(-γd²), with γ in units
// of 1/distance² [zhu2003]. It is scikit-learn's gamma; the width σ of
// exp(-d²/σ²) [zhu2002] is γ = 1/σ², that of exp(-d²/2σ²) [zhou2004] γ = 1/(2σ²).
// γ has no default: package graph refuses γ = 0, where [Unweighted] is meant. γ = +Inf is
// the limit in which only the shortest paths count.
type RBF struct{ Gamma float64 }

// LogWeight returns -γ·d2.
func (k RBF) LogWeight(d2 float64) float64 { return scaled(k.Gamma, d2) }

// Decay returns γ and 2.
func (k RBF) Decay() (gamma float64, power int) { return k.Gamma, 2 }

func (k RBF) String() string { return fmt.Sprintf("rbf(γ=%g)", k.Gamma) }

// scaled returns -γ·x, and 0 for x = 0 even if γ is infinite.
func scaled(gamma, x float64) float64 {
	if x == 0 || gamma == 0 {
		return 0
	}
	return -gamma * x
}
