package cli

import (
	"errors"
	"fmt"

	"github.com/propagate-go/propagate/distributed"
	"github.com/spf13/cobra"
)

// propagateFlags are the flags of the command propagate.
type propagateFlags struct {
	set    distributed.Config
	method string
	alpha  float64
	runner runnerFlags
}

const (
	harmonic  = "harmonic"
	spreading = "spreading"
)

func (f *propagateFlags) declare(cmd *cobra.Command) {
	// In the order of the work.
	flags, c := cmd.Flags(), &f.set
	flags.SortFlags = false
	flags.StringVar(&c.Edges, "edges", "",
		"`files` of edges, a pattern: a line for each, \"from,to\" or \"from,to,weight\"; rows are numbered from 0")
	flags.StringVar(&c.Labels, "labels", "", "`files` of given labels, a pattern: \"row,label\"")
	flags.Int64Var(&c.Nodes, "nodes", 0, "`number` of rows")
	flags.StringVarP(&c.Out, "output", "o", "",
		"`name` of the result: labels.csv makes labels-00000-of-00016.csv and so on")
	flags.StringVar(&c.Work, "work", "",
		"`folder` of blocks and values, which all workers see; a run can be resumed from it")
	flags.BoolVar(&c.Resume, "resume", false, "go on with the run in the folder --work, if it holds one")
	flags.StringVar(&f.method, "method", harmonic, "`name`: harmonic (given labels stay) or spreading")
	flags.Float64Var(&f.alpha, "alpha", 0.95, "`share` that a row takes from its neighbours, for spreading")
	flags.IntVar(&c.Blocks, "blocks", 16, "`number` of blocks of rows; at least 2 or 3 for each worker")
	flags.IntVar(&c.Batch, "batch", 10, "`iterations` of a pipeline, after which values are saved")
	flags.IntVar(&c.MaxIter, "max-iter", 1000, "maximum number of `iterations`")
	flags.Float64Var(&c.Tol, "tol", 1e-6,
		"ends when no value changes by more than this `change`, and no row is still reached")
	flags.BoolVar(&c.Scores, "scores", false, "write the scores of all classes")
	f.runner.declare(cmd)
}

// config returns what the flags say.
//
// Errors: a flag that is missing, or out of its range.
func (f *propagateFlags) config(cmd *cobra.Command) (distributed.Config, error) {
	c := f.set
	c.Runner = f.runner.runner
	fitBlocks(cmd, c.Nodes, &c.Blocks)
	// The two methods are one number: no α stands for labels that stay.
	switch {
	case f.method == spreading && f.alpha > 0:
		c.Alpha = f.alpha
	case f.method == spreading:
		return c, fmt.Errorf("--alpha %g: it must be between 0 and 1", f.alpha)
	case f.method != harmonic:
		return c, fmt.Errorf("--method %s: it must be harmonic or spreading", f.method)
	case cmd.Flags().Changed("alpha"):
		return c, errors.New("--alpha is for --method spreading")
	}
	if err := required(cmd, "edges", "labels", "nodes", "output", "work"); err != nil {
		return c, err
	}
	return c, errors.Join(aboveZero(cmd, "batch", "max-iter", "tol"), c.Check())
}
