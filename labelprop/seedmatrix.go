package labelprop

import (
	"slices"

	"github.com/propagate-go/propagate/labelprop/internal/network"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// row returns the shares of the l-th labelled node.
func (s *Seeds) row(l int) []float64 { return s.y[l*s.c : (l+1)*s.c] }

// class returns the class of the l-th labelled node, the first of its largest shares.
func (s *Seeds) class(l int) int { return simplex.Largest(s.row(l)) }

// classCounts returns the number of labels of each class.
func (s *Seeds) classCounts() []int {
	count := make([]int, s.c)
	for l := range s.nodes {
		count[s.class(l)]++
	}
	return count
}

// classes returns the class of each node, Unlabeled for none.
func (s *Seeds) classes() []int {
	y := slices.Repeat([]int{Unlabeled}, s.n)
	for l, u := range s.nodes {
		y[u] = s.class(l)
	}
	return y
}

// weight returns the label weight of the l-th labelled node.
func (s *Seeds) weight(l int) float64 {
	if s.weights == nil {
		return 1
	}
	return s.weights[l]
}

// subset returns the seeds of those labels that keep tells, by their place among nodes.
func (s *Seeds) subset(keep func(l int) bool) *Seeds {
	// Rows of the labels kept, in the same order, with their weights if there are any.
	some := &Seeds{kind: s.kind, n: s.n, c: s.c, unit: s.unit}
	for l, u := range s.nodes {
		if !keep(l) {
			continue
		}
		some.nodes, some.y = append(some.nodes, u), append(some.y, s.row(l)...)
		if s.weights != nil {
			some.weights = append(some.weights, s.weights[l])
		}
	}
	return some
}

// exclusive reports whether a node has one class of several.
func (s *Seeds) exclusive() bool { return s.kind == hard || s.kind == soft }

// mass returns the sum of each column.
func (s *Seeds) mass() []float64 {
	return columnSums(s.y, s.c)
}

// columnSums returns the sum of each of the c columns of y.
func columnSums(y []float64, c int) []float64 {
	sum := make([]float64, c)
	for i, v := range y {
		sum[i%c] += v
	}
	return sum
}

// labels returns the seeds as the solvers take them.
func (s *Seeds) labels() *network.Labels {
	return &network.Labels{
		Nodes: s.nodes, Cols: s.c, Y: s.y, Weights: s.weights, Exclusive: s.exclusive(), Hard: s.kind == hard,
	}
}

// index returns, for each node, its place in nodes, or -1.
func (s *Seeds) index() []int {
	at := make([]int, s.n)
	for i := range at {
		at[i] = -1
	}
	for l, i := range s.nodes {
		at[i] = l
	}
	return at
}
