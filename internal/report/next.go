package report

import (
	"context"

	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/labelprop"
)

// next lists rows to label next.
func (s *Source) next(ctx context.Context) (*Next, error) {
	list, by, err := s.suggest(ctx)
	if err != nil {
		return nil, err
	}
	n := &Next{By: by}
	for _, one := range list {
		row := NextRow{Row: s.title(one.Row), Label: s.className(s.Labels[one.Row]), Opens: one.Opens}
		if class := s.Labels[one.Row]; class >= 0 {
			row.Confidence = summary.Number(s.Probs.At(one.Row, class))
		}
		n.Rows = append(n.Rows, row)
	}
	return n, nil
}

// suggestColumns is about how many columns labelprop.Suggest solves for.
const suggestColumns = 256

// suggest chooses rows by how much their labels would tell about all others, where that is cheap, else by their
// uncertainty and the number of their neighbours.
func (s *Source) suggest(ctx context.Context) (list []labelprop.Suggestion, by string, err error) {
	seeds, err := s.Seeds(nil)
	if err != nil {
		return nil, "", err
	}
	if s.cheap(suggestColumns) {
		list, err = labelprop.Suggest(ctx, s.Graph, seeds, labelprop.Harmonic{}, mostListed, labelprop.Sigma, &s.Solve)
		return list, "The rows whose labels would tell most of all others, the best first, each as if those before it had been labelled already.", err
	}
	list, err = labelprop.SuggestFrom(s.Graph, seeds, s.Probs, mostListed, labelprop.Density)
	return list, "Doubtful rows with many others near, the best first, no two of them neighbours; propagate suggest asks which labels would tell most of all others, which takes longer.", err
}
