package cli

import (
	"github.com/propagate-go/propagate/labelprop"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const longSuggest = `propagate suggest names the rows to label next, the best first, each as if those
before it had been labelled already. Components without any label come first
(column opens: how many rows each of them has); the others are chosen by a
strategy (column gain: what it ranks by):

  sigma     rows whose labels tell most of all others (the default)
  variance  rows whose labels leave the least variance
  density   doubtful rows where many are near
  coverage  rows with the most neighbours that are not next to a label
  margin    rows whose two likeliest classes are closest together
  entropy   rows with the most uncertain classes`

const examplesSuggest = `  propagate suggest rows.csv                      20 rows, by line
  propagate suggest -n 5 --by margin rows.csv     five, the most doubtful
  propagate suggest --id name -o next.csv rows.csv`

// strategies by name.
var strategies = []enum[labelprop.Strategy]{
	{"sigma", labelprop.Sigma}, {"variance", labelprop.Variance}, {"margin", labelprop.Margin},
	{"entropy", labelprop.Entropy}, {"density", labelprop.Density}, {"coverage", labelprop.Coverage},
}

// suggestFlags are the flags of propagate suggest.
type suggestFlags struct {
	most     int
	by       string
	strategy labelprop.Strategy
}

func newSuggest(std streams) *cobra.Command {
	var v suggestFlags
	cmd, f := newLabelling("suggest [flags] data.csv...", "name the rows to label next", std, purpose{}, v.run)
	cmd.Long, cmd.Example = longSuggest, examplesSuggest
	cmd.PreRunE = func(*cobra.Command, []string) error { return v.check() }
	addStages(cmd, append([]stage{{"Suggestions", "suggest", v.declare()}}, f.stages()...),
		"number", "by", "label", "features", "id", "neighbors", "method", "output", "help")
	return cmd
}

func (v *suggestFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	f.IntVarP(&v.most, "number", "n", 20, "most rows to name")
	f.StringVar(&v.by, "by", "sigma", "`strategy`: sigma, variance, margin, entropy, density or coverage")
	return f
}

func (v *suggestFlags) check() (err error) {
	if v.most < 1 {
		return usagef("", "-n %d: must be at least 1", v.most)
	}
	v.strategy, err = choose("--by", v.by, strategies)
	return err
}
