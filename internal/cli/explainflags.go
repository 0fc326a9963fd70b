package cli

import (
	"strings"

	"github.com/spf13/pflag"
)

const longExplain = `propagate explain shows where the prediction for one row comes from: the given
labels, the share of each in the prediction (how probably a random walk from the
row ends there), and the path of the strongest edges from the row to the label.
Shares sum to 1; those of a class sum to its probability. For balanced-poisson,
shares of labels far away are negative, and what balances the classes is added.
Methods whose scores are not sums over labels are not explained: harmonic is,
and a note gives both answers. Of a pool (--method pool) it tells what each
opinion adds to the log-odds of the two likeliest classes, and from which labels
the opinions of the graphs come; of a given label, what the others say of it.`

const examplesExplain = `  propagate explain --row 17 rows.csv              line 17; the header is line 1
  propagate explain --id name --row Ada rows.csv   the row named Ada`

// explainFlags are the flags of propagate explain.
type explainFlags struct {
	row  string
	most int
}

func (v *explainFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&v.row, "row", "",
		"`line` of the row in the file (the header is line 1); or with --id, its cell in that column")
	f.IntVarP(&v.most, "number", "n", 0, "maximum number of labels to list; the largest shares first (default: all)")
	return f
}

func (v *explainFlags) check() error {
	switch {
	// There is no default: every run of explain is about one row.
	case strings.TrimSpace(v.row) == "":
		return usagef("use --row LINE, the line on which the row begins", "--row names no row")
	case v.most < 0:
		return usagef("", "-n %d: must not be negative", v.most)
	}
	return nil
}
