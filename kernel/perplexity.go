package kernel

import "fmt"

// Perplexity is the kernel of stochastic neighbour embedding [hinton2003]. Each point i
// has a width of its own, at which its neighbours have the perplexity P,
//
//	pⱼ|ᵢ = exp(-βᵢd²) / Σₖ exp(-βᵢdᵢₖ²),   exp(-Σⱼ pⱼ|ᵢ ln pⱼ|ᵢ) = P,
//
// and an edge has the weight (pⱼ|ᵢ + pᵢ|ⱼ)/2 [vandermaaten2008]. The scale of the
// distances does not matter. A point with n neighbours uses at most 0.9·n instead of P.
// If P or more neighbours are nearly equally near, mostly duplicates, no width has that
// perplexity: the next nearest then has 1/e of the weight of one of those.
type Perplexity struct {
	P float64 // 0 means 5
}

// LogWeight returns -x for x = βd².
func (Perplexity) LogWeight(x float64) float64 { return -x }

// Count returns P.
func (k Perplexity) Count() float64 {
	if k.P == 0 {
		return 5
	}
	return k.P
}

func (k Perplexity) String() string { return fmt.Sprintf("perplexity(%g)", k.Count()) }
