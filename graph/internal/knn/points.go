package knn

import (
	"errors"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/kernel"
	"gonum.org/v1/gonum/mat"
)

// ErrNoRows is returned for a matrix without rows or columns.
var ErrNoRows = errors.New("graph: no rows")

// Points is a set of n rows of d values, dense or sparse, ready for one metric. Values whose
// squares would leave the range of float64 are stored times 2^-exp.
type Points struct {
	n, d   int
	metric kernel.Metric
	facts  *facts // of the metric
	exp    int

	dense *matrix // nil for sparse rows
	at    []int32 // the place of each row in dense or start; nil: its number
	start []int   // sparse rows: row i is ind, val [start[i]:start[i+1]]
	ind   []int32
	val   []float64

	zero    []bool  // metrics of unit vectors: rows of zeros; else nil
	maxAbs  float64 // the largest stored magnitude
	gridExp int     // every value is a multiple of 2^gridExp in the stored units
	moved   bool    // some row was too far out, see fit
	span    *span   // dense rows: that of each column, if it is known; nil: it is not
}

// NewPoints prepares the rows of x for a metric; nil means kernel.Euclidean. It keeps the
// memory of x where its rows lie one behind the other and need no change, and that of rows of float32 always.
//
// Errors: no rows, a value that is not finite. O(nd).
func NewPoints(x mat.Matrix, metric kernel.Metric) (points *Points, err error) {
	defer par.Catch(&err, "graph")
	n, d := dims(x)
	if n <= 0 || d <= 0 {
		return nil, ErrNoRows
	}
	if n > math.MaxInt32 || d > math.MaxInt32 {
		return nil, fmt.Errorf("graph: %d×%d values: at most %d rows and columns fit", n, d, math.MaxInt32)
	}
	if metric == nil {
		metric = kernel.Euclidean{}
	}
	// A metric from outside is called with dense rows.
	p := &Points{n: n, d: d, metric: metric, facts: factsOf(metric)}
	if err := p.load(x, p.facts.isKnown()); err != nil {
		return nil, err
	}
	if err := p.checkFinite(); err != nil {
		return nil, err
	}
	// Unit length and scale, as the metric needs them.
	p.prepare()
	return p, nil
}

// Like returns the rows of x stored and scaled as p is, to be measured against p.
//
// Errors: no rows, another number of columns, a value that is not finite. O(nd).
func (p *Points) Like(x mat.Matrix) (points *Points, err error) {
	defer par.Catch(&err, "graph")
	n, d := dims(x)
	if n <= 0 {
		return nil, ErrNoRows
	}
	if n > math.MaxInt32 {
		return nil, fmt.Errorf("graph: %d rows: at most %d fit", n, math.MaxInt32)
	}
	if d != p.d {
		return nil, fmt.Errorf("graph: new rows have %d columns, the graph's have %d", d, p.d)
	}
	// Both sets are dense or both are sparse.
	q := &Points{n: n, d: d, metric: p.metric, facts: p.facts}
	if err := q.load(x, p.dense == nil); err != nil {
		return nil, err
	}
	if p.dense == nil && q.dense != nil {
		q.sparsify()
	}
	if err := q.checkFinite(); err != nil {
		return nil, err
	}
	q.normalize()
	q.survey()
	if q.facts.scales {
		// Distances to p are in the units of p.
		q.fit(p.exp)
	}
	// What fit has moved in counts where it is now.
	q.maxAbs, _ = q.extent()
	return q, nil
}

// Empty are no rows.
func Empty() *Points {
	return &Points{metric: kernel.Euclidean{}, facts: factsOf(kernel.Euclidean{}), dense: newMatrix(0, 1)}
}

// N returns the number of rows.
func (p *Points) N() int { return p.n }

// D returns the number of columns.
func (p *Points) D() int { return p.d }

// CopyBytes is the memory of a copy of the rows that searches make: in codes of a byte, or of sparse rows by columns.
func (p *Points) CopyBytes() int64 {
	if p.dense == nil {
		return 12 * int64(len(p.val))
	}
	return int64(p.dense.size())
}

// Metric returns the metric.
func (p *Points) Metric() kernel.Metric { return p.metric }

// Exp returns e: squared distances are in units of 4^e.
func (p *Points) Exp() int { return p.exp }

// Dense returns the values row after row, and nil for sparse rows. O(nd) if the rows are
// stored in another order, or as float32.
func (p *Points) Dense() []float64 {
	if p.dense == nil {
		return nil
	}
	if p.at == nil && !p.dense.isNarrow() {
		return p.dense.wide
	}
	all := make([]float64, 0, p.n*p.d)
	r := p.reader()
	for i := range p.n {
		_, row := r.row(i)
		all = append(all, row...)
	}
	return all
}

// IsDense reports whether the rows are.
func (p *Points) IsDense() bool { return p.dense != nil }

// Each calls f with every row of dense ones in turn, which lives until the next.
func (p *Points) Each(f func(row []float64)) {
	r := p.reader()
	for i := range p.n {
		_, row := r.row(i)
		f(row)
	}
}

// Euclidean reports whether squared distances are those of the stored rows.
func (p *Points) Euclidean() bool { return p.metric == kernel.Metric(kernel.Euclidean{}) }

// InRange reports whether no squared distance of dense rows leaves the range of float64:
// values are multiples of 2^gridExp, so the least square above 0 is at least 2^-900.
func (p *Points) InRange() bool { return p.dense != nil && p.gridExp > -450 }

// Point returns the dense coordinates of row i in the stored units, and nil where one
// power of two cannot bring all values into the range of float64.
func (p *Points) Point(i int) []float64 {
	if p.lossy() {
		return nil
	}
	r := p.reader()
	cols, v := r.row(i)
	if p.dense != nil {
		return v
	}
	// Sparse rows are written out in full.
	row := make([]float64, p.d)
	for e, j := range cols {
		row[j] = v[e]
	}
	return row
}

// place returns where row i is stored.
func (p *Points) place(i int) int {
	if p.at == nil {
		return i
	}
	return int(p.at[i])
}

// WithoutUndefined returns the lists of the rows of p, those of rows without a direction
// emptied where the metric needs one.
func (p *Points) WithoutUndefined(l *Lists) *Lists {
	if !p.hasZero() {
		return l
	}
	out := &Lists{Cut: l.Cut}
	for i := range l.End {
		if ind, d2 := l.Row(i); !p.zero[i] {
			out.Ind, out.D2 = append(out.Ind, ind...), append(out.D2, d2...)
		}
		out.End = append(out.End, len(out.Ind))
	}
	return out
}

// hasZero reports whether a row has no direction where the metric needs one.
func (p *Points) hasZero() bool {
	for _, zero := range p.zero {
		if zero {
			return true
		}
	}
	return false
}

func (p *Points) checkFinite() error {
	return par.Try(p.n, surveyRows, func(_, lo, hi int) error {
		r := p.reader()
		for i := lo; i < hi; i++ {
			// The first bad value by row, then column, whatever the number of workers.
			cols, row := r.row(i)
			for j, v := range row {
				if v-v == 0 { // NaN for ±Inf and NaN, 0 for all others
					continue
				}
				if cols != nil {
					j = int(cols[j])
				}
				return fmt.Errorf("graph: row %d, column %d: %g is not a finite number", i, j, v)
			}
		}
		return nil
	})
}
