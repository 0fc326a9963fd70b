package cli

import (
	"context"
	"io"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/spf13/cobra"
)

const examplesRun = `  propagate run rows.csv > labelled.csv               the same without "run"
  propagate run --graph complete --gamma 1 rows.csv   the graph of the papers
  propagate run --scale standard rows.csv             columns in different units
  propagate run --truth kind -o out.csv rows.csv      says how many are right`

// newRun returns the command that labels a table.
func newRun(std streams) *cobra.Command {
	cmd, f := newLabelling("run [flags] data.csv...", "label the rows of a table (the default command)", std,
		purpose{adds: true}, runLabel)
	cmd.Long, cmd.Example = long, examplesRun
	addStages(cmd, append(f.stages(), stage{titleOutput, "run", f.answer.declare()}),
		"label", "features", "truth", "scale", "graph", "neighbors", "gamma", "method", "output", "proba", "report",
		"quiet", "help")
	return cmd
}

// runLabel is the way of the data: table -> problem -> graph -> labels -> what is written about them.
func runLabel(ctx context.Context, s *session) error {
	d, err := s.read()
	if err != nil {
		return err
	}
	defer d.Table.Close()
	return s.writeTo(s.config.output.path, func(w io.Writer) error {
		b, err := s.build(ctx, d)
		if err != nil {
			return err
		}
		a, err := pipeline.Label(ctx, d, b, s.config.run, s.console)
		if err != nil {
			return err
		}
		r, err := s.summarize(d, b, a)
		if err != nil {
			return err
		}
		return s.write(ctx, w, result{d, b, a, r})
	})
}
