package elimination

import (
	"math"
	"math/bits"

	"github.com/propagate-go/propagate/internal/lognum"
)

// noise bounds errors of S, and of the T that is read.
type noise struct {
	step   float64 // of each number changed by an elimination step
	solve  float64 // of each answer, relative to those it is computed from
	input  float64 // of each number loaded
	inputT float64 // of the T of all numbers of a forest together
	out    float64 // of each answer read
	outT   float64 // of the T of each answer read
	rounds bool    // whether any T was rounded before that
}

// roundings adds up the |T| that were rounded, weighed as the package comment derives.
type roundings struct {
	width   float64   // 2r+1 of the step in hand
	steps   float64   // Σ (2r+1)·|T| over the steps before it
	answers []float64 // of each class: Σ |T|
}

// step ends a step, in which |T| were rounded that are at most t, and begins one of another width.
func (r *roundings) step(t, width float64) {
	r.steps += r.width * t
	r.width = width
}

// total is that of the class with the largest.
func (r *roundings) total() float64 {
	most := 0.0
	for _, t := range r.answers {
		most = math.Max(most, t)
	}
	return r.steps + most
}

// bound adds the errors up as the package comment derives.
func (e *elimination) bound() (t, s float64) {
	n := float64(e.n)
	noise := e.noise(e.widest + 1)
	// Steps weigh 2r+1 each, answers 1, the data 2n+1: see the package comment.
	s = noise.step*e.touched + noise.solve*n + noise.input*(2*n+1) + noise.out + e.relative
	t = noise.inputT + noise.outT
	if noise.rounds {
		t += u * e.roundings.total()
	}
	const slack = 1.01 // for products of errors
	return slack * t, slack * s
}

// inputT bounds the error of T that the data cause in any answer.
func (nw *Network) inputT() float64 {
	if nw.InputError == 0 && nw.InputTError == 0 {
		return 0
	}
	return nw.InputError*nw.forestT() + nw.InputTError*float64(2*nw.Len()+1)
}

// forestT bounds the sum of the |T| of the numbers that the product of a forest in the denominator of an
// answer and that of one in its numerator do not have in common, and that of its p_i.
func (nw *Network) forestT() float64 {
	// A node has one edge upwards, or its ground. A pendant edge is in every forest, and cancels.
	pendant := nw.pendant()
	nodes, sources := 0.0, 0.0
	for i, g := range nw.Ground {
		if pendant[i] {
			continue
		}
		var own tracker
		own.track(g)
		for k := nw.Start[i]; k < nw.Start[i+1]; k++ {
			if !pendant[nw.Ind[k]] {
				own.track(nw.W[k])
			}
		}
		nodes += own.maxT
	}
	// One source takes the place of a ground.
	for _, part := range [][]lognum.Num{nw.Source, nw.Post} {
		var largest tracker
		for _, x := range part {
			largest.track(x)
		}
		sources += largest.maxT
	}
	return 2*nodes + sources
}

// pendant marks the nodes that hang, by a single path, on the rest of the network, without a ground or a
// source of their own: their answers are those of the node that they hang on. O(edges).
func (nw *Network) pendant() []bool {
	n := nw.Len()
	hangs, degree := make([]bool, n), make([]int, n)
	var leaves []int
	for i := range n {
		for k := nw.Start[i]; k < nw.Start[i+1]; k++ {
			if !nw.W[k].IsZero() {
				degree[i]++
			}
		}
		if degree[i] == 1 && nw.hasNoGround(i) {
			leaves = append(leaves, i)
		}
	}
	// Take the leaves off, one after the other, and those that become leaves by that.
	for ; len(leaves) > 0; leaves = leaves[1:] {
		i := leaves[0]
		if degree[i] != 1 {
			continue // the last of a tree without any ground
		}
		hangs[i] = true
		for k := nw.Start[i]; k < nw.Start[i+1]; k++ {
			j := int(nw.Ind[k])
			if nw.W[k].IsZero() || hangs[j] {
				continue
			}
			if degree[j]--; degree[j] == 1 && nw.hasNoGround(j) {
				leaves = append(leaves, j)
			}
		}
	}
	return hangs
}

// hasNoGround tells whether nothing of node i is absorbed, and nothing comes from it.
func (nw *Network) hasNoGround(i int) bool {
	for _, b := range nw.Source[i*nw.Classes : (i+1)*nw.Classes] {
		if !b.IsZero() {
			return false
		}
	}
	return nw.Ground[i].IsZero()
}

// each visits every number of the network.
func (nw *Network) each(visit func(lognum.Num)) {
	for _, p := range []part{edges, ground, source, post} {
		for _, x := range nw.part(p) {
			visit(x)
		}
	}
}

// noise: quotient, product and sum round once each, the compensated pivot thrice;
// the argument of exp has the error of γ·ΔT, of ΔS and of their difference.
func (s *float64Arith) noise(int) noise {
	r := noise{
		step:  8 * u,
		solve: 10 * u,
		input: u*(4*s.maxLog+10*s.maxS+8) + s.nw.InputLogError, inputT: s.nw.inputT(),
		out: u * (4*s.maxLog + 8*s.maxS + 4),
	}
	if most := 3 * s.nw.maxT(); s.nw.rounds(most) {
		r.outT = 2 * u * most
	}
	return r
}

func (s *pairArith) noise(terms int) noise {
	r := pairNoise(s.maxS, terms)
	r.input, r.inputT = s.nw.InputLogError, s.nw.inputT()
	r.rounds = s.nw.rounds(2 * s.maxT) // a product may be twice what is kept
	if r.rounds && s.nw.Post != nil {
		r.outT = u * s.maxT
	}
	return r
}

func (s *exactArith) noise(terms int) noise {
	r := pairNoise(s.maxS, terms)
	r.input = s.logError
	return r
}

// pairNoise: with |S| ≤ s a pivot has 8s + 7·log n + 8, a quotient s, a product
// 2s, a sum 12s + 5; an answer has twice a sum of products and a quotient.
func pairNoise(s float64, terms int) noise {
	log := math.Log1p(float64(terms))
	return noise{
		step:  u * (24*s + 8*log + 16),
		solve: u * (30*s + 16*log + 20),
		out:   u * 2 * s,
	}
}

func (nw *Network) maxT() float64 {
	var t tracker
	nw.each(t.track)
	return t.maxT
}

// rounds tells whether sums of the T of the network can round when none exceeds
// most. They cannot if all are multiples of a power of two that is not smaller
// than most·2⁻⁵³.
func (nw *Network) rounds(most float64) bool {
	// The largest power of two of which every T is a multiple.
	unit := math.MaxInt
	nw.each(func(x lognum.Num) {
		if !x.IsZero() && x.Exponent != 0 {
			unit = min(unit, lowestBit(x.Exponent))
		}
	})
	return unit != math.MaxInt && most > math.Ldexp(1, unit+53)
}

// lowestBit returns the exponent of the last set bit of x ≠ 0.
func lowestBit(x float64) int {
	// The mantissa as an integer of 53 bits, and the zeros at its end.
	frac, exp := math.Frexp(math.Abs(x))
	return exp - 53 + bits.TrailingZeros64(uint64(frac*(1<<53)))
}
