package cli

import (
	"context"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// tune tries the candidates.
func (v *tuneFlags) tune(ctx context.Context, s *session, d *tuneData) (*pipeline.Tuned, error) {
	var b *pipeline.Built
	var err error
	// A pool builds its own graphs.
	if d.plain == nil {
		s.tell(d.pooled, dataset.Chosen[labelprop.Method]{By: dataset.ByUser})
	} else if b, err = s.build(ctx, d.plain); err != nil {
		return nil, err
	}
	if d.any().Prior != nil && v.holdout != "" {
		return nil, usagef("", "--holdout does not go with --classifier-columns")
	}
	// The names of candidates are the flags that a run needs for them.
	how := v.config(s.config, v.namer(s.config, d))
	if how.Views, err = v.views(s.config, d); err != nil {
		return nil, err
	}
	// Build weighed the neighbours once; the candidates weigh them anew.
	return pipeline.Tune(ctx, d.any(), b, how, s.console)
}
