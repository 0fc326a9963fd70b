package kernel

// Unweighted gives every edge the weight 1, so that only the graph counts. It is the limit
// of [RBF] and [Laplacian] for γ → 0.
type Unweighted struct{}

// LogWeight returns 0.
func (Unweighted) LogWeight(float64) float64 { return 0 }

func (Unweighted) String() string { return "connectivity" }
