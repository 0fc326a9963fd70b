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

// storeDense writes the values of dense rows: as float32 where that holds every one, and as float64 elsewhere; none
// for sparse rows.
func (p *Points) storeDense(b *store.Writer) {
	m := p.dense
	narrow := m != nil && (m.isNarrow() || m.fitsFloat32())
	b.Bools([]bool{narrow})
	if !narrow {
		b.Floats(m.values())
		return
	}
	b.Float32s(m.size(), func(yield func([]float32) bool) {
		// Rows of float32 are written as they are, others one after the other.
		row := make([]float32, m.d)
		for at := 0; at < m.size(); at += m.d {
			if m.isNarrow() {
				row = m.narrow[at : at+m.d]
			} else {
				for j, v := range m.wide[at : at+m.d] {
					row[j] = float32(v)
				}
			}
			if !yield(row) {
				return
			}
		}
	})
	b.Floats(m.length)
}

// fitsFloat32 reports whether float32 holds every value of float64.
func (m *matrix) fitsFloat32() bool {
	for _, v := range m.wide {
		if float64(float32(v)) != v {
			return false
		}
	}
	return true
}

// readDense reads what storeDense wrote.
func (p *Points) readDense(b *store.Reader) {
	if narrow := b.Bools(); len(narrow) != 1 || !narrow[0] {
		if values := b.Floats(); values != nil {
			p.dense = &matrix{d: p.d, wide: values}
		}
		return
	}
	values, length := b.Float32s(), b.Floats()
	if values != nil {
		p.dense = &matrix{d: p.d, narrow: values, length: length}
	}
}

// ReadPoints reads what [Points.Store] wrote; see [Points.Sound] before using it.
func ReadPoints(b *store.Reader) *Points {
	p := &Points{n: b.Int(), d: b.Int()}
	p.metric = Named(b.Text())
	p.facts = factsOf(p.metric)
	p.exp = b.Int()
	p.readDense(b)
	p.at = b.Int32s()
	p.start, p.ind, p.val = b.Ints(), b.Int32s(), b.Floats()
	p.zero, p.maxAbs, p.gridExp = b.Bools(), b.Float(), b.Int()
	// A damaged file may hold any number of values.
	moved := b.Bools()
	p.moved = len(moved) == 1 && moved[0]
	return p
}
