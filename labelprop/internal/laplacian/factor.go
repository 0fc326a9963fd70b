package laplacian

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"sort"

	"github.com/propagate-go/propagate/internal/progress"
)

const (
	// samples is how many partners are drawn for an edge at first. More make a better
	// preconditioner with more entries.
	samples = 4
	// mostEntries bounds the entries of the factor, as a multiple of the samples of all edges.
	mostEntries = 40
)

// factor is an approximate Cholesky factor P = UᵀDU: row k has the shares wₖⱼ/dₖ of the nodes j that
// were neighbours of k when it was eliminated, the ground among them.
type factor struct {
	start []int
	ind   []int32
	share []float64
	pivot []float64
}

// half is an edge as the end that is eliminated first sees it.
type half struct {
	to     int32
	copies int32 // how many samples it stands for
	w      float64
}

// eliminator makes a factor.
type eliminator struct {
	*factor
	rows   [][]half // by the end that is eliminated first
	rng    *rand.Rand
	suffix []float64 // sums of the weights of a row from each place on
	at     []int32   // of each node: its place in the row at hand, from 1 on; 0: it has none
}

func newEliminator(n int, rng *rand.Rand) *eliminator {
	return &eliminator{factor: &factor{start: []int{0}}, rows: make([][]half, n), rng: rng, at: make([]int32, n+1)}
}

// newFactor eliminates the nodes in their order. It returns nil if the factor becomes too large. The meter counts the
// entries of rows.
func newFactor(edges []edge, n int, m *progress.Meter) (*factor, error) {
	e := newEliminator(n, rand.New(rand.NewPCG(1, 2)))
	// Each edge is seen from the end that goes first.
	for _, x := range edges {
		e.add(x.a, x.b, x.w, samples)
	}
	for k := range n {
		// Rows grow as nodes go. Nobody knows how many entries there will be.
		if err := m.At(float64(k)/float64(n), float64(len(e.rows[k]))); err != nil {
			return nil, err
		}
		e.eliminate(k)
		if len(e.ind) > mostEntries*samples*len(edges) {
			return nil, nil
		}
	}
	return e.factor, nil
}

// add adds an edge.
func (e *eliminator) add(a, b int32, w float64, copies int32) {
	first := min(a, b)
	e.rows[first] = append(e.rows[first], half{max(a, b), copies, w})
}

// eliminate takes node k out and joins its neighbours by samples of the mesh.
func (e *eliminator) eliminate(k int) {
	row := e.merged(e.rows[k])
	e.rows[k] = nil
	// The pivot is a sum of positive numbers, smallest first.
	slices.SortFunc(row, func(x, y half) int { return cmp.Or(cmp.Compare(x.w, y.w), cmp.Compare(x.to, y.to)) })
	pivot := 0.0
	for _, x := range row {
		pivot += x.w
	}
	// Row k of the factor: the shares of a walk from k.
	for _, x := range row {
		e.ind, e.share = append(e.ind, x.to), append(e.share, x.w/pivot)
	}
	e.start, e.pivot = append(e.start, len(e.ind)), append(e.pivot, pivot)
	e.sample(row, pivot)
}

// merged adds up the edges of a row that lead to the same node.
func (e *eliminator) merged(row []half) []half {
	kept := row[:0]
	for _, x := range row {
		// In the order in which they were made.
		if at := e.at[x.to]; at > 0 {
			first := &kept[at-1]
			first.w += x.w
			first.copies = min(first.copies+x.copies, samples)
			continue
		}
		kept = append(kept, x)
		e.at[x.to] = int32(len(kept))
	}
	for _, x := range kept {
		e.at[x.to] = 0
	}
	return kept
}

// sample draws the mesh. The edges between neighbour i and those that are heavier together weigh
// wᵢ·Σⱼwⱼ/d. Each copy of i gets the same part of that, and a partner j with a probability
// proportional to wⱼ, so that the mean of every edge of the mesh is wᵢwⱼ/d.
func (e *eliminator) sample(row []half, pivot float64) {
	// Sums from the heavy end: no subtraction.
	e.suffix = append(e.suffix[:0], make([]float64, len(row)+1)...)
	for i := len(row) - 1; i >= 0; i-- {
		e.suffix[i] = e.suffix[i+1] + row[i].w
	}
	for i := range max(len(row)-1, 0) {
		x, partners := row[i], len(row)-1-i
		// As many samples as partners: the mesh itself.
		if int(x.copies) >= partners {
			for _, y := range row[i+1:] {
				e.add(x.to, y.to, x.w/pivot*y.w, max(1, x.copies/int32(partners)))
			}
			continue
		}
		e.draw(row, i, x.w/pivot*e.suffix[i+1]/float64(x.copies))
	}
}

// draw joins neighbour i to a partner for each of its copies, with the weight w. Places are drawn
// at equal distances on the line of the weights of all partners, from a random start.
func (e *eliminator) draw(row []half, i int, w float64) {
	copies := int(row[i].copies)
	total, from, j := e.suffix[i+1], e.rng.Float64(), i+1
	for t := range copies {
		// Places fall, and the sums from place j on fall with j.
		place := total * (1 - (float64(t)+from)/float64(copies))
		j += sort.Search(len(row)-1-j, func(k int) bool { return e.suffix[j+k+1] < place })
		e.add(row[i].to, row[j].to, w, 1)
	}
}

// columns are some columns that one processor takes, and its meter, which counts entries of the factor.
type columns struct {
	lo, width int
	meter     *progress.Meter
}

// apply solves Pd = y for some columns, writing the differences of d, and overwrites y.
func (f *factor) apply(d *potentials, y []float64, block columns) error {
	n, c, lo, width := len(f.pivot), d.cols, block.lo, block.width
	// Forwards: node k passes its current on to the nodes that were its neighbours. What
	// reaches the ground is gone.
	done := block.meter.Batch()
	for k := range n {
		if err := done.Add(float64(width * (f.start[k+1] - f.start[k]))); err != nil {
			return err
		}
		own := y[k*c+lo:][:width]
		for at := f.start[k]; at < f.start[k+1]; at++ {
			if j := int(f.ind[at]); j < n {
				share, to := f.share[at], y[j*c+lo:][:width]
				for q, v := range own {
					to[q] += share * v
				}
			}
		}
	}
	// Backwards: dₖ = yₖ/pivot + Σ share·dⱼ, in which the shares sum to 1. So the difference to the
	// parent is a sum of differences to the parent, which are known.
	difference, sum := make([]float64, width), make([]float64, width)
	for k := n - 1; k >= 0; k-- {
		if err := done.Add(float64(width * (f.start[k+1] - f.start[k]))); err != nil {
			return err
		}
		for q, v := range y[k*c+lo:][:width] {
			sum[q] = v / f.pivot[k]
		}
		parent := d.parent[k]
		for at := f.start[k]; at < f.start[k+1]; at++ {
			if f.ind[at] == parent {
				continue
			}
			// dⱼ - d_parent; for the ground it is what the parent is above it.
			d.difference(difference, f.ind[at], parent, lo)
			for q, v := range difference {
				sum[q] += f.share[at] * v
			}
		}
		copy(d.row(int32(k), lo, width), sum)
	}
	return nil
}
