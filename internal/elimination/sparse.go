package elimination

import (
	"cmp"
	"context"
	"math"
)

// link is one end of an edge: the other node and the slot of the weight, which
// both ends share.
type link struct{ node, slot int32 }

// sparse eliminates by minimum degree, and hands the graph over to dense when
// what is left of it is nearly complete. The links of an eliminated node stay as
// its row of the factor.
type sparse struct {
	*elimination
	adj      [][]link
	at       []int32 // slot of the edge to the node in hand; 0: none
	queue    *degreeQueue
	gone     []bool
	order    []int32
	coarser  int64     // updates at which to coarsen next
	blocksAt int       // how many nodes are left when blocks are to be tried next
	same     bool      // whether what is left is what Options.Rest has refused
	shares   []float64 // log(w_vj/d_v) of the links of the pivot v
	from     []int32
	to       []int32
	dense    *dense // of what was left, or nil
}

func newSparse(e *elimination) *sparse {
	s := &sparse{
		elimination: e, adj: make([][]link, e.n), at: make([]int32, e.n),
		queue: newDegreeQueue(e.n), gone: make([]bool, e.n),
	}
	if s.take(e.next + e.nw.Edges()); e.refused != nil {
		return s
	}
	for i := range e.n {
		// Rows begin with the room that they need at first.
		s.adj[i] = make([]link, 0, e.nw.Start[i+1]-e.nw.Start[i])
	}
	for i := range e.n {
		if s.due(e.nw.Start[i+1] - e.nw.Start[i]) {
			s.report(s.needed(1))
		}
		if s.ended != nil {
			return s
		}
		for k := e.nw.Start[i]; k < e.nw.Start[i+1]; k++ {
			// Each edge once, from its larger node; both ends share its slot.
			if j := e.nw.Ind[k]; int(j) < i && !e.nw.W[k].IsZero() {
				e.load(s.connect(int32(i), j), edges, k)
			}
		}
	}
	for i := range e.n {
		s.queue.push(i, len(s.adj[i]))
	}
	s.coarser, s.blocksAt = e.opts.Patience, mostBlocks
	return s
}

// connect makes an edge of weight zero and returns its slot.
func (s *sparse) connect(i, j int32) int {
	slot := s.next
	s.next++
	if s.take(s.next); s.refused != nil {
		s.grow(s.next) // up to the end of this node, as its edges are in use
	}
	s.adj[i] = append(s.adj[i], link{j, int32(slot)})
	s.adj[j] = append(s.adj[j], link{i, int32(slot)})
	return slot
}

func (s *sparse) run(ctx context.Context) error {
	if err := s.proceed(); err != nil {
		return err
	}
	// Minimum degree: the node with the fewest neighbours makes the least fill.
	for s.queue.left > 0 {
		v, degree := s.queue.min()
		if err := s.proceed(); err != nil {
			return err
		}
		// Too much work: leave the rest to other means, or leave out more edges of little influence.
		if tooMuch := s.tooMuch(degree); tooMuch || s.suitsBlocks() {
			answered, err := s.handOver(ctx, degree)
			if err != nil {
				return err
			}
			if answered {
				break
			}
			if tooMuch {
				if err := s.coarsen(ctx); err != nil {
					return err
				}
				continue
			}
		}
		// What is left is nearly complete: the dense triangle is faster from here.
		if s.nearlyComplete(degree) {
			if err := s.core(ctx); err != nil {
				return err
			}
			break
		}
		if err := s.check(degree); err != nil {
			return err
		}
		s.eliminate(v)
	}
	// Answers in the reverse order of elimination.
	m := s.answering(ctx, s.next-s.quotient())
	for k := len(s.order) - 1; k >= 0; k-- {
		v := int(s.order[k])
		s.answer(v)
		if err := m.Add(float64(len(s.adj[v])+1) * float64(s.c)); err != nil {
			return err
		}
	}
	return cmp.Or(s.ended, s.err())
}

// needed estimates the changes that are left: those of nodes with as many neighbours as the given least degree, or of a
// dense graph of as many edges, whichever are more.
func (s *sparse) needed(degree int) float64 {
	m, r := float64(s.queue.left), float64(degree)
	return m*r*(r/2+float64(s.c+1)) + math.Pow(m*r, 1.5)/6
}

