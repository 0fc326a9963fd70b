// Package kernel computes edge weights from distances, and the distances themselves.
//
// A weight is always handled as its logarithm, so that no weight of a finite distance
// underflows: exp(-γd²) is zero in float64 from γd² = 745 on, its logarithm is exact far
// beyond.
//
// Every [Kernel] is a function of one number. For most it is d²; a [LocallyScaled] kernel
// is called with d²/(σᵢσⱼ), a [PerplexityMatched] one with βd². Package graph computes the
// widths.
package kernel

// A Kernel turns the squared distance d2 ≥ 0 of two points into the natural logarithm of
// the weight of the edge between them. -Inf means no edge.
type Kernel interface {
	LogWeight(d2 float64) float64
	String() string
}

// An Exponential kernel has the form exp(-γ·dᵖ): its LogWeight(d²) is -γ·dᵖ. Package graph
// does not call LogWeight for it, but keeps dᵖ and γ apart, so that solvers stay right at
// every γ, infinity included. γ must be above 0 to weigh a graph.
type Exponential interface {
	Kernel
	// Decay returns γ and the power p, 1 or 2.
	Decay() (gamma float64, power int)
}

// A LocallyScaled kernel has a width of its own at each point: its LogWeight is called
// with d²/(σᵢσⱼ) instead of d², where σᵢ is the distance of point i to its Rank-th
// nearest neighbour.
type LocallyScaled interface {
	Kernel
	Rank() int
}

// A PerplexityMatched kernel has a width of its own at each point too: the one at which
// the neighbours of the point have the perplexity Count, see [Perplexity].
type PerplexityMatched interface {
	Kernel
	Count() float64
}
