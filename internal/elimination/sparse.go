package elimination

import "context"

// link is one end of an edge: the other node and the slot of the weight, which
// both ends share.
type link struct{ node, slot int32 }

// sparse eliminates by minimum degree, and hands the graph over to dense when
// what is left of it is nearly complete. The links of an eliminated node stay as
// its row of the factor.
type sparse struct {
	*elimination
	adj     [][]link
	at      []int32 // slot of the edge to the node in hand; 0: none
	queue   *degreeQueue
	gone    []bool
	order   []int32
	coarser int64     // updates at which to coarsen next
	shares  []float64 // log(w_vj/d_v) of the links of the pivot v
	from    []int32
	to      []int32
}

func newSparse(e *elimination) *sparse {
	s := &sparse{
		elimination: e, adj: make([][]link, e.n), at: make([]int32, e.n),
		queue: newDegreeQueue(e.n), gone: make([]bool, e.n),
	}
	s.grow(e.next + e.nw.Edges())
	for i := range e.n {
		s.adj[i] = make([]link, 0, e.nw.Start[i+1]-e.nw.Start[i])
	}
	for i := range e.n {
		for k := e.nw.Start[i]; k < e.nw.Start[i+1]; k++ {
			if j := e.nw.Ind[k]; int(j) < i && !e.nw.W[k].IsZero() {
				e.load(s.connect(int32(i), j), edges, k)
			}
		}
	}
	for i := range e.n {
		s.queue.push(i, len(s.adj[i]))
	}
	s.coarser = e.opts.Patience
	return s
}

// connect makes an edge of weight zero and returns its slot.
func (s *sparse) connect(i, j int32) int {
	slot := s.next
	s.next++
	s.grow(s.next)
	s.adj[i] = append(s.adj[i], link{j, int32(slot)})
	s.adj[j] = append(s.adj[j], link{i, int32(slot)})
	return slot
}

func (s *sparse) run(ctx context.Context) error {
	for s.queue.left > 0 {
		v, degree := s.queue.min()
		if err := s.proceed(ctx); err != nil {
			return err
		}
		if 10*degree >= 9*(s.queue.left-1) && degree > 8 {
			if err := s.core(ctx); err != nil {
				return err
			}
			break
		}
		if err := s.check(degree); err != nil {
			return err
		}
		if s.opts.Patience > 0 && s.updates >= s.coarser {
			s.coarsen()
			continue
		}
		s.eliminate(v)
	}
	for k := len(s.order) - 1; k >= 0; k-- {
		s.answer(int(s.order[k]))
	}
	return s.err()
}

// check gives up when the limits are reached.
func (s *sparse) check(degree int) error {
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
	s.gone[v] = true
	s.order = append(s.order, int32(v))
	row := s.adj[v]
	s.slots(row)
	if !s.begin(v) {
		return
	}
	s.shareOut(v)
	for a, l := range row {
		s.unlink(int(l.node), int32(v))
		s.div(s.quotient(), int(l.slot), s.pivotSlot(v))
		s.spread(a, row)
		s.share(int(l.node), v)
	}
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
	for _, l := range s.adj[i] {
		s.at[l.node] = l.slot
	}
	s.from, s.to = s.from[:0], s.to[:0]
	for b := a + 1; b < len(row); b++ {
		slot := s.at[row[b].node]
		if slot == 0 {
			if s.negligible(a, b) {
				continue
			}
			slot = int32(s.connect(i, row[b].node))
		}
		s.from = append(s.from, row[b].slot)
		s.to = append(s.to, slot)
	}
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
	return d.finish(ctx)
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
