package kernel

import "fmt"

// SharedNeighbors is the weight of another kernel times the share of their
// neighbours that two points have in common [jarvis1973],
//
//	w = k(d²)·|Nᵢ∩Nⱼ| / |Nᵢ∪Nⱼ|,
//
// Nᵢ being point i and its nearest neighbours, as many as the graph was searched
// for. Two points of one cluster know the same others; where clusters touch, an
// edge from one to the other joins points that have few in common, however short
// it is [levine2015]. Points that share none count as sharing one.
type SharedNeighbors struct {
	Of Kernel // nil: Perplexity{}
}

// Base returns the kernel that the share multiplies.
func (k SharedNeighbors) Base() Kernel {
	if k.Of == nil {
		return Perplexity{}
	}
	return k.Of
}

// LogWeight is that of the base kernel: the share is the graph's to find.
func (k SharedNeighbors) LogWeight(d2 float64) float64 { return k.Base().LogWeight(d2) }

func (k SharedNeighbors) String() string { return fmt.Sprintf("shared neighbours, %v", k.Base()) }
