package cli

import (
	"context"
	"io"

	"github.com/propagate-go/propagate/internal/summary"
)

// runPredict labels new rows by a model: nothing is built, and nothing is solved again.
func (v *predictFlags) runPredict(ctx context.Context, s *session) error {
	// The model first: it tells which columns are read, and how.
	m, err := readModel(v.model)
	if err != nil {
		return err
	}
	d, err := v.read(s, m)
	if err != nil {
		return err
	}
	defer d.Table.Close()
	s.note(summary.NotesOfNew(d))
	// Nearest rows of the model, and the mean of their scores.
	a, err := m.Predict(ctx, d, s.config.run.Novel)
	if err != nil {
		return err
	}
	r, err := summary.OfPrediction(d, a)
	if err != nil {
		return err
	}
	s.followable(r)
	return s.writeTo(s.config.output.path, func(w io.Writer) error {
		s.console.Line("model", "%s: %s, %d rows, %d features, %d classes", v.model, m.Method, m.Rows,
			m.Recipe.Width(), len(m.Classes))
		s.console.Method(&r.Method)
		s.console.Novelty(r.Novelty)
		s.console.Classes(&r.Labels)
		s.console.Result(r)
		return s.writeAnswer(w, d, a)
	})
}
