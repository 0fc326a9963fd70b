package labelprop

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/network"
	"gonum.org/v1/gonum/floats"
)

// shiftProof bounds how far the shifts that balance classes are from the exact ones, given the
// bounds on the errors of the scores.
//
// With X the scores and v the shifts, in units, the masses are m(v;X) = Σᵢ softmax(Xᵢ+v), and the
// exact shifts v* give the exact scores X* the masses N·want. The shifts at hand give X* masses
// that are off by g, of which m(v;X) - N·want is known, and the rest is what scores that move by
// δᵢ in row i may add: the derivative of p = softmax(Xᵢ) is diag(p) - ppᵀ, so no |p| changes by
// more than 2δᵢp to first order, and their sum by no more than δᵢ.
//
// The derivative of the masses by v is J = Σᵢ diag(pᵢ) - pᵢpᵢᵀ: the Laplacian of a network of the
// classes with the conductances aₖⱼ = Σᵢ pᵢₖpᵢⱼ. So v* - v are the potentials that the currents -g
// cause in it, and no two differ by more than
//
//	A = min(½Σₖ|gₖ|·maxₖⱼ Rₖⱼ, minₕ Σₖ |gₖ|Rₖₕ),
//
// Rₖⱼ being effective resistances, at most those of the paths of one and two edges alone
// (Rayleigh's monotonicity). On the way from v to v* the conductances change with the
// probabilities: after shifts that differ by T, each is still exp(-2T) of what it was, and moving
// the scores costs another exp(-4δ). From dT/ds ≤ A·exp(2T+4δ) on the way s from 0 to 1,
//
//	T ≤ -½ln(1 - 2A·exp(4δ)).
//
// So a lead of more than 2δᵢ + T is certain.
type shiftProof struct {
	off      []float64 // δ of each row, in units
	more     []float64 // of each row: what the lead of a label needs beyond twice its bound, in scores
	wantRel  float64   // the relative error of the wanted masses
	relative float64   // the relative error of the unit of scores, and of the units of components
	sol      *network.Solution
	nw       *network.Network
	allowed  [][]bool // by component: the classes that have a label there
}

// newShiftProof turns the bounds of the scores into δ, in the given unit of scores.
func newShiftProof(nw *network.Network, sol *network.Solution, of float64) *shiftProof {
	s := &shiftProof{
		sol: sol, nw: nw, allowed: nw.AllowedClasses(), wantRel: labelSharesError(nw),
		more: make([]float64, len(nw.Free)),
	}
	c := nw.Labels.Cols
	// The unit is the mean of |u|: off by the mean of the bounds, in all components.
	off, rows := 0.0, 0.0
	for i, u := range nw.Free {
		off, rows = off+nw.Mass(u)*sol.Off[i], rows+nw.Mass(u)
	}
	s.relative = off/rows/of*(1+1e-6) + 16*unit
	if labelledComponents(nw) > 1 {
		// Then components compare, through the unit.
		s.relative += 2 * sol.UnitError
	}
	// A quotient by a number that is off by the share e is off by e/(1-e).
	if s.relative /= 1 - s.relative; !(s.relative >= 0 && s.relative < 1) {
		s.relative = math.Inf(1)
	}
	for i := range nw.Free {
		// |x*/of* - x/of| ≤ |x*-x|/of + |x*|·|1/of* - 1/of|, and |x*| ≤ |x| + |x*-x|.
		size := largestSize(sol.X[i*c:(i+1)*c]) + sol.Off[i]
		s.off = append(s.off, (sol.Off[i]+s.relative*size)/of*(1+1e-6))
	}
	return s
}

// labelledComponents counts the components with a label.
func labelledComponents(nw *network.Network) int {
	count := 0
	for _, is := range nw.Reached {
		if is {
			count++
		}
	}
	return count
}

// largestSize returns the largest |x|.
func largestSize(x []float64) float64 {
	most := 0.0
	for _, v := range x {
		most = max(most, math.Abs(v))
	}
	return most
}

// bound sets what the labels of the rows of a need to be proven, from the scores and shifts of
// a, before the shifts are applied.
func (s *shiftProof) bound(a *classMassBalance) {
	c := len(a.want)
	shift := largestSize(a.shift)
	// The arguments of the exponentials are rounded, as scores of other errors.
	most := 0.0
	for _, i := range a.rows {
		size := largestSize(a.x[i*c:(i+1)*c])/a.unit + shift
		s.off[i] += 8 * unit * size
		most = max(most, s.off[i])
	}
	mass, both := a.masses()
	move := s.moves(a, mass, both, most)
	if s.leavesOut(a) {
		move = math.Inf(1)
	}
	for _, i := range a.rows {
		// Beyond 2·Off: the rest of 2δ, and the move of the shifts, and the rounding of applying them.
		size := largestSize(a.x[i*c:(i+1)*c]) + shift*a.unit
		own := 2*(s.off[i]*a.unit-s.sol.Off[i]) + move*a.unit + 16*unit*size
		if s.more[i] = own * (1 + 1e-6); math.IsNaN(own) {
			s.more[i] = math.Inf(1) // no bound at all
		}
		// A score is off by the move of its shift too, and by what the unit of the shift is off.
		bound := s.sol.Off[i] + s.more[i] + 2*s.relative*shift*a.unit
		if s.sol.Bound = max(s.sol.Bound, bound); math.IsNaN(bound) {
			s.sol.Bound = math.Inf(1)
		}
	}
}

