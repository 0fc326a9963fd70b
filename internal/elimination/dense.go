package elimination

import "context"

// dense eliminates a graph held as the packed lower triangle of its weights.
// Its last node goes first, so that the row of the pivot and the rows it changes
// are contiguous, and each edge is stored and changed once.
type dense struct {
	*elimination
	nodes []int32
	base  int // slot of the first row
}

// newDense holds the whole network.
func newDense(e *elimination) *dense {
	nodes := make([]int32, e.n)
	for i := range nodes {
		nodes[i] = int32(i)
	}
	return &dense{elimination: e, nodes: nodes}
}

// row returns the slot of the edge between nodes k and 0.
func (d *dense) row(k int) int { return d.base + k*(k-1)/2 }

func (d *dense) run(ctx context.Context) error {
	if err := d.allocate(); err != nil {
		return err
	}
	for i := range d.nw.Ground {
		if d.ended != nil {
			return d.ended
		}
		for k := d.nw.Start[i]; k < d.nw.Start[i+1]; k++ {
			// The lower triangle: edge (i, j) with j < i stands in row i.
			if j := int(d.nw.Ind[k]); j < i {
				d.load(d.row(i)+j, edges, k)
			}
		}
	}
	return d.finish(ctx)
}

// allocate makes the triangle, if its elimination stays within the limits.
func (d *dense) allocate() error {
	m := int64(len(d.nodes))
	// Σ k²/2 updates.
	needed := m * m * m / 6
	if d.updates+needed > d.opts.MaxUpdates {
		return &TooDense{Left: int(m), MinDegree: int(m) - 1, Updates: d.updates, Needed: needed}
	}
	if err := d.room(int(m * (m - 1) / 2)); err != nil {
		return err
	}
	d.base = d.next
	d.next += int(m * (m - 1) / 2)
	d.take(d.next)
	return d.refused
}

// finish eliminates and answers the nodes of the triangle.
func (d *dense) finish(ctx context.Context) error {
	// The last node first: its row is the longest, and ends the triangle.
	for k := len(d.nodes) - 1; k >= 0; k-- {
		d.eliminate(k)
		if err := d.proceed(); err != nil {
			return err
		}
	}
	// Answers in the reverse order: node k depends on those before it.
	m := d.answering(ctx, len(d.nodes)*(len(d.nodes)-1)/2)
	for k := range d.nodes {
		d.rowTerms(k)
		d.answerNode(int(d.nodes[k]), d.nodes[:k])
		if err := m.Add(float64(k+1) * float64(d.c)); err != nil {
			return err
		}
	}
	return d.err()
}

func (d *dense) coreNodes() []int32 { return d.nodes }

func (d *dense) rowTerms(k int) {
	d.terms = d.terms[:0]
	for j := range k {
		d.terms = append(d.terms, int32(d.row(k)+j))
	}
}

func (d *dense) eliminate(k int) {
	d.rowTerms(k)
	node := int(d.nodes[k])
	if !d.begin(node) {
		return
	}
	// For each earlier node i: q = w_ik/d_k, then w_ij += q·w_jk for all j < i, which are
	// contiguous in rows i and k.
	f := d.quotient()
	for i := range k {
		d.div(f, d.row(k)+i, d.pivotSlot(node))
		if !d.isZero(f) {
			d.addScaled(d.row(i), f, d.row(k), i)
			d.share(int(d.nodes[i]), node)
			d.updates += int64(i)
		}
		// Node j before it is joined to j nodes, and changes j²/2 edges.
		if m := float64(k); d.due(i + d.c + 1) {
			if d.report(m * m * (m/6 + float64(d.c+1)/2)); d.ended != nil {
				return
			}
		}
	}
}
