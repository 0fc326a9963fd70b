package graph

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/kernel"
	"gonum.org/v1/gonum/mat"
)

// A proxy stands for rows that cells do not divide, those of another metric or sparse ones:
// dense rows whose nearest by Euclidean distance are likely to be nearest.

const (
	// sketchWords is the number of words of 64 random signs a column of sparse rows has.
	sketchWords = 4
	// perNeighbor is the most rows by proxy that are measured for each neighbour.
	perNeighbor = 16
)

// proxied reports whether neighbours may be looked for by proxy.
func proxied(p *points, k int, o *SearchOptions) bool {
	return o.Recall > 0 && o.Recall < 1 && p.n >= max(leastForCells, 8*perNeighbor*k) && !o.Direct && !sweeps(p, p, k)
}

// nearestByProxy measures as many of those nearest by proxy as hold about the share o.Recall
// of the true neighbours, and returns the share found of the neighbours of a sample. Where
// that takes more than 16k, all rows are compared.
func nearestByProxy(ctx context.Context, p *points, k int, tier vec.Tier, o *SearchOptions) (*lists, float64, error) {
	rng := rand.New(rand.NewPCG(o.Seed, 1))
	proxy, err := p.proxy(ctx, rng)
	if err != nil {
		return nil, 0, err
	}
	sample, err := newSample(ctx, p, k, tier, rng)
	if err != nil {
		return nil, 0, err
	}
	share := math.Sqrt(o.Recall) // of what is near by proxy, and of that found by cells
	many, err := sample.rank(ctx, proxy, k, share, tier)
	if err != nil {
		return nil, 0, err
	}
	if many > perNeighbor*k || !sweeps(proxy, proxy, many) {
		found, err := nearestPaired(ctx, p, p, k, tier, o)
		return found, 1, err
	}
	near, _, err := nearestByCells(ctx, proxy, many, tier, &SearchOptions{Recall: share, Seed: o.Seed, Observe: o.Observe})
	if err != nil {
		return nil, 0, err
	}
	found, err := near.measured(ctx, p, k)
	if err != nil {
		return nil, 0, err
	}
	return found, sample.recall(found), nil
}

// proxy returns dense rows to be compared by Euclidean distance.
func (p *points) proxy(ctx context.Context, rng *rand.Rand) (*points, error) {
	if p.dense != nil {
		return newPoints(mat.NewDense(p.n, p.d, p.dense), kernel.Euclidean{})
	}
	sketch, err := p.sketch(ctx, rng)
	if err != nil {
		return nil, err
	}
	return newPoints(mat.NewDense(p.n, 64*sketchWords, sketch), kernel.Euclidean{})
}

// sketch projects sparse rows on random vectors of signs: the distances of the projections
// are about those of the rows, times the root of their number [johnson1984].
func (p *points) sketch(ctx context.Context, rng *rand.Rand) ([]float64, error) {
	signs := make([][sketchWords]uint64, p.d)
	for c := range signs {
		for w := range signs[c] {
			signs[c][w] = rng.Uint64()
		}
	}
	out := make([]float64, p.n*64*sketchWords)
	err := eachChunk(ctx, p.n, searchRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			row := out[i*64*sketchWords : (i+1)*64*sketchWords]
			cols, values := p.row(i)
			for e, c := range cols {
				addSigned(row, values[e], &signs[c])
			}
		}
	})
	return out, err
}

// addSigned adds v or -v to each element of a row.
func addSigned(row []float64, v float64, signs *[sketchWords]uint64) {
	bits := math.Float64bits(v)
	for w, word := range signs {
		for e := range row[w*64 : (w+1)*64] {
			row[w*64+e] += math.Float64frombits(bits ^ word<<63)
			word >>= 1
		}
	}
}

// rank returns how many of those nearest by proxy hold the given share of the true
// neighbours of one half of the sample, more than 16k standing for too many.
func (s *sample) rank(ctx context.Context, proxy *points, k int, share float64, tier vec.Tier) (int, error) {
	most := perNeighbor * k
	near, err := nearestPaired(ctx, proxy.some(s.rows[:recallRows/2]), proxy, most+1, tier, &SearchOptions{})
	if err != nil {
		return 0, err
	}
	var ranks []int
	for r, i := range s.rows[:recallRows/2] {
		ind, _ := near.row(r)
		others := slices.DeleteFunc(slices.Clone(ind), func(j int32) bool { return j == i })
		truth, _ := s.near.row(r)
		for _, j := range truth {
			at := slices.Index(others, j)
			if at < 0 {
				at = most
			}
			ranks = append(ranks, at+1)
		}
	}
	slices.Sort(ranks)
	return max(k, ranks[min(len(ranks)-1, int(share*float64(len(ranks))))]), nil
}

// measured lists, for each row, the k nearest of those listed.
func (l *lists) measured(ctx context.Context, p *points, k int) (*lists, error) {
	out := &lists{end: make([]int, p.n), ind: make([]int32, p.n*k), d2: make([]float64, p.n*k)}
	err := par.Try(p.n, searchRows, func(_, lo, hi int) error {
		var ranked []candidate
		if err := ctx.Err(); err != nil {
			return err
		}
		for i := lo; i < hi; i++ {
			ranked = ranked[:0]
			ind, _ := l.row(i)
			for _, j := range ind {
				d2 := between(p, i, p, int(j))
				if err := p.checkDistance(i, int(j), d2); err != nil {
					return err
				}
				ranked = append(ranked, candidate{j, d2})
			}
			slices.SortFunc(ranked, byDistance)
			for r, c := range ranked[:k] {
				out.ind[i*k+r], out.d2[i*k+r] = c.row, c.d2
			}
			out.end[i] = (i + 1) * k
		}
		return nil
	})
	return out, err
}
