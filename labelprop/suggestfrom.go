package labelprop

import (
	"fmt"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/rows"
	"gonum.org/v1/gonum/mat"
)

// SuggestFrom is [Suggest] by [Margin], [Entropy] or [Density] where the probabilities p
// (n×C) are there already, so that nothing is solved.
//
// Errors: as of Suggest, another strategy, and [ErrShape]. O(nC + n·Rows).
func SuggestFrom(g *graph.Graph, seeds Seeds, p *mat.Dense, o *SuggestOptions) ([]Suggestion, error) {
	want := o.orDefault()
	err := checkFrom(g, &seeds, p)
	switch {
	case err != nil:
	case !want.By.doubts():
		err = fmt.Errorf("%v does not go by probabilities: choose margin, entropy or density", want.By)
	default:
		err = want.checkRows()
	}
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	f, err := foldForSuggest(g, &seeds)
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	s := newSuggester(f)
	// As Suggest, but for the probabilities, which are given.
	list := s.fill(s.components(want.Rows), want.Rows, s.byDoubt(p, want.By))
	return f.unfoldSuggestions(list), nil
}

func checkFrom(g *graph.Graph, seeds *Seeds, p *mat.Dense) error {
	if err := seeds.check(g.N()); err != nil {
		return err
	}
	n, c := rows.Dims(p)
	switch {
	case !seeds.exclusive():
		return fmt.Errorf("the labels must be of one class a node: pass Classes or Soft")
	case n != g.N() || c < seeds.c:
		return fmt.Errorf("%w: %d×%d probabilities for %d nodes, %d classes", ErrShape, n, c, g.N(), seeds.c)
	}
	return nil
}
