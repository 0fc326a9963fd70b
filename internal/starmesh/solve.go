package starmesh

import (
	"gonum.org/v1/gonum/floats"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/progress"
)

const (
	// productsPerUnit is how many products with sums take the time of one operation elsewhere.
	productsPerUnit = 64
	// answerUnits is that of an answer's.
	answerUnits = 1
)

// Solve eliminates all nodes, and returns their answers, n×classes. A node that nothing is joined to has zeros.
// It changes the matrix. Its error is that of a meter.
func (m *Matrix) Solve(eliminating, answering progress.Watch) ([]float64, error) {
	n, rows := float64(m.n), float64(m.rows)
	meter := eliminating.Begin((n*n*rows/2 - n*n*n/3) / productsPerUnit)
	for k := range m.blocks {
		if err := m.eliminate(k, meter); err != nil {
			return nil, err
		}
	}
	return m.answer(answering.Begin(n * n / 2 * float64(m.classes) * answerUnits))
}

// eliminate takes the nodes of block number k out of the network.
func (m *Matrix) eliminate(k int, meter *progress.Meter) error {
	// The block by itself, and what all rows behind it are to be multiplied with.
	c := m.core(k)
	_, wide := m.tier.GramShape()
	t := c.columns(wide, m.side)
	by := make([]float64, m.side)
	copy(by, c.pivot)
	// The rows W, and W·D⁻¹, are kept in panels for the products to come. The first panel is whole.
	first := k*m.side + m.width(k)
	from := first / wide * wide
	w, q := newPanels(m.rows-from, wide, m.side), newPanels(m.rows-from, wide, m.side)
	work := float64(m.side) * float64(m.side) * float64(wide) / productsPerUnit
	err := par.Try(m.rows-from, wide, func(_, lo, hi int) error {
		for i := max(lo, first-from); i < hi; i++ {
			w.set(i, m.row(k, from+i), nil)
		}
		// W becomes WT.
		m.times(k, from+lo, w.panel(lo), t)
		for i := max(lo, first-from); i < hi; i++ {
			row := m.row(k, from+i)
			w.set(i, row, nil)
			q.set(i, row, by)
		}
		return meter.Add(work / 2)
	})
	if err != nil {
		return err
	}
	return m.spread(k, from, w, q, meter)
}

// spread adds W·D⁻¹·Wᵀ to the conductances between the nodes behind block number k, and to their ground and sources.
// The first row of w and q, which is W·D⁻¹, is row from.
func (m *Matrix) spread(k, from int, w, q panels, meter *progress.Meter) error {
	tiles := m.tilesBehind(k)
	work := float64(m.side) * float64(m.side) * float64(m.side) / productsPerUnit
	return par.Try(len(tiles), 1, func(c, _, _ int) error {
		m.add(tiles[c], from, w, q)
		return meter.Add(work)
	})
}

// answer finds the answers of all nodes in the reverse order: (bₖ + Σwⱼₖfⱼ)/dₖ. Classes do not depend on each other.
func (m *Matrix) answer(meter *progress.Meter) ([]float64, error) {
	f := make([]float64, m.n*m.classes)
	return f, par.Try(m.classes, 1, func(c, _, _ int) error {
		sum := make([]float64, m.side)
		for k := len(m.blocks) - 1; k >= 0; k-- {
			// What comes from the class itself, and from the nodes behind the block.
			first, b := k*m.side, m.width(k)
			copy(sum, m.row(k, m.n+1+c))
			for i := first + b; i < m.n; i++ {
				floats.AddScaled(sum, f[i*m.classes+c], m.row(k, i))
			}
			m.answerBlock(f, sum, k, c)
			if err := meter.Add(float64((m.n-first)*m.side) * answerUnits); err != nil {
				return err
			}
		}
		return nil
	})
}

// answerBlock finds those of a block in a class, sum being what comes from behind it.
func (m *Matrix) answerBlock(f, sum []float64, k, c int) {
	first := k * m.side
	for p := m.width(k) - 1; p >= 0; p-- {
		d := m.pivot[first+p]
		if d == 0 {
			continue // nothing is joined to it
		}
		x := sum[p] / d
		f[(first+p)*m.classes+c] = x
		// Nodes of the block before it are joined to it, too.
		floats.AddScaled(sum[:p], x, m.row(k, first+p)[:p])
	}
}
