package network

import (
	"context"
	"math"
	"sync/atomic"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/progress"
	"github.com/propagate-go/propagate/internal/vec"
)

// returnProbabilities computes, for given labels i, the probability that a random walk from
// node i returns to it through unlabelled nodes, before it meets another label:
//
//	Kᵢᵢ = sᵢᵀ(I-S)⁻¹sᵢ,   S = D_UU^-½ W_UU D_UU^-½,   sᵢ = D_UU^-½ W_Ui dᵢ^-½,
//
// and for label spreading the response of a node to its own label,
//
//	Hᵢᵢ = sᵢᵀ(I-αS)⁻¹sᵢ,   sᵢ = (1-α)^½eᵢ.
//
// Conjugate gradients from 0 give Kᵢᵢ as the sum of α·|r|² > 0 over their steps, without the
// solution itself, and converge to it twice as fast: Gauss quadrature of the measure of sᵢ
// [golub1994].
type returnProbabilities struct {
	nw       *Network
	n        int
	s        *vec.Sparse
	entries  int       // of s
	labels   []int     // the places of the labels i
	ownClass []float64 // of each: the probability that its walk ends at its class, Kᵢᵢ included
	tol      float64   // of the estimated rest, relative to ownClass - Kᵢᵢ
	relative bool      // or to Kᵢᵢ
	patient  bool      // go on with the others where some do not converge

	done  *par.Count // of the labels; nil: nobody is told
	meter *progress.Meter
	found atomic.Int64 // how many millionths of labels are done

	kii []float64 // what is found

	// visit gets (I-S)⁻¹sᵢ of a block of labels [lo,hi), a column of each; nil: these are not computed.
	visit func(lo, hi int, x []float64)
}

// returnWidth is how many labels are solved for at a time: their vectors stay in the
// second-level cache. A worker takes so many blocks of them at a time.
const returnWidth, returnBlocks = 16, 4

// leavingOut returns the meter of leaving out labels, whose work nobody knows beforehand.
func (o *Options) leavingOut(ctx context.Context, labels int) *progress.Meter {
	return o.Tell.Begin(ctx, progress.LeavingOut, manyProducts*float64(labels))
}

// manyProducts makes the meter tell of each million of products with a label's vector.
const manyProducts = 1e6