// nearlyComplete tells whether each node left is joined to nearly all others, the least degree being given.
func (s *sparse) nearlyComplete(degree int) bool {
	return 10*degree >= 9*(s.queue.left-1) && degree > 8
}

// check gives up when the limits are reached.
func (s *sparse) check(degree int) error {
	// The rest, if it were dense, would take m³/6 updates.
	if degree > s.opts.MaxDegree || s.updates > s.opts.MaxUpdates {
		left := int64(s.queue.left)
		return &TooDense{
			Left: int(left), MinDegree: degree, Updates: s.updates, Needed: left * left * left / 6,
		}
	}
	return s.room(degree * degree / 2)
}

func (s *sparse) eliminate(v int) {
	s.queue.remove(v)
	s.gone[v], s.same = true, false
	s.order = append(s.order, int32(v))
	// The row of v stays as it is now: it is needed again for the answer.
	row := s.adj[v]
	s.slots(row)
	if !s.begin(v) {
		return
	}
	// The leverages of possible fill depend on w_vj/d_v.
	s.shareOut(v)
	for a, l := range row {
		// v leaves the row of its neighbour i; the quotient q = w_iv/d_v takes the star of v
		// to the mesh of its neighbours.
		s.unlink(int(l.node), int32(v))
		s.div(s.quotient(), int(l.slot), s.pivotSlot(v))
		s.spread(a, row)
		s.share(int(l.node), v)
		if s.due(len(row) - a + s.c) {
			if s.report(s.needed(len(row))); s.ended != nil {
				return
			}
		}
	}
	// Fill and unlinking have changed the degrees.
	for _, l := range row {
		s.queue.change(int(l.node), len(s.adj[l.node]))
	}
}

// slots puts the weights of a row into e.terms.
func (s *sparse) slots(row []link) {
	s.terms = s.terms[:0]
	for _, l := range row {
		s.terms = append(s.terms, l.slot)
	}
}

// unlink removes node v from the row of node i.
func (s *sparse) unlink(i int, v int32) {
	row := s.adj[i]
	for k := range row {
		if row[k].node == v {
			// The order within a row does not matter: the last takes the place of the one
			// removed.
			row[k] = row[len(row)-1]
			s.adj[i] = row[:len(row)-1]
			return
		}
	}
}

// spread adds the quotient of row[a] times the weights of the rest of the row to
// the edges between their nodes, making those that are missing.
func (s *sparse) spread(a int, row []link) {
	i := row[a].node
	// Mark the neighbours of i, so that an edge to any of them is found at once.
	for _, l := range s.adj[i] {
		s.at[l.node] = l.slot
	}
	s.from, s.to = s.from[:0], s.to[:0]
	// w_ij += q·w_jv for every later neighbour j of v, so that each edge is changed once.
	for b := a + 1; b < len(row); b++ {
		slot := s.at[row[b].node]
		if slot == 0 {
			// Fill of little influence is not made at all, but paid for.
			if s.negligible(a, b) {
				continue
			}
			slot = int32(s.connect(i, row[b].node))
		}
		s.from = append(s.from, row[b].slot)
		s.to = append(s.to, slot)
	}
	// Unmark, for the next neighbour.
	for _, l := range s.adj[i] {
		s.at[l.node] = 0
	}
	s.addScaledAt(s.to, s.quotient(), s.from)
	s.updates += int64(len(s.to))
}

// core eliminates what is left as a dense graph.
func (s *sparse) core(ctx context.Context) error {
	d := &dense{elimination: s.elimination, nodes: s.queue.nodes(s.gone)}
	if err := d.allocate(); err != nil {
		return err
	}
	// Nodes of the triangle are numbered anew; its lower half takes over the weights.
	index := make(map[int32]int, len(d.nodes))
	for k, v := range d.nodes {
		index[v] = k
	}
	for i, v := range d.nodes {
		for _, l := range s.adj[v] {
			if j := index[l.node]; j < i {
				d.copy(d.row(i)+j, int(l.slot))
			}
		}
	}
	s.dense = d
	return d.finish(ctx)
}

func (s *sparse) coreNodes() []int32 {
	if s.dense == nil {
		return nil
	}
	return s.dense.nodes
}

// answer computes F of an eliminated node.
func (s *sparse) answer(v int) {
	row := s.adj[v]
	s.slots(row)
	nodes := s.from[:0]
	for _, l := range row {
		nodes = append(nodes, l.node)
	}
	s.from = nodes
	s.answerNode(v, nodes)
}
