package cli

import (
	"context"
	"io"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/spf13/cobra"
)

const longRun = `propagate predicts the labels of the rows of a table from a few labelled ones,
by pooling a graph of similar rows, a random forest and two regressions.`

const examplesRun = `  propagate run rows.csv > labelled.csv               the same without "run"
  propagate run --graph complete --gamma 1 rows.csv   the graph of the papers
  propagate run --scale standard rows.csv             columns in different units
  propagate run --truth kind -o out.csv rows.csv      counts right predictions`

// newRun returns the command that labels a table.
func newRun(std streams) *cobra.Command {
	cmd, f := labelling{
		use: "run [flags] data.csv...", short: "label the rows of a table (the default command)",
		long: longRun, examples: examplesRun, purpose: purpose{adds: true}, work: runLabel,
	}.command(std)
	addStages(cmd, append(f.stages(), stage{titleOutput, "output", f.answer.declare()}),
		"label", "features", "truth", "scale", "graph", "neighbors", "gamma", "method", "output", "proba", "report",
		"quiet", "help")
	return cmd
}

// runLabel is the way of the data: table -> problem -> graph -> labels -> what is written about them.
func runLabel(ctx context.Context, s *session) error {
	// The files become a table, the table a problem: features, classes and given labels.
	d, err := s.read()
	if err != nil {
		return err
	}
	defer d.Table.Close()
	// The output is opened first: a path that cannot be written to should not cost a run.
	return s.writeTo(s.config.output.path, func(w io.Writer) error {
		// Search the neighbours, choose kernel and γ, and weigh the edges.
		b, err := s.build(ctx, d)
		if err != nil {
			return err
		}
		s.release(d, b)
		// Solve for the scores of all rows, and decide their labels.
		a, err := pipeline.Label(ctx, d, b, s.config.run, s.console)
		if err != nil {
			return err
		}
		// Collect the facts of the run and print them.
		r, err := s.summarize(d, b, a)
		if err != nil {
			return err
		}
		// Write model, summary, report and table, as far as they were asked for.
		return s.write(ctx, w, result{d, b, a, r})
	})
}
