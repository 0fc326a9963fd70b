package cli

import (
	"context"
	"io"

	"github.com/propagate-go/propagate/internal/console"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/spf13/cobra"
)

const longInspect = `propagate inspect shows what propagate sees in a table, a line for each column:
what it is used as with these flags (label, truth, id, feature, or -), its type
(number, category, id, date, constant, text, or empty), how many of its cells
are filled, how many different values they have, the least and the greatest
number, the first value, and why it is a feature or none.`

const examplesInspect = `  propagate inspect rows.csv
  propagate inspect --categorical kind --id name rows.csv
  propagate inspect --format jsonl rows.csv`

func newInspect(std streams) *cobra.Command {
	cmd, f := labelling{
		use: "inspect [flags] data.csv...", short: "show the columns of a table, and what they are used as",
		long: longInspect, examples: examplesInspect, work: runInspect,
	}.command(std)
	stages := f.stages() // with the defaults of all flags, also of those that are not added
	out := newFlagSet()
	f.run.output.declare(out)
	helpFlag(out)
	addStages(cmd, []stage{stages[0], {titleRun, "run", out}},
		"label", "features", "categorical", "ignore", "id", "truth", "delimiter", "comment", "output", "format", "help")
	return cmd
}

func runInspect(_ context.Context, s *session) error {
	t, err := openFiles(s.config.input.paths, s.config.input.reading, s.std.in, s.console.Reading)
	if err != nil {
		return err
	}
	defer t.Close()
	s.note(append(summary.ReadingNotes(t), s.config.unused...))
	s.console.Stage(console.StagePrepare)
	all, d, err := dataset.Profiles(t, s.config.data)
	if err != nil {
		return err
	}
	s.console.Warnings(s.usable(summary.LabelWarnings(d)))
	rows := make([][]string, len(all))
	for j, p := range all {
		rows[j] = profileCells(t.Header[j], p)
	}
	return s.writeTo(s.config.output.path, func(w io.Writer) error {
		header := []string{"column", "role", "type", "filled", "different", "least", "greatest", "first", "why"}
		return s.list(w, t, header, rows)
	})
}
