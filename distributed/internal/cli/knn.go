package cli

import (
	"errors"
	"fmt"

	"github.com/propagate-go/propagate/distributed"
	"github.com/spf13/cobra"
)

const examplesKNN = `  propagate-beam knn --features 'x-*.parquet' --nodes 1000000 --gamma 0.5 \
    --work work -o edges.parquet
  propagate-beam knn --features 'x-*.csv' --nodes 1000000 --cells 1000 --work work -o edges.csv`

// newKNN returns the command that finds neighbours.
func newKNN() *cobra.Command {
	var c distributed.NeighborsConfig
	var runner runnerFlags
	cmd := &cobra.Command{
		Use:   "knn --features FILES --nodes N --work FOLDER -o EDGES",
		Short: "find the nearest rows of each row, as edges for propagate",
		Long: "knn compares rows by the Euclidean distance of their features as they are: scale them before.\n" +
			"Without --cells it compares all pairs of rows.",
		Example: examplesKNN, Args: noArguments,
	}
	// Flags of the search, then those of the runner.
	declareKNN(cmd, &c)
	runner.declare(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c.Runner = runner.runner
		if err := checkKNN(cmd, &c); err != nil {
			return usageError{err}
		}
		return runner.with(func() error {
			files, err := distributed.Neighbors(cmd.Context(), c)
			if err == nil {
				fmt.Fprintf(cmd.ErrOrStderr(), "%d files, %s to %s\n", len(files), files[0], files[len(files)-1])
			}
			return err
		})
	}
	return cmd
}

func declareKNN(cmd *cobra.Command, c *distributed.NeighborsConfig) {
	// In the order of the work.
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&c.Features, "features", "",
		"`files` of features, a pattern: a column \"row\", numbered from 0, and one for each feature")
	flags.Int64Var(&c.Nodes, "nodes", 0, "`number` of rows")
	flags.StringVarP(&c.Out, "output", "o", "",
		"`name` of the files of edges: edges.csv makes edges-00000-of-00016.csv and so on")
	flags.StringVar(&c.Work, "work", "", "`folder` for the rows by block, which all workers see")
	flags.IntVar(&c.K, "k", 10, "`number` of neighbours of each row")
	flags.Float64Var(&c.Gamma, "gamma", 0, "the weight of an edge of the length d is exp(-`γ`d²); 0: all weights are 1")
	flags.IntVar(&c.Blocks, "blocks", 16, "`number` of blocks of rows")
	flags.IntVar(&c.Cells, "cells", 0, "`number` of cells of rows near each other, such as √rows; 0: compare all pairs")
	flags.IntVar(&c.Probe, "probe", 4, "`number` of cells in which the neighbours of a row are sought, with --cells")
}

// checkKNN reports a flag that is missing, or out of its range.
func checkKNN(cmd *cobra.Command, c *distributed.NeighborsConfig) error {
	if err := required(cmd, "features", "nodes", "output", "work"); err != nil {
		return err
	}
	fitBlocks(cmd, c.Nodes, &c.Blocks)
	// A flag without effect is a mistake.
	if c.Cells == 0 && cmd.Flags().Changed("probe") {
		return errors.New("--probe is for --cells")
	}
	return errors.Join(aboveZero(cmd, "probe"), c.Check())
}
