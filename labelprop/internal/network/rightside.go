package network

import (
	"github.com/propagate-go/propagate/internal/par"
)

// makeRight makes room for b, n×cols, all of whose sources are still 0. With hitting the last column is 1, and nodes
// that can have no source share the first row: most have neither a label nor a neighbour with one, and b takes the
// memory of the others alone. Without hitting, b has all rows: methods write there what is not the source of one node.
func (eq *equation) makeRight(nw *Network, hitting bool) {
	if !hitting {
		eq.b = make([]float64, eq.size())
		return
	}
	eq.place = make([]int32, eq.n)
	par.For(eq.n, chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			if nw.mayHaveSource(nw.Free[i]) {
				eq.place[i] = 1
			}
		}
	})
	// Each of the others has the next row.
	rows := int32(1)
	for i, own := range eq.place {
		if own > 0 {
			eq.place[i] = rows
			rows++
		}
	}
	eq.b = make([]float64, int(rows)*eq.cols)
	for at := eq.cols - 1; at < len(eq.b); at += eq.cols {
		eq.b[at] = 1
	}
}

// mayHaveSource reports whether node u or a neighbour has a label.
func (nw *Network) mayHaveSource(u int) bool {
	if nw.LabelAt[u] >= 0 {
		return true
	}
	for _, v := range nw.Neighbors(u) {
		// That of a free neighbour counts there.
		if nw.LabelAt[v] >= 0 && nw.Place[v] < 0 {
			return true
		}
	}
	return false
}

// size is the number of entries of a vector, n×cols.
func (eq *equation) size() int { return eq.n * eq.cols }

// right returns row i of b.
func (eq *equation) right(i int) []float64 {
	if eq.place != nil {
		i = int(eq.place[i])
	}
	return eq.row(eq.b, i)
}

// rightNorms returns Σωb² of every column.
func (eq *equation) rightNorms() []float64 {
	return eq.sum(func(lo, hi int, out []float64) {
		for i := lo; i < hi; i++ {
			b := eq.right(i)
			addProducts(out, eq.omega[i], b, b)
		}
	})
}

// allRight returns b with a row for every node.
func (eq *equation) allRight() []float64 {
	b := make([]float64, 0, eq.size())
	for i := range eq.n {
		b = append(b, eq.right(i)...)
	}
	return b
}
