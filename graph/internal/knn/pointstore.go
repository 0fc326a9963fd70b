package knn

import "github.com/propagate-go/propagate/internal/store"

// Store writes the rows as they are kept, so that [ReadPoints] gives back every bit. The
// metric must be a known one, see [Named].
func (p *Points) Store(b *store.Writer) {
	b.Int(p.n)
	b.Int(p.d)
	b.Text(p.metric.String())
	b.Int(p.exp)
	b.Floats(p.dense)
	b.Int32s(p.at)
	b.Ints(p.start)
	b.Int32s(p.ind)
	b.Floats(p.val)
	b.Bools(p.zero)
	b.Float(p.maxAbs)
	b.Int(p.gridExp)
	b.Bools([]bool{p.moved})
}

// ReadPoints reads what [Points.Store] wrote; see [Points.Sound] before using it.
func ReadPoints(b *store.Reader) *Points {
	p := &Points{n: b.Int(), d: b.Int()}
	p.metric = Named(b.Text())
	p.facts = factsOf(p.metric)
	p.exp, p.dense, p.at = b.Int(), b.Floats(), b.Int32s()
	p.start, p.ind, p.val = b.Ints(), b.Int32s(), b.Floats()
	p.zero, p.maxAbs, p.gridExp = b.Bools(), b.Float(), b.Int()
	// A damaged file may hold any number of values.
	moved := b.Bools()
	p.moved = len(moved) == 1 && moved[0]
	return p
}

// Sound reports whether what was read fits together: no index leads outside.
func (p *Points) Sound() bool {
	if p.n < 0 || p.d < 1 || p.metric == nil || p.zero != nil && len(p.zero) != p.n {
		return false
	}
	// The rows that are stored, of which at names some.
	stored := p.n
	if p.at != nil {
		if stored = len(p.start) - 1; p.dense != nil {
			stored = len(p.dense) / p.d
		}
		for _, i := range p.at {
			if i < 0 || int(i) >= stored {
				return false
			}
		}
	}
	if p.at != nil && len(p.at) != p.n || stored < 0 {
		return false
	}
	if p.dense != nil {
		return len(p.dense)/p.d == stored
	}
	return SoundRows(p.start, stored, p.ind, p.val, p.d)
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
