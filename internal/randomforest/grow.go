package randomforest

import (
	"math"
	"math/rand/v2"
)

// grower grows one tree after the other and keeps the memory.
type grower struct {
	data    *sample
	options Options
	random  *rand.Rand

	tree    tree
	weight  []float64 // by labelled row: how often the tree drew it
	order   []int32   // the rows of the tree; those of a node stand together
	columns []int     // in the order in which a node tries them
	scratch scratch

	heaviest float64 // the largest of the weights
}

func newGrower(data *sample, o Options) *grower {
	l := len(data.y)
	g := &grower{data: data, options: o, weight: make([]float64, l), columns: make([]int, len(data.values))}
	for j := range g.columns {
		g.columns[j] = j
	}
	g.scratch = newScratch(l, data.classes)
	for _, w := range o.Weights {
		g.heaviest = max(g.heaviest, w)
	}
	return g
}

// grow draws the rows of a tree and splits until the leaves are pure.
func (g *grower) grow() tree {
	// Rows drawn several times are one row with a weight.
	g.draw()
	g.tree = tree{drew: make([]bool, len(g.weight))}
	g.order = g.order[:0]
	for l, w := range g.weight {
		if w > 0 {
			g.tree.drew[l] = true
			g.order = append(g.order, int32(l))
		}
	}
	// The permutation of columns starts anew, so that a tree depends on its seed alone.
	for j := range g.columns {
		g.columns[j] = j
	}
	g.split(g.order)
	return g.tree
}

// draw draws with replacement within each class: as many rows as it has, or its part
// of the rows that one tree may have.
func (g *grower) draw() {
	clear(g.weight)
	part := min(1, float64(g.options.PerTree)/float64(len(g.data.y)))
	for _, members := range g.data.members {
		// Rounded up: a class with few labels keeps one at least.
		times := int(math.Ceil(part * float64(len(members))))
		for range times {
			g.weight[members[g.random.IntN(len(members))]]++
		}
	}
}

// split makes a node of the rows, and of its children, and returns its number.
func (g *grower) split(rows []int32) int32 {
	at := int32(len(g.tree.nodes))
	// The place is taken first, as the children are appended behind it.
	g.tree.nodes = append(g.tree.nodes, node{column: -1})
	best := g.bestSplit(rows)
	if best.column < 0 {
		g.makeLeaf(at, rows)
		return at
	}
	// The rows that pass come first, so that each child has a slice of its own.
	middle := g.partition(rows, &best)
	best.below = g.split(rows[:middle])
	best.above = g.split(rows[middle:])
	g.tree.nodes[at] = best
	return at
}

// makeLeaf writes the class shares of the rows.
func (g *grower) makeLeaf(at int32, rows []int32) {
	first := len(g.tree.shares)
	shares := make([]float32, g.data.classes)
	// Shares by weight: a leaf is mixed where no column tells its rows apart.
	total := 0.0
	for _, l := range rows {
		total += g.weight[l]
	}
	for _, l := range rows {
		shares[g.data.y[l]] += float32(g.weight[l] / total)
	}
	g.tree.shares = append(g.tree.shares, shares...)
	g.tree.nodes[at].below, g.tree.nodes[at].above = int32(first), int32(g.data.classes)
}

// partition moves the rows that pass to the front and returns their number.
func (g *grower) partition(rows []int32, n *node) int {
	values, middle := g.data.values[n.column], 0
	// Rows before middle pass; each row that passes is swapped to there.
	for i, l := range rows {
		if n.passes(values[l]) {
			rows[i], rows[middle] = rows[middle], l
			middle++
		}
	}
	return middle
}

// bestSplit returns the split with the largest gain of the columns tried, a leaf if
// the rows are of one class or no column can tell them apart. Columns that are
// constant in the node do not count as tried.
func (g *grower) bestSplit(rows []int32) node {
	best := node{column: -1, gain: math.Inf(-1)}
	if g.pure(rows) {
		return best
	}
	tried := 0
	for k := range g.columns {
		// A column that varies has a split, so that enough of them are enough.
		if tried == g.options.Tries {
			break
		}
		// One step of a random permutation: the next column is any of the rest.
		other := g.next(k)
		g.columns[k], g.columns[other] = g.columns[other], g.columns[k]
		if g.tryColumn(g.columns[k], rows, &best) {
			tried++
		}
	}
	return best
}

// next draws the place of one of the columns from k on, each with a probability in proportion to its
// weight.
func (g *grower) next(k int) int {
	for range mostDraws {
		other := k + g.random.IntN(len(g.columns)-k)
		if g.options.Weights == nil {
			return other
		}
		// Drawn alike, and kept with the probability weight / largest weight, it is drawn by its weight.
		if g.random.Float64()*g.heaviest < g.options.Weights[g.columns[other]] {
			return other
		}
	}
	return g.lightest(k)
}

// mostDraws is how often a column is drawn before those that are left count as far lighter than the heaviest.
const mostDraws = 1000

// lightest is next where all columns that are left are so light that none is kept: by the sums of their weights.
func (g *grower) lightest(k int) int {
	sum, weights := 0.0, g.options.Weights
	for _, j := range g.columns[k:] {
		sum += weights[j]
	}
	at := g.random.Float64() * sum
	for other := k; other < len(g.columns)-1; other++ {
		if at -= weights[g.columns[other]]; at < 0 {
			return other
		}
	}
	return len(g.columns) - 1
}

// pure reports whether all rows are of one class.
func (g *grower) pure(rows []int32) bool {
	for _, l := range rows[1:] {
		if g.data.y[l] != g.data.y[rows[0]] {
			return false
		}
	}
	return true
}
