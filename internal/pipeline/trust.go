package pipeline

import (
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// trust finds out how far the answer is to be trusted.
func (l *labeller) trust(a *Answer) (err error) {
	t := &Trusted{DealtOut: l.seeds.DealtOut(), Coverage: l.config.Trust.Coverage}
	a.Trusted = t
	if t.Left, err = l.leftOut(a); err != nil {
		return err
	}
	if t.Left != nil {
		t.Labels = len(t.Left.Y)
	}
	if err := l.estimate(a); err != nil || l.config.Trust.Coverage == 0 {
		return err
	}
	t.Sets, err = l.sets(a)
	return err
}

// estimate estimates the accuracy and the shares of the classes, as far as the labels can be a random sample.
func (l *labeller) estimate(a *Answer) error {
	t := a.Trusted
	// Of one class every label is right, and of groups that were labelled as a whole other labels give each away.
	if t.Left == nil || t.DealtOut || OneClass(l.data) || l.data.Prep.Found.Grouped != nil {
		return nil
	}
	if err := l.covary(a); err != nil {
		return err
	}
	if e, ok := t.Left.ExpectedAccuracy(len(a.Labels)); ok {
		t.Expected = &e
	}
	if !l.config.Trust.Shares {
		return nil
	}
	var err error
	t.Shares, err = t.Left.ClassShares(a.Probs)
	return err
}

// leftOut returns what the answer says of each label without it; nil where that takes too long or makes no sense.
func (l *labeller) leftOut(a *Answer) (*labelprop.LabelsLeftOut, error) {
	switch {
	case !l.leavesOut(a):
		return nil, nil
	case a.Pooled != nil:
		return a.Pooled.LabelsLeftOut(), nil
	}
	l.observer.Stage(StageLeaveOut)
	left, err := a.Solved.LeaveOut(l.ctx, l.graph, l.seeds, a.Method.Value, l.config.SolveOptions(l.observer.Iteration))
	if err != nil || a.Temperature() == 0 {
		return left, err
	}
	// What was done to the probabilities of the rows is done to these.
	left.P = a.Calibration.Apply(left.P)
	return left, nil
}

// Labels times rows up to which a run leaves each label out unasked, by columns of one equation and by solving
// without each.
const mostUnasked, mostUnaskedRefits = 20_000_000, 200_000

// leavesOut reports whether labels are left out: not those that are uncertain or doubted, of groups that have one
// answer, or where classes are brought to sizes; and unasked only where an accuracy can follow from it, which is not so
// of labels chosen by class.
func (l *labeller) leavesOut(a *Answer) bool {
	d := l.data
	if l.config.Doubt || d.Groups != nil || d.Prior != nil || len(d.Prep.EdgeFacts.Auxiliary) > 0 ||
		d.Prep.Certainty.Below > 0 || l.config.Sizes.Rule != SizesNone {
		return false
	}
	if a.Pooled != nil {
		return true
	}
	labels := dataset.CountLabels(d.Given)
	asked := l.config.Trust != Trust{}
	switch {
	case a.Method.Value == nil || labels < labelprop.LeastEstimated && !asked:
		return false
	case !asked && l.seeds.DealtOut():
		return false
	case IsLinear(a.Method.Value):
		return asked || labels*len(d.Given) <= mostUnasked && !l.slowWithoutLabels(a, labels)
	}
	return labels*len(d.Given) <= mostUnaskedRefits || asked && labels*len(d.Given) <= mostRefits
}

// mostUnaskedEdges is the number of labels times edges up to which all answers without one label are found in some ten
// seconds, where weights range too widely for conjugate gradients.
const mostUnaskedEdges = 1_000_000_000

// slowWithoutLabels reports whether the equation with a column for each label takes far longer than the answer did:
// a large dense graph with wide weights.
func (l *labeller) slowWithoutLabels(a *Answer, labels int) bool {
	if a.Solved == nil || labels*l.graph.Edges() <= mostUnaskedEdges {
		return false
	}
	return a.Solved.Solver == labelprop.Elimination || a.Solved.Solver == labelprop.GaussSeidel
}

// Labels times rows up to which pairs of labels are left out; those up to which this is done unasked for spreading,
// which takes longer; and labels, whose pairs take 128 MB.
const mostPaired, mostPairedUnasked, mostPairedLabels = 20_000_000, 5_000_000, 4000

// covary finds by how much labels left out are wrong together. Where the method is no sum over labels, such as the
// pool, it is taken for that of the harmonic function on the graph, in which most depends on single labels.
func (l *labeller) covary(a *Answer) (err error) {
	t, m := a.Trusted, a.Method.Value
	partial := a.Pooled != nil || !IsLinear(m)
	if partial {
		m = labelprop.Harmonic{}
	}
	most := mostPaired
	if _, slow := m.(labelprop.Spreading); slow && !l.config.Trust.Shares {
		most = mostPairedUnasked
	}
	if len(t.Left.Y)*len(a.Labels) > most || len(t.Left.Y) > mostPairedLabels || l.slowWithoutLabels(a, len(t.Left.Y)) {
		return nil
	}
	l.observer.Stage(StageLeaveOut)
	t.Left.Covariance, err = labelprop.LeavePairsOut(l.ctx, l.graph, l.seeds, m,
		l.config.SolveOptions(l.observer.Iteration))
	if c := t.Left.Covariance; c != nil {
		c.Partial = partial
	}
	return err
}

// sets returns the prediction sets of all rows; those of rows with a given label are that alone.
func (l *labeller) sets(a *Answer) (s *labelprop.PredictionSets, err error) {
	byClass := l.config.Trust.ByClass
	if a.Pooled != nil {
		s, err = labelprop.ConformalLeftOut(a.Trusted.Left, a.Probs, byClass)
	} else {
		l.observer.Stage(StageSets)
		s, err = labelprop.Conformal(l.ctx, l.graph, l.seeds, a.Method.Value,
			&labelprop.ConformalOptions{Solve: l.config.SolveOptions(l.observer.Iteration), ByClass: byClass})
	}
	if err != nil {
		return nil, err
	}
	return s, s.KeepGiven(l.data.Given)
}
