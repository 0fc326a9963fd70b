package labelprop

import (
	"math"
	"slices"
)

// sound reports whether what was read is a result that [Solve] could have returned: lengths fit,
// every index is in range, and every number is one. A checksum can be right and the rest made up.
func (r *Result) sound(n, c int, scores, logs []float64) bool {
	// Lengths by division: the product of two numbers of the file may overflow.
	if n < 1 || c < 1 || len(scores)%c != 0 || len(scores)/c != n || len(r.Status) != n || len(r.Proven) != n {
		return false
	}
	if logs != nil && (r.signed || len(logs) != len(scores)) || r.rows != nil && !r.rows.sound(n) {
		return false
	}
	// NaN is no score, an infinity neither. Logarithms may be -∞.
	if !allOf(scores, isFinite) || !allOf(logs, func(l float64) bool { return l <= math.MaxFloat64 }) {
		return false
	}
	known := r.kind >= hard && r.kind <= values && r.Solver >= Auto && r.Solver <= ApproximateElimination &&
		r.Iterations >= 0 && r.ErrorBound >= 0
	return known && allOf(r.Status, func(s Status) bool { return s >= Given && s <= FeaturesOnly }) &&
		allOf(r.seedMass, func(v float64) bool { return v >= 0 && isFinite(v) }) && r.soundClasses(n, c, logs)
}

// soundClasses reports whether a result with classes has one for every row, and one without has none.
func (r *Result) soundClasses(n, c int, logs []float64) bool {
	if r.kind == multi || r.kind == values {
		return !r.signed && r.Labels == nil && r.component == nil && r.allowed == nil
	}
	// Where scores are shares of the classes, their logarithms decide.
	if len(r.Labels) != n || len(r.component) != n || len(r.seedMass) != c || !r.signed && logs == nil {
		return false
	}
	if !allOf(r.allowed, func(classes []bool) bool { return classes == nil || len(classes) == c }) {
		return false
	}
	for i, k := range r.component {
		label, reached := r.Labels[i], r.Status[i] != Unreachable
		if k < 0 || k >= len(r.allowed) || label < Unlabeled || label >= c {
			return false
		}
		// What a label reaches can have the classes of its component; what none reaches has none.
		if reached && r.allowed[k] == nil || !reached && label != Unlabeled {
			return false
		}
	}
	return true
}

// sound reports whether the order is one of n rows, and no part is outside of them.
func (p *rowOrder) sound(n int) bool {
	if len(p.order) != n || len(p.first) != n {
		return false
	}
	seen := make([]bool, n)
	for _, i := range p.order {
		if i < 0 || int(i) >= n || seen[i] {
			return false
		}
		seen[i] = true
	}
	return true
}

func allOf[T any](all []T, ok func(T) bool) bool {
	return !slices.ContainsFunc(all, func(v T) bool { return !ok(v) })
}

func isFinite(v float64) bool { return v-v == 0 }
