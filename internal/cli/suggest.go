package cli

import (
	"cmp"
	"context"
	"io"
	"strconv"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/spf13/cobra"
)

// newSuggest returns the command that lists the rows to label next.
func newSuggest(std streams) *cobra.Command {
	var v suggestFlags
	cmd, f := labelling{
		use: "suggest [flags] data.csv...", short: "list the rows to label next",
		long: longSuggest, examples: examplesSuggest, purpose: purpose{asks: true, begins: true}, work: v.run,
	}.command(std)
	cmd.PreRunE = func(*cobra.Command, []string) error { return v.check() }
	addStages(cmd, append([]stage{{"Suggestions", "suggest", v.declare()}}, f.stages()...),
		"number", "strategy", "label", "features", "id", "neighbors", "method", "output", "help")
	return cmd
}

func (v *suggestFlags) run(ctx context.Context, s *session) error {
	return s.onGraph(ctx, func(w io.Writer, d *dataset.Data, b *pipeline.Built) error {
		// Rows in components without a label first, then by the strategy.
		list, err := pipeline.Suggest(ctx, &pipeline.Problem{Data: d, Built: b, Config: s.config.run},
			labelprop.SuggestOptions{Rows: v.most, By: v.strategy}, s.console)
		if err != nil {
			return err
		}
		// Count the components that would get their first label.
		opening := 0
		rows := make([][]string, len(list))
		for i, one := range list {
			if one.Opens > 0 {
				opening++
			}
			rows[i] = append(rowCells(d, one.Row), strconv.Itoa(one.Opens), six(one.Gain), "")
		}
		s.console.Line("suggest", "%d rows by %v, %d of them in components without a label",
			len(list), v.strategy, opening)
		s.console.Warnings(s.usable(summary.NothingToSuggest(d)))
		// The last column is to be filled in, and read by --labels.
		label := cmp.Or(d.Columns.LabelName, "label")
		return s.list(w, d.Table, append(rowHeader(d), "opens", "gain", label), rows)
	})
}
