package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
)

// terms are what a certificate needs of a product: Mx and M|x|, and in each column what
// dense weights that are kept as 0 may add.
type terms struct {
	mx, size []float64
	lost     []float64
	room     [3][]float64 // n×cols each, to write to again
}

// terms returns those of x, which are valid until it is called again.
func (eq *equation) terms(x []float64) *terms {
	if eq.known == nil {
		eq.known = &terms{}
		for i := range eq.known.room {
			eq.known.room[i] = make([]float64, len(x))
		}
	}
	t := eq.known
	eq.times(t.room[0], x)
	t.mx, t.size, t.lost = t.room[0], t.room[0], make([]float64, eq.cols)
	sizes, negative := t.room[1], make([]bool, par.Chunks(len(x), chunkRows))
	par.For(len(x), chunkRows, func(c, lo, hi int) {
		for i, v := range x[lo:hi] {
			sizes[lo+i] = math.Abs(v)
			negative[c] = negative[c] || v < 0
		}
	})
	for _, is := range negative {
		if is {
			t.size = t.room[2]
			eq.times(t.size, sizes)
			break
		}
	}
	if eq.dense != nil {
		for k := range t.lost {
			t.lost[k] = float64(eq.dense.held) * (2 / farAbove) // of b
		}
		for i, v := range sizes {
			t.lost[i%eq.cols] += v * (2 / farAbove)
		}
	}
	return t
}

// times writes Mx into y.
func (eq *equation) times(y, x []float64) {
	if eq.dense != nil {
		eq.dense.times(y, x, eq.cols)
		return
	}
	par.For(eq.n, chunkRows, func(_, lo, hi int) { eq.sparse.MulRows(y, x, eq.cols, lo, hi) })
}

// row writes row i of b - (I-M)x into y, and the sum of the sizes of its terms into
// size, and returns the bound on the relative error of each term.
func (t *terms) row(eq *equation, x []float64, i int, y, size []float64) float64 {
	relative := eq.delta
	if eq.dense != nil {
		relative += 4 * float64(eq.dense.w.N()+20) * unit
	} else {
		relative += 4 * float64(eq.start[i+1]-eq.start[i]+4) * unit
	}
	b, own := eq.row(eq.b, i), eq.row(x, i)
	mx, sizes := eq.row(t.mx, i), eq.row(t.size, i)
	for k := range y {
		y[k] = b[k] - own[k] + mx[k]
		size[k] = math.Abs(b[k]) + math.Abs(own[k]) + sizes[k] + t.lost[k]/relative
	}
	return relative
}
