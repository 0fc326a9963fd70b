package cli

import (
	"context"
	"io"
	"strconv"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
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

// ranking has a line for each candidate, the best first.
func ranking(found *pipeline.Tuned) [][]string {
	rows := make([][]string, len(found.Ranked))
	for i, t := range found.Ranked {
		rows[i] = []string{strconv.Itoa(i + 1), six(t.Accuracy), six(t.LogLoss), strconv.Itoa(t.Skipped),
			strconv.FormatBool(t.Interpolated), t.Name}
	}
	return rows
}
