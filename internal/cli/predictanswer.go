package cli

import (
	"context"
	"fmt"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
)

// predict labels new rows by the nearest rows of the model and the mean of their scores, or by its pool, and takes back
// what is not certain enough.
func (v *predictFlags) predict(ctx context.Context, s *session, m *pipeline.Model, d *dataset.Data) (*pipeline.Answer,
	error) {
	if novel := s.config.run.Novel; len(m.Classes) == 1 && !(novel.Asked && novel.Rate > 0) {
		return nil, &table.Error{File: v.model, Reason: fmt.Sprintf("every row would be %q: it knows no other class",
			m.Classes[0]), Hint: "tell rows like those of that class from others: --novel 0.05"}
	}
	a, err := m.Predict(ctx, d, s.config.run.Novel, s.console)
	if err != nil {
		return nil, err
	}
	if err := m.Trust(a, s.config.run.Trust); err != nil {
		return nil, &table.Error{File: v.model, Reason: err.Error(),
			Hint: "save it again by a run with --coverage, which says what stands in the way"}
	}
	a.RefuseBelow(s.config.run.MinConfidence)
	return a, nil
}
