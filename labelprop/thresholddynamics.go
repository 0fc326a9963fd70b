package labelprop

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/network"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

const (
	mboSteps = 40   // of diffusion in a round
	mboTail  = 1e-3 // of the polynomial that is left out
)

// dynamics is the state of threshold dynamics. Rows are in the order of the labels
// they start with, which keeps neighbours close together in memory.
type dynamics struct {
	n, c   int
	order  []int // the place in Network.Free of each row
	walk   *network.Diffusion
	power  []float64 // the coefficients of the polynomial A⁴⁰
	source []float64 // what B adds in 40 steps, n×c, -Inf for classes that a row cannot have
	sizes  sizeProjection
	bound  bool // whether sizes are enforced

	label []int
	u     []float64 // one-hot labels after 40 steps
}

// newDynamics begins with the largest entries of x, the solution of p.
func newDynamics(nw *network.Network, p *network.Poisson, priors, x []float64) *dynamics {
	d := &dynamics{n: len(nw.Free), c: nw.Labels.Cols, bound: priors != nil}
	// Classes without a label in the component are out of reach for good.
	mask := forbidden(nw)
	// The dynamics begins with the labels of Poisson learning.
	d.sort(nw, argmaxRows(x, mask, d.c))
	d.u = make([]float64, len(x))
	d.sizes = sizeProjection{score: d.u, want: make([]float64, d.c), shift: make([]float64, d.c)}
	if d.bound {
		copy(d.sizes.want, priors)
		simplex.Normalize(d.sizes.want)
		for k := range d.sizes.want {
			// Sizes in rows.
			d.sizes.want[k] *= float64(d.n)
		}
	}
	d.setOut(p)
	for i, m := range d.permuted(mask) {
		// A source of -Inf keeps a class out of every later maximum.
		d.source[i] += m
	}
	return d
}

// setOut writes out the steps, and what 40 of them add from B.
func (d *dynamics) setOut(p *network.Poisson) {
	d.walk = p.Diffusion(d.order)
	// A⁴⁰ is what 40 steps make of the labels they begin with,
	d.power = d.walk.Coefficients(func(x float64) float64 { return math.Pow(x, mboSteps) }, mboTail)
	// and 1 + A + … + A³⁹ what they make of the sources of each step.
	steps := d.walk.Coefficients(func(x float64) float64 {
		sum := 0.0
		for range mboSteps {
			sum = 1 + x*sum
		}
		return sum
	}, mboTail)
	d.source = make([]float64, len(d.u))
	d.walk.Add(d.source, network.SummandOf(d.permuted(p.SourceStep()), d.c), steps)
}

// sort puts the rows in the order of their labels and, among those, of a search in
// breadth, so that the neighbours of a row are near it.
func (d *dynamics) sort(nw *network.Network, first []int) {
	byLabel := make([]int, d.n)
	for i := range byLabel {
		byLabel[i] = i
	}
	// By label first, so that one-hot rows stand together.
	slices.SortStableFunc(byLabel, func(a, b int) int { return first[a] - first[b] })
	seen := make([]bool, d.n)
	for _, root := range byLabel {
		d.spread(nw, first, seen, root)
	}
	d.label = make([]int, d.n)
	for i, at := range d.order {
		d.label[i] = first[at]
	}
}

// spread appends the rows that are reached from root through rows of its label.
func (d *dynamics) spread(nw *network.Network, first []int, seen []bool, root int) {
	visit := func(at int) {
		if at >= 0 && !seen[at] && first[at] == first[root] {
			seen[at], d.order = true, append(d.order, at)
		}
	}
	// Breadth first among rows of the same label.
	next := len(d.order)
	for visit(root); next < len(d.order); next++ {
		for _, v := range nw.Neighbors(nw.Free[d.order[next]]) {
			visit(int(nw.Place[v]))
		}
	}
}

// permuted brings rows into the order of d.
func (d *dynamics) permuted(x []float64) []float64 {
	out := make([]float64, len(x))
	for i, at := range d.order {
		copy(out[i*d.c:(i+1)*d.c], x[at*d.c:])
	}
	return out
}

// round makes 40 steps from the labels and reads new ones off. It reports whether
// any label changed.
func (d *dynamics) round() bool {
	// U ← A⁴⁰·labels + what the sources add.
	copy(d.u, d.source)
	d.walk.Add(d.u, d.addLabels, d.power)
	if d.bound {
		// The shifts that give the classes their sizes.
		d.sizes.fit(sizeTolerance)
	}
	return d.relabel()
}

// addLabels is the summand of the one-hot labels.
func (d *dynamics) addLabels(y []float32, by float64, lo, hi int) {
	for i, k := range d.label[lo:hi] {
		y[(lo+i)*d.c+k] += float32(by)
	}
}

func (d *dynamics) relabel() (changed bool) {
	before := slices.Clone(d.label)
	par.For(d.n, chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			d.label[i] = d.sizes.name(i)
		}
	})
	return !slices.Equal(before, d.label)
}

// scores returns u after the shift, in the order of the free nodes; 0 where a row
// cannot have a class.
func (d *dynamics) scores() []float64 {
	x := make([]float64, len(d.u))
	for i, at := range d.order {
		for k := range d.c {
			// Back in the order of the free nodes; forbidden classes keep a score of 0.
			if v := d.u[i*d.c+k] + d.sizes.shift[k]; !math.IsInf(v, -1) {
				x[at*d.c+k] = v
			}
		}
	}
	return x
}

// forbidden returns 0, or -Inf where the component of a free node does not hold the
// class.
func forbidden(nw *network.Network) []float64 {
	allowed, c := nw.AllowedClasses(), nw.Labels.Cols
	mask := make([]float64, len(nw.Free)*c)
	for i, u := range nw.Free {
		for k, ok := range allowed[nw.Component[u]] {
			if !ok {
				mask[i*c+k] = math.Inf(-1)
			}
		}
	}
	return mask
}

// startTie is the share of the largest score within which classes tie when the dynamics begins: so
// rounding, which differs with the order of the rows, decides nothing.
const startTie = 1e-9

// argmaxRows names the largest of x + mask in every row, the first of those that tie.
func argmaxRows(x, mask []float64, c int) []int {
	label, margin := make([]int, len(x)/c), startTie*largestSize(x)
	for i := range label {
		label[i], _ = simplex.FirstOfLargest(plus(x[i*c:(i+1)*c], mask[i*c:(i+1)*c]), nil, margin)
	}
	return label
}
