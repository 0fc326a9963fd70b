package kernel

import "fmt"

// SelfTuning is the local scaling kernel exp(-d²/(σᵢσⱼ)) [zelnik2004]: σᵢ is the
// distance of point i to its K-th nearest neighbour. Dense and sparse regions are
// treated alike, and no width has to be chosen. A σᵢ of zero (K or
// more duplicates) becomes the distance to the nearest point that differs.
type SelfTuning struct {
	K int // 0 means 7, the paper's choice
}

// LogWeight returns -x for x = d²/(σᵢσⱼ).
func (SelfTuning) LogWeight(x float64) float64 { return -x }

// Rank returns K.
func (k SelfTuning) Rank() int {
	if k.K == 0 {
		return 7
	}
	return k.K
}

func (k SelfTuning) String() string { return fmt.Sprintf("self-tuning(K=%d)", k.Rank()) }
