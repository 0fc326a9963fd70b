package knn

import (
	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/floats"
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

// columnSums returns the sums of the columns of dense rows. O(nd).
func (p *Points) columnSums() []float64 {
	// Chunks of fixed size are summed up in order: the same bits for any number of workers.
	parts := make([][]float64, par.Chunks(p.n, surveyRows))
	par.For(p.n, surveyRows, func(c, lo, hi int) {
		four, sum, i := p.fourReaders(), make([]float64, p.d), lo
		for ; i+4 <= hi; i += 4 {
			addFour(sum, &four, i)
		}
		for ; i < hi; i++ {
			_, row := four[0].row(i)
			floats.Add(sum, row)
		}
		parts[c] = sum
	})
	for _, s := range parts[1:] {
		floats.Add(parts[0], s)
	}
	return parts[0]
}

func (p *Points) fourReaders() [4]reader {
	return [4]reader{p.reader(), p.reader(), p.reader(), p.reader()}
}

// addFour adds four rows from i on, one after the other. They may stand far apart in memory, which brings parts of all
// four while one of them alone would have to be waited for.
func addFour(sum []float64, four *[4]reader, i int) {
	var rows [4][]float64
	for r := range rows {
		_, row := four[r].row(i + r)
		rows[r] = row[:len(sum)]
	}
	a, b, c, d := rows[0], rows[1], rows[2], rows[3]
	for j, s := range sum {
		sum[j] = s + a[j] + b[j] + c[j] + d[j]
	}
}

// eachStored calls f with some rows at a time, in the order in which they are stored: memory is read at its full speed
// only from one end to the other.
func (p *Points) eachStored(f func(rows []int32)) {
	rows := identity(p.n)
	if p.at != nil {
		rows = p.byPlace()
	}
	par.For(p.n, chunkRows, func(_, lo, hi int) { f(rows[lo:hi]) })
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
