package logistic

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// problem is to make the loss
//
//	Σ -ln Pᵢ(yᵢ) + ½·Σₖⱼ penaltyⱼ·Wₖⱼ²,   Pᵢ = softmax(W·zᵢ),
//
// smallest, with the sum over those rows z that are not left out.
type problem struct {
	rows    *mat.Dense // l×D: z, the last of which is 1
	y       []int
	out     []bool // nil: no row is left out
	penalty []float64
	flat    float64 // the norm of the gradient at which the fit ends
	stopped func() bool
}

const (
	// The norms of the gradient at which fits end: that to all labels, and those that judge a label. A probability of
	// the latter is off by 4e-5 at most on six tables, which no judgement feels, for half of the work.
	flat, flatEnough = 1e-6, 1e-3

	// Bounds that hardly any fit reaches: Newton steps, and halvings of one.
	mostSteps, mostHalvings = 60, 40

	// freedom is the penalty of intercepts in that of weights: nearly none. Without any, a
	// number added to all of them would make no difference, and nothing would be the least.
	freedom = 1e-3
)

// penaltyOf returns the penalties of D weights, the last of which is the intercept.
func penaltyOf(lambda float64, columns int) []float64 {
	// The same for all features, which are scaled.
	penalty := make([]float64, columns)
	for j := range penalty {
		penalty[j] = lambda
	}
	penalty[columns-1] = freedom * lambda
	return penalty
}

// solve returns the C×D weights of the smallest loss, from start on, by Newton's method. The loss
// is strictly convex, and each step makes it smaller.
func (p *problem) solve(start *mat.Dense) *mat.Dense {
	w := mat.DenseCopyOf(start)
	loss := p.loss(w)
	for range mostSteps {
		// One quadratic model of the loss after the other.
		said := p.probabilities(w)
		gradient := p.gradient(w, said)
		if mat.Norm(gradient, 2) <= p.flat || p.stopped() {
			break
		}
		next := p.descend(w, p.step(said, gradient), loss)
		if !(next < loss) {
			// Rounding alone is left of the loss.
			break
		}
		loss = next
	}
	return w
}

// probabilities returns softmax(W·zᵢ) of all rows, l×C.
func (p *problem) probabilities(w *mat.Dense) *mat.Dense {
	l, _ := p.rows.Dims()
	c, _ := w.Dims()
	said := mat.NewDense(l, c, nil)
	for i := range l {
		say(said.RawRowView(i), p.rows.RawRowView(i), w)
	}
	return said
}

// say writes softmax(W·z) to dst.
func say(dst, z []float64, w *mat.Dense) {
	// One score of each class.
	for k := range dst {
		dst[k] = floats.Dot(w.RawRowView(k), z)
	}
	softmax(dst, dst)
}

// softmax writes exp(vₖ)/Σ exp(vⱼ) to dst.
func softmax(dst, v []float64) {
	// Relative to the largest, so that nothing overflows.
	total := floats.LogSumExp(v)
	for k := range dst {
		dst[k] = math.Exp(v[k] - total)
	}
}

func (p *problem) leftOut(i int) bool { return p.out != nil && p.out[i] }

// loss returns the loss at W.
func (p *problem) loss(w *mat.Dense) float64 {
	c, _ := w.Dims()
	scores, loss := make([]float64, c), 0.0
	for i, k := range p.y {
		if p.leftOut(i) {
			continue
		}
		for q := range scores {
			scores[q] = floats.Dot(w.RawRowView(q), p.rows.RawRowView(i))
		}
		// -ln Pᵢ(yᵢ)
		loss += floats.LogSumExp(scores) - scores[k]
	}
	// The penalty does not depend on the rows.
	for k := range c {
		for j, v := range w.RawRowView(k) {
			loss += p.penalty[j] * v * v / 2
		}
	}
	return loss
}

// gradient returns Σᵢ (Pᵢₖ - [yᵢ=k])·zᵢ + penalty∘W, C×D.
func (p *problem) gradient(w, said *mat.Dense) *mat.Dense {
	// That of ½·penalty·W², and of -ln P row by row.
	g := p.penalised(w)
	for i, k := range p.y {
		if p.leftOut(i) {
			continue
		}
		for q, v := range said.RawRowView(i) {
			if q == k {
				v--
			}
			floats.AddScaled(g.RawRowView(q), v, p.rows.RawRowView(i))
		}
	}
	return g
}

// penalised returns penalty∘W.
func (p *problem) penalised(w *mat.Dense) *mat.Dense {
	// Each class has the same penalties.
	out := mat.DenseCopyOf(w)
	c, _ := w.Dims()
	for k := range c {
		floats.Mul(out.RawRowView(k), p.penalty)
	}
	return out
}

// curvature returns the Hessian at probabilities P times V,
//
//	Σᵢ Pᵢₖ·(uᵢₖ - Σ Pᵢq·uᵢq)·zᵢ + penalty∘V,   uᵢ = V·zᵢ.
func (p *problem) curvature(said, v *mat.Dense) *mat.Dense {
	// The Hessian is not formed: each row adds (diag P - PPᵀ)⊗zzᵀ times V.
	h := p.penalised(v)
	c, _ := v.Dims()
	u := make([]float64, c)
	for i := range p.y {
		if p.leftOut(i) {
			continue
		}
		z, own := p.rows.RawRowView(i), said.RawRowView(i)
		for k := range u {
			u[k] = floats.Dot(v.RawRowView(k), z)
		}
		mean := floats.Dot(u, own)
		for k := range u {
			floats.AddScaled(h.RawRowView(k), own[k]*(u[k]-mean), z)
		}
	}
	return h
}

// descend moves W along a step, or half of it, or a quarter, ..., to where the loss is smaller than
// before, and returns it; that before where it is smaller nowhere.
func (p *problem) descend(w, step *mat.Dense, before float64) float64 {
	// The step is one of descent, as the Hessian is positive definite.
	for range mostHalvings {
		next := mat.DenseCopyOf(w)
		next.Add(w, step)
		if loss := p.loss(next); loss < before {
			w.Copy(next)
			return loss
		}
		step.Scale(0.5, step)
	}
	return before
}
