package network

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/progress"
	"github.com/propagate-go/propagate/internal/vec"
)

// conditioned is the equation of a network in units of its own answer. Where walks may end
// without a label, as in label spreading, scores fall with the distance to the labels.
// Where the weights range widely they fall below the range of float64, and a bound on
// their errors that is the same for all rows tells nothing about the small ones. With
// positive numbers hᵢ near the sum of the scores of row i, and x = hz,
//
//	(I - M̃)z = b̃,   M̃ᵢⱼ = Mᵢⱼhⱼ/hᵢ,   b̃ᵢ = bᵢ/hᵢ.
//
// M̃ is the walk of M on condition that it ends at a label: Doob's transform. The rows
// of z sum to nearly 1, so that one bound fits all of them. Any h > 0 is right, and
// only its quotients enter: no error is made by choosing it.
type conditioned struct {
	gamma     lognum.Gamma
	symmetric bool
	classes   int
	rows      *rows        // the balances, in the order of the free nodes
	by        []lognum.Num // what the row of a free node is divided by; its column too if symmetric
	order     []int32      // the free nodes that a label reaches, those near labels first
	place     []int32      // of each free node in order, or -1
	h         []lognum.Num // in the order of order
	end       []int32      // of each free node: that at which its likeliest walk ends
	rounds    bool         // whether exponents round anywhere
	errors    entryErrors  // what bounds those of M̃ and b̃
	relErr    float64      // bound on the relative errors of M̃ and b̃, but for what tail holds

	watch progress.Watch // of long loops over the edges

	start []int // M̃ without what is negligible, row by row
	ind   []int32
	m     []float64
	walk  *vec.Sparse
	lost  []float64 // bound on the sum of what is negligible in each row
	tail  []float64 // bound on the errors of each row together that come from its own exponents; nil: relErr has them
	b     []float64 // b̃, a column of ones, and, beside a tail, one of the errors of each row: n×cols
}

const (
	// negligibleStep is up to where an entry of M̃ is left out, negligibleLog its logarithm.
	negligibleStep = 0x1p-90
	negligibleLog  = -90 * math.Ln2
	// slackOfTail covers the rounding of the sums of errors, and the errors of the entries that they multiply.
	slackOfTail = 1e-3
)

// conditioned sets out the equation, with the probabilities of the likeliest walks to
// labels as h.
func (nw *Network) conditioned() (*conditioned, error) {
	e := &conditioned{gamma: nw.gamma, symmetric: nw.method.Symmetric, classes: nw.columns(), watch: nw.watch}
	e.rows = nw.assembleRows()
	if nw.ended != nil {
		return nil, nw.ended
	}
	// M = D⁻¹W, or D^-½WD^-½ with the answer D^½z.
	e.by = nw.diagonal(e.rows)
	if e.symmetric {
		for i, d := range e.by {
			e.by[i] = d.Sqrt()
		}
	}
	// Rows are put in the order in which labels reach them: a sweep in that order carries
	// what the labels send all the way.
	h, err := e.likeliest()
	if err != nil {
		return nil, err
	}
	e.place = slices.Repeat([]int32{-1}, len(e.by))
	for k, i := range e.order {
		e.place[i] = int32(k)
		e.h = append(e.h, h[i])
	}
	e.avoidRounding(nw)
	e.setErrors(nw)
	return e, nil
}

// n is the number of rows that a label reaches.
func (e *conditioned) n() int { return len(e.order) }

// cols is the number of columns of z: the classes, that of hitting times, and that of errors.
func (e *conditioned) cols() int {
	if e.errors.uneven() {
		return e.classes + 2
	}
	return e.classes + 1
}

// step returns Mᵢⱼ, w being the weight between the free nodes i and j.
func (e *conditioned) step(w lognum.Num, i, j int32) lognum.Num {
	w = w.Div(e.by[i])
	if e.symmetric {
		w = w.Div(e.by[j])
	}
	return w
}

// sources returns those of free node i.
func (e *conditioned) sources(i int32) []lognum.Num {
	return e.rows.source[int(i)*e.classes : (int(i)+1)*e.classes]
}

// write computes M̃ and b̃ from h.
func (e *conditioned) write() error {
	n := e.n()
	e.lost, e.b = make([]float64, n), make([]float64, n*e.cols())
	if e.setError(); e.errors.uneven() {
		e.tail = make([]float64, n)
	}
	// Each row has room for all of its edges.
	first := make([]int, n+1)
	for i, u := range e.order {
		first[i+1] = first[i] + e.rows.start[u+1] - e.rows.start[u]
	}
	e.ind, e.m = slices.Grow(e.ind[:0], first[n])[:first[n]], slices.Grow(e.m[:0], first[n])[:first[n]]
	each, last := float64(first[n])/float64(max(n, 1))*expUnits, make([]int, n)
	err := e.watch.Begin(float64(n)*each).For(n, fewRows, each, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			last[i] = e.writeRow(i, first[i])
			e.writeSources(i, last[i]-first[i])
		}
	})
	if err != nil {
		return err
	}
	// Then the rows move together.
	e.start = append(e.start[:0], 0)
	for i := range n {
		at := e.start[i]
		copy(e.ind[at:], e.ind[first[i]:last[i]])
		copy(e.m[at:], e.m[first[i]:last[i]])
		e.start = append(e.start, at+last[i]-first[i])
	}
	e.ind, e.m = e.ind[:e.start[n]], e.m[:e.start[n]]
	e.walk = vec.MustSparse(n, e.start, e.ind, e.m)
	return nil
}

// writeRow writes row i of M̃ from the given place on, and returns where it ends.
func (e *conditioned) writeRow(i, at int) int {
	own, u := e.h[i], e.order[i]
	for k := e.rows.start[u]; k < e.rows.start[u+1]; k++ {
		v, w := e.rows.ind[k], e.rows.w[k]
		j := e.place[v]
		if j < 0 {
			continue // no walk from there ends at a label
		}
		// The quotient of the h comes first: it does not round, however large both are.
		by := e.h[j].Div(own)
		x, off := e.gamma.Log(e.step(w, u, v).Mul(by)), e.stepError(w, u, v)
		// Most entries of a complete graph are far below the rounding of the row's sum of 1.
		if x+off < negligibleLog {
			e.lost[i] += 2 * negligibleStep
			continue
		}
		e.ind[at], e.m[at] = j, math.Exp(x)
		e.addTail(i, e.m[at], off)
		at++
	}
	return at
}

// addTail adds what the logarithm of an entry of row i may be off because of its exponents.
func (e *conditioned) addTail(i int, entry, off float64) {
	if e.tail != nil {
		e.tail[i] += entry * math.Expm1(off) * (1 + slackOfTail)
	}
}

// writeSources sets row i of b̃, the 1 whose solution are the hitting times, and a bound on the errors of the row,
// which has so many entries.
func (e *conditioned) writeSources(i, entries int) {
	b, u := e.b[i*e.cols():(i+1)*e.cols()], e.order[i]
	// b is the source over D, or D^½, and then over h.
	for k, s := range e.sources(u) {
		if s.IsZero() {
			continue
		}
		b[k] = math.Exp(e.gamma.Log(s.Div(e.by[u]).Div(e.h[i])))
		e.addTail(i, b[k], e.errorOf(math.Abs(s.Exponent)+math.Abs(e.by[u].Exponent)))
	}
	b[e.classes] = 1
	if e.tail != nil {
		// The rows of z sum to about 1, so that their terms do to about 3.
		b[e.classes+1] = e.tail[i] + e.lost[i] + 3*e.relativeError(entries)
	}
}
