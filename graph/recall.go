package graph

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/propagate-go/propagate/internal/vec"
)

// approximates reports whether cells can be searched, and whether that is worth it.
func approximates(p *points, k int, o *SearchOptions) bool {
	return o.Recall > 0 && o.Recall < 1 && p.n >= leastForCells && !o.Direct && sweeps(p, p, k)
}

// leastForCells is the number of rows from which on cells are tried.
const leastForCells = 20000

// recallRows is the number of rows for which the true neighbours are searched: half of
// them say how far to look, half how many neighbours that finds.
const recallRows = 512

// nearestByCells searches the cells that hold about the share o.Recall of the true
// neighbours, and returns the share found of the neighbours of a sample. Where all
// pairs cost no more, it compares all.
func nearestByCells(ctx context.Context, p *points, k int, tier vec.Tier, o *SearchOptions) (*lists, float64, error) {
	rng := rand.New(rand.NewPCG(o.Seed, 0))
	f := newFrame(p, p, tier)
	c, err := newCells(ctx, p, f, rng)
	if err != nil {
		return nil, 0, err
	}
	sample, err := newSample(ctx, p, k, tier, rng)
	if err != nil {
		return nil, 0, err
	}
	v, err := c.visits(ctx, c.reach(sample, o.Recall))
	if err != nil {
		return nil, 0, err
	}
	if 2*c.pairs(v) > p.n*(p.n-1)/2 {
		found, err := nearestBySweep(ctx, p, p, k, tier, o)
		return found, 1, err
	}
	found, err := c.search(ctx, v, k, newCounter(ctx, p.n, o.Observe))
	if err != nil {
		return nil, 0, err
	}
	return found, sample.recall(found), nil
}

// sample is some rows and their true neighbours.
type sample struct {
	rows []int32
	near *lists
}

func newSample(ctx context.Context, p *points, k int, tier vec.Tier, rng *rand.Rand) (*sample, error) {
	s := &sample{rows: someRows(p.n, recallRows, rng), near: &lists{}}
	all, err := nearestPaired(ctx, p.some(s.rows), p, k+1, tier, &SearchOptions{Metric: p.metric})
	if err != nil {
		return nil, err
	}
	for r, i := range s.rows {
		ind, d2 := all.row(r)
		self := slices.Index(ind, i)
		if self < 0 {
			self = k // among so many at distance 0 that it does not matter which goes
		}
		s.near.ind = append(append(s.near.ind, ind[:self]...), ind[self+1:]...)
		s.near.d2 = append(append(s.near.d2, d2[:self]...), d2[self+1:]...)
		s.near.end = append(s.near.end, len(s.near.ind))
	}
	return s, nil
}

// reach returns the distance from the border, in the frame, within which rows have to
// visit other cells to meet the given share of the sample's neighbours, and a little
// more: of what is allowed to be missed, a fifth is left to chance.
func (c *cells) reach(s *sample, recall float64) float64 {
	var borders []float64
	for r, i := range s.rows[:recallRows/2] {
		near, _ := s.near.row(r)
		for _, j := range near {
			borders = append(borders, c.between(int(i), int(j)))
		}
	}
	slices.Sort(borders)
	missed := int(0.8 * (1 - recall) * float64(len(borders)))
	return borders[len(borders)-1-missed]
}

// between returns how far the first of two rows to meet is from the other's cell.
func (c *cells) between(i, j int) float64 {
	if c.home[i] == c.home[j] {
		return 0
	}
	return min(c.border(i, int(c.home[j])), c.border(j, int(c.home[i])))
}

// recall returns the share of the true neighbours found of the other half of the
// sample; one as near as the farthest true one counts.
func (s *sample) recall(found *lists) float64 {
	hits, total := 0, 0
	for r := recallRows / 2; r < len(s.rows); r++ {
		_, truth := s.near.row(r)
		_, d2 := found.row(int(s.rows[r]))
		farthest := truth[len(truth)-1]
		total += len(truth)
		for _, d := range d2 {
			if d <= farthest {
				hits++
			}
		}
	}
	return math.Min(1, float64(hits)/float64(total))
}
