package network

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
)

// residualBounds are what a certificate needs of a product: Mx and M|x|, and in each column what
// dense weights that are kept as 0 may add.
type residualBounds struct {
	mx, size []float64
	lost     []float64
	room     [3][]float64 // n×cols each, to write to again
}

// terms returns those of x, which are valid until it is called again.
func (eq *equation) boundResidual(x []float64) *residualBounds {
	if eq.lastBounds == nil {
		eq.lastBounds = &residualBounds{}
		for i := range eq.lastBounds.room {
			eq.lastBounds.room[i] = make([]float64, len(x))
		}
	}
	t := eq.lastBounds
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
			t.lost[k] = float64(eq.dense.clamped) * (2 / aboveLost) // of b
		}
		for i, v := range sizes {
			t.lost[i%eq.cols] += v * (2 / aboveLost)
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
func (t *residualBounds) row(eq *equation, x []float64, i int, y, size []float64) float64 {
	relative := eq.relErr
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
