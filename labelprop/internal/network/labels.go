package network

import "slices"

// Labels are the given labels as sources: a row of Cols shares, none negative, at each of some
// nodes. Signed methods take the mean off by themselves.
type Labels struct {
	Nodes   []int     // rising
	Cols    int       // columns
	Y       []float64 // len(Nodes)×Cols
	Weights []float64 // label weights in (0,1], one for each of Nodes; nil: all 1

	Exclusive bool // the columns are classes, of which a node has one
	Hard      bool // exclusive, every row names one class, and all weights are 1
}

// Row returns the shares of the l-th label.
func (s *Labels) Row(l int) []float64 { return s.Y[l*s.Cols : (l+1)*s.Cols] }

// Weight returns the label weight of the l-th label.
func (s *Labels) Weight(l int) float64 {
	if s.Weights == nil {
		return 1
	}
	return s.Weights[l]
}

// index returns, for each of n nodes, its place in Nodes, or -1.
func (s *Labels) index(n int) []int {
	at := slices.Repeat([]int{-1}, n)
	for l, u := range s.Nodes {
		at[u] = l
	}
	return at
}

// columns returns labels of the same nodes with a column for each of the w labels
// from the first on, which is 1 at that label and 0 at all others.
func (s *Labels) columns(first, w int) *Labels {
	one := &Labels{Nodes: s.Nodes, Cols: w, Y: make([]float64, len(s.Nodes)*w), Weights: s.Weights}
	for k := range w {
		one.Y[(first+k)*w+k] = 1
	}
	return one
}

// probe returns labels of one column that is 1 at node u, and 0 at the labels if those
// are to be kept.
func (s *Labels) probe(u int, keep bool) *Labels {
	one := &Labels{Cols: 1}
	for l, v := range s.Nodes {
		if keep && v != u {
			one.Nodes, one.Weights = append(one.Nodes, v), append(one.Weights, s.Weight(l))
		}
	}
	// Nodes stay rising.
	at, _ := slices.BinarySearch(one.Nodes, u)
	one.Nodes, one.Weights = slices.Insert(one.Nodes, at, u), slices.Insert(one.Weights, at, 1)
	one.Y = make([]float64, len(one.Nodes))
	one.Y[at] = 1
	return one
}

// mean returns ȳ, the mean of the given labels weighted by their label weights.
func (s *Labels) mean() []float64 {
	mean, total := make([]float64, s.Cols), 0.0
	for l := range s.Nodes {
		total += s.Weight(l)
		for k, y := range s.Row(l) {
			mean[k] += s.Weight(l) * y
		}
	}
	for k := range mean {
		mean[k] /= total
	}
	return mean
}
