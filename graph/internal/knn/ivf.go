package knn

import (
	"math/rand/v2"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
)

// ivf is an inverted file: dense rows divided among centres, each row in the list of the
// centre it is nearest to [jegou2011], or, of many centres, about nearest.
type ivf struct {
	*query
	*formed // the rows as they are compared; norms are needed only in codes
	centers *centers

	listOf []int32   // the list of each row
	score  []float32 // of each row x, with the centre c of its list: x·c - |c|²/2
	start  []int     // the rows of list c are order[start[c]:start[c+1]], rising
	order  []int32
	near   [][]int32 // for each list, those whose centres are nearest, from itself on; nil: all lists are looked at

	done  *progress
	whole float64 // the work of the search, in ns, as far as it is known
}

const (
	// listRows is about the number of rows in a list: fewer, and finding the lists of a
	// row costs more than comparing with their rows.
	listRows = 256
	// trainRows is the number of rows a centre is the mean of, roughly, while centres
	// are looked for, and trainRounds how often they are moved.
	trainRows, trainRounds = 40, 6
	// manyLists is the number of lists from which on a row is not multiplied with all centres, but with those that
	// are near: with fewer, that costs less than finding out which.
	manyLists = 768
)

// newIVF looks for centres by k-means on a sample of the rows [lloyd1982], then divides all
// rows. O(n²d/listRows) up to manyLists, then O(n√(n/listRows)d + n²d/listRows²).
func newIVF(s *query, x *formed, rng *rand.Rand) (*ivf, error) {
	// The number of centres follows from the length of the lists.
	m := max(1, s.p.n/listRows)
	c := &ivf{query: s, formed: x, done: s.newProgress()}
	if err := c.divide(m, m >= manyLists, rng); err != nil {
		return nil, err
	}
	return c, nil
}

// divide finds about m centres and the list of each row; by steps, where there are many.
func (c *ivf) divide(m int, bySteps bool, rng *rand.Rand) error {
	n, assign := c.p.n, c.assign
	if bySteps {
		assign = c.assignBySteps
	}
	c.whole = c.workBefore(m, bySteps)
	// The first centres are rows at random. Rows in order are nearer in memory.
	sample := someRows(n, min(n, m*trainRows), rng)
	c.setCenters(c.copyOf(c.p, sample[:m]))
	slices.Sort(sample)
	// Lloyd's two steps: each row to its nearest centre, each centre to the mean of its rows.
	for range trainRounds {
		if err := assign(sample); err != nil {
			return err
		}
		c.setCenters(c.means())
	}
	if err := assign(identity(n)); err != nil || !bySteps {
		return err
	}
	return c.settle()
}

// someRows returns count of n rows at random, each once: the first steps of a shuffle.
func someRows(n, count int, rng *rand.Rand) []int32 {
	rows := identity(n)
	// Each place takes one of the rows that are left.
	for i := range count {
		j := i + rng.IntN(n-i)
		rows[i], rows[j] = rows[j], rows[i]
	}
	return rows[:count]
}

func identity(n int) []int32 {
	rows := make([]int32, n)
	for i := range rows {
		rows[i] = int32(i)
	}
	return rows
}

// count returns the number of lists.
func (c *ivf) count() int { return c.centers.n }

// setCenters has the rows divided among other centres.
func (c *ivf) setCenters(p *Points) { c.centers = c.frame.newCenters(p) }

// assign puts some rows into the lists of their nearest centres.
func (c *ivf) assign(rows []int32) error {
	to, err := c.nearestOfAll(rows)
	if err != nil {
		return err
	}
	c.take(rows, to)
	return nil
}

// nearestOfAll returns the list of the nearest centre of some rows; the lowest centre goes first among equals.
func (c *ivf) nearestOfAll(rows []int32) (*assigned, error) {
	to := newAssigned(len(rows))
	// Each worker has a product of its own, whose columns are all centres.
	idle := c.allColumns()
	err := eachChunk(c.ctx, len(rows), scanRows, func(_, lo, hi int) {
		x := idle.get()
		defer idle.put(x)
		c.pack(x, rows[lo:hi])
		x.nearest(hi-lo, c.count(), func(r, j int, s float32) { to.set(lo+r, int32(j), s) })
		c.worked((hi - lo) * c.count())
	})
	return to, err
}

// worked counts so many products of rows and centres as done. An observer that ends the search cancels its context,
// which is looked at before each chunk.
func (c *ivf) worked(products int) {
	_ = c.done.addWork(c.frame.centerTime(c.p.d)*float64(products), c.whole)
}

// assigned are the lists that rows were put into, each with the row's score there.
type assigned struct {
	list  []int32
	score []float32
}

func newAssigned(rows int) *assigned { return &assigned{make([]int32, rows), make([]float32, rows)} }

func (a *assigned) set(r int, list int32, score float32) { a.list[r], a.score[r] = list, score }

// take orders the rows by the lists that they were put into.
func (c *ivf) take(rows []int32, to *assigned) {
	c.listOf, c.score = to.list, to.score
	c.start, c.order = groupBy(to.list, c.count())
	for e, r := range c.order {
		c.order[e] = rows[r]
	}
}

// groupBy lists the places of each of count values, one value behind the other: those of value v are
// order[start[v]:start[v+1]], rising.
func groupBy(values []int32, count int) (start []int, order []int32) {
	// A counting sort: lengths, beginnings, then each place to its own.
	start, order = make([]int, count+1), make([]int32, len(values))
	for _, v := range values {
		start[v+1]++
	}
	PrefixSums(start)
	at := slices.Clone(start)
	for i, v := range values {
		order[at[v]] = int32(i)
		at[v]++
	}
	return start, order
}

// list returns the rows of a list.
func (c *ivf) list(l int) []int32 { return c.order[c.start[l]:c.start[l+1]] }

// means returns the means of the lists that hold rows.
func (c *ivf) means() *Points {
	// A centre without rows has no mean: it is dropped.
	var full []int
	for l := range c.count() {
		if len(c.list(l)) > 0 {
			full = append(full, l)
		}
	}
	d := c.p.d
	q := &Points{n: len(full), d: d, dense: newMatrix(len(full), d)}
	par.For(len(full), 1, func(r, _, _ int) {
		// Rows are added in rising order: the same bits for any number of workers.
		sum, rows, from := q.dense.wide[r*d:(r+1)*d], c.list(full[r]), c.reader(c.p)
		for _, i := range rows {
			for j, v := range from.row(int(i)) {
				sum[j] += v
			}
		}
		for j := range sum {
			sum[j] = c.frame.onGrid(sum[j]/float64(len(rows)), j)
		}
	})
	return q
}
