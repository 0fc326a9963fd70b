package graph

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/kernel"
)

// cells divides dense rows among centres, each row going to the one it is nearest to
// [jegou2011].
type cells struct {
	p       *points
	frame   frame
	centers *points
	packed  []float32 // the centres, in panels of columns
	half    []float32 // half the squared length of each centre in the frame

	home  []int32   // the cell of each row
	score []float32 // of each row: its product with the centre of home, less half
	start []int     // the rows of cell c are order[start[c]:start[c+1]], rising
	order []int32

	idle *sync.Pool // of products with the centres as columns
}

const (
	// cellRows is about the number of rows in a cell.
	cellRows = 256
	// trainRows is the number of rows a centre is the mean of, roughly, while centres
	// are looked for, and trainRounds how often they are moved.
	trainRows, trainRounds = 40, 6
)

// newCells looks for centres by k-means on a sample of the rows [lloyd1982], then
// divides all rows. O(n²d/cellRows).
func newCells(ctx context.Context, p *points, f frame, rng *rand.Rand) (*cells, error) {
	m := max(1, p.n/cellRows)
	c := &cells{p: p, frame: f}
	sample := someRows(p.n, min(p.n, m*trainRows), rng)
	c.setCenters(p.some(sample[:m]))
	slices.Sort(sample)
	for range trainRounds {
		if err := c.assign(ctx, sample); err != nil {
			return nil, err
		}
		c.setCenters(c.means(sample))
	}
	if err := c.assign(ctx, identity(p.n)); err != nil {
		return nil, err
	}
	return c, nil
}

// someRows returns so many of n rows at random, each once.
func someRows(n, count int, rng *rand.Rand) []int32 {
	rows := identity(n)
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

func (c *cells) count() int { return c.centers.n }

func (c *cells) setCenters(centers *points) {
	_, cols := c.frame.tier.Shape()
	centers.metric, centers.zero = kernel.Euclidean{}, nil
	c.centers = centers
	c.packed = make([]float32, par.Chunks(centers.n, cols)*cols*centers.d)
	c.half = make([]float32, centers.n)
	c.idle = &sync.Pool{New: func() any { return newProduct(c.frame.tier, c.p.d, scanRows, c.packed) }}
	par.For(centers.n, cols, func(_, lo, hi int) {
		c.frame.pack(c.packed[lo*centers.d:], centers, lo, hi, cols)
		for i := lo; i < hi; i++ {
			c.half[i] = float32(c.frame.half(centers, i))
		}
	})
}

// assign divides some rows among the centres; the lowest goes first among equals.
func (c *cells) assign(ctx context.Context, rows []int32) error {
	home, score := make([]int32, len(rows)), make([]float32, len(rows))
	err := c.scan(ctx, rows, func(x *product, lo, hi int) {
		for r := range hi - lo {
			x.rows.Half[r], x.rows.Level[r] = 0, float32(math.Inf(-1))
		}
		copy(x.cols.Half, c.half)
		x.run(hi-lo, c.count(), func(r, j int, near float32) {
			if near > x.rows.Level[r] || math.IsInf(float64(x.rows.Level[r]), -1) {
				x.rows.Level[r], home[lo+r], score[lo+r] = near, int32(j), near
			}
		})
	})
	if err != nil {
		return err
	}
	c.home, c.score = home, score
	c.sort(rows)
	return nil
}

// scanRows is the number of rows that are multiplied with all centres at a time.
const scanRows = 96

// scan packs some rows after the others beside the centres and calls f.
func (c *cells) scan(ctx context.Context, rows []int32, f func(x *product, lo, hi int)) error {
	height, _ := c.frame.tier.Shape()
	return eachChunk(ctx, len(rows), scanRows, func(_, lo, hi int) {
		x := c.idle.Get().(*product)
		defer c.idle.Put(x)
		c.frame.packSome(x.a, c.p, rows[lo:hi], height)
		f(x, lo, hi)
	})
}

// sort lists the rows of each cell; home belongs to rows in turn.
func (c *cells) sort(rows []int32) {
	c.start, c.order = make([]int, c.count()+1), make([]int32, len(rows))
	for _, h := range c.home {
		c.start[h+1]++
	}
	for i := range c.count() {
		c.start[i+1] += c.start[i]
	}
	at := slices.Clone(c.start)
	for r, h := range c.home {
		c.order[at[h]] = rows[r]
		at[h]++
	}
}

// rows returns the rows of a cell.
func (c *cells) rows(cell int) []int32 { return c.order[c.start[cell]:c.start[cell+1]] }

// means returns the means of the cells that hold rows.
func (c *cells) means(sample []int32) *points {
	var full []int
	for cell := range c.count() {
		if len(c.rows(cell)) > 0 {
			full = append(full, cell)
		}
	}
	d := c.p.d
	q := &points{n: len(full), d: d, metric: kernel.Euclidean{}, dense: make([]float64, len(full)*d)}
	par.For(len(full), 1, func(r, _, _ int) {
		sum, rows := q.dense[r*d:(r+1)*d], c.rows(full[r])
		for _, i := range rows {
			for j, v := range c.p.dense[int(i)*d : (int(i)+1)*d] {
				sum[j] += v
			}
		}
		for j := range sum {
			sum[j] /= float64(len(rows))
		}
	})
	return q
}
