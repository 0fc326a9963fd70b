package cli

import (
	"cmp"
	"context"
	"io"

	"github.com/propagate-go/propagate/internal/console"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/spf13/cobra"
)

// newGraph returns the command that finds neighbours.
func newGraph(std streams) *cobra.Command {
	cmd, f := labelling{
		use: "graph -o FILE [flags] data.csv...", short: "find the neighbours once, for many runs",
		long: longGraph, examples: examplesGraph, work: runGraph,
	}.command(std)
	// The flags of weights and method keep their defaults, which the configuration checks.
	stages := f.stages()
	stages[0].flags.Lookup("text").Hidden = true // refused with its reason
	addStages(cmd, []stage{stages[0], stages[1], stages[4]}, "output", "features", "scale", "graph", "neighbors",
		"connect", "metric", "help")
	return cmd
}

// runGraph goes from the table to the neighbours.
func runGraph(ctx context.Context, s *session) error {
	if err := checkGraph(s.config, s.std.out); err != nil {
		return err
	}
	if err := checkOpen(s.config.output.path, s.std.out); err != nil {
		return err
	}
	in, out := &s.config.input, s.config.output.path
	t, err := openFiles(in.paths, in.reading, s.std.in, s.console.Reading)
	if err != nil {
		return err
	}
	defer t.Close()
	s.note(append(summary.ReadingNotes(t), s.config.unused...))
	if t.Sparse() != nil {
		return usagef("it is for tables with columns", "graph does not go with sparse rows")
	}
	s.console.Stage(console.StagePrepare)
	// Features are read and scaled as in a run, or the checksum would not fit.
	d, err := dataset.ReadFeatures(t, s.config.data)
	if err != nil {
		return err
	}
	if d.IsSparse() {
		return usagef("it is for numbers and categories; a run compares texts without it",
			"graph does not go with %s", d.SparseKind())
	}
	work := func(w io.Writer) error {
		// The file is created first, so that a wrong path fails before the search.
		near, err := pipeline.FindNeighbors(ctx, d, s.config.run, s.console)
		if err = cmp.Or(err, d.Table.Unchanged()); err != nil {
			return err
		}
		s.console.Line("graph", "%v", near)
		return dataset.StoreNeighbors(w, version(), d.X, near)
	}
	if out == "" {
		return work(s.std.out)
	}
	return table.WriteFileAtomic(out, work)
}
