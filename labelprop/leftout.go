package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/labelprop/internal/network"
)

// leftOut sums up, as logarithms, the responses of each node to all labels but its own.
type leftOut struct {
	seeds *Seeds
	class []float64 // l×C: Σ KᵢⱼYⱼ
	total []float64 // l: Σ Kᵢⱼ

	bound    float64 // on the error of a sum
	logError float64 // on that of its logarithm, beyond it
}

// addErrors takes the errors of a block into account: those of its entries add up.
func (a *leftOut) addErrors(h *network.Responses) {
	if h.Bound > 0 {
		a.bound += h.Bound * float64(h.Width)
	}
	a.logError = max(a.logError, h.LogError)
}

func newLeftOut(s *Seeds) *leftOut {
	a := &leftOut{seeds: s, class: make([]float64, len(s.y)), total: make([]float64, len(s.nodes))}
	for i := range a.class {
		a.class[i] = math.Inf(-1)
	}
	for i := range a.total {
		a.total[i] = math.Inf(-1)
	}
	return a
}

// add adds the row of K at the i-th labelled node from label first on.
func (a *leftOut) add(i, first int, row []float64) {
	c := a.seeds.c
	for k, l := range row {
		// The node's own label is left out of the sum: nothing is subtracted.
		if first+k == i || math.IsInf(l, -1) {
			continue
		}
		a.total[i] = lognum.LogAdd(a.total[i], l)
		// A soft label adds to each of its classes.
		for class, y := range a.seeds.row(first + k) {
			if y > 0 {
				at := &a.class[i*c+class]
				*at = lognum.LogAdd(*at, l+ln.Of(y))
			}
		}
	}
}
