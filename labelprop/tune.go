package labelprop

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
)

// Tune ranks candidates by how well each predicts the given labels: by the log loss of
// exact leave-one-out, the least first, ties in the order given. A
// grid is the caller's loop, and one graph at a time is held if that loop makes them
// one by one:
//
//	func(yield func(labelprop.Candidate) bool) {
//		for _, gamma := range gammas {
//			g, _ := near.Weigh(kernel.RBF{Gamma: gamma}) // no search
//			if !yield(labelprop.Candidate{Name: ..., Graph: g, Method: labelprop.Harmonic{}}) {
//				return
//			}
//		}
//	}
//
// A label that no other reaches has no prediction. It counts as a guess by the shares of
// the classes among the other labels: its log loss is that of the share of its class,
// and that share is what it adds to the accuracy. So no candidate gains by skipping labels.
//
// The log loss of [Harmonic] and [Spreading] with hard labels, on graphs of more than some
// 800 nodes, may be off by 0.001, for which it takes a twentieth of the time. A method without exact
// leave-one-out, such as [Poisson], is solved anew without each label. The best of many may
// be so by luck: see [Compare].
//
// Errors: those of LeaveOneOut, with the name of the candidate; no candidate; no
// label that can be left out. Cost: a LeaveOneOut for each, or less, or a Solve for each
// label.
func Tune(ctx context.Context, candidates iter.Seq[Candidate], seeds Seeds, o *Options) (all []Tuned, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	return rank(candidates, func(c Candidate) (Tuned, int, error) {
		v, err := leaveOut(ctx, c, &seeds, o, nil)
		if err != nil {
			return Tuned{}, 0, err
		}
		return v.score(), len(v.skipped), nil
	})
}

// ErrNoneLeftOut is the error where no label says anything on another one: none is reached by any other.
var ErrNoneLeftOut = errors.New("no label can be left out: none of them is reached by another")

// rank judges one candidate after the other, by some number of labels, and puts the best first.
func rank(candidates iter.Seq[Candidate], judge func(Candidate) (Tuned, int, error)) ([]Tuned, error) {
	if candidates == nil {
		return nil, errors.New("labelprop: no candidate to tune")
	}
	var all []Tuned
	judged, judging := false, false
	// What panics is the sequence, unless it waits for a candidate to be judged.
	defer func() {
		if p := recover(); p != nil && judging {
			panic(p)
		} else if p != nil {
			panic(par.Named(p, "the sequence of candidates"))
		}
	}()
	for c := range candidates {
		// One candidate at a time, so that one graph is held at a time.
		judging = true
		t, labels, err := judge(c)
		judging = false
		if err != nil {
			return nil, fmt.Errorf("labelprop: candidate %s: %w", c.Name, unprefixed{err})
		}
		judged = judged || t.Skipped < labels
		t.Name, t.Index = c.Name, len(all)
		all = append(all, t)
	}
	if len(all) == 0 {
		return nil, errors.New("labelprop: no candidate to tune")
	}
	// Every candidate skips all labels: there is nothing to rank by.
	if !judged {
		return nil, fmt.Errorf("labelprop: %w", ErrNoneLeftOut)
	}
	sortTuned(all)
	return all, nil
}

// sortTuned puts the best first, ties in the order of their places.
func sortTuned(all []Tuned) {
	slices.SortFunc(all, func(a, b Tuned) int {
		return cmp.Or(cmp.Compare(a.LogLoss, b.LogLoss), cmp.Compare(a.Index, b.Index))
	})
}
