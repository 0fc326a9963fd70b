package labelprop

import "context"

// choose solves by what suits the problem. Small problems are eliminated. Large
// ones go to conjugate gradients, unless their weights range too widely for it; if
// the certificate fails, elimination with edges left out has the next word, and
// the answer with more proven labels counts.
func (p *problem) choose(ctx context.Context, o Options) (*solution, error) {
	if p.all == nil && p.suitsElimination() {
		return p.eliminate(ctx)
	}
	eq := newEquation(p, true)
	switch {
	case eq.spread > wideSpread && p.inSingle():
		return &solution{proven: make([]bool, eq.n)}, nil // float64 is next
	case eq.spread > wideSpread && !p.onlyDense():
		return p.eliminate(ctx)
	}
	fast, err := p.iterate(ctx, eq, o)
	if err != nil || fast.converged || p.onlyDense() || p.inSingle() {
		return fast, err
	}
	slow, err := p.eliminate(ctx)
	if err != nil {
		return nil, err
	}
	if fast.open() < slow.open() {
		return fast, nil
	}
	return slow, nil
}

// wideSpread is the range of log degrees from which conjugate gradients in
// float64 has never been seen to end with a certificate.
const wideSpread = 60

// suitsElimination reports whether elimination of the whole is quick: for small
// graphs, and for larger complete ones whose weights fit float64.
func (p *problem) suitsElimination() bool {
	n := len(p.free)
	if n <= exactRows {
		return true
	}
	edges := 0
	for _, u := range p.free {
		edges += len(p.neighbors(u))
	}
	t, s := p.extent()
	return n <= 2500 && 2*edges > n*n && p.rate.Times(t)+s < 600
}
