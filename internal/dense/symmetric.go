// Package dense holds symmetric matrices of the weights of all pairs of rows.
package dense

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/progress"
	"github.com/propagate-go/propagate/internal/vec"
)

// block is the number of rows and columns of a block: a multiple of the panels of all
// tiers.
const block = 192

// mostRows is more rows than a panel of any tier has.
const mostRows = 8

// Symmetric is a symmetric n×n matrix with zeros on the diagonal. The part above the
// diagonal is kept, block by block, each in panels of a few rows.
type Symmetric struct {
	n, blocks int
	tier      vec.Tier
	double    []float64 // the elements, in one precision or the other
	single    []float32
	room      room

	// Watch begins the meter of a product; one that is ended is not to be used. nil: nobody watches.
	Watch progress.Watch
	err   error // by a meter

	// Precision is that of the elements; sums are always in float64.
	Precision Precision

	// Error bounds the relative error of every element, and Lost what an element that
	// is kept as 0 may be at most.
	Error, Lost float64
}

// Precision is how the elements of a matrix are kept.
type Precision int

const (
	// Double keeps float64: 4n² bytes.
	Double Precision = iota
	// Single keeps float32: 2n² bytes. Elements below 2⁻¹²⁰ are lost.
	Single
)

// newSymmetric returns the matrix of zeros.
func newSymmetric(n int, precision Precision, tier vec.Tier) *Symmetric {
	b := par.Chunks(n, block)
	m := &Symmetric{n: n, blocks: b, tier: tier, Precision: precision}
	if size := b * (b + 1) / 2 * block * block; precision == Single {
		m.single = make([]float32, size)
	} else {
		m.double = make([]float64, size)
	}
	return m
}

// N returns the number of rows.
func (m *Symmetric) N() int { return m.n }

// read returns elements [lo, hi) of block number t, blocks being counted row by row, from
// the diagonal on: as they are, or from float32 in room.
func (m *Symmetric) read(t, lo, hi int, room []float64) []float64 {
	lo, hi = t*block*block+lo, t*block*block+hi
	if m.Precision == Double {
		return m.double[lo:hi]
	}
	m.tier.Widen(room, m.single[lo:hi])
	return room[:hi-lo]
}

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
// parts. It is not for several goroutines at a time. Cost: 2 flops an element of the whole
// matrix and column, columns rounded up to a multiple of eight; one reading of half the
// matrix.
func (m *Symmetric) Mul(out, x []float64, cols int) {
	// Columns are taken eight at a time, as a register holds them.
	lines := par.Chunks(cols, vec.Line)
	tiles := m.blocks * (m.blocks + 1) / 2
	size := par.Chunks(tiles, groups)
	in, parts := m.room.of(lines*m.blocks*block*vec.Line, par.Chunks(tiles, size))
	m.line(in, x, cols)
	meter := m.Watch.Begin(float64(tiles) * float64(lines) * tileUnits)
	m.err = par.Try(tiles, size, func(c, lo, hi int) error {
		// Each group of blocks adds to a product of its own.
		clear(parts[c])
		panel := make([]float64, mostRows*block)
		for t := lo; t < hi; t++ {
			m.mulBlock(t, parts[c], in, lines, panel)
			if err := meter.Add(float64(lines) * tileUnits); err != nil {
				return err
			}
		}
		return nil
	})
	par.For(m.n, block, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			for k := range cols {
				// The parts are added in a fixed order, so that the bits do not depend on the
				// workers.
				at, sum := m.lineAt(i, k), 0.0
				for _, y := range parts {
					sum += y[at]
				}
				out[i*cols+k] = sum
			}
		}
	})
}

// tileUnits are the products of a block, both ways, with eight columns.
const tileUnits = 2 * block * block * vec.Line

// Err returns the error that has ended the last product, nil if it is whole.
func (m *Symmetric) Err() error { return m.err }

// room is what products are made in, kept for the next one.
type room struct {
	in    []float64
	parts [][]float64
}

// of returns room for a matrix of the given size and for some parts of the product.
func (r *room) of(size, parts int) ([]float64, [][]float64) {
	// The memory of the last product serves the next one of the same size.
	if len(r.in) != size {
		*r = room{in: make([]float64, size), parts: make([][]float64, parts)}
		for c := range r.parts {
			r.parts[c] = make([]float64, size)
		}
	}
	return r.in, r.parts
}

// lineAt returns the place of row i and column k where columns come in lines.
func (m *Symmetric) lineAt(i, k int) int {
	return (k/vec.Line*m.blocks*block+i)*vec.Line + k%vec.Line
}

// line writes x in lines: eight columns of all rows, then the next eight.
func (m *Symmetric) line(in, x []float64, cols int) {
	clear(in)
	par.For(m.n, block, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			for k, v := range x[i*cols : (i+1)*cols] {
				in[m.lineAt(i, k)] = v
			}
		}
	})
}

// mulBlock adds the product with one block to y, and that with its transpose. On the
// diagonal both go to the same rows, which Both may not.
func (m *Symmetric) mulBlock(t int, y, x []float64, lines int, panel []float64) {
	bi, bj := m.place(t)
	const size = block * vec.Line
	rows, _ := m.tier.GramShape()
	for p := 0; p < block; p += rows {
		// One panel of the block, used for its own rows and, transposed, for its columns.
		w := m.read(t, p*block, (p+rows)*block, panel)
		for l := range lines {
			i, j := (l*m.blocks+bi)*size, (l*m.blocks+bj)*size
			own := i + p*vec.Line
			// Both: y_i += W x_j and y_j += Wᵀx_i in one reading.
			if i != j {
				m.tier.Both(block, w, x[own:i+size], y[own:i+size], x[j:j+size], y[j:j+size])
				continue
			}
			// On the diagonal the two results go to the same rows, one after the other.
			var apart [size]float64
			m.tier.Both(block, w, x[own:i+size], y[own:i+size], x[i:i+size], apart[:])
			for e, v := range apart {
				y[i+e] += v
			}
		}
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
	// The place of the block among those on and above the diagonal, and of the element in its
	// panel.
	t := bi*m.blocks - bi*(bi-1)/2 + bj - bi
	rows, _ := m.tier.GramShape()
	r := i % block
	at := r/rows*rows*block + j%block*rows + r%rows
	var one [1]float64
	return m.read(t, at, at+1, one[:])[0]
}

// Rounding bounds the error of an element of a product, relative to the sum of the
// sizes of its terms.
func (m *Symmetric) Rounding() float64 { return float64(m.n+groups+4) * unit }

const unit = 0x1p-53

var inf = math.Inf(1)