// leavesOut reports whether a class that has a label in the component has underflowed to no share of
// it: then its shift is not known.
func (s *shiftProof) leavesOut(a *classMassBalance) bool {
	for k, has := range s.allowed[s.nw.Component[s.nw.Free[a.rows[0]]]] {
		if has && a.want[k] == 0 {
			return true
		}
	}
	return false
}

// moves returns T, given the masses and the products of probabilities, and the largest δ.
func (s *shiftProof) moves(a *classMassBalance, mass, both []float64, most float64) float64 {
	c := len(mass)
	// Σᵢ δᵢ, and Σᵢ 2δᵢpᵢ of each class.
	total, each := s.excess(a, mass)
	resistance, worst := pathResistances(a.want, both), 0.0
	for _, r := range resistance {
		worst = max(worst, r)
	}
	least := total / 2 * worst
	for h := range c {
		if a.want[h] > 0 {
			least = min(least, floats.Dot(each, resistance[h*c:(h+1)*c]))
		}
	}
	// A, with an allowance for the rounding of what it is made of.
	by := 2 * least * math.Exp(4*most) * (1 + 1e-6)
	if !(by < 1) {
		return math.Inf(1)
	}
	return -math.Log1p(-by) / 2 * (1 + 1e-9)
}

// excess bounds |g|: its sum over the classes, and each.
func (s *shiftProof) excess(a *classMassBalance, mass []float64) (total float64, each []float64) {
	c := len(mass)
	each = make([]float64, c)
	part := make([][]float64, par.Chunks(len(a.rows), massRows))
	par.For(len(a.rows), massRows, func(chunk, lo, hi int) {
		p, out := make([]float64, c), make([]float64, c+1)
		for r, i := range a.rows[lo:hi] {
			a.probabilities(p, i)
			// δ to all orders: exp(2δ) - 1 ≥ 2δ.
			move := a.count[lo+r] * math.Expm1(2*s.off[i])
			for k, v := range p {
				out[k] += move * v
			}
			out[c] += a.count[lo+r] * s.off[i]
		}
		part[chunk] = out
	})
	// Sums of so many terms and of so many chunks, each probability being right to C+8 units.
	sums := float64(c+8+massRows+len(part)) * unit
	for _, out := range part {
		floats.Add(each, out[:c])
		total += out[c]
	}
	for k := range each {
		// What the masses at hand are off by, and what is not known of them.
		known := math.Abs(mass[k] - a.want[k]*a.size)
		rounding := sums*mass[k] + (s.wantRel+4*unit)*a.want[k]*a.size
		each[k] = (each[k] + known + rounding) * (1 + 1e-6)
		total += known + rounding
	}
	return total * (1 + 1e-6), each
}

// pathResistances bounds the effective resistances between the classes that are wanted, C×C, from
// their conductances, those off the diagonal of both: the resistances of the edge itself and of
// all paths over one other class, side by side.
func pathResistances(want, both []float64) []float64 {
	c := len(want)
	r := make([]float64, c*c)
	for k := range c {
		for j := range k {
			if want[k] == 0 || want[j] == 0 {
				continue
			}
			conductance := both[k*c+j]
			for l := range c {
				if l != k && l != j && both[k*c+l] > 0 && both[l*c+j] > 0 {
					conductance += 1 / (1/both[k*c+l] + 1/both[l*c+j])
				}
			}
			r[k*c+j] = 1 / conductance
			r[j*c+k] = r[k*c+j]
		}
	}
	return r
}

// labelSharesError bounds the relative error of every share that labelShares returns.
//
// Derivation, in units of u. Let N be the sum of the labels, n of a class, in L rows and C classes.
// Each n is exact where labels are whole, and else off by L·n. The mean and so n - mean are off by
// a = (2L+C+4)N, or (C+4)N; the sum of squares by 2a·√(C·squares); and, as that is at least N where
// it counts, the share that is kept by 2a√(C/N) + L + 2C + 12. So a weight, mean + kept·(n-mean),
// is off by the sum of those errors; shares are sums of L quotients, and are divided by their sum.
func labelSharesError(nw *network.Network) float64 {
	labels := columnSums(nw.Labels.Y, nw.Labels.Cols)
	n, c, l := floats.Sum(labels), float64(len(labels)), float64(len(nw.Labels.Nodes))
	a := (2*l + c + 4) * n
	if nw.Labels.Hard {
		a = (c + 4) * n
	}
	kept := 2*a*math.Sqrt(c/n) + l + 2*c + 12
	weightError := (a + n*kept + a + 4*n) * unit
	worst := 0.0
	for _, w := range classWeights(labels) {
		if w > 0 {
			worst = max(worst, weightError/w)
		}
	}
	if worst > 1e-3 || slices.Contains(labels, math.Inf(1)) {
		return math.Inf(1)
	}
	return 2 * (worst + (2*l+c+8)*unit) * (1 + 1e-2)
}
