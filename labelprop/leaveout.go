package labelprop

import (
	"context"
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// leaveOut returns the probabilities of the labels left out: from one solve where that is
// precise enough, else by exact leave-one-out, or by solving without each label. A guess
// (nil: none) is as in [network.Network.FastLeaveOneOut].
func leaveOut(ctx context.Context, c Candidate, seeds *Seeds, o *Options, guess []float64) (*looProbabilities, error) {
	if !seeds.exclusive() {
		return nil, errors.New("the seeds have no classes")
	}
	if c.LeftOut != nil {
		return knownLeftOut(c.LeftOut, seeds)
	}
	// Groups are of rows, so that parts of rows that are alike are no help.
	if seeds.group != nil {
		return refitted(ctx, c, seeds, o)
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

// knownLeftOut takes probabilities that are there already.
func knownLeftOut(p *mat.Dense, seeds *Seeds) (*looProbabilities, error) {
	l, c := p.Dims()
	if l != len(seeds.nodes) || c != seeds.c {
		return nil, fmt.Errorf("%w: %d×%d left out, for %d labels and %d classes", ErrShape, l, c, len(seeds.nodes),
			seeds.c)
	}
	v := newLOOProbabilities(seeds)
	for i := range l {
		row := p.RawRowView(i)
		// Nothing is said of the label: it counts as a guess.
		if v.skipped[i] = floats.Sum(row) == 0; v.skipped[i] {
			continue
		}
		// Logarithms, with that of 0 bounded, as of the other ways to leave out.
		for k, share := range row {
			v.logs[i*c+k] = max(math.Log(share), leastLog)
		}
	}
	return v, nil
}

// unfold brings the probabilities of the labels of the parts to the given labels.
func (v *looProbabilities) unfold(f *folded) {
	if f.rows == nil {
		return
	}
	logs, skipped, open := v.logs, v.skipped, v.open
	v.seeds, v.logs, v.skipped = f.given, make([]float64, len(f.given.y)), make([]bool, len(f.given.nodes))
	if open != nil {
		v.open = make([]bool, len(v.skipped))
	}
	for l, place := range f.label {
		at := f.alike[place]
		v.skipped[l] = skipped[at]
		if open != nil {
			v.open[l] = open[at]
		}
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
	nw, options, err := linearNetwork(ctx, c.Graph, seeds, c.Method, o)
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
	loo, err := leaveOneOut(ctx, c.Graph, seeds, c.Method, o, looVisitor{})
	if err != nil {
		return nil, err
	}
	v := newLOOProbabilities(seeds)
	// What is not known counts as a guess, as does a label that no other reaches.
	for i, s := range loo.Status {
		v.skipped[i] = s == Unreachable || loo.Undecided[i]
	}
	v.open = loo.Undecided
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
