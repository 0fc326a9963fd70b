package knn

import (
	"slices"

	"github.com/propagate-go/propagate/internal/vec"
)

// matrix holds dense rows of d values one behind the other: as float64, or as the float32 that were given. These take
// half the memory and are never copied as float64: each row is widened where it is read, which loses nothing, so that
// all that is computed of them has the bits that float64 of the same values give.
type matrix struct {
	d      int
	wide   []float64
	given  bool      // wide is the caller's, to be read only
	narrow []float32 // instead of wide, and always the caller's
	length []float64 // what the values of each row of narrow are divided by; nil: by nothing
}

// newMatrix returns n rows of zeros.
func newMatrix(n, d int) *matrix { return &matrix{d: d, wide: make([]float64, n*d)} }

// isNarrow reports whether the values are float32.
func (m *matrix) isNarrow() bool { return m.narrow != nil }

// size returns the number of values.
func (m *matrix) size() int { return max(len(m.wide), len(m.narrow)) }

// rows returns the number of rows.
func (m *matrix) rows() int { return m.size() / m.d }

// values returns those of float64, nil of no matrix.
func (m *matrix) values() []float64 {
	if m == nil {
		return nil
	}
	return m.wide
}

// room returns memory for so many rows, nil where they are read in place.
func (m *matrix) room(rows int) []float64 {
	if !m.isNarrow() {
		return nil
	}
	return make([]float64, rows*m.d)
}

// columns returns the columns [lo, hi) of row i: those of float32 in the buffer, which has room for them.
func (m *matrix) columns(buffer []float64, i, lo, hi int) []float64 {
	at := i * m.d
	if m.narrow == nil {
		return m.wide[at+lo : at+hi]
	}
	v := buffer[:hi-lo]
	vec.Widen(v, m.narrow[at+lo:at+hi])
	// The quotient of a unit vector is rounded once, as where the row is normalised in float64.
	if m.length != nil {
		for j := range v {
			v[j] /= m.length[i]
		}
	}
	return v
}

// at returns one value.
func (m *matrix) at(i, j int) float64 {
	var one [1]float64
	return m.columns(one[:], i, j, j+1)[0]
}

// block returns the rows [lo, hi), those of float32 in the buffer.
func (m *matrix) block(buffer []float64, lo, hi int) []float64 {
	if m.narrow == nil {
		return m.wide[lo*m.d : hi*m.d]
	}
	// Row by row, as each may have a length.
	for i := lo; i < hi; i++ {
		m.columns(buffer[(i-lo)*m.d:], i, 0, m.d)
	}
	return buffer[:(hi-lo)*m.d]
}

// owned returns the rows as float64 that may be changed: a copy, unless they are that already.
func (m *matrix) owned() *matrix {
	switch {
	case m.narrow != nil:
		own := newMatrix(m.rows(), m.d)
		m.block(own.wide, 0, m.rows())
		return own
	case m.given:
		return &matrix{d: m.d, wide: slices.Clone(m.wide)}
	}
	return m
}

// subset returns a copy of some rows.
func (m *matrix) subset(rows []int32) *matrix {
	some := &matrix{d: m.d}
	for _, i := range rows {
		lo, hi := int(i)*m.d, (int(i)+1)*m.d
		if m.narrow == nil {
			some.wide = append(some.wide, m.wide[lo:hi]...)
			continue
		}
		// Rows of unit vectors keep the lengths that they have as given.
		some.narrow = append(some.narrow, m.narrow[lo:hi]...)
		if m.length != nil {
			some.length = append(some.length, m.length[i])
		}
	}
	return some
}
