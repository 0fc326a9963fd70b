package labelprop

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"

	"github.com/propagate-go/propagate/graph"
)

// HoldOut says how labels are held out: stratified, that is the share of each class
// apart, rounded, at least one and never all of a class. A class with one label keeps
// it.
type HoldOut struct {
	Share   float64 // in (0,1); 0 means 0.2
	Repeats int     // 0 means 1
	Seed    uint64
}

// split is one way to hold labels out.
type split struct {
	kept []int // the class of each node, Unlabeled for those held out too
	held []int // nodes
}

// splits draws them; the same for every candidate.
func (h HoldOut) splits(y []int) ([]split, error) {
	if h.Share == 0 {
		h.Share = 0.2
	}
	if !(h.Share > 0 && h.Share < 1) || h.Repeats < 0 {
		return nil, fmt.Errorf("hold out %g of the labels %d times", h.Share, h.Repeats)
	}
	byClass, c := map[int][]int{}, 0
	for i, k := range y {
		if k >= 0 {
			byClass[k], c = append(byClass[k], i), max(c, k+1)
		}
	}
	r := rand.New(rand.NewPCG(h.Seed, 0x401d))
	all := make([]split, max(h.Repeats, 1))
	for s := range all {
		all[s].kept = append([]int(nil), y...)
		for k := range c {
			nodes := byClass[k]
			r.Shuffle(len(nodes), func(a, b int) { nodes[a], nodes[b] = nodes[b], nodes[a] })
			few := min(max(int(math.Round(h.Share*float64(len(nodes)))), 1), len(nodes)-1)
			for _, i := range nodes[:max(few, 0)] {
				all[s].kept[i] = Unlabeled
				all[s].held = append(all[s].held, i)
			}
		}
		if len(all[s].held) == 0 {
			return nil, errors.New("no class has two labels, so none can be held out")
		}
	}
	return all, nil
}

// TuneHoldOut is [Tune] by hold-out: for any method, also those without an exact
// leave-one-out. y is the class of each node, Unlabeled for none. A candidate is judged
// by the labels held out, of all repeats together; those that no other label reaches
// are skipped.
//
// Errors: a share or a number out of range, no class with two labels, no candidate, and
// those of [Solve] with the name of the candidate. Cost: a Solve for each candidate and
// repeat.
func TuneHoldOut(ctx context.Context, candidates iter.Seq[Candidate], y []int, h HoldOut, o *Options) ([]Tuned, error) {
	splits, err := h.splits(y)
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	return rank(candidates, func(c Candidate) (Tuned, error) {
		var sum heldOut
		for _, s := range splits {
			if err := sum.add(ctx, c.Graph, s, y, c.Method, o); err != nil {
				return Tuned{}, err
			}
		}
		judged := float64(sum.judged)
		return Tuned{Accuracy: float64(sum.right) / judged, LogLoss: sum.loss / judged, Skipped: sum.skipped}, nil
	})
}

// heldOut sums up what is said of labels held out.
type heldOut struct {
	judged, right, skipped int
	loss                   float64
}

func (h *heldOut) add(ctx context.Context, g *graph.Graph, s split, y []int, m Method, o *Options) error {
	r, err := Solve(ctx, g, Classes(s.kept), m, o)
	if err != nil {
		return err
	}
	p := r.Probabilities()
	for _, i := range s.held {
		if r.Labels[i] == Unlabeled {
			h.skipped++
			continue
		}
		h.judged++
		h.loss -= math.Log(max(p.At(i, y[i]), smallestProbability))
		if r.Labels[i] == y[i] {
			h.right++
		}
	}
	return nil
}
