package knn

import "github.com/propagate-go/propagate/internal/store"

// Store writes the rows as they are kept, so that [ReadPoints] gives back every bit. The
// metric must be a known one, see [Named].
func (p *Points) Store(b *store.Writer) {
	b.Int(p.n)
	b.Int(p.d)
	b.Text(p.metric.String())
	b.Int(p.exp)
	p.storeDense(b)
	b.Int32s(p.at)
	b.Ints(p.start)
	b.Int32s(p.ind)
	b.Floats(p.val)
	b.Bools(p.zero)
	b.Float(p.maxAbs)
	b.Int(p.gridExp)
	b.Bools([]bool{p.moved})
}

// storeDense writes the values of dense rows as float64, whatever they are kept as, and nil for sparse rows.
func (p *Points) storeDense(b *store.Writer) {
	m := p.dense
	if m == nil || !m.isNarrow() {
		b.Floats(m.values())
		return
	}
	buffer := m.room(1)
	b.FloatRows(m.rows(), m.d, func(i int) []float64 { return m.columns(buffer, i, 0, m.d) })
}

// ReadPoints reads what [Points.Store] wrote; see [Points.Sound] before using it.
func ReadPoints(b *store.Reader) *Points {
	p := &Points{n: b.Int(), d: b.Int()}
	p.metric = Named(b.Text())
	p.facts = factsOf(p.metric)
	p.exp = b.Int()
	if values := b.Floats(); values != nil {
		p.dense = &matrix{d: p.d, wide: values}
	}
	p.at = b.Int32s()
	p.start, p.ind, p.val = b.Ints(), b.Int32s(), b.Floats()
	p.zero, p.maxAbs, p.gridExp = b.Bools(), b.Float(), b.Int()
	// A damaged file may hold any number of values.
	moved := b.Bools()
	p.moved = len(moved) == 1 && moved[0]
	return p
}
