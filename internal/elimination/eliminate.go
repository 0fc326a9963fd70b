package elimination

import (
	"cmp"
	"context"
	"errors"
	"math"

	"github.com/propagate-go/propagate/internal/progress"
)

// Eliminate solves the network by eliminating its nodes one by one:
//
//	d_k   = g_k + Σ_j w_kj
//	w_ij += w_ik·w_kj/d_k,   g_i += (w_ik/d_k)·g_k,   b_ic += (w_ik/d_k)·b_kc
//	F_kc  = (b_kc + Σ_j w_kj·F_jc)/d_k                 in the reverse order
//
// Nothing is subtracted [gth1985], so every entry keeps its relative accuracy
// [oc1993]. A node without edges and ground gets zeros. Complete graphs take
// n³/6 updates; sparse ones are ordered by minimum degree, and give up with
// *TooDense when they fill in beyond the limits of o.
func (nw *Network) Eliminate(ctx context.Context, o *Options) (*Solution, error) {
	if err := nw.check(); err != nil {
		return nil, err
	}
	// Edges that are left out from the beginning make the graph sparser; what that may change
	// in any answer is kept as a leverage.
	opts := o.withDefaults()
	reduced, leverage := nw, math.Inf(-1)
	if opts.DropEdge > 0 {
		var err error
		if reduced, leverage, err = nw.dropEdges(ctx, opts.Tell, opts.DropEdge); err != nil {
			return nil, err
		}
	}
	// The leverage of these edges and that of fill left out later add up.
	sol, err := reduced.choose(ctx, opts)
	if err != nil {
		return nil, err
	}
	sol.LogLeverage = addLeverage(sol.LogLeverage, leverage)
	sol.scaleLeverage(nw)
	return sol, nil
}

// choose runs the arithmetic asked for, or the cheapest that works.
func (nw *Network) choose(ctx context.Context, o Options) (*Solution, error) {
	switch o.Arithmetic {
	// The arithmetic that was asked for.
	case Pair:
		return nw.run(ctx, o, newPairArith(nw), Pair)
	case Big:
		if nw.Exact == nil {
			return nil, ErrNoExact
		}
		return nw.run(ctx, o, newExactArith(nw), Big)
	}
	// Plain float64 is the fastest; where it leaves its range, the pairs begin anew.
	sol, err := nw.runFloat(ctx, o)
	if o.Arithmetic == Auto && errors.Is(err, ErrRange) {
		return nw.run(ctx, o, newPairArith(nw), Pair)
	}
	return sol, err
}

func (nw *Network) runFloat(ctx context.Context, o Options) (*Solution, error) {
	s, err := newFloat64Arith(nw)
	if err != nil {
		return nil, err
	}
	return nw.run(ctx, o, s, Float)
}

// elimination is the state that dense and sparse elimination share. Slots hold,
// in this order: ground and sources of every node; pivots; answers; one quotient;
// edges.
type elimination struct {
	arith
	nw      *Network
	opts    Options
	n, c    int
	next    int     // first unused slot
	steps   int     // nodes eliminated
	touched float64 // Σ (2·degree + 1): see bound.go
	roundings
	widest   int // most terms in a sum
	updates  int64
	leverage float64 // log of the leverage of fill left out
	within   float64 // the largest error of an answer found by other means
	relative float64 // and that of its logarithm, beside that
	terms    []int32
	values   []int32

	asked, slot int   // slots for which memory was asked, and the bytes of one
	refused     error // memory that was
	changes
}

// changes are the numbers that an elimination has changed.
type changes struct {
	meter         *progress.Meter
	work, counted int64 // all of them, and those that the meter knows of
	ended         error // by the meter
}

func (e *elimination) aux(i int) int       { return i * (e.c + 1) }
func (e *elimination) pivotSlot(i int) int { return e.n*(e.c+1) + i }
func (e *elimination) answerSlot(i int) int {
	return e.n*(e.c+2) + i*e.c
}
func (e *elimination) quotient() int { return e.n * (2*e.c + 2) }

func (nw *Network) run(ctx context.Context, o Options, s arith, a Arithmetic) (*Solution, error) {
	e := &elimination{arith: s, nw: nw, opts: o, n: nw.Len(), c: nw.Classes, leverage: math.Inf(-1),
		slot: slotBytes(a), changes: changes{meter: o.Tell.Begin(ctx, progress.Eliminating, watchedSteps)}}
	if err := e.start(); err != nil {
		return nil, err
	}
	way := e.choose()
	if err := way.run(ctx); err != nil {
		return nil, err
	}
	sol := e.solution(a)
	if o.Inverse {
		var err error
		if sol.Inverse, err = e.inverse(ctx, way); err != nil {
			return nil, err
		}
	}
	return sol, nil
}