// symmetric returns S.
func (eq *equation) symmetric() *vec.Sparse {
	// M is D⁻¹W; with ω = D, S = ω^½Mω^-½ is symmetric.
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

// find sets kii, for all labels; it reports whether all of them converged.
func (a *returnProbabilities) find() (bool, error) {
	// Blocks of labels are independent of each other, and each worker has its own vectors.
	a.kii = make([]float64, len(a.ownClass))
	ok := make([]bool, par.Chunks(len(a.ownClass), returnBlocks*returnWidth))
	err := par.Try(len(a.ownClass), returnBlocks*returnWidth, func(c, lo, hi int) (err error) {
		v := newReturnVectors(a.n)
		for ok[c] = true; lo < hi && (ok[c] || a.patient) && err == nil; lo += returnWidth {
			v.told, v.first = 0, 0
			ok[c], err = a.block(v, lo, min(hi, lo+returnWidth))
			if a.visit != nil && err == nil {
				a.visit(lo, min(hi, lo+returnWidth), v.x)
			}
			a.tell(v, min(hi, lo+returnWidth)-lo, 1)
			if a.done != nil {
				a.done.Add(min(hi, lo+returnWidth) - lo)
			}
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

// starts writes sᵢ of the labels [lo, hi) into the columns of r.
func (a *returnProbabilities) starts(r []float64, lo, hi int) {
	for i := lo; i < hi; i++ {
		a.nw.eachStart(a.labels[i], func(place int, value float64) { r[place*(hi-lo)+i-lo] = value }, nil)
	}
}

// eachStart calls free with the places and values of sᵢ, and labelled (nil: nobody) with the labels of neighbours and
// what sᵢ would be there.
func (nw *Network) eachStart(label int, free, labelled func(at int, value float64)) {
	u := nw.Labels.Nodes[label]
	// For spreading the start is the node itself, with the root of the share of its label.
	if share := nw.method.SelfShare; share > 0 {
		if at := int(nw.Place[u]); at >= 0 {
			free(at, math.Sqrt(share))
		}
		return
	}
	// For a clamped node it is where its first step leads, in the symmetric form: dᵥ^-½wᵤᵥdᵤ^-½ is Pᵤᵥ times √(dᵤ/dᵥ).
	steps := nw.Steps(u)
	for e, v := range nw.Neighbors(u) {
		value := math.Exp(steps[e] + nw.gamma.LogRatio(nw.degree[u], nw.degree[v])/2)
		if at := int(nw.Place[v]); at >= 0 {
			free(at, value)
		} else if labelled != nil && nw.LabelAt[v] >= 0 {
			labelled(nw.LabelAt[v], value)
		}
	}
}

// returnSteps bounds the iterations.
const returnSteps = 400

// block finds kii of labels [lo, hi).
func (a *returnProbabilities) block(v *returnVectors, lo, hi int) (bool, error) {
	w := hi - lo
	// From 0, so that the residual r and the first direction d are s itself.
	b := vec.Block{Rows: a.n, Cols: w}
	r, d, q := v.r[:a.n*w], v.d[:a.n*w], v.q[:a.n*w]
	clear(r)
	clear(v.x[:a.n*w])
	a.starts(r, lo, hi)
	copy(d, r)
	c := newReturnColumns(w)
	// |r|² of each column.
	for i, x := range r {
		c.norm[i%w] += x * x
	}
	for range returnSteps {
		// The share is that of the labels that are done, and of what is done of those at hand.
		share := float64(a.found.Load()) / millionths / float64(len(a.ownClass))
		if err := a.meter.At(share, float64(w*(a.entries+a.n))); err != nil {
			return false, err
		}
		// q = (I-S)d, and its product with d.
		a.s.MulRows(q, d, w, 0, a.n)
		clear(c.product)
		b.SubtractFrom(q, d, v.ones, c.product)
		open, excess := a.addTerms(c, lo)
		a.tell(v, w, v.closeness(excess))
		if open > 0 || a.visit != nil {
			// The usual iteration: x and r move.
			clear(c.product)
			b.Descend(v.x, r, d, q, v.ones, c.by, c.product)
		}
		if open == 0 {
			a.addRests(c.past, lo)
			return true, nil
		}
		// The direction is made conjugate.
		for k := range c.by {
			c.by[k] = quotient(c.product[k], c.norm[k])
		}
		b.NextDirection(d, r, c.by)
		c.norm, c.product = c.product, c.norm
	}
	a.addRests(c.past, lo)
	return false, nil
}

// millionths is into how many parts a label is divided where it is counted.
const millionths = 1e6

// tell counts what is done of a block of w labels, of which so large a share is done.
func (a *returnProbabilities) tell(v *returnVectors, w int, share float64) {
	if share > v.told {
		a.found.Add(int64(millionths * float64(w) * (share - v.told)))
		v.told = share
	}
}

// closeness is the share of the steps of a block that is done when the estimated rests exceed their limits by such a
// factor: rests fall by about the same factor in each step, so that their logarithms count.
func (v *returnVectors) closeness(excess float64) float64 {
	if v.first == 0 && !math.IsInf(excess, 1) {
		v.first = excess
	}
	if !(v.first > 1 && excess > 1) || math.IsInf(excess, 1) {
		return 0
	}
	return 1 - math.Log(excess)/math.Log(v.first)
}

// addRests adds what is estimated of the terms still to come, for labels from lo on: better
// than nothing of it.
func (a *returnProbabilities) addRests(past []geometricTail, lo int) {
	for c := range past {
		if rest := past[c].rest(); !math.IsInf(rest, 1) {
			a.kii[lo+c] += rest
		}
	}
}

// returnVectors is the memory of a worker.
type returnVectors struct {
	x, r, d, q, ones []float64

	told  float64 // the share of the block at hand that was counted
	first float64 // by what factor its rests exceeded their limits when they were first known
}

func newReturnVectors(n int) *returnVectors {
	v := &returnVectors{ones: make([]float64, n)}
	for i := range v.ones {
		v.ones[i] = 1
	}
	for _, to := range []*[]float64{&v.x, &v.r, &v.d, &v.q} {
		*to = make([]float64, n*returnWidth)
	}
	return v
}

// geometricTail keeps the last steps of a sum, newest first.
type geometricTail struct {
	last  [4]float64
	count int
}

func (p *geometricTail) add(step float64) {
	copy(p.last[1:], p.last[:3])
	p.last[0] = step
	p.count++
}

// rest estimates the sum of the terms still to come, as a geometric series with the ratio
// of the last ones.
func (p *geometricTail) rest() float64 {
	if p.last[0] == 0 && p.count > 0 {
		return 0
	}
	if p.count < 4 {
		return math.Inf(1)
	}
	// The mean factor over the last three terms; below 1, so that the series is finite.
	factor := min(math.Cbrt(p.last[0]/p.last[3]), 0.99)
	return p.last[0] * factor / (1 - factor)
}
