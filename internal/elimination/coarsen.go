package elimination

import "math"

// coarsen raises the leverage up to which fill is left out, and leaves out what is
// lighter of the edges that remain. The nodes eliminated so far keep their rows:
// only the rest of the elimination loses precision.
func (s *sparse) coarsen() {
	// Ten times as much influence may be left out from here on; where nothing can be proven any more, all
	// but a forest.
	s.opts.DropFill *= 10
	if s.leverage > 0 {
		s.opts.DropFill = math.Max(s.opts.DropFill, 10*float64(s.n))
	}
	s.coarser = s.updates + s.opts.Patience
	// The same rule as at the beginning, on what is left of the network.
	rest, nodes := s.rest()
	l := rest.light(s.opts.DropFill, func(int32) bool { return false }) // all grounds stay
	if math.IsInf(l.sum, -1) {
		return
	}
	s.leverage = addLeverage(s.leverage, l.sum)
	rest.visit(func(i, j int32, k int) {
		if l.edges[k] {
			s.disconnect(nodes[i], nodes[j])
		}
	})
	// Fewer edges, other degrees.
	for _, v := range nodes {
		s.queue.change(int(v), len(s.adj[v]))
	}
}

// disconnect removes the edge between two nodes.
func (s *sparse) disconnect(i, j int32) {
	s.same = false
	s.unlink(int(i), j)
	s.unlink(int(j), i)
}

// rest returns the network of the nodes that are not eliminated, and their names.
func (s *sparse) rest() (*Network, []int32) {
	nodes := s.queue.nodes(s.gone)
	place := make([]int32, s.n)
	for k, v := range nodes {
		place[v] = int32(k)
	}
	rest := &Network{Gamma: s.nw.Gamma, Start: []int{0}, Classes: s.c, Stochastic: s.nw.Stochastic}
	for _, v := range nodes {
		for _, l := range s.adj[v] {
			rest.Ind, rest.W = append(rest.Ind, place[l.node]), append(rest.W, s.num(int(l.slot)))
		}
		rest.Start = append(rest.Start, len(rest.Ind))
		rest.Ground = append(rest.Ground, s.num(s.aux(int(v))))
		for c := range s.c {
			rest.Source = append(rest.Source, s.num(s.aux(int(v))+1+c))
		}
	}
	return rest, nodes
}
