// Package dense holds symmetric matrices of the weights of all pairs of rows.
package dense

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
)

// block is the number of rows and columns of a block: a multiple of the panels of all
// tiers.
const block = 192

// Symmetric is a symmetric n×n matrix with zeros on the diagonal. The part above the
// diagonal is kept, block by block, each in panels of a few rows.
type Symmetric struct {
	n, blocks int
	tier      vec.Tier
	w         []float64

	// Error bounds the relative error of every element, and Lost what an element that
	// is kept as 0 may be at most.
	Error, Lost float64
}

// Bytes returns the memory that the matrix of n rows takes.
func Bytes(n int) float64 {
	blocks := float64(par.Chunks(n, block))
	return blocks * (blocks + 1) / 2 * block * block * 8
}

// newSymmetric returns the matrix of zeros.
func newSymmetric(n int, tier vec.Tier) *Symmetric {
	b := par.Chunks(n, block)
	return &Symmetric{n: n, blocks: b, tier: tier, w: make([]float64, b*(b+1)/2*block*block)}
}

// N returns the number of rows.
func (m *Symmetric) N() int { return m.n }

// at returns block number t, counted row by row of blocks, from the diagonal on.
func (m *Symmetric) at(t int) []float64 { return m.w[t*block*block : (t+1)*block*block] }

// place returns the row and the column of block number t.
func (m *Symmetric) place(t int) (i, j int) {
	for i = 0; t >= m.blocks-i; i++ {
		t -= m.blocks - i
	}
	return i, i + t
}

// groups is the number of parts that a product is summed in, whatever the number of
// workers: the bits do not depend on it.
const groups = 16

// Mul writes the product with x, n×cols row by row, to out. Sums are made of up to 16
// parts. Cost: 2 flops an element of the whole matrix and column, columns rounded up to
// a multiple of eight; one reading of half the matrix.
func (m *Symmetric) Mul(out, x []float64, cols int) {
	lines := par.Chunks(cols, vec.Line)
	in := m.lined(x, cols, lines)
	tiles := m.blocks * (m.blocks + 1) / 2
	size := par.Chunks(tiles, groups)
	parts := make([][]float64, par.Chunks(tiles, size))
	par.For(tiles, size, func(c, lo, hi int) {
		y := make([]float64, len(in))
		for t := lo; t < hi; t++ {
			m.mulBlock(t, y, in, lines)
		}
		parts[c] = y
	})
	par.For(m.n, block, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			for k := range cols {
				at, sum := m.line(i, k), 0.0
				for _, y := range parts {
					sum += y[at]
				}
				out[i*cols+k] = sum
			}
		}
	})
}

// line returns the place of row i and column k where columns come in lines.
func (m *Symmetric) line(i, k int) int {
	return (k/vec.Line*m.blocks*block+i)*vec.Line + k%vec.Line
}

// lined returns x in lines: eight columns of all rows, then the next eight.
func (m *Symmetric) lined(x []float64, cols, lines int) []float64 {
	in := make([]float64, lines*m.blocks*block*vec.Line)
	par.For(m.n, block, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			for k, v := range x[i*cols : (i+1)*cols] {
				in[m.line(i, k)] = v
			}
		}
	})
	return in
}

// mulBlock adds the product with one block to y, and that with its transpose. On the
// diagonal both go to the same rows, which Both may not.
func (m *Symmetric) mulBlock(t int, y, x []float64, lines int) {
	bi, bj := m.place(t)
	const size = block * vec.Line
	for l := range lines {
		i, j := (l*m.blocks+bi)*size, (l*m.blocks+bj)*size
		if i != j {
			m.mulPanels(t, x[i:i+size], y[i:i+size], x[j:j+size], y[j:j+size])
			continue
		}
		var apart [size]float64
		m.mulPanels(t, x[i:i+size], y[i:i+size], x[i:i+size], apart[:])
		for e, v := range apart {
			y[i+e] += v
		}
	}
}

func (m *Symmetric) mulPanels(t int, xi, yi, xj, yj []float64) {
	w := m.at(t)
	rows, _ := m.tier.GramShape()
	for p := 0; p < block; p += rows {
		m.tier.Both(block, w[p*block:(p+rows)*block], xi[p*vec.Line:], yi[p*vec.Line:], xj, yj)
	}
}

// Sums returns the sum of each row.
func (m *Symmetric) Sums() []float64 {
	ones, out := make([]float64, m.n), make([]float64, m.n)
	for i := range ones {
		ones[i] = 1
	}
	m.Mul(out, ones, 1)
	return out
}

// At returns an element.
func (m *Symmetric) At(i, j int) float64 {
	if i > j {
		i, j = j, i
	}
	bi, bj := i/block, j/block
	t := bi*m.blocks - bi*(bi-1)/2 + bj - bi
	rows, _ := m.tier.GramShape()
	r := i % block
	return m.at(t)[r/rows*rows*block+j%block*rows+r%rows]
}

// Rounding bounds the error of an element of a product, relative to the sum of the
// sizes of its terms.
func (m *Symmetric) Rounding() float64 { return float64(m.n+groups+4) * unit }

const unit = 0x1p-53

var inf = math.Inf(1)
