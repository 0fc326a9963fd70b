package knn

import (
	"math"
	"sync"

	"github.com/propagate-go/propagate/internal/par"
)

// reader reads the rows of points as float64, one at a time: where they are, and those of float32 in memory of its own.
// Each worker needs one. What it returns lives until the next row is read, and must not be changed.
type reader struct {
	*Points
	buffer []float64 // room for a row of float32; nil: rows are read where they are
	held   int       // the place of the row in the buffer
}

// reader returns one.
func (p *Points) reader() reader {
	if p.dense == nil {
		return reader{Points: p}
	}
	return reader{p, p.dense.room(1), -1}
}

// row returns the stored values of row i; sparse rows have their indices in cols.
func (r *reader) row(i int) (cols []int32, v []float64) {
	p := r.Points
	i = p.place(i)
	if p.dense == nil {
		return p.ind[p.start[i]:p.start[i+1]], p.val[p.start[i]:p.start[i+1]]
	}
	if r.buffer == nil {
		return nil, p.dense.wide[i*p.d : (i+1)*p.d]
	}
	// A row that is measured against many is widened once.
	if r.held != i {
		p.dense.columns(r.buffer, i, 0, p.d)
		r.held = i
	}
	return nil, r.buffer
}

const (
	// surveyValues is about the number of values that one worker looks at, widenedValues how many of these are widened
	// at a time.
	surveyValues, widenedValues = 1 << 16, 1 << 12
)

// eachBlock calls f with all stored values, in blocks of any order and size, from several workers.
func (p *Points) eachBlock(f func(values []float64)) {
	if p.dense == nil {
		par.For(len(p.val), surveyValues, func(_, lo, hi int) { f(p.val[lo:hi]) })
		return
	}
	// Many values for each worker, of which a few at a time are widened.
	step := max(1, widenedValues/p.dense.d)
	par.For(p.dense.rows(), max(step, surveyValues/p.dense.d), func(_, lo, hi int) {
		buffer := p.dense.room(min(step, hi-lo))
		for ; lo < hi; lo += step {
			f(p.dense.block(buffer, lo, min(hi, lo+step)))
		}
	})
}

// extent returns the largest magnitude of all stored values, and the largest g such that every one is a multiple of
// 2^g.
func (p *Points) extent() (largest float64, grid int) {
	var lock sync.Mutex
	grid = math.MaxInt32
	p.eachBlock(func(values []float64) {
		most, finest := magnitudes(values)
		lock.Lock()
		defer lock.Unlock()
		largest, grid = max(largest, most), min(grid, finest)
	})
	return largest, grid
}
