package cli

import (
	"github.com/propagate-go/propagate/labelprop"
	"github.com/spf13/pflag"
)

const longSuggest = `propagate suggest lists the rows to label next, best first; each choice assumes
that the rows above it are labelled. No label is needed to begin with. Fill in
the last column, and give it back by --labels. Components without a label come
first (column opens: their rows), the others by a strategy (gain: its value):

  sigma     rows whose labels tell most about all the others (the default)
  variance  rows whose labels reduce the variance most
  density   rows with an uncertain class and many rows near them
  coverage  rows with the most neighbours far from any label
  margin    rows whose two likeliest classes are closest together
  entropy   rows with the least certain class`

const examplesSuggest = `  propagate suggest rows.csv                           20 rows, by line
  propagate suggest -n 5 --strategy margin rows.csv    five, the most doubtful
  propagate suggest --id name -o next.csv rows.csv     to fill in, for --labels`

// suggestFlags are the flags of propagate suggest.
type suggestFlags struct {
	most         int
	strategyName string
	strategy     labelprop.Strategy
}

func (v *suggestFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	f.IntVarP(&v.most, "number", "n", 20, "number of rows to list")
	f.StringVar(&v.strategyName, "strategy", "sigma",
		"selection `strategy`: sigma, variance, margin, entropy, density or coverage")
	return f
}

func (v *suggestFlags) check() (err error) {
	if v.most < 1 {
		return usagef("", "-n %d: must be at least 1", v.most)
	}
	// The strategy is a value of the library from here on.
	v.strategy, err = choose("--strategy", v.strategyName, strategies)
	return err
}
