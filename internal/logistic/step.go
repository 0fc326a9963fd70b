package logistic

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// mostProducts bounds the products with the Hessian of one step.
const mostProducts = 60

// step returns the solution S of H·S = -gradient by conjugate gradients, with the mean of the
// diagonals of H over the classes as preconditioner. Far from the end a rough one will do: its residual is
// min(0.1, √‖gradient‖)·‖gradient‖, by which the steps converge faster than linearly.
func (p *problem) step(said, gradient *mat.Dense) *mat.Dense {
	c, d := gradient.Dims()
	step, residual := mat.NewDense(c, d, nil), mat.NewDense(c, d, nil)
	residual.Scale(-1, gradient)
	size := mat.Norm(gradient, 2)
	enough := min(0.1, math.Sqrt(size)) * size
	diagonal := p.diagonal(said)
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

// diagonal returns that of the Hessian, its mean over the classes,
//
//	Σᵢ zᵢⱼ²·(1-ΣPᵢₖ²)/C + penaltyⱼ.
//
// Where it is the same for all classes, steps whose sum over the classes is 0 keep it so. Along such a sum softmax does
// not change, and the curvature is the penalty alone: a diagonal for each class would mix both, and need more products.
func (p *problem) diagonal(said *mat.Dense) []float64 {
	sums := slices.Clone(p.penalty)
	_, c := said.Dims()
	for i := range p.y {
		if p.leftOut(i) {
			continue
		}
		// The mean of Pᵢₖ(1-Pᵢₖ): rows that are sure bend the loss little.
		own := said.RawRowView(i)
		bend := (1 - floats.Dot(own, own)) / float64(c)
		for j, v := range p.rows.RawRowView(i) {
			sums[j] += bend * v * v
		}
	}
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
