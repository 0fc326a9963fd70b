package labelprop

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// Explanation says which given labels the answer for one row comes from.
type Explanation struct {
	Row    int
	Shares []Share // the largest first; none for a row that no label reaches

	// Total is what the shares are shares of: 1, but for [Spreading], whose rows do
	// not sum to 1.
	Total float64

	// Scores is Total·Σⱼ shareⱼ·Yⱼ, C entries: the row that [Solve] gives.
	Scores []float64

	Residual  float64 // relative to the right side
	Converged bool
}

// Share is the part that one given label has in an answer.
type Share struct {
	Node  int
	Class int // the class given; Unlabeled for seeds of [MultiLabel] and [Values]

	// Share is the probability that a random walk from the row ends at this label;
	// the shares of a row sum to 1.
	Share float64

	// Path leads from the row to the label, both included, by the strongest edges:
	// the walk of the largest product of the P of its steps, P = D⁻¹W, and through no
	// label on its way where labels are clamped. PathProbability is that product.
	Path            []int
	PathProbability float64
}

// Explain says where the answer of method m for one row comes from. With the row
// held at voltage 1 and the labels at 0, the current into label j is in proportion
// to its share [doyle1984], so that one equation with one right side tells the
// shares of all; for [Spreading], (I-αS)⁻¹ is symmetric, and the column of the row
// is its row.
//
// Errors: as of [LeaveOneOut], and a row that is not in the graph.
// Cost: that of [Solve] with one class, and O(edges·log n) for the paths.
func Explain(ctx context.Context, g *graph.Graph, seeds Seeds, m Method, row int, o *Options) (*Explanation, error) {
	p, options, err := influential(g, &seeds, m, o)
	if err == nil && (row < 0 || row >= g.N()) {
		err = fmt.Errorf("row %d is not in the graph of %d nodes", row, g.N())
	}
	var e *Explanation
	if err == nil {
		e, err = p.explain(ctx, row, options)
	}
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	e.read(p, &seeds)
	return e, nil
}

// explain finds the shares, by their logarithms.
func (p *problem) explain(ctx context.Context, row int, o Options) (*Explanation, error) {
	e := &Explanation{Row: row, Total: 1, Converged: true}
	if p.place[row] < 0 {
		e.ownLabel(p)
		return e, nil
	}
	probe := newProblem(p.graph, p.seeds.probe(row, p.method.clamps()), p.method)
	h, err := probe.solveInfluence(ctx, o)
	if err != nil {
		return nil, err
	}
	e.Residual, e.Converged = h.residual, h.converged
	if p.method.clamps() {
		e.currents(p, probe, h)
	} else {
		e.column(p, probe, h)
	}
	return e, nil
}

// ownLabel explains a row that holds its label, or that no label reaches.
func (e *Explanation) ownLabel(p *problem) {
	if l := p.seedAt[e.Row]; l >= 0 {
		e.Shares = []Share{{Node: e.Row}}
		if m, ok := p.method.(Spreading); ok {
			e.Total = (1 - m.alpha()) * p.seeds.weight(l)
		}
	}
}

// probe returns seeds of one column that is 1 at the row, 0 at the labels if they
// are to be kept.
func (s *Seeds) probe(row int, keep bool) *Seeds {
	one := &Seeds{kind: multi, n: s.n, c: 1}
	for l, u := range s.nodes {
		if keep && u != row {
			one.nodes, one.weights = append(one.nodes, u), append(one.weights, s.weight(l))
		}
	}
	at, _ := slices.BinarySearch(one.nodes, row)
	one.nodes, one.weights = slices.Insert(one.nodes, at, row), slices.Insert(one.weights, at, 1)
	one.y = make([]float64, len(one.nodes))
	one.y[at] = 1
	return one
}

// currents sets the shares to the currents into the labels.
func (e *Explanation) currents(p, probe *problem, h *influence) {
	for l, u := range p.seeds.nodes {
		if p.component[u] != p.component[e.Row] {
			continue
		}
		var terms []float64
		if trust := p.seeds.weight(l); trust < 1 {
			odds := ln.Of(trust) - math.Log1p(-trust) // the conductance of its tie, over its degree
			terms = append(terms, odds+p.rate.LogRatio(p.degree[u], p.degree[e.Row])+probe.voltage(h, u, e.Row))
		} else {
			for k, w := range p.weights(u) {
				v := int(p.neighbors(u)[k])
				terms = append(terms, p.rate.LogRatio(w, p.degree[e.Row])+probe.voltage(h, v, e.Row))
			}
		}
		e.add(u, lognum.LogSum(terms))
	}
	e.normalise()
}

// voltage is the logarithm of that of node u: 1 at the row, 0 at other labels.
func (p *problem) voltage(h *influence, u, row int) float64 {
	switch at := p.place[u]; {
	case u == row:
		return 0
	case at >= 0:
		return h.logs[at]
	}
	return math.Inf(-1)
}

// column sets the shares from the column of the row.
func (e *Explanation) column(p, probe *problem, h *influence) {
	for l, u := range p.seeds.nodes {
		if at := probe.place[u]; at >= 0 {
			e.add(u, h.logs[at]+ln.Of(p.seeds.weight(l)))
		}
	}
	e.Total = e.normalise()
}

// add notes a share by its logarithm, for the time being.
func (e *Explanation) add(node int, log float64) {
	if !math.IsInf(log, -1) {
		e.Shares = append(e.Shares, Share{Node: node, Share: log})
	}
}

// normalise turns logarithms into shares of their sum, which it returns.
func (e *Explanation) normalise() float64 {
	logs := make([]float64, len(e.Shares))
	for i, s := range e.Shares {
		logs[i] = s.Share
	}
	total := math.Exp(lognum.LogSum(logs))
	if len(logs) > 0 {
		simplex.Softmax(logs)
	}
	for i := range e.Shares {
		e.Shares[i].Share = logs[i]
	}
	return total
}

// read sorts the shares, adds their paths and classes, and sums up the scores.
func (e *Explanation) read(p *problem, seeds *Seeds) {
	if len(e.Shares) == 1 {
		e.Shares[0].Share = 1
	}
	slices.SortStableFunc(e.Shares, func(a, b Share) int { return cmp.Compare(b.Share, a.Share) })
	e.Scores = make([]float64, seeds.c)
	tree := p.strongest(e.Row)
	for i := range e.Shares {
		s := &e.Shares[i]
		y := seeds.row(p.seedAt[s.Node])
		for k := range y {
			e.Scores[k] += e.Total * s.Share * y[k]
		}
		if s.Class = Unlabeled; seeds.exclusive() {
			s.Class = simplex.Largest(y)
		}
		s.Path, s.PathProbability = tree.to(s.Node)
	}
}
