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
	mass    []float64 // of the classes among all labels, for guesses; nil until there is one
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

// score scores them. A label that is skipped counts as a guess: so a candidate does not gain by skipping labels.
func (v *looProbabilities) score() Tuned {
	var t Tuned
	var losses, rights []float64
	for i, skipped := range v.skipped {
		if skipped {
			t.Skipped++
		}
		loss, right := v.one(i)
		losses, rights = append(losses, loss), append(rights, right)
	}
	l := float64(len(v.skipped))
	t.Accuracy, t.LogLoss = sumOf(rights)/l, sumOf(losses)/l
	return t
}

// one returns the log loss of a label, and how far it is predicted right, from 0 to 1.
func (v *looProbabilities) one(i int) (loss, right float64) {
	c, y := v.seeds.c, v.seeds.row(i)
	if v.skipped[i] {
		return v.guess(i)
	}
	row := v.logs[i*c : (i+1)*c]
	if best, _ := simplex.FirstOfLargest(row, nil, simplex.TieMargin); best == simplex.Largest(y) {
		right = 1
	}
	return crossEntropy(y, row), right
}

// crossEntropy is -Σ y·ln p, with a floor under p, so that one label cannot decide alone.
func crossEntropy(y, logs []float64) float64 {
	loss := 0.0
	for k, share := range y {
		if share > 0 {
			loss -= share * max(logs[k], math.Log(smallestProbability))
		}
	}
	return loss
}

// distance is the mean of the differences of the log losses, label by label, in which errors of unlike sign do
// not cancel.
func (v *looProbabilities) distance(w *looProbabilities) float64 {
	apart := make([]float64, len(v.skipped))
	for i := range apart {
		ours, _ := v.one(i)
		theirs, _ := w.one(i)
		apart[i] = math.Abs(ours - theirs)
	}
	return sumOf(apart) / float64(len(v.skipped))
}

// disagrees reports whether a score between both may be off by more than what is allowed because labels are
// predicted right by one of them only, or skipped by one only.
func (v *looProbabilities) disagrees(w *looProbabilities) bool {
	sum := 0.0
	for i := range v.skipped {
		_, ours := v.one(i)
		if _, theirs := w.one(i); ours != theirs || v.skipped[i] != w.skipped[i] {
			sum++
		}
	}
	return sum/float64(len(v.skipped)) > interpolationTol
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
