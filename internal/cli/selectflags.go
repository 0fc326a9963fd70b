package cli

import (
	"github.com/propagate-go/propagate/labelprop"
	"github.com/spf13/pflag"
)

const longSelect = `propagate select writes rows of one class at a false discovery rate (--fdr):
that is the share of rows of other classes among those written, on average over
random samples of labels. It labels the table, leaves out each given label in
turn to learn how often rows of other classes look as much like one of the class
(conformal p-values), and selects by the procedure of Benjamini and Hochberg.
The labels must be a random sample of the rows, and many: with few labels no row
is certain enough. The most probable rows come first, with their p-values.`

const examplesSelect = `  propagate select --class a rows.csv              false discovery rate 10 %
  propagate select --class a --fdr 0.01 rows.csv   1 %
  propagate select --class a --id name rows.csv    with names`

// selectFlags are the flags of propagate select.
type selectFlags struct {
	class string
	fdr   float64
}

func (v *selectFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&v.class, "class", "", "the `class` of the rows to write")
	f.Float64Var(&v.fdr, "fdr", 0.1, "false discovery `rate`: the share of wrong rows, at most, on average")
	return f
}

func (v *selectFlags) check() error {
	switch {
	case v.class == "":
		return usagef("name one of the classes of the label column: --class CLASS", "--class names no class")
	case !(v.fdr > 0 && v.fdr < 1):
		return usagef("a rate is a share, such as 0.1", "--fdr %g: must be above 0 and below 1", v.fdr)
	}
	return nil
}

// of is what is selected, by the number of the class.
func (v *selectFlags) of(class int) labelprop.SelectOptions {
	return labelprop.SelectOptions{Class: class, FDR: v.fdr}
}
