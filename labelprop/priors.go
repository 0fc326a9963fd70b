package labelprop

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// Two ways to tell a result how large the classes are. Both multiply the
// probabilities of a class by one factor and normalise every row again; rows that
// are held at a given label stay as they are, and so do rows that could have
// classes of prior 0 alone.

// ClassMassNormalized is class-mass normalisation [zhu2003]: the mass of class k over the
// unlabelled rows is brought to its prior qₖ,
//
//	P'ᵢₖ ∝ Pᵢₖ·qₖ/Σᵢ Pᵢₖ.
//
// Without priors (nil) qₖ is the number of labels of class k plus one. Priors need
// not sum to 1. P' are the Scores of the result; its labels are not proven. Where P
// is poor this makes it poorer, and where as many labels were drawn of every
// class they say nothing of the priors.
//
// Errors: priors that are not C numbers from 0 up, or all 0; a result without
// classes. O(nC).
func (r *Result) ClassMassNormalized(priors []float64) (*Result, error) {
	q, err := r.priors(priors)
	if err != nil {
		return nil, fmt.Errorf("labelprop: class-mass normalisation: %w", err)
	}
	// The present mass of each class, over rows whose label was not given.
	p := r.Probabilities()
	mass := make([]float64, len(q))
	r.inOrder(func(u int) {
		if s := r.Status[u]; s == Propagated || s == Tied {
			for k, v := range p.RawRowView(u) {
				mass[k] += v
			}
		}
	})
	shift := make([]float64, len(q))
	for k := range q {
		// Multiplying a class by q/mass is a shift of its logarithms.
		if shift[k] = ln.Of(q[k]); mass[k] > 0 {
			shift[k] -= ln.Of(mass[k])
		}
	}
	return r.shifted(shift, "class mass normalised"), nil
}

// ProjectedTo brings the sizes of the classes to the priors, counted in labels, those
// given among them: it multiplies the probabilities by factors such that the most
// probable class of a row is class k in a share πₖ of the reachable rows, to 0.001
// of them or one row. For [Poisson] this is the volume-constrained projection of
// [calder2020], the factors of probabilities being shifts of the scores. Sizes
// that cannot be reached, in a graph of several components for example, are
// approached, with a warning. Without priors (nil) the shares of the given labels are
// taken.
//
// Errors: as of [Result.ClassMassNormalized]. O(nC) some ten times.
func (r *Result) ProjectedTo(priors []float64) (*Result, error) {
	if priors == nil {
		priors = r.seedMass
	}
	q, err := r.priors(priors)
	if err != nil {
		return nil, fmt.Errorf("labelprop: projection: %w", err)
	}
	// The projection wants numbers of rows: shares of those that a label reaches.
	rows, logs := r.reachedLogs()
	a := sizeProjection{score: logs, want: q, shift: make([]float64, len(q))}
	simplex.Normalize(a.want)
	for k := range a.want {
		a.want[k] *= float64(rows)
	}
	fits := a.fit(sizeTolerance)
	out := r.shifted(a.shift, "projected on priors")
	if !fits {
		out.warn(WarnSizes, "see that every class has a label in every component, or connect them",
			"the sizes of the classes do not fit the priors")
	}
	return out, nil
}

// priors checks priors, and finds some where none are given.
func (r *Result) priors(given []float64) ([]float64, error) {
	if r.Labels == nil {
		return nil, errors.New("the result has no classes")
	}
	q := make([]float64, len(r.seedMass))
	if given == nil {
		for k, v := range r.seedMass {
			// The Laplace estimate from the given labels, as in the paper.
			q[k] = v + 1
		}
		return q, nil
	}
	copy(q, given)
	return q, checkPriors(given, len(q))
}

// checkPriors asks for c finite numbers from 0 up.
func checkPriors(priors []float64, c int) error {
	if len(priors) != c {
		return fmt.Errorf("%w: %d priors for %d classes", ErrShape, len(priors), c)
	}
	sum := 0.0
	for k, v := range priors {
		if !(v >= 0) || math.IsInf(v, 0) {
			return fmt.Errorf("prior %d is %g: give finite numbers from 0 up", k, v)
		}
		sum += v
	}
	if sum == 0 {
		return errors.New("all priors are 0")
	}
	return nil
}

