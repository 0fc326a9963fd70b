package knn

import (
	"math"
	"math/bits"
	"sync"

	"github.com/propagate-go/propagate/internal/par"
)

// span is the least and the greatest value of each column of some rows.
type span struct{ low, high []float64 }

// columnSpan returns the span of dense rows. O(nd) if it is not known yet.
func (p *Points) columnSpan() *span {
	if p.span != nil {
		return p.span
	}
	parts := make([]span, par.Chunks(p.n, surveyRows))
	par.For(p.n, surveyRows, func(c, lo, hi int) {
		r := p.reader()
		_, first := r.row(lo)
		s := span{append([]float64(nil), first...), append([]float64(nil), first...)}
		for i := lo + 1; i < hi; i++ {
			_, row := r.row(i)
			s.add(row)
		}
		parts[c] = s
	})
	all := &parts[0]
	for _, s := range parts[1:] {
		for j := range all.low {
			all.low[j], all.high[j] = min(all.low[j], s.low[j]), max(all.high[j], s.high[j])
		}
	}
	return all
}

// join returns the span of both.
func (s *span) join(t *span) *span {
	all := &span{make([]float64, len(s.low)), make([]float64, len(s.high))}
	for j := range s.low {
		all.low[j], all.high[j] = min(s.low[j], t.low[j]), max(s.high[j], t.high[j])
	}
	return all
}

// add takes a row into account.
func (s *span) add(row []float64) {
	low, high := s.low[:len(row)], s.high[:len(row)]
	for j, v := range row {
		if v < low[j] {
			low[j] = v
		}
		if v > high[j] {
			high[j] = v
		}
	}
}

// reach returns the largest distance from center in any column.
func (s *span) reach(center []float64) float64 {
	largest := 0.0
	for j, c := range center {
		largest = max(largest, s.high[j]-c, c-s.low[j])
	}
	return largest
}

// columnMeans returns about the means of the columns of dense rows: to 2⁻⁶² of their number times the largest
// magnitude. O(nd).
func (p *Points) columnMeans() []float64 {
	// Whole numbers of small units have the same sum in any order: rows are read as they are stored, from one end to
	// the other, and the means do not depend on how they are stored. n of the largest stay below 2⁶².
	_, top := math.Frexp(p.maxAbs)
	unit := top + bits.Len(uint(p.n)) - 62
	scale := math.Ldexp(1, -unit)
	var lock sync.Mutex
	all := make([]int64, p.d)
	p.eachStored(func(rows []int32) {
		r, sum := p.reader(), make([]int64, p.d)
		for _, i := range rows {
			_, row := r.row(int(i))
			row = row[:len(sum)]
			for j, v := range row {
				sum[j] += int64(v * scale)
			}
		}
		lock.Lock()
		defer lock.Unlock()
		for j, v := range sum {
			all[j] += v
		}
	})
	means := make([]float64, p.d)
	for j, v := range all {
		means[j] = math.Ldexp(float64(v)/float64(p.n), unit)
	}
	return means
}

// eachStored calls f with some rows at a time, in the order in which they are stored: memory is read at its full speed
// only from one end to the other.
func (p *Points) eachStored(f func(rows []int32)) {
	rows := identity(p.n)
	if p.at != nil {
		rows = p.byPlace()
	}
	par.For(p.n, surveyRows/16, func(_, lo, hi int) { f(rows[lo:hi]) })
}

// byPlace lists the rows in the order of their places.
func (p *Points) byPlace() []int32 {
	// Where a row is stored, its number; places of rows that have been left out stay empty.
	last := int32(0)
	for _, place := range p.at {
		last = max(last, place)
	}
	rowAt := make([]int32, last+1)
	for i, place := range p.at {
		rowAt[place] = int32(i) + 1
	}
	rows := make([]int32, 0, p.n)
	for _, i := range rowAt {
		if i > 0 {
			rows = append(rows, i-1)
		}
	}
	return rows
}
