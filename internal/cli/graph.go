package cli

import (
	"context"
	"io"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/spf13/cobra"
)

const longGraph = `propagate graph searches the neighbours of the rows, which is most of the work
of a run, and stores them in a file. propagate --neighbors-from FILE starts from
there, with other labels, weights or methods; so do suspects, suggest and
explain. The features must be the same; labels may change.`

const examplesGraph = `  propagate graph -o rows.graph rows.csv
  propagate --neighbors-from rows.graph --method poisson rows.csv > labelled.csv
  propagate suggest --neighbors-from rows.graph rows.csv`

func newGraph(std streams) *cobra.Command {
	cmd, f := newLabelling("graph -o FILE [flags] data.csv...", "search the neighbours once, for many runs", std,
		purpose{}, runGraph)
	cmd.Long, cmd.Example = longGraph, examplesGraph
	// The flags of weights and method keep their defaults, which the configuration checks.
	stages := f.stages() // with the defaults of all flags, also of those that are not added
	addStages(cmd, []stage{stages[0], stages[1], stages[4]}, "output", "features", "scale", "graph", "neighbors",
		"connect", "help")
	return cmd
}

// runGraph goes from the table to the neighbours.
func runGraph(ctx context.Context, s *session) error {
	in, out := &s.config.input, s.config.output.path
	switch {
	case out == "":
		return usagef("-o FILE is required: the graph file is binary", "-o names no file")
	case in.edges != "" || in.neighbors != "":
		return usagef("leave it out", "graph builds a graph: neither --edges nor --neighbors-from brings it")
	}
	t, err := openFiles(in.paths, in.reading, s.std.in, nil)
	if err != nil {
		return err
	}
	defer t.Close()
	if t.Sparse() != nil {
		return usagef("it is for tables with columns", "graph does not go with sparse rows")
	}
	// Features are read and scaled as in a run, or the checksum would not fit.
	d, err := dataset.ReadFeatures(t, s.config.data)
	if err != nil {
		return err
	}
	return table.WriteFileAtomic(out, func(w io.Writer) error {
		// The file is created first, so that a wrong path fails before the search.
		near, err := pipeline.FindNeighbors(ctx, d, s.config.run, s.console)
		if err != nil {
			return err
		}
		s.console.Line("graph", "%v", near)
		return dataset.StoreNeighbors(w, version(), d.Dense(), near)
	})
}
