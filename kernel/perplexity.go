package kernel

import "fmt"

// Perplexity is the kernel of stochastic neighbour embedding [hinton2003]: each point
// i has a width of its own, at which its neighbours count as many as P,
//
//	pⱼ|ᵢ = exp(-βᵢd²) / Σₖ exp(-βᵢdᵢₖ²),   exp(-Σⱼ pⱼ|ᵢ ln pⱼ|ᵢ) = P,
//
// and an edge the weight (pⱼ|ᵢ + pᵢ|ⱼ)/2 [vandermaaten2008], whatever the scale of
// the distances. A point with n neighbours takes 0.9·n at most. Where P of them or
// more are nearest all but alike, duplicates mostly, no width will do: the next
// nearest counts 1/e of one of those.
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
