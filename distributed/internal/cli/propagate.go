package cli

import (
	"fmt"

	"github.com/propagate-go/propagate/distributed"
	"github.com/spf13/cobra"
)

const examplesPropagate = `  propagate-beam propagate --edges 'edges-*.csv' --labels labels.csv --nodes 1000000 \
    --work work -o out.csv
  propagate-beam propagate --edges 'edges-*.csv' --labels labels.csv --nodes 1000000 \
    --work work -o out.csv --resume`

// newPropagate returns the command that labels a graph.
func newPropagate() *cobra.Command {
	var f propagateFlags
	cmd := &cobra.Command{
		Use:   "propagate --edges FILES --labels FILES --nodes N --work FOLDER -o RESULT",
		Short: "label the rows of a graph",
		Long: "propagate cuts a graph into blocks, spreads the given labels until nothing changes, and writes a " +
			"label for every row.\nAll flags of Apache Beam are taken too, such as --endpoint and --environment_type.",
		Example: examplesPropagate, Args: noArguments,
	}
	f.declare(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		// Flags become a configuration here; from here on there are no strings.
		c, err := f.config(cmd)
		if err != nil {
			return usageError{err}
		}
		c.Log = func(line string) { fmt.Fprintln(cmd.ErrOrStderr(), line) }
		return f.runner.with(func() error {
			r, err := distributed.Propagate(cmd.Context(), c)
			if err != nil {
				return err
			}
			printResult(cmd, r)
			return nil
		})
	}
	return cmd
}

func noArguments(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("%q: files are given by flags, such as --edges", args[0])}
	}
	return nil
}

// fewGhosts is how many values may move whatever the number of edges.
const fewGhosts = 100_000

// printResult tells what came out, and what to do if that is not the end.
func printResult(cmd *cobra.Command, r *distributed.Result) {
	// What was written, and how good it is.
	w := cmd.ErrOrStderr()
	fmt.Fprintf(w, "%d files, %s to %s\n", len(r.Files), r.Files[0], r.Files[len(r.Files)-1])
	if !r.Converged {
		fmt.Fprintf(w, "propagate-beam: warning: after %d iterations values still change by %.2g, or rows are still "+
			"reached\nhint: a larger --max-iter with --resume goes on\n", r.Iterations, r.Change)
	}
	// The exchange is what costs: half a value for each end of an edge is much, unless all is little.
	if r.Ghosts > max(r.Entries/2, fewGhosts) && r.Blocks > 1 {
		fmt.Fprintf(w, "propagate-beam: warning: %d values a class move in each iteration, for %d ends of edges\n"+
			"hint: number rows that are near each other one after the other, or take fewer --blocks\n",
			r.Ghosts, r.Entries)
	}
}
