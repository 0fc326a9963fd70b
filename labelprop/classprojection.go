package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
)

// sizeProjection shifts the columns of a matrix of scores so that the largest entry of
// a row names class k in want[k] of the rows: the dual of the assignment of rows to
// classes of given sizes that has the largest sum of scores,
//
//	min_v Σᵢ maxₖ(sᵢₖ + vₖ) - Σₖ wantₖvₖ,
//
// which is convex, and minimised over one vₖ at a time by a quantile.
type sizeProjection struct {
	score []float64 // n×c; -Inf: never
	want  []float64 // rows of each class
	shift []float64 // v

	gap []float64
}

const (
	// mostRefits bounds the steps of one class; far fewer are needed.
	mostRefits = 300
	// sizeTolerance is when the sizes are good enough, as a share of the rows.
	sizeTolerance = 1e-3
)

// fit moves the shifts until every size is within tolerance·n of what is wanted,
// and reports whether it succeeded. Cost: some ten sweeps over the scores.
func (a *sizeProjection) fit(tolerance float64) bool {
	n := len(a.score) / len(a.want)
	for range mostRefits {
		// One class at a time, the one that is farthest from its size.
		k, off := a.worst(a.sizes())
		if off <= max(tolerance*float64(n), 1) {
			return true
		}
		a.refit(k)
	}
	return false
}

// worst returns the class whose size is farthest off, and how far.
func (a *sizeProjection) worst(sizes []int) (class int, off float64) {
	for k, size := range sizes {
		if d := math.Abs(float64(size) - a.want[k]); d > off {
			class, off = k, d
		}
	}
	return class, off
}

// name returns the class of row i, -1 if it can have none.
func (a *sizeProjection) name(i int) int {
	best, top := -1, math.Inf(-1)
	for k, v := range a.score[i*len(a.want) : (i+1)*len(a.want)] {
		if v += a.shift[k]; v > top {
			best, top = k, v
		}
	}
	return best
}

func (a *sizeProjection) sizes() []int {
	c := len(a.want)
	n := len(a.score) / c
	part := make([]int, par.Chunks(n, chunkRows)*c)
	par.For(n, chunkRows, func(chunk, lo, hi int) {
		for i := lo; i < hi; i++ {
			// Chunk by chunk, without locks.
			if k := a.name(i); k >= 0 {
				part[chunk*c+k]++
			}
		}
	})
	total := make([]int, c)
	for i, v := range part {
		total[i%c] += v
	}
	return total
}

// refit moves the shift of one class so that its size is right.
func (a *sizeProjection) refit(k int) {
	c := len(a.want)
	n := len(a.score) / c
	a.gap = append(a.gap[:0], make([]float64, n)...)
	par.For(n, chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			// With the other shifts held, row i goes to class k as soon as its shift exceeds
			// the gap. So the shift that gives it want rows lies between two order statistics
			// of the gaps.
			a.gap[i] = a.behind(i, k)
		}
	})
	// The gaps on both sides of the wanted size.
	at := min(int(math.Round(a.want[k])), n)
	lower, upper := math.Inf(-1), math.Inf(1)
	if at > 0 {
		lower = selected(a.gap, at-1)
	}
	if at < n {
		upper = selected(a.gap, at)
	}
	switch {
	// Between the two, or beyond the only finite one.
	case !math.IsInf(lower, 0) && !math.IsInf(upper, 0):
		a.shift[k] = lower + (upper-lower)/2
	case !math.IsInf(lower, 0):
		a.shift[k] = lower + 1
	case !math.IsInf(upper, 0):
		a.shift[k] = upper - 1
	}
}

// behind returns by how much the score of class k in row i falls short of the largest other.
func (a *sizeProjection) behind(i, k int) float64 {
	row := a.score[i*len(a.want) : (i+1)*len(a.want)]
	// The row can never have this class.
	if math.IsInf(row[k], -1) {
		return math.Inf(1)
	}
	top := math.Inf(-1)
	for j, v := range row {
		if v += a.shift[j]; j != k && v > top {
			top = v
		}
	}
	return top - row[k]
}

// selected returns the entry that would be at place k of x in order, and orders x
// as far as that takes: Hoare's selection [hoare1961], linear on average.
func selected(x []float64, k int) float64 {
	lo, hi := 0, len(x)-1
	for lo < hi {
		// Split around the middle entry.
		i, j, pivot := lo, hi, x[lo+(hi-lo)/2]
		for i <= j {
			for x[i] < pivot {
				i++
			}
			for x[j] > pivot {
				j--
			}
			if i <= j {
				x[i], x[j] = x[j], x[i]
				i, j = i+1, j-1
			}
		}
		switch {
		// Go on in the part that holds place k.
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return x[k]
		}
	}
	return x[k]
}
