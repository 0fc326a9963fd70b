package labelprop

import (
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// shareAmongEqual gives labels that are alike, of one class and with equal values, the mean of what is said of them
// without their label. Which of them a tree drew, or a regression was fitted to, is up to their place, and no row
// can tell one from another. Those that are alike stand together in order, which is that of [orderOfLabels]; rows of
// zeros say nothing and count for nothing.
func shareAmongEqual(p *mat.Dense, order []int32, alike func(a, b int) bool) {
	_, classes := p.Dims()
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && alike(int(order[from]), int(order[to])) {
			to++
		}
		if to-from > 1 {
			shareMean(p, order[from:to], make([]float64, classes))
		}
		from = to
	}
}

// shareMean replaces rows by their mean, in the given order, which says how the sum is rounded.
func shareMean(p *mat.Dense, rows []int32, mean []float64) {
	count := 0
	for _, l := range rows {
		if row := p.RawRowView(int(l)); floats.Sum(row) != 0 {
			floats.Add(mean, row)
			count++
		}
	}
	if count == 0 {
		return
	}
	for _, l := range rows {
		for k, v := range mean {
			p.Set(int(l), k, v/float64(count))
		}
	}
}
