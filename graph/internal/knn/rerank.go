package knn

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/kernel"
	"gonum.org/v1/gonum/mat"
)

const (
	// sketchWords is the number of words of 64 random signs that a column of sparse rows has.
	sketchWords = 4
	// maxReranked is the most rows that are measured for each neighbour.
	maxReranked = 16
)

// rerank serves rows that an IVF does not divide, those of another metric or sparse ones:
// dense stand-in rows are searched by Euclidean distance for more neighbours than wanted,
// and these are ranked by their true distances. A sample decides how many it takes for the
// share Recall of the true neighbours; if that is more than 16k, all rows are compared.
// It returns the share found of the neighbours of the sample's other half.
func (s *query) rerank() (*Lists, float64, error) {
	rng := rand.New(rand.NewPCG(s.Seed, 1))
	// Stand-ins, and a sample with its true neighbours by the metric itself.
	standIn, err := s.standIn(rng)
	if err != nil {
		return nil, 0, err
	}
	truth, err := s.newSample(rng, (*query).exact)
	if err != nil {
		return nil, 0, err
	}
	// Neighbours are lost twice: those not near as stand-ins, and those the IVF misses.
	share := math.Sqrt(s.Recall)
	many, err := truth.neededRank(s, standIn, share)
	if err != nil {
		return nil, 0, err
	}
	// The IVF searches the stand-ins for that many neighbours.
	sub := *s
	sub.q, sub.p, sub.k, sub.Recall = standIn, standIn, many, share
	if many > maxReranked*s.k || !sub.fitsAllPairs() {
		found, err := s.exact()
		return found, 1, err
	}
	near, _, err := sub.ivf()
	if err != nil {
		return nil, 0, err
	}
	// Their true distances decide.
	found, err := s.rankByDistance(near)
	if err != nil {
		return nil, 0, err
	}
	return found, truth.recall(found), nil
}

// standIn returns dense rows whose nearest by Euclidean distance are likely to be nearest:
// dense rows themselves, and a sketch of sparse ones.
func (s *query) standIn(rng *rand.Rand) (*Points, error) {
	p := s.p
	if p.dense != nil {
		return p.euclidean(), nil
	}
	sketch, err := s.sketch(rng)
	if err != nil {
		return nil, err
	}
	return NewPoints(mat.NewDense(p.n, 64*sketchWords, sketch), kernel.Euclidean{})
}

// euclidean returns the rows of p for the Euclidean distance.
func (p *Points) euclidean() *Points {
	stored := *p.dense
	stored.given = true // it is changed only as a copy
	q := &Points{n: stored.rows(), d: p.d, metric: kernel.Euclidean{}, dense: &stored}
	q.facts = factsOf(q.metric)
	q.prepare()
	if p.at == nil {
		return q
	}
	return q.indexed(p.at, nil)
}

// sketch projects sparse rows on 256 random vectors of signs: the distances of the
// projections are about those of the rows, times the root of their number [johnson1984].
func (s *query) sketch(rng *rand.Rand) ([]float64, error) {
	// 256 signs for each column, drawn once.
	signs := make([][sketchWords]uint64, s.p.d)
	for c := range signs {
		for w := range signs[c] {
			signs[c][w] = rng.Uint64()
		}
	}
	out := make([]float64, s.p.n*64*sketchWords)
	err := eachChunk(s.ctx, s.p.n, chunkRows, func(_, lo, hi int) {
		from := s.p.reader()
		for i := lo; i < hi; i++ {
			// Element w of the sketch is Σ ±x over the columns, with the signs of vector w.
			row := out[i*64*sketchWords : (i+1)*64*sketchWords]
			cols, values := from.row(i)
			for e, c := range cols {
				addSigned(row, values[e], &signs[c])
			}
		}
	})
	return out, err
}

// addSigned adds v or -v to each element of a row: a sign is the lowest bit of its word,
// moved to where float64 has its own.
func addSigned(row []float64, v float64, signs *[sketchWords]uint64) {
	bits := math.Float64bits(v)
	for w, word := range signs {
		for e := range row[w*64 : (w+1)*64] {
			row[w*64+e] += math.Float64frombits(bits ^ word<<63)
			word >>= 1
		}
	}
}

// neededRank returns how many of the nearest stand-ins hold the given share of the true
// neighbours of one half of the sample; more than 16k stands for too many.
func (s *sample) neededRank(q *query, standIn *Points, share float64) (int, error) {
	most := maxReranked * q.k
	half := s.rows[:sampleRows/2]
	// The rows themselves are among the stand-ins: so one more is searched.
	sub := &query{ctx: q.ctx, q: standIn.subset(half), p: standIn, k: most + 1, tier: q.tier}
	near, err := sub.exact()
	if err != nil {
		return 0, err
	}
	var ranks []int
	for r, i := range half {
		ind, _ := near.Row(r)
		others := slices.DeleteFunc(slices.Clone(ind), func(j int32) bool { return j == i })
		// The rank of each true neighbour among the stand-ins, counted from 1.
		truth, _ := s.near.Row(r)
		for _, j := range truth {
			at := slices.Index(others, j)
			if at < 0 {
				at = most // not among them
			}
			ranks = append(ranks, at+1)
		}
	}
	// The rank that the share of true neighbours does not exceed.
	slices.Sort(ranks)
	return max(q.k, ranks[min(len(ranks)-1, int(share*float64(len(ranks))))]), nil
}

// rankByDistance lists, for each row, the k nearest of those listed.
func (s *query) rankByDistance(near *Lists) (*Lists, error) {
	p := s.p
	out := newLists(p.n, s.k)
	err := par.Try(p.n, chunkRows, func(_, lo, hi int) error {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		var ranked []candidate
		pair := NewRuler(p, p)
		for i := lo; i < hi; i++ {
			// All candidates by the true distance; the first k stay.
			ranked = ranked[:0]
			ind, _ := near.Row(i)
			for _, j := range ind {
				d2, err := pair.Distance(i, int(j))
				if err != nil {
					return err
				}
				ranked = append(ranked, candidate{j, d2})
			}
			slices.SortFunc(ranked, byDistance)
			out.set(i, ranked)
		}
		return nil
	})
	return out, err
}
