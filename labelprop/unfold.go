package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/mat"
)

// unfold turns the answer for the parts into that for the rows.
func (f *folded) unfold(r *Result, symmetric bool) {
	if f.rows == nil {
		return
	}
	first := f.rows.first
	_, c := r.Scores.Dims()
	if f.mass != nil && symmetric {
		f.divideByRoots(r)
	}
	// Every row has the answer of the first part that is alike.
	if rows, _ := r.Scores.Dims(); isPermutation(first, rows) {
		permute(r.Scores, first)
		permute(r.LogScores, first)
	} else {
		r.Scores, r.LogScores = rowsOf(r.Scores, first, c), rowsOf(r.LogScores, first, c)
	}
	r.Status, r.Proven, r.Labels = taken(r.Status, first), taken(r.Proven, first), taken(r.Labels, first)
	if r.component != nil {
		r.component = taken(r.component, first)
	}
	r.seedMass, r.rows = f.seedMass(c), &f.rows.rowOrder
}

// divideByRoots turns scores √m·F of parts of m copies into F.
func (f *folded) divideByRoots(r *Result) {
	for a, m := range f.mass {
		if m == 1 {
			continue
		}
		for k, v := range r.Scores.RawRowView(a) {
			r.Scores.Set(a, k, v/math.Sqrt(m))
			if r.LogScores != nil {
				r.LogScores.Set(a, k, r.LogScores.At(a, k)-math.Log(m)/2)
			}
		}
	}
}

// seedMass returns the sum of the given labels of each class, added up in the order of the
// parts.
func (f *folded) seedMass(c int) []float64 {
	sum := make([]float64, c)
	at := f.given.index()
	for _, i := range f.rows.order {
		if l := at[i]; l >= 0 && f.given.c == c {
			for k, y := range f.given.row(l) {
				sum[k] += y
			}
		}
	}
	return sum
}

// isPermutation reports whether from names each of n rows once.
func isPermutation(from []int32, n int) bool {
	named := make([]bool, n)
	for _, i := range from {
		if named[i] {
			return false
		}
		named[i] = true
	}
	return len(from) == n
}

// permute is rowsOf in the memory of m, for a permutation: scores are the largest part of an answer.
func permute(m *mat.Dense, from []int32) {
	if m == nil {
		return
	}
	done, first := make([]bool, len(from)), make([]float64, m.RawMatrix().Cols)
	for start := range from {
		if done[start] {
			continue
		}
		// Rows move along a cycle, each to where the one before has just left; the first of them closes it.
		copy(first, m.RawRowView(start))
		to := start
		for next := int(from[to]); next != start; to, next = next, int(from[next]) {
			copy(m.RawRowView(to), m.RawRowView(next))
			done[to] = true
		}
		m.SetRow(to, first)
		done[to] = true
	}
}

// rowsOf returns the rows of m that from names; nil for nil.
func rowsOf(m *mat.Dense, from []int32, c int) *mat.Dense {
	if m == nil {
		return nil
	}
	out := mat.NewDense(len(from), c, nil)
	par.For(len(from), chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			copy(out.RawRowView(i), m.RawRowView(int(from[i])))
		}
	})
	return out
}

// taken returns the values that from names; nil for nil.
func taken[T any](values []T, from []int32) []T {
	if values == nil {
		return nil
	}
	out := make([]T, len(from))
	for i, a := range from {
		out[i] = values[a]
	}
	return out
}
