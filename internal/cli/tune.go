package cli

import (
	"context"
	"io"
	"strconv"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
)

func (v *tuneFlags) work(ctx context.Context, s *session) error {
	d, err := v.open(s)
	if err != nil {
		return err
	}
	defer d.any().Table.Close()
	return s.writeTo(s.config.output.path, func(w io.Writer) error {
		found, err := v.tune(ctx, s, d)
		if err != nil {
			return err
		}
		s.printTuned(found, v.holdout != "")
		// The advice may be the default rather than the first in the list.
		best := s.printAdvice(found.Advice)
		if err := table.WriteRows(w, s.config.output.format, []string{"rank", "accuracy", "log_loss", "skipped",
			"interpolated", "flags"}, ranking(found)); err != nil {
			return err
		}
		if v.saveConfig == "" {
			return nil
		}
		return v.save(best)
	})
}

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

// ranking has a line for each candidate, the best first.
func ranking(found *pipeline.Tuned) [][]string {
	rows := make([][]string, len(found.Ranked))
	for i, t := range found.Ranked {
		rows[i] = []string{strconv.Itoa(i + 1), six(t.Accuracy), six(t.LogLoss), strconv.Itoa(t.Skipped),
			strconv.FormatBool(t.Interpolated), t.Name}
	}
	return rows
}
