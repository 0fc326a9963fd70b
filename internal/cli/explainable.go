package cli

import (
	"context"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// explainable returns the given labels and the method of the run, or harmonic where the scores of that are no sums
// over the labels: then it prints why, and the answers of both.
func (s *session) explainable(ctx context.Context, p *pipeline.Problem, row int) (labelprop.Method, labelprop.Seeds,
	error) {
	m, seeds, err := s.problem(p.Data)
	if err != nil || labelprop.Explains(m) {
		return m, seeds, err
	}
	instead := labelprop.Harmonic{}
	var answers [2]string
	for i, one := range []labelprop.Method{m, instead} {
		r, err := labelprop.Solve(ctx, p.Built.Graph, seeds, one, s.options())
		if err != nil {
			return nil, seeds, err
		}
		answers[i] = p.Data.Classes.Name(r.Labels[row])
	}
	s.console.Line("note", "%v answers %s, but its scores are not sums over the given labels, so they have no shares "+
		"in it; what follows explains %v, which answers %s", m, orNoLabel(answers[0]), instead, orNoLabel(answers[1]))
	return instead, seeds, nil
}

// orNoLabel names a class, or that there is none.
func orNoLabel(class string) string {
	if class == "" {
		return "no label"
	}
	return class
}
