package graph

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"
)

// ErrNoRows is returned for a matrix without rows or columns.
var ErrNoRows = errors.New("graph: no rows")

// points is a set of rows, dense or sparse, ready for one metric. Values whose
// squares would leave the range of float64 are stored times 2^-exp.
type points struct {
	n, d   int
	metric kernel.Metric
	exp    int

	dense []float64 // n×d, nil for sparse rows
	given bool      // dense is the caller's, to be read alone
	start []int     // sparse rows: row i is ind, val [start[i]:start[i+1]]
	ind   []int32
	val   []float64

	zero    []bool  // cosine: rows without a direction
	maxAbs  float64 // the largest stored magnitude
	gridExp int     // every value is a multiple of 2^gridExp in the stored units
	moved   bool    // some row was too far out, see fit
}

// The squares of differences, and their sums, are in the range of float64 where
// the magnitudes are below 2^topExp, new rows' below 2^farExp, and all is a multiple
// of 2^leastGrid.
const (
	topExp    = 240
	farExp    = 470
	leastGrid = -511
)

// rawRower and rawMatrixer are implemented by *mat.Dense.
type (
	rawRower    interface{ RawRowView(i int) []float64 }
	rawMatrixer interface{ RawMatrix() blas64.General }
)

func newPoints(x mat.Matrix, metric kernel.Metric) (*points, error) {
	n, d := x.Dims()
	if n == 0 || d == 0 {
		return nil, ErrNoRows
	}
	if n > math.MaxInt32 || d > math.MaxInt32 {
		return nil, fmt.Errorf("graph: %d×%d values: at most %d rows and columns fit", n, d, math.MaxInt32)
	}
	if metric == nil {
		metric = kernel.Euclidean{}
	}
	p := &points{n: n, d: d, metric: metric}
	p.load(x, p.builtIn())
	if err := p.checkFinite(); err != nil {
		return nil, err
	}
	p.prepare()
	return p, nil
}

// like returns the rows of x stored and scaled as p is, to be measured against p.
func (p *points) like(x mat.Matrix) (*points, error) {
	n, d := x.Dims()
	if n == 0 {
		return nil, ErrNoRows
	}
	if d != p.d {
		return nil, fmt.Errorf("graph: new rows have %d columns, the graph's have %d", d, p.d)
	}
	q := &points{n: n, d: d, metric: p.metric}
	q.load(x, p.dense == nil)
	if p.dense == nil && q.dense != nil {
		q.sparsify()
	}
	if err := q.checkFinite(); err != nil {
		return nil, err
	}
	q.normalize()
	q.survey()
	if q.scales() {
		q.fit(p.exp)
	}
	q.maxAbs = vec.MaxAbs(q.values())
	return q, nil
}

// fit brings new rows to units of 2^exp. A row so far out that its squares would
// overflow is moved in, in its own direction, to magnitude 2^farExp: still so far
// that all rows searched are equally far from it in float64.
func (p *points) fit(exp int) {
	p.exp, p.gridExp = exp, p.gridExp-exp
	for i := range p.n {
		_, row := p.row(i)
		shift, largest := -exp, vec.MaxAbs(row)
		if _, top := math.Frexp(largest); largest > 0 && top+shift > farExp {
			shift, p.moved = farExp-top, true
		}
		if shift != 0 {
			p.own()
			_, row = p.row(i)
			shiftBy(row, shift)
		}
	}
}

// some returns a copy of some rows.
func (p *points) some(rows []int32) *points {
	q := *p
	q.n, q.dense, q.start, q.ind, q.val, q.zero = len(rows), nil, nil, nil, nil, nil
	if p.dense == nil {
		q.start = []int{0}
	}
	for _, i := range rows {
		cols, v := p.row(int(i))
		if p.dense != nil {
			q.dense = append(q.dense, v...)
		} else {
			q.ind, q.val = append(q.ind, cols...), append(q.val, v...)
			q.start = append(q.start, len(q.ind))
		}
		if p.zero != nil {
			q.zero = append(q.zero, p.zero[i])
		}
	}
	return &q
}

