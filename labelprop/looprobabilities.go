package labelprop

import (
	"context"
	"errors"
	"math"
	"slices"

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

// leaveOut returns the verdicts of the quick way, if that will do, or of leaveOneOut, or of
// solving without each label. A guess (nil: none) is as in quickly.
func leaveOut(ctx context.Context, c Candidate, seeds *Seeds, o *Options, guess []float64) (*looProbabilities, error) {
	if !seeds.exclusive() {
		return nil, errors.New("the seeds have no classes")
	}
	f, err := foldChecked(c.Graph, seeds, c.Method, o)
	if err != nil {
		return nil, err
	}
	v, err := leaveOutParts(ctx, Candidate{Graph: f.g, Method: f.method(c.Method)}, f.seeds, o, guess)
	if err == nil {
		v.unfold(f)
	}
	return v, err
}

// unfold brings the probabilities of the labels of the parts to the given labels.
func (v *looProbabilities) unfold(f *folded) {
	if f.rows == nil {
		return
	}
	logs, skipped := v.logs, v.skipped
	v.seeds, v.logs, v.skipped = f.given, make([]float64, len(f.given.y)), make([]bool, len(f.given.nodes))
	for l, place := range f.label {
		at := f.alike[place]
		v.skipped[l] = skipped[at]
		copy(v.logs[l*v.seeds.c:(l+1)*v.seeds.c], logs[at*v.seeds.c:])
	}
}

// leaveOutParts is leaveOut for a graph whose nodes are parts.
func leaveOutParts(ctx context.Context, c Candidate, seeds *Seeds, o *Options,
	guess []float64) (*looProbabilities, error) {
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
	var losses []float64
	for i, skipped := range v.skipped {
		if skipped {
			t.Skipped++
			continue
		}
		judged++
		row, y := v.logs[i*c:(i+1)*c], v.seeds.row(i)
		loss := 0.0
		for k, share := range y {
			if share > 0 {
				// Cross-entropy with a floor, so that one label cannot decide alone.
				loss -= share * max(row[k], math.Log(smallestProbability))
			}
		}
		losses = append(losses, loss)
		if best, _ := simplex.FirstOfLargest(row, nil, simplex.TieMargin); best == simplex.Largest(y) {
			t.Accuracy++
		}
	}
	t.Accuracy, t.LogLoss = t.Accuracy/judged, sumOf(losses)/judged
	return t
}

// sumOf adds values up from the least to the largest, so that their order makes no
// difference to how the sum is rounded. It sorts them.
func sumOf(values []float64) float64 {
	slices.Sort(values)
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum
}
