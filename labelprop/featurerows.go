package labelprop

import (
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"gonum.org/v1/gonum/mat"
)

// featureRows returns features whose rows are read again and again: those of float64 and of float32 where they are, and
// a copy of those of any other matrix; none are a matrix without rows.
func featureRows(x mat.Matrix) mat.Matrix {
	// The caller's functions are called here, and nowhere else.
	defer par.Blame("the matrix")
	n, d := rows.Dims(x)
	if n == 0 || d == 0 {
		return &mat.Dense{}
	}
	switch x.(type) {
	case *mat.Dense, *graph.Dense32:
		return x
	}
	all, r := rows.Zeros(n, d), rows.Of(x)
	for i := range n {
		all.SetRow(i, r.Row(i))
	}
	return all
}

// rowPair compares rows of a matrix by their values.
type rowPair struct{ a, b *rows.Reader }

func pairOf(x mat.Matrix) rowPair { return rowPair{rows.Of(x), rows.Of(x)} }

func (p rowPair) compare(i, j int) int { return slices.Compare(p.a.Row(i), p.b.Row(j)) }
