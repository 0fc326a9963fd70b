package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/sum"
	"github.com/propagate-go/propagate/labelprop/internal/network"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// classMassBalance shifts the columns of signed scores of some rows so that the masses of
// the classes, by a softmax of the given unit, are in given proportions.
type classMassBalance struct {
	x     []float64 // scores, n×c
	rows  []int
	count []float64 // how many copies each of rows stands for
	size  float64   // their sum
	want  []float64 // shares of the classes; 0: never
	unit  float64
	shift []float64 // in units
}

const (
	massTolerance = 1e-10 // of the mean mass
	massSweeps    = 100
)

// labelShares returns the wanted masses of the classes in each component, by classWeights,
// each as much as the share of its labels that the component has.
func labelShares(nw *network.Network) []float64 {
	c := nw.Labels.Cols
	shares := make([]float64, len(nw.Reached)*c)
	mass := columnSums(nw.Labels.Y, c)
	weight := classWeights(mass)
	for l, u := range nw.Labels.Nodes {
		for k, y := range nw.Labels.Row(l) {
			if y > 0 && mass[k] > 0 {
				// A class weighs as much here as the share of its labels that is here.
				shares[nw.Component[u]*c+k] += weight[k] * y / mass[k]
			}
		}
	}
	for comp := range nw.Reached {
		simplex.Normalize(shares[comp*c : (comp+1)*c])
	}
	return shares
}

// classWeights are equal, but for what numbers of labels say beyond chance: of labels
// drawn at random from equal classes Σ(nₖ-n̄)² is l(1-1/C) in the mean. Twice that is
// taken off as noise, and nₖ-n̄ counts as much as is left [james1961].
func classWeights(labels []float64) []float64 {
	// The number of labels, and of classes that have any.
	l, c, square := 0.0, 0.0, 0.0
	for _, n := range labels {
		if n > 0 {
			l, c = l+n, c+1
		}
	}
	mean := l / c
	weight := make([]float64, len(labels))
	for _, n := range labels {
		if n > 0 {
			// The spread of the numbers of labels around equal ones.
			square += (n - mean) * (n - mean)
		}
	}
	// Stein's shrinkage: the part of the spread that chance does not explain.
	kept := 0.0
	if noise := 2 * l * (1 - 1/c); square > noise {
		kept = 1 - noise/square
	}
	for k, n := range labels {
		if n > 0 {
			weight[k] = mean + kept*(n-mean)
		}
	}
	return weight
}

// meanSize returns the mean of |x| over the rows.
func meanSize(nw *network.Network, x []float64) float64 {
	c := nw.Labels.Cols
	var total, rows sum.Running
	for i, u := range nw.Free {
		rows.Add(nw.Mass(u))
		for _, v := range x[i*c : (i+1)*c] {
			total.Add(nw.Mass(u) * math.Abs(v))
		}
	}
	return total.Total() / max(rows.Total()*float64(c), 1)
}

// fit minimises Σᵢ ln Σₖ exp(xᵢₖ/unit+vₖ) - Σₖ wantₖvₖ, which is convex, by Newton's
// method with steps of 1 at most. Cost: some 15 sweeps of an exponential and C
// multiplications an entry.
func (a *classMassBalance) fit() {
	for range massSweeps {
		// The gradient is the mass of each class less what it should be.
		mass, both := a.masses()
		worst := 0.0
		for k := range mass {
			mass[k] -= a.want[k] * a.size
			worst = max(worst, math.Abs(mass[k]))
		}
		if worst <= massTolerance*a.size/float64(len(mass)) || !a.step(mass, both) {
			return
		}
	}
}

// step takes a step from the gradient and -Σᵢpᵢₖpᵢⱼ; it reports whether there is one.
// The Hessian is singular where all classes move alike: that is held.
func (a *classMassBalance) step(gradient, both []float64) bool {
	c := len(gradient)
	// The Hessian Σᵢ(diag(pᵢ) - pᵢpᵢᵀ). Its null vector is 1, as only differences of shifts
	// matter; a constant added to all entries holds that direction.
	h := mat.NewSymDense(c, nil)
	hold := a.size / float64(c)
	for k := range c {
		for j := range k {
			h.SetSym(k, j, hold-both[k*c+j])
		}
		// The diagonal is the sum of the others in its row, and a little, so that it is
		// positive definite.
		own := 1e-9 * hold
		for j := range c {
			if j != k {
				own += both[k*c+j]
			}
		}
		h.SetSym(k, k, hold+own)
	}
	var by mat.Cholesky
	move := mat.NewVecDense(c, nil)
	if !by.Factorize(h) || by.SolveVecTo(move, mat.NewVecDense(c, gradient)) != nil {
		return false
	}
	// Steps of 1 at most, since far from the solution the Hessian is nearly singular.
	short := 1 / max(1, mat.Norm(move, math.Inf(1)))
	for k := range a.shift {
		if a.want[k] > 0 {
			a.shift[k] -= short * move.AtVec(k)
		}
	}
	return true
}

// massRows is the number of rows a worker takes at a time: it has C² sums.
const massRows = 8192

// masses adds up the probabilities pᵢ of the classes, and pᵢpᵢᵀ.
func (a *classMassBalance) masses() (mass, both []float64) {
	c := len(a.want)
	width := c + c*c
	part := make([]float64, par.Chunks(len(a.rows), massRows)*width)
	par.For(len(a.rows), massRows, func(chunk, lo, hi int) {
		p, out := make([]float64, c), part[chunk*width:(chunk+1)*width]
		for r, i := range a.rows[lo:hi] {
			count := a.count[lo+r]
			a.probabilities(p, i)
			for k, v := range p {
				// The sum of p, and that of ppᵀ.
				out[k] += count * v
				floats.AddScaled(out[c+k*c:c+(k+1)*c], count*v, p)
			}
		}
	})
	total := make([]float64, width)
	for i, v := range part {
		total[i%width] += v
	}
	return total[:c], total[c:]
}

// probabilities sets p to the softmax of row i with the present shifts; a class without labels has
// no share.
func (a *classMassBalance) probabilities(p []float64, i int) {
	c := len(p)
	for k, v := range a.x[i*c : (i+1)*c] {
		if p[k] = v/a.unit + a.shift[k]; a.want[k] == 0 {
			p[k] = math.Inf(-1)
		}
	}
	simplex.Softmax(p)
}

// apply shifts the scores, by 0 in the mean of the classes that there are.
func (a *classMassBalance) apply() {
	c := len(a.want)
	// A common shift changes no label: take it out.
	mean, count := 0.0, 0.0
	for k, v := range a.shift {
		if a.want[k] > 0 {
			mean, count = mean+v, count+1
		}
	}
	for _, i := range a.rows {
		for k, v := range a.shift {
			if a.want[k] > 0 {
				a.x[i*c+k] += (v - mean/count) * a.unit
			}
		}
	}
}
