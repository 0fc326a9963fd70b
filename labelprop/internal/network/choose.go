package network

import "context"

// choose solves by what suits the problem. Small problems are eliminated. Large
// ones go to conjugate gradients, unless their weights range too widely for it; if
// the certificate fails, elimination with edges left out has the next word, and
// the answer with more proven labels counts.
func (nw *Network) choose(ctx context.Context, o Options) (*Solution, error) {
	if nw.dense == nil && nw.suitsElimination() {
		return nw.eliminate(ctx)
	}
	// The range of the degrees tells whether float64 will do.
	eq := nw.equation(true)
	switch {
	case eq.logRange > wideRange && nw.inSingle():
		return &Solution{Proven: make([]bool, eq.n)}, nil // float64 is next
	case eq.logRange > wideRange && !nw.onlyDense():
		return nw.eliminate(ctx)
	}
	// If conjugate gradients end without a certificate, elimination is tried as well, where it
	// is possible at all.
	fast, err := nw.iterate(ctx, eq, o)
	if err != nil || fast.Converged || nw.onlyDense() || nw.inSingle() {
		return fast, err
	}
	slow, err := nw.eliminate(ctx)
	if err != nil {
		return nil, err
	}
	if fast.unproven() < slow.unproven() {
		return fast, nil
	}
	return slow, nil
}

// wideRange is the range of log degrees from which conjugate gradients in
// float64 has never been seen to end with a certificate.
const wideRange = 60

// suitsElimination reports whether elimination of the whole is quick: for small
// graphs, and for larger complete ones whose weights fit float64.
func (nw *Network) suitsElimination() bool {
	n := len(nw.Free)
	if n <= exactRows {
		return true
	}
	// Elimination costs n³ on dense graphs: worth it for up to 2500 nodes, if plain float64
	// holds all weights.
	edges := 0
	for _, u := range nw.Free {
		edges += len(nw.Neighbors(u))
	}
	x := nw.extent()
	return n <= 2500 && 2*edges > n*n && nw.gamma.Times(x.t)+x.s < 600
}
