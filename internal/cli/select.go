package cli

import (
	"context"
	"io"
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/spf13/cobra"
)

// newSelect returns the command that writes the rows of a class at a false discovery rate.
func newSelect(std streams) *cobra.Command {
	var v selectFlags
	cmd, f := labelling{
		use: "select --class CLASS [flags] data.csv...", short: "write the rows of a class, few of them wrongly",
		long: longSelect, examples: examplesSelect, purpose: purpose{asks: true}, work: v.run,
	}.command(std)
	cmd.PreRunE = func(*cobra.Command, []string) error { return v.check() }
	addStages(cmd, append([]stage{{"Selection", "select", v.declare()}}, f.stages()...),
		"class", "fdr", "label", "features", "id", "scale", "neighbors", "method", "output", "quiet", "help")
	return cmd
}

func (v *selectFlags) run(ctx context.Context, s *session) error {
	return s.onGraph(ctx, func(w io.Writer, d *dataset.Data, b *pipeline.Built) error {
		class := slices.Index(d.Classes, v.class)
		if class < 0 {
			return usagef("the classes are "+dataset.Listed(d.Classes), "--class %q: no given label is of that class",
				v.class)
		}
		p := &pipeline.Problem{Data: d, Built: b, Config: s.config.run}
		found, err := pipeline.Select(ctx, p, v.of(class), s.console)
		if err != nil {
			return err
		}
		s.console.Line("select", "%s", summary.SelectionOf(found, v.class, v.fdr))
		s.console.Warnings(s.usable(summary.SelectionWarnings(found)))
		// The most probable rows first.
		rows := make([][]string, len(found.Rows))
		for i, row := range found.Rows {
			rows[i] = append(rowCells(d, row), six(found.Probs.At(row, class)), six(found.P[row]))
		}
		return s.list(w, d.Table, append(rowHeader(d), "probability", "p_value"), rows)
	})
}
