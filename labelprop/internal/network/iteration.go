package network

import (
	"context"

	"github.com/propagate-go/propagate/internal/sweep"
)

// solveByIteration solves eq by x ← Mx + b from x = 0, the iteration of the papers
// [zhu2002], [zhou2004]. For a non-negative b it rises to the solution from
// below. It needs of the order of the hitting time of the labels in iterations,
// conjugate gradients its root. A pace below 1 takes shorter steps, which a
// singular system on a bipartite graph needs.
func solveByIteration(ctx context.Context, eq *equation, pace float64, o Options) (Outcome, error) {
	w := stopRule{ctx: ctx, options: o, limit: o.iterations(1_000_000), patient: true}
	out := Outcome{X: make([]float64, eq.size())}
	// At x = 0 the residual is b.
	r := eq.allRight()
	first := eq.norms(r)
	for {
		out.Residual = relative(eq.norms(r), first)
		stop, err := w.done(&out)
		if stop || err != nil {
			return out, err
		}
		// x + (b - (I-M)x) is Mx + b; a pace below 1 takes a part of that step.
		sweep.Advance(out.X, r, pace)
		eq.residual(r, out.X)
		out.Iterations++
	}
}
