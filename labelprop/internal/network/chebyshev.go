package network

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/progress"
	"github.com/propagate-go/propagate/internal/vec"
)

// Diffusion evaluates polynomials of the matrix of small steps of diffusion,
//
//	A = I - L/max d,
//
// whose eigenvalues are between low, by [merris1998], and 1. There, A = (1+low)/2 + (1-low)/2·B, and the
// polynomial is a short sum Σⱼ aⱼTⱼ(B) of Chebyshev polynomials. It is added up in float32,
// whose rounding is far below the coefficients that are left out.
type Diffusion struct {
	low   float64
	twice *vec.Single // 2B
	n, c  int

	now, last []float32 // n×c

	meter *progress.Meter // nil: nobody watches
	units float64         // of a row in a product
}

// Diffusion writes out 2B for the rows of p in the given order: A is I - Ω(I-M),
// Ω = D/max d.
func (p *Poisson) Diffusion(order []int) *Diffusion {
	eq, omega := p.eq, p.rowOmega()
	a := &Diffusion{
		n: eq.n, c: eq.cols, low: 1 - eq.spectrum(omega),
		now: make([]float32, len(eq.b)), last: make([]float32, len(eq.b)),
		meter: p.meter, units: p.diffusionUnits() / float64(max(eq.n, 1)),
	}
	if a.meter == nil {
		a.meter = progress.Watch(nil).Begin(0)
	}
	// The map between the spectrum of A, [low, 1], and the [-1, 1] of Chebyshev's polynomials.
	middle, half := (1+a.low)/2, (1-a.low)/2
	// Where each free node stands in the given order.
	place := make([]int32, eq.n)
	// Row i of 2B = 2(A - middle)/half, with A = I - Ω + ΩM: the diagonal first, then the
	// edges.
	for i, at := range order {
		place[at] = int32(i)
	}
	start := make([]int, 1, eq.n+1)
	ind, val := make([]int32, 0, len(eq.ind)+eq.n), make([]float64, 0, len(eq.ind)+eq.n)
	for i, at := range order {
		ind, val = append(ind, int32(i)), append(val, 2*(1-omega[at]-middle)/half)
		for e := eq.start[at]; e < eq.start[at+1]; e++ {
			ind, val = append(ind, place[eq.ind[e]]), append(val, 2*omega[at]*eq.m[e]/half)
		}
		start = append(start, len(ind))
	}
	a.twice = vec.MustSparse(eq.n, start, ind, val).Single()
	return a
}

// spectrum bounds the eigenvalues of L/max d by maxᵢ dᵢ + Σⱼwᵢⱼdⱼ/dᵢ over max d,
// the largest row sum of D⁻¹(D+W)D.
func (eq *equation) spectrum(omega []float64) float64 {
	most := 1.0
	for i := range eq.n {
		// The eigenvalues of D - W are those of D⁻¹(D-W)D, at most its largest sum of sizes in
		// a row.
		sum := omega[i]
		for e := eq.start[i]; e < eq.start[i+1]; e++ {
			sum += eq.m[e] * omega[eq.ind[e]]
		}
		most = max(most, sum)
	}
	return most * (1 + 1e-9)
}

// nodes is more than the degree of any polynomial evaluated here.
const nodes = 64

// Coefficients returns the a of f on [low, 1], without the last ones, whose sizes
// sum to tail at most. f is a polynomial of a degree below 64.
func (a *Diffusion) Coefficients(f func(x float64) float64, tail float64) []float64 {
	coef := make([]float64, nodes)
	for i := range nodes {
		// The coefficients by the discrete cosine transform of f at Chebyshev's nodes, which
		// is exact for polynomials of a degree below their number.
		angle := math.Pi * (float64(i) + 0.5) / nodes
		v := f((1+a.low)/2 + (1-a.low)/2*math.Cos(angle))
		for j := range coef {
			coef[j] += 2.0 / nodes * v * math.Cos(float64(j)*angle)
		}
	}
	coef[0] /= 2
	// On [-1, 1] no |Tⱼ| is above 1, so what is cut off is at most the sum of the
	// coefficients.
	dropped := 0.0
	for len(coef) > 1 {
		if dropped += math.Abs(coef[len(coef)-1]); dropped > tail {
			break
		}
		coef = coef[:len(coef)-1]
	}
	return coef
}

// A Summand adds by·x to rows [lo, hi) of a matrix y, n×c, x being its own.
type Summand func(y []float32, by float64, lo, hi int)

// SummandOf adds a matrix.
func SummandOf(x []float64, c int) Summand {
	return func(y []float32, by float64, lo, hi int) {
		to := y[lo*c : hi*c]
		for i, v := range x[lo*c : hi*c] {
			to[i] += float32(by * v)
		}
	}
}

// Add adds Σⱼ aⱼTⱼ(B)·x to out, n×c, by Clenshaw's recurrence [clenshaw1955] from the last
// coefficient down,
//
//	bⱼ = aⱼx + 2B·bⱼ₊₁ - bⱼ₊₂,   Σⱼ aⱼTⱼ(B)·x = (2a₀x + 2B·b₁ - 2b₂)/2.
//
// Cost: a product with the matrix for each coefficient but the first.
func (a *Diffusion) Add(out []float64, x Summand, coef []float64) {
	// b beyond the last coefficient is 0, and that of the last is aₘx.
	clear(a.now)
	clear(a.last)
	if most := len(coef) - 1; most > 0 {
		par.For(a.n, chunkRows, func(_, lo, hi int) { x(a.now, coef[most], lo, hi) })
	}
	// Clenshaw's recurrence down to b₁.
	for j := len(coef) - 2; j > 0; j-- {
		a.step(x, coef[j])
	}
	par.For(a.n, chunkRows, func(_, lo, hi int) {
		// The last step has 2b₂ instead of b₂, and 2a₀ instead of a₀.
		last := a.last[lo*a.c : hi*a.c]
		for i := range last {
			last[i] *= 2
		}
	})
	a.step(x, 2*coef[0])
	par.For(a.n, chunkRows, func(_, lo, hi int) {
		// Half of it is the value of the polynomial.
		sum := out[lo*a.c : hi*a.c]
		for i, v := range a.now[lo*a.c : hi*a.c] {
			sum[i] += float64(v) / 2
		}
	})
}

// step goes from bⱼ₊₁ and bⱼ₊₂, now and last, to bⱼ and bⱼ₊₁. Where the meter has ended it, the numbers are of no use.
func (a *Diffusion) step(x Summand, coef float64) {
	_ = a.meter.For(a.n, chunkRows, a.units, func(_, lo, hi int) {
		// last ← 2B·now - last, then the summand: bⱼ stands where bⱼ₊₂ was.
		a.twice.LessRows(a.last, a.now, a.c, lo, hi)
		x(a.last, coef, lo, hi)
	})
	a.now, a.last = a.last, a.now
}
