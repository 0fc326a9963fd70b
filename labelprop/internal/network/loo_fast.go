package network

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/floats"
)

// returnTol bounds the part of a return probability that is only estimated, relative to
// what the other labels give to the class of the label. In the tests, mean log losses are
// right to 0.001.
const returnTol = 2e-3

// looResidual is that of the answer to all labels at first; sumError is by how much
// the answer at a labelled row may fail to sum to 1, having been solved for column by
// column.
const looResidual, sumError = 1e-6, 1e-4

// leastLeft is the least that may be left of an answer when the label's own share has been
// subtracted: the error of F is far below. Scores of spreading fall with every step from a
// label, so less may be left, and the tolerances are smaller.
const (
	leastLeft            = 1e-6
	returnTolSymmetric   = 5e-4
	leastLeftSymmetric   = 1e-8
	looResidualSymmetric = 1e-12
)

// FastLeaveOneOut is leave-one-out without a column for each label, for hard labels of a
// linear method. With F the answer to all labels, P = D⁻¹W and K = P_LL + P_LU·H,
//
//	Σ_{j≠i} KᵢⱼYⱼ = Σᵥ PᵢᵥFᵥ - Kᵢᵢ·Yᵢ,
//
// so that one solve with C columns and the diagonal of K are enough; for spreading, where
// F = HY, the diagonal of H. It returns nil where float64 may not be precise enough, or
// elimination is quick anyway. A guess at F (nil: none), such as the answer at another
// kernel width, saves iterations. Cost: a Solve, and some ten products of W_UU with l
// columns.
func (nw *Network) FastLeaveOneOut(ctx context.Context, o Options, guess []float64) (*LeftOut, error) {
	if !nw.fastLeaveOneOut(o) {
		return nil, nil
	}
	// One solve with C columns, which float64 must be good for.
	eq := nw.equation(false)
	if eq.logRange > wideRange {
		return nil, nil
	}
	x, answers, err := nw.solveForAll(ctx, eq, o, guess)
	if x == nil || err != nil {
		return nil, err
	}
	l, c := len(nw.Labels.Nodes), nw.columns()
	a := returnProbabilities{nw: nw, n: eq.n, s: eq.symmetric(), entries: len(eq.ind), labels: byNumber(l),
		ownClass: make([]float64, l), tol: returnTol, meter: o.leavingOut(ctx, l)}
	if nw.method.Symmetric {
		a.tol = returnTolSymmetric
	}
	// What all labels together give to the class of each label bounds how precisely its own
	// return probability is needed.
	for i := range l {
		a.ownClass[i] = answers[i*c+simplex.Largest(nw.Labels.Row(i))]
	}
	// The diagonal of K, or of H, one label at a time.
	ok, err := a.find()
	if err != nil || !ok {
		return nil, err
	}
	// The difference is what the other labels give. If too little is left of it to be right,
	// the caller uses the exact way.
	v := nw.without(answers, a.kii)
	if v != nil && len(x) <= mostKept {
		v.Answer = x
	}
	return v, nil
}

// solveForAll solves for F from a guess until the answers at the labelled nodes sum to 1;
// nil if they do not at any tolerance.
func (nw *Network) solveForAll(ctx context.Context, eq *equation, o Options,
	guess []float64) (x, answers []float64, err error) {
	// Scores of spreading fall with every step from a label, so that small ones need a smaller
	// residual.
	o.Tol = min(o.Tol, looResidual)
	if nw.method.Symmetric {
		o.Tol = min(o.Tol, looResidualSymmetric)
	}
	for ; o.Tol > 1e-13; o.Tol /= 100 {
		// Each round begins where the last one ended, with a hundredth of its residual.
		eq.guess, eq.earlyFactor = guess, true
		out, err := solveByConjugateGradients(ctx, eq, o, nil)
		if err != nil || !out.Converged {
			return nil, nil, err
		}
		if answers = nw.answersAtLabels(eq, out.X); nw.method.Symmetric || sumToOne(answers, nw.columns()) {
			return out.X, answers, nil
		}
		guess = out.X
	}
	return nil, nil, nil
}

// sumToOne reports whether rows of c do.
func sumToOne(x []float64, c int) bool {
	for ; len(x) > 0; x = x[c:] {
		if !(math.Abs(floats.Sum(x[:c])-1) <= sumError) {
			return false
		}
	}
	return true
}

