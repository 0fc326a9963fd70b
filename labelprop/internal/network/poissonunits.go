package network

import (
	"math"

	"github.com/propagate-go/propagate/internal/sum"
)

// smallestVolume keeps b/ω and its square in range; a graph that needs less is
// warned of as beyond float64.
const smallestVolume = 0x1p-400

// means returns Σωx/Σω of every component and column, clusters attached to it left out.
func (p *Poisson) means(x []float64) []float64 {
	nw, cols := p.nw, len(x)/p.eq.n
	total := make([]sum.Running, len(nw.Reached)*cols)
	for i, u := range nw.Free {
		own := p.volumeOf(i)
		for k, v := range x[i*cols : (i+1)*cols] {
			total[nw.Component[u]*cols+k].Add(own * v)
		}
	}
	mean := make([]float64, len(total))
	for j := range total {
		mean[j] = total[j].Total() / max(p.volume[j/cols], smallestVolume)
	}
	return mean
}

// center multiplies the solution and its bounds by their units, after a shift to Σωx = 0 in
// every component where the equation is singular: it knows u up to a constant.
func (p *Poisson) center(sol *Solution) {
	nw, eq, x := p.nw, p.eq, sol.X
	mean := make([]float64, len(nw.Reached)*eq.cols)
	if eq.singular {
		mean = p.means(x)
		p.addMeanErrors(sol)
	}
	for i, u := range nw.Free {
		by := p.unit(nw.Component[u])
		for k, m := range mean[nw.Component[u]*eq.cols:][:eq.cols] {
			x[i*eq.cols+k] = by * (x[i*eq.cols+k] - m)
		}
	}
	p.scaleBounds(sol)
}

// scaleBounds multiplies the bounds by the units of the scores, and adds the rounding of center.
func (p *Poisson) scaleBounds(sol *Solution) {
	if sol.Off == nil {
		sol.Bound = math.Inf(1)
		return
	}
	sol.Bound, sol.UnitError = 0, p.errors.unit
	for i, u := range p.nw.Free {
		size := largestSize(p.eq.row(sol.X, i))
		// The difference and the product are rounded. An error of the unit itself changes no label.
		sol.Off[i] = atLeast(sol.Off[i]*p.unit(p.nw.Component[u]), 0)*(1+4*unit) + 4*unit*size
		sol.Bound = atLeast(sol.Bound, sol.Off[i]+p.errors.unit*size)
	}
}

// largestSize returns the largest |x|.
func largestSize(x []float64) float64 {
	most := 0.0
	for _, v := range x {
		most = max(most, math.Abs(v))
	}
	return most
}

// largestScale is the largest logarithm of a unit that float64 has room for, with scores.
const largestScale = 300

// unit returns the unit of component c, 1/max D, or what of it is within float64.
func (p *Poisson) unit(c int) float64 {
	return math.Exp(-min(max(p.eq.logScale[c], -largestScale), largestScale))
}
