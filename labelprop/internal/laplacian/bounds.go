package laplacian

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/progress"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// chunkRows is the number of rows a worker takes at a time.
const chunkRows = 64

// Bounds bound the errors of a solution x: with v the solution for β,
//
//	x - Below·v ≤ F ≤ x + Above·v
//
// for each column, F being exact, up to the rounding of x itself.
type Bounds struct {
	OK           bool // whether v proves the matrix to be an M-matrix
	Above, Below []float64
	Most         float64 // the largest error of any entry

	x     []float64 // n×cols, the last column is v
	cols  int
	slack []float64 // by node: the rounding of x and v
}

// row is what is known of one row: r̂ = b - Ax as computed, and a bound on its error.
type row struct {
	r, flow, path []float64
	difference    []float64
	way           []float64
}

func newRow(cols int) *row {
	return &row{
		r: make([]float64, cols), flow: make([]float64, cols), path: make([]float64, cols),
		difference: make([]float64, cols), way: make([]float64, cols),
	}
}

// certify computes the bounds of x. Cost: about three residuals, which the meter counts.
func (e *equation) certify(x *potentials, m *progress.Meter) (*Bounds, error) {
	n, classes := e.n(), e.cols-1
	b := &Bounds{OK: true, cols: e.cols, x: make([]float64, n*e.cols), slack: make([]float64, n)}
	parts := make([]*Bounds, par.Chunks(n, chunkRows))
	each := 3 * float64(e.cols) * float64(len(e.ind)) / float64(max(n, 1))
	err := m.For(n, chunkRows, each, func(c, lo, hi int) {
		part := &Bounds{OK: true, Above: make([]float64, classes), Below: make([]float64, classes)}
		r := newRow(e.cols)
		for i := lo; i < hi && part.OK; i++ {
			// x itself, as a sum of differences on the way to the ground, and what that rounds.
			own := b.x[i*e.cols : (i+1)*e.cols]
			x.measure(own, r.way, int32(i), int32(n))
			for _, way := range r.way {
				b.slack[i] = max(b.slack[i], 1.01*float64(e.height+1)*unit*way)
			}
			e.boundRow(x, i, r)
			part.take(e, i, r, own[classes]-b.slack[i])
		}
		parts[c] = part
	})
	if err != nil {
		return nil, err
	}
	b.merge(parts, classes)
	return b, nil
}

// boundRow computes the residual of row i and the sizes that its error is relative to.
//
// Derivation, in units of u. The differences are sums of up to 2·height numbers z, whose sizes add
// up to the way: (2·height)·way. A product with w or g rounds once, and a row is a sum of as many
// products as it has edges, and of two more. All terms together are the flow: (degree+8)·flow. Both
// are computed with a relative error that 1.01 covers, as it does products of errors. Errors of w, g
// and b are relative to the flow too.
func (e *equation) boundRow(x *potentials, i int, r *row) {
	// b and the current to the ground.
	n, ground := e.n(), e.ground[i]
	copy(r.r, e.b[i*e.cols:(i+1)*e.cols])
	copy(r.flow, r.r)
	x.measure(r.difference, r.way, int32(i), int32(n))
	for k, d := range r.difference {
		r.r[k] -= ground * d
		r.flow[k] += math.Abs(ground * d)
		r.path[k] = ground * r.way[k]
	}
	// The currents to the neighbours.
	for at := e.start[i]; at < e.start[i+1]; at++ {
		w := e.w[at]
		x.measure(r.difference, r.way, int32(i), e.ind[at])
		for k, d := range r.difference {
			r.r[k] -= w * d
			r.flow[k] += math.Abs(w * d)
			r.path[k] += w * r.way[k]
		}
	}
	// The error takes the place of the flow.
	relative := e.relErr + float64(e.start[i+1]-e.start[i]+8)*unit
	for k := range r.flow {
		r.flow[k] = 1.01*(relative*r.flow[k]+float64(2*e.height+4)*unit*r.path[k]) + smallest
	}
}

// take takes row i into account, v being the least that its last column may be.
func (b *Bounds) take(e *equation, i int, r *row, v float64) {
	classes := e.cols - 1
	// (Av)ᵢ ≥ h for certain.
	h := (e.beta[i] - r.r[classes] - r.flow[classes]) * (1 - 8*unit)
	b.OK = b.OK && h > 0 && v > 0
	// A vector of at most ρh has a solution of at most ρv.
	for k := range classes {
		b.Above[k] = max(b.Above[k], (r.flow[k]+r.r[k])/h*(1+8*unit))
		b.Below[k] = max(b.Below[k], (r.flow[k]-r.r[k])/h*(1+8*unit))
	}
}

// merge takes the maxima of all chunks.
func (b *Bounds) merge(parts []*Bounds, classes int) {
	// Maxima over rows, in any order.
	b.Above, b.Below = make([]float64, classes), make([]float64, classes)
	for _, p := range parts {
		b.OK = b.OK && p.OK
		for k := range classes {
			b.Above[k], b.Below[k] = max(b.Above[k], p.Above[k]), max(b.Below[k], p.Below[k])
		}
	}
	if b.Most = math.Inf(1); !b.OK {
		return
	}
	b.Most = 0
	for i := range b.slack {
		b.Most = max(b.Most, b.Within(i))
	}
}

// Row returns x of node i.
func (b *Bounds) Row(i int) []float64 { return b.x[i*b.cols : (i+1)*b.cols-1] }

// steps is the most that v may be at node i.
func (b *Bounds) steps(i int) float64 { return (b.x[(i+1)*b.cols-1] + b.slack[i]) * (1 + 4*unit) }

// Within bounds the error of every entry of x of node i.
func (b *Bounds) Within(i int) float64 {
	if !b.OK {
		return math.Inf(1)
	}
	// ρv for the worst class, and the rounding of x itself.
	worst := 0.0
	for k := range b.Above {
		worst = max(worst, b.Above[k], b.Below[k])
	}
	return (worst*b.steps(i) + b.slack[i]) * (1 + 4*unit)
}

// Proves tells whether the largest entry of node i is so for certain.
func (b *Bounds) Proves(i int) bool {
	x, v := b.Row(i), b.steps(i)
	best := simplex.Largest(x)
	// The least that the best can be must exceed the most that any other can be.
	least := x[best] - b.Below[best]*v - b.slack[i]
	for k, other := range x {
		if k != best && !(least-(other+b.Above[k]*v+b.slack[i]) > 8*unit*(math.Abs(least)+math.Abs(other))) {
			return false
		}
	}
	return b.OK
}