// with returns the rows of p with error bounds that hold for their distances to q.
func (p *points) with(q *points) *points {
	both := *p
	both.maxAbs, both.gridExp = max(p.maxAbs, q.maxAbs), min(p.gridExp, q.gridExp)
	both.moved = q.moved
	return &both
}

// builtIn reports whether the metric is one that sparse rows will do for.
func (p *points) builtIn() bool {
	_, cosine := p.metric.(kernel.Cosine)
	return cosine || p.scales()
}

// scales reports whether the distance of rows times 2^e is 2^e times theirs.
func (p *points) scales() bool {
	switch p.metric.(type) {
	case kernel.Euclidean, kernel.Manhattan:
		return true
	}
	return false
}

// load takes x as it is where its rows lie one behind the other, and otherwise copies
// it, as sparse rows where x has them and the metric can use them.
func (p *points) load(x mat.Matrix, sparse bool) {
	if rows, ok := x.(mat.RowNonZeroDoer); ok {
		p.loadSparse(rows)
		if !sparse {
			p.densify()
		}
		return
	}
	if raw, ok := x.(rawMatrixer); ok && raw.RawMatrix().Stride == p.d {
		p.dense, p.given = raw.RawMatrix().Data[:p.n*p.d], true
		return
	}
	p.dense = make([]float64, p.n*p.d)
	raw, isRaw := x.(rawRower)
	for i := range p.n {
		row := p.dense[i*p.d : (i+1)*p.d]
		if isRaw {
			copy(row, raw.RawRowView(i))
			continue
		}
		for j := range row {
			row[j] = x.At(i, j)
		}
	}
}

// own copies what is the caller's.
func (p *points) own() {
	if p.given {
		p.dense, p.given = slices.Clone(p.dense), false
	}
}

func (p *points) loadSparse(x mat.RowNonZeroDoer) {
	p.start = make([]int, 1, p.n+1)
	for i := range p.n {
		lo := len(p.ind)
		x.DoRowNonZero(i, func(_, j int, v float64) {
			p.ind = append(p.ind, int32(j))
			p.val = append(p.val, v)
		})
		sortRow(p.ind[lo:], p.val[lo:])
		p.start = append(p.start, len(p.ind))
	}
}

func (p *points) densify() {
	p.dense = make([]float64, p.n*p.d)
	for i := range p.n {
		for e := p.start[i]; e < p.start[i+1]; e++ {
			p.dense[i*p.d+int(p.ind[e])] = p.val[e]
		}
	}
	p.start, p.ind, p.val = nil, nil, nil
}

func (p *points) sparsify() {
	p.start = make([]int, 1, p.n+1)
	for i := range p.n {
		for j, v := range p.dense[i*p.d : (i+1)*p.d] {
			if v != 0 {
				p.ind, p.val = append(p.ind, int32(j)), append(p.val, v)
			}
		}
		p.start = append(p.start, len(p.ind))
	}
	p.dense = nil
}

// values returns all stored values.
func (p *points) values() []float64 {
	if p.dense != nil {
		return p.dense
	}
	return p.val
}

// row returns the stored values of row i; sparse rows have their indices in cols.
func (p *points) row(i int) (cols []int32, v []float64) {
	if p.dense != nil {
		return nil, p.dense[i*p.d : (i+1)*p.d]
	}
	return p.ind[p.start[i]:p.start[i+1]], p.val[p.start[i]:p.start[i+1]]
}

