package cli

import (
	"context"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
)

// predict labels new rows by the nearest rows of the model and the mean of their scores, or by its pool, and takes back
// what is not certain enough.
func (v *predictFlags) predict(ctx context.Context, s *session, m *pipeline.Model, d *dataset.Data) (*pipeline.Answer,
	error) {
	a, err := m.Predict(ctx, d, s.config.run.Novel)
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
