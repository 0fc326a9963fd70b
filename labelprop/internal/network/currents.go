package network

import (
	"context"
	"math"

	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/lognum"
)

// LabelShares are the shares that the given labels have in the answer at one node.
type LabelShares struct {
	Logs      []float64 // by label: the logarithm of its share, up to one common factor if Clamps
	Residual  float64
	Converged bool
}

// LabelShares solves one equation with one right side for the shares at node u, which is
// free. With the node held at voltage 1 and the labels at 0, the current into label j is
// in proportion to its share [doyle1984]. For [Method.Symmetric] methods, (I-αS)⁻¹ is
// symmetric, and its column of the node is its row.
func (nw *Network) LabelShares(ctx context.Context, u int, o Options) (*LabelShares, error) {
	probe := New(nw.graph, nw.Labels.probe(u, nw.method.Clamps), nw.method)
	h, err := probe.solveResponses(ctx, o)
	if err != nil {
		return nil, err
	}
	s := &LabelShares{Logs: make([]float64, len(nw.Labels.Nodes)), Residual: h.Residual, Converged: h.Converged}
	for l, v := range nw.Labels.Nodes {
		s.Logs[l] = math.Inf(-1)
		switch at := probe.Place[v]; {
		case nw.method.Clamps && nw.Component[v] == nw.Component[u]:
			s.Logs[l] = nw.current(probe, h, l, u)
		case !nw.method.Clamps && at >= 0:
			s.Logs[l] = h.logs[at] + ln.Of(nw.Labels.Weight(l))
		}
	}
	return s, nil
}

// current returns the logarithm of the current into label l, over the degree of node u.
func (nw *Network) current(probe *Network, h *Responses, l, u int) float64 {
	v := nw.Labels.Nodes[l]
	var terms []float64
	if weight := nw.Labels.Weight(l); weight < 1 {
		// A label of weight κ is tied to its node with the conductance κ/(1-κ)·d: the
		// current is that times the voltage of the node.
		odds := ln.Of(weight) - math.Log1p(-weight)
		return lognum.LogSum(append(terms, odds+nw.gamma.LogRatio(nw.degree[v], nw.degree[u])+probe.voltage(h, v, u)))
	}
	// The current through each edge is its weight times the voltage of the other end.
	for k, w := range nw.Weights(v) {
		end := int(nw.Neighbors(v)[k])
		terms = append(terms, nw.gamma.LogRatio(w, nw.degree[u])+probe.voltage(h, end, u))
	}
	return lognum.LogSum(terms)
}

// voltage is the logarithm of that of node v: 1 at node u, 0 at labels.
func (nw *Network) voltage(h *Responses, v, u int) float64 {
	switch at := nw.Place[v]; {
	case v == u:
		return 0
	case at >= 0:
		return h.logs[at]
	}
	return math.Inf(-1)
}
