package labelprop

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// TuneHoldOut is [Tune] by hold-out: for any method, also those without an exact
// leave-one-out. A candidate is scored by the labels held out, of all repeats together;
// those that no other label reaches count as a guess, as in Tune. A label with several shares belongs to
// the class of its largest.
//
// Errors: a share or a number out of range, no class with two labels, seeds of [MultiLabel]
// or [Values], no candidate, and those of [Solve] with the name of the candidate.
// Cost: a Solve for each candidate and repeat.
func TuneHoldOut(ctx context.Context, candidates iter.Seq[Candidate], seeds Seeds, h HoldOut,
	o *Options) (all []Tuned, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	if !seeds.exclusive() {
		return nil, errors.New("labelprop: only labels of one class can be held out: pass Classes or Soft")
	}
	class := make([]int, len(seeds.nodes))
	for l := range class {
		class[l] = seeds.class(l)
	}
	if _, err := h.splits(class, seeds.c); err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	// The same draws for all candidates, by the values of the rows of the first.
	var splits []split
	return rank(candidates, func(c Candidate) (Tuned, int, error) {
		if splits == nil {
			var err error
			if splits, err = h.splitsInOrder(c.Graph, &seeds, class); err != nil {
				return Tuned{}, 0, err
			}
		}
		var sum heldOut
		for k, s := range splits {
			if err := sum.add(ctx, c, &seeds, s, o.leavingOneOf(k, len(splits))); err != nil {
				return Tuned{}, 0, err
			}
		}
		held, loss := float64(sum.labels), sumOf(sum.losses)
		return Tuned{Accuracy: sumOf(sum.right) / held, LogLoss: loss / held, Skipped: sum.skipped}, sum.labels, nil
	})
}

// heldOut sums up how well labels held out are predicted.
type heldOut struct {
	labels, skipped int
	right, losses   []float64
}

// add solves without the labels of a split, and scores the answer at each of them.
func (h *heldOut) add(ctx context.Context, c Candidate, seeds *Seeds, s split, o *Options) error {
	// The labels held out are unknown to the solver.
	kept := seeds.subset(func(l int) bool { return !s.out[l] })
	p, labels, err := c.answer(ctx, *kept, o)
	if err != nil {
		return err
	}
	mass := kept.mass()
	h.labels += len(s.held)
	for _, l := range s.held {
		// No other label reaches the node: it counts as a guess by the labels that were kept.
		u, y := seeds.nodes[l], seeds.row(l)
		if labels[u] == Unlabeled {
			loss, right := guessAmong(y, mass)
			h.skipped, h.losses, h.right = h.skipped+1, append(h.losses, loss), append(h.right, right)
			continue
		}
		// The cross-entropy -Σ y ln p, with a floor under p.
		loss := 0.0
		for k, share := range y {
			if share > 0 {
				loss -= share * math.Log(max(p.At(u, k), smallestProbability))
			}
		}
		h.losses = append(h.losses, loss)
		if labels[u] == simplex.Largest(y) {
			h.right = append(h.right, 1)
		}
	}
	return nil
}

// answered calls the function of the caller.
func (c Candidate) answered(ctx context.Context, seeds Seeds) (*mat.Dense, error) {
	defer par.Blame("the Answer of %s", c.Name)
	return c.Answer(ctx, seeds)
}

// answer returns the probabilities and the labels that a candidate finds by some labels.
func (c Candidate) answer(ctx context.Context, seeds Seeds, o *Options) (*mat.Dense, []int, error) {
	if c.Answer == nil {
		r, err := Solve(ctx, c.Graph, seeds, c.Method, o.forScores())
		if err != nil {
			return nil, nil, err
		}
		return r.Probabilities(), r.Labels, nil
	}
	p, err := c.answered(ctx, seeds)
	if err != nil {
		return nil, nil, err
	}
	n, k := rows.Dims(p)
	if n != seeds.n || k != seeds.c {
		return nil, nil, fmt.Errorf("%w: %d×%d probabilities, for %d nodes and %d classes", ErrShape, n, k, seeds.n,
			seeds.c)
	}
	// The most probable class; a row of zeros has none.
	labels := make([]int, n)
	for i := range labels {
		if labels[i] = simplex.Largest(p.RawRowView(i)); p.At(i, labels[i]) == 0 {
			labels[i] = Unlabeled
		}
	}
	return p, labels, nil
}
