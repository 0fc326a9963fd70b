package network

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// roughTol is returnTol where two digits of the probabilities are enough.
const roughTol = 2e-2

// RoughLeaveOneOut is [Network.FastLeaveOneOut] for some of the labels, named by their
// places, to about two digits and without another solve: answer returns F of a node. Labels
// that are not asked for are skipped, and so are those of which the others say less than
// 10⁻⁶ in all. nil where float64 has not the range of the weights, or elimination is quick
// anyway. Cost: some ten products of W_UU with as many columns as labels.
func (nw *Network) RoughLeaveOneOut(ctx context.Context, o Options, some []int,
	answer func(node int) []float64) (*LeftOut, error) {
	if !nw.fastLeaveOneOut(o) || nw.method.Symmetric {
		return nil, nil
	}
	eq := nw.equation(false)
	if eq.logRange > wideRange {
		return nil, nil
	}
	l, c := len(nw.Labels.Nodes), nw.columns()
	v := &LeftOut{Logs: make([]float64, l*c), Skipped: make([]bool, l)}
	for i := range v.Skipped {
		v.Skipped[i] = true
	}
	a := returnProbabilities{nw: nw, n: eq.n, s: eq.symmetric(), entries: len(eq.ind), labels: some, tol: roughTol,
		patient: true, done: par.Counter(len(some), o.LeavingOut), meter: o.leavingOut(ctx, len(some))}
	// A walk from a label takes one step, and ends as its neighbours' do: Σᵥ PᵢᵥFᵥ.
	for _, i := range some {
		row := v.Logs[i*c : (i+1)*c]
		nw.addAnswers(row, nw.Labels.Nodes[i], answer)
		a.ownClass = append(a.ownClass, row[simplex.Largest(nw.Labels.Row(i))])
	}
	// Less the walks that come back to the label itself. Those that have not come back after
	// all steps are estimated.
	if _, err := a.find(); err != nil {
		return nil, err
	}
	for at, i := range some {
		row := v.Logs[i*c : (i+1)*c]
		v.Skipped[i] = !withoutOwn(row, simplex.Largest(nw.Labels.Row(i)), a.kii[at])
	}
	return v, nil
}

// addAnswers adds Σᵥ PᵤᵥFᵥ to row.
func (nw *Network) addAnswers(row []float64, u int, answer func(node int) []float64) {
	steps := nw.Steps(u)
	for e, v := range nw.Neighbors(u) {
		for k, f := range answer(int(v)) {
			row[k] += math.Exp(steps[e]) * f
		}
	}
}

// withoutOwn takes the return probability off a row, and turns it into logarithms of
// probabilities; it reports whether enough is left.
func withoutOwn(row []float64, class int, own float64) bool {
	row[class] -= own
	total := 0.0
	for k, x := range row {
		// What is below 0 is rounding of the solver, or an own share that was estimated too large.
		x = max(x, 0)
		total += x
		row[k] = ln.Of(x)
	}
	if total < leastLeft {
		return false
	}
	// Divided by what is left, and none so small that it cannot be exponentiated.
	simplex.LogSoftmax(row)
	for k, log := range row {
		row[k] = max(log, LeastLog)
	}
	return true
}
