package labelprop

import (
	"context"

	"github.com/propagate-go/propagate/graph"
	"gonum.org/v1/gonum/mat"
)

// labelParts is how many parts labels are left out in where a solve for each takes too long.
const labelParts = 20

// conformalFolds is CV+ for any method: labels are left out in parts, by solving without each.
func conformalFolds(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, o *ConformalOptions) (
	*PredictionSets, error) {
	rows := g.N()
	if o.Links != nil {
		rows = o.Links.Rows()
	}
	c := &foldConformity{seeds: seeds, byClass: o.ByClass, count: make([]int, rows*seeds.c)}
	// Parts of about as many labels each, by the values of the rows.
	parts := min(labelParts, len(seeds.nodes))
	fold := dealInOrder(labelOrder(g, seeds), parts)
	for part := range parts {
		left := func(l int) bool { return fold[l] == part }
		kept := seeds.subset(func(l int) bool { return !left(l) })
		answer := mat.NewDense(g.N(), seeds.c, nil) // of a single label left out: nothing
		at := mat.NewDense(rows, seeds.c, nil)
		if len(kept.nodes) > 0 {
			var err error
			if answer, at, err = answers(ctx, g, kept, m, o); err != nil {
				return nil, err
			}
		}
		c.add(answer, at, left)
	}
	return c.sets(o), nil
}

// answers returns the probabilities of the nodes and those of the rows that are asked for.
func answers(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, o *ConformalOptions) (
	nodes, rows *mat.Dense, err error) {
	r, err := Solve(ctx, g, *seeds, m, o.Solve.forScores())
	if err != nil {
		return nil, nil, unprefixed{err}
	}
	nodes = r.Probabilities()
	if o.Links == nil {
		return nodes, nodes, nil
	}
	p, err := r.Predict(o.Links)
	if err != nil {
		return nil, nil, unprefixed{err}
	}
	return nodes, p.Probabilities(), nil
}

// dealInOrder deals labels, in the given order, to parts in turn.
func dealInOrder(order []int, parts int) []int {
	fold := make([]int, len(order))
	for at, l := range order {
		fold[l] = at % parts
	}
	return fold
}

// foldConformity counts the labels that conform no better than each row in each class.
type foldConformity struct {
	seeds   *Seeds
	byClass bool
	count   []int // rows×C
}

// add compares the labels that were left out with all rows, by an answer without them.
func (c *foldConformity) add(nodes, rows *mat.Dense, left func(l int) bool) {
	// Every label that was left out against every row, both by an answer that has not seen it.
	k := c.seeds.c
	for l, u := range c.seeds.nodes {
		if !left(l) {
			continue
		}
		own := c.seeds.class(l)
		score := nodes.At(u, own)
		for at, p := range rows.RawMatrix().Data {
			// The same tie as between logarithms.
			if y := at % k; (y == own || !c.byClass) && !(score > p*(1+tieLog)) {
				c.count[at]++
			}
		}
	}
}

func (c *foldConformity) sets(o *ConformalOptions) *PredictionSets {
	k := c.seeds.c
	s := &PredictionSets{By: CVPlus, ByClass: o.ByClass, Labels: c.seeds.classCounts()}
	p := make([]float64, len(c.count))
	for at, count := range c.count {
		p[at] = pValue(count, s.Labels, at%k, s.ByClass)
	}
	s.P = mat.NewDense(len(p)/k, k, p)
	if o.Links == nil {
		s.keepGiven(c.seeds.classes())
	}
	return s
}