// reachedLogs returns the logarithms of the probabilities of all rows that a label
// reaches, one after another; a held row can have its own class alone.
func (r *Result) reachedLogs() (rows int, logs []float64) {
	unit := r.rootMeanSquare()
	for u, s := range r.Status {
		if s == Unreachable {
			continue
		}
		// A clamped row counts for the size of its class, and can have no other.
		row := r.logProbabilities(u, unit)
		if r.held(u) {
			for k := range row {
				if k != r.Labels[u] {
					row[k] = math.Inf(-1)
				}
			}
		}
		rows, logs = rows+1, append(logs, row...)
	}
	return rows, logs
}

// held reports whether the label of row u is one that the method keeps.
func (r *Result) held(u int) bool { return r.clamps && r.Status[u] == Given }

// logProbabilities returns those of row u, -Inf for classes that it cannot have,
// given the unit of signed scores.
func (r *Result) logProbabilities(u int, unit float64) []float64 {
	row := make([]float64, len(r.seedMass))
	if r.LogScores != nil {
		// Logarithms where there are some; signed scores in units of their root mean square.
		copy(row, r.LogScores.RawRowView(u))
	} else {
		for k, v := range r.Scores.RawRowView(u) {
			if unit > 0 {
				row[k] = v / unit
			}
		}
	}
	for k := range row {
		// A class without a label in the component is impossible there.
		if !r.allowed[r.component[u]][k] {
			row[k] = math.Inf(-1)
		}
	}
	simplex.LogSoftmax(row)
	return row
}

// shifted adds shifts to the logarithms of all probabilities but those of held rows.
func (r *Result) shifted(shift []float64, how string) *Result {
	n, c := r.Scores.Dims()
	// A copy with labels, scores and statuses of its own; what was proven is proven no longer.
	out := *r
	out.method, out.signed, out.ErrorBound = r.method+", "+how, false, math.Inf(1)
	out.Labels, out.Status, out.Proven = make([]int, n), slices.Clone(r.Status), make([]bool, n)
	out.Scores, out.LogScores, out.Warnings = mat.NewDense(n, c, nil), mat.NewDense(n, c, nil), slices.Clone(r.Warnings)
	unit := r.rootMeanSquare()
	for u, s := range r.Status {
		logs := out.LogScores.RawRowView(u)
		// Unreachable rows stay so.
		if out.Labels[u] = Unlabeled; s == Unreachable {
			copy(logs, slices.Repeat([]float64{math.Inf(-1)}, c))
			continue
		}
		copy(logs, r.logProbabilities(u, unit))
		// A row whose every class has the prior 0 stays as it is.
		if moved := plus(logs, shift); !r.held(u) && simplex.LogSoftmax(moved) {
			copy(logs, moved)
		}
		out.reread(u, r.held(u))
	}
	return &out
}

// plus returns a + b.
func plus(a, b []float64) []float64 {
	sum := make([]float64, len(a))
	for k := range a {
		sum[k] = a[k] + b[k]
	}
	return sum
}

// reread sets the scores and the label of row u from its LogScores.
func (r *Result) reread(u int, held bool) {
	logs := r.LogScores.RawRowView(u)
	for k, l := range logs {
		// The new scores are the probabilities themselves.
		r.Scores.Set(u, k, math.Exp(l))
	}
	// The label is read off anew, and with it whether it ties.
	var tied bool
	r.Labels[u], tied = simplex.FirstOfLargest(logs, r.allowed[r.component[u]], simplex.TieMargin)
	r.Proven[u] = held
	switch {
	case tied && r.Status[u] == Propagated:
		r.Status[u] = Tied
	case !tied && r.Status[u] == Tied:
		r.Status[u] = Propagated
	}
}
