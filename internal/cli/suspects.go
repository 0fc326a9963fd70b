package cli

import (
	"context"
	"io"
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/spf13/cobra"
)

// newSuspects returns the command that finds labels in doubt.
func newSuspects(std streams) *cobra.Command {
	var v suspectFlags
	cmd, f := labelling{
		use: "suspects [flags] data.csv...", short: "find given labels that may be wrong",
		long: longSuspects, examples: examplesSuspects, purpose: purpose{asks: true}, work: v.run,
	}.command(std)
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		v.fixed = cmd.Flags().Changed("max-probability")
		return v.check()
	}
	addStages(cmd, append([]stage{{"Suspects", "suspects", v.declare()}}, f.stages()...),
		"max-probability", "number", "label", "features", "id", "scale", "neighbors", "method", "output", "quiet",
		"help")
	return cmd
}

func (v *suspectFlags) run(ctx context.Context, s *session) error {
	return s.onGraph(ctx, func(w io.Writer, d *dataset.Data, b *pipeline.Built) error {
		if err := s.canLeaveOut(d); err != nil {
			return err
		}
		// Leave each label out, and ask the others for the class of its row.
		all, how, err := pipeline.Suspects(ctx, d, b, s.config.run, s.console)
		if err != nil {
			return err
		}
		// Of all that were judged, list those in doubt.
		some := slices.DeleteFunc(slices.Clone(all), func(one labelprop.Suspect) bool { return !v.lists(one) })
		s.console.Line("suspects", "%d of %d given labels, %s", len(some), len(all), how)
		if v.most > 0 {
			some = some[:min(v.most, len(some))]
		}
		rows := make([][]string, len(some))
		for i, one := range some {
			rows[i] = append(rowCells(d, one.Node), d.Classes.Name(one.Given), d.Classes.Name(one.Likely),
				six(one.Probability),
				against(d, one.Against))
		}
		return s.list(w, d.Table, append(rowHeader(d), "label", "likely", "probability",
			"against"), rows)
	})
}
