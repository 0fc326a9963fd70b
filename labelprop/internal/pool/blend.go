package pool

import (
	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Blend is by what several opinions become one,
//
//	ln P = T·Σ uₒ·tₒ·ln Qₒ / Σ uₒ + constant,   Qₒ = 0.98·Pₒ + 0.02/C,
//
// with sums over the opinions that say something of the row.
type Blend struct {
	Weights      []float64 // u
	Temperatures []float64 // t
	T            float64   // of the sum

	// Beside tells which opinions stand beside the others: one that says nothing of a row is even there, and does not
	// leave its weight to the others. nil: none.
	Beside []bool
}

func (b *Blend) beside(o int) bool { return o < len(b.Beside) && b.Beside[o] }

// Of blends opinions on the same rows, m×C each, in the order of the weights. A row of which
// none says anything is even.
func (b *Blend) Of(opinions []*mat.Dense) *mat.Dense {
	// A blend of logarithms is a product of powers: no opinion is lost in the others.
	logs := make([]*mat.Dense, len(opinions))
	for o, p := range opinions {
		logs[o] = logarithms(p)
	}
	m, c := opinions[0].Dims()
	return distributions(b.sum(logs, m, c), b.T)
}

// Terms returns what each opinion on one row adds to the logarithms of its answer, T·uₒ·tₒ·ln Qₒ
// / Σ uₒ; nil for one that says nothing.
func (b *Blend) Terms(opinions [][]float64) [][]float64 {
	logs := make([]*mat.Dense, len(opinions))
	for o, row := range opinions {
		logs[o] = logarithms(mat.NewDense(1, len(row), row))
	}
	// Opinions that say nothing leave their weight to the others.
	total := b.speaking(logs, 0)
	terms := make([][]float64, len(opinions))
	for o, m := range logs {
		if m.At(0, 0) > 0 {
			continue
		}
		// The same factors as in the sum, so that the terms add up to it.
		terms[o] = m.RawRowView(0)
		floats.Scale(b.T*b.Weights[o]*b.Temperatures[o]/total, terms[o])
	}
	return terms
}

// sum returns Σ uₒ·tₒ·ln Qₒ / Σ uₒ for each of m rows. An opinion may be nil.
func (b *Blend) sum(logs []*mat.Dense, m, c int) *mat.Dense {
	out := mat.NewDense(m, c, nil)
	par.For(m, 256, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			b.sumRow(out.RawRowView(i), logs, i)
		}
	})
	return out
}

func (b *Blend) sumRow(row []float64, logs []*mat.Dense, i int) {
	// An opinion that says nothing of the row leaves its weight to the others.
	for o, m := range logs {
		if m != nil && m.At(i, 0) <= 0 {
			floats.AddScaled(row, b.Weights[o]*b.Temperatures[o], m.RawRowView(i))
		}
	}
	if weight := b.speaking(logs, i); weight > 0 {
		floats.Scale(1/weight, row)
	}
}

// speaking returns Σ uₒ over the opinions that say something of row i.
func (b *Blend) speaking(logs []*mat.Dense, i int) float64 {
	// A row that begins with a positive number is marked as one that says nothing.
	weight := 0.0
	for o, m := range logs {
		if m != nil && (m.At(i, 0) <= 0 || b.beside(o)) {
			weight += b.Weights[o]
		}
	}
	return weight
}
