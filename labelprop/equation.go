package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
)

// equation is (I - M)x = b with n unknowns in cols columns: the one equation of
// all methods, α being inside M. M is non-negative, has no diagonal, and is
// self-adjoint in the weights omega: ωᵢMᵢⱼ = ωⱼMⱼᵢ. Each row of M comes from log
// weights by a log-sum-exp normaliser, so no row underflows.
type equation struct {
	n, cols int
	start   []int
	ind     []int32
	m       []float64
	sparse  *vec.Sparse // M
	dense   *scaled     // M where it has no sparse rows, or nil
	known   *terms      // of the last certificate
	omega   []float64
	b       []float64 // n×cols
	soon    bool      // whether the incomplete factor takes over soon
	guess   []float64 // n×cols: where conjugate gradients begin; nil: at 0

	volume []float64 // by component: the logarithm of the D that ω = 1 stands for
	spread float64   // the range of log ω: beyond some 600, float64 is no place to solve
	delta  float64   // bound on the relative errors of m and b
}

// newEquation writes out p. With diagonal D of each node's conductances, x = z
// for a rule that is not rooted, so that M = D⁻¹W, and else x = D^½z, with
// M = D^-½WD^-½. With hitting a last column with the right side 1 is added, for
// the certificate.
func newEquation(p *problem, hitting bool) *equation {
	if p.all != nil {
		return newDenseEquation(p, hitting)
	}
	rows := p.assembleAll()
	diag := p.diagonal(rows)
	eq := &equation{n: len(p.free), cols: p.columns(), start: []int{0}, delta: p.weightError()}
	if hitting {
		eq.cols++
	}
	for _, r := range rows {
		eq.ind = append(eq.ind, r.ind...)
		for _, e := range r.end {
			eq.start = append(eq.start, len(eq.ind)-len(r.ind)+e)
		}
	}
	eq.m = make([]float64, len(eq.ind))
	eq.sparse = vec.MustSparse(eq.n, eq.start, eq.ind, eq.m)
	eq.b = make([]float64, eq.n*eq.cols)
	par.For(eq.n, chunkRows, func(c, lo, hi int) {
		for i := lo; i < hi; i++ {
			eq.writeRow(p, diag, &rows[c], i, i-lo)
		}
	})
	eq.weigh(p, diag)
	return eq
}

// diagonal returns every free node's conductance.
func (p *problem) diagonal(rows []rowsOf) []lognum.Num {
	diag := make([]lognum.Num, len(p.free))
	par.For(len(p.free), chunkRows, func(c, lo, hi int) {
		first := 0
		for k, end := range rows[c].end {
			diag[lo+k] = p.rate.Add(p.rate.Sum(rows[c].w[first:end]), rows[c].ground[k])
			first = end
		}
	})
	return diag
}

// writeRow normalises row i, the k-th of its chunk.
func (eq *equation) writeRow(p *problem, diag []lognum.Num, rows *rowsOf, i, k int) {
	first := 0
	if k > 0 {
		first = rows.end[k-1]
	}
	for e := eq.start[i]; e < eq.start[i+1]; e++ {
		by := diag[i]
		if p.rooted {
			by = by.Mul(diag[eq.ind[e]]).Sqrt()
		}
		eq.m[e] = math.Exp(p.rate.LogRatio(rows.w[first+e-eq.start[i]], by))
	}
	by := diag[i]
	if p.rooted {
		by = by.Sqrt()
	}
	c0 := p.columns()
	if c0 < eq.cols {
		eq.b[i*eq.cols+c0] = 1
	}
	for c := range c0 {
		if s := rows.source[k*c0+c]; !s.IsZero() {
			eq.b[i*eq.cols+c] = math.Exp(p.rate.LogRatio(s, by))
		}
	}
}

// weigh sets omega, the largest of each component being 1, and its range.
func (eq *equation) weigh(p *problem, diag []lognum.Num) {
	eq.omega = make([]float64, eq.n)
	if p.rooted {
		for i := range eq.omega {
			eq.omega[i] = 1
		}
		return
	}
	top := make([]lognum.Num, len(p.reached))
	for c := range top {
		top[c] = lognum.Zero()
	}
	for i, d := range diag {
		if c := p.component[p.free[i]]; p.rate.LogRatio(d, top[c]) > 0 {
			top[c] = d
		}
	}
	eq.volume = make([]float64, len(top))
	for c, d := range top {
		eq.volume[c] = p.rate.Log(d)
	}
	for i, d := range diag {
		l := p.rate.LogRatio(d, top[p.component[p.free[i]]])
		eq.omega[i] = math.Exp(l)
		eq.spread = max(eq.spread, -l)
	}
}

// residual writes b - (I-M)x into r.
func (eq *equation) residual(r, x []float64) {
	if eq.dense != nil {
		eq.applyDense(r, x)
	}
	par.For(eq.n, chunkRows, func(_, lo, hi int) {
		own, b, out := eq.rows(x, lo, hi), eq.rows(eq.b, lo, hi), eq.rows(r, lo, hi)
		if eq.dense == nil {
			eq.sparse.MulRows(r, x, eq.cols, lo, hi)
			for i, v := range out {
				out[i] = own[i] - v
			}
		}
		for i, v := range out {
			out[i] = b[i] - v
		}
	})
}

// norms returns Σωx² of every column of x.
func (eq *equation) norms(x []float64) []float64 {
	return eq.sum(func(lo, hi int, out []float64) {
		for i := lo; i < hi; i++ {
			for k, v := range x[i*eq.cols : (i+1)*eq.cols] {
				out[k] += eq.omega[i] * v * v
			}
		}
	})
}

// sum adds up, column by column, what f finds in each chunk of rows; the order
// of summation is fixed.
func (eq *equation) sum(f func(lo, hi int, out []float64)) []float64 {
	part := make([]float64, par.Chunks(eq.n, chunkRows)*eq.cols)
	par.For(eq.n, chunkRows, func(c, lo, hi int) {
		f(lo, hi, part[c*eq.cols:(c+1)*eq.cols])
	})
	total := make([]float64, eq.cols)
	for i, v := range part {
		total[i%eq.cols] += v
	}
	return total
}
