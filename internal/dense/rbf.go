package dense

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/progress"
	"github.com/propagate-go/propagate/internal/vec"
)

// maker computes weights exp(-γ|x-y|²) from products of rows.
type maker struct {
	*Symmetric
	d      int
	gamma  float64
	panels []float64 // the rows less their center, in panels
	half   []float64 // -γ|x|² of each row; -Inf behind the last
	least  float64   // ln Lost
}

// RBF returns the matrix of exp(-γ|xᵢ-xⱼ|²) of n rows x (n×d), and whether its bounds
// hold: they do not where the rows lie so far apart, in units of the width of the
// kernel, that |x|² + |y|² - 2xy tells too little. With R the largest |x-c|², c the
// center of the rows, and u = 2⁻⁵³,
//
//	|x-c|², |y-c|² and 2(x-c)(y-c) are off by (2d+2)uR, rounding the rows by 4uR more,
//	and the exponent, with its own roundings, by γ(4d+40)uR at most [higham2002].
//
// Float32 adds a rounding of 2⁻²⁴. Cost: O(n²d) time, the matrix and a copy of the rows.
// Where a meter ends it, the bounds do not hold either.
func RBF(x []float64, n, d int, gamma float64, o Options) (*Symmetric, bool) {
	m := &maker{Symmetric: newSymmetric(n, o.Precision, o.Tier), d: d, gamma: gamma}
	m.pack(x)
	// The largest γ|x-c|²: all errors of exponents are relative to it.
	reach := 0.0
	for _, h := range m.half[:n] {
		reach = max(reach, -h)
	}
	// An error in the exponent is a relative error exp(·) - 1 of the weight.
	m.Error, m.Lost = math.Expm1(reach*float64(4*d+40)*unit)+12*unit, flushed
	if !(m.Error < mostError) {
		return nil, false
	}
	// One more rounding, and a smaller range.
	if o.Precision == Single {
		m.Error, m.Lost = m.Error+2*singleUnit, singleFlushed
	}
	m.least = math.Log(m.Lost)
	// The blocks on and above the diagonal, each by itself.
	tiles := m.blocks * (m.blocks + 1) / 2
	meter := o.Watch.Begin(float64(tiles) * m.fillUnits())
	m.err = par.Try(tiles, par.Chunks(tiles, 4*groups), func(_, lo, hi int) error { return m.fillAll(lo, hi, meter) })
	return m.Symmetric, m.err == nil
}

// Options tell how a matrix is made.
type Options struct {
	Precision Precision
	Tier      vec.Tier
	Watch     progress.Watch // nil: nobody watches
}

// fillUnits are those of a block: its products, and exponentials, which take as long as some products.
func (m *maker) fillUnits() float64 { return block * block * float64(m.d+8) }

const (
	mostError = 1e-9
	// flushed and singleFlushed are where weights become 0: far above the least normal
	// number of either kind.
	flushed       = 0x1p-1000
	singleFlushed = 0x1p-120
	singleUnit    = 0x1p-24
)

// fillAll computes blocks number lo to hi.
func (m *maker) fillAll(lo, hi int, meter *progress.Meter) error {
	rows, cols := m.tier.GramShape()
	products := make([]float64, rows*cols)
	if m.Precision == Double {
		for t := lo; t < hi; t++ {
			m.fill(m.double[t*block*block:(t+1)*block*block], t, products)
			if err := meter.Add(m.fillUnits()); err != nil {
				return err
			}
		}
		return nil
	}
	// float32 blocks are computed in float64 first.
	w := make([]float64, block*block)
	for t := lo; t < hi; t++ {
		m.fill(w, t, products)
		m.tier.Narrow(m.single[t*block*block:], w)
		if err := meter.Add(m.fillUnits()); err != nil {
			return err
		}
	}
	return nil
}

// pack moves the rows to their center and lays them out in panels.
func (m *maker) pack(x []float64) {
	_, width := m.tier.GramShape()
	center := m.center(x)
	m.panels, m.half = make([]float64, m.blocks*block*m.d), make([]float64, m.blocks*block)
	par.For(len(m.half), width, func(c, lo, hi int) {
		panel := m.panels[c*width*m.d:]
		for i := lo; i < hi; i++ {
			if i >= m.n {
				m.half[i] = -inf
				continue
			}
			sum := 0.0
			for k, v := range x[i*m.d : (i+1)*m.d] {
				// The norms are about the center, where they are smallest, and so is their
				// rounding.
				v -= center[k]
				panel[k*width+i-lo] = v
				sum += v * v
			}
			m.half[i] = -m.gamma * sum
		}
	})
}

// center returns the mean of each column.
func (m *maker) center(x []float64) []float64 {
	c := make([]float64, m.d)
	for i := range m.n {
		for k, v := range x[i*m.d : (i+1)*m.d] {
			c[k] += v / float64(m.n)
		}
	}
	return c
}

// fill computes block number t in w. The rows of its panels are the columns of products.
func (m *maker) fill(w []float64, t int, out []float64) {
	bi, bj := m.place(t)
	rows, cols := m.tier.GramShape()
	for i := 0; i < block; i += cols {
		// |x-y|² = |x|² + |y|² - 2xy: products of panels first, then the exponents.
		b := m.panels[(bi*block+i)*m.d : (bi*block+i+cols)*m.d]
		for j := 0; j < block; j += rows {
			first := bj*block + j
			a := m.panels[first/cols*cols*m.d+first%cols:]
			m.tier.Gram(m.d, a, b, out)
			m.weigh(w, out, bi*block+i, i, first, j)
		}
	}
	// A block on the diagonal holds both triangles: keep one.
	if bi == bj {
		m.clearLower(w)
	}
}

// weigh turns a block of products into weights: of rows from i on, at r in the block, and
// columns from j on, at c.
func (m *maker) weigh(w, products []float64, i, r, j, c int) {
	rows, cols := m.tier.GramShape()
	for y := range rows {
		to := w[r*block+(c+y)*rows:]
		m.tier.Exps(to, rows*block, products[y*cols:(y+1)*cols], m.half[i:i+cols], m.half[j+y], 2*m.gamma, m.least)
	}
}

// clearLower sets to 0 what is not above the diagonal.
func (m *maker) clearLower(w []float64) {
	rows, _ := m.tier.GramShape()
	for i := range block {
		for j := range i + 1 {
			w[i/rows*rows*block+j*rows+i%rows] = 0
		}
	}
}
