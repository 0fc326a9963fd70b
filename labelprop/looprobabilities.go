package labelprop

import (
	"context"
	"errors"
	"math"

	"github.com/propagate-go/propagate/labelprop/internal/network"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// looProbabilities are the probabilities of l labels left out, as logarithms, l×C; a row of a
// label that is alone in its component is skipped.
type looProbabilities struct {
	seeds   *Seeds
	logs    []float64
	skipped []bool
	answer  []float64 // F at the free nodes, where it was solved for
}

// leastLog stands for the logarithm of 0, so that it can be interpolated.
const leastLog = network.LeastLog

func newLOOProbabilities(s *Seeds) *looProbabilities {
	return &looProbabilities{seeds: s, logs: make([]float64, len(s.nodes)*s.c), skipped: make([]bool, len(s.nodes))}
}

// leaveOut returns the probabilities of the labels left out: from one solve where that is
// precise enough, else by exact leave-one-out, or by solving without each label. A guess
// (nil: none) is as in [network.Network.FastLeaveOneOut].
func leaveOut(ctx context.Context, c Candidate, seeds *Seeds, o *Options, guess []float64) (*looProbabilities, error) {
	if !seeds.exclusive() {
		return nil, errors.New("the seeds have no classes")
	}
	// The scores are no sum over labels: solve without each of them.
	if !Linear(c.Method) {
		return refitted(ctx, c, seeds, o)
	}
	nw, options, err := linearNetwork(c.Graph, seeds, c.Method, o)
	if err != nil {
		return nil, err
	}
	// From one solve, where that is precise enough.
	fast, err := nw.FastLeaveOneOut(ctx, options, guess)
	if err != nil {
		return nil, err
	}
	if fast != nil {
		return &looProbabilities{seeds: seeds, logs: fast.Logs, skipped: fast.Skipped, answer: fast.Answer}, nil
	}
	// Exactly, with a column for each label.
	loo, err := leaveOneOut(ctx, c.Graph, seeds, c.Method, o, func([]float64, int, int) {})
	if err != nil {
		return nil, err
	}
	v := newLOOProbabilities(seeds)
	for i, s := range loo.Status {
		v.skipped[i] = s == Unreachable
	}
	for i, l := range loo.logs {
		v.logs[i] = max(l, leastLog)
	}
	return v, nil
}

// score scores them.
func (v *looProbabilities) score() Tuned {
	var t Tuned
	judged, c := 0.0, v.seeds.c
	for i, skipped := range v.skipped {
		if skipped {
			t.Skipped++
			continue
		}
		judged++
		row, y := v.logs[i*c:(i+1)*c], v.seeds.row(i)
		for k, share := range y {
			if share > 0 {
				// Cross-entropy with a floor, so that one label cannot decide alone.
				t.LogLoss -= share * max(row[k], math.Log(smallestProbability))
			}
		}
		if best, _ := simplex.FirstOfLargest(row, nil, simplex.TieMargin); best == simplex.Largest(y) {
			t.Accuracy++
		}
	}
	t.Accuracy, t.LogLoss = t.Accuracy/judged, t.LogLoss/judged
	return t
}