// LeftOut holds the probabilities of l labels left out.
type LeftOut struct {
	Logs    []float64 // l×C: their logarithms, none below LeastLog
	Skipped []bool    // labels that are alone in their component
	Answer  []float64 // the scores at the free nodes, nil if there are too many to keep
}

const (
	// LeastLog stands for the logarithm of 0, so that it can be interpolated.
	LeastLog = -60
	// SmallestProbability is the floor under a probability of which the logarithm is taken.
	SmallestProbability = 1e-12
)

// mostKept bounds the answers that are kept as guesses: 32 MB each.
const mostKept = 1 << 22

// fastLeaveOneOut reports whether the identity holds and pays.
func (nw *Network) fastLeaveOneOut(o Options) bool {
	solver := o.Solver == Auto || o.Solver == ConjugateGradients
	holds := nw.method.Linear() && nw.Labels.Hard && !nw.reshaped()
	return solver && holds && len(nw.Free) > 0 && !nw.suitsElimination() && !(o.Solver == Auto && nw.fades())
}

// answersAtLabels returns Σᵥ PᵢᵥFᵥ for the labelled nodes, l×C, or Fᵢ itself.
func (nw *Network) answersAtLabels(eq *equation, x []float64) []float64 {
	c := nw.columns()
	answers := make([]float64, len(nw.Labels.Nodes)*c)
	par.For(len(nw.Labels.Nodes), 16, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			// A labelled node of spreading is free: its own score will do. A clamped node gets
			// the mean of its neighbours.
			row, u := answers[i*c:(i+1)*c], nw.Labels.Nodes[i]
			if nw.method.Symmetric {
				copy(row, nw.rowOf(eq, x, u))
				continue
			}
			steps := nw.Steps(u)
			for e, v := range nw.Neighbors(u) {
				from := nw.rowOf(eq, x, int(v))
				for k := range row {
					row[k] += math.Exp(steps[e]) * from[k]
				}
			}
		}
	})
	return answers
}

// rowOf returns F of node v of a reached component.
func (nw *Network) rowOf(eq *equation, x []float64, v int) []float64 {
	if at := int(nw.Place[v]); at >= 0 {
		return eq.row(x, at)
	}
	return nw.Labels.Row(nw.LabelAt[v])
}

// without takes each label's own share off what is answers of it; nil if of a label too
// little is left to be right.
func (nw *Network) without(answers, own []float64) *LeftOut {
	c, least := nw.columns(), leastLeft
	if nw.method.Symmetric {
		least = leastLeftSymmetric
	}
	v := &LeftOut{Logs: answers, Skipped: make([]bool, len(own))}
	// A label that is alone in its component has no judge.
	labels := make([]int, len(nw.Reached)) // by component
	for _, u := range nw.Labels.Nodes {
		labels[nw.Component[u]]++
	}
	for i, u := range nw.Labels.Nodes {
		row, class := answers[i*c:(i+1)*c], simplex.Largest(nw.Labels.Row(i))
		if v.Skipped[i] = labels[nw.Component[u]] == 1; v.Skipped[i] {
			continue
		}
		// Where no other label has this class, what is left of it is rounding: it is 0.
		// Otherwise the difference must be well above the error of F.
		alone := nw.alone(u, class)
		if row[class] -= own[i]; alone {
			row[class] = 0
		} else if row[class] < least {
			return nil
		}
		// For the harmonic function the rest is a share of the walks that end elsewhere:
		// divided by their sum, as a walk that disregards its own label does.
		total := 0.0
		for k, x := range row {
			total += max(x, 0)
			row[k] = ln.Of(max(x, 0))
		}
		if total < least {
			return nil
		}
		simplex.LogSoftmax(row)
		for k, l := range row {
			row[k] = max(l, LeastLog)
		}
	}
	return v
}

// alone reports whether the label of node u is the only one of its class in its
// component.
func (nw *Network) alone(u, class int) bool {
	for l, v := range nw.Labels.Nodes {
		if v != u && nw.Component[v] == nw.Component[u] && nw.Labels.Row(l)[class] > 0 {
			return false
		}
	}
	return true
}
