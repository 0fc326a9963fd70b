package kernel

// Connectivity gives every edge the weight 1, so that only the graph counts.
type Connectivity struct{}

// LogWeight returns 0.
func (Connectivity) LogWeight(float64) float64 { return 0 }

func (Connectivity) String() string { return "connectivity" }
