package labelprop

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
)

// returns finds, for given labels i, how likely a random walk from node i is to come
// back to it by way of unlabelled nodes, before it meets another label:
//
//	Kᵢᵢ = sᵢᵀ(I-S)⁻¹sᵢ,   S = D_UU^-½ W_UU D_UU^-½,   sᵢ = D_UU^-½ W_Ui dᵢ^-½.
//
// Conjugate gradients from 0 add up Kᵢᵢ as they go, by steps α·|r|² > 0 without the
// solution itself, and twice as fast as they find that: Gauss quadrature of the
// measure of sᵢ [golub1994].
type returns struct {
	p   *problem
	n   int
	s   *vec.Sparse
	own []float64 // of each label, how likely its walk ends at its class, Kᵢᵢ included
	tol float64   // relative to own - Kᵢᵢ, of the rest that is only estimated
	k   []float64 // what is found
}

// returnWidth is how many labels are solved for at a time: their vectors stay in the
// second-level cache. A worker takes so many blocks of them at a time.
const returnWidth, returnBlocks = 16, 4

// symmetric returns S.
func (eq *equation) symmetric() *vec.Sparse {
	m := make([]float64, len(eq.m))
	par.For(eq.n, chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			for e := eq.start[i]; e < eq.start[i+1]; e++ {
				m[e] = eq.m[e] * math.Sqrt(eq.omega[i]/eq.omega[eq.ind[e]])
			}
		}
	})
	return vec.MustSparse(eq.n, eq.start, eq.ind, m)
}

// find sets k, for all labels; it reports whether all of them came to rest.
func (a *returns) find(ctx context.Context) (bool, error) {
	a.k = make([]float64, len(a.own))
	ok := make([]bool, par.Chunks(len(a.own), returnBlocks*returnWidth))
	err := par.Try(len(a.own), returnBlocks*returnWidth, func(c, lo, hi int) (err error) {
		r, q, d := make([]float64, a.n*returnWidth), make([]float64, a.n*returnWidth), make([]float64, a.n*returnWidth)
		for ok[c] = true; lo < hi && ok[c] && err == nil; lo += returnWidth {
			ok[c], err = a.block(ctx, r, q, d, lo, min(hi, lo+returnWidth))
		}
		return err
	})
	for _, b := range ok {
		if !b {
			return false, err
		}
	}
	return true, err
}

// starts writes sᵢ of labels [lo, hi) into the columns of r, w wide.
func (a *returns) starts(r []float64, w, lo, hi int) {
	for i := lo; i < hi; i++ {
		u := a.p.seeds.nodes[i]
		steps := a.p.steps(u)
		for e, v := range a.p.neighbors(u) {
			if at := int(a.p.place[v]); at >= 0 {
				half := a.p.rate.LogRatio(a.p.degree[u], a.p.degree[v]) / 2
				r[at*w+i-lo] = math.Exp(steps[e] + half)
			}
		}
	}
}

// returnSteps bounds the iterations.
const returnSteps = 400

// block finds k of labels [lo, hi). With v = (I-S)d the next residual is known before
// it is computed, |r|² = α²|v|² - |r|², so that one pass over the
// vectors does. r, q and d are memory.
func (a *returns) block(ctx context.Context, r, q, d []float64, lo, hi int) (bool, error) {
	w := (hi - lo + 3) / 4 * 4
	r, q, d = r[:a.n*w], q[:a.n*w], d[:a.n*w]
	clear(r)
	a.starts(r, w, lo, hi)
	copy(d, r)
	norm, dv, vv := make([]float64, w), make([]float64, w), make([]float64, w)
	alpha, beta := make([]float64, w), make([]float64, w)
	past := make([]pace, w)
	for i, x := range r {
		norm[i%w] += x * x
	}
	for range returnSteps {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		a.s.MulRows(q, d, w, 0, a.n)
		conjugates(dv, vv, q, d)
		open := 0
		for c := range hi - lo {
			alpha[c] = quotient(norm[c], dv[c])
			beta[c] = quotient(alpha[c]*alpha[c]*vv[c]-norm[c], norm[c])
			a.k[lo+c] += alpha[c] * norm[c]
			past[c].add(alpha[c] * norm[c])
			if past[c].rest() > a.tol*max(a.own[lo+c]-a.k[lo+c], smallestProbability) {
				open++
			}
		}
		if open == 0 {
			for c := range hi - lo {
				a.k[lo+c] += past[c].rest()
			}
			return true, nil
		}
		descend(norm, r, d, q, alpha, beta)
	}
	return false, nil
}

// pace keeps the last steps of a sum, newest first.
type pace struct {
	last  [4]float64
	count int
}

func (p *pace) add(step float64) {
	copy(p.last[1:], p.last[:3])
	p.last[0] = step
	p.count++
}

// rest estimates what is still to come: a geometric series at the pace of the last
// steps.
func (p *pace) rest() float64 {
	if p.last[0] == 0 && p.count > 0 {
		return 0
	}
	if p.count < 4 {
		return math.Inf(1)
	}
	factor := min(math.Cbrt(p.last[0]/p.last[3]), 0.99)
	return p.last[0] * factor / (1 - factor)
}

// conjugates sets dv to Σdv and vv to Σv² of every column, v = d - q. The columns go
// by fours, whose sums stay in registers.
func conjugates(dv, vv, q, d []float64) {
	w := len(dv)
	for c := 0; c < w; c += 4 {
		var d0, d1, d2, d3, v0, v1, v2, v3 float64
		for at := c; at+4 <= len(d); at += w {
			x, y := d[at:at+4:at+4], q[at:at+4:at+4]
			a0, a1, a2, a3 := x[0]-y[0], x[1]-y[1], x[2]-y[2], x[3]-y[3]
			d0, d1, d2, d3 = d0+a0*x[0], d1+a1*x[1], d2+a2*x[2], d3+a3*x[3]
			v0, v1, v2, v3 = v0+a0*a0, v1+a1*a1, v2+a2*a2, v3+a3*a3
		}
		dv[c], dv[c+1], dv[c+2], dv[c+3] = d0, d1, d2, d3
		vv[c], vv[c+1], vv[c+2], vv[c+3] = v0, v1, v2, v3
	}
}

// descend takes α·(d-q) from r, sets norm to Σr² of every column, and d to r + β·d.
func descend(norm, r, d, q, alpha, beta []float64) {
	w := len(norm)
	for c := 0; c < w; c += 4 {
		a0, a1, a2, a3 := alpha[c], alpha[c+1], alpha[c+2], alpha[c+3]
		b0, b1, b2, b3 := beta[c], beta[c+1], beta[c+2], beta[c+3]
		var n0, n1, n2, n3 float64
		for at := c; at+4 <= len(d); at += w {
			x, y, z := d[at:at+4:at+4], q[at:at+4:at+4], r[at:at+4:at+4]
			r0, r1, r2, r3 := z[0]-a0*(x[0]-y[0]), z[1]-a1*(x[1]-y[1]), z[2]-a2*(x[2]-y[2]), z[3]-a3*(x[3]-y[3])
			z[0], z[1], z[2], z[3] = r0, r1, r2, r3
			x[0], x[1], x[2], x[3] = r0+b0*x[0], r1+b1*x[1], r2+b2*x[2], r3+b3*x[3]
			n0, n1, n2, n3 = n0+r0*r0, n1+r1*r1, n2+r2*r2, n3+r3*r3
		}
		norm[c], norm[c+1], norm[c+2], norm[c+3] = n0, n1, n2, n3
	}
}
