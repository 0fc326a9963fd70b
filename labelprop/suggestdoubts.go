package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/labelprop/internal/network"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// doubts returns how doubtful every row is by the probabilities p, -Inf where no label arrives.
func (s *suggester) doubts(p *mat.Dense, by Strategy) []float64 {
	out := make([]float64, s.g.N())
	degree := network.RelativeDegrees(s.g)
	for u := range out {
		row := p.RawRowView(u)
		switch {
		// Rows that no label reaches belong to components that come first anyway.
		case mat.Sum(mat.NewVecDense(len(row), row)) == 0:
			out[u] = math.Inf(-1)
		case by == Margin:
			out[u] = -margin(row)
		case by == Entropy:
			out[u] = stat.Entropy(row)
		default:
			// Doubt times the relative degree.
			out[u] = (1 - row[simplex.Largest(row)]) * degree[u]
		}
	}
	return out
}

// mostDoubtful returns the row in most doubt, among those that are not next to a
// suggestion or label while there are any.
func (s *suggester) mostDoubtful(doubt []float64) (row int, gain float64) {
	row, gain = -1, math.Inf(-1)
	free := false
	for u, d := range doubt {
		if s.taken[u] || free && s.covered[u] {
			continue
		}
		// The first row that is not next to a label or suggestion beats all that are.
		if better := !s.covered[u] && !free; d > gain || better && !math.IsInf(d, -1) {
			row, gain, free = u, d, free || better
		}
	}
	return row, gain
}

// margin is the difference of the two largest entries.
func margin(p []float64) float64 {
	first, second := 0.0, 0.0
	for _, v := range p {
		// The two largest in one pass.
		if v > first {
			first, second = v, first
		} else {
			second = max(second, v)
		}
	}
	return first - second
}
