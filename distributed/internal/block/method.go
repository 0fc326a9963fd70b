package block

import (
	"fmt"
	"math"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/sweep"
)

// Method is label propagation with labels that stay as given [zhu2003], or label spreading [zhou2004] for 0 < Alpha <
// 1.
type Method struct {
	Alpha   float64 // 0: labels stay as given
	Classes int
}

// Check reports a parameter out of range.
func (m Method) Check() error {
	if !(m.Alpha >= 0 && m.Alpha < 1) {
		return fmt.Errorf("α = %g: it must be between 0 and 1, or 0 for labels that stay as given", m.Alpha)
	}
	return nil
}

func (m Method) String() string {
	if m.spreads() {
		return fmt.Sprintf("spreading(α=%g)", m.Alpha)
	}
	return "harmonic"
}

func (m Method) spreads() bool { return m.Alpha > 0 }

// one is the unit of the arithmetic of weights: all weights are given by their logarithms.
var one = lognum.NewGamma(1)

func (m Method) normalization() sweep.Normalization {
	return sweep.Normalization{Gamma: one, Symmetric: m.spreads()}
}

// Diagonals returns the logarithms of the diagonals D of the rows, as far as their own edges give them: α times the
// weights, and 1-α times the degree. Only label spreading needs those of other rows.
func (m Method) Diagonals(raw *Raw) []float64 {
	d := make([]float64, len(raw.Class))
	// M = D⁻¹W needs the own diagonal only.
	if !m.spreads() {
		return d
	}
	for i := range d {
		// Rows without edges have the diagonal 0, and nobody asks for it.
		_, w := raw.row(i)
		d[i] = m.spreadingBalance(w, -1).diagonal.LogCoeff
	}
	return d
}

// row returns the other ends and the weights of the edges of row i.
func (raw *Raw) row(i int) ([]uint32, []lognum.Num) {
	lo, hi := raw.Start[i], raw.Start[i+1]
	// A weight is exp(s): the exponent stays 0.
	w := make([]lognum.Num, hi-lo)
	for e := range w {
		w[e].LogCoeff = raw.LogWeight[lo+uint32(e)]
	}
	return raw.Other[lo:hi], w
}

// balance is the equation of one row, diagonal·z = Σweight·z + source, before it is normalised.
type balance struct {
	free     []int // places, among the edges of the row, of those to rows that are solved for
	weights  []lognum.Num
	diagonal lognum.Num
	source   []lognum.Num // by class
}

// balance returns the equation of a row of a class, -1 for none, with edges of the weights w to rows of the classes
// others.
func (m Method) balance(w []lognum.Num, class int32, others []int32) *balance {
	if m.spreads() {
		return m.spreadingBalance(w, class)
	}
	return m.clampedBalance(w, others)
}

// spreadingBalance is (1-α)d + αΣw on the left, αw and (1-α)√d at the own class on the right.
func (m Method) spreadingBalance(w []lognum.Num, class int32) *balance {
	b := &balance{source: m.noSource()}
	// All edges count α times their weight, to labelled rows too: every row is solved for.
	degree := one.Sum(w)
	for e, x := range w {
		b.free, b.weights = append(b.free, e), append(b.weights, one.Shift(x, math.Log(m.Alpha)))
	}
	// The ground takes 1-α of the degree.
	rest := math.Log1p(-m.Alpha)
	b.diagonal = one.Add(one.Sum(b.weights), one.Shift(degree, rest))
	if class >= 0 {
		// The equation is multiplied by D^½ from both sides, so that the label counts √d times.
		b.source[class] = one.Shift(one.Sqrt(degree), rest)
	}
	return b
}

// clampedBalance is Σw on the left; on the right w of rows without labels, and, of rows with labels, w at their
// classes. classes are those of the rows at the other ends, -1 for none.
func (m Method) clampedBalance(w []lognum.Num, classes []int32) *balance {
	b := &balance{source: m.noSource()}
	// An edge to a labelled row leads to the ground, and its weight is a source of that class.
	var ground []lognum.Num
	sources := make([][]lognum.Num, m.Classes)
	for e, x := range w {
		if k := classes[e]; k >= 0 {
			ground, sources[k] = append(ground, x), append(sources[k], x)
			continue
		}
		b.free, b.weights = append(b.free, e), append(b.weights, x)
	}
	// Sums run over the edges in the order of the rows at their ends, as on one machine.
	b.diagonal = one.Add(one.Sum(b.weights), one.Sum(ground))
	for k, terms := range sources {
		b.source[k] = one.Sum(terms)
	}
	return b
}

func (m Method) noSource() []lognum.Num {
	// The zero value of a number is 1.
	s := make([]lognum.Num, m.Classes)
	for k := range s {
		s[k] = lognum.Zero()
	}
	return s
}
