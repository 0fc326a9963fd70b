package labelprop

import (
	"context"
	"errors"
	"fmt"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/network"
)

// Suggest names up to n rows to label next. Components without any label come
// first, the largest of them before the others and each with its node of the
// largest degree; the rest is chosen by the strategy, one after the other, each as
// if those before it had been labelled. Margin, Entropy and Density judge by the
// probabilities that the method m gives, and take no two neighbours while they have a
// choice; they fall back on Coverage if there is no label at all. Variance and Sigma
// choose among those 256 rows (2²³/n of more than 32,768) that Coverage would take first.
//
// Copies of a row are one question: no two of them are suggested, and what is near one of
// them is near all. The gains of Variance and Sigma are those of labelling one of the copies.
//
// Errors: as of [Solve], an n below 1, an unknown strategy, and seeds of [Values] or
// [MultiLabel], except for Sigma, Variance and Coverage.
// Cost: that of [Solve], and for Variance and Sigma of one with 256 classes; each row
// costs O(edges) more.
func Suggest(ctx context.Context, g *graph.Graph, seeds Seeds, m Method, n int, by Strategy,
	o *Options) (list []Suggestion, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	// No seeds at all is no error here: every component is then one without a label.
	options, err := o.orDefault()
	if err == nil {
		err = checkSuggest(g, &seeds, m, n, by)
	}
	if err == nil {
		list, err = suggestRows(ctx, g, &seeds, m, n, by, options)
	}
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	return list, nil
}

// suggestRows suggests parts, and names a row of each.
func suggestRows(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, n int, by Strategy,
	o network.Options) ([]Suggestion, error) {
	f, err := foldForSuggest(g, seeds)
	if err != nil {
		return nil, err
	}
	s := newSuggester(f)
	// Components without a label first: nothing else tells of them.
	list := s.components(n)
	if err := s.fill(ctx, g, seeds, m, by, o, n, &list); err != nil {
		return nil, err
	}
	return f.unfoldSuggestions(list), nil
}

// foldForSuggest folds the graph so that copies share parts.
func foldForSuggest(g *graph.Graph, seeds *Seeds) (*folded, error) {
	return foldBy(g, seeds, copiesOf{free: true, labels: true})
}

// unfoldSuggestions names rows in place of parts.
func (f *folded) unfoldSuggestions(list []Suggestion) []Suggestion {
	for i := range list {
		list[i].Row = f.rowOf(list[i].Row)
	}
	return list
}

func checkSuggest(g *graph.Graph, seeds *Seeds, m Method, n int, by Strategy) error {
	if err := seeds.check(g.N()); err != nil && !errors.Is(err, ErrNoSeeds) {
		return err
	}
	if err := checkMethod(m, seeds); err != nil {
		return err
	}
	switch {
	case by < Sigma || by > Coverage:
		return fmt.Errorf("unknown strategy %d", int(by))
	case n < 1:
		return fmt.Errorf("%d rows to suggest: ask for 1 at least", n)
	case by.doubts() && !seeds.exclusive():
		return fmt.Errorf("%v needs seeds of one class a node: choose sigma, variance or coverage", by)
	}
	return nil
}

// fill adds suggestions by the strategy until there are n.
func (s *suggester) fill(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, by Strategy,
	o network.Options, n int, list *[]Suggestion) error {
	var next func() (row int, gain float64)
	switch {
	case len(*list) >= n:
		return nil
	// These two go by the Gaussian field, which needs no probabilities.
	case by == Variance || by == Sigma:
		field, err := s.field(ctx, by, o)
		if err != nil {
			return err
		}
		next = field.next
	// These go by probabilities; without any label there are none.
	case by.doubts() && len(seeds.nodes) > 0:
		o.ScoresOnly = true
		r, err := solveChecked(ctx, g, seeds, m, o)
		if err != nil {
			return err
		}
		doubt := s.doubts(s.ofParts(r.Probabilities()), by)
		next = func() (int, float64) { return s.mostDoubtful(doubt) }
	default:
		next = s.mostUncovered
	}
	for len(*list) < n {
		// One after the other, each as if those before had been labelled.
		row, gain := next()
		if row < 0 {
			break
		}
		s.take(row)
		*list = append(*list, Suggestion{Row: row, Gain: gain})
	}
	return nil
}
