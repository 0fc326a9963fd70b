package logistic

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// mostProducts bounds the products with the Hessian of one step.
const mostProducts = 60

// step returns the solution S of H·S = -gradient by conjugate gradients, with the diagonal of an
// upper bound of H as preconditioner. Far from the end a rough one will do: its residual is
// min(0.1, √‖gradient‖)·‖gradient‖, by which the steps converge faster than linearly.
func (p *problem) step(said, gradient *mat.Dense) *mat.Dense {
	c, d := gradient.Dims()
	step, residual := mat.NewDense(c, d, nil), mat.NewDense(c, d, nil)
	residual.Scale(-1, gradient)
	size := mat.Norm(gradient, 2)
	enough := min(0.1, math.Sqrt(size)) * size
	diagonal := p.diagonal()
	near := divided(residual, diagonal)
	direction, fall := mat.DenseCopyOf(near), inner(residual, near)
	for range mostProducts {
		// One product with the Hessian a step.
		curved := p.curvature(said, direction)
		// The least along the direction.
		length := fall / inner(direction, curved)
		floats.AddScaled(step.RawMatrix().Data, length, direction.RawMatrix().Data)
		floats.AddScaled(residual.RawMatrix().Data, -length, curved.RawMatrix().Data)
		if mat.Norm(residual, 2) <= enough {
			break
		}
		// The next direction is conjugate to all before.
		near = divided(residual, diagonal)
		next := inner(residual, near)
		direction.Scale(next/fall, direction)
		direction.Add(direction, near)
		fall = next
	}
	return step
}

// diagonal returns Σᵢ zᵢⱼ²/4 + penaltyⱼ: P(1-P) is 1/4 at most.
func (p *problem) diagonal() []float64 {
	sums := make([]float64, len(p.penalty))
	for i := range p.y {
		if p.leftOut(i) {
			continue
		}
		for j, v := range p.rows.RawRowView(i) {
			sums[j] += v * v / 4
		}
	}
	// The penalty keeps it above zero.
	floats.Add(sums, p.penalty)
	return sums
}

// divided returns the rows of m over a diagonal.
func divided(m *mat.Dense, diagonal []float64) *mat.Dense {
	out := mat.DenseCopyOf(m)
	c, _ := m.Dims()
	for k := range c {
		floats.Div(out.RawRowView(k), diagonal)
	}
	return out
}

// inner returns Σ aₖⱼ·bₖⱼ.
func inner(a, b *mat.Dense) float64 { return floats.Dot(a.RawMatrix().Data, b.RawMatrix().Data) }
