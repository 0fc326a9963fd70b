package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const longExplain = `propagate explain shows where the prediction for one row comes from: the given
labels, the share of each in the prediction (the probability that a random walk
from the row ends at it), and the path of the strongest edges from the row to
the label. Shares sum to 1; those of a class sum to its probability. Methods:
harmonic, propagation and spreading.`

const examplesExplain = `  propagate explain --row 17 rows.csv              the row on line 17
  propagate explain --id name --row Ada rows.csv   the row named Ada`

// explainFlags are the flags of propagate explain.
type explainFlags struct {
	row  string
	most int
}

func newExplain(std streams) *cobra.Command {
	var v explainFlags
	cmd, f := newLabelling("explain --row LINE [flags] data.csv...", "show which given labels a prediction comes from",
		std, purpose{linear: true}, v.run)
	cmd.Long, cmd.Example = longExplain, examplesExplain
	cmd.PreRunE = func(*cobra.Command, []string) error { return v.check() }
	addStages(cmd, append([]stage{{"The row", "explain", v.declare()}}, f.stages()...),
		"row", "number", "label", "features", "id", "scale", "neighbors", "method", "output", "quiet", "help")
	return cmd
}

func (v *explainFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&v.row, "row", "", "row to explain; its `line` in the file, or with --id its cell in that column")
	f.IntVarP(&v.most, "number", "n", 0, "maximum number of labels to list; the largest shares first (default: all)")
	return f
}

func (v *explainFlags) check() error {
	switch {
	case strings.TrimSpace(v.row) == "":
		return usagef("say --row LINE, the line on which the row begins", "--row names no row")
	case v.most < 0:
		return usagef("", "-n %d: must not be negative", v.most)
	}
	return nil
}

// explained tells in words what the shares sum up to.
func explained(d *dataset.Data, e *labelprop.Explanation) string {
	name := d.RowName(e.Row)
	if len(e.Shares) == 0 {
		return name + ": no label reaches it"
	}
	var parts []string
	for _, one := range largestShares(e, len(d.Classes)) {
		parts = append(parts, fmt.Sprintf("%s %.4f", d.Classes.Name(one.class), one.share))
	}
	return fmt.Sprintf("%s: %s, from %d labels", name, strings.Join(parts, ", "), len(e.Shares))
}

// path names the rows of a path.
func path(d *dataset.Data, nodes []int) string {
	names := make([]string, len(nodes))
	for i, node := range nodes {
		names[i] = d.RowName(node)
	}
	return strings.Join(names, " > ")
}

// classShare is the share of a class in an answer.
type classShare struct {
	class int
	share float64
}

// mostShares is how many classes are named in one line.
const mostShares = 3

// largestShares returns the classes with the largest shares, the largest first.
func largestShares(e *labelprop.Explanation, classes int) []classShare {
	all := make([]classShare, classes)
	for k := range all {
		all[k].class = k
	}
	// The share of a class is the sum of those of its labels.
	for _, s := range e.Shares {
		all[s.Class].share += s.Share
	}
	slices.SortStableFunc(all, func(a, b classShare) int { return cmp.Compare(b.share, a.share) })
	all = slices.DeleteFunc(all, func(c classShare) bool { return c.share == 0 })
	return all[:min(mostShares, len(all))]
}
