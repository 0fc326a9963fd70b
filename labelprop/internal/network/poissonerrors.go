package network

import "math"

// poissonErrors bounds the rounding of the parts of Poisson's equation, against the exact weights.
type poissonErrors struct {
	source []float64 // by free node: the absolute error of b, in any column
	mean   []float64 // by component: the error of a mean Σωx/Σω, as a share of the largest |x|
	unit   float64   // the relative error of the unit of any component; +Inf beyond float64
	inside float64   // the error of a shareInside; 0 where there are no bridges
	omega  float64   // the relative error of any ω
	share  float64   // the least shareInside of a node in a cluster with a label
}

// boundErrors derives the bounds, charge being Σb of each component and column.
//
// Derivation, to first order and in units of u, in the notation of weightError. An ω is
// exp(log(D/top)), top being a number that is common to a component. weightError has room for
// the error of D. With |S| ≤ s' of any D and R the range of the logarithms,
//
//	S - S                  2s'
//	G = γ(T - T) ≤ R + 2s'   2(R+2s')
//	their difference       R + 2s'
//	exp                    4
//	together               3R + 8s' + 4.
//
// A share that is not of bridges is 1 less up to k entries of M, which sum to 1 at most: off by
// ε = weightError + k. So a volume, share·ω, is off by ε + ω's error times ω, and their sum V, of
// Σω = Ω, by Ω/V times as much, relative to V.
func (p *Poisson) boundErrors(charge []float64) {
	nw, eq, e := p.nw, p.eq, &p.errors
	s := eq.logCoeff
	e.omega = eq.relErr + (4*eq.logRange+10*s+8)*unit
	if nw.weak != nil {
		e.inside = eq.relErr + float64(nw.extent().terms+4)*unit
	}
	e.unit = p.unitError(s)
	spread := p.spreads()
	e.mean = make([]float64, len(p.volume))
	for c := range e.mean {
		// What the weights ω add, twice, as V is off as well, and the largest |x - mean| is at
		// most twice the largest |x|; and the rounding of products, sum and quotient.
		e.mean[c] = 5*spread[c]*(e.inside+e.omega) + 16*unit
	}
	p.boundSources(charge, spread)
}

// unitError bounds the relative error of exp(-log top), log top = S - γT.
func (p *Poisson) unitError(s float64) float64 {
	worst := 0.0
	for c, is := range p.nw.Reached {
		if !is {
			continue
		}
		log := math.Abs(p.eq.logScale[c])
		if !(log <= largestScale) {
			return math.Inf(1)
		}
		// The product γT, at most log + s, the difference, and exp.
		worst = max(worst, (2*log+2*s+8)*unit)
	}
	return worst
}

// spreads returns Ω/V of each component, at least 1.
func (p *Poisson) spreads() []float64 {
	spread := make([]float64, len(p.volume))
	for i, u := range p.nw.Free {
		if !p.nw.weak.attached(u) {
			spread[p.nw.Component[u]] += p.eq.omega[i]
		}
	}
	for c, v := range p.volume {
		spread[c] = max(spread[c]/v*1.001, 1)
	}
	return spread
}

// boundSources bounds the errors of b.
//
// Derivation, in units of u, l being the number of labels and κ their weights. A mean ȳ ≤ 1 is
// off by 2l+2, so κ(y-ȳ) is off by (2l+4)κ, and Σb of a component, whose weights sum to K, by
// (3l+4)K. What a node gives up, share·Σb/V, is off by those errors and those of share and V,
// and by three roundings.
func (p *Poisson) boundSources(charge, spread []float64) {
	nw, eq, e := p.nw, p.eq, &p.errors
	l := float64(len(nw.Labels.Nodes))
	weights, most := make([]float64, len(nw.Reached)), make([]float64, len(nw.Reached))
	for j, u := range nw.Labels.Nodes {
		weights[nw.Component[u]] += nw.Labels.Weight(j)
	}
	for j, v := range charge {
		most[j/eq.cols] = max(most[j/eq.cols], math.Abs(v))
	}
	e.source, e.share = make([]float64, eq.n), 1
	for i, u := range nw.Free {
		c, share := nw.Component[u], p.shareInside(i)
		if !nw.weak.attached(u) {
			e.share = min(e.share, share)
		}
		// The part that every node gives up, share·Σb/V.
		off := (3*l + 16) * unit * weights[c] * (share + e.inside)
		off += most[c] * (e.inside + share*(2*spread[c]*(e.inside+e.omega)+16*unit))
		off /= max(p.volume[c], smallestVolume)
		if at := nw.LabelAt[u]; at >= 0 {
			// The label's own part, κ(y-ȳ)/ω.
			off += nw.Labels.Weight(at) / max(eq.omega[i], smallestVolume) * ((2*l+12)*unit + 2*e.omega)
		}
		// Second orders are far below this share of the first.
		e.source[i] = off * (1 + 1e-6)
	}
}

// addMeanErrors adds to the bounds of an uncentred solution what the means
// may be off: the error of their weights, and the mean of the errors of x.
func (p *Poisson) addMeanErrors(sol *Solution) {
	nw, eq := p.nw, p.eq
	if sol.Off == nil {
		return
	}
	size := make([]float64, len(nw.Reached))
	for i, u := range nw.Free {
		size[nw.Component[u]] = max(size[nw.Component[u]], largestSize(eq.row(sol.X, i)))
	}
	offs := p.means(sol.Off)
	for i, u := range nw.Free {
		c := nw.Component[u]
		// The weighted mean of the bounds themselves, with an allowance for its own weights.
		sol.Off[i] += offs[c]*(1+meanError) + p.errors.mean[c]*size[c]
	}
}

// holds reports whether the bounds hold: no ω is near the end of float64, and no decision of
// rounding is behind the equation.
func (p *Poisson) holds() bool {
	e := &p.errors
	return p.eq.logRange <= largestRange && !p.nw.unsureLinks && e.omega+e.inside < meanError/4*e.share
}

// meanError is more than the relative error of any share·ω.
const meanError = 1e-3

// largestRange is the range of log ω up to which b/ω and its square are in range: exp(-277) is
// smallestVolume.
const largestRange = 270
