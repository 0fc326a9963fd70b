package knn

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
)

// Distinct returns the rows of p without their copies, in an order that depends on their
// values alone, and for each row of p the number of the one that it equals. Rows without a
// direction, where the metric needs one, are left out: their number is -1. The values stay
// where they are. O(nd + n·log(n)).
func (p *Points) Distinct() (q *Points, number []int32) {
	rows := p.byValue()
	number = make([]int32, p.n)
	q = p.indexed(make([]int32, 0, p.n), rows.span)
	for e, i := range rows.order {
		// Equal rows stand side by side.
		switch {
		case p.zero != nil && p.zero[i]:
			number[i] = -1
			// Their values may have been the least or the greatest.
			q.span = nil
			continue
		case e == 0 || !rows.equal(e-1, e):
			q.at = append(q.at, i)
		}
		number[i] = int32(len(q.at) - 1)
	}
	// Rows may be equal only because the scale has cost them their last digits: then there is
	// no bound on distances.
	q.n = len(q.at)
	q.moved = q.moved || p.lossy() && q.n < p.n
	return q, number
}

// InOrder returns all rows of p in the order of [Points.Distinct], and for each row of p its
// number in it; same lists, for each number, the first that has an equal row.
func (p *Points) InOrder() (q *Points, number, same []int32) {
	rows := p.byValue()
	number, same = make([]int32, p.n), make([]int32, p.n)
	for e, i := range rows.order {
		number[i], same[e] = int32(e), int32(e)
		if e > 0 && rows.equal(e-1, e) {
			same[e] = same[e-1]
		}
	}
	return p.indexed(rows.order, rows.span), number, same
}

// indexed returns the rows of p in the given order, and with a span; p is not indexed itself.
func (p *Points) indexed(order []int32, s *span) *Points {
	q := *p
	q.n, q.at, q.zero, q.span = len(order), order, nil, s
	return &q
}

// valueOrder is an order of rows that depends on their values alone.
type valueOrder struct {
	pair  *Ruler // of the rows
	order []int32
	hash  []uint64 // of each row of points
	span  *span    // of the columns; nil for sparse rows
}

// equal reports whether two rows of the order are. Rows of two hashes differ.
func (o *valueOrder) equal(a, b int) bool {
	i, j := o.order[a], o.order[b]
	return o.hash[i] == o.hash[j] && o.pair.compare(i, j) == 0
}

// byValue lists the rows in the order of a hash of their values, and of the values where
// two hashes are the same. What is hashed is how far a value is above the least of its column,
// in units of a power of two that the rows give: so neither a power of two times all rows nor a
// shift that costs them no digit changes the order, and with it the last bit of an answer.
func (p *Points) byValue() *valueOrder {
	h := p.newHasher()
	hash := make([]uint64, p.n)
	par.For(p.n, surveyRows, func(_, lo, hi int) {
		r := p.reader()
		for i := lo; i < hi; i++ {
			hash[i] = h.row(&r, i)
		}
	})
	order, pair := identity(p.n), NewRuler(p, p)
	slices.SortFunc(order, func(a, b int32) int {
		if c := cmp.Compare(hash[a], hash[b]); c != 0 {
			return c
		}
		return pair.compare(a, b)
	})
	return &valueOrder{pair, order, hash, h.span}
}

// hasher knows where the values of each column begin, 0 for sparse rows, and their unit.
type hasher struct {
	low  []float64
	unit float64
	span *span // nil for sparse rows
}

func (p *Points) newHasher() hasher {
	h := hasher{low: make([]float64, p.d), unit: 1}
	largest := p.maxAbs
	if p.dense != nil {
		h.span = p.columnSpan()
		h.low, largest = h.span.low, h.span.reach(h.span.low)
	}
	// Beyond the range of float64 the values are hashed as they are.
	if _, exp := math.Frexp(largest); largest > 0 && !math.IsInf(largest, 1) && exp > -1000 && exp < 1000 {
		h.unit = math.Ldexp(1, -exp)
	}
	return h
}

const (
	// hashFactor is odd and has bits everywhere: 2⁶⁴ over the golden ratio.
	hashFactor = 0x9e3779b97f4a7c15
	// columnFactor sets the values of one column apart from those of another.
	columnFactor = 0xd6e8feb86659fd93
)

// row returns a hash of the values of row i that are above the least of their columns, and of
// these columns: sparse rows may hold zeros or not. It is a sum over the columns of a mixed
// value, four at a time.
func (h *hasher) row(r *reader, i int) uint64 {
	cols, row := r.row(i)
	if r.dense == nil {
		sum := uint64(0)
		for e, v := range row {
			sum += mixed(v*h.unit, uint64(cols[e]))
		}
		return sum
	}
	// Four sums, so that one product need not wait for the other.
	var sum [4]uint64
	low, unit := h.low[:len(row)], h.unit
	at := 0
	for ; at+4 <= len(row); at += 4 {
		v, from := row[at:at+4:at+4], low[at:at+4:at+4]
		sum[0] += mixed((v[0]-from[0])*unit, uint64(at))
		sum[1] += mixed((v[1]-from[1])*unit, uint64(at)+1)
		sum[2] += mixed((v[2]-from[2])*unit, uint64(at)+2)
		sum[3] += mixed((v[3]-from[3])*unit, uint64(at)+3)
	}
	for ; at < len(row); at++ {
		sum[0] += mixed((row[at]-low[at])*unit, uint64(at))
	}
	return sum[0] + sum[1] + sum[2] + sum[3]
}

// mixed returns a number that depends on all bits of a value and its column; 0 for ±0.
func mixed(v float64, column uint64) uint64 {
	// Both halves of the product of 128 bits.
	b := math.Float64bits(v)
	hi, lo := bits.Mul64(b<<1^b>>63, (column+1)*columnFactor|1)
	if v == 0 {
		return 0
	}
	return (hi ^ lo) * hashFactor
}

// compare compares two rows value by value, -0 being 0.
func (r *Ruler) compare(a, b int32) int {
	ac, av := r.q.row(int(a))
	bc, bv := r.p.row(int(b))
	if r.p.dense != nil {
		return slices.Compare(av, bv)
	}
	// A merge of two sparse rows: a column without a value holds 0.
	x, y := 0, 0
	for x < len(ac) || y < len(bc) {
		var u, v float64
		column := int32(math.MaxInt32)
		if x < len(ac) {
			column = ac[x]
		}
		if y < len(bc) {
			column = min(column, bc[y])
		}
		if x < len(ac) && ac[x] == column {
			u = av[x]
			x++
		}
		if y < len(bc) && bc[y] == column {
			v = bv[y]
			y++
		}
		if c := cmp.Compare(u, v); c != 0 {
			return c
		}
	}
	return 0
}
