package network

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/progress"
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
	relErr    float64      // bound on the relative errors of M̃ and b̃

	watch progress.Watch // of long loops over the edges

	start []int // M̃ without what is negligible, row by row
	ind   []int32
	m     []float64
	lost  []float64 // bound on the sum of what is negligible in each row
	b     []float64 // b̃, and a last column of ones: n×(classes+1)
}

// negligibleStep is up to where an entry of M̃ is left out.
const negligibleStep = 0x1p-90

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
	return e, nil
}

// n is the number of rows that a label reaches.
func (e *conditioned) n() int { return len(e.order) }

// cols is the number of columns of z: the classes, and that of hitting times.
func (e *conditioned) cols() int { return e.classes + 1 }

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
	// Each chunk writes its own rows, which are then put one after the other.
	type part struct {
		end []int
		ind []int32
		m   []float64
	}
	parts := make([]part, par.Chunks(n, fewRows))
	each := float64(len(e.rows.ind)) / float64(max(n, 1)) * expUnits
	err := e.watch.Begin(float64(n)*each).For(n, fewRows, each, func(c, lo, hi int) {
		p := &parts[c]
		for i := lo; i < hi; i++ {
			p.ind, p.m = e.writeRow(i, p.ind, p.m)
			p.end = append(p.end, len(p.m))
			e.writeSources(i)
		}
	})
	e.start, e.ind, e.m = append(e.start[:0], 0), e.ind[:0], e.m[:0]
	for _, p := range parts {
		for _, end := range p.end {
			e.start = append(e.start, len(e.m)+end)
		}
		e.ind, e.m = append(e.ind, p.ind...), append(e.m, p.m...)
	}
	return err
}

// writeRow appends row i of M̃.
func (e *conditioned) writeRow(i int, ind []int32, m []float64) ([]int32, []float64) {
	own, u := e.h[i], e.order[i]
	for at := e.rows.start[u]; at < e.rows.start[u+1]; at++ {
		v := e.rows.ind[at]
		j := e.place[v]
		if j < 0 {
			continue // no walk from there ends at a label
		}
		// The quotient of the h comes first: it does not round, however large both are.
		by := e.h[j].Div(own)
		x := math.Exp(e.gamma.Log(e.step(e.rows.w[at], u, v).Mul(by)))
		// Most entries of a complete graph are far below the rounding of the row's sum of 1.
		if x < negligibleStep {
			e.lost[i] += 2 * negligibleStep
			continue
		}
		ind, m = append(ind, j), append(m, x)
	}
	return ind, m
}

// writeSources sets row i of b̃, and the 1 whose solution are the hitting times.
func (e *conditioned) writeSources(i int) {
	b := e.b[i*e.cols() : (i+1)*e.cols()]
	// b is the source over D, or D^½, and then over h.
	for k, s := range e.sources(e.order[i]) {
		if !s.IsZero() {
			b[k] = math.Exp(e.gamma.Log(s.Div(e.by[e.order[i]]).Div(e.h[i])))
		}
	}
	b[e.classes] = 1
}
