package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
)

const longSuspects = `propagate suspects finds given labels that may be wrong. It asks for each what
the others would have called its row (exact leave-one-out), and writes those
that they would have called otherwise, the least likely first: the label and its
probability without it, the likely class, and the labels that speak against it
with their shares. Methods that can: harmonic, propagation, spreading.`

const examplesSuspects = `  propagate suspects rows.csv                   what the others contradict
  propagate suspects --below 0.1 rows.csv       a probability below 0.1
  propagate suspects -n 10 --id name rows.csv   the ten least likely, by name`

// suspicion are the flags of propagate suspects.
type suspicion struct {
	below float64
	most  int
	fixed bool // --below was given
}

func newSuspects(std streams) *cobra.Command {
	var by suspicion
	cmd, s := newLabelling("suspects [flags] data.csv...", "find given labels that may be wrong", std, by.report)
	cmd.Long, cmd.Example = longSuspects, examplesSuspects
	s.asksShares = true
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		by.fixed = cmd.Flags().Changed("below")
		return by.check()
	}
	addStages(cmd, append([]stage{{"Suspects", "suspects", by.flags()}}, s.stages()...),
		"below", "number", "label", "features", "id", "scale", "neighbors", "method", "output", "quiet", "help")
	return cmd
}

func (by *suspicion) flags() *pflag.FlagSet {
	f := newFlagSet()
	f.Float64Var(&by.below, "below", 0, "list labels of less than this `probability`, whatever the others say")
	f.IntVarP(&by.most, "number", "n", 0, "most labels to list (default: all)")
	return f
}

func (by *suspicion) check() error {
	switch {
	case by.fixed && !(by.below > 0 && by.below <= 1):
		return usagef("", "--below %g: must be above 0 and at most 1", by.below)
	case by.most < 0:
		return usagef("", "-n %d: must not be negative", by.most)
	}
	return nil
}

// suspected reports whether a label is to be listed.
func (by *suspicion) suspected(s labelprop.Suspect) bool {
	if by.fixed {
		return s.Probability < by.below
	}
	return s.Likely != s.Given
}

func (by *suspicion) report(j *job) error {
	all, err := labelprop.Suspects(j.ctx, j.graph, j.seeds, j.method, &j.options)
	if err != nil {
		return err
	}
	some := slices.DeleteFunc(slices.Clone(all), func(s labelprop.Suspect) bool { return !by.suspected(s) })
	j.say.Line("suspects", "%d of %d given labels, by %v without each", len(some), len(all), j.method)
	if by.most > 0 {
		some = some[:min(by.most, len(some))]
	}
	rows := make([][]string, len(some))
	for i, s := range some {
		rows[i] = append(j.rowCells(s.Node), j.className(s.Given), j.className(s.Likely), six(s.Probability), j.voices(s.Against))
	}
	return table.WriteRows(j.out, j.as, append(j.rowHeader(), "label", "likely", "probability", "against"), rows)
}

// voices lists labels, such as: 17 (b 0.51); 4 (c 0.2).
func (j *job) voices(all []labelprop.Contribution) string {
	words := make([]string, len(all))
	for i, v := range all {
		words[i] = fmt.Sprintf("%s (%s %.3g)", j.rowName(v.Node), j.className(v.Class), v.Share)
	}
	return strings.Join(words, "; ")
}
