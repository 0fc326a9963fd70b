package labelprop

import "fmt"

// Strategy is the rule by which rows to label next are chosen.
type Strategy int

const (
	// Sigma takes the rows whose labels leave the least Σᵢⱼ Cᵢⱼ in the Gaussian field
	// of the harmonic function, of covariance C = L_UU⁻¹ [ma2013]: Σ-optimality.
	Sigma Strategy = iota
	// Variance takes those that leave the least Σᵢ Cᵢᵢ [ji2012]: V-optimality.
	Variance
	// Margin takes rows whose two likeliest classes are closest together.
	Margin
	// Entropy takes rows with the largest -Σₖ pₖ ln pₖ.
	Entropy
	// Density takes rows with the largest (1 - maxₖ pₖ)·dᵢ: doubt where many are near
	// [settles2008].
	Density
	// Coverage takes rows with the most neighbours that are not next to a label.
	Coverage
)

var strategyNames = [...]string{"sigma", "variance", "margin", "entropy", "density", "coverage"}

func (s Strategy) String() string {
	if s < 0 || int(s) >= len(strategyNames) {
		return fmt.Sprintf("Strategy(%d)", int(s))
	}
	return strategyNames[s]
}

// doubts reports whether the strategy needs probabilities.
func (s Strategy) doubts() bool { return s == Margin || s == Entropy || s == Density }
