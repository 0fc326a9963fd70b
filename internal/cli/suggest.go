package cli

import (
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
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
var strategies = []choice[labelprop.Strategy]{
	{"sigma", labelprop.Sigma}, {"variance", labelprop.Variance}, {"margin", labelprop.Margin},
	{"entropy", labelprop.Entropy}, {"density", labelprop.Density}, {"coverage", labelprop.Coverage},
}

// suggestion are the flags of propagate suggest.
type suggestion struct {
	most     int
	by       string
	strategy labelprop.Strategy
}

func newSuggest(std streams) *cobra.Command {
	var by suggestion
	cmd, s := newLabelling("suggest [flags] data.csv...", "name the rows to label next", std, by.report)
	cmd.Long, cmd.Example = longSuggest, examplesSuggest
	cmd.PreRunE = func(*cobra.Command, []string) error { return by.check() }
	addStages(cmd, append([]stage{{"Suggestions", "suggest", by.flags()}}, s.stages()...),
		"number", "by", "label", "features", "id", "neighbors", "method", "output", "help")
	return cmd
}

func (by *suggestion) flags() *pflag.FlagSet {
	f := newFlagSet()
	f.IntVarP(&by.most, "number", "n", 20, "most rows to name")
	f.StringVar(&by.by, "by", "sigma", "`strategy`: sigma, variance, margin, entropy, density or coverage")
	return f
}

func (by *suggestion) check() error {
	if by.most < 1 {
		return usagef("", "-n %d: must be at least 1", by.most)
	}
	var err error
	by.strategy, err = choose("--by", by.by, strategies)
	return err
}

func (by *suggestion) report(j *job) error {
	list, err := labelprop.Suggest(j.ctx, j.graph, j.seeds, j.method, by.most, by.strategy, &j.options)
	if err != nil {
		return err
	}
	opening := 0
	rows := make([][]string, len(list))
	for i, s := range list {
		if s.Opens > 0 {
			opening++
		}
		rows[i] = append(j.rowCells(s.Row), strconv.Itoa(s.Opens), six(s.Gain))
	}
	j.say.Line("suggest", "%d rows by %v, of which %d open components without a label", len(list), by.strategy, opening)
	return table.WriteRows(j.out, j.as, append(j.rowHeader(), "opens", "gain"), rows)
}
