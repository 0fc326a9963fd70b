package cli

import (
	"context"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// explainable returns the method of the run, or harmonic where the scores of that are no sums over the labels: then
// it prints why, and the answers of both.
func (s *session) explainable(ctx context.Context, d *dataset.Data, b *pipeline.Built, m labelprop.Method,
	seeds labelprop.Seeds, row int) (labelprop.Method, error) {
	if labelprop.Explains(m) {
		return m, nil
	}
	instead := labelprop.Harmonic{}
	var answers [2]string
	for i, one := range []labelprop.Method{m, instead} {
		r, err := labelprop.Solve(ctx, b.Graph, seeds, one, s.options())
		if err != nil {
			return nil, err
		}
		answers[i] = d.Classes.Name(r.Labels[row])
	}
	s.console.Line("note", "%v answers %s, but its scores are not sums over the given labels, so they have no shares "+
		"in it; what follows explains %v, which answers %s", m, orNoLabel(answers[0]), instead, orNoLabel(answers[1]))
	return instead, nil
}

// orNoLabel names a class, or that there is none.
func orNoLabel(class string) string {
	if class == "" {
		return "no label"
	}
	return class
}
