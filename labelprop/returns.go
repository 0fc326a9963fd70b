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
	tol float64   // relative to own - Kᵢᵢ
	k   []float64 // what is found
}

// returnWidth is how many labels are solved for at a time: their vectors stay in the
// second-level cache.
const returnWidth = 16

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
	ok := make([]bool, par.Chunks(len(a.own), returnWidth))
	err := par.Try(len(a.own), returnWidth, func(c, lo, hi int) error {
		var err error
		ok[c], err = a.block(ctx, lo, hi)
		return err
	})
	for _, b := range ok {
		if !b {
			return false, err
		}
	}
	return true, err
}

// starts writes sᵢ of labels [lo, hi) into the columns of r.
func (a *returns) starts(r []float64, lo, hi int) {
	for i := lo; i < hi; i++ {
		u := a.p.seeds.nodes[i]
		steps := a.p.steps(u)
		for e, v := range a.p.neighbors(u) {
			if at := int(a.p.place[v]); at >= 0 {
				half := a.p.rate.LogRatio(a.p.degree[u], a.p.degree[v]) / 2
				r[at*(hi-lo)+i-lo] = math.Exp(steps[e] + half)
			}
		}
	}
}

// returnSteps bounds the iterations.
const returnSteps = 400

func (a *returns) block(ctx context.Context, lo, hi int) (bool, error) {
	w := hi - lo
	r, q := make([]float64, a.n*w), make([]float64, a.n*w)
	a.starts(r, lo, hi)
	d := append([]float64(nil), r...)
	norm, pq, by := make([]float64, w), make([]float64, w), make([]float64, w)
	past := make([]progress, w)
	products(norm, r, r)
	for range returnSteps {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		a.s.MulRows(q, d, w, 0, a.n)
		clear(pq)
		complement(pq, q, d)
		open := 0
		for c := range by {
			by[c] = quotient(norm[c], pq[c])
			a.k[lo+c] += by[c] * norm[c]
			past[c].add(by[c] * norm[c])
			if past[c].rest() > a.tol*max(a.own[lo+c]-a.k[lo+c], smallestProbability) {
				open++
			}
		}
		if open == 0 {
			return true, nil
		}
		next := make([]float64, w)
		lower(next, r, q, by)
		for c := range by {
			by[c] = quotient(next[c], norm[c])
		}
		follow(d, r, by)
		norm = next
	}
	return false, nil
}

// progress keeps the last steps of a sum, newest first.
type progress struct {
	last  [4]float64
	count int
}

func (p *progress) add(step float64) {
	copy(p.last[1:], p.last[:3])
	p.last[0] = step
	p.count++
}

// rest estimates what is still to come: a geometric series at the pace of the last
// steps, doubled.
func (p *progress) rest() float64 {
	if p.last[0] == 0 && p.count > 0 {
		return 0
	}
	if p.count < 4 {
		return math.Inf(1)
	}
	pace := min(math.Cbrt(p.last[0]/p.last[3]), 0.99)
	return 2 * max(p.last[0], p.last[1]*pace) * pace / (1 - pace)
}

// products adds Σxy of each column to out.
func products(out, x, y []float64) {
	for at := 0; at < len(x); at += len(out) {
		x, y := x[at:][:len(out)], y[at:][:len(out)]
		for c := range out {
			out[c] += x[c] * y[c]
		}
	}
}

// complement sets q to d - q and adds Σdq of each column to out.
func complement(out, q, d []float64) {
	for at := 0; at < len(q); at += len(out) {
		q, d := q[at:][:len(out)], d[at:][:len(out)]
		for c := range out {
			v := d[c] - q[c]
			q[c] = v
			out[c] += v * d[c]
		}
	}
}

// lower takes by·q from r and adds Σr² of each column to out.
func lower(out, r, q, by []float64) {
	by = by[:len(out)]
	for at := 0; at < len(r); at += len(out) {
		r, q := r[at:][:len(out)], q[at:][:len(out)]
		for c := range out {
			v := r[c] - by[c]*q[c]
			r[c] = v
			out[c] += v * v
		}
	}
}

// follow sets d to r + by·d.
func follow(d, r, by []float64) {
	for at := 0; at < len(d); at += len(by) {
		d, r := d[at:][:len(by)], r[at:][:len(by)]
		for c := range by {
			d[c] = r[c] + by[c]*d[c]
		}
	}
}
