package randomforest

import (
	"cmp"
	"math"
	"slices"
)

// scratch is the memory of one split.
type scratch struct {
	sorted []int32
	total  []float64 // by class: the weight of all rows
	inside []float64 // by class: the weight of those that pass
}

func newScratch(rows, classes int) scratch {
	return scratch{sorted: make([]int32, 0, rows), total: make([]float64, classes), inside: make([]float64, classes)}
}

// tryColumn replaces best by the best split of column j if that gains more, and
// reports whether the column varies over the rows. Missing numbers pass or not by the
// toss of a coin, so that neither side is theirs for good.
func (g *grower) tryColumn(j int, rows []int32, best *node) bool {
	values := g.data.values[j]
	// Drawn for every column, so that the numbers that follow do not depend on the data.
	lost := g.random.IntN(2) == 0
	if !varies(values, rows) {
		return false
	}
	g.countClasses(rows)
	if g.data.nominal[j] {
		g.tryCategories(j, rows, best)
	} else {
		g.tryThresholds(j, rows, lost, best)
	}
	return true
}

// varies reports whether two values differ, a missing one being a value.
func varies(values []float64, rows []int32) bool {
	first := values[rows[0]]
	for _, l := range rows[1:] {
		if v := values[l]; v != first && (v == v || first == first) {
			return true
		}
	}
	return false
}

// countClasses sums up the weights by class.
func (g *grower) countClasses(rows []int32) {
	clear(g.scratch.total)
	for _, l := range rows {
		g.scratch.total[g.data.y[l]] += g.weight[l]
	}
}

// tryThresholds tries all thresholds between different numbers.
func (g *grower) tryThresholds(j int, rows []int32, lost bool, best *node) {
	values := g.data.values[j]
	// Missing values sort before all numbers or after them.
	sorted := append(g.scratch.sorted[:0], rows...)
	key := func(l int32) float64 {
		if v := values[l]; v == v {
			return v
		}
		if lost {
			return math.Inf(-1)
		}
		return math.Inf(1)
	}
	slices.SortFunc(sorted, func(a, b int32) int {
		switch x, y := key(a), key(b); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return int(a - b)
	})
	// Row by row moves to the side that passes; a threshold fits between unequal values.
	clear(g.scratch.inside)
	for i, l := range sorted[:len(sorted)-1] {
		g.scratch.inside[g.data.y[l]] += g.weight[l]
		low, high := key(l), key(sorted[i+1])
		if low == high {
			continue
		}
		if gain := g.gain(); gain > best.gain {
			*best = node{column: int32(j), threshold: between(low, high), lost: lost, gain: gain}
		}
	}
}

// between returns the middle of two numbers, or the finite one where the other stands
// for a missing value. It is at least low and below high.
func between(low, high float64) float64 {
	switch middle := low/2 + high/2; {
	case math.IsInf(low, -1):
		return math.Inf(-1)
	case math.IsInf(high, 1):
		return low
	case middle >= high:
		return low
	default:
		return middle
	}
}

// missing is a category that no value has but a missing one.
const missing = -1

// tryCategories tries every category of the rows against the others. Missing values are a category too: that one
// is missing often tells something.
func (g *grower) tryCategories(j int, rows []int32, best *node) {
	values := g.data.values[j]
	code := func(l int32) float64 {
		if v := values[l]; v == v {
			return v
		}
		return missing
	}
	// Rows of a category stand together.
	sorted := append(g.scratch.sorted[:0], rows...)
	slices.SortFunc(sorted, func(a, b int32) int { return cmp.Or(cmp.Compare(code(a), code(b)), int(a-b)) })
	for first := 0; first < len(sorted); {
		v, end := code(sorted[first]), first
		for end < len(sorted) && code(sorted[end]) == v {
			end++
		}
		// The category passes, and all others do not.
		clear(g.scratch.inside)
		for _, l := range sorted[first:end] {
			g.scratch.inside[g.data.y[l]] += g.weight[l]
		}
		first = end
		if gain := g.gain(); gain > best.gain {
			*best = node{column: int32(j), threshold: v, lost: v == missing, category: true, gain: gain}
		}
	}
}

// gain returns by how much the split lowers the Gini impurity 1-Σpₖ² of the node, times
// its weight: with the weights aₖ of the rows that pass and bₖ of the others, it is
//
//	Σaₖ²/Σaₖ + Σbₖ²/Σbₖ - Σ(aₖ+bₖ)²/Σ(aₖ+bₖ).
func (g *grower) gain() float64 {
	// Sums of weights and of their squares, of both sides and of the whole.
	var a, b, aa, bb, all float64
	for k, in := range g.scratch.inside {
		t := g.scratch.total[k]
		out := t - in
		a, b = a+in, b+out
		aa, bb, all = aa+in*in, bb+out*out, all+t*t
	}
	// All rows on one side: no split.
	if a == 0 || b == 0 {
		return math.Inf(-1)
	}
	return aa/a + bb/b - all/(a+b)
}
