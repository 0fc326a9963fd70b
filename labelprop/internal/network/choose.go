package network

import (
	"context"
	"math"
)

// choose solves by what suits the problem. Small problems are eliminated. Large ones go to
// conjugate gradients, unless their weights range too widely for it. If the certificate fails,
// approximate elimination is next, and then elimination with edges left out; the answer with more
// proven labels counts. It returns nil where the weights are in float32 and range too widely for it.
func (nw *Network) choose(ctx context.Context, o Options) (*Solution, error) {
	if nw.dense == nil && nw.suitsElimination() {
		return nw.eliminate(ctx, o)
	}
	// The range of the degrees tells whether float64 will do: that of ω, which are the degrees
	// unless the method is symmetric, or that of the degrees themselves.
	eq := nw.equation(true)
	if nw.ended != nil {
		return nil, nw.ended
	}
	wide := eq.logRange > wideRange
	switch {
	case wide && nw.inSingle():
		return nil, nil
	case nw.inSingle() || nw.onlyDense():
		// float64 is next, or there is no other way.
		return nw.solveCertified(ctx, eq, o)
	case wide:
		return nw.chooseWide(ctx, nil, o)
	// Scores that fall below any range are solved for in units of themselves.
	case nw.leaks() && nw.degreeRange() > wideRange:
		return nw.chooseConditioned(ctx, nil, o)
	}
	fast, err := nw.solveCertified(ctx, eq, o)
	conditioned := err == nil && nw.leaks() && fast.unknown() > 0
	if err != nil || fast.Converged && !conditioned {
		return fast, err
	}
	// Conjugate gradients have ended without a certificate, or without a digit of some scores.
	if conditioned {
		return nw.chooseConditioned(ctx, fast, o)
	}
	return nw.chooseWide(ctx, fast, o)
}

// chooseWide solves where float64 as it is will not do; fast is an answer that is known, or nil.
func (nw *Network) chooseWide(ctx context.Context, fast *Solution, o Options) (*Solution, error) {
	o.MaxIter = 0 // that is for conjugate gradients
	if err := nw.listEdges(ctx, o); err != nil {
		return nil, err
	}
	var found *Solution
	if !nw.hasManyEdges() {
		var err error
		found, err = nw.approximate(ctx, o)
		switch {
		case err != nil:
			return nil, err
		case found != nil && found.Converged:
			return better(found, fast), nil
		}
	}
	slow, err := nw.eliminate(ctx, o)
	if err != nil {
		return nil, err
	}
	return better(better(slow, found), fast), nil
}

// manyEdges is how many a node must have in the mean for it to be quicker to leave out light ones first.
const manyEdges = 200

// hasManyEdges reports whether the graph is so dense that approximate elimination should see only the edges that
// matter: elimination finds them, and hands over what is left.
func (nw *Network) hasManyEdges() bool {
	ends := 0
	for _, u := range nw.Free {
		ends += len(nw.Neighbors(u))
	}
	return ends > manyEdges*len(nw.Free)
}

// leaks reports whether walks may end without a label. Then scores do not sum to 1, but
// fall with the distance to the labels, without a lower limit.
func (nw *Network) leaks() bool { return nw.losesWalks() && nw.Labels.Exclusive }

func (nw *Network) losesWalks() bool {
	return nw.method.Rule(0).LogSelf != Nothing && !nw.method.Signed
}

// fades reports whether the answers to single labels fall below any range, on a graph that is soon eliminated. Units of
// the answer would be others for each label, so that elimination is the only way to them.
func (nw *Network) fades() bool {
	return nw.losesWalks() && len(nw.Free) <= wholeDegree && nw.degreeRange() > wideRange
}

// degreeRange returns the range of the logarithms of the degrees of free nodes, over all
// components.
func (nw *Network) degreeRange() float64 {
	// The degrees are those of the nearest neighbours, where weights range widely.
	least, most := math.Inf(1), math.Inf(-1)
	for _, u := range nw.Free {
		l := nw.gamma.Log(nw.degree[u])
		least, most = min(least, l), max(most, l)
	}
	return most - least
}

// chooseConditioned solves in units of the answer, and by elimination where that does not
// converge. The answer with the most proven labels counts; fast is one that is known, or nil.
func (nw *Network) chooseConditioned(ctx context.Context, fast *Solution, o Options) (*Solution, error) {
	// Each way ends when it has proven all that it can.
	o.MaxIter = 0 // that is for conjugate gradients
	if err := nw.listEdges(ctx, o); err != nil {
		return nil, err
	}
	sol, err := nw.gaussSeidel(ctx, o)
	if err != nil {
		return nil, err
	}
	if sol.Converged {
		return better(fast, sol), nil
	}
	whole, err := nw.eliminateWhole(ctx, o)
	if err != nil {
		return nil, err
	}
	// Of two that prove nothing, that of the likeliest walks is the better guess.
	return better(better(sol, whole), fast), nil
}

// better returns the solution with more proven labels, the first if they are as many; nil
// is none.
func better(a, b *Solution) *Solution {
	if a == nil || b != nil && b.unproven() < a.unproven() {
		return b
	}
	return a
}

// wideRange is the range of log degrees from which conjugate gradients in
// float64 has never been seen to end with a certificate.
const wideRange = 60

// suitsElimination reports whether elimination of the whole is quick: for small graphs, and
// for larger ones with more than half of all edges whose weights fit float64.
func (nw *Network) suitsElimination() bool {
	n := len(nw.Free)
	if n <= exactRows {
		return true
	}
	// Elimination costs n³ on dense graphs: worth it for up to 2500 nodes, if plain float64
	// holds all weights.
	ends := 0 // of edges: the sum of the numbers of neighbours
	for _, u := range nw.Free {
		ends += len(nw.Neighbors(u))
	}
	x := nw.extent()
	return n <= 2500 && 2*ends > n*n && nw.gamma.Times(x.t)+x.s < 600
}
