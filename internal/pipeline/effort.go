package pipeline

import (
	"math"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
)

// effort is how much of the work of comparing candidates is done. Candidates take different times, so each counts by
// about how long it takes.
type effort struct {
	observer Observer
	seeds    float64 // given labels
	heldOut  bool    // labels are held out all at once, and not one by one
	width    float64 // the width from which on narrower kernels take long

	total, before, at float64 // in all, before the candidate at hand, and of that
}

// effortParts is how many parts of the effort are told of.
const effortParts = 10_000

// heldOutPool is about the effort of a pool for labels held out: its classifiers take most of it.
const heldOutPool = 200

// of is about how long a candidate takes, in units of a product of the weights with a vector.
func (e *effort) of(c Candidate) float64 {
	if c.Flags != "" && c.Method == nil {
		// A pool was judged when it was made. Where labels are held out it is made anew.
		if e.heldOut {
			return heldOutPool
		}
		return 0
	}
	cost := 8.0
	switch m := c.Method.(type) {
	case nil, labelprop.Harmonic:
	case labelprop.Spreading:
		// Conjugate gradients take steps in proportion to 1/√(1-α).
		cost = 4 + 1/math.Sqrt(1-m.Alpha)
	default:
		// Solved anew without each label.
		if !e.heldOut {
			cost *= e.seeds
		}
	}
	// In narrow kernels walks are caught between nearest neighbours.
	if c.HasGamma && e.width > 0 && c.Gamma >= e.width {
		cost *= 3
	}
	return cost
}

// begin tells that a candidate begins: those before are done.
func (e *effort) begin(c Candidate) error {
	e.before += e.at
	e.at = e.of(c)
	return e.tell(0)
}

// watch tells how much of the candidate at hand is done. A solver that is at anything else than leaving labels out has
// not got far.
func (e *effort) watch(p labelprop.Progress) error {
	share := 0.0
	if p.Phase == labelprop.LeavingOut {
		share = p.Share
	}
	return e.tell(share)
}

func (e *effort) tell(share float64) error {
	done := (e.before + e.at*share) / max(e.total, 1)
	return e.observer.Part(int(effortParts*min(done, 1)), effortParts)
}

// plan adds up the effort of all candidates.
func (t *tuner) plan() {
	e := &effort{observer: t.observer, seeds: float64(dataset.CountLabels(t.data.Given)),
		heldOut: t.how.HoldOut != nil}
	if t.near != nil && t.how.Kernels {
		e.width = rounded(t.near.Gamma(kernel.RBF{Gamma: 1}))
	}
	for _, c := range t.viewed {
		e.total += e.of(c)
	}
	weights := t.weights
	if len(t.gammas) > 0 && !e.heldOut {
		weights = []Candidate{{}} // one curve for all γ
	}
	for _, w := range weights {
		for _, m := range t.methods {
			w.Method = m
			e.total += e.of(w) * float64(max(len(t.ks), 1))
		}
	}
	if t.usual != nil {
		e.total += e.of(Candidate{Method: t.usual})
	}
	t.effort = e
}
