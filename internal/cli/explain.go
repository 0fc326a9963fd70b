package cli

import (
	"context"
	"io"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/spf13/cobra"
)

// newExplain returns the command that tells where a prediction comes from.
func newExplain(std streams) *cobra.Command {
	var v explainFlags
	cmd, f := labelling{
		use: "explain --row LINE [flags] data.csv...", short: "show which given labels a prediction comes from",
		long: longExplain, examples: examplesExplain, purpose: purpose{asks: true}, work: v.run,
	}.command(std)
	cmd.PreRunE = func(*cobra.Command, []string) error { return v.check() }
	addStages(cmd, append([]stage{{"The row", "explain", v.declare()}}, f.stages()...),
		"row", "number", "label", "features", "id", "scale", "neighbors", "method", "output", "quiet", "help")
	return cmd
}

// run finds the row and builds the graph, and explains the answer by a pool or by one method.
func (v *explainFlags) run(ctx context.Context, s *session) error {
	d, err := s.read()
	if err != nil {
		return err
	}
	defer d.Table.Close()
	// Find the row before the graph is built: a wrong name should not cost the time for it.
	row, err := findRow(d, v.row)
	if err != nil {
		return err
	}
	return s.writeTo(s.config.output.path, func(w io.Writer) error {
		b, err := s.build(ctx, d)
		if err != nil {
			return err
		}
		p := &pipeline.Problem{Data: d, Built: b, Config: s.config.run}
		if pipeline.Pools(d, s.config.run) {
			return v.explainPool(ctx, s, p, row, w)
		}
		return v.explainLabels(ctx, s, p, row, w)
	})
}