// way is an order of elimination, on lists or on a triangle.
type way interface {
	run(ctx context.Context) error
	// coreNodes returns the nodes that were eliminated as a dense graph.
	coreNodes() []int32
	// invert finds the diagonal of the inverse, after run.
	invert(v *inverse)
}

// start loads ground and sources.
func (e *elimination) start() error {
	e.answers = make([]float64, e.c)
	// Edges come behind the fixed slots.
	e.next = e.quotient() + 1
	if err := e.room(e.nw.Edges()); err != nil {
		return err
	}
	if e.take(e.next); e.refused != nil {
		return e.refused
	}
	for i := range e.n {
		// The ground and the sources of a node are passed on together, so they stand side by
		// side.
		e.load(e.aux(i), ground, i)
		for c := range e.c {
			e.load(e.aux(i)+1+c, source, i*e.c+c)
		}
	}
	return nil
}

// room tells whether so many more edges can be addressed.
func (e *elimination) room(edges int) error {
	// Slots are numbered in 32 bits.
	if e.next+edges > math.MaxInt32 {
		return &TooDense{Left: e.n - e.steps, Updates: e.updates}
	}
	return nil
}

func (e *elimination) choose() way {
	// From three fifths of all pairs on the packed triangle is faster than lists, which know when to stop, and may
	// leave the rest to other means.
	pairs := e.n * (e.n - 1) / 2
	if 5*e.nw.Edges() < 3*pairs || e.opts.Patience > 0 && e.n >= e.opts.leastBlocks {
		return newSparse(e)
	}
	return newDense(e)
}

// begin sums up the pivot of node k with the edges in e.terms. It returns false
// for a node without any conductance.
func (e *elimination) begin(k int) bool {
	// For the error bound: 2r+1 for r neighbours, and the longest sum.
	e.steps++
	width := float64(2*len(e.terms) + 1)
	if len(e.terms) <= 1 && e.isBare(k) {
		width = 0 // a node at the end of a path changes nothing
	}
	e.touched += width
	e.roundings.step(e.rounded(), width)
	e.widest = max(e.widest, len(e.terms)+1)
	return e.pivot(e.pivotSlot(k), e.terms, e.aux(k), e.c+1)
}

// isBare tells whether node k has neither ground nor sources.
func (e *elimination) isBare(k int) bool {
	for at := range e.c + 1 {
		if !e.isZero(e.aux(k) + at) {
			return false
		}
	}
	return true
}

// share passes ground and sources of node k on to node i, by the quotient.
func (e *elimination) share(i, k int) {
	// g_i += q·g_k and b_ic += q·b_kc with q = w_ik/d_k.
	e.addScaled(e.aux(i), e.quotient(), e.aux(k), e.c+1)
}

// answerNode computes F_k from its edges in e.terms to the given nodes.
func (e *elimination) answerNode(k int, nodes []int32) {
	// A node that nothing is joined to has no answer: zeros.
	if e.isZero(e.pivotSlot(k)) {
		return
	}
	// What was rounded until now belongs to the last step.
	e.roundings.step(e.rounded(), 0)
	for c := range e.c {
		// F_kc from the F_jc of the neighbours that were eliminated later, and so are known
		// already.
		e.values = e.values[:0]
		for _, j := range nodes {
			e.values = append(e.values, int32(e.answerSlot(int(j))+c))
		}
		e.solve(e.answerSlot(k)+c, e.aux(k)+1+c, e.pivotSlot(k), e.terms, e.values)
		e.answers[c] += e.rounded()
	}
}

// proceed stops for a cancelled context, numbers out of range and limits.
func (e *elimination) proceed() error {
	if err := cmp.Or(e.ended, e.refused); err != nil {
		return err
	}
	return e.err()
}

const (
	// watchedSteps makes the meter of an elimination, whose total is not known, take small steps.
	watchedSteps = 5e6
	// fewChanges is how many numbers are changed without a look at the meter.
	fewChanges = 1 << 14
)

// due counts so many numbers as changed, and tells whether it is time to report.
func (c *changes) due(changed int) bool {
	c.work += int64(changed)
	return c.work-c.counted >= fewChanges && c.ended == nil
}

// report tells the meter of the numbers that were changed since it was told last, given how many are left.
func (c *changes) report(left float64) {
	done, units := float64(c.work), float64(c.work-c.counted)
	c.counted = c.work
	c.ended = c.meter.At(done/(done+left), units)
}

// answering returns the meter of a pass over so many edges, each in every class.
func (e *elimination) answering(ctx context.Context, edges int) *progress.Meter {
	return e.opts.Tell.Begin(ctx, progress.Answering, float64(edges+e.n)*float64(e.c))
}
