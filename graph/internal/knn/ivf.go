package knn

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/kernel"
)

// ivf is an inverted file: dense rows divided among centres, each row in the list of the
// centre it is nearest to [jegou2011].
type ivf struct {
	*query
	*formed         // the rows as they are compared; norms are needed only in codes
	centers *Points // in codes on their grid, so that all products are exact
	packed  panels  // the centres, in panels of columns
	columns side    // their norms, with half the squared length of each, not bounded

	listOf []int32   // the list of each row
	score  []float32 // of each row x, with the centre c of its list: x·c - |c|²/2
	start  []int     // the rows of list c are order[start[c]:start[c+1]], rising
	order  []int32

	idle *sync.Pool // of products with the centres as columns

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
	// scanRows is the number of rows that are multiplied with all centres at a time.
	scanRows = 96
)

// newIVF looks for centres by k-means on a sample of the rows [lloyd1982], then divides all
// rows. O(n²d/listRows).
func newIVF(s *query, x *formed, rng *rand.Rand) (*ivf, error) {
	n := s.p.n
	// The number of centres follows from the length of the lists.
	m := max(1, n/listRows)
	c := &ivf{query: s, formed: x, done: s.newProgress()}
	c.whole = c.workBefore(m)
	// The first centres are rows at random. Rows in order are nearer in memory.
	sample := someRows(n, min(n, m*trainRows), rng)
	c.setCenters(s.p.subset(sample[:m]))
	slices.Sort(sample)
	// Lloyd's two steps: each row to its nearest centre, each centre to the mean of its rows.
	for range trainRounds {
		if err := c.assign(sample); err != nil {
			return nil, err
		}
		c.setCenters(c.means())
	}
	if err := c.assign(identity(n)); err != nil {
		return nil, err
	}
	return c, nil
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

// setCenters packs new centres. Centres of unit vectors are no unit vectors; the nearest
// is found by Euclidean distance all the same.
func (c *ivf) setCenters(centers *Points) {
	centers.metric, centers.facts, centers.zero = kernel.Euclidean{}, factsOf(kernel.Euclidean{}), nil
	c.centers = centers
	// Centres are packed as columns once, and all rows are multiplied with them.
	_, cols := c.frame.shape()
	c.packed = c.frame.newPanels(par.Chunks(centers.n, cols)*cols, centers.d)
	c.columns = newSide(par.Chunks(centers.n, cols) * cols)
	norms := c.frame.precompute(centers)
	par.For(centers.n, cols, func(_, lo, hi int) {
		r := centers.reader()
		c.frame.packColumns(c.packed.from(lo*c.frame.steps(centers.d)), packAll(centers, norms, lo, hi))
		for i := lo; i < hi; i++ {
			c.columns.set(i, norms, i)
			// No bounds are needed: any assignment of rows to lists is a valid one.
			c.columns.Half[i] = float32(c.frame.halfNorm(&r, i))
			c.columns.Length[i], c.columns.Error[i] = 0, 0
		}
	})
	c.idle = &sync.Pool{New: func() any {
		x := newProduct(&c.frame, c.p.d, scanRows, centers.n, c.packed)
		x.cols.copyOf(c.columns)
		return x
	}}
}

// pack packs some rows as those of a product with the centres.
func (c *ivf) pack(x *product, rows []int32) {
	c.frame.packRows(x.a, packSome(c.p, c.norms, rows))
	for r, i := range rows {
		if c.frame.codes {
			x.rows.set(r, c.norms, int(i))
		}
		x.rows.Half[r] = 0 // |x|² is the same for all centres
	}
}

// assign puts some rows into the lists of their nearest centres; the lowest centre goes
// first among equals.
func (c *ivf) assign(rows []int32) error {
	listOf, score := make([]int32, len(rows)), make([]float32, len(rows))
	err := c.scan(rows, func(x *product, lo, hi int) {
		// The nearest centre has the largest x·c - |c|²/2.
		for r := range hi - lo {
			x.rows.Level[r] = float32(math.Inf(-1))
		}
		x.run(hi-lo, c.count(), func(r, j int, s float32) {
			// The threshold is the best score so far. -∞ is no score: the first one counts
			// whatever it is.
			if s > x.rows.Level[r] || math.IsInf(float64(x.rows.Level[r]), -1) {
				x.rows.Level[r], listOf[lo+r], score[lo+r] = s, int32(j), s
			}
		})
	})
	if err != nil {
		return err
	}
	c.listOf, c.score = listOf, score
	c.group(rows)
	return nil
}

// scan packs chunks of some rows beside the centres and calls f for each.
func (c *ivf) scan(rows []int32, f func(x *product, lo, hi int)) error {
	// Each worker has a product of its own, whose columns are the centres.
	return eachChunk(c.ctx, len(rows), scanRows, func(_, lo, hi int) {
		x := c.idle.Get().(*product)
		defer c.idle.Put(x)
		c.pack(x, rows[lo:hi])
		f(x, lo, hi)
		// An observer that ends the search cancels its context, which is looked at before each chunk.
		_ = c.done.addWork(c.frame.centerTime(c.p.d)*float64((hi-lo)*c.count()), c.whole)
	})
}

// group orders the rows by their lists; listOf belongs to rows in turn.
func (c *ivf) group(rows []int32) {
	// A counting sort: lengths, beginnings, then each row to its place.
	c.start, c.order = make([]int, c.count()+1), make([]int32, len(rows))
	for _, h := range c.listOf {
		c.start[h+1]++
	}
	PrefixSums(c.start)
	at := slices.Clone(c.start)
	for r, h := range c.listOf {
		c.order[at[h]] = rows[r]
		at[h]++
	}
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
		sum, rows, from := q.dense.wide[r*d:(r+1)*d], c.list(full[r]), c.p.reader()
		for _, i := range rows {
			_, row := from.row(int(i))
			for j, v := range row {
				sum[j] += v
			}
		}
		for j := range sum {
			sum[j] = c.frame.onGrid(sum[j]/float64(len(rows)), j)
		}
	})
	return q
}
