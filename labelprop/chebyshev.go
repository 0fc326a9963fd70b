package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
)

// chebyshev evaluates polynomials of the matrix of small steps of diffusion,
//
//	A = I - L/max d,
//
// whose eigenvalues are between low, by [merris1998], and 1. There, A = (1+low)/2 + (1-low)/2·B, and the
// polynomial is a short sum Σⱼ aⱼTⱼ(B) of Chebyshev polynomials.
type chebyshev struct {
	low   float64
	twice *vec.Sparse // 2B
	n     int
}

// newChebyshev writes out 2B for the rows of eq in the given order: A is
// I - Ω(I-M), Ω = D/max d.
func newChebyshev(eq *equation, order []int) *chebyshev {
	a := &chebyshev{n: eq.n, low: 1 - eq.spectrum()}
	middle, half := (1+a.low)/2, (1-a.low)/2
	place := make([]int32, eq.n)
	for i, at := range order {
		place[at] = int32(i)
	}
	start := make([]int, 1, eq.n+1)
	ind, val := make([]int32, 0, len(eq.ind)+eq.n), make([]float64, 0, len(eq.ind)+eq.n)
	for i, at := range order {
		ind, val = append(ind, int32(i)), append(val, 2*(1-eq.omega[at]-middle)/half)
		for e := eq.start[at]; e < eq.start[at+1]; e++ {
			ind, val = append(ind, place[eq.ind[e]]), append(val, 2*eq.omega[at]*eq.m[e]/half)
		}
		start = append(start, len(ind))
	}
	a.twice = vec.MustSparse(eq.n, start, ind, val)
	return a
}

// spectrum bounds the eigenvalues of L/max d by maxᵢ dᵢ + Σⱼwᵢⱼdⱼ/dᵢ over max d,
// the largest row sum of D⁻¹(D+W)D.
func (eq *equation) spectrum() float64 {
	most := 1.0
	for i := range eq.n {
		sum := eq.omega[i]
		for e := eq.start[i]; e < eq.start[i+1]; e++ {
			sum += eq.m[e] * eq.omega[eq.ind[e]]
		}
		most = max(most, sum)
	}
	return most * (1 + 1e-9)
}

// nodes is more than the degree of any polynomial evaluated here.
const nodes = 64

// coefficients returns the a of f on [low, 1], without the last ones, whose sizes
// sum to tail at most. f is a polynomial of a degree below 64.
func (a *chebyshev) coefficients(f func(x float64) float64, tail float64) []float64 {
	coef := make([]float64, nodes)
	for i := range nodes {
		angle := math.Pi * (float64(i) + 0.5) / nodes
		v := f((1+a.low)/2 + (1-a.low)/2*math.Cos(angle))
		for j := range coef {
			coef[j] += 2.0 / nodes * v * math.Cos(float64(j)*angle)
		}
	}
	coef[0] /= 2
	dropped := 0.0
	for len(coef) > 1 {
		if dropped += math.Abs(coef[len(coef)-1]); dropped > tail {
			break
		}
		coef = coef[:len(coef)-1]
	}
	return coef
}

// add adds Σⱼ aⱼTⱼ(B)·x to out, both n×c, and overwrites x. Cost: a product with the
// matrix for each coefficient but the first.
func (a *chebyshev) add(out, x, coef []float64) {
	for i, v := range x {
		out[i] += coef[0] * v
	}
	before, t, next := make([]float64, len(x)), x, make([]float64, len(x))
	for j := 1; j < len(coef); j++ {
		by := 1.0
		if j == 1 {
			by = 0.5 // T₁ = B
		}
		a.step(next, t, before, by, out, coef[j])
		before, t, next = t, next, before
	}
}

// step sets next to by·2B·t - before, and adds coef·next to out.
func (a *chebyshev) step(next, t, before []float64, by float64, out []float64, coef float64) {
	c := len(t) / a.n
	par.For(a.n, chunkRows, func(_, lo, hi int) {
		a.twice.MulRows(next, t, c, lo, hi)
		to, sum := next[lo*c:hi*c], out[lo*c:hi*c]
		for i, v := range before[lo*c : hi*c] {
			v = by*to[i] - v
			to[i] = v
			sum[i] += coef * v
		}
	})
}
