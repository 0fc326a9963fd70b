package elimination

import (
	"context"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/progress"
)

// coarsen raises the leverage up to which fill is left out, and leaves out what is
// lighter of the edges that remain. The nodes eliminated so far keep their rows:
// only the rest of the elimination loses precision.
func (s *sparse) coarsen(ctx context.Context) error {
	// Ten times as much influence may be left out from here on; where nothing can be proven any more, all
	// but a forest.
	s.opts.DropFill *= 10
	if s.leverage > 0 {
		s.opts.DropFill = math.Max(s.opts.DropFill, 10*float64(s.n))
	}
	s.coarser = s.updates + s.opts.Patience
	// The same rule as at the beginning, on what is left of the network.
	rest, nodes, err := s.rest(ctx)
	if err != nil {
		return err
	}
	all := func(int32) bool { return false } // grounds stay
	l, err := rest.light(ctx, s.opts.Tell, s.opts.DropFill, all)
	if err != nil || math.IsInf(l.sum, -1) {
		return err
	}
	s.leverage = addLeverage(s.leverage, l.sum)
	s.disconnect(nodes, l.edges)
	return nil
}

// disconnect removes the edges that are marked in the rows of the given nodes, which stand one after the other.
func (s *sparse) disconnect(nodes []int32, marked []bool) {
	s.same = false
	// Both ends know an edge by its slot.
	gone, at := make([]bool, s.next), 0
	for _, v := range nodes {
		for _, l := range s.adj[v] {
			if marked[at] {
				gone[l.slot] = true
			}
			at++
		}
	}
	// Fewer edges, other degrees.
	for _, v := range nodes {
		s.adj[v] = slices.DeleteFunc(s.adj[v], func(l link) bool { return gone[l.slot] })
		s.queue.change(int(v), len(s.adj[v]))
	}
}

// rest returns the network of the nodes that are not eliminated, and their names.
func (s *sparse) rest(ctx context.Context) (*Network, []int32, error) {
	nodes := s.queue.nodes(s.gone)
	place, ends := make([]int32, s.n), 0
	for k, v := range nodes {
		place[v] = int32(k)
		ends += len(s.adj[v])
	}
	rest := &Network{Gamma: s.nw.Gamma, Start: []int{0}, Classes: s.c, Stochastic: s.nw.Stochastic,
		Ind: make([]int32, 0, ends), W: make([]lognum.Num, 0, ends)}
	m := s.opts.Tell.Begin(ctx, progress.Sorting, float64(ends))
	for _, v := range nodes {
		if err := m.Add(float64(len(s.adj[v]))); err != nil {
			return nil, nil, err
		}
		for _, l := range s.adj[v] {
			rest.Ind, rest.W = append(rest.Ind, place[l.node]), append(rest.W, s.num(int(l.slot)))
		}
		rest.Start = append(rest.Start, len(rest.Ind))
		rest.Ground = append(rest.Ground, s.num(s.aux(int(v))))
		for c := range s.c {
			rest.Source = append(rest.Source, s.num(s.aux(int(v))+1+c))
		}
	}
	return rest, nodes, nil
}
