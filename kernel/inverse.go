package kernel

import "math"

// InverseDistance is the kernel 1/d. It is infinite at d = 0: package graph takes half
// the smallest distance above 0 instead.
type InverseDistance struct{}

// LogWeight returns -½·ln d2, +Inf at 0.
func (InverseDistance) LogWeight(d2 float64) float64 { return -math.Log(math.Sqrt(d2)) }

func (InverseDistance) String() string { return "inverse distance" }