func (p *points) checkFinite() error {
	return par.Try(p.n, spreadRows, func(_, lo, hi int) error {
		for i := lo; i < hi; i++ {
			cols, row := p.row(i)
			for j, v := range row {
				if v-v == 0 {
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

// prepare brings the rows into the form that the metric is computed on. The scale
// is changed only where it has to be, and then to one that depends on the digits
// alone: rows times a power of two give the same distances, bit for bit.
func (p *points) prepare() {
	p.normalize()
	p.survey()
	_, top := math.Frexp(p.maxAbs)
	if p.scales() && (top > topExp || p.gridExp < leastGrid) {
		p.exp = top - topExp
		p.own()
		shiftBy(p.values(), -p.exp)
		p.maxAbs = math.Ldexp(p.maxAbs, -p.exp)
		p.gridExp -= p.exp
	}
}

// survey finds the largest magnitude, and the grid of all values.
func (p *points) survey() {
	values := p.values()
	const size = 1 << 16
	largest, grid := make([]float64, par.Chunks(len(values), size)), make([]int, par.Chunks(len(values), size))
	par.For(len(values), size, func(c, lo, hi int) {
		largest[c], grid[c] = vec.MaxAbs(values[lo:hi]), gridExponent(values[lo:hi])
	})
	p.maxAbs, p.gridExp = 0, math.MaxInt32
	for c := range largest {
		p.maxAbs, p.gridExp = max(p.maxAbs, largest[c]), min(p.gridExp, grid[c])
	}
}

// normalize brings the rows to unit length for the cosine.
func (p *points) normalize() {
	if _, ok := p.metric.(kernel.Cosine); !ok {
		return
	}
	p.own()
	p.zero = make([]bool, p.n)
	for i := range p.n {
		_, row := p.row(i)
		p.zero[i] = !kernel.Normalize(row)
	}
}

// shiftBy multiplies the values by 2^exp.
func shiftBy(values []float64, exp int) {
	if exp == 0 {
		return
	}
	for i, v := range values {
		values[i] = math.Ldexp(v, exp)
	}
}

// lossy reports whether the scaling may have cost a value its last digits.
func (p *points) lossy() bool { return p.gridExp < -1074 }

// Point returns the dense coordinates of row i in the stored units, and nil where one
// power of two cannot bring all values into the range of float64.
func (p *points) Point(i int) []float64 {
	if p.lossy() {
		return nil
	}
	cols, v := p.row(i)
	if p.dense != nil {
		return v
	}
	row := make([]float64, p.d)
	for e, j := range cols {
		row[j] = v[e]
	}
	return row
}

// gridExponent returns the largest g such that every value is a multiple of 2^g.
func gridExponent(values []float64) int {
	g := math.MaxInt32
	for _, v := range values {
		if v == 0 {
			continue
		}
		b := math.Float64bits(v)
		mantissa, exp := b&(1<<52-1), int(b>>52&0x7ff)
		if exp != 0 {
			mantissa |= 1 << 52
		} else {
			exp = 1
		}
		g = min(g, exp-1075+bits.TrailingZeros64(mantissa))
	}
	return g
}

// relativeError bounds the relative error of the squared distances d2: 0 where the
// values lie on a grid so coarse that every operation is exact (integers),
// (d+3)u for a sum of d squared differences [higham2002], twice that for a square
// of a sum, and +Inf where a square may have left the range of float64. The exact
// distance is that of the rows given; for the cosine that of the unit vectors in
// float64, for a metric from outside the one it returned.
func (p *points) relativeError(d2 []float64) float64 {
	const u = 0x1p-53
	if p.moved || p.underflows(d2) {
		return math.Inf(1)
	}
	d, units := float64(p.d), math.Ldexp(2*p.maxAbs, -p.gridExp)
	switch p.metric.(type) {
	case kernel.Euclidean:
		if d*units*units <= 0x1p53 {
			return 0
		}
		return (d + 3) * u
	case kernel.Manhattan:
		if d*units*d*units <= 0x1p53 {
			return 0
		}
	case kernel.Cosine:
	default:
		return u
	}
	return 2 * (d + 3) * u
}

// underflows reports whether one of d2 may have lost digits, or all of them, below
// the range of float64. From 2^-900 on such a loss is beyond the last digit.
func (p *points) underflows(d2 []float64) bool {
	for _, v := range d2 {
		if v < 0x1p-900 && (v > 0 || p.gridExp < leastGrid) {
			return true
		}
	}
	return false
}
