package graph

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
	"gonum.org/v1/gonum/mat"
)

// ErrNoRows is returned for a matrix without rows or columns.
var ErrNoRows = errors.New("graph: no rows")

// points is a set of rows, dense or sparse, ready for one metric. Values whose
// squares would leave the range of float64 are stored times 2^-exp, exactly.
type points struct {
	n, d   int
	metric kernel.Metric
	exp    int

	dense []float64 // n×d, nil for sparse rows
	start []int     // sparse rows: row i is ind, val [start[i]:start[i+1]]
	ind   []int32
	val   []float64

	zero    []bool // cosine: rows without a direction
	maxAbs  float64
	gridExp int // every stored value is a multiple of 2^gridExp
}

// rawRower is implemented by *mat.Dense.
type rawRower interface{ RawRowView(i int) []float64 }

func newPoints(x mat.Matrix, metric kernel.Metric) (*points, error) {
	n, d := x.Dims()
	if n == 0 || d == 0 {
		return nil, ErrNoRows
	}
	if n > math.MaxInt32 {
		return nil, fmt.Errorf("graph: %d rows, more than the %d that fit", n, math.MaxInt32)
	}
	if metric == nil {
		metric = kernel.Euclidean{}
	}
	p := &points{n: n, d: d, metric: metric}
	p.load(x, p.metricHasSparseForm())
	if err := p.checkFinite(); err != nil {
		return nil, err
	}
	p.prepare()
	return p, nil
}

// like returns the rows of x stored and scaled as p is, to be measured against p;
// where x is too far away for the scale of p, a copy of p on a common scale.
func (p *points) like(x mat.Matrix) (q, scaled *points, err error) {
	n, d := x.Dims()
	if n == 0 {
		return nil, nil, ErrNoRows
	}
	if d != p.d {
		return nil, nil, fmt.Errorf("graph: new rows have %d columns, the graph's have %d", d, p.d)
	}
	q = &points{n: n, d: d, metric: p.metric}
	q.load(x, p.dense == nil)
	if p.dense == nil && q.dense != nil {
		q.sparsify()
	}
	if err := q.checkFinite(); err != nil {
		return nil, nil, err
	}
	q.normalize()
	q.maxAbs = vec.MaxAbs(q.values())
	if _, exp := math.Frexp(q.maxAbs); exp-p.exp > 400 {
		p = p.rescaled(exp)
	}
	q.rescale(p.exp)
	return q, p, nil
}

// rescaled returns a copy of p in units of 2^exp.
func (p *points) rescaled(exp int) *points {
	c := *p
	c.dense, c.val = slices.Clone(p.dense), slices.Clone(p.val)
	c.rescale(exp - p.exp)
	c.exp = exp
	return &c
}

func (p *points) metricHasSparseForm() bool {
	switch p.metric.(type) {
	case kernel.Euclidean, kernel.Cosine, kernel.Manhattan:
		return true
	}
	return false
}

// load copies x, as sparse rows where x has them and the metric can use them.
func (p *points) load(x mat.Matrix, sparse bool) {
	if rows, ok := x.(mat.RowNonZeroDoer); ok {
		p.loadSparse(rows)
		if !sparse {
			p.densify()
		}
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
	for i := range p.n {
		cols, row := p.row(i)
		for j, v := range row {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				if cols != nil {
					j = int(cols[j])
				}
				return fmt.Errorf("graph: row %d, column %d: %g is not a finite number", i, j, v)
			}
		}
	}
	return nil
}

// prepare brings the rows into the form that the metric is computed on.
func (p *points) prepare() {
	p.normalize()
	p.maxAbs = vec.MaxAbs(p.values())
	_, exp := math.Frexp(p.maxAbs)
	if exp < -400 || exp > 400 {
		p.rescale(exp)
		p.maxAbs = math.Ldexp(p.maxAbs, -exp)
	}
	p.gridExp = gridExponent(p.values())
}

// normalize brings the rows to unit length for the cosine.
func (p *points) normalize() {
	if _, ok := p.metric.(kernel.Cosine); !ok {
		return
	}
	p.zero = make([]bool, p.n)
	for i := range p.n {
		_, row := p.row(i)
		p.zero[i] = !kernel.Normalize(row)
	}
}

// rescale multiplies the stored values by 2^-exp, for the metrics that scale.
func (p *points) rescale(exp int) {
	if !p.metricHasSparseForm() || exp == 0 {
		return
	}
	p.exp = exp
	for i, v := range p.values() {
		p.values()[i] = math.Ldexp(v, -exp)
	}
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

// relativeError bounds the relative error of a squared distance: 0 where the
// values lie on a grid so coarse that every operation is exact (integers),
// otherwise (d+2)u for the sum of d squared differences [higham2002].
func (p *points) relativeError() float64 {
	const u = 0x1p-53
	switch p.metric.(type) {
	case kernel.Euclidean:
		units := math.Ldexp(2*p.maxAbs, -p.gridExp)
		if p.maxAbs == 0 || float64(p.d)*units*units <= 0x1p53 {
			return 0
		}
		return float64(p.d+2) * u
	case kernel.Manhattan:
		return 2 * float64(p.d+2) * u
	}
	return 4 * float64(p.d+8) * u // cosine: the unit vectors are rounded too
}
