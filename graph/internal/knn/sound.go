package knn

import (
	"math"
	"sync/atomic"

	"github.com/propagate-go/propagate/internal/vec"
)

// Sound reports whether rows that were read are some that [NewPoints] makes: no index leads
// outside, every value is finite, and the bounds hold by which errors are judged. O(nd).
func (p *Points) Sound() bool {
	if p.n < 0 || p.d < 1 || p.d > math.MaxInt32 || p.metric == nil || p.zero != nil && len(p.zero) != p.n {
		return false
	}
	stored, ok := p.storedRows()
	if !ok || p.at != nil && len(p.at) != p.n {
		return false
	}
	for _, i := range p.at {
		if i < 0 || int(i) >= stored {
			return false
		}
	}
	return p.soundScale() && p.soundUnits()
}

// storedRows returns how many rows are stored, of which at names some, and whether all of
// them are whole.
func (p *Points) storedRows() (int, bool) {
	// Without at there are n.
	if p.dense != nil {
		stored := p.dense.rows()
		whole := stored*p.d == p.dense.size() && (p.at != nil || stored == p.n)
		return stored, whole && (p.dense.length == nil || len(p.dense.length) == stored && p.facts.unit)
	}
	stored := len(p.start) - 1
	if stored < 0 || p.at == nil && stored != p.n || !SoundRows(p.start, stored, p.ind, p.val, p.d) {
		return 0, false
	}
	// Distances merge rows by rising column.
	for i := range stored {
		if !rises(p.ind[p.start[i]:p.start[i+1]]) {
			return 0, false
		}
	}
	return stored, true
}

// rises reports whether every number is above the one before.
func rises(ind []int32) bool {
	for e := 1; e < len(ind); e++ {
		if ind[e] <= ind[e-1] {
			return false
		}
	}
	return true
}

// exponents bounds those that values of float64 can give to a scale or to a grid.
const exponents = 1 << 12

// soundScale reports whether all values are finite and no larger, and on no finer a grid, than
// what is stored says: else a bound on an error would be too small.
func (p *Points) soundScale() bool {
	if !(p.maxAbs >= 0 && p.maxAbs <= math.MaxFloat64) || p.gridExp < -exponents || max(p.exp, -p.exp) > exponents {
		return false
	}
	// Scaled or not, the magnitudes have room for squares, see prepare.
	_, top := math.Frexp(p.maxAbs)
	if p.facts.scales && top > topExp || !p.facts.scales && p.exp != 0 {
		return false
	}
	// What the values themselves say.
	largest, grid := p.extent()
	return p.allFinite() && largest <= p.maxAbs && grid >= p.gridExp
}

// allFinite reports whether no value is NaN or infinite.
func (p *Points) allFinite() bool {
	var odd atomic.Bool
	p.eachBlock(func(values []float64) {
		// v - v is 0 for a finite v, and NaN for all others.
		sum := 0.0
		for _, v := range values {
			sum += v - v
		}
		if sum != 0 {
			odd.Store(true)
		}
	})
	return !odd.Load()
}

// soundUnits reports whether rows have unit length where the metric needs that, or are zero.
func (p *Points) soundUnits() bool {
	if !p.facts.unit {
		return p.zero == nil
	}
	r := p.reader()
	for i := range p.n {
		_, row := r.row(i)
		length := vec.Dot(row, row)
		// A row of zeros is known as one.
		zero := p.zero != nil && p.zero[i]
		if zero != (length == 0) || !zero && math.Abs(length-1) > 1e-9 {
			return false
		}
	}
	return true
}

// SoundRows reports whether start divides ind and values among n rows, all of ind being
// from 0 to below limit.
func SoundRows(start []int, n int, ind []int32, values []float64, limit int) bool {
	// The beginnings span all entries and never fall.
	if len(start) != n+1 || start[0] != 0 || start[n] != len(ind) || len(ind) != len(values) {
		return false
	}
	for i := range n {
		if start[i+1] < start[i] {
			return false
		}
	}
	for _, j := range ind {
		if j < 0 || int(j) >= limit {
			return false
		}
	}
	return true
}

// IsDistance reports whether d2 is the squared distance of rows i and j of p, up to how
// processors round it.
func (p *Points) IsDistance(i, j int, d2 float64) bool {
	want := NewRuler(p, p).between(min(i, j), max(i, j))
	return math.Abs(d2-want) <= 1e-9*want
}
