package cli

import (
	"context"
	"io"
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
)

func (v *suspectFlags) run(ctx context.Context, s *session) error {
	return s.onGraph(ctx, func(w io.Writer, d *dataset.Data, b *pipeline.Built) error {
		// Leave each label out, and ask the others for the class of its row.
		all, how, err := pipeline.Suspects(ctx, d, b, s.config.run, s.console)
		if err != nil {
			return err
		}
		// Of all that were judged, list those in doubt.
		some := slices.DeleteFunc(slices.Clone(all), func(one labelprop.Suspect) bool { return !v.lists(one) })
		s.console.Line("suspects", "%d of %d given labels, %s", len(some), len(all), how)
		if v.most > 0 {
			some = some[:min(v.most, len(some))]
		}
		rows := make([][]string, len(some))
		for i, one := range some {
			rows[i] = append(rowCells(d, one.Node), d.Classes.Name(one.Given), d.Classes.Name(one.Likely),
				six(one.Probability),
				against(d, one.Against))
		}
		return table.WriteRows(w, s.config.output.format, append(rowHeader(d), "label", "likely", "probability",
			"against"), rows)
	})
}
