package labelprop

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"gonum.org/v1/gonum/mat"
)

// GlanceSuspects ranks the given labels like [Suspects], but by the probabilities p (n×C, such
// as [Result.Probabilities]) of the nodes joined to each: the mean of their rows, weighted as
// the edges are. The label itself still counts in what they say, so fewer labels look suspect, and
// Against is nil. It goes with every method. Labels whose neighbours have no label are not listed.
//
// Errors: as of [Suspects] on the seeds, and [ErrShape]. O(C·edges of the labels).
func GlanceSuspects(g *graph.Graph, seeds Seeds, p *mat.Dense) ([]Suspect, error) {
	if err := checkGlance(g, &seeds, p); err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	var list []Suspect
	var logs []float64
	for l, u := range seeds.nodes {
		ind, _, _ := g.Row(u)
		logs = g.LogWeights(logs[:0], u)
		mean := meanOf(p, ind, logs)
		if mean == nil {
			continue
		}
		given := largest(seeds.row(l))
		list = append(list, Suspect{Node: u, Given: given, Likely: largest(mean), Probability: mean[given]})
	}
	slices.SortStableFunc(list, func(a, b Suspect) int { return cmp.Compare(a.Probability, b.Probability) })
	return list, nil
}

// meanOf returns the mean of some rows of p by their log weights, divided by its sum; nil if
// that is 0.
func meanOf(p *mat.Dense, rows []int32, logs []float64) []float64 {
	if len(rows) == 0 {
		return nil
	}
	_, c := p.Dims()
	mean, sum := make([]float64, c), 0.0
	top := slices.Max(logs)
	for e, v := range rows {
		w := 1.0
		if logs[e] < top {
			w = math.Exp(logs[e] - top)
		}
		for k, q := range p.RawRowView(int(v)) {
			mean[k] += w * q
			sum += w * q
		}
	}
	if sum == 0 {
		return nil
	}
	divide(mean)
	return mean
}

// GlanceSuggest is [Suggest] by [Margin], [Entropy] or [Density] where the probabilities p
// (n×C) are there already, so that nothing is solved.
//
// Errors: as of Suggest, another strategy, and [ErrShape]. O(nC + n·number).
func GlanceSuggest(g *graph.Graph, seeds Seeds, p *mat.Dense, number int, by Strategy) ([]Suggestion, error) {
	err := checkGlance(g, &seeds, p)
	switch {
	case err != nil:
	case !by.doubts():
		err = fmt.Errorf("%v does not go by probabilities: choose margin, entropy or density", by)
	case number < 1:
		err = fmt.Errorf("%d rows to suggest: ask for 1 at least", number)
	}
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	s := newSuggester(g, &seeds)
	list := s.components(number)
	doubt := s.doubts(p, by)
	for len(list) < number {
		row, gain := s.mostDoubtful(doubt)
		if row < 0 {
			break
		}
		s.take(row)
		list = append(list, Suggestion{Row: row, Gain: gain})
	}
	return list, nil
}

func checkGlance(g *graph.Graph, seeds *Seeds, p *mat.Dense) error {
	if err := seeds.check(g.N()); err != nil {
		return err
	}
	n, c := p.Dims()
	switch {
	case !seeds.exclusive():
		return fmt.Errorf("the labels must be of one class a node: pass Classes or Soft")
	case n != g.N() || c < seeds.c:
		return fmt.Errorf("%w: %d×%d probabilities for %d nodes, %d classes", ErrShape, n, c, g.N(), seeds.c)
	}
	return nil
}
