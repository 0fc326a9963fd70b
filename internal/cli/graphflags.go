package cli

import (
	"github.com/spf13/cobra"
)

const longGraph = `propagate graph finds the neighbours of the rows, which is most of the work of a
run, and writes them to a file. propagate --neighbors-from FILE starts from that
file, with other labels, kernels or methods; so do tune, suspects, suggest and
explain. The file fixes -k, --metric and all other flags of stage graph but
--connect. Keep the features and their --scale; labels may change.`

const examplesGraph = `  propagate graph -o rows.graph rows.csv
  propagate --neighbors-from rows.graph --method poisson rows.csv > labelled.csv
  propagate suggest --neighbors-from rows.graph rows.csv`

func newGraph(std streams) *cobra.Command {
	cmd, f := labelling{
		use: "graph -o FILE [flags] data.csv...", short: "find the neighbours once, for many runs",
		long: longGraph, examples: examplesGraph, work: runGraph,
	}.command(std)
	// The flags of weights and method keep their defaults, which the configuration checks.
	stages := f.stages()
	addStages(cmd, []stage{stages[0], stages[1], stages[4]}, "output", "features", "scale", "graph", "neighbors",
		"connect", "metric", "help")
	return cmd
}
