package network

import (
	"context"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/progress"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

const (
	// sweepsAtOnce is how many sweeps are made between two certificates.
	sweepsAtOnce = 5
	// mostSweeps is the limit unless another is given.
	mostSweeps = 10_000
	// mostSweepWork bounds the multiplications of all sweeps: some half a minute.
	mostSweepWork = 1e11
	// hopeless is the error of a whole walk from which there is no bound.
	hopeless = 0.5
	// uselessError is the relative error of the weights from which nothing can be proven.
	uselessError = 0.1
	// wildError is that of the logarithms of some weights from which nothing can be proven, though others may be known
	// well.
	wildError = 10
)

// gaussSeidel solves the network in units of its own answer by the method of Gauss and
// Seidel. Sweeps run from the labels outwards and back. They only add and multiply
// positive numbers, so that no entry loses its relative accuracy, however small it is. Where
// the weights are not known well enough for any sum, the labels are those of the likeliest
// walks, without a proof. Cost: a sweep is two products.
func (nw *Network) gaussSeidel(ctx context.Context, o Options) (*Solution, error) {
	// The units first: sums of the scores, from the likeliest walk to a label.
	e, err := nw.conditioned()
	if err != nil {
		return nil, err
	}
	if e.setError(); !(e.relErr < uselessError && e.errors.most < wildError) {
		return e.likeliestLabels(nw), nil
	}
	if err := e.settleScale(ctx, o.Tell); err != nil {
		return nil, err
	}
	// Then all classes, and the hitting times for the certificate, from below.
	s := sweeper{conditioned: e, z: slices.Clone(e.b), exclusive: nw.Labels.Exclusive, tol: o.Tol}
	work := 2 * float64(len(e.m)+e.n()) * float64(e.cols())
	limit := min(o.iterations(mostSweeps), int(max(mostSweepWork/work, 20)))
	for s.sweeps < limit {
		times := min(sweepsAtOnce, limit-s.sweeps)
		m := o.Tell.Begin(ctx, progress.Multiplying, float64(times)*work)
		if err := s.sweep(times, m); err != nil {
			return nil, err
		}
		s.cut()
		// A certificate costs as much as half a sweep.
		s.bounds = e.certify(s.z)
		if s.done() {
			break
		}
		s.hurry(work)
		if o.Observe != nil {
			if err := o.Observe(s.reached(o.Tol, limit)); err != nil {
				return nil, err
			}
		}
	}
	if err := s.settle(o.Tell.Begin(ctx, progress.Multiplying, 2*work)); err != nil {
		return nil, err
	}
	return s.solution(nw), nil
}

// likeliestLabels is the solution in which each node has the label at the end of its
// likeliest walk, which is the limit γ → ∞ unless several are as likely.
func (e *conditioned) likeliestLabels(nw *Network) *Solution {
	sol := newSolution(len(nw.Free), e.classes)
	sol.Bound = math.Inf(1)
	for k, at := range e.order {
		source := e.sources(e.end[at])
		best := 0
		for c := range source {
			if e.gamma.LogRatio(source[c], source[best]) > 0 {
				best = c
			}
		}
		log := e.gamma.Log(e.h[k])
		sol.Logs[int(at)*e.classes+best], sol.X[int(at)*e.classes+best] = log, math.Exp(log)
		sol.Label[at], sol.Unknown[at] = best, nw.Labels.Exclusive
	}
	return sol
}

// newSolution is one of zeros.
func newSolution(n, classes int) *Solution {
	return &Solution{
		Outcome: Outcome{X: make([]float64, n*classes)}, Solver: GaussSeidel,
		Logs:  slices.Repeat([]float64{math.Inf(-1)}, n*classes),
		Label: make([]int, n), Proven: make([]bool, n), Tied: make([]bool, n), Unknown: make([]bool, n),
	}
}

// sweeper is the state of the method of Gauss and Seidel.
type sweeper struct {
	*conditioned
	z []float64 // n×cols
	momentum
	exclusive bool
	tol       float64
	sweeps    int
	bounds    conditionedBounds // of z
	open      int               // rows that are not proven
	spent     bool              // whether no more sweeps would prove more
	best      float64           // the bound at its last halving
	since     int               // the sweep of that
	forecast  progress.Forecast
}

// done reports whether all is proven that can be, or whether the bound has ceased to fall.
func (s *sweeper) done() bool {
	if !s.bounds.ok {
		// Errors of the weights add up along a walk. Where that is too much for a bound, the
		// residual decides: v only rises, so that there will never be one.
		return (s.relErr+s.errors.most)*s.bounds.steps > hopeless && s.bounds.residual <= s.tol
	}
	s.open = 0
	if s.exclusive {
		s.open = s.n() - s.count(s.z, s.bounds.proves)
	}
	// What is open with a residual of 0, too, stays open: the errors of the weights are the larger part of the bounds.
	small := s.bounds.residual <= s.tol
	s.spent = s.exclusive && small && s.n()-s.count(s.z, s.bounds.couldProve) == s.open
	bound := s.bound()
	if s.best == 0 || bound <= s.best/2 {
		s.best, s.since = bound, s.sweeps
	}
	// A sweep takes at least a share 1/v from the errors, v being the longest mean walk.
	// After 2v sweeps without a halving they are those of rounding.
	good := small && (bound <= math.Sqrt(s.tol) || bound <= 2*s.rest())
	return good && (s.open == 0 || s.spent) || float64(s.sweeps-s.since) > stale+2*s.bounds.steps
}

// reached is what there is to be told of the sweeps.
func (s *sweeper) reached(tol float64, limit int) progress.Iteration {
	f := &s.forecast
	f.Tol, f.Limit = tol, limit
	f.Reached(s.sweeps, s.bounds.residual)
	if s.bounds.ok {
		f.Stale = stale + int(min(2*s.bounds.steps, mostSweeps))
		f.Proven(s.bound(), s.open)
	}
	return progress.Iteration{Number: s.sweeps, End: f.End(), Residual: s.bounds.residual}
}

// bound is that on the errors of z.
func (s *sweeper) bound() float64 {
	worst := 0.0
	for i := range s.n() {
		worst = max(worst, s.bounds.within(s.z[i*s.cols():(i+1)*s.cols()]))
	}
	return worst
}

// rest is what it would be without a residual.
func (s *sweeper) rest() float64 {
	worst := 0.0
	for i := range s.n() {
		for k := range s.classes {
			within, _ := s.bounds.rest(s.z[i*s.cols():(i+1)*s.cols()], k)
			worst = max(worst, within)
		}
	}
	return worst
}

// converged reports whether z is good enough: all labels are proven that can be, or all scores are
// right to √tol of their rows.
func (s *sweeper) converged() bool {
	return s.bounds.ok && (s.exclusive && s.open == 0 || s.spent || s.bound() <= math.Sqrt(s.tol))
}

// solution reads off the scores and tells which labels are proven.
func (s *sweeper) solution(nw *Network) *Solution {
	sol := newSolution(len(nw.Free), s.classes)
	sol.Iterations, sol.Residual, sol.Converged = s.sweeps, s.bounds.residual, s.converged()
	if !s.bounds.ok {
		sol.Bound = math.Inf(1)
	}
	for i, at := range s.order {
		s.readRow(sol, i, int(at))
	}
	return sol
}

// readRow reads off row i, which is that of free node at.
func (s *sweeper) readRow(sol *Solution, i, at int) {
	c := s.classes
	row := s.z[i*s.cols() : (i+1)*s.cols()]
	own := row[:c]
	// x = hz, by logarithms: x may underflow.
	log := s.gamma.Log(s.h[i])
	for k, z := range own {
		sol.Logs[at*c+k] = log + ln.Of(z)
		sol.X[at*c+k] = math.Exp(sol.Logs[at*c+k])
	}
	// The bound is one on z; in x it counts h times, and logarithms round.
	within := s.bounds.within(row)
	if h := math.Exp(log); h > 0 {
		size := math.Abs(s.gamma.Times(s.h[i].Exponent)) + math.Abs(s.h[i].LogCoeff) + deepest
		sol.Bound = max(sol.Bound, (within+4*size*unit)*h)
	}
	sol.Proven[at] = s.exclusive && s.bounds.proves(row)
	sol.Label[at], sol.Tied[at] = labelOf(own, sol.Proven[at], within)
	sol.Unknown[at] = s.exclusive && !sol.Proven[at] && !known(own, within)
}

const (
	// tieKnown is the relative error up to which scores that look equal are called tied. A
	// score of 0, or one smaller than its error, is not equal to another: it is unknown.
	tieKnown = 1e-6
	// knownShare is the relative error beyond which the largest score of a row is unknown.
	knownShare = 1e-3
)

// labelOf returns the largest of x, if that is proven, and otherwise the first of those that
// tie, and whether some do: they are equal but for rounding, and their errors are within a
// small share of them.
func labelOf(x []float64, proven bool, within float64) (label int, tied bool) {
	if proven {
		return simplex.Largest(x), false
	}
	// Equal to twelve digits, and right to six.
	top := x[simplex.Largest(x)]
	label, tied = simplex.FirstOfLargest(x, nil, simplex.TieMargin*top)
	return label, tied && within <= tieKnown*top
}

// known reports whether the largest of x, of errors up to within, is known at all.
func known(x []float64, within float64) bool { return within <= knownShare*x[simplex.Largest(x)] }
